"""One small bundle for the tests of verify, and ways to change its files."""

from __future__ import annotations

import json
from datetime import date
from typing import Any

from events.bundle.archive import pack
from events.bundle.manifest import NAME, sha256
from events.bundle.verifying import Verdict, in_words
from events.bundle.writing import bundle_files
from events.catalogue import build
from geodata.regions import default_regions
from tests.events import ev_building as make

CATALOGUE = build(
    make.dataset(
        make.incident("attack", make.claim_row("killed", {"more_than": 2}, origin="briefing", says="A man"),
                      make.claim_row("date", "2020-03-11")),
        make.incident("talk", make.claim_row("statement", "=1+1, a formula"), kind="context", place="nowhere"),
    )
)  # fmt: skip
FILES = bundle_files(
    CATALOGUE.everything, CATALOGUE.dataset, default_regions(), date(2026, 5, 6), {"map.html": b"<!doctype html>"}
)
WHOLE = pack(FILES)

Files = dict[str, bytes]


def words(verdict: Verdict) -> str:
    return "\n".join(in_words(verdict))


def listed_anew(files: Files) -> Files:
    """With a manifest that lists the files as they are now, as someone would write who wants to deceive."""
    plain = json.loads(files[NAME])
    plain["files"] = [
        {"name": name, "size": len(files[name]), "sha256": sha256(files[name])} for name in sorted({*files} - {NAME})
    ]
    return {**files, NAME: (json.dumps(plain, ensure_ascii=False, indent=1) + "\n").encode()}


def with_manifest(**changes: Any) -> Files:
    plain = json.loads(FILES[NAME]) | changes
    return {**FILES, NAME: (json.dumps(plain, ensure_ascii=False, indent=1) + "\n").encode()}


def swapped(name: str, old: bytes, new: bytes) -> Files:
    assert old in FILES[name]
    return {**FILES, name: FILES[name].replace(old, new, 1)}
