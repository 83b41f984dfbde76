(** * How likely it is that somebody has not trained yet

    Each round samples the s first members of a uniformly random order, independently of the other rounds. The probability
    that after k rounds not every member has been sampled follows by inclusion and exclusion over the members that were
    left out.

    Glossary (besides that of Orders.v)

    - [histories] k: all sequences of k orders, each as likely as any other;
    - [sampled] s order x: whether x is among the s first;
    - [all_trained] s view history: whether every member of the view was sampled in some round;
    - [sublists]: all ways to keep some members and drop the others;
    - [plexus_coverage_rhs] N s k: sum over j = 1 ... N of (-1)^(j+1) C(N, j) (C(N - j, s)/C(N, s))^k.

    Result: [plexus_coverage] (plexus.coverage: the probability that not all have trained after k rounds). *)

Require Import Arith List Lia Permutation Bool Reals Lra.
From Plumbline.Decoding Require Import Votes Orders SignDescent.
Import ListNotations.
Local Open Scope R_scope.

(** ** Sums and products *)

Definition product_over {A : Type} (xs : list A) (F : A -> R) : R := fold_right (fun x rest => F x * rest) 1 xs.

Lemma product_over_times {A : Type} (xs : list A) (F G : A -> R) :
  product_over xs (fun x => F x * G x) = product_over xs F * product_over xs G.
Proof. induction xs as [|x xs IH]; simpl; [ring | rewrite IH; ring]. Qed.

Lemma product_over_one {A : Type} (xs : list A) : product_over xs (fun _ => 1) = 1.
Proof. induction xs as [|x xs IH]; simpl; [reflexivity | rewrite IH; ring]. Qed.

Lemma product_over_extensional {A : Type} (xs : list A) (F G : A -> R) :
  (forall x, In x xs -> F x = G x) -> product_over xs F = product_over xs G.
Proof.
  induction xs as [|x xs IH]; intros same; simpl; [reflexivity|].
  rewrite (same x) by now left. rewrite IH; [reflexivity|]. intros z inside. apply same. now right.
Qed.

Lemma product_over_swap {A B : Type} (xs : list A) (ys : list B) (F : A -> B -> R) :
  product_over xs (fun x => product_over ys (F x)) = product_over ys (fun y => product_over xs (fun x => F x y)).
Proof.
  induction xs as [|x xs IH]; simpl; [symmetry; apply product_over_one|].
  rewrite IH, <- product_over_times. reflexivity.
Qed.

Lemma sum_over_flat_map {A B : Type} (branch : A -> list B) (xs : list A) (F : B -> R) :
  sum_over (flat_map branch xs) F = sum_over xs (fun x => sum_over (branch x) F).
Proof. induction xs as [|x xs IH]; simpl; [reflexivity|]. now rewrite sum_over_application, IH. Qed.

Lemma sum_over_indicator {A : Type} (test : A -> bool) (xs : list A) :
  sum_over xs (fun x => if test x then 1 else 0) = INR (count_of test xs).
Proof.
  unfold count_of. induction xs as [|x xs IH]; [reflexivity|].
  cbn [sum_over filter]. rewrite IH. destruct (test x); cbn [length]; [rewrite S_INR|]; ring.
Qed.

Fixpoint sublists {A : Type} (xs : list A) : list (list A) :=
  match xs with
  | [] => [[]]
  | x :: rest => map (cons x) (sublists rest) ++ sublists rest
  end.

(** prod (1 - u) multiplied out *)
Lemma inclusion_exclusion {A : Type} (xs : list A) (u : A -> R) :
  product_over xs (fun x => 1 - u x) = sum_over (sublists xs) (fun left => (-1) ^ length left * product_over left u).
Proof.
  induction xs as [|x xs IH]; simpl; [ring|].
  rewrite sum_over_application, sum_over_map, IH. simpl.
  rewrite (sum_over_extensional _ (fun left => -1 * (-1) ^ length left * (u x * product_over left u))
             (fun left => - u x * ((-1) ^ length left * product_over left u))) by (intros; ring).
  rewrite sum_over_scaled. ring.
Qed.

