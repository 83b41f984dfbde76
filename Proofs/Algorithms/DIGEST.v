(** * DIGEST (catalogue: digest.nonconvex, digest.convex, digest.strongly-convex, digest.asymptotic)

    The run is the one that DIGESTAlgorithm.v computes, with any number of travelling models. The deviation lemma is
    D_t <= eta^2 G^2 (1/V) sum_v S_v(t)^2; with decreasing steps no step within reach is more than twice as long as the
    present one when a >= 2R, hence D_t <= 4 eta_t^2 G^2 Sbar^2.

    The catalogue's hypotheses here: travellingModel and commonStart hold by construction, routeGiven is [track] with
    [on_network] and [route], unbiasedNoise [unbiased], gradientBound [gradients_bounded], smoothObjective
    [LocalObjectives].

    Glossary
      V, tokens, track       nodes, travelling models, and the node that each of them visits in each slot
      xi t u                 gradient noise of node u in slot t
      digest_gradient t u    g_u(x_u(t)) in slot t
      xv t w                 xv_t in the outcome w
      Sbar2                  Sbar^2, bound on (1/V) sum_v S_v(t)^2 for t < T; see DIGESTRoute.staleness_formula for S_v
      interval               R: every token visits every node in any R slots *)

From Coq Require Import Reals Lra Lia PeanoNat.
From Plumbline Require Import Foundations.Sums Foundations.InnerProduct Foundations.Smoothness Foundations.Probability
  Foundations.History MasterLemmas.OneStep MasterLemmas.VirtualIterate MasterLemmas.DecreasingSteps
  MasterLemmas.PlainRun MasterLemmas.Setting MasterLemmas.Deviation
  Algorithms.DIGESTAlgorithm Algorithms.DIGESTRoute Algorithms.RightSides.
Open Scope R_scope.
Open Scope vector_scope.

Section Deviation.
Context {H : SemiInner} {L : R} (O : Objective H L) (V tokens : nat) (track : nat -> nat -> nat) (eta : nat -> R)
  (xi : nat -> nat -> H) (start : H) (T : nat) (G2 : R).
Hypothesis nodes : (0 < V)%nat.
Hypothesis on_network : forall s t, (s < tokens)%nat -> (track s t < V)%nat.
Hypothesis gradient_bound : forall t u, (t < T)%nat -> (u < V)%nat ->
  normsq (digest_gradient O V tokens track eta xi start t u) <= G2.

(** D_t <= b^2 (1/V) sum_v S_v(t)^2 for steps eta_k G <= b within reach *)
Lemma digest_spread t b : (t < T)%nat -> 0 <= b ->
  (forall v u k, (v < V)%nat -> (u < V)%nat -> (snap (clock_at tokens track t) v u <= k < t)%nat ->
     0 < eta k /\ eta k * sqrt G2 <= b) ->
  spread V (digest_model O V tokens track eta xi start t) (virtual O V tokens track eta xi start t) <=
    b ^ 2 * mean V (fun v => staleness V tokens track v t ^ 2).
Proof.
  intros Ht Hb K. unfold spread. rewrite <- mean_scal. apply mean_le. intros v Hv.
  replace (b ^ 2 * staleness V tokens track v t ^ 2) with ((staleness V tokens track v t * b) ^ 2) by ring.
  apply square_le_of_norm. apply digest_distance; try assumption.
  intros u k Hu Hk. destruct (K v u k Hv Hu Hk) as [K1 K2]. split; [exact K1|].
  eapply Rle_trans; [|exact K2]. apply Rmult_le_compat_l; [lra|].
  apply norm_le_sqrt, gradient_bound; [lia|exact Hu].
Qed.

End Deviation.

Section Theorems.
Variables (V : InnerProductSpace) (L : R) (P : ProbabilitySpace V) (O : LocalObjectives V L) (F : Past P O)
  (n T tokens : nat) (track : nat -> nat -> nat) (xi : nat -> nat -> L2 P) (sigma2 G2 Sbar2 : R) (start : V).

Hypothesis nodes : (0 < n)%nat.
Hypothesis iterations : (0 < T)%nat.
Hypothesis on_network : forall s t, (s < tokens)%nat -> (track s t < n)%nat.
Hypothesis unbiased : GradientNoise F n T xi sigma2.
Hypothesis route : forall t, (t < T)%nat -> mean n (fun v => staleness n tokens track v t ^ 2) <= Sbar2.

