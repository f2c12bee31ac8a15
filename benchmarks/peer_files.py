"""The folder from which the peers' pages run: copies of ``benchmarks/peers`` and the scripts that folium names.

The scripts are the releases that folium names, fetched with ``npm pack`` once. They are served from this host, to
the peers' advantage: nothing is left to wait for.
"""

from __future__ import annotations

import shutil
import subprocess
import tarfile
import tempfile
from pathlib import Path

HERE = Path(__file__).resolve().parent
PACKAGES = {
    "leaflet@1.9.3": ("dist/leaflet.js", "dist/leaflet.css", "dist/images/marker-icon.png",
                      "dist/images/marker-icon-2x.png", "dist/images/marker-shadow.png"),
    "leaflet.markercluster@1.1.0": ("dist/leaflet.markercluster.js", "dist/MarkerCluster.css",
                                    "dist/MarkerCluster.Default.css"),
    "leaflet.awesome-markers@2.0.5": ("dist/leaflet.awesome-markers.js", "dist/leaflet.awesome-markers.css"),
    "jquery@3.7.1": ("dist/jquery-3.7.1.min.js",),
    "bootstrap@5.2.2": ("dist/js/bootstrap.bundle.min.js", "dist/css/bootstrap.min.css"),
}  # fmt: skip
_NAMED_ELSE = {"dist/jquery-3.7.1.min.js": "dist/jquery.min.js"}


def fetch(package: str, files: tuple[str, ...], target: Path) -> None:
    """Files of an npm package into a folder; images into ``images/``.

    Raises:
        RuntimeError: npm is missing or could not fetch it.
    """
    if not shutil.which("npm"):
        raise RuntimeError("npm was not found: it fetches the scripts that folium names; install Node.js with npm")
    with tempfile.TemporaryDirectory() as scratch:
        done = subprocess.run(["npm", "pack", "--silent", package], cwd=scratch, capture_output=True, text=True)  # noqa: S603, S607
        if done.returncode:
            raise RuntimeError(f"npm could not fetch {package}: {done.stderr.strip()[-300:]}")
        with tarfile.open(next(Path(scratch).glob("*.tgz"))) as archive:
            for name in files:
                inside = archive.extractfile(f"package/{_NAMED_ELSE.get(name, name)}")
                if inside is None:
                    raise RuntimeError(f"{package} has no {name}")
                to = target / ("images" if "/images/" in name else "") / Path(name).name
                to.parent.mkdir(parents=True, exist_ok=True)
                to.write_bytes(inside.read())


def peer_folder(cache: Path) -> Path:
    """The folder with the pages and ``static/``; the pages are copied anew, the scripts fetched once."""
    folder = cache / "peers"
    static = folder / "static"
    for package, files in PACKAGES.items():
        if not all((static / ("images" if "/images/" in one else "") / Path(one).name).exists() for one in files):
            fetch(package, files, static)
    for page in (HERE / "peers").glob("*.py"):
        shutil.copy(page, folder)
    return folder
