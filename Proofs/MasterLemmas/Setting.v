(** * Local objectives over a probability space

    What every convergence theorem starts from: n functions f_i on V with L-Lipschitz gradients, a probability space,
    and the past of a run. The functions are lifted to random vectors, where the master lemmas apply; the left sides are
    translated back into expectations of functions of the outcome.

    Families are indexed by the natural numbers and only the first n members are used; a family of n functions is
    continued by repeating one of them.

    Glossary
      LocalObjectives V L        f_i and grad f_i, i = 0, 1, 2, ...
      average_value n O x        f(x) = (1/n) sum_i f_i(x)
      average_gradient n O x     grad f(x)
      lifted P O                 the functions X -> E f_i(X) of random vectors
      Past P O                   a history that knows constants, and the gradients at points that it knows *)

From Coq Require Import Reals Lra Lia.
From Plumbline Require Import Foundations.Sums Foundations.InnerProduct Foundations.Smoothness Foundations.Probability
  Foundations.History MasterLemmas.OneStep MasterLemmas.VirtualIterate.
Open Scope R_scope.
Open Scope vector_scope.

Record LocalObjectives (V : InnerProductSpace) (L : R) := {
  local_value : nat -> V -> R;
  local_gradient : nat -> V -> V;
  local_smoothness_nonneg : 0 <= L;
  local_has_gradient : forall i, has_gradient (local_value i) (local_gradient i);
  local_lipschitz : forall i, lipschitz L (local_gradient i)
}.

Arguments local_value {_ _}. Arguments local_gradient {_ _}. Arguments local_smoothness_nonneg {_ _}.
Arguments local_has_gradient {_ _}. Arguments local_lipschitz {_ _}.

Definition average_value {V L} n (O : LocalObjectives V L) (x : V) : R := mean n (fun i => local_value O i x).
Definition average_gradient {V L} n (O : LocalObjectives V L) (x : V) : V := average n (fun i => local_gradient O i x).

Section Setting.
Context {V : InnerProductSpace} {L : R} (P : ProbabilitySpace V) (O : LocalObjectives V L).

Definition lifted : Objective (L2 P) L.
Proof.
  refine {|
    value := fun i => mean_value (local_value O i);
    gradient := fun i => mapped (local_gradient O i) (local_lipschitz O i);
    smoothness_nonneg := local_smoothness_nonneg O |}.
  - intros i. apply lipschitz_mapped. exact (local_smoothness_nonneg O).
  - intros i. apply below_quadratic_mapped. exact (local_has_gradient O i).
Defined.

Record Past := {
  past :> History (L2 P);
  past_constant : forall t v, known past t (constant v);
  past_gradient : forall t i X, known past t X -> known past t (gradient lifted i X)
}.

Lemma past_knows_gradients (F : Past) : knows_gradients F lifted.
Proof. intros i t X. apply past_gradient. Qed.

Lemma objective_lifted n (X : L2 P) : objective n lifted X = expect P (fun w => average_value n O (draw X w)).
Proof.
  unfold objective, average_value, mean. rewrite expect_scal.
  - rewrite expect_rsum; [reflexivity|]. intros i.
    apply (integrable_value P _ _ (local_has_gradient O i) (local_lipschitz O i)).
  - apply integrable_rsum. intros i. apply (integrable_value P _ _ (local_has_gradient O i) (local_lipschitz O i)).
Qed.

Lemma integrable_average_value n (X : L2 P) : integrable P (fun w => average_value n O (draw X w)).
Proof.
  apply integrable_scal, integrable_rsum. intros i.
  apply (integrable_value P _ _ (local_has_gradient O i) (local_lipschitz O i)).
Qed.

Lemma objective_lifted_constant n v : objective n lifted (constant v) = average_value n O v.
Proof. rewrite objective_lifted. apply (expect_constant P (average_value n O v)). Qed.

