"""The Markdown files of the project as tables, blocks of code and links, for tests that hold them to the code."""

from __future__ import annotations

import re
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
_COMMENT = re.compile(r"<!--.*?-->", re.DOTALL)
_CODE = re.compile(r"`([^`]+)`")


def text(name: str) -> str:
    """A page without its comments."""
    return _COMMENT.sub("", (ROOT / name).read_text(encoding="utf-8"))


def tables(name: str) -> list[list[list[str]]]:
    """The tables of a page: rows of cells, header first, without the line below it."""
    found: list[list[list[str]]] = []
    before = ""
    for line in text(name).splitlines():
        if line.startswith("|"):
            cells = [cell.strip().replace("\\|", "|") for cell in re.split(r"(?<!\\)\|", line)[1:-1]]
            if not before.startswith("|"):
                found.append([])
            if not all(re.fullmatch(r":?-+:?", cell) for cell in cells):
                found[-1].append(cells)
        before = line
    return found


def table(name: str, first: str, *others: str) -> list[list[str]]:
    """The rows of the one table whose header begins with these cells."""
    wanted = [first, *others]
    (found,) = [rows for rows in tables(name) if rows[0][: len(wanted)] == wanted]
    return found[1:]


def words(cell: str) -> list[str]:
    """What stands in backquotes in a cell."""
    return _CODE.findall(cell)


def blocks(name: str, language: str) -> list[str]:
    """The blocks of code of a language."""
    return re.findall(rf"^```{language}\n(.*?)^```", text(name), re.DOTALL | re.MULTILINE)


def pages() -> list[str]:
    """Every page, by its path from the root."""
    found = [*ROOT.glob("*.md"), *(ROOT / "docs").rglob("*.md")]
    return sorted(path.relative_to(ROOT).as_posix() for path in found)


def anchors(name: str) -> set[str]:
    """The anchors that a page's headings have."""
    plain = re.sub(r"^```.*?^```", "", text(name), flags=re.DOTALL | re.MULTILINE)
    heads = re.findall(r"^#+ (.+)$", plain, re.MULTILINE)
    return {re.sub(r"[^\w\- ]", "", head.lower()).replace(" ", "-") for head in heads}


def links(name: str) -> list[tuple[str, str]]:
    """(path from the root, anchor) of every link of a page to a file of the project."""
    found = []
    for target in re.findall(r"\]\(([^)\s]+)\)|src=\"([^\"]+)\"", text(name)):
        whole = target[0] or target[1]
        if re.match(r"[a-z]+:", whole):
            continue
        path, _, anchor = whole.partition("#")
        place = (ROOT / name).parent / path if path else ROOT / name
        found.append((place.resolve().relative_to(ROOT).as_posix(), anchor))
    return found
