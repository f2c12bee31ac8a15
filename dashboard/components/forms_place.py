"""The form for a place, with the gazetteer's help: candidates are offered, none is chosen for anybody."""

from __future__ import annotations

from typing import Any

import streamlit as st

from dashboard import escaping, state
from dashboard import state_contribute as desk
from dashboard import wording_contribute as words
from dashboard.components.forms import line, listed, note, own_id, pair
from events.editing.drafts import Draft, Kind, draft, suggested_id
from geodata.gazetteer import Candidate, clear_candidate, default_gazetteer
from geodata.places import Precision
from geodata.regions import default_regions

_OFFERED = 6
_SITES = ("airport", "air base", "base", "site")


def _precision(one: Candidate) -> Precision:
    if one.is_area:
        return Precision.COUNTRY if one.kind == "country" else Precision.PROVINCE
    return Precision.SITE if one.kind in _SITES else Precision.LOCALITY


def _take(found: tuple[Candidate, ...], key: str) -> None:
    """Fill the form from the chosen candidate, rounded to what its precision can carry."""
    index = state.get(key)
    if index is None or index >= len(found):
        return
    one = found[index]
    precision = _precision(one)
    values: dict[str, Any] = {
        "name": one.name, "local": one.local, "country": one.country, "precision": str(precision),
        "obtained": one.attribution, "lat": None, "lon": None, "radius_km": None,
        "regions": list(one.regions),
    }
    if one.lat is not None and one.lon is not None:
        values |= {
            "lat": round(one.lat, precision.decimals), "lon": round(one.lon, precision.decimals),
            "radius_km": one.radius_km,
        }
    desk.fill(values)


def _country(code: str) -> str:
    return next((one.name for one in default_regions() if one.iso == code), code)


def _search() -> None:
    wanted = line("search", words.SEARCH_PLACE, help_key="search_place")
    if not wanted:
        return
    found = default_gazetteer().search(wanted, limit=_OFFERED)
    if not found:
        st.caption(words.NOTHING_FOUND)
        return
    if len(found) > 1:
        clear = clear_candidate(found) is not None
        st.caption(words.CLEAR if clear else words.AMBIGUOUS.format(n=len(found)))
    key = desk.key(f"candidate_{wanted}")
    st.radio(
        words.CANDIDATES, range(len(found)), key=key, index=None, on_change=_take, args=(found, key),
        format_func=lambda index: escaping.markdown(words.candidate(found[index], _country(found[index].country))),
    )


def _decimal(name: str, low: float, high: float) -> float | None:
    number = st.number_input(
        words.LABELS[name], key=desk.key(name), min_value=low, max_value=high, value=None, step=0.1, format="%g"
    )
    return None if number is None else float(number)


def _where(precision: Precision) -> dict[str, Any]:
    if precision is Precision.UNPLACED:
        return {}
    if precision.is_point:
        left, middle, right = st.columns(3, gap="small")
        with left:
            lat = _decimal("lat", -90.0, 90.0)
        with middle:
            lon = _decimal("lon", -180.0, 180.0)
        with right:
            return {"lat": lat, "lon": lon, "radius_km": _decimal("radius_km", 0.0, 2000.0)}
    names = {one.iso: f"{one.name} ({one.iso})" for one in default_regions()}
    chosen = st.multiselect(
        words.LABELS["area"], list(names), key=desk.key("regions"), help=words.AREA_NOTE, placeholder=words.CHOOSE,
        format_func=names.__getitem__,
    )
    return {"area": {"regions": chosen} if chosen else None}


def place_form() -> Draft:
    """A named location: how well it is known decides whether it is a point or an area."""
    _search()
    left, right = pair()
    with left:
        name = line("name")
        country = line("country", placeholder="IQ").upper()
    with right:
        local = line("local")
        precision = Precision(
            st.selectbox(
                words.LABELS["precision"], [str(one) for one in Precision], key=desk.key("precision"),
                format_func=lambda one: words.PRECISIONS[Precision(one)],
            )
        )
    where = _where(precision)
    left, right = pair()
    with left:
        obtained = line("obtained")
        aliases = line("aliases", help_key="authors")
    with right:
        own = own_id(suggested_id(name))
    row = {
        "id": own, "name": name, "local": local, "country": country, "precision": str(precision), **where,
        "aliases": listed(aliases), "obtained": obtained, "note": note(),
    }
    return draft(Kind.PLACE, row)
