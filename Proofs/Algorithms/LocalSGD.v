(** * Local SGD (catalogue: localsgd.nonconvex)

    Every worker takes gradient steps on its own; after every H of them all models are averaged. A worker is at most H-1
    steps away from the last average, and centring does not lengthen.

    Glossary
      LocalRun          such a run; model R t i = x_i(t)
      half R t i        x_i(t) - eta g_i(x_i(t)), before an averaging
      period            H
      centre R t        xbar_t
      G2                bound on E|g_i(x_i(t))|^2 *)

From Coq Require Import Reals Lra Lia PeanoNat.
From Plumbline Require Import Foundations.Sums Foundations.InnerProduct Foundations.Smoothness Foundations.Probability
  Foundations.History MasterLemmas.OneStep MasterLemmas.VirtualIterate MasterLemmas.PlainRun MasterLemmas.Setting
  MasterLemmas.Deviation Algorithms.RightSides.
Open Scope R_scope.
Open Scope vector_scope.

Record LocalRun {H L} (O : Objective H L) (F : History H) (n T period : nat) (eta sigma2 G2 : R) (start : H) := {
  model : nat -> nat -> H;
  noise : nat -> nat -> H;
  started : forall i, (i < n)%nat -> same (model 0%nat i) start;
  local_step : forall t i, (t < T)%nat -> (i < n)%nat -> (S t mod period <> 0)%nat ->
    same (model (S t) i) (model t i [+] (- eta) [*] stochastic O model noise t i);
  averaging : forall t i, (t < T)%nat -> (i < n)%nat -> (S t mod period = 0)%nat ->
    same (model (S t) i) (average n (fun j => model t j [+] (- eta) [*] stochastic O model noise t j));
  unbiased : GradientNoise F n T noise sigma2;
  gradient_bound : forall t i, (t < T)%nat -> (i < n)%nat -> normsq (stochastic O model noise t i) <= G2
}.

Arguments model {_ _ _ _ _ _ _ _ _ _ _}. Arguments noise {_ _ _ _ _ _ _ _ _ _ _}.
Arguments started {_ _ _ _ _ _ _ _ _ _ _}. Arguments local_step {_ _ _ _ _ _ _ _ _ _ _}.
Arguments averaging {_ _ _ _ _ _ _ _ _ _ _}. Arguments unbiased {_ _ _ _ _ _ _ _ _ _ _}.
Arguments gradient_bound {_ _ _ _ _ _ _ _ _ _ _}.

Section Deviation.
Context {H : SemiInner} {L : R} {O : Objective H L} {F : History H} {n T period : nat} {eta sigma2 G2 : R} {start : H}
  (Run : LocalRun O F n T period eta sigma2 G2 start).
Hypothesis nodes : (0 < n)%nat.
Hypothesis period_positive : (0 < period)%nat.
Hypothesis gradients_known : knows_gradients F O.
Hypothesis start_known : known F 0 start.
Hypothesis step_positive : 0 < eta.

Let g (t i : nat) : H := stochastic O (model Run) (noise Run) t i.
Let half (t i : nat) : H := model Run t i [+] (- eta) [*] g t i.
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
Lemma local_centre t : (t < T)%nat -> same (centre (S t)) (centre t [+] (- eta) [*] average n (g t)).
Proof.
  intros Ht.
  assert (E : same (average n (half t)) (centre t [+] (- eta) [*] average n (g t))).
  { unfold half, centre. rewrite average_plus, average_scal. reflexivity. }
  rewrite <- E. unfold centre. destruct (Nat.eq_dec (S t mod period) 0) as [Z|Z].
  - rewrite (average_same n (model Run (S t)) (fun _ => average n (half t))).
    + now apply average_const.
    + intros i Hi. now apply (averaging Run).
  - apply average_same. intros i Hi. now apply (local_step Run).
Qed.

