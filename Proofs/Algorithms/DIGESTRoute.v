(** * DIGEST: what the clocks of a route say

    The clocks that DIGESTAlgorithm.v keeps are the last visits of the route, so [staleness] is the catalogue's S_v(t);
    and where every token visits every node within any R slots, nothing that matters is older than 2R slots.

    Glossary
      last_visit track s u t    l_u^s(t): 1 + the last slot before t in which token s visits u, 0 if there is none
      last_call t v t0 s        t0 = l_v(t) is the time of the last visit of v by any token, and s the token that came
      visits_within R           every token visits every node in any R (interval) slots *)

From Coq Require Import Reals Lra Lia PeanoNat.
From Plumbline Require Import Foundations.Sums Algorithms.DIGESTAlgorithm.
Open Scope R_scope.

Fixpoint last_visit (track : nat -> nat -> nat) (s u t : nat) : nat :=
  match t with O => 0%nat | S k => if track s k =? u then S k else last_visit track s u k end.

Lemma seen_visits_clock now at_node k c s u :
  seen (visits_clock now at_node k c) s u = if andb (s <? k) (at_node s =? u) then now else seen c s u.
Proof.
  induction k as [|k IH]; [reflexivity|]. cbn [visits_clock visit_clock seen]. rewrite IH.
  destruct (Nat.eqb_spec s k) as [->|E].
  - rewrite Nat.ltb_irrefl. replace (k <? S k) with true by (symmetry; apply Nat.ltb_lt; lia).
    simpl. now rewrite Nat.eqb_sym.
  - replace (s <? S k) with (s <? k); [reflexivity|].
    destruct (Nat.ltb_spec s k), (Nat.ltb_spec s (S k)); try reflexivity; lia.
Qed.

Lemma snap_visits_clock now at_node k c v :
  (exists s, (s < k)%nat /\ at_node s = v /\
     forall u, snap (visits_clock now at_node k c) v u = seen (visits_clock now at_node k c) s u) \/
  ((forall s, (s < k)%nat -> at_node s <> v) /\ forall u, snap (visits_clock now at_node k c) v u = snap c v u).
