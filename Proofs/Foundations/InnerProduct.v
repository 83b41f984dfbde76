(** * Inner-product spaces

    A [SemiInner] is a real space with a symmetric bilinear form that is not negative on the diagonal. Three kinds are
    used: the space of the parameters (R^d), the square-integrable random vectors over it with E<X, Y>, and families of
    n vectors with the average of the inner products. Cauchy-Schwarz, Minkowski, Jensen and Young are proved once, here,
    and hold for all three. No law speaks of equality of vectors: points that no inner product tells apart are [same]
    (equal almost surely, for random vectors). An [InnerProductSpace] is one in which such points are equal.

    Glossary
      inner x y        <x, y>
      normsq x         |x|^2 = <x, x>
      norm x           |x|
      x [+] y, x [-] y, c [*] x     sum, difference, multiple
      vsum n X         X_0 + ... + X_(n-1)
      average n X      (1/n) vsum n X
      same x y         <x, z> = <y, z> for every z
      family n V       n vectors of V with <X, Y> = (1/n) sum_i <X_i, Y_i> *)

From Coq Require Import Reals Lra Lia Setoid Morphisms.
From Plumbline Require Import Foundations.Sums.
Open Scope R_scope.

Record SemiInner := {
  vector :> Type;
  vzero : vector;
  vplus : vector -> vector -> vector;
  vscal : R -> vector -> vector;
  inner : vector -> vector -> R;
  inner_sym : forall x y, inner x y = inner y x;
  inner_zero : forall z, inner vzero z = 0;
  inner_plus : forall x y z, inner (vplus x y) z = inner x z + inner y z;
  inner_scal : forall c x z, inner (vscal c x) z = c * inner x z;
  inner_nonneg : forall x, 0 <= inner x x
}.

Arguments vzero {_}. Arguments vplus {_}. Arguments vscal {_}. Arguments inner {_}.
Arguments inner_sym {_}. Arguments inner_zero {_}. Arguments inner_plus {_}. Arguments inner_scal {_}.
Arguments inner_nonneg {_}.

Declare Scope vector_scope.
Delimit Scope vector_scope with vector.
Open Scope vector_scope.
Notation "x [+] y" := (vplus x y) (at level 50, left associativity) : vector_scope.
Notation "c [*] x" := (vscal c x) (at level 40, left associativity) : vector_scope.
Notation "x [-] y" := (vplus x (vscal (-1) y)) (at level 50, left associativity) : vector_scope.

Definition normsq {V : SemiInner} (x : V) : R := inner x x.
Definition norm {V : SemiInner} (x : V) : R := sqrt (normsq x).
Definition same {V : SemiInner} (x y : V) : Prop := forall z, inner x z = inner y z.

Fixpoint vsum {V : SemiInner} (n : nat) (X : nat -> V) : V :=
  match n with O => vzero | S k => vsum k X [+] X k end.
Definition average {V : SemiInner} (n : nat) (X : nat -> V) : V := / INR n [*] vsum n X.

Section Laws.
Context {V : SemiInner}.
Implicit Types x y z : V.

Lemma inner_plus_r x y z : inner x (y [+] z) = inner x y + inner x z.
Proof. rewrite inner_sym, inner_plus. now rewrite (inner_sym y), (inner_sym z). Qed.

Lemma inner_scal_r c x y : inner x (c [*] y) = c * inner x y.
Proof. rewrite inner_sym, inner_scal. now rewrite inner_sym. Qed.

Lemma inner_zero_r x : inner x vzero = 0.
Proof. rewrite inner_sym. apply inner_zero. Qed.

Lemma inner_vsum n (X : nat -> V) z : inner (vsum n X) z = rsum n (fun i => inner (X i) z).
Proof. induction n as [|n IH]; simpl; [apply inner_zero|]. now rewrite inner_plus, IH. Qed.

Lemma inner_vsum_r n (X : nat -> V) z : inner z (vsum n X) = rsum n (fun i => inner z (X i)).
Proof. rewrite inner_sym, inner_vsum. apply rsum_ext; intros; apply inner_sym. Qed.

