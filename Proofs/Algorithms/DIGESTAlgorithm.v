(** * DIGEST: the algorithm and its invariant

    All nodes take local steps all the time, while models, the tokens, travel along routes. When token s visits node v
    it takes up 1/V of what v has done since s was there last, and v goes on from it:

        y_s <- y_s + (1/V)(x_v - pre_sv),  x_v <- y_s,  pre_sv <- y_s,  pre_ov <- pre_ov + (change of x_v) for o <> s.

    With one token this is the algorithm of the paper. The states are computed, not assumed: [digest_state] is the run.

    Glossary
      V                       number of nodes (n elsewhere)
      tokens                  number of travelling models
      track s t               the node that token s visits in slot t
      digest_state t          models x_v, travelling models y_s and accounts pre_sv before slot t
      clock, seen s u         l_u^s: 1 + the last slot in which token s visited node u, or 0
      snap v u                l_u^s(l_v) for the token s that visited v last, at the time l_v of that visit
      clock_at t              these numbers before slot t
      taken u t               B_u(t) = sum_{k<t} eta_k g_u(k), everything that node u has done before slot t
      virtual t               xv_t = x0 - (1/V) sum_u B_u(t)
      staleness v t           S_v(t) = (1 - 1/V)(t - l_v(t)) + (1/V) sum_{u <> v} (t - l_u(l_v(t))) *)

From Coq Require Import Reals Lra Lia PeanoNat.
From Plumbline Require Import Foundations.Sums Foundations.InnerProduct Foundations.Smoothness Foundations.History
  MasterLemmas.OneStep MasterLemmas.VirtualIterate MasterLemmas.PlainRun MasterLemmas.Deviation.
Open Scope R_scope.
Open Scope vector_scope.

Record state (H : SemiInner) := { models : nat -> H; travelling : nat -> H; accounts : nat -> nat -> H }.
Arguments models {_}. Arguments travelling {_}. Arguments accounts {_}.

Record clock := { seen : nat -> nat -> nat; snap : nat -> nat -> nat }.

Definition replace_at {A : Type} (f : nat -> A) (k : nat) (a : A) (i : nat) : A := if i =? k then a else f i.

(** Token s visits node v. *)
Definition visit {H : SemiInner} (share : R) (s v : nat) (st : state H) : state H :=
  let old := models st v in
  let new := travelling st s [+] share [*] (old [-] accounts st s v) in
  {| models := replace_at (models st) v new;
     travelling := replace_at (travelling st) s new;
     accounts := fun o u =>
       if u =? v then if o =? s then new else accounts st o u [+] (new [-] old) else accounts st o u |}.

(** Tokens 0, ..., k-1 visit their nodes one after the other. *)
Fixpoint visits {H : SemiInner} (share : R) (nodes : nat -> nat) (k : nat) (st : state H) : state H :=
  match k with O => st | S j => visit share j (nodes j) (visits share nodes j st) end.

Definition visit_clock (now s v : nat) (c : clock) : clock :=
  let seen' := fun o u => if andb (o =? s) (u =? v) then now else seen c o u in
  {| seen := seen'; snap := replace_at (snap c) v (seen' s) |}.

Fixpoint visits_clock (now : nat) (nodes : nat -> nat) (k : nat) (c : clock) : clock :=
  match k with O => c | S j => visit_clock now j (nodes j) (visits_clock now nodes j c) end.

Fixpoint clock_at (tokens : nat) (track : nat -> nat -> nat) (t : nat) : clock :=
  match t with
  | O => {| seen := fun _ _ => 0%nat; snap := fun _ _ => 0%nat |}
  | S k => visits_clock (S k) (fun s => track s k) tokens (clock_at tokens track k)
  end.

(** S_v(t), with the clocks of slot t *)
Definition staleness (V tokens : nat) (track : nat -> nat -> nat) (v t : nat) : R :=
  let last := snap (clock_at tokens track t) v in
  (1 - / INR V) * INR (t - last v) + / INR V * rsum V (fun u => if u =? v then 0 else INR (t - last u)).

