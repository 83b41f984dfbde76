(** * Mixing over random links

    In slot t the nodes mix by a random symmetric matrix A(t) whose rows sum to 1 and that is independent of what
    happened before. All that is used of independence is that second moments factor: E[(sum_k A_ki A_kj) <Y, Z>] is
    S_ij E<Y, Z> for vectors Y and Z that are determined before the links are drawn, S = E[A^T A]. The contraction is an
    inequality between quadratic forms of S and of the identity, as for a fixed matrix.

    Glossary
      MixingOperator F n T p mix    what the deviation lemma needs of the mixing in slot t, mix t Y
      RandomMatrix                  the random matrices A(t)
      random_mix                    (A(t) Y)_i = sum_j A_ij(t) Y_j
      fixed_matrix                  a matrix that is not random is one, with S = A^T A
      gradients_at, links_at, channel_at
                                    the three phases of slot t on the clock of the history: before its gradients, before
                                    its links, and before its receiver noise *)

From Coq Require Import Reals Lra Lia PeanoNat.
From Plumbline Require Import Foundations.Sums Foundations.InnerProduct Foundations.QuadraticForms
  Foundations.Smoothness Foundations.Probability Foundations.History MasterLemmas.OneStep MasterLemmas.Deviation
  Algorithms.Mixing.
Open Scope R_scope.
Open Scope vector_scope.

Definition gradients_at (t : nat) : nat := (3 * t)%nat.
Definition links_at (t : nat) : nat := (3 * t + 1)%nat.
Definition channel_at (t : nat) : nat := (3 * t + 2)%nat.

Lemma phases_grow t : (gradients_at t <= gradients_at (S t))%nat.
Proof. unfold gradients_at. lia. Qed.

Record MixingOperator {H : SemiInner} (F : History H) (n T : nat) (p : R)
  (mix : nat -> (nat -> H) -> nat -> H) : Prop := {
  mix_same : forall t Y Z, (t < T)%nat -> (forall j, (j < n)%nat -> same (Y j) (Z j)) ->
    forall i, (i < n)%nat -> same (mix t Y i) (mix t Z i);
  mix_average : forall t Y, (t < T)%nat -> same (average n (mix t Y)) (average n Y);
  mix_contraction : forall t Y, (t < T)%nat -> (forall j, (j < n)%nat -> known F (links_at t) (Y j)) ->
    square n (centred n (mix t Y)) <= (1 - p) * square n (centred n Y);
  mix_known : forall t Y, (t < T)%nat -> (forall j, (j < n)%nat -> known F (links_at t) (Y j)) ->
    forall i, (i < n)%nat -> known F (channel_at t) (mix t Y i)
}.

Arguments mix_same {_ _ _ _ _ _}. Arguments mix_average {_ _ _ _ _ _}. Arguments mix_contraction {_ _ _ _ _ _}.
Arguments mix_known {_ _ _ _ _ _}.

Section Random.
Context {V : InnerProductSpace} {P : ProbabilitySpace V} (F : History (L2 P)) (n T : nat) (p : R)
  (A : nat -> nat -> nat -> outcome P -> R) (entry_bounded : forall t i j, bounded P (A t i j)).

Definition times (t i j : nat) (Y : L2 P) : L2 P := multiple (A t i j) (entry_bounded t i j) Y.

