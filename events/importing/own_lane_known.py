# ruff: noqa: S608  only names of ours are put into statements
"""What the plain incidents of an export refer to: documents, origins and actors, each made once.

Each distinct thing is made by the builder that also makes the other incidents, in the order in which the file names
it first. Where that order cannot be told without reading row by row, :class:`Unsure` is raised.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Iterator
from typing import Any

import pyarrow

from events.dates import surely_by
from events.importing.canonical_building import Builder
from events.importing.own_cells import parsed, text
from events.importing.own_parts import Quick
from events.model import Origin
from events.store.schema import EPOCH_ORDINAL
from events.store.staging import Staging
from geodata.places import ID_PATTERN

ID = re.compile(ID_PATTERN)
"""What ``events.model.Id`` takes, as a whole."""
_ELEMENTS = "SELECT _row, unnest(listed) AS one, generate_subscripts(listed, 1) AS nth FROM (SELECT _row,"


class Unsure(Exception):
    """The data set is better read incident by incident."""


def put(staging: Staging, table: str, columns: dict[str, pyarrow.Array]) -> None:
    """Make a table of the workbench from columns."""
    staging.register("lane_given", pyarrow.table(columns))
    staging.run(f"CREATE OR REPLACE TEMP TABLE {table} AS SELECT * FROM lane_given")
    staging.unregister("lane_given")


def strings(given: Iterable[str | None]) -> pyarrow.Array:
    """A column of text."""
    return pyarrow.array(list(given), pyarrow.string())


def integers(given: Iterable[int | None]) -> pyarrow.Array:
    """A column of whole numbers."""
    return pyarrow.array(list(given), pyarrow.int64())


def fetched(staging: Staging, sql: str) -> Iterator[dict[str, Any]]:
    """The rows of an answer, which is read to its end before: something else may be asked meanwhile."""
    for batch in list(staging.arrow(sql, rows=5_000)):
        yield from batch.to_pylist()


def checked(builder: Builder, since: int) -> None:
    """Whether nothing was set aside since: it would be said of every row, in order.

    Raises:
        Unsure: something was.
    """
    if len(builder.problems) > since:
        raise Unsure


def make_documents(quick: Quick, builder: Builder) -> None:
    """Make every document that is listed, and the table ``lane_doc``: id, place in order of ids, day, row."""
    staging, since = quick.staging, len(builder.problems)
    for row, cells in quick.sources:
        builder.source(cells, row)
    firsts = dict.fromkeys(builder.sources, 0)
    if quick.listing:
        _check_lists(quick)
        listed = f"FROM {quick.listing} WHERE part = {quick.number} AND documents <> ''"
        distinct = (
            f"SELECT one::VARCHAR AS one, min(_row * 1000000 + nth) AS turn FROM ({_ELEMENTS}"
            f" json_extract(documents, '$[*]') AS listed FROM (SELECT documents, min({quick.row}) AS _row {listed}"
            " GROUP BY 1))) GROUP BY 1 ORDER BY turn"
        )
        for found in fetched(staging, distinct):
            row, one = found["turn"] // 1_000_000, json.loads(found["one"])
            if isinstance(one, dict):
                builder.source(one, row)
                firsts.setdefault(text(one.get("id")) or "", row)
    checked(builder, since)
    days = {edtf: _day(edtf) for edtf in set(builder.sources.values())}
    names = sorted(builder.sources)
    put(staging, "lane_doc", {
        "id": strings(names), "rank": integers(range(len(names))), "first": integers(firsts.get(one) for one in names),
        "day": integers(days[builder.sources[one]] for one in names),
    })  # fmt: skip


def _check_lists(quick: Quick) -> None:
    # CASE, for the engine takes conditions in any order, and some are errors for what is no JSON.
    odd = ("CASE WHEN NOT json_valid(documents) THEN true WHEN json_type(documents) <> 'ARRAY' THEN true"
           " ELSE json_array_length(documents) >= 1000000 END")  # fmt: skip
    found = quick.staging.one(
        f"SELECT count(*) FROM {quick.listing} WHERE part = {quick.number} AND documents <> '' AND ({odd})"
    )
    if found[0]:
        raise Unsure


def _day(edtf: str | None) -> int | None:
    day = surely_by(edtf)
    return None if day is None else day.toordinal() - EPOCH_ORDINAL


def make_origins(staging: Staging, builder: Builder) -> None:
    """Make every origin of ``lane_claim``."""
    asked = ("SELECT origin AS id, arg_min(coalesce(nullif(origin_name, ''), origin), (_at, k)) AS name"
             " FROM lane_claim WHERE origin IS NOT NULL GROUP BY 1 ORDER BY min((_at, k))")  # fmt: skip
    for one in fetched(staging, asked):
        if not ID.fullmatch(one["id"]):
            raise Unsure
        builder.origins[one["id"]] = Origin(id=one["id"], name=one["name"][:600], kind="named in an export")


def make_actors(staging: Staging, builder: Builder) -> None:
    """Make every actor of ``lane_incident`` and ``lane_claim``; the tables ``lane_actor`` and ``lane_parties``."""
    rows: list[tuple[str, int, str, str]] = []
    told: dict[str, bool] = {}
    for found in fetched(staging, "SELECT DISTINCT parties FROM lane_incident WHERE parties <> ''"):
        pairs, told[found["parties"]] = _pairs(found["parties"])
        rows += [(found["parties"], nth, actor, name) for nth, (actor, name) in enumerate(pairs)]
    put(staging, "lane_parties", {"parties": strings(told), "ok": pyarrow.array(list(told.values()), pyarrow.bool_())})
    put(staging, "lane_party", {
        "parties": strings(row[0] for row in rows), "nth": integers(row[1] for row in rows),
        "actor": strings(row[2] for row in rows), "name": strings(row[3] for row in rows),
    })  # fmt: skip
    asked = f"""SELECT actor, arg_min(name, turn) AS name FROM (
            SELECT actor, name, (_at, 0, nth) AS turn FROM lane_incident JOIN lane_party USING (parties)
            UNION ALL SELECT actor, coalesce(nullif(actor_name, ''), actor), (_at, 1, k) FROM lane_claim
            WHERE regexp_full_match(actor, '{ID_PATTERN}')) GROUP BY 1 ORDER BY min(turn)"""
    since = len(builder.problems)
    for one in fetched(staging, asked):
        builder.actor(one["actor"], one["name"], 0)
    checked(builder, since)
    actors = builder.actors
    put(staging, "lane_actor", {"id": strings(actors), "name": strings(one.name for one in actors.values())})


def _pairs(cell: str) -> tuple[list[tuple[str, str]], bool]:
    """Actors of a list of parties that can be made, each with its name; whether these are all."""
    listed, found, whole = parsed(cell) or [], [], True
    if not isinstance(listed, list) or not all(isinstance(one, dict) for one in listed):
        raise Unsure
    for one in listed:
        actor = one.get("actor")
        if not actor:
            continue
        if isinstance(actor, str) and ID.fullmatch(actor):
            found.append((actor, text(one.get("name")) or actor))
        elif isinstance(actor, str):
            whole = False
        else:
            raise Unsure
    return found, whole
