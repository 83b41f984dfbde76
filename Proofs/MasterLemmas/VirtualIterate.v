(** * The master lemmas U1, U2, U3 and U3' for constant steps

    Every algorithm of the catalogue has a virtual iterate

        xv(t+1) = xv(t) - (eta/n) sum_i beta_i(t) g_i(y_i(t)) + w(t),

    and its theorem follows from one of these lemmas and a bound on how far the points y_i(t) stray from xv(t).
    With the expected value q grad f_i(y_i) of beta_i g_i(y_i) taken out, beta_i g_i = q grad f_i(y_i) + error_i with
    errors of mean zero given the past, orthogonal across nodes, and of second moment at most q (1-q) |grad f_i(y_i)|^2
    + q sigma^2.

    Glossary
      VirtualRun             such a run for T iterations
      iterate R t            xv(t)
      point R t i            y_i(t)
      error R t i            beta_i(t) g_i(y_i(t)) - q grad f_i(y_i(t))
      drift R t              w(t)
      deviation R t          D_t = (1/n) sum_i |y_i(t) - xv(t)|^2
      eta t                  step size in iteration t
      q, sigma2, M2, omega2  participation, sigma^2, M^2, omega^2
      variance n q sigma2 M2 V = (sigma^2 + (1-q) M^2)/n *)

From Coq Require Import Reals Lra Lia.
From Plumbline Require Import Foundations.Sums Foundations.InnerProduct Foundations.Smoothness Foundations.History
  MasterLemmas.OneStep.
Open Scope R_scope.
Open Scope vector_scope.

(** Gradients of what is determined are determined. *)
Definition knows_gradients {H L} (F : History H) (O : Objective H L) : Prop :=
  forall i t x, known F t x -> known F t (gradient O i x).

Definition variance (n q sigma2 M2 : R) : R := (sigma2 + (1 - q) * M2) / n.

Record VirtualRun {H L} (n T : nat) (O : Objective H L) (F : History H) (eta : nat -> R) (q sigma2 M2 omega2 : R) := {
  iterate : nat -> H;
  point : nat -> nat -> H;
  error : nat -> nat -> H;
  drift : nat -> H;
  step : forall t, (t < T)%nat ->
    same (iterate (S t))
      (iterate t [+] (- eta t) [*] average n (fun i => q [*] gradient O i (point t i) [+] error t i) [+] drift t);
  iterate_known : forall t, (t < T)%nat -> known F t (iterate t);
  point_known : forall t i, (t < T)%nat -> (i < n)%nat -> known F t (point t i);
  error_mean : forall t i z, (t < T)%nat -> (i < n)%nat -> known F t z -> inner (error t i) z = 0;
  drift_mean : forall t z, (t < T)%nat -> known F t z -> inner (drift t) z = 0;
  error_uncorrelated : forall t i j, (t < T)%nat -> (i < n)%nat -> (j < n)%nat -> i <> j ->
    inner (error t i) (error t j) = 0;
  drift_uncorrelated : forall t i, (t < T)%nat -> (i < n)%nat -> inner (drift t) (error t i) = 0;
  error_bound : forall t i, (t < T)%nat -> (i < n)%nat ->
    normsq (error t i) <= q * (1 - q) * normsq (gradient O i (point t i)) + q * sigma2;
  drift_bound : forall t, (t < T)%nat -> normsq (drift t) <= omega2;
  gradient_mean_square : forall t, (t < T)%nat ->
    (1 - q) * mean n (fun i => normsq (gradient O i (point t i))) <= (1 - q) * M2
}.

Arguments iterate {_ _ _ _ _ _ _ _ _ _ _}. Arguments point {_ _ _ _ _ _ _ _ _ _ _}.
Arguments error {_ _ _ _ _ _ _ _ _ _ _}. Arguments drift {_ _ _ _ _ _ _ _ _ _ _}.

Definition deviation {H L n T O F eta q sigma2 M2 omega2}
  (R : @VirtualRun H L n T O F eta q sigma2 M2 omega2) (t : nat) : Rdefinitions.R :=
  spread n (point R t) (iterate R t).

