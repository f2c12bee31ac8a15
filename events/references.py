"""References to a source or to a view: CSL-JSON items, a sentence, and the permanent link.

A view is a selection of a data set in one version. Nothing is invented: what a source does not state is
left out, names are kept as one piece (``literal``) because no source says which part is the family's, and
a month stays a month. BibTeX and RIS are made from the same items in ``events/referencefiles.py``.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any
from urllib.parse import parse_qsl, urlencode, urlsplit, urlunsplit

from events import phrases
from events.catalogue import Selection
from events.dataset import DataSet, Meta
from events.fingerprint import SHORT
from events.language import listed, t
from events.model import Source
from events.sentences import selection_sentence
from events.summary import Summary

Item = dict[str, Any]
"""One reference in CSL-JSON (citation-style-language ``csl-data.json``)."""

_ONE = re.compile(r"(\d{4})(?:-(\d\d)(?:-(\d\d))?)?([~?%])?")


def csl_date(edtf: str) -> Item:
    """An EDTF date as a CSL date: "2020-03" has a year and a month; "~", "?" and "%" are said as circa.

    What CSL has no parts for (open ends, unspecified digits) is given as the EDTF text, ``literal``.
    """
    ends = [_ONE.fullmatch(part) for part in edtf.split("/")]
    if not all(ends) or len(ends) > 2:
        return {"literal": edtf}
    parts = [[int(one) for one in end.groups()[:3] if one] for end in ends if end]
    found: Item = {"date-parts": parts}
    return {**found, "circa": True} if any(end and end[4] for end in ends) else found


def _stated(item: Item) -> Item:
    return {key: value for key, value in item.items() if value}


def source_item(source: Source) -> Item:
    """A source as a CSL item: a web page where its address is known, else a document.

    Of a republished text ``container-title`` is where it is read and ``publisher`` who published it first.
    """
    return _stated(
        {
            "id": source.id,
            "type": "webpage" if source.link else "document",
            "title": source.title,
            "author": [{"literal": name} for name in source.authors],
            "publisher": source.publisher,
            "container-title": source.republished_by or (source.publisher if source.link else ""),
            "issued": csl_date(source.published) if source.published else None,
            "URL": source.link,
        }
    )


@dataclass(frozen=True, slots=True)
class View:
    """What is cited: a selection of a data set, or one incident of it."""

    dataset: DataSet
    fingerprint: str
    selection: Selection | None
    """None where it is too large to be taken apart: then ``said`` says what is shown."""
    accessed: date
    link: str = ""
    """The permanent link; empty where the address of the page is not known."""
    issued: date | None = None
    """The day of the data set's version, where its history records it."""
    incident: Summary | None = None
    said: str = ""
    others: tuple[str, ...] = ()
    """Imported data sets that are looked at as well: name, version, licence, content."""

    @property
    def short(self) -> str:
        """The digits of the fingerprint that are cited."""
        return self.fingerprint[:SHORT]

    @property
    def shown(self) -> str:
        """The counts and the filter in a sentence, or the incident's days and place."""
        if self.incident is None and self.selection is not None and not self.said:
            return selection_sentence(self.selection, self.dataset).removesuffix(".")
        if self.incident is None:
            return self.said
        return listed([phrases.days(self.incident.days), phrases.where(self.incident.place)])


def view_item(view: View) -> Item:
    """The view as a CSL item: a ``dataset``, or an ``entry`` in it for one incident."""
    meta, incident = view.dataset.meta, view.incident
    parts = [meta.id, meta.version, view.short, *([incident.id] if incident else [])]
    return _stated(
        {
            "id": re.sub(r"[^0-9A-Za-z._-]", "-", "-".join(parts)),
            "type": "entry" if incident else "dataset",
            "title": incident.incident.title if incident else meta.name,
            "container-title": meta.name if incident else "",
            "version": meta.version,
            "issued": csl_date(view.issued.isoformat()) if view.issued else None,
            "accessed": csl_date(view.accessed.isoformat()),
            "note": f"{view.shown}. Licence: {meta.licence}. Content (SHA-256): {view.short}",
            "URL": view.link,
        }
    )


def view_text(view: View) -> str:
    """The view as a sentence to put into a footnote."""
    meta = view.dataset.meta
    title = meta.name
    if view.incident:
        title = t("“{title}”, in: {name}", title=view.incident.incident.title, name=meta.name)
    version = t("version {version}", version=meta.version)
    if view.issued:
        version = t("{words} ({more})", words=version, more=phrases.day(view.issued))
    accessed = t("Accessed {day}", day=phrases.day(view.accessed))
    parts = [
        listed([title, version, meta.licence]),
        view.shown,
        t("Content (SHA-256): {hash}", hash=view.short),
        *view.others,
        listed([accessed, view.link]) if view.link else accessed,
    ]
    return ". ".join(parts) + ("" if view.link else ".")


def permalink(base_url: str, query: Mapping[str, Sequence[str]], meta: Meta, fingerprint: str) -> str:
    """The link of a screen with ``v`` (version) and ``h`` (first digits of the fingerprint) added.

    Args:
        base_url: the address of the page; parameters in it are kept unless ``query`` has them.
        query: the parameters of the screen; ``v`` and ``h`` in it are replaced.
        meta: of the data set.
        fingerprint: of the data set.

    Raises:
        ValueError: ``base_url`` is no http(s) address.
    """
    split = urlsplit(base_url)
    if split.scheme not in ("http", "https") or not split.netloc:
        raise ValueError(f"expected the address of a page, http:// or https://, got {base_url!r}")
    own = {"v": [meta.version], "h": [fingerprint[:SHORT]]}
    pairs = [(name, value) for name, value in parse_qsl(split.query) if name not in query and name not in own]
    for name, values in {**query, **own}.items():
        pairs += [(name, value) for value in values]
    return urlunsplit((split.scheme, split.netloc, split.path or "/", urlencode(pairs), ""))