Record RandomMatrix := {
  entry_symmetric : forall t i j w, (t < T)%nat -> (i < n)%nat -> (j < n)%nat -> A t i j w = A t j i w;
  entry_rows : forall t i w, (t < T)%nat -> (i < n)%nat -> rsum n (fun j => A t i j w) = 1;
  (** S(t) = E[A^T A] *)
  second_moment : nat -> nat -> nat -> R;
  second_moment_symmetric : forall t i j, second_moment t i j = second_moment t j i;
  links_independent : forall t (Y Z : L2 P) i j, (t < T)%nat -> (i < n)%nat -> (j < n)%nat ->
    known F (links_at t) Y -> known F (links_at t) Z ->
    rsum n (fun k => expect P (fun w => A t k i w * A t k j w * inner (draw Y w) (draw Z w)))
    = second_moment t i j * expect P (fun w => inner (draw Y w) (draw Z w));
  (** u^T S u - n ubar^2 <= (1-p) |u - ubar|^2 *)
  mean_square_contraction : forall t (u : nat -> R), (t < T)%nat ->
    rsum n (fun i => rsum n (fun j => second_moment t i j * (u i * u j))) - INR n * mean n u ^ 2
    <= (1 - p) * rsum n (fun i => (u i - mean n u) ^ 2);
  links_known : forall t i j (Y : L2 P), (t < T)%nat -> (i < n)%nat -> (j < n)%nat ->
    known F (links_at t) Y -> known F (channel_at t) (times t i j Y)
}.

Variable M : RandomMatrix.
Hypothesis nodes : (0 < n)%nat.

Definition random_mix (t : nat) (Y : nat -> L2 P) (i : nat) : L2 P := vsum n (fun j => times t i j (Y j)).

Lemma draw_random_mix t Y i w : draw (random_mix t Y i) w = vsum n (fun j => A t i j w [*] draw (Y j) w).
Proof. unfold random_mix. now rewrite draw_vsum. Qed.

(** A factor may be moved to the other side of an inner product. *)
Lemma times_same t i j (Y Z : L2 P) : same Y Z -> same (times t i j Y) (times t i j Z).
Proof.
  intros E X.
  assert (K : forall U : L2 P, inner (times t i j U) X = inner U (times t i j X)).
  { intros U. apply expect_ext. intros w. simpl. now rewrite inner_scal, inner_scal_r. }
  now rewrite !K, E.
Qed.

Lemma random_mix_average t Y : (t < T)%nat -> same (average n (random_mix t Y)) (average n Y).
Proof.
  intros Ht. apply same_pointwise. intros w. rewrite !draw_average. apply separated. intros z.
  rewrite !inner_average. unfold mean. f_equal.
  rewrite (rsum_ext n _ (fun i => rsum n (fun j => A t i j w * inner (draw (Y j) w) z))).
  2:{ intros i _. rewrite draw_random_mix, inner_vsum. apply rsum_ext. intros. apply inner_scal. }
  rewrite rsum_exchange. apply rsum_ext. intros j Hj.
  rewrite (rsum_ext n _ (fun i => inner (draw (Y j) w) z * A t j i w)).
  2:{ intros i Hi. rewrite (entry_symmetric M) by assumption. ring. }
  rewrite rsum_scal, (entry_rows M) by assumption. ring.
Qed.

(** sum_k |(A Y)_k|^2 = sum_ij S_ij <Y_i, Y_j> *)
Lemma random_mix_square t Y : (t < T)%nat -> (forall j, (j < n)%nat -> known F (links_at t) (Y j)) ->
  rsum n (fun k => normsq (random_mix t Y k)) = form n (second_moment M t) Y.
Proof.
  intros Ht K. unfold form.
  rewrite (rsum_ext n _ (fun k => rsum n (fun i => rsum n (fun j => inner (times t k i (Y i)) (times t k j (Y j)))))).
  2:{ intros k _. unfold normsq, random_mix. rewrite inner_vsum. apply rsum_ext. intros i _. apply inner_vsum_r. }
  rewrite rsum_exchange. apply rsum_ext. intros i Hi. rewrite rsum_exchange. apply rsum_ext. intros j Hj.
  etransitivity; [|exact (links_independent M t (Y i) (Y j) i j Ht Hi Hj (K i Hi) (K j Hj))].
  apply rsum_ext. intros k _. apply expect_ext. intros w. simpl. rewrite inner_scal, inner_scal_r. ring.
Qed.

