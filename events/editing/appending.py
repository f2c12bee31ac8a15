"""Adding an item to the end of a list in YAML text without touching one other character of it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import yaml

from events.editing.yamltext import item_lines

# libyaml's parser where the wheel has it: a file of a thousand lines then takes 10 ms instead of 300.
_STRINGS: Any = getattr(yaml, "CBaseLoader", yaml.BaseLoader)
"""Makes strings, lists and tables only, whatever the text says."""


class NotAppendable(ValueError):
    """The text is written in a way that has no place for one more item; the message says what to do."""


def _list_node(root: yaml.Node | None, key: str) -> yaml.Node | None:
    if not key:
        return root
    pairs: Sequence[tuple[yaml.Node, yaml.Node]] = root.value if isinstance(root, yaml.MappingNode) else ()
    return next((value for name, value in pairs if name.value == key), None)


def _last_leaf(node: yaml.Node) -> yaml.Node:
    """The last thing written in a block: its end is exact, where that of the block lies after later comments."""
    while isinstance(node, yaml.CollectionNode) and not node.flow_style and node.value:
        last = node.value[-1]
        node = last[1] if isinstance(last, tuple) else last
    return node


def _end_of_item(text: str, leaf: yaml.Node, column: int) -> int:
    """Where the next item begins: after the leaf's line, and after comments that are indented as parts of the item."""
    at = leaf.end_mark.index
    if isinstance(leaf, yaml.ScalarNode) and leaf.style in ("|", ">"):
        # The end of such a text is counted after the empty lines that follow it.
        at = max(leaf.start_mark.index, len(text[:at].rstrip()))
    at = _next_line(text, at)
    while True:
        after = _next_line(text, at)
        line = text[at:after]
        bare = line.lstrip(" ")
        if not bare.startswith("#") or len(line) - len(bare) <= column:
            return at
        at = after


def _next_line(text: str, at: int) -> int:
    found = text.find("\n", at)
    return len(text) if found < 0 else found + 1


def _loaded(text: str) -> Any:
    try:
        return yaml.load(text, Loader=_STRINGS)  # noqa: S506  it makes plain strings, lists and tables only
    except (yaml.YAMLError, ValueError) as error:
        raise NotAppendable(f"the file is not readable as YAML: {error}; mend it first") from error


def append_item(text: str, key: str, row: Mapping[str, Any]) -> str:
    """The text with one more item at the end of its list (of the list under ``key``, where one is named).

    Raises:
        NotAppendable: no such list, or one in brackets.
    """
    _loaded(text)
    node = _list_node(yaml.compose(text, Loader=_STRINGS), key)
    ending = "\r\n" if "\r\n" in text else "\n"
    where = f"the list {key!r}" if key else "the list"
    if node is None and not key:
        return _placed(text, len(text), len(text), row, 0, ending, key)
    if not isinstance(node, yaml.SequenceNode):
        raise NotAppendable(f"expected {where} in the file, found none; write it as lines that begin with '-'")
    if node.flow_style and (node.value or key):
        raise NotAppendable(f"{where} stands in brackets; write it as lines that begin with '-' and try again")
    if node.flow_style:
        return _placed(text, node.start_mark.index, node.end_mark.index, row, 0, ending, key)
    column = node.start_mark.column
    at = _end_of_item(text, _last_leaf(node), column)
    return _placed(text, at, at, row, column, ending, key)


def _placed(text: str, start: int, end: int, row: Mapping[str, Any], column: int, ending: str, key: str) -> str:
    """The text with the item instead of what stands from start to end (an empty list's brackets, or nothing)."""
    before, after = text[:start], text[end:]
    first = "" if not before or before.endswith("\n") else ending
    last = "" if end > start and after.startswith(("\n", "\r\n")) else ending
    new = before + first + ending.join(item_lines(row, column)) + last + after
    was, now = _loaded(text), _loaded(new)
    shorter = {**now, key: now[key][:-1]} if key else now[:-1]
    if shorter != (was or []):
        raise NotAppendable("the end of the list could not be told; write the file in the plain style and try again")
    return new
