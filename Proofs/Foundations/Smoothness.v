(** * Smooth and convex functions

    A function with an L-Lipschitz gradient lies below its quadratic model (the descent lemma), which is proved here
    from the derivative along a line and the mean value theorem; a (strongly) convex one lies above its tangents. The
    two inequalities are then all that the convergence proofs use, and they make sense in every [SemiInner] space.

    Glossary
      has_gradient f g           the derivative of f at x in the direction v is <g x, v>
      lipschitz L g              |g x - g y| <= L |x - y|
      below_quadratic L f g      f y <= f x + <g x, y - x> + (L/2)|y - x|^2
      strongly_convex mu f       f on a segment is below its chord by (mu/2) s (1-s) |y - x|^2; convex is mu = 0
      above_tangent mu f g       f y >= f x + <g x, y - x> + (mu/2)|y - x|^2 *)

From Coq Require Import Reals Lra Lia.
From Coquelicot Require Import Coquelicot.
From Plumbline Require Import Foundations.Sums Foundations.InnerProduct.
Open Scope R_scope.
Open Scope vector_scope.

Definition lipschitz {V W : SemiInner} (L : R) (g : V -> W) : Prop :=
  forall x y, norm (g x [-] g y) <= L * norm (x [-] y).

Definition below_quadratic {V : SemiInner} (L : R) (f : V -> R) (g : V -> V) : Prop :=
  forall x y, f y <= f x + inner (g x) (y [-] x) + L / 2 * normsq (y [-] x).

Definition above_tangent {V : SemiInner} (mu : R) (f : V -> R) (g : V -> V) : Prop :=
  forall x y, f x + inner (g x) (y [-] x) + mu / 2 * normsq (y [-] x) <= f y.

Definition strongly_convex {V : SemiInner} (mu : R) (f : V -> R) : Prop :=
  forall x y s, 0 <= s <= 1 ->
    f (x [+] s [*] (y [-] x)) <= (1 - s) * f x + s * f y - mu / 2 * s * (1 - s) * normsq (y [-] x).

Definition has_gradient {V : InnerProductSpace} (f : V -> R) (g : V -> V) : Prop :=
  forall x v : V, is_derive (fun s => f (x [+] s [*] v)) 0 (inner (g x) v).

Lemma lipschitz_square {V W : SemiInner} L (g : V -> W) x y :
  lipschitz L g -> normsq (g x [-] g y) <= L ^ 2 * normsq (x [-] y).
Proof.
  intros H. rewrite <- !norm_square, <- Rpow_mult_distr. apply pow_incr.
  split; [apply norm_nonneg|apply H].
Qed.

Lemma lipschitz_of_square {V W : SemiInner} L (g : V -> W) :
  0 <= L -> (forall x y, normsq (g x [-] g y) <= L ^ 2 * normsq (x [-] y)) -> lipschitz L g.
Proof.
  intros HL K x y. apply norm_le_of_square; [apply Rmult_le_pos; [exact HL|apply norm_nonneg]|].
  rewrite Rpow_mult_distr, norm_square. apply K.
Qed.

(** A Lipschitz map takes points that are the same to points that are the same. *)
Lemma lipschitz_same {V W : SemiInner} L (g : V -> W) x y : lipschitz L g -> same x y -> same (g x) (g y).
Proof.
  intros H E. apply same_of_distance.
  assert (K := lipschitz_square L g x y H). rewrite (distance_of_same x y E) in K. lra.
Qed.

Section Line.
Context {V : InnerProductSpace} (f : V -> R) (g : V -> V).
Hypothesis gradient : has_gradient f g.

(** The derivative along the line x + s v, at every s. *)
Lemma derivative_on_line (x v : V) (s : R) : is_derive (fun u => f (x [+] u [*] v)) s (inner (g (x [+] s [*] v)) v).
Proof.
  set (y := x [+] s [*] v).
  assert (E : forall u, f (y [+] (u - s) [*] v) = f (x [+] u [*] v)).
  { intros u. f_equal. apply separated. intros z. unfold y. expand_inner. ring. }
  apply (is_derive_ext (fun u => f (y [+] (u - s) [*] v))); [exact E|].
  replace (inner (g y) v) with (1 * inner (g y) v) by ring.
  apply (is_derive_comp (fun h => f (y [+] h [*] v)) (fun u => u - s)).
  - replace (s - s) with 0 by ring. apply gradient.
  - auto_derive; [trivial|ring].
