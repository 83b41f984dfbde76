(** * A run of asynchronous D-SGD that satisfies the hypotheses

    Independent completions with probability q, computations that start again at the age tau_max, quadratic objectives,
    links that a coin puts into one of two states in every slot, gradient noise and receiver noise from coins. G^2 is a
    sum over everything that can happen.

    Glossary
      v, r                 gradient noise +v or -v, receiver noise +r or -r
      W1, W0               the mixing matrices of the two states of the links (W0 may be I: no link is up)
      p1, p0               their mixing rates with the consensus step; p = (p1 + p0)/2
      async_history s t    the models up to slot t under the schedule s
      bits_sum m a         the sum of a over the values of the first m bits *)

From Coq Require Import Reals Lra Lia PeanoNat FunctionalExtensionality.
From Plumbline Require Import Foundations.Sums Foundations.InnerProduct Foundations.Smoothness Foundations.Probability
  Foundations.History MasterLemmas.OneStep MasterLemmas.VirtualIterate MasterLemmas.PlainRun MasterLemmas.Setting
  MasterLemmas.Schedules MasterLemmas.CoinNoise Algorithms.Mixing Algorithms.RandomMixing Algorithms.AsyncDeviation
  Algorithms.AsyncRun Algorithms.AsyncDSGD Algorithms.RightSides Algorithms.Instances.
Open Scope R_scope.
Open Scope vector_scope.

(** ** A bound over all values of finitely many bits *)

Fixpoint bits_sum (m : nat) (a : (nat -> bool) -> R) : R :=
  match m with
  | 0%nat => a (fun _ => false)
  | S k => bits_sum k (fun s => a (set_bit s k true)) + bits_sum k (fun s => a (set_bit s k false))
  end.

Lemma bits_sum_nonneg m : forall a, (forall s, 0 <= a s) -> 0 <= bits_sum m a.
Proof.
  induction m as [|m IH]; intros a K; simpl; [apply K|].
  apply Rplus_le_le_0_compat; apply IH; intros; apply K.
Qed.

Lemma below_bits_sum m : forall a, (forall s, 0 <= a s) ->
  (forall s s', (forall i, (i < m)%nat -> s i = s' i) -> a s = a s') -> forall s, a s <= bits_sum m a.
Proof.
  induction m as [|m IH]; intros a K D s; simpl.
  - right. apply D. intros; lia.
  - assert (B : forall b, s m = b -> a s <= bits_sum m (fun s => a (set_bit s m b))).
    { intros b E. replace (a s) with (a (set_bit s m b)).
      - apply (IH (fun s => a (set_bit s m b))); [intros; apply K|].
        intros t t' Q. apply D. intros i Hi. unfold set_bit. destruct (Nat.eqb_spec i m); [reflexivity|apply Q; lia].
      - apply D. intros i Hi. unfold set_bit. destruct (Nat.eqb_spec i m) as [->|]; [now symmetry|reflexivity]. }
    assert (N1 := bits_sum_nonneg m (fun s => a (set_bit s m true)) (fun s => K _)).
    assert (N2 := bits_sum_nonneg m (fun s => a (set_bit s m false)) (fun s => K _)).
    destruct (s m) eqn:E; assert (Q := B _ eq_refl); lra.
Qed.

Lemma vsum_ext {V : SemiInner} n (X Y : nat -> V) : (forall i, (i < n)%nat -> X i = Y i) -> vsum n X = vsum n Y.
Proof.
  induction n as [|n IH]; intros E; [reflexivity|]. cbn [vsum]. rewrite IH, E; [reflexivity|lia|intros; apply E; lia].
Qed.

Section Run.
Variables (V : InnerProductSpace) (centres : nat -> V) (v r start : V) (n T tau : nat) (eta c q p1 p0 : R)
  (W1 W0 : nat -> nat -> R).
