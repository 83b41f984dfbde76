(** * Asynchronous D-SGD: the deviation lemma for a given schedule

    X(t+1) = mix_t (X(t) - eta B(t) G(t)) + c N(t), with gradients of an age of up to tau_max slots. For every schedule
    of completions the average over the nodes of E|y_i(t) - xbar(t)|^2 is at most
    (sqrt(k Xi) + tau_max eta G + sqrt(tau_max) c s/sqrt(n))^2, k = min(tau_max + 1, n).

    Glossary
      completed t i       beta_i(t) = 1
      read t i            the slot at whose start node i read the model that its computation in slot t uses
      g t i               gradient at y_i(t) = x_i(read t i), with noise
      applied t i         beta_i(t) g_i
      receiver t i        N_i(t)
      centre t            xbar(t)
      spread_bound        Xi *)

From Coq Require Import Reals Lra Lia PeanoNat.
From Plumbline Require Import Foundations.Sums Foundations.InnerProduct Foundations.Smoothness Foundations.History
  MasterLemmas.Schedules MasterLemmas.OneStep MasterLemmas.VirtualIterate MasterLemmas.Deviation
  Algorithms.RandomMixing Algorithms.RightSides.
Open Scope R_scope.
Open Scope vector_scope.

Section Deviation.
Context {H : SemiInner} {L : R} (O : Objective H L) (F : History H) (n T tau : nat) (p eta c s2 G2 : R)
  (mix : nat -> (nat -> H) -> nat -> H) (completed : nat -> nat -> bool) (read : nat -> nat -> nat)
  (model noise receiver : nat -> nat -> H) (start : H).

Definition async_gradient (t i : nat) : H := gradient O i (model (read t i) i) [+] noise t i.
Definition applied (t i : nat) : H := indicator (completed t i) [*] async_gradient t i.
Definition half (t i : nat) : H := model t i [+] (- eta) [*] applied t i.
Definition centre (t : nat) : H := average n (model t).

Hypothesis nodes : (0 < n)%nat.
Hypothesis iterations : (0 < T)%nat.
Hypothesis mixing : MixingOperator F n T p mix.
Hypothesis gradients_known : knows_gradients F O.
Hypothesis start_known : known F 0 start.
Hypothesis step_positive : 0 < eta.
Hypothesis mixing_rate : 0 < p <= 1.
Hypothesis started : forall i, (i < n)%nat -> same (model 0%nat i) start.
Hypothesis update : forall t i, (t < T)%nat -> (i < n)%nat ->
  same (model (S t) i) (mix t (half t) i [+] c [*] receiver t i).
Hypothesis age : forall t i, (t < T)%nat -> (i < n)%nat -> (read t i <= t <= read t i + tau)%nat.
Hypothesis noise_known : forall t i, (t < T)%nat -> (i < n)%nat -> completed t i = true ->
  known F (links_at t) (noise t i).
Hypothesis receiver_mean : forall t i z, (t < T)%nat -> (i < n)%nat -> known F (channel_at t) z ->
  inner (receiver t i) z = 0.
Hypothesis receiver_uncorrelated : forall t i j, (t < T)%nat -> (i < n)%nat -> (j < n)%nat -> i <> j ->
  inner (receiver t i) (receiver t j) = 0.
Hypothesis receiver_bound : forall t i, (t < T)%nat -> (i < n)%nat -> normsq (receiver t i) <= s2.
Hypothesis receiver_known : forall t i, (t < T)%nat -> (i < n)%nat -> known F (gradients_at (S t)) (receiver t i).
Hypothesis moment_nonneg : 0 <= G2.
Hypothesis gradient_bound : forall t i, (t < T)%nat -> (i < n)%nat -> completed t i = true ->
  normsq (async_gradient t i) <= G2.

