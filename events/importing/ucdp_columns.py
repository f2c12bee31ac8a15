"""UCDP GED: which columns of its three generations mean what, and how a row is read into typed values.

Generations have 41, 45 and 49 columns in other orders and under other names; all are mapped by name. Numbers may
have been written by a program that made them decimals ("212545.0").
"""

from __future__ import annotations

from collections.abc import Collection, Mapping

from events.importing.checking import Code, Look
from events.importing.shaping import COUNTRIES
from events.importing.validating import Checks
from events.importing.wordings import bare, cell, days, find, iso_day, number, whole
from events.store.staging import quoted

ALIASES: dict[str, tuple[str, ...]] = {
    "id": ("id", "event_id"),
    "relid": ("relid",),
    "violence": ("type_of_violence",),
    "conflict_id": ("conflict_new_id", "conflict_id", "conflict_dset_id"),
    "conflict": ("conflict_name",),
    "dyad_id": ("dyad_new_id", "dyad_id", "dyad_dset_id"),
    "dyad": ("dyad_name",),
    "side_a_id": ("side_a_new_id", "side_a_id", "side_a_dset_id"),
    "side_a": ("side_a",),
    "side_b_id": ("side_b_new_id", "side_b_id", "side_b_dset_id"),
    "side_b": ("side_b",),
    "source_count": ("number_of_sources",),
    "article": ("source_article",),
    "office": ("source_office",),
    "source_date": ("source_date",),
    "headline": ("source_headline",),
    "original": ("source_original",),
    "where_prec": ("where_prec",),
    "where_name": ("where_coordinates",),
    "where_text": ("where_description",),
    "adm_1": ("adm_1", "adm1"),
    "adm_2": ("adm_2", "adm2"),
    "lat": ("latitude", "lat"),
    "lon": ("longitude", "lon", "long"),
    "country_name": ("country",),
    "country_id": ("country_id",),
    "iso3": ("iso3",),
    "clarity": ("event_clarity",),
    "date_prec": ("date_prec",),
    "first": ("date_start",),
    "last": ("date_end",),
    "deaths_a": ("deaths_a",),
    "deaths_b": ("deaths_b",),
    "deaths_civilians": ("deaths_civilians",),
    "deaths_unknown": ("deaths_unknown",),
    "low": ("low", "low_est", "low_estimate"),
    "best": ("best", "best_est", "best_estimate"),
    "high": ("high", "high_est", "high_estimate"),
}
"""Not taken: year and active_year (in the dates; of the compiler's own counting), geom_wkt and priogrid_gid (from the
coordinate), region (from the country), gwnoa, gwnob and the old ids (other numbers of the same sides), code_status."""
NEEDED = frozenset({"id", "violence", "first", "lat", "lon", "where_prec", "side_a"})
"""A file without one of these columns is no UCDP GED."""
DEATHS = ("deaths_a", "deaths_b", "deaths_civilians", "deaths_unknown")
_COUNTS = ("low", "best", "high", *DEATHS)
_CHECKED_CODES, _CODES = ("violence", "where_prec"), ("date_prec", "clarity", "source_count")
_IDS = ("id", "conflict_id", "dyad_id", "side_a_id", "side_b_id", "country_id")


def recognise(columns: Collection[str]) -> bool:
    """True where the names of the columns are those of a UCDP GED, of whatever generation."""
    return set(find(columns, ALIASES)) >= NEEDED


def undecimal(text: str) -> str:
    """An id that some program made a decimal, as it was; other text stays."""
    # The short look for a dot saves the pattern on files that have none.
    return (
        f"CASE WHEN contains({text}, '.') AND regexp_full_match({text}, '-?[0-9]+[.]0*')"
        f" THEN split_part({text}, '.', 1) ELSE {text} END"
    )


def _rough_code(text: str) -> str:
    return f"CASE WHEN strlen({text}) = 1 THEN try_cast({text} AS BIGINT) END"


