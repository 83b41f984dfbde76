(** * Asynchronous D-SGD (catalogue: async-dsgd.nonconvex, async-dsgd.convex)

    X(t+1) = (X(t) - eta B(t) G(t))((1-c) I + c W(t)) + c N(t): a node's gradient, taken at a model that is at most
    tau_max slots old, is applied in a slot with probability q; links fail at random; receivers add noise.

    The catalogue's hypotheses here: staleMixing is [update], commonStart [started], boundedStaleness [age],
    memorylessCompletion [Completions.memoryless], unbiasedNoise the four hypotheses on [noise], gradientBound
    [gradient_bound] (for every schedule that may happen) - all in AsyncRun.v; symmetricWeights, doublyStochasticWeights
    and independentLinks are [RandomMixing.RandomMatrix].

    Glossary
      C                      the schedule of completions, beta_i(t)
      P                      everything else that is random, given the schedule
      W t i j w              weight of the link between i and j in slot t (a failed link's weight is on the diagonal)
      averaged c W           (1-c) I + c W(t)
      p                      contraction of the averaged matrix in mean square, see RandomMixing.RandomMatrix
      M2                     bound on (1/n) sum_i E|grad f_i(y_i(t))|^2
      restarting             the slots at which computations start when those older than tau_max start again *)

From Coq Require Import Reals Lra Lia PeanoNat.
From Plumbline Require Import Foundations.Sums Foundations.InnerProduct Foundations.Smoothness Foundations.Probability
  Foundations.History MasterLemmas.Schedules MasterLemmas.OneStep MasterLemmas.VirtualIterate MasterLemmas.Setting
  MasterLemmas.Deviation Algorithms.RandomMixing Algorithms.AsyncRun Algorithms.RightSides.
Open Scope R_scope.
Open Scope vector_scope.

(** (1-c) I + c W(t) *)
Definition averaged {A : Type} (c : R) (W : nat -> nat -> nat -> A -> R) (t i j : nat) (w : A) : R :=
  (1 - c) * (if j =? i then 1 else 0) + c * W t i j w.

(** ** Computations that are restarted

    A new computation starts after a completion, and when the running one has reached the age tau. The slots at which
    computations start satisfy what [AsyncRun] asks of [read]. *)

Fixpoint restarting (tau : nat) (completed : nat -> nat -> bool) (t i : nat) : nat :=
  match t with
  | O => 0%nat
  | S k => if orb (completed k i) (tau <=? k - restarting tau completed k i) then S k else restarting tau completed k i
  end.

Lemma restarting_age tau completed t i :
  (restarting tau completed t i <= t <= restarting tau completed t i + tau)%nat.
Proof.
  induction t as [|t IH]; simpl; [lia|].
  destruct (completed t i); simpl; [lia|].
  destruct (Nat.leb_spec tau (t - restarting tau completed t i)); lia.
Qed.

Lemma restarting_causal tau b b' t i :
  (forall u, (u < t)%nat -> b u i = b' u i) -> restarting tau b t i = restarting tau b' t i.
Proof.
  induction t as [|t IH]; intros K; simpl; [reflexivity|].
  rewrite IH by (intros; apply K; lia). now rewrite (K t) by lia.
Qed.

Section Theorems.
Variables (V : InnerProductSpace) (L : R) (P : ProbabilitySpace V) (O : LocalObjectives V L)
  (n T : nat) (q : R) (C : Completions n T q) (F : schedule C -> Past P O)
  (W : nat -> nat -> nat -> outcome P -> R) (tau : nat) (p eta c sigma2 s2 G2 M2 : R) (start : V).
Variable bounded_weights : forall t i j, bounded P (averaged c W t i j).

Let mix := random_mix n (averaged c W) bounded_weights.
Variable Run : AsyncRun (lifted P O) C (fun s => F s) mix tau eta c sigma2 s2 G2 (constant start).

(** xbar_t under the schedule s in the outcome w *)
Definition consensus (s : schedule C) (t : nat) (w : outcome P) : V := average n (fun i => draw (model Run s t i) w).
(** The mean over schedules and outcomes *)
Definition total (a : schedule C -> outcome P -> R) : R := mean_over C (fun s => expect P (a s)).

Hypothesis links : forall s, RandomMatrix (F s) n T p (averaged c W) bounded_weights.
Hypothesis nodes : (0 < n)%nat.
Hypothesis iterations : (0 < T)%nat.
Hypothesis step_positive : 0 < eta.
Hypothesis mixing_rate : 0 < p <= 1.
Hypothesis participation : 0 < q <= 1.
Hypothesis gradient_mean_square : forall t, (t < T)%nat ->
  mean n (fun i => total (fun s w => normsq (local_gradient O i (draw (model Run s (read Run s t i) i) w)))) <= M2.

Let mixing s : MixingOperator (F s) n T p mix :=
  random_mix_operator (F s) n T p (averaged c W) bounded_weights (links s) nodes.
Let known_gradients s : knows_gradients (F s) (lifted P O) := past_knows_gradients P O (F s).
Let known_start s : known (F s) 0 (constant start) := past_constant (F s) 0%nat start.

Let run := async_virtual Run p M2 nodes iterations mixing known_gradients known_start participation
  gradient_mean_square.
Let deviation_bound t : (t < T)%nat -> deviation run t <= async_dsgd_deviation (INR n) eta G2 p (INR tau) c s2 :=
  async_virtual_deviation Run p M2 nodes iterations mixing known_gradients known_start mixing_rate participation
    gradient_mean_square t.

Let mean_deviation : mean T (deviation run) <= async_dsgd_deviation (INR n) eta G2 p (INR tau) c s2.
Proof. apply mean_le_const; [exact iterations|exact deviation_bound]. Qed.

Let started_at s : same (iterate run 0%nat s) (constant start).
Proof.
  change (same (average n (model Run s 0%nat)) (constant start)).
  rewrite (average_same n _ (fun _ => (constant start : L2 P))) by (intros; now apply (started Run)).
  now apply average_const.
Qed.

(** (1/T) sum_{t<T} E|grad f(xbar_t)|^2 <= 2 (f0 - f_star)/(eta q T) + L eta (sigma^2 + (1-q) M^2)/n
    + L c^2 s^2/(n eta q) + L^2 (sqrt(k Xi) + tau_max eta G + sqrt(tau_max) c s/sqrt(n))^2 *)
Theorem async_dsgd_nonconvex fstar :
  eta * q * L <= 1 -> (forall x, fstar <= average_value n O x) ->
  mean T (fun t => total (fun s w => normsq (average_gradient n O (consensus s t w)))) <=
    async_dsgd_nonconvex_rhs (INR n) (INR T) eta L sigma2 G2 M2 q p (INR tau) c s2 (average_value n O start - fstar).
Proof.
  intros He Hlow. assert (Hn := count_positive n nodes). assert (HT := count_positive T iterations).
  assert (K := master_nonconvex run nodes iterations
    (mixture_knows_gradients (F := fun s => F s) known_gradients) (proj1 participation) step_positive fstar He
    (mixture_lower C (lifted P O) n fstar (objective_lower P O n fstar Hlow))).
  assert (E0 : objective n (mixture_objective C (lifted P O)) (iterate run 0%nat) = average_value n O start).
  { rewrite mixture_value. rewrite (mean_over_ext C _ (fun _ => average_value n O start)); [apply mean_over_constant|].
    intros s. rewrite <- (objective_lifted_constant P O). apply objective_same; [exact nodes|apply started_at]. }
  rewrite E0 in K.
  assert (D : L ^ 2 * mean T (deviation run) <= L ^ 2 * async_dsgd_deviation (INR n) eta G2 p (INR tau) c s2)
    by (apply Rmult_le_compat_l; [apply pow2_ge_0|exact mean_deviation]).
  apply Rle_trans with (mean T (fun t => normsq (full_gradient n (mixture_objective C (lifted P O)) (iterate run t)))).
  - right. apply mean_ext. intros t _. rewrite mixture_gradient. apply mean_over_ext. intros s.
    rewrite full_gradient_lifted. apply expect_ext. intros w.
    change (iterate run t s) with (average n (model Run s t)). unfold consensus. now rewrite draw_average.
  - eapply Rle_trans; [exact K|]. unfold async_dsgd_nonconvex_rhs.
    replace (L * eta * variance (INR n) q sigma2 M2) with (L * eta * (sigma2 + (1 - q) * M2) / INR n)
      by (unfold variance; field; lra).
    replace (L * (c ^ 2 * s2 / INR n) / (eta * q)) with (L * c ^ 2 * s2 / (INR n * eta * q)) by (field; lra).
    lra.
Qed.

(** (1/T) sum_{t<T} E[f(xbar_t) - f_star] <= |x0 - x_star|^2/(eta q T) + eta (sigma^2 + (1-q) M^2)/n
    + c^2 s^2/(n eta q) + (3L/2) (sqrt(k Xi) + tau_max eta G + sqrt(tau_max) c s/sqrt(n))^2 *)
Theorem async_dsgd_convex xs :
  4 * L * (eta * q) <= 1 -> (forall i, strongly_convex 0 (local_value O i)) ->
  (forall x, average_value n O xs <= average_value n O x) ->
  mean T (fun t => total (fun s w => average_value n O (consensus s t w) - average_value n O xs)) <=
    async_dsgd_convex_rhs (INR n) (INR T) eta L sigma2 G2 M2 q p (INR tau) c s2 (normsq (start [-] xs)).
Proof.
  intros He Hc Hmin. assert (Hn := count_positive n nodes). assert (HT := count_positive T iterations).
  assert (HL := local_smoothness_nonneg O).
  set (z := (fun _ => constant xs) : mixture C (L2 P)).
  assert (Hz : objective n (mixture_objective C (lifted P O)) z = average_value n O xs).
  { rewrite mixture_value. rewrite (mean_over_ext C _ (fun _ => average_value n O xs)); [apply mean_over_constant|].
    intros s. apply objective_lifted_constant. }
  assert (Kz : forall t, known (mixture_history C (fun s => F s) gradients_at phases_grow) t z).
  { intros t. exists z. split; [reflexivity|]. split; [intros s; apply past_constant|reflexivity]. }
  assert (Hm : forall y, objective n (mixture_objective C (lifted P O)) z <=
    objective n (mixture_objective C (lifted P O)) y).
  { intros y. rewrite Hz. now apply mixture_lower, objective_lower. }
  assert (K := master_convex run nodes iterations
    (mixture_knows_gradients (F := fun s => F s) known_gradients) (proj1 participation) step_positive 0 z (Rle_refl 0)
    Kz (mixture_tangent C (lifted P O) 0 (convexity_lifted P O 0 Hc)) Hm He).
  assert (E0 : normsq (iterate run 0%nat [-] z) = normsq (start [-] xs)).
  { rewrite <- (distance_of_constants P). unfold normsq at 1. cbn [inner mixture].
    rewrite (mean_over_ext C _ (fun _ => normsq ((constant start : L2 P) [-] (constant xs : L2 P))));
      [apply mean_over_constant|].
    intros s. apply (normsq_proper (V := L2 P)). cbn [vplus vscal mixture]. now rewrite (started_at s). }
  rewrite E0 in K.
  assert (D : 3 * L / 2 * mean T (deviation run) <= 3 * L / 2 * async_dsgd_deviation (INR n) eta G2 p (INR tau) c s2)
    by (apply Rmult_le_compat_l; [lra|exact mean_deviation]).
  apply Rle_trans with (mean T (fun t => objective n (mixture_objective C (lifted P O)) (iterate run t)
    - objective n (mixture_objective C (lifted P O)) z)).
  - right. apply mean_ext. intros t _. rewrite Hz, mixture_value.
    transitivity (mean_over C (fun s => objective n (lifted P O) (iterate run t s) - average_value n O xs)).
    + apply mean_over_ext. intros s. assert (G := objective_gap P O n (iterate run t s) xs).
      rewrite objective_lifted_constant in G. etransitivity; [|symmetry; exact G]. apply expect_ext. intros w.
      change (iterate run t s) with (average n (model Run s t)). unfold consensus. now rewrite draw_average.
    + now rewrite mean_over_minus, mean_over_constant.
  - eapply Rle_trans; [exact K|]. unfold async_dsgd_convex_rhs.
    replace (eta * variance (INR n) q sigma2 M2) with (eta * (sigma2 + (1 - q) * M2) / INR n)
      by (unfold variance; field; lra).
    replace (c ^ 2 * s2 / INR n / (eta * q)) with (c ^ 2 * s2 / (INR n * eta * q)) by (field; lra).
    lra.
Qed.

End Theorems.
