"""The data sets of the store: what each says of itself, on and off, what it set aside, and its removal."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, datetime, timedelta

import streamlit as st

from dashboard import escaping, state, state_import
from dashboard import wording_import as words
from dashboard.components.datasets import look_at
from dashboard.components.import_checked import faults
from dashboard.holdings import Holdings
from dashboard.import_jobs import FAULTS_SHOWN
from dashboard.import_spool import first_rejected, rejected_file, size_on_disk
from events import phrases
from events.dates import Days
from events.importing.limits import size_text
from events.store.registry import Entry
from events.store.store import StoreError

_EPOCH = date(1970, 1, 1)


def _days(entry: Entry) -> str:
    if entry.first_day is None or entry.last_day is None:
        return words.NOT_STATED
    return phrases.days(Days(_EPOCH + timedelta(entry.first_day), _EPOCH + timedelta(entry.last_day)))


def imported_when(entry: Entry) -> str:
    """"21 November 2026, 21:40 UTC"."""
    try:
        when = datetime.fromisoformat(entry.imported)
    except ValueError:
        return entry.imported
    return f"{phrases.day(when.date())}, {when:%H:%M} UTC"


def _facts(entry: Entry, holdings: Holdings) -> str:
    pairs = [
        ("Incidents", f"{entry.accepted:,}"), ("Set aside", f"{entry.rejected:,}" if entry.rejected else "none"),
        ("Not placed", f"{entry.unplaced:,}" if entry.unplaced else "none"),
        ("By gazetteer", f"{entry.geocoded:,}" if entry.geocoded else ""), ("Days", _days(entry)),
        ("Licence", entry.licence or words.NOT_STATED), ("Attribution", entry.attribution),
        ("Format", words.FORMATS.get(entry.format, entry.format)), ("From", ", ".join(entry.files)),
        ("Imported", imported_when(entry)),
        ("On disk", size_text(size_on_disk(holdings.store, entry.folder))),
    ]  # fmt: skip
    return "".join(f"<div><dt>{name}</dt><dd>{escaping.text(said)}</dd></div>" for name, said in pairs if said)


def settle(holdings: Holdings) -> None:
    """Look at what is left after a data set was switched or removed: days and filter must fit it."""
    known = {entry.id for entry in holdings.imported} | {holdings.curated.dataset.meta.id}
    left = state.screen().filter.datasets & known
    on = {holdings.curated.dataset.meta.id, *(entry.id for entry in holdings.imported if entry.on)}
    look_at(holdings, frozenset(left or on))


def _switch(holdings: Holdings, entry: Entry, key: str) -> None:
    try:
        holdings.store.switch(entry.id, bool(state.get(key)))
    except (StoreError, OSError) as error:
        state_import.desk().problem = str(error)
    settle(holdings)


def _ask(name: str) -> None:
    state_import.desk().removing = name


def _remove(holdings: Holdings, name: str) -> None:
    _ask("")
    try:
        holdings.store.remove(name)
    except (StoreError, OSError) as error:
        state_import.desk().problem = str(error)
    settle(holdings)


def _asked(holdings: Holdings, name: str, said: str) -> None:
    with st.container(key=f"im_really_{name}", horizontal=True, vertical_alignment="center", gap="small"):
        st.html(f'<p class="sp-im-lead">{escaping.text(said)}</p>')
        st.button(words.REALLY, key=f"w_im_really_{name}", type="primary", on_click=_remove, args=(holdings, name))
        st.button(words.KEEP, key=f"w_im_keep_{name}", on_click=_ask, args=("",))


def _one(holdings: Holdings, entry: Entry, may_write: bool, look: Callable[[Entry], None]) -> None:
    with st.container(key=f"im_set_{entry.id}", border=True):
        with st.container(key=f"im_top_{entry.id}", horizontal=True, vertical_alignment="center", gap="small"):
            version = f" <span>{escaping.text(entry.version)}</span>" if entry.version not in entry.name else ""
            st.html(f'<h3 class="sp-im-name">{escaping.text(entry.name)}{version}</h3>')
            key = f"w_im_on_{entry.id}"
            state.put(key, entry.on)
            st.toggle(words.ON, key=key, help=words.ON_HELP, disabled=not may_write, on_change=_switch,
                      args=(holdings, entry, key))  # fmt: skip
        st.html(f'<dl class="sp-im-facts">{_facts(entry, holdings)}</dl>')
        if entry.rejected:
            with st.expander(words.REASONS):
                faults(shown := first_rejected(holdings.store, entry, FAULTS_SHOWN))
                if entry.rejected > len(shown):
                    st.caption(words.FIRST_OF.format(n=len(shown), all=words.rows(entry.rejected)))
        with st.container(key=f"im_do_{entry.id}", horizontal=True, gap="small"):
            if st.button(words.LOOK, key=f"w_im_look_{entry.id}"):
                look(entry)
            if entry.rejected:
                st.download_button(
                    words.GET_REJECTED, lambda: rejected_file(holdings.store, entry), f"{entry.id}-rejected.csv",
                    "text/csv", key=f"w_im_rejected_{entry.id}", on_click="ignore", help=words.GET_REJECTED_HELP,
                )  # fmt: skip
            if may_write:
                st.button(words.REMOVE, key=f"w_im_remove_{entry.id}", type="tertiary", on_click=_ask,
                          args=(entry.id,))  # fmt: skip
        if may_write and state_import.desk().removing == entry.id:
            _asked(holdings, entry.id, words.REMOVE_ASK.format(name=entry.name, rows=words.incidents(entry.accepted)))


def stored(holdings: Holdings, may_write: bool, kept: bool, look: Callable[[Entry], None]) -> None:
    """Draw the list.

    Args:
        may_write: whether data sets may be switched and removed here.
        kept: whether the store outlives the server.
        look: opens the map on a data set.
    """
    entries, broken = holdings.imported, holdings.store.unreadable
    note = "" if kept else f"<p class='sp-im-lead'>{words.KEPT_SHORT}</p>"
    st.html(f'<h2 class="sp-im-head sp-im-stored">{words.STORED}</h2>{note}')
    if not entries and not broken:
        st.html(f'<p class="sp-im-lead">{words.NONE_STORED}</p>')
    for entry in reversed(entries):
        _one(holdings, entry, may_write, look)
    for one in broken:
        with st.container(key=f"im_set_{one.folder}", border=True):
            st.html(f'<h3 class="sp-im-name">{escaping.text(one.folder)}</h3><p class="sp-im-lead">'
                    f"{escaping.text(words.UNREADABLE.format(why=one.reason))}</p>")  # fmt: skip
            if may_write and state_import.desk().removing == one.folder:
                _asked(holdings, one.folder, words.REMOVE_ASK.format(name=one.folder, rows="content"))
            elif may_write:
                st.button(words.REMOVE, key=f"w_im_remove_{one.folder}", type="tertiary", on_click=_ask,
                          args=(one.folder,))  # fmt: skip