Lemma async_known t : (t <= T)%nat -> forall i, (i < n)%nat -> known F (gradients_at t) (model t i).
Proof.
  induction t as [t IH] using (well_founded_induction Wf_nat.lt_wf). intros Ht i Hi.
  destruct t as [|t].
  - apply known_same with start; [symmetry; now apply started|exact start_known].
  - eapply known_same; [symmetry; now apply update|]. apply known_plus.
    + apply known_later with (channel_at t); [unfold channel_at, gradients_at; lia|].
      apply (mix_known mixing); [lia| |exact Hi]. intros j Hj. unfold half. apply known_plus.
      * apply known_later with (gradients_at t); [unfold gradients_at, links_at; lia|]. apply IH; lia.
      * apply known_scal. unfold applied. destruct (completed t j) eqn:E; unfold indicator.
        -- apply known_scal, known_plus.
           ++ apply known_later with (gradients_at (read t j)).
              { assert (A := age t j Ht Hj). unfold gradients_at, links_at. lia. }
              apply gradients_known. assert (A := age t j Ht Hj). apply IH; lia.
           ++ now apply noise_known.
        -- eapply known_same; [|apply known_zero]. intros z. expand_inner. ring.
    + apply known_scal, receiver_known; [lia|exact Hi].
Qed.

Lemma point_known t i : (t < T)%nat -> (i < n)%nat -> known F (gradients_at t) (model (read t i) i).
Proof.
  intros Ht Hi. assert (A := age t i Ht Hi). apply known_later with (gradients_at (read t i)).
  - unfold gradients_at. lia.
  - apply async_known; [lia|exact Hi].
Qed.

Lemma applied_known t i : (t < T)%nat -> (i < n)%nat -> known F (links_at t) (applied t i).
Proof.
  intros Ht Hi. unfold applied. destruct (completed t i) eqn:E; unfold indicator.
  - apply known_scal, known_plus; [|now apply noise_known].
    apply known_later with (gradients_at t); [unfold gradients_at, links_at; lia|].
    now apply gradients_known, point_known.
  - eapply known_same; [|apply known_zero]. intros z. expand_inner. ring.
Qed.

Lemma half_known t i : (t < T)%nat -> (i < n)%nat -> known F (links_at t) (half t i).
Proof.
  intros Ht Hi. apply known_plus; [|now apply known_scal, applied_known].
  apply known_later with (gradients_at t); [unfold gradients_at, links_at; lia|]. apply async_known; [lia|exact Hi].
Qed.

Lemma async_centre t : (t < T)%nat ->
  same (centre (S t)) (centre t [+] (- eta) [*] average n (applied t) [+] c [*] average n (receiver t)).
Proof.
  intros Ht. unfold centre.
  rewrite (average_same n (model (S t)) (fun i => mix t (half t) i [+] c [*] receiver t i))
    by (intros i Hi; now apply update).
  rewrite average_plus, average_scal, (mix_average mixing t (half t) Ht). unfold half.
  rewrite (average_plus n (model t) (fun i => (- eta) [*] applied t i)), average_scal. reflexivity.
Qed.

Lemma applied_bound t i : (t < T)%nat -> (i < n)%nat -> normsq (applied t i) <= G2.
Proof.
  intros Ht Hi. unfold applied. rewrite normsq_scal. destruct (completed t i) eqn:E; unfold indicator.
  - assert (K := gradient_bound t i Ht Hi E). lra.
  - lra.
Qed.

(** ** The distance of the nodes from their average *)

Definition spread_bound : R := async_dsgd_spread eta G2 p c s2.

Lemma noise_moment_nonneg : 0 <= s2.
Proof. exact (Rle_trans _ _ _ (normsq_nonneg _) (receiver_bound 0%nat 0%nat iterations nodes)). Qed.

Lemma spread_bound_nonneg : 0 <= spread_bound.
Proof.
  assert (S := noise_moment_nonneg). unfold spread_bound, async_dsgd_spread.
  apply Rmult_le_pos; [apply Rlt_le, Rdiv_lt_0_compat; lra|]. apply Rplus_le_le_0_compat.
  - apply Rmult_le_pos; [|apply Rmult_le_pos; [apply pow2_ge_0|exact moment_nonneg]].
    unfold Rdiv. apply Rmult_le_pos; [apply Rmult_le_pos; lra|]. apply Rlt_le, Rinv_0_lt_compat. lra.
  - apply Rmult_le_pos; [apply pow2_ge_0|exact S].
