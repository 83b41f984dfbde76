(** Prints the table of vote errors; `make -C Proofs table` writes it to vote-errors.csv. *)

Require Import String List.
From Plumbline.Reference Require Import VoteTable.
Import ListNotations.
Local Open Scope string_scope.
Local Open Scope list_scope.
Set Printing Width 1000000.
Set Printing Depth 1000000.
Eval vm_compute in table.
