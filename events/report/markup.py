"""HTML made of escaped parts. What is no :class:`Html` is text and is escaped; nothing else makes markup here."""

from __future__ import annotations

import html
import re
from collections.abc import Iterable

DIRECTION_MARKS = (0x061C, 0x200E, 0x200F, *range(0x202A, 0x202F), *range(0x2066, 0x206A))
_VISIBLE = dict.fromkeys((*range(32), *range(127, 160), *DIRECTION_MARKS, 65534, 65535), "�")
_VISIBLE |= dict.fromkeys(range(55296, 57344), "�")
_TAG = re.compile(r"<(/?)([a-z0-9]+)[^>]*>")
VOID = frozenset({"meta", "br", "rect", "path", "line", "circle", "use"})


class Html(str):
    """Markup that is safe as it stands."""

    __slots__ = ()


def plain(text: object) -> str:
    """One line of text: spaces folded, control and direction marks made visible.

    A right-to-left override (U+202E and its kin) would reorder what stands around it; a lone
    surrogate could not be written as UTF-8.
    """
    return " ".join(str(text).split()).translate(_VISIBLE)


def escape(text: object) -> Html:
    """As text between tags or inside a quoted attribute; what is markup already stays."""
    return text if isinstance(text, Html) else Html(html.escape(str(text), quote=True))


def join(parts: Iterable[object], between: object = "") -> Html:
    """The parts, each escaped, one after the other."""
    return Html(escape(between).join(escape(part) for part in parts))


def tag(name: str, *inside: object, **attributes: object) -> Html:
    """An element. ``class_`` gives ``class``, ``aria_label`` gives ``aria-label``; None leaves an attribute out."""
    given = {key.rstrip("_").replace("_", "-"): value for key, value in attributes.items() if value is not None}
    head = "".join(f' {key}="{html.escape(plain(value), quote=True)}"' for key, value in given.items())
    if name in VOID and not inside:
        return Html(f"<{name}{head}>" if name in ("meta", "br") else f"<{name}{head}/>")
    return Html(f"<{name}{head}>{join(inside)}</{name}>")


def text_of(markup: Html, isolated: bool = False) -> str:
    """The text of markup. ``isolated`` puts isolating marks (U+2066, U+2069) in the place of ``<bdi>``.

    For where there can be no elements: the title of the page, labels that only screen readers read.
    """

    def replaced(match: re.Match[str]) -> str:
        if isolated and match[2] == "bdi":
            return "\u2069" if match[1] else "\u2067" if 'dir="rtl"' in match[0] else "\u2066"
        return ""

    return html.unescape(_TAG.sub(replaced, markup))
