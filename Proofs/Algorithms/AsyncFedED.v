(** * AsyncFedED (catalogue: asyncfeded.pathwise, asyncfeded.nonconvex)

    A client takes K local steps of size eta_l from the snapshot x_s, s <= t, and reports Delta. The server measures
    how far it has moved in the meantime, gamma = |x_t - x_s|/|Delta|, and goes x_(t+1) = x_t + eta_t Delta with
    eta_t = lambda/(gamma + eps). The pathwise inequality holds for every L-smooth function; the convergence theorem
    assumes gamma <= Gamma and pays for the dependence of the step on the noise that it multiplies.

    What is assumed of a run: a client's noise is unbiased given the snapshot and its own earlier steps ([noise_mean]),
    and the snapshot does not depend on it ([snapshot_known]); [gradient_bound]; [staleness_limit]. Which client reports
    when, and from which snapshot, is given and does not depend on the noise.

    Glossary
      server_step lambda eps gamma      eta_t
      staleness_is gamma x xs delta     gamma >= 0, and gamma = |x - xs|/|delta| unless delta has length 0
      AsyncFedEDRun                     a run; arrival t is the report that the server takes in iteration t
      read R t                          s, the iteration whose model arrival t started from
      node R t                          the client that reports
      local R t k                       its model after k local steps; noise R t k the noise of its next gradient
      J t                               what the client of arrival t knows, before each of its local steps
      eta_min, r                        lambda/(Gamma + eps) and 1 + Gamma/eps *)

From Coq Require Import Reals Lra Lia PeanoNat.
From Plumbline Require Import Foundations.Sums Foundations.InnerProduct Foundations.Smoothness Foundations.Probability
  Foundations.History MasterLemmas.OneStep MasterLemmas.VirtualIterate MasterLemmas.Setting Algorithms.RightSides.
Open Scope R_scope.
Open Scope vector_scope.

Definition server_step (lambda eps gamma : R) : R := lambda / (gamma + eps).

Definition staleness_is {V : SemiInner} (gamma : R) (x xs delta : V) : Prop :=
  0 <= gamma /\ (norm delta <> 0 -> gamma = norm (x [-] xs) / norm delta).

(** ** One step *)

Section Step.
Context {V : SemiInner} (L : R) (f : V -> R) (g : V -> V) (lambda eps gamma : R) (x xs delta : V).
Hypothesis smoothness : 0 <= L.
Hypothesis below : below_quadratic L f g.
Hypothesis gradient_smooth : lipschitz L g.
Hypothesis step_size : 0 < lambda.
Hypothesis offset : 0 < eps.
Hypothesis staleness : staleness_is gamma x xs delta.

Let eta : R := server_step lambda eps gamma.

Lemma server_step_positive : 0 < eta.
Proof. destruct staleness as [G _]. apply Rdiv_lt_0_compat; lra. Qed.

Lemma server_step_times_staleness : eta * gamma <= lambda.
Proof.
  destruct staleness as [G _]. unfold eta, server_step.
  apply Rmult_le_reg_r with (gamma + eps); [lra|].
  replace (lambda / (gamma + eps) * gamma * (gamma + eps)) with (lambda * gamma) by (field; lra). nra.
Qed.

Lemma server_step_limit : eta <= lambda / eps.
Proof.
  destruct staleness as [G _]. unfold eta, server_step, Rdiv. apply Rmult_le_compat_l; [lra|].
  apply Rinv_le_contravar; lra.
Qed.

(** f(x + eta_t Delta) <= f(x) + eta_t <grad f(x_s), Delta> + L eta_t |Delta|^2 (gamma + eta_t/2) *)
Lemma pathwise_step :
  f (x [+] eta [*] delta) <= asyncfeded_pathwise_rhs (f x) (inner (g xs) delta) eta L (normsq delta) gamma.