Lemma rsum_replaced n (f : nat -> nat -> R) (c : nat -> nat) v a : (v < n)%nat ->
  rsum n (fun u => f u (if u =? v then a else c u)) = rsum n (fun u => f u (c u)) + (f v a - f v (c v)).
Proof.
  intros Hv. apply Rplus_eq_reg_r with (- rsum n (fun u => f u (c u))).
  rewrite <- (Rmult_1_l (rsum n (fun u => f u (c u)))), Ropp_mult_distr_l, <- rsum_scal, <- rsum_plus.
  rewrite (rsum_single n v).
  - rewrite Nat.eqb_refl, rsum_scal. ring.
  - exact Hv.
  - intros u _ Hu. apply Nat.eqb_neq in Hu. rewrite Hu. ring.
Qed.

Section Run.
Context {H : SemiInner} {L : R} (O : Objective H L) (V tokens : nat) (track : nat -> nat -> nat) (eta : nat -> R)
  (xi : nat -> nat -> H) (start : H).

(** The local step of slot t at node u *)
Definition stochastic_at (st : state H) (t u : nat) : H := gradient O u (models st u) [+] xi t u.
Definition local_step (t : nat) (st : state H) : state H :=
  {| models := fun u => models st u [+] (- eta t) [*] stochastic_at st t u;
     travelling := travelling st; accounts := accounts st |}.

Fixpoint digest_state (t : nat) : state H :=
  match t with
  | 0%nat => {| models := fun _ => start; travelling := fun _ => start; accounts := fun _ _ => start |}
  | S k => visits (/ INR V) (fun s => track s k) tokens (local_step k (digest_state k))
  end.

Definition digest_model (t u : nat) : H := models (digest_state t) u.
Definition digest_gradient (t u : nat) : H := stochastic O digest_model xi t u.
Definition taken (u t : nat) : H := vsum t (fun k => eta k [*] digest_gradient k u).
Definition virtual (t : nat) : H := start [-] average V (fun u => taken u t).

Hypothesis nodes : (0 < V)%nat.
Hypothesis on_network : forall s t, (s < tokens)%nat -> (track s t < V)%nat.

(** What holds of a state and its clock when everything before slot [now] has been done. *)
Record invariant (now : nat) (st : state H) (c : clock) : Prop := {
  token_value : forall s, same (travelling st s) (start [-] average V (fun u => taken u (seen c s u)));
  account_value : forall s v, (v < V)%nat ->
    same (models st v [-] accounts st s v) ((-1) [*] (taken v now [-] taken v (seen c s v)));
  model_value : forall v, (v < V)%nat ->
    same (models st v) (start [-] average V (fun u => taken u (snap c v u)) [-] (taken v now [-] taken v (snap c v v)));
  seen_past : forall s u, (seen c s u <= now)%nat;
  snap_past : forall v u, (snap c v u <= now)%nat
}.

Lemma replaced_average s v now c : (v < V)%nat ->
  same (average V (fun u => taken u (if u =? v then now else seen c s u)))
    (average V (fun u => taken u (seen c s u)) [+] / INR V [*] (taken v now [-] taken v (seen c s v))).
Proof.
  intros Hv z. rewrite !inner_plus, !inner_scal, !inner_plus, !inner_scal, !inner_average. unfold mean.
  rewrite (rsum_replaced V (fun u k => inner (taken u k) z) (seen c s) v now Hv). ring.
Qed.

Lemma visit_invariant now s v st c : (v < V)%nat -> invariant now st c ->
  invariant now (visit (/ INR V) s v st) (visit_clock now s v c).
