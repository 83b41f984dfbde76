(** * How many of a sample are marked, and when a round stalls

    The s first of a uniformly random order are a uniform sample without replacement: every subset is as likely as any
    other, and the number of marked members follows the hypergeometric law.

    Glossary (besides that of Orders.v)

    - [marked]: a test on members, here: the member is offline;
    - [marked_among_first] size order: how many of the s first are marked;
    - [hypergeometric] c u s k: C(c, k) C(u, s - k), subsets of s with k of c marked and s - k of u other members;
    - [stalls]: fewer than [required] of the sample are online, so that the round waits forever;
    - [plexus_stall_rhs] N o s r: sum of C(o, k) C(N - o, s - k)/C(N, s) over k <= s with s - k < r.

    Results: [sample_is_uniform], [marked_count_is_hypergeometric], [plexus_stall] (plexus.stall). *)

Require Import Arith List Lia Permutation Bool Reals Lra.
From Plumbline.Decoding Require Import Orders.
Import ListNotations.

Definition hypergeometric (c u s k : nat) : nat := binomial c k * binomial u (s - k).

(** (n + 1) C(n, k) = (k + 1) C(n + 1, k + 1) *)
Lemma absorption (n k : nat) : S n * binomial n k = S k * binomial (S n) (S k).
Proof.
  destruct (le_lt_dec k n) as [below | above].
  - assert (low := binomial_factorials n k below).
    assert (high := binomial_factorials (S n) (S k) ltac:(lia)).
    replace (S n - S k) with (n - k) in high by lia.
    change (fact (S k)) with (S k * fact k) in high. change (fact (S n)) with (S n * fact n) in high.
    assert (0 < fact k * fact (n - k)) by (apply Nat.mul_pos_pos; apply lt_O_fact).
    apply (Nat.mul_cancel_r _ _ (fact k * fact (n - k))); [lia|].
    rewrite <- Nat.mul_assoc, low. rewrite <- high. ring.
  - rewrite !binomial_above by lia. lia.
Qed.

(** The numbers of orders satisfy the recursion over the first member. *)
Lemma hypergeometric_recursion (c u s k : nat) :
  k <= S s ->
  (match k with O => 0 | S j => c * hypergeometric (c - 1) u s j end)
  + u * (if k <=? s then hypergeometric c (u - 1) s k else 0)
  = S s * hypergeometric c u (S s) k.
Proof.
  intros bounded. unfold hypergeometric.
  assert (first : (match k with O => 0 | S j => c * (binomial (c - 1) j * binomial u (s - j)) end)
                  = k * (binomial c k * binomial u (S s - k))).
  { destruct k as [|j]; [reflexivity|]. replace (S s - S j) with (s - j) by lia.
    destruct c as [|d]; [simpl; lia|]. replace (S d - 1) with d by lia.
    rewrite !Nat.mul_assoc, absorption. reflexivity. }
  assert (second : u * (if k <=? s then binomial c k * binomial (u - 1) (s - k) else 0)
                   = (S s - k) * (binomial c k * binomial u (S s - k))).
  { destruct (Nat.leb_spec k s) as [inside | outside].
    - replace (S s - k) with (S (s - k)) by lia.
      destruct u as [|v]; [simpl; lia|]. replace (S v - 1) with v by lia.
      assert (part := absorption v (s - k)).
      replace (S v * (binomial c k * binomial v (s - k))) with (binomial c k * (S v * binomial v (s - k))) by ring.
      rewrite part. ring.
    - replace (S s - k) with 0 by lia. lia. }
  rewrite first, second, <- Nat.mul_add_distr_r. f_equal. lia.
Qed.

Section Sample.

Context {member : Type}.
Variable marked : member -> bool.

Definition marked_among_first (size : nat) (order : list member) : nat := count_of marked (firstn size order).

Definition has_marked (size k : nat) (order : list member) : bool := marked_among_first size order =? k.

(** Sums of branches that count in two ways. *)
Lemma count_over_two_kinds {A : Type} (xs : list A) (branch : A -> list (list member))
  (test : list member -> bool) (heads : A -> bool) (here there : nat) :
  (forall x, In x xs -> count_of test (branch x) = if heads x then here else there) ->
  count_of test (flat_map branch xs)
  = count_of heads xs * here + count_of (fun x => negb (heads x)) xs * there.
