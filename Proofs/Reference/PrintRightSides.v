(** Prints the table of right sides; `make -C Proofs table` writes it to right-sides.csv. *)

Require Import String List.
From Plumbline.Reference Require Import Table.
Import ListNotations.
Local Open Scope string_scope.
Local Open Scope list_scope.
Set Printing Width 1000000.
Set Printing Depth 1000000.
Eval vm_compute in table.
