(** * Workers that are always right or always wrong

    The weight ln((1 - p)/p) is infinite where p = 0, and minus infinity where p = 1, so that such workers decide alone:
    the optimal decoder looks at the others only when they cancel. They never cancel, since a worker that is always wrong
    counts as its opposite; the vote never fails, and every bound on it may be taken as 0, the limit of the formulas.

    Glossary (besides that of Votes.v and LowerBound.v)

    - [certain] p: p = 0 or p = 1;
    - [infinite_score] flips y: right votes with infinite weight less wrong ones, a vote of a worker with p = 1 counting
      as its opposite;
    - [optimal_failure] flips: the probability that the optimal decoder is wrong or tied: the sum of infinite weights is
      negative, or it is zero and the sum of the finite weights is not positive;
    - [coin_like]: no worker is certain.

    Results: [certain_worker_never_fails], [optimal_failure_of_finite_weights], [optimal_bhattacharyya], [optimal_llr]. *)

Require Import Reals List Lra.
From Plumbline.Decoding Require Import Votes ClosedForms KearnsSaul WeightedVotes.
Import ListNotations.
Local Open Scope R_scope.

Definition certain (p : R) : Prop := p = 0 \/ p = 1.

Fixpoint infinite_score (flips : list R) (y : ballot) : R :=
  match flips, y with
  | p :: rest, wrong :: others =>
      (if Req_EM_T p 0 then if wrong then -1 else 1
       else if Req_EM_T p 1 then if wrong then 1 else -1
       else 0) + infinite_score rest others
  | _, _ => 0
  end.

(** Workers with finite weights, the others with none. *)
Definition finite_part (flips : list R) : list worker :=
  map (fun p => Worker p (if Req_EM_T p 0 then 0 else if Req_EM_T p 1 then 0 else log_odds p)) flips.

Definition optimal_failure (flips : list R) : R :=
  expectation (finite_part flips) (fun y =>
    if Rlt_dec (infinite_score flips y) 0 then 1
    else if Rlt_dec 0 (infinite_score flips y) then 0
    else fails (finite_part flips) y).

Definition probabilities (flips : list R) : Prop := forall p, In p flips -> 0 <= p <= 1.

Definition coin_like (flips : list R) : Prop := forall p, In p flips -> ~ certain p.

(** Wherever a ballot can happen, no infinite weight is on the wrong side. *)
Lemma infinite_weights_agree (flips : list R) (y : ballot) :
  probability (finite_part flips) y = 0 \/
  (0 <= infinite_score flips y /\ (Exists certain flips -> 0 < infinite_score flips y)).
Proof.
  revert y; induction flips as [|p rest IH]; intros [|wrong others]; simpl.
  - right. split; [lra|]. intros some. inversion some.
  - now left.
  - now left.
  - destruct (IH others) as [never | [low high]]; [left; fold (finite_part rest); rewrite never; ring|].
    destruct (Req_EM_T p 0) as [zero | some].
    + destruct wrong; [left; rewrite zero; ring|]. right. split; [lra|]. intros _. lra.
    + destruct (Req_EM_T p 1) as [one | other].
      * destruct wrong; [right|left; rewrite one; ring]. split; [lra|]. intros _. lra.
      * right. split; [lra|]. intros exists_one. inversion exists_one as [? ? here | ? ? later]; subst.
        -- destruct here; contradiction.
        -- specialize (high later). lra.
Qed.

Theorem certain_worker_never_fails (flips : list R) : Exists certain flips -> optimal_failure flips = 0.
Proof.
  intros some. unfold optimal_failure, expectation.
  rewrite (sum_over_extensional _ _ (fun y => 0 * probability (finite_part flips) y)).
  - rewrite sum_over_scaled. ring.
  - intros y _. destruct (infinite_weights_agree flips y) as [never | [_ high]]; [rewrite never; ring|].
    specialize (high some). destruct Rlt_dec; [lra|]. destruct Rlt_dec; [ring | lra].
Qed.

