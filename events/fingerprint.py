"""The content of a data set as one number: SHA-256 over canonical JSON of its objects.

Equal fingerprints mean equal content, whatever the layout of the files, the order of keys, or the
comments. What counts: every value of the data set, its version among them; the order of sources
(they are numbered by it) and of an incident's claims (the first stands for those that agree).
"""

from __future__ import annotations

import hashlib
import json
import math
from collections.abc import Iterable
from typing import Any

from pydantic import BaseModel

from events.dataset import DataSet
from events.model import Claim, Incident

SHORT = 16
"""Hexadecimal digits of a fingerprint that a link or a citation carries."""
_WHOLE_NUMBERS = 2**53
"""Up to here every whole number is exact as a double, as RFC 8785 assumes."""


def _plain(value: Any) -> Any:
    """Numbers in one form: 33.0 and 33 are the same content; what is no number is said to be so."""
    if isinstance(value, dict):
        return {str(key): _plain(one) for key, one in value.items()}
    if isinstance(value, list | tuple):
        return [_plain(one) for one in value]
    if isinstance(value, float):
        if not math.isfinite(value):
            return repr(value)
        return int(value) if value.is_integer() and abs(value) < _WHOLE_NUMBERS else value
    return value


def canonical(value: Any) -> bytes:
    """JSON with sorted keys, no white space and UTF-8, in the manner of RFC 8785."""
    text = json.dumps(_plain(value), ensure_ascii=False, allow_nan=False, sort_keys=True, separators=(",", ":"))
    return text.encode("utf-8", "surrogatepass")


def digest(value: Any) -> str:
    """SHA-256 of the canonical JSON of plain values, as 64 hexadecimal digits."""
    return hashlib.sha256(canonical(value)).hexdigest()


def content(record: BaseModel) -> dict[str, Any]:
    """A record as plain values. What is as by default is left out, so that a field which a later
    version of the program adds does not change the fingerprint of data that do not use it."""
    return record.model_dump(mode="json", exclude_defaults=True)


def record_hash(record: BaseModel) -> str:
    """The hash of a source, origin, actor, place or of what a data set says of itself."""
    return digest(content(record))


def claim_hash(claim: Claim) -> str:
    """The hash of everything that a claim carries, remarks and attribution included."""
    return record_hash(claim)


def head_hash(incident: Incident) -> str:
    """The hash of an incident without its claims: title, kind, place, note."""
    return digest({key: value for key, value in content(incident).items() if key != "claims"})


def incident_hash(incident: Incident) -> str:
    """The hash of an incident with its claims in their order."""
    return digest([head_hash(incident), [claim_hash(claim) for claim in incident.claims]])


def _by_id(records: Iterable[BaseModel]) -> dict[str, str]:
    return {str(getattr(record, "id", "")): record_hash(record) for record in records}


def record_hashes(dataset: DataSet) -> dict[str, dict[str, str]]:
    """Hashes by kind of record and id: ``meta``, ``sources`` (in their order), ``origins``, ``actors``, ``places``."""
    return {
        "meta": {dataset.meta.id: record_hash(dataset.meta)},
        "sources": _by_id(dataset.sources),
        "origins": _by_id(dataset.origins.values()),
        "actors": _by_id(dataset.actors.values()),
        "places": _by_id(dataset.places.values()),
    }


def fingerprint(dataset: DataSet) -> str:
    """The content hash of a data set, 64 hexadecimal digits. Takes some milliseconds: keep it."""
    records = record_hashes(dataset)
    return digest(
        {
            "scheme": "sourcepin-fingerprint-1",
            **records,
            "sources": list(records["sources"].items()),
            "incidents": {incident.id: incident_hash(incident) for incident in dataset.incidents},
        }
    )
