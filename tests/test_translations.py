"""Every text that the interface asks for by ``t`` and ``tn`` is found in the code, and has its translation."""

from __future__ import annotations

import ast
import importlib
import re
from collections.abc import Iterator
from pathlib import Path
from types import ModuleType

import pytest

from events.closed_words import MONTHS, WEEKDAYS
from events.fields import FIELD, KINDS, ROLES, WEAPONS, Stance
from events.translations.ar import CATALOGUE

ROOT = Path(__file__).resolve().parents[1]
GAP = re.compile(r"\{[a-z_]+\}")

# Looked up by a name that is known at run time only: where, and every message that it can be.
BY_NAME: dict[str, list[str]] = {
    "events/chain.py:words": [text for _, *both in importlib.import_module("events.chain")._SIDES for text in both],
    "events/asof.py:finding.status": [str(one) for one in importlib.import_module("events.findings").Status],
    "events/differing.py:added": ["source added: {id}", "place added: {id}"],
    "events/differing.py:removed": ["source removed: {id}", "place removed: {id}"],
    "events/differing.py:changed": ["source changed: {id}", "place changed: {id}"],
    "events/differing.py:message": ["“{old}” became “{new}”", "said by {old} became {new}"],
    "events/differing.py:one.manner": ["change|added", "change|removed", "change|changed"],
    "events/phrases.py:source.name": ["Publisher not stated"],
    "events/phrases.py:unit": [],  # of the data set: falls back to the word as it stands
    "events/phrases.py:claim.stance.value": [f"manner|{stance.value}" for stance in Stance],
    "events/sentences.py:chosen.role": [f"role|{role}" for role in ROLES],
    "events/day_phrases.py:name": [f"short|{month}" for month in MONTHS],
    "dashboard/wording.py:clock": [],  # of the data set
    "dashboard/wording.py:dataset.origins[origin].kind": [],  # of the data set
    "dashboard/components/dates.py:meta.time_zone_note": [],  # of the data set
    "dashboard/views/about.py:meta.time_zone_note": [],
    "dashboard/layers/comparison.py:origin.kind": [],  # of the data set
    "dashboard/layers/card.py:source.short": ["Not stated"],
    "dashboard/components/dates.py:label": ["First day", "Last day"],
    "dashboard/components/crowd.py:title": [],  # a table of wording_store, below
    "dashboard/components/crowd.py:name": [],  # loops over columns, below
    "dashboard/components/crowd.py:names[key]": [],  # labels of fields, below
    "dashboard/components/crowd.py:labels[one]": [],  # tables of wording_store, below
    "dashboard/components/facets.py:words": ["Actors", "Kinds", "Sources", "Links on the map"],
    "dashboard/components/facets.py:unit": ["incidents"],
    "dashboard/components/asof.py:change.kind": [
        f"change|{kind}" for kind in ("new incident", "added", "changed", "backed", "withdrawn")
    ],
    "dashboard/components/card.py:link.manner": [f"link|{one}" for one in ("stated", "contested", "speculated")],
    "dashboard/components/asof.py:word": [],  # a loop over wording.LATER_COLUMNS, below
    "dashboard/layers/chain.py:head": [],  # a loop over wording.CHAIN_COLUMNS, below
    "dashboard/layers/table.py:name": [],  # a loop over COLUMNS, below
    "dashboard/views/incidents.py:name": [f"column|{one}" for one in ("From", "Until", "Incident", "Sources")],
    "dashboard/views/evidence.py:name": ["One source", "The other source"],
    "dashboard/map_words.py:words": [],  # a loop over MAP_WORDS, below
    "dashboard/cell_words.py:words": [],  # a loop over CELL_WORDS, below
    "dashboard/components/downloads.py:one.label": [
        one.label for one in importlib.import_module("events.exporting.formats").FORMATS.values()
    ],
    "events/language.py:between": [", ", "; "],
}
LOOPS = [
    ("dashboard.wording", "LATER_COLUMNS", "column"), ("dashboard.wording", "CHAIN_COLUMNS", "column"),
    ("dashboard.layers.table", "COLUMNS", "column"), ("dashboard.map_words", "MAP_WORDS", ""),
    ("dashboard.cell_words", "CELL_WORDS", "cell"), ("dashboard.wording_store", "SHAPES", "cells"),
    ("dashboard.wording_store", "SIZES", "cells"), ("dashboard.wording_store", "COLOURS", "cells"),
    ("dashboard.wording_store", "CELLS_LABEL", ""), ("dashboard.wording_store", "SIZE_LABEL", ""),
    ("dashboard.wording_store", "COLOUR_LABEL", ""), ("dashboard.wording_store", "ORDERS", ""),
    ("dashboard.components.card", "TABS", ""), ("events.sentences", "PART_NAMES", ""),
]  # fmt: skip


