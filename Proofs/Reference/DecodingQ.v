(** * The right sides of the decoding theorems over Q

    As ConvergenceQ.v, for sign descent, votes and the sampler. Of the vote bounds only those without an exponential have
    rational values: majority for an even number of workers or where 4 pbar (1 - pbar) is a square, and the Bhattacharyya
    product where every p (1 - p) is one. The bounds vote.chernoff, vote.kearns-saul, vote.llr, vote.llr-lower and
    vote.imperfect are exponentials of logarithms and have no exact entry in the table.

    Glossary

    - [flips]: the flip probabilities p_m of the workers, one for each;
    - [mean_flip_q]: pbar;
    - delta, total, gap, error: as in SignDescent.v; a, b, c, s: as in SamplerAgreement.v; N, o, s, r: as in
      Hypergeometric.v; N, s, k: as in Coverage.v. *)

Require Import ZArith QArith Qreals Reals Lra Lia List.
From Plumbline.Decoding Require Import Votes ClosedForms Orders SignDescent SamplerAgreement Hypergeometric Coverage.
From Plumbline.Reference Require Import Rational.
Import ListNotations.
Local Open Scope Q_scope.

Definition signsgd_weighted_q (T delta total gap : Q) : Q := gap / (delta * T) + delta * total / 2.

Definition signsgd_uniform_q (T delta total gap error : Q) : Q :=
  signsgd_weighted_q T delta total gap / (1 - 2 * error).

(** In lowest terms at every step, or the sum of a hundred fractions would have a denominator of two hundred digits. *)
Definition mean_flip_q (flips : list Q) : Q :=
  Qred (fold_right (fun p rest => Qred (p + rest)) 0 flips / inject_Z (Z.of_nat (length flips))).

Definition majority_q (p : Q) (workers : nat) : option Q :=
  let base := 4 * p * (1 - p) in
  if Nat.even workers && Qle_bool 0 base then Some (power base (Nat.div2 workers))
  else option_map (fun root => power root workers) (exact_root base).

Fixpoint bhattacharyya_q (flips : list Q) : option Q :=
  match flips with
  | [] => Some 1
  | p :: rest =>
      match exact_root (p * (1 - p)), bhattacharyya_q rest with
      | Some root, Some product => Some (2 * root * product)
      | _, _ => None
      end
  end.

(** C(n, k) in binary: its numerator and denominator grow by one factor at a time, and every quotient is whole. *)
Fixpoint binomial_z (n : Z) (k : nat) : Z :=
  match k with
  | O => 1
  | S j => (binomial_z n j * (n - Z.of_nat j)) / Z.of_nat k
  end.

Definition plexus_agreement_q (a b c s : nat) : Q :=
  inject_Z (binomial_z (Z.of_nat c) s) / inject_Z (binomial_z (Z.of_nat (a + b + c)) s).

(** sum over k = 0 ... t *)
Fixpoint sum_up_to_z (t : nat) (F : nat -> Z) : Z :=
  match t with
  | O => F O
  | S before => sum_up_to_z before F + F t
  end.

Definition plexus_stall_q (N o s r : nat) : Q :=
  inject_Z (sum_up_to_z s (fun k =>
    if Nat.ltb (s - k) r then binomial_z (Z.of_nat o) k * binomial_z (Z.of_nat (N - o)) (s - k) else 0)%Z)
  / inject_Z (binomial_z (Z.of_nat N) s).

(** sum over i = 0 ... count - 1; in lowest terms at every step, as above *)
Fixpoint sum_to_q (count : nat) (F : nat -> Q) : Q :=
  match count with
  | O => 0
  | S before => Qred (sum_to_q before F + F before)
  end.

Definition plexus_coverage_q (N s k : nat) : Q :=
  sum_to_q N (fun i =>
    (if Nat.even i then 1 else -1) * inject_Z (binomial_z (Z.of_nat N) (S i))
    * power (Qred (inject_Z (binomial_z (Z.of_nat (N - S i)) s) / inject_Z (binomial_z (Z.of_nat N) s))) k).

(** ** Agreement *)

Theorem signsgd_weighted_agrees (T delta total gap : Q) :
  Q2R (signsgd_weighted_q T delta total gap)
  = signsgd_weighted_rhs (Q2R T) (Q2R delta) (Q2R total) (Q2R gap).