Lemma sum_to_shifted (count : nat) (F : nat -> R) : sum_to (S count) F = F O + sum_to count (fun j => F (S j)).
Proof. induction count as [|m IH]; [simpl; ring|]. simpl in *. rewrite IH. ring. Qed.

(** C(n, j) sublists have j members. *)
Lemma sum_over_sublists {A : Type} (xs : list A) (g : nat -> R) :
  sum_over (sublists xs) (fun left => g (length left))
  = sum_to (S (length xs)) (fun j => INR (binomial (length xs) j) * g j).
Proof.
  revert g; induction xs as [|x xs IH]; intros g; [simpl; ring|].
  cbn [sublists length]. rewrite sum_over_application, sum_over_map. cbn [length].
  rewrite (IH (fun j => g (S j))), (IH g).
  rewrite (sum_to_shifted (S (length xs))). cbn [binomial].
  rewrite (sum_to_extensional (S (length xs)) (fun j => INR (binomial (length xs) j + binomial (length xs) (S j)) * g (S j))
    (fun j => INR (binomial (length xs) j) * g (S j) + INR (binomial (length xs) (S j)) * g (S j)))
    by (intros; rewrite plus_INR; ring).
  rewrite sum_to_plus.
  rewrite (sum_to_shifted (length xs) (fun j => INR (binomial (length xs) j) * g j)).
  replace (binomial (length xs) 0) with 1%nat by (destruct (length xs); reflexivity).
  cbn [sum_to]. rewrite (binomial_above (length xs) (S (length xs))) by lia. simpl (INR 0). ring.
Qed.

Section Coverage.

Context {member : Type}.
Variable same_member : forall x y : member, {x = y} + {x <> y}.

Fixpoint histories {A : Type} (k : nat) (rounds : list A) : list (list A) :=
  match k with
  | O => [[]]
  | S before => flat_map (fun o => map (cons o) (histories before rounds)) rounds
  end.

Definition sampled (s : nat) (order : list member) (x : member) : bool :=
  if in_dec same_member x (firstn s order) then true else false.

Definition all_trained (s : nat) (view : list member) (history : list (list member)) : bool :=
  forallb (fun x => existsb (fun order => sampled s order x) history) view.

(** Rounds are independent. *)
Lemma sum_over_histories {A : Type} (k : nat) (rounds : list A) (a : A -> R) :
  sum_over (histories k rounds) (fun history => product_over history a) = sum_over rounds a ^ k.
Proof.
  induction k as [|j IH]; simpl; [ring|].
  rewrite sum_over_flat_map.
  rewrite (sum_over_extensional rounds _ (fun o => sum_over rounds a ^ j * a o)).
  - rewrite sum_over_scaled. ring.
  - intros o _. rewrite sum_over_map. simpl. rewrite sum_over_scaled, IH. ring.
Qed.

Lemma number_of_histories {A : Type} (k : nat) (rounds : list A) :
  INR (length (histories k rounds)) = INR (length rounds) ^ k.
Proof.
  assert (ones : forall B (xs : list B), sum_over xs (fun _ => 1) = INR (length xs)).
  { intros B xs. induction xs as [|x xs IH]; [reflexivity|]. cbn [sum_over length]. rewrite IH, S_INR. ring. }
  rewrite <- (ones _ (histories k rounds)), <- (ones _ rounds), <- sum_over_histories.
  apply sum_over_extensional. intros history _. symmetry. apply product_over_one.
Qed.

(** 1 where x is left out of the sample *)
Definition misses (s : nat) (x : member) (order : list member) : R := if sampled s order x then 0 else 1.

Lemma trained_as_product (s : nat) (view : list member) (history : list (list member)) :
  (if all_trained s view history then 1 else 0)
  = product_over view (fun x => 1 - product_over history (misses s x)).
Proof.
  unfold all_trained. induction view as [|x view IH]; simpl; [reflexivity|].
  rewrite <- IH.
  assert (own : product_over history (misses s x) = if existsb (fun order => sampled s order x) history then 0 else 1).
  { clear IH. induction history as [|o os IHos]; simpl; [reflexivity|].
    rewrite IHos. unfold misses. destruct (sampled s o x), (existsb (fun order => sampled s order x) os); simpl; ring. }
  rewrite own. destruct (existsb _ history), (forallb _ view); simpl; ring.
