(** * How far points stray: what the deviation lemmas share

    Families of n vectors form an inner-product space themselves (with the average over the nodes), so the distance of
    the nodes from the virtual iterate is one norm, and Minkowski adds up steps.

    Glossary
      square n X           (1/n) sum_i |X_i|^2
      rms n X              its root
      centred n X          X_i - Xbar *)

From Coq Require Import Reals Lra Lia Morphisms.
From Plumbline Require Import Foundations.Sums Foundations.InnerProduct Foundations.Smoothness MasterLemmas.OneStep.
Open Scope R_scope.
Open Scope vector_scope.

(** Distance after k steps of length at most b *)
Lemma path_length {V : SemiInner} (x : nat -> V) s k b :
  (forall u, (s <= u)%nat -> (u < s + k)%nat -> norm (x (S u) [-] x u) <= b) -> norm (x (s + k)%nat [-] x s) <=
    INR k * b.
Proof.
  induction k as [|k IH]; intros K.
  - rewrite Nat.add_0_r. simpl. rewrite Rmult_0_l. apply norm_le_of_square; [lra|].
    rewrite distance_of_same by reflexivity. lra.
  - rewrite Nat.add_succ_r.
    assert (E : same (x (S (s + k)) [-] x s) ((x (s + k)%nat [-] x s) [+] (x (S (s + k)) [-] x (s + k)%nat)))
      by (intros z; expand_inner; ring).
    rewrite E. eapply Rle_trans; [apply norm_triangle|].
    assert (IH' : norm (x (s + k)%nat [-] x s) <= INR k * b) by (apply IH; intros; apply K; lia).
    assert (L : norm (x (S (s + k)) [-] x (s + k)%nat) <= b) by (apply K; lia).
    rewrite S_INR. lra.
Qed.

Section Families.
Context {V : SemiInner} (n : nat).
Hypothesis nodes : (0 < n)%nat.

Definition square (X : nat -> V) : R := mean n (fun i => normsq (X i)).
Definition rms (X : nat -> V) : R := sqrt (square X).
Definition centred (X : nat -> V) (i : nat) : V := X i [-] average n X.

Lemma square_family (X : nat -> V) : square X = normsq (X : family n V).
Proof. reflexivity. Qed.

Lemma square_nonneg (X : nat -> V) : 0 <= square X.
Proof. apply mean_nonneg. intros. apply normsq_nonneg. Qed.

Lemma rms_family (X : nat -> V) : rms X = norm (X : family n V).
Proof. reflexivity. Qed.

Lemma rms_triangle (X Y : nat -> V) : rms (fun i => X i [+] Y i) <= rms X + rms Y.
Proof. exact (norm_triangle (X : family n V) Y). Qed.

Lemma rms_square (X : nat -> V) : rms X ^ 2 = square X.
Proof. exact (norm_square (X : family n V)). Qed.

Lemma rms_scal c (X : nat -> V) : rms (fun i => c [*] X i) = Rabs c * rms X.
Proof. exact (norm_scal c (X : family n V)). Qed.

Lemma rms_nonneg (X : nat -> V) : 0 <= rms X.
Proof. apply sqrt_pos. Qed.

Lemma square_ext (X Y : nat -> V) : (forall i, (i < n)%nat -> same (X i) (Y i)) -> square X = square Y.
Proof. intros E. apply mean_ext. intros i Hi. now rewrite (E i Hi). Qed.

Lemma rms_ext (X Y : nat -> V) : (forall i, (i < n)%nat -> same (X i) (Y i)) -> rms X = rms Y.
Proof. intros E. unfold rms. now rewrite (square_ext X Y E). Qed.

Lemma square_le_const (X : nat -> V) b : (forall i, (i < n)%nat -> normsq (X i) <= b) -> square X <= b.
Proof. intros K. now apply mean_le_const. Qed.

Lemma square_zero (X : nat -> V) : (forall i, (i < n)%nat -> same (X i) vzero) -> square X = 0.
Proof.
  intros E. unfold square. rewrite (mean_ext n _ (fun _ => 0)); [now apply mean_const|].
  intros i Hi. rewrite (E i Hi). apply normsq_zero.
Qed.

Lemma square_scal c (X : nat -> V) : square (fun i => c [*] X i) = c ^ 2 * square X.
Proof. unfold square. rewrite <- mean_scal. apply mean_ext. intros. apply normsq_scal. Qed.

Lemma square_young (X Y : nat -> V) s : 0 < s ->
  square (fun i => X i [+] Y i) <= (1 + s) * square X + (1 + / s) * square Y.
Proof. intros Hs. exact (young (X : family n V) Y s Hs). Qed.

(** A constant family *)
Lemma square_const (x : V) : square (fun _ => x) = normsq x.
Proof. exact (mean_const n (normsq x) nodes). Qed.

(** Differences add up when each has an inner product of 0 with its partner. *)
Lemma square_orthogonal_minus c (X Y : nat -> V) : (forall i, (i < n)%nat -> inner (X i) (Y i) = 0) ->
  square (fun i => X i [+] c [*] Y i) = square X + c ^ 2 * square Y.
Proof.
  intros Z. unfold square. rewrite <- mean_scal, <- mean_plus. apply mean_ext. intros i Hi.
  rewrite normsq_combination, (Z i Hi). ring.
Qed.

(** ** Centred families *)

Lemma spread_is_square (X : nat -> V) : spread n X (average n X) = square (centred X).
Proof. reflexivity. Qed.

Lemma centred_square (X : nat -> V) : square (centred X) = square X - normsq (average n X).
Proof. now apply mean_deviation. Qed.

(** Centring does not lengthen. *)
Lemma centred_le (X : nat -> V) : square (centred X) <= square X.
Proof. rewrite centred_square. assert (K := normsq_nonneg (average n X)). lra. Qed.

Lemma centred_same (X Y : nat -> V) i :
  (forall j, (j < n)%nat -> same (X j) (Y j)) -> (i < n)%nat -> same (centred X i) (centred Y i).
Proof. intros E Hi. unfold centred. now rewrite (E i Hi), (average_same n X Y E). Qed.

Lemma centred_plus (X Y : nat -> V) i : same (centred (fun j => X j [+] Y j) i) (centred X i [+] centred Y i).
Proof. unfold centred. rewrite average_plus. intros z. expand_inner. ring. Qed.

Lemma centred_scal c (X : nat -> V) i : same (centred (fun j => c [*] X j) i) (c [*] centred X i).
Proof. unfold centred. rewrite average_scal. intros z. expand_inner. ring. Qed.

(** Taking the same vector from every member changes nothing. *)
Lemma centred_shift (X : nat -> V) x i : same (centred (fun j => X j [-] x) i) (centred X i).
Proof.
  unfold centred. rewrite average_plus, average_const by exact nodes. intros z. expand_inner. ring.
Qed.

(** The average is the point from which the family deviates least. *)
Lemma centred_least (X : nat -> V) x : square (centred X) <= square (fun i => X i [-] x).
Proof.
  rewrite (square_ext (centred X) (centred (fun i => X i [-] x))); [apply centred_le|].
  intros i Hi. now rewrite centred_shift.
Qed.

Lemma centred_equal_members (X : nat -> V) x : (forall i, (i < n)%nat -> same (X i) x) -> square (centred X) = 0.
Proof.
  intros E. apply Rle_antisym; [|apply square_nonneg].
  eapply Rle_trans; [apply (centred_least X x)|]. right. apply square_zero.
  intros i Hi. rewrite (E i Hi). intros z. expand_inner. ring.
Qed.

(** inner products with a centred family do not see the average *)
Lemma centred_inner (X Y : nat -> V) :
  mean n (fun i => inner (centred X i) (centred Y i)) = mean n (fun i => inner (centred X i) (Y i)).
Proof.
  rewrite (mean_ext n _ (fun i => inner (centred X i) (Y i) - inner (centred X i) (average n Y)))
    by (intros; unfold centred at 2; expand_inner; ring).
  rewrite mean_minus.
  replace (mean n (fun i => inner (centred X i) (average n Y))) with 0; [ring|].
  rewrite <- inner_average. symmetry. unfold centred.
  rewrite (average_plus n X (fun _ => (-1) [*] average n X)), average_const by exact nodes.
  expand_inner. ring.
Qed.

(** Centred families of which one has mean zero against the members of the other *)
Lemma centred_orthogonal_minus c (X Y : nat -> V) :
  (forall i j, (i < n)%nat -> (j < n)%nat -> inner (X i) (Y j) = 0) ->
  square (centred (fun i => X i [+] c [*] Y i)) = square (centred X) + c ^ 2 * square (centred Y).
Proof.
  intros Z.
  rewrite (square_ext _ (fun i => centred X i [+] c [*] centred Y i)).
  2:{ intros i Hi. rewrite centred_plus, centred_scal. reflexivity. }
  apply square_orthogonal_minus. intros i Hi. unfold centred.
  assert (Z1 : inner (average n X) (Y i) = 0).
  { rewrite inner_average, (mean_ext n _ (fun _ => 0)) by (intros; now apply Z). now apply mean_const. }
  assert (Z2 : forall u, (forall j, (j < n)%nat -> inner u (Y j) = 0) -> inner u (average n Y) = 0).
  { intros u Hu. rewrite inner_average_r, (mean_ext n _ (fun _ => 0)) by (intros; now apply Hu).
    now apply mean_const. }
  assert (Z3 : inner (X i) (average n Y) = 0) by (apply Z2; intros; now apply Z).
  assert (Z4 : inner (average n X) (average n Y) = 0).
  { apply Z2. intros j Hj. rewrite inner_average, (mean_ext n _ (fun _ => 0)) by (intros; now apply Z).
    now apply mean_const. }
  assert (Z5 := Z i i Hi Hi).
  rewrite !inner_plus, !inner_plus_r, !inner_scal, !inner_scal_r, Z1, Z3, Z4, Z5. ring.
Qed.

End Families.
