(** * Bounds for weighted votes from the Kearns-Saul inequality

    Glossary (besides that of Votes.v, ClosedForms.v and KearnsSaul.v)

    - [edge]: t = sum_m v_m (1/2 - p_m), half the mean of the score;
    - [variance]: V = sum_m v_m^2 (1/2 - p_m)/(2 w_m), with the limits of [variance_proxy];
    - [potential]: Phi = sum_m (1/2 - p_m) w_m, the committee potential, w_m = ln((1 - p_m)/p_m).

    Results: [vote_kearns_saul], [vote_llr] and [vote_imperfect], of the catalogue's names. *)

Require Import Reals List Lra.
From Plumbline.Decoding Require Import Votes ClosedForms KearnsSaul.
Import ListNotations.
Local Open Scope R_scope.

Definition edge (workers : list worker) : R :=
  sum_of (map (fun w => weight w * (1 / 2 - flip w)) workers).

Definition variance (workers : list worker) : R :=
  sum_of (map (fun w => weight w * weight w * variance_proxy (flip w)) workers).

Definition potential (workers : list worker) : R :=
  sum_of (map (fun w => (1 / 2 - flip w) * log_odds (flip w)) workers).

(** The proxy is the catalogue's formula wherever the latter makes sense. *)
Lemma variance_proxy_formula (p : R) :
  0 < p < 1 -> p <> 1 / 2 -> variance_proxy p = (1 / 2 - p) / (2 * ln ((1 - p) / p)).
Proof.
  intros inside other. unfold variance_proxy, log_odds.
  destruct (Req_EM_T p 0); [lra|]. destruct (Req_EM_T p 1); [lra|].
  destruct (Req_EM_T p (1 / 2)); [contradiction | reflexivity].
Qed.

(** Odds are on the side of the more likely vote. *)
Lemma log_odds_agree_with_edge (p : R) : 0 < p < 1 -> 0 <= (1 / 2 - p) * log_odds p.
Proof.
  intros inside.
  assert (positive : 0 < (1 - p) / p) by (apply Rdiv_lt_0_compat; lra).
  unfold log_odds. destruct (Rle_lt_dec p (1 / 2)) as [low | high].
  - apply Rmult_le_pos; [lra|]. rewrite <- ln_1.
    assert (odds : 1 <= (1 - p) / p).
    { apply (Rmult_le_reg_r p); [lra|]. replace ((1 - p) / p * p) with (1 - p) by (field; lra). lra. }
    destruct odds as [above | one]; [left; apply ln_increasing; lra | right; now rewrite <- one].
  - assert (odds : (1 - p) / p < 1).
    { apply (Rmult_lt_reg_r p); [lra|]. replace ((1 - p) / p * p) with (1 - p) by (field; lra). lra. }
    assert (ln ((1 - p) / p) < 0) by (rewrite <- ln_1; now apply ln_increasing). nra.
Qed.

Lemma variance_proxy_nonnegative (p : R) : 0 <= p <= 1 -> 0 <= variance_proxy p.
Proof.
  intros bounds. destruct (Req_dec p 0) as [zero | some].
  { unfold variance_proxy. destruct (Req_EM_T p 0); [lra | contradiction]. }
  destruct (Req_dec p 1) as [one | other].
  { unfold variance_proxy. destruct (Req_EM_T p 0); [lra|].
    destruct (Req_EM_T p 1); [lra | contradiction]. }
  destruct (Req_dec p (1 / 2)) as [half | off].
  { unfold variance_proxy. destruct (Req_EM_T p 0); [lra|].
    destruct (Req_EM_T p 1); [lra|]. destruct (Req_EM_T p (1 / 2)); [lra | contradiction]. }
  rewrite variance_proxy_formula by lra. fold (log_odds p).
  assert (agree := log_odds_agree_with_edge p). assert (inside : 0 < p < 1) by lra.
  specialize (agree inside).
  assert (nonzero : log_odds p <> 0) by (intros zero; apply off; now apply log_odds_zero_at_half_only).
  replace ((1 / 2 - p) / (2 * log_odds p))
    with ((1 / 2 - p) * log_odds p / (2 * (log_odds p * log_odds p))) by (field; assumption).
  apply Rmult_le_pos; [assumption|]. left. apply Rinv_0_lt_compat.
  assert (0 < log_odds p * log_odds p) by (generalize (Rsqr_pos_lt (log_odds p) nonzero); unfold Rsqr; lra).
  lra.
Qed.

Lemma variance_nonnegative (workers : list worker) :
  flips_are_probabilities workers -> 0 <= variance workers.
Proof.
  intros flips. unfold variance.
  rewrite <- (Rmult_0_r (INR (length workers))), <- (sum_of_constant workers 0).
  apply sum_of_monotone. intros w member. apply Rmult_le_pos.
  - generalize (Rle_0_sqr (weight w)); unfold Rsqr; lra.
  - apply variance_proxy_nonnegative. now apply flips.
Qed.

(** One worker's factor in Chernoff's product. *)
Lemma moment_bound (s : R) (w : worker) :
  0 <= flip w <= 1 ->
  moment s w <=
  exp (- (2 * s) * (weight w * (1 / 2 - flip w))
       + 4 * (s * s) * (weight w * weight w * variance_proxy (flip w))).
Proof.
  intros bounds. unfold moment. set (p := flip w) in *. set (v := weight w).
  assert (inequality := kearns_saul p (2 * (s * v)) bounds).
  apply (Rmult_le_compat_l (exp (- (2 * s) * (v * (1 / 2 - p))))) in inequality; [|left; apply exp_pos].
  rewrite <- exp_plus in inequality.
  replace (- (2 * s) * (v * (1 / 2 - p)) + variance_proxy p * (2 * (s * v) * (2 * (s * v))))
    with (- (2 * s) * (v * (1 / 2 - p)) + 4 * (s * s) * (v * v * variance_proxy p)) in inequality by ring.
  eapply Rle_trans; [apply Req_le | exact inequality].
  rewrite Rmult_plus_distr_l.
  replace (exp (- (2 * s) * (v * (1 / 2 - p))) * ((1 - p) * exp (- (2 * (s * v)) * p)))
    with ((1 - p) * (exp (- (2 * s) * (v * (1 / 2 - p))) * exp (- (2 * (s * v)) * p))) by ring.
  replace (exp (- (2 * s) * (v * (1 / 2 - p))) * (p * exp (2 * (s * v) * (1 - p))))
    with (p * (exp (- (2 * s) * (v * (1 / 2 - p))) * exp (2 * (s * v) * (1 - p)))) by ring.
  rewrite <- !exp_plus. f_equal; f_equal; f_equal; field.
Qed.

(** Chernoff's method before the choice of s. *)
Lemma failure_by_parameter (workers : list worker) (s : R) :
  flips_are_probabilities workers -> 0 <= s ->
  failure workers <= exp (- (2 * s) * edge workers + 4 * (s * s) * variance workers).
Proof.
  intros flips nonnegative.
  eapply Rle_trans; [now apply (vote_chernoff_at workers s)|]. unfold chernoff_product.
  eapply Rle_trans.
  { apply (product_monotone workers (moment s)
      (fun w => exp (- (2 * s) * (weight w * (1 / 2 - flip w))
                     + 4 * (s * s) * (weight w * weight w * variance_proxy (flip w))))).
    intros w member. destruct (flips w member). split; [|apply moment_bound; lra].
    unfold moment. apply Rplus_le_le_0_compat; apply Rmult_le_pos; try lra; left; apply exp_pos. }
  rewrite product_of_exponentials. apply Req_le. f_equal.
  rewrite sum_of_plus, !sum_of_scaled. reflexivity.
Qed.

(** vote.kearns-saul. *)
Theorem vote_kearns_saul (workers : list worker) :
  flips_are_probabilities workers -> 0 < edge workers -> 0 < variance workers ->
  failure workers <= exp (- (edge workers * edge workers / (4 * variance workers))).
Proof.
  intros flips ahead spread.
  eapply Rle_trans.
  { apply (failure_by_parameter workers (edge workers / (4 * variance workers))); [assumption|].
    apply Rmult_le_pos; [lra | left; apply Rinv_0_lt_compat; lra]. }
  apply Req_le. f_equal. field. lra.
Qed.

(** The limit of the bound where V = 0: every worker with a weight is always right or always wrong. *)
Theorem vote_kearns_saul_without_variance (workers : list worker) :
  flips_are_probabilities workers -> 0 < edge workers -> variance workers = 0 ->
  failure workers = 0.
Proof.
  intros flips ahead none. apply Rle_antisym; [|now apply failure_nonnegative].
  apply le_epsilon. intros e positive. rewrite Rplus_0_l.
  set (s := Rmax 0 (- ln e) / (2 * edge workers)).
  assert (nonnegative : 0 <= s).
  { apply Rmult_le_pos; [apply Rmax_l | left; apply Rinv_0_lt_compat; lra]. }
  eapply Rle_trans; [now apply (failure_by_parameter workers s)|].
  rewrite none. rewrite <- (exp_ln e) at 1 by assumption. apply exp_monotone.
  replace (- (2 * s) * edge workers + 4 * (s * s) * 0) with (- Rmax 0 (- ln e)) by (unfold s; field; lra).
  generalize (Rmax_r 0 (- ln e)); lra.
Qed.

(** ** Log-likelihood weights, exactly or within a factor *)

(** w^2 times the proxy is half of (1/2 - p) w: at p = 1/2 both are zero. *)
Lemma optimal_weight_variance (p : R) :
  0 < p < 1 -> log_odds p * log_odds p * variance_proxy p = (1 / 2 - p) * log_odds p / 2.
Proof.
  intros inside. destruct (Req_dec p (1 / 2)) as [half | off].
  - rewrite half, log_odds_of_half. field.
  - rewrite variance_proxy_formula by assumption. fold (log_odds p). field.
    intros zero. apply off. now apply log_odds_zero_at_half_only.
Qed.

Lemma potential_nonnegative (workers : list worker) : interior workers -> 0 <= potential workers.
Proof.
  intros inside. unfold potential.
  rewrite <- (Rmult_0_r (INR (length workers))), <- (sum_of_constant workers 0).
  apply sum_of_monotone. intros w member. apply log_odds_agree_with_edge. now apply inside.
Qed.

(** vote.imperfect: every weight is r_m w_m with r_m between c (1 - d) and c (1 + d).

    Where p_m = 1/2 this says v_m = 0. *)
Theorem vote_imperfect (workers : list worker) (c d : R) :
  interior workers -> 0 < c -> 0 <= d <= 1 ->
  (forall w, In w workers -> exists r,
     c * (1 - d) <= r <= c * (1 + d) /\ weight w = r * log_odds (flip w)) ->
  failure workers <= exp (- (potential workers / 2) * ((1 - d) / (1 + d) * ((1 - d) / (1 + d)))).
Proof.
  intros inside positive accuracy close.
  assert (flips := interior_flips_are_probabilities workers inside).
  assert (low_edge : c * (1 - d) * potential workers <= edge workers).
  { unfold potential, edge. rewrite <- sum_of_scaled. apply sum_of_monotone. intros w member.
    destruct (close w member) as [r [[low high] equal]]. rewrite equal.
    generalize (log_odds_agree_with_edge (flip w) (inside w member)). intros agree.
    replace (r * log_odds (flip w) * (1 / 2 - flip w)) with (r * ((1 / 2 - flip w) * log_odds (flip w))) by ring.
    now apply Rmult_le_compat_r. }
  assert (high_variance : variance workers <= c * (1 + d) * (c * (1 + d)) * (potential workers / 2)).
  { replace (c * (1 + d) * (c * (1 + d)) * (potential workers / 2))
      with (c * (1 + d) * (c * (1 + d)) / 2 * potential workers) by field.
    unfold potential, variance. rewrite <- sum_of_scaled. apply sum_of_monotone. intros w member.
    destruct (close w member) as [r [[low high] equal]]. rewrite equal.
    generalize (log_odds_agree_with_edge (flip w) (inside w member)). intros agree.
    replace (r * log_odds (flip w) * (r * log_odds (flip w)) * variance_proxy (flip w))
      with (r * r * (log_odds (flip w) * log_odds (flip w) * variance_proxy (flip w))) by ring.
    rewrite optimal_weight_variance by now apply inside.
    replace (r * r * ((1 / 2 - flip w) * log_odds (flip w) / 2))
      with (r * r / 2 * ((1 / 2 - flip w) * log_odds (flip w))) by field.
    apply Rmult_le_compat_r; [assumption|].
    assert (0 <= r) by (eapply Rle_trans; [|exact low]; apply Rmult_le_pos; lra).
    assert (r * r <= c * (1 + d) * (c * (1 + d))) by (apply Rmult_le_compat; lra). lra. }
  (* The parameter that is best when both bounds are attained. *)
  set (s := (1 - d) / (2 * c * ((1 + d) * (1 + d)))).
  assert (denominator : 0 < 2 * c * ((1 + d) * (1 + d))).
  { apply Rmult_lt_0_compat; [lra|]. apply Rmult_lt_0_compat; lra. }
  assert (nonnegative : 0 <= s).
  { apply Rmult_le_pos; [lra | left; now apply Rinv_0_lt_compat]. }
  eapply Rle_trans; [now apply (failure_by_parameter workers s)|].
  apply exp_monotone.
  apply (Rmult_le_compat_l (2 * s)) in low_edge; [|lra].
  apply (Rmult_le_compat_l (4 * (s * s))) in high_variance.
  2:{ apply Rmult_le_pos; [lra | now apply Rmult_le_pos]. }
  replace (- (potential workers / 2) * ((1 - d) / (1 + d) * ((1 - d) / (1 + d))))
    with (- (2 * s * (c * (1 - d) * potential workers))
          + 4 * (s * s) * (c * (1 + d) * (c * (1 + d)) * (potential workers / 2)))
    by (unfold s; field; lra).
  lra.
Qed.

(** vote.llr *)
Theorem vote_llr (workers : list worker) :
  interior workers -> log_likelihood_weights workers ->
  failure workers <= exp (- (potential workers / 2)).
Proof.
  intros inside optimal.
  replace (- (potential workers / 2))
    with (- (potential workers / 2) * ((1 - 0) / (1 + 0) * ((1 - 0) / (1 + 0)))) by field.
  apply (vote_imperfect workers 1 0); [assumption | lra | lra |].
  intros w member. exists 1. split; [lra|]. rewrite (optimal w member). ring.
Qed.

(** The Bhattacharyya product is the smaller bound: 2 sqrt(p (1 - p)) <= exp(-(1/2 - p) w/2). *)
Theorem bhattacharyya_below_llr (workers : list worker) :
  interior workers -> log_likelihood_weights workers ->
  bhattacharyya_product workers <= exp (- (potential workers / 2)).
Proof.
  intros inside optimal. unfold bhattacharyya_product.
  replace (- (potential workers / 2)) with (- / 2 * potential workers) by field.
  unfold potential. rewrite <- sum_of_scaled, <- product_of_exponentials.
  apply product_monotone. intros w member. split.
  - apply Rmult_le_pos; [lra | apply sqrt_pos].
  - rewrite <- moment_at_half by auto. destruct (inside w member).
    eapply Rle_trans; [apply moment_bound; lra|]. apply Req_le. f_equal.
    rewrite (optimal w member).
    replace (4 * (1 / 2 * (1 / 2)) * (log_odds (flip w) * log_odds (flip w) * variance_proxy (flip w)))
      with (log_odds (flip w) * log_odds (flip w) * variance_proxy (flip w)) by field.
    rewrite optimal_weight_variance by now apply inside. field.
Qed.
