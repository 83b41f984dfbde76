(** * Random completion schedules

    In an asynchronous run every computation is completed in a slot with the same probability q, independently of
    everything else. The schedule of all completions is drawn first, from finitely many; everything else (gradient
    noise, links, receivers) is then random given the schedule. A vector of such a run is a function from schedules to
    random vectors, and these form an inner-product space with the mean over schedules of the inner products.

    [bernoulli] is the schedule of independent completions; it satisfies the law that is assumed here.

    Glossary
      Completions n T q        schedules of n nodes and T slots, beta_i(t) = completes t i
      mean_over C a            mean over the schedules
      agree C t s s'           the schedules s and s' agree before slot t
      indicator b              1 if b, 0 if not
      mixture C H              functions from schedules to H
      mixture_objective        f_i of such a function: the mean over schedules of its values *)

From Coq Require Import Reals Lra Lia PeanoNat FunctionalExtensionality.
From Plumbline Require Import Foundations.Sums Foundations.InnerProduct Foundations.Smoothness Foundations.History
  MasterLemmas.OneStep.
Open Scope R_scope.
Open Scope vector_scope.

Definition indicator (b : bool) : R := if b then 1 else 0.

Record Completions (n T : nat) (q : R) := {
  schedule : Type;
  completes : nat -> nat -> schedule -> bool;
  mean_over : (schedule -> R) -> R;
  mean_over_plus : forall a b, mean_over (fun s => a s + b s) = mean_over a + mean_over b;
  mean_over_scal : forall c a, mean_over (fun s => c * a s) = c * mean_over a;
  mean_over_one : mean_over (fun _ => 1) = 1;
  mean_over_nonneg : forall a, (forall s, 0 <= a s) -> 0 <= mean_over a;
  (** P(beta_i(t) = 1) = q given what happened before slot t and at the other nodes in slot t *)
  memoryless : forall t i (a : schedule -> R), (t < T)%nat -> (i < n)%nat ->
    (forall s s', (forall u j, (u < t)%nat -> (j < n)%nat -> completes u j s = completes u j s') ->
       (forall j, (j < n)%nat -> j <> i -> completes t j s = completes t j s') -> a s = a s') ->
    mean_over (fun s => indicator (completes t i s) * a s) = q * mean_over a
}.

Arguments schedule {_ _ _}. Arguments completes {_ _ _}. Arguments mean_over {_ _ _}.
Arguments mean_over_plus {_ _ _}. Arguments mean_over_scal {_ _ _}. Arguments mean_over_one {_ _ _}.
Arguments mean_over_nonneg {_ _ _}. Arguments memoryless {_ _ _}.

Section Mean.
Context {n T : nat} {q : R} (C : Completions n T q).

Lemma mean_over_ext a b : (forall s, a s = b s) -> mean_over C a = mean_over C b.
Proof. intros K. f_equal. now apply functional_extensionality. Qed.

Lemma mean_over_constant c : mean_over C (fun _ => c) = c.
Proof.
  rewrite (mean_over_ext _ (fun _ => c * 1)) by (intros; ring).
  rewrite (mean_over_scal C c (fun _ => 1)), mean_over_one. ring.
Qed.

Lemma mean_over_minus a b : mean_over C (fun s => a s - b s) = mean_over C a - mean_over C b.
Proof.
  rewrite (mean_over_ext _ (fun s => a s + -1 * b s)) by (intros; ring).
  rewrite (mean_over_plus C a (fun s => -1 * b s)), (mean_over_scal C (-1) b). ring.
Qed.

Lemma mean_over_le a b : (forall s, a s <= b s) -> mean_over C a <= mean_over C b.
Proof.
  intros K. assert (N : 0 <= mean_over C (fun s => b s - a s)).
  { apply mean_over_nonneg. intros s. specialize (K s). lra. }
  rewrite mean_over_minus in N. lra.
Qed.

Lemma mean_over_le_constant a c : (forall s, a s <= c) -> mean_over C a <= c.
Proof. intros K. rewrite <- (mean_over_constant c). now apply mean_over_le. Qed.

