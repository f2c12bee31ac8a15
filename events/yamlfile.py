"""YAML with places: plain values, plus the line that each value stands on."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import yaml

DEEPEST = 20
"""Levels of lists and tables: far more than any file needs, far fewer than would exhaust the stack."""


class YamlError(ValueError):
    """The file is no YAML that is understood. ``line`` counts from 1."""

    def __init__(self, message: str, line: int) -> None:
        super().__init__(message)
        self.line = line


# libyaml's parser reads the shipped data set in a sixth of the time; the wheels have it, a build from source may not.
_Base: Any = getattr(yaml, "CSafeLoader", yaml.SafeLoader)


class _Loader(_Base):  # type: ignore[misc]  # either of two classes with one interface
    """Safe YAML without dates (they are EDTF text here) and without silently doubled keys."""


# Only true/false are booleans: "no" and "on" are words that people write. Dates stay text.
_Loader.yaml_implicit_resolvers = {
    first: [
        (tag, pattern)
        for tag, pattern in resolvers
        if tag not in ("tag:yaml.org,2002:timestamp", "tag:yaml.org,2002:bool") or first in "tTfF"
    ]
    for first, resolvers in yaml.SafeLoader.yaml_implicit_resolvers.items()
}


@dataclass(frozen=True)
class Located:
    """A parsed file: ``data`` is plain Python, ``line`` finds where a part of it stands."""

    data: Any
    root: yaml.Node | None

    def line(self, path: Sequence[str | int]) -> int:
        """Line (from 1) of the value at a path of keys and indexes, as far as the path leads."""
        node, line = self.root, 1
        for step in path:
            if node is None:
                break
            line = node.start_mark.line + 1
            node = _child(node, step)
        return node.start_mark.line + 1 if node is not None else line


def _child(node: yaml.Node, step: str | int) -> yaml.Node | None:
    if isinstance(node, yaml.SequenceNode) and isinstance(step, int) and step < len(node.value):
        item: yaml.Node = node.value[step]
        return item
    if isinstance(node, yaml.MappingNode):
        for key, value in node.value:
            if key.value == step:
                found: yaml.Node = value
                return found
    return None


def _refuse_doubled_keys(node: yaml.Node) -> None:
    if isinstance(node, yaml.MappingNode):
        seen: set[str] = set()
        for key, value in node.value:
            name = str(key.value)
            if name in seen:
                raise YamlError(f"the key {name!r} stands twice; keep one", key.start_mark.line + 1)
            seen.add(name)
            _refuse_doubled_keys(value)
    elif isinstance(node, yaml.SequenceNode):
        for item in node.value:
            _refuse_doubled_keys(item)


def _refuse_what_is_not_plain(text: str) -> None:
    depth = 0
    for event in yaml.parse(text, Loader=_Loader):
        line = event.start_mark.line + 1 if event.start_mark else 1
        if isinstance(event, yaml.AliasEvent):
            raise YamlError("aliases (*name) are not allowed; write the value out", line)
        if (tag := getattr(event, "tag", None)) not in (None, "!"):
            raise YamlError(f"tags ({tag}) are not allowed; write the plain value", line)
        depth += isinstance(event, yaml.CollectionStartEvent) - isinstance(event, yaml.CollectionEndEvent)
        if depth > DEEPEST:
            raise YamlError(f"nested too deeply; expected at most {DEEPEST} levels", line)


def read_yaml(path: Path) -> Located:
    """Read one file.

    Raises:
        YamlError: not UTF-8, not YAML, a key twice, nested too deeply, or an alias or a tag (refused:
            aliases can blow up, and tags make values that are no plain data).
        OSError: the file cannot be read.
    """
    try:
        text = path.read_text(encoding="utf-8")
    except UnicodeDecodeError as error:
        raise YamlError(f"expected UTF-8 text, found other bytes at {error.start}; save it as UTF-8", 1) from error
    try:
        _refuse_what_is_not_plain(text)
        loader = _Loader(text)
        root = loader.get_single_node()
        if root is None:
            return Located(None, None)
        _refuse_doubled_keys(root)
        return Located(loader.construct_document(root), root)
    except yaml.MarkedYAMLError as error:
        mark = error.problem_mark or error.context_mark
        raise YamlError(f"not readable as YAML: {error.problem}", mark.line + 1 if mark else 1) from error
    except yaml.YAMLError as error:
        raise YamlError(f"not readable as YAML: {error}", 1) from error
    except ValueError as error:
        # Words that look like a number to YAML and are none: 0b_, or more digits than Python converts.
        if isinstance(error, YamlError):
            raise
        raise YamlError(f"not readable as YAML: {error}; put quotes around it if it is words", 1) from error
