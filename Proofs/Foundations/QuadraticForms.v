(** * Quadratic forms in real numbers and in vectors

    A symmetric matrix whose quadratic form is not negative on real vectors has a form that is not negative on families
    of vectors of any inner-product space: sum_ij M_ij <X_i, X_j> >= 0. So a certificate for numbers (an LDL^T
    decomposition over the rationals) gives the contraction of random vectors by a mixing matrix.

    Glossary
      form n M X        sum_{i,j<n} M_ij <X_i, X_j>
      real_line         R with the product as inner product *)

From Coq Require Import Reals Lra Lia PeanoNat.
From Plumbline Require Import Foundations.Sums Foundations.InnerProduct.
Open Scope R_scope.
Open Scope vector_scope.

Definition real_line : SemiInner.
Proof.
  refine {| vector := R; vzero := 0; vplus := Rplus; vscal := Rmult; inner := Rmult |}; intros; try ring.
  apply Rle_0_sqr.
Defined.

Definition form {V : SemiInner} (n : nat) (M : nat -> nat -> R) (X : nat -> V) : R :=
  rsum n (fun i => rsum n (fun j => M i j * inner (X i) (X j))).

Lemma form_last {V : SemiInner} n M (X : nat -> V) : (forall i j, M i j = M j i) ->
  form (S n) M X =
    form n M X + 2 * rsum n (fun i => M i n * inner (X i) (X n)) + M n n * normsq (X n).
Proof.
  intros Sym. unfold form. cbn [rsum]. rewrite rsum_plus.
  rewrite (rsum_ext n (fun j => M n j * inner (X n) (X j)) (fun i => M i n * inner (X i) (X n))).
  - unfold normsq. ring.
  - intros j _. now rewrite Sym, inner_sym.
Qed.

(** |sum_i c_i X_i|^2 as a form *)
Lemma normsq_of_combination {V : SemiInner} n (c : nat -> R) (X : nat -> V) :
  normsq (vsum n (fun i => c i [*] X i)) = form n (fun i j => c i * c j) X.
Proof.
  unfold normsq, form. rewrite inner_vsum. apply rsum_ext. intros i _.
  rewrite inner_vsum_r. apply rsum_ext. intros j _. rewrite inner_scal, inner_scal_r. ring.
Qed.

Lemma form_minus {V : SemiInner} n M N (X : nat -> V) :
  form n (fun i j => M i j - N i j) X = form n M X - form n N X.
Proof.
  unfold form. rewrite <- rsum_minus. apply rsum_ext. intros i _.
  rewrite <- rsum_minus. apply rsum_ext. intros; ring.
Qed.

Lemma form_scal {V : SemiInner} n c M (X : nat -> V) : form n (fun i j => c * M i j) X = c * form n M X.
Proof.
  unfold form. rewrite <- rsum_scal. apply rsum_ext. intros i _.
  rewrite <- rsum_scal. apply rsum_ext. intros; ring.
Qed.

Lemma form_ext {V : SemiInner} n M N (X : nat -> V) :
  (forall i j, (i < n)%nat -> (j < n)%nat -> M i j = N i j) -> form n M X = form n N X.
Proof. intros E. apply rsum_ext. intros i Hi. apply rsum_ext. intros j Hj. now rewrite E. Qed.

Lemma form_congruent {V : SemiInner} n M (X Y : nat -> V) :
  (forall i, (i < n)%nat -> same (X i) (Y i)) -> form n M X = form n M Y.
Proof.
  intros E. apply rsum_ext. intros i Hi. apply rsum_ext. intros j Hj. now rewrite (E i Hi), (E j Hj).
Qed.

Lemma form_sum {V : SemiInner} n m (M : nat -> nat -> nat -> R) (X : nat -> V) :
  form n (fun i j => rsum m (fun k => M k i j)) X = rsum m (fun k => form n (M k) X).
Proof.
  unfold form. symmetry. rewrite rsum_exchange. apply rsum_ext. intros i _. rewrite rsum_exchange.
  apply rsum_ext. intros j _. rewrite Rmult_comm, <- rsum_scal. apply rsum_ext. intros; ring.
Qed.

