#!/usr/bin/env bash
# Builds the image $IMAGE with Docker, else with buildah. $BASE_IMAGE names another base.
# With buildah, as root and with no base named, Debian's own packages make the base: no image registry is needed.
set -euo pipefail
cd "$(dirname "$0")/.."
. scripts/engine.sh
IMAGE=${IMAGE:-sourcepin}
CACHE=$PWD/.cache/image
DEBIAN=bookworm
# debootstrap stops at a space in a path, and pip's settings may hold a password: neither belongs in the clone.
WORK=$(mktemp -d "${TMPDIR:-/var/tmp}/sourcepin.XXXXXX")
trap 'rm -rf --one-file-system "$WORK"' EXIT

debian_mirror() { # the one that this machine's apt uses, or $DEBIAN_MIRROR
  local mirror=${DEBIAN_MIRROR:-}
  if [ -z "$mirror" ] && command -v apt-get >/dev/null; then
    # shellcheck disable=SC2016  # these are apt's variables
    mirror=$(apt-get indextargets --format '$(REPO_URI)' 'Created-By: Packages' 'Label: Debian' 2>/dev/null | sort -u | head -n 1)
  fi
  [ -n "$mirror" ] || { echo "Expected a Debian mirror in this machine's apt settings; name one: DEBIAN_MIRROR=..." >&2; return 1; }
  echo "$mirror"
}

debian_base() { # sets BASE_IMAGE to an image of Debian with python3, made here
  BASE_IMAGE=localhost/sourcepin-base:$DEBIAN
  if buildah images -q "$BASE_IMAGE" >/dev/null 2>&1; then return; fi
  mkdir -p "$CACHE"
  if [ ! -s "$CACHE/base.tar" ]; then
    local mirror
    mirror=$(debian_mirror)
    echo "Making a base of Debian $DEBIAN with debootstrap (about two minutes, once)"
    debootstrap --variant=minbase --include=python3,python3-venv,ca-certificates "$DEBIAN" "$WORK/rootfs" "$mirror" \
      >"$WORK/debootstrap.log" 2>&1 || { tail -n 8 "$WORK/debootstrap.log" >&2; return 1; }
    rm -rf "$WORK"/rootfs/var/cache/apt/archives/*.deb "$WORK"/rootfs/var/lib/apt/lists/* "$WORK"/rootfs/var/log/*
    tar -C "$WORK/rootfs" -cf "$CACHE/base.tar.part" .
    mv "$CACHE/base.tar.part" "$CACHE/base.tar"
  fi
  local container
  container=$(buildah from scratch)
  buildah add --quiet "$container" "$CACHE/base.tar" / >/dev/null
  buildah config --env PATH=/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin "$container"
  buildah commit --quiet --rm "$container" "$BASE_IMAGE" >/dev/null
}

pip_secrets() { # sets SECRETS: how pip reaches its index from this machine, for the build alone
  SECRETS=()
  python3 - "$WORK/pip.conf" <<'PYTHON'
import pathlib
import subprocess
import sys

listed = subprocess.run([sys.executable, "-m", "pip", "config", "list"], capture_output=True, text=True).stdout
wanted = {"index-url", "extra-index-url", "trusted-host", "proxy", "timeout", "default-timeout", "client-cert"}
lines = {"cert": "/run/secrets/ca_bundle"}
for line in listed.splitlines():
    name, _, value = line.partition("=")
    key, value = name.rpartition(".")[2], value.strip("'\"")
    if key in wanted and "file:" not in value:  # folders of this machine are not in the build
        lines[key.removeprefix("default-")] = value
text = "[global]\n" + "".join(f"{key} = {value}\n" for key, value in lines.items())
pathlib.Path(sys.argv[1]).write_text(text, encoding="utf-8")
PYTHON
  local bundle
  for bundle in "${PIP_CERT:-}" "${SSL_CERT_FILE:-}" "${REQUESTS_CA_BUNDLE:-}" /etc/ssl/certs/ca-certificates.crt; do
    if [ -n "$bundle" ] && [ -s "$bundle" ]; then
      SECRETS=(--secret "id=pip_conf,src=$WORK/pip.conf" --secret "id=ca_bundle,src=$bundle")
      return
    fi
  done
}

find_engine
case "$ENGINE" in
  docker)
    pip_secrets
    docker build ${SECRETS[@]+"${SECRETS[@]}"} ${BASE_IMAGE:+--build-arg "BASE_IMAGE=$BASE_IMAGE"} \
      ${EXTRAS:+--build-arg "EXTRAS=$EXTRAS"} -t "$IMAGE" .
    ;;
  buildah)
    if [ -z "${BASE_IMAGE:-}" ] && [ "$(id -u)" = 0 ] && command -v debootstrap >/dev/null; then debian_base; fi
    pip_secrets
    # Docker's format, because the other one has no place for HEALTHCHECK.
    buildah bud --format docker --isolation chroot --network host ${SECRETS[@]+"${SECRETS[@]}"} \
      ${BASE_IMAGE:+--build-arg "BASE_IMAGE=$BASE_IMAGE"} \
      ${EXTRAS:+--build-arg "EXTRAS=$EXTRAS"} -t "$IMAGE" .
    ;;
  *)
    echo "Building the image needs a running Docker engine, or buildah (Debian: apt-get install buildah debootstrap)." >&2
    exit 1
    ;;
esac
echo "Built $IMAGE with $ENGINE${STORAGE_DRIVER:+ (STORAGE_DRIVER=$STORAGE_DRIVER)}"
