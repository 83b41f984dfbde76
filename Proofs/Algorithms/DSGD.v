(** * D-SGD (catalogue: dsgd.nonconvex, dsgd.convex, dsgd.strongly-convex)

    Every node takes a gradient step at its own model and all nodes mix: X(t+1) = W (X(t) - eta G(t)). The deviation
    lemma C1 follows from the recursion of (1/n) sum_i E|x_i - xbar|^2; C2 is its companion for bounded gradients.

    The catalogue's hypotheses here: synchronousMixing is [update], commonStart [started], unbiasedNoise [unbiased],
    symmetricWeights and doublyStochasticWeights with the mixing rate p are [MixingMatrix], smoothObjective is
    [LocalObjectives], stepSizeLimit 4 L eta <= p. That the graph is connected is implied by p > 0.

    Glossary
      DSGDRun          such a run; model R t i = x_i(t), noise R t i = xi_i(t)
      W, p             mixing matrix and p = 1 - rho^2
      centre R t       xbar_t
      zeta2            zeta^2, bound on (1/n) sum_i |grad f_i(x) - grad f(x)|^2 at every x *)

From Coq Require Import Reals Lra Lia PeanoNat.
From Plumbline Require Import Foundations.Sums Foundations.InnerProduct Foundations.Smoothness Foundations.Probability
  Foundations.History MasterLemmas.OneStep MasterLemmas.VirtualIterate MasterLemmas.PlainRun MasterLemmas.Setting
  MasterLemmas.Deviation Algorithms.Mixing Algorithms.RightSides.
Open Scope R_scope.
Open Scope vector_scope.

Record DSGDRun {H L} (O : Objective H L) (F : History H) (n T : nat) (W : nat -> nat -> R)
  (eta sigma2 : R) (start : H) := {
  model : nat -> nat -> H;
  noise : nat -> nat -> H;
  started : forall i, (i < n)%nat -> same (model 0%nat i) start;
  update : forall t i, (t < T)%nat -> (i < n)%nat ->
    same (model (S t) i) (vsum n (fun j => W i j [*] (model t j [+] (- eta) [*] stochastic O model noise t j)));
  unbiased : GradientNoise F n T noise sigma2
}.

Arguments model {_ _ _ _ _ _ _ _ _ _}. Arguments noise {_ _ _ _ _ _ _ _ _ _}.
Arguments started {_ _ _ _ _ _ _ _ _ _}. Arguments update {_ _ _ _ _ _ _ _ _ _}.
Arguments unbiased {_ _ _ _ _ _ _ _ _ _}.

Section Deviation.
Context {H : SemiInner} {L : R} {O : Objective H L} {F : History H} {n T : nat} {W : nat -> nat -> R} {p eta sigma2 : R}
  {start : H} (Run : DSGDRun O F n T W eta sigma2 start) (M : MixingMatrix n p W).
Variable zeta2 : R.
Hypothesis nodes : (0 < n)%nat.
Hypothesis gradients_known : knows_gradients F O.
Hypothesis start_known : known F 0 start.
Hypothesis step_positive : 0 < eta.
Hypothesis mixing_rate : 0 < p <= 1.
Hypothesis heterogeneity : forall x, mean n (fun i => normsq (gradient O i x [-] full_gradient n O x)) <= zeta2.
Hypothesis step_limit : 4 * L * eta <= p.

Let g (t i : nat) : H := stochastic O (model Run) (noise Run) t i.
Let half (t i : nat) : H := model Run t i [+] (- eta) [*] g t i.
(** before the noise is added *)
Let drifted (t i : nat) : H := model Run t i [+] (- eta) [*] gradient O i (model Run t i).
Definition centre (t : nat) : H := average n (model Run t).

Lemma dsgd_known t : (t <= T)%nat -> forall i, (i < n)%nat -> known F t (model Run t i).
Proof.
  induction t as [|t IH]; intros Ht i Hi.
  - apply known_same with start; [symmetry; now apply (started Run)|exact start_known].
  - eapply known_same; [symmetry; apply (update Run); assumption|].
    apply known_vsum. intros j Hj. apply known_scal, known_plus.
    + apply known_next, IH; [lia|exact Hj].
    + apply known_scal, known_plus.
      * apply known_next, gradients_known, IH; [lia|exact Hj].
      * apply (noise_known (unbiased Run)); [lia|exact Hj].
Qed.

