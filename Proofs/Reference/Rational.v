(** * Rational numbers as real numbers

    What the comparison of right sides over Q with those over R needs: powers, exact square roots, minima, and a tactic
    that moves [Q2R] from a formula to its letters.

    Glossary

    - [Q2R]: the rational as a real number (standard library);
    - [power] x n: x^n over Q;
    - [exact_root] x: the square root of x if it is rational, else [None];
    - [is_whole] x: whether x is a natural number, [whole] x: that number.

    Division by zero is zero both over Q and over R, so that the comparisons need no conditions. *)

Require Import ZArith QArith Qreals Qround Reals Lra Lia.
Local Open Scope Q_scope.

Fixpoint power (x : Q) (n : nat) : Q :=
  match n with
  | O => 1
  | S m => x * power x m
  end.

Definition smaller (x y : Q) : Q := if Qle_bool x y then x else y.

(** The root of a fraction in lowest terms is rational when both parts are squares. *)
Definition exact_root (x : Q) : option Q :=
  let y := Qred x in
  let p := Z.sqrt (Qnum y) in
  let q := Z.sqrt (Zpos (Qden y)) in
  let root := Qred (p # Z.to_pos q) in
  if Qle_bool 0 root && Qeq_bool (root * root) x then Some root else None.

Definition is_whole (x : Q) : bool := Qle_bool 0 x && Pos.eqb (Qden (Qred x)) 1.

Definition whole (x : Q) : nat := Z.to_nat (Qfloor x).

(** ** The same over R *)

Lemma Q2R_inverse (x : Q) : Q2R (/ x) = (/ Q2R x)%R.
Proof.
  destruct (Qeq_dec x 0) as [zero | some]; [|now apply Q2R_inv].
  assert (none : / x == 0) by (rewrite zero; reflexivity).
  rewrite (Qeq_eqR _ _ none), (Qeq_eqR _ _ zero), RMicromega.Q2R_0. symmetry. apply Rinv_0.
Qed.

Lemma Q2R_quotient (x y : Q) : Q2R (x / y) = (Q2R x / Q2R y)%R.
Proof. unfold Qdiv, Rdiv. now rewrite Q2R_mult, Q2R_inverse. Qed.

Lemma Q2R_power (x : Q) (n : nat) : Q2R (power x n) = (Q2R x ^ n)%R.
Proof.
  induction n as [|m IH]; simpl; [apply RMicromega.Q2R_1|]. now rewrite Q2R_mult, IH.
Qed.

Lemma Q2R_reduced (x : Q) : Q2R (Qred x) = Q2R x.
Proof. apply Qeq_eqR, Qred_correct. Qed.

Lemma Q2R_smaller (x y : Q) : Q2R (smaller x y) = Rmin (Q2R x) (Q2R y).
Proof.
  unfold smaller. destruct (Qle_bool x y) eqn:order.
  - apply Qle_bool_iff in order. symmetry. apply Rmin_left. now apply Qle_Rle.
  - symmetry. apply Rmin_right. apply Qle_Rle.
    destruct (Qlt_le_dec y x) as [below | above]; [now apply Qlt_le_weak|].
    apply Qle_bool_iff in above. congruence.
Qed.

Lemma Q2R_integer (n : Z) : Q2R (inject_Z n) = IZR n.
Proof. unfold Q2R, inject_Z. simpl. field. Qed.

Lemma Q2R_natural (n : nat) : Q2R (inject_Z (Z.of_nat n)) = INR n.
Proof. now rewrite Q2R_integer, <- INR_IZR_INZ. Qed.

(** A root that is found is the root. *)
Theorem exact_root_correct (x r : Q) : exact_root x = Some r -> sqrt (Q2R x) = Q2R r.
Proof.
  unfold exact_root.
  set (root := Qred (Z.sqrt (Qnum (Qred x)) # Z.to_pos (Z.sqrt (Zpos (Qden (Qred x)))))).
  destruct (Qle_bool 0 root) eqn:sign; [|discriminate].
  destruct (Qeq_bool (root * root) x) eqn:square; [|discriminate].
  simpl. intros same. injection same as <-.
  apply Qle_bool_iff in sign. apply Qeq_bool_iff in square.
  apply Qle_Rle in sign. rewrite RMicromega.Q2R_0 in sign.
  apply Qeq_eqR in square. rewrite Q2R_mult in square. rewrite <- square. now apply sqrt_square.
Qed.

Theorem whole_correct (x : Q) : is_whole x = true -> Q2R x = INR (whole x).
Proof.
  unfold is_whole, whole. intros both. apply andb_prop in both. destruct both as [sign unit].
  apply Qle_bool_iff in sign. apply Pos.eqb_eq in unit.
  assert (integer : x == inject_Z (Qnum (Qred x))).
  { rewrite <- (Qred_correct x) at 1. destruct (Qred x) as [p q]. simpl in *. subst q. reflexivity. }
  rewrite integer in sign. rewrite (Qfloor_comp _ _ integer), Qfloor_Z.
  rewrite <- Q2R_natural, Z2Nat.id.
  - now apply Qeq_eqR.
  - rewrite Zle_Qle. exact sign.
Qed.

(** Moves Q2R to the letters. *)
Ltac to_reals :=
  repeat first
    [ rewrite Q2R_reduced | rewrite Q2R_plus | rewrite Q2R_minus | rewrite Q2R_mult | rewrite Q2R_opp
    | rewrite Q2R_quotient | rewrite Q2R_inverse | rewrite Q2R_power | rewrite Q2R_smaller ];
  repeat match goal with
  | |- context [Q2R (?n # 1)] => change (Q2R (n # 1)) with (Q2R (inject_Z n)); rewrite (Q2R_integer n)
  end.