Proof.
  intros Hv [Tok Acc Mod Seen Snap].
  set (new := travelling st s [+] / INR V [*] (models st v [-] accounts st s v)).
  assert (New : same new (start [-] average V (fun u => taken u (if u =? v then now else seen c s u)))).
  { unfold new. rewrite (Tok s), (Acc s v Hv), (replaced_average s v now c Hv). intros z. expand_inner. ring. }
  split; simpl.
  - intros o. unfold replace_at. fold new. destruct (Nat.eqb_spec o s) as [->|E]; simpl.
    + exact New.
    + apply Tok.
  - intros o u Hu. unfold replace_at. fold new. destruct (Nat.eqb_spec u v) as [->|Eu].
    + destruct (Nat.eqb_spec o s) as [->|Eo]; simpl; intros z.
      * expand_inner. ring.
      * rewrite <- (Acc o v Hv z). expand_inner. ring.
    + rewrite Bool.andb_false_r. now apply Acc.
  - intros u Hu. unfold replace_at. fold new. destruct (Nat.eqb_spec u v) as [->|Eu].
    + rewrite !Nat.eqb_refl. simpl. rewrite New. intros z. expand_inner. ring.
    + now apply Mod.
  - intros o u. destruct (andb (o =? s) (u =? v)); [lia|apply Seen].
  - intros u w. unfold replace_at. destruct (u =? v); [|apply Snap].
    destruct (andb (s =? s) (w =? v)); [lia|apply Seen].
Qed.

Lemma visits_invariant now (at_node : nat -> nat) k st c :
  (forall s, (s < k)%nat -> (at_node s < V)%nat) -> invariant now st c ->
  invariant now (visits (/ INR V) at_node k st) (visits_clock now at_node k c).
Proof.
  intros Hk I. induction k as [|k IH]; [exact I|]. simpl.
  apply visit_invariant; [apply Hk; lia|]. apply IH. intros; apply Hk; lia.
Qed.

Lemma taken_next u t : same (taken u (S t)) (taken u t [+] eta t [*] digest_gradient t u).
Proof. reflexivity. Qed.

Lemma digest_invariant t : invariant t (digest_state t) (clock_at tokens track t).
Proof.
  induction t as [|t IH].
  - assert (Z : same (average V (fun u => taken u 0)) (vzero : H)).
    { intros z. rewrite inner_average. unfold taken. simpl. unfold mean.
      rewrite (rsum_ext V _ (fun _ => 0)) by (intros; apply inner_zero). rewrite rsum_zero, inner_zero. ring. }
    split; simpl; intros; try lia; try rewrite Z; intros z; expand_inner; ring.
  - simpl. apply visits_invariant; [intros; now apply on_network|].
    destruct IH as [Tok Acc Mod Seen Snap]. split; simpl.
    + exact Tok.
    + intros s v Hv z. assert (A := Acc s v Hv z). rewrite inner_plus, !inner_scal, inner_plus, inner_scal in A.
      change (stochastic_at (digest_state t) t v) with (digest_gradient t v).
      rewrite !inner_plus, !inner_scal, !inner_plus, !inner_scal, (taken_next v t z), inner_plus, inner_scal. lra.
    + intros v Hv z. assert (A := Mod v Hv z).
      change (stochastic_at (digest_state t) t v) with (digest_gradient t v).
      rewrite inner_plus, inner_scal, A.
      rewrite !inner_plus, !inner_scal, !inner_plus, !inner_scal, (taken_next v t z), inner_plus, inner_scal. lra.
    + intros s u. specialize (Seen s u). lia.
    + intros v u. specialize (Snap v u). lia.
Qed.

(** The virtual iterate moves by the average gradient. *)
Lemma virtual_step t : same (virtual (S t)) (virtual t [+] (- eta t) [*] average V (digest_gradient t)).
Proof.
  unfold virtual.
  rewrite (average_same V (fun u => taken u (S t)) (fun u => taken u t [+] eta t [*] digest_gradient t u))
    by (intros; apply taken_next).
  rewrite (average_plus V (fun u => taken u t) (fun u => eta t [*] digest_gradient t u)), average_scal.
  intros z. expand_inner. ring.
Qed.

Lemma virtual_start : same (virtual 0) start.
Proof.
  unfold virtual. intros z. rewrite inner_plus, inner_scal, inner_average. unfold taken, mean. simpl.
  rewrite (rsum_ext V _ (fun _ => 0)) by (intros; apply inner_zero). rewrite rsum_zero. ring.
Qed.

(** ** What the past determines *)

