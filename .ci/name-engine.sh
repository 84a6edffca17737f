#!/usr/bin/env bash
# Called by Trunk once everything is built: Trunk names a worker's files without a hash, so a browser might pair the page
# of one release with the cached engine of another. This puts the hash into their names and into index.html.
set -euo pipefail
cd "$TRUNK_STAGING_DIR"
for name in engine keeper unpack; do
  hash=$(cat "$name.js" "${name}_bg.wasm" | sha256sum | cut -c1-16)
  mv "$name.js" "$name-$hash.js"
  mv "${name}_bg.wasm" "$name-${hash}_bg.wasm"
  sed -i "s/$name\.js/$name-$hash.js/; s/${name}_bg\.wasm/$name-${hash}_bg.wasm/" index.html
done
