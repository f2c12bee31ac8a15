"""The forms for a source and an incident, and the fields that all forms share."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

import streamlit as st

from dashboard import escaping
from dashboard import state_contribute as desk
from dashboard import wording_contribute as words
from events import phrases
from events.dataset import DataSet
from events.dates import DateError, parse_edtf
from events.editing.drafts import Draft, Kind, draft, suggested_id
from events.fields import KINDS
from geodata.places import Precision


def line(name: str, label: str = "", help_key: str = "", placeholder: str = "") -> str:
    """A line of text; spaces at its ends and doubled ones are not meant."""
    text = st.text_input(
        label or words.LABELS[name], key=desk.key(name), help=words.HELP.get(help_key or name),
        placeholder=placeholder or None,
    )
    return " ".join((text or "").split())


def note() -> str:
    """The free note that every row may carry."""
    text = st.text_area(words.LABELS["note"], key=desk.key("note"), help=words.HELP["note"], height=68)
    return " ".join((text or "").split())


def choice(
    name: str, options: Mapping[str, str], label: str = "", none: str = "", key: str = "", default: str | None = None
) -> str | None:
    """One of a closed list, by id; nothing is chosen at first. ``none`` says what nothing means."""
    ids = list(options)
    return st.selectbox(
        label or words.LABELS[name], ids, key=key or desk.key(name), help=words.HELP.get(name),
        index=ids.index(default) if default in ids else None, placeholder=none or words.CHOOSE,
        format_func=lambda one: escaping.plain(options.get(one, one)),
    )


def date_line(name: str, label: str = "") -> str:
    """An EDTF date with what it reads as."""
    text = line(name, label, help_key=name if name in words.HELP else "date")
    if text:
        try:
            said = f"reads as {phrases.days(parse_edtf(text))}"
        except DateError as error:
            said = f"not understood: {error}"
        st.caption(escaping.markdown(said))
    return text


def paragraph(key: str = "") -> int | None:
    """The paragraph's number; empty at first, so that no wrong one is recorded unseen."""
    number = st.number_input(
        words.LABELS["paragraph"], key=key or desk.key("paragraph"), help=words.HELP["paragraph"], min_value=1,
        max_value=9999, step=1, value=None,
    )
    return None if number is None else int(number)


def quote(name: str = "quote", label: str = "") -> str:
    """The fragment, with its words counted."""
    text = line(name, label, help_key="quote")
    st.caption(words.words_left(text))
    return text


def sources(dataset: DataSet) -> dict[str, str]:
    """The sources to choose from, by id."""
    return {one.id: f"{number} {one.name}: {one.title}" for number, one in enumerate(dataset.sources, 1)}


def own_id(suggested: str) -> str:
    """The id: what is written, else the suggested one."""
    return line("id", placeholder=suggested) or suggested


def listed(text: str, separator: str = ";") -> list[str]:
    """The parts of a line."""
    return [part for one in text.split(separator) if (part := one.strip())]


def pair() -> Iterable[Any]:
    """Two columns beside each other; one below the other on a phone."""
    return st.columns(2, gap="small")


def source_form() -> Draft:
    """What a document states of itself; what it does not state is left empty."""
    title = line("title")
    left, right = pair()
    with left:
        publisher = line("publisher")
        authors = line("authors")
        published = date_line("published")
    with right:
        short = line("short")
        url = line("url", placeholder="https://")
        republished = line("republished_by")
    own = own_id(suggested_id(publisher or short or title, published.split("/")[0]))
    row = {
        "id": own, "short": short, "title": title, "publisher": publisher, "authors": listed(authors),
        "published": published, "republished_by": republished, "url": url, "note": note(),
    }
    return draft(Kind.SOURCE, row)


def _places(dataset: DataSet) -> dict[str, str]:
    return {one.id: phrases.where(one) for one in dataset.places.values()}


def _first_claims(dataset: DataSet, kind: str | None, place: str | None) -> tuple[str, list[dict[str, Any]]]:
    """The date, and the claims that carry kind, place and date, all of one source."""
    with st.container(key="first_claims", border=True):
        st.html(f'<h2 class="sp-formhead">{words.FIRST_CLAIMS}</h2><p class="sp-note">{words.FIRST_CLAIMS_NOTE}</p>')
        left, right = pair()
        with left:
            source = choice("source", sources(dataset))
        with right:
            number = paragraph()
        left, right = pair()
        with left:
            kind_words = quote("kind_quote", words.WORDS_FOR_KIND)
        with right:
            place_words = quote("place_quote", words.WORDS_FOR_PLACE)
        left, right = pair()
        with left:
            day = date_line("date")
        with right:
            day_words = quote("date_quote", words.WORDS_FOR_DATE)
    base = {"source": source, "paragraph": number}
    given = [("kind", kind, kind_words), ("place", place, place_words), ("date", day, day_words)]
    unplaced = place is not None and dataset.places[place].precision is Precision.UNPLACED
    return day, [
        {**base, "field": field, "value": value, "quote": said}
        for field, value, said in given
        if value and not (field == "place" and unplaced) and (field != "date" or day or said)
    ]


def incident_form(dataset: DataSet) -> Draft:
    """An incident's head and the claims that it cannot be without."""
    title = line("title", help_key="incident_title")
    left, right = pair()
    with left:
        short = line("short")
        kind = choice("kind", KINDS)
    with right:
        place = choice("place", _places(dataset))
        own = st.container()
    day, claims = _first_claims(dataset, kind, place)
    with own:
        first = day.split("/")[0]
        ident = own_id(suggested_id(first.replace("..", "").rstrip("~?%"), short))
    row = {"id": ident, "title": title, "short": short, "kind": kind, "place": place, "note": note(), "claims": claims}
    return draft(Kind.INCIDENT, row)
