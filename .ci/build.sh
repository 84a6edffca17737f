#!/usr/bin/env bash
# Builds a release into dist/. Expects .ci/env.sh to be sourced and .ci/tools.sh to have run.
set -euo pipefail
cd "$(dirname "$0")/.."
trunk build --release --offline --locked
