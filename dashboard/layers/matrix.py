"""The matrix as data for its component: one JSON-able value, everything in it text. No Streamlit."""

from __future__ import annotations

from typing import Any, TypedDict

from dashboard import wording
from dashboard import wording_evidence as words
from dashboard.escaping import plain
from dashboard.palette import colours
from events import phrases
from events.catalogue import Selection
from events.evidence import Cell, Matrix, Row
from events.fields import FIELD
from events.findings import Status
from events.language import data, direction, listed, t

MOST_ROWS = 300
"""A table of more rows is no overview; what is left out is said."""
DENSE = 40
"""Above so many rows the cells show one line."""
ROLES = ("page", "panel", "raised", "ink1", "ink2", "ink3", "rule", "frame", "control", "accent", "focus")
CELLS: dict[str, dict[str, tuple[str, ...]]] = {
    # ground, text, frame; only *contested* has a frame
    "light": {
        "agreed": ("#2B6496", "#FFFFFF"), "range": ("#C6DAEB", "#143A5C"),
        "contested": ("#F2B27A", "#4A1E00", "#B4470B"), "single": ("#DFDBD1", "#3A3C40"),
    },
    "dark": {
        "agreed": ("#4F8FC4", "#08131C"), "range": ("#274156", "#D3E5F4"),
        "contested": ("#D98745", "#1C0C00", "#F29A5B"), "single": ("#2E3439", "#D4D6D8"),
    },
}  # fmt: skip


class MatrixData(TypedDict):
    """What the browser gets. A cell is None where nothing is stated."""

    columns: list[dict[str, str]]
    groups: list[dict[str, Any]]
    key: list[dict[str, Any]]
    dense: bool
    colors: dict[str, str]
    words: dict[str, str]


def cell_status(cell: Cell) -> str:
    """The word of a cell's finding: "contested", "accounts differ", "single origin"."""
    return wording.status(cell.lead) if cell.lead else t(phrases.NOT_STATED)


def _cell(cell: Cell, row: Row, matrix: Matrix, chosen: tuple[str, str] | None) -> dict[str, Any] | None:
    if not cell.findings:
        return None
    short, label = row.summary.incident.short, t(FIELD[cell.field].label)
    name = words.cell_name(short, label, cell.text, cell_status(cell), cell.sources, cell.origins)
    return {
        "field": cell.field,
        "status": wording.chip(cell.status),
        "symbol": wording.SYMBOLS[wording.chip(cell.status)],
        "text": plain(cell.text),
        "count": words.count(cell, matrix.counting),
        "name": plain(name),
        "chosen": (row.summary.id, cell.field) == chosen,
    }


def _row(row: Row, matrix: Matrix, selection: Selection, chosen: tuple[str, str] | None) -> dict[str, Any]:
    incident = row.summary.incident
    notes = [phrases.short_days(row.summary.days)]
    notes += [t(words.PART)] if row.part else []
    notes += [t(words.POSSIBLE)] if selection.is_possible(row.summary) else []
    return {
        "id": row.summary.id,
        "label": plain(data(incident.short)),
        "title": plain(data(incident.title)),
        "when": listed(notes),
        "kind": incident.kind,
        "kindName": wording.kind(incident.kind),
        "part": row.part,
        "cells": [_cell(cell, row, matrix, chosen) for cell in row.cells],
    }


def _colors(mode: str) -> dict[str, str]:
    palette, cells = colours(mode), CELLS.get(mode, CELLS["light"])
    found = {role: str(palette[role]) for role in ROLES}
    found |= {f"k-{kind}": str(colour) for kind, colour in palette["kinds"].items()}
    return found | {f"{key}-{i}": one for key, parts in cells.items() for i, one in enumerate(parts)}


def matrix_data(matrix: Matrix, selection: Selection, chosen: tuple[str, str] | None, mode: str) -> MatrixData:
    """The matrix for the component: what happened first, context below it under a heading of its own.

    Args:
        matrix: rows and cells.
        selection: to tell what is only possibly inside the dates.
        chosen: (incident, field) of the cell that stands open.
        mode: "light" or "dark".
    """
    shown = matrix.rows[:MOST_ROWS]
    about = [row for row in shown if row.summary.incident.kind != "context"]
    context = [row for row in shown if row.summary.incident.kind == "context"]
    counts = matrix.counts
    return {
        "columns": [{"key": key, "label": t(FIELD[key].label)} for key in matrix.fields],
        "groups": [
            {"title": title, "rows": [_row(row, matrix, selection, chosen) for row in rows]}
            for title, rows in (("", about), (t(words.CONTEXT), context))
            if rows
        ],
        "key": [
            {"status": wording.chip(one), "symbol": wording.SYMBOLS[wording.chip(one)], "word": t(words.KEY[one]),
             "count": counts[one]}
            for one in Status
        ],
        "dense": len(shown) > DENSE,
        "colors": _colors(mode),
        "words": {
            "label": t(words.MATRIX_LABEL), "incident": t(words.INCIDENT), "key": t(words.KEY_LABEL),
            "not_stated": t(phrases.NOT_STATED), "dir": direction(),
        },
    }  # fmt: skip