Proof.
  assert (He := server_step_positive). destruct staleness as [G K].
  assert (B := below x (x [+] eta [*] delta)).
  replace (inner (g x) (x [+] eta [*] delta [-] x)) with (eta * inner (g x) delta) in B by inner_ring.
  replace (normsq (x [+] eta [*] delta [-] x)) with (eta ^ 2 * normsq delta) in B by inner_ring.
  assert (I : inner (g x) delta <= inner (g xs) delta + L * gamma * normsq delta).
  { assert (C := cauchy_schwarz (g x [-] g xs) delta). rewrite inner_plus, inner_scal in C.
    assert (S := gradient_smooth x xs). assert (Hd := norm_nonneg delta).
    assert (S' : norm (g x [-] g xs) * norm delta <= L * norm (x [-] xs) * norm delta)
      by (apply Rmult_le_compat_r; assumption).
    destruct (Req_dec (norm delta) 0) as [Z|Z].
    - rewrite <- norm_square, Z. rewrite Z in S', C. lra.
    - rewrite (K Z), <- norm_square.
      replace (L * (norm (x [-] xs) / norm delta) * norm delta ^ 2) with (L * norm (x [-] xs) * norm delta)
        by (field; exact Z). lra. }
  assert (I' : eta * inner (g x) delta <= eta * (inner (g xs) delta + L * gamma * normsq delta))
    by (apply Rmult_le_compat_l; lra).
  unfold asyncfeded_pathwise_rhs. lra.
Qed.

(** However stale the snapshot, the error is at most L lambda (1 + lambda/(2 eps^2)) |Delta|^2. *)
Lemma pathwise_error :
  L * eta * normsq delta * (gamma + eta / 2) <= L * lambda * (1 + lambda / (2 * eps ^ 2)) * normsq delta.
Proof.
  assert (He := server_step_positive). assert (H1 := server_step_times_staleness). assert (H2 := server_step_limit).
  assert (Hn := normsq_nonneg delta).
  assert (H3 : eta * (gamma + eta / 2) <= lambda * (1 + lambda / (2 * eps ^ 2))).
  { assert (Sq : eta * eta <= lambda / eps * (lambda / eps)) by (apply Rmult_le_compat; lra).
    replace (lambda / eps * (lambda / eps)) with (2 * (lambda * (lambda / (2 * eps ^ 2)))) in Sq by (field; lra). lra. }
  assert (H4 : L * normsq delta * (eta * (gamma + eta / 2)) <=
    L * normsq delta * (lambda * (1 + lambda / (2 * eps ^ 2)))).
  { apply Rmult_le_compat_l; [now apply Rmult_le_pos|exact H3]. }
  lra.
Qed.

End Step.

(** Every L-smooth f: f(x_(t+1)) <= f(x_t) + eta_t <grad f(x_s), Delta> + L eta_t |Delta|^2 (gamma_t + eta_t/2), with
    eta_t gamma_t <= lambda and eta_t <= lambda/eps, so that the error is at most
    L lambda (1 + lambda/(2 eps^2)) |Delta|^2 *)
Theorem asyncfeded_pathwise (V : InnerProductSpace) (L : R) (f : V -> R) (g : V -> V) (lambda eps gamma : R)
  (x xs delta : V) :
  0 <= L -> has_gradient f g -> lipschitz L g -> 0 < lambda -> 0 < eps -> staleness_is gamma x xs delta ->
  let eta := server_step lambda eps gamma in
  f (x [+] eta [*] delta) <= asyncfeded_pathwise_rhs (f x) (inner (g xs) delta) eta L (normsq delta) gamma /\
  eta * gamma <= lambda /\ eta <= lambda / eps /\
  L * eta * normsq delta * (gamma + eta / 2) <= asyncfeded_pathwise_error_rhs L lambda eps * normsq delta.
Proof.
  intros HL Hg Hs Hl He Hst eta. repeat split.
  - apply (pathwise_step L f g lambda eps gamma x xs delta (descent f g Hg L Hs) Hs Hl He Hst).
  - now apply (server_step_times_staleness lambda eps gamma x xs delta).
  - now apply (server_step_limit lambda eps gamma x xs delta).
  - now apply (pathwise_error L lambda eps gamma x xs delta).
Qed.

(** ** The run *)

(** The local objectives as an objective on V itself *)
Definition pointwise {V : InnerProductSpace} {L : R} (O : LocalObjectives V L) : Objective V L.
Proof.
  refine {| value := local_value O : nat -> V -> R; gradient := local_gradient O : nat -> V -> V |}.
  - exact (local_smoothness_nonneg O).
  - exact (local_lipschitz O).
  - intros i. exact (descent _ _ (local_has_gradient O i) L (local_lipschitz O i)).
Defined.

Lemma average_gradient_lipschitz {V : InnerProductSpace} {L : R} (O : LocalObjectives V L) n :
  (0 < n)%nat -> lipschitz L (average_gradient n O : V -> V).
Proof.
  intros Hn. apply lipschitz_of_square; [exact (local_smoothness_nonneg O)|]. intros x y.
  assert (K := sampled_deviation n (pointwise O) (fun _ => y) x).
  unfold spread in K. rewrite (mean_const n (normsq (y [-] x)) Hn), (normsq_opp_sub y x) in K. exact K.
Qed.

Record AsyncFedEDRun {V : InnerProductSpace} {L : R} {P : ProbabilitySpace V} (O : LocalObjectives V L)
  (J : nat -> Past P O) (n T K : nat) (eta_l lambda eps Gamma sigma2 G2 : R) (start : V) := {
  server : nat -> L2 P;
  read : nat -> nat;
  node : nat -> nat;
  local : nat -> nat -> L2 P;
  noise : nat -> nat -> L2 P;
  gamma : nat -> outcome P -> R;
  started : forall w, draw (server 0%nat) w = start;
  read_past : forall t, (t < T)%nat -> (read t <= t)%nat;
  node_exists : forall t, (t < T)%nat -> (node t < n)%nat;
  begins : forall t w, (t < T)%nat -> draw (local t 0%nat) w = draw (server (read t)) w;
  continues : forall t k w, (t < T)%nat -> (k < K)%nat -> draw (local t (S k)) w =
    draw (local t k) w [+] (- eta_l) [*] (local_gradient O (node t) (draw (local t k) w) [+] draw (noise t k) w);
  update : forall t w, (t < T)%nat -> draw (server (S t)) w =
    draw (server t) w [+] server_step lambda eps (gamma t w) [*] (draw (local t K) w [-] draw (server (read t)) w);
  staleness : forall t w, (t < T)%nat ->
    staleness_is (gamma t w) (draw (server t) w) (draw (server (read t)) w)
      (draw (local t K) w [-] draw (server (read t)) w);
  staleness_limit : forall t w, (t < T)%nat -> gamma t w <= Gamma;
  snapshot_known : forall t, (t < T)%nat -> known (J t) 0 (server (read t));
  noise_mean : forall t k z, (t < T)%nat -> (k < K)%nat -> known (J t) k z -> inner (noise t k) z = 0;
  noise_bound : forall t k, (t < T)%nat -> (k < K)%nat -> normsq (noise t k) <= sigma2;
  noise_known : forall t k, (t < T)%nat -> (k < K)%nat -> known (J t) (S k) (noise t k);
  gradient_bound : forall t k, (t < T)%nat -> (k < K)%nat ->
    normsq (gradient (lifted P O) (node t) (local t k) [+] noise t k) <= G2
}.

Arguments server {_ _ _ _ _ _ _ _ _ _ _ _ _ _ _}. Arguments read {_ _ _ _ _ _ _ _ _ _ _ _ _ _ _}.
Arguments node {_ _ _ _ _ _ _ _ _ _ _ _ _ _ _}. Arguments local {_ _ _ _ _ _ _ _ _ _ _ _ _ _ _}.
Arguments noise {_ _ _ _ _ _ _ _ _ _ _ _ _ _ _}. Arguments gamma {_ _ _ _ _ _ _ _ _ _ _ _ _ _ _}.
Arguments started {_ _ _ _ _ _ _ _ _ _ _ _ _ _ _}. Arguments node_exists {_ _ _ _ _ _ _ _ _ _ _ _ _ _ _}.
Arguments begins {_ _ _ _ _ _ _ _ _ _ _ _ _ _ _}. Arguments continues {_ _ _ _ _ _ _ _ _ _ _ _ _ _ _}.
Arguments update {_ _ _ _ _ _ _ _ _ _ _ _ _ _ _}. Arguments staleness {_ _ _ _ _ _ _ _ _ _ _ _ _ _ _}.
Arguments staleness_limit {_ _ _ _ _ _ _ _ _ _ _ _ _ _ _}. Arguments snapshot_known {_ _ _ _ _ _ _ _ _ _ _ _ _ _ _}.
Arguments noise_mean {_ _ _ _ _ _ _ _ _ _ _ _ _ _ _}. Arguments noise_bound {_ _ _ _ _ _ _ _ _ _ _ _ _ _ _}.
Arguments noise_known {_ _ _ _ _ _ _ _ _ _ _ _ _ _ _}. Arguments gradient_bound {_ _ _ _ _ _ _ _ _ _ _ _ _ _ _}.

Section Run.
Context {V : InnerProductSpace} {L : R} {P : ProbabilitySpace V} {O : LocalObjectives V L} {J : nat -> Past P O}
  {n T K : nat} {eta_l lambda eps Gamma sigma2 G2 : R} {start : V}
  (Run : AsyncFedEDRun O J n T K eta_l lambda eps Gamma sigma2 G2 start).
Variable zeta2 : R.
Hypothesis nodes : (0 < n)%nat.
Hypothesis steps : (0 < K)%nat.
Hypothesis local_step : 0 < eta_l.
Hypothesis step_size : 0 < lambda.
Hypothesis offset : 0 < eps.
Hypothesis limit_nonneg : 0 <= Gamma.
Hypothesis heterogeneity : forall i x, (i < n)%nat ->
  normsq (local_gradient O i x [-] average_gradient n O x) <= zeta2.

Let r : R := 1 + Gamma / eps.
Let eta_min : R := lambda / (Gamma + eps).
Let mid : R := eta_min * (1 + r) / 2.
Let HK : 0 < INR K. Proof. now apply count_positive. Qed.
Let HL : 0 <= L. Proof. exact (local_smoothness_nonneg O). Qed.
Let min_positive : 0 < eta_min. Proof. apply Rdiv_lt_0_compat; lra. Qed.
Let r_least : 1 <= r.
Proof.
  unfold r. assert (0 <= Gamma / eps); [|lra]. unfold Rdiv. apply Rmult_le_pos; [exact limit_nonneg|].
  apply Rlt_le, Rinv_0_lt_compat, offset.
Qed.
Let largest : lambda / eps = eta_min * r.
Proof. unfold eta_min, r. field. split; lra. Qed.

Section Arrival.
Variable t : nat.
Hypothesis Ht : (t < T)%nat.

Let i : nat := node Run t.
Let xs : L2 P := server Run (read Run t).
(** grad f(x_s), the gradients d_k of the client, their noise, and the report *)
Let g : L2 P := full_gradient n (lifted P O) xs.
Let d (k : nat) : L2 P := gradient (lifted P O) i (local Run t k).
Let noises : L2 P := vsum K (noise Run t).
Let delta : L2 P := local Run t K [-] xs.
Let spreads : R := rsum K (fun k => normsq (g [-] d k)).

Let local_sum k : (k <= K)%nat ->
  same (local Run t k [-] xs) ((- eta_l) [*] vsum k (fun j => d j [+] noise Run t j)).
Proof.
  induction k as [|k IH]; intros Hk.
  - apply same_pointwise. intros w. apply separated. intros z. simpl. rewrite (begins Run t w Ht).
    unfold xs. expand_inner. ring.
  - assert (E : same (local Run t (S k)) (local Run t k [+] (- eta_l) [*] (d k [+] noise Run t k))).
    { apply same_pointwise. intros w. now rewrite (continues Run t k w Ht Hk). }
    cbn [vsum]. intros z. rewrite inner_plus, (E z).
    assert (A := IH (Nat.lt_le_incl _ _ Hk) z). rewrite inner_plus, !inner_scal in A. expand_inner. lra.
Qed.

Let part_bound k : (k <= K)%nat -> normsq (local Run t k [-] xs) <= eta_l ^ 2 * (INR k ^ 2 * G2).
Proof.
  intros Hk. rewrite (local_sum k Hk), normsq_scal. replace ((- eta_l) ^ 2) with (eta_l ^ 2) by ring.
  apply Rmult_le_compat_l; [apply pow2_ge_0|].
  destruct k as [|k]; [cbn [vsum]; rewrite normsq_zero; simpl; lra|].
  assert (HG : 0 <= G2) by exact (Rle_trans _ _ _ (normsq_nonneg _) (gradient_bound Run t 0%nat Ht steps)).
  replace (INR (S k) ^ 2 * G2) with ((INR (S k) * sqrt G2) ^ 2) by (rewrite Rpow_mult_distr, (pow2_sqrt G2 HG); ring).
  apply square_le_of_norm.
  eapply Rle_trans; [apply norm_vsum|]. rewrite <- (rsum_const (S k) (sqrt G2)). apply rsum_le. intros j Hj.
  apply norm_le_sqrt. apply (gradient_bound Run); [exact Ht|lia].
Qed.

Let report_bound : normsq delta <= eta_l ^ 2 * (INR K ^ 2 * G2).
Proof. exact (part_bound K (Nat.le_refl K)). Qed.

Let local_known k : (k <= K)%nat -> known (J t) k (local Run t k).
Proof.
  induction k as [|k IH]; intros Hk.
  - apply known_same with xs; [|apply (snapshot_known Run t Ht)].
    apply same_pointwise. intros w. symmetry. apply (begins Run t w Ht).
  - apply known_same with (local Run t k [+] (- eta_l) [*] (d k [+] noise Run t k)).
    + apply same_pointwise. intros w. symmetry. apply (continues Run t k w Ht Hk).
    + assert (A := IH (Nat.lt_le_incl _ _ Hk)). apply known_plus; [now apply known_next|].
      apply known_scal, known_plus; [apply known_next; now apply past_gradient|now apply (noise_known Run)].
Qed.

Let g_known k : known (J t) k g.
Proof.
  apply known_later with 0%nat; [lia|]. apply known_average. intros j _. apply past_gradient.
  apply (snapshot_known Run t Ht).
Qed.

Let noise_at_gradient : inner noises g = 0.
Proof.
  unfold noises. rewrite inner_vsum, (rsum_ext K _ (fun _ => 0)); [apply rsum_zero|].
  intros k Hk. apply (noise_mean Run t k g Ht Hk (g_known k)).
Qed.

Let noise_square : normsq noises <= INR K * sigma2.
Proof.
  unfold noises. rewrite (pythagoras K (noise Run t)).
  - rewrite <- (rsum_const K). apply rsum_le. intros k Hk. now apply (noise_bound Run).
  - assert (Lt : forall j k, (j < k)%nat -> (k < K)%nat -> inner (noise Run t k) (noise Run t j) = 0).
    { intros j k Hj Hk. apply (noise_mean Run t k _ Ht Hk). apply known_later with (S j); [lia|].
      apply (noise_known Run); [exact Ht|lia]. }
    intros j k Hj Hk Hne. destruct (Nat.lt_gt_cases j k) as [C _]. destruct (C Hne) as [D|D].
    + rewrite inner_sym. now apply Lt.
    + now apply Lt.
Qed.

(** E|grad f(x_s) - grad f_i(z_k)|^2 <= 2 L^2 eta_l^2 k^2 G^2 + 2 zeta^2 *)
Let spread_bound : spreads <=
  2 * L ^ 2 * eta_l ^ 2 * G2 * (INR K * (INR K - 1) * (2 * INR K - 1) / 6) + 2 * INR K * zeta2.
Proof.
  unfold spreads. rewrite <- sum_of_squared_indices.
  apply Rle_trans with (rsum K (fun k => 2 * L ^ 2 * eta_l ^ 2 * G2 * INR k ^ 2 + 2 * zeta2)).
  - apply rsum_le. intros k Hk.
    set (b := gradient (lifted P O) i xs).
    assert (E : same (g [-] d k) ((g [-] b) [+] (b [-] d k))) by (intros z; expand_inner; ring).
    rewrite E. eapply Rle_trans; [apply normsq_sum_le|].
    assert (B1 : normsq (g [-] b) <= zeta2).
    { rewrite normsq_opp_sub. unfold normsq. cbn [inner L2]. rewrite <- (expect_constant P zeta2).
      apply expect_le; [apply (integrable_product P (b [-] g) (b [-] g))|apply integrable_constant|].
      intros w. change (normsq (draw (b [-] g) w) <= zeta2).
      change (draw (b [-] g) w) with (local_gradient O i (draw xs w) [-] draw g w).
      unfold g, full_gradient. rewrite draw_average. apply heterogeneity, (node_exists Run t Ht). }
    assert (B2 : normsq (b [-] d k) <= L ^ 2 * (eta_l ^ 2 * (INR k ^ 2 * G2))).
    { eapply Rle_trans; [apply (lipschitz_square L (gradient (lifted P O) i)), gradient_lipschitz|].
      apply Rmult_le_compat_l; [apply pow2_ge_0|]. rewrite normsq_opp_sub. apply part_bound. lia. }
    lra.
  - right. rewrite rsum_plus, rsum_scal, rsum_const. ring.
Qed.

(** What the server's step does in one outcome *)
Let step_in_outcome w :
  average_value n O (draw (server Run (S t)) w) <=
    average_value n O (draw (server Run t) w)
    + eta_l * (- (eta_min * INR K / 4) * normsq (draw g w)
               + eta_min * r / 2 * rsum K (fun k => normsq (draw (g [-] d k) w))
               - mid * inner (draw g w) (draw noises w)
               + eta_min * (r - 1) ^ 2 / (4 * INR K) * normsq (draw noises w))
    + L * lambda * (1 + lambda / (2 * eps ^ 2)) * normsq (draw delta w).
Proof.
  set (gam := gamma Run t w). set (st := server_step lambda eps gam).
  assert (St := staleness Run t w Ht). fold gam in St.
  assert (Gl := staleness_limit Run t w Ht). fold gam in Gl.
  rewrite (update Run t w Ht). fold gam. fold st.
  change (draw (local Run t K) w [-] draw (server Run (read Run t)) w) with (draw delta w) in *.
  assert (A := pathwise_step L (average_value n O) (average_gradient n O) lambda eps gam _ _ _
    (objective_below n (pointwise O) nodes) (average_gradient_lipschitz O n nodes) step_size offset St).
  assert (B := pathwise_error L lambda eps gam _ _ _ HL step_size offset St).
  fold st in A, B. unfold asyncfeded_pathwise_rhs in A.
  (* the step lies between eta_min and lambda/eps = eta_min r *)
  assert (S1 : eta_min <= st).
  { unfold eta_min, st, server_step, Rdiv. destruct St as [Hg _]. apply Rmult_le_compat_l; [lra|].
    apply Rinv_le_contravar; lra. }
  assert (S2 : st <= eta_min * r)
    by (rewrite <- largest; apply (server_step_limit lambda eps gam _ _ _ step_size offset St)).
  assert (Gw : average_gradient n O (draw xs w) = draw g w) by (unfold g, full_gradient; now rewrite draw_average).
  change (draw (server Run (read Run t)) w) with (draw xs w) in A. rewrite Gw in A.
  (* the report is made of gradients and noise *)
  assert (E : inner (draw g w) (draw delta w) =
    - eta_l * (rsum K (fun k => inner (draw g w) (draw (d k) w)) + inner (draw g w) (draw noises w))).
  { unfold noises. rewrite draw_vsum, inner_vsum_r, <- rsum_plus.
    assert (Q : forall k, (k <= K)%nat -> inner (draw g w) (draw (local Run t k) w [-] draw xs w) =
      - eta_l * rsum k (fun j => inner (draw g w) (draw (d j) w) + inner (draw g w) (draw (noise Run t j) w))).
    { induction k as [|k IH]; intros Hk; cbn [rsum].
      - rewrite (begins Run t w Ht). unfold xs. rewrite inner_plus_r, inner_scal_r. ring.
      - rewrite (continues Run t k w Ht Hk). assert (I := IH (Nat.lt_le_incl _ _ Hk)).
        change (local_gradient O (node Run t) (draw (local Run t k) w)) with (draw (d k) w).
        rewrite !inner_plus_r, !inner_scal_r, inner_plus_r in *. lra. }
    exact (Q K (Nat.le_refl K)). }
  rewrite E in A.
  set (N := inner (draw g w) (draw noises w)) in *.
  set (gg := normsq (draw g w)) in *.
  assert (D1 : - 2 * rsum K (fun k => inner (draw g w) (draw (d k) w)) <=
    rsum K (fun k => normsq (draw (g [-] d k) w)) - INR K * gg).
  { rewrite <- (rsum_const K gg), <- rsum_minus, <- rsum_scal. apply rsum_le. intros k _.
    change (draw (g [-] d k) w) with (draw g w [-] draw (d k) w).
    assert (Dn := normsq_nonneg (draw (d k) w)). unfold gg.
    replace (normsq (draw g w [-] draw (d k) w))
      with (normsq (draw g w) + normsq (draw (d k) w) - 2 * inner (draw g w) (draw (d k) w)) by inner_ring.
    lra. }
  set (Sd := rsum K (fun k => inner (draw g w) (draw (d k) w))) in *.
  set (Ss := rsum K (fun k => normsq (draw (g [-] d k) w))) in *.
  assert (HSs : 0 <= Ss) by (apply rsum_nonneg; intros; apply normsq_nonneg).
  assert (Hgg : 0 <= gg) by apply normsq_nonneg.
  assert (P1 : st * (- Sd) <= eta_min * r / 2 * Ss - eta_min * INR K / 2 * gg).
  { assert (Q1 : st * (- 2 * Sd) <= st * (Ss - INR K * gg)) by (apply Rmult_le_compat_l; lra).
    assert (Q2 : st * Ss <= eta_min * r * Ss) by (apply Rmult_le_compat_r; lra).
    assert (Q3 : eta_min * (INR K * gg) <= st * (INR K * gg)).
    { apply Rmult_le_compat_r; [apply Rmult_le_pos; lra|exact S1]. }
    lra. }
  (* the part of the step that depends on the noise *)
  set (nn := normsq (draw noises w)).
  assert (Hnn : 0 <= nn) by apply normsq_nonneg.
  assert (P2 : (mid - st) * N <= eta_min * INR K / 4 * gg + eta_min * (r - 1) ^ 2 / (4 * INR K) * nn).
  { set (e := mid - st).
    assert (He : e ^ 2 <= (eta_min * (r - 1) / 2) ^ 2).
    { assert (- (eta_min * (r - 1) / 2) <= e <= eta_min * (r - 1) / 2) by (unfold e, mid; lra).
      assert (0 <= (eta_min * (r - 1) / 2 - e) * (eta_min * (r - 1) / 2 + e)) by (apply Rmult_le_pos; lra). lra. }
    set (k := INR K * eta_min). assert (Hk : 0 < k) by (apply Rmult_lt_0_compat; [exact HK|exact min_positive]).
    assert (Sq := normsq_nonneg ((k / 2) [*] draw g w [+] (- e) [*] draw noises w)).
    rewrite normsq_combination, inner_scal, normsq_scal in Sq. fold gg nn N in Sq.
    assert (Y : k * (e * N) <= k * (k / 4 * gg) + e ^ 2 * nn) by lra.
    assert (Y2 : e ^ 2 * nn <= (eta_min * (r - 1) / 2) ^ 2 * nn) by (apply Rmult_le_compat_r; assumption).
    apply Rmult_le_reg_l with k; [exact Hk|].
    replace (k * (eta_min * INR K / 4 * gg + eta_min * (r - 1) ^ 2 / (4 * INR K) * nn))
      with (k * (k / 4 * gg) + (eta_min * (r - 1) / 2) ^ 2 * nn) by (unfold k; field; lra). lra. }
  assert (P3 : eta_l * (st * (- Sd) + (mid - st) * N) <=
    eta_l * (eta_min * r / 2 * Ss - eta_min * INR K / 2 * gg
      + (eta_min * INR K / 4 * gg + eta_min * (r - 1) ^ 2 / (4 * INR K) * nn)))
    by (apply Rmult_le_compat_l; lra).
  lra.
Qed.

(** The same in the mean *)
Lemma asyncfeded_step :
  expect P (fun w => average_value n O (draw (server Run (S t)) w)) <=
    expect P (fun w => average_value n O (draw (server Run t) w))
    - eta_l * eta_min * INR K / 4 * normsq g
    + eta_l * (eta_min * r * (L ^ 2 * eta_l ^ 2 * G2 * (INR K * (INR K - 1) * (2 * INR K - 1) / 6) + INR K * zeta2)
               + eta_min * (r - 1) ^ 2 / 4 * sigma2)
    + L * lambda * (1 + lambda / (2 * eps ^ 2)) * (eta_l ^ 2 * (INR K ^ 2 * G2)).
Proof.
  (* the right side of the step in an outcome is integrable, and its mean is a sum *)
  set (c0 := eta_l * - (eta_min * INR K / 4)). set (c1 := eta_l * (eta_min * r / 2)). set (c2 := - (eta_l * mid)).
  set (c3 := eta_l * (eta_min * (r - 1) ^ 2 / (4 * INR K))). set (c4 := L * lambda * (1 + lambda / (2 * eps ^ 2))).
  assert (Iv := integrable_average_value P O n (server Run t)).
  assert (Ig := integrable_product P g g).
  assert (Id : forall k, integrable P (fun w => normsq (draw (g [-] d k) w)))
    by (intros k; apply (integrable_product P (g [-] d k) (g [-] d k))).
  assert (Is : integrable P (fun w => rsum K (fun k => normsq (draw (g [-] d k) w))))
    by (apply (integrable_rsum P K (fun k w => normsq (draw (g [-] d k) w))); exact Id).
  assert (In := integrable_product P g noises). assert (Inn := integrable_product P noises noises).
  assert (Ie := integrable_product P delta delta).
  set (v := fun w => average_value n O (draw (server Run t) w)) in *.
  set (a0 := fun w => inner (draw g w) (draw g w)) in *.
  set (a1 := fun w => rsum K (fun k => normsq (draw (g [-] d k) w))) in *.
  set (a2 := fun w => inner (draw g w) (draw noises w)) in *.
  set (a3 := fun w => inner (draw noises w) (draw noises w)) in *.
  set (a4 := fun w => inner (draw delta w) (draw delta w)) in *.
  assert (B : expect P (fun w => average_value n O (draw (server Run (S t)) w)) <=
    expect P (fun w => v w + (c0 * a0 w + (c1 * a1 w + (c2 * a2 w + (c3 * a3 w + c4 * a4 w)))))).
  { apply expect_le.
    - apply integrable_average_value.
    - repeat (apply integrable_plus; [try assumption; apply integrable_scal; assumption|]).
      apply integrable_scal. assumption.
    - intros w. assert (W := step_in_outcome w). unfold normsq at 1 3 4 in W.
      change (inner (draw g w) (draw g w)) with (a0 w) in W.
      change (rsum K (fun k => normsq (draw (g [-] d k) w))) with (a1 w) in W.
      change (inner (draw g w) (draw noises w)) with (a2 w) in W.
      change (inner (draw noises w) (draw noises w)) with (a3 w) in W.
      change (inner (draw delta w) (draw delta w)) with (a4 w) in W.
      unfold c0, c1, c2, c3, c4. unfold v. lra. }
  assert (J4 := integrable_scal _ P c4 a4 Ie). assert (J3 := integrable_scal _ P c3 a3 Inn).
  assert (J2 := integrable_scal _ P c2 a2 In). assert (J1 := integrable_scal _ P c1 a1 Is).
  assert (J0 := integrable_scal _ P c0 a0 Ig).
  assert (J34 := integrable_plus _ P _ _ J3 J4). assert (J24 := integrable_plus _ P _ _ J2 J34).
  assert (J14 := integrable_plus _ P _ _ J1 J24). assert (J04 := integrable_plus _ P _ _ J0 J14).
  rewrite (expect_plus _ P _ _ Iv J04), (expect_plus _ P _ _ J0 J14), (expect_plus _ P _ _ J1 J24),
    (expect_plus _ P _ _ J2 J34), (expect_plus _ P _ _ J3 J4), (expect_scal _ P c0 a0 Ig), (expect_scal _ P c1 a1 Is),
    (expect_scal _ P c2 a2 In), (expect_scal _ P c3 a3 Inn), (expect_scal _ P c4 a4 Ie) in B.
  change (expect P a0) with (normsq g) in B.
  change (expect P a2) with (inner g noises) in B. rewrite inner_sym, noise_at_gradient in B.
  change (expect P a3) with (normsq noises) in B. change (expect P a4) with (normsq delta) in B.
  unfold a1 in B. rewrite (expect_rsum P K (fun k w => normsq (draw (g [-] d k) w)) Id) in B.
  change (rsum K (fun k => expect P (fun w => normsq (draw (g [-] d k) w)))) with spreads in B.
  assert (H1 : 0 <= c1).
  { unfold c1. apply Rmult_le_pos; [lra|]. assert (0 <= eta_min * r) by (apply Rmult_le_pos; lra). lra. }
  assert (H3 : 0 <= c3).
  { unfold c3. apply Rmult_le_pos; [lra|]. unfold Rdiv. apply Rmult_le_pos.
    - apply Rmult_le_pos; [lra|apply pow2_ge_0].
    - apply Rlt_le, Rinv_0_lt_compat. lra. }
  assert (H4 : 0 <= c4).
  { unfold c4. apply Rmult_le_pos; [apply Rmult_le_pos; lra|].
    assert (0 < lambda / (2 * eps ^ 2)); [|lra]. apply Rdiv_lt_0_compat; [exact step_size|].
    assert (0 < eps ^ 2) by (apply pow_lt; exact offset). lra. }
  assert (M1 := Rmult_le_compat_l _ _ _ H1 spread_bound).
  assert (M3 := Rmult_le_compat_l _ _ _ H3 noise_square).
  assert (M4 := Rmult_le_compat_l _ _ _ H4 report_bound).
  replace (c3 * (INR K * sigma2)) with (eta_l * (eta_min * (r - 1) ^ 2 / 4 * sigma2)) in M3 by (unfold c3; field; lra).
  unfold c1 in M1 at 2. unfold c0 in B. fold c4. lra.
Qed.

End Arrival.
End Run.

(** (1/T) sum E|grad f(x_s(t))|^2 <= 4(f0-f_star)/(eta_min eta_l K T) + 4 r (L^2 eta_l^2 G^2 (K-1)(2K-1)/6 + zeta_max^2)
    + (r-1)^2 sigma^2/K + 4 L (Gamma+eps)(1 + lambda/(2 eps^2)) eta_l K G^2 *)
Theorem asyncfeded_nonconvex (V : InnerProductSpace) (L : R) (P : ProbabilitySpace V) (O : LocalObjectives V L)
  (J : nat -> Past P O) (n T K : nat) (eta_l lambda eps Gamma sigma2 G2 zetamax2 fstar : R) (start : V)
  (Run : AsyncFedEDRun O J n T K eta_l lambda eps Gamma sigma2 G2 start) :
  (0 < n)%nat -> (0 < T)%nat -> (0 < K)%nat -> 0 < eta_l -> 0 < lambda -> 0 < eps -> 0 <= Gamma ->
  (forall i x, (i < n)%nat -> normsq (local_gradient O i x [-] average_gradient n O x) <= zetamax2) ->
  (forall x, fstar <= average_value n O x) ->
  mean T (fun t => expect P (fun w => normsq (average_gradient n O (draw (server Run (read Run t)) w)))) <=
    asyncfeded_nonconvex_rhs (INR T) eta_l L sigma2 zetamax2 G2 (INR K) lambda eps Gamma
      (average_value n O start - fstar).
Proof.
  intros Hn HT HK Hl Hlam Heps HG Hz Hlow.
  assert (RT := count_positive T HT). assert (RK := count_positive K HK).
  set (f := fun t => expect P (fun w => average_value n O (draw (server Run t) w))).
  set (g := fun t => expect P (fun w => normsq (average_gradient n O (draw (server Run (read Run t)) w)))).
  set (eta_min := lambda / (Gamma + eps)). set (r := 1 + Gamma / eps).
  assert (Hmin : 0 < eta_min) by (apply Rdiv_lt_0_compat; lra).
  set (N := eta_l * (eta_min * r * (L ^ 2 * eta_l ^ 2 * G2 * (INR K * (INR K - 1) * (2 * INR K - 1) / 6)
    + INR K * zetamax2)
               + eta_min * (r - 1) ^ 2 / 4 * sigma2)
    + L * lambda * (1 + lambda / (2 * eps ^ 2)) * (eta_l ^ 2 * (INR K ^ 2 * G2))).
  assert (S1 : rsum T (fun t => f (S t) - f t) <= rsum T (fun t => - (eta_l * eta_min * INR K / 4) * g t + N)).
  { apply rsum_le. intros t Ht.
    assert (B := asyncfeded_step Run zetamax2 Hn HK Hl Hlam Heps HG Hz t Ht).
    rewrite full_gradient_lifted in B. unfold f, g, N, eta_min, r. lra. }
  rewrite rsum_telescope, rsum_plus, rsum_scal, rsum_const in S1.
  assert (Hend : fstar <= f T).
  { unfold f. rewrite <- (objective_lifted P O n (server Run T)). now apply objective_lower. }
  assert (E0 : f 0%nat = average_value n O start).
  { unfold f. rewrite (expect_ext P _ (fun _ => average_value n O start)).
    - apply (expect_constant P (average_value n O start)).
    - intros w. now rewrite (started Run w). }
  unfold mean. fold g. set (G := rsum T g) in *.
  assert (M : eta_l * eta_min * INR K / 4 * G <= average_value n O start - fstar + INR T * N) by lra.
  assert (Hc : 0 < eta_l * eta_min * INR K) by (apply Rmult_lt_0_compat; [now apply Rmult_lt_0_compat|exact RK]).
  apply Rmult_le_reg_l with (eta_l * eta_min * INR K / 4 * INR T); [apply Rmult_lt_0_compat; lra|].
  replace (eta_l * eta_min * INR K / 4 * INR T * (/ INR T * G)) with (eta_l * eta_min * INR K / 4 * G) by (field; lra).
  eapply Rle_trans; [exact M|right]. unfold asyncfeded_nonconvex_rhs, N, eta_min, r. cbv zeta.
  field. repeat split; lra.
Qed.
