"""How our own exports are known, and the parts of a GeoJSON as we write it.

What an export does not hold cannot come back: aliases and local names of actors, what kind of thing an origin is,
places that only a claim names.
"""

from __future__ import annotations

import json
import re
from collections.abc import Collection, Iterator
from itertools import chain
from typing import Any

from events.exporting.source import PRODUCT

NEEDED = frozenset({"incident", "field", "value", "value_text", "source", "place_id", "precision", "documents"})
"""Columns that only a CSV of ours has together."""
_FEATURES = re.compile(r'"features":\s*\[\s*$')


def looks_like_own_csv(columns: Collection[str]) -> bool:
    """True where the columns are those of a CSV that this program exported."""
    return set(columns) >= NEEDED


def looks_like_own_geojson(head: str) -> bool:
    """True where the first characters of a file (4,000 are plenty) are those of a GeoJSON that we exported."""
    start = head.lstrip("\ufeff \r\n\t")[:4000]
    collection = start.startswith("{") and "FeatureCollection" in start
    return collection and re.search(rf'"product":\s*{json.dumps(PRODUCT)}', start) is not None


def parted(lines: Iterator[str]) -> tuple[dict[str, Any], Iterator[str]]:
    """The members of the collection, and the text of its features one by one: as we write them, or all at once.

    Raises:
        ValueError: it is no JSON.
    """
    head: list[str] = []
    for line in lines:
        head.append(line)
        if _FEATURES.search(line):
            first = next(lines, "")
            members, text = loaded("".join(head).lstrip("\ufeff").rstrip() + "]}"), first.strip().strip(",")
            if isinstance(members, dict) and isinstance(loaded(text), dict):
                return members, chain([text], _lined(lines))
            head.append(first)
            break
    whole = json.loads("".join([*head, *lines]).lstrip("\ufeff"))
    if not isinstance(whole, dict):
        raise ValueError(f"expected a collection of features, got {type(whole).__name__}")
    return whole, map(json.dumps, whole.get("features") or [])


def loaded(text: str) -> Any:
    """What JSON text holds; the text where it is none."""
    try:
        return json.loads(text)
    except ValueError:
        return text


def _lined(lines: Iterator[str]) -> Iterator[str]:
    for line in lines:
        text = line.strip().strip(",")
        if text.startswith("]"):
            return
        if text:
            yield text
