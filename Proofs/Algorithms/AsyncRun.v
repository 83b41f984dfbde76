(** * Asynchronous D-SGD: the run over random schedules

    In every slot each node has one gradient in computation, at a model that it read at most tau_max slots ago. With
    probability q, independently of everything else, the computation completes and the gradient is applied; then the
    nodes mix over the links that are up:

        X(t+1) = mix_t (X(t) - eta B(t) G(t)) + c N(t).

    Given the schedule of completions AsyncDeviation.v bounds the deviation; over the schedules the average of the
    models is a virtual iterate with participation q.

    Glossary
      AsyncRun               the run: a family of random vectors for every schedule s
      model R s t i          x_i(t)
      read R s t i           the slot whose model the computation in slot t uses
      noise R s t i          xi_i(t), of the gradient that completes in slot t
      receiver R t i         N_i(t)
      F s                    what is known over time under the schedule s, on the clock of RandomMixing.v
      async_virtual          the virtual run of the master lemmas *)

From Coq Require Import Reals Lra Lia PeanoNat.
From Plumbline Require Import Foundations.Sums Foundations.InnerProduct Foundations.Smoothness Foundations.History
  MasterLemmas.Schedules MasterLemmas.OneStep MasterLemmas.VirtualIterate MasterLemmas.Deviation
  Algorithms.RandomMixing Algorithms.AsyncDeviation Algorithms.RightSides.
Open Scope R_scope.
Open Scope vector_scope.