Qed.

(** The descent lemma *)
Lemma descent L : lipschitz L g -> below_quadratic L f g.
Proof.
  intros HL x y. set (v := y [-] x).
  set (psi := fun s => f (x [+] s [*] v) - s * inner (g x) v - L / 2 * s ^ 2 * normsq v).
  set (dpsi := fun s => inner (g (x [+] s [*] v)) v - inner (g x) v - L * s * normsq v).
  assert (D : forall s, is_derive psi s (dpsi s)).
  { intros s. unfold psi, dpsi.
    apply (is_derive_minus (fun u => f (x [+] u [*] v) - u * inner (g x) v) (fun u => L / 2 * u ^ 2 * normsq v)).
    - apply (is_derive_minus (fun u => f (x [+] u [*] v)) (fun u => u * inner (g x) v)).
      + apply derivative_on_line.
      + auto_derive; [trivial|ring].
    - auto_derive; [trivial|field]. }
  destruct (MVT_gen psi 0 1 dpsi) as [c [Hc E]].
  - intros s _. apply D.
  - intros s _. apply continuity_pt_filterlim, (ex_derive_continuous psi). exists (dpsi s). apply D.
  - rewrite Rmin_left, Rmax_right in Hc by lra.
    assert (Hd : dpsi c <= 0).
    { unfold dpsi.
      assert (C := cauchy_schwarz (g (x [+] c [*] v) [-] g x) v).
      assert (K := HL (x [+] c [*] v) x).
      replace (norm (x [+] c [*] v [-] x)) with (c * norm v) in K.
      2:{ transitivity (norm (c [*] v)); [rewrite norm_scal, Rabs_pos_eq; lra|].
          apply norm_proper. intros z. expand_inner. ring. }
      assert (Hv := norm_nonneg v).
      replace (inner (g (x [+] c [*] v) [-] g x) v)
        with (inner (g (x [+] c [*] v)) v - inner (g x) v) in C by (expand_inner; ring).
      rewrite <- norm_square.
      assert (norm (g (x [+] c [*] v) [-] g x) * norm v <= L * (c * norm v) * norm v)
        by (apply Rmult_le_compat_r; assumption). nra. }
    assert (E0 : psi 0 = f x).
    { unfold psi. replace (x [+] 0 [*] v) with x; [ring|]. apply separated. intros z. expand_inner. ring. }
    assert (E1 : psi 1 = f y - inner (g x) v - L / 2 * normsq v).
    { unfold psi. replace (x [+] 1 [*] v) with y; [ring|].
      apply separated. intros z. unfold v. expand_inner. ring. }
    rewrite E0, E1 in E. lra.
Qed.

