(** * Descent along decoded signs

    x(t+1) = x(t) - delta U(t) with U(t) in {-1, 0, +1}^d, on a finite probability space. Nothing is assumed of the
    decoder: what it is worth is measured by its advantage, a difference of conditional probabilities given
    the past, defined below from the process itself.

    Glossary

    - [outcome], [outcomes], [mass]: the points of the space, a list of all of them, their probabilities;
    - [expect]: expectation;
    - [same_past] t: the equivalence of outcomes that agree on everything up to time t, before the decoding of
      the signs at t (a filtration of a finite space);
    - [conditional] t event: P(event | past of t), a function of the outcome;
    - [vector]: coordinates n = 0 ... d - 1 of a point;
    - [advantage]: A_n(t) = P(U_n = sign g_n | past) - P(U_n = -sign g_n | past);
    - [smoothness n]: L_n; [smoothness_sum]: |L|_1;
    - [step]: delta; [iterations]: T; [lower]: f_star; [error]: P_max.

    Results: [signsgd_weighted] (signsgd.weighted), [signsgd_uniform] (signsgd.uniform), [advantage_of_correct_decoding]
    (a bound on the probability of a failed vote serves as P_max). *)

Require Import Reals List Lra Lia Bool.
From Coquelicot Require Import Coquelicot.
From Plumbline.Decoding Require Import Votes.
Import ListNotations.
Local Open Scope R_scope.

Definition vector := nat -> R.

(** Sums over the coordinates 0 ... d - 1 and over the iterations 0 ... T - 1. *)
Fixpoint sum_to (count : nat) (F : nat -> R) : R :=
  match count with
  | O => 0
  | S before => sum_to before F + F before
  end.

Definition inner (d : nat) (u v : vector) : R := sum_to d (fun n => u n * v n).

(** -1, 0 or +1. *)
Definition sign_of (g : R) : R :=
  if Rlt_dec 0 g then 1 else if Rlt_dec g 0 then -1 else 0.

(** 1 where the numbers are equal, else 0. *)
Definition indicator_equal (a b : R) : R := if Req_EM_T a b then 1 else 0.

(** The right sides: T iterations, step delta, |L|_1 = [total], f0 - f_star = [gap], P_max = [error]. *)
Definition signsgd_weighted_rhs (T delta total gap : R) : R := gap / (delta * T) + delta * total / 2.

Definition signsgd_uniform_rhs (T delta total gap error : R) : R :=
  signsgd_weighted_rhs T delta total gap / (1 - 2 * error).

(** ** Sums *)

Lemma sum_to_extensional (count : nat) (F G : nat -> R) :
  (forall n, (n < count)%nat -> F n = G n) -> sum_to count F = sum_to count G.
Proof.
  induction count as [|m IH]; intros same; simpl; [reflexivity|].
  rewrite IH by (intros; apply same; lia). rewrite same by lia. reflexivity.
Qed.

Lemma sum_to_monotone (count : nat) (F G : nat -> R) :
  (forall n, (n < count)%nat -> F n <= G n) -> sum_to count F <= sum_to count G.
Proof.
  induction count as [|m IH]; intros below; simpl; [lra|].
  assert (sum_to m F <= sum_to m G) by (apply IH; intros; apply below; lia).
  assert (F m <= G m) by (apply below; lia). lra.
Qed.

Lemma sum_to_scaled (count : nat) (c : R) (F : nat -> R) :
  sum_to count (fun n => c * F n) = c * sum_to count F.
Proof. induction count as [|m IH]; simpl; [ring | rewrite IH; ring]. Qed.

Lemma sum_to_plus (count : nat) (F G : nat -> R) :
  sum_to count (fun n => F n + G n) = sum_to count F + sum_to count G.
Proof. induction count as [|m IH]; simpl; [ring | rewrite IH; ring]. Qed.

Lemma sum_to_constant (count : nat) (c : R) : sum_to count (fun _ => c) = INR count * c.
Proof. induction count as [|m IH]; [simpl; ring|]. rewrite S_INR. simpl. rewrite IH. ring. Qed.

Lemma sum_over_swap {A B : Type} (xs : list A) (ys : list B) (F : A -> B -> R) :
  sum_over xs (fun x => sum_over ys (F x)) = sum_over ys (fun y => sum_over xs (fun x => F x y)).