Proof.
  induction xs as [|x xs IH]; simpl; intros branches; [reflexivity|].
  rewrite count_of_application, branches by now left.
  rewrite IH by (intros; apply branches; now right).
  unfold count_of. simpl. destruct (heads x); simpl; lia.
Qed.

Lemma count_at_most {A : Type} (test : A -> bool) (xs : list A) : count_of test xs <= length xs.
Proof. unfold count_of. induction xs as [|x xs IH]; simpl; [lia|]. destruct (test x); simpl; lia. Qed.

Lemma marked_and_others (xs : list member) :
  length xs = count_of marked xs + count_of (fun x => negb (marked x)) xs.
Proof.
  unfold count_of. induction xs as [|x xs IH]; simpl; [reflexivity|]. destruct (marked x); simpl; lia.
Qed.

(** Of all orders, C(c, k) C(N - c, s - k) s! (N - s)! have k marked among the s first. *)
Theorem marked_count_is_hypergeometric (size k : nat) (xs : list member) :
  size <= length xs -> k <= size ->
  count_of (has_marked size k) (orders xs)
  = hypergeometric (count_of marked xs) (count_of (fun x => negb (marked x)) xs) size k
    * (fact size * fact (length xs - size)).
Proof.
  unfold orders. remember (length xs) as count eqn:equal. revert size k xs equal.
  induction count as [|fewer IH]; intros size k xs equal small bounded.
  - replace size with 0 by lia. replace k with 0 by lia. destruct xs; [reflexivity | discriminate].
  - destruct size as [|smaller].
    + replace k with 0 by lia. unfold hypergeometric.
      replace (binomial (count_of marked xs) 0) with 1 by (destruct (count_of marked xs); reflexivity).
      replace (binomial (count_of (fun x => negb (marked x)) xs) (0 - 0)) with 1
        by (destruct (count_of (fun x => negb (marked x)) xs); reflexivity).
      rewrite (count_of_extensional _ (fun _ => true)) by reflexivity.
      assert (all := number_of_orders xs). unfold orders in all. rewrite <- equal in all.
      replace (S fewer - 0) with (S fewer) by lia. cbn [fact].
      replace (count_of (fun _ : list member => true) (orders_of_length (S fewer) xs))
        with (length (orders_of_length (S fewer) xs)).
      * rewrite all. cbn [fact]. lia.
      * unfold count_of. clear.
        induction (orders_of_length (S fewer) xs) as [|o os IHos]; simpl; [reflexivity | now rewrite <- IHos].
    + cbn [orders_of_length].
      set (c := count_of marked xs). set (u := count_of (fun x => negb (marked x)) xs).
      rewrite (count_over_two_kinds _ _ _ (fun pick => marked (fst pick))
        ((match k with O => 0 | S j => hypergeometric (c - 1) u smaller j end) * (fact smaller * fact (fewer - smaller)))
        ((if k <=? smaller then hypergeometric c (u - 1) smaller k else 0) * (fact smaller * fact (fewer - smaller)))).
      * rewrite chosen_picks, (chosen_picks (fun x => negb (marked x))). fold c u.
        assert (step := hypergeometric_recursion c u smaller k bounded).
        replace (S fewer - S smaller) with (fewer - smaller) by lia.
        change (fact (S smaller)) with (S smaller * fact smaller).
        replace (hypergeometric c u (S smaller) k * (S smaller * fact smaller * fact (fewer - smaller)))
          with (S smaller * hypergeometric c u (S smaller) k * (fact smaller * fact (fewer - smaller))) by ring.
        rewrite <- step. destruct k; ring.
      * intros [x rest] inside. rewrite count_of_map. simpl fst. simpl snd.
        assert (length xs = S (length rest)) by (now apply (pick_length xs x)).
        assert (shorter : fewer = length rest) by lia.
        assert (own := count_of_permutation marked xs (x :: rest) (pick_is_permutation _ _ _ inside)).
        assert (other := count_of_permutation (fun z => negb (marked z)) xs (x :: rest) (pick_is_permutation _ _ _ inside)).
        fold c in own. fold u in other.
        destruct (marked x) eqn:mark.
        -- assert (c = S (count_of marked rest)) by (rewrite own; unfold count_of; simpl; now rewrite mark).
           assert (u = count_of (fun z => negb (marked z)) rest) by (rewrite other; unfold count_of; simpl; now rewrite mark).
           destruct k as [|j].
           ++ rewrite (count_of_extensional _ (fun _ => false)); [apply count_of_none|].
              intros order _. unfold has_marked, marked_among_first, count_of. simpl. now rewrite mark.
           ++ rewrite (count_of_extensional _ (has_marked smaller j)).
              2:{ intros order _. unfold has_marked, marked_among_first, count_of. simpl. now rewrite mark. }
              rewrite (IH smaller j rest shorter) by lia. f_equal. f_equal; [lia | assumption || congruence].
        -- assert (c = count_of marked rest) by (rewrite own; unfold count_of; simpl; now rewrite mark).
           assert (u = S (count_of (fun z => negb (marked z)) rest))
             by (rewrite other; unfold count_of; simpl; now rewrite mark).
           rewrite (count_of_extensional _ (has_marked smaller k)).
           2:{ intros order _. unfold has_marked, marked_among_first, count_of. simpl. now rewrite mark. }
           destruct (Nat.leb_spec k smaller) as [possible | impossible].
           ++ rewrite (IH smaller k rest shorter) by lia. f_equal. f_equal; [congruence | lia].
           ++ rewrite (count_of_extensional _ (fun _ => false)); [apply count_of_none|].
              intros order _. unfold has_marked, marked_among_first.
              apply Nat.eqb_neq.
              assert (count_of marked (firstn smaller order) <= length (firstn smaller order)) by apply count_at_most.
              assert (length (firstn smaller order) <= smaller) by apply firstn_le_length. lia.
