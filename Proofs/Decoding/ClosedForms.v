(** * Vote bounds in closed form: majority and the Bhattacharyya product

    Glossary (besides that of Votes.v)

    - [log_odds] p: w = ln((1 - p)/p), the weight of a log-likelihood decoder;
    - [mean_flip]: pbar, the mean of the flip probabilities;
    - [interior]: 0 < p_m < 1 for every worker, so that every log-likelihood weight is finite.

    Results: [vote_majority] (vote.majority) and [vote_bhattacharyya] (vote.bhattacharyya). *)

Require Import Reals List Lra Lia.
From Plumbline.Decoding Require Import Votes.
Import ListNotations.
Local Open Scope R_scope.

Definition log_odds (p : R) : R := ln ((1 - p) / p).

Definition interior (workers : list worker) : Prop :=
  forall w, In w workers -> 0 < flip w < 1.

(** The optimal decoder: every weight is the log-likelihood ratio. *)
Definition log_likelihood_weights (workers : list worker) : Prop :=
  forall w, In w workers -> weight w = log_odds (flip w).

Definition equal_weights (workers : list worker) : Prop :=
  forall w, In w workers -> weight w = 1.

Definition mean_flip (workers : list worker) : R :=
  sum_of (map flip workers) / INR (length workers).

(** The right side of vote.majority for M workers with mean p: (4 p (1 - p))^(M/2), the power of a number that is not
    negative as one of its square root. *)
Definition majority_rhs (p : R) (M : nat) : R := sqrt (4 * p * (1 - p)) ^ M.

Definition bhattacharyya_product (workers : list worker) : R :=
  product_of (map (fun w => 2 * sqrt (flip w * (1 - flip w))) workers).

(** ** Elementary facts *)

Lemma exp_monotone (x y : R) : x <= y -> exp x <= exp y.
Proof. intros [below | equal]; [left; now apply exp_increasing | right; now rewrite equal]. Qed.

Lemma interior_flips_are_probabilities (workers : list worker) :
  interior workers -> flips_are_probabilities workers.
Proof. intros inside w member. destruct (inside w member). lra. Qed.

Lemma exponential_of_log_odds (p : R) : 0 < p < 1 -> exp (log_odds p) = (1 - p) / p.
Proof. intros inside. apply exp_ln. apply Rdiv_lt_0_compat; lra. Qed.

(** exp(w/2) = sqrt((1-p)/p). *)
Lemma exponential_of_half (x y : R) : 0 < y -> exp x = y -> exp (x / 2) = sqrt y.
Proof.
  intros positive value. symmetry. apply sqrt_lem_1; [lra | left; apply exp_pos|].
  rewrite <- exp_plus, <- value. f_equal. field.
Qed.

Lemma product_extensional {A : Type} (xs : list A) (F G : A -> R) :
  (forall x, In x xs -> F x = G x) -> product_of (map F xs) = product_of (map G xs).
Proof.
  unfold product_of. induction xs as [|x xs IH]; intros same; simpl; [reflexivity|].
  rewrite (same x) by now left. rewrite IH; [reflexivity|]. intros z member. apply same. now right.
Qed.

Lemma product_monotone {A : Type} (xs : list A) (F G : A -> R) :
  (forall x, In x xs -> 0 <= F x <= G x) ->
  0 <= product_of (map F xs) <= product_of (map G xs).
Proof.
  unfold product_of. induction xs as [|x xs IH]; intros below; simpl; [lra|].
  destruct (below x (or_introl eq_refl)) as [low high].
  destruct IH as [tail_low tail_high]; [intros; apply below; now right|].
  split; [now apply Rmult_le_pos | now apply Rmult_le_compat].
Qed.

Lemma product_of_exponentials {A : Type} (xs : list A) (F : A -> R) :
  product_of (map (fun x => exp (F x)) xs) = exp (sum_of (map F xs)).
Proof.
  unfold product_of, sum_of. induction xs as [|x xs IH]; simpl; [now rewrite exp_0|].
  now rewrite IH, exp_plus.
Qed.

Lemma sum_of_scaled {A : Type} (xs : list A) (c : R) (F : A -> R) :
  sum_of (map (fun x => c * F x) xs) = c * sum_of (map F xs).
