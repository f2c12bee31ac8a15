"""YAML as people write it: dates and words stay text, and every refusal names the line."""

from __future__ import annotations

import contextlib
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from events.yamlfile import Located, YamlError, read_yaml


def read(tmp_path: Path, text: str | bytes) -> Located:
    path = tmp_path / "file.yaml"
    path.write_bytes(text.encode() if isinstance(text, str) else text)
    return read_yaml(path)


PLAIN = [
    ("a: 2020-03-11", {"a": "2020-03-11"}),
    ("a: 2020-03", {"a": "2020-03"}),
    ("a: 2020-03-11T10:00:00Z", {"a": "2020-03-11T10:00:00Z"}),
    ("a: no", {"a": "no"}),
    ("a: on\nb: yes\nc: off\ny: n", {"a": "on", "b": "yes", "c": "off", "y": "n"}),
    ("on: a", {"on": "a"}),
    ("a: true\nb: False", {"a": True, "b": False}),
    ("a: 14\nb: 2.5\nc: ~", {"a": 14, "b": 2.5, "c": None}),
    ("a: {low: 12, high: 18}", {"a": {"low": 12, "high": 18}}),
    ("- a\n- [b, c]", ["a", ["b", "c"]]),
    ("a: كتائب", {"a": "كتائب"}),
    ("\ufeffa: b", {"a": "b"}),
    ('a: "*not an alias"', {"a": "*not an alias"}),
    ("", None),
    ("# only a comment", None),
]


@pytest.mark.parametrize(("text", "data"), PLAIN, ids=lambda value: repr(value)[:40])
def test_values_are_what_people_mean(tmp_path: Path, text: str, data: Any) -> None:
    assert read(tmp_path, text).data == data


REFUSED = [
    ("a: 1\nb: 2\na: 3", 3, "the key 'a' stands twice; keep one"),
    ("- x: 1\n- y: {z: 1,\n    z: 2}", 3, "the key 'z' stands twice"),
    ("a: &x 1\nb: *x", 2, "aliases .* are not allowed"),
    ("a: 1\nb: [1, 2\nc: 3", 3, "not readable as YAML"),
    ("a: 1\n\tb: 2", 2, "not readable as YAML"),
    ("a: 'open", 1, "not readable as YAML"),
    ("a: 1\n---\nb: 2", 2, "not readable as YAML: but found another document"),
    ("a: 1\nb: !!python/object:os.system x", 2, "tags .* are not allowed"),
    ("a: !!timestamp 2020-03-11", 1, "tags .* are not allowed"),
    ("a: !!int words", 1, "tags .* are not allowed"),
    ("? [a, b]\n: c", 1, "not readable as YAML: found unhashable key"),
    ("a: 0b_", 1, "put quotes around it"),
    (f"a: {'9' * 5000}", 1, "put quotes around it"),
    ("a: \x07", 1, "not readable as YAML"),
    ("a:\n  " + "[" * 1500 + "]" * 1500, 2, "nested too deeply; expected at most 20 levels"),
    ("- " * 3000 + "a", 1, "nested too deeply"),
    (b"a: 1\nb: \xe9t\xe9", 1, "expected UTF-8 text, found other bytes at 8; save it as UTF-8"),
    ("a: b".encode("utf-16"), 1, "expected UTF-8"),
]


@pytest.mark.parametrize(("text", "line", "message"), REFUSED, ids=lambda value: repr(value)[:40])
def test_what_is_not_understood_is_refused_with_its_line(
    tmp_path: Path, text: str | bytes, line: int, message: str
) -> None:
    with pytest.raises(YamlError, match=message) as caught:
        read(tmp_path, text)
    assert caught.value.line == line


FILE = """\
- id: one
  parts:
    reds: 1
- id: two
  claims:
    - source: paper
      field: killed
    - source: radio
      quote: >-
        some
        words
"""
LINES = [
    ((), 1),
    ((0,), 1),
    ((0, "parts", "reds"), 3),
    ((1, "id"), 4),
    ((1, "claims", 1), 8),
    ((1, "claims", 1, "quote"), 9),
    ((1, "claims", 0, "missing"), 6),
    ((1, "claims", 7), 6),
    ((5, "id"), 1),
]


@pytest.mark.parametrize(("path", "line"), LINES, ids=str)
def test_a_path_leads_to_its_line_as_far_as_it_goes(tmp_path: Path, path: tuple[str | int, ...], line: int) -> None:
    assert read(tmp_path, FILE).line(path) == line


def test_an_empty_file_has_one_line(tmp_path: Path) -> None:
    assert read(tmp_path, "").line(("a", 1)) == 1


@given(text=st.text("ab01:-[]{}&*!?|>'\"#%@`,\n \t~_.<=", max_size=60))
def test_no_text_gives_anything_but_data_or_a_yaml_error(tmp_path_factory: pytest.TempPathFactory, text: str) -> None:
    with contextlib.suppress(YamlError):
        read(tmp_path_factory.getbasetemp(), text)