Qed.

(** ** A uniform sample *)

(** Every subset of s members is the sample in the same share of all orders, one in C(N, s): [marked] is the subset. *)
Theorem sample_is_uniform (size : nat) (xs : list member) :
  size <= length xs -> count_of marked xs = size ->
  count_of (begins_with marked size) (orders xs) * binomial (length xs) size = length (orders xs).
Proof.
  intros small exactly. rewrite chosen_first_over_all by assumption. rewrite exactly, binomial_diagonal. lia.
Qed.

(** ** Stalls *)

(** sum over k = 0 ... s *)
Fixpoint sum_up_to (s : nat) (F : nat -> nat) : nat :=
  match s with
  | O => F O
  | S t => sum_up_to t F + F s
  end.

Lemma sum_up_to_extensional (s : nat) (F G : nat -> nat) :
  (forall k, k <= s -> F k = G k) -> sum_up_to s F = sum_up_to s G.
Proof.
  induction s as [|t IH]; intros same; simpl; [apply same; lia|].
  rewrite IH by (intros; apply same; lia). rewrite same by lia. reflexivity.
Qed.

Lemma sum_up_to_plus (s : nat) (F G : nat -> nat) :
  sum_up_to s (fun k => F k + G k) = sum_up_to s F + sum_up_to s G.
Proof. induction s as [|t IH]; simpl; [reflexivity | rewrite IH; lia]. Qed.

Lemma sum_up_to_scaled (s c : nat) (F : nat -> nat) : sum_up_to s (fun k => F k * c) = sum_up_to s F * c.
Proof. induction s as [|t IH]; simpl; [reflexivity | rewrite IH; lia]. Qed.

Lemma sum_of_one_value (s v : nat) (F : nat -> nat) :
  v <= s -> sum_up_to s (fun k => if v =? k then F k else 0) = F v.
Proof.
  induction s as [|t IH]; intros bounded; cbn [sum_up_to].
  - replace v with 0 by lia. reflexivity.
  - destruct (Nat.eqb_spec v (S t)) as [-> | other].
    + rewrite (sum_up_to_extensional t _ (fun _ => 0 * 0)).
      * rewrite (sum_up_to_scaled t 0 (fun _ => 0)). lia.
      * intros k below. destruct (Nat.eqb_spec (S t) k); lia.
    + rewrite IH by lia. lia.
Qed.

(** Orders counted by the value of a quantity. *)
Lemma count_by_value {A : Type} (quantity : A -> nat) (test : nat -> bool) (s : nat) (xs : list A) :
  (forall x, In x xs -> quantity x <= s) ->
  count_of (fun x => test (quantity x)) xs
  = sum_up_to s (fun k => if test k then count_of (fun x => quantity x =? k) xs else 0).
