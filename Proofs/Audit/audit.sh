#!/bin/sh
# Audits the proofs: make -C Proofs audit
#
# 1. No file may admit anything: no Admitted, no axioms, no variables outside a section, no switched-off checks.
# 2. Every theorem of theorems.txt exists, is a proposition, and rests on nothing but the allowed axioms, as
#    Print Assumptions says.
# 3. Coq's separate checker accepts every compiled file of this folder, the libraries being trusted.
# 4. The result is written to audit.csv: theorem, Coq name, assumptions separated by semicolons; and what was audited to
#    sources.sha256, so that the package's tests notice a file that was changed since.
#
# Runs in Proofs/ after everything is compiled. Leaves audit.csv alone and exits with 1 when something is wrong.

set -u
cd "$(dirname "$0")/.." || exit 1

# Classical logic and extensionality, on which the reals of the standard library and Coquelicot rest.
allowed="ClassicalDedekindReals.sig_forall_dec
ClassicalDedekindReals.sig_not_dec
FunctionalExtensionality.functional_extensionality_dep
Classical_Prop.classic"

scratch=$(mktemp -d) || exit 1
trap 'rm -rf "$scratch"' EXIT

# --- 1. The text of every file, without comments and strings

find . -name '*.v' | sort >"$scratch/files"
xargs awk '
  function complain(what) { print file ":" NR - first ": " what; bad = 1 }

  # The line without comments and strings, which may span lines.
  function code(line,   out, i, two, c) {
    out = ""
    for (i = 1; i <= length(line); i++) {
      c = substr(line, i, 1); two = substr(line, i, 2)
      if (quoted) { if (c == "\"") quoted = 0 }
      else if (two == "(*") { depth++; i++ }
      else if (two == "*)" && depth > 0) { depth--; i++; out = out " " }
      else if (c == "\"") quoted = 1
      else if (depth == 0) out = out c
    }
    return out
  }

  FNR == 1 { file = FILENAME; sub(/^\.\//, "", file); first = NR - 1; depth = quoted = level = sections = 0; words = "" }

  {
    line = " " code($0) " "
    gsub(/[^A-Za-z0-9_.'"'"']/, " ", line)
    n = split(line, token, " ")
    for (k = 1; k <= n; k++) {
      # A name of a library is one token; a full stop ends a sentence.
      ends = token[k] ~ /\.$/
      word = token[k]; gsub(/\.+$/, "", word)
      if (word ~ /^(Admitted|admit|give_up|Admit)$/) complain(word)
      if (word ~ /^(Axiom|Axioms|Parameter|Parameters|Conjecture|Conjectures|Primitive)$/) complain(word)
      if (word ~ /^(bypass_check|type_in_type)$/) complain(word)
      if (word == "Checking" && previous ~ /^(Guard|Positivity|Universe)$/) complain(previous " " word)
      if (sentence == "" && word ~ /^(Local|Global|Polymorphic|Monomorphic)$/) { previous = word; continue }
      if (sentence == "") {
        if (word ~ /^(Hypothesis|Hypotheses|Variable|Variables|Context)$/ && sections == 0) complain(word " outside a section")
        if (word == "Section") { kind[++level] = "section"; sections++ }
        # A module that is defined by := has no End.
        if (word == "Module" && $0 !~ /:=/) kind[++level] = "module"
        if (word == "End" && level > 0) { if (kind[level--] == "section") sections-- }
        sentence = word
      }
      previous = word
      if (ends) sentence = ""
    }
  }

  END { exit bad }
' <"$scratch/files" >"$scratch/complaints" || {
  echo "audit: not allowed in a proof:" >&2
  cat "$scratch/complaints" >&2
  exit 1
}

# --- 2. What every theorem rests on

grep -v -e '^#' -e '^[[:space:]]*$' Audit/theorems.txt >"$scratch/theorems"
if ! awk 'NF != 3 { print "audit: Audit/theorems.txt: three words are expected: " $0; bad = 1 }
          seen[$1]++ { print "audit: Audit/theorems.txt: twice: " $1; bad = 1 } END { exit bad }' "$scratch/theorems" >&2
then exit 1; fi

# A compiled file may outlive its source.
awk '{ file = $2; sub(/^Plumbline\./, "", file); gsub(/\./, "/", file); print file ".v" }' "$scratch/theorems" | sort -u |
  while read -r file; do [ -f "$file" ] || echo "audit: Audit/theorems.txt: there is no Proofs/$file"; done >"$scratch/absent"
if [ -s "$scratch/absent" ]; then
  cat "$scratch/absent" >&2
  exit 1
fi

# One file from the list, so that they cannot disagree.
awk '
  { module[$2] }
  { text = text "Goal True. idtac \"theorem " $1 " " $2 "." $3 "\". Abort.\n" \
      "Goal True. let statement := type of (@" $2 "." $3 ") in let kind := type of statement in\n" \
      "  lazymatch kind with Prop => idtac | _ => fail \"" $3 " is no proposition\" end. Abort.\n" \
      "Print Assumptions " $2 "." $3 ".\n" }
  END { for (m in module) print "Require " m "."; printf "%s", text }
' "$scratch/theorems" >"$scratch/Assumptions.v"

if ! coqc -q -w none -R . Plumbline "$scratch/Assumptions.v" >"$scratch/output" 2>"$scratch/errors"; then
  echo "audit: a listed theorem is missing or is none:" >&2
  cat "$scratch/errors" >&2
  exit 1
fi

awk -v allowed="$allowed" '
  BEGIN { count = split(allowed, names, "\n"); for (i = 1; i <= count; i++) ok[names[i]] = 1 }
  function finish() { if (theorem != "") print theorem "," coq "," found }
  /^theorem / { finish(); theorem = $2; coq = $3; found = ""; next }
  /^(Axioms:|Closed under the global context)/ { answered[theorem] = 1; next }
  /^[^ ]/ {
    if (!($1 in ok)) { print "audit: " theorem " (" coq ") rests on " $0 > "/dev/stderr"; bad = 1 }
    found = found (found == "" ? "" : ";") $1
  }
  END { finish(); exit bad }
' "$scratch/output" >"$scratch/rows" || exit 1

# --- 3. The separate checker

modules=$(grep -v '/Print[A-Za-z]*\.v$' "$scratch/files" | sed 's#^\./##; s#\.v$##; s#/#.#g; s#^#-norec Plumbline.#')
# shellcheck disable=SC2086 # one word for each option
if ! coqchk -silent -R . Plumbline $modules >"$scratch/checked" 2>&1; then
  echo "audit: the separate checker refuses a file:" >&2
  tail -n 5 "$scratch/checked" >&2
  exit 1
fi

# --- 4. The table

if [ "$(wc -l <"$scratch/rows")" -ne "$(wc -l <"$scratch/theorems")" ]; then
  echo "audit: Coq answered for $(wc -l <"$scratch/rows") of $(wc -l <"$scratch/theorems") theorems" >&2
  exit 1
fi
{ echo "theorem,coq,assumptions"; cat "$scratch/rows"; } >"$scratch/audit.csv"
if cmp -s "$scratch/audit.csv" Audit/audit.csv; then
  echo "audit: $(wc -l <"$scratch/rows") theorems, nothing admitted; audit.csv is unchanged"
else
  cp "$scratch/audit.csv" Audit/audit.csv
  echo "audit: $(wc -l <"$scratch/rows") theorems, nothing admitted; audit.csv has CHANGED"
fi
LC_ALL=C sort "$scratch/files" | xargs sha256sum | sed 's#  \./#  #' >Audit/sources.sha256
