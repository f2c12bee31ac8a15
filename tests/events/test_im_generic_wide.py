"""A file with every kind of column at once fits the workbench."""

from __future__ import annotations

from datetime import date
from pathlib import Path

from events.importing.intake import Answers, GivenFile, Intake
from events.store.store import Store

WIDE = (
    "id,date,start,end,killed,killed_low,killed_high,wounded,published,place,lat,lon,source\n"
    "1,2020-03-01,2020-03-01,2020-03-02,3,2,4,1,2020-03-03,Baghdad,33.3,44.4,Reuters\n"
    "2,2020-03-05,2020-03-05,2020-03-05,1,1,1,0,2020-03-06,Kirkuk,35.4,44.4,AFP\n"
)


def test_every_kind_of_column_at_once(tmp_path: Path) -> None:
    (tmp_path / "wide.csv").write_text(WIDE, encoding="utf-8")
    given = [GivenFile(tmp_path / "wide.csv", "wide.csv")]
    with Store.open(None, "today") as store, Intake(store, given, "2026-11-21") as intake:
        intake.read()
        assert intake.check(Answers(), date(2026, 11, 21)).accepted == 2
        assert intake.write(Answers()).accepted == 2