Lemma dsgd_centre t : (t < T)%nat -> same (centre (S t)) (centre t [+] (- eta) [*] average n (g t)).
Proof.
  intros Ht. unfold centre.
  rewrite (average_same n (model Run (S t)) (mixed n W (half t))) by (intros i Hi; now apply (update Run)).
  rewrite (mixed_average M). unfold half. rewrite average_plus, average_scal. reflexivity.
Qed.

Let a (t : nat) : R := square n (centred n (model Run t)).

(** (1/n) sum |grad f_i(x_i) - grad f(xbar)|^2 <= 2 L^2 a + 2 zeta^2 *)
Lemma dsgd_gradient_spread t :
  square n (centred n (fun i => gradient O i (model Run t i))) <= 2 * L ^ 2 * a t + 2 * zeta2.
Proof.
  set (b := centre t).
  eapply Rle_trans; [apply (centred_least n nodes _ (full_gradient n O b))|].
  set (X := fun i => gradient O i (model Run t i) [-] gradient O i b).
  set (Y := fun i => gradient O i b [-] full_gradient n O b).
  rewrite (square_ext n _ (fun i => X i [+] Y i)) by (intros i _ z; unfold X, Y; expand_inner; ring).
  eapply Rle_trans; [apply (square_young n X Y 1 Rlt_0_1)|].
  assert (HX : square n X <= L ^ 2 * a t).
  { unfold a, square. rewrite <- mean_scal. apply mean_le. intros i _.
    apply lipschitz_square, gradient_lipschitz. }
  assert (HY : square n Y <= zeta2) by apply heterogeneity.
  rewrite Rinv_1. lra.
Qed.

(** a(t+1) <= (1-p)[(1+p/2) a + (1+2/p) eta^2 (2 L^2 a + 2 zeta^2) + eta^2 sigma^2] *)
Lemma dsgd_recursion t : (t < T)%nat ->
  a (S t) <= (1 - p) * ((1 + p / 2) * a t + (1 + 2 / p) * eta ^ 2 * (2 * L ^ 2 * a t + 2 * zeta2) + eta ^ 2 * sigma2).
