#!/usr/bin/env bash
# Called by Trunk once everything is built: Trunk names a worker's files without a hash, so a browser might pair the page
# of one release with the cached engine of another. This puts the hash into their names and into index.html.
set -euo pipefail
cd "$TRUNK_STAGING_DIR"
hash=$(cat engine.js engine_bg.wasm | sha256sum | cut -c1-16)
mv engine.js "engine-$hash.js"
mv engine_bg.wasm "engine-${hash}_bg.wasm"
sed -i "s/engine\.js/engine-$hash.js/; s/engine_bg\.wasm/engine-${hash}_bg.wasm/" index.html
