"""What a store holds on a terminal, as plain text."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import replace
from datetime import date, timedelta

from events import phrases
from events.dates import Days
from events.filters import IncidentFilter
from events.printing import more_below
from events.sentences import PART_NAMES, counted
from events.store.library import Library
from events.store.pages import MOST_ROWS, Row
from events.store.registry import Entry
from events.store.schema import FIELD_BITS
from events.store.store import Store

_EPOCH = date(1970, 1, 1)


def _line(row: Row) -> str:
    fields = sorted(key for key, bit in FIELD_BITS.items() if row.contested & bit)
    contested = f"  ≠ {', '.join(fields)}" if fields else ""
    mark, days = "?" if row.possible else " ", phrases.days(Days(row.first, row.last))
    return f"{mark} {days:28} {row.id:32} {row.title}{contested}"


def print_rows(
    library: Library, chosen: IncidentFilter, numbers: Collection[int], offset: int, limit: int, sentence: str
) -> int:
    """One line an incident, in order of date, then the caption. Returns 1 where nothing is selected.

    Args:
        sentence: the filter in words.
    """
    found = library.counts(chosen, numbers)
    total, shown = found.certain + found.possible, 0
    while shown < limit:
        rows = library.page(chosen, offset=offset + shown, limit=min(MOST_ROWS, limit - shown), numbers=numbers)
        for row in rows:
            print(_line(row))
        shown += len(rows)
        if not rows:
            break
    if more := more_below(total, offset, shown):
        print(more)
    words, tray = counted(found.certain, found.possible, found.unplaced_certain, found.unplaced_possible)
    print(f"{words}, {sentence}. {tray}.")
    if total:
        return 0
    print(_hint(library, chosen, numbers))
    return 1


def _hint(library: Library, chosen: IncidentFilter, numbers: Collection[int]) -> str:
    """For an empty selection: what to leave open, and how many incidents that would give."""
    trials = {"dates": replace(chosen, start=None, end=None)} if chosen.start or chosen.end else {}
    parts = ("actors", "role", "kinds", "sources", "contested", "area", "text")
    trials |= {part: chosen.without(part) for part in parts if getattr(chosen, part)}
    counts = {part: library.counts(trial, numbers) for part, trial in trials.items()}
    would = sorted(((one.certain + one.possible, part) for part, one in counts.items()), reverse=True)
    tips = "; ".join(f"without {PART_NAMES[part]} there would be {n}" for n, part in would if n)
    return f"No incident matches: {tips}." if tips else "No incident matches, and no part left open would give one."


def many(count: int, thing: str) -> str:
    """1 → "1 row", 2000 → "2,000 rows"."""
    return f"{count:,} {thing}{'' if count == 1 else 's'}"


def _days(entry: Entry) -> str:
    if entry.first_day is None or entry.last_day is None:
        return "no dates"
    return phrases.days(Days(*(_EPOCH + timedelta(day) for day in (entry.first_day, entry.last_day))))


def entry_lines(entry: Entry) -> tuple[str, ...]:
    """A data set in a few lines."""
    name = entry.name if entry.version in entry.name else f"{entry.name} {entry.version}"
    counts = [many(entry.accepted, "incident")]
    counts += [f"{many(entry.rejected, 'row')} rejected"] if entry.rejected else []
    counts += [f"{entry.unplaced:,} not placed"] if entry.unplaced else []
    counts += [f"{entry.geocoded:,} geocoded"] if entry.geocoded else []
    return (
        f"{'on ' if entry.on else 'off'} {entry.id:32} {name}",
        f"    {', '.join(counts)}; {_days(entry)}",
        f"    licence: {entry.licence or 'not stated'}; read as {entry.format} from {', '.join(entry.files)}, "
        f"{entry.imported}",
    )


def print_data_sets(store: Store) -> None:
    """Every data set of a store, on or off, then what cannot be read and why."""
    for entry in store.entries:
        print("\n".join(entry_lines(entry)))
    for one in store.unreadable:
        print(f"cannot be read: {one.folder}: {one.reason}")
    if not store.entries and not store.unreadable:
        print("The store is empty: `import FILE` fills it.")