Proof.
  induction xs as [|x xs IH]; simpl.
  - induction ys as [|y ys IH']; simpl; [reflexivity | rewrite <- IH'; ring].
  - rewrite IH, <- sum_over_plus. reflexivity.
Qed.

Lemma sum_over_sum_to {A : Type} (xs : list A) (count : nat) (F : A -> nat -> R) :
  sum_over xs (fun x => sum_to count (F x)) = sum_to count (fun n => sum_over xs (fun x => F x n)).
Proof.
  induction count as [|m IH]; simpl.
  - induction xs as [|x xs IH']; simpl; [reflexivity | rewrite IH'; ring].
  - rewrite sum_over_plus, IH. reflexivity.
Qed.

Lemma sum_over_nonnegative {A : Type} (xs : list A) (F : A -> R) :
  (forall x, In x xs -> 0 <= F x) -> 0 <= sum_over xs F.
Proof.
  induction xs as [|x xs IH]; intros nonnegative; simpl; [lra|].
  assert (0 <= F x) by (apply nonnegative; now left).
  assert (0 <= sum_over xs F) by (apply IH; intros; apply nonnegative; now right). lra.
Qed.

Lemma term_at_most_sum {A : Type} (xs : list A) (F : A -> R) (x : A) :
  (forall z, In z xs -> 0 <= F z) -> In x xs -> F x <= sum_over xs F.
Proof.
  induction xs as [|z xs IH]; intros nonnegative member; simpl in *; [contradiction|].
  assert (0 <= F z) by (apply nonnegative; now left).
  assert (0 <= sum_over xs F) by (apply sum_over_nonnegative; intros; apply nonnegative; now right).
  destruct member as [here | later]; [subst; lra|].
  assert (F x <= sum_over xs F) by (apply IH; auto). lra.
Qed.

(** ** The process *)

Section SignDescent.

Context {outcome : Type}.

(** The probability space. *)
Variable outcomes : list outcome.
Variable mass : outcome -> R.
Hypothesis mass_nonnegative : forall w, In w outcomes -> 0 <= mass w.
Hypothesis mass_total : sum_over outcomes mass = 1.

Definition expect (F : outcome -> R) : R := sum_over outcomes (fun w => mass w * F w).

(** What is known at time t. *)
Variable same_past : nat -> outcome -> outcome -> bool.
Hypothesis past_reflexive : forall t w, same_past t w w = true.
Hypothesis past_symmetric : forall t w v, same_past t w v = true -> same_past t v w = true.
Hypothesis past_transitive :
  forall t u v w, same_past t u v = true -> same_past t v w = true -> same_past t u w = true.

(** The probability of all that is known at time t. *)
Definition past_mass (t : nat) (w : outcome) : R :=
  sum_over outcomes (fun v => if same_past t w v then mass v else 0).

(** P(event | past of t); where the past has probability 0 it is 0, which no expectation sees. *)
Definition conditional (t : nat) (event : outcome -> R) (w : outcome) : R :=
  sum_over outcomes (fun v => if same_past t w v then mass v * event v else 0) / past_mass t w.

(** The objective. *)
Variable dimension : nat.
Variable f : vector -> R.
Variable gradient : vector -> vector.
Variable smoothness : nat -> R.
Variable lower : R.
Hypothesis coordinate_smoothness : forall x y : vector,
  f y <= f x + inner dimension (gradient x) (fun n => y n - x n)
         + / 2 * sum_to dimension (fun n => smoothness n * ((y n - x n) * (y n - x n))).
Hypothesis smoothness_nonnegative : forall n, 0 <= smoothness n.
Hypothesis bounded_below : forall x, lower <= f x.

Definition smoothness_sum : R := sum_to dimension smoothness.

(** The run. *)
Variable step : R.
Variable start : vector.
Variable decoded : nat -> outcome -> vector.
Variable point : nat -> outcome -> vector.
Hypothesis step_positive : 0 < step.
Hypothesis decoded_signs : forall t w n, decoded t w n = -1 \/ decoded t w n = 0 \/ decoded t w n = 1.
Hypothesis point_start : forall w n, point 0 w n = start n.
Hypothesis point_update : forall t w n, point (S t) w n = point t w n - step * decoded t w n.

