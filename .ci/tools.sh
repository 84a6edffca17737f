#!/usr/bin/env bash
# Installs what `make run` and `make test` need and is missing. Safe to run again: what is there is left alone.
#
#   .ci/tools.sh build    the wasm target, trunk, wasm-bindgen, wasm-opt
#   .ci/tools.sh test     the above, Chromium and its driver, Firefox, the browser-test packages
#
# Pinned tools live in a per-user cache folder, one folder a version, so that a clean checkout finds them
# again and two checkouts with different pins do not fight. Only Debian packages are installed globally.
set -euo pipefail
cd "$(dirname "$0")/.."
# shellcheck source=.ci/env.sh
. .ci/env.sh

say() { printf '== %s\n' "$*"; }

cargo_tool() { # crate version: into its own folder of the cache
  local crate=$1 version=$2 root="$FLOODMARK_CACHE/tools/$1-$2"
  [ -f "$root/.crates.toml" ] && return
  say "installing $crate $version (once per user)"
  # A target folder of its own: the project's may be keyed to another lock file.
  CARGO_TARGET_DIR="$FLOODMARK_CACHE/tools/build-$crate" cargo install "$crate" --version "$version" --locked --root "$root"
  rm -rf "$FLOODMARK_CACHE/tools/build-$crate"
}

build_tools() {
  command -v cargo >/dev/null || { echo "cargo is missing: install rustup first (see README)" >&2; exit 1; }
  command -v xz >/dev/null || { echo "xz is missing: install xz-utils first" >&2; exit 1; }
  command -v npm >/dev/null || { echo "npm is missing: install Node 20 or newer first (see README)" >&2; exit 1; }
  if command -v rustup >/dev/null; then
    rustup target list --installed | grep -qx wasm32-unknown-unknown || rustup target add wasm32-unknown-unknown
  fi
  cargo_tool trunk "$TRUNK_VERSION"
  cargo_tool wasm-bindgen-cli "$WASM_BINDGEN_VERSION"
  node_packages
}

# The npm packages (wasm-opt, Playwright, puppeteer-core for Firefox, axe, xz-decompress) go into the cache under the hash of their lock file;
# tests/e2e/node_modules is a link to them.
node_packages() {
  local store="$FLOODMARK_CACHE/node/$(sha256sum tests/e2e/package-lock.json | cut -c1-16)"
  if [ ! -f "$store/.complete" ]; then
    say "installing the npm packages of tests/e2e (once per lock file)"
    rm -rf "$store" && mkdir -p "$store"
    cp tests/e2e/package.json tests/e2e/package-lock.json "$store/"
    (cd "$store" && PLAYWRIGHT_SKIP_BROWSER_DOWNLOAD=1 PUPPETEER_SKIP_DOWNLOAD=1 npm ci --no-audit --no-fund --loglevel=error)
    touch "$store/.complete"
  fi
  [ -L tests/e2e/node_modules ] || rm -rf tests/e2e/node_modules
  ln -sfn "$store/node_modules" tests/e2e/node_modules
}

test_tools() {
  build_tools
  if ! command -v chromium >/dev/null || ! command -v chromedriver >/dev/null; then
    say "installing Debian's chromium and chromium-driver"
    local sudo=""
    [ "$(id -u)" = 0 ] || sudo=sudo
    $sudo apt-get update -qq
    DEBIAN_FRONTEND=noninteractive $sudo apt-get install -y -qq --no-install-recommends chromium chromium-driver
  fi
  if ! command -v firefox-esr >/dev/null; then
    say "installing Debian's Firefox, the second browser"
    local sudo=""
    [ "$(id -u)" = 0 ] || sudo=sudo
    $sudo apt-get update -qq
    DEBIAN_FRONTEND=noninteractive $sudo apt-get install -y -qq --no-install-recommends firefox-esr
  fi
  if ! command -v soffice >/dev/null || ! /usr/bin/python3 -c 'import uno' 2>/dev/null; then
    say "installing Debian's LibreOffice Writer, the second reader of Word documents"
    local sudo=""
    [ "$(id -u)" = 0 ] || sudo=sudo
    $sudo apt-get update -qq
    DEBIAN_FRONTEND=noninteractive $sudo apt-get install -y -qq --no-install-recommends libreoffice-writer-nogui python3-uno
  fi
}

case "${1:-test}" in
  build) build_tools ;;
  test) test_tools ;;
  *) echo "usage: .ci/tools.sh build|test" >&2; exit 2 ;;
esac
