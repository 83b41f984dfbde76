(** * Expectation and random vectors

    A [ProbabilitySpace] over V is any sample space with a class of integrable real functions on which the expectation
    is linear, monotone and 1 at 1, and a class of square-integrable V-valued functions. The laws are what every
    probability space in the usual sense has, with "integrable" and "square-integrable" read as "measurable and ...",
    and "bounded" as "measurable and bounded": Lipschitz maps keep square-integrability, a function with a Lipschitz
    gradient grows at most quadratically. [finite_space] is an instance without any hypothesis.

    Square-integrable random vectors form a [SemiInner] space with E<X, Y>, so everything of InnerProduct.v holds for
    them. A function f on V with gradient g becomes the function X -> E f(X) with gradient X -> g(X), which inherits
    smoothness and convexity. From then on a stochastic run is a sequence in one inner-product space.

    Glossary
      expect P a             E a
      random_vector P        square-integrable random vector
      L2 P                   their space; inner X Y = E<X, Y>, normsq X = E|X|^2
      mean_value f X         E f(X)
      mapped g H X           g(X), H a proof that g is Lipschitz
      constant v             the random vector that is v
      multiple a X           a X for a bounded random number a *)

From Coq Require Import Reals Lra Lia FunctionalExtensionality.
From Plumbline Require Import Foundations.Sums Foundations.InnerProduct Foundations.Smoothness.
Open Scope R_scope.
Open Scope vector_scope.

Record ProbabilitySpace (V : InnerProductSpace) := {
  outcome : Type;
  integrable : (outcome -> R) -> Prop;
  square_integrable : (outcome -> V) -> Prop;
  bounded : (outcome -> R) -> Prop;
  expect : (outcome -> R) -> R;
  integrable_constant : forall c, integrable (fun _ => c);
  integrable_plus : forall a b, integrable a -> integrable b -> integrable (fun w => a w + b w);
  integrable_scal : forall c a, integrable a -> integrable (fun w => c * a w);
  expect_one : expect (fun _ => 1) = 1;
  expect_plus : forall a b, integrable a -> integrable b -> expect (fun w => a w + b w) = expect a + expect b;
  expect_scal : forall c a, integrable a -> expect (fun w => c * a w) = c * expect a;
  expect_nonneg : forall a, integrable a -> (forall w, 0 <= a w) -> 0 <= expect a;
  square_integrable_constant : forall v : V, square_integrable (fun _ => v);
  square_integrable_plus :
    forall X Y, square_integrable X -> square_integrable Y -> square_integrable (fun w => X w [+] Y w);
  square_integrable_scal : forall c X, square_integrable X -> square_integrable (fun w => c [*] X w);
  square_integrable_lipschitz :
    forall L (g : V -> V) X, lipschitz L g -> square_integrable X -> square_integrable (fun w => g (X w));
  square_integrable_multiple :
    forall a X, bounded a -> square_integrable X -> square_integrable (fun w => a w [*] X w);
  integrable_inner : forall X Y, square_integrable X -> square_integrable Y -> integrable (fun w => inner (X w) (Y w));
  integrable_smooth :
    forall L (f : V -> R) (g : V -> V) X, has_gradient f g -> lipschitz L g ->
    square_integrable X -> integrable (fun w => f (X w))
}.

Arguments outcome {_}. Arguments integrable {_}. Arguments square_integrable {_}. Arguments bounded {_}.
Arguments expect {_}.

Section Expectation.
Context {V : InnerProductSpace} (P : ProbabilitySpace V).

Lemma expect_ext (a b : outcome P -> R) : (forall w, a w = b w) -> expect P a = expect P b.
Proof. intros H. f_equal. now apply functional_extensionality. Qed.

Lemma expect_constant c : expect P (fun _ => c) = c.
Proof.
  rewrite (expect_ext _ (fun _ => c * 1)) by (intros; ring).
  rewrite (expect_scal _ P c (fun _ => 1)) by apply integrable_constant. rewrite expect_one. ring.
Qed.

Lemma integrable_minus a b : integrable P a -> integrable P b -> integrable P (fun w => a w - b w).
Proof.
  intros Ha Hb. replace (fun w => a w - b w) with (fun w => a w + -1 * b w)
    by (apply functional_extensionality; intros; ring).
  apply integrable_plus; [exact Ha|]. now apply integrable_scal.
Qed.

Lemma expect_minus a b :
  integrable P a -> integrable P b -> expect P (fun w => a w - b w) = expect P a - expect P b.
Proof.
  intros Ha Hb. rewrite (expect_ext _ (fun w => a w + -1 * b w)) by (intros; ring).
  rewrite expect_plus, expect_scal; [ring|assumption|assumption|]. now apply integrable_scal.
