"""The chain in the page: boxes and arrows drawn from the data of ``dashboard/layers/chain.py``.

The drawing is in the script beside this file. What a reader chooses comes back as one trigger.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from streamlit.components.v2 import component

from dashboard import state

HERE = Path(__file__).parent
SCRIPTS = ("chain.js",)
PAGE_STYLE = (HERE / "chain_page.css").read_text(encoding="utf-8")
"""For the HTML around the drawing, which is part of the page itself."""


@dataclass(frozen=True)
class ChainEvent:
    """What the reader chose: an incident, an arrow (edge id), or nothing any more (both None)."""

    incident: str | None = None
    arrow: str | None = None


def chain_event(pick: object, data: Mapping[str, Any]) -> ChainEvent | None:
    """Reads what the browser sent; anything that does not fit ``data`` is ignored, never an error."""
    if not isinstance(pick, Mapping):
        return None
    kind, one = pick.get("kind"), pick.get("id")
    if kind == "none":
        return ChainEvent()
    if kind == "box" and any(box["id"] == one for box in data["boxes"]):
        return ChainEvent(incident=str(one))
    if kind == "arrow" and any(arrow["id"] == one for arrow in data["arrows"]):
        return ChainEvent(arrow=str(one))
    return None


def chain(data: Mapping[str, Any], *, key: str, on_event: Callable[[ChainEvent], None]) -> None:
    """Draws the chain. ``on_event`` hears a choice before the page runs, so that one click costs one run."""

    def heard() -> None:
        result = state.get(key)
        event = chain_event(result.get("pick") if isinstance(result, Mapping) else None, data)
        if event is not None:
            on_event(event)

    _mount(key=key, data=dict(data), on_pick_change=heard)


_mount = component(
    "sourcepin_chain",
    html='<div class="chain"></div>',
    css=(HERE / "chain.css").read_text(encoding="utf-8"),
    js="\n".join((HERE / name).read_text(encoding="utf-8") for name in SCRIPTS),
)
