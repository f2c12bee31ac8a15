# Sourced by the image scripts. Sets ENGINE to docker, buildah or nothing; installs buildah where it may.

find_engine() {
  ENGINE=
  if command -v docker >/dev/null && docker info >/dev/null 2>&1; then
    ENGINE=docker  # the client alone is not enough: 'docker info' asks the engine
    return
  fi
  if [ "$(id -u)" = 0 ] && command -v apt-get >/dev/null; then
    local missing=() tool
    for tool in buildah debootstrap; do command -v "$tool" >/dev/null || missing+=("$tool"); done
    if [ ${#missing[@]} -gt 0 ]; then
      echo "No Docker engine answers: installing ${missing[*]} with apt-get."
      { apt-get update -qq && DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends \
        "${missing[@]}"; } >"${TMPDIR:-/tmp}/sourcepin-apt.log" 2>&1 || tail -n 5 "${TMPDIR:-/tmp}/sourcepin-apt.log"
    fi
  fi
  command -v buildah >/dev/null || return 0
  ENGINE=buildah
  if [ -z "${STORAGE_DRIVER:-}" ] && ! storage_works; then
    export STORAGE_DRIVER=vfs  # slow, but it needs nothing from the kernel
  fi
}

storage_works() { # the default driver, usually overlay, cannot mount everywhere
  local probe
  probe=$(buildah from scratch 2>/dev/null) || return 1
  local answer=0
  buildah mount "$probe" >/dev/null 2>&1 || answer=1
  buildah rm "$probe" >/dev/null 2>&1 || answer=1
  return $answer
}
