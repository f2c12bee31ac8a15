"""What checking came to: how many rows are accepted, why the others are not, and places that wait for an answer."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from typing import Any

import pandas as pd
import streamlit as st

from dashboard import escaping, state_import
from dashboard import wording_import as words
from dashboard.components.import_draft import Draft
from dashboard.components.import_mapping import keep
from dashboard.import_jobs import ImportJob
from dashboard.import_stages import Checked
from events.importing.answers import Offer, Placed
from events.importing.canonical_building import Rejected
from events.importing.geocoding import UNPLACED
from geodata.regions import default_regions

_HEIGHT, _ROW = 280, 30
OFFERS_SHOWN = 20
_HOW = {"exact": "this very name", "alias": "another name of it", "fuzzy": "similar spelling only",
        "without kind word": "its name without the word for what it is"}  # fmt: skip


def tally(checked: Checked) -> None:
    """Two numbers, and the first is what counts."""
    summary = checked.summary
    aside = f"<span><b>{summary.rejected:,}</b> {words.SET_ASIDE}</span>" if summary.rejected else ""
    share = 100 * summary.accepted / max(summary.total, 1)
    st.html(
        f'<div class="sp-im-tally"><span><b>{summary.accepted:,}</b> {words.ACCEPTED}</span>{aside}'
        f'<i class="sp-im-bar" aria-hidden="true"><i style="width:{share:.1f}%"></i></i></div>'
    )


def rejected(job: ImportJob, checked: Checked) -> None:
    """Why rows were set aside, the first of them, and all of them as a file."""
    summary = checked.summary
    if not summary.rejected:
        return
    cells = "".join(
        f"<tr><td>{escaping.text(field or words.WHOLE_ROW)}</td><td>{escaping.text(reason)}</td><td>{count:,}</td></tr>"
        for field, reason, count in summary.reasons[:12]
    )
    heads = "".join(f"<th>{head}</th>" for head in words.REASON_HEAD)
    with st.container(horizontal=True, horizontal_alignment="distribute", vertical_alignment="bottom"):
        st.html(f'<h3 class="sp-im-part">{words.REASONS}</h3>')
        st.download_button(
            words.GET_REJECTED, job.rejected_csv, "rejected.csv", "text/csv", key=state_import.key("rejected"),
            on_click="ignore", help=words.GET_REJECTED_HELP,
        )  # fmt: skip
    st.html(f'<table class="sp-im-reasons"><thead><tr>{heads}</tr></thead><tbody>{cells}</tbody></table>')
    st.html(f'<h3 class="sp-im-part">{words.FAULTS}</h3>')
    faults(checked.faults)


def faults(given: Sequence[Rejected]) -> None:
    """Rows that were set aside, one line each."""
    rows = [[one.row, *map(escaping.plain, (one.field, one.value, one.reason, one.mend))] for one in given]
    st.dataframe(
        pd.DataFrame(rows, columns=list(words.FAULT_HEAD)), hide_index=True, row_height=_ROW,
        height=min(_HEIGHT, _ROW * (len(rows) + 1) + 4),
        column_config={
            words.FAULT_HEAD[0]: st.column_config.NumberColumn(width=60),
            words.FAULT_HEAD[1]: st.column_config.TextColumn(width=120),
            words.FAULT_HEAD[2]: st.column_config.TextColumn(width=160),
            words.FAULT_HEAD[3]: st.column_config.TextColumn(width=380),
        },
    )  # fmt: skip


def candidate_words(one: Mapping[str, Any]) -> str:
    """"Fallujah: city, Iraq, Anbar; 33.35, 43.78, within 4 km; this very name"."""
    regions = default_regions()
    names = {region.iso: region.name for region in regions}
    where = [one["kind"], names.get(one["country"], one["country"])]
    if one["lat"] is not None and one["lon"] is not None:
        where += [names[code] for code in regions.containing(one["lon"], one["lat"]) if "-" in code and code in names]
        exact = f"{one['lat']:.2f}, {one['lon']:.2f}"
        exact += f", within {one['radius_km']:g} km" if one["radius_km"] else ""
    else:
        exact = "the whole area"
    how = "of that province or country" if not one["score"] else _HOW.get(one["how"], one["how"])
    return f"{one['name']}: {', '.join(where)}; {exact}; {how}"


def _leave() -> None:
    """Take over which of the gazetteer's clear answers are not to be taken."""
    draft, chosen = state_import.desk().draft, state_import.get("leave")
    if chosen is None:
        return
    for key in draft.placed:
        if draft.places.get(key, UNPLACED) == UNPLACED:
            draft.places[key] = UNPLACED if key in chosen else ""


