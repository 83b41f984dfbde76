(** * All orders of finitely many members, and those that begin with chosen ones

    Glossary

    - [picks] xs: every way to take one member out of xs, with what is left;
    - [orders] xs: all orders (permutations) of xs, each once: [orders_are_permutations], [orders_without_repetition];
    - [count_of] test xs: how many of xs pass the test;
    - [begins_with] chosen size: whether the [size] first of an order are all chosen;
    - [falling] n k: n (n - 1) ... (n - k + 1);
    - [binomial] n k: C(n, k), by Pascal's rule; [binomial_factorials] ties it to factorials.

    Results: [orders_that_begin_with_chosen], [number_of_orders], [chosen_first_over_all]. *)

Require Import Arith List Lia Permutation Bool Reals Lra Factorial.
Import ListNotations.

Section Orders.

Context {member : Type}.

(** ** All orders of a list *)

(** Every way to take one member out. *)
Fixpoint picks (xs : list member) : list (member * list member) :=
  match xs with
  | [] => []
  | x :: rest => (x, rest) :: map (fun pick => (fst pick, x :: snd pick)) (picks rest)
  end.

Fixpoint orders_of_length (count : nat) (xs : list member) : list (list member) :=
  match count with
  | O => [[]]
  | S fewer => flat_map (fun pick => map (cons (fst pick)) (orders_of_length fewer (snd pick))) (picks xs)
  end.

Definition orders (xs : list member) : list (list member) := orders_of_length (length xs) xs.

Lemma pick_is_permutation (xs : list member) (x : member) (rest : list member) :
  In (x, rest) (picks xs) -> Permutation xs (x :: rest).
Proof.
  revert x rest; induction xs as [|y ys IH]; simpl; intros x rest chosen; [contradiction|].
  destruct chosen as [same | later].
  - injection same as -> ->. reflexivity.
  - apply in_map_iff in later. destruct later as [[z others] [same inside]].
    simpl in same. injection same as <- <-. rewrite (IH z others inside). apply perm_swap.
Qed.

Lemma pick_length (xs : list member) (x : member) (rest : list member) :
  In (x, rest) (picks xs) -> length xs = S (length rest).
Proof. intros chosen. now rewrite (Permutation_length (pick_is_permutation _ _ _ chosen)). Qed.

Lemma every_member_is_picked (xs : list member) (x : member) :
  In x xs -> exists rest, In (x, rest) (picks xs).
Proof.
  induction xs as [|y ys IH]; simpl; intros inside; [contradiction|].
  destruct inside as [same | later].
  - exists ys. left. now subst.
  - destruct (IH later) as [rest chosen]. exists (y :: rest). right.
    apply in_map_iff. now exists (x, rest).
Qed.

Lemma picked_members (xs : list member) : map fst (picks xs) = xs.
Proof.
  induction xs as [|x xs IH]; simpl; [reflexivity|].
  f_equal. rewrite map_map. exact IH.
Qed.

(** The enumeration holds the permutations and nothing else. *)
Theorem orders_are_permutations (xs order : list member) :
  In order (orders xs) <-> Permutation xs order.
Proof.
  unfold orders. remember (length xs) as count eqn:size. revert xs order size.
  induction count as [|fewer IH]; intros xs order size; simpl.
  - destruct xs; [|discriminate]. split.
    + intros [<- | []]. reflexivity.
    + intros same. left. symmetry. now apply Permutation_nil.
  - rewrite in_flat_map. split.
    + intros [[x rest] [chosen inside]]. simpl in inside. apply in_map_iff in inside.
      destruct inside as [tail [<- found]].
      assert (length xs = S (length rest)) by (now apply (pick_length xs x)).
      rewrite (pick_is_permutation _ _ _ chosen). apply perm_skip.
      assert (shorter : fewer = length rest) by lia. now apply (IH rest tail shorter).
    + intros same. destruct order as [|x tail].
      { apply Permutation_sym, Permutation_nil in same. subst xs. discriminate. }
      destruct (every_member_is_picked xs x) as [rest chosen].
      { apply (Permutation_in x (Permutation_sym same)). now left. }
      exists (x, rest). split; [assumption|]. apply in_map_iff. exists tail. split; [reflexivity|].
      assert (length xs = S (length rest)) by (now apply (pick_length xs x)).
      assert (shorter : fewer = length rest) by lia. apply (IH rest tail shorter).
      apply (Permutation_cons_inv (a := x)).
      rewrite <- (pick_is_permutation _ _ _ chosen). assumption.