Proof. unfold signsgd_weighted_q, signsgd_weighted_rhs. to_reals. reflexivity. Qed.

Theorem signsgd_uniform_agrees (T delta total gap error : Q) :
  Q2R (signsgd_uniform_q T delta total gap error)
  = signsgd_uniform_rhs (Q2R T) (Q2R delta) (Q2R total) (Q2R gap) (Q2R error).
Proof. unfold signsgd_uniform_q, signsgd_uniform_rhs. to_reals. now rewrite signsgd_weighted_agrees. Qed.

(** Equal workers, as the majority counts them. *)
Definition equal_voters (flips : list Q) : list worker := map (fun p => Worker (Q2R p) 1) flips.

(** Workers with the weights of the optimal decoder. *)
Definition optimal_voters (flips : list Q) : list worker :=
  map (fun p => Worker (Q2R p) (log_odds (Q2R p))) flips.

Lemma mean_flip_agrees (flips : list Q) : Q2R (mean_flip_q flips) = mean_flip (equal_voters flips).
Proof.
  unfold mean_flip_q, mean_flip, equal_voters. rewrite Q2R_reduced, Q2R_quotient, Q2R_natural, map_length.
  f_equal. unfold sum_of. induction flips as [|p rest IH]; cbn [map fold_right flip]; [apply RMicromega.Q2R_0|].
  now rewrite Q2R_reduced, Q2R_plus, IH.
Qed.

Lemma power_of_root (x : R) (half : nat) : (0 <= x)%R -> (sqrt x ^ (2 * half) = x ^ half)%R.
Proof.
  intros nonnegative. rewrite pow_mult. f_equal. rewrite <- Rsqr_pow2. now apply Rsqr_sqrt.
Qed.

Theorem majority_agrees (p : Q) (workers : nat) (value : Q) :
  majority_q p workers = Some value -> Q2R value = majority_rhs (Q2R p) workers.
Proof.
  unfold majority_q, majority_rhs. set (base := 4 * p * (1 - p)).
  assert (same_base : Q2R base = (4 * Q2R p * (1 - Q2R p))%R) by (unfold base; now to_reals).
  rewrite <- same_base.
  destruct (Nat.even workers && Qle_bool 0 base) eqn:even.
  - apply andb_prop in even. destruct even as [even sign].
    apply Nat.even_spec in even. destruct even as [half ->].
    apply Qle_bool_iff, Qle_Rle in sign. rewrite RMicromega.Q2R_0 in sign.
    rewrite Nat.div2_double. intros same. injection same as <-.
    rewrite power_of_root by assumption. apply Q2R_power.
  - destruct (exact_root base) as [root|] eqn:found; [|discriminate].
    simpl. intros same. injection same as <-.
    now rewrite (exact_root_correct _ _ found), Q2R_power.
Qed.

(** As the theorem uses it. *)
Theorem majority_of_workers_agrees (flips : list Q) (value : Q) :
  majority_q (mean_flip_q flips) (length flips) = Some value ->
  Q2R value = majority_rhs (mean_flip (equal_voters flips)) (length (equal_voters flips)).
Proof.
  intros known. rewrite <- mean_flip_agrees. unfold equal_voters. rewrite map_length. now apply majority_agrees.
Qed.

Theorem bhattacharyya_agrees (flips : list Q) (value : Q) :
  bhattacharyya_q flips = Some value -> Q2R value = bhattacharyya_product (optimal_voters flips).
