#!/usr/bin/env bash
# Prints the path of a Chromium that starts, and installs one where none is found.
set -euo pipefail
cd "$(dirname "$0")/.."

limited() { # seconds command...; macOS has no 'timeout'
  if command -v timeout >/dev/null; then timeout "$@"; else shift; "$@"; fi
}

# A name on PATH can be a stub that only tells how to install a browser: it counts when it answers.
starts() { limited 30 "$1" --version >/dev/null 2>&1; }

bundled() { # where Playwright keeps, or would keep, its own
  .venv/bin/python -c 'from playwright.sync_api import sync_playwright
with sync_playwright() as tool: print(tool.chromium.executable_path)' 2>/dev/null
}

found() {
  local name path
  for name in "${CHROMIUM:-}" chromium chromium-browser google-chrome google-chrome-stable \
    "/Applications/Google Chrome.app/Contents/MacOS/Google Chrome"; do
    if path=$(command -v "${name:-no-such-browser}") && starts "$path"; then echo "$path"; return 0; fi
  done
  path=$(bundled) && starts "$path" && echo "$path"
}

if [ -n "${CHROMIUM:-}" ] && ! starts "$CHROMIUM"; then
  echo "CHROMIUM names '$CHROMIUM', which does not start as a browser; looking for another." >&2
fi
if found; then exit 0; fi
log=$(mktemp)
trap 'rm -f "$log"' EXIT
if [ "$(id -u)" = 0 ] && command -v apt-get >/dev/null; then
  echo "No Chromium found: installing the package 'chromium' with apt-get." >&2
  { apt-get update -qq && DEBIAN_FRONTEND=noninteractive apt-get install -y --no-install-recommends chromium; } \
    >"$log" 2>&1 || tail -n 5 "$log" >&2
  if found; then exit 0; fi
fi
echo "No Chromium found: asking Playwright to install its own." >&2
limited 600 .venv/bin/python -m playwright install chromium >"$log" 2>&1 || tail -n 5 "$log" >&2
if found; then exit 0; fi
echo "The browser tests need Chromium; none was found and none could be installed. Install one" \
  "(Debian: apt-get install chromium) or name one: make test CHROMIUM=/path/to/chromium." \
  "The other tests run without: .venv/bin/python -m pytest -m 'not browser'" >&2
exit 1
