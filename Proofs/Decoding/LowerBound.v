(** * No decoder does better than this

    Berend and Kontorovich's lower bound on the error of decoding a sign, for every decoder. The error of a decoder is an
    average over both signs: one that always says +1 is never wrong where the sign is +1. For a decoder that answers
    opposite votes with opposite signs, as every weighted vote does, the error is the same for both signs, and the bound
    holds for either.

    The proof: with S the sum of the votes' log-likelihood ratios, P(votes | +) = exp(S) P(votes | -), and the best decoder
    errs with E 1/(1 + exp |S|). S has the mean 2 Phi and a variance of at most 4 Phi, since w p (1 - p) <= 1/2 - p. So by
    Chebyshev's inequality |S| <= 2 Phi + 4 sqrt(Phi) with a probability of at least 3/4.

    Glossary (besides that of Votes.v and WeightedVotes.v)

    - [decoder]: a number in [-1, 1] for every ballot of votes ([true] is a vote for -1); numbers inside are coin flips;
    - [error_of]: P(U = -sign g) + P(U = 0)/2 in the average over both signs;
    - [with_optimal_weights]: the same workers with the weights ln((1 - p)/p);
    - [vote_error]: P(U = -sign g) + P(U = 0)/2 of a weighted vote;
    - [llr_lower_rhs]: 3/(4 (1 + exp(2 Phi + 4 sqrt(Phi)))).

    Results: [every_decoder_errs], [vote_llr_lower] (vote.llr-lower). *)

Require Import Reals List Lra Lia.
From Plumbline.Decoding Require Import Votes ClosedForms KearnsSaul WeightedVotes.
Import ListNotations.
Local Open Scope R_scope.

Definition opposite (z : ballot) : ballot := map negb z.

(** The votes are y where the sign is +1, and the opposite where it is -1. *)
Definition error_of (workers : list worker) (decoder : ballot -> R) : R :=
  (expectation workers (fun y => (1 - decoder y) / 2)
   + expectation workers (fun y => (1 + decoder (opposite y)) / 2)) / 2.

Definition with_optimal_weights (workers : list worker) : list worker :=
  map (fun w => Worker (flip w) (log_odds (flip w))) workers.

Definition llr_lower_rhs (phi : R) : R := 3 / (4 * (1 + exp (2 * phi + 4 * sqrt phi))).

(** ** Opposite ballots *)

Lemma opposite_twice (z : ballot) : opposite (opposite z) = z.
Proof.
  unfold opposite. rewrite map_map. rewrite <- (map_id z) at 2. apply map_ext. intros []; reflexivity.
Qed.

Lemma sum_over_opposite_ballots (count : nat) (F : ballot -> R) :
  sum_over (all_ballots count) (fun z => F (opposite z)) = sum_over (all_ballots count) F.
Proof.
  unfold opposite. revert F; induction count as [|m IH]; intros F; simpl; [reflexivity|].
  rewrite !sum_over_application, !sum_over_map. simpl.
  rewrite Rplus_comm. apply f_equal2; [apply (IH (fun z => F (true :: z))) | apply (IH (fun z => F (false :: z)))].
Qed.

Lemma score_of_opposite (workers : list worker) (z : ballot) :
  score workers (opposite z) = - score workers z.
Proof.
  revert z; induction workers as [|w rest IH]; intros [|wrong others]; unfold score in *; simpl; try lra.
  specialize (IH others). destruct wrong; simpl; lra.
Qed.

Lemma length_with_optimal_weights (workers : list worker) :
  length (with_optimal_weights workers) = length workers.
Proof. apply map_length. Qed.

(** P(z | +) = exp(S(z)) P(z | -) *)
Lemma likelihood_ratio (workers : list worker) (z : ballot) :
  interior workers ->
  probability workers z = exp (score (with_optimal_weights workers) z) * probability workers (opposite z).
