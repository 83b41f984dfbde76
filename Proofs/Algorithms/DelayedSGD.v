(** * SGD with stale gradients (catalogue: delayed-sgd.nonconvex)

    x(t+1) = x(t) - eta g(x(t - tau_t)) with tau_t <= tau_max: at most tau_max steps, of length at most eta G in the
    mean square, lie between the point at which a gradient is taken and the point to which it is applied.

    The catalogue's hypotheses here: delayedUpdate is [update], boundedStaleness [staleness], unbiasedNoise [unbiased],
    gradientBound [gradient_bound], smoothObjective [LocalObjectives].

    Glossary
      DelayedRun        such a run; read R t = t - tau_t
      O                 the objective; f is its function number 0
      tau               tau_max
      G2                bound on E|g(x(t - tau_t))|^2 *)

From Coq Require Import Reals Lra Lia.
From Plumbline Require Import Foundations.Sums Foundations.InnerProduct Foundations.Smoothness Foundations.Probability
  Foundations.History MasterLemmas.OneStep MasterLemmas.VirtualIterate MasterLemmas.PlainRun MasterLemmas.Setting
  MasterLemmas.Deviation Algorithms.RightSides.
Open Scope R_scope.
Open Scope vector_scope.

Record DelayedRun {H L} (O : Objective H L) (F : History H) (T tau : nat) (eta sigma2 G2 : R) (start : H) := {
  model : nat -> H;
  read : nat -> nat;
  noise : nat -> nat -> H;
  started : same (model 0%nat) start;
  update : forall t, (t < T)%nat ->
    same (model (S t)) (model t [+] (- eta) [*] (gradient O 0 (model (read t)) [+] noise t 0%nat));
  staleness : forall t, (t < T)%nat -> (read t <= t <= read t + tau)%nat;
  unbiased : GradientNoise F 1 T noise sigma2;
  gradient_bound : forall t, (t < T)%nat -> normsq (gradient O 0 (model (read t)) [+] noise t 0%nat) <= G2
}.

Arguments model {_ _ _ _ _ _ _ _ _ _}. Arguments read {_ _ _ _ _ _ _ _ _ _}. Arguments noise {_ _ _ _ _ _ _ _ _ _}.
Arguments started {_ _ _ _ _ _ _ _ _ _}. Arguments update {_ _ _ _ _ _ _ _ _ _}.
Arguments staleness {_ _ _ _ _ _ _ _ _ _}. Arguments unbiased {_ _ _ _ _ _ _ _ _ _}.
Arguments gradient_bound {_ _ _ _ _ _ _ _ _ _}.

Section Deviation.
Context {H : SemiInner} {L : R} {O : Objective H L} {F : History H} {T tau : nat} {eta sigma2 G2 : R} {start : H}
  (Run : DelayedRun O F T tau eta sigma2 G2 start).
Hypothesis gradients_known : knows_gradients F O.
Hypothesis start_known : known F 0 start.
Hypothesis step_positive : 0 < eta.

Lemma delayed_known t : (t <= T)%nat -> known F t (model Run t).
Proof.
  induction t as [t IH] using (well_founded_induction Wf_nat.lt_wf). intros Ht.
  destruct t as [|t].
  - apply known_same with start; [symmetry; apply (started Run)|exact start_known].
  - eapply known_same; [symmetry; apply (update Run); lia|].
    assert (S := staleness Run t ltac:(lia)).
    apply known_plus; [apply known_next, IH; lia|]. apply known_scal, known_plus.
    + apply known_next, gradients_known. apply known_later with (read Run t); [lia|]. apply IH; lia.
    + apply (noise_known (unbiased Run)); lia.
Qed.

(** D_t <= (tau_max eta G)^2 *)
Lemma delayed_deviation t : (t < T)%nat -> normsq (model Run (read Run t) [-] model Run t) <=
  INR tau ^ 2 * eta ^ 2 * G2.
