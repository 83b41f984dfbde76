(** * Agreement of two samplers

    Each of two peers takes as its sample the s first members, in the order of their hashes, among those that it
    believes active. The hashes put the union of both views into a uniformly random order: every order has the same
    probability, so probabilities are counts over all orders.

    Glossary (besides that of Orders.v)

    - [union]: the members of either view, all distinct;
    - [first], [second]: the two views, as tests;
    - c = [common_members], a = [first_only], b = [second_only]: how many are in both views, in one only;
    - [sample] view order: the [size] = s first members of [order] that are in [view].

    Results: [samples_agree_when_first_are_common] (the reduction), [plexus_agreement] (plexus.agreement: the
    probability is C(c,s)/C(a+b+c,s)). *)

Require Import Arith List Lia Permutation Bool Reals Lra.
From Plumbline.Decoding Require Import Orders.
Import ListNotations.

(** The right side: C(c,s)/C(a+b+c,s). *)
Definition plexus_agreement_rhs (a b c s : nat) : R := (INR (binomial c s) / INR (binomial (a + b + c) s))%R.

Section Agreement.

Context {member : Type}.
Variable same_member : forall x y : member, {x = y} + {x <> y}.
Variables first second : member -> bool.
Variable size : nat.

Definition sample (view : member -> bool) (order : list member) : list member :=
  firstn size (filter view order).

Definition both (x : member) : bool := first x && second x.

(** Whether both peers derive the same sample, in the same order. *)
Definition agree (order : list member) : bool :=
  if list_eq_dec same_member (sample first order) (sample second order) then true else false.

Definition common_members (union : list member) : nat := count_of both union.
Definition first_only (union : list member) : nat := count_of (fun x => first x && negb (second x)) union.
Definition second_only (union : list member) : nat := count_of (fun x => second x && negb (first x)) union.

(** Where the first members are all in a view, they are its sample. *)
Lemma sample_of_visible_beginning (view : member -> bool) (count : nat) (order : list member) :
  forallb view (firstn count order) = true -> firstn count (filter view order) = firstn count order.
Proof.
  revert order; induction count as [|fewer IH]; intros order visible; [reflexivity|].
  destruct order as [|x rest]; [reflexivity|]. simpl in *.
  apply andb_prop in visible. destruct visible as [seen others].
  rewrite seen. simpl. now rewrite IH.
Qed.

(** A member of a view among the first of the order is in the sample. *)
Lemma early_members_are_sampled (view : member -> bool) (count : nat) (order : list member) (x : member) :
  In x (firstn count order) -> view x = true -> In x (firstn count (filter view order)).
Proof.
  revert order; induction count as [|fewer IH]; intros order early seen; [contradiction|].
  destruct order as [|y rest]; [contradiction|]. simpl in *.
  destruct early as [here | later].
  - subst y. rewrite seen. now left.
  - destruct (view y); simpl; [right; now apply IH|].
    (* The sample reaches further when y is passed over. *)
    assert (inside : In x (firstn fewer (filter view rest))) by now apply IH.
    clear - inside. revert inside. generalize (filter view rest). intros seen.
    revert seen; induction fewer as [|f IH]; intros [|z zs] inside; simpl in *; try contradiction.
    destruct inside as [same | deeper]; [now left | right; now apply IH].
Qed.

Lemma sampled_members_are_seen (view : member -> bool) (order : list member) (x : member) :
  In x (sample view order) -> view x = true.
Proof.
  unfold sample. intros inside.
  assert (listed : In x (filter view order)).
  { rewrite <- (firstn_skipn size (filter view order)). apply in_or_app. now left. }
  now apply filter_In in listed.
Qed.

(** The reduction: the samples have the same members, or are the same sequence, exactly when the s first of the union
    are all common. *)
Theorem samples_agree_when_first_are_common (order : list member) :
  (forall x, In x order -> first x || second x = true) ->
  (begins_with both size order = true <-> sample first order = sample second order) /\
  (begins_with both size order = true <->
   forall x, In x (sample first order) <-> In x (sample second order)).
