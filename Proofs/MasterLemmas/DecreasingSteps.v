(** * The master lemma U4 for decreasing steps

    With steps eta_t = 4/(m (a+t)) and weights (a+t)^2 the weighted average of the values of a strongly convex objective
    converges to the minimum itself. The summation lemma is [Stich 2019, Lemma 3.3].

    Glossary
      m                    mu/2, or mu when the run is centred
      kappa                what the deviation costs besides, mu or 0
      a                    offset of the steps, a > 0 and a >= 16 L/m
      decreasing m a t     eta_t = 4/(m (a+t))
      weight a t           w_t = (a+t)^2
      weight_sum T a       S_T = sum_{t<T} w_t
      C                    D_t <= eta_t^2 C *)

From Coq Require Import Reals Lra Lia.
From Plumbline Require Import Foundations.Sums Foundations.InnerProduct Foundations.Smoothness Foundations.History
  MasterLemmas.OneStep MasterLemmas.VirtualIterate Algorithms.RightSides.
Open Scope R_scope.
Open Scope vector_scope.

Definition decreasing (m a : R) (t : nat) : R := 4 / (m * (a + INR t)).
Definition weight (a : R) (t : nat) : R := (a + INR t) ^ 2.

Lemma weight_sum_is_sum T a : rsum T (weight a) = weight_sum (INR T) a.
Proof.
  induction T as [|T IH]; [unfold weight_sum; simpl; field|].
  cbn [rsum]. rewrite IH, S_INR. unfold weight, weight_sum. field.
Qed.

Lemma weight_sum_positive T a : (0 < T)%nat -> 0 < a -> 0 < weight_sum (INR T) a.
Proof.
  intros HT Ha. rewrite <- weight_sum_is_sum.
  apply Rlt_le_trans with (weight a 0).
  - unfold weight. simpl. rewrite Rplus_0_r, Rmult_1_r. now apply Rmult_lt_0_compat.
  - apply (rsum_term_le T 0 (weight a)); [exact HT|]. intros. apply pow2_ge_0.
Qed.

(** S_T >= T^3/3 when a >= 1 *)
Lemma weight_sum_cubic T a : 1 <= a -> INR T ^ 3 / 3 <= weight_sum (INR T) a.
Proof.
  intros Ha. assert (H := pos_INR T). unfold weight_sum.
  assert (0 <= INR T * INR T * (a - 1)) by (apply Rmult_le_pos; nra).
  assert (0 <= INR T * (a * (a - 1))) by (apply Rmult_le_pos; [|apply Rmult_le_pos]; lra).
  nra.
Qed.

Section Summation.
Variables (A B : nat -> R) (m a c1 c2 : R) (T : nat).
Hypothesis m_positive : 0 < m.
Hypothesis a_positive : 0 < a.
Hypothesis A_nonneg : forall t, 0 <= A t.
Hypothesis recursion : forall t, (t < T)%nat ->
  A (S t) <= (1 - m * decreasing m a t) * A t - decreasing m a t * B t + decreasing m a t ^ 2 * c1
    + decreasing m a t ^ 3 * c2.

(** What is left of the start after k steps *)
Let potential (k : nat) : R :=
  match k with O => m / 4 * a ^ 3 * A 0%nat | S j => m / 4 * (a + INR j) ^ 3 * A (S j) end.

Let weighted_step t : (t < T)%nat ->
  weight a t * B t + potential (S t) <= potential t + (4 / m * (a + INR t) * c1 + 16 / m ^ 2 * c2).