(** The point before the update is known at time t. *)
Hypothesis point_known : forall t w v n, same_past t w v = true -> point t w n = point t v n.
(** f and its gradient read the coordinates only, so that two equal points are equally good. *)
Hypothesis value_of_coordinates : forall x y, (forall n, x n = y n) -> f x = f y.
Hypothesis gradient_of_coordinates : forall x y n, (forall m, x m = y m) -> gradient x n = gradient y n.

(** g_n at time t. *)
Definition slope (t : nat) (w : outcome) (n : nat) : R := gradient (point t w) n.

(** A_n(t) = P(U_n = sign g_n | past) - P(U_n = -sign g_n | past) *)
Definition advantage (t : nat) (w : outcome) (n : nat) : R :=
  conditional t (fun v => indicator_equal (decoded t v n) (sign_of (slope t v n))) w
  - conditional t (fun v => indicator_equal (decoded t v n) (- sign_of (slope t v n))) w.

(** ** Expectations *)

Lemma expect_plus (F G : outcome -> R) : expect (fun w => F w + G w) = expect F + expect G.
Proof.
  unfold expect. rewrite <- sum_over_plus. apply sum_over_extensional. intros; ring.
Qed.

Lemma expect_scaled (c : R) (F : outcome -> R) : expect (fun w => c * F w) = c * expect F.
Proof.
  unfold expect. rewrite <- sum_over_scaled. apply sum_over_extensional. intros; ring.
Qed.

Lemma expect_extensional (F G : outcome -> R) : (forall w, F w = G w) -> expect F = expect G.
Proof. intros same. apply sum_over_extensional. intros. now rewrite same. Qed.

Lemma expect_monotone (F G : outcome -> R) :
  (forall w, In w outcomes -> 0 < mass w -> F w <= G w) -> expect F <= expect G.
Proof.
  intros below. apply sum_over_monotone. intros w member.
  destruct (Rle_lt_or_eq_dec _ _ (mass_nonnegative w member)) as [positive | zero].
  - apply Rmult_le_compat_l; [lra | now apply below].
  - rewrite <- zero. lra.
Qed.

Lemma expect_constant (c : R) : expect (fun _ => c) = c.
Proof.
  unfold expect. rewrite (sum_over_extensional _ _ (fun w => c * mass w)) by (intros; ring).
  rewrite sum_over_scaled, mass_total. ring.
Qed.

Lemma expect_sum (count : nat) (F : outcome -> nat -> R) :
  expect (fun w => sum_to count (F w)) = sum_to count (fun n => expect (fun w => F w n)).
Proof.
  unfold expect. rewrite <- sum_over_sum_to. apply sum_over_extensional. intros w _.
  now rewrite <- sum_to_scaled.
Qed.

Lemma past_mass_positive (t : nat) (w : outcome) :
  In w outcomes -> 0 < mass w -> 0 < past_mass t w.
Proof.
  intros member positive. eapply Rlt_le_trans; [exact positive|].
  unfold past_mass.
  eapply Rle_trans; [|apply (term_at_most_sum outcomes (fun v => if same_past t w v then mass v else 0) w)].
  - rewrite past_reflexive. lra.
  - intros v inside. destruct (same_past t w v); [now apply mass_nonnegative | lra].
  - assumption.
Qed.

Lemma past_mass_known (t : nat) (w v : outcome) :
  same_past t w v = true -> past_mass t w = past_mass t v.
Proof.
  intros same. apply sum_over_extensional. intros u _.
  replace (same_past t v u) with (same_past t w u); [reflexivity|].
  destruct (same_past t w u) eqn:first, (same_past t v u) eqn:second; try reflexivity.
  - rewrite (past_transitive t v w u) in second; [discriminate | now apply past_symmetric | assumption].
  - rewrite (past_transitive t w v u) in first; [discriminate | assumption | assumption].
Qed.

(** The tower rule: a factor that is known at time t does not see the difference between an event and its conditional
    probability. *)
Lemma tower (t : nat) (known event : outcome -> R) :
  (forall w v, same_past t w v = true -> known w = known v) ->
  expect (fun w => known w * conditional t event w) = expect (fun w => known w * event w).
