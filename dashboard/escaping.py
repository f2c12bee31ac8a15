"""Text from data on its way into the page: as HTML text, as Markdown text, as a value inside a script.

All text from data is hostile. Nothing else in ``dashboard`` writes data into markup by itself.
"""

from __future__ import annotations

import html
import json
import re
from typing import Any

from events.language import DATA, END, FIGURE, balanced, data, direction

_VISIBLE = {chr(code): "\ufffd" for code in (*range(0x202A, 0x202F), *range(0x2066, 0x206A))}
_ISOLATES = {DATA: '<bdi lang="en" dir="ltr">', FIGURE: '<bdi dir="ltr">', END: "</bdi>"}
_MARKDOWN = re.compile(r"([\\`*_{}\[\]<>#|~$:&@^])")
_LINE_START = re.compile(r"^([-+=!]|\d+(?=[.)]))")
# What Streamlit's Markdown looks for once more after backslashes are gone (bare addresses, icons and emoji by
# name, arrows): split where it would begin, by a space of no width.
_SPLIT = re.compile(
    r"(?i)(?<=http:)(?=//)|(?<=https:)(?=//)|(?<=www)(?=\.)|(?=@)"
    r"|(?<=:)(?=material/|[\w+-]+:)|(?<=[<>~-])(?=[-=>])"
)


def text(value: object) -> str:
    """As text between HTML tags or inside a quoted attribute."""
    return html.escape(str(value), quote=True)


def inline(value: object) -> str:
    """As text between HTML tags. In a language that runs the other way data stands in an element of its own.

    A sentence of ``events.language`` marks what is data with isolating characters: they become ``<bdi>``, so that
    a screen reader changes its voice as well. Not for attributes.
    """
    shown = text(data(value))
    if direction() == "ltr" or not balanced(shown):
        return shown
    return "".join(_ISOLATES.get(sign, sign) for sign in shown)


def quoted(value: object) -> str:
    """A quote as ``<q>``: its marks stand where its own language has them."""
    shown, own = inline(value), _ISOLATES[DATA]
    if shown.startswith(own) and shown.count("<bdi") == 1 and shown.endswith("</bdi>"):
        return f'<q lang="en" dir="ltr">{shown.removeprefix(own).removesuffix("</bdi>")}</q>'
    return f"<q>{shown}</q>"


def markdown(value: object) -> str:
    """As literal text in a Streamlit label: no emphasis, links, colours, formulas or icons.

    The ASCII marks that Streamlit's Markdown gives a meaning to are backslashed, which CommonMark
    defines as the marks themselves; those that have one only at the start of a line only there,
    because a label's source is also what a screen reader is given. Line breaks become spaces.
    """
    line = _MARKDOWN.sub(r"\\\1", _SPLIT.sub("\u200b", plain(value)))
    return _LINE_START.sub(lambda found: f"\u200b{found[0]}", line)


def script_json(value: Any) -> str:
    """As a JSON literal inside a script that folium renders and streamlit-folium evaluates.

    ``<`` cannot close the script element, ``{{`` is not taken for a template by streamlit-folium,
    and the two line separators that old JavaScript forbids in strings are escaped.
    """
    return (
        json.dumps(value, separators=(",", ":"), ensure_ascii=False)
        .replace("<", "\\u003c")
        .replace("{{", "{\\u007b")
        .replace("{%", "{\\u0025")
        .replace("\u2028", "\\u2028")
        .replace("\u2029", "\\u2029")
    )


def plain(value: object) -> str:
    """As one line for widgets that show text as it is: control and direction marks are made visible.

    A right-to-left override (U+202E and its kin) would reorder what stands around it. Isolates that end where
    they should do not, and stay where the page runs from right to left: they are how data is set apart there.
    """
    line = " ".join(str(value).split())
    kept = (DATA, FIGURE, END) if direction() == "rtl" and balanced(line) else ()
    return "".join(sign if sign in kept else _VISIBLE.get(sign, sign) for sign in line)
