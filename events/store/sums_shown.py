"""The sums of data sets as the screen's connection shows them: which are attached, and what stands in for others."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from typing import NamedTuple

import duckdb
import ibis
import ibis.expr.types as ir

from events.store import cell_sums, placed, sums
from events.store.dialects import to_sql
from events.store.failing import Unfit
from events.store.lookup import SOURCE_IDS
from events.store.schema import TABLES
from events.store.views import Views, faults

_FILE = {**sums.SUMS, **cell_sums.CELL_FILES, **placed.PLACED, **SOURCE_IDS}


class _Shown(NamedTuple):
    """A file of sums: the name of its database, and what it has (``sums.MADE``)."""

    name: str
    kept: str
    shift: int | None
    near: int | None


class SumsShown:
    """Of one connection. Whoever uses it holds the lock of the engine.

    Args:
        attached: number of a data set to the name of its database; ``rows``: to how many incidents it has.
    """

    def __init__(
        self, con: duckdb.DuckDBPyConnection, attached: Mapping[int, str], rows: Mapping[int, int]
    ) -> None:
        self._con, self._attached, self._rows = con, attached, rows
        self._shown: dict[int, _Shown] = {}
        self._profiles = Views(con, sums.SUMS, self._profiles_of, "sums_")
        self._cells = Views(con, cell_sums.CELL_SUMS, self._cells_of, "sums_")
        self._near = Views(con, cell_sums.CELL_SUMS, self._near_of, "near_")
        self._placed = Views(con, placed.PLACED, self._placed_of, "sums_")
        self._ids = Views(con, SOURCE_IDS, self._ids_of, "sums_")

    def attach(self, number: int, name: str, mark: str) -> None:
        """Show what an opened database has.

        Raises:
            Unfit: made by another version of the program, not to its end, or of other content than ``mark``.
        """
        try:
            made = self._con.execute(f"SELECT version, mark, kept, shift, near FROM {name}.made").fetchall()  # noqa: S608
        except duckdb.Error:
            made = []
        fits = len(made) == 1 and made[0][:2] == (sums.VERSION, mark)
        fault = faults(self._con, name, _FILE) if fits else "made of something else, or not to its end"
        if fault:
            self._con.execute(f"DETACH {name}")
            raise Unfit(f"the sums do not fit ({fault}); remove the file, it is made again")
        old = self._shown.get(number)
        self._shown[number] = _Shown(name, *made[0][2:])
        self.renew({number})
        if old:
            self._con.execute(f"DETACH {old.name}")

    def left(self, number: int) -> list[str]:
        """Forget a data set; returns the names of its databases."""
        return [self._shown.pop(number).name] if number in self._shown else []

    def renew(self, changed: Collection[int]) -> None:
        """Make the views anew that one of those data sets is in."""
        for views in (self._profiles, self._cells, self._near, self._placed, self._ids):
            views.renew(changed)

    def profiles(
        self, chosen: frozenset[int], whole: bool, most: int, always: bool = False
    ) -> Mapping[str, ir.Table] | None:
        """As ``Engine.summed``."""
        kept = {number: one.kept for number, one in self._shown.items() if one.kept and number in chosen}
        if not (kept or always) or (whole and "single" in kept.values()) or self.without(chosen, whole) > most:
            return None
        return self._profiles.of(chosen)

    def without(self, chosen: Collection[int], whole: bool) -> int:
        """As ``Engine.without_sums``."""
        serving = {number for number, one in self._shown.items() if one.kept and not (whole and one.kept == "single")}
        return self._others(chosen, serving)

    def cells(self, chosen: frozenset[int], shift: int, most: int) -> Mapping[str, ir.Table] | None:
        """As ``Engine.summed_cells``."""
        fine = {number: (one.shift, one.near) for number, one in self._shown.items() if number in chosen}
        for views, of in ((self._cells, 0), (self._near, 1)):
            serving = {number: made for number, one in fine.items() if (made := one[of]) is not None}
            # One view has the rows of all: those of a data set with coarser cells would lie where they do not.
            if serving and max(serving.values()) <= shift and self._others(chosen, serving) <= most:
                return views.of(chosen)
        return None

    def placed(self, chosen: frozenset[int]) -> Mapping[str, ir.Table] | None:
        """As ``Engine.placed``."""
        # Of no data set as well: so its query is made ready (``warming.py``) without an answer.
        return self._placed.of(chosen) if chosen & set(self._shown) or (self._shown and not chosen) else None

    def ids(self, number: int) -> Mapping[str, ir.Table] | None:
        """As ``Engine.summed_ids``."""
        return self._ids.of(frozenset({number})) if number in self._shown else None

    def _others(self, chosen: Collection[int], serving: Collection[int]) -> int:
        return sum(rows for one, rows in self._rows.items() if one in chosen and one not in serving)

    def _profiles_of(self, table: str, number: int) -> str:
        shown = self._shown.get(number)
        if shown and shown.kept:
            return _selected(table, sums.SUMS[table], shown.name)
        tables = self._tables(number)
        return f"({to_sql(sums.of_incidents(tables)[table], 'duckdb')})" if tables else ""

    def _cells_of(self, table: str, number: int) -> str:
        shown = self._shown.get(number)
        if shown and shown.shift is not None:
            return _selected(table, cell_sums.CELL_SUMS[table], shown.name)
        return self._each_alone(table, number)

    def _near_of(self, table: str, number: int) -> str:
        shown = self._shown.get(number)
        if shown and shown.near is not None:
            return _selected(cell_sums.NEAR[table], cell_sums.CELL_SUMS[table], shown.name)
        return self._each_alone(table, number)

    def _each_alone(self, table: str, number: int) -> str:
        tables = self._tables(number)
        return f"({to_sql(cell_sums.of_incidents(tables['incidents'])[table], 'duckdb')})" if tables else ""

    def _placed_of(self, table: str, number: int) -> str:
        shown = self._shown.get(number)
        if shown:
            return _selected(table, placed.PLACED[table], shown.name)
        tables = self._tables(number)
        return f"({to_sql(placed.of_incidents(tables['incidents'])[table], 'duckdb')})" if tables else ""

    def _ids_of(self, table: str, number: int) -> str:
        shown = self._shown.get(number)
        return _selected(table, SOURCE_IDS[table], shown.name) if shown else ""

    def _tables(self, number: int) -> dict[str, ir.Table]:
        if number not in self._attached:
            return {}
        place = {"catalog": self._attached[number], "database": "main"}
        return {name: ibis.table(ibis.schema(columns), name=name, **place) for name, columns in TABLES.items()}


def _selected(table: str, columns: Collection[str], database: str) -> str:
    names = ", ".join(f'"{column}"' for column in columns)
    return f"SELECT {names} FROM {database}.main.{table}"  # noqa: S608
