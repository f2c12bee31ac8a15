"""The scripts of the components in the page itself (timeline, player, preload) as one module that a browser keeps.

Streamlit sends the script of a component with each run of the page; the timeline's alone has 35 KB. What is
sent in its place is a few lines that load this module, whose address changes with its content.
"""

from __future__ import annotations

import hashlib
import json
from functools import cache
from pathlib import Path

COMPONENTS = Path(__file__).resolve().parents[1] / "components"
TIMELINE = ("timeline_layout.js", "timeline_window.js", "timeline_arcs.js", "timeline_bins.js", "timeline.js")
"""One module, in this order."""
_HEAD = "export default function ("
_STYLED = """
export function timeline(given) {
  const { parentElement: there } = given;
  const style = Object.assign(document.createElement("style"), { textContent: STYLE });
  if (!there.querySelector("style")) there.prepend(style);
  return drawTimeline(given);
}
"""


@cache
def page_script() -> bytes:
    """The module: exports ``timeline``, ``player`` and ``preload``, each a component's function."""
    line = "\n".join((COMPONENTS / name).read_text(encoding="utf-8") for name in TIMELINE)
    style = json.dumps((COMPONENTS / "timeline.css").read_text(encoding="utf-8"))
    player = (COMPONENTS / "player.js").read_text(encoding="utf-8").replace(_HEAD, "export function player(")
    preload = (COMPONENTS / "preload.js").read_text(encoding="utf-8").replace(_HEAD, "export function preload(")
    ahead = (COMPONENTS / "ahead.js").read_text(encoding="utf-8")
    parts = (f"const STYLE = {style};", line.replace(_HEAD, "function drawTimeline("), _STYLED, player, preload, ahead)
    return "\n".join(parts).encode()


@cache
def page_version() -> str:
    """Changes with every change of a script: a browser may keep one version for ever."""
    return hashlib.sha256(page_script()).hexdigest()[:12]


def loader(name: str) -> str:
    """The script of a component that Streamlit sends: it hands on to the function of that name in the module.

    Where the application lies is read from the address of Streamlit's own script: it may stand behind any path.
    """
    return (
        'const own = [...document.scripts].find((one) => one.src.includes("/static/js/"));\n'
        f'const at = new URL("../../api/page.js?v={page_version()}", own ? own.src : location.origin + "/a/b/");\n'
        "const module = import(at.href);\n"
        "export default function (given) {\n"
        "  let gone = false, leave = null;\n"
        f"  module.then((all) => {{ if (!gone) leave = all.{name}(given); }});\n"
        "  return () => { gone = true; if (leave) leave(); };\n}\n"
    )