Hypothesis nodes : (0 < n)%nat.
Hypothesis iterations : (0 < T)%nat.
Hypothesis step_positive : 0 < eta.
Hypothesis participation : 0 < q <= 1.
Let p : R := (p1 + p0) / 2.
Hypothesis mixing_rate : 0 < p <= 1.
Let A1 (i j : nat) : R := (1 - c) * (if j =? i then 1 else 0) + c * W1 i j.
Let A0 (i j : nat) : R := (1 - c) * (if j =? i then 1 else 0) + c * W0 i j.
Hypothesis mixing_1 : MixingMatrix n p1 A1.
Hypothesis mixing_0 : MixingMatrix n p0 A0.

Let O := quadratic centres.
Let probability : 0 <= q <= 1. Proof. lra. Qed.
Let C : Completions n T q := bernoulli q probability n T.

(** A slot throws n coins for gradients, one for the links and n for receivers. *)
Let slot_bits : nat := (2 * n + 1)%nat.
Let P := coin_space V (T * slot_bits).
Let phase_bits (k : nat) : nat := match k with 0 => 0 | 1 => n | _ => n + 1 end%nat.
Let bits (time : nat) : nat := (time / 3 * slot_bits + phase_bits (time mod 3))%nat.

Let bits_at t k : (k < 3)%nat -> bits (3 * t + k) = (t * slot_bits + phase_bits k)%nat.
Proof.
  intros Hk. unfold bits. replace (3 * t + k)%nat with (k + t * 3)%nat by lia.
  rewrite Nat.div_add, Nat.mod_add, (Nat.div_small k 3), (Nat.mod_small k 3) by lia. reflexivity.
Qed.

Let bits_gradients t : bits (gradients_at t) = (t * slot_bits)%nat.
Proof. unfold gradients_at. rewrite <- (Nat.add_0_r (3 * t)), bits_at by lia. simpl. lia. Qed.
Let bits_links t : bits (links_at t) = (t * slot_bits + n)%nat.
Proof. unfold links_at. rewrite bits_at by lia. reflexivity. Qed.
Let bits_channel t : bits (channel_at t) = (t * slot_bits + n + 1)%nat.
Proof. unfold channel_at. rewrite bits_at by lia. simpl. lia. Qed.

Let bits_grow time : (bits time <= bits (S time))%nat.
Proof.
  assert (D := Nat.div_mod_eq time 3). assert (B := Nat.mod_upper_bound time 3 ltac:(lia)).
  set (t := (time / 3)%nat) in *. set (k := (time mod 3)%nat) in *.
  assert (E : (time = 3 * t + k)%nat) by lia. rewrite E.
  rewrite (bits_at t k) by lia.
  assert (C3 : k = 0%nat \/ k = 1%nat \/ k = 2%nat) by lia. destruct C3 as [C3|[C3|C3]]; rewrite C3.
  - replace (S (3 * t + 0)) with (3 * t + 1)%nat by lia. rewrite bits_at by lia. simpl. lia.
  - replace (S (3 * t + 1)) with (3 * t + 2)%nat by lia. rewrite bits_at by lia. simpl. lia.
  - replace (S (3 * t + 2)) with (3 * (S t) + 0)%nat by lia. rewrite bits_at by lia. unfold slot_bits. simpl. lia.
Qed.

Let F : Past P O := coin_past (T * slot_bits) bits bits_grow O.
Let xi (t i : nat) : L2 P := coin (T * slot_bits) v (t * slot_bits + i).
Let link_bit (t : nat) : nat := (t * slot_bits + n)%nat.
Let chan (t i : nat) : L2 P := coin (T * slot_bits) r (t * slot_bits + n + 1 + i).

Let in_range t k : (t < T)%nat -> (k < 2 * n + 1)%nat -> (t * slot_bits + k < T * slot_bits)%nat.
Proof. intros Ht Hk. unfold slot_bits in *. nia. Qed.

