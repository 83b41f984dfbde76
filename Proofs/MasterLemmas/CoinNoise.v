(** * Noise from independent coins

    A probability space of m fair coins, and gradient noise of the form +v or -v that a coin decides. It has mean zero
    given the coins thrown before, is uncorrelated across nodes, and has second moment |v|^2: the hypotheses of the
    theorems have instances with noise in them.

    Glossary
      coin_space V m        outcomes are sequences of bits, of which the first m are fair and independent
      sign w k              1 or -1, as bit k of the outcome w says
      coin v k              the random vector sign w k [*] v
      seen_bits b           history in which the bits before b t are known at time t
      coin_past             that history, for given local objectives *)

From Coq Require Import Reals Lra Lia PeanoNat FunctionalExtensionality.
From Plumbline Require Import Foundations.Sums Foundations.InnerProduct Foundations.Smoothness Foundations.Probability
  Foundations.History MasterLemmas.Schedules MasterLemmas.OneStep MasterLemmas.VirtualIterate MasterLemmas.PlainRun
  MasterLemmas.Setting.
Open Scope R_scope.
Open Scope vector_scope.

Lemma half_is_probability : 0 <= / 2 <= 1.
Proof. lra. Qed.

Definition coin_space (V : InnerProductSpace) (m : nat) : ProbabilitySpace V.
Proof.
  refine {|
    outcome := nat -> bool; integrable := fun _ => True; square_integrable := fun _ => True; bounded := fun _ => True;
    expect := bits_mean (/ 2) m |}; try (intros; exact I).
  - apply bits_mean_one.
  - intros. apply bits_mean_plus.
  - intros. apply bits_mean_scal.
  - intros a _ K. now apply bits_mean_nonneg; [apply half_is_probability|].
Defined.

Definition sign (w : nat -> bool) (k : nat) : R := if w k then 1 else -1.

Lemma sign_square w k : sign w k * sign w k = 1.
Proof. unfold sign. destruct (w k); ring. Qed.

(** A sign has mean zero against everything that the other bits determine. *)
Lemma sign_mean m k (a : (nat -> bool) -> R) : (k < m)%nat ->
  (forall s s', (forall i, (i < m)%nat -> i <> k -> s i = s' i) -> a s = a s') ->
  bits_mean (/ 2) m (fun w => sign w k * a w) = 0.
Proof.
  intros Hk D.
  rewrite (bits_mean_ext (/ 2) m _ (fun w => 2 * (indicator (w k) * a w) + -1 * a w)).
  2:{ intros w. unfold sign, indicator. destruct (w k); ring. }
  rewrite bits_mean_plus, !bits_mean_scal, (bits_mean_independent (/ 2) m k a Hk D). field.
Qed.

Section Coins.
Context {V : InnerProductSpace} (m : nat).
Let P := coin_space V m.

Definition coin (v : V) (k : nat) : L2 P :=
  {| draw := (fun w => sign w k [*] v) : outcome P -> V; draw_square_integrable := I |}.

(** What has been seen of the coins at time t: the bits before b t *)
Variable b : nat -> nat.
Hypothesis grows : forall t, (b t <= b (S t))%nat.

Definition seen_bits (t : nat) (w : outcome P) : nat -> bool := fun k => if k <? b t then w k else false.

Lemma seen_bits_equal t (w w' : outcome P) :
  seen_bits t w = seen_bits t w' <-> (forall k, (k < b t)%nat -> w k = w' k).
Proof.
  split.
  - intros E k Hk. assert (Ek := f_equal (fun f => f k) E). unfold seen_bits in Ek.
    apply Nat.ltb_lt in Hk. now rewrite Hk in Ek.
  - intros K. apply functional_extensionality. intros k. unfold seen_bits.
    destruct (Nat.ltb_spec k (b t)); [now apply K|reflexivity].
Qed.

Lemma seen_bits_finer t w w' : seen_bits (S t) w = seen_bits (S t) w' -> seen_bits t w = seen_bits t w'.
Proof.
  rewrite !seen_bits_equal. intros K k Hk. apply K. assert (G := grows t). lia.
Qed.

Definition coin_history : History (L2 P) := history_of_cells P (nat -> bool) seen_bits seen_bits_finer.

Definition coin_past {L : R} (O : LocalObjectives V L) : Past P O.
Proof.
  refine {| past := coin_history |}.
  - intros t v. apply cells_know_constants.
  - intros t i X K. apply cells_know_maps; [exact (local_smoothness_nonneg O)|exact K].
Defined.

(** A coin that has not been seen has mean zero against what is known. *)
Lemma coin_mean t v k (z : L2 P) : (b t <= k < m)%nat -> known coin_history t z -> inner (coin v k) z = 0.
Proof.
  intros Hk [Y [E A]]. rewrite (E : same z Y).
  transitivity (bits_mean (/ 2) m (fun w => sign w k * inner v (draw Y w))).
  - apply bits_mean_ext. intros w. simpl. apply inner_scal.
  - apply sign_mean; [lia|]. intros s s' K. f_equal. apply A. apply seen_bits_equal.
    intros j Hj. apply K; lia.
Qed.

Lemma coins_uncorrelated v k k' : (k < m)%nat -> (k' < m)%nat -> k <> k' -> inner (coin v k) (coin v k') = 0.
Proof.
  intros Hk Hk' Hne. transitivity (bits_mean (/ 2) m (fun w => sign w k * (sign w k' * inner v v))).
  - apply bits_mean_ext. intros w. simpl. rewrite inner_scal, inner_scal_r. ring.
  - apply sign_mean; [exact Hk|]. intros s s' K. unfold sign. now rewrite (K k' Hk' (not_eq_sym Hne)).
