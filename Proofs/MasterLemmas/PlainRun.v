(** * The master lemmas where every node takes part and the network adds no noise

    Most algorithms of the catalogue have a virtual iterate x(t+1) = x(t) - (eta_t/n) sum_i g_i(y_i(t)) with
    g_i(y) = grad f_i(y) + xi_i. This file specialises U1, U2, U3, U3' and U4 to them.

    Glossary
      GradientNoise F n T xi sigma2    the noise xi_i(t) has mean zero given the past, is uncorrelated across nodes, has
                                       second moment at most sigma^2, and belongs to the past afterwards
      stochastic O y xi t i            g_i(y_i(t)) = grad f_i(y_i(t)) + xi_i(t)
      plain_run                        the virtual run of such an algorithm, q = 1 and w = 0 *)

From Coq Require Import Reals Lra Lia.
From Plumbline Require Import Foundations.Sums Foundations.InnerProduct Foundations.Smoothness Foundations.History
  MasterLemmas.OneStep MasterLemmas.VirtualIterate MasterLemmas.DecreasingSteps Algorithms.RightSides.
Open Scope R_scope.
Open Scope vector_scope.

Record GradientNoise {H} (F : History H) (n T : nat) (xi : nat -> nat -> H) (sigma2 : R) : Prop := {
  noise_mean : forall t i z, (t < T)%nat -> (i < n)%nat -> known F t z -> inner (xi t i) z = 0;
  noise_uncorrelated : forall t i j, (t < T)%nat -> (i < n)%nat -> (j < n)%nat -> i <> j ->
    inner (xi t i) (xi t j) = 0;
  noise_bound : forall t i, (t < T)%nat -> (i < n)%nat -> normsq (xi t i) <= sigma2;
  noise_known : forall t i, (t < T)%nat -> (i < n)%nat -> known F (S t) (xi t i)
}.

Arguments noise_mean {_ _ _ _ _ _}. Arguments noise_uncorrelated {_ _ _ _ _ _}.
Arguments noise_bound {_ _ _ _ _ _}. Arguments noise_known {_ _ _ _ _ _}.

Definition stochastic {H L} (O : Objective H L) (y xi : nat -> nat -> H) (t i : nat) : H :=
  gradient O i (y t i) [+] xi t i.

Section Plain.
Context {H : SemiInner} {L : R} {n T : nat} (O : Objective H L) (F : History H) (eta : nat -> R) (sigma2 : R)
  (x : nat -> H) (y xi : nat -> nat -> H).
Hypothesis nodes : (0 < n)%nat.
Hypothesis iterations : (0 < T)%nat.
Hypothesis gradients_known : knows_gradients F O.
Hypothesis noise : GradientNoise F n T xi sigma2.
Hypothesis x_known : forall t, (t < T)%nat -> known F t (x t).
Hypothesis y_known : forall t i, (t < T)%nat -> (i < n)%nat -> known F t (y t i).
Hypothesis update : forall t, (t < T)%nat ->
  same (x (S t)) (x t [+] (- eta t) [*] average n (stochastic O y xi t)).

Definition plain_run : VirtualRun n T O F eta 1 sigma2 0 0.
Proof.
  refine {| iterate := x; point := y; error := xi; drift := fun _ => vzero |}.
  - intros t Ht. rewrite (update t Ht).
    assert (E : same (average n (stochastic O y xi t)) (average n (fun i => 1 [*] gradient O i (y t i) [+] xi t i))).
    { apply average_same. intros i _ z. unfold stochastic. expand_inner. ring. }
    rewrite E. intros z. expand_inner. ring.
  - exact x_known.
  - exact y_known.
  - intros. eapply noise_mean; eassumption.
  - intros. apply inner_zero.
  - intros. eapply noise_uncorrelated; eassumption.
  - intros. apply inner_zero.
  - intros t i Ht Hi. assert (K := noise_bound noise t i Ht Hi). lra.
  - intros. rewrite normsq_zero. lra.
  - intros. lra.
Defined.

Lemma plain_variance : variance (INR n) 1 sigma2 0 = sigma2 / INR n.
Proof. unfold variance. f_equal. ring. Qed.

End Plain.

Section ConstantStep.
Context {H : SemiInner} {L : R} {n T : nat} (O : Objective H L) (F : History H) (eta : R) (sigma2 : R)
  (x : nat -> H) (y xi : nat -> nat -> H).