Section Steps.
Context {H : SemiInner} {L : R} {n T : nat} {O : Objective H L} {F : History H} {eta : nat -> R}
  {q sigma2 M2 omega2 : R} (Run : VirtualRun n T O F eta q sigma2 M2 omega2).
Hypothesis nodes : (0 < n)%nat.
Hypothesis gradients_known : knows_gradients F O.
Hypothesis participation : 0 <= q.

(** What iteration t adds to the step along the sampled gradient. *)
Definition disturbance (t : nat) : H := (- eta t) [*] average n (error Run t) [+] drift Run t.

Lemma step_with_disturbance t : (t < T)%nat ->
  same (iterate Run (S t))
    (iterate Run t [+] (- (eta t * q)) [*] sampled n O (point Run t) [+] disturbance t).
Proof.
  intros Ht. rewrite (step _ _ _ _ _ _ _ _ _ Run t Ht), average_plus, average_scal.
  intros z. unfold disturbance, sampled. expand_inner. ring.
Qed.

Lemma disturbance_mean t z : (t < T)%nat -> known F t z -> inner (disturbance t) z = 0.
Proof.
  intros Ht Hz. unfold disturbance. rewrite inner_plus, inner_scal, inner_average.
  rewrite (mean_ext n _ (fun _ => 0)) by (intros; eapply error_mean; eassumption).
  rewrite mean_const, (drift_mean _ _ _ _ _ _ _ _ _ Run) by assumption. ring.
Qed.

Lemma disturbance_bound t : (t < T)%nat ->
  normsq (disturbance t) <= eta t ^ 2 * q * variance (INR n) q sigma2 M2 + omega2.
Proof.
  intros Ht. assert (Hn := count_positive n nodes).
  assert (E : normsq (disturbance t) =
    eta t ^ 2 * (/ INR n) ^ 2 * rsum n (fun i => normsq (error Run t i)) + normsq (drift Run t)).
  { unfold disturbance. assert (P := pythagoras n (error Run t)).
    rewrite <- P by (intros; eapply error_uncorrelated; eassumption).
    assert (Z : inner (drift Run t) (vsum n (error Run t)) = 0).
    { rewrite inner_vsum_r, (rsum_ext n _ (fun _ => 0)); [apply rsum_zero|].
      intros; eapply drift_uncorrelated; eassumption. }
    unfold average. set (s := vsum n (error Run t)) in *.
    replace (normsq ((- eta t) [*] (/ INR n [*] s) [+] drift Run t))
      with (eta t ^ 2 * (/ INR n) ^ 2 * normsq s - 2 * (eta t * / INR n) * inner (drift Run t) s
            + normsq (drift Run t)) by inner_ring.
    rewrite Z. ring. }
  rewrite E. clear E.
  assert (B : rsum n (fun i => normsq (error Run t i)) <=
    INR n * (q * ((1 - q) * M2 + sigma2))).
  { apply Rle_trans with
      (rsum n (fun i => q * (1 - q) * normsq (gradient O i (point Run t i)) + q * sigma2)).
    - apply rsum_le. intros i Hi. now apply (error_bound _ _ _ _ _ _ _ _ _ Run).
    - rewrite rsum_plus, rsum_scal, rsum_const.
      assert (G := gradient_mean_square _ _ _ _ _ _ _ _ _ Run t Ht). unfold mean in G.
      set (s := rsum n (fun i => normsq (gradient O i (point Run t i)))) in *.
      assert (K : q * INR n * ((1 - q) * (/ INR n * s)) <= q * INR n * ((1 - q) * M2)).
      { apply Rmult_le_compat_l; [|exact G]. apply Rmult_le_pos; lra. }
      replace (q * INR n * ((1 - q) * (/ INR n * s))) with (q * (1 - q) * s) in K by (field; lra).
      lra. }
  assert (W := drift_bound _ _ _ _ _ _ _ _ _ Run t Ht).
  assert (C : eta t ^ 2 * (/ INR n) ^ 2 * rsum n (fun i => normsq (error Run t i)) <=
    eta t ^ 2 * (/ INR n) ^ 2 * (INR n * (q * ((1 - q) * M2 + sigma2)))).
  { apply Rmult_le_compat_l; [|exact B]. apply Rmult_le_pos; apply pow2_ge_0. }
  replace (eta t ^ 2 * (/ INR n) ^ 2 * (INR n * (q * ((1 - q) * M2 + sigma2))))
    with (eta t ^ 2 * q * variance (INR n) q sigma2 M2) in C by (unfold variance; field; lra).
  lra.
