#!/usr/bin/env bash
# Writes requirements.txt (what ships) and requirements-dev.txt (with the tests' tools) from pyproject.toml.
# Pins that still fit are kept; UPGRADE=1 takes the newest that fit.
set -euo pipefail
cd "$(dirname "$0")/.."
[ -x .venv/bin/python ] || bash scripts/setup.sh dev
.venv/bin/python -m uv --version >/dev/null 2>&1 || .venv/bin/python -m pip install --quiet 'uv>=0.9'

compile() {
  # No settings of this machine, and no address of any index, may get into a lock.
  .venv/bin/python -m uv pip compile pyproject.toml --no-config --universal --python-version 3.11 --generate-hashes \
    --custom-compile-command "make lock" --no-emit-index-url --no-emit-find-links --quiet ${UPGRADE:+--upgrade} "$@"
}
compile -o requirements.txt
compile --extra dev -c requirements.txt -o requirements-dev.txt
grep -c '^[a-z]' requirements.txt requirements-dev.txt