Proof.
  unfold score. revert z; induction workers as [|w rest IH]; intros [|wrong others] inside; simpl; try ring.
  { replace (0 - 0) with 0 by ring. rewrite exp_0. ring. }
  assert (bounds : 0 < flip w < 1) by (apply inside; now left).
  rewrite (IH others) by (intros u member; apply inside; now right).
  fold (with_optimal_weights rest).
  set (right := right_weight (with_optimal_weights rest) others).
  set (lost := wrong_weight (with_optimal_weights rest) others).
  assert (odds := exponential_of_log_odds (flip w) bounds).
  destruct wrong; simpl.
  - replace (0 + right - (log_odds (flip w) + lost)) with (- log_odds (flip w) + (right - lost)) by ring.
    rewrite exp_plus, exp_Ropp, odds. unfold opposite. field. lra.
  - replace (log_odds (flip w) + right - (0 + lost)) with (log_odds (flip w) + (right - lost)) by ring.
    rewrite exp_plus, odds. unfold opposite. field. lra.
Qed.

(** ** The best decoder *)

(** The smaller of two numbers with the ratio exp(s). *)
Lemma smaller_part (a b s u : R) :
  0 <= b -> a = exp s * b -> -1 <= u <= 1 ->
  (a + b) / (1 + exp (Rabs s)) <= a * ((1 - u) / 2) + b * ((1 + u) / 2).
Proof.
  intros b_nonnegative ratio bounds.
  assert (up : 0 < exp (Rabs s)) by apply exp_pos.
  assert (smaller : (a + b) / (1 + exp (Rabs s)) <= Rmin a b).
  { destruct (Rle_lt_dec 0 s) as [right | left].
    - rewrite Rabs_right by lra. rewrite Rabs_right in up by lra.
      assert (1 <= exp s) by (rewrite <- exp_0; now apply exp_monotone).
      replace ((a + b) / (1 + exp s)) with b by (rewrite ratio; field; lra).
      apply Rmin_glb; [|lra]. rewrite ratio. rewrite <- (Rmult_1_l b) at 1.
      now apply Rmult_le_compat_r.
    - rewrite Rabs_left by assumption. rewrite exp_Ropp.
      assert (positive : 0 < exp s) by apply exp_pos.
      assert (exp s <= 1) by (rewrite <- exp_0; apply exp_monotone; lra).
      replace ((a + b) / (1 + / exp s)) with a by (rewrite ratio; field; lra).
      apply Rmin_glb; [lra|]. rewrite ratio. rewrite <- (Rmult_1_l b) at 2.
      now apply Rmult_le_compat_r. }
  assert (Rmin a b <= a) by apply Rmin_l. assert (Rmin a b <= b) by apply Rmin_r. nra.
Qed.

Lemma best_decoder (workers : list worker) (decoder : ballot -> R) :
  interior workers -> (forall z, -1 <= decoder z <= 1) ->
  expectation workers (fun z => / (1 + exp (Rabs (score (with_optimal_weights workers) z))))
  <= error_of workers decoder.