Lemma local_drift t : (t <= T)%nat -> rms n (centred n (model Run t)) <= INR (t mod period) * (eta * sqrt G2).
Proof.
  induction t as [|t IH]; intros Ht.
  - rewrite Nat.mod_0_l by lia. simpl. rewrite Rmult_0_l. unfold rms.
    rewrite (centred_equal_members n nodes _ start) by (apply (started Run)). rewrite sqrt_0. lra.
  - assert (Hb : 0 <= eta * sqrt G2) by (apply Rmult_le_pos; [lra|apply sqrt_pos]).
    destruct (Nat.eq_dec (S t mod period) 0) as [E|E].
    + rewrite E. simpl. rewrite Rmult_0_l. unfold rms.
      rewrite (centred_equal_members n nodes _ (average n (half t))).
      * rewrite sqrt_0. lra.
      * intros i Hi. now apply (averaging Run).
    + assert (M : (S t mod period = S (t mod period))%nat).
      { assert (D := Nat.div_mod_eq t period). assert (B := Nat.mod_upper_bound t period ltac:(lia)).
        destruct (Nat.eq_dec (S (t mod period)) period) as [C|C].
        - exfalso. apply E. rewrite D.
          replace (S (period * (t / period) + t mod period)) with (0 + (t / period + 1) * period)%nat by lia.
          rewrite Nat.mod_add by lia. apply Nat.mod_0_l. lia.
        - symmetry. apply (Nat.mod_unique (S t) period (t / period)); lia. }
      rewrite M, S_INR.
      rewrite (rms_ext n _ (fun i => centred n (model Run t) i [+] (- eta) [*] centred n (g t) i)).
      2:{ intros i Hi. rewrite <- centred_scal, <- centred_plus. apply centred_same; [|exact Hi].
          intros j Hj. now apply (local_step Run). }
      eapply Rle_trans; [apply rms_triangle|].
      rewrite (rms_scal n (- eta) (centred n (g t))), Rabs_left, Ropp_involutive by lra.
      assert (IH' := IH ltac:(lia)).
      assert (G : rms n (centred n (g t)) <= sqrt G2).
      { apply sqrt_le_1_alt. eapply Rle_trans; [now apply centred_le|].
        apply square_le_const; [exact nodes|]. intros i Hi. apply (gradient_bound Run); [lia|exact Hi]. }
      assert (eta * rms n (centred n (g t)) <= eta * sqrt G2) by (apply Rmult_le_compat_l; lra). lra.
Qed.

(** D_t <= ((H-1) eta G)^2 *)
Lemma local_deviation t : (t < T)%nat ->
  spread n (model Run t) (centre t) <= (INR period - 1) ^ 2 * eta ^ 2 * G2.
Proof.
  intros Ht.
  assert (HG : 0 <= G2) by exact (Rle_trans _ _ _ (normsq_nonneg _) (gradient_bound Run t 0%nat Ht nodes)).
  change (spread n (model Run t) (centre t)) with (square n (centred n (model Run t))).
  rewrite <- rms_square. replace ((INR period - 1) ^ 2 * eta ^ 2 * G2) with (((INR period - 1) * (eta * sqrt G2)) ^ 2)
    by (rewrite !Rpow_mult_distr, (pow2_sqrt G2 HG); ring).
  apply pow_incr. split; [apply rms_nonneg|].
  eapply Rle_trans; [apply local_drift; lia|].
  apply Rmult_le_compat_r; [apply Rmult_le_pos; [lra|apply sqrt_pos]|].
  assert (B := Nat.mod_upper_bound t period ltac:(lia)).
  replace (INR period - 1) with (INR (period - 1)) by (rewrite minus_INR by lia; simpl; ring).
  apply le_INR. lia.
Qed.

Lemma local_nonconvex_in_space fstar :
  (0 < T)%nat -> eta * L <= 1 -> (forall z, fstar <= objective n O z) ->
  mean T (fun t => normsq (full_gradient n O (centre t))) <=
    localsgd_nonconvex_rhs (INR n) (INR T) eta L sigma2 G2 (INR period) (objective n O start - fstar).
Proof.
  intros HT He Hlow.
  assert (E0 : same (centre 0) start).
  { unfold centre. rewrite (average_same n _ (fun _ => start)) by (apply (started Run)). now apply average_const. }
  rewrite <- (objective_same n O nodes _ _ E0).
  apply (plain_nonconvex O F eta sigma2 centre (model Run) (noise Run) nodes HT gradients_known (unbiased Run));
    try assumption.
  - intros t Ht. apply known_average. intros i Hi. apply local_known; [lia|exact Hi].
  - intros t i Ht Hi. apply local_known; [lia|exact Hi].
  - intros t Ht. now apply local_centre.
  - intros t Ht. now apply local_deviation.
Qed.

End Deviation.

(** (1/T) sum_{t<T} E|grad f(xbar_t)|^2 <= 2 (f0 - f_star)/(eta T) + L eta sigma^2/n + L^2 ((H-1) eta G)^2 *)
Theorem localsgd_nonconvex (V : InnerProductSpace) (L : R) (P : ProbabilitySpace V) (O : LocalObjectives V L)
  (F : Past P O) (n T period : nat) (eta sigma2 G2 fstar : R) (start : V)
  (Run : LocalRun (lifted P O) F n T period eta sigma2 G2 (constant start)) :
  (0 < n)%nat -> (0 < T)%nat -> (0 < period)%nat -> 0 < eta -> eta * L <= 1 ->
  (forall x, fstar <= average_value n O x) ->
  mean T (fun t => expect P (fun w => normsq (average_gradient n O (average n (fun i => draw (model Run t i) w))))) <=
    localsgd_nonconvex_rhs (INR n) (INR T) eta L sigma2 G2 (INR period) (average_value n O start - fstar).
Proof.
  intros Hn HT Hp Heta He Hlow.
  rewrite <- (objective_lifted_constant P O).
  eapply Rle_trans; [|apply (local_nonconvex_in_space Run Hn Hp (past_knows_gradients P O F)
    (past_constant F 0%nat start) Heta fstar HT He); apply objective_lower; exact Hlow].
  right. apply mean_ext. intros t _. rewrite full_gradient_lifted. apply expect_ext. intros w.
  unfold centre. now rewrite draw_average.
Qed.
