#!/usr/bin/env bash
# The first load: each file of dist/ that the page asks for at start, gzip -9, against the budget.
set -euo pipefail
cd "$(dirname "$0")/../dist"
budget=600000
total=0
printf '%10s %10s  %s\n' bytes gzip file
while IFS= read -r file; do
  zipped=$(gzip -9 -c "$file" | wc -c)
  total=$((total + zipped))
  printf '%10d %10d  %s\n' "$(wc -c < "$file")" "$zipped" "$file"
done < <(find . -type f \( -name '*.wasm' -o -name '*.js' -o -name '*.css' -o -name '*.html' \) | sort)
printf 'first load: %d bytes gzip -9, budget %d\n' "$total" "$budget"
[ "$total" -lt "$budget" ] || { echo "the first load is over its budget" >&2; exit 1; }