Qed.

Lemma flat_map_without_repetition {A : Type} (xs : list A) (branch : A -> list (list member)) :
  NoDup xs -> (forall x, In x xs -> NoDup (branch x)) ->
  (forall x y order, In x xs -> In y xs -> In order (branch x) -> In order (branch y) -> x = y) ->
  NoDup (flat_map branch xs).
Proof.
  induction xs as [|x xs IH]; intros distinct each apart; simpl; [constructor|].
  inversion distinct as [|? ? absent others]; subst.
  assert (first : NoDup (branch x)) by (apply each; now left).
  assert (tail : NoDup (flat_map branch xs)).
  { apply IH; [assumption | intros; apply each; now right |].
    intros y z order iny inz. apply apart; now right. }
  assert (separate : forall order, In order (branch x) -> ~ In order (flat_map branch xs)).
  { intros order here there. apply in_flat_map in there. destruct there as [y [iny found]].
    apply absent. rewrite (apart x y order (or_introl eq_refl) (or_intror iny) here found). assumption. }
  clear IH each apart distinct. revert first separate.
  induction (branch x) as [|o os IHos]; simpl; intros first separate; [assumption|].
  inversion first as [|? ? new rest]; subst. constructor.
  - rewrite in_app_iff. intros [again | later]; [contradiction|]. apply (separate o); [now left | assumption].
  - apply IHos; [assumption|]. intros order inside. apply separate. now right.
Qed.

Lemma picks_without_repetition (xs : list member) : NoDup xs -> NoDup (picks xs).
Proof. intros distinct. apply (NoDup_map_inv fst). now rewrite picked_members. Qed.

(** Two picks of the same member leave the same rest. *)
Lemma picked_once (xs : list member) (p q : member * list member) :
  NoDup xs -> In p (picks xs) -> In q (picks xs) -> fst p = fst q -> p = q.
Proof.
  intros distinct. rewrite <- (picked_members xs) in distinct.
  induction (picks xs) as [|r rs IH]; simpl in *; intros inp inq same; [contradiction|].
  inversion distinct as [|? ? new others]; subst.
  destruct inp as [-> | inp], inq as [-> | inq].
  - reflexivity.
  - exfalso. apply new. rewrite same. now apply in_map.
  - exfalso. apply new. rewrite <- same. now apply in_map.
  - now apply IH.
Qed.

Lemma pick_distinct (xs : list member) (x : member) (rest : list member) :
  NoDup xs -> In (x, rest) (picks xs) -> ~ In x rest /\ NoDup rest.
Proof.
  intros distinct chosen.
  assert (whole : NoDup (x :: rest)).
  { apply (Permutation_NoDup (pick_is_permutation _ _ _ chosen) distinct). }
  inversion whole; subst. now split.
Qed.

Theorem orders_without_repetition (xs : list member) : NoDup xs -> NoDup (orders xs).
Proof.
  unfold orders. remember (length xs) as count eqn:size. revert xs size.
  induction count as [|fewer IH]; intros xs size distinct; simpl.
  - constructor; [easy | constructor].
  - apply flat_map_without_repetition.
    + now apply picks_without_repetition.
    + intros [x rest] chosen. simpl.
      apply FinFun.Injective_map_NoDup; [intros u v same; now injection same|].
      assert (length xs = S (length rest)) by (now apply (pick_length xs x)).
      apply IH; [lia|]. now apply (pick_distinct xs x).
    + intros p q order inp inq here there. apply in_map_iff in here, there.
      destruct here as [u [<- _]], there as [v [same _]]. injection same as heads _.
      now apply (picked_once xs).
Qed.

(** ** Orders that begin with chosen members *)

Definition count_of {A : Type} (test : A -> bool) (xs : list A) : nat := length (filter test xs).

Fixpoint falling (n k : nat) : nat :=
  match k with
  | O => 1
  | S fewer => n * falling (n - 1) fewer
  end.

(** Whether the [size] first are all chosen. *)
Definition begins_with (chosen : member -> bool) (size : nat) (order : list member) : bool :=
  forallb chosen (firstn size order).

Lemma count_of_application {A : Type} (test : A -> bool) (xs ys : list A) :
  count_of test (xs ++ ys) = count_of test xs + count_of test ys.
Proof. unfold count_of. now rewrite filter_app, app_length. Qed.

Lemma count_of_map {A B : Type} (g : A -> B) (test : B -> bool) (xs : list A) :
  count_of test (map g xs) = count_of (fun x => test (g x)) xs.
