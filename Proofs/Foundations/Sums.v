(** * Finite sums of reals

    The sums over nodes, iterations and outcomes that every other file uses.

    Glossary
      rsum n a      a_0 + ... + a_(n-1)
      mean n a      (1/n) (a_0 + ... + a_(n-1)), the average over n nodes or n iterations *)

From Coq Require Import Reals Lra Lia.
Open Scope R_scope.

Fixpoint rsum (n : nat) (a : nat -> R) : R :=
  match n with O => 0 | S k => rsum k a + a k end.

Definition mean (n : nat) (a : nat -> R) : R := / INR n * rsum n a.

Lemma rsum_ext n a b : (forall i, (i < n)%nat -> a i = b i) -> rsum n a = rsum n b.
Proof.
  induction n as [|n IH]; intros H; simpl; [reflexivity|].
  rewrite IH, H; [reflexivity|lia|intros; apply H; lia].
Qed.

Lemma rsum_plus n a b : rsum n (fun i => a i + b i) = rsum n a + rsum n b.
Proof. induction n as [|n IH]; simpl; [ring|rewrite IH; ring]. Qed.

Lemma rsum_minus n a b : rsum n (fun i => a i - b i) = rsum n a - rsum n b.
Proof. induction n as [|n IH]; simpl; [ring|rewrite IH; ring]. Qed.

Lemma rsum_scal n c a : rsum n (fun i => c * a i) = c * rsum n a.
Proof. induction n as [|n IH]; simpl; [ring|rewrite IH; ring]. Qed.

Lemma rsum_const n c : rsum n (fun _ => c) = INR n * c.
Proof. induction n as [|n IH]; [simpl; ring|]. rewrite S_INR; simpl; rewrite IH; ring. Qed.

Lemma rsum_zero n : rsum n (fun _ => 0) = 0.
Proof. rewrite rsum_const; ring. Qed.

Lemma rsum_le n a b : (forall i, (i < n)%nat -> a i <= b i) -> rsum n a <= rsum n b.
Proof.
  induction n as [|n IH]; intros H; simpl; [lra|].
  apply Rplus_le_compat; [apply IH; intros; apply H; lia|apply H; lia].
Qed.

Lemma rsum_nonneg n a : (forall i, (i < n)%nat -> 0 <= a i) -> 0 <= rsum n a.
Proof. intros H. rewrite <- (rsum_zero n). now apply rsum_le. Qed.

Lemma rsum_exchange n m (a : nat -> nat -> R) :
  rsum n (fun i => rsum m (fun j => a i j)) = rsum m (fun j => rsum n (fun i => a i j)).
Proof.
  induction n as [|n IH]; simpl; [now rewrite rsum_zero|]. now rewrite IH, rsum_plus.
Qed.

Lemma rsum_split n m a : rsum (n + m) a = rsum n a + rsum m (fun i => a (n + i)%nat).
Proof.
  induction m as [|m IH]; simpl; [rewrite Nat.add_0_r; ring|].
  rewrite Nat.add_succ_r; simpl. rewrite IH. ring.
Qed.

(** Terms past a_0, for sums that lose their first term. *)
Lemma rsum_first n a : rsum (S n) a = a O + rsum n (fun i => a (S i)).
Proof. change (S n) with (1 + n)%nat. rewrite rsum_split. simpl. ring. Qed.

Lemma rsum_telescope n a : rsum n (fun i => a (S i) - a i) = a n - a O.
Proof. induction n as [|n IH]; simpl; [ring|rewrite IH; ring]. Qed.

(** A sum with a single term that is not 0. *)
Lemma rsum_single n k a :
  (k < n)%nat -> (forall i, (i < n)%nat -> i <> k -> a i = 0) -> rsum n a = a k.
Proof.
  induction n as [|n IH]; intros Hk H; [lia|]. simpl.
  destruct (Nat.eq_dec k n) as [->|Hne].
  - rewrite (rsum_ext n a (fun _ => 0)); [rewrite rsum_zero; ring|]. intros i Hi; apply H; lia.
  - rewrite IH, (H n); [ring|lia|lia|lia|]. intros; apply H; lia.
Qed.

(** No term is larger than a sum of terms that are not negative. *)
Lemma rsum_term_le n k a : (k < n)%nat -> (forall i, (i < n)%nat -> 0 <= a i) -> a k <= rsum n a.
Proof.
  induction n as [|n IH]; intros Hk H; [lia|]. simpl.
  assert (0 <= rsum n a) by (apply rsum_nonneg; intros; apply H; lia).
  destruct (Nat.eq_dec k n) as [->|Hne]; [lra|].
  assert (a k <= rsum n a) by (apply IH; [lia|intros; apply H; lia]).
  assert (0 <= a n) by (apply H; lia). lra.
