(** * Runs that satisfy the hypotheses

    Quadratic objectives f_i(x) = |x - c_i|^2/2 on any inner-product space, with gradient noise from fair coins: for
    every algorithm a run is constructed and its theorem applied, so that no theorem speaks of nothing. The second
    moment of the gradients is bounded by the sum of those that occur. (Instances of asynchronous D-SGD are in
    AsyncInstance.v.)

    Glossary
      quadratic c               the objectives, c i = c_i; L = mu = 1
      v                         the noise is +v or -v
      P, F                      the coins of n nodes and T iterations, and what is known of them
      lazy_weights n a          W = (1-a) I + a J, p = 1 - (1-a)^2 *)

From Coq Require Import Reals Lra Lia PeanoNat.
From Coquelicot Require Import Coquelicot.
From Plumbline Require Import Foundations.Sums Foundations.InnerProduct Foundations.Smoothness Foundations.Probability
  Foundations.History MasterLemmas.OneStep MasterLemmas.VirtualIterate MasterLemmas.PlainRun MasterLemmas.Setting
  MasterLemmas.Deviation MasterLemmas.Schedules MasterLemmas.CoinNoise Algorithms.Mixing Algorithms.RightSides
  Algorithms.DIGESTAlgorithm.
From Plumbline Require Algorithms.DSGD Algorithms.LocalSGD Algorithms.DelayedSGD Algorithms.DIGEST Algorithms.FedAvg
  Algorithms.AsyncFedED.
Open Scope R_scope.
Open Scope vector_scope.

(** ** Quadratic objectives *)

Section Quadratic.
Context {V : InnerProductSpace} (c : nat -> V).

Definition quadratic_value (i : nat) (x : V) : R := / 2 * normsq (x [-] c i).
Definition quadratic_gradient (i : nat) (x : V) : V := x [-] c i.

Lemma quadratic_has_gradient i : has_gradient (quadratic_value i) (quadratic_gradient i).
Proof.
  intros x v. unfold quadratic_value, quadratic_gradient.
  apply (is_derive_ext (fun s => / 2 * normsq (x [-] c i) + s * inner (x [-] c i) v + / 2 * s ^ 2 * normsq v)).
  - intros s. match goal with |- ?a = ?b => change (@eq R a b) end. expand_inner; align_inner; field.
  - auto_derive; [trivial|]. simpl. field.
Qed.

Lemma quadratic_lipschitz i : lipschitz 1 (quadratic_gradient i).
Proof.
  intros x y. rewrite Rmult_1_l. right. apply norm_proper. intros z. unfold quadratic_gradient. expand_inner. ring.
Qed.

Definition quadratic : LocalObjectives V 1 :=
  {| local_value := quadratic_value; local_gradient := quadratic_gradient; local_smoothness_nonneg := Rle_0_1;
     local_has_gradient := quadratic_has_gradient; local_lipschitz := quadratic_lipschitz |}.

Lemma quadratic_strongly_convex i : strongly_convex 1 (quadratic_value i).
Proof. intros x y s _. right. unfold quadratic_value. expand_inner; align_inner; field. Qed.

Lemma quadratic_convex i : strongly_convex 0 (quadratic_value i).
Proof.
  intros x y s Hs. assert (K := quadratic_strongly_convex i x y s Hs). assert (N := normsq_nonneg (y [-] x)).
  assert (0 <= s * (1 - s) * normsq (y [-] x)) by (apply Rmult_le_pos; [apply Rmult_le_pos; lra|exact N]). lra.
Qed.

Lemma quadratic_lower n x : 0 <= average_value n quadratic x.
Proof.
  apply mean_nonneg. intros i _. cbn [local_value quadratic]. unfold quadratic_value.
  assert (N := normsq_nonneg (x [-] c i)). lra.
Qed.

(** The average of the centres is the minimiser. *)
Lemma quadratic_minimiser n : (0 < n)%nat ->
  forall x, average_value n quadratic (average n c) <= average_value n quadratic x.
Proof.
  intros Hn x. unfold average_value. cbn [local_value quadratic]. unfold quadratic_value. rewrite !mean_scal.
  apply Rmult_le_compat_l; [lra|].
  assert (K := centred_least n Hn c x). unfold square, centred in K.
  rewrite (mean_ext n (fun i => normsq (average n c [-] c i)) (fun i => normsq (c i [-] average n c)))
    by (intros; apply normsq_opp_sub).
  rewrite (mean_ext n (fun i => normsq (x [-] c i)) (fun i => normsq (c i [-] x))) by (intros; apply normsq_opp_sub).
  exact K.
