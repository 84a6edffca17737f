#!/usr/bin/env bash
# Fuzzes each family of parsers for MINUTES (12 by default, an hour in all), then keeps what adds coverage in
# tests/fuzz/corpus, where `make test` replays it. Needs a C++ compiler; the tool goes into the per-user cache.
set -euo pipefail
cd "$(dirname "$0")/.."
# shellcheck source=.ci/env.sh
. .ci/env.sh
version=0.13.2
root="$FLOODMARK_CACHE/tools/cargo-fuzz-$version"
[ -f "$root/.crates.toml" ] || cargo install cargo-fuzz --version "$version" --locked --root "$root"
export PATH="$root/bin:$PATH" CARGO_TARGET_DIR="$FLOODMARK_CACHE/fuzz"
seconds=$((60 * ${MINUTES:-12}))
cd tests/fuzz
failed=0
for family in ${FAMILIES:-$(cargo fuzz list --fuzz-dir .)}; do
  # The corpus in the tree stays small and readable; what is found grows beside it first.
  found="$FLOODMARK_CACHE/fuzz-found/$family"
  mkdir -p "$found" "corpus/$family"
  # No sanitizer: the code is safe Rust, and so the pinned stable compiler is enough.
  nice -n 19 cargo fuzz run --fuzz-dir . -s none "$family" "$found" "corpus/$family" -- \
    -max_total_time="$seconds" -timeout=10 -rss_limit_mb=4096 -max_len=4096 -print_final_stats=1 || failed=1
  nice -n 19 cargo fuzz run --fuzz-dir . -s none "$family" "corpus/$family" "$found" -- -merge=1 -max_len=1024
done
exit "$failed"
