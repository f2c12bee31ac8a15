#!/usr/bin/env bash
# Makes .venv and installs a lock into it: setup.sh run | dev. Does nothing where that was done for this lock.
set -euo pipefail
cd "$(dirname "$0")/.."

fail() { printf 'Set-up stopped: %s\n' "$*" >&2; exit 1; }

new_enough() { "$1" -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null; }

find_python() { # the first Python of at least 3.11: $PYTHON alone where it is set
  local candidate
  for candidate in ${PYTHON:-python3 python3.14 python3.13 python3.12 python3.11}; do
    if command -v "$candidate" >/dev/null && new_enough "$candidate"; then
      echo "$candidate"
      return
    fi
  done
  fail "Python 3.11 or newer was expected; found: $({ "${PYTHON:-python3}" --version || echo none; } 2>/dev/null)." \
    "Install it (Debian, Ubuntu: apt-get install python3 python3-venv) or name one: make ... PYTHON=/path/to/python3.12"
}

make_venv() {
  local python
  python=$(find_python)
  "$python" -c 'import venv, ensurepip' 2>/dev/null || fail "$("$python" --version) has no 'venv' with 'ensurepip'." \
    "Install them (Debian, Ubuntu: apt-get install python3-venv) and repeat the command."
  echo "Making .venv with $("$python" --version)"
  rm -rf .venv
  "$python" -m venv .venv
}

# The stamp holds the digest of the lock, not a time: a fresh clone or a copied folder cannot confuse it.
digest() { .venv/bin/python -c 'import hashlib, sys; print(hashlib.sha256(open(sys.argv[1], "rb").read()).hexdigest())' "$1"; }

install() { # lock, stamp
  local want
  want=$(digest "$1")
  if [ "$(cat "$2" 2>/dev/null)" = "$want" ]; then return; fi
  echo "Installing what $1 lists (with hashes)"
  rm -f .venv/.stamp-*
  .venv/bin/python -m pip install --quiet --disable-pip-version-check --require-hashes -r "$1" ||
    fail "pip could not install $1; its message is above. The network, or a package index that pip is told to use, must be reachable."
  echo "$want" > "$2"
}

extra() { # which client the engine needs that STORE names: no part of the lock
  case "${STORE:-}" in
    spark://* | sc://*) echo spark ;;
    postgresql://* | postgres://*) echo postgres ;;
  esac
}

install_extra() {
  local name wanted lines
  name=$(extra)
  if [ -z "$name" ]; then return; fi
  wanted=$(.venv/bin/python -c 'import sys, tomllib
extras = tomllib.load(open("pyproject.toml", "rb"))["project"]["optional-dependencies"]
print("\n".join(extras[sys.argv[1]]))' "$name")
  if [ "$(cat ".venv/.stamp-extra-$name" 2>/dev/null)" = "$wanted" ]; then return; fi
  echo "Installing the extra '$name' for STORE=${STORE%%:*}://…"
  mapfile -t lines <<< "$wanted"
  .venv/bin/python -m pip install --quiet --disable-pip-version-check "${lines[@]}" ||
    fail "pip could not install the extra '$name'; its message is above."
  echo "$wanted" > ".venv/.stamp-extra-$name"
}

[ -x .venv/bin/python ] && new_enough .venv/bin/python && .venv/bin/python -c 'import pip' 2>/dev/null || make_venv
case "${1:-}" in
  run)
    # The development lock holds the whole run-time lock at the same versions (tests/test_packaging.py).
    dev_stamp=$(cat .venv/.stamp-dev 2>/dev/null || true)
    if [ -z "$dev_stamp" ] || [ "$dev_stamp" != "$(digest requirements-dev.txt)" ]; then
      install requirements.txt .venv/.stamp-run
    fi
    install_extra
    ;;
  dev) install requirements-dev.txt .venv/.stamp-dev ;;
  *) fail "expected 'run' or 'dev', got '${1:-nothing}'." ;;
esac
