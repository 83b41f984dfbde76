(** * One step of the virtual iterate

    x' = x - e h + r with h the average of the gradients at points y_i and r a disturbance that is orthogonal to what is
    known: what the step does to the objective (non-convex case) and to the distance from a minimiser (convex cases).
    The space may be R^d or the random vectors over it, where |.|^2 is E|.|^2 and values are expected values.

    Glossary
      Objective H L        functions f_i on H with L-Lipschitz gradients, i = 0, 1, 2, ... (n of them are used)
      objective n O x      f(x) = (1/n) sum_i f_i(x)
      full_gradient n O x  grad f(x)
      sampled n O y        h = (1/n) sum_i grad f_i(y_i)
      spread n y x         D = (1/n) sum_i |y_i - x|^2
      e                    effective step eta q
      N                    bound on |r|^2 *)

From Coq Require Import Reals Lra Lia.
From Plumbline Require Import Foundations.Sums Foundations.InnerProduct Foundations.Smoothness.
Open Scope R_scope.
Open Scope vector_scope.

Record Objective (H : SemiInner) (L : R) := {
  value : nat -> H -> R;
  gradient : nat -> H -> H;
  smoothness_nonneg : 0 <= L;
  gradient_lipschitz : forall i, lipschitz L (gradient i);
  value_below : forall i, below_quadratic L (value i) (gradient i)
}.

Arguments value {_ _}. Arguments gradient {_ _}. Arguments smoothness_nonneg {_ _}.
Arguments gradient_lipschitz {_ _}. Arguments value_below {_ _}.

Definition objective {H L} (n : nat) (O : Objective H L) (x : H) : R := mean n (fun i => value O i x).
Definition full_gradient {H L} (n : nat) (O : Objective H L) (x : H) : H := average n (fun i => gradient O i x).
Definition sampled {H L} (n : nat) (O : Objective H L) (y : nat -> H) : H := average n (fun i => gradient O i (y i)).
Definition spread {H : SemiInner} (n : nat) (y : nat -> H) (x : H) : R := mean n (fun i => normsq (y i [-] x)).

Section Objective.
Context {H : SemiInner} {L : R} (n : nat) (O : Objective H L).
Hypothesis nodes : (0 < n)%nat.

Lemma spread_nonneg (y : nat -> H) x : 0 <= spread n y x.
Proof. apply mean_nonneg. intros. apply normsq_nonneg. Qed.

(** The average of L-smooth functions is L-smooth. *)
Lemma objective_below : below_quadratic L (objective n O) (full_gradient n O).
Proof.
  intros x y. unfold objective, full_gradient. rewrite inner_average.
  rewrite <- (mean_const n (L / 2 * normsq (y [-] x)) nodes), <- !mean_plus.
  apply mean_le. intros i _. apply value_below.
Qed.

Lemma objective_same x y : same x y -> objective n O x = objective n O y.
Proof.
  assert (K : forall x y, same x y -> objective n O y <= objective n O x).
  { intros u v E. assert (B := objective_below u v).
    assert (E' : normsq (v [-] u) = 0) by (rewrite normsq_opp_sub; now apply distance_of_same).
    rewrite E', (inner_null _ _ E') in B. lra. }
  intros E. apply Rle_antisym; apply K; [now symmetry|exact E].
Qed.

Lemma full_gradient_same x y : same x y -> same (full_gradient n O x) (full_gradient n O y).
Proof.
  intros E. apply average_same. intros i _. apply (lipschitz_same L); [apply gradient_lipschitz|exact E].
Qed.

(** The sampled gradient is as far from the gradient as the points are from x. *)
Lemma sampled_deviation (y : nat -> H) x :
  normsq (full_gradient n O x [-] sampled n O y) <= L ^ 2 * spread n y x.
Proof.
  set (d := fun i => gradient O i x [-] gradient O i (y i)).
  assert (E : same (full_gradient n O x [-] sampled n O y) (average n d)).
  { unfold full_gradient, sampled, d. rewrite average_plus, average_scal. reflexivity. }
  rewrite E. apply Rle_trans with (mean n (fun i => normsq (d i))); [apply jensen_average|].
  unfold spread. rewrite <- mean_scal. apply mean_le. intros i _. unfold d.
  rewrite (normsq_opp_sub (y i)). apply lipschitz_square, gradient_lipschitz.