Qed.

(** (1/n) sum |x_i - xbar|^2 <= Xi *)
Lemma async_consensus t : (t <= T)%nat -> square n (centred n (model t)) <= spread_bound.
Proof.
  induction t as [|t IH]; intros Ht.
  - rewrite (centred_equal_members n nodes _ start) by exact started. apply spread_bound_nonneg.
  - assert (IH' := IH (Nat.lt_le_incl _ _ Ht)). set (a := square n (centred n (model t))) in *.
    rewrite (square_ext n _ (centred n (fun i => mix t (half t) i [+] c [*] receiver t i))).
    2:{ intros i Hi. apply centred_same; [|exact Hi]. intros j Hj. now apply update. }
    rewrite (centred_orthogonal_minus n nodes).
    2:{ intros i j Hi Hj. rewrite inner_sym. apply receiver_mean; [assumption|assumption|].
        apply (mix_known mixing); [assumption| |assumption]. intros k Hk. now apply half_known. }
    assert (N : square n (centred n (receiver t)) <= s2).
    { eapply Rle_trans; [apply centred_le; exact nodes|]. apply square_le_const; [exact nodes|].
      intros i Hi. now apply receiver_bound. }
    assert (N' : c ^ 2 * square n (centred n (receiver t)) <= c ^ 2 * s2)
      by (apply Rmult_le_compat_l; [apply pow2_ge_0|exact N]).
    assert (Mx := mix_contraction mixing t (half t) Ht (fun j Hj => half_known t j Ht Hj)).
    assert (Hh : square n (centred n (half t)) <= (1 + p / 2) * a + (1 + 2 / p) * (eta ^ 2 * G2)).
    { rewrite (square_ext n _ (fun i => centred n (model t) i [+] (- eta) [*] centred n (applied t) i)).
      2:{ intros i Hi. unfold half. rewrite <- centred_scal, <- centred_plus. reflexivity. }
      assert (Hp : 0 < p / 2) by lra.
      eapply Rle_trans; [apply (square_young n _ (fun i => (- eta) [*] centred n (applied t) i) (p / 2) Hp)|].
      rewrite (square_scal n (- eta) (centred n (applied t))).
      replace (/ (p / 2)) with (2 / p) by (field; lra). fold a.
      assert (G : square n (centred n (applied t)) <= G2).
      { eapply Rle_trans; [apply centred_le; exact nodes|]. apply square_le_const; [exact nodes|].
        intros i Hi. now apply applied_bound. }
      assert (Q : 0 < 2 / p) by (apply Rdiv_lt_0_compat; lra).
      assert ((1 + 2 / p) * ((- eta) ^ 2 * square n (centred n (applied t))) <= (1 + 2 / p) * ((- eta) ^ 2 * G2)).
      { apply Rmult_le_compat_l; [lra|]. apply Rmult_le_compat_l; [apply pow2_ge_0|exact G]. }
      replace ((- eta) ^ 2) with (eta ^ 2) in * by ring. lra. }
    assert (Hm : (1 - p) * square n (centred n (half t)) <= (1 - p) * ((1 + p / 2) * a + (1 + 2 / p) * (eta ^ 2 * G2)))
      by (apply Rmult_le_compat_l; lra).
    assert (Ha : 0 <= a) by apply square_nonneg.
    assert (H1 : (1 - p) * (1 + p / 2) * a <= (1 - p / 2) * a).
    { apply Rmult_le_compat_r; [exact Ha|]. assert (0 <= p ^ 2) by apply pow2_ge_0. lra. }
    assert (H2 : (1 - p / 2) * a <= (1 - p / 2) * spread_bound) by (apply Rmult_le_compat_l; lra).
    assert (E : (1 - p) * ((1 + 2 / p) * (eta ^ 2 * G2)) + c ^ 2 * s2 = p / 2 * spread_bound)
      by (unfold spread_bound, async_dsgd_spread; field; lra).
    lra.
Qed.

(** (1/n) sum_i |x_i(r_i) - xbar(r_i)|^2 <= min(tau_max + 1, n) Xi *)
Lemma stale_consensus t : (t < T)%nat ->
  square n (fun i => model (read t i) i [-] centre (read t i)) <= Rmin (INR tau + 1) (INR n) * spread_bound.
Proof.
  intros Ht. assert (Hn := count_positive n nodes). assert (HX := spread_bound_nonneg).
  set (f := fun u i => normsq (model u i [-] centre u)).
  assert (Hf : forall u i, 0 <= f u i) by (intros; apply normsq_nonneg).
  assert (Hc : forall u, (u <= T)%nat -> rsum n (f u) <= INR n * spread_bound).
  { intros u Hu. assert (K := async_consensus u Hu). unfold square, mean in K.
    apply Rmult_le_reg_l with (/ INR n); [now apply Rinv_0_lt_compat|].
    rewrite <- Rmult_assoc, Rinv_l, Rmult_1_l by lra. exact K. }
  unfold Rmin. destruct (Rle_dec (INR tau + 1) (INR n)) as [D|D].
  - (* one term for each of the tau + 1 ages *)
    unfold square, mean. apply Rmult_le_reg_l with (INR n); [exact Hn|].
    rewrite <- Rmult_assoc, Rinv_r, Rmult_1_l by lra.
    apply Rle_trans with (rsum n (fun i => rsum (S tau) (fun j => f (t - j)%nat i))).
    + apply rsum_le. intros i Hi. assert (A := age t i Ht Hi).
      replace (normsq (model (read t i) i [-] centre (read t i))) with (f (t - (t - read t i))%nat i).
      * apply (rsum_term_le (S tau) (t - read t i) (fun j => f (t - j)%nat i)); [lia|]. intros; apply Hf.
      * unfold f. replace (t - (t - read t i))%nat with (read t i) by lia. reflexivity.
    + rewrite rsum_exchange.
      apply Rle_trans with (rsum (S tau) (fun _ => INR n * spread_bound)).
      * apply rsum_le. intros j Hj. apply (Hc (t - j)%nat). lia.
      * rewrite rsum_const, S_INR. lra.
  - apply mean_le_const; [exact nodes|]. intros i Hi. assert (A := age t i Ht Hi).
    eapply Rle_trans; [|apply (Hc (read t i)); lia].
    apply (rsum_term_le n i (f (read t i)) Hi). intros; apply Hf.
Qed.

(** ** How far the average moves *)

Lemma centre_sum t : (t <= T)%nat ->
  same (centre t) (centre 0 [+] (- eta) [*] vsum t (fun u => average n (applied u))
                   [+] c [*] vsum t (fun u => average n (receiver u))).
Proof.
  induction t as [|t IH]; intros Ht; cbn [vsum].
  - intros z. expand_inner. ring.
  - rewrite (async_centre t Ht), (IH (Nat.lt_le_incl _ _ Ht)). intros z. expand_inner. ring.
Qed.

Lemma gradient_path r t : (r <= t)%nat -> (t <= T)%nat ->
  norm (vsum t (fun u => average n (applied u)) [-] vsum r (fun u => average n (applied u))) <= INR (t - r) * sqrt G2.
Proof.
  intros Hr Ht. assert (K := path_length (fun k => vsum k (fun u => average n (applied u))) r (t - r) (sqrt G2)).
  replace (r + (t - r))%nat with t in K by lia. apply K. intros u Hu1 Hu2. cbn [vsum].
  assert (E : same (vsum u (fun k => average n (applied k)) [+] average n (applied u) [-] vsum u
    (fun k => average n (applied k)))
    (average n (applied u))) by (intros z; expand_inner; ring).
  rewrite E. apply norm_le_sqrt. eapply Rle_trans; [apply jensen_average|].
  apply mean_le_const; [exact nodes|]. intros i Hi. apply applied_bound; [lia|exact Hi].
Qed.

Lemma receiver_average_bound t : (t < T)%nat -> normsq (average n (receiver t)) <= s2 / INR n.
Proof.
  intros Ht. assert (Hn := count_positive n nodes). unfold average. rewrite normsq_scal.
  rewrite (pythagoras n (receiver t)) by (intros; now apply receiver_uncorrelated).
  assert (K : rsum n (fun i => normsq (receiver t i)) <= rsum n (fun _ => s2))
    by (apply rsum_le; intros; now apply receiver_bound).
  rewrite rsum_const in K.
  assert (Q : (/ INR n) ^ 2 * rsum n (fun i => normsq (receiver t i)) <= (/ INR n) ^ 2 * (INR n * s2))
    by (apply Rmult_le_compat_l; [apply pow2_ge_0|exact K]).
  replace ((/ INR n) ^ 2 * (INR n * s2)) with (s2 / INR n) in Q by (field; lra). exact Q.
Qed.

Lemma receiver_path r k : (r + k <= T)%nat ->
  normsq (vsum (r + k) (fun u => average n (receiver u)) [-] vsum r (fun u => average n (receiver u)))
  <= INR k * (s2 / INR n).
Proof.
  induction k as [|k IH]; intros Hk.
  - rewrite Nat.add_0_r, distance_of_same by reflexivity. simpl. lra.
  - rewrite Nat.add_succ_r in *.
    set (B := fun u => average n (receiver u)) in *. cbn [vsum].
    assert (IH' := IH ltac:(lia)). set (d := vsum (r + k) B [-] vsum r B) in *.
    assert (E : same (vsum (r + k) B [+] B (r + k)%nat [-] vsum r B) (d [+] 1 [*] B (r + k)%nat))
      by (intros z; unfold d; expand_inner; ring).
    rewrite E, normsq_combination.
    assert (Kd : known F (channel_at (r + k)) d).
    { assert (Ks : forall m, (m <= r + k)%nat -> known F (channel_at (r + k)) (vsum m B)).
      { intros m Hm. apply known_vsum. intros u Hu. apply known_average. intros i Hi.
        apply known_later with (gradients_at (S u)); [unfold gradients_at, channel_at; lia|].
        apply receiver_known; [lia|exact Hi]. }
      apply known_minus; apply Ks; lia. }
    assert (Z : inner d (B (r + k)%nat) = 0).
    { rewrite inner_sym. unfold B. rewrite inner_average, (mean_ext n _ (fun _ => 0)); [now apply mean_const|].
      intros i Hi. apply receiver_mean; [lia|exact Hi|exact Kd]. }
    rewrite Z. assert (Bd := receiver_average_bound (r + k) ltac:(lia)). fold (B (r + k)%nat) in Bd.
    rewrite S_INR. lra.
Qed.

(** D_t <= (sqrt(k Xi) + tau_max eta G + sqrt(tau_max) c s/sqrt(n))^2, the square multiplied out *)
Theorem async_deviation_bound t : (t < T)%nat ->
  spread n (fun i => model (read t i) i) (centre t) <= async_dsgd_deviation (INR n) eta G2 p (INR tau) c s2.
Proof.
  intros Ht. assert (Hn := count_positive n nodes). assert (Hs := noise_moment_nonneg).
  assert (Htau := pos_INR tau).
  set (A := fun k => vsum k (fun u => average n (applied u))).
  set (B := fun k => vsum k (fun u => average n (receiver u))).
  set (X1 := fun i => model (read t i) i [-] centre (read t i)).
  set (X2 := fun i => eta [*] (A t [-] A (read t i))).
  set (X3 := fun i => (- c) [*] (B t [-] B (read t i))).
  assert (E : spread n (fun i => model (read t i) i) (centre t) = square n (fun i => X1 i [+] X2 i [+] X3 i)).
  { unfold spread, square. apply mean_ext. intros i Hi. apply normsq_proper. assert (Ag := age t i Ht Hi).
    unfold X1, X2, X3. rewrite (centre_sum t) by lia. rewrite (centre_sum (read t i)) by lia.
    fold (A t) (B t) (A (read t i)) (B (read t i)).
    intros z. expand_inner. ring. }
  rewrite E. clear E. rewrite <- rms_square.
  set (consensus := Rmin (INR tau + 1) (INR n) * spread_bound).
  set (staleness := INR tau ^ 2 * (eta ^ 2 * G2)).
  set (drift := INR tau * (c ^ 2 * s2 / INR n)).
  assert (Hcon : 0 <= consensus).
  { apply Rmult_le_pos; [|apply spread_bound_nonneg]. apply Rmin_glb; lra. }
  assert (Hsta : 0 <= staleness).
  { apply Rmult_le_pos; [apply pow2_ge_0|]. apply Rmult_le_pos; [apply pow2_ge_0|exact moment_nonneg]. }
  assert (Hdri : 0 <= drift).
  { apply Rmult_le_pos; [exact Htau|]. unfold Rdiv.
    apply Rmult_le_pos; [apply Rmult_le_pos; [apply pow2_ge_0|exact Hs]|].
    apply Rlt_le, Rinv_0_lt_compat. exact Hn. }
  assert (R1 : rms n X1 <= sqrt consensus) by (apply sqrt_le_1_alt; now apply stale_consensus).
  assert (R2 : rms n X2 <= sqrt staleness).
  { apply sqrt_le_1_alt. apply square_le_const; [exact nodes|]. intros i Hi. assert (Ag := age t i Ht Hi).
    unfold X2. rewrite normsq_scal.
    assert (K := gradient_path (read t i) t ltac:(lia) ltac:(lia)). apply square_le_of_norm in K.
    fold (A t) (A (read t i)) in K.
    rewrite Rpow_mult_distr, (pow2_sqrt G2 moment_nonneg) in K.
    assert (K2 : INR (t - read t i) ^ 2 <= INR tau ^ 2).
    { apply pow_incr. split; [apply pos_INR|]. apply le_INR. lia. }
    assert (K3 : INR (t - read t i) ^ 2 * G2 <= INR tau ^ 2 * G2) by (apply Rmult_le_compat_r; assumption).
    assert (K4 : eta ^ 2 * normsq (A t [-] A (read t i)) <= eta ^ 2 * (INR tau ^ 2 * G2))
      by (apply Rmult_le_compat_l; [apply pow2_ge_0|lra]).
    unfold staleness. lra. }
  assert (R3 : rms n X3 <= sqrt drift).
  { apply sqrt_le_1_alt. apply square_le_const; [exact nodes|]. intros i Hi. assert (Ag := age t i Ht Hi).
    unfold X3. rewrite normsq_scal.
    assert (K := receiver_path (read t i) (t - read t i) ltac:(lia)).
    replace (read t i + (t - read t i))%nat with t in K by lia. fold (B t) (B (read t i)) in K.
    assert (Hq : 0 <= s2 / INR n) by (apply Rmult_le_pos; [exact Hs|now apply Rlt_le, Rinv_0_lt_compat]).
    assert (K3 : INR (t - read t i) * (s2 / INR n) <= INR tau * (s2 / INR n))
      by (apply Rmult_le_compat_r; [exact Hq|apply le_INR; lia]).
    assert (K4 : c ^ 2 * normsq (B t [-] B (read t i)) <= c ^ 2 * (INR tau * (s2 / INR n)))
      by (apply Rmult_le_compat_l; [apply pow2_ge_0|lra]).
    unfold drift. replace ((- c) ^ 2) with (c ^ 2) by ring. unfold Rdiv in *. lra. }
  assert (Rt : rms n (fun i => X1 i [+] X2 i [+] X3 i) <= sqrt consensus + sqrt staleness + sqrt drift).
  { eapply Rle_trans; [apply (rms_triangle n (fun i => X1 i [+] X2 i) X3)|].
    assert (K := rms_triangle n X1 X2). lra. }
  eapply Rle_trans; [apply pow_incr; split; [apply rms_nonneg|exact Rt]|].
  right. unfold async_dsgd_deviation. fold spread_bound consensus staleness drift.
  assert (Q1 := pow2_sqrt consensus Hcon). assert (Q2 := pow2_sqrt staleness Hsta).
  assert (Q3 := pow2_sqrt drift Hdri). lra.
Qed.

End Deviation.