Hypothesis nodes : (0 < n)%nat.
Hypothesis iterations : (0 < T)%nat.
Hypothesis gradients_known : knows_gradients F O.
Hypothesis noise : GradientNoise F n T xi sigma2.
Hypothesis x_known : forall t, (t < T)%nat -> known F t (x t).
Hypothesis y_known : forall t i, (t < T)%nat -> (i < n)%nat -> known F t (y t i).
Hypothesis update : forall t, (t < T)%nat ->
  same (x (S t)) (x t [+] (- eta) [*] average n (stochastic O y xi t)).
Hypothesis step_positive : 0 < eta.
Variable D : R.
Hypothesis deviation_bound : forall t, (t < T)%nat -> spread n (y t) (x t) <= D.

Let run := plain_run O F (fun _ => eta) sigma2 x y xi noise x_known y_known update.

Let count : 0 < INR n. Proof. now apply count_positive. Qed.
Let horizon : 0 < INR T. Proof. now apply count_positive. Qed.

(** U1 *)
Lemma plain_nonconvex fstar :
  eta * L <= 1 -> (forall z, fstar <= objective n O z) ->
  mean T (fun t => normsq (full_gradient n O (x t))) <=
    2 * (objective n O (x 0%nat) - fstar) / (eta * INR T) + L * eta * sigma2 / INR n + L ^ 2 * D.
Proof.
  intros He Hlow.
  assert (K := master_nonconvex run nodes iterations gradients_known Rlt_0_1 step_positive fstar).
  rewrite Rmult_1_r in K. specialize (K He Hlow). rewrite plain_variance in K. simpl iterate in K.
  eapply Rle_trans; [exact K|].
  assert (M : mean T (deviation run) <= D) by (apply mean_le_const; [exact iterations|exact deviation_bound]).
  assert (P : L ^ 2 * mean T (deviation run) <= L ^ 2 * D) by (apply Rmult_le_compat_l; [apply pow2_ge_0|exact M]).
  assert (Hn := count). replace (L * 0 / eta) with 0 by (field; lra).
  replace (L * eta * (sigma2 / INR n)) with (L * eta * sigma2 / INR n) by (field; lra). lra.
Qed.

Variables (mu : R) (xs : H).
Hypothesis minimiser_known : forall t, known F t xs.
Hypothesis convexity : forall i, above_tangent mu (value O i) (gradient O i).
Hypothesis minimiser : forall z, objective n O xs <= objective n O z.
Hypothesis step_limit : 4 * L * eta <= 1.

(** U2 *)
Lemma plain_convex : 0 <= mu ->
  mean T (fun t => objective n O (x t) - objective n O xs) <=
    normsq (x 0%nat [-] xs) / (eta * INR T) + eta * sigma2 / INR n + 3 * L / 2 * D.
Proof.
  intros Hmu.
  assert (He : 4 * L * (eta * 1) <= 1) by (rewrite Rmult_1_r; exact step_limit).
  assert (K := master_convex run nodes iterations gradients_known Rlt_0_1 step_positive mu xs Hmu minimiser_known
    convexity minimiser He).
  rewrite Rmult_1_r, plain_variance in K. simpl iterate in K.
  eapply Rle_trans; [exact K|].
  assert (M : mean T (deviation run) <= D) by (apply mean_le_const; [exact iterations|exact deviation_bound]).
  assert (HL := smoothness_nonneg O).
  assert (P : 3 * L / 2 * mean T (deviation run) <= 3 * L / 2 * D) by (apply Rmult_le_compat_l; [lra|exact M]).
  assert (Hn := count). replace (0 / eta) with 0 by (field; lra).
  replace (eta * (sigma2 / INR n)) with (eta * sigma2 / INR n) by (field; lra). lra.
Qed.

Hypothesis modulus_positive : 0 < mu.
Hypothesis modulus_limit : mu <= L.

(** U3 *)
Lemma plain_strongly_convex_centred :
  (forall t, (t < T)%nat -> same (x t) (average n (y t))) ->
  normsq (x T [-] xs) <=
    (1 - eta * mu) ^ T * normsq (x 0%nat [-] xs) + eta * sigma2 / (INR n * mu) + 3 * L / (2 * mu) * D.
Proof.
  intros Hcentre.
  assert (He : 4 * L * (eta * 1) <= 1) by (rewrite Rmult_1_r; exact step_limit).
  assert (K := master_strongly_convex_centred run nodes iterations gradients_known Rlt_0_1 step_positive mu xs
    (Rlt_le _ _ modulus_positive) minimiser_known convexity minimiser He modulus_positive modulus_limit D
    Hcentre deviation_bound).
  rewrite Rmult_1_r, plain_variance in K. simpl iterate in K.
  eapply Rle_trans; [exact K|]. assert (Hn := count).
  replace (0 / (eta * mu)) with 0 by (field; lra).
  replace (eta * (sigma2 / INR n) / mu) with (eta * sigma2 / (INR n * mu)) by (field; lra). lra.