Let start_known : known F 0 (constant start) := past_constant F 0%nat start.
Let gradients_known : knows_gradients F (lifted P O) := past_knows_gradients P O F.

Section Steps.
Variable eta : nat -> R.

Definition digest_virtual : nat -> L2 P := virtual (lifted P O) n tokens track eta xi (constant start).
(** xv_t in the outcome w *)
Definition xv (t : nat) (w : outcome P) : V := draw (digest_virtual t) w.
Definition gradients_bounded : Prop := forall t u, (t < T)%nat -> (u < n)%nat ->
  normsq (digest_gradient (lifted P O) n tokens track eta xi (constant start) t u) <= G2.

Let start_same : same (digest_virtual 0) (constant start) :=
  virtual_start (lifted P O) n tokens track eta xi (constant start).

Lemma digest_virtual_known t : (t < T)%nat -> known F t (digest_virtual t).
Proof.
  intros Ht.
  exact (virtual_known (lifted P O) n tokens track eta xi (constant start) nodes on_network F T sigma2 gradients_known
    start_known unbiased t (Nat.lt_le_incl _ _ Ht)).
Qed.

Lemma digest_model_known t u : (t < T)%nat -> (u < n)%nat ->
  known F t (digest_model (lifted P O) n tokens track eta xi (constant start) t u).
Proof.
  intros Ht Hu.
  destruct (digest_state_known (lifted P O) n tokens track eta xi (constant start) nodes on_network F T sigma2
    gradients_known start_known unbiased t (Nat.lt_le_incl _ _ Ht)) as [M _]. now apply M.
Qed.

Lemma digest_virtual_step t : (t < T)%nat ->
  same (digest_virtual (S t)) (digest_virtual t [+] (- eta t) [*] average n
    (stochastic (lifted P O) (digest_model (lifted P O) n tokens track eta xi (constant start)) xi t)).
Proof. intros _. exact (virtual_step (lifted P O) n tokens track eta xi (constant start) t). Qed.

Lemma distance_at_start (xs : V) :
  normsq (digest_virtual 0 [-] (constant xs : L2 P)) = normsq (start [-] xs).
Proof. rewrite <- (distance_of_constants P). apply normsq_proper. now rewrite start_same. Qed.

Lemma value_at_start : objective n (lifted P O) (digest_virtual 0) = average_value n O start.
Proof. rewrite <- (objective_lifted_constant P O). apply objective_same; [exact nodes|exact start_same]. Qed.

End Steps.

(** ** Constant steps *)

Section Constant.
Variable eta : R.
Hypothesis step_positive : 0 < eta.
Hypothesis gradient_bound : gradients_bounded (fun _ => eta).

Let constant_deviation t : (t < T)%nat ->
  spread n (digest_model (lifted P O) n tokens track (fun _ => eta) xi (constant start) t)
    (digest_virtual (fun _ => eta) t) <= eta ^ 2 * G2 * Sbar2.
Proof.
  intros Ht.
  assert (HG : 0 <= G2) by exact (Rle_trans _ _ _ (normsq_nonneg _) (gradient_bound t 0%nat Ht nodes)).
  assert (Hb : 0 <= eta * sqrt G2) by (apply Rmult_le_pos; [lra|apply sqrt_pos]).
  eapply Rle_trans; [apply (digest_spread _ _ _ _ _ _ _ T G2 nodes on_network gradient_bound t _ Ht Hb)|].
  - intros. split; [exact step_positive|apply Rle_refl].
  - rewrite Rpow_mult_distr, (pow2_sqrt G2 HG). apply Rmult_le_compat_l; [|now apply route].
    apply Rmult_le_pos; [apply pow2_ge_0|exact HG].
Qed.

(** (1/T) sum_{t<T} E|grad f(xv_t)|^2 <= 2 (f0 - f_star)/(eta T) + L eta sigma^2/V + L^2 eta^2 G^2 Sbar^2 *)
Theorem digest_nonconvex fstar :
  eta * L <= 1 -> (forall x, fstar <= average_value n O x) ->
  mean T (fun t => expect P (fun w => normsq (average_gradient n O (xv (fun _ => eta) t w)))) <=
    digest_nonconvex_rhs (INR n) (INR T) eta L sigma2 G2 Sbar2 (average_value n O start - fstar).
