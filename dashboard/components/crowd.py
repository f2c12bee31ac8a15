"""Lists and controls for more incidents than are shown one by one: cells, what is inside one, pages."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import pandas as pd
import streamlit as st

from dashboard import escaping, state, state_store, wording
from dashboard import wording_store as words
from dashboard.layers.cell_style import COLOURS, SHAPES, SIZES
from dashboard.layers.crowd import where
from dashboard.layers.crowd_payload import inside_page
from dashboard.scope import Scope
from events import phrases
from events.dates import Days
from events.fields import FIELDS
from events.language import DEFAULT, current, data, listed, t
from events.store.pages import ORDERS, Row
from events.store.schema import FIELD_BITS

INSIDE_ROWS, LIST_ROWS, TRAY_ROWS = 25, 100, 25
_SHAPE, _SIZE, _COLOUR, _ORDER, _TABLE = "w_cell_shape", "w_cell_size", "w_cell_colour", "w_list_order", "w_many"


_CONTROLS: tuple[tuple[str, str, tuple[str, ...], Mapping[str, str], str], ...] = (
    ("shape", _SHAPE, SHAPES, words.SHAPES, words.CELLS_LABEL),
    ("size", _SIZE, SIZES, words.SIZES, words.SIZE_LABEL),
    ("colour", _COLOUR, COLOURS, words.COLOURS, words.COLOUR_LABEL),
)


def _styled(part: str, key: str) -> None:
    if chosen := state.get(key):
        state_store.change_style(**{part: chosen})


def cell_controls() -> None:
    """What size and colour of a cell mean, over the map."""
    style = state_store.cell_style()
    with st.container(key="cellbar", horizontal=True, vertical_alignment="center", gap="small"):
        for part, name, options, labels, title in _CONTROLS:
            key = state.spoken(name)
            state.put(key, getattr(style, part))

            def words_of(one: str, title: str = title, labels: Mapping[str, str] = labels) -> str:
                return t("{words}: {more}", words=t(title), more=t(labels[one], context="cells"))

            st.selectbox(
                t(title), options, key=key, format_func=words_of, on_change=_styled, args=(part, key), width=172,
                disabled=part != "shape" and style.shape != "cells", label_visibility="collapsed",
            )  # fmt: skip


def _button(row: Row, prefix: str) -> None:
    when = phrases.days(Days(row.first, row.last))
    if row.possible:
        when = listed([when, t(wording.MAP_WORDS["possible"]).lower()])
    label = f"{escaping.markdown(data(row.title))} :gray[:small[{escaping.markdown(when)}]]"
    st.button(label, key=f"w_{prefix}_{row.id}", type="tertiary", on_click=state.choose, args=(row.id, True))


def date_columns() -> dict[str, Any]:
    """Dates of a grid, which names months in English only: in other languages they are numbers."""
    days = st.column_config.DateColumn(format="D MMM YYYY" if current() == DEFAULT else "YYYY-MM-DD", width=92)
    return {t(name, context="column"): days for name in ("From", "Until")}


def _turner(name: str, more: bool, said: str) -> None:
    """The buttons that turn pages, and which page this is."""
    number = state_store.page(name)
    with st.container(key=f"turn_{name}", horizontal=True, vertical_alignment="center", gap="small"):
        st.button("‹", key=f"w_{name}_back", help=t(words.EARLIER_PAGE), disabled=not number,
                  on_click=state_store.set_page, args=(name, number - 1))  # fmt: skip
        st.button("›", key=f"w_{name}_on", help=t(words.LATER_PAGE), disabled=not more,
                  on_click=state_store.set_page, args=(name, number + 1))  # fmt: skip
        st.caption(said)


def _rows(rows: Sequence[Row], prefix: str) -> None:
    for row in rows:
        _button(row, prefix)


def inside_list(scope: Scope, height: int) -> None:
    """What a cell or an area holds, page by page."""
    asked = state_store.inside()
    if asked is None:
        return
    number = state_store.page("inside")
    rows, more = inside_page(scope, asked, number, INSIDE_ROWS)
    with st.container(key="tray", border=True, height=height, gap=None):
        with st.container(horizontal=True, horizontal_alignment="distribute", vertical_alignment="center"):
            st.html(f'<div class="sp-tray-head"><b>{t(words.INSIDE_TITLE)}</b></div>')
            st.button("✕", key="w_inside_close", help=t(words.INSIDE_CLOSE), type="tertiary",
                      on_click=state_store.leave_inside)  # fmt: skip
        _rows(rows, "inside")
        first = number * INSIDE_ROWS
        _turner("inside", more, f"{first + 1:,} – {first + len(rows):,}" if rows else t("Nothing"))


def tray_of_many(scope: Scope, height: int) -> None:
    """What no source places, page by page."""
    total = scope.counts.unplaced_certain + scope.counts.unplaced_possible
    title = t("{words} ({more})", words=t(wording.TRAY), more=f"{total:,}")
    with st.container(key="tray", border=True, height=height, gap=None):
        st.html(f'<div class="sp-tray-head"><b>{title}</b><p>{t(wording.TRAY_HELP)}</p></div>')
        number = state_store.page("tray")
        rows = scope.holdings.library.unplaced(scope.filter, number * TRAY_ROWS, TRAY_ROWS, scope.numbers)
        _rows(rows, "tray")
        if total > TRAY_ROWS:
            _turner("tray", (number + 1) * TRAY_ROWS < total, words.page_of(number, TRAY_ROWS, total))


def _table(rows: Sequence[Row]) -> pd.DataFrame:
    """The rows of a page. Text passes through ``escaping.plain``: a grid shows it as it is."""
    names = {field.key: field.label for field in FIELDS}
    found = [
        (
            row.first,
            row.last,
            escaping.plain(data(row.title)),
            killed(row),
            listed(t(names[key]).lower() for key, bit in FIELD_BITS.items() if row.contested & bit) or "–",
            escaping.plain(where(row)),
            wording.kind(row.kind),
            row.n_sources,
        )
        for row in rows
    ]
    heads = ("From", "Until", "Incident", "Killed", "Contested", "Place", "Kind", "Sources")
    return pd.DataFrame(found, columns=[t(name, context="column") for name in heads])


def killed(row: Row) -> str:
    """"8", "8 – 12", "not stated"."""
    if row.killed_low is None or row.killed_high is None:
        return t(phrases.NOT_STATED)
    low, high = f"{row.killed_low:,}", f"{row.killed_high:,}"
    return low if low == high else f"{low} – {high}"


def _row_chosen(ids: list[str]) -> None:
    rows = state.get(_TABLE)["selection"]["rows"]
    state.choose(ids[rows[0]] if rows else None, card=True)


def list_of_many(scope: Scope, height: int) -> None:
    """A page of the selection as a table, in a chosen order."""
    key = state.spoken(_ORDER)
    with st.container(key="listbar", horizontal=True, vertical_alignment="center", gap="small"):
        order = st.selectbox(t(words.ORDER), ORDERS, key=key, format_func=lambda one: t(words.ORDERS[one]), width=180)
        number = state_store.page("list")
        _turner("list", (number + 1) * LIST_ROWS < scope.size, words.page_of(number, LIST_ROWS, scope.size))
    down = order in ("killed", "sources")
    rows = scope.holdings.library.page(scope.filter, order or "date", down, number * LIST_ROWS, LIST_ROWS,
                                       scope.numbers)  # fmt: skip
    ids = [row.id for row in rows]
    st.dataframe(
        _table(rows), key=_TABLE, hide_index=True, height=height - 60, row_height=34, selection_mode="single-row",
        column_config=date_columns(), on_select=lambda: _row_chosen(ids),
    )
