#!/bin/sh
# Writes Sources/Theorems/MachineProofs.swift from audit.csv: what the catalogue says of the proofs.

set -eu
cd "$(dirname "$0")/.."
target=../Sources/Theorems/MachineProofs.swift
scratch=$(mktemp)
trap 'rm -f "$scratch"' EXIT

awk -F, '
  BEGIN {
    print "// Written by `make proofs` from Proofs/Audit/audit.csv; do not edit.\n"
    print "extension MachineProof {"
    print "  /// By catalogue identifier."
    print "  static let all: [String: MachineProof] = ["
  }
  NR > 1 {
    print "    \"" $1 "\": MachineProof("
    print "      name: \"" $2 "\","
    print "      assumptions: ["
    n = split($3, axiom, ";")
    for (i = 1; i <= n; i++) print "        \"" axiom[i] "\","
    print "      ]),"
  }
  END { print "  ]\n}" }
' Audit/audit.csv >"$scratch"
if cmp -s "$scratch" "$target"; then
  echo "catalogue: MachineProofs.swift is unchanged"
else
  cp "$scratch" "$target"
  echo "catalogue: MachineProofs.swift has CHANGED"
fi