Qed.

Lemma expect_le a b : integrable P a -> integrable P b -> (forall w, a w <= b w) -> expect P a <= expect P b.
Proof.
  intros Ha Hb H. assert (0 <= expect P (fun w => b w - a w)).
  { apply expect_nonneg; [now apply integrable_minus|]. intros w. specialize (H w). lra. }
  rewrite expect_minus in H0 by assumption. lra.
Qed.

Lemma integrable_rsum n (a : nat -> outcome P -> R) :
  (forall i, integrable P (a i)) -> integrable P (fun w => rsum n (fun i => a i w)).
Proof.
  intros H. induction n as [|n IH]; simpl; [apply integrable_constant|]. now apply integrable_plus.
Qed.

Lemma expect_rsum n (a : nat -> outcome P -> R) :
  (forall i, integrable P (a i)) -> expect P (fun w => rsum n (fun i => a i w)) = rsum n (fun i => expect P (a i)).
Proof.
  intros H. induction n as [|n IH]; simpl; [apply expect_constant|].
  rewrite expect_plus, IH; [reflexivity| |apply H]. now apply integrable_rsum.
Qed.

(** ** Random vectors *)

Record random_vector := { draw :> outcome P -> V; draw_square_integrable : square_integrable P draw }.

Definition constant (v : V) : random_vector :=
  {| draw := fun _ => v; draw_square_integrable := square_integrable_constant _ P v |}.
Definition rv_plus (X Y : random_vector) : random_vector :=
  {| draw := fun w => X w [+] Y w;
     draw_square_integrable :=
       square_integrable_plus _ P X Y (draw_square_integrable X) (draw_square_integrable Y) |}.
Definition rv_scal (c : R) (X : random_vector) : random_vector :=
  {| draw := fun w => c [*] X w;
     draw_square_integrable := square_integrable_scal _ P c X (draw_square_integrable X) |}.
Definition mapped {L} (g : V -> V) (H : lipschitz L g) (X : random_vector) : random_vector :=
  {| draw := fun w => g (X w);
     draw_square_integrable := square_integrable_lipschitz _ P L g X H (draw_square_integrable X) |}.
Definition multiple (a : outcome P -> R) (H : bounded P a) (X : random_vector) : random_vector :=
  {| draw := fun w => a w [*] X w;
     draw_square_integrable := square_integrable_multiple _ P a X H (draw_square_integrable X) |}.

Lemma integrable_product (X Y : random_vector) : integrable P (fun w => inner (X w) (Y w)).
Proof. apply integrable_inner; apply draw_square_integrable. Qed.

Definition L2 : SemiInner.
Proof.
  refine {|
    vector := random_vector; vzero := constant vzero; vplus := rv_plus; vscal := rv_scal;
    inner := fun X Y => expect P (fun w => inner (X w) (Y w)) |}.
  - intros. apply expect_ext. intros. apply inner_sym.
  - intros. rewrite (expect_ext _ (fun _ => 0)) by (intros; apply inner_zero). apply expect_constant.
  - intros. rewrite <- expect_plus by apply integrable_product. apply expect_ext. intros. apply inner_plus.
  - intros. rewrite <- expect_scal by apply integrable_product. apply expect_ext. intros. apply inner_scal.
  - intros. apply expect_nonneg; [apply integrable_product|]. intros. apply inner_nonneg.
Defined.

(** Random vectors that agree in every outcome are the same. *)
Lemma same_pointwise (X Y : L2) : (forall w, draw X w = draw Y w) -> same X Y.
Proof. intros H Z. apply expect_ext. intros w. now rewrite H. Qed.

Lemma draw_vsum n (X : nat -> L2) w : draw (vsum n X) w = vsum n (fun i => draw (X i) w).
Proof. induction n as [|n IH]; simpl; [reflexivity|]. now rewrite IH. Qed.

Lemma draw_average n (X : nat -> L2) w : draw (average n X) w = average n (fun i => draw (X i) w).
Proof. unfold average. simpl. now rewrite draw_vsum. Qed.

(** ** Functions of random vectors *)

Definition mean_value (f : V -> R) (X : L2) : R := expect P (fun w => f (draw X w)).

Section Lift.
Context {L : R} (f : V -> R) (g : V -> V).
Hypothesis gradient : has_gradient f g.
Hypothesis smooth : lipschitz L g.

Let G : L2 -> L2 := mapped g smooth.

Lemma integrable_value (X : L2) : integrable P (fun w => f (draw X w)).
Proof. eapply integrable_smooth; [exact gradient|exact smooth|apply draw_square_integrable]. Qed.

