(** * Local SGD (catalogue: localsgd.nonconvex, localsgd.stich2019)

    Every worker takes gradient steps on its own; after every H of them all models are averaged. A worker is at most H-1
    steps away from the last average, and centring does not lengthen.

    The catalogue's hypotheses here: localSteps is [local_step] and [averaging], commonStart [started], unbiasedNoise
    [unbiased], gradientBound [gradient_bound], smoothObjective [LocalObjectives].

    Glossary
      LocalRun          such a run; model R t i = x_i(t)
      half R t i        x_i(t) - eta g_i(x_i(t)), before an averaging
      period            H
      centre R t        xbar_t
      G2                bound on E|g_i(x_i(t))|^2 *)

From Coq Require Import Reals Lra Lia PeanoNat.
From Plumbline Require Import Foundations.Sums Foundations.InnerProduct Foundations.Smoothness Foundations.Probability
  Foundations.History MasterLemmas.OneStep MasterLemmas.VirtualIterate MasterLemmas.DecreasingSteps
  MasterLemmas.PlainRun MasterLemmas.Setting MasterLemmas.Deviation Algorithms.RightSides.
Open Scope R_scope.
Open Scope vector_scope.

Record LocalRun {H L} (O : Objective H L) (F : History H) (n T period : nat) (eta : nat -> R)
  (sigma2 G2 : R) (start : H) := {
  model : nat -> nat -> H;
  noise : nat -> nat -> H;
  started : forall i, (i < n)%nat -> same (model 0%nat i) start;
  local_step : forall t i, (t < T)%nat -> (i < n)%nat -> (S t mod period <> 0)%nat ->
    same (model (S t) i) (model t i [+] (- eta t) [*] stochastic O model noise t i);
  averaging : forall t i, (t < T)%nat -> (i < n)%nat -> (S t mod period = 0)%nat ->
    same (model (S t) i) (average n (fun j => model t j [+] (- eta t) [*] stochastic O model noise t j));
  unbiased : GradientNoise F n T noise sigma2;
  gradient_bound : forall t i, (t < T)%nat -> (i < n)%nat -> normsq (stochastic O model noise t i) <= G2
}.

Arguments model {_ _ _ _ _ _ _ _ _ _ _}. Arguments noise {_ _ _ _ _ _ _ _ _ _ _}.
Arguments started {_ _ _ _ _ _ _ _ _ _ _}. Arguments local_step {_ _ _ _ _ _ _ _ _ _ _}.
Arguments averaging {_ _ _ _ _ _ _ _ _ _ _}. Arguments unbiased {_ _ _ _ _ _ _ _ _ _ _}.
Arguments gradient_bound {_ _ _ _ _ _ _ _ _ _ _}.

Section Deviation.
Context {H : SemiInner} {L : R} {O : Objective H L} {F : History H} {n T period : nat} {eta : nat -> R}
  {sigma2 G2 : R} {start : H}
  (Run : LocalRun O F n T period eta sigma2 G2 start).
Hypothesis nodes : (0 < n)%nat.
Hypothesis period_positive : (0 < period)%nat.
Hypothesis gradients_known : knows_gradients F O.
Hypothesis start_known : known F 0 start.
Hypothesis step_positive : forall t, 0 < eta t.

Let g (t i : nat) : H := stochastic O (model Run) (noise Run) t i.
Let half (t i : nat) : H := model Run t i [+] (- eta t) [*] g t i.
Definition centre (t : nat) : H := average n (model Run t).

Lemma local_known t : (t <= T)%nat -> forall i, (i < n)%nat -> known F t (model Run t i).
Proof.
  induction t as [|t IH]; intros Ht i Hi.
  - apply known_same with start; [symmetry; now apply (started Run)|exact start_known].
  - assert (K : forall j, (j < n)%nat -> known F (S t) (half t j)).
    { intros j Hj. apply known_plus; [apply known_next, IH; [lia|exact Hj]|]. apply known_scal, known_plus.
      - apply known_next, gradients_known, IH; [lia|exact Hj].
      - apply (noise_known (unbiased Run)); [lia|exact Hj]. }
    destruct (Nat.eq_dec (S t mod period) 0) as [E|E].
    + eapply known_same; [symmetry; apply (averaging Run); assumption|]. now apply known_average.
    + eapply known_same; [symmetry; apply (local_step Run); assumption|]. now apply K.