Qed.

Lemma quadratic_gradient_difference n i x : (0 < n)%nat ->
  normsq (quadratic_gradient i x [-] average_gradient n quadratic x) = normsq (c i [-] average n c).
Proof.
  intros Hn. rewrite (normsq_opp_sub (c i)). apply normsq_proper. unfold average_gradient.
  cbn [local_gradient quadratic]. unfold quadratic_gradient.
  rewrite (average_plus n (fun _ => x) (fun i => (-1) [*] c i)), average_const, average_scal by exact Hn.
  intros z. expand_inner. ring.
Qed.

Lemma quadratic_heterogeneity n : (0 < n)%nat -> forall x,
  mean n (fun i => normsq (local_gradient quadratic i x [-] average_gradient n quadratic x)) <= square n (centred n c).
Proof.
  intros Hn x. right. apply mean_ext. intros i _. apply quadratic_gradient_difference. exact Hn.
Qed.

End Quadratic.

(** ** A mixing matrix *)

Definition lazy_weights (n : nat) (a : R) (i j : nat) : R := (1 - a) * (if j =? i then 1 else 0) + a * / INR n.

(** (1-a) I + a J contracts by exactly (1-a)^2. *)
Lemma lazy_mixing n a : (0 < n)%nat -> MixingMatrix n (1 - (1 - a) ^ 2) (lazy_weights n a).
Proof.
  intros Hn. assert (Pos := count_positive n Hn).
  assert (Row : forall i u, (i < n)%nat -> rsum n (fun j => lazy_weights n a i j * u j) = (1 - a) * u i + a * mean n u).
  { intros i u Hi. unfold lazy_weights.
    rewrite (rsum_ext n _ (fun j => (1 - a) * (if j =? i then u j else 0) + a * / INR n * u j))
      by (intros j _; destruct (j =? i); ring).
    rewrite rsum_plus, !rsum_scal, (rsum_single n i (fun j => if j =? i then u j else 0) Hi).
    - rewrite Nat.eqb_refl. unfold mean. ring.
    - intros j _ Hj. apply Nat.eqb_neq in Hj. now rewrite Hj. }
  split.
  - intros i j _ _. unfold lazy_weights. now rewrite Nat.eqb_sym.
  - intros i Hi. rewrite (rsum_ext n _ (fun j => lazy_weights n a i j * 1)) by (intros; ring).
    rewrite (Row i (fun _ => 1) Hi), mean_const by exact Hn. ring.
  - intros u. right. rewrite <- rsum_scal. apply rsum_ext. intros i Hi. rewrite (Row i u Hi). ring.
Qed.

(** ** Runs *)

Section Runs.
Variables (V : InnerProductSpace) (c : nat -> V) (v start : V) (n T : nat) (eta : R).
Hypothesis nodes : (0 < n)%nat.
Hypothesis iterations : (0 < T)%nat.
Hypothesis step_positive : 0 < eta.

Let O := quadratic c.
Let bits (t : nat) : nat := (t * n)%nat.
Let P := coin_space V (T * n).
Let bits_grow t : (bits t <= bits (S t))%nat. Proof. unfold bits. lia. Qed.
Let F : Past P O := coin_past (T * n) bits bits_grow O.
Let xi : nat -> nat -> L2 P := coin_noise (T * n) bits v.

Let unbiased : GradientNoise F n T xi (normsq v).
Proof.
  apply (coin_noise_is_noise (T * n) bits bits_grow n T v). intros t Ht. unfold bits. split; [lia|].
  replace (S t * n)%nat with (n + t * n)%nat by lia.
  assert ((S t) * n <= T * n)%nat by (apply Nat.mul_le_mono_r; lia). lia.
Qed.

(** D-SGD *)

Fixpoint dsgd_models (W : nat -> nat -> R) (t : nat) : nat -> L2 P :=
  match t with
  | 0%nat => fun _ => constant start
  | S k => fun i => vsum n (fun j =>
      W i j [*] (dsgd_models W k j [+] (- eta) [*] (gradient (lifted P O) j (dsgd_models W k j) [+] xi k j)))
  end.

