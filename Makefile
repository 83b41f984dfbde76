# make report   install what is missing, build, run the bundled suite, write report/index.html
# make test     install what is missing, lint, run every test
# make bench    time Plumbline against its peers (makes a Python environment in .venv)
# make proofs   install what is missing, check every proof, write what each rests on and the table of right sides

# pkgconf only tells SwiftPM where the three libraries are; without it the build works but warns.
PACKAGES := liblapacke-dev libopenblas-dev libgmp-dev pkgconf
PROOF_PACKAGES := coq libcoq-coquelicot libcoq-interval
# AVX2 where the processor has it: the kernels are vectors of doubles. Results have the same bits without it.
VECTORS := $(shell grep -qw avx2 /proc/cpuinfo 2>/dev/null && echo -Xcc -march=x86-64-v3)
SWIFT_FLAGS := -c release $(VECTORS)
PLUMBLINE := .build/release/plumbline
PEERS := Sources/PlumblineBenchmarks/Peers

.PHONY: report build test lint bench proofs setup clean

report: build
	@# Status 3 is a suite with an undecided or inapplicable claim in it, which the report shows; a refuted
	@# claim (1) and an error (2) stop here.
	@$(PLUMBLINE) check --suite basics --out report || [ $$? -eq 3 ]
	@$(PLUMBLINE) report report/results.json --out report/index.html --title "Plumbline: suite basics"

build: setup
	swift build $(SWIFT_FLAGS)

test: setup lint
	@mkdir -p .build; set -o pipefail; swift test $(SWIFT_FLAGS) --disable-xctest 2>&1 | tee .build/test.log
	@grep -qE 'Test run with [1-9][0-9]* tests? .*passed' .build/test.log

lint:
	swift format lint --strict -r -p Sources Tests Package.swift

bench: setup .venv/ready
	swift build $(SWIFT_FLAGS) --product plumbline-bench
	.build/release/plumbline-bench --python .venv/bin/python --peers $(PEERS)

.venv/ready: $(PEERS)/requirements.txt $(PEERS)/requirements-torch.txt
	python3 -m venv .venv
	.venv/bin/pip install --quiet --disable-pip-version-check -r $<
	@# PyTorch is optional: without it the benchmark leaves its row out and says so.
	.venv/bin/pip install --quiet --disable-pip-version-check -r $(PEERS)/requirements-torch.txt \
	  || echo "No PyTorch found: going on without it."
	touch $@

# Changed tables show in `git diff`.
proofs:
	@$(call install,$(PROOF_PACKAGES))
	$(MAKE) -C Proofs audit table

setup:
	@$(call install,$(PACKAGES))

# Installs those of the given Debian packages that are missing.
define install
missing=""; for p in $(1); do dpkg -s $$p >/dev/null 2>&1 || missing="$$missing $$p"; done; \
if [ -n "$$missing" ]; then \
  sudo=""; [ "$$(id -u)" -eq 0 ] || sudo=sudo; \
  $$sudo apt-get update -qq && \
  $$sudo env DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends $$missing; \
fi
endef

clean:
	rm -rf .build report .venv

SHELL := /bin/bash