Lemma no_infinite_weights (flips : list R) (y : ballot) : coin_like flips -> infinite_score flips y = 0.
Proof.
  revert y; induction flips as [|p rest IH]; intros [|wrong others] fair; simpl; try reflexivity.
  rewrite IH by (intros q member; apply fair; now right).
  assert (open := fair p (or_introl eq_refl)). unfold certain in open.
  destruct (Req_EM_T p 0); [tauto|]. destruct (Req_EM_T p 1); [tauto|]. ring.
Qed.

(** Without certain workers it is the vote of the other files. *)
Theorem optimal_failure_of_finite_weights (flips : list R) :
  coin_like flips -> optimal_failure flips = failure (map (fun p => Worker p (log_odds p)) flips).
Proof.
  intros fair.
  assert (same : finite_part flips = map (fun p => Worker p (log_odds p)) flips).
  { apply map_ext_in. intros p member. assert (open := fair p member). unfold certain in open.
    destruct (Req_EM_T p 0); [tauto|]. destruct (Req_EM_T p 1); [tauto | reflexivity]. }
  unfold optimal_failure, failure. rewrite same. apply expectation_extensional. intros y.
  rewrite no_infinite_weights by assumption. destruct Rlt_dec; [lra | reflexivity].
Qed.

Lemma certain_or_coin_like (flips : list R) : Exists certain flips \/ coin_like flips.
Proof.
  induction flips as [|p rest [some | fair]]; [right; intros p []| |].
  - left. now right.
  - assert (decided : certain p \/ ~ certain p).
    { unfold certain. destruct (Req_EM_T p 0); [tauto|]. destruct (Req_EM_T p 1); tauto. }
    destruct decided as [here | open]; [left; now left|]. right. intros q [<- | later]; [assumption | now apply fair].
Qed.

Lemma fair_workers (flips : list R) :
  probabilities flips -> coin_like flips ->
  interior (map (fun p => Worker p (log_odds p)) flips) /\
  log_likelihood_weights (map (fun p => Worker p (log_odds p)) flips).
Proof.
  intros bounds fair. split; intros w member; apply in_map_iff in member; destruct member as [p [<- member]]; simpl.
  - assert (b := bounds p member). assert (open := fair p member). unfold certain in open.
    destruct b as [[low | zero] [high | one]]; try lra; tauto.
  - reflexivity.
Qed.

(** vote.bhattacharyya for all flip probabilities: its formula is 0 where a worker is certain. *)
Theorem optimal_bhattacharyya (flips : list R) :
  probabilities flips -> optimal_failure flips <= product_of (map (fun p => 2 * sqrt (p * (1 - p))) flips).
Proof.
  intros bounds. destruct (certain_or_coin_like flips) as [some | fair].
  - rewrite certain_worker_never_fails by assumption.
    destruct (product_monotone flips (fun p => 2 * sqrt (p * (1 - p))) (fun p => 2 * sqrt (p * (1 - p)))) as [low _];
      [|exact low].
    intros p _. split; [|lra]. apply Rmult_le_pos; [lra | apply sqrt_pos].
  - rewrite optimal_failure_of_finite_weights by assumption.
    destruct (fair_workers flips bounds fair) as [inside optimal].
    eapply Rle_trans; [now apply vote_bhattacharyya|]. apply Req_le.
    unfold bhattacharyya_product. now rewrite map_map.
Qed.

(** vote.llr for all flip probabilities: 0 where a worker is certain, as Phi is infinite. *)
Theorem optimal_llr (flips : list R) :
  probabilities flips ->
  (Exists certain flips /\ optimal_failure flips = 0) \/
  (coin_like flips /\
   optimal_failure flips <= exp (- (sum_of (map (fun p => (1 / 2 - p) * log_odds p) flips) / 2))).
Proof.
  intros bounds. destruct (certain_or_coin_like flips) as [some | fair].
  - left. split; [assumption | now apply certain_worker_never_fails].
  - right. split; [assumption|]. rewrite optimal_failure_of_finite_weights by assumption.
    destruct (fair_workers flips bounds fair) as [inside optimal].
    eapply Rle_trans; [now apply vote_llr|]. apply Req_le. unfold potential. now rewrite map_map.
Qed.