Lemma random_mix_contraction t Y : (t < T)%nat -> (forall j, (j < n)%nat -> known F (links_at t) (Y j)) ->
  square n (centred n (random_mix t Y)) <= (1 - p) * square n (centred n Y).
Proof.
  intros Ht K. assert (Hn := count_positive n nodes).
  (* the difference of both sides is a quadratic form *)
  set (D := fun i j => (1 - p) * ((if j =? i then 1 else 0) - / INR n) - (second_moment M t i j - / INR n)).
  assert (Dform : forall (W : SemiInner) (X : nat -> W),
    form n D X = (1 - p) * (INR n * square n (centred n X))
      - (form n (second_moment M t) X - INR n * normsq (average n X))).
  { intros W X.
    assert (I : form n (fun i j => if j =? i then 1 else 0) X = INR n * square n X).
    { unfold form, square, mean. rewrite <- Rmult_assoc, Rinv_r, Rmult_1_l by lra. apply rsum_ext. intros i Hi.
      rewrite (rsum_single n i).
      - rewrite Nat.eqb_refl. unfold normsq. ring.
      - exact Hi.
      - intros j _ Hj. apply Nat.eqb_neq in Hj. rewrite Hj. ring. }
    assert (J : form n (fun _ _ => / INR n) X = INR n * normsq (average n X)).
    { unfold normsq. rewrite inner_average.
      rewrite (mean_ext n _ (fun i => mean n (fun j => inner (X i) (X j)))) by (intros; apply inner_average_r).
      unfold form, mean. rewrite <- Rmult_assoc, Rinv_r, Rmult_1_l by lra. apply rsum_ext. intros i _.
      now rewrite rsum_scal. }
    unfold D. rewrite (form_minus n (fun i j => (1 - p) * ((if j =? i then 1 else 0) - / INR n))
      (fun i j => second_moment M t i j - / INR n)).
    rewrite (form_scal n (1 - p) (fun i j => (if j =? i then 1 else 0) - / INR n)).
    rewrite (form_minus n (fun i j => if j =? i then 1 else 0) (fun _ _ => / INR n)).
    rewrite (form_minus n (second_moment M t) (fun _ _ => / INR n)).
    rewrite I, J, (centred_square n nodes). ring. }
  assert (N : 0 <= form n D Y).
  { apply form_nonneg.
    - intros i j. unfold D. rewrite (second_moment_symmetric M), Nat.eqb_sym. reflexivity.
    - intros u. rewrite Dform.
      assert (C := mean_square_contraction M t u Ht).
      assert (A1 : forall k, (vsum k u : real_line) = rsum k u)
        by (induction k as [|k IH]; [reflexivity|cbn [vsum rsum]; now rewrite IH]).
      assert (A2 : (average n u : real_line) = mean n u) by (unfold average, mean; now rewrite A1).
      unfold form. cbn [inner real_line]. unfold square, centred. rewrite A2. unfold normsq.
      cbn [inner real_line vplus vscal].
      unfold mean at 1. rewrite <- (Rmult_assoc (INR n)), Rinv_r, Rmult_1_l by lra.
      rewrite (rsum_ext n (fun i => (u i + -1 * mean n u) * (u i + -1 * mean n u)) (fun i => (u i - mean n u) ^ 2))
        by (intros; ring).
      replace (mean n u * mean n u) with (mean n u ^ 2) by ring. lra. }
  rewrite Dform, <- (random_mix_square t Y Ht K) in N.
  assert (E : rsum n (fun k => normsq (random_mix t Y k)) = INR n * square n (random_mix t Y)).
  { unfold square, mean. rewrite <- Rmult_assoc, Rinv_r, Rmult_1_l; lra. }
  rewrite E in N. rewrite (centred_square n nodes), (random_mix_average t Y Ht).
  apply Rmult_le_reg_l with (INR n); [exact Hn|]. lra.
Qed.