Lemma objective_lower n b : (forall x, b <= average_value n O x) -> forall X, b <= objective n lifted X.
Proof.
  intros Hlow X. rewrite objective_lifted, <- (expect_constant P b).
  apply expect_le; [apply integrable_constant|apply integrable_average_value|]. intros w. apply Hlow.
Qed.

(** The expected gap to the value at v *)
Lemma objective_gap n (X : L2 P) v :
  objective n lifted X - objective n lifted (constant v)
  = expect P (fun w => average_value n O (draw X w) - average_value n O v).
Proof.
  rewrite objective_lifted_constant, objective_lifted.
  rewrite expect_minus by (try apply integrable_average_value; apply integrable_constant).
  now rewrite (expect_constant P (average_value n O v)).
Qed.

Lemma full_gradient_lifted n (X : L2 P) :
  normsq (full_gradient n lifted X) = expect P (fun w => normsq (average_gradient n O (draw X w))).
Proof.
  unfold normsq. cbn [inner L2]. apply expect_ext. intros w. unfold full_gradient.
  now rewrite draw_average.
Qed.

(** E|grad f_i(X) - grad f(X)|^2 averaged over the nodes, from a bound at every point *)
Lemma heterogeneity_lifted n zeta2 :
  (forall x, mean n (fun i => normsq (local_gradient O i x [-] average_gradient n O x)) <= zeta2) ->
  forall X : L2 P, mean n (fun i => normsq (gradient lifted i X [-] full_gradient n lifted X)) <= zeta2.
Proof.
  intros Hz X. set (d := fun i => gradient lifted i X [-] full_gradient n lifted X).
  assert (I : forall i, integrable P (fun w => normsq (draw (d i) w)))
    by (intros i; apply (integrable_product P (d i) (d i))).
  change (/ INR n * rsum n (fun i => expect P (fun w => normsq (draw (d i) w))) <= zeta2).
  rewrite <- (expect_rsum P n (fun i w => normsq (draw (d i) w))) by exact I.
  rewrite <- expect_scal by (apply (integrable_rsum P n (fun i w => normsq (draw (d i) w))); exact I).
  rewrite <- (expect_constant P zeta2).
  apply expect_le; [|apply integrable_constant|].
  { apply integrable_scal, (integrable_rsum P n (fun i w => normsq (draw (d i) w))). exact I. }
  intros w. assert (K := Hz (draw X w)). unfold mean in K.
  rewrite (rsum_ext n (fun i => normsq (draw (d i) w))
    (fun i => normsq (local_gradient O i (draw X w) [-] average_gradient n O (draw X w)))); [exact K|].
  intros i _. change (draw (d i) w) with (local_gradient O i (draw X w) [-] draw (full_gradient n lifted X) w).
  unfold full_gradient. now rewrite draw_average.
Qed.

Lemma convexity_lifted mu :
  (forall i, strongly_convex mu (local_value O i)) -> forall i, above_tangent mu (value lifted i) (gradient lifted i).
Proof. intros Hc i. apply above_tangent_mapped; [apply local_has_gradient|apply Hc]. Qed.

Lemma minimiser_lifted n xs :
  (forall x, average_value n O xs <= average_value n O x) ->
  forall Z, objective n lifted (constant xs) <= objective n lifted Z.
Proof. intros Hm Z. rewrite objective_lifted_constant. now apply objective_lower. Qed.

Lemma distance_lifted (X : L2 P) v :
  normsq (X [-] (constant v : L2 P)) = expect P (fun w => normsq (draw X w [-] v)).
Proof. reflexivity. Qed.

Lemma distance_of_constants u v : normsq ((constant u : L2 P) [-] (constant v : L2 P)) = normsq (u [-] v).
Proof. rewrite distance_lifted. exact (expect_constant P (normsq (u [-] v))). Qed.

End Setting.

Arguments past {_ _ _ _}. Arguments past_constant {_ _ _ _}. Arguments past_gradient {_ _ _ _}.