Definition dsgd_run (W : nat -> nat -> R) : DSGD.DSGDRun (lifted P O) F n T W eta (normsq v) (constant start).
Proof.
  refine {| DSGD.model := dsgd_models W; DSGD.noise := xi |}.
  - reflexivity.
  - intros t i _ _. reflexivity.
  - exact unbiased.
Defined.

Section Lazy.
Variable a : R.
Hypothesis share : 0 < a <= 1.
Let p : R := 1 - (1 - a) ^ 2.
Hypothesis step_limit : 4 * eta <= p.

Let rate : 0 < p <= 1.
Proof.
  assert (S : 0 <= (1 - a) * (1 - a)) by (apply Rmult_le_pos; lra).
  assert (S2 : (1 - a) * (1 - a) <= 1 * (1 - a)) by (apply Rmult_le_compat_r; lra). unfold p. lra.
Qed.

Lemma dsgd_instance :
  mean T (fun t => expect P (fun w => normsq (average_gradient n O
    (average n (fun i => draw (dsgd_models (lazy_weights n a) t i) w))))) <=
  dsgd_nonconvex_rhs (INR n) (INR T) eta 1 (normsq v) (square n (centred n c)) p (average_value n O start - 0).
Proof.
  exact (DSGD.dsgd_nonconvex V 1 P O F n T (lazy_weights n a) p eta (normsq v) (square n (centred n c)) start
    (dsgd_run _) (lazy_mixing n a nodes) nodes iterations step_positive rate
    (quadratic_heterogeneity c n nodes) ltac:(lra) 0 (quadratic_lower c n)).
Qed.

Lemma dsgd_strongly_convex_instance :
  expect P (fun w => normsq (average n (fun i => draw (dsgd_models (lazy_weights n a) T i) w) [-] average n c)) <=
  dsgd_strongly_convex_rhs (INR n) T eta 1 1 (normsq v) (square n (centred n c)) p (normsq (start [-] average n c)).
Proof.
  exact (DSGD.dsgd_strongly_convex V 1 P O F n T (lazy_weights n a) p eta (normsq v) (square n (centred n c)) start
    (dsgd_run _) (lazy_mixing n a nodes) nodes iterations step_positive rate
    (quadratic_heterogeneity c n nodes) ltac:(lra) (average n c) (quadratic_minimiser c n nodes) 1 Rlt_0_1 (Rle_refl 1)
    (quadratic_strongly_convex c)).
Qed.

End Lazy.

(** Local SGD *)

Fixpoint local_models (steps : nat -> R) (period t : nat) : nat -> L2 P :=
  match t with
  | 0%nat => fun _ => constant start
  | S k =>
      let half := fun j => local_models steps period k j [+] (- steps k) [*]
        (gradient (lifted P O) j (local_models steps period k j) [+] xi k j) in
      fun i => if S k mod period =? 0 then average n half else half i
  end.

Definition local_moment (steps : nat -> R) (period : nat) : R :=
  total_moment T n (stochastic (lifted P O) (local_models steps period) xi).

Definition local_run steps period : LocalSGD.LocalRun (lifted P O) F n T period steps (normsq v)
  (local_moment steps period) (constant start).
Proof.
  refine {| LocalSGD.model := local_models steps period; LocalSGD.noise := xi |}.
  - reflexivity.
  - intros t i _ _ E. apply Nat.eqb_neq in E. cbn [local_models]. rewrite E. reflexivity.
  - intros t i _ _ E. apply Nat.eqb_eq in E. cbn [local_models]. rewrite E. reflexivity.
  - exact unbiased.
  - intros t i Ht Hi. now apply moment_below_total.
Defined.

Lemma local_instance period : (0 < period)%nat -> eta <= 1 ->
  mean T (fun t => expect P (fun w => normsq (average_gradient n O
    (average n (fun i => draw (local_models (fun _ => eta) period t i) w))))) <=
  localsgd_nonconvex_rhs (INR n) (INR T) eta 1 (normsq v) (local_moment (fun _ => eta) period) (INR period)
    (average_value n O start - 0).
Proof.
  intros Hp He.
  exact (LocalSGD.localsgd_nonconvex V 1 P O F n T period (normsq v) _ start nodes iterations Hp eta 0
    (local_run (fun _ => eta) period) step_positive ltac:(lra) (quadratic_lower c n)).