Qed.

(** Whether a member may be sampled when these are left out. *)
Definition kept (left : list member) (x : member) : bool := if in_dec same_member x left then false else true.

Lemma misses_all (s : nat) (left order : list member) :
  product_over left (fun x => misses s x order) = if begins_with (kept left) s order then 1 else 0.
Proof.
  unfold begins_with. induction left as [|x left IH]; simpl.
  - replace (forallb (kept []) (firstn s order)) with true; [reflexivity|].
    symmetry. apply forallb_forall. reflexivity.
  - rewrite IH. unfold misses at 1, sampled.
    destruct (in_dec same_member x (firstn s order)) as [inside | outside].
    + rewrite Rmult_0_l. destruct (forallb (kept (x :: left)) (firstn s order)) eqn:none; [|reflexivity].
      rewrite forallb_forall in none. specialize (none x inside). unfold kept in none.
      destruct (in_dec same_member x (x :: left)) as [_|absent]; [discriminate|]. exfalso. apply absent. now left.
    + rewrite Rmult_1_l.
      replace (forallb (kept (x :: left)) (firstn s order)) with (forallb (kept left) (firstn s order)); [reflexivity|].
      apply eq_true_iff_eq. rewrite !forallb_forall. split; intros each z early; specialize (each z early); unfold kept in *.
      * destruct (in_dec same_member z (x :: left)) as [[same | later]|_]; [subst; contradiction| |reflexivity].
        destruct (in_dec same_member z left); [discriminate | contradiction].
      * destruct (in_dec same_member z left) as [present|_]; [|reflexivity].
        destruct (in_dec same_member z (x :: left)) as [_|absent]; [discriminate|]. exfalso. apply absent. now right.
Qed.

Lemma sublists_are_included (view left : list member) (x : member) : In left (sublists view) -> In x left -> In x view.
Proof.
  revert left; induction view as [|v view IH]; simpl; intros left chosen inside.
  - destruct chosen as [<- | []]. contradiction.
  - apply in_app_or in chosen. destruct chosen as [with_v | without].
    + apply in_map_iff in with_v. destruct with_v as [tail [<- chosen]].
      destruct inside as [here | later]; [now left | right; now apply (IH tail)].
    + right. now apply (IH left).
Qed.

(** N - j members are kept when j are left out. *)
Lemma number_kept (view left : list member) :
  NoDup view -> In left (sublists view) -> (count_of (kept left) view + length left = length view)%nat.
Proof.
  unfold count_of. revert left; induction view as [|v view IH]; intros left distinct chosen; simpl in chosen.
  - destruct chosen as [<- | []]. reflexivity.
  - inversion distinct as [|? ? absent others]; subst. apply in_app_or in chosen. destruct chosen as [with_v | without].
    + apply in_map_iff in with_v. destruct with_v as [tail [<- chosen]].
      cbn [filter]. unfold kept at 1. destruct (in_dec same_member v (v :: tail)) as [_|no]; [|exfalso; apply no; now left].
      assert (same : filter (kept (v :: tail)) view = filter (kept tail) view).
      { apply filter_ext_in. intros z inside. unfold kept.
        destruct (in_dec same_member z (v :: tail)) as [[here | later]|no], (in_dec same_member z tail) as [yes|not];
          try reflexivity; try (subst; contradiction). exfalso. apply no. now right. }
      rewrite same. simpl. specialize (IH tail others chosen). lia.
    + cbn [filter]. unfold kept at 1. destruct (in_dec same_member v left) as [inside|_].
      * exfalso. apply absent. now apply (sublists_are_included view left).
      * simpl. now rewrite (IH left others without).
Qed.

Definition plexus_coverage_rhs (N s k : nat) : R :=
  sum_to N (fun i => (-1) ^ i * INR (binomial N (S i)) * (INR (binomial (N - S i) s) / INR (binomial N s)) ^ k).

(** plexus.coverage: N members, samples of s, k rounds. *)
Theorem plexus_coverage (view : list member) (N s k : nat) :
  NoDup view -> length view = N -> (s <= N)%nat ->
  INR (count_of (fun history => negb (all_trained s view history)) (histories k (orders view)))
  / INR (length (histories k (orders view))) = plexus_coverage_rhs N s k.
