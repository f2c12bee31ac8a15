"""Roll-ups as the cluster computes them: incidents summed by cell, time bin, kind and who had a part in them.

A row holds the sums of its incidents. ``side`` says what ``one`` is: nothing (all incidents, each counted once), an
actor, a publisher or a role; an incident with two actors is in the rows of both, so rows of one side with one
``one`` are never counted twice. Days are kept as the number of their bin: see ``events.store.bins.bin_of``.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import ibis
import ibis.expr.types as ir
from ibis import _

from events.store.bins import bin_of
from events.store.schema import CELL_ZOOM, EPOCH_ORDINAL
from events.store.sums import ACTOR, SOURCE

Tables = Mapping[str, ir.Table]
ALL, ROLE = "", "role"


@dataclass(frozen=True, slots=True)
class Tier:
    """One resolution: cells of a zoom (None: no cells, but areas, precisions and what is contested), and time bins."""

    name: str
    zoom: int | None
    unit: str
    sides: tuple[str, ...]


DAYS = Tier("days", None, "day", (ALL, ACTOR, SOURCE, ROLE))
CELLS = (
    Tier("cells_far", 6, "day", (ALL, ACTOR)),
    Tier("cells_mid", 9, "month", (ALL, ACTOR)),
    Tier("cells_near", 12, "year", (ALL, ACTOR)),
)
"""Coarsest first. Finer than the last is for the cluster, which then reads a coarse cell or two."""
TIERS = (DAYS, *CELLS)

_SUMS = ("n", "lon_sum", "lat_sum", "killed_low", "killed_high", "n_contested", "n_sources", "key")
_BOUNDS = ("west", "south", "east", "north")
_NAMES = ("id", "place", "place_local")


def dims(tier: Tier) -> tuple[str, ...]:
    """What the rows of a tier are grouped by."""
    place = ("area", "precision", "contested") if tier.zoom is None else ("x", "y")
    return ("side", "one", "kind", *place, "first_bin", "last_bin")


def rollup(tables: Tables, tier: Tier) -> ir.Table:
    """The rows of a tier over the incidents of those tables, with the names of one incident where they are shown."""
    incidents = tables["incidents"]
    found = _sides(tables, tier).inner_join(_binned(incidents, tier), "key")
    bounds = {"west": _.lon.min(), "south": _.lat.min(), "east": _.lon.max(), "north": _.lat.max()}
    found = found.group_by(*dims(tier)).agg(
        n=_.count(), lon_sum=_.lon.sum(), lat_sum=_.lat.sum(), killed_low=_.killed_low.sum(),
        killed_high=_.killed_high.sum(), n_contested=_.is_contested.sum(), n_sources=_.n_sources.sum(),
        key=_.key.min(), **(bounds if tier.zoom is None else {}),
    )  # fmt: skip
    named = incidents.select(name_key=incidents["key"], **{name: incidents[name] for name in _NAMES})
    shown = (found["side"] == ALL) & ((found["n"] == 1) if tier.zoom is not None else found["area"].notnull())
    found = found.mutate(name_key=shown.ifelse(found["key"], ibis.null("int64")))
    joined = found.left_join(named, "name_key")
    return joined.select(*dims(tier), *_SUMS, *(bounds if tier.zoom is None else ()), *_NAMES)


def _sides(tables: Tables, tier: Tier) -> ir.Table:
    """Rows (key, side, one): an incident once for each side that it is counted on."""
    parties, told, incidents = tables["parties"], tables["told_by"], tables["incidents"]
    text = ibis.literal("").cast("string")
    every = {
        ALL: incidents.select(key=incidents["key"], side=text, one=text),
        ACTOR: parties.select(key=parties["key"], side=ibis.literal(ACTOR), one=parties["actor"]).distinct(),
        SOURCE: told.select(key=told["key"], side=ibis.literal(SOURCE), one=told["source"]).distinct(),
        ROLE: parties.select(key=parties["key"], side=ibis.literal(ROLE), one=parties["role"]).distinct(),
    }
    return ibis.union(*(every[side] for side in tier.sides))


def _binned(incidents: ir.Table, tier: Tier) -> ir.Table:
    place: dict[str, Any]
    if tier.zoom is None:
        text = incidents["lat"].isnull().ifelse(incidents["area"], ibis.null("string"))
        place = {"area": text, **{name: incidents[name] for name in ("precision", "contested")}}
    else:
        incidents = incidents.filter(incidents["x"].notnull())
        place = {name: incidents[name] >> (CELL_ZOOM - tier.zoom) for name in ("x", "y")}
    bins = {
        f"{end}_bin": bin_of(incidents[f"{end}_day"].cast("int64") + EPOCH_ORDINAL, tier.unit).cast("int64")
        for end in ("first", "last")
    }
    kept = ("key", "kind", "lon", "lat", "killed_low", "killed_high", "n_sources")
    contested = (incidents["contested"] != 0).ifelse(1, 0)
    return incidents.select(*kept, **place, **bins, is_contested=contested)
