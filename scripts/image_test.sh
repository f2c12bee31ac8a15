#!/usr/bin/env bash
# Builds the image, starts it as its own user, and opens the map in it with the browser.
# Without Docker and buildah it says so and ends well, except where CI=true.
set -euo pipefail
cd "$(dirname "$0")/.."
. scripts/engine.sh
export IMAGE=${IMAGE:-sourcepin-test}
PYTHON=.venv/bin/python
WORK=$(mktemp -d)
CONTAINER=
SERVER=

say() { echo "image test: $*"; }
fail() { say "FAILED: $*" >&2; [ ! -s "$WORK/log" ] || tail -n 30 "$WORK/log" >&2; exit 1; }

cleanup() {
  [ -z "$SERVER" ] || kill -- "-$SERVER" 2>/dev/null || true
  if [ -n "$CONTAINER" ]; then "$ENGINE" rm ${FORCE:-} "$CONTAINER" >/dev/null 2>&1 || true; fi
  rm -rf "$WORK"
}
trap cleanup EXIT

configured() { # a key of the image's configuration: lists a line an entry
  if [ "$ENGINE" = docker ]; then docker image inspect "$IMAGE"; else buildah inspect --type image "$IMAGE"; fi |
    $PYTHON -c 'import json, sys
found = json.load(sys.stdin)
value = found[0]["Config"] if isinstance(found, list) else found["Docker"]["config"]
for key in sys.argv[1].split("."):
    value = value[key]
print(*(value if isinstance(value, list) else [value]), sep="\n")' "$1"
}

start() { # sets CONTAINER; the application answers at PORT
  PORT=$($PYTHON -c 'import socket; s = socket.socket(); s.bind(("127.0.0.1", 0)); print(s.getsockname()[1])')
  if [ "$ENGINE" = docker ]; then
    FORCE="--force --volumes"
    CONTAINER=$(docker run --detach --read-only --tmpfs /tmp --volume /data --cap-drop ALL \
      --security-opt no-new-privileges --publish "127.0.0.1:$PORT:8501" "$IMAGE")
    return
  fi
  mkdir -p "$WORK/data" "$WORK/tmp"
  chmod 1777 "$WORK/tmp"
  chmod 711 "$WORK"
  chown 10001:10001 "$WORK/data"
  CONTAINER=$(buildah from --pull-never "$IMAGE")
  buildah config --env "STREAMLIT_SERVER_PORT=$PORT" "$CONTAINER"
  ROOTFS=$(buildah mount "$CONTAINER")
  touch "$WORK/started"
  local command
  mapfile -t command < <(configured Cmd)
  set -m  # a process group of its own, to be stopped whole
  in_container "${command[@]}" >"$WORK/log" 2>&1 &
  SERVER=$!
  set +m
}

in_container() {
  if [ "$ENGINE" = docker ]; then docker exec "$CONTAINER" "$@"
  else buildah run --isolation chroot --network host -v "$WORK/data:/data" -v "$WORK/tmp:/tmp" "$CONTAINER" -- "$@"; fi
}

wait_healthy() {
  local begin=$SECONDS
  until answers; do
    if [ "$ENGINE" = docker ]; then docker logs "$CONTAINER" >"$WORK/log" 2>&1 || true
    else kill -0 "$SERVER" 2>/dev/null || fail "the server ended."; fi
    [ $((SECONDS - begin)) -lt 90 ] || fail "no healthy server after 90 s."
    sleep 0.5
  done
  say "healthy after $((SECONDS - begin)) s"
}

answers() { # from outside, through the published port
  $PYTHON -c 'import http.client, sys
c = http.client.HTTPConnection("127.0.0.1", int(sys.argv[1]), timeout=5)
c.request("GET", "/_stcore/health")
sys.exit(c.getresponse().status != 200)' "$PORT" 2>/dev/null
}

check_configuration() {
  [ "$(configured User)" = 10001:10001 ] || fail "the image's user is $(configured User), expected 10001:10001."
  configured Healthcheck.Test | grep -q _stcore/health || fail "the image has no health check."
}

check_inside() {
  local folder health
  [ "$(in_container id -u)" = 10001 ] || fail "the container runs as user $(in_container id -u), expected 10001."
  for folder in / /app /app/events /venv /etc /usr/local; do
    if in_container touch "$folder/written" 2>/dev/null; then fail "its user can write in $folder."; fi
  done
  in_container touch /data/written || fail "its user cannot write in /data."
  for tool in gcc cc pip; do
    if in_container sh -c "command -v $tool" >/dev/null 2>&1; then fail "$tool is in the image."; fi
  done
  mapfile -t health < <(configured Healthcheck.Test)
  in_container "${health[@]:1}" || fail "its own health check fails while it runs."
}

check_untouched() { # what the engine itself puts there when a command starts does not count
  [ "$ENGINE" = buildah ] || return 0  # Docker ran it read-only
  local written
  written=$(find "$ROOTFS" -xdev -newer "$WORK/started" -type f \
    ! -path "$ROOTFS/run/*" ! -path "$ROOTFS/etc/hosts" ! -path "$ROOTFS/etc/resolv.conf" | head)
  [ -z "$written" ] || fail "files were written outside /data and /tmp: $written"
}

find_engine
if [ -z "$ENGINE" ]; then
  say "SKIPPED: neither a Docker engine nor buildah is here or could be installed."
  [ "${CI:-}" != true ] || fail "with CI=true the image must be tested."
  exit 0
fi
bash scripts/setup.sh dev
CHROMIUM=$(bash scripts/browser.sh)
export CHROMIUM
bash scripts/image_build.sh || fail "the image could not be built."
check_configuration
start
wait_healthy
check_inside
SOURCEPIN_URL="http://127.0.0.1:$PORT" $PYTHON -m pytest -q tests/browser/test_smoke.py || fail "the map in the image."
check_untouched
[ "$ENGINE" != buildah ] || say "size on disk: $(du -sxm "$ROOTFS" | cut -f1) MB"
say "passed with $ENGINE"