Proof.
  unfold count_of. induction xs as [|x xs IH]; simpl; [reflexivity|].
  destruct (test (g x)); simpl; now rewrite IH.
Qed.

Lemma count_of_extensional {A : Type} (test check : A -> bool) (xs : list A) :
  (forall x, In x xs -> test x = check x) -> count_of test xs = count_of check xs.
Proof.
  unfold count_of. induction xs as [|x xs IH]; simpl; intros same; [reflexivity|].
  rewrite (same x) by now left.
  assert (length (filter test xs) = length (filter check xs)) by (apply IH; intros; apply same; now right).
  destruct (check x); simpl; lia.
Qed.

Lemma count_of_none {A : Type} (xs : list A) : count_of (fun _ => false) xs = 0.
Proof. unfold count_of. induction xs; simpl; auto. Qed.

Lemma count_of_permutation {A : Type} (test : A -> bool) (xs ys : list A) :
  Permutation xs ys -> count_of test xs = count_of test ys.
Proof.
  unfold count_of. induction 1; simpl; try lia.
  - destruct (test x); simpl; lia.
  - destruct (test x), (test y); simpl; lia.
Qed.

(** The branches of the first member: those with a chosen one all count alike. *)
Lemma count_over_branches {A : Type} (xs : list A) (branch : A -> list (list member))
  (test : list member -> bool) (heads : A -> bool) (each : nat) :
  (forall x, In x xs -> count_of test (branch x) = if heads x then each else 0) ->
  count_of test (flat_map branch xs) = count_of heads xs * each.
Proof.
  induction xs as [|x xs IH]; simpl; intros branches; [reflexivity|].
  rewrite count_of_application, branches by now left.
  rewrite IH by (intros; apply branches; now right).
  unfold count_of. simpl. destruct (heads x); simpl; lia.
Qed.

Lemma chosen_picks (chosen : member -> bool) (xs : list member) :
  count_of (fun pick => chosen (fst pick)) (picks xs) = count_of chosen xs.
Proof. rewrite <- (count_of_map fst chosen). now rewrite picked_members. Qed.

(** c (c - 1) ... (c - s + 1) ways to begin, (N - s)! to go on. *)
Theorem orders_that_begin_with_chosen (chosen : member -> bool) (size : nat) (xs : list member) :
  size <= length xs ->
  count_of (begins_with chosen size) (orders xs)
  = falling (count_of chosen xs) size * fact (length xs - size).
Proof.
  unfold orders. remember (length xs) as count eqn:equal. revert size xs equal.
  induction count as [|fewer IH]; intros size xs equal small.
  - replace size with 0 by lia. reflexivity.
  - destruct size as [|smaller].
    + (* Nothing is asked: every order counts. *)
      cbn [orders_of_length].
      rewrite (count_over_branches _ _ _ (fun _ => true) (fact fewer)).
      * assert (total : count_of (fun _ : member * list member => true) (picks xs) = S fewer).
        { rewrite equal. clear. rewrite <- (picked_members xs) at 2. rewrite map_length.
          unfold count_of. induction (picks xs) as [|p ps IH]; simpl; [reflexivity|]. simpl in IH. now rewrite IH. }
        rewrite total. unfold falling. rewrite Nat.sub_0_r, Nat.mul_1_l. reflexivity.
      * intros [x rest] inside. rewrite count_of_map. simpl.
        assert (length xs = S (length rest)) by (now apply (pick_length xs x)).
        rewrite (count_of_extensional _ (begins_with chosen 0)) by reflexivity.
        rewrite IH by lia. simpl. rewrite Nat.sub_0_r. lia.
    + cbn [orders_of_length].
      rewrite (count_over_branches _ _ _ (fun pick => chosen (fst pick))
                 (falling (count_of chosen xs - 1) smaller * fact (fewer - smaller))).
      * rewrite chosen_picks. cbn [falling]. rewrite Nat.sub_succ. lia.
      * intros [x rest] inside. rewrite count_of_map. simpl fst. simpl snd.
        assert (length xs = S (length rest)) by (now apply (pick_length xs x)).
        destruct (chosen x) eqn:is_chosen.
        -- rewrite (count_of_extensional _ (begins_with chosen smaller)).
           2:{ intros order _. unfold begins_with. simpl. now rewrite is_chosen. }
           rewrite IH by lia. f_equal. f_equal.
           rewrite (count_of_permutation chosen xs (x :: rest)) by now apply pick_is_permutation.
           unfold count_of. simpl. rewrite is_chosen. simpl. lia.
        -- rewrite (count_of_extensional _ (fun _ => false)); [apply count_of_none|].
           intros order _. unfold begins_with. simpl. now rewrite is_chosen.
