"""The pages on importing say what the code does: examples import, tables name columns, radii and limits that exist."""

from __future__ import annotations

import re
from datetime import date
from pathlib import Path

import pytest

from events.cli import parser
from events.fields import KINDS, ROLES
from events.importing import acled, timemap, ucdp_columns, ucdp_places
from events.importing.generic_words import read_kind
from events.importing.geocoding import covered
from events.importing.intake import Answers, GivenFile, Intake
from events.importing.jsonfiles import HOLDERS
from events.importing.limits import LIMITS
from events.importing.mapping import COLUMN_ROLES, Mapping, load
from events.importing.reading import READERS
from events.importing.values import NOT_STATED, CellError, count
from events.importing.values_dates import Order, read_date
from events.importing.values_places import DEFAULT_RADIUS_KM, read_precision
from events.store.store import Store
from geodata.places import Precision
from tests import docs_reading as docs

OWN_DATA, CSV = "docs/your-own-data.md", "docs/import/csv.md"
EXAMPLES = docs.blocks(OWN_DATA, "csv")


def imported(folder: Path, text: str) -> tuple[Intake, list[dict[str, object]]]:
    """An example as a file, imported as the page tells: its mapping as proposed."""
    file = folder / "events.csv"
    file.write_text(text, encoding="utf-8")
    with Store.open(folder / "store", "today") as store:
        with Intake(store, [GivenFile(file, file.name)], "2026-01-01T12:00") as intake:
            intake.read()
            summary = intake.check(Answers(), date(2026, 1, 1))
            assert (summary.accepted, summary.rejected) == (len(text.splitlines()) - 1, 0), summary.reasons
            intake.write(Answers())
        found = store.engine.ask(store.engine.tables()["incidents"].order_by("key")).to_pylist()
    return intake, found


def test_the_smallest_csv_imports(tmp_path: Path) -> None:
    intake, (row,) = imported(tmp_path, EXAMPLES[0])
    assert intake.proposal is not None
    assert intake.proposal.open == ()
    assert (row["title"], row["precision"], row["radius_km"]) == ("Event, Camp Taji", Precision.LOCALITY.rank, 5.0)


def test_the_second_example_gives_what_its_table_says(tmp_path: Path) -> None:
    intake, (site, found, lost) = imported(tmp_path, EXAMPLES[1])
    assert intake.proposal is not None
    assert intake.proposal.questions == ()
    assert site["precision"] == Precision.SITE.rank
    assert (site["killed_low"], site["killed_high"]) == (2, 4)
    assert "Mosul" in str(found["geocoded"])
    assert (lost["precision"], lost["geocoded"]) == (Precision.UNPLACED.rank, None)


ALIASES = {
    "docs/import/ucdp.md": ucdp_columns.ALIASES, "docs/import/acled.md": acled.ALIASES,
    "docs/import/timemap.md": timemap.ALIASES,
}  # fmt: skip


@pytest.mark.parametrize("page", ALIASES)
def test_mapping_tables_name_columns_that_the_code_takes(page: str) -> None:
    head = "key of an event" if "timemap" in page else "column"
    named = {word for row in docs.table(page, head) for word in docs.words(row[0])}
    taken = {alias for names in ALIASES[page].values() for alias in names}
    assert named - taken == set()
    untold = {name for name, aliases in ALIASES[page].items() if not named & set(aliases)}
    assert untold <= {"source_count"}, "the page does not say what becomes of these"


@pytest.mark.parametrize(
    ("page", "needed", "aliases"),
    [("docs/import/ucdp.md", ucdp_columns.NEEDED, ucdp_columns.ALIASES),
     ("docs/import/acled.md", acled.NEEDED, acled.ALIASES),
     ("docs/import/timemap.md", timemap.NEEDED, timemap.ALIASES)],
)  # fmt: skip
def test_the_columns_by_which_a_format_is_known_are_named(
    page: str, needed: frozenset[str], aliases: dict[str, tuple[str, ...]]
) -> None:
    before_tables = docs.text(page).partition("|")[0]
    for name in needed:
        assert f"`{aliases[name][0]}`" in before_tables


def test_radii_of_the_known_formats() -> None:
    rows = docs.table("docs/import/ucdp.md", "`where_prec`")
    assert [int(row[0]) for row in rows] == sorted(ucdp_places.LEVELS)
    for level, _, becomes in rows:
        told = ucdp_places.LEVELS[int(level)]
        assert f"{told.radius_km} km" in becomes
        assert told.precision in becomes
    for coded, becomes in docs.table("docs/import/acled.md", "`geo_precision`"):
        assert f"{acled.RADII[int(coded[0])]:g} km" in becomes