Proof.
  intros is_known. unfold expect, conditional.
  transitivity (sum_over outcomes (fun w => sum_over outcomes (fun v =>
    if same_past t w v then mass w * / past_mass t w * known w * (mass v * event v) else 0))).
  { apply sum_over_extensional. intros w _.
    replace (mass w * (known w * (sum_over outcomes (fun v => if same_past t w v then mass v * event v else 0)
                                  / past_mass t w)))
      with (mass w * / past_mass t w * known w
            * sum_over outcomes (fun v => if same_past t w v then mass v * event v else 0))
      by (unfold Rdiv; ring).
    rewrite <- sum_over_scaled. apply sum_over_extensional. intros v _.
    destruct (same_past t w v); ring. }
  rewrite sum_over_swap. apply sum_over_extensional. intros v member.
  destruct (Rle_lt_or_eq_dec _ _ (mass_nonnegative v member)) as [positive | zero].
  2:{ rewrite <- zero.
      rewrite (sum_over_extensional _ _ (fun w => 0 * mass w)).
      - rewrite sum_over_scaled. ring.
      - intros w _. destruct (same_past t w v); ring. }
  rewrite (sum_over_extensional _ _ (fun w =>
    known v * mass v * event v * / past_mass t v * (if same_past t v w then mass w else 0))).
  - rewrite sum_over_scaled. fold (past_mass t v). field.
    generalize (past_mass_positive t v member positive); lra.
  - intros w _. destruct (same_past t w v) eqn:same.
    + rewrite (past_symmetric _ _ _ same), (is_known _ _ same), (past_mass_known _ _ _ same). ring.
    + destruct (same_past t v w) eqn:other; [|ring].
      apply past_symmetric in other. congruence.
Qed.

(** ** One step *)

Lemma slope_known (t : nat) (w v : outcome) (n : nat) :
  same_past t w v = true -> slope t w n = slope t v n.
Proof. intros same. apply gradient_of_coordinates. intros m. now apply point_known. Qed.

(** g U = |g| (1[U = sign g] - 1[U = -sign g]) for U in {-1, 0, 1} *)
Lemma product_of_signs (g u : R) :
  u = -1 \/ u = 0 \/ u = 1 ->
  g * u = Rabs g * (indicator_equal u (sign_of g) - indicator_equal u (- sign_of g)).
Proof.
  intros values. unfold indicator_equal, sign_of.
  destruct (Rlt_dec 0 g) as [positive | no].
  - rewrite Rabs_right by lra.
    destruct values as [down | [none | up]]; subst u;
      destruct Req_EM_T; destruct Req_EM_T; try lra.
  - destruct (Rlt_dec g 0) as [negative | neither].
    + rewrite Rabs_left by lra.
      destruct values as [down | [none | up]]; subst u;
        destruct Req_EM_T; destruct Req_EM_T; try lra.
    + replace g with 0 by lra. rewrite Rabs_R0. ring.
Qed.

(** E[g_n U_n] = E[|g_n| A_n] *)
Lemma expected_alignment (t n : nat) :
  expect (fun w => slope t w n * decoded t w n) = expect (fun w => Rabs (slope t w n) * advantage t w n).
Proof.
  set (right := fun v => indicator_equal (decoded t v n) (sign_of (slope t v n))).
  set (wrong := fun v => indicator_equal (decoded t v n) (- sign_of (slope t v n))).
  assert (known : forall w v, same_past t w v = true -> Rabs (slope t w n) = Rabs (slope t v n)).
  { intros w v same. now rewrite (slope_known t w v n same). }
  transitivity (expect (fun w => Rabs (slope t w n) * right w) + (- 1) * expect (fun w => Rabs (slope t w n) * wrong w)).
  - rewrite <- expect_scaled, <- expect_plus. apply expect_extensional. intros w.
    rewrite (product_of_signs _ _ (decoded_signs t w n)). unfold right, wrong. ring.
  - rewrite <- (tower t (fun w => Rabs (slope t w n)) right known).
    rewrite <- (tower t (fun w => Rabs (slope t w n)) wrong known).
    rewrite <- expect_scaled, <- expect_plus. apply expect_extensional. intros w.
    unfold advantage. fold right wrong. ring.
Qed.

