"""The matrix of incidents by field: a table of buttons, drawn in the page by the script beside this file."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from pathlib import Path

from streamlit.components.v2 import component

from dashboard import state
from dashboard.layers.matrix import MatrixData

HERE = Path(__file__).parent


def chosen_cell(value: object, data: MatrixData) -> tuple[str, str] | None:
    """(incident, field) of what the browser sent; None for anything that is no cell of ``data``."""
    incident, _, field = value.partition(":") if isinstance(value, str) else ("", "", "")
    rows = (row for group in data["groups"] for row in group["rows"] if row["id"] == incident)
    known = any(cell and cell["field"] == field for row in rows for cell in row["cells"])
    return (incident, field) if known else None


def matrix_table(data: MatrixData, *, key: str, on_choose: Callable[[tuple[str, str]], None]) -> None:
    """Draw the matrix; ``on_choose`` hears of a chosen cell before the page runs."""

    def heard() -> None:
        result = state.get(key)
        cell = chosen_cell(result.get("cell") if isinstance(result, Mapping) else None, data)
        if cell:
            on_choose(cell)

    _mount(key=key, data=data, on_cell_change=heard)


_mount = component(
    "sourcepin_matrix",
    html='<div class="matrix"></div>',
    css=(HERE / "matrix.css").read_text(encoding="utf-8"),
    js=(HERE / "matrix.js").read_text(encoding="utf-8"),
)