Qed.

(** The average moves by the average gradient, with or without an averaging. *)
Lemma local_centre t : (t < T)%nat -> same (centre (S t)) (centre t [+] (- eta t) [*] average n (g t)).
Proof.
  intros Ht.
  assert (E : same (average n (half t)) (centre t [+] (- eta t) [*] average n (g t))).
  { unfold half, centre. rewrite average_plus, average_scal. reflexivity. }
  rewrite <- E. unfold centre. destruct (Nat.eq_dec (S t mod period) 0) as [Z|Z].
  - rewrite (average_same n (model Run (S t)) (fun _ => average n (half t))).
    + now apply average_const.
    + intros i Hi. now apply (averaging Run).
  - apply average_same. intros i Hi. now apply (local_step Run).
Qed.

(** From one averaging to the next, at t0, a step moves the models apart by at most b. *)
Lemma local_drift t0 j b : (t0 mod period = 0)%nat -> (j < period)%nat -> (t0 + j <= T)%nat ->
  (forall k, (t0 <= k < t0 + j)%nat -> eta k * sqrt G2 <= b) ->
  rms n (centred n (model Run (t0 + j))) <= INR j * b.
Proof.
  intros H0 Hj Ht Hb. induction j as [|j IH].
  - rewrite Nat.add_0_r. simpl. rewrite Rmult_0_l. unfold rms.
    destruct t0 as [|t].
    + rewrite (centred_equal_members n nodes _ start) by (apply (started Run)). rewrite sqrt_0. lra.
    + rewrite (centred_equal_members n nodes _ (average n (half t))).
      * rewrite sqrt_0. lra.
      * intros i Hi. apply (averaging Run); [lia|exact Hi|exact H0].
  - rewrite Nat.add_succ_r in *. set (t := (t0 + j)%nat) in *.
    assert (E : (S t mod period <> 0)%nat).
    { unfold t. rewrite <- Nat.add_succ_r, <- Nat.add_mod_idemp_l, H0 by lia. rewrite Nat.mod_small by lia. lia. }
    rewrite S_INR.
    rewrite (rms_ext n _ (fun i => centred n (model Run t) i [+] (- eta t) [*] centred n (g t) i)).
    2:{ intros i Hi. rewrite <- centred_scal, <- centred_plus. apply centred_same; [|exact Hi].
        intros k Hk. now apply (local_step Run). }
    eapply Rle_trans; [apply rms_triangle|].
    assert (He := step_positive t).
    rewrite (rms_scal n (- eta t) (centred n (g t))), Rabs_left, Ropp_involutive by lra.
    assert (IH' := IH ltac:(lia) ltac:(lia) (fun k Hk => Hb k ltac:(lia))).
    assert (G : rms n (centred n (g t)) <= sqrt G2).
    { apply sqrt_le_1_alt. eapply Rle_trans; [now apply centred_le|].
      apply square_le_const; [exact nodes|]. intros i Hi. apply (gradient_bound Run); [lia|exact Hi]. }
    assert (eta t * rms n (centred n (g t)) <= eta t * sqrt G2) by (apply Rmult_le_compat_l; lra).
    assert (eta t * sqrt G2 <= b) by (apply Hb; unfold t; lia). lra.
Qed.

(** D_t <= ((H-1) b)^2 for steps eta_k G <= b since the last averaging *)
Lemma local_deviation t b : (t < T)%nat -> 0 <= b ->
  (forall k, (t - t mod period <= k < t)%nat -> eta k * sqrt G2 <= b) ->
  spread n (model Run t) (centre t) <= ((INR period - 1) * b) ^ 2.
Proof.
  intros Ht Hb K. change (spread n (model Run t) (centre t)) with (square n (centred n (model Run t))).
  rewrite <- rms_square. apply pow_incr. split; [apply rms_nonneg|].
  assert (B := Nat.mod_upper_bound t period ltac:(lia)). assert (D := Nat.div_mod_eq t period).
  assert (Z : ((t - t mod period) mod period = 0)%nat).
  { replace (t - t mod period)%nat with (t / period * period)%nat by lia. apply Nat.mod_mul. lia. }
  assert (Dr := local_drift (t - t mod period) (t mod period) b Z B).
  replace (t - t mod period + t mod period)%nat with t in Dr by lia.
  eapply Rle_trans; [apply Dr; [lia|exact K]|].
  apply Rmult_le_compat_r; [exact Hb|].
  replace (INR period - 1) with (INR (period - 1)) by (rewrite minus_INR by lia; simpl; ring).
  apply le_INR. lia.
Qed.

Lemma local_moment_nonneg : (0 < T)%nat -> 0 <= G2.
Proof. intros HT. exact (Rle_trans _ _ _ (normsq_nonneg _) (gradient_bound Run 0%nat 0%nat HT nodes)). Qed.

Lemma centre_start : same (centre 0) start.
Proof.
  unfold centre. rewrite (average_same n _ (fun _ => start)) by (apply (started Run)). now apply average_const.
Qed.

Lemma centre_known t : (t < T)%nat -> known F t (centre t).
Proof. intros Ht. apply known_average. intros i Hi. apply local_known; [lia|exact Hi]. Qed.

Lemma worker_known t i : (t < T)%nat -> (i < n)%nat -> known F t (model Run t i).
Proof. intros Ht Hi. apply local_known; [lia|exact Hi]. Qed.

End Deviation.

Section Theorems.
Variables (V : InnerProductSpace) (L : R) (P : ProbabilitySpace V) (O : LocalObjectives V L) (F : Past P O)
  (n T period : nat) (sigma2 G2 : R) (start : V).
Hypothesis nodes : (0 < n)%nat.
Hypothesis iterations : (0 < T)%nat.
Hypothesis period_positive : (0 < period)%nat.

Let start_known : known F 0 (constant start) := past_constant F 0%nat start.
Let gradients_known : knows_gradients F (lifted P O) := past_knows_gradients P O F.

(** (1/T) sum_{t<T} E|grad f(xbar_t)|^2 <= 2 (f0 - f_star)/(eta T) + L eta sigma^2/n + L^2 ((H-1) eta G)^2 *)
Theorem localsgd_nonconvex (eta fstar : R)
  (Run : LocalRun (lifted P O) F n T period (fun _ => eta) sigma2 G2 (constant start)) :
  0 < eta -> eta * L <= 1 -> (forall x, fstar <= average_value n O x) ->
  mean T (fun t => expect P (fun w => normsq (average_gradient n O (average n (fun i => draw (model Run t i) w))))) <=
    localsgd_nonconvex_rhs (INR n) (INR T) eta L sigma2 G2 (INR period) (average_value n O start - fstar).
Proof.
  intros Heta He Hlow. assert (HG := local_moment_nonneg Run nodes iterations).
  assert (Hb : 0 <= eta * sqrt G2) by (apply Rmult_le_pos; [lra|apply sqrt_pos]).
  assert (D : forall t, (t < T)%nat ->
    spread n (model Run t) (centre Run t) <= (INR period - 1) ^ 2 * eta ^ 2 * G2).
  { intros t Ht. replace ((INR period - 1) ^ 2 * eta ^ 2 * G2) with (((INR period - 1) * (eta * sqrt G2)) ^ 2)
      by (rewrite !Rpow_mult_distr, (pow2_sqrt G2 HG); ring).
    apply (local_deviation Run nodes period_positive (fun _ => Heta) t (eta * sqrt G2) Ht Hb).
    intros. apply Rle_refl. }
  rewrite <- (objective_lifted_constant P O).
  rewrite <- (objective_same n (lifted P O) nodes _ _ (centre_start Run nodes)).
  eapply Rle_trans; [|apply (plain_nonconvex (lifted P O) F eta sigma2 (centre Run) (model Run) (noise Run) nodes
    iterations gradients_known (unbiased Run) (centre_known Run nodes period_positive gradients_known start_known)
    (worker_known Run nodes period_positive gradients_known start_known) (local_centre Run nodes) Heta _ D fstar He
    (objective_lower P O n fstar Hlow))].
  right. apply mean_ext. intros t _. rewrite full_gradient_lifted. apply expect_ext. intros w.
  unfold centre. now rewrite draw_average.
Qed.

(** ** Decreasing steps

    With a > H no step since the last averaging is more than twice as long as the present one, hence D_t <= eta_t^2 C
    with C = 4 H^2 G^2. Master lemma U4 (centred) then gives 96 where the published theorem has 256. *)
Theorem localsgd_stich2019 (mu a : R) (xs : V)
  (Run : LocalRun (lifted P O) F n T period (decreasing mu a) sigma2 G2 (constant start)) :
  0 < mu -> 16 * L < a * mu -> INR period < a ->
  (forall i, strongly_convex mu (local_value O i)) ->
  (forall x, average_value n O xs <= average_value n O x) ->
  / weight_sum (INR T) a * rsum T (fun t => (a + INR t) ^ 2 *
    expect P (fun w => average_value n O (average n (fun i => draw (model Run t i) w)) - average_value n O xs)) <=
    localsgd_stich2019_rhs (INR n) (INR T) a L mu sigma2 G2 (INR period) (normsq (start [-] xs)).
Proof.
  intros Hmu Hlim Hper Hc Hmin. assert (HG := local_moment_nonneg Run nodes iterations).
  assert (HL := local_smoothness_nonneg O). assert (Hp := count_positive period period_positive).
  assert (Ha : 0 < a) by lra.
  assert (Hpos : forall t, 0 < a + INR t) by (intros t; assert (Hi := pos_INR t); lra).
  assert (He : forall t, 0 < decreasing mu a t).
  { intros t. apply Rdiv_lt_0_compat; [lra|]. apply Rmult_lt_0_compat; [exact Hmu|apply Hpos]. }
  assert (D : forall t, (t < T)%nat ->
    spread n (model Run t) (centre Run t) <= decreasing mu a t ^ 2 * (4 * INR period ^ 2 * G2)).
  { intros t Ht. set (b := 2 * decreasing mu a t * sqrt G2).
    assert (Hb : 0 <= b).
    { apply Rmult_le_pos; [|apply sqrt_pos]. assert (K := He t). lra. }
    eapply Rle_trans; [apply (local_deviation Run nodes period_positive He t b Ht Hb)|].
    - intros k Hk. apply Rmult_le_compat_r; [apply sqrt_pos|].
      assert (B := Nat.mod_upper_bound t period ltac:(lia)).
      assert (Age : INR t <= INR k + a).
      { assert (N : (t <= k + period)%nat) by lia. apply le_INR in N. rewrite plus_INR in N. lra. }
      unfold decreasing. assert (Hk' := Hpos k). assert (Ht' := Hpos t). assert (Hi := pos_INR k).
      apply Rmult_le_reg_r with (mu * (a + INR k) * (a + INR t)).
      { apply Rmult_lt_0_compat; [apply Rmult_lt_0_compat; lra|exact Ht']. }
      replace (4 / (mu * (a + INR k)) * (mu * (a + INR k) * (a + INR t))) with (4 * (a + INR t)) by (field; lra).
      replace (2 * (4 / (mu * (a + INR t))) * (mu * (a + INR k) * (a + INR t))) with (8 * (a + INR k))
        by (field; lra).
      lra.
    - assert (Hp1 : 1 <= INR period) by (change 1 with (INR 1); apply le_INR; lia).
      assert (Q : (INR period - 1) ^ 2 <= INR period ^ 2) by (apply pow_incr; lra).
      unfold b. replace (((INR period - 1) * (2 * decreasing mu a t * sqrt G2)) ^ 2)
        with ((INR period - 1) ^ 2 * (4 * decreasing mu a t ^ 2 * sqrt G2 ^ 2)) by ring.
      rewrite (pow2_sqrt G2 HG).
      replace (decreasing mu a t ^ 2 * (4 * INR period ^ 2 * G2))
        with (INR period ^ 2 * (4 * decreasing mu a t ^ 2 * G2)) by ring.
      apply Rmult_le_compat_r; [|exact Q].
      apply Rmult_le_pos; [|exact HG]. assert (0 <= decreasing mu a t ^ 2) by apply pow2_ge_0. lra. }
  assert (K := plain_decreasing_centred (lifted P O) F mu a sigma2 (centre Run) (model Run) (noise Run) (constant xs) _
    nodes iterations gradients_known (unbiased Run) (centre_known Run nodes period_positive gradients_known start_known)
    (worker_known Run nodes period_positive gradients_known start_known) Hmu Ha (fun t => past_constant F t xs)
    (convexity_lifted P O mu Hc) (minimiser_lifted P O n xs Hmin) (local_centre Run nodes) (Rlt_le _ _ Hlim)
    (fun t _ z => eq_refl) D).
  cbv zeta in K. set (S_T := weight_sum (INR T) a) in *.
  assert (HS : 0 < S_T) by now apply weight_sum_positive.
  assert (Hn := count_positive n nodes). assert (HT := count_positive T iterations).
  assert (E0 : normsq (centre Run 0 [-] (constant xs : L2 P)) = normsq (start [-] xs)).
  { rewrite <- (distance_of_constants P). apply normsq_proper. now rewrite (centre_start Run nodes). }
  rewrite E0 in K.
  apply Rle_trans with (/ S_T * rsum T (fun t => weight a t *
    (objective n (lifted P O) (centre Run t) - objective n (lifted P O) (constant xs)))).
  - right. f_equal. apply rsum_ext. intros t _. unfold weight. f_equal. rewrite objective_gap.
    apply expect_ext. intros w. unfold centre. now rewrite draw_average.
  - eapply Rle_trans; [exact K|]. unfold localsgd_stich2019_rhs. cbv zeta. fold S_T.
    assert (N1 : 0 <= normsq (start [-] xs)) by apply normsq_nonneg.
    assert (Hs2 : 0 <= sigma2)
      by exact (Rle_trans _ _ _ (normsq_nonneg _) (noise_bound (unbiased Run) 0%nat 0%nat iterations nodes)).
    assert (Hi : 0 < / S_T) by now apply Rinv_0_lt_compat.
    assert (T1 : mu * a ^ 3 * normsq (start [-] xs) / (4 * S_T) <= mu * a ^ 3 * normsq (start [-] xs) / (2 * S_T)).
    { replace (mu * a ^ 3 * normsq (start [-] xs) / (2 * S_T))
        with (2 * (mu * a ^ 3 * normsq (start [-] xs) / (4 * S_T))) by (field; lra).
      assert (0 <= mu * a ^ 3 * normsq (start [-] xs) / (4 * S_T)); [|lra].
      apply Rmult_le_pos; [apply Rmult_le_pos; [apply Rmult_le_pos; [lra|apply pow_le; lra]|exact N1]|].
      apply Rlt_le, Rinv_0_lt_compat. lra. }
    assert (T2 : 2 * INR T * (INR T + 2 * a) * sigma2 / (mu * INR n * S_T) <=
      4 * INR T * (INR T + 2 * a) * sigma2 / (mu * INR n * S_T)).
    { apply Rmult_le_compat_r.
      - apply Rlt_le, Rinv_0_lt_compat. apply Rmult_lt_0_compat; [now apply Rmult_lt_0_compat|exact HS].
      - assert (0 <= INR T * (INR T + 2 * a) * sigma2) by (apply Rmult_le_pos; [apply Rmult_le_pos; lra|exact Hs2]).
        lra. }
    assert (T3 : 16 * INR T * (3 * L / 2 + 0) * (4 * INR period ^ 2 * G2) / (mu ^ 2 * S_T) <=
      256 * INR T * G2 * INR period ^ 2 * L / (mu ^ 2 * S_T)).
    { apply Rmult_le_compat_r.
      - apply Rlt_le, Rinv_0_lt_compat. apply Rmult_lt_0_compat; [now apply pow_lt|exact HS].
      - assert (0 <= INR T * G2 * INR period ^ 2 * L).
        { apply Rmult_le_pos; [|exact HL]. apply Rmult_le_pos; [apply Rmult_le_pos; lra|apply pow2_ge_0]. }
        lra. }
    lra.
Qed.

End Theorems.
