#!/usr/bin/env bash
# Every test, in the order in which it fails fastest. Expects .ci/env.sh to be sourced and .ci/tools.sh to have run.
#   .ci/test.sh         everything
#   .ci/test.sh quick   formatting, lints and host tests
set -euo pipefail
cd "$(dirname "$0")/.."
step() { printf '\n== %s (%s s so far)\n' "$*" "$SECONDS"; }

# Build outputs of older lock files are of no use to anybody.
if [ -d "$FLOODMARK_CACHE/target" ]; then
  find "$FLOODMARK_CACHE/target" -mindepth 1 -maxdepth 1 -type d ! -path "${CARGO_TARGET_DIR:-none}" -mtime +2 -exec rm -rf {} +
fi

step formatting
cargo fmt --check
step "clippy, host"
cargo clippy --locked --all-targets -- -D warnings
step "host tests"
cargo test --locked
[ "${1:-}" = quick ] && exit 0
step "clippy, wasm"
cargo clippy --locked --target wasm32-unknown-unknown --lib --bin floodmark --bin engine --bin keeper --bin unpack --bin whole --test web -- -D warnings
step "wasm tests in Chromium"
CHROMEDRIVER="$(command -v chromedriver)" \
  CARGO_TARGET_WASM32_UNKNOWN_UNKNOWN_RUNNER="$PWD/.ci/wasm-test-runner" \
  cargo test --locked --target wasm32-unknown-unknown --test web
step "release build"
.ci/build.sh
.ci/size.sh
node .ci/single.mjs
step "browser jobs, in Chromium and one in Firefox"
(cd tests/e2e && npx playwright test)
step done