Qed.

Lemma known_gradient_of_iterate t : (t < T)%nat -> known F t (full_gradient n O (iterate Run t)).
Proof.
  intros Ht. apply known_average. intros i _. apply gradients_known.
  eapply iterate_known; eassumption.
Qed.

Lemma known_sampled t : (t < T)%nat -> known F t (sampled n O (point Run t)).
Proof.
  intros Ht. apply known_average. intros i Hi. apply gradients_known.
  eapply point_known; eassumption.
Qed.

Definition noise (t : nat) : R := eta t ^ 2 * q * variance (INR n) q sigma2 M2 + omega2.

(** The non-convex step of the run *)
Lemma run_nonconvex_step t : (t < T)%nat -> 0 <= eta t * q -> eta t * q * L <= 1 ->
  objective n O (iterate Run (S t)) <=
    objective n O (iterate Run t) - eta t * q / 2 * normsq (full_gradient n O (iterate Run t))
    + eta t * q / 2 * L ^ 2 * deviation Run t + L / 2 * noise t.
Proof.
  intros Ht He HeL. apply (nonconvex_step n O nodes _ _ (disturbance t)); try assumption.
  - now apply step_with_disturbance.
  - apply disturbance_mean; [assumption|now apply known_sampled].
  - apply disturbance_mean; [assumption|now apply known_gradient_of_iterate].
  - now apply disturbance_bound.
Qed.

(** The convex step of the run *)
Lemma run_convex_step mu xs t : (t < T)%nat -> 0 <= eta t * q -> 4 * L * (eta t * q) <= 1 ->
  known F t xs -> (forall i, above_tangent mu (value O i) (gradient O i)) ->
  (forall z, objective n O xs <= objective n O z) ->
  normsq (iterate Run (S t) [-] xs) <=
    normsq (iterate Run t [-] xs) - eta t * q * (objective n O (iterate Run t) - objective n O xs)
    - eta t * q * mu * spread n (point Run t) xs + 3 / 2 * (eta t * q * L) * deviation Run t + noise t.
Proof.
  intros Ht He HeL Hxs Hc Hmin.
  apply (convex_step n O nodes mu _ _ _ (disturbance t)); try assumption.
  - now apply step_with_disturbance.
  - apply disturbance_mean; [assumption|now apply known_sampled].
  - apply disturbance_mean; [assumption|]. apply known_minus; [|exact Hxs].
    eapply iterate_known; eassumption.
  - now apply disturbance_bound.
Qed.

End Steps.

(** ** Constant steps *)

Section Constant.
Context {H : SemiInner} {L : R} {n T : nat} {O : Objective H L} {F : History H} {eta : R}
  {q sigma2 M2 omega2 : R} (Run : VirtualRun n T O F (fun _ => eta) q sigma2 M2 omega2).
Hypothesis nodes : (0 < n)%nat.
Hypothesis iterations : (0 < T)%nat.
Hypothesis gradients_known : knows_gradients F O.
Hypothesis participation : 0 < q.
Hypothesis step_positive : 0 < eta.

Let V := variance (INR n) q sigma2 M2.
Let e_positive : 0 < eta * q.
Proof. apply Rmult_lt_0_compat; assumption. Qed.

(** U1: (1/T) sum |grad f(xv)|^2 <= 2 (f(xv(0)) - f_star)/(eta q T) + L eta V + L omega^2/(eta q) + (L^2/T) sum D_t *)
Theorem master_nonconvex fstar :
  eta * q * L <= 1 -> (forall x, fstar <= objective n O x) ->
  mean T (fun t => normsq (full_gradient n O (iterate Run t))) <=
    2 * (objective n O (iterate Run 0%nat) - fstar) / (eta * q * INR T)
    + L * eta * V + L * omega2 / (eta * q) + L ^ 2 * mean T (deviation Run).