Lemma inner_average n (X : nat -> V) z : inner (average n X) z = mean n (fun i => inner (X i) z).
Proof. unfold average, mean. now rewrite inner_scal, inner_vsum. Qed.

Lemma inner_average_r n (X : nat -> V) z : inner z (average n X) = mean n (fun i => inner z (X i)).
Proof. unfold average, mean. now rewrite inner_scal_r, inner_vsum_r. Qed.

Lemma normsq_nonneg x : 0 <= normsq x.
Proof. apply inner_nonneg. Qed.

End Laws.

(** Inner products of sums and multiples become polynomials in inner products of what they are made of. *)
Ltac expand_inner :=
  unfold normsq in *;
  repeat (rewrite ?inner_plus, ?inner_plus_r, ?inner_scal, ?inner_scal_r, ?inner_zero, ?inner_zero_r).

(** One of <x, y> and <y, x> is rewritten into the other. *)
Ltac align_inner :=
  repeat match goal with
  | |- context [inner ?x ?y] =>
      lazymatch x with y => fail | _ => idtac end;
      match goal with |- context [inner y x] => rewrite (inner_sym y x) end
  end.

Ltac inner_ring := expand_inner; align_inner; ring.

(** The square of a sum whose parts have names: |x + c y|^2 *)
Lemma normsq_combination {V : SemiInner} (x y : V) c :
  normsq (x [+] c [*] y) = normsq x + 2 * c * inner x y + c ^ 2 * normsq y.
Proof. inner_ring. Qed.

Section Equality.
Context {V : SemiInner}.

Global Instance same_equivalence : Equivalence (@same V).
Proof.
  split; [intros x z|intros x y H z|intros x y z H K u]; [reflexivity|now rewrite H|now rewrite H].
Qed.