Proof.
  induction k as [|k IH]; [right; split; [lia|reflexivity]|].
  set (c' := visits_clock now at_node k c) in *.
  destruct (Nat.eq_dec (at_node k) v) as [E|E].
  - left. exists k. split; [lia|split; [exact E|]]. intros u. cbn [visits_clock visit_clock snap seen]. fold c'.
    unfold replace_at. rewrite E, Nat.eqb_refl. reflexivity.
  - assert (Same : forall u, snap (visits_clock now at_node (S k) c) v u = snap c' v u).
    { intros u. cbn [visits_clock visit_clock snap]. fold c'. unfold replace_at.
      destruct (Nat.eqb_spec v (at_node k)); [congruence|reflexivity]. }
    destruct IH as [[s [Hs [Hv K]]]|[No K]].
    + left. exists s. split; [lia|split; [exact Hv|]]. intros u. rewrite Same, K.
      cbn [visits_clock visit_clock seen]. fold c'. replace (s =? k) with false; [reflexivity|].
      symmetry. apply Nat.eqb_neq. lia.
    + right. split.
      * intros s Hs. destruct (Nat.eq_dec s k) as [->|]; [exact E|]. apply No. lia.
      * intros u. now rewrite Same, K.
Qed.

Section Route.
Variables (tokens : nat) (track : nat -> nat -> nat).

(** The clocks are the last visits. *)
Lemma seen_is_last_visit t s u : (s < tokens)%nat -> seen (clock_at tokens track t) s u = last_visit track s u t.
Proof.
  intros Hs. induction t as [|t IH]; [reflexivity|].
  cbn [clock_at last_visit]. rewrite seen_visits_clock.
  replace (s <? tokens) with true by (symmetry; now apply Nat.ltb_lt). simpl. now rewrite IH.
Qed.

Lemma last_visit_past s u t : (last_visit track s u t <= t)%nat.
Proof. induction t as [|t IH]; [reflexivity|]. simpl. destruct (track s t =? u); lia. Qed.

Lemma last_visit_after s u t k : (k < t)%nat -> track s k = u -> (k < last_visit track s u t)%nat.
Proof.
  intros Hk E. induction t as [|t IH]; [lia|]. simpl. destruct (Nat.eqb_spec (track s t) u); [lia|].
  apply IH. destruct (Nat.eq_dec k t) as [->|]; [congruence|lia].
Qed.

(** At the time of a visit the last visit is that one. *)
Lemma last_visit_idempotent s u t : last_visit track s u (last_visit track s u t) = last_visit track s u t.
Proof.
  induction t as [|t IH]; [reflexivity|]. simpl. destruct (track s t =? u) eqn:E; [|exact IH].
  simpl. now rewrite E.
Qed.

(** t0 is the time of the last visit of v before t, by token s; 0 if there was none. *)
Definition last_call (t v t0 s : nat) : Prop :=
  (t0 <= t)%nat /\ (forall o, (o < tokens)%nat -> (last_visit track o v t <= t0)%nat) /\
  ((t0 = 0)%nat \/ ((s < tokens)%nat /\ last_visit track s v t = t0)).

Lemma last_call_exists t v : exists t0 s, last_call t v t0 s /\
  (forall u, snap (clock_at tokens track t) v u = if t0 =? 0 then 0%nat else last_visit track s u t0).
Proof.
  induction t as [|t [t0 [s [[Ht0 [Hall Hs]] K]]]].
  - exists 0%nat, 0%nat. split; [split; [lia|split; [intros; simpl; lia|now left]]|]. reflexivity.
  - destruct (snap_visits_clock (S t) (fun o => track o t) tokens (clock_at tokens track t) v)
      as [[o [Ho [Hv KS]]]|[No KS]].
    + exists (S t), o. split.
      * split; [lia|split; [intros; apply last_visit_past|]]. right. split; [exact Ho|].
        simpl. now rewrite Hv, Nat.eqb_refl.
      * intros u. cbn [clock_at]. rewrite KS. change (S t =? 0) with false. cbv iota.
        exact (seen_is_last_visit (S t) o u Ho).
    + exists t0, s. split.
      * split; [lia|]. split.
        -- intros o Ho. simpl. destruct (Nat.eqb_spec (track o t) v) as [E|E]; [now apply No in Ho|]. now apply Hall.
        -- destruct Hs as [Z|[Hs E]]; [now left|right]. split; [exact Hs|]. simpl.
           destruct (Nat.eqb_spec (track s t) v) as [E'|E']; [now apply No in Hs|exact E].
      * intros u. cbn [clock_at]. rewrite KS. apply K.
Qed.

(** S_v(t) = (1 - 1/V)(t - l_v(t)) + (1/V) sum_{u <> v} (t - l_u^s(l_v(t))), s the token that visited v last *)
Lemma staleness_formula V v t : exists t0 s, last_call t v t0 s /\
  staleness V tokens track v t =
    (1 - / INR V) * INR (t - t0) + / INR V * rsum V (fun u => if u =? v then 0 else INR (t - last_visit track s u t0)).
Proof.
  destruct (last_call_exists t v) as [t0 [s [C K]]]. exists t0, s. split; [exact C|].
  assert (E : forall u, snap (clock_at tokens track t) v u = last_visit track s u t0).
  { intros u. rewrite K. destruct (Nat.eqb_spec t0 0) as [->|]; reflexivity. }
  assert (Own : last_visit track s v t0 = t0).
  { destruct C as [Ht0 [Hall [Z|[Hs Es]]]]; [now rewrite Z|].
    rewrite <- Es. apply last_visit_idempotent. }
  unfold staleness. rewrite E, Own. f_equal. f_equal. apply rsum_ext. intros u _. now rewrite E.
Qed.

(** ** Routes that visit every node in any R slots *)

Section Visits.
Variables (V interval : nat).
Definition visits_within : Prop :=
  forall s u k, (s < tokens)%nat -> (u < V)%nat -> exists j, (k <= j < k + interval)%nat /\ track s j = u.
Hypothesis often : visits_within.

Lemma last_visit_recent s u t : (s < tokens)%nat -> (u < V)%nat -> (t - last_visit track s u t <= interval)%nat.
Proof.
  intros Hs Hu. destruct (Nat.le_gt_cases t interval) as [Ht|Ht]; [lia|].
  destruct (often s u (t - interval)%nat Hs Hu) as [j [Hj E]].
  assert (K := last_visit_after s u t j ltac:(lia) E). lia.
Qed.

Lemma snap_recent t v u : (0 < tokens)%nat -> (v < V)%nat -> (u < V)%nat ->
  (t - snap (clock_at tokens track t) v u <= 2 * interval)%nat.
Proof.
  intros Htok Hv Hu. destruct (last_call_exists t v) as [t0 [s [[Ht0 [Hall Hs]] K]]]. rewrite K.
  assert (A := last_visit_recent 0 v t Htok Hv). assert (B := Hall 0%nat Htok).
  destruct (Nat.eqb_spec t0 0) as [Z|Z]; [lia|].
  destruct Hs as [?|[Hs _]]; [lia|]. assert (C := last_visit_recent s u t0 Hs Hu). lia.
Qed.

(** Sbar <= 3R: S_v(t) <= 3R for every node and time *)
Lemma staleness_at_most t v : (0 < tokens)%nat -> (v < V)%nat -> staleness V tokens track v t <= 3 * INR interval.
Proof.
  intros Htok Hv. assert (HV := count_positive V (Nat.le_lt_trans _ _ _ (Nat.le_0_l v) Hv)).
  assert (HR := pos_INR interval).
  assert (H1 : 0 < / INR V <= 1).
  { split; [now apply Rinv_0_lt_compat|]. rewrite <- Rinv_1. apply Rinv_le_contravar; [lra|].
    change 1 with (INR 1). apply le_INR. lia. }
  unfold staleness. set (last := snap (clock_at tokens track t) v).
  assert (Own : INR (t - last v) <= INR interval).
  { apply le_INR. unfold last. destruct (last_call_exists t v) as [t0 [s [[Ht0 [Hall Hs]] K]]]. rewrite K.
    assert (A := last_visit_recent 0 v t Htok Hv). assert (B := Hall 0%nat Htok).
    destruct (Nat.eqb_spec t0 0) as [Z|Z]; [lia|]. destruct Hs as [?|[Hs Es]]; [lia|].
    assert (C : last_visit track s v t0 = t0).
    { rewrite <- Es. apply last_visit_idempotent. }
    rewrite C. lia. }
  assert (Others : / INR V * rsum V (fun u => if u =? v then 0 else INR (t - last u)) <= 2 * INR interval).
  { apply Rle_trans with (/ INR V * rsum V (fun _ => 2 * INR interval)).
    - apply Rmult_le_compat_l; [lra|]. apply rsum_le. intros u Hu. destruct (u =? v); [lra|].
      replace (2 * INR interval) with (INR (2 * interval)) by (rewrite mult_INR; simpl; ring).
      apply le_INR. now apply snap_recent.
    - right. rewrite rsum_const. field. lra. }
  assert ((1 - / INR V) * INR (t - last v) <= 1 * INR interval).
  { apply Rmult_le_compat; [lra|apply pos_INR|lra|exact Own]. }
  lra.
Qed.

End Visits.
End Route.
