(** * Errors of small votes, over Q

    The left sides of the vote bounds, summed over {0,1}^M as the theorems define them: what a program that computes the
    law of a vote in another way has to agree with.

    Glossary

    - [voter]: a flip probability and a weight;
    - [failure_q]: P(wrong) + P(tie), [error_q]: P(wrong) + P(tie)/2;
    - [real_worker]: the voter as a worker of Decoding/Votes.v.

    Results: [failure_agrees], [error_agrees]. *)

Require Import ZArith QArith Qreals Reals Lra List Bool.
From Plumbline.Decoding Require Import Votes LowerBound.
From Plumbline.Reference Require Import Rational.
Import ListNotations.
Local Open Scope Q_scope.

Definition voter := (Q * Q)%type.

(** The first worker's vote is drawn, then the others'; [right] and [lost] are the weights of right and wrong votes so far. *)
Fixpoint expectation_q (voters : list voter) (right lost : Q) (value : Q -> Q -> Q) : Q :=
  match voters with
  | [] => value right lost
  | (p, v) :: rest =>
      Qred (p * expectation_q rest right (Qred (lost + v)) value
            + (1 - p) * expectation_q rest (Qred (right + v)) lost value)
  end.

Definition fails_q (right lost : Q) : Q := if Qle_bool right lost then 1 else 0.

Definition half_fails_q (right lost : Q) : Q :=
  if Qle_bool right lost then if Qle_bool lost right then 1 # 2 else 1 else 0.

Definition failure_q (voters : list voter) : Q := expectation_q voters 0 0 fails_q.
Definition error_q (voters : list voter) : Q := expectation_q voters 0 0 half_fails_q.

Definition real_worker (w : voter) : worker := Worker (Q2R (fst w)) (Q2R (snd w)).

Lemma expectation_agrees (voters : list voter) (right lost : Q) (value : Q -> Q -> Q) (real_value : R -> R -> R) :
  (forall x y, Q2R (value x y) = real_value (Q2R x) (Q2R y)) ->
  Q2R (expectation_q voters right lost value)
  = expectation (map real_worker voters) (fun y =>
      real_value (Q2R right + right_weight (map real_worker voters) y)%R
                 (Q2R lost + wrong_weight (map real_worker voters) y)%R).
Proof.
  intros same. revert right lost; induction voters as [|[p v] rest IH]; intros right lost.
  - simpl. rewrite expectation_of_nobody. simpl. rewrite !Rplus_0_r. apply same.
  - cbn [map expectation_q]. rewrite expectation_of_first_worker.
    rewrite Q2R_reduced, Q2R_plus, !Q2R_mult, Q2R_minus, RMicromega.Q2R_1, !IH. cbn [flip real_worker fst snd].
    f_equal; f_equal; apply expectation_extensional; intros y;
      cbn [right_weight wrong_weight real_worker flip weight fst snd]; rewrite Q2R_reduced, Q2R_plus; f_equal; ring.
Qed.

Lemma comparison (x y : Q) : Qle_bool x y = if Rle_dec (Q2R x) (Q2R y) then true else false.
Proof.
  destruct (Rle_dec (Q2R x) (Q2R y)) as [below | above].
  - apply Qle_bool_iff. now apply Rle_Qle.
  - destruct (Qle_bool x y) eqn:order; [|reflexivity].
    exfalso. apply above, Qle_Rle. now apply Qle_bool_iff.
Qed.

Theorem failure_agrees (voters : list voter) : Q2R (failure_q voters) = failure (map real_worker voters).
Proof.
  unfold failure_q, failure.
  rewrite (expectation_agrees _ _ _ _ (fun x y => if Rle_dec x y then 1%R else 0%R)).
  - apply expectation_extensional. intros y. unfold fails. rewrite RMicromega.Q2R_0, !Rplus_0_l. reflexivity.
  - intros x y. unfold fails_q. rewrite comparison.
    destruct (Rle_dec (Q2R x) (Q2R y)); [apply RMicromega.Q2R_1 | apply RMicromega.Q2R_0].
Qed.

Theorem error_agrees (voters : list voter) : Q2R (error_q voters) = vote_error (map real_worker voters).
Proof.
  unfold error_q, vote_error.
  rewrite (expectation_agrees _ _ _ _
    (fun x y => if Rlt_dec x y then 1%R else if Rlt_dec y x then 0%R else (/ 2)%R)).
  - apply expectation_extensional. intros y. rewrite RMicromega.Q2R_0, !Rplus_0_l. reflexivity.
  - intros x y. unfold half_fails_q. rewrite !comparison.
    repeat destruct Rle_dec; repeat destruct Rlt_dec; try lra;
      unfold Q2R; simpl; field.
Qed.