Global Instance inner_proper : Proper (same ==> same ==> eq) (@inner V).
Proof. intros x x' Hx y y' Hy. rewrite Hx, (inner_sym x'), Hy. apply inner_sym. Qed.

Global Instance vplus_proper : Proper (same ==> same ==> same) (@vplus V).
Proof. intros x x' Hx y y' Hy z. now rewrite !inner_plus, Hx, Hy. Qed.

Global Instance vscal_proper : Proper (eq ==> same ==> same) (@vscal V).
Proof. intros c c' -> x x' Hx z. now rewrite !inner_scal, Hx. Qed.

Global Instance normsq_proper : Proper (same ==> eq) (@normsq V).
Proof. intros x x' Hx. unfold normsq. now rewrite Hx. Qed.

Global Instance norm_proper : Proper (same ==> eq) (@norm V).
Proof. intros x x' Hx. unfold norm. now rewrite Hx. Qed.

Lemma vsum_same n (X Y : nat -> V) : (forall i, (i < n)%nat -> same (X i) (Y i)) -> same (vsum n X) (vsum n Y).
Proof. intros H z. rewrite !inner_vsum. apply rsum_ext. intros i Hi. now apply H. Qed.

Lemma average_same n (X Y : nat -> V) :
  (forall i, (i < n)%nat -> same (X i) (Y i)) -> same (average n X) (average n Y).
Proof. intros H. unfold average. now rewrite (vsum_same n X Y H). Qed.

End Equality.

Section Inequalities.
Context {V : SemiInner}.
Implicit Types x y z : V.

(** A vector of length 0 is orthogonal to everything. *)
Lemma inner_null x y : normsq y = 0 -> inner x y = 0.
Proof.
  intros Hy. destruct (Req_dec (inner x y) 0) as [E|E]; [exact E|exfalso].
  set (t := - (normsq x + 1) / (2 * inner x y)).
  assert (H := normsq_nonneg (x [+] t [*] y)). rewrite normsq_combination, Hy in H.
  replace (2 * t * inner x y) with (- (normsq x + 1)) in H by (unfold t; field; exact E). lra.
Qed.

Lemma cauchy_schwarz_square x y : inner x y ^ 2 <= normsq x * normsq y.
Proof.
  destruct (Req_dec (normsq y) 0) as [Hy|Hy].
  - rewrite (inner_null x y Hy), Hy. lra.
  - assert (Hp : 0 < normsq y) by (destruct (normsq_nonneg y); [assumption|congruence]).
    set (t := - inner x y / normsq y).
    assert (H := normsq_nonneg (x [+] t [*] y)). rewrite normsq_combination in H.
    replace (normsq x + 2 * t * inner x y + t ^ 2 * normsq y)
      with ((normsq x * normsq y - inner x y ^ 2) / normsq y) in H by (unfold t; field; lra).
    assert (0 <= (normsq x * normsq y - inner x y ^ 2) / normsq y * normsq y) by (apply Rmult_le_pos; lra).
    replace ((normsq x * normsq y - inner x y ^ 2) / normsq y * normsq y)
      with (normsq x * normsq y - inner x y ^ 2) in H0 by (field; lra). lra.
Qed.

Lemma norm_nonneg x : 0 <= norm x.
Proof. apply sqrt_pos. Qed.

Lemma norm_square x : norm x ^ 2 = normsq x.
Proof. unfold norm. simpl. rewrite Rmult_1_r. apply sqrt_sqrt, normsq_nonneg. Qed.

Lemma cauchy_schwarz x y : inner x y <= norm x * norm y.
Proof.
  apply Rle_trans with (Rabs (inner x y)); [apply Rle_abs|].
  rewrite <- (Rabs_pos_eq (norm x * norm y)) by (apply Rmult_le_pos; apply norm_nonneg).
  apply Rsqr_le_abs_0. unfold Rsqr.
  replace (norm x * norm y * (norm x * norm y)) with (norm x ^ 2 * norm y ^ 2) by ring.
  rewrite !norm_square. assert (H := cauchy_schwarz_square x y). simpl in H. lra.
Qed.

(** Minkowski *)
Lemma norm_triangle x y : norm (x [+] y) <= norm x + norm y.
Proof.
  assert (Hx := norm_nonneg x). assert (Hy := norm_nonneg y).
  apply Rsqr_incr_0_var; [|lra]. unfold Rsqr.
  replace (norm (x [+] y) * norm (x [+] y)) with (norm (x [+] y) ^ 2) by ring.
  rewrite norm_square. replace (normsq (x [+] y)) with (norm x ^ 2 + norm y ^ 2 + 2 * inner x y)
    by (rewrite !norm_square; inner_ring).
  assert (H := cauchy_schwarz x y). nra.
Qed.

Lemma norm_scal c x : norm (c [*] x) = Rabs c * norm x.
Proof.
  unfold norm. replace (normsq (c [*] x)) with (Rsqr c * normsq x) by (unfold Rsqr; inner_ring).
  rewrite sqrt_mult by (try apply Rle_0_sqr; apply normsq_nonneg). now rewrite sqrt_Rsqr_abs.
Qed.

Lemma normsq_scal c x : normsq (c [*] x) = c ^ 2 * normsq x.
Proof. inner_ring. Qed.

Lemma normsq_opp_sub x y : normsq (x [-] y) = normsq (y [-] x).
Proof. inner_ring. Qed.

Lemma normsq_zero : normsq (@vzero V) = 0.
Proof. unfold normsq. apply inner_zero. Qed.

Lemma norm_zero : norm (@vzero V) = 0.
Proof. unfold norm. rewrite normsq_zero. apply sqrt_0. Qed.

Lemma norm_vsum n (X : nat -> V) : norm (vsum n X) <= rsum n (fun i => norm (X i)).
Proof.
  induction n as [|n IH]; simpl; [rewrite norm_zero; lra|].
  apply Rle_trans with (norm (vsum n X) + norm (X n)); [apply norm_triangle|lra].
Qed.

Lemma norm_le_of_square x b : 0 <= b -> normsq x <= b ^ 2 -> norm x <= b.
Proof.
  intros Hb H. unfold norm. rewrite <- (sqrt_pow2 b Hb). now apply sqrt_le_1_alt.
Qed.

Lemma square_le_of_norm x b : norm x <= b -> normsq x <= b ^ 2.
Proof.
  intros H. rewrite <- norm_square. assert (H0 := norm_nonneg x). apply pow_incr. lra.
Qed.

Lemma norm_le_sqrt x b : normsq x <= b -> norm x <= sqrt b.
Proof. intros H. unfold norm. now apply sqrt_le_1_alt. Qed.

(** Points that are at distance 0 are the same. *)
Lemma same_of_distance x y : normsq (x [-] y) <= 0 -> same x y.
Proof.
  intros H z. assert (H0 : normsq (x [-] y) = 0) by (apply Rle_antisym; [exact H|apply normsq_nonneg]).
  assert (K := inner_null z _ H0). rewrite inner_plus_r, inner_scal_r in K.
  rewrite (inner_sym x), (inner_sym y). lra.
Qed.

Lemma distance_of_same x y : same x y -> normsq (x [-] y) = 0.
Proof. intros H. unfold normsq. rewrite inner_plus, inner_scal, H. ring. Qed.

(** Young: 2<x, y> <= s|x|^2 + |y|^2/s *)
Lemma young_inner x y s : 0 < s -> 2 * inner x y <= s * normsq x + / s * normsq y.
Proof.
  intros Hs. assert (H := normsq_nonneg (s [*] x [-] y)).
  replace (normsq (s [*] x [-] y)) with (s * (s * normsq x + / s * normsq y - 2 * inner x y)) in H.
  - apply Rmult_le_reg_l with s; [exact Hs|]. lra.
  - expand_inner; align_inner; field; lra.
Qed.

Lemma young x y s : 0 < s -> normsq (x [+] y) <= (1 + s) * normsq x + (1 + / s) * normsq y.
Proof.
  intros Hs. assert (H := young_inner x y s Hs).
  replace (normsq (x [+] y)) with (normsq x + normsq y + 2 * inner x y) by inner_ring. lra.
Qed.

Lemma normsq_sum_le x y : normsq (x [+] y) <= 2 * normsq x + 2 * normsq y.
Proof. assert (H := young x y 1 Rlt_0_1). rewrite Rinv_1 in H. lra. Qed.

(** Jensen for squares with weights: |sum w_i X_i|^2 <= (sum w_i) sum w_i |X_i|^2 *)
Lemma jensen_weighted n (w : nat -> R) (X : nat -> V) :
  (forall i, (i < n)%nat -> 0 <= w i) ->
  normsq (vsum n (fun i => w i [*] X i)) <= rsum n w * rsum n (fun i => w i * normsq (X i)).
Proof.
  induction n as [|n IH]; intros Hw; cbn [vsum rsum]; [rewrite normsq_zero; lra|].
  assert (IH' := IH (fun i Hi => Hw i (Nat.lt_lt_succ_r _ _ Hi))). clear IH.
  assert (Hn := Hw n (Nat.lt_succ_diag_r n)).
  assert (HS : 0 <= rsum n w) by (apply rsum_nonneg; intros; apply Hw; lia).
  set (s := rsum n w) in *. set (q := rsum n (fun i => w i * normsq (X i))) in *.
  set (x := vsum n (fun i => w i [*] X i)) in *.
  assert (Hq : 0 <= q).
  { apply rsum_nonneg; intros i Hi. apply Rmult_le_pos; [apply Hw; lia|apply normsq_nonneg]. }
  rewrite normsq_combination.
  assert (Hx := normsq_nonneg x). assert (Hy := normsq_nonneg (X n)).
  assert (Hc : 2 * inner x (X n) <= q + s * normsq (X n)).
  { destruct (Req_dec s 0) as [E|E].
    - assert (Hx0 : normsq x = 0) by nra.
      rewrite inner_sym, (inner_null _ _ Hx0). nra.
    - assert (0 < s) by lra.
      assert (Y := young_inner x (X n) (/ s) (Rinv_0_lt_compat _ H)). rewrite Rinv_inv in Y.
      assert (/ s * normsq x <= q).
      { apply Rmult_le_reg_l with s; [assumption|]. rewrite <- Rmult_assoc, Rinv_r, Rmult_1_l; lra. }
      lra. }
  nra.
Qed.

(** Jensen: the average is not longer than the vectors are in the mean. *)
Lemma jensen_average n (X : nat -> V) : normsq (average n X) <= mean n (fun i => normsq (X i)).
Proof.
  assert (H := jensen_weighted n (fun _ => 1) X (fun _ _ => Rle_0_1)).
  rewrite rsum_const in H.
  rewrite (rsum_ext n (fun i => 1 * normsq (X i)) (fun i => normsq (X i))) in H by (intros; ring).
  assert (E : same (vsum n (fun i => 1 [*] X i)) (vsum n X)).
  { apply vsum_same. intros i _ z. rewrite inner_scal. ring. }
  rewrite E in H. unfold average, mean. rewrite normsq_scal.
  destruct n as [|n]; [simpl; rewrite normsq_zero, Rinv_0; lra|].
  assert (Hp := inv_count_positive (S n) (Nat.lt_0_succ n)).
  assert (Hi : / INR (S n) * INR (S n) = 1) by (apply Rinv_l, not_0_INR; lia).
  set (k := / INR (S n)) in *. set (s := rsum (S n) (fun i => normsq (X i))) in *.
  assert (k ^ 2 * normsq (vsum (S n) X) <= k ^ 2 * (INR (S n) * 1 * s)) by (apply Rmult_le_compat_l; nra).
  replace (k ^ 2 * (INR (S n) * 1 * s)) with (k * s * (k * INR (S n))) in H0 by ring.
  rewrite Hi in H0. lra.
Qed.

(** Vectors that are orthogonal to each other: squares add up. *)
Lemma pythagoras n (X : nat -> V) :
  (forall i j, (i < n)%nat -> (j < n)%nat -> i <> j -> inner (X i) (X j) = 0) ->
  normsq (vsum n X) = rsum n (fun i => normsq (X i)).
Proof.
  induction n as [|n IH]; intros H; cbn [vsum rsum]; [apply normsq_zero|].
  rewrite <- IH by (intros; apply H; lia).
  replace (normsq (vsum n X [+] X n)) with (normsq (vsum n X) + 2 * inner (vsum n X) (X n) + normsq (X n))
    by inner_ring.
  rewrite inner_vsum, (rsum_ext n _ (fun _ => 0)) by (intros; apply H; lia).
  rewrite rsum_zero. ring.
Qed.

(** The deviations from the average: sum |X_i - Xbar|^2 = sum |X_i|^2 - n|Xbar|^2, here as means. *)
Lemma mean_deviation n (X : nat -> V) :
  (0 < n)%nat ->
  mean n (fun i => normsq (X i [-] average n X)) = mean n (fun i => normsq (X i)) - normsq (average n X).
Proof.
  intros Hn. set (b := average n X).
  rewrite (mean_ext n _ (fun i => normsq (X i) + (normsq b - 2 * inner (X i) b))) by (intros; inner_ring).
  rewrite mean_plus, mean_minus, mean_const, mean_scal by exact Hn.
  replace (mean n (fun i => inner (X i) b)) with (normsq b); [ring|].
  unfold normsq at 1. unfold b at 1. apply inner_average.
Qed.

Lemma average_const n (x : V) : (0 < n)%nat -> same (average n (fun _ => x)) x.
Proof. intros Hn z. rewrite inner_average. now apply mean_const. Qed.

Lemma average_plus n (X Y : nat -> V) : same (average n (fun i => X i [+] Y i)) (average n X [+] average n Y).
Proof.
  intros z. rewrite inner_plus, !inner_average, <- mean_plus. apply mean_ext. intros; apply inner_plus.
Qed.

Lemma average_scal n c (X : nat -> V) : same (average n (fun i => c [*] X i)) (c [*] average n X).
Proof.
  intros z. rewrite inner_scal, !inner_average, <- mean_scal. apply mean_ext. intros; apply inner_scal.
Qed.

End Inequalities.

(** ** Families of n vectors *)

Definition family (n : nat) (V : SemiInner) : SemiInner.
Proof.
  refine {|
    vector := nat -> V;
    vzero := fun _ => vzero;
    vplus := fun X Y i => X i [+] Y i;
    vscal := fun c X i => c [*] X i;
    inner := fun X Y => mean n (fun i => inner (X i) (Y i)) |}.
  - intros. apply mean_ext. intros. apply inner_sym.
  - intros. rewrite (mean_ext n _ (fun _ => 0)) by (intros; apply inner_zero).
    unfold mean. rewrite rsum_zero. ring.
  - intros. rewrite <- mean_plus. apply mean_ext. intros. apply inner_plus.
  - intros. rewrite <- mean_scal. apply mean_ext. intros. apply inner_scal.
  - intros. apply mean_nonneg. intros. apply inner_nonneg.
Defined.

(** ** Spaces in which no two points are the same *)

Record InnerProductSpace := {
  semi :> SemiInner;
  separated : forall x y : semi, same x y -> x = y
}.

(** R^d as nested pairs *)
Fixpoint coordinates (d : nat) : Type := match d with O => unit | S k => (R * coordinates k)%type end.

Fixpoint coordinates_zero d : coordinates d :=
  match d with O => tt | S k => (0, coordinates_zero k) end.
Fixpoint coordinates_plus d : coordinates d -> coordinates d -> coordinates d :=
  match d with O => fun _ _ => tt | S k => fun x y => (fst x + fst y, coordinates_plus k (snd x) (snd y)) end.
Fixpoint coordinates_scal d (c : R) : coordinates d -> coordinates d :=
  match d with O => fun _ => tt | S k => fun x => (c * fst x, coordinates_scal k c (snd x)) end.
Fixpoint coordinates_inner d : coordinates d -> coordinates d -> R :=
  match d with O => fun _ _ => 0 | S k => fun x y => fst x * fst y + coordinates_inner k (snd x) (snd y) end.

Definition euclidean_form (d : nat) : SemiInner.
Proof.
  refine {|
    vector := coordinates d; vzero := coordinates_zero d; vplus := coordinates_plus d;
    vscal := coordinates_scal d; inner := coordinates_inner d |}.
  - induction d as [|d IH]; intros; simpl; [reflexivity|]. rewrite IH. ring.
  - induction d as [|d IH]; intros; simpl; [reflexivity|]. rewrite IH. ring.
  - induction d as [|d IH]; intros; simpl; [ring|]. rewrite IH. ring.
  - induction d as [|d IH]; intros; simpl; [ring|]. rewrite IH. ring.
  - induction d as [|d IH]; intros; simpl; [lra|]. assert (H := IH (snd x)). nra.
Defined.

Lemma coordinates_determined d (x y : coordinates d) :
  (forall z, coordinates_inner d x z = coordinates_inner d y z) -> x = y.
Proof.
  induction d as [|d IH]; intros H; [now destruct x, y|].
  destruct x as [a x], y as [b y]. f_equal.
  - assert (K := H (1, coordinates_zero d)). simpl in K.
    assert (Z : forall u, coordinates_inner d u (coordinates_zero d) = 0).
    { intros u. exact (@inner_zero_r (euclidean_form d) u). }
    rewrite !Z in K. lra.
  - apply IH. intros z. assert (K := H (0, z)). simpl in K. lra.
Qed.

(** R^d *)
Definition euclidean (d : nat) : InnerProductSpace :=
  {| semi := euclidean_form d; separated := coordinates_determined d |}.