Qed.

Lemma local_decreasing_instance period a : (0 < period)%nat -> 16 < a -> INR period < a ->
  let steps := DecreasingSteps.decreasing 1 a in
  / weight_sum (INR T) a * rsum T (fun t => (a + INR t) ^ 2 * expect P (fun w =>
    average_value n O (average n (fun i => draw (local_models steps period t i) w))
    - average_value n O (average n c))) <=
  localsgd_stich2019_rhs (INR n) (INR T) a 1 1 (normsq v) (local_moment steps period) (INR period)
    (normsq (start [-] average n c)).
Proof.
  intros Hp Ha Hper steps.
  exact (LocalSGD.localsgd_stich2019 V 1 P O F n T period (normsq v) _ start nodes iterations Hp 1 a (average n c)
    (local_run steps period) Rlt_0_1 ltac:(lra) Hper (quadratic_strongly_convex c) (quadratic_minimiser c n nodes)).
Qed.

(** DIGEST *)

Lemma digest_instance tokens track interval :
  (forall s t, (s < tokens)%nat -> (track s t < n)%nat) -> (0 < tokens)%nat ->
    DIGESTRoute.visits_within tokens track n interval ->
  eta <= 1 ->
  let G2 := total_moment T n (digest_gradient (lifted P O) n tokens track (fun _ => eta) xi (constant start)) in
  mean T (fun t => expect P (fun w => normsq (average_gradient n O
    (DIGEST.xv V 1 P O n tokens track xi start (fun _ => eta) t w)))) <=
  digest_nonconvex_rhs (INR n) (INR T) eta 1 (normsq v) G2 ((3 * INR interval) ^ 2) (average_value n O start - 0).
Proof.
  intros Hnet Htok Hvis He G2.
  apply (DIGEST.digest_nonconvex V 1 P O F n T tokens track xi (normsq v) G2 ((3 * INR interval) ^ 2) start nodes
    iterations Hnet unbiased); [|exact step_positive| |lra|exact (quadratic_lower c n)].
  - intros t Ht. apply mean_le_const; [exact nodes|]. intros u Hu. apply pow_incr. split.
    + now apply staleness_nonneg.
    + now apply (DIGESTRoute.staleness_at_most tokens track n interval).
  - intros t u Ht Hu. now apply (moment_below_total T n
      (digest_gradient (lifted P O) n tokens track (fun _ => eta) xi (constant start))).
Qed.

(** A long run with decreasing steps *)
Lemma digest_asymptotic_instance tokens track interval a :
  (forall s t, (s < tokens)%nat -> (track s t < n)%nat) -> (0 < tokens)%nat ->
    DIGESTRoute.visits_within tokens track n interval ->
  32 <= a -> 2 * INR interval <= a ->
  let steps := DecreasingSteps.decreasing (1 / 2) a in
  let G2 := total_moment T n (digest_gradient (lifted P O) n tokens track steps xi (constant start)) in
  / weight_sum (INR T) a * rsum T (fun t => (a + INR t) ^ 2 * expect P (fun w =>
    average_value n O (DIGEST.xv V 1 P O n tokens track xi start steps t w) - average_value n O (average n c))) <=
  digest_asymptotic_rhs (INR n) (INR T) a 1 1 (normsq v) G2 ((3 * INR interval) ^ 2) (normsq (start [-] average n c)).
Proof.
  intros Hnet Htok Hvis Ha Hint steps G2.
  apply (DIGEST.digest_asymptotic V 1 P O F n T tokens track xi (normsq v) G2 ((3 * INR interval) ^ 2) start nodes
    iterations Hnet unbiased) with (interval := interval); try assumption; try lra.
  - intros t Ht. apply mean_le_const; [exact nodes|]. intros u Hu. apply pow_incr. split.
    + now apply staleness_nonneg.
    + now apply (DIGESTRoute.staleness_at_most tokens track n interval).
  - intros t u Ht Hu. now apply (moment_below_total T n
      (digest_gradient (lifted P O) n tokens track steps xi (constant start))).
  - apply quadratic_strongly_convex.
  - exact (quadratic_minimiser c n nodes).
Qed.

End Runs.

(** ** SGD with stale gradients *)