def placed(draft: Draft, given: tuple[Placed, ...]) -> None:
    """What the gazetteer's clear answers are, to be looked over; any of them can be left out."""
    draft.placed |= {one.key: one.name for one in given if not draft.places.get(one.key)}
    if not draft.placed:
        return
    heads = "".join(f"<th>{head}</th>" for head in words.PLACED_HEAD)
    cells = "".join(
        f"<tr><td>{escaping.text(one.name)}</td><td>{escaping.text(one.geocoded)}</td><td>{one.rows:,}</td></tr>"
        for one in given
    )
    with st.expander(words.PLACED.format(rows=words.rows(sum(one.rows for one in given)))):
        st.html(f'<table class="sp-im-reasons"><thead><tr>{heads}</tr></thead><tbody>{cells}</tbody></table>')
        st.multiselect(
            words.LEAVE, list(draft.placed), [key for key in draft.placed if draft.places.get(key) == UNPLACED],
            format_func=lambda key: escaping.plain(draft.placed[key]), key=state_import.key("leave"),
            on_change=_leave, placeholder=words.LEAVE_NONE,
        )  # fmt: skip


def _offer(number: int, offer: Offer, draft: Draft) -> None:
    found: dict[str, Mapping[str, Any]] = {one["id"]: one for one in json.loads(offer.candidates or "[]")}
    labels = {key: candidate_words(one) for key, one in found.items()} | {UNPLACED: words.UNPLACED}
    given = draft.places.get(offer.key)
    name, choice = st.columns((36, 64), gap="medium", vertical_alignment="center")
    with name:
        where = f", {offer.country}" if offer.country else ""
        st.html(f'<p class="sp-im-col">{escaping.text(offer.name)}{escaping.text(where)} <span>{words.rows(offer.rows)}'
                f'</span></p><p class="sp-im-sample">{escaping.text(offer.note)}</p>')  # fmt: skip
    with choice:
        if not found:
            st.html(f'<p class="sp-im-why">{words.NO_CANDIDATE}</p>')
            return
        st.selectbox(
            escaping.markdown(offer.name), list(labels), index=list(labels).index(given) if given in labels else None,
            format_func=lambda key: escaping.plain(labels[key]), placeholder=words.OPEN_OFFER,
            label_visibility="collapsed", **keep("places", offer.key, f"offer_{number}"),
        )  # type: ignore[call-overload]  # fmt: skip


def offers(draft: Draft, given: tuple[Offer, ...]) -> None:
    """Names that the gazetteer has more than one answer to; one that was answered stays, to be answered otherwise."""
    draft.offered |= {one.key: one for one in given}
    numbered = [(number, one) for number, one in enumerate(draft.offered.values())
                if one in given or draft.places.get(one.key)]  # fmt: skip
    if not numbered:
        return
    st.html(f'<h3 class="sp-im-part">{words.OFFERS}</h3><p class="sp-im-lead">{words.OFFERS_LEAD}</p>')
    with st.container(key="im_offers", gap=None):
        for number, offer in numbered[:OFFERS_SHOWN]:
            _offer(number, offer, draft)
    if len(numbered) > OFFERS_SHOWN:
        st.caption(words.MORE_OFFERS.format(n=len(numbered) - OFFERS_SHOWN))