Definition link_weights (t i j : nat) (w : outcome P) : R := if w (link_bit t) then W1 i j else W0 i j.
Let weights := averaged c link_weights.
Let weights_bounded : forall t i j, bounded P (weights t i j) := fun _ _ _ => I.
Let mix := random_mix n weights weights_bounded.

Let weights_state t i j w : weights t i j w = if w (link_bit t) then A1 i j else A0 i j.
Proof. unfold weights, averaged, link_weights, A1, A0. destruct (w (link_bit t)); reflexivity. Qed.

Definition links : RandomMatrix F n T p weights weights_bounded.
Proof.
  refine {| second_moment := fun _ i j => rsum n (fun k => (A1 k i * A1 k j + A0 k i * A0 k j) / 2) |}.
  - intros t i j w _ Hi Hj. rewrite !weights_state.
    destruct (w (link_bit t)); [now apply (symmetric mixing_1)|now apply (symmetric mixing_0)].
  - intros t i w _ Hi. rewrite (rsum_ext n _ (fun j => if w (link_bit t) then A1 i j else A0 i j))
      by (intros; apply weights_state).
    destruct (w (link_bit t)); [exact (row_sums mixing_1 i Hi)|exact (row_sums mixing_0 i Hi)].
  - intros t i j. apply rsum_ext. intros; field.
  - intros t Y Z i j Ht _ _ HY HZ. rewrite Rmult_comm, <- rsum_scal. apply rsum_ext. intros k _.
    transitivity (expect P (fun w =>
      (fun bit : bool => if bit then A1 k i * A1 k j else A0 k i * A0 k j) (w (link_bit t))
      * inner (draw Y w) (draw Z w))).
    + apply expect_ext. intros w. rewrite !weights_state. destruct (w (link_bit t)); reflexivity.
    + etransitivity; [apply (coin_independent (T * slot_bits) bits bits_grow (links_at t) (link_bit t)
        (fun bit : bool => if bit then A1 k i * A1 k j else A0 k i * A0 k j) Y Z); [|exact HY|exact HZ]|].
      * rewrite bits_links. assert (Rg := in_range t n Ht ltac:(lia)). unfold link_bit. lia.
      * apply Rmult_comm.
  - intros t u _. assert (Q1 := fixed_second_moment n p1 A1 nodes mixing_1 u).
    assert (Q0 := fixed_second_moment n p0 A0 nodes mixing_0 u).
    rewrite (rsum_ext n _ (fun i => / 2 * rsum n (fun j => rsum n (fun k => A1 k i * A1 k j) * (u i * u j))
      + / 2 * rsum n (fun j => rsum n (fun k => A0 k i * A0 k j) * (u i * u j)))).
    + rewrite rsum_plus, !rsum_scal. unfold p. lra.
    + intros i _. rewrite <- !rsum_scal, <- rsum_plus. apply rsum_ext. intros j _.
      rewrite (rsum_ext n _ (fun k => / 2 * (A1 k i * A1 k j) + / 2 * (A0 k i * A0 k j))) by (intros; field).
      rewrite rsum_plus, !rsum_scal. ring.
  - intros t i j Y Ht _ _ [Y' [E Q]]. exists (times weights weights_bounded t i j Y'). split.
    + exact (times_same weights weights_bounded t i j Y Y' E).
    + intros w w' Ew. destruct (seen_bits_equal (V := V) (T * slot_bits) bits (channel_at t) w w') as [S1 _].
      assert (B := S1 Ew). rewrite bits_channel in B. simpl. rewrite !weights_state.
      rewrite (B (link_bit t)) by (unfold link_bit; lia). f_equal. apply Q.
      apply (seen_bits_equal (V := V) (T * slot_bits) bits). intros k Hk. rewrite bits_links in Hk. apply B. lia.
Defined.

Let beta (s : schedule C) (t i : nat) : bool := completes C t i s.
Let reads (s : schedule C) : nat -> nat -> nat := restarting tau (beta s).