Proof.
  intros inside bounds.
  assert (flips := interior_flips_are_probabilities workers inside).
  set (S := score (with_optimal_weights workers)).
  set (G := fun z => / (1 + exp (Rabs (S z)))).
  unfold error_of.
  (* Everything as sums over the votes z. *)
  assert (other_sign : forall F, expectation workers (fun y => F (opposite y))
    = sum_over (all_ballots (length workers)) (fun z => probability workers (opposite z) * F z)).
  { intros F. unfold expectation.
    rewrite <- (sum_over_opposite_ballots (length workers) (fun z => probability workers (opposite z) * F z)).
    apply sum_over_extensional. intros z _. now rewrite opposite_twice. }
  rewrite (other_sign (fun z => (1 + decoder z) / 2)).
  assert (symmetric : expectation workers G
    = sum_over (all_ballots (length workers)) (fun z => probability workers (opposite z) * G z)).
  { rewrite <- other_sign. apply expectation_extensional. intros z. unfold G, S.
    now rewrite score_of_opposite, Rabs_Ropp. }
  apply (Rmult_le_reg_l 2); [lra|].
  replace (2 * expectation workers G) with (expectation workers G + expectation workers G) by ring.
  rewrite symmetric at 2. unfold expectation at 1.
  rewrite <- sum_over_plus.
  replace (2 * ((expectation workers (fun y => (1 - decoder y) / 2)
                 + sum_over (all_ballots (length workers))
                     (fun z => probability workers (opposite z) * ((1 + decoder z) / 2)))
                / 2))
    with (sum_over (all_ballots (length workers)) (fun z => probability workers z * ((1 - decoder z) / 2)
            + probability workers (opposite z) * ((1 + decoder z) / 2)))
    by (rewrite sum_over_plus; unfold expectation; field).
  apply sum_over_monotone. intros z _. unfold G.
  replace (probability workers z * / (1 + exp (Rabs (S z))) + probability workers (opposite z) * / (1 + exp (Rabs (S z))))
    with ((probability workers z + probability workers (opposite z)) / (1 + exp (Rabs (S z)))) by (unfold Rdiv; ring).
  apply smaller_part; [now apply probability_nonnegative | now apply likelihood_ratio | apply bounds].
Qed.

(** ** Mean and variance of the score *)

Definition score_mean (workers : list worker) : R :=
  sum_of (map (fun w => weight w * (1 - 2 * flip w)) workers).

Definition score_variance (workers : list worker) : R :=
  sum_of (map (fun w => 4 * (weight w * weight w) * (flip w * (1 - flip w))) workers).

Lemma second_moment_of_score (workers : list worker) (c : R) :
  expectation workers (fun y => (score workers y - c) * (score workers y - c))
  = score_variance workers + (score_mean workers - c) * (score_mean workers - c).
Proof.
  unfold score_variance, score_mean, sum_of.
  revert c; induction workers as [|w rest IH]; intros c.
  - rewrite expectation_of_nobody. unfold score. simpl. ring.
  - rewrite expectation_of_first_worker.
    rewrite (expectation_extensional rest _
      (fun y => (score rest y - (c + weight w)) * (score rest y - (c + weight w)))).
    2:{ intros y. unfold score. simpl. ring. }
    rewrite (expectation_extensional rest
      (fun y => (score (w :: rest) (false :: y) - c) * (score (w :: rest) (false :: y) - c))
      (fun y => (score rest y - (c - weight w)) * (score rest y - (c - weight w)))).
    2:{ intros y. unfold score. simpl. ring. }
    rewrite !IH. simpl. ring.
Qed.

Lemma expectation_with_optimal_weights (workers : list worker) (F : ballot -> R) :
  expectation (with_optimal_weights workers) F = expectation workers F.
Proof.
  unfold expectation. rewrite length_with_optimal_weights. apply sum_over_extensional. intros y _. f_equal.
  revert y; induction workers as [|w rest IH]; intros [|wrong others]; simpl; try reflexivity.
  fold (with_optimal_weights rest). now rewrite IH.
Qed.

(** w^2 p (1 - p) <= (1/2 - p) w, which is a <= sinh(a) cosh(a) for a = w/2. *)
Lemma variance_of_optimal_weight (p : R) :
  0 < p < 1 -> log_odds p * log_odds p * (p * (1 - p)) <= (1 / 2 - p) * log_odds p.
