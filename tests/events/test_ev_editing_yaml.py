"""Drafts as YAML: written as people write it, hostile text safe, read back equal; appending touches nothing else."""

from __future__ import annotations

import re
import tempfile
from pathlib import Path
from typing import Any

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st

from events.editing.appending import NotAppendable, append_item
from events.editing.drafts import Kind, UnsafeId, draft, suggested_id
from events.editing.yamltext import scalar, yaml_text
from events.yamlfile import read_yaml

CLAIM = {"source": "paper", "field": "killed", "paragraph": 3, "quote": "three died"}


def read(text: str) -> Any:
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "a.yaml"
        path.write_text(text, encoding="utf-8", newline="")
        return read_yaml(path).data


SCALARS = [
    ("three died", "three died"),
    ("2020-03-12/2020-03-13", "2020-03-12/2020-03-13"),
    ("Gen. Mark Milley's words", "Gen. Mark Milley's words"),
    ("معسكر التاجي", "معسكر التاجي"),
    ("“coalition” troops", "“coalition” troops"),
    ("2020-03-11", '"2020-03-11"'),  # a date to other readers of YAML
    ("no", '"no"'),
    ("12", '"12"'),
    ("1e3", "1e3"),
    ("", '""'),
    (" led", '" led"'),
    ("a: b", '"a: b"'),
    ("a #b", '"a #b"'),
    ("- a", '"- a"'),
    ("*alias", '"*alias"'),
    ("!tag x", '"!tag x"'),
    ("{{ x }}", '"{{ x }}"'),
    ('"Over a dozen" read as 12', """'"Over a dozen" read as 12'"""),
    ('"it\'s"', """'"it''s"'"""),
    ("a\\nb", "a\\nb"),
    ("a\nb: c", '"a\\nb: c"'),
    ("a\u202eb", '"a\\u202eb"'),  # would turn the reviewer's line round
    ("a\u2028b", '"a\\Lb"'),
    ("\x00", '"\\0"'),
    (3, "3"),
    (2.5, "2.5"),
    (False, "false"),
]


@pytest.mark.parametrize(("value", "written"), SCALARS, ids=[repr(one[0]) for one in SCALARS])
def test_a_value_is_quoted_only_where_it_must_be(value: object, written: str) -> None:
    assert scalar(value) == written
    assert read(f"a: {scalar(value)}\n") == {"a": value}


def test_a_claim_looks_as_in_the_contributing_guide() -> None:
    row = {
        "quote": "about 30 rockets were fired", "paragraph": 8, "origin": "briefing", "says": "Gen. Mark Milley",
        "unit": "rockets", "value": {"about": 30}, "field": "launched", "source": "paper", "note": "", "parts": {},
        "actor": None, "holds": None,
    }  # fmt: skip
    assert yaml_text(draft(Kind.CLAIM, row, "one")) == (
        "- source: paper\n  field: launched\n  value: {about: 30}\n  unit: rockets\n  says: Gen. Mark Milley\n"
        "  origin: briefing\n  paragraph: 8\n  quote: about 30 rockets were fired\n"
    )


def test_an_incident_is_a_file_with_its_claims_indented_and_long_notes_folded() -> None:
    note = "A note that is longer than a line may be, " * 5 + "and ends."
    row = {"id": "2020-x", "title": "T", "short": "S", "kind": "rocket", "place": "camp", "note": note,
           "claims": [CLAIM, CLAIM]}  # fmt: skip
    text = yaml_text(draft(Kind.INCIDENT, row))
    assert text.startswith("id: 2020-x\ntitle: T\nshort: S\nkind: rocket\nplace: camp\nnote: >-\n  A note")
    item = "  - source: paper\n    field: killed\n    paragraph: 3\n    quote: three died\n"
    assert text.endswith(f"claims:\n{item}{item}")
    assert max(map(len, text.splitlines())) <= 120
    assert read(text) == row


TEXT = st.text(st.characters(exclude_categories=["Cs"]), max_size=200)
PLAIN = st.one_of(TEXT, st.integers(), st.booleans(), st.floats(allow_nan=False, allow_infinity=False))
ROWS = st.dictionaries(
    st.one_of(TEXT, st.sampled_from(["note", "quote", "value"])),
    st.one_of(PLAIN, st.lists(PLAIN, min_size=1, max_size=3), st.dictionaries(TEXT, PLAIN, min_size=1, max_size=3)),
    min_size=1, max_size=6,
)  # fmt: skip
FILE = "# ours\n- a: 1   # one\n  b: >-\n    words\n    more\n\n\n# the end\n"