(** Every outcome: f(x(t+1)) <= f(x(t)) - delta <g, U> + delta^2 |L|_1/2 *)
Lemma pathwise_descent (t : nat) (w : outcome) :
  f (point (S t) w) <=
  f (point t w) - step * sum_to dimension (fun n => slope t w n * decoded t w n)
  + step * step * smoothness_sum / 2.
Proof.
  eapply Rle_trans; [apply (coordinate_smoothness (point t w))|].
  apply Rplus_le_compat.
  - apply Rplus_le_compat_l. apply Req_le. unfold inner.
    replace (- (step * sum_to dimension (fun n => slope t w n * decoded t w n)))
      with (- step * sum_to dimension (fun n => slope t w n * decoded t w n)) by ring.
    rewrite <- sum_to_scaled. apply sum_to_extensional. intros n _.
    rewrite point_update. unfold slope. ring.
  - replace (step * step * smoothness_sum / 2) with (/ 2 * (step * step * smoothness_sum)) by field.
    apply Rmult_le_compat_l; [lra|]. unfold smoothness_sum. rewrite <- sum_to_scaled.
    apply sum_to_monotone. intros n _. rewrite point_update.
    replace (smoothness n * ((point t w n - step * decoded t w n - point t w n)
                             * (point t w n - step * decoded t w n - point t w n)))
      with (step * step * smoothness n * (decoded t w n * decoded t w n)) by ring.
    rewrite <- (Rmult_1_r (step * step * smoothness n)) at 2.
    apply Rmult_le_compat_l.
    + apply Rmult_le_pos; [|apply smoothness_nonnegative]. apply Rmult_le_pos; lra.
    + destruct (decoded_signs t w n) as [down | [none | up]]; rewrite ?down, ?none, ?up; lra.
Qed.

Lemma expected_descent (t : nat) :
  expect (fun w => f (point (S t) w)) <=
  expect (fun w => f (point t w))
  - step * expect (fun w => sum_to dimension (fun n => Rabs (slope t w n) * advantage t w n))
  + step * step * smoothness_sum / 2.
Proof.
  eapply Rle_trans; [apply expect_monotone; intros w _ _; apply (pathwise_descent t w)|].
  apply Req_le. rewrite expect_plus, expect_constant. f_equal.
  rewrite (expect_extensional _ (fun w => f (point t w)
    + - step * sum_to dimension (fun n => slope t w n * decoded t w n))) by (intros; ring).
  rewrite expect_plus, expect_scaled, !expect_sum.
  rewrite (sum_to_extensional dimension _ _ (fun n _ => expected_alignment t n)). ring.
Qed.

Lemma summed_descent (iterations : nat) :
  expect (fun w => f (point iterations w)) <=
  f start
  - step * sum_to iterations (fun t =>
      expect (fun w => sum_to dimension (fun n => Rabs (slope t w n) * advantage t w n)))
  + INR iterations * (step * step * smoothness_sum / 2).
Proof.
  induction iterations as [|t IH].
  - simpl. rewrite (expect_extensional _ (fun _ => f start)).
    + rewrite expect_constant. lra.
    + intros w. apply value_of_coordinates. intros n. apply point_start.
  - eapply Rle_trans; [apply expected_descent|]. rewrite S_INR. simpl sum_to. lra.
Qed.

(** signsgd.weighted *)
Theorem signsgd_weighted (iterations : nat) :
  (0 < iterations)%nat ->
  / INR iterations * sum_to iterations (fun t =>
    expect (fun w => sum_to dimension (fun n => Rabs (slope t w n) * advantage t w n)))
  <= signsgd_weighted_rhs (INR iterations) step smoothness_sum (f start - lower).
Proof.
  unfold signsgd_weighted_rhs.
  intros some. assert (count : 0 < INR iterations) by now apply lt_0_INR.
  assert (total := summed_descent iterations).
  assert (above : lower <= expect (fun w => f (point iterations w))).
  { rewrite <- (expect_constant lower). apply expect_monotone. intros; apply bounded_below. }
  set (alignment := sum_to iterations _) in *.
  apply (Rmult_le_reg_l (step * INR iterations)); [now apply Rmult_lt_0_compat|].
  replace (step * INR iterations * (/ INR iterations * alignment)) with (step * alignment) by (field; lra).
  replace (step * INR iterations * ((f start - lower) / (step * INR iterations) + step * smoothness_sum / 2))
    with (f start - lower + INR iterations * (step * step * smoothness_sum / 2)) by (field; lra).
  lra.