Proof.
  intros inside. set (a := log_odds p / 2).
  assert (tangent := tanh_of_half_log_odds p inside). fold a in tangent.
  replace (log_odds p) with (2 * a) by (unfold a; field).
  assert (positive := cosh_positive a).
  assert (edge_is : 1 / 2 - p = sinh a / (2 * cosh a)).
  { unfold tanh in tangent. replace (1 / 2 - p) with (/ 2 * (1 - 2 * p)) by field. rewrite <- tangent. field. lra. }
  assert (identity : cosh a * cosh a - sinh a * sinh a = 1).
  { unfold cosh, sinh. rewrite exp_Ropp. generalize (exp_pos a). intros. field. lra. }
  assert (spread_is : p * (1 - p) = / (4 * (cosh a * cosh a))).
  { replace (p * (1 - p)) with (1 / 4 - (1 / 2 - p) * (1 / 2 - p)) by field. rewrite edge_is.
    replace (1 / 4 - sinh a / (2 * cosh a) * (sinh a / (2 * cosh a)))
      with ((cosh a * cosh a - sinh a * sinh a) / (4 * (cosh a * cosh a))) by (field; lra).
    rewrite identity. field. lra. }
  rewrite edge_is, spread_is.
  assert (core : a * a <= a * (sinh a * cosh a)).
  { destruct (Rle_lt_dec 0 a) as [right | left].
    - apply Rmult_le_compat_l; [assumption | now apply identity_at_most_product].
    - assert (bound := identity_at_most_product (- a) ltac:(lra)).
      assert (odd : sinh (- a) = - sinh a) by (unfold sinh; rewrite Ropp_involutive; field).
      rewrite odd, cosh_even in bound. nra. }
  apply (Rmult_le_reg_r (cosh a * cosh a)); [nra|].
  replace (2 * a * (2 * a) * / (4 * (cosh a * cosh a)) * (cosh a * cosh a)) with (a * a) by (field; lra).
  replace (sinh a / (2 * cosh a) * (2 * a) * (cosh a * cosh a)) with (a * (sinh a * cosh a)) by (field; lra).
  exact core.
Qed.

Lemma optimal_mean (workers : list worker) :
  score_mean (with_optimal_weights workers) = 2 * potential workers.
Proof.
  unfold score_mean, with_optimal_weights, potential. rewrite map_map, <- sum_of_scaled.
  apply sum_of_extensional. intros w _. simpl. field.
Qed.

Lemma optimal_variance (workers : list worker) :
  interior workers -> score_variance (with_optimal_weights workers) <= 4 * potential workers.
Proof.
  intros inside. unfold score_variance, with_optimal_weights, potential. rewrite map_map, <- sum_of_scaled.
  apply sum_of_monotone. intros w member. simpl.
  generalize (variance_of_optimal_weight (flip w) (inside w member)). lra.
Qed.

(** ** The bound *)