(** What makes 2 s l + m s^2 + q >= 0 for every s *)
Lemma linear_part_zero q l : (forall s, 0 <= q + 2 * s * l) -> l = 0.
Proof.
  intros K. destruct (Req_dec l 0) as [E|E]; [exact E|exfalso].
  assert (C := K (- (q + 1) / (2 * l))).
  replace (q + 2 * (- (q + 1) / (2 * l)) * l) with (- 1) in C by (field; exact E). lra.
Qed.

Lemma square_completed q l m : 0 < m -> (forall s, 0 <= q + 2 * s * l + m * s ^ 2) -> 0 <= q - l ^ 2 / m.
Proof.
  intros Hm K. assert (C := K (- l / m)).
  replace (q + 2 * (- l / m) * l + m * (- l / m) ^ 2) with (q - l ^ 2 / m) in C by (field; lra). exact C.
Qed.

(** A form that is not negative in numbers is not negative in vectors. *)
Theorem form_nonneg n : forall M, (forall i j, M i j = M j i) ->
  (forall u : nat -> real_line, 0 <= form n M u) -> forall (V : SemiInner) (X : nat -> V), 0 <= form n M X.
Proof.
  induction n as [|n IH]; intros M Sym Pos V X; [unfold form; simpl; lra|].
  set (m := M n n).
  (* The form at (u_0, ..., u_(n-1), s) *)
  assert (Q : forall (u : nat -> real_line) (s : R),
    0 <= form n M u + 2 * s * rsum n (fun i => M i n * u i) + m * s ^ 2).
  { intros u s. assert (K := Pos (fun i => if i <? n then u i else s)). rewrite form_last in K by exact Sym.
    rewrite (form_congruent n M _ u) in K.
    2:{ intros i Hi. apply Nat.ltb_lt in Hi. now rewrite Hi. }
    rewrite Nat.ltb_irrefl in K. unfold normsq in K. cbn [inner real_line] in K.
    rewrite (rsum_ext n _ (fun i => s * (M i n * u i))) in K.
    - rewrite rsum_scal in K. fold m in K. lra.
    - intros i Hi. apply Nat.ltb_lt in Hi. rewrite Hi. ring. }
  assert (Hm : 0 <= m).
  { assert (K := Q (fun _ => 0) 1). unfold form in K. cbn [inner real_line] in K.
    rewrite (rsum_ext n _ (fun _ => 0)) in K
      by (intros; rewrite (rsum_ext n _ (fun _ => 0)) by (intros; ring); apply rsum_zero).
    rewrite (rsum_ext n (fun i => M i n * 0) (fun _ => 0)) in K by (intros; ring).
    rewrite rsum_zero in K. lra. }
  destruct (Req_dec m 0) as [E|E].
  - (* The last row is 0. *)
    assert (Z : forall i, (i < n)%nat -> M i n = 0).
    { intros i Hi. set (u := fun k : nat => if k =? i then 1 else 0 : R).
      assert (L : rsum n (fun k => M k n * u k) = M i n).
      { rewrite (rsum_single n i); [unfold u; rewrite Nat.eqb_refl; ring|exact Hi|].
        intros k _ Hk. unfold u. apply Nat.eqb_neq in Hk. rewrite Hk. ring. }
      rewrite <- L. apply (linear_part_zero (form n M (u : nat -> real_line))). intros s.
      assert (K := Q u s). rewrite E in K. lra. }
    rewrite form_last by exact Sym. fold m. rewrite E.
    rewrite (rsum_ext n _ (fun _ => 0)) by (intros i Hi; rewrite Z by exact Hi; ring). rewrite rsum_zero.
    assert (K : 0 <= form n M X).
    { apply IH; [exact Sym|]. intros u. assert (K := Q u 0). lra. }
    lra.
  - (* The square of X_n + (1/m) sum M_in X_i is split off. *)
    assert (Hm' : 0 < m) by lra.
    set (M' := fun i j => M i j - / m * (M i n * M j n)).
    assert (K : 0 <= form n M' X).
    { apply IH.
      - intros i j. unfold M'. rewrite (Sym i j). ring.
      - intros u. unfold M'. rewrite form_minus, form_scal.
        rewrite <- (normsq_of_combination n (fun i => M i n)).
        assert (C := square_completed _ _ m Hm' (Q u)).
        replace (normsq (vsum n (fun i => (M i n : R) [*] u i)))
          with (rsum n (fun i => M i n * u i) ^ 2); [unfold Rdiv in C; lra|].
        assert (S : forall k, (vsum k (fun i => M i n [*] u i) : real_line) = rsum k (fun i => M i n * u i)).
        { induction k as [|k IHk]; [reflexivity|]. cbn [vsum rsum]. now rewrite IHk. }
        unfold normsq. rewrite S. cbn [inner real_line]. ring. }
    unfold M' in K. rewrite form_minus, form_scal, <- (normsq_of_combination n (fun i => M i n)) in K.
    rewrite form_last by exact Sym. fold m. set (y := vsum n (fun i => M i n [*] X i)) in *.
    assert (L : rsum n (fun i => M i n * inner (X i) (X n)) = inner y (X n)).
    { unfold y. rewrite inner_vsum. apply rsum_ext. intros. now rewrite inner_scal. }
    rewrite L. assert (P := normsq_nonneg (X n [+] / m [*] y)).
    rewrite normsq_combination, (inner_sym (X n)) in P.
    assert (P' : 0 <= m * (normsq (X n) + 2 * / m * inner y (X n) + (/ m) ^ 2 * normsq y))
      by (apply Rmult_le_pos; lra).
    replace (m * (normsq (X n) + 2 * / m * inner y (X n) + (/ m) ^ 2 * normsq y))
      with (m * normsq (X n) + 2 * inner y (X n) + / m * normsq y) in P' by (field; lra).
    lra.
Qed.

(** Sums of squares of linear combinations: what holds for numbers holds for vectors. *)
Theorem squares_transfer n m (A B : nat -> nat -> R) c :
  (forall u : nat -> R,
    rsum m (fun k => rsum n (fun i => A k i * u i) ^ 2) <= c * rsum m (fun k => rsum n (fun i => B k i * u i) ^ 2)) ->
  forall (V : SemiInner) (X : nat -> V),
    rsum m (fun k => normsq (vsum n (fun i => A k i [*] X i))) <=
    c * rsum m (fun k => normsq (vsum n (fun i => B k i [*] X i))).
Proof.
  intros K V X.
  set (M := fun i j => c * rsum m (fun k => B k i * B k j) - rsum m (fun k => A k i * A k j)).
  assert (E : forall (W : SemiInner) (Y : nat -> W),
    form n M Y = c * rsum m (fun k => normsq (vsum n (fun i => B k i [*] Y i)))
      - rsum m (fun k => normsq (vsum n (fun i => A k i [*] Y i)))).
  { intros W Y. unfold M. rewrite form_minus, form_scal.
    rewrite (form_sum n m (fun k i j => B k i * B k j)), (form_sum n m (fun k i j => A k i * A k j)).
    f_equal; [f_equal|]; apply rsum_ext; intros k _; now rewrite normsq_of_combination. }
  assert (P : 0 <= form n M X).
  { apply form_nonneg.
    - intros i j. unfold M. f_equal; [f_equal|]; apply rsum_ext; intros; ring.
    - intros u. rewrite E. assert (Ku := K u).
      assert (S : forall (D : nat -> nat -> R) k, normsq (vsum n (fun i => D k i [*] u i))
        = rsum n (fun i => D k i * u i) ^ 2).
      { intros D k. assert (Q : forall j, (vsum j (fun i => D k i [*] u i) : real_line)
          = rsum j (fun i => D k i * u i)).
        { induction j as [|j IHj]; [reflexivity|]. cbn [vsum rsum]. now rewrite IHj. }
        unfold normsq. rewrite Q. cbn [inner real_line]. ring. }
      rewrite (rsum_ext m (fun k => normsq (vsum n (fun i => B k i [*] u i))) _ (fun k _ => S B k)).
      rewrite (rsum_ext m (fun k => normsq (vsum n (fun i => A k i [*] u i))) _ (fun k _ => S A k)). lra. }
  rewrite E in P. lra.
Qed.
