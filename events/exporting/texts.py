"""Arrow columns as JSON or XML text, escaped for whole columns at once."""

from __future__ import annotations

import json
from collections.abc import Iterable
from html import escape

import pyarrow as pa
import pyarrow.compute as pc

_JSON_ESCAPES = (("\\", "\\\\"), ('"', '\\"'), ("\n", "\\n"), ("\r", "\\r"), ("\t", "\\t"))
NOT_XML = "[\\x00-\\x08\\x0b\\x0c\\x0e-\\x1f\\x{fffe}\\x{ffff}]"
"""Signs that no XML 1.0 document may hold, as RE2 has it."""


def json_cells(column: pa.Array) -> pa.Array:
    """Every value as JSON text; NULL stays NULL."""
    kind = column.type
    if pa.types.is_boolean(kind) or pa.types.is_integer(kind) or pa.types.is_floating(kind):
        return column.cast(pa.string())
    text = column if pa.types.is_string(kind) else column.cast(pa.string())
    if pc.any(pc.match_substring_regex(text, "[\\x00-\\x08\\x0b\\x0c\\x0e-\\x1f]")).as_py():
        rows = (None if one is None else json.dumps(one, ensure_ascii=False) for one in text.to_pylist())
        return pa.array(rows, pa.string())
    for sign, written in _JSON_ESCAPES:
        text = pc.replace_substring(text, sign, written)
    return pc.binary_join_element_wise('"', text, '"', "")


def json_objects(batch: pa.RecordBatch, names: Iterable[str], values: frozenset[str]) -> pa.Array:
    """The inside of a JSON object for each row, ``"name":value,…``, without what is NULL.

    Args:
        batch: the columns.
        names: those to write, in order.
        values: those whose text is JSON already.
    """
    members = []
    for name in names:
        column = batch.column(name)
        cell = column if name in values else json_cells(column)
        members.append(pc.binary_join_element_wise(json.dumps(name) + ":", cell, ""))
    return pc.binary_join_element_wise(*members, ",", null_handling="skip")


def xml_text(column: pa.Array, unfit: str = "\ufffd") -> pa.Array:
    """Text fit for an XML element; signs that XML has no way to write become ``unfit``."""
    text = column if pa.types.is_string(column.type) else column.cast(pa.string())
    text = pc.replace_substring_regex(text, NOT_XML, unfit)
    for sign, written in (("&", "&amp;"), ("<", "&lt;"), (">", "&gt;"), ('"', "&quot;"), ("\r", "&#13;")):
        text = pc.replace_substring(text, sign, written)
    return text


def xml_word(text: str) -> str:
    """:func:`xml_text` of one text."""
    found: str = xml_text(pa.array([text], pa.string()))[0].as_py()
    return found


def html_word(text: str) -> str:
    """One text for an XML element whose content a reader takes for HTML: escaped twice."""
    return xml_word(escape(text))