Section Delayed.
Variables (V : InnerProductSpace) (c : nat -> V) (v start : V) (T tau : nat) (eta : R) (read : nat -> nat).
Hypothesis iterations : (0 < T)%nat.
Hypothesis step_positive : 0 < eta.
Hypothesis age : forall t, (read t <= t <= read t + tau)%nat.

Let O := quadratic c.
Let bits (t : nat) : nat := t.
Let P := coin_space V T.
Let bits_grow t : (bits t <= bits (S t))%nat. Proof. unfold bits. lia. Qed.
Let F : Past P O := coin_past T bits bits_grow O.
Let xi : nat -> nat -> L2 P := coin_noise T bits v.

(** The models up to iteration t *)
Fixpoint delayed_history (t : nat) : nat -> L2 P :=
  match t with
  | 0%nat => fun _ => constant start
  | S k => fun u => if u <=? k then delayed_history k u else
      delayed_history k k [+] (- eta) [*] (gradient (lifted P O) 0 (delayed_history k (read k)) [+] xi k 0%nat)
  end.
Definition delayed_model (t : nat) : L2 P := delayed_history t t.

Lemma delayed_history_stable t u : (u <= t)%nat -> delayed_history t u = delayed_model u.
Proof.
  induction t as [|t IH]; intros Hu.
  { apply Nat.le_0_r in Hu. subst u. reflexivity. }
  destruct (Nat.eq_dec u (S t)) as [->|Hne]; [reflexivity|].
  cbn [delayed_history]. replace (u <=? t) with true by (symmetry; apply Nat.leb_le; lia). apply IH. lia.
Qed.

Let gradients (t i : nat) : L2 P := gradient (lifted P O) 0 (delayed_model (read t)) [+] xi t 0%nat.

Definition delayed_run : DelayedSGD.DelayedRun (lifted P O) F T tau eta (normsq v) (total_moment T 1 gradients)
  (constant start).
Proof.
  refine {| DelayedSGD.model := delayed_model; DelayedSGD.read := read; DelayedSGD.noise := xi |}.
  - reflexivity.
  - intros t _. unfold delayed_model at 1. cbn [delayed_history].
    replace (S t <=? t) with false by (symmetry; apply Nat.leb_gt; lia).
    rewrite (delayed_history_stable t (read t)) by apply age. reflexivity.
  - intros t _. apply age.
  - apply (coin_noise_is_noise T bits bits_grow 1 T v). intros t Ht. unfold bits. lia.
  - intros t Ht. apply (moment_below_total T 1 gradients t 0%nat); [exact Ht|lia].
Defined.

Lemma delayed_instance : eta <= 1 ->
  mean T (fun t => expect P (fun w => normsq (local_gradient O 0 (draw (delayed_model t) w)))) <=
  delayed_sgd_nonconvex_rhs (INR T) eta 1 (normsq v) (total_moment T 1 gradients) (INR tau) (local_value O 0 start - 0).
Proof.
  intros He.
  apply (DelayedSGD.delayed_sgd_nonconvex V 1 P O F T tau eta (normsq v) _ 0 start delayed_run iterations
    step_positive); [lra|].
  intros x. cbn [local_value O quadratic]. unfold quadratic_value. assert (N := normsq_nonneg (x [-] c 0%nat)). lra.
Qed.

End Delayed.

(** ** AsyncFedED with reports that are not stale *)

Section Fed.
Variables (V : InnerProductSpace) (c : nat -> V) (v start : V) (n T K : nat) (eta_l lambda eps : R).
Hypothesis nodes : (0 < n)%nat.
Hypothesis iterations : (0 < T)%nat.
Hypothesis steps : (0 < K)%nat.
Hypothesis local_step : 0 < eta_l.
Hypothesis step_size : 0 < lambda.
Hypothesis offset : 0 < eps.

Let O := quadratic c.
Let P := coin_space V (T * K).
(** The client of arrival t knows the coins of earlier arrivals and those of its own earlier steps. *)
Let bits (t k : nat) : nat := (t * K + k)%nat.
Let bits_grow t k : (bits t k <= bits t (S k))%nat. Proof. unfold bits. lia. Qed.
Let J (t : nat) : Past P O := coin_past (T * K) (bits t) (bits_grow t) O.
Let xi (t k : nat) : L2 P := coin (T * K) v (bits t k).
Let node (t : nat) : nat := (t mod n)%nat.