Fixpoint async_history (s : schedule C) (t : nat) : nat -> nat -> L2 P :=
  match t with
  | 0%nat => fun _ _ => constant start
  | S k => fun u i => if u <=? k then async_history s k u i else
      mix k (half (lifted P O) eta (beta s) (reads s) (async_history s k) xi k) i [+] c [*] chan k i
  end.
Definition async_model (s : schedule C) (t : nat) : nat -> L2 P := async_history s t t.

Lemma async_history_stable s t u : (u <= t)%nat -> async_history s t u = async_model s u.
Proof.
  induction t as [|t IH]; intros Hu.
  { apply Nat.le_0_r in Hu. subst u. reflexivity. }
  destruct (Nat.eq_dec u (S t)) as [->|Hne]; [reflexivity|].
  rewrite <- IH by lia. apply functional_extensionality. intros i. cbn [async_history].
  now replace (u <=? t) with true by (symmetry; apply Nat.leb_le; lia).
Qed.

Let half_stable s t j : half (lifted P O) eta (beta s) (reads s) (async_history s t) xi t j =
  half (lifted P O) eta (beta s) (reads s) (async_model s) xi t j.
Proof.
  unfold half, applied, async_gradient. rewrite (async_history_stable s t t) by lia.
  rewrite (async_history_stable s t (reads s t j)) by apply restarting_age. reflexivity.
Qed.

Lemma async_model_step s t i : async_model s (S t) i =
  mix t (half (lifted P O) eta (beta s) (reads s) (async_model s) xi t) i [+] c [*] chan t i.
Proof.
  unfold async_model at 1. cbn [async_history]. replace (S t <=? t) with false by (symmetry; apply Nat.leb_gt; lia).
  f_equal. unfold mix, random_mix. apply vsum_ext. intros j _. now rewrite half_stable.
Qed.

(** The models depend on earlier completions only. *)
Let same_reads s s' t i : agree C t s s' -> (i < n)%nat -> reads s t i = reads s' t i.
Proof. intros A Hi. apply restarting_causal. intros u Hu. now apply A. Qed.

