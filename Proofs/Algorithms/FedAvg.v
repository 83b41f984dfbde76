(** * Federated averaging over a uniform sample (catalogue: fedavg.nonconvex)

    In every round s' of the n nodes are drawn uniformly without replacement, independently of the data. Each takes K
    local steps from the server's model, and the server takes the average of the results. (The proof lets every node
    take its local steps and only the drawn ones report; what the others do has no effect.)

    What is assumed: a uniform sample that is independent of the data is [chosen_once] and [chosen_pair], unbiased noise
    the four hypotheses on [noise], the bounded gradient [gradient_bound]; 2 L eta K <= 1; n > 1, as c divides by n - 1.

    Glossary
      FedAvgRun                such a run
      server R t               x_t
      local R t i k            node i's model after k local steps of round t
      noise R t i k            noise of its next gradient
      chosen R t i w           1 if node i is drawn in round t, 0 if not
      clock K t k              time of local step k in round t; the draw of round t follows at clock K t K
      local_gradient_at i k    g_i at local R t i k
      total_gradient i         a_i, the sum of node i's K gradients of the round
      update_direction         u, with x_(t+1) = x_t - eta u
      sampling_factor n s'     c = (n - s')/(s' (n - 1)) *)

From Coq Require Import Reals Lra Lia PeanoNat.
From Plumbline Require Import Foundations.Sums Foundations.InnerProduct Foundations.Smoothness Foundations.Probability
  Foundations.History MasterLemmas.OneStep MasterLemmas.VirtualIterate MasterLemmas.Setting MasterLemmas.Deviation
  Algorithms.RightSides.
Open Scope R_scope.
Open Scope vector_scope.

Definition clock (K t k : nat) : nat := (t * (K + 1) + k)%nat.
Definition sampling_factor (n s' : R) : R := (n - s') / (s' * (n - 1)).

(** ** One round, in any inner-product space *)

Section Round.
Context {H : SemiInner} {L : R} (O : Objective H L) (F : History H) (n K : nat) (now : nat) (eta sigma2 G2 c : R)
  (x x' u : H) (z xi : nat -> nat -> H).

Definition gradient_at (i k : nat) : H := gradient O i (z i k) [+] xi i k.
Definition total_gradient (i : nat) : H := vsum K (gradient_at i).

Hypothesis nodes : (0 < n)%nat.
Hypothesis gradients_known : knows_gradients F O.
Hypothesis x_known : known F now x.
Hypothesis begins : forall i, (i < n)%nat -> same (z i 0%nat) x.
Hypothesis continues : forall i k, (i < n)%nat -> (k < K)%nat ->
  same (z i (S k)) (z i k [+] (- eta) [*] gradient_at i k).
Hypothesis noise_mean : forall i k y, (i < n)%nat -> (k < K)%nat -> known F (now + k) y -> inner (xi i k) y = 0.
Hypothesis noise_uncorrelated : forall i j k, (i < n)%nat -> (j < n)%nat -> (k < K)%nat -> i <> j ->
  inner (xi i k) (xi j k) = 0.
Hypothesis noise_bound : forall i k, (i < n)%nat -> (k < K)%nat -> normsq (xi i k) <= sigma2.
Hypothesis noise_known : forall i k, (i < n)%nat -> (k < K)%nat -> known F (now + S k) (xi i k).
Hypothesis gradient_bound : forall i k, (i < n)%nat -> (k < K)%nat -> normsq (gradient_at i k) <= G2.
Hypothesis moment_nonneg : 0 <= G2.
Hypothesis step_positive : 0 < eta.

Lemma round_known k : (k <= K)%nat -> forall i, (i < n)%nat -> known F (now + k) (z i k).
Proof.
  induction k as [|k IH]; intros Hk i Hi.
  - rewrite Nat.add_0_r. apply known_same with x; [symmetry; now apply begins|exact x_known].
  - eapply known_same; [symmetry; now apply continues|].
    assert (Kz := IH (Nat.lt_le_incl _ _ Hk) i Hi).
    apply known_plus; [apply known_later with (now + k)%nat; [lia|exact Kz]|]. apply known_scal, known_plus.
    + apply known_later with (now + k)%nat; [lia|]. now apply gradients_known.
    + now apply noise_known.
Qed.

Lemma total_known i : (i < n)%nat -> known F (now + K) (total_gradient i).
Proof.
  intros Hi. apply known_vsum. intros k Hk. apply known_plus.
  - apply known_later with (now + k)%nat; [lia|]. apply gradients_known. apply round_known; [lia|exact Hi].
  - apply known_later with (now + S k)%nat; [lia|]. now apply noise_known.
Qed.

Lemma local_sum i k : (i < n)%nat -> (k <= K)%nat -> same (z i k) (x [+] (- eta) [*] vsum k (gradient_at i)).
Proof.
  intros Hi. induction k as [|k IH]; intros Hk; cbn [vsum].
  - rewrite (begins i Hi). intros y. expand_inner. ring.
  - rewrite (continues i k Hi Hk), (IH (Nat.lt_le_incl _ _ Hk)). intros y. expand_inner. ring.
Qed.

(** |a_i|^2 <= K^2 G^2, and the same for a part of the round *)
Lemma partial_bound i k : (i < n)%nat -> (k <= K)%nat -> normsq (vsum k (gradient_at i)) <= INR k ^ 2 * G2.
Proof.
  intros Hi Hk. rewrite <- (pow2_sqrt G2 moment_nonneg), <- Rpow_mult_distr. apply square_le_of_norm.
  eapply Rle_trans; [apply norm_vsum|]. rewrite <- (rsum_const k (sqrt G2)). apply rsum_le. intros j Hj.
  apply norm_le_sqrt, gradient_bound; [exact Hi|lia].
Qed.

Let h (k : nat) : H := sampled n O (fun i => z i k).
Let xibar (k : nat) : H := average n (fun i => xi i k).
Let g : H := full_gradient n O x.

Let h_known k : (k <= K)%nat -> known F (now + k) (h k).
Proof. intros Hk. apply known_average. intros i Hi. now apply gradients_known, round_known. Qed.

Let g_known : known F now g.
Proof. apply known_average. intros i Hi. now apply gradients_known. Qed.

Lemma mean_total : same (average n total_gradient) (vsum K h [+] vsum K xibar).
Proof.
  intros y. rewrite inner_plus, inner_average, !inner_vsum, <- rsum_plus. unfold mean, total_gradient.
  rewrite (rsum_ext n _ (fun i => rsum K (fun k => inner (gradient_at i k) y))) by (intros; apply inner_vsum).
  rewrite rsum_exchange, <- rsum_scal. apply rsum_ext. intros k _.
  unfold h, sampled, xibar. rewrite !inner_average, <- mean_plus. unfold mean. f_equal. apply rsum_ext.
  intros i _. unfold gradient_at. apply inner_plus.
Qed.

Let xibar_mean k y : (k < K)%nat -> known F (now + k) y -> inner (xibar k) y = 0.
Proof.
  intros Hk Hy. unfold xibar. rewrite inner_average, (mean_ext n _ (fun _ => 0)); [now apply mean_const|].
  intros i Hi. now apply noise_mean.
Qed.

Let xibar_known k : (k < K)%nat -> known F (now + S k) (xibar k).
Proof. intros Hk. apply known_average. intros i Hi. now apply noise_known. Qed.

(** |sum_k xibar_k|^2 <= K sigma^2/n *)
Lemma round_noise : normsq (vsum K xibar) <= INR K * (sigma2 / INR n).
Proof.
  assert (Hn := count_positive n nodes).
  assert (B : forall k, (k < K)%nat -> normsq (xibar k) <= sigma2 / INR n).
  { intros k Hk. unfold xibar, average. rewrite normsq_scal.
    rewrite (pythagoras n (fun i => xi i k)) by (intros; now apply noise_uncorrelated).
    assert (Q : rsum n (fun i => normsq (xi i k)) <= rsum n (fun _ => sigma2))
      by (apply rsum_le; intros; now apply noise_bound).
    rewrite rsum_const in Q.
    assert (Q' : (/ INR n) ^ 2 * rsum n (fun i => normsq (xi i k)) <= (/ INR n) ^ 2 * (INR n * sigma2))
      by (apply Rmult_le_compat_l; [apply pow2_ge_0|exact Q]).
    replace ((/ INR n) ^ 2 * (INR n * sigma2)) with (sigma2 / INR n) in Q' by (field; lra). exact Q'. }
  rewrite (pythagoras K xibar).
  - rewrite <- (rsum_const K). apply rsum_le. exact B.
  - assert (Lt : forall j k, (j < k)%nat -> (k < K)%nat -> inner (xibar k) (xibar j) = 0).
    { intros j k Hj Hk. apply xibar_mean; [exact Hk|]. apply known_later with (now + S j)%nat; [lia|].
      apply xibar_known. lia. }
    intros j k Hj Hk Hne. destruct (Nat.lt_gt_cases j k) as [C _]. destruct (C Hne) as [D|D].
    + rewrite inner_sym. now apply Lt.
    + now apply Lt.
Qed.

(** |sum_k h_k|^2 <= K sum_k |h_k|^2 *)
Lemma round_gradients : normsq (vsum K h) <= INR K * rsum K (fun k => normsq (h k)).
Proof.
  assert (J := jensen_weighted K (fun _ => 1) h (fun _ _ => Rle_0_1)). rewrite rsum_const, Rmult_1_r in J.
  rewrite (rsum_ext K (fun i => 1 * normsq (h i)) (fun i => normsq (h i))) in J by (intros; ring).
  rewrite (vsum_same K (fun i => 1 [*] h i) h) in J; [exact J|]. intros i _ y. rewrite inner_scal. ring.
Qed.

(** |grad f(x) - h_k|^2 <= L^2 eta^2 k^2 G^2 *)
Lemma round_drift k : (k < K)%nat -> normsq (g [-] h k) <= L ^ 2 * eta ^ 2 * G2 * INR k ^ 2.
Proof.
  intros Hk. eapply Rle_trans; [apply (sampled_deviation n O (fun i => z i k) x)|].
  assert (S : spread n (fun i => z i k) x <= eta ^ 2 * (INR k ^ 2 * G2)).
  { apply mean_le_const; [exact nodes|]. intros i Hi.
    assert (E : same (z i k [-] x) ((- eta) [*] vsum k (gradient_at i))).
    { rewrite (local_sum i k Hi (Nat.lt_le_incl _ _ Hk)). intros y. expand_inner. ring. }
    rewrite E, normsq_scal. replace ((- eta) ^ 2) with (eta ^ 2) by ring.
    apply Rmult_le_compat_l; [apply pow2_ge_0|]. apply partial_bound; [exact Hi|lia]. }
  assert (L ^ 2 * spread n (fun i => z i k) x <= L ^ 2 * (eta ^ 2 * (INR k ^ 2 * G2)))
    by (apply Rmult_le_compat_l; [apply pow2_ge_0|exact S]).
  lra.
Qed.

Hypothesis factor_nonneg : 0 <= c.
Hypothesis moved : same x' (x [+] (- eta) [*] u).
(** The draw: the mean of u given the gradients, and its second moment *)
Hypothesis draw_mean : forall y, known F (now + K) y -> inner u y = inner (average n total_gradient) y.
Hypothesis draw_square : normsq u =
  normsq (average n total_gradient) + c * square n (centred n total_gradient).
Hypothesis step_limit : 2 * L * eta * INR K <= 1.

Lemma fedavg_round :
  objective n O x' <= objective n O x - eta * INR K / 2 * normsq g
    + eta / 2 * (L ^ 2 * eta ^ 2 * G2 * (INR K * (INR K - 1) * (2 * INR K - 1) / 6))
    + L * eta ^ 2 * INR K * (sigma2 / INR n) + L * eta ^ 2 / 2 * (c * (INR K ^ 2 * G2)).
Proof.
  assert (HL := smoothness_nonneg O). assert (HK := pos_INR K).
  rewrite (objective_same n O nodes _ _ moved).
  assert (B := objective_below n O nodes x (x [+] (- eta) [*] u)). fold g in B.
  replace (inner g (x [+] (- eta) [*] u [-] x)) with (- eta * inner u g) in B by inner_ring.
  replace (normsq (x [+] (- eta) [*] u [-] x)) with (eta ^ 2 * normsq u) in B by inner_ring.
  assert (Kg : known F (now + K) g) by (apply known_later with now; [lia|exact g_known]).
  rewrite (draw_mean g Kg), draw_square in B.
  (* the inner product with the gradient *)
  assert (I : inner (average n total_gradient) g = rsum K (fun k => inner (h k) g)).
  { rewrite (mean_total g), inner_plus, !inner_vsum.
    rewrite (rsum_ext K (fun k => inner (xibar k) g) (fun _ => 0)); [rewrite rsum_zero; ring|].
    intros k Hk. apply xibar_mean; [exact Hk|]. apply known_later with now; [lia|exact g_known]. }
  rewrite I in B.
  set (hh := rsum K (fun k => normsq (h k))).
  assert (P : - 2 * rsum K (fun k => inner (h k) g) <=
    - (INR K * normsq g) - hh + L ^ 2 * eta ^ 2 * G2 * (INR K * (INR K - 1) * (2 * INR K - 1) / 6)).
  { rewrite <- (rsum_const K (normsq g)). unfold hh. rewrite <- sum_of_squared_indices.
    rewrite <- !rsum_scal.
    apply Rle_trans with (rsum K (fun k => (- 1 * normsq g + - 1 * normsq (h k)) + L ^ 2 * eta ^ 2 * G2 * INR k ^ 2)).
    - apply rsum_le. intros k Hk. assert (D := round_drift k Hk).
      replace (normsq (g [-] h k)) with (normsq g + normsq (h k) - 2 * inner (h k) g) in D by inner_ring. lra.
    - right. rewrite !rsum_plus, !rsum_scal. ring. }
  (* the second moment of the update *)
  assert (Sq : square n (centred n total_gradient) <= INR K ^ 2 * G2).
  { eapply Rle_trans; [apply centred_le; exact nodes|]. apply square_le_const; [exact nodes|].
    intros i Hi. now apply partial_bound. }
  assert (Sq' : c * square n (centred n total_gradient) <= c * (INR K ^ 2 * G2))
    by (apply Rmult_le_compat_l; assumption).
  assert (M : normsq (average n total_gradient) <= 2 * (INR K * hh) + 2 * (INR K * (sigma2 / INR n))).
  { rewrite mean_total. eapply Rle_trans; [apply normsq_sum_le|].
    assert (A1 := round_gradients). fold hh in A1. assert (A2 := round_noise). lra. }
  assert (Q : L / 2 * (eta ^ 2 * (normsq (average n total_gradient) + c * square n (centred n total_gradient))) <=
    L / 2 * (eta ^ 2 * (2 * (INR K * hh) + 2 * (INR K * (sigma2 / INR n)) + c * (INR K ^ 2 * G2)))).
  { apply Rmult_le_compat_l; [lra|]. apply Rmult_le_compat_l; [apply pow2_ge_0|lra]. }
  assert (P' : eta / 2 * (- 2 * rsum K (fun k => inner (h k) g)) <=
    eta / 2 * (- (INR K * normsq g) - hh + L ^ 2 * eta ^ 2 * G2 * (INR K * (INR K - 1) * (2 * INR K - 1) / 6)))
    by (apply Rmult_le_compat_l; lra).
  assert (Hh : 0 <= hh) by (apply rsum_nonneg; intros; apply normsq_nonneg).
  assert (Ab : 2 * L * eta * INR K * (eta / 2 * hh) <= 1 * (eta / 2 * hh)).
  { apply Rmult_le_compat_r; [|exact step_limit]. apply Rmult_le_pos; lra. }
  lra.
Qed.

End Round.

(** ** The draw *)

Record FedAvgRun {V : InnerProductSpace} {L : R} {P : ProbabilitySpace V} (O : LocalObjectives V L) (F : History (L2 P))
  (n T K s' : nat) (eta sigma2 G2 : R) (start : V) := {
  server : nat -> L2 P;
  local : nat -> nat -> nat -> L2 P;
  noise : nat -> nat -> nat -> L2 P;
  chosen : nat -> nat -> outcome P -> R;
  chosen_bounded : forall t i, bounded P (chosen t i);
  started : same (server 0%nat) (constant start);
  begins : forall t i, (t < T)%nat -> (i < n)%nat -> same (local t i 0%nat) (server t);
  continues : forall t i k, (t < T)%nat -> (i < n)%nat -> (k < K)%nat ->
    same (local t i (S k)) (local t i k [+] (- eta) [*] gradient_at (lifted P O) (local t) (noise t) i k);
  (** The server takes the average of the models of the nodes that were drawn. *)
  averages : forall t, (t < T)%nat ->
    same (server (S t)) (/ INR s' [*] vsum n
      (fun i => multiple (chosen t i) (chosen_bounded t i) (local t i K) : L2 P));
  chosen_zero_one : forall t i w, (t < T)%nat -> (i < n)%nat -> chosen t i w = 0 \/ chosen t i w = 1;
  chosen_count : forall t w, (t < T)%nat -> rsum n (fun i => chosen t i w) = INR s';
  (** The sample is uniform, without replacement, and independent of what was known before. *)
  chosen_once : forall t i (Y Z : L2 P), (t < T)%nat -> (i < n)%nat ->
    known F (clock K t K) Y -> known F (clock K t K) Z ->
    expect P (fun w => chosen t i w * inner (draw Y w) (draw Z w)) = INR s' / INR n * inner Y Z;
  chosen_pair : forall t i j (Y Z : L2 P), (t < T)%nat -> (i < n)%nat -> (j < n)%nat -> i <> j ->
    known F (clock K t K) Y -> known F (clock K t K) Z ->
    expect P (fun w => chosen t i w * chosen t j w * inner (draw Y w) (draw Z w))
    = INR s' * (INR s' - 1) / (INR n * (INR n - 1)) * inner Y Z;
  chosen_known : forall t i (Y : L2 P), (t < T)%nat -> (i < n)%nat -> known F (clock K t K) Y ->
    known F (clock K (S t) 0) (multiple (chosen t i) (chosen_bounded t i) Y : L2 P);
  noise_mean : forall t i k y, (t < T)%nat -> (i < n)%nat -> (k < K)%nat -> known F (clock K t k) y ->
    inner (noise t i k) y = 0;
  noise_uncorrelated : forall t i j k, (t < T)%nat -> (i < n)%nat -> (j < n)%nat -> (k < K)%nat -> i <> j ->
    inner (noise t i k) (noise t j k) = 0;
  noise_bound : forall t i k, (t < T)%nat -> (i < n)%nat -> (k < K)%nat -> normsq (noise t i k) <= sigma2;
  noise_known : forall t i k, (t < T)%nat -> (i < n)%nat -> (k < K)%nat -> known F (clock K t (S k)) (noise t i k);
  gradient_bound : forall t i k, (t < T)%nat -> (i < n)%nat -> (k < K)%nat ->
    normsq (gradient_at (lifted P O) (local t) (noise t) i k) <= G2
}.

Arguments server {_ _ _ _ _ _ _ _ _ _ _ _ _}. Arguments local {_ _ _ _ _ _ _ _ _ _ _ _ _}.
Arguments noise {_ _ _ _ _ _ _ _ _ _ _ _ _}. Arguments chosen {_ _ _ _ _ _ _ _ _ _ _ _ _}.
Arguments chosen_bounded {_ _ _ _ _ _ _ _ _ _ _ _ _}. Arguments started {_ _ _ _ _ _ _ _ _ _ _ _ _}.
Arguments begins {_ _ _ _ _ _ _ _ _ _ _ _ _}. Arguments continues {_ _ _ _ _ _ _ _ _ _ _ _ _}.
Arguments averages {_ _ _ _ _ _ _ _ _ _ _ _ _}. Arguments chosen_zero_one {_ _ _ _ _ _ _ _ _ _ _ _ _}.
Arguments chosen_count {_ _ _ _ _ _ _ _ _ _ _ _ _}. Arguments chosen_once {_ _ _ _ _ _ _ _ _ _ _ _ _}.
Arguments chosen_pair {_ _ _ _ _ _ _ _ _ _ _ _ _}. Arguments chosen_known {_ _ _ _ _ _ _ _ _ _ _ _ _}.
Arguments noise_mean {_ _ _ _ _ _ _ _ _ _ _ _ _}. Arguments noise_uncorrelated {_ _ _ _ _ _ _ _ _ _ _ _ _}.
Arguments noise_bound {_ _ _ _ _ _ _ _ _ _ _ _ _}. Arguments noise_known {_ _ _ _ _ _ _ _ _ _ _ _ _}.
Arguments gradient_bound {_ _ _ _ _ _ _ _ _ _ _ _ _}.

Section Draw.
Context {V : InnerProductSpace} {L : R} {P : ProbabilitySpace V} {O : LocalObjectives V L} {F : Past P O}
  {n T K s' : nat} {eta sigma2 G2 : R} {start : V} (Run : FedAvgRun O F n T K s' eta sigma2 G2 start).
Hypothesis several : (1 < n)%nat.
Hypothesis sample : (0 < s' <= n)%nat.
Hypothesis iterations : (0 < T)%nat.
Hypothesis steps : (0 < K)%nat.
Hypothesis step_positive : 0 < eta.
Hypothesis step_limit : 2 * L * eta * INR K <= 1.

Let a (t i : nat) : L2 P := total_gradient (lifted P O) K (local Run t) (noise Run t) i.
Let pick (t i : nat) (Y : L2 P) : L2 P := multiple (chosen Run t i) (chosen_bounded Run t i) Y.
Definition update_direction (t : nat) : L2 P := / INR s' [*] vsum n (fun i => pick t i (a t i)).

Let nodes : (0 < n)%nat. Proof. lia. Qed.
Let Hn : 0 < INR n. Proof. apply count_positive. lia. Qed.
Let Hn1 : 0 < INR n - 1. Proof. assert (E := lt_INR 1 n several). simpl in E. lra. Qed.
Let Hs : 0 < INR s'. Proof. apply count_positive. lia. Qed.

Let pick_same t i (Y Z : L2 P) : same Y Z -> same (pick t i Y) (pick t i Z).
Proof.
  intros E X.
  assert (Q : forall U : L2 P, inner (pick t i U) X = inner U (pick t i X)).
  { intros U. apply expect_ext. intros w. simpl. now rewrite inner_scal, inner_scal_r. }
  now rewrite !Q, E.
Qed.

Lemma fedavg_server_known t : (t <= T)%nat -> known F (clock K t 0) (server Run t).
Proof.
  induction t as [|t IH]; intros Ht.
  - apply known_same with (constant start); [symmetry; apply (started Run)|apply past_constant].
  - eapply known_same; [symmetry; now apply (averages Run)|]. apply known_scal, known_vsum. intros i Hi.
    apply (chosen_known Run); [exact Ht|exact Hi|].
    assert (Kn := round_known (lifted P O) F n K (clock K t 0) eta (server Run t) (local Run t) (noise Run t)
      nodes (past_knows_gradients P O F) (IH (Nat.lt_le_incl _ _ Ht)) (fun i => begins Run t i Ht)
      (fun i k => continues Run t i k Ht)).
    replace (clock K t K) with (clock K t 0 + K)%nat by (unfold clock; lia). apply Kn; [|lia|exact Hi].
    intros j k Hj Hk. replace (clock K t 0 + S k)%nat with (clock K t (S k)) by (unfold clock; lia).
    now apply (noise_known Run).
Qed.

(** a_i(t) is known before the draw. *)
Let a_known t i : (t < T)%nat -> (i < n)%nat -> known F (clock K t K) (a t i).
Proof.
  intros Ht Hi. replace (clock K t K) with (clock K t 0 + K)%nat by (unfold clock; lia).
  apply (total_known (lifted P O) F n K (clock K t 0) eta (server Run t) (local Run t) (noise Run t)
      nodes (past_knows_gradients P O F) (fedavg_server_known t (Nat.lt_le_incl _ _ Ht)) (fun i => begins Run t i Ht)
      (fun i k => continues Run t i k Ht)); [|exact Hi].
  intros j k Hj Hk. replace (clock K t 0 + S k)%nat with (clock K t (S k)) by (unfold clock; lia).
  now apply (noise_known Run).
Qed.

(** x_(t+1) = x_t - eta u *)
Lemma fedavg_moves t : (t < T)%nat -> same (server Run (S t)) (server Run t [+] (- eta) [*] update_direction t).
Proof.
  intros Ht. rewrite (averages Run t Ht).
  set (x := server Run t).
  rewrite (vsum_same n _ (fun i => pick t i (x [+] (- eta) [*] a t i))).
  2:{ intros i Hi. apply pick_same.
      apply (local_sum (lifted P O) n K eta x (local Run t) (noise Run t) (fun i => begins Run t i Ht)
        (fun i k => continues Run t i k Ht) i K Hi (Nat.le_refl K)). }
  apply same_pointwise. intros w. unfold update_direction. apply separated. intros y.
  cbn [vplus vscal L2]. simpl. rewrite !draw_vsum.
  rewrite !inner_plus, !inner_scal, !inner_vsum.
  rewrite (rsum_ext n _ (fun i => inner (draw x w) y * chosen Run t i w
    + - eta * (chosen Run t i w * inner (draw (a t i) w) y))).
  2:{ intros i _. simpl. rewrite inner_scal, inner_plus, inner_scal. ring. }
  rewrite rsum_plus, !rsum_scal, (chosen_count Run t w Ht).
  rewrite (rsum_ext n (fun i => inner (draw (pick t i (a t i)) w) y)
    (fun i => chosen Run t i w * inner (draw (a t i) w) y))
    by (intros; simpl; apply inner_scal).
  field. lra.
Qed.

Lemma draw_mean t y : (t < T)%nat -> known F (clock K t K) y ->
  inner (update_direction t) y = inner (average n (a t)) y.
Proof.
  intros Ht Hy. unfold update_direction. rewrite inner_scal, inner_vsum, inner_average. unfold mean.
  rewrite (rsum_ext n _ (fun i => INR s' / INR n * inner (a t i) y)).
  - rewrite rsum_scal. field. lra.
  - intros i Hi. rewrite <- (chosen_once Run t i (a t i) y Ht Hi (a_known t i Ht Hi) Hy).
    apply expect_ext. intros w. simpl. apply inner_scal.
Qed.

(** E|u|^2 = |abar|^2 + c (1/n) sum |a_i - abar|^2 *)
Lemma draw_square t : (t < T)%nat -> normsq (update_direction t) =
  normsq (average n (a t)) + sampling_factor (INR n) (INR s') * square n (centred n (a t)).
Proof.
  intros Ht.
  set (s := INR s') in *. set (r := s * (s - 1) / (INR n * (INR n - 1))).
  assert (E : forall i j, (i < n)%nat -> (j < n)%nat -> inner (pick t i (a t i)) (pick t j (a t j))
    = r * inner (a t i) (a t j) + (if j =? i then (s / INR n - r) * inner (a t i) (a t j) else 0)).
  { intros i j Hi Hj. destruct (Nat.eqb_spec j i) as [->|Hne].
    - replace (r * inner (a t i) (a t i) + (s / INR n - r) * inner (a t i) (a t i))
        with (s / INR n * inner (a t i) (a t i)) by ring.
      etransitivity; [|exact (chosen_once Run t i (a t i) (a t i) Ht Hi (a_known t i Ht Hi) (a_known t i Ht Hi))].
      apply expect_ext. intros w. simpl. rewrite inner_scal, inner_scal_r.
      destruct (chosen_zero_one Run t i w Ht Hi) as [Z|Z]; rewrite Z; ring.
    - rewrite Rplus_0_r.
      etransitivity;
        [|exact (chosen_pair Run t i j (a t i) (a t j) Ht Hi Hj (not_eq_sym Hne) (a_known t i Ht Hi)
          (a_known t j Ht Hj))].
      apply expect_ext. intros w. simpl. rewrite inner_scal, inner_scal_r. ring. }
  assert (Q : normsq (vsum n (fun i => pick t i (a t i))) =
    r * normsq (vsum n (a t)) + (s / INR n - r) * rsum n (fun i => normsq (a t i))).
  { unfold normsq at 1 2. rewrite !inner_vsum.
    rewrite (rsum_ext n (fun i => inner (pick t i (a t i)) (vsum n (fun i => pick t i (a t i))))
      (fun i => r * inner (a t i) (vsum n (a t)) + (s / INR n - r) * normsq (a t i))).
    - now rewrite rsum_plus, !rsum_scal.
    - intros i Hi. rewrite !inner_vsum_r.
      rewrite (rsum_ext n _ (fun j => r * inner (a t i) (a t j)
        + (if j =? i then (s / INR n - r) * inner (a t i) (a t j) else 0))) by (intros j Hj; now apply E).
      rewrite rsum_plus, rsum_scal.
      rewrite (rsum_single n i (fun j => if j =? i then (s / INR n - r) * inner (a t i) (a t j) else 0) Hi).
      + rewrite Nat.eqb_refl. reflexivity.
      + intros j _ Hj. apply Nat.eqb_neq in Hj. now rewrite Hj. }
  rewrite (centred_square n nodes). unfold update_direction, average, square, mean. rewrite !normsq_scal, Q.
  unfold sampling_factor, r. fold s. field. repeat split; lra.
Qed.

Lemma factor_nonneg : 0 <= sampling_factor (INR n) (INR s').
Proof.
  unfold sampling_factor, Rdiv. apply Rmult_le_pos.
  - assert (E : INR s' <= INR n) by (apply le_INR; lia). lra.
  - apply Rlt_le, Rinv_0_lt_compat. now apply Rmult_lt_0_compat.
Qed.

Let moment : 0 <= G2.
Proof.
  exact (Rle_trans _ _ _ (normsq_nonneg _)
    (gradient_bound Run 0%nat 0%nat 0%nat iterations (Nat.lt_trans _ _ _ Nat.lt_0_1 several) steps)).
Qed.

Lemma fedavg_step t : (t < T)%nat ->
  objective n (lifted P O) (server Run (S t)) <= objective n (lifted P O) (server Run t)
    - eta * INR K / 2 * normsq (full_gradient n (lifted P O) (server Run t))
    + eta / 2 * (L ^ 2 * eta ^ 2 * G2 * (INR K * (INR K - 1) * (2 * INR K - 1) / 6))
    + L * eta ^ 2 * INR K * (sigma2 / INR n)
    + L * eta ^ 2 / 2 * (sampling_factor (INR n) (INR s') * (INR K ^ 2 * G2)).
Proof.
  intros Ht.
  assert (Ck : forall k, (clock K t 0 + k)%nat = clock K t k) by (intros; unfold clock; lia).
  apply (fedavg_round (lifted P O) F n K (clock K t 0) eta sigma2 G2 (sampling_factor (INR n) (INR s'))
    (server Run t) (server Run (S t)) (update_direction t) (local Run t) (noise Run t)); try assumption.
  - apply past_knows_gradients.
  - apply fedavg_server_known. lia.
  - intros i Hi. now apply (begins Run).
  - intros i k Hi Hk. now apply (continues Run).
  - intros i k y Hi Hk. rewrite Ck. now apply (noise_mean Run).
  - intros i j k Hi Hj Hk. now apply (noise_uncorrelated Run).
  - intros i k Hi Hk. now apply (noise_bound Run).
  - intros i k Hi Hk. rewrite Ck. now apply (noise_known Run).
  - intros i k Hi Hk. now apply (gradient_bound Run).
  - exact factor_nonneg.
  - now apply fedavg_moves.
  - intros y. rewrite Ck. now apply draw_mean.
  - now apply draw_square.
Qed.

End Draw.

(** (1/T) sum E|grad f(x_t)|^2 <= 2(f0-f_star)/(eta K T) + 2 L eta sigma^2/n + L eta K c G^2
    + L^2 eta^2 G^2 (K-1)(2K-1)/6,   c = (n-s')/(s'(n-1)) *)
Theorem fedavg_nonconvex (V : InnerProductSpace) (L : R) (P : ProbabilitySpace V) (O : LocalObjectives V L)
  (F : Past P O) (n T K s' : nat) (eta sigma2 G2 fstar : R) (start : V)
  (Run : FedAvgRun O F n T K s' eta sigma2 G2 start) :
  (1 < n)%nat -> (0 < s' <= n)%nat -> (0 < T)%nat -> (0 < K)%nat -> 0 < eta -> 2 * L * eta * INR K <= 1 ->
  (forall x, fstar <= average_value n O x) ->
  mean T (fun t => expect P (fun w => normsq (average_gradient n O (draw (server Run t) w)))) <=
    fedavg_nonconvex_rhs (INR n) (INR T) eta L sigma2 G2 (INR K) (INR s') (average_value n O start - fstar).
Proof.
  intros Hn Hs HT HK Heta He Hlow. assert (nodes : (0 < n)%nat) by lia.
  assert (Rn := count_positive n nodes). assert (RT := count_positive T HT). assert (RK := count_positive K HK).
  assert (Rs := count_positive s' (proj1 Hs)). assert (Rn1 : 1 < INR n) by (apply (lt_INR 1 n Hn)).
  set (f := fun t => objective n (lifted P O) (server Run t)).
  set (g := fun t => expect P (fun w => normsq (average_gradient n O (draw (server Run t) w)))).
  set (N := eta / 2 * (L ^ 2 * eta ^ 2 * G2 * (INR K * (INR K - 1) * (2 * INR K - 1) / 6))
    + L * eta ^ 2 * INR K * (sigma2 / INR n) + L * eta ^ 2 / 2 * (sampling_factor (INR n) (INR s') * (INR K ^ 2 * G2))).
  assert (S1 : rsum T (fun t => f (S t) - f t) <= rsum T (fun t => - (eta * INR K / 2) * g t + N)).
  { apply rsum_le. intros t Ht. assert (B := fedavg_step Run Hn Hs HT HK Heta He t Ht).
    rewrite full_gradient_lifted in B. unfold f, g, N. lra. }
  rewrite rsum_telescope, rsum_plus, rsum_scal, rsum_const in S1.
  assert (Hend : fstar <= f T) by (apply objective_lower; exact Hlow).
  assert (E0 : f 0%nat = average_value n O start).
  { unfold f. rewrite <- (objective_lifted_constant P O). apply objective_same; [exact nodes|apply (started Run)]. }
  unfold mean. set (G := rsum T g) in *.
  assert (M : eta * INR K / 2 * G <= average_value n O start - fstar + INR T * N) by lra.
  apply Rmult_le_reg_l with (eta * INR K / 2 * INR T).
  { apply Rmult_lt_0_compat; [|exact RT]. assert (0 < eta * INR K) by now apply Rmult_lt_0_compat. lra. }
  replace (eta * INR K / 2 * INR T * (/ INR T * G)) with (eta * INR K / 2 * G) by (field; lra).
  eapply Rle_trans; [exact M|right]. unfold fedavg_nonconvex_rhs, N, sampling_factor. field. repeat split; lra.
Qed.