Section Known.
Variables (F : History H) (T : nat) (sigma2 : R).
Hypothesis gradients_known : knows_gradients F O.
Hypothesis start_known : known F 0 start.
Hypothesis noise : GradientNoise F V T xi sigma2.

Definition state_known (t : nat) (st : state H) : Prop :=
  (forall v, (v < V)%nat -> known F t (models st v)) /\ (forall s, known F t (travelling st s)) /\
  (forall s v, (v < V)%nat -> known F t (accounts st s v)).

Lemma visit_known t s v st : (v < V)%nat -> state_known t st -> state_known t (visit (/ INR V) s v st).
Proof.
  intros Hv [M [Y A]].
  assert (N : known F t (travelling st s [+] / INR V [*] (models st v [-] accounts st s v))).
  { apply known_plus; [apply Y|]. apply known_scal, known_minus; [now apply M|now apply A]. }
  split; [|split]; simpl.
  - intros u Hu. unfold replace_at. destruct (u =? v); [exact N|now apply M].
  - intros o. unfold replace_at. destruct (o =? s); [exact N|apply Y].
  - intros o u Hu. destruct (u =? v); [|now apply A]. destruct (o =? s); [exact N|].
    apply known_plus; [now apply A|]. apply known_minus; [exact N|now apply M].
Qed.

Lemma digest_state_known t : (t <= T)%nat -> state_known t (digest_state t).
Proof.
  induction t as [|t IH]; intros Ht.
  - split; [|split]; simpl; intros; exact start_known.
  - destruct (IH (Nat.lt_le_incl _ _ Ht)) as [M [Y A]]. simpl.
    assert (Loc : state_known (S t) (local_step t (digest_state t))).
    { split; [|split]; simpl.
      - intros v Hv. apply known_plus; [now apply known_next, M|].
        apply known_scal, known_plus; [now apply known_next, gradients_known, M|].
        now apply (noise_known noise).
      - intros s. apply known_next, Y.
      - intros s v Hv. now apply known_next, A. }
    assert (K : forall k, (k <= tokens)%nat ->
      state_known (S t) (visits (/ INR V) (fun s => track s t) k (local_step t (digest_state t)))).
    { induction k as [|k IHk]; intros Hk; [exact Loc|]. simpl.
      apply visit_known; [now apply on_network|]. apply IHk. lia. }
    now apply K.
Qed.

Lemma virtual_known t : (t <= T)%nat -> known F t (virtual t).
Proof.
  intros Ht. apply known_minus; [now apply known_later with 0%nat; [lia|]|].
  apply known_average. intros u Hu. apply known_vsum. intros k Hk. apply known_scal, known_plus.
  - apply known_later with k; [lia|]. apply gradients_known.
    apply (digest_state_known k); [lia|exact Hu].
  - apply known_later with (S k); [lia|]. apply (noise_known noise); [lia|exact Hu].
Qed.

End Known.

(** ** The distance of a node from the virtual iterate *)

Lemma model_from_virtual t v : (v < V)%nat ->
  let last := snap (clock_at tokens track t) v in
  same (digest_model t v [-] virtual t)
    (vsum V (fun u => (if u =? v then / INR V - 1 else / INR V) [*] (taken u t [-] taken u (last u)))).
Proof.
  intros Hv last z. assert (I := model_value _ _ _ (digest_invariant t) v Hv). fold last in I.
  unfold digest_model, virtual. rewrite inner_plus, (I z).
  rewrite inner_vsum.
  set (d := fun u => inner (taken u t) z - inner (taken u (last u)) z).
  rewrite (rsum_ext V _ (fun u => / INR V * d u - (if u =? v then d u else 0))).
  2:{ intros u _. rewrite inner_scal, inner_plus, inner_scal. unfold d. destruct (u =? v); ring. }
  rewrite rsum_minus, rsum_scal, (rsum_single V v (fun u => if u =? v then d u else 0)).
  - rewrite Nat.eqb_refl. unfold d. rewrite rsum_minus.
    rewrite !inner_plus, !inner_scal, !inner_plus, !inner_scal, !inner_average. unfold mean. ring.
  - exact Hv.
  - intros u _ Hu. apply Nat.eqb_neq in Hu. now rewrite Hu.