Fixpoint client (t : nat) (x : L2 P) (k : nat) : L2 P :=
  match k with
  | 0%nat => x
  | S j => client t x j [+] (- eta_l) [*] (gradient (lifted P O) (node t) (client t x j) [+] xi t j)
  end.

Fixpoint fed_server (t : nat) : L2 P :=
  match t with
  | 0%nat => constant start
  | S k => fed_server k [+] AsyncFedED.server_step lambda eps 0 [*] (client k (fed_server k) K [-] fed_server k)
  end.

Let gradients (t k : nat) : L2 P := gradient (lifted P O) (node t) (client t (fed_server t) k) [+] xi t k.

Let server_known t : (t <= T)%nat -> known (coin_history (T * K) (bits t) (bits_grow t)) 0 (fed_server t).
Proof.
  (* the server's model after t arrivals depends on the coins before t K *)
  assert (D : forall u w w', (forall j, (j < u * K)%nat -> w j = w' j) ->
    draw (fed_server u) w = draw (fed_server u) w').
  { induction u as [|u IH]; intros w w' E; [reflexivity|].
    assert (E0 : draw (fed_server u) w = draw (fed_server u) w') by (apply IH; intros; apply E; lia).
    assert (Ek : forall k, (k <= K)%nat -> draw (client u (fed_server u) k) w = draw (client u (fed_server u) k) w').
    { induction k as [|k IHk]; intros Hk; [exact E0|]. cbn [client]. simpl. rewrite IHk by lia.
      unfold sign, bits. rewrite (E (u * K + k)%nat) by lia. reflexivity. }
    cbn [fed_server]. simpl. now rewrite E0, (Ek K (Nat.le_refl K)). }
  intros _. exists (fed_server t). split; [reflexivity|]. intros w w' E. apply D. intros j Hj.
  destruct (seen_bits_equal (T * K) (bits t) 0 w w') as [Q _]. apply (Q E). unfold bits. lia.
Qed.

Definition asyncfeded_run : AsyncFedED.AsyncFedEDRun O J n T K eta_l lambda eps 0 (normsq v)
  (total_moment T K gradients) start.
Proof.
  refine {| AsyncFedED.server := fed_server; AsyncFedED.read := fun t => t; AsyncFedED.node := node;
    AsyncFedED.local := fun t => client t (fed_server t); AsyncFedED.noise := xi; AsyncFedED.gamma := fun _ _ => 0 |}.
  - reflexivity.
  - lia.
  - intros t _. apply Nat.mod_upper_bound. lia.
  - reflexivity.
  - reflexivity.
  - reflexivity.
  - intros t w _. split; [lra|]. intros Z. set (x := draw (fed_server t) w).
    replace (norm (x [-] x)) with 0; [field; exact Z|]. unfold norm. rewrite (distance_of_same x x) by reflexivity.
    symmetry. apply sqrt_0.
  - intros. lra.
  - intros t Ht. apply server_known. lia.
  - intros t k z Ht Hk Hz. apply (coin_mean (T * K) (bits t) (bits_grow t) k v (bits t k) z); [|exact Hz].
    unfold bits. nia.
  - intros t k _ _. right. apply coin_square.
  - intros t k _ _. apply coin_known. unfold bits. lia.
  - intros t k Ht Hk. now apply (moment_below_total T K gradients).
Defined.

Lemma asyncfeded_instance zetamax2 :
  (forall i, (i < n)%nat -> normsq (c i [-] average n c) <= zetamax2) ->
  mean T (fun t => expect P (fun w => normsq (average_gradient n O (draw (fed_server t) w)))) <=
  asyncfeded_nonconvex_rhs (INR T) eta_l 1 (normsq v) zetamax2 (total_moment T K gradients) (INR K) lambda eps 0
    (average_value n O start - 0).
Proof.
  intros Hz.
  exact (AsyncFedED.asyncfeded_nonconvex V 1 P O J n T K eta_l lambda eps 0 (normsq v) _ zetamax2 0 start asyncfeded_run
    nodes iterations steps local_step step_size offset (Rle_refl 0)
    (fun i x Hi => Rle_trans _ _ _ (Req_le _ _ (quadratic_gradient_difference c n i x nodes)) (Hz i Hi))
    (quadratic_lower c n)).
Qed.

End Fed.

(** ** Federated averaging: one of two nodes, drawn by a coin *)

Section FedAvg.
Variables (V : InnerProductSpace) (c : nat -> V) (v start : V) (T K : nat) (eta : R).
Hypothesis iterations : (0 < T)%nat.
Hypothesis steps : (0 < K)%nat.
Hypothesis step_positive : 0 < eta.

Let O := quadratic c.
(** A round throws 2K coins for the noise and one for the draw. *)
Let round_bits : nat := (2 * K + 1)%nat.
Let P := coin_space V (T * round_bits).
Let bits (time : nat) : nat := (time / (K + 1) * round_bits + 2 * (time mod (K + 1)))%nat.

Let bits_at t k : (k <= K)%nat -> bits (FedAvg.clock K t k) = (t * round_bits + 2 * k)%nat.
Proof.
  intros Hk. unfold bits, FedAvg.clock.
  rewrite Nat.div_add_l, (Nat.div_small k (K + 1)), Nat.add_0_r by lia.
  rewrite (Nat.add_comm _ k), Nat.mod_add, (Nat.mod_small k (K + 1)) by lia. reflexivity.
Qed.

Let bits_grow time : (bits time <= bits (S time))%nat.
Proof.
  assert (D := Nat.div_mod_eq time (K + 1)). assert (B := Nat.mod_upper_bound time (K + 1) ltac:(lia)).
  set (t := (time / (K + 1))%nat) in *. set (k := (time mod (K + 1))%nat) in *.
  assert (E : time = FedAvg.clock K t k) by (unfold FedAvg.clock; lia).
  rewrite E, bits_at by lia. destruct (Nat.eq_dec k K) as [->|Hne].
  - replace (S (FedAvg.clock K t K)) with (FedAvg.clock K (S t) 0) by (unfold FedAvg.clock; lia).
    rewrite bits_at by lia. unfold round_bits. lia.
  - replace (S (FedAvg.clock K t k)) with (FedAvg.clock K t (S k)) by (unfold FedAvg.clock; lia).
    rewrite bits_at by lia. lia.
Qed.

Let F : Past P O := coin_past (T * round_bits) bits bits_grow O.
Let xi (t i k : nat) : L2 P := coin (T * round_bits) v (t * round_bits + 2 * k + i).
Let draw_bit (t : nat) : nat := (t * round_bits + 2 * K)%nat.
Definition drawn (t i : nat) (w : outcome P) : R := indicator (xorb (w (draw_bit t)) (i =? 1)).

Fixpoint worker (t i : nat) (x : L2 P) (k : nat) : L2 P :=
  match k with
  | 0%nat => x
  | S j => worker t i x j [+] (- eta) [*] (gradient (lifted P O) i (worker t i x j) [+] xi t i j)
  end.

Fixpoint averaging_server (t : nat) : L2 P :=
  match t with
  | 0%nat => constant start
  | S k => / INR 1 [*] vsum 2 (fun i => multiple (drawn k i) I (worker k i (averaging_server k) K) : L2 P)
  end.

Let local (t i : nat) : nat -> L2 P := worker t i (averaging_server t).
Let largest (t : nat) : nat -> nat -> L2 P := fun i k => FedAvg.gradient_at (lifted P O) (local t) (xi t) i k.
Let G2 : R := rsum T (fun t => total_moment 2 K (largest t)).

Let in_range t k : (t < T)%nat -> (k <= 2 * K)%nat -> (t * round_bits + k < T * round_bits)%nat.
Proof. intros Ht Hk. unfold round_bits in *. nia. Qed.

(** The coin of the draw is fair against everything known before. *)
Let fair t (Y Z : L2 P) (b : bool) : (t < T)%nat ->
  known F (FedAvg.clock K t K) Y -> known F (FedAvg.clock K t K) Z ->
  expect P (fun w => indicator (xorb (w (draw_bit t)) b) * inner (draw Y w) (draw Z w)) = / 2 * inner Y Z.
Proof.
  intros Ht HY HZ.
  assert (Q := coin_independent (T * round_bits) bits bits_grow (FedAvg.clock K t K) (draw_bit t)
    (fun bit => indicator (xorb bit b)) Y Z).
  etransitivity; [apply Q; [|exact HY|exact HZ]|].
  2:{ replace ((indicator (xorb true b) + indicator (xorb false b)) / 2) with (/ 2); [reflexivity|].
      destruct b; unfold indicator; simpl; field. }
  rewrite bits_at by lia. assert (Rg := in_range t (2 * K) Ht (Nat.le_refl _)). unfold draw_bit. lia.
Qed.

Definition fedavg_run : FedAvg.FedAvgRun O F 2 T K 1 eta (normsq v) G2 start.
Proof.
  refine {| FedAvg.server := averaging_server; FedAvg.local := local; FedAvg.noise := xi; FedAvg.chosen := drawn;
    FedAvg.chosen_bounded := fun _ _ => I |}.
  - reflexivity.
  - reflexivity.
  - reflexivity.
  - reflexivity.
  - intros t i w _ _. unfold drawn, indicator. destruct (xorb _ _); [now right|now left].
  - intros t w _. unfold drawn, indicator. simpl. destruct (w (draw_bit t)); simpl; ring.
  - intros t i Y Z Ht Hi HY HZ. unfold drawn. rewrite (fair t Y Z (i =? 1) Ht HY HZ). simpl. field.
  - intros t i j Y Z Ht Hi Hj Hne HY HZ. simpl (INR 1). rewrite Rminus_eq_0, Rmult_0_r. unfold Rdiv.
    rewrite Rmult_0_l, Rmult_0_l.
    rewrite (expect_ext P _ (fun _ => 0)); [apply (expect_constant P 0)|]. intros w. unfold drawn.
    assert (C : ((i = 0 /\ j = 1) \/ (i = 1 /\ j = 0))%nat) by lia.
    destruct C as [[-> ->]|[-> ->]]; unfold indicator; destruct (w (draw_bit t)); simpl; ring.
  - intros t i Y Ht Hi [Y' [E Q]]. exists (multiple (drawn t i) I Y'). split.
    + intros X.
      assert (Side : forall U : L2 P, inner (multiple (drawn t i) I U : L2 P) X
        = inner U (multiple (drawn t i) I X : L2 P))
        by (intros U; apply expect_ext; intros w; simpl; now rewrite inner_scal, inner_scal_r).
      now rewrite !Side, (E : same Y Y').
    + intros w w' Ew. destruct (seen_bits_equal (V := V) (T * round_bits) bits (FedAvg.clock K (S t) 0) w w') as [S1 _].
      assert (B := S1 Ew). rewrite bits_at in B by lia. simpl. f_equal.
      * unfold drawn. rewrite (B (draw_bit t)) by (unfold draw_bit, round_bits; lia). reflexivity.
      * apply Q. apply (seen_bits_equal (V := V) (T * round_bits) bits). intros j Hj. rewrite bits_at in Hj by lia.
        apply B. unfold round_bits in *. lia.
  - intros t i k y Ht Hi Hk Hy. apply (coin_mean (T * round_bits) bits bits_grow (FedAvg.clock K t k) v _ y);
      [|exact Hy].
    rewrite bits_at by lia. assert (Rg := in_range t (2 * k + i) Ht ltac:(lia)). lia.
  - intros t i j k Ht Hi Hj Hk Hne. assert (R1 := in_range t (2 * k + i) Ht ltac:(lia)).
    assert (R2 := in_range t (2 * k + j) Ht ltac:(lia)). apply coins_uncorrelated; lia.
  - intros t i k _ _ _. right. apply coin_square.
  - intros t i k Ht Hi Hk. apply coin_known. rewrite bits_at by lia. lia.
  - intros t i k Ht Hi Hk. apply Rle_trans with (total_moment 2 K (largest t)).
    + now apply (moment_below_total 2 K (largest t)).
    + apply (rsum_term_le T t (fun t => total_moment 2 K (largest t)) Ht). intros. apply total_moment_nonneg.
Defined.

Lemma fedavg_instance : 2 * eta * INR K <= 1 ->
  mean T (fun t => expect P (fun w => normsq (average_gradient 2 O (draw (averaging_server t) w)))) <=
  fedavg_nonconvex_rhs (INR 2) (INR T) eta 1 (normsq v) G2 (INR K) (INR 1) (average_value 2 O start - 0).
Proof.
  intros He.
  apply (FedAvg.fedavg_nonconvex V 1 P O F 2 T K 1 eta (normsq v) G2 0 start fedavg_run); try assumption; try lia;
    [lra|].
  apply quadratic_lower.
Qed.

End FedAvg.
