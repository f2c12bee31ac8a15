#!/usr/bin/env bash
# Finds the programs that read our exports in the tests, and installs what is missing where that is possible.
set -euo pipefail

declare -A package=([ogrinfo]=gdal-bin [soffice]=libreoffice-calc)

missing() { # packages whose program is not on PATH
  local program
  for program in "${!package[@]}"; do
    command -v "$program" >/dev/null || echo "${package[$program]}"
  done
}

mapfile -t wanted < <(missing | sort)
if [ "${#wanted[@]}" = 0 ]; then exit 0; fi
if [ "$(id -u)" = 0 ] && command -v apt-get >/dev/null; then
  echo "Installing ${wanted[*]} with apt-get: the tests read exports with them." >&2
  log=$(mktemp)
  trap 'rm -f "$log"' EXIT
  { apt-get update -qq && DEBIAN_FRONTEND=noninteractive apt-get install -y --no-install-recommends "${wanted[@]}"; } \
    >"$log" 2>&1 || tail -n 5 "$log" >&2
  mapfile -t wanted < <(missing | sort)
  if [ "${#wanted[@]}" = 0 ]; then exit 0; fi
fi
echo "The tests of the exports need programs of these packages, which are not installed: ${wanted[*]}." \
  "Install them (Debian, Ubuntu: sudo apt-get install ${wanted[*]}; macOS: brew install gdal, and LibreOffice with" \
  "'soffice' on PATH). The other tests run without: .venv/bin/python -m pytest --ignore tests/events/test_ex_clients.py" >&2
exit 1