Proof.
  unfold bhattacharyya_product, optimal_voters, product_of.
  revert value; induction flips as [|p rest IH]; intros value; simpl.
  - intros same. injection same as <-. apply RMicromega.Q2R_1.
  - destruct (exact_root (p * (1 - p))) as [root|] eqn:found; [|discriminate].
    destruct (bhattacharyya_q rest) as [product|]; [|discriminate].
    intros same. injection same as <-.
    apply exact_root_correct in found. rewrite Q2R_mult, Q2R_minus, RMicromega.Q2R_1 in found.
    rewrite Q2R_mult, Q2R_mult, (IH product eq_refl), <- found.
    change (2 # 1) with (inject_Z 2). now rewrite Q2R_integer.
Qed.

(** (k + 1) C(n, k + 1) = (n - k) C(n, k) *)
Lemma binomial_next (n k : nat) : (S k * binomial n (S k) = (n - k) * binomial n k)%nat.
Proof.
  destruct (le_lt_dec n k) as [above | below].
  - rewrite binomial_above by lia. replace (n - k)%nat with 0%nat by lia. lia.
  - assert (high := binomial_factorials n (S k) ltac:(lia)).
    assert (low := binomial_factorials n k ltac:(lia)).
    replace (n - k)%nat with (S (n - S k)) in * by lia.
    change (fact (S k)) with (S k * fact k)%nat in high.
    change (fact (S (n - S k))) with (S (n - S k) * fact (n - S k))%nat in low.
    assert (fact k <> 0 /\ fact (n - S k) <> 0)%nat by (split; apply fact_neq_0).
    apply (Nat.mul_cancel_r _ _ (fact k * fact (n - S k))); nia.
Qed.

Lemma binomial_z_correct (n k : nat) : binomial_z (Z.of_nat n) k = Z.of_nat (binomial n k).
Proof.
  induction k as [|j IH]; [destruct n; reflexivity|].
  cbn [binomial_z]. rewrite IH.
  replace (Z.of_nat (binomial n j) * (Z.of_nat n - Z.of_nat j))%Z
    with (Z.of_nat (binomial n (S j)) * Z.of_nat (S j))%Z.
  - apply Z.div_mul. lia.
  - assert (next := binomial_next n j).
    destruct (le_lt_dec n j) as [above | below].
    + destruct (Nat.eq_dec n j) as [-> | other].
      * rewrite binomial_above by lia. lia.
      * rewrite !binomial_above by lia. lia.
    + rewrite <- Nat2Z.inj_sub by lia. rewrite <- !Nat2Z.inj_mul. f_equal. lia.
Qed.

Theorem plexus_agreement_agrees (a b c s : nat) :
  Q2R (plexus_agreement_q a b c s) = plexus_agreement_rhs a b c s.
Proof.
  unfold plexus_agreement_q, plexus_agreement_rhs. rewrite Q2R_quotient, !binomial_z_correct. now rewrite !Q2R_natural.
Qed.

Theorem plexus_stall_agrees (N o s r : nat) : Q2R (plexus_stall_q N o s r) = plexus_stall_rhs N o s r.
Proof.
  unfold plexus_stall_q, plexus_stall_rhs, stall_count. rewrite Q2R_quotient, binomial_z_correct.
  rewrite (Q2R_natural (binomial N s)). f_equal.
  assert (same : forall t, sum_up_to_z t (fun k =>
      if Nat.ltb (s - k) r then binomial_z (Z.of_nat o) k * binomial_z (Z.of_nat (N - o)) (s - k) else 0)%Z
    = Z.of_nat (sum_up_to t (fun k => if Nat.ltb (s - k) r then hypergeometric o (N - o) s k else 0%nat))).
  { unfold hypergeometric.
    induction t as [|t IH]; cbn [sum_up_to_z sum_up_to]; [|rewrite IH, Nat2Z.inj_add; f_equal];
      (destruct (Nat.ltb _ r); [now rewrite !binomial_z_correct, <- Nat2Z.inj_mul | reflexivity]). }
  rewrite same. apply Q2R_natural.
Qed.

Lemma sign_of_power (i : nat) : Q2R (if Nat.even i then 1 else -1) = ((-1) ^ i)%R.
Proof.
  induction i as [|j IH]; [apply RMicromega.Q2R_1|].
  rewrite Nat.even_succ, <- Nat.negb_even. simpl. rewrite <- IH.
  destruct (Nat.even j); simpl; unfold Q2R; simpl; field.
Qed.

Theorem plexus_coverage_agrees (N s k : nat) : Q2R (plexus_coverage_q N s k) = plexus_coverage_rhs N s k.
Proof.
  unfold plexus_coverage_q, plexus_coverage_rhs.
  assert (sums : forall count F G, (forall i, Q2R (F i) = G i) -> Q2R (sum_to_q count F) = sum_to count G).
  { intros count F G same. induction count as [|m IH]; cbn [sum_to_q sum_to]; [apply RMicromega.Q2R_0|].
    now rewrite Q2R_reduced, Q2R_plus, IH, same. }
  apply sums. intros i.
  rewrite !Q2R_mult, sign_of_power, Q2R_power, Q2R_reduced, Q2R_quotient, !binomial_z_correct.
  now rewrite !Q2R_natural.
Qed.