Lemma mean_over_rsum m (a : nat -> schedule C -> R) :
  mean_over C (fun s => rsum m (fun i => a i s)) = rsum m (fun i => mean_over C (a i)).
Proof.
  induction m as [|m IH]; simpl; [apply mean_over_constant|].
  now rewrite (mean_over_plus C (fun s => rsum m (fun i => a i s)) (a m)), IH.
Qed.

Lemma mean_over_mean m (a : nat -> schedule C -> R) :
  mean_over C (fun s => mean m (fun i => a i s)) = mean m (fun i => mean_over C (a i)).
Proof.
  unfold mean. rewrite (mean_over_scal C (/ INR m) (fun s => rsum m (fun i => a i s))). now rewrite mean_over_rsum.
Qed.

Definition agree (t : nat) (s s' : schedule C) : Prop :=
  forall u j, (u < t)%nat -> (j < n)%nat -> completes C u j s = completes C u j s'.

Lemma agree_earlier t u s s' : (u <= t)%nat -> agree t s s' -> agree u s s'.
Proof. intros Hu A k j Hk Hj. apply A; [lia|exact Hj]. Qed.

(** ** Vectors that depend on the schedule *)

Definition mixture (H : SemiInner) : SemiInner.
Proof.
  refine {|
    vector := schedule C -> H; vzero := fun _ => vzero; vplus := fun X Y s => X s [+] Y s;
    vscal := fun c X s => c [*] X s; inner := fun X Y => mean_over C (fun s => inner (X s) (Y s)) |}.
  - intros. apply mean_over_ext. intros. apply inner_sym.
  - intros. rewrite (mean_over_ext _ (fun _ => 0)) by (intros; apply inner_zero). apply mean_over_constant.
  - intros. rewrite <- mean_over_plus. apply mean_over_ext. intros. apply inner_plus.
  - intros. rewrite <- mean_over_scal. apply mean_over_ext. intros. apply inner_scal.
  - intros. apply mean_over_nonneg. intros. apply inner_nonneg.
Defined.

Section Objective.
Context {H : SemiInner} {L : R} (O : Objective H L).

Lemma mixture_same (X Y : mixture H) : (forall s, same (X s) (Y s)) -> same X Y.
Proof. intros K Z. apply mean_over_ext. intros s. apply K. Qed.

Lemma mixture_vsum m (X : nat -> mixture H) s : vsum m X s = vsum m (fun i => X i s).
Proof. induction m as [|m IH]; [reflexivity|]. cbn [vsum]. rewrite <- IH. reflexivity. Qed.

Lemma mixture_average m (X : nat -> mixture H) s : average m X s = average m (fun i => X i s).
Proof. unfold average. rewrite <- mixture_vsum. reflexivity. Qed.

Definition mixture_objective : Objective (mixture H) L.
Proof.
  refine {|
    value := fun i (X : mixture H) => mean_over C (fun s => value O i (X s));
    gradient := fun i (X : mixture H) s => gradient O i (X s);
    smoothness_nonneg := smoothness_nonneg O |}.
  - intros i. apply lipschitz_of_square; [exact (smoothness_nonneg O)|].
    intros X Y. unfold normsq. cbn [inner mixture]. rewrite <- mean_over_scal.
    apply mean_over_le. intros s. apply (lipschitz_square L (gradient O i)), gradient_lipschitz.
  - intros i X Y. unfold normsq. cbn [inner mixture]. rewrite <- mean_over_scal.
    rewrite <- (mean_over_plus C (fun s => value O i (X s))).
    rewrite <- (mean_over_plus C (fun s => value O i (X s) + _)).
    apply mean_over_le. intros s. apply (value_below O i).
Defined.

Lemma mixture_value m (X : mixture H) : objective m mixture_objective X = mean_over C (fun s => objective m O (X s)).
Proof. unfold objective. cbn [value mixture_objective]. symmetry. apply mean_over_mean. Qed.

Lemma mixture_gradient m (X : mixture H) :
  normsq (full_gradient m mixture_objective X) = mean_over C (fun s => normsq (full_gradient m O (X s))).
Proof.
  unfold normsq. cbn [inner mixture]. apply mean_over_ext. intros s. unfold full_gradient.
  now rewrite mixture_average.
Qed.

Lemma mixture_tangent mu :
  (forall i, above_tangent mu (value O i) (gradient O i)) ->
  forall i, above_tangent mu (value mixture_objective i) (gradient mixture_objective i).
Proof.
  intros Hc i X Y. unfold normsq. cbn [inner mixture value gradient mixture_objective]. rewrite <- mean_over_scal.
  rewrite <- (mean_over_plus C (fun s => value O i (X s))).
  rewrite <- (mean_over_plus C (fun s => value O i (X s) + _)).
  apply mean_over_le. intros s. apply (Hc i).
Qed.

Lemma mixture_lower m b : (forall x, b <= objective m O x) -> forall X, b <= objective m mixture_objective X.
Proof.
  intros K X. rewrite mixture_value, <- (mean_over_constant b). apply mean_over_le. intros s. apply K.
Qed.

(** ** The past of a run that depends on the schedule *)

(** What is determined before slot t: it is known whatever the schedule, and it depends only on what was completed
    before slot t. The clock of the history F s under the schedule s is read at [phase t]. *)
Definition known_before (F : schedule C -> History H) (phase : nat -> nat) (t : nat) (X : mixture H) : Prop :=
  exists Y : mixture H, same X Y /\ (forall s, known (F s) (phase t) (Y s)) /\
    forall s s', agree t s s' -> same (Y s) (Y s').

Definition mixture_history (F : schedule C -> History H) (phase : nat -> nat)
  (later : forall t, (phase t <= phase (S t))%nat) :
  History (mixture H).
Proof.
  refine {| known := known_before F phase |}.
  - intros t X Y E [Z [S K]]. exists Z. split; [now rewrite <- E|exact K].
  - intros t. exists (vzero : mixture H). split; [reflexivity|]. split; [intros; apply known_zero|reflexivity].
  - intros t X Y [X' [SX [KX AX]]] [Y' [SY [KY AY]]]. exists ((X' : mixture H) [+] Y'). split; [now rewrite SX, SY|].
    split; [intros; now apply known_plus|]. intros s s' A. cbn [vplus mixture]. now rewrite (AX s s' A), (AY s s' A).
  - intros t c X [X' [SX [KX AX]]]. exists (c [*] (X' : mixture H)). split; [now rewrite SX|].
    split; [intros; now apply known_scal|]. intros s s' A. cbn [vscal mixture]. now rewrite (AX s s' A).
  - intros t X [X' [SX [KX AX]]]. exists X'. split; [exact SX|]. split.
    + intros s. apply known_later with (phase t); [apply later|apply KX].
    + intros s s' A. apply AX. apply agree_earlier with (Datatypes.S t); [lia|exact A].
Defined.

End Objective.
End Mean.

(** ** Independent completions *)

Section Bernoulli.
Variable q : R.

Definition set_bit (s : nat -> bool) (k : nat) (b : bool) : nat -> bool := fun i => if i =? k then b else s i.

(** The mean over m independent bits *)
Fixpoint bits_mean (m : nat) (a : (nat -> bool) -> R) : R :=
  match m with
  | O => a (fun _ => false)
  | S k => q * bits_mean k (fun s => a (set_bit s k true)) + (1 - q) * bits_mean k (fun s => a (set_bit s k false))
  end.

Lemma bits_mean_ext m : forall a b, (forall s, a s = b s) -> bits_mean m a = bits_mean m b.
Proof.
  induction m as [|m IH]; intros a b K; simpl; [apply K|].
  f_equal; f_equal; apply IH; intros; apply K.
Qed.

Lemma bits_mean_plus m : forall a b, bits_mean m (fun s => a s + b s) = bits_mean m a + bits_mean m b.
Proof. induction m as [|m IH]; intros a b; simpl; [reflexivity|]. rewrite !IH. ring. Qed.

Lemma bits_mean_scal m : forall c a, bits_mean m (fun s => c * a s) = c * bits_mean m a.
Proof. induction m as [|m IH]; intros c a; simpl; [reflexivity|]. rewrite !IH. ring. Qed.

Lemma bits_mean_one m : bits_mean m (fun _ => 1) = 1.
Proof. induction m as [|m IH]; simpl; [reflexivity|]. rewrite !IH. ring. Qed.

Lemma bits_mean_nonneg m : 0 <= q <= 1 -> forall a, (forall s, 0 <= a s) -> 0 <= bits_mean m a.
Proof.
  intros Hq. induction m as [|m IH]; intros a K; simpl; [apply K|].
  apply Rplus_le_le_0_compat; apply Rmult_le_pos; try lra; apply IH; intros; apply K.
Qed.

(** A bit is 1 with probability q independently of everything that the other bits determine. *)
Lemma bits_mean_independent m : forall k a, (k < m)%nat ->
  (forall s s', (forall i, (i < m)%nat -> i <> k -> s i = s' i) -> a s = a s') ->
  bits_mean m (fun s => indicator (s k) * a s) = q * bits_mean m a.
Proof.
  induction m as [|m IH]; intros k a Hk D; [lia|]. cbn [bits_mean].
  destruct (Nat.eq_dec k m) as [->|E].
  - rewrite (bits_mean_ext m (fun s => indicator (set_bit s m true m) * a (set_bit s m true))
      (fun s => a (set_bit s m true))).
    2:{ intros s. unfold set_bit at 1. rewrite Nat.eqb_refl. unfold indicator. ring. }
    rewrite (bits_mean_ext m (fun s => indicator (set_bit s m false m) * a (set_bit s m false))
      (fun s => 0 * a (set_bit s m false))).
    2:{ intros s. unfold set_bit at 1. rewrite Nat.eqb_refl. unfold indicator. ring. }
    rewrite bits_mean_scal.
    rewrite (bits_mean_ext m (fun s => a (set_bit s m false)) (fun s => a (set_bit s m true))); [ring|].
    intros s. apply D. intros i Hi Hne. unfold set_bit. apply Nat.eqb_neq in Hne. now rewrite Hne.
  - assert (Step : forall b, bits_mean m (fun s => indicator (set_bit s m b k) * a (set_bit s m b)) =
      q * bits_mean m (fun s => a (set_bit s m b))).
    { intros b. rewrite <- (IH k (fun s => a (set_bit s m b))).
      - apply bits_mean_ext. intros s. unfold set_bit at 1. apply Nat.eqb_neq in E. now rewrite E.
      - lia.
      - intros s s' K. apply D. intros i Hi Hne. unfold set_bit. destruct (Nat.eqb_spec i m); [reflexivity|].
        apply K; [lia|exact Hne]. }
    rewrite !Step. ring.
Qed.

Hypothesis probability : 0 <= q <= 1.
Variables n T : nat.

Definition bernoulli : Completions n T q.
Proof.
  refine {|
    schedule := nat -> bool; completes := fun t i s => s (t * n + i)%nat; mean_over := bits_mean (T * n) |}.
  - apply bits_mean_plus.
  - apply bits_mean_scal.
  - apply bits_mean_one.
  - now apply bits_mean_nonneg.
  - intros t i a Ht Hi D.
    assert (B : forall u j, (u < T)%nat -> (j < n)%nat -> (u * n + j < T * n)%nat) by (intros; nia).
    (* bits of later slots are set to 0: [a] does not depend on them *)
    apply bits_mean_independent; [now apply B|].
    intros s s' K. apply D.
    + intros u j Hu Hj. apply K; [apply B; lia|nia].
    + intros j Hj Hne. apply K; [now apply B|lia].
Defined.

End Bernoulli.
