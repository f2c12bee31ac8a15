"""What a data set is called: what a person answers, else what the one it replaces or the file itself says."""

from __future__ import annotations

from pathlib import Path

from events.importing import acled, timemap, ucdp
from events.importing.answers import Answers, slug
from events.importing.own_about import OwnAbout
from events.importing.shaping import Description
from events.store.registry import Entry
from events.store.writing import DataSetDescription

UNSTATED = "not stated"


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


def describe(
    answers: Answers, format: str, file: str, about: OwnAbout | None = None, old: Entry | None = None
) -> DataSetDescription:
    """The description.

    Args:
        file: its name as its owner calls it.
        about: what an export of this program says of itself.
        old: the data set that this is a new version of: its name, licence and attribution stay. A name that says
            its release ("UCDP GED 19.1") and was not chosen by a person is the new file's.
    """
    said, about, stem = document(format, file), about or OwnAbout(), Path(file).stem
    kept = old.name if old and old.name != _own_name(old.format, old.files[0] if old.files else "") else ""
    name = (answers.name or kept or _own_name(format, file) or about.name or stem)[:200]
    licence = old.licence if old and old.licence != UNSTATED else ""
    return DataSetDescription(
        id=slug(answers.id or answers.name or stem), name=name,
        version=answers.version or about.version or said.version,
        licence=answers.licence or licence or about.licence or said.licence or UNSTATED,
        attribution=answers.attribution or (old.attribution if old else "") or about.attribution,
        publisher=said.publisher, title=about.name or said.title or name, url=answers.url or said.url,
    )  # fmt: skip
