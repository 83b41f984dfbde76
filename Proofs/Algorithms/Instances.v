(** * Runs that satisfy the hypotheses

    Quadratic objectives f_i(x) = |x - c_i|^2/2 on any inner-product space, with gradient noise from fair coins: for every
    algorithm a run is constructed and its theorem applied, so that no theorem speaks of nothing. The second moment of the
    gradients is bounded by the sum of those that occur. (Instances of asynchronous D-SGD are in AsyncInstance.v.)

    Glossary
      quadratic c               the objectives, c i = c_i; L = mu = 1
      v                         the noise is +v or -v
      P, F                      the coins of n nodes and T iterations, and what is known of them
      complete_mixing n         W = J, p = 1 *)

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
Proof. apply mean_nonneg. intros i _. cbn [local_value quadratic]. unfold quadratic_value. assert (N := normsq_nonneg (x [-] c i)). lra. Qed.

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
  intros Hn. rewrite (normsq_opp_sub (c i)). apply normsq_proper. unfold average_gradient. cbn [local_gradient quadratic]. unfold quadratic_gradient.
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

Lemma complete_mixing n : (0 < n)%nat -> MixingMatrix n 1 (fun _ _ => / INR n).
Proof.
  intros Hn. split.
  - reflexivity.
  - intros i _. rewrite rsum_const. apply Rinv_r, not_0_INR. lia.
  - intros u. right. rewrite (rsum_ext n _ (fun _ => 0)).
    + rewrite rsum_zero. ring.
    + intros i _. rewrite rsum_scal. unfold mean. ring.
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

Lemma dsgd_instance : 4 * eta <= 1 ->
  mean T (fun t => expect P (fun w => normsq (average_gradient n O
    (average n (fun i => draw (dsgd_models (fun _ _ => / INR n) t i) w))))) <=
  dsgd_nonconvex_rhs (INR n) (INR T) eta 1 (normsq v) (square n (centred n c)) 1 (average_value n O start - 0).
Proof.
  intros He.
  exact (DSGD.dsgd_nonconvex V 1 P O F n T (fun _ _ => / INR n) 1 eta (normsq v) (square n (centred n c)) start
    (dsgd_run _) (complete_mixing n nodes) nodes iterations step_positive (conj Rlt_0_1 (Rle_refl 1))
    (quadratic_heterogeneity c n nodes) ltac:(lra) 0 (quadratic_lower c n)).
Qed.

Lemma dsgd_strongly_convex_instance : 4 * eta <= 1 ->
  expect P (fun w => normsq (average n (fun i => draw (dsgd_models (fun _ _ => / INR n) T i) w) [-] average n c)) <=
  dsgd_strongly_convex_rhs (INR n) T eta 1 1 (normsq v) (square n (centred n c)) 1 (normsq (start [-] average n c)).
Proof.
  intros He.
  exact (DSGD.dsgd_strongly_convex V 1 P O F n T (fun _ _ => / INR n) 1 eta (normsq v) (square n (centred n c)) start
    (dsgd_run _) (complete_mixing n nodes) nodes iterations step_positive (conj Rlt_0_1 (Rle_refl 1))
    (quadratic_heterogeneity c n nodes) ltac:(lra) (average n c) (quadratic_minimiser c n nodes) 1 Rlt_0_1 (Rle_refl 1)
    (quadratic_strongly_convex c)).
Qed.

(** Local SGD *)

Fixpoint local_models (period t : nat) : nat -> L2 P :=
  match t with
  | 0%nat => fun _ => constant start
  | S k =>
      let half := fun j => local_models period k j [+] (- eta) [*] (gradient (lifted P O) j (local_models period k j) [+] xi k j) in
      fun i => if S k mod period =? 0 then average n half else half i
  end.

Definition local_run period : LocalSGD.LocalRun (lifted P O) F n T period eta (normsq v)
  (total_moment T n (stochastic (lifted P O) (local_models period) xi)) (constant start).
Proof.
  refine {| LocalSGD.model := local_models period; LocalSGD.noise := xi |}.
  - reflexivity.
  - intros t i _ _ E. apply Nat.eqb_neq in E. cbn [local_models]. rewrite E. reflexivity.
  - intros t i _ _ E. apply Nat.eqb_eq in E. cbn [local_models]. rewrite E. reflexivity.
  - exact unbiased.
  - intros t i Ht Hi. now apply moment_below_total.
Defined.

Lemma local_instance period : (0 < period)%nat -> eta <= 1 ->
  mean T (fun t => expect P (fun w => normsq (average_gradient n O
    (average n (fun i => draw (local_models period t i) w))))) <=
  localsgd_nonconvex_rhs (INR n) (INR T) eta 1 (normsq v)
    (total_moment T n (stochastic (lifted P O) (local_models period) xi)) (INR period) (average_value n O start - 0).
Proof.
  intros Hp He.
  exact (LocalSGD.localsgd_nonconvex V 1 P O F n T period eta (normsq v) _ 0 start (local_run period) nodes iterations Hp
    step_positive ltac:(lra) (quadratic_lower c n)).
Qed.

(** DIGEST *)

Lemma digest_instance tokens track interval :
  (forall s t, (s < tokens)%nat -> (track s t < n)%nat) -> (0 < tokens)%nat -> DIGESTRoute.visits_within tokens track n interval ->
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
  - intros t u Ht Hu. now apply (moment_below_total T n (digest_gradient (lifted P O) n tokens track (fun _ => eta) xi (constant start))).
Qed.

End Runs.
