#!/bin/sh
# Compiles Reference/$1.v, which prints a table as a list of strings on one line, and writes it to Reference/$2.

set -eu
cd "$(dirname "$0")/.."
scratch=$(mktemp -d)
trap 'rm -rf "$scratch"' EXIT

coqc -q -w none -R . Plumbline -o "$scratch/$1.vo" "Reference/$1.v" >"$scratch/printed"
grep -o '"[^"]*"' "$scratch/printed" | tr -d '"' >"$scratch/table"
lines=$(wc -l <"$scratch/table")
[ "$lines" -gt 1 ] || { echo "table: Reference/$1.v printed no table" >&2; exit 1; }
if cmp -s "$scratch/table" "Reference/$2"; then
  echo "table: $2, $lines lines, is unchanged"
else
  cp "$scratch/table" "Reference/$2"
  echo "table: $2, $lines lines, has CHANGED"
fi