(** A strongly convex function is above its tangents. *)
Lemma tangent_below mu : strongly_convex mu f -> above_tangent mu f g.
Proof.
  intros Hc x y. set (v := y [-] x). set (l := inner (g x) v). set (N := normsq v).
  assert (D := gradient x v). apply is_derive_Reals in D. fold l in D.
  apply le_epsilon. intros eps Heps.
  assert (Hhalf : 0 < eps / 2) by lra.
  destruct (D (eps / 2) Hhalf) as [delta Hdelta].
  assert (HN : 0 <= Rabs (mu * N)) by apply Rabs_pos.
  set (h := Rmin (delta / 2) (Rmin 1 (eps / (1 + Rabs (mu * N))))).
  assert (Hq : 0 < eps / (1 + Rabs (mu * N))) by (apply Rdiv_lt_0_compat; lra).
  assert (Hd := cond_pos delta).
  assert (Hh : 0 < h) by (unfold h; repeat apply Rmin_pos; lra).
  assert (Hh1 : h <= 1) by (unfold h; eapply Rle_trans; [apply Rmin_r|apply Rmin_l]).
  assert (Hhd : h < delta) by (unfold h; eapply Rle_lt_trans; [apply Rmin_l|lra]).
  assert (Hhe : h * Rabs (mu * N) <= eps).
  { apply Rle_trans with (eps / (1 + Rabs (mu * N)) * Rabs (mu * N)).
    - apply Rmult_le_compat_r; [lra|]. unfold h. eapply Rle_trans; [apply Rmin_r|apply Rmin_r].
    - apply Rle_trans with (eps / (1 + Rabs (mu * N)) * (1 + Rabs (mu * N)));
        [apply Rmult_le_compat_l; lra|right; field; lra]. }
  assert (K := Hdelta h (Rgt_not_eq _ _ Hh)).
  rewrite Rabs_pos_eq in K by lra. specialize (K Hhd). rewrite Rplus_0_l in K.
  assert (E0 : f (x [+] 0 [*] v) = f x).
  { f_equal. apply separated. intros z. expand_inner. ring. }
  rewrite E0 in K. apply Rabs_def2 in K. destruct K as [_ K].
  assert (C := Hc x y h (conj (Rlt_le _ _ Hh) Hh1)). fold v in C. fold N in C.
  assert (Q : l - eps / 2 < (f (x [+] h [*] v) - f x) / h) by lra.
  assert (Q' : (l - eps / 2) * h < f (x [+] h [*] v) - f x).
  { replace (f (x [+] h [*] v) - f x) with ((f (x [+] h [*] v) - f x) / h * h) by (field; lra).
    apply Rmult_lt_compat_r; assumption. }
  assert (P : l - eps / 2 < f y - f x - mu / 2 * (1 - h) * N).
  { apply Rmult_lt_reg_r with h; [assumption|]. nra. }
  assert (A : mu * N * h <= eps).
  { apply Rle_trans with (h * Rabs (mu * N)); [|assumption].
    rewrite (Rmult_comm (mu * N)). apply Rmult_le_compat_l; [lra|apply Rle_abs]. }
  nra.
Qed.

End Line.

(** |g x|^2 <= 2 L (f x - f_star) wherever f lies below its quadratic models and above f_star. *)
Lemma gradient_bounded_by_gap {V : SemiInner} L (f : V -> R) (g : V -> V) fstar x :
  0 <= L -> below_quadratic L f g -> (forall y, fstar <= f y) -> normsq (g x) <= 2 * L * (f x - fstar).
Proof.
  intros HL Hb Hlow.
  assert (S : forall t, t * normsq (g x) - L / 2 * t ^ 2 * normsq (g x) <= f x - fstar).
  { intros t. assert (A := Hb x (x [-] t [*] g x)). assert (B := Hlow (x [-] t [*] g x)).
    replace (inner (g x) (x [-] t [*] g x [-] x)) with (- t * normsq (g x)) in A by inner_ring.
    replace (normsq (x [-] t [*] g x [-] x)) with (t ^ 2 * normsq (g x)) in A by inner_ring. lra. }
  assert (Hn := normsq_nonneg (g x)).
  destruct (Req_dec L 0) as [->|HL0].
  - destruct (Req_dec (normsq (g x)) 0) as [E|E]; [lra|exfalso].
    assert (K := S ((f x - fstar + 1) / normsq (g x))).
    replace ((f x - fstar + 1) / normsq (g x) * normsq (g x)) with (f x - fstar + 1) in K by (field; exact E).
    lra.
  - assert (K := S (/ L)).
    replace (/ L * normsq (g x) - L / 2 * (/ L) ^ 2 * normsq (g x)) with (normsq (g x) / (2 * L)) in K
      by (field; exact HL0).
    apply Rmult_le_reg_r with (/ (2 * L)); [apply Rinv_0_lt_compat; lra|].
    replace (2 * L * (f x - fstar) * / (2 * L)) with (f x - fstar) by (field; exact HL0). exact K.
Qed.
