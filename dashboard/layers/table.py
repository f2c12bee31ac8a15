"""The selection as a table for the list view: what the card says, in one row an incident."""

from __future__ import annotations

import pandas as pd

from dashboard import wording
from dashboard.escaping import plain
from events import phrases
from events.catalogue import Catalogue, Selection
from events.fields import FIELD
from events.language import data, listed, t
from events.summary import Summary

COLUMNS = ("From", "Until", "Incident", "Killed", "Wounded", "Contested", "Place", "Precision", "Kind", "Sources")


def _finding(summary: Summary, field: str, catalogue: Catalogue) -> str:
    shown = [one for one in summary.findings if one.field == field]
    total = [one for one in shown if one.of is None] or shown
    if not total:
        return t(phrases.NOT_STATED)
    return listed(
        (t("{words} ({more})", words=phrases.finding_text(one, catalogue.dataset), more=wording.status(one))
         for one in total), "; ",
    )  # fmt: skip


def _title(summary: Summary, possible: bool) -> str:
    title = data(summary.incident.title)
    return t("{title} (possibly in the selection)", title=title) if possible else title


def table(selection: Selection, catalogue: Catalogue) -> pd.DataFrame:
    """One row an incident, in order of date. The first two columns are dates, so that they sort as dates.

    Text passes through ``escaping.plain``: a grid shows it as it is, direction marks included.
    """
    rows = [
        (
            summary.days.start,
            summary.days.end,
            plain(_title(summary, selection.is_possible(summary))),
            plain(_finding(summary, "killed", catalogue)),
            plain(_finding(summary, "wounded", catalogue)),
            listed(t(FIELD[key].label).lower() for key in FIELD if key in summary.contested) or "–",
            plain(phrases.place_name(summary.place)),
            phrases.precision(summary.place),
            wording.kind(summary.incident.kind),
            len(summary.sources),
        )
        for summary in selection.all
    ]
    return pd.DataFrame(rows, columns=[t(name, context="column") for name in COLUMNS])