Proof.
  intros someone.
  assert (sufficient : begins_with both size order = true -> sample first order = sample second order).
  { intros common. unfold sample, begins_with in *.
    rewrite !sample_of_visible_beginning; [reflexivity | |];
      rewrite forallb_forall in *; intros x inside; specialize (common x inside);
      unfold both in common; apply andb_prop in common; tauto. }
  assert (necessary : (forall x, In x (sample first order) <-> In x (sample second order)) ->
                      begins_with both size order = true).
  { intros same. unfold begins_with. apply forallb_forall. intros x early.
    assert (listed : In x order).
    { rewrite <- (firstn_skipn size order). apply in_or_app. now left. }
    specialize (someone x listed). unfold both.
    destruct (first x) eqn:in_first, (second x) eqn:in_second; try reflexivity; try discriminate; exfalso.
    - assert (sampled : In x (sample first order)) by now apply early_members_are_sampled.
      apply same, sampled_members_are_seen in sampled. congruence.
    - assert (sampled : In x (sample second order)) by now apply early_members_are_sampled.
      apply same, sampled_members_are_seen in sampled. congruence. }
  split; split; intros given.
  - now apply sufficient.
  - apply necessary. now rewrite given.
  - now rewrite sufficient.
  - now apply necessary.
Qed.

Lemma union_parts (union : list member) :
  (forall x, In x union -> first x || second x = true) ->
  length union = first_only union + second_only union + common_members union.
Proof.
  unfold first_only, second_only, common_members, count_of, both.
  induction union as [|x xs IH]; simpl; intros someone; [reflexivity|].
  assert (seen := someone x (or_introl eq_refl)).
  assert (tail : length xs = length (filter (fun x => first x && negb (second x)) xs)
                             + length (filter (fun x => second x && negb (first x)) xs)
                             + length (filter (fun x => first x && second x) xs))
    by (apply IH; intros; apply someone; now right).
  destruct (first x), (second x); simpl in *; try discriminate; lia.
Qed.

(** plexus.agreement: [a], [b] and [c] members as named, samples of at most s members (all of a view that has fewer);
    agreeing orders over all orders. The members are distinct, so that every order is listed once. *)
Theorem plexus_agreement (union : list member) (a b c : nat) :
  NoDup union ->
  (forall x, In x union -> first x || second x = true) ->
  a = first_only union -> b = second_only union -> c = common_members union ->
  size <= a + b + c ->
  (INR (count_of agree (orders union)) / INR (length (orders union))
   = plexus_agreement_rhs a b c size)%R.
Proof.
  unfold plexus_agreement_rhs.
  intros distinct someone a_value b_value c_value small.
  assert (parts := union_parts union someone).
  assert (total : length union = a + b + c) by lia.
  assert (same : count_of agree (orders union) = count_of (begins_with both size) (orders union)).
  { apply count_of_extensional. intros order listed.
    apply orders_are_permutations in listed.
    assert (seen : forall x, In x order -> first x || second x = true).
    { intros x inside. apply someone. now apply (Permutation_in x (Permutation_sym listed)). }
    destruct (samples_agree_when_first_are_common order seen) as [reduction _].
    unfold agree. destruct list_eq_dec as [equal | unequal].
    - symmetry. now apply reduction.
    - destruct (begins_with both size order); [|reflexivity]. exfalso. now apply unequal, reduction. }
  assert (counted := chosen_first_over_all both size union ltac:(lia)).
  fold (common_members union) in counted.
  rewrite <- same, <- c_value, total in counted.
  assert (all : (0 < INR (length (orders union)))%R).
  { rewrite number_of_orders. apply INR_fact_lt_0. }
  assert (subsets : (0 < INR (binomial (a + b + c) size))%R).
  { apply lt_0_INR. assert (whole := binomial_factorials (a + b + c) size ltac:(lia)).
    assert (0 < fact (a + b + c)) by apply lt_O_fact. nia. }
  apply (f_equal INR) in counted. rewrite !mult_INR in counted.
  apply (Rmult_eq_reg_r (INR (length (orders union)) * INR (binomial (a + b + c) size)));
    [|apply Rgt_not_eq; now apply Rmult_lt_0_compat].
  transitivity (INR (count_of agree (orders union)) * INR (binomial (a + b + c) size))%R; [field; lra|].
  rewrite counted. field. lra.
Qed.

End Agreement.