Proof.
  induction xs as [|x xs IH]; intros bounded.
  - rewrite (sum_up_to_extensional s _ (fun _ => 0 * 0)).
    + rewrite (sum_up_to_scaled s 0 (fun _ => 0)). unfold count_of. simpl. lia.
    + intros k _. destruct (test k); reflexivity.
  - assert (own : count_of (fun x => test (quantity x)) (x :: xs)
      = (if test (quantity x) then 1 else 0) + count_of (fun x => test (quantity x)) xs)
      by (unfold count_of; simpl; destruct (test (quantity x)); reflexivity).
    rewrite own, IH by (intros; apply bounded; now right).
    rewrite <- (sum_of_one_value s (quantity x) (fun k => if test k then 1 else 0)) by (apply bounded; now left).
    rewrite <- sum_up_to_plus. apply sum_up_to_extensional. intros k _.
    unfold count_of. simpl. destruct (quantity x =? k), (test k); simpl; lia.
Qed.

(** Fewer than [required] of the sample answer. *)
Definition stalls (size required : nat) (order : list member) : bool :=
  count_of (fun x => negb (marked x)) (firstn size order) <? required.

Lemma stalls_by_marked (size required : nat) (order : list member) :
  size <= length order ->
  stalls size required order = (size - marked_among_first size order <? required).
Proof.
  intros long. unfold stalls, marked_among_first. f_equal.
  assert (parts := marked_and_others (firstn size order)). rewrite firstn_length_le in parts by assumption. lia.
Qed.

End Sample.

Definition stall_count (N o s r : nat) : nat :=
  sum_up_to s (fun k => if s - k <? r then hypergeometric o (N - o) s k else 0).

Definition plexus_stall_rhs (N o s r : nat) : R := (INR (stall_count N o s r) / INR (binomial N s))%R.

(** plexus.stall: N active members of which o are offline, samples of s, r arrivals required. The members are distinct, so
    that every order is listed once. *)
Theorem plexus_stall {member : Type} (offline : member -> bool) (view : list member) (N o s r : nat) :
  NoDup view -> length view = N -> count_of offline view = o -> s <= N ->
  (INR (count_of (stalls offline s r) (orders view)) / INR (length (orders view)) = plexus_stall_rhs N o s r)%R.
Proof.
  intros distinct size_is offline_is small. unfold plexus_stall_rhs.
  assert (others : count_of (fun x => negb (offline x)) view = N - o).
  { assert (parts := marked_and_others offline view). lia. }
  assert (counted : count_of (stalls offline s r) (orders view) = stall_count N o s r * (fact s * fact (N - s))).
  { rewrite (count_of_extensional _ (fun order => s - marked_among_first offline s order <? r)).
    - rewrite (count_by_value (marked_among_first offline s) (fun k => s - k <? r) s).
      + unfold stall_count. rewrite <- sum_up_to_scaled. apply sum_up_to_extensional. intros k bounded.
        destruct (s - k <? r); [|reflexivity].
        assert (law := marked_count_is_hypergeometric offline s k view ltac:(lia) bounded).
        unfold has_marked in law. rewrite law, others, offline_is, size_is. reflexivity.
      + intros order _. unfold marked_among_first.
        assert (count_of offline (firstn s order) <= length (firstn s order)) by apply count_at_most.
        assert (length (firstn s order) <= s) by apply firstn_le_length. lia.
    - intros order listed. apply stalls_by_marked. apply orders_are_permutations in listed.
      rewrite <- (Permutation_length listed). lia. }
  assert (parts := binomial_factorials N s small).
  assert (positive : (0 < INR (fact s * fact (N - s)))%R).
  { apply lt_0_INR. apply Nat.mul_pos_pos; apply lt_O_fact. }
  assert (subsets : (0 < INR (binomial N s))%R).
  { apply lt_0_INR. assert (0 < fact N) by apply lt_O_fact. destruct (binomial N s); [simpl in parts; lia | lia]. }
  rewrite counted, number_of_orders, size_is, <- parts, !mult_INR. rewrite mult_INR in positive.
  field. split; [apply Rgt_not_eq; exact subsets|]. split; intros zero; rewrite zero in positive; lra.
Qed.
