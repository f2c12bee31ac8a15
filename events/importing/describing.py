"""What a data set is called: what a person answers, else what the one it replaces or the file itself says."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable
from itertools import count
from pathlib import Path

from events.importing import acled, timemap, ucdp
from events.importing.answers import Answers, slug
from events.importing.own_about import OwnAbout
from events.importing.shaping import Description
from events.store.registry import Entry
from events.store.writing import DataSetDescription

UNSTATED = "not stated"
_NUMBER = re.compile(r" \(\d+\)$")


def document(format: str, file: str) -> Description:
    """What a file of a format is as a document.

    Args:
        file: its name as its owner calls it.
    """
    if format == "ucdp":
        return ucdp.describe(file)
    if format == "acled":
        return acled.describe()
    return timemap.describe(file) if format == "timemap" else Description("", Path(file).stem)


def _own_name(format: str, file: str) -> str:
    """The name that a format itself gives a file; empty where only the file's own name says something."""
    return document(format, file).title if format in ("ucdp", "acled") else ""


def _free(name: str, taken: Collection[str]) -> str:
    """The name, with a number behind it where it is taken."""
    numbered = (f"{name} ({number})" for number in count(2))
    return name if name not in taken else next(one for one in numbered if one not in taken)


def describe(
    answers: Answers, format: str, file: str, about: OwnAbout | None = None, old: Entry | None = None,
    there: Iterable[Entry] = (),
) -> DataSetDescription:
    """The description.

    Args:
        file: its name as its owner calls it.
        about: what an export of this program says of itself.
        old: the data set that this is a new version of: its name, licence and attribution stay. A name that says
            its release ("UCDP GED 19.1") and was not chosen by a person is the new file's.
        there: the data sets of the store. Where one has the name already, and no person chose it, a number is put
            behind it: two that are called the same cannot be told apart in a list.
    """
    said, about, stem = document(format, file), about or OwnAbout(), Path(file).stem
    given = _own_name(old.format, old.files[0] if old.files else "") if old else ""
    kept = old.name if old and _NUMBER.sub("", old.name) != given else ""
    found = (_own_name(format, file) or about.name or stem)[:200]
    names = {one.name for one in there if old is None or one.id != old.id}
    name = (answers.name or kept)[:200] or _free(found, names)
    licence = old.licence if old and old.licence != UNSTATED else ""
    return DataSetDescription(
        id=slug(answers.id or answers.name or stem), name=name,
        version=answers.version or about.version or said.version,
        licence=answers.licence or licence or about.licence or said.licence or UNSTATED,
        attribution=answers.attribution or (old.attribution if old else "") or about.attribution,
        publisher=said.publisher, title=about.name or said.title or answers.name or found, url=answers.url or said.url,
    )  # fmt: skip
