"""Our own CSV comes back whatever signs stand in its cells, also those by which a binary file is known."""

from __future__ import annotations

import io
import json
from pathlib import Path

import pytest

from events.exporting.formats import FORMATS
from events.exporting.source import About
from events.filters import IncidentFilter
from events.importing.limits import ImportRefused
from events.importing.sniffing import sniff
from events.store.asking import Asker
from events.store.streams import store_export
from tests.events import rt_building as make

SIGNS = ["x\0y", "\x01\x02\x03\x04\x05\x06\x07" * 40, "\x1b[31mred\x7f", "a\x1fb\x1ec\x0bd"]


@pytest.mark.parametrize("notes", SIGNS, ids=["nul", "many", "escape", "separators"])
@pytest.mark.parametrize("key", ["csv", "csv-raw"])
def test_a_cell_with_control_characters_comes_back(tmp_path: Path, key: str, notes: str) -> None:
    row = {"date": "2020-01-01", "place": "Baghdad", "lat": 33.3, "lon": 44.4, "notes": notes}
    file, made = tmp_path / "given.json", io.BytesIO()
    file.write_text(json.dumps([row]), encoding="utf-8")
    with make.opened(tmp_path / "first") as store:
        make.bring_in(store, file)
        names = {entry.number: entry.id for entry in store.entries}
        about = About((), "everything", make.TODAY)
        FORMATS[key].write(store_export(Asker(store.engine), store.engine, IncidentFilter(), about, names), made)
    back = tmp_path / f"back{FORMATS[key].ending}"
    back.write_bytes(made.getvalue())
    with make.opened(tmp_path / "second") as store:
        summary, entry = make.bring_in(store, back)
        assert (entry.format, summary.accepted, summary.rejected) == ("own", 1, 0)
        claims = store.engine.ask(store.engine.tables()["claims"]).to_pylist()
    assert json.dumps(notes, ensure_ascii=False) in {claim["value"] for claim in claims} or notes in {
        json.loads(claim["value"]) for claim in claims if claim["value"] and claim["value"].startswith('"')
    }


def test_such_signs_in_any_other_table_are_no_text(tmp_path: Path) -> None:
    file = tmp_path / "other.csv"
    file.write_bytes(b"date,place\n2020-01-01,x\0y\n")
    with pytest.raises(ImportRefused, match="binary"):
        sniff(file, file.name)
