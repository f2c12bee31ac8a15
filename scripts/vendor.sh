#!/usr/bin/env bash
# Fetches the few scripts and fonts that the map needs from the npm registry into static/,
# with their licences. Run it to change a version; its results are committed, so nothing is fetched at run time.
set -euo pipefail
cd "$(dirname "$0")/.."
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT

fetch() { # package@version -> folder with its files
  local name=${1//[@\/]/_}
  mkdir -p "$work/$name"
  (cd "$work" && npm pack --silent "$1" > "$name.txt")
  tar -xzf "$work/$(cat "$work/$name.txt")" -C "$work/$name" --strip-components=1
  echo "$work/$name"
}

leaflet=$(fetch leaflet@1.9.4)
mkdir -p static/vendor/leaflet-1.9.4 static/fonts
cp "$leaflet"/dist/leaflet.js "$leaflet"/dist/leaflet.css "$leaflet"/LICENSE static/vendor/leaflet-1.9.4/
# The source map is not shipped; without this line browsers ask for it when their tools open.
sed -i '/sourceMappingURL/d' static/vendor/leaflet-1.9.4/leaflet.js

inter=$(fetch @fontsource-variable/inter@5.3.0)
cp "$inter"/files/inter-latin-wght-normal.woff2 "$inter"/files/inter-latin-ext-wght-normal.woff2 static/fonts/
cp "$inter"/LICENSE static/fonts/inter.LICENSE
serif=$(fetch @fontsource-variable/source-serif-4@5.3.1)
cp "$serif"/files/source-serif-4-latin-wght-normal.woff2 "$serif"/files/source-serif-4-latin-wght-italic.woff2 static/fonts/
cp "$serif"/LICENSE static/fonts/source-serif-4.LICENSE
arabic=$(fetch @fontsource/noto-sans-arabic@5.3.0)
cp "$arabic"/files/noto-sans-arabic-arabic-400-normal.woff2 static/fonts/
cp "$arabic"/LICENSE static/fonts/noto-sans-arabic.LICENSE
ls -l static/vendor/* static/fonts
