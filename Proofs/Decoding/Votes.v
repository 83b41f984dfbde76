(** * Votes of independent workers on one sign, and Chernoff's method

    A worker votes for a sign and is wrong with a probability of its own, independently of
    the others. The server takes the sign of a weighted sum of the votes. This file says what
    the probability of a failure is (a wrong sign, or a tie) and bounds it for any weights.

    Glossary

    - [worker]: a pair of a flip probability [p_m] and the weight [v_m] of its vote;
    - [ballot]: who was wrong, one boolean [y_m] for each worker ([true] is wrong);
    - [all_ballots]: {0,1}^M;
    - [probability]: P(y) = prod_m p_m^y_m (1 - p_m)^(1 - y_m), the product law;
    - [expectation]: sum over {0,1}^M of P(y) F(y);
    - [score]: sum_m v_m (1 - 2 y_m), the weight of right votes less that of wrong ones;
    - [failure]: P(U <> sign g), the probability of sum_m v_m y_m >= sum_m v_m (1 - y_m);
    - [chernoff_product]: prod_m [(1 - p_m) exp(-s v_m) + p_m exp(s v_m)].

    Result: [vote_chernoff], the catalogue's vote.chernoff. *)

Require Import Reals List Lra.
From Coquelicot Require Import Rbar Lub.
Import ListNotations.
Local Open Scope R_scope.

(** ** The product law *)

Record worker := Worker { flip : R; weight : R }.

Definition ballot := list bool.

Fixpoint all_ballots (workers : nat) : list ballot :=
  match workers with
  | O => [[]]
  | S rest => map (cons true) (all_ballots rest) ++ map (cons false) (all_ballots rest)
  end.

Fixpoint probability (workers : list worker) (y : ballot) : R :=
  match workers, y with
  | [], [] => 1
  | w :: rest, wrong :: others =>
      (if wrong then flip w else 1 - flip w) * probability rest others
  | _, _ => 0
  end.

Fixpoint sum_over {A : Type} (xs : list A) (F : A -> R) : R :=
  match xs with
  | [] => 0
  | x :: rest => F x + sum_over rest F
  end.

Definition expectation (workers : list worker) (F : ballot -> R) : R :=
  sum_over (all_ballots (length workers)) (fun y => probability workers y * F y).

(** sum_m v_m y_m *)
Fixpoint wrong_weight (workers : list worker) (y : ballot) : R :=
  match workers, y with
  | w :: rest, wrong :: others => (if wrong then weight w else 0) + wrong_weight rest others
  | _, _ => 0
  end.

(** sum_m v_m (1 - y_m) *)
Fixpoint right_weight (workers : list worker) (y : ballot) : R :=
  match workers, y with
  | w :: rest, wrong :: others => (if wrong then 0 else weight w) + right_weight rest others
  | _, _ => 0
  end.

(** A tie fails: the decoded sign is then 0. *)
Definition fails (workers : list worker) (y : ballot) : R :=
  if Rle_dec (right_weight workers y) (wrong_weight workers y) then 1 else 0.

Definition failure (workers : list worker) : R := expectation workers (fails workers).

Definition score (workers : list worker) (y : ballot) : R :=
  right_weight workers y - wrong_weight workers y.

(** Flip probabilities are probabilities. *)
Definition flips_are_probabilities (workers : list worker) : Prop :=
  forall w, In w workers -> 0 <= flip w <= 1.

(** ** Sums and expectations *)

Lemma sum_over_application {A : Type} (xs ys : list A) (F : A -> R) :
  sum_over (xs ++ ys) F = sum_over xs F + sum_over ys F.
Proof. induction xs as [|x xs IH]; simpl; [lra | rewrite IH; lra]. Qed.

Lemma sum_over_map {A B : Type} (g : A -> B) (xs : list A) (F : B -> R) :
  sum_over (map g xs) F = sum_over xs (fun x => F (g x)).
Proof. induction xs as [|x xs IH]; simpl; [reflexivity | now rewrite IH]. Qed.

Lemma sum_over_extensional {A : Type} (xs : list A) (F G : A -> R) :
  (forall x, In x xs -> F x = G x) -> sum_over xs F = sum_over xs G.
Proof.
  induction xs as [|x xs IH]; intros same; simpl; [reflexivity|].
  rewrite (same x) by now left. rewrite IH; [reflexivity|]. intros z inside. apply same. now right.
Qed.

Lemma sum_over_scaled {A : Type} (xs : list A) (c : R) (F : A -> R) :
  sum_over xs (fun x => c * F x) = c * sum_over xs F.
Proof. induction xs as [|x xs IH]; simpl; [lra | rewrite IH; lra]. Qed.

Lemma sum_over_plus {A : Type} (xs : list A) (F G : A -> R) :
  sum_over xs (fun x => F x + G x) = sum_over xs F + sum_over xs G.
Proof. induction xs as [|x xs IH]; simpl; [lra | rewrite IH; lra]. Qed.

Lemma sum_over_monotone {A : Type} (xs : list A) (F G : A -> R) :
  (forall x, In x xs -> F x <= G x) -> sum_over xs F <= sum_over xs G.
Proof.
  induction xs as [|x xs IH]; intros below; simpl; [lra|].
  assert (F x <= G x) by (apply below; now left).
  assert (sum_over xs F <= sum_over xs G) by (apply IH; intros; apply below; now right).
  lra.
Qed.

(** The first worker is independent of the others. *)
Lemma expectation_of_first_worker (w : worker) (rest : list worker) (F : ballot -> R) :
  expectation (w :: rest) F =
  flip w * expectation rest (fun y => F (true :: y))
  + (1 - flip w) * expectation rest (fun y => F (false :: y)).
Proof.
  unfold expectation; simpl. rewrite sum_over_application, !sum_over_map.
  rewrite <- !sum_over_scaled. f_equal; apply sum_over_extensional; intros; simpl; ring.
Qed.

Lemma expectation_of_nobody (F : ballot -> R) : expectation [] F = F [].
Proof. unfold expectation; simpl; ring. Qed.

Lemma expectation_scaled (workers : list worker) (c : R) (F : ballot -> R) :
  expectation workers (fun y => c * F y) = c * expectation workers F.
Proof.
  unfold expectation. rewrite <- sum_over_scaled. apply sum_over_extensional. intros; ring.
Qed.

Lemma expectation_extensional (workers : list worker) (F G : ballot -> R) :
  (forall y, F y = G y) -> expectation workers F = expectation workers G.
Proof. intros same. apply sum_over_extensional. intros y _. now rewrite same. Qed.

(** The weights P(y) sum to one: the law is a probability. *)
Lemma expectation_of_one (workers : list worker) : expectation workers (fun _ => 1) = 1.
Proof.
  induction workers as [|w rest IH]; [apply expectation_of_nobody|].
  rewrite expectation_of_first_worker, IH; ring.
Qed.

Lemma probability_nonnegative (workers : list worker) (y : ballot) :
  flips_are_probabilities workers -> 0 <= probability workers y.
Proof.
  revert y; induction workers as [|w rest IH]; intros y flips; destruct y as [|wrong others];
    simpl; try lra.
  apply Rmult_le_pos.
  - destruct (flips w) as [low high]; [now left|]. destruct wrong; lra.
  - apply IH. intros u inside. apply flips. now right.
Qed.

Lemma expectation_monotone (workers : list worker) (F G : ballot -> R) :
  flips_are_probabilities workers ->
  (forall y, F y <= G y) -> expectation workers F <= expectation workers G.
Proof.
  intros flips below. apply sum_over_monotone. intros y _.
  apply Rmult_le_compat_l; [now apply probability_nonnegative | apply below].
Qed.

Lemma failure_nonnegative (workers : list worker) :
  flips_are_probabilities workers -> 0 <= failure workers.
Proof.
  intros flips. unfold failure.
  replace 0 with (expectation workers (fun _ => 0)).
  - apply expectation_monotone; [assumption|]. intros y. unfold fails. destruct Rle_dec; lra.
  - rewrite (expectation_extensional _ _ (fun _ => 0 * 1)) by (intros; ring).
    rewrite expectation_scaled. ring.
Qed.

Lemma failure_at_most_one (workers : list worker) :
  flips_are_probabilities workers -> failure workers <= 1.
Proof.
  intros flips. rewrite <- (expectation_of_one workers).
  apply expectation_monotone; [assumption|]. intros y. unfold fails. destruct Rle_dec; lra.
Qed.

(** ** Chernoff's method *)

(** One worker's factor, E exp(-s v (1 - 2y)). *)
Definition moment (s : R) (w : worker) : R :=
  (1 - flip w) * exp (- s * weight w) + flip w * exp (s * weight w).

Definition product_of (factors : list R) : R := fold_right Rmult 1 factors.

Definition sum_of (terms : list R) : R := fold_right Rplus 0 terms.

Definition chernoff_product (workers : list worker) (s : R) : R :=
  product_of (map (moment s) workers).

(** Independence: the moment generating function of the score is a product. *)
Lemma moment_of_score (workers : list worker) (s : R) :
  expectation workers (fun y => exp (- s * score workers y)) = chernoff_product workers s.
Proof.
  unfold chernoff_product, product_of.
  induction workers as [|w rest IH].
  - rewrite expectation_of_nobody. unfold score; simpl. replace (- s * (0 - 0)) with 0 by ring.
    apply exp_0.
  - rewrite expectation_of_first_worker. simpl. unfold moment at 1. rewrite <- IH.
    rewrite (expectation_extensional _ (fun y => exp (- s * score (w :: rest) (true :: y)))
               (fun y => exp (s * weight w) * exp (- s * score rest y))).
    2:{ intros y. rewrite <- exp_plus. f_equal. unfold score; simpl; ring. }
    rewrite (expectation_extensional _ (fun y => exp (- s * score (w :: rest) (false :: y)))
               (fun y => exp (- s * weight w) * exp (- s * score rest y))).
    2:{ intros y. rewrite <- exp_plus. f_equal. unfold score; simpl; ring. }
    rewrite !expectation_scaled. ring.
Qed.

(** vote.chernoff: Markov's inequality for exp(-s score), for every s >= 0. Weights may be negative. *)
Theorem vote_chernoff_at (workers : list worker) (s : R) :
  flips_are_probabilities workers -> 0 <= s ->
  failure workers <= chernoff_product workers s.
Proof.
  intros flips nonnegative. rewrite <- moment_of_score.
  apply expectation_monotone; [assumption|]. intros y. unfold fails.
  destruct (Rle_dec (right_weight workers y) (wrong_weight workers y)) as [bad | good].
  - rewrite <- exp_0 at 1.
    assert (0 <= - s * score workers y).
    { unfold score. replace (- s * (right_weight workers y - wrong_weight workers y))
        with (s * (wrong_weight workers y - right_weight workers y)) by ring.
      apply Rmult_le_pos; lra. }
    destruct (Rle_lt_or_eq_dec _ _ H) as [positive | zero].
    + left. now apply exp_increasing.
    + right. now rewrite <- zero.
  - left. apply exp_pos.
Qed.

(** The same as the catalogue writes it, with the minimum over s >= 0: the infimum, since it need not be attained. *)
Theorem vote_chernoff (workers : list worker) :
  flips_are_probabilities workers ->
  Rbar_le (Finite (failure workers))
    (Glb_Rbar (fun value => exists s, 0 <= s /\ value = chernoff_product workers s)).
Proof.
  intros flips.
  apply (proj2 (Glb_Rbar_correct (fun value => exists s, 0 <= s /\ value = chernoff_product workers s))).
  intros value [s [nonnegative equal]]. subst value. simpl. now apply vote_chernoff_at.
Qed.