Proof. unfold sum_of. induction xs as [|x xs IH]; simpl; [ring | rewrite IH; ring]. Qed.

Lemma sum_of_plus {A : Type} (xs : list A) (F G : A -> R) :
  sum_of (map (fun x => F x + G x) xs) = sum_of (map F xs) + sum_of (map G xs).
Proof. unfold sum_of. induction xs as [|x xs IH]; simpl; [ring | rewrite IH; ring]. Qed.

Lemma sum_of_constant {A : Type} (xs : list A) (c : R) :
  sum_of (map (fun _ => c) xs) = INR (length xs) * c.
Proof.
  unfold sum_of. induction xs as [|x xs IH]; [simpl; ring|].
  simpl map. simpl fold_right. rewrite IH. simpl length. rewrite S_INR. ring.
Qed.

Lemma sum_of_extensional {A : Type} (xs : list A) (F G : A -> R) :
  (forall x, In x xs -> F x = G x) -> sum_of (map F xs) = sum_of (map G xs).
Proof.
  unfold sum_of. induction xs as [|x xs IH]; intros same; simpl; [reflexivity|].
  rewrite (same x) by now left. rewrite IH; [reflexivity|]. intros z member. apply same. now right.
Qed.

Lemma sum_of_monotone {A : Type} (xs : list A) (F G : A -> R) :
  (forall x, In x xs -> F x <= G x) -> sum_of (map F xs) <= sum_of (map G xs).
Proof.
  unfold sum_of. induction xs as [|x xs IH]; intros below; simpl; [lra|].
  assert (F x <= G x) by (apply below; now left).
  assert (fold_right Rplus 0 (map F xs) <= fold_right Rplus 0 (map G xs))
    by (apply IH; intros; apply below; now right).
  lra.
Qed.

(** Where the values add up to [n c], their product is at most [c^n]: the inequality of the means,
    here from x <= exp(x - 1). *)
Lemma product_at_most_power_of_mean {A : Type} (xs : list A) (F : A -> R) (c : R) :
  0 < c -> (forall x, In x xs -> 0 <= F x) -> sum_of (map F xs) = INR (length xs) * c ->
  product_of (map F xs) <= c ^ length xs.
Proof.
  intros positive nonnegative total.
  assert (step : product_of (map F xs) <= product_of (map (fun x => c * exp (F x / c - 1)) xs)).
  { apply product_monotone. intros x member. split; [now apply nonnegative|].
    replace (F x) with (c * (F x / c)) at 1 by (field; lra).
    apply Rmult_le_compat_l; [lra|].
    generalize (exp_ineq1_le (F x / c - 1)); lra. }
  assert (split : forall ys : list A,
    product_of (map (fun x => c * exp (F x / c - 1)) ys)
    = c ^ length ys * product_of (map (fun x => exp (F x / c - 1)) ys)).
  { unfold product_of. induction ys as [|y ys IH]; simpl; [ring | rewrite IH; ring]. }
  rewrite split, product_of_exponentials in step.
  replace (sum_of (map (fun x => F x / c - 1) xs)) with 0 in step.
  - rewrite exp_0 in step. lra.
  - rewrite (sum_of_extensional _ _ (fun x => / c * F x + (- 1))) by (intros; field; lra).
    rewrite sum_of_plus, sum_of_scaled, sum_of_constant, total. field. lra.
Qed.

(** ** Majority *)

Lemma nobody_or_some (workers : list worker) : workers <> [] -> 0 < INR (length workers).
Proof. intros some. apply lt_0_INR. destruct workers; [congruence | simpl; lia]. Qed.