Lemma async_model_causal t : forall s s', agree C t s s' -> forall i, async_model s t i = async_model s' t i.
Proof.
  induction t as [t IH] using (well_founded_induction Wf_nat.lt_wf). intros s s' A i.
  destruct t as [|t]; [reflexivity|]. rewrite !async_model_step. f_equal.
  unfold mix, random_mix. apply vsum_ext. intros j Hj. f_equal.
  assert (At : agree C t s s') by (apply agree_earlier with (S t); [lia|exact A]).
  unfold half, applied, async_gradient.
  assert (Eb : beta s t j = beta s' t j) by (apply A; lia). rewrite Eb.
  rewrite (IH t (Nat.lt_succ_diag_r t) s s' At j).
  rewrite (same_reads s s' t j At Hj).
  assert (Ag := restarting_age tau (beta s') t j). fold (reads s') in Ag.
  rewrite (IH (reads s' t j) ltac:(lia) s s') by (apply agree_earlier with t; [lia|exact At]). reflexivity.
Qed.

Let gradients (s : schedule C) (t i : nat) : L2 P := async_gradient (lifted P O) (reads s) (async_model s) xi t i.
Let G2 : R := bits_sum (T * n) (fun s => total_moment T n (gradients s)).

Let gradients_bounded s t i : (t < T)%nat -> (i < n)%nat -> normsq (gradients s t i) <= G2.
Proof.
  intros Ht Hi. apply Rle_trans with (total_moment T n (gradients s)); [now apply moment_below_total|].
  apply (below_bits_sum (T * n) (fun s => total_moment T n (gradients s))); [intros; apply total_moment_nonneg|].
  intros s1 s2 E. unfold total_moment. apply rsum_ext. intros u Hu. apply rsum_ext. intros j Hj.
  assert (A : agree C u s1 s2).
  { intros k i' Hk Hi'. cbn [completes C bernoulli]. apply E. nia. }
  unfold gradients, async_gradient. rewrite (same_reads s1 s2 u j A Hj).
  assert (Ag := restarting_age tau (beta s2) u j). fold (reads s2) in Ag.
  rewrite (async_model_causal (reads s2 u j) s1 s2) by (apply agree_earlier with u; [lia|exact A]). reflexivity.
Qed.

Definition async_run : AsyncRun (lifted P O) C (fun _ => F) mix tau eta c (normsq v) (normsq r) G2 (constant start).
Proof.
  refine {| model := async_model; AsyncRun.read := reads; AsyncRun.noise := fun _ => xi; AsyncRun.receiver := chan |}.
  - reflexivity.
  - intros s t i _ _. rewrite async_model_step. reflexivity.
  - intros s t i _ _. apply restarting_age.
  - intros s s' t i _ Hi A. now apply same_reads.
  - reflexivity.
  - intros s t i z Ht Hi _ Hz.
    apply (coin_mean (T * slot_bits) bits bits_grow (gradients_at t) v _ z); [|exact Hz].
    rewrite bits_gradients. assert (Rg := in_range t i Ht ltac:(lia)). lia.
  - intros s t i j Ht Hi Hj Hne _ _. assert (R1 := in_range t i Ht ltac:(lia)).
    assert (R2 := in_range t j Ht ltac:(lia)).
    apply coins_uncorrelated; lia.
  - intros. right. apply coin_square.
  - intros s t i Ht Hi _. apply coin_known. rewrite bits_links. lia.
  - intros s t i z Ht Hi Hz.
    apply (coin_mean (T * slot_bits) bits bits_grow (channel_at t) r _ z); [|exact Hz].
    rewrite bits_channel. assert (Rg := in_range t (n + 1 + i) Ht ltac:(lia)). lia.
  - intros t i j Ht Hi Hj Hne. assert (R1 := in_range t (n + 1 + i) Ht ltac:(lia)).
    assert (R2 := in_range t (n + 1 + j) Ht ltac:(lia)). apply coins_uncorrelated; lia.
  - intros. right. apply coin_square.
  - intros s t i Ht Hi. apply coin_known. rewrite bits_gradients. unfold slot_bits. lia.
  - apply bits_sum_nonneg. intros. apply total_moment_nonneg.
  - intros s t i Ht Hi _. now apply gradients_bounded.
Defined.

(** M^2 as the sum over the slots of what it bounds *)
Let gradient_square (t : nat) : R :=
  mean n (fun i => mean_over C (fun s => expect P (fun w =>
    normsq (local_gradient O i (draw (async_model s (reads s t i) i) w))))).
Let M2 : R := rsum T gradient_square.

Lemma async_instance : eta * q <= 1 ->
  mean T (fun t => mean_over C (fun s => expect P (fun w =>
    normsq (average_gradient n O (average n (fun i => draw (async_model s t i) w)))))) <=
  async_dsgd_nonconvex_rhs (INR n) (INR T) eta 1 (normsq v) G2 M2 q p (INR tau) c (normsq r)
    (average_value n O start - 0).
Proof.
  intros He.
  apply (async_dsgd_nonconvex V 1 P O n T q C (fun _ => F) link_weights tau p eta c (normsq v) (normsq r) G2
    M2 start weights_bounded async_run (fun _ => links) nodes iterations step_positive mixing_rate participation);
    [|lra|apply quadratic_lower].
  intros t Ht. apply (rsum_term_le T t gradient_square Ht). intros u _. apply mean_nonneg. intros i _.
  apply mean_over_nonneg. intros s. apply expect_nonneg; [exact I|]. intros w. apply normsq_nonneg.
Qed.

End Run.