Proof.
  intros Ht. assert (S := staleness Run t Ht).
  assert (HG : 0 <= G2) by exact (Rle_trans _ _ _ (normsq_nonneg _) (gradient_bound Run t Ht)).
  rewrite normsq_opp_sub.
  assert (P := path_length (model Run) (read Run t) (t - read Run t) (eta * sqrt G2)).
  replace (read Run t + (t - read Run t))%nat with t in P by lia.
  assert (B : norm (model Run t [-] model Run (read Run t)) <= INR tau * (eta * sqrt G2)).
  { eapply Rle_trans; [apply P|].
    - intros u Hu1 Hu2. assert (Hu : (u < T)%nat) by lia.
      assert (E : same (model Run (Datatypes.S u) [-] model Run u)
        ((- eta) [*] (gradient O 0 (model Run (read Run u)) [+] noise Run u 0%nat))).
      { rewrite (update Run u Hu). intros z. expand_inner. ring. }
      rewrite E, norm_scal, Rabs_left by lra. rewrite Ropp_involutive.
      apply Rmult_le_compat_l; [lra|]. apply norm_le_sqrt, (gradient_bound Run u Hu).
    - apply Rmult_le_compat_r; [apply Rmult_le_pos; [lra|apply sqrt_pos]|]. apply le_INR. lia. }
  apply square_le_of_norm in B. eapply Rle_trans; [exact B|right].
  rewrite !Rpow_mult_distr. rewrite (pow2_sqrt G2 HG). ring.
Qed.

Lemma one_node_average (x : nat -> H) : same (average 1 x) (x 0%nat).
Proof. intros z. rewrite inner_average. unfold mean. simpl. field. Qed.

Lemma delayed_nonconvex_in_space fstar :
  (0 < T)%nat -> eta * L <= 1 -> (forall z, fstar <= objective 1 O z) ->
  mean T (fun t => normsq (full_gradient 1 O (model Run t))) <=
    delayed_sgd_nonconvex_rhs (INR T) eta L sigma2 G2 (INR tau) (objective 1 O start - fstar).
Proof.
  intros HT He Hlow.
  assert (K := plain_nonconvex (n := 1) (T := T) O F eta sigma2 (model Run) (fun t _ => model Run (read Run t))
    (noise Run) Nat.lt_0_1 HT gradients_known (unbiased Run)).
  rewrite <- (objective_same 1 O Nat.lt_0_1 _ _ (started Run)).
  unfold delayed_sgd_nonconvex_rhs.
  replace (L * eta * sigma2) with (L * eta * sigma2 / INR 1) by (simpl; field).
  apply K; try assumption.
  - intros t Ht. apply delayed_known. lia.
  - intros t i Ht _. assert (S := staleness Run t Ht).
    apply known_later with (read Run t); [lia|]. apply delayed_known. lia.
  - intros t Ht. rewrite (update Run t Ht).
    rewrite (one_node_average (stochastic O (fun t _ => model Run (read Run t)) (noise Run) t)). reflexivity.
  - intros t Ht. apply mean_le_const; [lia|]. intros i _. now apply delayed_deviation.
Qed.

End Deviation.

(** (1/T) sum_{t<T} E|grad f(x_t)|^2 <= 2 (f0 - f_star)/(eta T) + L eta sigma^2 + L^2 (tau_max eta G)^2 *)
Theorem delayed_sgd_nonconvex (V : InnerProductSpace) (L : R) (P : ProbabilitySpace V) (O : LocalObjectives V L)
  (F : Past P O) (T tau : nat) (eta sigma2 G2 fstar : R) (start : V)
  (Run : DelayedRun (lifted P O) F T tau eta sigma2 G2 (constant start)) :
  (0 < T)%nat -> 0 < eta -> eta * L <= 1 -> (forall x, fstar <= local_value O 0 x) ->
  mean T (fun t => expect P (fun w => normsq (local_gradient O 0 (draw (model Run t) w)))) <=
    delayed_sgd_nonconvex_rhs (INR T) eta L sigma2 G2 (INR tau) (local_value O 0 start - fstar).
Proof.
  intros HT Heta He Hlow.
  assert (One : forall x, average_value 1 O x = local_value O 0 x)
    by (intros; unfold average_value, mean; simpl; field).
  rewrite <- One, <- (objective_lifted_constant P O).
  eapply Rle_trans; [|apply (delayed_nonconvex_in_space Run (past_knows_gradients P O F)
    (past_constant F 0%nat start) Heta fstar HT He)].
  - right. apply mean_ext. intros t _. unfold full_gradient.
    now rewrite (one_node_average (fun i => gradient (lifted P O) i (model Run t))).
  - apply objective_lower. intros x. rewrite One. apply Hlow.
Qed.
