"""An imported data set among the sources: what it says of itself, and the publishers that it names most."""

from __future__ import annotations

from collections.abc import Sequence

from dashboard.escaping import inline, text
from events import phrases
from events.dates import Days
from events.language import listed, t, tn
from events.store.facets import Option
from events.store.registry import Entry
from events.store.schema import day_of

MOST_PUBLISHERS = 40
COMPILED = "It is compiled: each row is what its makers say, citing the documents of these publishers."


def span_words(entry: Entry) -> str:
    """Its first to its last day."""
    return phrases.days(Days(day_of(entry.first_day), day_of(entry.last_day)))


def compiled_card(entry: Entry, publishers: Sequence[Option]) -> str:
    """A card as sources have one. Names come from the file and are text, never markup."""
    about = [part for part in (entry.version, entry.licence, entry.attribution) if part]
    files = t("From {files}, imported {when}.", files=listed(entry.files), when=entry.imported[:10])
    counted = tn("{n} incident", "{n} incidents", entry.accepted)
    rows = "".join(f"<li>{inline(one.label)} <small>{one.count:,}</small></li>" for one in publishers)
    return (
        f'<article class="sp-source"><h2>{inline(entry.name)}</h2>'
        f'<p>{inline(listed(about))}</p><p>{inline(counted)}; {inline(span_words(entry))}. {inline(files)}</p>'
        f'<p class="sp-note">{inline(t(COMPILED))}</p>'
        f'<h3>{text(t("Publishers that it names most"))}</h3><ul class="sp-publishers">{rows}</ul></article>'
    )