Lemma lipschitz_mapped_square (X Y : L2) : normsq (G X [-] G Y) <= L ^ 2 * normsq (X [-] Y).
Proof.
  unfold normsq. cbn [inner L2]. rewrite <- expect_scal by apply (integrable_product (X [-] Y) (X [-] Y)).
  apply expect_le.
  - apply (integrable_product (G X [-] G Y) (G X [-] G Y)).
  - apply integrable_scal, (integrable_product (X [-] Y) (X [-] Y)).
  - intros w. apply (lipschitz_square L g _ _ smooth).
Qed.

Lemma lipschitz_mapped : 0 <= L -> lipschitz L (G : L2 -> L2).
Proof.
  intros HL. apply lipschitz_of_square; [exact HL|exact lipschitz_mapped_square].
Qed.

Lemma integrable_model (c : R) (X Y : L2) :
  integrable P (fun w => f (draw X w) + inner (draw (G X) w) (draw (Y [-] X) w)
                         + c * inner (draw (Y [-] X) w) (draw (Y [-] X) w)).
Proof.
  apply integrable_plus; [|apply integrable_scal, (integrable_product (Y [-] X) (Y [-] X))].
  apply integrable_plus; [apply integrable_value|apply (integrable_product (G X) (Y [-] X))].
Qed.

Lemma expect_model (c : R) (X Y : L2) :
  expect P (fun w => f (draw X w) + inner (draw (G X) w) (draw (Y [-] X) w)
                     + c * inner (draw (Y [-] X) w) (draw (Y [-] X) w))
  = mean_value f X + inner (G X) (Y [-] X) + c * normsq (Y [-] X).
Proof.
  assert (I1 := integrable_value X). assert (I2 := integrable_product (G X) (Y [-] X)).
  assert (I3 := integrable_product (Y [-] X) (Y [-] X)).
  rewrite (expect_plus _ P (fun w => f (draw X w) + inner (draw (G X) w) (draw (Y [-] X) w))).
  - rewrite (expect_plus _ P (fun w => f (draw X w))) by assumption.
    rewrite (expect_scal _ P c) by assumption. reflexivity.
  - now apply integrable_plus.
  - now apply integrable_scal.
Qed.

Lemma below_quadratic_mapped : below_quadratic L (mean_value f) G.
Proof.
  intros X Y. rewrite <- expect_model. unfold mean_value.
  apply expect_le; [apply integrable_value|apply integrable_model|].
  intros w. apply (descent f g gradient L smooth).
Qed.

Lemma above_tangent_mapped mu : strongly_convex mu f -> above_tangent mu (mean_value f) G.
Proof.
  intros Hc X Y. rewrite <- expect_model. unfold mean_value.
  apply expect_le; [apply integrable_model|apply integrable_value|].
  intros w. apply (tangent_below f g gradient mu Hc).
Qed.

Lemma mean_value_lower b : (forall x, b <= f x) -> forall X, b <= mean_value f X.
Proof.
  intros H X. rewrite <- (expect_constant b). unfold mean_value.
  apply expect_le; [apply integrable_constant|apply integrable_value|]. intros w. apply H.
Qed.

End Lift.

Lemma mean_value_constant f v : mean_value f (constant v) = f v.
Proof. exact (expect_constant (f v)). Qed.

End Expectation.

Arguments draw {_ _}. Arguments constant {_ _}. Arguments mean_value {_ _}. Arguments mapped {_ _ _}.
Arguments multiple {_ _}. Arguments random_vector {_}. Arguments draw_square_integrable {_ _}.

(** ** Finite spaces *)

(** The outcomes 0, ..., m-1 with probabilities p_0, ..., p_(m-1). *)
Definition finite_space (V : InnerProductSpace) (m : nat) (p : nat -> R)
  (nonneg : forall k, (k < m)%nat -> 0 <= p k) (total : rsum m p = 1) : ProbabilitySpace V.
Proof.
  refine {|
    outcome := nat;
    integrable := fun _ => True;
    square_integrable := fun _ => True;
    bounded := fun _ => True;
    expect := fun a => rsum m (fun k => p k * a k) |}; try (intros; exact I).
  - transitivity (rsum m p); [|exact total]. apply rsum_ext. intros; ring.
  - intros. rewrite <- rsum_plus. apply rsum_ext. intros; ring.
  - intros. rewrite <- rsum_scal. apply rsum_ext. intros; ring.
  - intros a _ H. apply rsum_nonneg. intros k Hk. apply Rmult_le_pos; [now apply nonneg|apply H].
Defined.