Proof.
  intros Ht. assert (Hi := pos_INR t). assert (R0 := recursion t Ht).
  set (s := a + INR t) in *. assert (Hs : 0 < s) by (unfold s; lra).
  assert (Hw : 0 < m / 4 * s ^ 3) by (apply Rmult_lt_0_compat; [lra|apply pow_lt; exact Hs]).
  assert (M := Rmult_le_compat_l _ _ _ (Rlt_le _ _ Hw) R0).
  unfold decreasing in M. fold s in M.
  replace (m / 4 * s ^ 3 * ((1 - m * (4 / (m * s))) * A t - 4 / (m * s) * B t + (4 / (m * s)) ^ 2 * c1
    + (4 / (m * s)) ^ 3 * c2))
    with (m / 4 * (s ^ 3 - 4 * s ^ 2) * A t - s ^ 2 * B t + 4 / m * s * c1 + 16 / m ^ 2 * c2) in M
    by (field; lra).
  unfold weight. fold s. change (potential (S t)) with (m / 4 * s ^ 3 * A (S t)).
  assert (K : m / 4 * (s ^ 3 - 4 * s ^ 2) * A t <= potential t).
  { destruct t as [|j]; unfold potential.
    - assert (E : s = a) by (unfold s; simpl; lra). rewrite E.
      apply Rmult_le_compat_r; [apply A_nonneg|]. apply Rmult_le_compat_l; [lra|].
      assert (0 <= a ^ 2) by apply pow2_ge_0. lra.
    - apply Rmult_le_compat_r; [apply A_nonneg|]. apply Rmult_le_compat_l; [lra|].
      assert (Hj := pos_INR j). replace (a + INR j) with (s - 1) by (unfold s; rewrite S_INR; ring).
      assert (1 <= s) by (unfold s; rewrite S_INR; lra). nra. }
  lra.
Qed.

(** sum w_t B_t <= m a^3 A_0/4 + (2/m) T (T + 2a) c1 + (16/m^2) T c2 *)
Lemma stich_summation : 0 <= c1 ->
  rsum T (fun t => weight a t * B t) <=
    m * a ^ 3 * A 0%nat / 4 + 2 / m * (INR T * (INR T + 2 * a)) * c1 + 16 / m ^ 2 * INR T * c2.