Proof.
  intros distinct size_is small.
  assert (all : 0 < INR (length (orders view))) by (rewrite number_of_orders; apply INR_fact_lt_0).
  assert (subsets : 0 < INR (binomial N s)).
  { apply lt_0_INR. assert (whole := binomial_factorials N s small).
    assert (0 < fact N)%nat by apply lt_O_fact. destruct (binomial N s); [simpl in whole; lia | lia]. }
  set (total := INR (length (histories k (orders view)))).
  assert (total_is : total = INR (length (orders view)) ^ k) by apply number_of_histories.
  assert (total_positive : 0 < total) by (rewrite total_is; now apply pow_lt).
  (* The histories in which all have trained *)
  assert (trained : INR (count_of (all_trained s view) (histories k (orders view)))
    = total * sum_to (S N) (fun j => INR (binomial N j) * ((-1) ^ j * (INR (binomial (N - j) s) / INR (binomial N s)) ^ k))).
  { rewrite <- sum_over_indicator.
    rewrite (sum_over_extensional _ _ (fun history =>
      sum_over (sublists view) (fun left =>
        (-1) ^ length left * product_over left (fun x => product_over history (misses s x)))))
      by (intros history _; rewrite trained_as_product; apply inclusion_exclusion).
    rewrite sum_over_swap.
    rewrite (sum_over_extensional (sublists view) _ (fun left =>
      total * ((-1) ^ length left * (INR (binomial (N - length left) s) / INR (binomial N s)) ^ k))).
    - rewrite sum_over_scaled.
      rewrite (sum_over_sublists view (fun j => (-1) ^ j * (INR (binomial (N - j) s) / INR (binomial N s)) ^ k)).
      now rewrite size_is.
    - intros left chosen. rewrite sum_over_scaled.
      rewrite (sum_over_extensional _ _ (fun history =>
        product_over history (fun order => if begins_with (kept left) s order then 1 else 0))).
      2:{ intros history _. rewrite product_over_swap. apply product_over_extensional. intros order _. apply misses_all. }
      rewrite sum_over_histories, sum_over_indicator.
      assert (counted := chosen_first_over_all (kept left) s view ltac:(lia)).
      assert (size_kept := number_kept view left distinct chosen).
      replace (count_of (kept left) view) with (N - length left)%nat in counted by lia.
      rewrite size_is in counted. apply (f_equal INR) in counted. rewrite !mult_INR in counted.
      replace (INR (count_of (begins_with (kept left) s) (orders view)))
        with (INR (length (orders view)) * (INR (binomial (N - length left) s) / INR (binomial N s))).
      + rewrite Rpow_mult_distr, <- total_is. ring.
      + apply (Rmult_eq_reg_r (INR (binomial N s))); [|lra]. rewrite counted. field. lra. }
  assert (complement : INR (count_of (fun history => negb (all_trained s view history)) (histories k (orders view)))
    = total - INR (count_of (all_trained s view) (histories k (orders view)))).
  { unfold total. clear. induction (histories k (orders view)) as [|h hs IH]; [simpl; ring|].
    unfold count_of in *. cbn [filter length]. rewrite S_INR.
    destruct (all_trained s view h); cbn [negb]; cbn [length]; rewrite ?S_INR, IH; ring. }
  rewrite complement, trained, sum_to_shifted. unfold plexus_coverage_rhs.
  replace (binomial N 0) with 1%nat by (destruct N; reflexivity).
  replace (binomial (N - 0) s) with (binomial N s) by (f_equal; lia).
  replace (INR (binomial N s) / INR (binomial N s)) with 1 by (field; lra). rewrite pow1.
  rewrite (sum_to_extensional N
    (fun i => (-1) ^ i * INR (binomial N (S i)) * (INR (binomial (N - S i) s) / INR (binomial N s)) ^ k)
    (fun i => -1 * (INR (binomial N (S i)) * ((-1) ^ S i * (INR (binomial (N - S i) s) / INR (binomial N s)) ^ k))))
    by (intros; simpl; ring).
  rewrite sum_to_scaled. simpl (INR 1). simpl ((-1) ^ 0). field. lra.
Qed.

End Coverage.
