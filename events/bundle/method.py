"""The text on method that goes into a bundle: the rules, with what the data set says of itself."""

from __future__ import annotations

import re
from collections.abc import Iterable
from datetime import date
from pathlib import Path
from string import Template

from events.catalogue import Selection
from events.dataset import DataSet
from events.sentences import selection_sentence

_MARKS = re.compile(r"([\\`*_{}\[\]<>()#+!|&~$])")
TEMPLATE = Path(__file__).with_name("method.md")


def as_markdown(text: str) -> str:
    """Text from data as Markdown that shows it as it is: on one line, every mark escaped."""
    return _MARKS.sub(r"\\\1", " ".join(text.split()))


def method_text(selection: Selection, dataset: DataSet, fingerprint: str, day: date, extra: Iterable[str]) -> str:
    """The Markdown text. ``extra`` are the names of files that are in the bundle beside its own."""
    meta = dataset.meta
    # The template's own line breaks go into the bundle's bytes: a checkout must not change them.
    template = Template(TEMPLATE.read_text(encoding="utf-8").replace("\r\n", "\n"))
    return template.substitute(
        name=as_markdown(meta.name),
        version=as_markdown(meta.version),
        licence=as_markdown(meta.licence),
        day=day.isoformat(),
        sentence=as_markdown(selection_sentence(selection, dataset)),
        fingerprint=fingerprint,
        method=as_markdown(meta.method) or "The data set does not say.",
        time_zone=as_markdown(meta.time_zone_note or meta.time_zone),
        extra="".join(f"| `{name}` | added when the bundle was made |\n" for name in sorted(extra)),
    )