Lemma random_mix_operator : MixingOperator F n T p random_mix.
Proof.
  split.
  - intros t Y Z Ht E i Hi. apply vsum_same. intros j Hj. now apply times_same, E.
  - intros t Y Ht. now apply random_mix_average.
  - intros t Y Ht K. now apply random_mix_contraction.
  - intros t Y Ht K i Hi. apply known_vsum. intros j Hj. apply (links_known M); auto.
Qed.

End Random.

(** ** A fixed matrix *)

Section Fixed.
Context {V : InnerProductSpace} {P : ProbabilitySpace V} (F : History (L2 P)) (n T : nat) (p : R) (A : nat -> nat -> R).
Variable constant_bounded : forall t i j : nat, bounded P ((fun _ i j _ => A i j) t i j : outcome P -> R).
Hypothesis nodes : (0 < n)%nat.

Let S (i j : nat) : R := rsum n (fun k => A k i * A k j).

Lemma fixed_second_moment (M : MixingMatrix n p A) (u : nat -> R) :
  rsum n (fun i => rsum n (fun j => S i j * (u i * u j))) - INR n * mean n u ^ 2
  <= (1 - p) * rsum n (fun i => (u i - mean n u) ^ 2).
Proof.
  assert (Hn := count_positive n nodes).
  set (a := fun k => rsum n (fun i => A k i * u i)).
  assert (E : rsum n (fun i => rsum n (fun j => S i j * (u i * u j))) = rsum n (fun k => a k ^ 2)).
  { assert (Fm := form_sum (V := real_line) n n (fun k i j => A k i * A k j) u).
    unfold form in Fm at 1. cbn [inner real_line] in Fm. unfold S. rewrite Fm. apply rsum_ext. intros k _.
    rewrite <- (normsq_of_combination n (A k) (u : nat -> real_line)).
    assert (Q : forall m, (vsum m (fun i => (A k i : R) [*] (u i : real_line)) : real_line)
      = rsum m (fun i => A k i * u i)).
    { induction m as [|m IH]; [reflexivity|]. cbn [vsum rsum]. now rewrite IH. }
    unfold normsq. rewrite Q. cbn [inner real_line]. unfold a. ring. }
  assert (Sum : rsum n a = INR n * mean n u).
  { unfold a. rewrite rsum_exchange. rewrite (rsum_ext n _ u).
    - unfold mean. field. lra.
    - intros j Hj. rewrite (rsum_ext n _ (fun i => u j * A i j)) by (intros; ring).
      rewrite rsum_scal, (column_sums M j Hj). ring. }
  assert (C := contraction M u). fold a in C.
  rewrite (rsum_ext n (fun i => (rsum n (fun j => A i j * u j) - mean n u) ^ 2)
    (fun k => a k ^ 2 + (- (2 * mean n u) * a k + mean n u ^ 2))) in C by (intros; unfold a; ring).
  rewrite rsum_plus, rsum_plus, rsum_scal, rsum_const, Sum in C. rewrite E. lra.
Qed.

Definition fixed_matrix (M : MixingMatrix n p A) : RandomMatrix F n T p (fun _ i j _ => A i j) constant_bounded.
Proof.
  refine {| second_moment := fun _ => S |}.
  - intros t i j w _ Hi Hj. now apply (symmetric M).
  - intros t i w _ Hi. now apply (row_sums M).
  - intros t i j. apply rsum_ext. intros; ring.
  - intros t Y Z i j _ _ _ _ _. unfold S. rewrite Rmult_comm, <- rsum_scal. apply rsum_ext. intros k _.
    rewrite (expect_scal _ P (A k i * A k j) (fun w => inner (draw Y w) (draw Z w))) by apply integrable_product. ring.
  - intros t u _. now apply fixed_second_moment.
  - intros t i j Y _ _ _ K. apply known_same with (A i j [*] Y).
    + apply same_pointwise. reflexivity.
    + apply known_later with (links_at t); [unfold links_at, channel_at; lia|]. now apply known_scal.
Defined.

End Fixed.