def test_the_roles_of_a_mapping() -> None:
    named = [word for row in docs.table(CSV, "role") for word in docs.words(row[0])]
    assert sorted(named) == sorted(COLUMN_ROLES)
    listed = docs.text(CSV).partition("each with a role:")[2].partition(".")[0]
    assert docs.words(listed) == list(ROLES)


def test_the_example_of_a_mapping_is_one() -> None:
    (example,) = docs.blocks(CSV, "yaml")
    assert set(re.findall(r"^(\w+):", example, re.MULTILINE)) <= set(Mapping.model_fields)
    assert load(example).kinds == {"IED": "explosion"}


def test_words_of_precision_and_their_radii() -> None:
    rows = docs.table(CSV, "precision", "words")
    assert [row[0] for row in rows] == list(Precision)
    for level, listed, radius in rows:
        assert {read_precision(word) for word in listed.split(", ")} == {Precision(level)}
        if level != Precision.UNPLACED:
            assert f"{DEFAULT_RADIUS_KM[Precision(level)]:g} km" in radius


def test_words_of_kinds() -> None:
    rows = docs.table(CSV, "kind", "words that are known")
    assert [docs.words(row[0])[0] for row in rows] == list(KINDS)
    for key, listed in rows:
        assert {read_kind(word) for word in listed.split(", ")} == set(docs.words(key))


def _listed(start: str) -> list[str]:
    """What stands in backquotes in the list item that begins like this."""
    return docs.words(docs.text(CSV).partition(start)[2].partition("\n- ")[0])


def test_counts_and_dates_that_are_said_to_be_read() -> None:
    counts, dates = _listed("- **Counts:**"), _listed("- **Dates:**")
    assert len(counts) > 8
    assert len(dates) > 7
    for cell in counts:
        assert count(cell) is not None
    for cell in dates:
        order: Order = "dmy" if re.search(r"\d\.\d", cell) else None
        assert read_date(cell, order).first is not None
    with pytest.raises(CellError):
        read_date("03/04/2020")
    with pytest.raises(CellError):
        count("1,234")


def test_words_for_nothing() -> None:
    told = docs.text(CSV).partition("So are words such as")[2].partition("**never nought")[0]
    assert len(docs.words(told)) > 5
    assert set(docs.words(told)) <= NOT_STATED


def test_the_countries_of_the_gazetteer() -> None:
    told = " ".join(docs.text(CSV).split())
    assert f"The gazetteer covers {', '.join(covered()[:-1])} and {covered()[-1]}." in told


LIMITS_TOLD = {
    "size of a file": f"{LIMITS.max_bytes >> 30} GiB",
    "unpacked size of a zip, spreadsheet or Parquet file": f"{LIMITS.max_unpacked >> 30} GiB",
    "growth when unpacked, from 16 MiB on": f"{LIMITS.max_ratio} times",
    "files in a zip": f"{LIMITS.max_members:,}",
    "columns": f"{LIMITS.max_columns:,}",
    "rows": f"{LIMITS.max_rows:,}",
    "one cell": f"{LIMITS.max_cell:,} characters",
    "texts and styles of a spreadsheet": f"{LIMITS.max_strings >> 20} MiB",
}


def test_the_limits() -> None:
    rows = docs.table("docs/import/README.md", "", "at most")
    assert dict(rows) == LIMITS_TOLD


def test_every_format_that_is_read_has_a_page() -> None:
    listed = docs.table("docs/import/README.md", "format", "files")
    told = " ".join(row[0] for row in listed).lower().replace("geopackage", "gpkg")
    assert [name for name in READERS if name not in told] == []


def test_the_keys_that_hold_rows_of_json() -> None:
    row = next(row for row in docs.table("docs/import/json.md", "form") if "`data`" in row[0])
    assert set(docs.words(row[0])) == HOLDERS


def test_the_options_and_exit_codes_of_the_command_are_told() -> None:
    commands = parser()._subparsers
    assert commands is not None
    (chosen,) = commands._group_actions
    assert isinstance(chosen.choices, dict)
    command = chosen.choices["import"]
    known = {flag for action in command._actions for flag in action.option_strings if flag.startswith("--")}
    told = {word.split()[0] for row in docs.table("docs/import/README.md", "option") for word in docs.words(row[0])}
    # --store is told above the table; the folder of YAML files has no part in an import.
    assert known - {"--help", "--store"} == told
    codes = docs.table("docs/import/README.md", "exit code")
    epilog = str(command.epilog)
    assert [f"{code:<4} {meaning}" in epilog for code, meaning in codes] == [True] * len(codes)