Qed.

Theorem number_of_orders (xs : list member) : length (orders xs) = fact (length xs).
Proof.
  assert (all := orders_that_begin_with_chosen (fun _ => true) 0 xs (Nat.le_0_l _)).
  cbn [falling] in all. rewrite Nat.sub_0_r, Nat.mul_1_l in all. rewrite <- all.
  unfold count_of. clear all. induction (orders xs) as [|o os IH]; simpl; [reflexivity | now rewrite <- IH].
Qed.

End Orders.

(** ** Binomial coefficients *)

Fixpoint binomial (n k : nat) : nat :=
  match n, k with
  | _, O => 1
  | O, S _ => 0
  | S m, S j => binomial m j + binomial m (S j)
  end.

Lemma binomial_above (n k : nat) : n < k -> binomial n k = 0.
Proof.
  revert k; induction n as [|m IH]; intros [|j] above; simpl; try lia.
  rewrite !IH by lia. reflexivity.
Qed.

Lemma binomial_diagonal (n : nat) : binomial n n = 1.
Proof. induction n as [|m IH]; simpl; [reflexivity|]. rewrite IH, binomial_above by lia. reflexivity. Qed.

(** C(n, k) k! (n - k)! = n! *)
Lemma binomial_factorials (n k : nat) : k <= n -> binomial n k * (fact k * fact (n - k)) = fact n.
Proof.
  revert k; induction n as [|m IH]; intros k below.
  - replace k with 0 by lia. reflexivity.
  - destruct k as [|j]; [simpl; lia|].
    destruct (Nat.eq_dec j m) as [-> | other].
    + rewrite binomial_diagonal, Nat.sub_diag. simpl. lia.
    + cbn [binomial]. rewrite Nat.sub_succ.
      assert (low := IH j ltac:(lia)). assert (high := IH (S j) ltac:(lia)).
      replace (m - j) with (S (m - S j)) in * by lia.
      change (fact (S m)) with (S m * fact m).
      change (fact (S j)) with (S j * fact j) in *.
      change (fact (S (m - S j))) with (S (m - S j) * fact (m - S j)) in *.
      rewrite Nat.mul_add_distr_r.
      replace (binomial m j * (S j * fact j * (S (m - S j) * fact (m - S j))))
        with (S j * (binomial m j * (fact j * (S (m - S j) * fact (m - S j))))) by ring.
      replace (binomial m (S j) * (S j * fact j * (S (m - S j) * fact (m - S j))))
        with (S (m - S j) * (binomial m (S j) * (S j * fact j * fact (m - S j)))) by ring.
      rewrite low, high, <- Nat.mul_add_distr_r. f_equal. lia.
Qed.

(** k-sequences are k-subsets in one of k! orders. *)
Lemma falling_binomial (n k : nat) : falling n k = binomial n k * fact k.
Proof.
  destruct (le_lt_dec k n) as [below | above].
  - assert (whole : falling n k * fact (n - k) = fact n).
    { revert n below; induction k as [|j IH]; intros n below; [cbn [falling]; rewrite Nat.sub_0_r; lia|].
      destruct n as [|m]; [lia|]. cbn [falling].
      replace (S m - S j) with (m - j) by lia. replace (S m - 1) with m by lia.
      rewrite <- Nat.mul_assoc, IH by lia. reflexivity. }
    assert (parts := binomial_factorials n k below).
    apply (Nat.mul_cancel_r _ _ (fact (n - k))); [apply fact_neq_0 | lia].
  - rewrite binomial_above by assumption. simpl. revert n above.
    induction k as [|j IH]; intros n above; [lia|]. cbn [falling].
    destruct n as [|m]; [reflexivity|]. replace (S m - 1) with m by lia. rewrite IH by lia. lia.
Qed.

(** The chance that the [size] first are chosen, C(c, s)/C(N, s): the number of orders, without a division. *)
Theorem chosen_first_over_all {member : Type} (chosen : member -> bool) (size : nat) (xs : list member) :
  size <= length xs ->
  count_of (begins_with chosen size) (orders xs) * binomial (length xs) size
  = binomial (count_of chosen xs) size * length (orders xs).
Proof.
  intros small. rewrite orders_that_begin_with_chosen by assumption.
  rewrite number_of_orders, falling_binomial, <- (binomial_factorials _ _ small). ring.
Qed.
