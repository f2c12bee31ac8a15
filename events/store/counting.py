"""What is counted and not listed: how many are selected, the counts beside options, the histogram.

Asked of the sums of the data sets where there are any (``events/store/sums.py``), else of the incidents: the answers
are the same.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace
from datetime import date
from typing import Any, TypeVar

import ibis.expr.types as ir
import pyarrow

from events.filters import IncidentFilter
from events.store import bins, facets, pages, sums
from events.store.asking import Asker, Build, Numbers
from events.store.compiled import Marks, listed, rounded
from events.store.predicates import Shape, Tables
from events.store.profiles import Changed, Profiles, Profiling
from events.store.schema import EPOCH_ORDINAL

EVERYTHING = IncidentFilter()
MOST_SINGLY = 500_000
"""Incidents of data sets without sums beside which the sums of others are worth asking."""
Found = TypeVar("Found")
OfSums = Callable[[Tables, Shape, Marks], ir.Table]


class Counting:
    """The questions of ``Library`` that sums can answer. ``numbers``: data sets to ask, None for all that are on."""

    def __init__(self, asker: Asker) -> None:
        self.asker = asker
        self.profiling = Profiling(asker)

    def counted_singly(self, chosen: IncidentFilter, numbers: Numbers = None) -> int:
        """How many incidents counts under a filter have to look at one by one: those that no sums stand for.

        A text or a drawn area has to be looked for in all of them.
        """
        without = getattr(self.asker.engine, "without_sums", None) if sums.serves(chosen) else None
        if without:
            return int(without(numbers, bool(chosen.actors or chosen.role or chosen.sources)))
        return self.counts(EVERYTHING, numbers).total

    def _ask(
        self, name: Any, chosen: IncidentFilter, build: Build, of_sums: OfSums, numbers: Numbers,
        values: Mapping[str, Any] | None = None, part: str = "",
    ) -> pyarrow.Table:  # fmt: skip
        """The answer of the sums where they serve, else that of the incidents."""
        summed = getattr(self.asker.engine, "summed", None) if sums.serves(chosen) else None
        family = sums.family(part, len(chosen.actors), bool(chosen.role), len(chosen.sources))
        tables = summed(numbers, family == sums.WHOLE, MOST_SINGLY) if summed else None
        if tables is None:
            return self.asker.ask(name, chosen, build, numbers, values)
        return self.asker.ask_summed(name, chosen, of_sums, tables, values)

    def _of_profiles(self, chosen: IncidentFilter, numbers: Numbers, ask: Callable[[Profiles], Found]) -> Found | None:
        """The answer of the profiles; None where they do not serve, or are being replaced."""
        try:
            # They may be replaced while they are made as well as while they are asked.
            profiles = self.profiling.of(numbers) if sums.serves(chosen) else None
            return ask(profiles) if profiles else None
        except Changed:
            return None

    def counts(self, chosen: IncidentFilter = EVERYTHING, numbers: Numbers = None) -> pages.Counts:
        """How many are selected, certainly and possibly, and how many there are."""
        if (found := self._of_profiles(chosen, numbers, lambda profiles: profiles.counts(chosen))) is not None:
            return found
        return pages.counts(self._ask("counts", chosen, pages.counts_query, sums.counts, numbers))

    def facet(
        self, chosen: IncidentFilter, part: str, limit: int = 50, numbers: Numbers = None
    ) -> tuple[facets.Option, ...]:
        """How many incidents each option of a part would give under the other parts, the largest first.

        Args:
            part: "actors", "kinds", "sources", "contested" or "roles" (roles of the chosen actors).

        Raises:
            ValueError: no such part.
        """
        others = facets.others(chosen, part)
        found = self._of_profiles(others, numbers, lambda profiles: profiles.facet(others, part, limit, chosen))
        if found is not None:
            return found
        actors = tuple(sorted(chosen.actors)) if part == "roles" else ()
        role = bool(chosen.role) and part == "actors"
        whole = replace(others, datasets=frozenset()) == EVERYTHING
        build = facets.facet_query(part, rounded(len(actors)), role, whole)
        values = {"limit": limit, **listed("actor", actors), **({"role": chosen.role} if role else {})}
        name = ("facet", part, rounded(len(actors)), role, whole)
        answer = self._ask(name, others, build, sums.facet(part, rounded(len(actors)), role), numbers, values, part)
        return facets.options(answer, part, limit)

    def span(self, chosen: IncidentFilter = EVERYTHING, numbers: Numbers = None) -> tuple[date, date] | None:
        """First and last day that any selected incident names; None where none has a date."""
        row = self._ask("span", chosen, bins.span_query, _span, numbers).to_pylist()[0]
        if row["first"] is None or row["last"] is None:
            return None
        return date.fromordinal(row["first"] + EPOCH_ORDINAL), date.fromordinal(row["last"] + EPOCH_ORDINAL)

    def histogram(
        self, chosen: IncidentFilter, unit: str = "", most: int = 200, window: bool = False, numbers: Numbers = None
    ) -> bins.Histogram:
        """Incidents by day, week, month or longer.

        Args:
            unit: one of ``bins.UNITS``; empty or too fine for ``most`` bins: the finest that fits.
            window: whether the filter's dates limit what is counted; else the whole axis is shown.
        """
        chosen = chosen if window else replace(chosen, start=None, end=None)
        days = self.span(chosen, numbers)
        if days is None:
            found = self.counts(chosen, numbers)
            return bins.Histogram(unit or "day", (), found.certain + found.possible)
        fits = bins.unit_for(*days, most)
        return self.bars(chosen, max(fits, unit or fits, key=bins.UNITS.index), days, most, numbers)

    def bars(
        self, chosen: IncidentFilter, unit: str, days: tuple[date, date], most: int, numbers: Numbers
    ) -> bins.Histogram:
        """The histogram in bins of a unit, of which ``most`` reach from the first of the days to the last."""
        first, last = (day.toordinal() - EPOCH_ORDINAL for day in days)
        values = {"first": first, "last": last, "most": 4 * most + 4}
        build = bins.histogram_query(unit, sums.per_day)
        answer = self._ask(
            ("histogram", unit), chosen, bins.histogram_query(unit),
            lambda tables, shape, marks: build(tables, sums.spans(tables, shape, marks), marks), numbers, values,
        )  # fmt: skip
        return bins.bars(answer, unit)


def _span(tables: Tables, shape: Shape, marks: Marks) -> ir.Table:
    return bins.span_query(tables, sums.spans(tables, shape, marks), marks)