def _rough_day(text: str) -> str:
    return f"CASE WHEN strlen({text}) = 10 AND {text}[5] = '-' THEN try_cast({text} AS DATE) END"


def parsed(found: Mapping[str, str], raw: str = "raw") -> str:
    """The query that reads ``raw`` into typed columns under the names of :data:`ALIASES`, the text beside them.

    ``first`` and ``last`` are DATEs (with ``first_day`` and ``last_day``), counts and coordinates DOUBLEs, codes
    and ids as the type says; ``iso2`` is the country's code or ''. A missing end is the start.
    """
    texts = ", ".join(f"{cell(found.get(name))} AS {name}_text" for name in ALIASES)
    codes = (*_CHECKED_CODES, *_CODES)
    typed = [f"{undecimal(f'{name}_text')} AS {name}" for name in _IDS]
    typed += [f"{number(f'{name}_text')} AS {name}" for name in ("lat", "lon", *_COUNTS)]
    typed += [f"{whole(f'{name}_text')} AS {name}" for name in codes]
    typed += [f"{iso_day('first_text')} AS first", f"{iso_day('coalesce(last_text, first_text)')} AS last"]
    done = {*_IDS, *_COUNTS, *codes, "lat", "lon", "first", "last"}
    typed += [f"{name}_text AS {name}" for name in ALIASES if name not in done]
    key = "lower(coalesce(iso3, 'gw ' || country_id, country_name))"
    return f"""
        SELECT given.*, {days('first')} AS first_day, {days('last')} AS last_day, coalesce(place.iso2, '') AS iso2
        FROM (SELECT * , {', '.join(typed)} FROM (SELECT _row, {texts} FROM {raw})) AS given
        LEFT JOIN {COUNTRIES} AS place ON place.key = {key}"""  # noqa: S608


def roughly(found: Mapping[str, str], raw: str) -> str:
    """Half of that for a tenth of the time: for rows of which ``validating.plainly_fine`` holds it comes to the same.

    Of others a number, code or day may be NULL or not finite. What rows share is left as it stands in the file, blanks
    around it and all, under the names of :data:`ALIASES`; ``id`` is not mended.
    """
    columns = {name: quoted(column) for name, column in found.items()}
    first = _rough_day(columns["first"])
    last = f"CASE WHEN {bare(found['last'])} IS NULL THEN {first} ELSE {_rough_day(columns['last'])} END"
    made = {
        **columns, **{name: cell(found[name]) for name in ("id", "relid", "original") if name in found},
        **{name: f"try_cast({columns[name]} AS DOUBLE)" for name in ("lat", "lon", *_COUNTS) if name in found},
        **{name: _rough_code(columns[name]) for name in _CHECKED_CODES},
    }  # fmt: skip
    taken = [f"{sql} AS {name}" for name, sql in made.items() if name not in ("first", "last")]
    return f"SELECT _row, {', '.join(taken)}, {days(first)} AS first_day, {days(last)} AS last_day FROM {raw}"  # noqa: S608


def checks(found: Mapping[str, str], relation: str) -> Checks:
    """What is to be checked of the rows that ``parsed`` gives, which stand in ``relation``."""

    def look(name: str, value: str = "") -> Look | None:
        return Look(value or name, f"{name}_text", found[name]) if name in found else None

    def sure(name: str) -> Look:
        return Look(name, f"{name}_text", found[name])

    counts = tuple(sure(name) for name in DEATHS if name in found)
    return Checks(
        relation=relation, id=look("id"), first=look("first", "first_day"), last=look("last", "last_day"),
        lat=look("lat"), lon=look("lon"), low=look("low"), best=look("best"), high=look("high"), counts=counts,
        codes=(
            Code(sure("violence"), 1, 3, "type of violence"),
            Code(sure("where_prec"), 1, 7, "how exactly the place is known"),
        ),
        country="iso2", required=frozenset({"id", "first", "lat", "lon"}),
    )  # fmt: skip