(** Chebyshev's inequality, point by point. *)
Lemma chebyshev_point (phi s : R) :
  0 < phi ->
  (1 - (s - 2 * phi) * (s - 2 * phi) / (16 * phi)) / (1 + exp (2 * phi + 4 * sqrt phi))
  <= / (1 + exp (Rabs s)).
Proof.
  intros positive.
  assert (root : 0 < sqrt phi) by now apply sqrt_lt_R0.
  assert (square : sqrt phi * sqrt phi = phi) by (apply sqrt_sqrt; lra).
  set (bound := 2 * phi + 4 * sqrt phi).
  assert (up : 0 < exp bound) by apply exp_pos. assert (here : 0 < exp (Rabs s)) by apply exp_pos.
  destruct (Rle_lt_dec (Rabs s) bound) as [near | far].
  - apply Rle_trans with (/ (1 + exp bound)).
    + unfold Rdiv at 1. rewrite <- (Rmult_1_l (/ (1 + exp bound))) at 2.
      apply Rmult_le_compat_r; [left; apply Rinv_0_lt_compat; lra|].
      assert (0 <= (s - 2 * phi) * (s - 2 * phi) / (16 * phi)); [|lra].
      apply Rmult_le_pos; [generalize (Rle_0_sqr (s - 2 * phi)); unfold Rsqr; lra|].
      left. apply Rinv_0_lt_compat. lra.
    + apply Rinv_le_contravar; [lra|]. apply Rplus_le_compat_l. now apply exp_monotone.
  - apply Rle_trans with 0; [|left; apply Rinv_0_lt_compat; lra].
    assert (distance : 16 * phi <= (s - 2 * phi) * (s - 2 * phi)).
    { replace (16 * phi) with (4 * sqrt phi * (4 * sqrt phi)) by (rewrite <- square at 3; ring).
      unfold bound in far. unfold Rabs in far. destruct (Rcase_abs s); nra. }
    assert (1 <= (s - 2 * phi) * (s - 2 * phi) / (16 * phi)).
    { apply (Rmult_le_reg_r (16 * phi)); [lra|].
      replace ((s - 2 * phi) * (s - 2 * phi) / (16 * phi) * (16 * phi)) with ((s - 2 * phi) * (s - 2 * phi)) by (field; lra).
      lra. }
    assert (0 < / (1 + exp bound)) by (apply Rinv_0_lt_compat; lra).
    unfold Rdiv at 1. nra.
Qed.

(** Without potential every worker is a coin, and the score is 0. *)
Lemma score_of_coins (workers : list worker) (z : ballot) :
  interior workers -> potential workers = 0 -> score (with_optimal_weights workers) z = 0.
Proof.
  intros inside none.
  assert (coins : forall w, In w workers -> log_odds (flip w) = 0).
  { intros w member.
    assert (zero : (1 / 2 - flip w) * log_odds (flip w) = 0).
    { apply Rle_antisym; [|now apply log_odds_agree_with_edge, inside].
      rewrite <- none. unfold potential, sum_of. clear none. revert member inside.
      induction workers as [|u rest IH]; simpl; intros member inside; [contradiction|].
      assert (own := log_odds_agree_with_edge (flip u) (inside u (or_introl eq_refl))).
      assert (rest_inside : interior rest) by (intros v place; apply inside; now right).
      assert (others : 0 <= potential rest) by now apply potential_nonnegative.
      unfold potential, sum_of in others.
      destruct member as [here | later]; [subst; lra|]. specialize (IH later rest_inside). lra. }
    apply Rmult_integral in zero. destruct zero as [half | zero]; [|assumption].
    replace (flip w) with (1 / 2) by lra. apply log_odds_of_half. }
  unfold score. clear none inside. revert z; induction workers as [|w rest IH]; intros [|wrong others]; simpl; try lra.
  assert (own := coins w (or_introl eq_refl)).
  assert (tail := IH (fun u member => coins u (or_intror member)) others).
  fold (with_optimal_weights rest). rewrite own. destruct wrong; lra.
Qed.

(** For every decoder, in the average over both signs. *)
Theorem every_decoder_errs (workers : list worker) (decoder : ballot -> R) :
  interior workers -> (forall z, -1 <= decoder z <= 1) ->
  llr_lower_rhs (potential workers) <= error_of workers decoder.
Proof.
  intros inside bounds.
  assert (flips := interior_flips_are_probabilities workers inside).
  eapply Rle_trans; [|now apply best_decoder].
  set (phi := potential workers). unfold llr_lower_rhs.
  destruct (Rle_lt_or_eq_dec _ _ (potential_nonnegative workers inside)) as [positive | zero].
  - fold phi in positive.
    assert (up : 0 < exp (2 * phi + 4 * sqrt phi)) by apply exp_pos.
    set (B := 1 + exp (2 * phi + 4 * sqrt phi)) in *.
    apply Rle_trans with (expectation workers (fun z =>
      (1 - (score (with_optimal_weights workers) z - 2 * phi) * (score (with_optimal_weights workers) z - 2 * phi)
           / (16 * phi)) / B)).
    2:{ apply expectation_monotone; [assumption|]. intros z. now apply chebyshev_point. }
    assert (moment := second_moment_of_score (with_optimal_weights workers) (2 * phi)).
    rewrite expectation_with_optimal_weights, optimal_mean in moment. fold phi in moment.
    assert (spread := optimal_variance workers inside). fold phi in spread.
    set (Q := fun z =>
      (score (with_optimal_weights workers) z - 2 * phi) * (score (with_optimal_weights workers) z - 2 * phi)).
    change (expectation workers Q
      = score_variance (with_optimal_weights workers) + (2 * phi - 2 * phi) * (2 * phi - 2 * phi)) in moment.
    change (3 / (4 * B) <= expectation workers (fun z => (1 - Q z / (16 * phi)) / B)).
    replace (expectation workers (fun z => (1 - Q z / (16 * phi)) / B))
      with (/ B - / B * / (16 * phi) * expectation workers Q).
    + rewrite moment.
      replace (score_variance (with_optimal_weights workers) + (2 * phi - 2 * phi) * (2 * phi - 2 * phi))
        with (score_variance (with_optimal_weights workers)) by ring.
      assert (0 < / B) by (apply Rinv_0_lt_compat; unfold B; lra).
      assert (scale : 0 < / B * / (16 * phi)) by (apply Rmult_lt_0_compat; [assumption | apply Rinv_0_lt_compat; lra]).
      apply (Rmult_le_compat_l (/ B * / (16 * phi))) in spread; [|lra].
      replace (/ B * / (16 * phi) * (4 * phi)) with (/ B * / 4) in spread by (field; unfold B; split; lra).
      replace (3 / (4 * B)) with (/ B - / B * / 4) by (field; unfold B; lra). lra.
    + rewrite <- (Rmult_1_r (/ B)) at 1. rewrite <- (expectation_of_one workers) at 1.
      rewrite <- !expectation_scaled. unfold Rminus at 1.
      rewrite <- (Rmult_1_l (expectation workers (fun z => / B * / (16 * phi) * Q z))), Ropp_mult_distr_l.
      rewrite <- expectation_scaled. unfold expectation. rewrite <- sum_over_plus.
      apply sum_over_extensional. intros z _. field. unfold B. split; lra.
  - fold phi in zero. rewrite <- zero, sqrt_0.
    rewrite (expectation_extensional _ _ (fun _ => / 2 * 1)).
    + rewrite expectation_scaled, expectation_of_one.
      replace (2 * 0 + 4 * 0) with 0 by ring. rewrite exp_0. lra.
    + intros z. rewrite score_of_coins by (assumption || (symmetry; exact zero)).
      rewrite Rabs_R0, exp_0. field.
Qed.

(** A weighted vote: +1, 0 or -1 by the sign of the score. *)
Definition decoded_vote (workers : list worker) (z : ballot) : R :=
  if Rlt_dec 0 (score workers z) then 1 else if Rlt_dec (score workers z) 0 then -1 else 0.

(** P(U = -sign g) + P(U = 0)/2 *)
Definition vote_error (workers : list worker) : R :=
  expectation workers (fun y =>
    if Rlt_dec (right_weight workers y) (wrong_weight workers y) then 1
    else if Rlt_dec (wrong_weight workers y) (right_weight workers y) then 0 else / 2).

(** vote.llr-lower, for every weighted vote: whatever the weights. *)
Theorem vote_llr_lower (workers : list worker) :
  interior workers -> llr_lower_rhs (potential workers) <= vote_error workers.
Proof.
  intros inside.
  replace (vote_error workers) with (error_of workers (decoded_vote workers)).
  - apply every_decoder_errs; [assumption|]. intros z. unfold decoded_vote.
    destruct Rlt_dec; [lra|]. destruct Rlt_dec; lra.
  - unfold error_of.
    assert (same : expectation workers (fun y => (1 + decoded_vote workers (opposite y)) / 2)
                   = expectation workers (fun y => (1 - decoded_vote workers y) / 2)).
    { apply expectation_extensional. intros y. unfold decoded_vote. rewrite score_of_opposite.
      repeat destruct Rlt_dec; lra. }
    assert (own : vote_error workers = expectation workers (fun y => (1 - decoded_vote workers y) / 2)).
    { apply expectation_extensional. intros y. unfold decoded_vote, score. repeat destruct Rlt_dec; lra. }
    rewrite same, own. field.
Qed.