@given(ROWS)
def test_any_row_reads_back_equal_alone_and_appended(row: dict[str, Any]) -> None:
    new = draft(Kind.ORIGIN, row)
    text = yaml_text(new)
    assert read(text) == ([dict(new.row)] if new.row else None)
    if new.row:
        longer = append_item(FILE, "", new.row)
        assert read(longer) == [*read(FILE), dict(new.row)]
        assert not re.search("[\u202a-\u202e\u2066-\u2069]", longer)


ITEM = "- a: 2\n"
APPENDED = [
    ("", "", "- a: 2\n"),
    ("# none yet\n", "", "# none yet\n- a: 2\n"),
    ("[]\n", "", "- a: 2\n"),
    ("- a: 1\n", "", "- a: 1\n- a: 2\n"),
    ("- a: 1", "", "- a: 1\n- a: 2\n"),
    ("- a: 1\r\n", "", "- a: 1\r\n- a: 2\r\n"),
    ("\ufeff- a: 1\n", "", "\ufeff- a: 1\n- a: 2\n"),
    ("- a: 1  # why\n\n# end\n", "", "- a: 1  # why\n- a: 2\n\n# end\n"),
    ("- a: 1\n  # of it\n# end\n", "", "- a: 1\n  # of it\n- a: 2\n# end\n"),
    ("- a: >-\n    x\n\n\n# end\n", "", "- a: >-\n    x\n- a: 2\n\n\n# end\n"),
    ("- a: {b: [1,\n    2]}\n", "", "- a: {b: [1,\n    2]}\n- a: 2\n"),
    ("  - a: 1\n  - a: 5\n", "", "  - a: 1\n  - a: 5\n  - a: 2\n"),
    ("claims:\n- a: 1\nnote: x\n", "claims", "claims:\n- a: 1\n- a: 2\nnote: x\n"),
    ("claims:\n  - a: 1\n\nnote: x\n", "claims", "claims:\n  - a: 1\n  - a: 2\n\nnote: x\n"),
    ("claims:\n  - a: |+\n      x\n", "claims", "claims:\n  - a: |+\n      x\n  - a: 2\n"),
]


@pytest.mark.parametrize(("text", "key", "longer"), APPENDED, ids=[repr(one[0]) for one in APPENDED])
def test_an_item_is_added_and_nothing_else_is_touched(text: str, key: str, longer: str) -> None:
    assert append_item(text, key, {"a": 2}) == longer
    yaml.safe_load(longer)


@pytest.mark.parametrize(
    ("text", "key", "why"),
    [
        ("claims: [{a: 1}]\n", "claims", "stands in brackets"),
        ("[{a: 1}]\n", "", "stands in brackets"),
        ("note: x\n", "claims", "found none"),
        ("a: 1\n", "", "found none"),
        ("- a: [\n", "", "not readable as YAML"),
        ("- a: |+\n    x\n\n\n", "", "could not be told"),
    ],
)
def test_a_list_that_has_no_place_for_an_item_is_refused(text: str, key: str, why: str) -> None:
    with pytest.raises(NotAppendable, match=why):
        append_item(text, key, {"a": 2})


@pytest.mark.parametrize("name", ["", "..", "../x", "a/b", "A", "a b", "-a", "a--b", "a\n", "a.yaml", "x" * 101, "é"])
def test_only_ids_become_file_names(name: str) -> None:
    with pytest.raises(UnsafeId, match="is no id"):
        _ = draft(Kind.CLAIM, CLAIM, name).file
    with pytest.raises(UnsafeId, match="is no id"):
        _ = draft(Kind.INCIDENT, {"id": name}).file


@pytest.mark.parametrize(
    ("words", "made"),
    [(("2020-03-11", "Camp Taji"), "2020-03-11-camp-taji"), (("Al-Ṣaḥafa, «Daily»",), "sahafa-daily"), (("",), "")],
)
def test_an_id_is_suggested_from_words(words: tuple[str, ...], made: str) -> None:
    assert suggested_id(*words) == made
