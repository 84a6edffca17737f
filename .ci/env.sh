# Sourced by the scripts beside it: the pins, and the folders of the per-user cache.
# Keep TRUNK_VERSION and WASM_BINDGEN_VERSION equal to Trunk.toml and Cargo.toml.
export TRUNK_VERSION=0.21.14
export WASM_BINDGEN_VERSION=0.2.129

export FLOODMARK_CACHE="${FLOODMARK_CACHE:-${XDG_CACHE_HOME:-$HOME/.cache}/floodmark}"
export PATH="$FLOODMARK_CACHE/tools/trunk-$TRUNK_VERSION/bin:$FLOODMARK_CACHE/tools/wasm-bindgen-cli-$WASM_BINDGEN_VERSION/bin:$PWD/tests/e2e/node_modules/.bin:$PATH"

# Build outputs, keyed by compiler and lock file, survive a clean checkout.
if [ -z "${CARGO_TARGET_DIR:-}" ] && [ -f Cargo.lock ]; then
  CARGO_TARGET_DIR="$FLOODMARK_CACHE/target/$( (rustc -V; cat Cargo.lock) | sha256sum | cut -c1-16)"
  export CARGO_TARGET_DIR
fi