Proof.
  intros He Hlow. rewrite <- (value_at_start (fun _ => eta)).
  eapply Rle_trans; [|apply (plain_nonconvex (lifted P O) F eta sigma2 (digest_virtual (fun _ => eta)) _ xi nodes
    iterations gradients_known unbiased (digest_virtual_known _) (digest_model_known _) (digest_virtual_step _)
    step_positive _ constant_deviation fstar He (objective_lower P O n fstar Hlow))].
  right. apply mean_ext. intros t _. now rewrite full_gradient_lifted.
Qed.

Variable xs : V.
Hypothesis minimiser : forall x, average_value n O xs <= average_value n O x.
Hypothesis step_limit : 4 * L * eta <= 1.

(** (1/T) sum_{t<T} E[f(xv_t) - f_star] <= |x0 - x_star|^2/(eta T) + eta sigma^2/V + (3L/2) eta^2 G^2 Sbar^2 *)
Theorem digest_convex :
  (forall i, strongly_convex 0 (local_value O i)) ->
  mean T (fun t => expect P (fun w => average_value n O (xv (fun _ => eta) t w) - average_value n O xs)) <=
    digest_convex_rhs (INR n) (INR T) eta L sigma2 G2 Sbar2 (normsq (start [-] xs)).
Proof.
  intros Hc. rewrite <- (distance_at_start (fun _ => eta)).
  eapply Rle_trans; [|apply (plain_convex (lifted P O) F eta sigma2 (digest_virtual (fun _ => eta)) _ xi nodes
    iterations gradients_known unbiased (digest_virtual_known _) (digest_model_known _) (digest_virtual_step _)
    step_positive _ constant_deviation 0 (constant xs) (fun t => past_constant F t xs) (convexity_lifted P O 0 Hc)
    (minimiser_lifted P O n xs minimiser) step_limit (Rle_refl 0))].
  right. apply mean_ext. intros t _. now rewrite objective_gap.
Qed.

(** E|xv_T - x_star|^2 <= (1 - eta mu/2)^T |x0 - x_star|^2 + 2 eta sigma^2/(V mu) + (3L/mu + 2) eta^2 G^2 Sbar^2 *)
Theorem digest_strongly_convex mu :
  0 < mu -> mu <= L -> (forall i, strongly_convex mu (local_value O i)) ->
  expect P (fun w => normsq (xv (fun _ => eta) T w [-] xs)) <=
    digest_strongly_convex_rhs (INR n) T eta L mu sigma2 G2 Sbar2 (normsq (start [-] xs)).
Proof.
  intros Hmu HmuL Hc. rewrite <- (distance_at_start (fun _ => eta)).
  exact (plain_strongly_convex (lifted P O) F eta sigma2 (digest_virtual (fun _ => eta)) _ xi nodes
    iterations gradients_known unbiased (digest_virtual_known _) (digest_model_known _) (digest_virtual_step _)
    step_positive _ constant_deviation mu (constant xs) (fun t => past_constant F t xs) (convexity_lifted P O mu Hc)
    (minimiser_lifted P O n xs minimiser) step_limit Hmu HmuL).
Qed.

End Constant.

(** ** Decreasing steps *)

(** (1/S_T) sum_{t<T} (a+t)^2 E[f(xv_t) - f_star] <= m a^3 |x0 - x_star|^2/(4 S_T) + 2T(T+2a) sigma^2/(m V S_T)
    + 64 T (3L/2 + mu) G^2 Sbar^2/(m^2 S_T), m = mu/2, eta_t = 4/(m (a+t)), S_T = sum_{t<T} (a+t)^2 *)
Theorem digest_asymptotic mu a interval xs :
  let eta := decreasing (mu / 2) a in
  0 < mu -> 0 < a -> 32 * L <= a * mu -> 2 * INR interval <= a ->
  (0 < tokens)%nat -> visits_within tokens track n interval ->
  gradients_bounded eta ->
  (forall i, strongly_convex mu (local_value O i)) ->
  (forall x, average_value n O xs <= average_value n O x) ->
  / weight_sum (INR T) a *
    rsum T (fun t => (a + INR t) ^ 2 * expect P (fun w => average_value n O (xv eta t w) - average_value n O xs)) <=
    digest_asymptotic_rhs (INR n) (INR T) a L mu sigma2 G2 Sbar2 (normsq (start [-] xs)).
