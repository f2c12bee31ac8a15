"""A CSV of any number of rows in the shape of UCDP GED: the shared file repeated and perturbed, or invented rows."""

from __future__ import annotations

import csv
import random
from collections.abc import Iterator
from datetime import date, timedelta
from pathlib import Path

SHARED = Path(__file__).resolve().parents[2] / "shared" / "data" / "ucdp_ged_iraq_v19_1.csv"
NAMES = (
    "id", "year", "active_year", "start_year", "end_year", "type_of_violence", "conflict_new_id", "conflict_name",
    "dyad_new_id", "dyad_name", "side_a_new_id", "gwnoa", "side_a", "side_b_new_id", "gwnob", "side_b",
    "number_of_sources", "source_article", "source_office", "source_date", "source_headline", "source_original",
    "where_prec", "where_coordinates", "adm_1", "adm_2", "latitude", "longitude", "geom_wkt", "priogrid_gid",
    "country", "country_id", "iso3", "region", "event_clarity", "date_prec", "date_start", "date_end", "deaths_a",
    "deaths_b", "deaths_civilians", "deaths_unknown", "low", "best", "high",
)  # fmt: skip
"""Columns of version 19.1, which the invented rows have as well."""
_INVENTED = 7_000
_SHIFT = 1_461
"""Days by which copies are moved at most: four years."""


def given_rows() -> list[dict[str, str]]:
    """The rows that are repeated: those of the shared file, else invented ones with as many different texts."""
    if not SHARED.exists():
        return list(_invented())
    with SHARED.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def _invented() -> Iterator[dict[str, str]]:
    draw = random.Random(7)  # noqa: S311
    for number in range(_INVENTED):
        first = date(2003, 1, 1) + timedelta(draw.randrange(5_000))
        last = first + timedelta(draw.choice((0, 0, 0, 1, 6)))
        dead = [draw.choice((0, 0, 0, 1, 2, 5, 14)) for _ in range(4)]
        told, office = last + timedelta(1), f"Agency {draw.randrange(200)}"
        headline = f"Fighting near the river leaves several dead, report {draw.randrange(2_700)}"
        side, lat, lon = draw.randrange(15), 29.5 + draw.random() * 7, 39 + draw.random() * 9
        yield dict(zip(NAMES, map(str, (
            number, first.year, 1, first.year, last.year, draw.choice((1, 1, 1, 2, 3)), 259 + side,
            f"Place: Side {side}", 524 + side, f"Side {side} - Other {side}", 116 + side, "645.0", f"Side {side}",
            234 + side, "", f"Other {side}", 1, f'"{office},{told},{headline}"', office, told, headline,
            f"Police {draw.randrange(2_000)}", draw.choice((1, 1, 1, 2, 3, 4)), f"Qaşr {draw.randrange(470)} town",
            f"Province {draw.randrange(19)}", f"District {draw.randrange(96)}", f"{lat:.6f}", f"{lon:.6f}",
            f"POINT ({lon:.6f} {lat:.6f})", 177_568, "Iraq", 645, "IRQ", "Middle East", 1, 1, first, last, *dead,
            sum(dead), sum(dead), sum(dead) + draw.choice((0, 0, 0, 3)),
        )), strict=True))  # fmt: skip


def make(path: Path, rows: int, own_articles: bool = False) -> None:
    """Write the file: ids unique, points moved by up to 3 km, days by up to four years; texts repeat.

    Args:
        path: where to.
        rows: how many.
        own_articles: every copy of a row cites articles of its own, so that there are about as many documents as rows.
    """
    given, draw = given_rows(), random.Random(19)  # noqa: S311
    names = list(given[0])
    at = {name: names.index(name) for name in names}
    cells = [list(row.values()) for row in given]
    days = [(date.fromisoformat(row["date_start"][:10]), date.fromisoformat(row["date_end"][:10])) for row in given]
    points = [(float(row["latitude"]), float(row["longitude"])) for row in given]
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file, lineterminator="\n")
        writer.writerow(names)
        for number in range(rows):
            copy, index = divmod(number, len(given))
            row = list(cells[index])
            row[at["id"]] = str(1_000_000 + number)
            if copy:
                lat, lon = (one + draw.uniform(-0.03, 0.03) for one in points[index])
                by = timedelta(-draw.randrange(_SHIFT))
                row[at["latitude"]], row[at["longitude"]] = f"{lat:.6f}", f"{lon:.6f}"
                row[at["geom_wkt"]] = f"POINT ({lon:.6f} {lat:.6f})"
                row[at["date_start"]], row[at["date_end"]] = ((day + by).isoformat() for day in days[index])
                if own_articles:
                    for name in ("source_article", "source_headline"):
                        text = row[at[name]]
                        row[at[name]] = f'{text[:-1]} {copy}"' if text.endswith('"') else text and f"{text} {copy}"
            writer.writerow(row)
