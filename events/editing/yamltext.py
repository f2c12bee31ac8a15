"""A draft as YAML text, as a person would write it: block style, quotes only where they are needed.

Whatever the values are, the text reads back to equal values: what is not plainly safe is quoted, and what
cannot be seen (control marks, overrides of the direction of writing) is escaped, so that a reviewer sees it.
"""

from __future__ import annotations

import re
import textwrap
import unicodedata
from collections.abc import Iterator, Mapping
from typing import Any

import yaml

from events.editing.drafts import Draft, Kind

WIDTH = 120
_INVISIBLE = frozenset(("Cc", "Cf", "Cn", "Co", "Cs", "Zl", "Zp"))
_JOINERS = frozenset("\u200c\u200d")
"""Letters of Persian and Kurdish words need these two; they reorder nothing."""
_BLOCK_START = re.compile(r"[^\W_]|[“‘(„«]")
_FLOW_PLAIN = re.compile(r"[^\W_][\w .'’/-]*")


def _hidden(sign: str) -> bool:
    return sign not in _JOINERS and unicodedata.category(sign) in _INVISIBLE


def _reads_as(text: str, expected: object) -> bool:
    try:
        return bool(yaml.safe_load(text) == expected)
    except (yaml.YAMLError, ValueError):
        return False


def _quoted(text: str) -> str:
    """In quotes: double ones, single ones around double ones, and with escapes where something is hidden."""
    if any(map(_hidden, text)):
        written = yaml.safe_dump(text, default_style='"', allow_unicode=True, width=float("inf")).rstrip("\n")
        return "".join(_escape(sign) if _hidden(sign) else sign for sign in written)
    if '"' in text or "\\" in text:
        return "'" + text.replace("'", "''") + "'"
    return f'"{text}"'


def _escape(sign: str) -> str:
    return f"\\u{ord(sign):04x}" if ord(sign) < 0x10000 else f"\\U{ord(sign):08x}"


def scalar(value: Any, flow: bool = False) -> str:
    """One value on one line. ``flow``: inside ``[...]`` or ``{...}``, where commas and brackets would end it."""
    if isinstance(value, bool):
        return "true" if value else "false"
    if not isinstance(value, str):
        return str(yaml.safe_dump(value, width=float("inf"))).split("\n", 1)[0]
    plain = value == value.strip() and not any(map(_hidden, value)) and ": " not in value and " #" not in value
    if flow:
        plain = plain and _FLOW_PLAIN.fullmatch(value) is not None and _reads_as(f"[{value}]", [value])
    else:
        plain = plain and _BLOCK_START.match(value) is not None and _reads_as(f"a: {value}", {"a": value})
    return value if plain else _quoted(value)


def inline(value: Any, flow: bool = False) -> str:
    """Any value on one line: small lists and tables as ``[a, b]`` and ``{about: 30}``."""
    if isinstance(value, Mapping):
        return "{" + ", ".join(f"{scalar(key, True)}: {inline(one, True)}" for key, one in value.items()) + "}"
    if isinstance(value, list | tuple):
        return "[" + ", ".join(inline(one, True) for one in value) + "]"
    return scalar(value, flow)


def _folded(text: str, indent: int) -> list[str] | None:
    """The lines of a long text under ``>-``, or None where folding would not read back as the same text."""
    lines = textwrap.wrap(text, WIDTH - indent, break_long_words=False, break_on_hyphens=False)
    whole = " ".join(lines) == text and not any(map(_hidden, text)) and not any(line[:1].isspace() for line in lines)
    return lines if whole and len(lines) > 1 else None


def _entry(key: str, value: Any, indent: int) -> Iterator[str]:
    """The lines of one ``key: value``, the first without its indentation."""
    line = f"{scalar(key)}: {inline(value)}"
    folded = _folded(value, indent + 2) if isinstance(value, str) and indent + len(line) > WIDTH else None
    if folded is None:
        yield line
        return
    yield f"{scalar(key)}: >-"
    yield from (f"{' ' * (indent + 2)}{part}" for part in folded)


def item_lines(row: Mapping[str, Any], indent: int = 0) -> list[str]:
    """A row as one item of a list whose dashes stand at column ``indent``; lines without their ends."""
    lines: list[str] = []
    for number, (key, value) in enumerate(row.items()):
        first, *rest = _entry(key, value, indent + 2)
        lines += [f"{' ' * indent}{'  ' if number else '- '}{first}", *rest]
    return lines


def _file_lines(row: Mapping[str, Any]) -> Iterator[str]:
    for key, value in row.items():
        if key == "claims":
            yield "claims:"
            for claim in value:
                yield from item_lines(claim, 2)
        else:
            yield from _entry(key, value, 0)


def yaml_text(draft: Draft) -> str:
    """The draft as it will stand in its file: an incident as a whole file, anything else as an item of a list."""
    lines = _file_lines(draft.row) if draft.kind is Kind.INCIDENT else item_lines(draft.row)
    return "".join(f"{line}\n" for line in lines)
