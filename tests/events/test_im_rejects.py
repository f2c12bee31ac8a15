"""The list of rejected rows: a CSV that opens safely, says what is wrong, and comes back in unchanged."""

from __future__ import annotations

import csv
import io

import pytest

from events.exporting.csvfile import defuse
from events.importing import rejects, ucdp
from tests.events import im_shaping as make
from tests.events.test_im_ucdp import EVENT

CELLS = [
    "=1+1", "+49 170", "-5", "-5.25", "+3e5", "@x", "\tx", "'", "'=x", "''=x", "'plain", "-", "- item", "a=b", "", None,
    "'-5", '=cmd|"x"', "-1,5", "\r\n=1", "ع", "-2+3", "''-5",
]  # fmt: skip


def _list(cells: list[str | None]) -> tuple[str, list[dict[str, str | None]]]:
    rows: list[dict[str, str | None]] = [{"name": cell, "n": str(at)} for at, cell in enumerate(cells)]
    with make.staged(rows) as staging:
        staging.run(
            "CREATE TABLE rejected AS SELECT _row, 'n' AS field, n AS value, 'bad' AS reason, 'mend' AS mend FROM raw"
        )
        text = "".join(rejects.rejects_csv(staging, rows=3))
    return text, rows


def test_formulas_are_defused_and_numbers_stay_numbers() -> None:
    text, _ = _list(CELLS)
    out = [row["name"] for row in csv.DictReader(io.StringIO(text, newline=""))]
    for cell, written in zip(CELLS, out, strict=True):
        number = cell in ("-5", "-5.25", "+3e5", "-1,5")
        expected = cell if number else defuse(cell)
        if cell in ("'=x", "''=x"):
            expected = f"'{cell}"
        assert written == (expected or ""), cell


def test_the_list_comes_back_unchanged() -> None:
    text, rows = _list(CELLS)
    back = [
        {name: value or None for name, value in row.items()} for row in csv.DictReader(io.StringIO(text, newline=""))
    ]
    assert rejects.is_list_of_rejects(list(back[0]))
    with make.staged([{"name": row["name"], "n": row["n"]} for row in back]) as staging:
        rejects.restore(staging)
        restored = staging.rows("SELECT name FROM raw ORDER BY _row")
    assert [name for (name,) in restored] == [row["name"] or None for row in rows]


@pytest.mark.parametrize(
    ("names", "is_list"),
    [(["id", "_row", "_field", "_reason", "_mend"], True), (["_ROW", "_Field ", "_reason", "_mend"], True),
     (["id", "_row", "_reason"], False), (["id"], False)],
)  # fmt: skip
def test_a_list_is_told_by_its_columns(names: list[str], is_list: bool) -> None:
    assert rejects.is_list_of_rejects(names) is is_list


def test_a_row_has_all_its_columns_and_all_its_faults() -> None:
    bad = EVENT | {"low": "90", "deaths_a": "-1", "source_headline": "=HYPERLINK(1)"}
    with make.staged([EVENT | {"id": "1"}, bad]) as staging:
        make.shaped(staging, ucdp.shape(staging))
        staging.run("INSERT INTO rejected VALUES (9, '', 'half a ro', 'expected 45 cells, got 1', 'mend the row')")
        first, second = csv.DictReader(io.StringIO("".join(rejects.rejects_csv(staging)), newline=""))
    assert list(first) == [*EVENT, "_row", "_field", "_reason", "_mend"]
    assert (first["_row"], first["_field"]) == ("2", "deaths_a; low")
    assert first["_reason"] == "expected a count of 0 or more, got -1; expected a number not above high, got 90"
    assert (first["longitude"], first["source_headline"]) == ("43.786124", "'=HYPERLINK(1)")
    assert (second["_row"], second["id"], second["_mend"]) == ("9", "half a ro", "mend the row")


def test_nothing_rejected_is_a_header() -> None:
    with make.staged([{"a": "1"}]) as staging:
        staging.run("CREATE TABLE rejected(_row BIGINT, field VARCHAR, value VARCHAR, reason VARCHAR, mend VARCHAR)")
        assert "".join(rejects.rejects_csv(staging)) == "a,_row,_field,_reason,_mend\n"