Qed.

Lemma coin_square v k : normsq (coin v k) = normsq v.
Proof.
  transitivity (bits_mean (/ 2) m (fun _ => normsq v * 1)).
  - apply bits_mean_ext. intros w. simpl. rewrite inner_scal, inner_scal_r, <- Rmult_assoc, sign_square.
    unfold normsq. ring.
  - rewrite bits_mean_scal, bits_mean_one. ring.
Qed.

Lemma coin_known t v k : (k < b t)%nat -> known coin_history t (coin v k).
Proof.
  intros Hk. exists (coin v k). split; [reflexivity|]. intros w w' E.
  destruct (seen_bits_equal t w w') as [Q _]. simpl. unfold sign. now rewrite (Q E k Hk).
Qed.

(** What is known is independent of a coin that has not been seen. *)
Lemma coin_independent t k (g : bool -> R) (Y Z : L2 P) : (b t <= k < m)%nat ->
  known coin_history t Y -> known coin_history t Z ->
  expect P (fun w => g (w k) * inner (draw Y w) (draw Z w)) = (g true + g false) / 2 * inner Y Z.
Proof.
  intros Hk [Y' [EY KY]] [Z' [EZ KZ]].
  assert (Plain : inner Y Z = inner Y' Z')
    by exact (eq_trans (EY Z) (eq_trans (inner_sym Y' Z) (eq_trans (EZ Y') (inner_sym Z' Y')))).
  (* the factor can be moved to either side, so Y' and Z' may stand for Y and Z *)
  set (f := fun w : outcome P => g (w k)). set (M := fun U : L2 P => multiple f I U : L2 P).
  assert (Move : forall X U : L2 P, expect P (fun w => f w * inner (draw X w) (draw U w)) = inner (M X) U)
    by (intros X U; apply expect_ext; intros w; simpl; now rewrite inner_scal).
  assert (Side : forall X U : L2 P, inner (M X) U = inner X (M U))
    by (intros X U; apply expect_ext; intros w; simpl; now rewrite inner_scal, inner_scal_r).
  transitivity (expect P (fun w => f w * inner (draw Y' w) (draw Z' w))).
  { etransitivity; [exact (Move Y Z)|]. etransitivity; [exact (Side Y Z)|].
    etransitivity; [exact (EY (M Z))|]. etransitivity; [exact (eq_sym (Side Y' Z))|].
    etransitivity; [exact (inner_sym (M Y') Z)|]. etransitivity; [exact (EZ (M Y'))|].
    etransitivity; [exact (inner_sym Z' (M Y'))|]. exact (eq_sym (Move Y' Z')). }
  rewrite Plain. set (a := fun w : outcome P => inner (draw Y' w) (draw Z' w)).
  assert (Q : bits_mean (/ 2) m (fun w => indicator (w k) * a w) = / 2 * bits_mean (/ 2) m a).
  { apply bits_mean_independent; [lia|]. intros s s' E. unfold a.
    assert (Q : seen_bits t s = seen_bits t s') by (apply seen_bits_equal; intros j Hj; apply E; lia).
    now rewrite (KY s s' Q), (KZ s s' Q). }
  transitivity (bits_mean (/ 2) m (fun w => g false * a w + (g true - g false) * (indicator (w k) * a w))).
  - apply bits_mean_ext. intros w. unfold f, a, indicator. destruct (w k); ring.
  - rewrite bits_mean_plus, !bits_mean_scal, Q. change (inner Y' Z') with (bits_mean (/ 2) m a). field.
Qed.

(** Coin b t + i decides the noise of node i in iteration t. *)
Definition coin_noise (v : V) (t i : nat) : L2 P := coin v (b t + i).

Lemma coin_noise_is_noise n T v :
  (forall t, (t < T)%nat -> (b t + n <= b (S t))%nat /\ (b (S t) <= m)%nat) ->
  GradientNoise coin_history n T (coin_noise v) (normsq v).
Proof.
  intros B. split.
  - intros t i z Ht Hi Hz. destruct (B t Ht). apply coin_mean with t; [lia|exact Hz].
  - intros t i j Ht Hi Hj Hne. destruct (B t Ht). apply coins_uncorrelated; lia.
  - intros t i Ht Hi. right. apply coin_square.
  - intros t i Ht Hi. destruct (B t Ht). apply coin_known. lia.
Qed.

End Coins.

(** The largest second moment of finitely many vectors is at most their sum. *)
Definition total_moment {H : SemiInner} (T n : nat) (X : nat -> nat -> H) : R :=
  rsum T (fun t => rsum n (fun i => normsq (X t i))).

Lemma moment_below_total {H : SemiInner} (T n : nat) (X : nat -> nat -> H) t i :
  (t < T)%nat -> (i < n)%nat -> normsq (X t i) <= total_moment T n X.
Proof.
  intros Ht Hi. unfold total_moment.
  apply Rle_trans with (rsum n (fun i => normsq (X t i))).
  - apply (rsum_term_le n i (fun i => normsq (X t i)) Hi). intros. apply normsq_nonneg.
  - apply (rsum_term_le T t (fun t => rsum n (fun i => normsq (X t i))) Ht). intros.
    apply rsum_nonneg. intros. apply normsq_nonneg.
Qed.

Lemma total_moment_nonneg {H : SemiInner} (T n : nat) (X : nat -> nat -> H) : 0 <= total_moment T n X.
Proof. apply rsum_nonneg. intros. apply rsum_nonneg. intros. apply normsq_nonneg. Qed.
