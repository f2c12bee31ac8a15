"""Our own GeoJSON, read back feature by feature."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from functools import partial
from itertools import islice
from typing import Any

from events.importing.canonical import loaded, parted
from events.importing.canonical_building import Builder
from events.importing.own_cells import Cells, Rejected, told
from events.importing.own_parts import Part, Quick
from events.importing.own_spool import AT_ONCE, Spool, batch
from events.store.staging import Staging

_NAMES = ("dataset", "feature")


def read_features(lines: Iterable[str], staging: Staging) -> list[Part]:
    """The data sets of a GeoJSON, line by line as this program writes it.

    Args:
        lines: of the file. Where another program wrote it anew, in any layout.
        staging: where the features wait.

    Raises:
        ValueError: it is no JSON.
    """
    members, features = parted(iter(lines))
    spool = Spool(staging)
    spool.fill("own_row", _NAMES, _batches(features))
    spool.of_features()
    sources: dict[str, list[Cells]] = {}
    for one in members.get("sources") or []:
        if isinstance(one, dict):
            sources.setdefault(str(one.get("dataset") or ""), []).append(one)
    return [
        Part(name, partial(_feed, spool, part, sources.get(name, [])), typed=True,
             quick=Quick(staging, part, sources=[(0, one) for one in sources.get(name, [])], features=True))
        for part, name in enumerate(spool.parts(), 1)
    ]  # fmt: skip


def _batches(features: Iterator[str]) -> Iterator[Any]:
    last, row = "", 1
    while texts := list(islice(features, AT_ONCE)):
        sets = []
        for text in texts:
            feature = loaded(text)
            # What cannot be read belongs to the data set that stands before it.
            last = _set_of(feature) if isinstance(feature, dict) else last
            sets.append(last)
        yield batch(_NAMES, [sets, texts], range(row, row + len(texts)))
        row += len(texts)


def _set_of(feature: Mapping[str, Any]) -> str:
    return str((feature.get("properties") or {}).get("dataset") or "")


def _feed(spool: Spool, part: int, sources: Iterable[Cells], builder: Builder) -> None:
    for source in sources:
        builder.source(source, 0)
    for row, text in spool.features(part):
        feature = loaded(text)
        if not isinstance(feature, dict):
            why = "expected a feature, got broken JSON or another value"
            builder.problems.append(Rejected(row, "", str(feature)[:200], why, "export it again"))
            continue
        properties = feature.get("properties") or {}
        claims = [told(one, row) for one in properties.get("claims") or []]
        builder.incident({"id": feature.get("id"), **properties}, claims, row)


__all__ = ["read_features"]
