"""The map's scripts as one: some thirty files that load one after another cost a reader more than a second."""

from __future__ import annotations

import hashlib
import json
from functools import cache
from pathlib import Path

STATIC = Path(__file__).resolve().parents[2] / "static"
_MAP = STATIC / "map"


@cache
def map_script() -> bytes:
    """All scripts of the manifest in the order in which they load."""
    names = json.loads((_MAP / "manifest.json").read_text(encoding="utf-8"))["js"]
    return b";\n".join((_MAP / name).read_bytes() for name in names)


@cache
def map_version() -> str:
    """Changes with every change of a script: a browser may keep one version for ever."""
    return hashlib.sha256(map_script()).hexdigest()[:12]
