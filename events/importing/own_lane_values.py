# ruff: noqa: S608  only names of ours are put into statements
"""Distinct values of the plain claims of an export: read once each by the model of a claim, and said in words."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any

import pyarrow
from pydantic import ValidationError

from events import phrases
from events.dataset import DataSet
from events.fields import FIELDS, FieldType
from events.importing.own_cells import parsed
from events.importing.own_lane_known import ID, fetched, integers, put, strings
from events.model import Claim, CompiledClaim
from events.store.curated import days_since_epoch
from events.store.staging import Staging, sql_text
from geodata.names import ARTICLES, fold

_MOST = 2**31 - 1
"""Largest number of killed that the store has a column for."""
_PARTS = 1_000
_READ = tuple(one.key for one in FIELDS if one.type in (FieldType.NUMBER, FieldType.DATE, FieldType.CODE))
_WRITER = json.JSONEncoder(ensure_ascii=False)
_FLAGS = pyarrow.bool_()


def make_fields(staging: Staging) -> None:
    """Make the table ``lane_field``: field, its type, its usual unit, the role of an actor that it names."""
    put(staging, "lane_field", {
        "field": strings(one.key for one in FIELDS), "kind": strings(one.type.value for one in FIELDS),
        "usual": strings(one.unit for one in FIELDS), "role": strings(one.role or "involved" for one in FIELDS),
    })  # fmt: skip


def make_values(staging: Staging, known: DataSet) -> None:
    """Make ``lane_value`` of the numbers, dates and codes in ``lane_claim``: what each is, and how it is said."""
    asked = "SELECT DISTINCT field, value FROM lane_claim WHERE value IS NOT NULL AND field IN ({})"
    found = list(fetched(staging, asked.format(", ".join(map(sql_text, _READ)))))
    made = [(one["field"], one["value"], claim) for one in found if (claim := _read(one["field"], one["value"]))]
    numbers = [claim.amount if claim.spec.type is FieldType.NUMBER else None for _, _, claim in made]
    days = [claim.days if claim.spec.type is FieldType.DATE else None for _, _, claim in made]
    put(staging, "lane_value", {
        "field": strings(field for field, _, _ in made), "value": strings(value for _, value, _ in made),
        "json": strings(_WRITER.encode(claim.value) for _, _, claim in made),
        "word": strings(str(claim.value) for _, _, claim in made),
        "said": strings(phrases.said(claim, known) for _, _, claim in made),
        "low": integers(round(one.low) if one else None for one in numbers),
        "high": integers(round(one.high) if one else None for one in numbers),
        "least": pyarrow.array([one.admits[0] if one else None for one in numbers], pyarrow.float64()),
        "most": pyarrow.array([one.admits[1] if one else None for one in numbers], pyarrow.float64()),
        "first_day": integers(days_since_epoch(one.start) if one else None for one in days),
        "last_day": integers(days_since_epoch(one.end) if one else None for one in days),
    })  # fmt: skip


def _read(field: str, cell: str) -> Claim | None:
    """A claim of that value; None unless it is surely one."""
    try:
        value = json.loads(cell)
        if value is None or isinstance(value, float) or (isinstance(value, dict) and _odd(value)):
            return None
        made = CompiledClaim(source="any", field=field, value=value, locator="any")
    except (ValueError, RecursionError, ValidationError):
        return None
    if made.spec.type is FieldType.NUMBER and made.amount.high > _MOST:
        return None
    # A date may be written as a number; whatever is not text is left to be read one by one.
    return made if isinstance(value, str) or made.spec.type is FieldType.NUMBER else None


def _odd(value: dict[str, Any]) -> bool:
    return not all(type(one) is int for one in value.values())


def make_parts(staging: Staging) -> None:
    """Make ``lane_parts``: text of distinct parts, their sum and the actors that they name."""
    found = [one["parts"] for one in fetched(staging, "SELECT DISTINCT parts FROM lane_claim WHERE parts IS NOT NULL")]
    made = {cell: counts for cell in found if (counts := _counts(cell))}
    put(staging, "lane_parts", {
        "parts": strings(made), "total": integers(sum(counts.values()) for counts in made.values()),
        "actors": pyarrow.array([list(counts) for counts in made.values()], pyarrow.list_(pyarrow.string())),
    })  # fmt: skip


def _counts(cell: str) -> dict[str, int] | None:
    found = parsed(cell)
    if not isinstance(found, dict) or not 0 < len(found) <= _PARTS:
        return None
    plain = all(ID.fullmatch(one) and type(count) is int and 0 <= count <= _MOST for one, count in found.items())
    return found if plain else None


def name_parts(staging: Staging, named: Mapping[str, str]) -> None:
    """Make ``lane_named``: text of distinct parts to what the store keeps of them, actors under their last ids."""
    found = [one["parts"] for one in fetched(staging, "SELECT parts FROM lane_parts")]
    kept = ({named.get(one, one): count for one, count in json.loads(cell).items()} for cell in found)
    put(staging, "lane_named", {"parts": strings(found), "json": strings(map(_WRITER.encode, kept))})


def make_cites(staging: Staging) -> None:
    """Make ``lane_cites``: text of distinct lists of documents, whether it is one, and the documents."""
    cells, lists = [], []
    for one in fetched(staging, "SELECT DISTINCT cites FROM lane_claim WHERE cites IS NOT NULL"):
        found = parsed(one["cites"]) or []
        plain = isinstance(found, list) and all(isinstance(name, str) and ID.fullmatch(name) for name in found)
        cells.append(one["cites"])
        lists.append(found if plain else None)
    put(staging, "lane_cites", {
        "cites": strings(cells), "ok": pyarrow.array([one is not None for one in lists], _FLAGS),
        "ids": pyarrow.array(lists, pyarrow.list_(pyarrow.string())),
    })  # fmt: skip


def fold_words(staging: Staging, asked: str) -> None:
    """Make ``lane_folded``: distinct texts of a query with one column ``word``, and each folded.

    ASCII is folded by the engine, as ``geodata.names.fold`` does it; what it cannot be sure of, by that function.
    """
    articles = ", ".join(map(sql_text, sorted(ARTICLES)))
    kept = f"list_filter(string_split(words, ' '), lambda one: one NOT IN ({articles}))"
    for macro in (
        f"lane_kept(words) AS array_to_string({kept}, ' ')",
        r"lane_coded(words) AS regexp_replace(words, '\b([a-z]) (\d+)\b', '\1\2', 'g')",
        "lane_once(words) AS coalesce(nullif(lane_kept(lane_coded(words)), ''), lane_coded(words))",
        "lane_plain_letters(word) AS"
        " trim(regexp_replace(lower(replace(replace(word, '''', ''), '`', '')), '[^a-z0-9]+', ' ', 'g'))",
    ):
        staging.run(f"CREATE OR REPLACE TEMP MACRO {macro}")
    staging.run(f"""CREATE OR REPLACE TEMP TABLE lane_folded AS
        SELECT word, CASE WHEN twice = lane_once(twice) THEN twice END AS folded FROM (
            SELECT word, lane_once(once) AS twice FROM (
                SELECT word, CASE WHEN strlen(word) = length(word) THEN lane_once(lane_plain_letters(word)) END AS once
                FROM (SELECT DISTINCT word FROM ({asked}) WHERE word <> '')))""")
    rest = [one["word"] for one in fetched(staging, "SELECT word FROM lane_folded WHERE folded IS NULL")]
    put(staging, "lane_rest", {"word": strings(rest), "folded": strings(map(fold, rest))})
    staging.run("DELETE FROM lane_folded WHERE folded IS NULL")
    staging.run("INSERT INTO lane_folded SELECT word, folded FROM lane_rest")
