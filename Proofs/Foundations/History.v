(** * The past of a run

    Noise has mean zero given the past: E<xi, Z> = 0 for every random vector Z that the past determines. A [History]
    says which vectors are determined at each time. Conditional expectations are not needed beyond that.

    Glossary
      known F t x        x is determined by what happened before time t (F_t-measurable)
      history_of_cells   the history in which cell t w is what has been seen of the outcome w before time t *)

From Coq Require Import Reals Lra Lia.
From Plumbline Require Import Foundations.Sums Foundations.InnerProduct Foundations.Smoothness Foundations.Probability.
Open Scope R_scope.
Open Scope vector_scope.

Record History (H : SemiInner) := {
  known : nat -> H -> Prop;
  known_same : forall t x y, same x y -> known t x -> known t y;
  known_zero : forall t, known t vzero;
  known_plus : forall t x y, known t x -> known t y -> known t (x [+] y);
  known_scal : forall t c x, known t x -> known t (c [*] x);
  known_next : forall t x, known t x -> known (S t) x
}.

Arguments known {_}. Arguments known_same {_}. Arguments known_zero {_}. Arguments known_plus {_}.
Arguments known_scal {_}. Arguments known_next {_}.

Section Closure.
Context {H : SemiInner} (F : History H).

Lemma known_later s t x : (s <= t)%nat -> known F s x -> known F t x.
Proof. induction 1; [trivial|]. intros. apply known_next. auto. Qed.

Lemma known_minus t x y : known F t x -> known F t y -> known F t (x [-] y).
Proof. intros. apply known_plus; [assumption|]. now apply known_scal. Qed.

Lemma known_vsum t n X : (forall i, (i < n)%nat -> known F t (X i)) -> known F t (vsum n X).
Proof.
  induction n as [|n IH]; intros K; simpl; [apply known_zero|].
  apply known_plus; [apply IH; intros; apply K; lia|apply K; lia].
Qed.

Lemma known_average t n X : (forall i, (i < n)%nat -> known F t (X i)) -> known F t (average n X).
Proof. intros. apply known_scal. now apply known_vsum. Qed.

End Closure.

(** What is seen of an outcome is a cell of a partition that gets finer with time. *)
Section Cells.
Context {V : InnerProductSpace} (P : ProbabilitySpace V).
Variables (A : Type) (cell : nat -> outcome P -> A).
Hypothesis finer : forall t w w', cell (S t) w = cell (S t) w' -> cell t w = cell t w'.

Definition seen (t : nat) (X : L2 P) : Prop :=
  exists Y : L2 P, same X Y /\ forall w w', cell t w = cell t w' -> draw Y w = draw Y w'.

Definition history_of_cells : History (L2 P).
Proof.
  refine {| known := seen |}.
  - intros t X Y E [Z [S K]]. exists Z. split; [|exact K]. now rewrite <- E.
  - intros t. exists (constant vzero). split; reflexivity.
  - intros t X Y [X' [SX KX]] [Y' [SY KY]]. exists (X' [+] Y'). split; [now rewrite SX, SY|].
    intros w w' E. simpl. now rewrite (KX w w' E), (KY w w' E).
  - intros t c X [X' [SX KX]]. exists (c [*] X'). split; [now rewrite SX|].
    intros w w' E. simpl. now rewrite (KX w w' E).
  - intros t X [X' [SX KX]]. exists X'. split; [exact SX|]. intros w w' E. apply KX. now apply finer.
Defined.

Lemma cells_know_constants t v : known history_of_cells t (constant v).
Proof. exists (constant v). split; reflexivity. Qed.

(** A Lipschitz function of what is determined is determined. *)
Lemma cells_know_maps L (g : V -> V) (HL : 0 <= L) (Hg : lipschitz L g) t (X : L2 P) :
  known history_of_cells t X -> known history_of_cells t (mapped g Hg X).
Proof.
  intros [X' [S K]]. exists (mapped g Hg X'). split.
  - apply (lipschitz_same L (mapped g Hg : L2 P -> L2 P)); [now apply lipschitz_mapped|exact S].
  - intros w w' E. simpl. now rewrite (K w w' E).
Qed.

End Cells.
