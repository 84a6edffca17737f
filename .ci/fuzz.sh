#!/usr/bin/env bash
# Fuzzes each family of parsers for MINUTES (9 by default, an hour in all), then keeps what covers the most in
# tests/fuzz/corpus, which `make test` replays. Needs a C++ compiler; the tool goes into the per-user cache.
set -euo pipefail
cd "$(dirname "$0")/.."
# shellcheck source=.ci/env.sh
. .ci/env.sh
version=0.13.2
root="$FLOODMARK_CACHE/tools/cargo-fuzz-$version"
[ -f "$root/.crates.toml" ] || cargo install cargo-fuzz --version "$version" --locked --root "$root"
export PATH="$root/bin:$PATH" FLOODMARK_CORPUS="$FLOODMARK_CACHE/fuzz-corpus"
cargo test --locked --test it -- --ignored corpus::unpack
failed=0
for family in ${FAMILIES:-formats mapped times markdown workspace containers orders}; do
  here="$FLOODMARK_CORPUS/$family"
  # No sanitizer: the code is safe Rust, and so the pinned stable compiler is enough.
  fuzz() { (cd tests/fuzz && CARGO_TARGET_DIR="$FLOODMARK_CACHE/fuzz" nice -n 19 cargo fuzz run --fuzz-dir . -s none "$family" "$@"); }
  fuzz "$here" -- -max_total_time="$((60 * ${MINUTES:-9}))" -timeout=10 -rss_limit_mb=4096 -max_len=4096 -print_final_stats=1 || failed=1
  # The smallest set with the same coverage takes the place of all.
  rm -rf "$here.least" && mkdir "$here.least"
  fuzz "$here.least" "$here" -- -set_cover_merge=1 -max_len=1024
  rm -rf "$here" && mv "$here.least" "$here"
done
cargo test --locked --test it -- --ignored corpus::pack
exit "$failed"