(** For equal weights Chernoff's product is at most the power of the mean factor. *)
Lemma majority_by_mean (workers : list worker) (s : R) :
  workers <> [] -> flips_are_probabilities workers -> equal_weights workers -> 0 <= s ->
  failure workers <=
  ((1 - mean_flip workers) * exp (- s) + mean_flip workers * exp s) ^ length workers.
Proof.
  intros some flips equal nonnegative.
  assert (count := nobody_or_some workers some).
  eapply Rle_trans; [now apply (vote_chernoff_at workers s)|].
  unfold chernoff_product.
  assert (mean_low : 0 <= mean_flip workers).
  { unfold mean_flip. apply Rmult_le_pos; [|left; now apply Rinv_0_lt_compat].
    rewrite <- (Rmult_0_r (INR (length workers))), <- (sum_of_constant workers 0).
    apply sum_of_monotone. intros w member. now destruct (flips w member). }
  assert (mean_high : mean_flip workers <= 1).
  { unfold mean_flip. apply (Rmult_le_reg_r (INR (length workers))); [assumption|].
    replace (sum_of (map flip workers) / INR (length workers) * INR (length workers))
      with (sum_of (map flip workers)) by (field; lra).
    rewrite Rmult_1_l, <- (Rmult_1_r (INR (length workers))), <- (sum_of_constant workers 1).
    apply sum_of_monotone. intros w member. now destruct (flips w member). }
  apply product_at_most_power_of_mean.
  - assert (0 < exp (- s)) by apply exp_pos. assert (0 < exp s) by apply exp_pos.
    destruct (Rle_lt_or_eq_dec _ _ mean_high) as [below | one].
    + apply Rplus_lt_le_0_compat; [apply Rmult_lt_0_compat; lra | apply Rmult_le_pos; lra].
    + rewrite one. lra.
  - intros w member. destruct (flips w member). unfold moment.
    apply Rplus_le_le_0_compat; apply Rmult_le_pos; try lra; left; apply exp_pos.
  - rewrite (sum_of_extensional _ _ (fun w => (exp s - exp (- s)) * flip w + exp (- s))).
    + rewrite sum_of_plus, sum_of_scaled, sum_of_constant. unfold mean_flip. field. lra.
    + intros w member. unfold moment. rewrite (equal w member), !Rmult_1_r. ring.
Qed.

(** vote.majority *)
Theorem vote_majority (workers : list worker) :
  workers <> [] -> flips_are_probabilities workers -> equal_weights workers ->
  mean_flip workers < 1 / 2 ->
  failure workers <= majority_rhs (mean_flip workers) (length workers).
Proof.
  unfold majority_rhs.
  intros some flips equal small.
  assert (count := nobody_or_some workers some).
  assert (mean_low : 0 <= mean_flip workers).
  { unfold mean_flip. apply Rmult_le_pos; [|left; now apply Rinv_0_lt_compat].
    rewrite <- (Rmult_0_r (INR (length workers))), <- (sum_of_constant workers 0).
    apply sum_of_monotone. intros w member. now destruct (flips w member). }
  set (p := mean_flip workers) in *.
  destruct (Rle_lt_or_eq_dec _ _ mean_low) as [positive | zero].
  - (* The best parameter is half the log-odds of the mean. *)
    assert (odds : 1 <= (1 - p) / p).
    { apply (Rmult_le_reg_r p); [assumption|].
      replace ((1 - p) / p * p) with (1 - p) by (field; lra). lra. }
    set (s := log_odds p / 2).
    assert (up : exp s = sqrt ((1 - p) / p)).
    { apply exponential_of_half; [lra | apply exponential_of_log_odds; lra]. }
    assert (nonnegative : 0 <= s).
    { unfold s, log_odds. apply Rmult_le_pos; [|lra]. rewrite <- ln_1.
      destruct odds as [above | one]; [left; apply ln_increasing; lra | right; now rewrite <- one]. }
    eapply Rle_trans; [apply (majority_by_mean workers s); assumption|].
    fold p. apply Req_le. f_equal.
    rewrite exp_Ropp, up.
    replace (4 * p * (1 - p)) with (2 * 2 * (p * p * ((1 - p) / p))) by (field; lra).
    assert (root_positive : 0 < sqrt ((1 - p) / p)) by (apply sqrt_lt_R0; lra).
    rewrite sqrt_mult, sqrt_square, sqrt_mult, sqrt_square by nra.
    set (r := sqrt ((1 - p) / p)) in *.
    assert (square : r * r = (1 - p) / p) by (apply sqrt_sqrt; lra).
    replace (1 - p) with (p * (r * r)) by (rewrite square; field; lra). field. lra.
  - (* Nobody is ever wrong, and exp(-s M) is as small as we like. *)
    rewrite <- zero. replace (4 * 0 * (1 - 0)) with 0 by ring. rewrite sqrt_0.
    replace (0 ^ length workers) with 0
      by (symmetry; apply pow_i; apply INR_lt; simpl; lra).
    apply le_epsilon. intros e e_positive. rewrite Rplus_0_l.
    set (s := Rmax 0 (- ln e)).
    assert (nonnegative : 0 <= s) by apply Rmax_l.
    eapply Rle_trans; [apply (majority_by_mean workers s); assumption|].
    fold p. rewrite <- zero.
    replace ((1 - 0) * exp (- s) + 0 * exp s) with (exp (- s)) by ring.
    assert (low : 0 <= exp (- s)) by (left; apply exp_pos).
    assert (one : exp (- s) <= 1) by (rewrite <- exp_0; apply exp_monotone; lra).
    assert (power : exp (- s) ^ length workers <= exp (- s)).
    { destruct workers as [|w rest]; [congruence|]. simpl.
      rewrite <- (Rmult_1_r (exp (- s))) at 3. apply Rmult_le_compat_l; [assumption|].
      rewrite <- (pow1 (length rest)). apply pow_incr. lra. }
    eapply Rle_trans; [exact power|].
    rewrite <- (exp_ln e) at 1 by assumption. apply exp_monotone.
    generalize (Rmax_r 0 (- ln e)). fold s. lra.
Qed.

(** ** The Bhattacharyya product *)

Lemma moment_at_half (w : worker) :
  0 < flip w < 1 -> weight w = log_odds (flip w) ->
  moment (1 / 2) w = 2 * sqrt (flip w * (1 - flip w)).
Proof.
  intros inside optimal. unfold moment. rewrite optimal. set (p := flip w) in *.
  assert (positive : 0 < (1 - p) / p) by (apply Rdiv_lt_0_compat; lra).
  assert (up : exp (1 / 2 * log_odds p) = sqrt ((1 - p) / p)).
  { replace (1 / 2 * log_odds p) with (log_odds p / 2) by field.
    apply exponential_of_half; [assumption | now apply exponential_of_log_odds]. }
  replace (- (1 / 2) * log_odds p) with (- (1 / 2 * log_odds p)) by ring.
  rewrite exp_Ropp, up.
  replace (p * (1 - p)) with (p * p * ((1 - p) / p)) by (field; lra).
  assert (root_positive : 0 < sqrt ((1 - p) / p)) by now apply sqrt_lt_R0.
  rewrite sqrt_mult, sqrt_square by nra.
  set (r := sqrt ((1 - p) / p)) in *.
  assert (square : r * r = (1 - p) / p) by (apply sqrt_sqrt; lra).
  replace (1 - p) with (p * (r * r)) by (rewrite square; field; lra). field. lra.
Qed.

(** vote.bhattacharyya: Chernoff's method at s = 1/2. *)
Theorem vote_bhattacharyya (workers : list worker) :
  interior workers -> log_likelihood_weights workers ->
  failure workers <= bhattacharyya_product workers.
Proof.
  intros inside optimal. unfold bhattacharyya_product.
  rewrite (product_extensional workers _ (moment (1 / 2))).
  - apply vote_chernoff_at; [now apply interior_flips_are_probabilities | lra].
  - intros w member. symmetry. apply moment_at_half; [now apply inside | now apply optimal].
Qed.

(** For an even number of workers the power of the square root is a whole power. *)
Corollary vote_majority_even (workers : list worker) (half : nat) :
  length workers = (2 * half)%nat -> workers <> [] ->
  flips_are_probabilities workers -> equal_weights workers -> mean_flip workers < 1 / 2 ->
  failure workers <= (4 * mean_flip workers * (1 - mean_flip workers)) ^ half.
Proof.
  intros even some flips equal small.
  assert (mean_low : 0 <= mean_flip workers).
  { unfold mean_flip. apply Rmult_le_pos; [|left; now apply Rinv_0_lt_compat, nobody_or_some].
    rewrite <- (Rmult_0_r (INR (length workers))), <- (sum_of_constant workers 0).
    apply sum_of_monotone. intros w member. now destruct (flips w member). }
  eapply Rle_trans; [now apply vote_majority|]. unfold majority_rhs. rewrite even, pow_mult.
  apply Req_le. f_equal. rewrite <- Rsqr_pow2. apply Rsqr_sqrt. nra.
Qed.