Qed.

(** U3' *)
Lemma plain_strongly_convex :
  normsq (x T [-] xs) <=
    (1 - eta * mu / 2) ^ T * normsq (x 0%nat [-] xs) + 2 * eta * sigma2 / (INR n * mu) + (3 * L / mu + 2) * D.
Proof.
  assert (He : 4 * L * (eta * 1) <= 1) by (rewrite Rmult_1_r; exact step_limit).
  assert (K := master_strongly_convex run nodes iterations gradients_known Rlt_0_1 step_positive mu xs
    minimiser_known convexity minimiser He modulus_positive modulus_limit D
    deviation_bound).
  rewrite Rmult_1_r, plain_variance in K. simpl iterate in K.
  eapply Rle_trans; [exact K|]. assert (Hn := count).
  replace (2 * 0 / (eta * mu)) with 0 by (field; lra).
  replace (2 * eta * (sigma2 / INR n) / mu) with (2 * eta * sigma2 / (INR n * mu)) by (field; lra). lra.
Qed.

End ConstantStep.

Section DecreasingStep.
Context {H : SemiInner} {L : R} {n T : nat} (O : Objective H L) (F : History H) (mu a sigma2 : R)
  (x : nat -> H) (y xi : nat -> nat -> H) (xs : H) (C : R).
Hypothesis nodes : (0 < n)%nat.
Hypothesis iterations : (0 < T)%nat.
Hypothesis gradients_known : knows_gradients F O.
Hypothesis noise : GradientNoise F n T xi sigma2.
Hypothesis x_known : forall t, (t < T)%nat -> known F t (x t).
Hypothesis y_known : forall t i, (t < T)%nat -> (i < n)%nat -> known F t (y t i).
Hypothesis modulus_positive : 0 < mu.
Hypothesis offset_positive : 0 < a.
Hypothesis minimiser_known : forall t, known F t xs.
Hypothesis convexity : forall i, above_tangent mu (value O i) (gradient O i).
Hypothesis minimiser : forall z, objective n O xs <= objective n O z.

(** U4 *)
Lemma plain_decreasing :
  (forall t, (t < T)%nat ->
     same (x (S t)) (x t [+] (- decreasing (mu / 2) a t) [*] average n (stochastic O y xi t))) ->
  32 * L <= a * mu ->
  (forall t, (t < T)%nat -> spread n (y t) (x t) <= decreasing (mu / 2) a t ^ 2 * C) ->
  let m := mu / 2 in
  let S_T := weight_sum (INR T) a in
  / S_T * rsum T (fun t => weight a t * (objective n O (x t) - objective n O xs)) <=
    m * a ^ 3 * normsq (x 0%nat [-] xs) / (4 * S_T)
    + 2 * INR T * (INR T + 2 * a) * sigma2 / (m * INR n * S_T)
    + 16 * INR T * (3 * L / 2 + mu) * C / (m ^ 2 * S_T).
Proof.
  intros update Hlim HD.
  exact (master_decreasing mu a sigma2 0 xs nodes iterations gradients_known modulus_positive offset_positive
    minimiser_known convexity minimiser (plain_run O F _ sigma2 x y xi noise x_known y_known update) C Hlim HD).
Qed.

(** U4, centred *)
Lemma plain_decreasing_centred :
  (forall t, (t < T)%nat ->
     same (x (S t)) (x t [+] (- decreasing mu a t) [*] average n (stochastic O y xi t))) ->
  16 * L <= a * mu -> (forall t, (t < T)%nat -> same (x t) (average n (y t))) ->
  (forall t, (t < T)%nat -> spread n (y t) (x t) <= decreasing mu a t ^ 2 * C) ->
  let S_T := weight_sum (INR T) a in
  / S_T * rsum T (fun t => weight a t * (objective n O (x t) - objective n O xs)) <=
    mu * a ^ 3 * normsq (x 0%nat [-] xs) / (4 * S_T)
    + 2 * INR T * (INR T + 2 * a) * sigma2 / (mu * INR n * S_T)
    + 16 * INR T * (3 * L / 2 + 0) * C / (mu ^ 2 * S_T).
Proof.
  intros update Hlim Hcentre HD.
  exact (master_decreasing_centred mu a sigma2 0 xs nodes iterations gradients_known modulus_positive offset_positive
    minimiser_known convexity minimiser (plain_run O F _ sigma2 x y xi noise x_known y_known update) C Hlim Hcentre HD).
Qed.

End DecreasingStep.