Proof.
  intros HeL Hlow. assert (HT := count_positive T iterations).
  set (e := eta * q) in *. set (f := fun t => objective n O (iterate Run t)).
  set (g := fun t => normsq (full_gradient n O (iterate Run t))).
  assert (S1 : rsum T (fun t => f (S t) - f t) <=
    rsum T (fun t => (- (e / 2) * g t + e / 2 * L ^ 2 * deviation Run t) + L / 2 * (eta ^ 2 * q * V + omega2))).
  { apply rsum_le. intros t Ht.
    assert (K := run_nonconvex_step Run nodes gradients_known (Rlt_le _ _ participation) t Ht).
    cbv beta in K. fold e in K. specialize (K (Rlt_le _ _ e_positive) HeL).
    unfold noise in K. fold V in K. unfold f, g. lra. }
  rewrite rsum_telescope, !rsum_plus, !rsum_scal, rsum_const in S1.
  assert (Hend := Hlow (iterate Run T)). unfold f in S1 at 1.
  unfold mean. fold g. set (G := rsum T g) in *. set (D := rsum T (deviation Run)) in *.
  change (objective n O (iterate Run 0%nat)) with (f 0%nat).
  assert (M : e / 2 * G <= f 0%nat - fstar + e / 2 * L ^ 2 * D + INR T * (L / 2 * (eta ^ 2 * q * V + omega2))) by lra.
  apply Rmult_le_reg_l with (e / 2 * INR T); [apply Rmult_lt_0_compat; lra|].
  replace (e / 2 * INR T * (/ INR T * G)) with (e / 2 * G) by (field; lra).
  eapply Rle_trans; [exact M|right]. unfold e. field. repeat split; lra.
Qed.

Section Convex.
Variables (mu : R) (xs : H).
Hypothesis modulus : 0 <= mu.
Hypothesis minimiser_known : forall t, known F t xs.
Hypothesis convexity : forall i, above_tangent mu (value O i) (gradient O i).
Hypothesis minimiser : forall z, objective n O xs <= objective n O z.
Hypothesis step_limit : 4 * L * (eta * q) <= 1.

Let distance t := normsq (iterate Run t [-] xs).
Let gap t := objective n O (iterate Run t) - objective n O xs.

Let convex_recursion t : (t < T)%nat ->
  distance (S t) <= distance t - eta * q * gap t - eta * q * mu * spread n (point Run t) xs
    + 3 / 2 * (eta * q * L) * deviation Run t + (eta ^ 2 * q * V + omega2).
Proof.
  intros Ht.
  exact (run_convex_step Run nodes gradients_known (Rlt_le _ _ participation) mu xs t Ht (Rlt_le _ _ e_positive)
    step_limit (minimiser_known t) convexity minimiser).
Qed.

(** U2: (1/T) sum (f(xv) - f_star) <= |xv(0) - x_star|^2/(eta q T) + eta V + omega^2/(eta q) + (3L/2)(1/T) sum D_t *)
Theorem master_convex :
  mean T (fun t => objective n O (iterate Run t) - objective n O xs) <=
    normsq (iterate Run 0%nat [-] xs) / (eta * q * INR T) + eta * V + omega2 / (eta * q)
    + 3 * L / 2 * mean T (deviation Run).
Proof.
  assert (HT := count_positive T iterations). assert (He := e_positive).
  set (e := eta * q) in *. change (normsq (iterate Run 0%nat [-] xs)) with (distance 0%nat).
  assert (S1 : rsum T (fun t => distance (S t) - distance t) <=
    rsum T (fun t => (- e * gap t + 3 / 2 * (e * L) * deviation Run t) + (eta ^ 2 * q * V + omega2))).
  { apply rsum_le. intros t Ht. assert (K := convex_recursion t Ht). fold e in K.
    assert (0 <= e * mu * spread n (point Run t) xs).
    { apply Rmult_le_pos; [apply Rmult_le_pos; lra|apply spread_nonneg]. }
    lra. }
  rewrite rsum_telescope, rsum_plus, rsum_const, rsum_plus, !rsum_scal in S1.
  assert (Hend := normsq_nonneg (iterate Run T [-] xs)). change (0 <= distance T) in Hend.
  unfold mean. change (rsum T (fun t => objective n O (iterate Run t) - objective n O xs)) with (rsum T gap).
  set (G := rsum T gap) in *. set (D := rsum T (deviation Run)) in *.
  assert (M : e * G <= distance 0%nat + 3 / 2 * (e * L) * D + INR T * (eta ^ 2 * q * V + omega2)) by lra.
  apply Rmult_le_reg_l with (e * INR T); [apply Rmult_lt_0_compat; lra|].
  replace (e * INR T * (/ INR T * G)) with (e * G) by (field; lra).
  eapply Rle_trans; [exact M|right]. unfold e. field. repeat split; lra.
