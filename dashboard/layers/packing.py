"""Payloads of the map on their way to the browser: deflated JSON as base64 (see the map script ``packed.js``).

What is sent stands inside a script inside JSON, where every quote costs two bytes and every letter beyond ASCII
six. Packed, it is a quarter of that, and nothing of an incident's text is in what folium or the browser evaluates.
"""

from __future__ import annotations

import base64
import json
import zlib
from typing import Any

_LEVEL = 6


def pack(value: Any) -> str:
    """A JSON-able value as text of letters, digits, "+", "/" and "="; equal for equal values."""
    return base64.b64encode(deflated(value)).decode()


def deflated(value: Any) -> bytes:
    """The same as bytes, for an answer over HTTP: browsers take them for deflated JSON without any script."""
    return zlib.compress(json.dumps(value, separators=(",", ":"), ensure_ascii=False).encode(), _LEVEL)


def unpack(packed: str) -> Any:
    """The value again, for tests and measurements. ValueError, ``zlib.error`` for what is no packed value."""
    return json.loads(zlib.decompress(base64.b64decode(packed, validate=True)))
