# `make run` and `make test` are all that a fresh machine needs (rustup, Node 20 or newer, a Debian-like system).
SHELL := /bin/bash
ENV := . .ci/env.sh

.PHONY: run build single test check bench fuzz screens clean

## Installs what is missing, builds a release and serves it.
run:
	@.ci/tools.sh build
	@$(ENV) && .ci/build.sh
	@node tests/e2e/serve.mjs

## Builds a release into dist/.
build:
	@.ci/tools.sh build
	@$(ENV) && .ci/build.sh

## Builds a release, and makes one file of it that runs by double click: dist-single/floodmark.html.
single: build
	@$(ENV) && node .ci/single.mjs

## Installs what is missing and runs every test.
test:
	@.ci/tools.sh test
	@$(ENV) && .ci/test.sh

## The quick half of the tests: formatting, lints and host tests.
check:
	@$(ENV) && .ci/test.sh quick

## Host benchmarks, then the browser benchmarks over a release build.
bench:
	@.ci/tools.sh test
	@$(ENV) && cargo bench && .ci/build.sh && node tests/bench/browser.mjs && node tests/bench/plan.mjs && LIST=/tmp/floodmark-fleet.csv node tests/bench/fleet.mjs && python3 tests/bench/peer.py /tmp/floodmark-fleet.csv

## Fuzzes the parsers, an hour in all; what it finds goes into tests/fuzz/corpus, which `make test` replays.
fuzz:
	@.ci/fuzz.sh

## Screenshots of every page in both themes and three widths, into tests/e2e/results/screens.
screens:
	@.ci/tools.sh test
	@$(ENV) && .ci/build.sh && cd tests/e2e && SCREENS=1 npx playwright test screens.spec.ts

clean:
	rm -rf dist dist-single tests/e2e/results tests/e2e/report