Qed.

(** A longer sum of terms that are not negative is larger. *)
Lemma rsum_le_length n m a : (n <= m)%nat -> (forall i, 0 <= a i) -> rsum n a <= rsum m a.
Proof.
  intros Hnm H. replace m with (n + (m - n))%nat by lia. rewrite rsum_split.
  assert (0 <= rsum (m - n) (fun i => a (n + i)%nat)) by (apply rsum_nonneg; intros; apply H). lra.
Qed.

(** Cauchy-Schwarz against the constant 1. *)
Lemma rsum_square_le n a : (rsum n a) ^ 2 <= INR n * rsum n (fun i => a i ^ 2).
Proof.
  induction n as [|n IH]; [simpl; lra|].
  rewrite S_INR. cbn [rsum].
  set (s := rsum n a) in *. set (v := rsum n (fun i => a i ^ 2)) in *.
  assert (Hn : 0 <= INR n) by apply pos_INR.
  destruct (Req_dec (INR n) 0) as [H0|H0].
  - rewrite H0 in *. assert (s = 0) by nra.
    assert (0 <= v) by (apply rsum_nonneg; intros; apply pow2_ge_0).
    rewrite H. nra.
  - assert (0 < INR n) by lra.
    assert (Hv : s ^ 2 / INR n <= v) by (apply (Rmult_le_reg_l (INR n)); [lra|]; field_simplify; lra).
    assert (Hc : 2 * s * a n <= s ^ 2 / INR n + INR n * a n ^ 2).
    { apply (Rmult_le_reg_l (INR n)); [lra|]. field_simplify; [|lra].
      assert (0 <= (s - INR n * a n) ^ 2) by apply pow2_ge_0. nra. }
    nra.
Qed.

Lemma sum_of_indices n : rsum n INR = INR n * (INR n - 1) / 2.
Proof. induction n as [|n IH]; [simpl; field|]. rewrite S_INR. cbn [rsum]. rewrite IH. field. Qed.

Lemma sum_of_squared_indices n :
  rsum n (fun i => INR i ^ 2) = INR n * (INR n - 1) * (2 * INR n - 1) / 6.
Proof. induction n as [|n IH]; [simpl; field|]. rewrite S_INR. cbn [rsum]. rewrite IH. field. Qed.

(** ** Averages *)

Lemma inv_count_positive n : (0 < n)%nat -> 0 < / INR n.
Proof. intros. apply Rinv_0_lt_compat. now apply lt_0_INR. Qed.

Lemma count_positive n : (0 < n)%nat -> 0 < INR n.
Proof. intros. now apply lt_0_INR. Qed.

Lemma inv_count_nonneg n : 0 <= / INR n.
Proof.
  destruct n as [|n]; [simpl; rewrite Rinv_0; lra|].
  apply Rlt_le, inv_count_positive; lia.
Qed.

Lemma mean_ext n a b : (forall i, (i < n)%nat -> a i = b i) -> mean n a = mean n b.
Proof. intros H. unfold mean. now rewrite (rsum_ext n a b H). Qed.

Lemma mean_plus n a b : mean n (fun i => a i + b i) = mean n a + mean n b.
Proof. unfold mean. rewrite rsum_plus. ring. Qed.

Lemma mean_minus n a b : mean n (fun i => a i - b i) = mean n a - mean n b.
Proof. unfold mean. rewrite rsum_minus. ring. Qed.

Lemma mean_scal n c a : mean n (fun i => c * a i) = c * mean n a.
Proof. unfold mean. rewrite rsum_scal. ring. Qed.

Lemma mean_const n c : (0 < n)%nat -> mean n (fun _ => c) = c.
Proof. intros H. unfold mean. rewrite rsum_const. field. apply not_0_INR; lia. Qed.

Lemma mean_le n a b : (forall i, (i < n)%nat -> a i <= b i) -> mean n a <= mean n b.
Proof.
  intros H. unfold mean. apply Rmult_le_compat_l; [apply inv_count_nonneg|]. now apply rsum_le.
Qed.

Lemma mean_le_const n a c : (0 < n)%nat -> (forall i, (i < n)%nat -> a i <= c) -> mean n a <= c.
Proof. intros Hn H. rewrite <- (mean_const n c Hn). now apply mean_le. Qed.

Lemma mean_nonneg n a : (forall i, (i < n)%nat -> 0 <= a i) -> 0 <= mean n a.
Proof.
  intros H. unfold mean. apply Rmult_le_pos; [apply inv_count_nonneg|now apply rsum_nonneg].
Qed.
