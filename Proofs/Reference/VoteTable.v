(** * The table of vote errors

    Errors of small votes from the definition, the sum over {0,1}^M: groups of workers with a flip probability, a count and
    a weight, and P(wrong) + P(tie), P(wrong) + P(tie)/2. PrintVoteErrors.v prints [table].

    Glossary

    - [group]: flip probability, count, weight;
    - [voters]: the workers one by one. *)

Require Import ZArith QArith List String.
From Plumbline.Reference Require Import Rational Table VoteErrorsQ.
Import ListNotations.
Local Open Scope Q_scope.

Definition group := (Q * nat * Q)%type.

Definition voters (groups : list group) : list voter :=
  flat_map (fun g => match g with (p, count, v) => repeat (p, v) count end) groups.

(** Majority, ties, one worker, workers that are always right or wrong, negative and zero weights, weights that cancel. *)
Definition ballots : list (list group) :=
  [ [(1#4, 3%nat, 1)];
    [(1#4, 4%nat, 1)];
    [(1#10, 1%nat, 1)];
    [(1#10, 15%nat, 1)];
    [(1#2, 6%nat, 1)];
    [(0, 4%nat, 1)];
    [(1, 1%nat, 1); (0, 2%nat, 1)];
    [(9#10, 1%nat, 1); (1#20, 8%nat, 1)];
    [(9#10, 1%nat, -1); (1#5, 2%nat, 1)];
    [(1#3, 2%nat, 0); (1#4, 1%nat, 2)];
    [(1#10, 1%nat, 3); (1#3, 4%nat, 1)];
    [(1#10, 2%nat, 3#2); (1#5, 3%nat, 1); (2#5, 4%nat, 1#2)];
    [(1#7, 1%nat, 22#7); (3#11, 2%nat, 11#7); (49#100, 3%nat, 1#100)];
    [(1#2, 1%nat, 5); (1#100, 4%nat, 1)];
    [(2#5, 12%nat, 1)];
    [(1#3, 5%nat, 2); (1#4, 5%nat, 3)] ].

Definition line_of (groups : list group) : string :=
  (String.concat " " (map argument_text
     [ ("flip"%string, map (fun g : group => fst (fst g)) groups);
       ("count"%string, map (fun g : group => inject_Z (Z.of_nat (snd (fst g)))) groups);
       ("weights"%string, map (fun g : group => snd g) groups) ])
   ++ "," ++ rational_text (failure_q (voters groups)) ++ "," ++ rational_text (error_q (voters groups)))%string.

Definition table : list string := "arguments,failure,error"%string :: map line_of ballots.