Record AsyncRun {H L} (O : Objective H L) {n T : nat} {q : R} (C : Completions n T q) (F : schedule C -> History H)
  (mix : nat -> (nat -> H) -> nat -> H) (tau : nat) (eta c sigma2 s2 G2 : R) (start : H) := {
  model : schedule C -> nat -> nat -> H;
  read : schedule C -> nat -> nat -> nat;
  noise : schedule C -> nat -> nat -> H;
  receiver : nat -> nat -> H;
  started : forall s i, (i < n)%nat -> same (model s 0%nat i) start;
  update : forall s t i, (t < T)%nat -> (i < n)%nat ->
    same (model s (S t) i)
      (mix t (half O eta (fun u j => completes C u j s) (read s) (model s) (noise s) t) i [+] c [*] receiver t i);
  age : forall s t i, (t < T)%nat -> (i < n)%nat -> (read s t i <= t <= read s t i + tau)%nat;
  (** A slot's reading, and the noise of what completes in it, do not depend on later completions. *)
  read_causal : forall s s' t i, (t < T)%nat -> (i < n)%nat -> agree C t s s' -> read s t i = read s' t i;
  noise_causal : forall s s' t i, (t < T)%nat -> (i < n)%nat -> agree C (S t) s s' -> completes C t i s = true ->
    same (noise s t i) (noise s' t i);
  noise_mean : forall s t i z, (t < T)%nat -> (i < n)%nat -> completes C t i s = true ->
    known (F s) (gradients_at t) z -> inner (noise s t i) z = 0;
  noise_uncorrelated : forall s t i j, (t < T)%nat -> (i < n)%nat -> (j < n)%nat -> i <> j ->
    completes C t i s = true -> completes C t j s = true -> inner (noise s t i) (noise s t j) = 0;
  noise_bound : forall s t i, (t < T)%nat -> (i < n)%nat -> completes C t i s = true -> normsq (noise s t i) <= sigma2;
  noise_known : forall s t i, (t < T)%nat -> (i < n)%nat -> completes C t i s = true ->
    known (F s) (links_at t) (noise s t i);
  receiver_mean : forall s t i z, (t < T)%nat -> (i < n)%nat -> known (F s) (channel_at t) z ->
    inner (receiver t i) z = 0;
  receiver_uncorrelated : forall t i j, (t < T)%nat -> (i < n)%nat -> (j < n)%nat -> i <> j ->
    inner (receiver t i) (receiver t j) = 0;
  receiver_bound : forall t i, (t < T)%nat -> (i < n)%nat -> normsq (receiver t i) <= s2;
  receiver_known : forall s t i, (t < T)%nat -> (i < n)%nat -> known (F s) (gradients_at (S t)) (receiver t i);
  moment_nonneg : 0 <= G2;
  gradient_bound : forall s t i, (t < T)%nat -> (i < n)%nat -> completes C t i s = true ->
    normsq (async_gradient O (read s) (model s) (noise s) t i) <= G2
}.

Arguments model {_ _ _ _ _ _ _ _ _ _ _ _ _ _ _ _}. Arguments read {_ _ _ _ _ _ _ _ _ _ _ _ _ _ _ _}.
Arguments noise {_ _ _ _ _ _ _ _ _ _ _ _ _ _ _ _}. Arguments receiver {_ _ _ _ _ _ _ _ _ _ _ _ _ _ _ _}.
Arguments started {_ _ _ _ _ _ _ _ _ _ _ _ _ _ _ _}. Arguments update {_ _ _ _ _ _ _ _ _ _ _ _ _ _ _ _}.
Arguments age {_ _ _ _ _ _ _ _ _ _ _ _ _ _ _ _}. Arguments read_causal {_ _ _ _ _ _ _ _ _ _ _ _ _ _ _ _}.
Arguments noise_causal {_ _ _ _ _ _ _ _ _ _ _ _ _ _ _ _}. Arguments noise_mean {_ _ _ _ _ _ _ _ _ _ _ _ _ _ _ _}.
Arguments noise_uncorrelated {_ _ _ _ _ _ _ _ _ _ _ _ _ _ _ _}.
Arguments noise_bound {_ _ _ _ _ _ _ _ _ _ _ _ _ _ _ _}. Arguments noise_known {_ _ _ _ _ _ _ _ _ _ _ _ _ _ _ _}.
Arguments receiver_mean {_ _ _ _ _ _ _ _ _ _ _ _ _ _ _ _}.
Arguments receiver_uncorrelated {_ _ _ _ _ _ _ _ _ _ _ _ _ _ _ _}.
Arguments receiver_bound {_ _ _ _ _ _ _ _ _ _ _ _ _ _ _ _}.
Arguments receiver_known {_ _ _ _ _ _ _ _ _ _ _ _ _ _ _ _}.
Arguments moment_nonneg {_ _ _ _ _ _ _ _ _ _ _ _ _ _ _ _}.
Arguments gradient_bound {_ _ _ _ _ _ _ _ _ _ _ _ _ _ _ _}.

Section Run.
Context {H : SemiInner} {L : R} {O : Objective H L} {n T : nat} {q : R} {C : Completions n T q}
  {F : schedule C -> History H} {mix : nat -> (nat -> H) -> nat -> H} {tau : nat} {eta c sigma2 s2 G2 : R} {start : H}
  (Run : AsyncRun O C F mix tau eta c sigma2 s2 G2 start).
Variables p M2 : R.
Hypothesis nodes : (0 < n)%nat.
Hypothesis iterations : (0 < T)%nat.
Hypothesis mixing : forall s, MixingOperator (F s) n T p mix.
Hypothesis gradients_known : forall s, knows_gradients (F s) O.
Hypothesis start_known : forall s, known (F s) 0 start.
Hypothesis step_positive : 0 < eta.
Hypothesis mixing_rate : 0 < p <= 1.
Hypothesis participation : 0 < q <= 1.

Let beta (s : schedule C) (t i : nat) : bool := completes C t i s.
Let point (s : schedule C) (t i : nat) : H := model Run s (read Run s t i) i.
Let h (s : schedule C) (t i : nat) : H := gradient O i (point s t i).
Let g (s : schedule C) (t i : nat) : H := async_gradient O (read Run s) (model Run s) (noise Run s) t i.
Definition async_average (s : schedule C) (t : nat) : H := centre n (model Run s) t.

(** What holds for every schedule, from AsyncDeviation.v *)

Let model_known s t i : (t <= T)%nat -> (i < n)%nat -> known (F s) (gradients_at t) (model Run s t i).
Proof.
  intros Ht Hi.
  exact (async_known O (F s) n T tau p eta c mix (beta s) (read Run s) (model Run s) (noise Run s) (receiver Run)
    start nodes iterations (mixing s) (gradients_known s) (start_known s) (started Run s) (update Run s) (age Run s)
    (noise_known Run s) (receiver_known Run s) t Ht i Hi).
Qed.

Let point_is_known s t i : (t < T)%nat -> (i < n)%nat -> known (F s) (gradients_at t) (point s t i).
Proof.
  intros Ht Hi. assert (A := age Run s t i Ht Hi). apply known_later with (gradients_at (read Run s t i)).
  - unfold gradients_at. lia.
  - apply model_known; [lia|exact Hi].
Qed.

Let h_known s t i : (t < T)%nat -> (i < n)%nat -> known (F s) (gradients_at t) (h s t i).
Proof. intros Ht Hi. now apply gradients_known, point_is_known. Qed.

Let centre_known s t : (t <= T)%nat -> known (F s) (gradients_at t) (async_average s t).
Proof. intros Ht. apply known_average. intros i Hi. now apply model_known. Qed.

(** Schedules that agree so far have led to the same models. *)
Lemma model_causal t : (t <= T)%nat -> forall s s', agree C t s s' ->
  forall i, (i < n)%nat -> same (model Run s t i) (model Run s' t i).
Proof.
  induction t as [t IH] using (well_founded_induction Wf_nat.lt_wf). intros Ht s s' A i Hi.
  destruct t as [|t].
  - now rewrite (started Run s i Hi), (started Run s' i Hi).
  - rewrite (update Run s t i Ht Hi), (update Run s' t i Ht Hi).
    assert (At : agree C t s s') by (apply agree_earlier with (S t); [lia|exact A]).
    assert (E : forall j, (j < n)%nat ->
      same (half O eta (beta s) (read Run s) (model Run s) (noise Run s) t j)
           (half O eta (beta s') (read Run s') (model Run s') (noise Run s') t j)).
    { intros j Hj. unfold half, applied, async_gradient, beta.
      rewrite (IH t ltac:(lia) ltac:(lia) s s' At j Hj).
      rewrite <- (A t j ltac:(lia) Hj). destruct (completes C t j s) eqn:B; unfold indicator.
      - rewrite (noise_causal Run s s' t j Ht Hj A B).
        rewrite <- (read_causal Run s s' t j Ht Hj At). assert (Ag := age Run s t j Ht Hj).
        assert (Ey : same (model Run s (read Run s t j) j) (model Run s' (read Run s t j) j)).
        { apply IH; [lia|lia| |exact Hj]. apply agree_earlier with t; [lia|exact At]. }
        rewrite (lipschitz_same L (gradient O j) _ _ (gradient_lipschitz O j) Ey). reflexivity.
      - intros z. expand_inner. ring. }
    apply vplus_proper; [exact (mix_same (mixing s) t _ _ Ht E i Hi)|reflexivity].
Qed.

Let point_causal s s' t i : (t < T)%nat -> (i < n)%nat -> agree C t s s' -> same (point s t i) (point s' t i).
Proof.
  intros Ht Hi A. unfold point. rewrite <- (read_causal Run s s' t i Ht Hi A).
  assert (Ag := age Run s t i Ht Hi). apply model_causal; [lia| |exact Hi].
  apply agree_earlier with t; [lia|exact A].
Qed.

Let h_causal s s' t i : (t < T)%nat -> (i < n)%nat -> agree C t s s' -> same (h s t i) (h s' t i).
Proof.
  intros Ht Hi A.
  exact (lipschitz_same L (gradient O i) _ _ (gradient_lipschitz O i) (point_causal s s' t i Ht Hi A)).
Qed.

(** ** The virtual run *)

Let MH : SemiInner := mixture C H.
Let MO : Objective MH L := mixture_objective C O.
Let MF : History MH := mixture_history C F gradients_at phases_grow.

Lemma mixture_knows_gradients : knows_gradients MF MO.
Proof.
  intros i t X [Y [E [K A]]]. exists ((fun s => gradient O i (Y s)) : MH). split; [|split].
  - exact (lipschitz_same L (gradient MO i) X Y (gradient_lipschitz MO i) E).
  - intros s. now apply gradients_known.
  - intros s s' Ag. exact (lipschitz_same L (gradient O i) _ _ (gradient_lipschitz O i) (A s s' Ag)).
Qed.

Let memory t i : (t < T)%nat -> (i < n)%nat -> forall a : schedule C -> R,
  (forall s s', agree C t s s' -> a s = a s') ->
  mean_over C (fun s => indicator (beta s t i) * a s) = q * mean_over C a.
Proof. intros Ht Hi a D. apply (memoryless C t i a Ht Hi). intros s s' A _. now apply D. Qed.

Let error (t i : nat) : MH := fun s => indicator (beta s t i) [*] g s t i [-] q [*] h s t i.

Let mean_part s t i z : (t < T)%nat -> (i < n)%nat -> known (F s) (gradients_at t) z ->
  indicator (beta s t i) * inner (g s t i) z = indicator (beta s t i) * inner (h s t i) z.
Proof.
  intros Ht Hi Hz. unfold beta, indicator. destruct (completes C t i s) eqn:E; [|ring].
  unfold g, async_gradient. rewrite inner_plus, (noise_mean Run s t i z Ht Hi E Hz).
  change (gradient O i (model Run s (read Run s t i) i)) with (h s t i). ring.
Qed.

Lemma async_error_mean t i (z : MH) : (t < T)%nat -> (i < n)%nat -> known MF t z -> inner (error t i) z = 0.
Proof.
  intros Ht Hi [Y [E [K A]]]. rewrite E. cbn [inner mixture MH].
  rewrite (mean_over_ext C _ (fun s => indicator (beta s t i) * inner (h s t i) (Y s) - q * inner (h s t i) (Y s))).
  2:{ intros s. unfold error. rewrite inner_plus, !inner_scal, (mean_part s t i (Y s) Ht Hi (K s)). ring. }
  rewrite mean_over_minus, mean_over_scal, memory; [ring|exact Ht|exact Hi|].
  intros s s' Ag. now rewrite (h_causal s s' t i Ht Hi Ag), (A s s' Ag).
Qed.

Lemma async_error_uncorrelated t i j : (t < T)%nat -> (i < n)%nat -> (j < n)%nat -> i <> j ->
  inner (error t i) (error t j) = 0.
Proof.
  intros Ht Hi Hj Hij. cbn [inner mixture MH].
  set (a := fun s => inner (h s t i) (h s t j)).
  assert (Da : forall s s', agree C t s s' -> a s = a s').
  { intros s s' Ag. unfold a. now rewrite (h_causal s s' t i Ht Hi Ag), (h_causal s s' t j Ht Hj Ag). }
  rewrite (mean_over_ext C _ (fun s => (indicator (beta s t i) * (indicator (beta s t j) * a s)
    - q * (indicator (beta s t i) * a s)) - (q * (indicator (beta s t j) * a s) - q ^ 2 * a s))).
  - rewrite mean_over_minus, mean_over_minus, mean_over_minus, !mean_over_scal, (memory t i Ht Hi a Da),
      (memory t j Ht Hj a Da).
    assert (Q : mean_over C (fun s => indicator (beta s t i) * (indicator (beta s t j) * a s))
      = q * (q * mean_over C a)).
    { rewrite <- (memory t j Ht Hj a Da). apply (memoryless C t i _ Ht Hi).
      intros s s' Ag Bg. rewrite (Da s s' Ag). unfold beta. rewrite (Bg j Hj); [reflexivity|congruence]. }
    rewrite Q. ring.
  - intros s. unfold error.
    assert (Ei := mean_part s t i (h s t j) Ht Hi (h_known s t j Ht Hj)).
    assert (Ej := mean_part s t j (h s t i) Ht Hj (h_known s t i Ht Hi)).
    assert (Eij : indicator (beta s t i) * (indicator (beta s t j) * inner (g s t i) (g s t j))
      = indicator (beta s t i) * (indicator (beta s t j) * a s)).
    { unfold beta, indicator in *. destruct (completes C t i s) eqn:Bi; [|ring].
      destruct (completes C t j s) eqn:Bj; [|ring]. f_equal. f_equal.
      unfold g, async_gradient, a. fold (point s t i). fold (point s t j). fold (h s t i) (h s t j).
      rewrite inner_plus, !inner_plus_r.
      rewrite (noise_uncorrelated Run s t i j Ht Hi Hj Hij Bi Bj).
      rewrite (noise_mean Run s t i (h s t j) Ht Hi Bi (h_known s t j Ht Hj)).
      rewrite (inner_sym (h s t i) (noise Run s t j)).
      rewrite (noise_mean Run s t j (h s t i) Ht Hj Bj (h_known s t i Ht Hi)). ring. }
    rewrite inner_plus, !inner_plus_r, !inner_scal, !inner_scal_r.
    rewrite (inner_sym (h s t i) (g s t j)). unfold a in *.
    rewrite (inner_sym (h s t j) (h s t i)) in Ej. 
    replace (indicator (beta s t i) * (indicator (beta s t j) * inner (h s t i) (h s t j)))
      with (indicator (beta s t i) * (indicator (beta s t j) * inner (g s t i) (g s t j))) by exact Eij.
    replace (indicator (beta s t i) * inner (h s t i) (h s t j))
      with (indicator (beta s t i) * inner (g s t i) (h s t j)) by exact Ei.
    replace (indicator (beta s t j) * inner (h s t i) (h s t j))
      with (indicator (beta s t j) * inner (g s t j) (h s t i)) by exact Ej.
    ring.
Qed.

Lemma async_error_bound t i : (t < T)%nat -> (i < n)%nat ->
  normsq (error t i) <= q * (1 - q) * normsq (gradient MO i (fun s => point s t i)) + q * sigma2.
Proof.
  intros Ht Hi. unfold normsq. cbn [inner mixture MH gradient mixture_objective MO].
  set (a := fun s => inner (h s t i) (h s t i)).
  assert (Da : forall s s', agree C t s s' -> a s = a s').
  { intros s s' Ag. unfold a. now rewrite (h_causal s s' t i Ht Hi Ag). }
  apply Rle_trans with (mean_over C (fun s => indicator (beta s t i) * a s + sigma2 * (indicator (beta s t i) * 1)
    - (2 * q * (indicator (beta s t i) * a s) - q ^ 2 * a s))).
  - apply mean_over_le. intros s. unfold error.
    assert (E := mean_part s t i (h s t i) Ht Hi (h_known s t i Ht Hi)). fold (a s) in E.
    assert (N : indicator (beta s t i) * (indicator (beta s t i) * inner (g s t i) (g s t i))
      <= indicator (beta s t i) * a s + sigma2 * (indicator (beta s t i) * 1)).
    { unfold beta, indicator in *. destruct (completes C t i s) eqn:B; [|lra].
      unfold g, async_gradient. fold (point s t i). fold (h s t i).
      assert (Z := noise_mean Run s t i (h s t i) Ht Hi B (h_known s t i Ht Hi)).
      assert (Bd := noise_bound Run s t i Ht Hi B). unfold normsq in Bd.
      rewrite inner_plus, !inner_plus_r, (inner_sym (h s t i) (noise Run s t i)), Z. unfold a. lra. }
    rewrite inner_plus, !inner_plus_r, !inner_scal, !inner_scal_r.
    rewrite (inner_sym (h s t i) (g s t i)). fold (a s).
    replace (indicator (beta s t i) * (-1 * (q * inner (g s t i) (h s t i))))
      with (- q * (indicator (beta s t i) * inner (g s t i) (h s t i))) by ring.
    replace (-1 * (q * (indicator (beta s t i) * inner (g s t i) (h s t i) + -1 * (q * a s))))
      with (- q * (indicator (beta s t i) * inner (g s t i) (h s t i)) + q ^ 2 * a s) by ring.
    rewrite E. lra.
  - right. rewrite mean_over_minus, mean_over_minus, mean_over_plus, !mean_over_scal.
    rewrite (memory t i Ht Hi a Da), (memory t i Ht Hi (fun _ => 1) (fun _ _ _ => eq_refl)), mean_over_one.
    change (fun s => inner (gradient O i (point s t i)) (gradient O i (point s t i))) with a. ring.
Qed.

Lemma async_drift_mean t (z : MH) : (t < T)%nat -> known MF t z ->
  inner ((fun _ => c [*] average n (receiver Run t)) : MH) z = 0.
Proof.
  intros Ht [Y [E [K A]]]. rewrite E. cbn [inner mixture MH].
  rewrite (mean_over_ext C _ (fun _ => 0)); [apply mean_over_constant|]. intros s.
  rewrite inner_scal, inner_average, (mean_ext n _ (fun _ => 0)); [rewrite mean_const by exact nodes; ring|].
  intros i Hi. apply (receiver_mean Run s t i); [exact Ht|exact Hi|].
  apply known_later with (gradients_at t); [unfold gradients_at, channel_at; lia|apply K].
Qed.

Lemma async_drift_uncorrelated t i : (t < T)%nat -> (i < n)%nat ->
  inner ((fun _ => c [*] average n (receiver Run t)) : MH) (error t i) = 0.
Proof.
  intros Ht Hi. cbn [inner mixture MH].
  rewrite (mean_over_ext C _ (fun _ => 0)); [apply mean_over_constant|]. intros s.
  rewrite inner_scal, inner_average, (mean_ext n _ (fun _ => 0)); [rewrite mean_const by exact nodes; ring|].
  intros j Hj. apply (receiver_mean Run s t j); [exact Ht|exact Hj|]. unfold error. apply known_minus.
  - apply known_later with (links_at t); [unfold links_at, channel_at; lia|].
    exact (applied_known O (F s) n T tau p eta c mix (beta s) (read Run s) (model Run s) (noise Run s)
      (receiver Run) start nodes iterations (mixing s) (gradients_known s) (start_known s) (started Run s)
        (update Run s) (age Run s)
      (noise_known Run s) (receiver_known Run s) t i Ht Hi).
  - apply known_scal. apply known_later with (gradients_at t); [unfold gradients_at, channel_at; lia|].
    now apply h_known.
Qed.

Hypothesis gradient_mean_square : forall t, (t < T)%nat ->
  mean n (fun i => mean_over C (fun s => normsq (h s t i))) <= M2.

Definition async_virtual : VirtualRun n T MO MF (fun _ => eta) q sigma2 M2 (c ^ 2 * s2 / INR n).
Proof.
  refine {|
    iterate := fun t => (fun s => async_average s t) : MH;
    VirtualIterate.point := fun t i => (fun s => point s t i) : MH;
    VirtualIterate.error := error;
    drift := fun t => (fun _ => c [*] average n (receiver Run t)) : MH |}.
  - intros t Ht. apply mixture_same. intros s.
    rewrite (async_centre O (F s) n T p eta c mix (beta s) (read Run s) (model Run s) (noise Run s)
      (receiver Run) (mixing s) (update Run s) t Ht).
    change (same (centre n (model Run s) t
        [+] (- eta) [*] average n (applied O (beta s) (read Run s) (model Run s) (noise Run s) t)
        [+] c [*] average n (receiver Run t))
      (async_average s t
        [+] (- eta) [*] (average n (fun i => ((fun r => q [*] h r t i [+] error t i r) : mixture C H))) s
        [+] c [*] average n (receiver Run t))).
    rewrite mixture_average. unfold async_average.
    rewrite (average_same n (applied O (beta s) (read Run s) (model Run s) (noise Run s) t)
      (fun i => q [*] h s t i [+] error t i s)); [reflexivity|].
    intros i _ z. unfold error, applied. fold (g s t i). expand_inner. ring.
  - intros t Ht. exists ((fun s => async_average s t) : MH). split; [reflexivity|]. split.
    + intros s. apply centre_known. lia.
    + intros s s' A. apply average_same. intros i Hi. apply model_causal; [lia|exact A|exact Hi].
  - intros t i Ht Hi. exists ((fun s => point s t i) : MH). split; [reflexivity|]. split.
    + intros s. now apply point_is_known.
    + intros s s' A. now apply point_causal.
  - apply async_error_mean.
  - apply async_drift_mean.
  - apply async_error_uncorrelated.
  - apply async_drift_uncorrelated.
  - apply async_error_bound.
  - intros t Ht. unfold normsq. cbn [inner mixture MH]. apply mean_over_le_constant. intros s.
    rewrite inner_scal, inner_scal_r. fold (normsq (average n (receiver Run t))).
    assert (K := receiver_average_bound n T s2 (receiver Run) nodes (receiver_uncorrelated Run) (receiver_bound Run)
      t Ht).
    replace (c ^ 2 * s2 / INR n) with (c * (c * (s2 / INR n))).
    + assert (c ^ 2 * normsq (average n (receiver Run t)) <= c ^ 2 * (s2 / INR n))
        by (apply Rmult_le_compat_l; [apply pow2_ge_0|exact K]). lra.
    + field. apply Rgt_not_eq, count_positive. exact nodes.
  - intros t Ht. apply Rmult_le_compat_l; [lra|]. exact (gradient_mean_square t Ht).
Defined.

Lemma async_virtual_deviation t : (t < T)%nat ->
  deviation async_virtual t <= async_dsgd_deviation (INR n) eta G2 p (INR tau) c s2.
Proof.
  intros Ht.
  change (mean n (fun i => mean_over C (fun s => normsq (point s t i [-] async_average s t)))
    <= async_dsgd_deviation (INR n) eta G2 p (INR tau) c s2).
  rewrite <- (mean_over_mean C n (fun i s => normsq (point s t i [-] async_average s t))).
  apply mean_over_le_constant. intros s.
  exact (async_deviation_bound O (F s) n T tau p eta c s2 G2 mix (beta s) (read Run s) (model Run s)
    (noise Run s) (receiver Run) start nodes iterations (mixing s) (gradients_known s) (start_known s) mixing_rate
    (started Run s) (update Run s) (age Run s) (noise_known Run s) (receiver_mean Run s)
    (receiver_uncorrelated Run) (receiver_bound Run) (receiver_known Run s) (moment_nonneg Run) (gradient_bound Run s)
    t Ht).
Qed.

End Run.
