(** * Small cases of the decoding theorems

    What the definitions say where it can be checked by hand, and that the hypotheses of the theorems can be met: sign
    descent with a decoder that tosses a coin, three workers, and samplers that see three members each.

    Glossary: that of the files with the theorems.

    - [coin]: the outcomes, heads ([true]) and tails;
    - [coin_sign] t: the decoded sign: +1 or -1 by the coin at t = 0, then 0;
    - [coin_point] t: the point of the run, from x = 1 with step 1. *)

Require Import Reals List Lra Lia Bool.
From Plumbline.Decoding Require Import Votes ClosedForms WeightedVotes SignDescent LowerBound.
From Plumbline.Decoding Require Import Orders SamplerAgreement Hypergeometric.
Import ListNotations.
Local Open Scope R_scope.

(** ** Sign descent *)

Definition coin : list bool := [true; false].
Definition coin_mass (_ : bool) : R := / 2.

(** Nothing is known at t = 0, everything afterwards. *)
Definition coin_past (t : nat) (w v : bool) : bool := match t with O => true | S _ => eqb w v end.

Definition coin_sign (t : nat) (w : bool) (_ : nat) : R :=
  match t with O => if w then 1 else -1 | S _ => 0 end.

Fixpoint coin_point (t : nat) (w : bool) (n : nat) : R :=
  match t with
  | O => 1
  | S before => coin_point before w n - 1 * coin_sign before w n
  end.

(** f(x) = x^2/2 in one dimension. *)
Definition parabola (x : vector) : R := x 0%nat * x 0%nat / 2.
Definition parabola_gradient (x : vector) (_ : nat) : R := x 0%nat.

(** Every hypothesis of signsgd.weighted is met by a run with a decoder that is right by chance. *)
Example sign_descent_with_a_coin (iterations : nat) :
  (0 < iterations)%nat ->
  / INR iterations * sum_to iterations (fun t =>
    expect coin coin_mass (fun w => sum_to 1 (fun n =>
      Rabs (slope parabola_gradient coin_point t w n)
      * advantage coin coin_mass coin_past parabola_gradient coin_sign coin_point t w n)))
  <= signsgd_weighted_rhs (INR iterations) 1 (smoothness_sum 1 (fun _ => 1)) (parabola (fun _ => 1) - 0).
Proof.
  apply signsgd_weighted.
  - intros w _. unfold coin_mass. lra.
  - unfold coin, coin_mass. simpl. lra.
  - intros [|t] w; [reflexivity | apply eqb_reflx].
  - intros [|t] w v; [reflexivity|]. simpl. intros same. apply eqb_prop in same. subst. apply eqb_reflx.
  - intros [|t] u v w; [reflexivity|]. simpl. intros first second.
    apply eqb_prop in first, second. subst. apply eqb_reflx.
  - intros x y. unfold parabola, parabola_gradient, inner. simpl. apply Req_le. field.
  - intros n. lra.
  - intros x. unfold parabola. generalize (Rle_0_sqr (x 0%nat)). unfold Rsqr. lra.
  - lra.
  - intros t w n. unfold coin_sign. destruct t, w; auto.
  - reflexivity.
  - intros t w n. reflexivity.
  - intros [|t] w v n; [reflexivity|]. simpl. intros same. apply eqb_prop in same. now subst.
  - intros x y same. unfold parabola. now rewrite same.
  - intros x y n same. unfold parabola_gradient. apply same.
Qed.

(** Its advantage at the start is 0, as it should be for a coin. *)
Example coin_has_no_advantage (w : bool) (n : nat) :
  advantage coin coin_mass coin_past parabola_gradient coin_sign coin_point 0 w n = 0.
Proof.
  unfold advantage, conditional, past_mass, slope, parabola_gradient, coin_mass, indicator_equal, sign_of. simpl.
  destruct (Rlt_dec 0 1) as [_|no]; [|lra].
  destruct (Req_EM_T 1 1); [|lra]. destruct (Req_EM_T (-1) 1); [lra|].
  destruct (Req_EM_T 1 (- (1))); [lra|]. destruct (Req_EM_T (-1) (- (1))); lra.
Qed.

(** ** Votes *)

Definition three_workers : list worker := [Worker (1 / 4) 1; Worker (1 / 4) 1; Worker (1 / 4) 1].

(** Two or three wrong votes of three: 3 (1/4)^2 (3/4) + (1/4)^3 = 10/64. *)
Example majority_of_three : failure three_workers = 10 / 64.
Proof.
  unfold failure, expectation, three_workers, fails. simpl.
  repeat destruct Rle_dec; lra.
Qed.

(** A tie fails, and counts half in [vote_error]. *)
Example tie_of_two :
  failure [Worker (1 / 4) 1; Worker (1 / 4) 1] = 7 / 16 /\ vote_error [Worker (1 / 4) 1; Worker (1 / 4) 1] = 1 / 4.
Proof.
  unfold failure, vote_error, expectation, fails. simpl.
  split; [repeat destruct Rle_dec | repeat destruct Rlt_dec]; lra.
Qed.

Example bound_of_three : failure three_workers <= majority_rhs (1 / 4) 3.
Proof.
  assert (mean : mean_flip three_workers = 1 / 4) by (unfold mean_flip, three_workers, sum_of; simpl; field).
  rewrite <- mean. apply (vote_majority three_workers).
  - discriminate.
  - intros w member. simpl in member. destruct member as [<- | [<- | [<- | []]]]; simpl; lra.
  - intros w member. simpl in member. destruct member as [<- | [<- | [<- | []]]]; reflexivity.
  - rewrite mean. lra.
Qed.

(** The lower bound does not hold for one sign alone: a decoder that always says +1 is never wrong where the sign is +1, and
    always where it is -1. *)
Example constant_decoder_is_right_for_one_sign (workers : list worker) :
  expectation workers (fun y => (1 - (fun _ => 1) y) / 2) = 0 /\ error_of workers (fun _ => 1) = 1 / 2.
Proof.
  assert (never : expectation workers (fun _ => (1 - 1) / 2) = 0).
  { rewrite (expectation_extensional _ _ (fun _ => 0 * 1)) by (intros; field).
    rewrite expectation_scaled, expectation_of_one. ring. }
  split; [exact never|]. unfold error_of. rewrite never.
  rewrite (expectation_extensional _ _ (fun _ => 1)) by (intros; field). rewrite expectation_of_one. field.
Qed.

(** ** Samplers *)

(** Members 0 and 1 are common, 2 is seen by the first peer only, 3 by the second only. *)
Definition first_view (x : nat) : bool := negb (Nat.eqb x 3).
Definition second_view (x : nat) : bool := negb (Nat.eqb x 2).

(** C(2,1)/C(4,1) = 1/2 and C(2,2)/C(4,2) = 1/6 of the 24 orders, counted one by one. *)
Example agreeing_orders :
  count_of (agree PeanoNat.Nat.eq_dec first_view second_view 1) (orders [0; 1; 2; 3]%nat) = 12%nat /\
  count_of (agree PeanoNat.Nat.eq_dec first_view second_view 2) (orders [0; 1; 2; 3]%nat) = 4%nat /\
  length (orders [0; 1; 2; 3]%nat) = 24%nat.
Proof. vm_compute. repeat split. Qed.

(** One of four is offline; samples of two that wait for both stall in half of the orders. *)
Example stalled_orders :
  count_of (stalls (fun x => Nat.eqb x 3) 2 2) (orders [0; 1; 2; 3]%nat) = 12%nat /\ stall_count 4 1 2 2 = 3%nat.
Proof. vm_compute. split; reflexivity. Qed.