Qed.

(** What a node has done in some slots has a length of at most b for each. *)
Lemma taken_length u s t b : (s <= t)%nat ->
  (forall k, (s <= k < t)%nat -> 0 < eta k /\ eta k * norm (digest_gradient k u) <= b) ->
  norm (taken u t [-] taken u s) <= INR (t - s) * b.
Proof.
  intros Hst K. assert (P := path_length (taken u) s (t - s) b).
  replace (s + (t - s))%nat with t in P by lia. apply P.
  intros k H1 H2. destruct (K k ltac:(lia)) as [K1 K2].
  assert (E : same (taken u (S k) [-] taken u k) (eta k [*] digest_gradient k u)).
  { rewrite taken_next. intros z. expand_inner. ring. }
  rewrite E, norm_scal, Rabs_pos_eq by lra. exact K2.
Qed.

(** |x_v - xv| <= b S_v(t) when no step within reach is longer than b. *)
Lemma digest_distance t v b : (v < V)%nat -> 0 <= b ->
  (forall u k, (u < V)%nat -> (snap (clock_at tokens track t) v u <= k < t)%nat ->
     0 < eta k /\ eta k * norm (digest_gradient k u) <= b) ->
  norm (digest_model t v [-] virtual t) <= staleness V tokens track v t * b.
Proof.
  intros Hv Hb K. set (last := snap (clock_at tokens track t) v).
  assert (HV := count_positive V nodes).
  assert (H1 : 0 < / INR V <= 1).
  { split; [now apply Rinv_0_lt_compat|]. rewrite <- Rinv_1. apply Rinv_le_contravar; [lra|].
    change 1 with (INR 1). apply le_INR. lia. }
  rewrite (model_from_virtual t v Hv). fold last.
  eapply Rle_trans; [apply norm_vsum|].
  eapply Rle_trans.
  - apply (rsum_le V _ (fun u => b * (if u =? v then (1 - / INR V) * INR (t - last v) else 0)
                                 + b * (/ INR V * (if u =? v then 0 else INR (t - last u))))).
    intros u Hu. rewrite norm_scal.
    assert (Len : norm (taken u t [-] taken u (last u)) <= INR (t - last u) * b).
    { apply taken_length; [apply (snap_past _ _ _ (digest_invariant t))|]. intros k Hk. now apply K. }
    destruct (Nat.eqb_spec u v) as [->|E].
    + replace (Rabs (/ INR V - 1)) with (1 - / INR V) by (rewrite Rabs_left1; lra).
      assert ((1 - / INR V) * norm (taken v t [-] taken v (last v)) <= (1 - / INR V) * (INR (t - last v) * b))
        by (apply Rmult_le_compat_l; [lra|exact Len]). lra.
    + rewrite Rabs_pos_eq by lra.
      assert (/ INR V * norm (taken u t [-] taken u (last u)) <= / INR V * (INR (t - last u) * b))
        by (apply Rmult_le_compat_l; [lra|exact Len]). lra.
  - right. rewrite rsum_plus, !rsum_scal.
    rewrite (rsum_single V v) by (try exact Hv; intros u _ Hu; apply Nat.eqb_neq in Hu; now rewrite Hu).
    rewrite Nat.eqb_refl. unfold staleness. fold last. ring.
Qed.

Lemma staleness_nonneg t v : 0 <= staleness V tokens track v t.
Proof.
  assert (HV := count_positive V nodes).
  assert (H1 : 0 < / INR V <= 1).
  { split; [now apply Rinv_0_lt_compat|]. rewrite <- Rinv_1. apply Rinv_le_contravar; [lra|].
    change 1 with (INR 1). apply le_INR. lia. }
  unfold staleness. apply Rplus_le_le_0_compat.
  - apply Rmult_le_pos; [lra|apply pos_INR].
  - apply Rmult_le_pos; [lra|]. apply rsum_nonneg. intros u _. destruct (u =? v); [lra|apply pos_INR].
Qed.

End Run.