Proof.
  intros Hc1.
  assert (S1 : forall k, (k <= T)%nat -> rsum k (fun t => weight a t * B t) + potential k <=
    potential 0%nat + rsum k (fun t => 4 / m * (a + INR t) * c1 + 16 / m ^ 2 * c2)).
  { induction k as [|k IH]; intros Hk; cbn [rsum]; [lra|].
    assert (W := weighted_step k Hk). assert (IH' := IH (Nat.lt_le_incl _ _ Hk)). lra. }
  assert (K := S1 T (Nat.le_refl T)).
  assert (P : 0 <= potential T).
  { destruct T as [|j]; unfold potential; (apply Rmult_le_pos; [|apply A_nonneg]);
      (apply Rmult_le_pos; [lra|apply pow_le]); [lra|]. assert (Hj := pos_INR j). lra. }
  rewrite rsum_plus, rsum_const in K.
  rewrite (rsum_ext T (fun t => 4 / m * (a + INR t) * c1) (fun t => 4 / m * c1 * (a + INR t))) in K by (intros; ring).
  rewrite rsum_scal, rsum_plus, rsum_const, sum_of_indices in K.
  change (potential 0%nat) with (m / 4 * a ^ 3 * A 0%nat) in K.
  assert (HT := pos_INR T).
  assert (Hm : 0 < / m) by (apply Rinv_0_lt_compat; lra).
  assert (Q : 4 / m * c1 * (INR T * a + INR T * (INR T - 1) / 2) <= 2 / m * (INR T * (INR T + 2 * a)) * c1).
  { replace (2 / m * (INR T * (INR T + 2 * a)) * c1)
      with (4 / m * c1 * (INR T * a + INR T * INR T / 2)) by (field; lra).
    apply Rmult_le_compat_l; [apply Rmult_le_pos; unfold Rdiv; nra|]. nra. }
  lra.
Qed.

End Summation.

Section Decreasing.
Context {H : SemiInner} {L : R} {n T : nat} {O : Objective H L} {F : History H} {m a sigma2 M2 : R}
  (Run : VirtualRun n T O F (decreasing m a) 1 sigma2 M2 0).
Variable mu kappa : R.
Hypothesis nodes : (0 < n)%nat.
Hypothesis iterations : (0 < T)%nat.
Hypothesis gradients_known : knows_gradients F O.
Hypothesis rate_positive : 0 < m.
Hypothesis modulus_nonneg : 0 <= mu.
Hypothesis slack_nonneg : 0 <= kappa.
Hypothesis offset_positive : 0 < a.
Hypothesis step_limit : 16 * L <= a * m.
Variable xs : H.
Hypothesis minimiser_known : forall t, known F t xs.
Hypothesis convexity : forall i, above_tangent mu (value O i) (gradient O i).
Hypothesis minimiser : forall z, objective n O xs <= objective n O z.
(** How far the points are from x_star: m = mu and kappa = 0 when centred, m = mu/2 and kappa = mu otherwise *)
Hypothesis points_distance : forall t, (t < T)%nat ->
  m * normsq (iterate Run t [-] xs) - kappa * deviation Run t <= mu * spread n (point Run t) xs.

Lemma decreasing_steps C :
  (forall t, (t < T)%nat -> deviation Run t <= decreasing m a t ^ 2 * C) ->
  let S_T := weight_sum (INR T) a in
  / S_T * rsum T (fun t => weight a t * (objective n O (iterate Run t) - objective n O xs)) <=
    m * a ^ 3 * normsq (iterate Run 0%nat [-] xs) / (4 * S_T)
    + 2 * INR T * (INR T + 2 * a) * sigma2 / (m * INR n * S_T)
    + 16 * INR T * (3 * L / 2 + kappa) * C / (m ^ 2 * S_T).
Proof.
  intros HD S_T. assert (HS : 0 < S_T) by now apply weight_sum_positive.
  assert (Hn := count_positive n nodes). assert (HL := smoothness_nonneg O).
  assert (Hs : forall t, 0 < a + INR t) by (intros t; assert (Hi := pos_INR t); lra).
  assert (He : forall t, 0 < decreasing m a t).
  { intros t. apply Rdiv_lt_0_compat; [lra|]. apply Rmult_lt_0_compat; [exact rate_positive|apply Hs]. }
  assert (Hlim : forall t, 4 * L * decreasing m a t <= 1).
  { intros t. unfold decreasing. apply Rmult_le_reg_r with (m * (a + INR t));
      [apply Rmult_lt_0_compat; [exact rate_positive|apply Hs]|].
    replace (4 * L * (4 / (m * (a + INR t))) * (m * (a + INR t))) with (16 * L)
      by (field; split; [apply Rgt_not_eq, Hs|lra]).
    assert (0 <= m * INR t) by (apply Rmult_le_pos; [lra|apply pos_INR]). lra. }
  assert (Hvar : 0 <= sigma2 / INR n).
  { assert (B := disturbance_bound Run nodes Rle_0_1 0%nat iterations).
    assert (N := normsq_nonneg (disturbance Run 0%nat)). unfold variance in B.
    replace (decreasing m a 0 ^ 2 * 1 * ((sigma2 + (1 - 1) * M2) / INR n) + 0)
      with (decreasing m a 0 ^ 2 * (sigma2 / INR n)) in B by (field; lra).
    assert (0 < decreasing m a 0 ^ 2) by (apply pow_lt, He).
    apply Rmult_le_reg_l with (decreasing m a 0 ^ 2); [assumption|lra]. }
  assert (K := stich_summation (fun t => normsq (iterate Run t [-] xs))
    (fun t => objective n O (iterate Run t) - objective n O xs) m a (sigma2 / INR n) ((3 * L / 2 + kappa) * C) T
    rate_positive offset_positive (fun t => normsq_nonneg _)).
  cbv beta in K.
  apply Rmult_le_reg_l with S_T; [exact HS|].
  rewrite <- Rmult_assoc, Rinv_r, Rmult_1_l by lra.
  eapply Rle_trans; [apply K; [|exact Hvar]|right; field; repeat split; lra].
  intros t Ht.
  assert (R0 := run_convex_step Run nodes gradients_known Rle_0_1 mu xs t Ht).
  rewrite !Rmult_1_r in R0.
  specialize (R0 (Rlt_le _ _ (He t)) (Hlim t) (minimiser_known t) convexity minimiser).
  unfold noise, variance in R0.
  replace (decreasing m a t ^ 2 * 1 * ((sigma2 + (1 - 1) * M2) / INR n) + 0)
    with (decreasing m a t ^ 2 * (sigma2 / INR n)) in R0 by (field; lra).
  assert (U := points_distance t Ht). assert (D := HD t Ht).
  set (e := decreasing m a t) in *. assert (He' : 0 < e) by apply He.
  set (A := normsq (iterate Run t [-] xs)) in *.
  assert (U' : e * (m * A - kappa * deviation Run t) <= e * (mu * spread n (point Run t) xs))
    by (apply Rmult_le_compat_l; [lra|exact U]).
  assert (D' : e * (3 * L / 2 + kappa) * deviation Run t <= e * (3 * L / 2 + kappa) * (e ^ 2 * C))
    by (apply Rmult_le_compat_l; [apply Rmult_le_pos; lra|exact D]).
  lra.
Qed.

End Decreasing.

Section Theorems.
Context {H : SemiInner} {L : R} {n T : nat} {O : Objective H L} {F : History H}.
Variables (mu a sigma2 M2 : R) (xs : H).
Hypothesis nodes : (0 < n)%nat.
Hypothesis iterations : (0 < T)%nat.
Hypothesis gradients_known : knows_gradients F O.
Hypothesis modulus_positive : 0 < mu.
Hypothesis offset_positive : 0 < a.
Hypothesis minimiser_known : forall t, known F t xs.
Hypothesis convexity : forall i, above_tangent mu (value O i) (gradient O i).
Hypothesis minimiser : forall z, objective n O xs <= objective n O z.

(** U4: (1/S_T) sum w_t (f(xv(t)) - f_star) <= m a^3 |xv(0) - x_star|^2/(4 S_T) + 2T(T+2a) sigma^2/(m n S_T)
    + 16 T (3L/2 + mu) C/(m^2 S_T), for D_t <= eta_t^2 C; m = mu/2 *)
Theorem master_decreasing (Run : VirtualRun n T O F (decreasing (mu / 2) a) 1 sigma2 M2 0) C :
  32 * L <= a * mu ->
  (forall t, (t < T)%nat -> deviation Run t <= decreasing (mu / 2) a t ^ 2 * C) ->
  let m := mu / 2 in
  let S_T := weight_sum (INR T) a in
  / S_T * rsum T (fun t => weight a t * (objective n O (iterate Run t) - objective n O xs)) <=
    m * a ^ 3 * normsq (iterate Run 0%nat [-] xs) / (4 * S_T)
    + 2 * INR T * (INR T + 2 * a) * sigma2 / (m * INR n * S_T)
    + 16 * INR T * (3 * L / 2 + mu) * C / (m ^ 2 * S_T).
Proof.
  intros Hlim HD. apply (decreasing_steps Run mu mu nodes iterations gradients_known); try assumption; try lra.
  intros t Ht. assert (U := uncentred_distance n nodes (iterate Run t) xs (point Run t)).
  fold (deviation Run t) in U.
  assert (mu * (normsq (iterate Run t [-] xs) / 2 - deviation Run t) <= mu * spread n (point Run t) xs)
    by (apply Rmult_le_compat_l; lra).
  lra.
Qed.

(** U4, centred: xv the mean of the y_i, m = mu, and 3L/2 in the place of 3L/2 + mu *)
Theorem master_decreasing_centred (Run : VirtualRun n T O F (decreasing mu a) 1 sigma2 M2 0) C :
  16 * L <= a * mu ->
  (forall t, (t < T)%nat -> same (iterate Run t) (average n (point Run t))) ->
  (forall t, (t < T)%nat -> deviation Run t <= decreasing mu a t ^ 2 * C) ->
  let S_T := weight_sum (INR T) a in
  / S_T * rsum T (fun t => weight a t * (objective n O (iterate Run t) - objective n O xs)) <=
    mu * a ^ 3 * normsq (iterate Run 0%nat [-] xs) / (4 * S_T)
    + 2 * INR T * (INR T + 2 * a) * sigma2 / (mu * INR n * S_T)
    + 16 * INR T * (3 * L / 2 + 0) * C / (mu ^ 2 * S_T).
Proof.
  intros Hlim Hcentre HD. apply (decreasing_steps Run mu 0 nodes iterations gradients_known); try assumption; try lra.
  intros t Ht. assert (U := centred_distance n nodes (iterate Run t) xs (point Run t) (Hcentre t Ht)).
  assert (mu * normsq (iterate Run t [-] xs) <= mu * spread n (point Run t) xs) by (apply Rmult_le_compat_l; lra).
  lra.
Qed.

End Theorems.