Proof.
  intros Ht. unfold a at 1.
  rewrite (square_ext n _ (centred n (mixed n W (half t)))).
  2:{ intros i Hi. apply centred_same; [|exact Hi]. intros j Hj. now apply (update Run). }
  eapply Rle_trans; [apply (mixed_contraction M)|].
  apply Rmult_le_compat_l; [lra|].
  rewrite (square_ext n _ (centred n (fun i => drifted t i [+] (- eta) [*] noise Run t i))).
  2:{ intros i Hi. apply centred_same; [|exact Hi]. intros j Hj z. unfold half, drifted, g, stochastic.
      expand_inner. ring. }
  rewrite (centred_orthogonal_minus n nodes).
  2:{ intros i j Hi Hj. rewrite inner_sym. apply (noise_mean (unbiased Run)); [assumption|assumption|].
      unfold drifted. assert (K := dsgd_known t (Nat.lt_le_incl _ _ Ht) i Hi).
      apply known_plus; [exact K|]. now apply known_scal, gradients_known. }
  assert (N : square n (centred n (noise Run t)) <= sigma2).
  { eapply Rle_trans; [apply centred_le; exact nodes|]. apply square_le_const; [exact nodes|].
    intros i Hi. now apply (noise_bound (unbiased Run)). }
  assert (N' : (- eta) ^ 2 * square n (centred n (noise Run t)) <= eta ^ 2 * sigma2).
  { replace ((- eta) ^ 2) with (eta ^ 2) by ring. apply Rmult_le_compat_l; [apply pow2_ge_0|exact N]. }
  assert (D : square n (centred n (drifted t)) <=
    (1 + p / 2) * a t + (1 + 2 / p) * eta ^ 2 * (2 * L ^ 2 * a t + 2 * zeta2)).
  { set (G := fun i => gradient O i (model Run t i)).
    rewrite (square_ext n _ (fun i => centred n (model Run t) i [+] (- eta) [*] centred n G i)).
    2:{ intros i Hi. unfold drifted. rewrite <- centred_scal, <- centred_plus. reflexivity. }
    assert (Hp : 0 < p / 2) by lra.
    eapply Rle_trans; [apply (square_young n _ (fun i => (- eta) [*] centred n G i) (p / 2) Hp)|].
    rewrite (square_scal n (- eta) (centred n G)).
    replace (/ (p / 2)) with (2 / p) by (field; lra).
    assert (S := dsgd_gradient_spread t). fold G in S. fold (a t).
    assert (0 <= (1 + 2 / p) * eta ^ 2).
    { apply Rmult_le_pos; [|apply pow2_ge_0]. assert (0 < 2 / p) by (apply Rdiv_lt_0_compat; lra). lra. }
    assert ((1 + 2 / p) * eta ^ 2 * square n (centred n G) <= (1 + 2 / p) * eta ^ 2 * (2 * L ^ 2 * a t + 2 * zeta2))
      by (apply Rmult_le_compat_l; assumption).
    replace ((- eta) ^ 2) with (eta ^ 2) by ring. lra. }
  lra.
Qed.

(** C1: D_t <= (4 (1-p) eta^2/p) (sigma^2 + 2 (2+p) zeta^2/p) *)
Lemma dsgd_deviation_bound t : (t < T)%nat -> spread n (model Run t) (centre t) <= dsgd_deviation eta sigma2 p zeta2.
Proof.
  change (spread n (model Run t) (centre t)) with (a t).
  set (k := (1 - p) * (eta ^ 2 * ((1 + 2 / p) * (2 * zeta2) + sigma2))).
  assert (E : dsgd_deviation eta sigma2 p zeta2 = 4 / p * k) by (unfold dsgd_deviation, k; field; lra).
  rewrite E. clear E.
  assert (HL := smoothness_nonneg O).
  assert (Hz : 0 <= zeta2).
  { eapply Rle_trans; [|apply (heterogeneity start)]. apply mean_nonneg. intros. apply normsq_nonneg. }
  assert (Hq : 0 < 2 / p) by (apply Rdiv_lt_0_compat; lra).
  assert (Hk : (t < T)%nat -> 0 <= k).
  { intros Ht. assert (Hs : 0 <= sigma2).
    { exact (Rle_trans _ _ _ (normsq_nonneg _) (noise_bound (unbiased Run) t 0%nat Ht nodes)). }
    unfold k. apply Rmult_le_pos; [lra|]. apply Rmult_le_pos; [apply pow2_ge_0|].
    assert (0 <= (1 + 2 / p) * (2 * zeta2)) by (apply Rmult_le_pos; lra). lra. }
  induction t as [|t IH]; intros Ht.
  - unfold a. rewrite (centred_equal_members n nodes _ start) by (apply (started Run)).
    apply Rmult_le_pos; [apply Rlt_le, Rdiv_lt_0_compat; lra|now apply Hk].
  - assert (Hk' := Hk Ht). assert (IH' := IH (fun _ => Hk') (Nat.lt_succ_l _ _ Ht)).
    eapply Rle_trans; [apply dsgd_recursion; lia|].
    assert (Ha : 0 <= a t) by apply square_nonneg.
    (* the step-size limit *)
    assert (Hs : 2 * L ^ 2 * eta ^ 2 <= p ^ 2 / 8).
    { assert (S2 : (4 * L * eta) ^ 2 <= p ^ 2).
      { apply pow_incr. split; [|exact step_limit]. apply Rmult_le_pos; lra. }
      lra. }
    assert (Hc : (1 + 2 / p) * (2 * L ^ 2 * eta ^ 2) <= (1 + 2 / p) * (p ^ 2 / 8)) by (apply Rmult_le_compat_l; lra).
    replace ((1 + 2 / p) * (p ^ 2 / 8)) with (p ^ 2 / 8 + p / 4) in Hc by (field; lra).
    set (r := (1 + 2 / p) * (2 * L ^ 2 * eta ^ 2)) in *.
    replace ((1 - p) * ((1 + p / 2) * a t + (1 + 2 / p) * eta ^ 2 * (2 * L ^ 2 * a t + 2 * zeta2) + eta ^ 2 * sigma2))
      with ((1 - p) * (1 + p / 2 + r) * a t + k) by (unfold r, k; ring).
    assert (Hb : (1 - p) * (1 + p / 2 + r) <= 1 - p / 4).
    { apply Rle_trans with ((1 - p) * (1 + p / 2 + (p ^ 2 / 8 + p / 4))); [apply Rmult_le_compat_l; lra|].
      assert (0 <= p ^ 2) by apply pow2_ge_0. assert (0 <= p ^ 3) by (apply pow_le; lra). lra. }
    assert (H1 : (1 - p) * (1 + p / 2 + r) * a t <= (1 - p / 4) * a t) by (apply Rmult_le_compat_r; assumption).
    assert (H2 : (1 - p / 4) * a t <= (1 - p / 4) * (4 / p * k)) by (apply Rmult_le_compat_l; lra).
    replace ((1 - p / 4) * (4 / p * k)) with (4 / p * k - k) in H2 by (field; lra). lra.
Qed.

Let centre_start : same (centre 0) start.
Proof.
  unfold centre. rewrite (average_same n _ (fun _ => start)) by (apply (started Run)). now apply average_const.
Qed.

Let centre_known t : (t < T)%nat -> known F t (centre t).
Proof. intros Ht. apply known_average. intros i Hi. apply dsgd_known; [lia|exact Hi]. Qed.

Let model_known t i : (t < T)%nat -> (i < n)%nat -> known F t (model Run t i).
Proof. intros Ht Hi. apply dsgd_known; [lia|exact Hi]. Qed.

Let quarter : 4 * L * eta <= 1.
Proof. lra. Qed.

Lemma dsgd_nonconvex_in_space fstar :
  (0 < T)%nat -> (forall z, fstar <= objective n O z) ->
  mean T (fun t => normsq (full_gradient n O (centre t))) <=
    dsgd_nonconvex_rhs (INR n) (INR T) eta L sigma2 zeta2 p (objective n O start - fstar).
Proof.
  intros HT Hlow. rewrite <- (objective_same n O nodes _ _ centre_start).
  assert (HL := smoothness_nonneg O).
  assert (He : eta * L <= 1) by (assert (0 <= L * eta) by (apply Rmult_le_pos; lra); lra).
  eapply Rle_trans;
    [apply (plain_nonconvex O F eta sigma2 centre (model Run) (noise Run) nodes HT gradients_known (unbiased Run)
       centre_known model_known dsgd_centre step_positive _ dsgd_deviation_bound fstar He Hlow)|].
  unfold dsgd_nonconvex_rhs, dsgd_deviation. right. field. repeat split; try lra.
  - apply Rgt_not_eq, count_positive; assumption.
  - apply Rgt_not_eq, count_positive; assumption.
Qed.

Variables (mu : R) (xs : H).
Hypothesis minimiser_known : forall t, known F t xs.
Hypothesis convexity : forall i, above_tangent mu (value O i) (gradient O i).
Hypothesis minimiser : forall z, objective n O xs <= objective n O z.

Lemma dsgd_convex_in_space :
  (0 < T)%nat -> 0 <= mu ->
  mean T (fun t => objective n O (centre t) - objective n O xs) <=
    dsgd_convex_rhs (INR n) (INR T) eta L sigma2 zeta2 p (normsq (start [-] xs)).
Proof.
  intros HT Hmu. unfold dsgd_convex_rhs.
  replace (normsq (start [-] xs)) with (normsq (centre 0 [-] xs)) by (apply normsq_proper; now rewrite centre_start).
  exact (plain_convex O F eta sigma2 centre (model Run) (noise Run) nodes HT gradients_known (unbiased Run)
    centre_known model_known dsgd_centre step_positive _ dsgd_deviation_bound mu xs minimiser_known convexity minimiser
    quarter Hmu).
Qed.

Lemma dsgd_strongly_convex_in_space :
  (0 < T)%nat -> 0 < mu -> mu <= L ->
  normsq (centre T [-] xs) <=
    dsgd_strongly_convex_rhs (INR n) T eta L mu sigma2 zeta2 p (normsq (start [-] xs)).
Proof.
  intros HT Hmu HmuL. unfold dsgd_strongly_convex_rhs.
  replace (normsq (start [-] xs)) with (normsq (centre 0 [-] xs)) by (apply normsq_proper; now rewrite centre_start).
  apply (plain_strongly_convex_centred O F eta sigma2 centre (model Run) (noise Run) nodes HT gradients_known
    (unbiased Run) centre_known model_known dsgd_centre step_positive _ dsgd_deviation_bound mu xs minimiser_known
    convexity minimiser quarter Hmu HmuL).
  intros t _. reflexivity.
Qed.

End Deviation.

(** ** The bounded-gradient form C2 *)

Section Bounded.
Context {H : SemiInner} {L : R} {O : Objective H L} {F : History H} {n T : nat} {W : nat -> nat -> R}
  {rho eta sigma2 : R} {start : H} (Run : DSGDRun O F n T W eta sigma2 start) (M : MixingMatrix n (1 - rho ^ 2) W).
Variable G2 : R.
Hypothesis nodes : (0 < n)%nat.
Hypothesis step_nonneg : 0 <= eta.
Hypothesis contraction_factor : 0 <= rho < 1.
Hypothesis moment_nonneg : 0 <= G2.
Hypothesis gradient_bound : forall t i, (t < T)%nat -> (i < n)%nat ->
  normsq (stochastic O (model Run) (noise Run) t i) <= G2.

(** C2: D_t <= (rho eta G/(1 - rho))^2, whatever the step size: |X - Xbar| shrinks by rho after a step of at most
    eta G. *)
Lemma dsgd_deviation_bounded_gradients t : (t <= T)%nat ->
  spread n (model Run t) (average n (model Run t)) <= (rho * eta * sqrt G2 / (1 - rho)) ^ 2.
Proof.
  intros Ht. change (spread n (model Run t) (average n (model Run t))) with (square n (centred n (model Run t))).
  rewrite <- rms_square. apply pow_incr. split; [apply rms_nonneg|].
  assert (Hg := sqrt_pos G2). assert (Heg : 0 <= eta * sqrt G2) by now apply Rmult_le_pos.
  induction t as [|t IH].
  - unfold rms. rewrite (centred_equal_members n nodes _ start) by (apply (started Run)). rewrite sqrt_0.
    unfold Rdiv. apply Rmult_le_pos; [rewrite Rmult_assoc; apply Rmult_le_pos; lra|].
    apply Rlt_le, Rinv_0_lt_compat. lra.
  - set (half := fun i => model Run t i [+] (- eta) [*] stochastic O (model Run) (noise Run) t i).
    assert (IH' := IH (Nat.lt_le_incl _ _ Ht)).
    assert (Mix : rms n (centred n (model Run (S t))) <= rho * rms n (centred n half)).
    { rewrite (rms_ext n _ (centred n (mixed n W half))).
      2:{ intros i Hi. apply centred_same; [|exact Hi]. intros j Hj. now apply (update Run). }
      assert (C := mixed_contraction M half). replace (1 - (1 - rho ^ 2)) with (rho ^ 2) in C by ring.
      unfold rms. rewrite <- (sqrt_pow2 rho) at 1 by lra. rewrite <- sqrt_mult_alt by apply pow2_ge_0.
      now apply sqrt_le_1_alt. }
    assert (Half : rms n (centred n half) <= rms n (centred n (model Run t)) + eta * sqrt G2).
    { set (g := stochastic O (model Run) (noise Run) t).
      rewrite (rms_ext n _ (fun i => centred n (model Run t) i [+] (- eta) [*] centred n g i)).
      2:{ intros i Hi. unfold half. rewrite <- centred_scal, <- centred_plus. reflexivity. }
      eapply Rle_trans; [apply rms_triangle|].
      rewrite (rms_scal n (- eta) (centred n g)), Rabs_Ropp, Rabs_pos_eq by exact step_nonneg.
      apply Rplus_le_compat_l, Rmult_le_compat_l; [exact step_nonneg|].
      apply sqrt_le_1_alt. eapply Rle_trans; [apply centred_le; exact nodes|].
      apply square_le_const; [exact nodes|]. intros i Hi. apply gradient_bound; [lia|exact Hi]. }
    assert (Q : rho * rms n (centred n half) <= rho * (rho * eta * sqrt G2 / (1 - rho) + eta * sqrt G2))
      by (apply Rmult_le_compat_l; lra).
    replace (rho * (rho * eta * sqrt G2 / (1 - rho) + eta * sqrt G2)) with (rho * eta * sqrt G2 / (1 - rho)) in Q
      by (field; lra).
    lra.
Qed.

End Bounded.

Section Theorems.
Variables (V : InnerProductSpace) (L : R) (P : ProbabilitySpace V) (O : LocalObjectives V L) (F : Past P O)
  (n T : nat) (W : nat -> nat -> R) (p eta sigma2 zeta2 : R) (start : V)
  (Run : DSGDRun (lifted P O) F n T W eta sigma2 (constant start)).

(** xbar_t in the outcome w *)
Definition consensus (t : nat) (w : outcome P) : V := average n (fun i => draw (model Run t i) w).

Hypothesis mixing : MixingMatrix n p W.
Hypothesis nodes : (0 < n)%nat.
Hypothesis iterations : (0 < T)%nat.
Hypothesis step_positive : 0 < eta.
Hypothesis mixing_rate : 0 < p <= 1.
Hypothesis heterogeneity :
  forall x, mean n (fun i => normsq (local_gradient O i x [-] average_gradient n O x)) <= zeta2.
Hypothesis step_limit : 4 * L * eta <= p.

Let start_known : known F 0 (constant start) := past_constant F 0%nat start.

(** (1/T) sum_{t<T} E|grad f(xbar_t)|^2 <= 2 (f0 - f_star)/(eta T) + L eta sigma^2/n
    + (4 (1-p) L^2 eta^2/p) (sigma^2 + 2 (2+p) zeta^2/p) *)
Theorem dsgd_nonconvex fstar :
  (forall x, fstar <= average_value n O x) ->
  mean T (fun t => expect P (fun w => normsq (average_gradient n O (consensus t w)))) <=
    dsgd_nonconvex_rhs (INR n) (INR T) eta L sigma2 zeta2 p (average_value n O start - fstar).
Proof.
  intros Hlow. rewrite <- (objective_lifted_constant P O).
  eapply Rle_trans; [|apply (dsgd_nonconvex_in_space Run mixing zeta2 nodes (past_knows_gradients P O F)
    start_known step_positive mixing_rate (heterogeneity_lifted P O n zeta2 heterogeneity) step_limit fstar iterations
    (objective_lower P O n fstar Hlow))].
  right. apply mean_ext. intros t _. rewrite full_gradient_lifted. apply expect_ext. intros w.
  unfold centre, consensus. now rewrite draw_average.
Qed.

Variable xs : V.
Hypothesis minimiser : forall x, average_value n O xs <= average_value n O x.

(** (1/T) sum_{t<T} E[f(xbar_t) - f_star] <= |x0 - x_star|^2/(eta T) + eta sigma^2/n
    + (3L/2) (4 (1-p) eta^2/p) (sigma^2 + 2 (2+p) zeta^2/p) *)
Theorem dsgd_convex :
  (forall i, strongly_convex 0 (local_value O i)) ->
  mean T (fun t => expect P (fun w => average_value n O (consensus t w) - average_value n O xs)) <=
    dsgd_convex_rhs (INR n) (INR T) eta L sigma2 zeta2 p (normsq (start [-] xs)).
Proof.
  intros Hc. rewrite <- (distance_of_constants P).
  eapply Rle_trans; [|apply (dsgd_convex_in_space Run mixing zeta2 nodes (past_knows_gradients P O F)
    start_known step_positive mixing_rate (heterogeneity_lifted P O n zeta2 heterogeneity) step_limit 0 (constant xs)
    (fun t => past_constant F t xs) (convexity_lifted P O 0 Hc) (minimiser_lifted P O n xs minimiser) iterations
    (Rle_refl 0))].
  right. apply mean_ext. intros t _. rewrite objective_gap. apply expect_ext. intros w.
  unfold centre, consensus. now rewrite draw_average.
Qed.

(** E|xbar_T - x_star|^2 <= (1 - eta mu)^T |x0 - x_star|^2 + eta sigma^2/(n mu)
    + (3L/(2 mu)) (4 (1-p) eta^2/p) (sigma^2 + 2 (2+p) zeta^2/p) *)
Theorem dsgd_strongly_convex mu :
  0 < mu -> mu <= L -> (forall i, strongly_convex mu (local_value O i)) ->
  expect P (fun w => normsq (consensus T w [-] xs)) <=
    dsgd_strongly_convex_rhs (INR n) T eta L mu sigma2 zeta2 p (normsq (start [-] xs)).
Proof.
  intros Hmu HmuL Hc. rewrite <- (distance_of_constants P).
  eapply Rle_trans; [|apply (dsgd_strongly_convex_in_space Run mixing zeta2 nodes (past_knows_gradients P O F)
    start_known step_positive mixing_rate (heterogeneity_lifted P O n zeta2 heterogeneity) step_limit mu (constant xs)
    (fun t => past_constant F t xs) (convexity_lifted P O mu Hc) (minimiser_lifted P O n xs minimiser) iterations
    Hmu HmuL)].
  right. rewrite distance_lifted. apply expect_ext. intros w. unfold centre, consensus. now rewrite draw_average.
Qed.

End Theorems.