Proof.
  intros eta Hmu Ha Hlim Hint Htok Hvis Hbound Hc Hmin.
  assert (HG : 0 <= G2) by exact (Rle_trans _ _ _ (normsq_nonneg _) (Hbound 0%nat 0%nat iterations nodes)).
  assert (Hpos : forall t, 0 < a + INR t) by (intros t; assert (Hi := pos_INR t); lra).
  assert (He : forall t, 0 < eta t).
  { intros t. apply Rdiv_lt_0_compat; [lra|]. apply Rmult_lt_0_compat; [lra|apply Hpos]. }
  assert (D : forall t, (t < T)%nat ->
    spread n (digest_model (lifted P O) n tokens track eta xi (constant start) t) (digest_virtual eta t) <=
    eta t ^ 2 * (4 * G2 * Sbar2)).
  { intros t Ht.
    assert (Hb : 0 <= 2 * eta t * sqrt G2).
    { apply Rmult_le_pos; [|apply sqrt_pos]. assert (K := He t). lra. }
    eapply Rle_trans; [apply (digest_spread _ _ _ _ _ _ _ T G2 nodes on_network Hbound t _ Ht Hb)|].
    - intros v u k Hv Hu Hk. split; [apply He|]. apply Rmult_le_compat_r; [apply sqrt_pos|].
      assert (Age := snap_recent tokens track n interval Hvis t v u Htok Hv Hu).
      assert (B : INR t <= INR k + a).
      { assert (N : (t <= k + 2 * interval)%nat) by lia. apply le_INR in N.
        rewrite plus_INR, mult_INR in N. simpl (INR 2) in N. lra. }
      unfold eta, decreasing. assert (Hk' := Hpos k). assert (Ht' := Hpos t). assert (Hi := pos_INR k).
      apply Rmult_le_reg_r with (mu / 2 * (a + INR k) * (a + INR t)).
      { apply Rmult_lt_0_compat; [apply Rmult_lt_0_compat; lra|exact Ht']. }
      replace (4 / (mu / 2 * (a + INR k)) * (mu / 2 * (a + INR k) * (a + INR t))) with (4 * (a + INR t))
        by (field; lra).
      replace (2 * (4 / (mu / 2 * (a + INR t))) * (mu / 2 * (a + INR k) * (a + INR t))) with (8 * (a + INR k))
        by (field; lra).
      lra.
    - replace ((2 * eta t * sqrt G2) ^ 2) with (eta t ^ 2 * (4 * (sqrt G2 ^ 2))) by ring.
      rewrite (pow2_sqrt G2 HG).
      assert (K : eta t ^ 2 * (4 * G2) * mean n (fun v => staleness n tokens track v t ^ 2) <=
                  eta t ^ 2 * (4 * G2) * Sbar2).
      { apply Rmult_le_compat_l; [|now apply route]. apply Rmult_le_pos; [apply pow2_ge_0|lra]. }
      lra. }
  rewrite <- (distance_at_start eta).
  assert (K := plain_decreasing (lifted P O) F mu a sigma2 (digest_virtual eta) _ xi (constant xs) _ nodes iterations
    gradients_known unbiased (digest_virtual_known eta) (digest_model_known eta) Hmu Ha
    (fun t => past_constant F t xs) (convexity_lifted P O mu Hc) (minimiser_lifted P O n xs Hmin)
    (digest_virtual_step eta) Hlim D).
  cbv zeta in K. unfold digest_asymptotic_rhs. cbv zeta.
  assert (HS := weight_sum_positive T a iterations Ha). assert (Hn := count_positive n nodes).
  replace (64 * INR T * (3 * L / 2 + mu) * G2 * Sbar2 / ((mu / 2) ^ 2 * weight_sum (INR T) a))
    with (16 * INR T * (3 * L / 2 + mu) * (4 * G2 * Sbar2) / ((mu / 2) ^ 2 * weight_sum (INR T) a))
    by (field; split; lra).
  eapply Rle_trans; [|exact K]. right. f_equal. apply rsum_ext. intros t _. unfold weight.
  now rewrite objective_gap.
Qed.

End Theorems.
