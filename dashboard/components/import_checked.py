"""What checking came to: how many rows are accepted, why the others are not, and places that wait for an answer."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any

import pandas as pd
import streamlit as st

from dashboard import escaping, state_import
from dashboard import wording_import as words
from dashboard.components.import_draft import Draft
from dashboard.components.import_mapping import keep
from dashboard.import_jobs import ImportJob
from dashboard.import_stages import Checked
from events.importing.answers import Offer
from events.importing.geocoding import UNPLACED
from geodata.regions import default_regions

_HEIGHT, _ROW = 280, 30
OFFERS_SHOWN = 20
_HOW = {"exact": "this very name", "alias": "another name of it", "fuzzy": "similar spelling only"}


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
        f"<tr><td>{escaping.text(field)}</td><td>{escaping.text(reason)}</td><td>{count:,}</td></tr>"
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
    rows = [[one.row, *map(escaping.plain, (one.field, one.value, one.reason, one.mend))] for one in checked.faults]
    st.html(f'<h3 class="sp-im-part">{words.FAULTS}</h3>')
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
    """Names that the gazetteer has more than one answer to."""
    if not given:
        return
    st.html(f'<h3 class="sp-im-part">{words.OFFERS}</h3><p class="sp-im-lead">{words.OFFERS_LEAD}</p>')
    with st.container(key="im_offers", gap=None):
        for number, offer in enumerate(given[:OFFERS_SHOWN]):
            _offer(number, offer, draft)
    if len(given) > OFFERS_SHOWN:
        st.caption(words.MORE_OFFERS.format(n=len(given) - OFFERS_SHOWN))