Qed.

(** signsgd.uniform: P_max is at least every (1 - A_n)/2 that can happen, and below 1/2. *)
Theorem signsgd_uniform (iterations : nat) (error : R) :
  (0 < iterations)%nat -> error < 1 / 2 ->
  (forall t w n, (t < iterations)%nat -> In w outcomes -> 0 < mass w -> (n < dimension)%nat ->
     (1 - advantage t w n) / 2 <= error) ->
  / INR iterations * sum_to iterations (fun t =>
    expect (fun w => sum_to dimension (fun n => Rabs (slope t w n))))
  <= signsgd_uniform_rhs (INR iterations) step smoothness_sum (f start - lower) error.
Proof.
  unfold signsgd_uniform_rhs, signsgd_weighted_rhs.
  intros some decodable worst. assert (count : 0 < INR iterations) by now apply lt_0_INR.
  apply (Rmult_le_reg_l (1 - 2 * error)); [lra|].
  replace ((1 - 2 * error) * (((f start - lower) / (step * INR iterations) + step * smoothness_sum / 2)
                              / (1 - 2 * error)))
    with ((f start - lower) / (step * INR iterations) + step * smoothness_sum / 2) by (field; split; lra).
  eapply Rle_trans; [|now apply signsgd_weighted].
  rewrite Rmult_comm, Rmult_assoc. apply Rmult_le_compat_l; [left; now apply Rinv_0_lt_compat|].
  rewrite Rmult_comm, <- sum_to_scaled. apply sum_to_monotone. intros t early.
  rewrite <- expect_scaled. apply expect_monotone. intros w member positive.
  rewrite <- sum_to_scaled. apply sum_to_monotone. intros n inside.
  rewrite Rmult_comm. apply Rmult_le_compat_l; [apply Rabs_pos|].
  generalize (worst t w n early member positive inside); lra.
Qed.

(** Any bound on the probability of a failed decoding, a tie counting, serves as P_max:
    (1 - A_n)/2 <= P(U_n <> sign g_n | past). The vote bounds are such bounds. *)
Theorem advantage_of_correct_decoding (t n : nat) (w : outcome) :
  In w outcomes -> 0 < mass w -> slope t w n <> 0 ->
  (1 - advantage t w n) / 2
  <= 1 - conditional t (fun v => indicator_equal (decoded t v n) (sign_of (slope t v n))) w.
Proof.
  intros member positive nonzero.
  assert (certain := past_mass_positive t w member positive).
  cut (conditional t (fun v => indicator_equal (decoded t v n) (sign_of (slope t v n))) w
       + conditional t (fun v => indicator_equal (decoded t v n) (- sign_of (slope t v n))) w <= 1).
  { unfold advantage. lra. }
  unfold conditional.
  apply (Rmult_le_reg_r (past_mass t w)); [assumption|].
  replace ((sum_over outcomes
              (fun v => if same_past t w v then mass v * indicator_equal (decoded t v n) (sign_of (slope t v n)) else 0)
            / past_mass t w
            + sum_over outcomes
                (fun v => if same_past t w v then mass v * indicator_equal (decoded t v n) (- sign_of (slope t v n)) else 0)
              / past_mass t w) * past_mass t w)
    with (sum_over outcomes
            (fun v => if same_past t w v then mass v * indicator_equal (decoded t v n) (sign_of (slope t v n)) else 0)
          + sum_over outcomes
              (fun v => if same_past t w v then mass v * indicator_equal (decoded t v n) (- sign_of (slope t v n)) else 0))
    by (field; lra).
  rewrite <- sum_over_plus, Rmult_1_l. unfold past_mass. apply sum_over_monotone. intros v inside.
  destruct (same_past t w v) eqn:same; [|lra].
  assert (low := mass_nonnegative v inside).
  rewrite <- Rmult_plus_distr_l. rewrite <- (Rmult_1_r (mass v)) at 2. apply Rmult_le_compat_l; [assumption|].
  rewrite <- (slope_known t w v n same).
  unfold indicator_equal, sign_of. repeat destruct Req_EM_T; repeat destruct Rlt_dec; try lra.
Qed.

End SignDescent.