Qed.

(** A contraction with a constant disturbance: a(t+1) <= (1-c) a(t) + c m gives a(k) <= (1-c)^k a(0) + m. *)
Lemma contraction_with_noise (a : nat -> R) c m k :
  0 <= 1 - c -> 0 <= m -> (forall t, (t < k)%nat -> a (S t) <= (1 - c) * a t + c * m) ->
  a k <= (1 - c) ^ k * a 0%nat + m.
Proof.
  intros Hc Hm. induction k as [|k IH]; intros K; [simpl; lra|].
  assert (IH' : a k <= (1 - c) ^ k * a 0%nat + m) by (apply IH; intros; apply K; lia).
  assert (Kk := K k (Nat.lt_succ_diag_r k)). simpl.
  assert ((1 - c) * a k <= (1 - c) * ((1 - c) ^ k * a 0%nat + m)) by (apply Rmult_le_compat_l; assumption).
  lra.
Qed.

Hypothesis modulus_positive : 0 < mu.
Hypothesis modulus_limit : mu <= L.

Let noise_nonneg : 0 <= eta ^ 2 * q * V + omega2.
Proof.
  eapply Rle_trans; [apply (normsq_nonneg (disturbance Run 0%nat))|].
  exact (disturbance_bound Run nodes (Rlt_le _ _ participation) 0%nat iterations).
Qed.

(** U3: for a centred run, |xv(T) - x_star|^2 <= (1 - eta q mu)^T |xv(0) - x_star|^2 + eta V/mu + omega^2/(eta q mu)
    + (3L/(2 mu)) sup_t D_t *)
Theorem master_strongly_convex_centred Dmax :
  (forall t, (t < T)%nat -> same (iterate Run t) (average n (point Run t))) ->
  (forall t, (t < T)%nat -> deviation Run t <= Dmax) ->
  normsq (iterate Run T [-] xs) <=
    (1 - eta * q * mu) ^ T * normsq (iterate Run 0%nat [-] xs) + eta * V / mu + omega2 / (eta * q * mu)
    + 3 * L / (2 * mu) * Dmax.
Proof.
  intros Hcentre HD. assert (He := e_positive).
  set (m := eta * V / mu + omega2 / (eta * q * mu) + 3 * L / (2 * mu) * Dmax).
  assert (HD0 : 0 <= Dmax).
  { eapply Rle_trans; [|apply (HD 0%nat iterations)]. apply spread_nonneg. }
  assert (Em : eta * q * mu * m = (eta ^ 2 * q * V + omega2) + 3 / 2 * (eta * q * L) * Dmax)
    by (unfold m; field; repeat split; lra).
  assert (HeL : 0 <= eta * q * L) by (apply Rmult_le_pos; lra).
  assert (Hm : 0 <= m).
  { apply Rmult_le_reg_l with (eta * q * mu); [apply Rmult_lt_0_compat; lra|]. rewrite Em, Rmult_0_r.
    assert (0 <= 3 / 2 * (eta * q * L) * Dmax) by (apply Rmult_le_pos; lra).
    assert (K := noise_nonneg). lra. }
  assert (C := contraction_with_noise distance (eta * q * mu) m T).
  rewrite 2!Rplus_assoc, <- (Rplus_assoc (_ / mu)). apply C; [|exact Hm|].
  - assert (eta * q * mu <= eta * q * L) by (apply Rmult_le_compat_l; lra). lra.
  - intros t Ht. rewrite Em. assert (K := convex_recursion t Ht).
    assert (0 <= eta * q * gap t).
    { apply Rmult_le_pos; [lra|]. assert (M := minimiser (iterate Run t)). unfold gap. lra. }
    assert (A := centred_distance n nodes (iterate Run t) xs (point Run t) (Hcentre t Ht)).
    change (normsq (iterate Run t [-] xs)) with (distance t) in A.
    assert (eta * q * mu * distance t <= eta * q * mu * spread n (point Run t) xs)
      by (apply Rmult_le_compat_l; [apply Rmult_le_pos; lra|exact A]).
    assert (3 / 2 * (eta * q * L) * deviation Run t <= 3 / 2 * (eta * q * L) * Dmax)
      by (apply Rmult_le_compat_l; [lra|now apply HD]).
    lra.
Qed.

(** U3': wherever the points are, |xv(T) - x_star|^2 <= (1 - eta q mu/2)^T |xv(0) - x_star|^2 + 2 eta V/mu
    + 2 omega^2/(eta q mu) + (3L/mu + 2) sup_t D_t *)
Theorem master_strongly_convex Dmax :
  (forall t, (t < T)%nat -> deviation Run t <= Dmax) ->
  normsq (iterate Run T [-] xs) <=
    (1 - eta * q * mu / 2) ^ T * normsq (iterate Run 0%nat [-] xs) + 2 * eta * V / mu
    + 2 * omega2 / (eta * q * mu) + (3 * L / mu + 2) * Dmax.
Proof.
  intros HD. assert (He := e_positive).
  set (m := 2 * eta * V / mu + 2 * omega2 / (eta * q * mu) + (3 * L / mu + 2) * Dmax).
  assert (HD0 : 0 <= Dmax).
  { eapply Rle_trans; [|apply (HD 0%nat iterations)]. apply spread_nonneg. }
  assert (Em : eta * q * mu / 2 * m =
    (eta ^ 2 * q * V + omega2) + 3 / 2 * (eta * q * L) * Dmax + eta * q * mu * Dmax)
    by (unfold m; field; repeat split; lra).
  assert (HeL : 0 <= eta * q * L) by (apply Rmult_le_pos; lra).
  assert (Hem : 0 < eta * q * mu) by (apply Rmult_lt_0_compat; lra).
  assert (Hm : 0 <= m).
  { apply Rmult_le_reg_l with (eta * q * mu / 2); [lra|]. rewrite Em, Rmult_0_r.
    assert (0 <= 3 / 2 * (eta * q * L) * Dmax) by (apply Rmult_le_pos; lra).
    assert (0 <= eta * q * mu * Dmax) by (apply Rmult_le_pos; lra).
    assert (K := noise_nonneg). lra. }
  assert (C := contraction_with_noise distance (eta * q * mu / 2) m T).
  rewrite 2!Rplus_assoc, <- (Rplus_assoc (_ / mu)). apply C; [|exact Hm|].
  - assert (eta * q * mu <= eta * q * L) by (apply Rmult_le_compat_l; lra). lra.
  - intros t Ht. rewrite Em. assert (K := convex_recursion t Ht).
    assert (0 <= eta * q * gap t).
    { apply Rmult_le_pos; [lra|]. assert (M := minimiser (iterate Run t)). unfold gap. lra. }
    assert (A := uncentred_distance n nodes (iterate Run t) xs (point Run t)).
    change (normsq (iterate Run t [-] xs)) with (distance t) in A. fold (deviation Run t) in A.
    assert (eta * q * mu * (distance t / 2 - deviation Run t) <= eta * q * mu * spread n (point Run t) xs)
      by (apply Rmult_le_compat_l; [lra|exact A]).
    assert (3 / 2 * (eta * q * L) * deviation Run t <= 3 / 2 * (eta * q * L) * Dmax)
      by (apply Rmult_le_compat_l; [lra|now apply HD]).
    assert (eta * q * mu * deviation Run t <= eta * q * mu * Dmax)
      by (apply Rmult_le_compat_l; [lra|now apply HD]).
    lra.
Qed.

End Convex.
End Constant.