def _strings(value: object) -> Iterator[str]:
    if isinstance(value, str):
        yield value
    elif isinstance(value, dict):
        for one in value.values():
            yield from _strings(one)
    elif isinstance(value, tuple | list):
        for one in value:
            yield from _strings(one)


def _value(node: ast.expr, module: ModuleType) -> object:
    """What a name of the module stands for; for one of a table the whole table."""
    if isinstance(node, ast.Constant):
        return node.value
    if isinstance(node, ast.Name):
        return getattr(module, node.id)
    if isinstance(node, ast.Subscript):
        table, at = _value(node.value, module), node.slice
        if isinstance(table, dict) and isinstance(at, ast.Constant) and isinstance(at.value, int):
            return [row[at.value] for row in table.values()]
        return table
    if isinstance(node, ast.IfExp):
        return [_value(node.body, module), _value(node.orelse, module)]
    if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute) and node.func.attr == "get":
        return _value(node.func.value, module)
    if isinstance(node, ast.Attribute):
        if node.attr == "label" and isinstance(node.value, ast.Subscript):
            return [field.label for field in FIELD.values()]
        return getattr(_value(node.value, module), node.attr)
    raise AttributeError(ast.unparse(node))


def _asked(path: Path) -> Iterator[tuple[str, str]]:
    """(where, message with its context) of every call of t and tn in a file."""
    name = path.relative_to(ROOT).as_posix()
    module = importlib.import_module(name.removesuffix(".py").replace("/", "."))
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if not (isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id in ("t", "tn")):
            continue
        given = {one.arg: one.value for one in node.keywords}
        context = given.get("context")
        before = f"{context.value}|" if isinstance(context, ast.Constant) else ""
        plural = node.func.id == "tn"
        if isinstance(node.args[0], ast.Starred):
            found: object = [pair[1] for pair in _value(node.args[0].value, module).values()]  # type: ignore[attr-defined]
        else:
            argument = node.args[1 if plural else 0]
            where = f"{name}:{ast.unparse(argument)}"
            try:
                found = _value(argument, module)
            except AttributeError:
                assert where in BY_NAME, f"{where}: say in BY_NAME which messages this can be"
                yield from ((where, message) for message in BY_NAME[where])
                continue
        yield from ((name, f"{before}{message}") for message in _strings(found))


def _files() -> Iterator[Path]:
    """The files that speak; the report has texts and tests of its own."""
    for top in ("events", "dashboard"):
        for path in sorted((ROOT / top).rglob("*.py")):
            imported = re.search(r"from events\.language import [^\n]*\btn?\b", path.read_text(encoding="utf-8"))
            if imported or (path.name == "language.py" and path.parent.name == "events"):
                yield path


ASKED = sorted({pair for path in _files() for pair in _asked(path)})


def test_messages_are_found() -> None:
    messages = {message for _, message in ASKED}
    assert {"{n} incidents", "Clear all", "role|denies", "Took part", "column|From", ", "} <= messages | set(CATALOGUE)
    assert len(messages) > 300


@pytest.mark.parametrize(("where", "message"), ASKED)
def test_every_message_has_an_arabic_entry_with_the_same_gaps(where: str, message: str) -> None:
    entry = CATALOGUE.get(message)
    assert entry, f"{where}: no Arabic for {message!r}; add it to events/translations"
    gaps = set(GAP.findall(message.split("|", 1)[-1]))
    for words in _strings(entry):
        assert set(GAP.findall(words)) <= gaps
        assert not isinstance(entry, str) or set(GAP.findall(words)) == gaps


@pytest.mark.parametrize(("module", "name", "context"), LOOPS)
def test_every_word_of_a_table_has_an_arabic_entry(module: str, name: str, context: str) -> None:
    before = f"{context}|" if context else ""
    messages = [f"{before}{one}" for one in _strings(getattr(importlib.import_module(module), name))]
    assert [one for one in messages if one not in CATALOGUE] == []


def test_closed_lists_have_arabic_words() -> None:
    weapons = [words for words, _ in WEAPONS.values()]
    listed = [*KINDS.values(), *weapons, *MONTHS, *WEEKDAYS, *(field.label for field in FIELD.values())]
    assert [one for one in listed if one not in CATALOGUE] == []
