(** * Mixing by a doubly stochastic matrix

    The contraction of a mixing matrix is stated for real numbers, as an inequality between quadratic forms (which a
    rational LDL^T decomposition certifies), and carried over to families of vectors.

    Glossary
      MixingMatrix n p W    W is symmetric, its rows sum to 1, and |u W - ubar|^2 <= (1-p)|u - ubar|^2 for real u
      mixed n W Y           (W Y)_i = sum_j W_ij Y_j *)

From Coq Require Import Reals Lra Lia PeanoNat.
From Plumbline Require Import Foundations.Sums Foundations.InnerProduct Foundations.QuadraticForms
  MasterLemmas.OneStep MasterLemmas.Deviation.
Open Scope R_scope.
Open Scope vector_scope.

Record MixingMatrix (n : nat) (p : R) (W : nat -> nat -> R) : Prop := {
  symmetric : forall i j, (i < n)%nat -> (j < n)%nat -> W i j = W j i;
  row_sums : forall i, (i < n)%nat -> rsum n (W i) = 1;
  contraction : forall u : nat -> R,
    rsum n (fun i => (rsum n (fun j => W i j * u j) - mean n u) ^ 2) <= (1 - p) * rsum n (fun i => (u i - mean n u) ^ 2)
}.

Arguments symmetric {_ _ _}. Arguments row_sums {_ _ _}. Arguments contraction {_ _ _}.

Definition mixed {V : SemiInner} (n : nat) (W : nat -> nat -> R) (Y : nat -> V) (i : nat) : V :=
  vsum n (fun j => W i j [*] Y j).

Section Mixing.
Context {V : SemiInner} {n : nat} {p : R} {W : nat -> nat -> R} (M : MixingMatrix n p W).
Hypothesis nodes : (0 < n)%nat.
Implicit Types Y : nat -> V.

Lemma column_sums j : (j < n)%nat -> rsum n (fun i => W i j) = 1.
Proof.
  intros Hj. rewrite <- (row_sums M j Hj). apply rsum_ext. intros i Hi. now apply (symmetric M).
Qed.

(** Mixing keeps the average. *)
Lemma mixed_average Y : same (average n (mixed n W Y)) (average n Y).
Proof.
  intros z. rewrite !inner_average. unfold mean. f_equal.
  rewrite (rsum_ext n _ (fun i => rsum n (fun j => W i j * inner (Y j) z))).
  2:{ intros i _. unfold mixed. rewrite inner_vsum. apply rsum_ext. intros. apply inner_scal. }
  rewrite rsum_exchange. apply rsum_ext. intros j Hj.
  rewrite (rsum_ext n _ (fun i => inner (Y j) z * W i j)) by (intros; ring).
  rewrite rsum_scal, (column_sums j Hj). ring.
Qed.

Let identity (k i : nat) : R := if i =? k then 1 else 0.

Let identity_sum k (a : nat -> R) : (k < n)%nat -> rsum n (fun i => identity k i * a i) = a k.
Proof.
  intros Hk. rewrite (rsum_single n k).
  - unfold identity. rewrite Nat.eqb_refl. ring.
  - exact Hk.
  - intros i _ Hi. unfold identity. apply Nat.eqb_neq in Hi. rewrite Hi. ring.
Qed.

(** |W Y - Ybar|^2 <= (1-p)|Y - Ybar|^2 *)
Lemma mixed_contraction Y : square n (centred n (mixed n W Y)) <= (1 - p) * square n (centred n Y).
Proof.
  assert (T := squares_transfer n n (fun k i => W k i - / INR n) (fun k i => identity k i - / INR n) (1 - p)).
  assert (S : forall (A : nat -> R) (u : nat -> R),
    rsum n (fun i => (A i - / INR n) * u i) = rsum n (fun i => A i * u i) - mean n u).
  { intros A u. unfold mean. rewrite <- rsum_scal, <- rsum_minus. apply rsum_ext. intros; ring. }
  assert (K : forall u : nat -> R,
    rsum n (fun k => rsum n (fun i => (W k i - / INR n) * u i) ^ 2) <=
    (1 - p) * rsum n (fun k => rsum n (fun i => (identity k i - / INR n) * u i) ^ 2)).
  { intros u. rewrite (rsum_ext n _ (fun k => (rsum n (fun i => W k i * u i) - mean n u) ^ 2))
      by (intros; now rewrite S).
    rewrite (rsum_ext n (fun k => rsum n (fun i => (identity k i - / INR n) * u i) ^ 2)
      (fun k => (u k - mean n u) ^ 2)) by (intros; now rewrite S, identity_sum).
    apply (contraction M). }
  specialize (T K V Y). cbv beta in T.
  assert (E : forall (A : nat -> R),
    same (vsum n (fun i => (A i - / INR n) [*] Y i)) (vsum n (fun i => A i [*] Y i) [-] average n Y)).
  { intros A z. rewrite inner_plus, inner_scal, inner_average, !inner_vsum. unfold mean.
    rewrite <- rsum_scal.
    rewrite (rsum_ext n _ (fun i => A i * inner (Y i) z - / INR n * inner (Y i) z))
      by (intros; rewrite inner_scal; ring).
    rewrite rsum_minus, !rsum_scal.
    rewrite (rsum_ext n (fun i => inner (A i [*] Y i) z) (fun i => A i * inner (Y i) z)) by (intros; apply inner_scal).
    ring. }
  assert (I : forall k, (k < n)%nat -> same (vsum n (fun i => identity k i [*] Y i)) (Y k)).
  { intros k Hk z. rewrite inner_vsum.
    rewrite (rsum_ext n _ (fun i => identity k i * inner (Y i) z)) by (intros; apply inner_scal).
    exact (identity_sum k (fun i => inner (Y i) z) Hk). }
  rewrite (rsum_ext n (fun k => normsq (vsum n (fun i => (W k i - / INR n) [*] Y i)))
    (fun k => normsq (centred n (mixed n W Y) k))) in T.
  2:{ intros k _. rewrite E. unfold centred. now rewrite mixed_average. }
  rewrite (rsum_ext n (fun k => normsq (vsum n (fun i => (identity k i - / INR n) [*] Y i)))
    (fun k => normsq (centred n Y k))) in T.
  2:{ intros k Hk. rewrite E, (I k Hk). reflexivity. }
  unfold square, mean.
  replace ((1 - p) * (/ INR n * rsum n (fun i => normsq (centred n Y i))))
    with (/ INR n * ((1 - p) * rsum n (fun i => normsq (centred n Y i)))) by ring.
  apply Rmult_le_compat_l; [apply inv_count_nonneg|exact T].
Qed.

End Mixing.