Qed.

(** ** The non-convex step *)

Lemma nonconvex_step (x x' r : H) (y : nat -> H) e N :
  same x' (x [+] (- e) [*] sampled n O y [+] r) ->
  inner r (sampled n O y) = 0 -> inner r (full_gradient n O x) = 0 -> normsq r <= N ->
  0 <= e -> e * L <= 1 ->
  objective n O x' <=
    objective n O x - e / 2 * normsq (full_gradient n O x) + e / 2 * L ^ 2 * spread n y x + L / 2 * N.
Proof.
  intros E R1 R2 HN He HeL. rewrite (objective_same _ _ E).
  set (h := sampled n O y) in *. set (g := full_gradient n O x) in *.
  assert (B := objective_below x (x [+] (- e) [*] h [+] r)). fold g in B.
  assert (D := sampled_deviation y x). fold g h in D.
  assert (HL := smoothness_nonneg O).
  replace (inner g (x [+] (- e) [*] h [+] r [-] x)) with (inner r g - e * inner g h) in B by inner_ring.
  replace (normsq (x [+] (- e) [*] h [+] r [-] x)) with (e ^ 2 * normsq h - 2 * e * inner r h + normsq r)
    in B by inner_ring.
  replace (normsq (g [-] h)) with (normsq g + normsq h - 2 * inner g h) in D by inner_ring.
  rewrite R1, R2 in B. assert (Hh := normsq_nonneg h).
  assert (L / 2 * normsq r <= L / 2 * N) by (apply Rmult_le_compat_l; lra).
  assert (e / 2 * (normsq g + normsq h - 2 * inner g h) <= e / 2 * (L ^ 2 * spread n y x))
    by (apply Rmult_le_compat_l; lra).
  assert (L * e ^ 2 * normsq h <= e * normsq h) by (apply Rmult_le_compat_r; nra).
  nra.
Qed.

(** ** The convex step *)

(** -2<h, x - x_star> <= -2 (f(x) - f(x_star)) - mu (1/n) sum |y_i - x_star|^2 + L D: the values at y_i cancel. *)
Lemma towards_minimiser mu (x xs : H) (y : nat -> H) :
  (forall i, above_tangent mu (value O i) (gradient O i)) ->
  - 2 * inner (sampled n O y) (x [-] xs) <=
    - 2 * (objective n O x - objective n O xs) - mu * spread n y xs + L * spread n y x.
Proof.
  intros Hc. unfold sampled, objective, spread. rewrite inner_average, <- mean_minus, <- !mean_scal.
  rewrite <- mean_minus, <- mean_plus. apply mean_le. intros i _.
  assert (A := Hc i (y i) xs). assert (B := value_below O i (y i) x).
  replace (inner (gradient O i (y i)) (x [-] xs))
    with (inner (gradient O i (y i)) (x [-] y i) - inner (gradient O i (y i)) (xs [-] y i)) by inner_ring.
  rewrite (normsq_opp_sub (y i) xs), (normsq_opp_sub (y i) x). lra.
Qed.

(** |h|^2 <= 2 L^2 D + 4 L (f(x) - f_star) *)
Lemma sampled_square (x : H) (y : nat -> H) fstar :
  (forall z, fstar <= objective n O z) ->
  normsq (sampled n O y) <= 2 * L ^ 2 * spread n y x + 4 * L * (objective n O x - fstar).
Proof.
  intros Hlow. set (g := full_gradient n O x). set (h := sampled n O y).
  assert (A := gradient_bounded_by_gap L _ _ fstar x (smoothness_nonneg O) objective_below Hlow). fold g in A.
  assert (B := sampled_deviation y x). fold g h in B.
  assert (C := normsq_sum_le (h [-] g) g).
  assert (E : same (h [-] g [+] g) h) by (intros z; expand_inner; ring).
  rewrite E, normsq_opp_sub in C. lra.
Qed.

Lemma convex_step mu (x x' xs r : H) (y : nat -> H) e N :
  same x' (x [+] (- e) [*] sampled n O y [+] r) ->
  inner r (sampled n O y) = 0 -> inner r (x [-] xs) = 0 -> normsq r <= N ->
  0 <= e -> 4 * L * e <= 1 ->
  (forall i, above_tangent mu (value O i) (gradient O i)) ->
  (forall z, objective n O xs <= objective n O z) ->
  normsq (x' [-] xs) <=
    normsq (x [-] xs) - e * (objective n O x - objective n O xs) - e * mu * spread n y xs
    + 3 / 2 * (e * L) * spread n y x + N.
Proof.
  intros E R1 R2 HN He HeL Hc Hlow. set (h := sampled n O y) in *.
  replace (normsq (x' [-] xs)) with (normsq (x [+] (- e) [*] h [+] r [-] xs)).
  2:{ apply normsq_proper. now rewrite E. }
  replace (normsq (x [+] (- e) [*] h [+] r [-] xs))
    with (normsq (x [-] xs) + e * (- 2 * inner h (x [-] xs)) + e ^ 2 * normsq h
          + 2 * inner r (x [-] xs) - 2 * e * inner r h + normsq r) by inner_ring.
  rewrite R1, R2.
  assert (A := towards_minimiser mu x xs y Hc). fold h in A.
  assert (B := sampled_square x y _ Hlow). fold h in B.
  assert (HL := smoothness_nonneg O). assert (HD := spread_nonneg y x). assert (Hx := Hlow x).
  assert (A' : e * (- 2 * inner h (x [-] xs)) <=
    e * (- 2 * (objective n O x - objective n O xs) - mu * spread n y xs + L * spread n y x))
    by (apply Rmult_le_compat_l; lra).
  assert (B' : e ^ 2 * normsq h <=
    e ^ 2 * (2 * L ^ 2 * spread n y x + 4 * L * (objective n O x - objective n O xs)))
    by (apply Rmult_le_compat_l; [apply pow2_ge_0|exact B]).
  set (D := spread n y x) in *. set (gap := objective n O x - objective n O xs) in *.
  assert (Hg : 0 <= gap) by (unfold gap; lra).
  assert (C1 : 4 * L * e * (e * gap) <= 1 * (e * gap))
    by (apply Rmult_le_compat_r; [apply Rmult_le_pos; lra|lra]).
  assert (C2 : 4 * L * e * (e * L * D / 2) <= 1 * (e * L * D / 2)).
  { apply Rmult_le_compat_r; [|lra]. assert (0 <= e * L) by (apply Rmult_le_pos; lra).
    assert (0 <= e * L * D) by (apply Rmult_le_pos; lra). lra. }
  replace (e ^ 2 * (2 * L ^ 2 * D + 4 * L * gap))
    with (4 * L * e * (e * L * D / 2) + 4 * L * e * (e * gap)) in B' by field. nra.
Qed.

(** A centred point is as close to x_star as the points are in the mean. *)
Lemma centred_distance (x xs : H) (y : nat -> H) : same x (average n y) -> normsq (x [-] xs) <= spread n y xs.
Proof.
  intros E. assert (K : same (x [-] xs) (average n (fun i => y i [-] xs))).
  { rewrite average_plus, average_const by exact nodes. now rewrite E. }
  rewrite K. apply jensen_average.
Qed.

(** Wherever the points are, |x - x_star|^2 / 2 - D is a lower bound. *)
Lemma uncentred_distance (x xs : H) (y : nat -> H) : normsq (x [-] xs) / 2 - spread n y x <= spread n y xs.
Proof.
  rewrite <- (mean_const n (normsq (x [-] xs) / 2) nodes). unfold spread. rewrite <- mean_minus.
  apply mean_le. intros i _.
  assert (K := normsq_sum_le (y i [-] xs) (x [-] y i)).
  assert (E : same (y i [-] xs [+] (x [-] y i)) (x [-] xs)) by (intros z; expand_inner; ring).
  rewrite E, (normsq_opp_sub x (y i)) in K. lra.
Qed.

End Objective.
