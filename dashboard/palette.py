"""Colours of the marks and findings, by theme. Kinds differ by colour and shape; no party owns a colour.

Every text pair keeps a contrast of 4.5 and every mark 3 (WCAG 2.2); any two kinds stay apart in
normal sight and in simulated protan-, deutan- and tritanopia. ``tests/dashboard/test_palette.py``
computes both over this file. The steps of ``scales`` run from little to much.
"""

from __future__ import annotations

from typing import Any, Literal

Mode = Literal["light", "dark"]

COLOURS: dict[str, dict[str, Any]] = {
    "light": {
        "page": "#FCFBF8", "panel": "#F5F3EE", "raised": "#FFFFFF",
        "ink1": "#1B1D20", "ink2": "#46494E", "ink3": "#63666C",
        "rule": "#E0DCD3", "frame": "#B9B4A8", "control": "#8A867C",
        "accent": "#1A4F80", "accentGround": "#E4EDF5", "focus": "#0A58CA",
        "sea": "#D7E2E8", "land": "#F7F5F0", "land2": "#ECE8DF",
        "border": "#98928A", "province": "#D3CDC1", "river": "#A9C3D1", "built": "#E3DDCF",
        "label": "#3F4247", "label2": "#66625A", "water": "#3A677E",
        "kinds": {
            "rocket": "#B4470B", "air": "#2A72AC", "crowd": "#4A1755", "find": "#05513F", "context": "#68727A",
            "battle": "#90664E", "explosion": "#3C360C", "civilians": "#8A3084", "protest": "#3C42A2",
        },
        "chips": {
            "agreed": ["#E1ECF5", "#1A4F80"], "range": ["#EDF2F6", "#2D4A63"],
            "contested": ["#FBE7D6", "#8A3400", "#B4470B"], "single": ["#EEEBE4", "#46494E"],
        },
        "scales": {
            "cell": "#4B5F73",
            "contested": ["#E6DFD2", "#F0CFA6", "#E7A562", "#C4701F", "#8A3F06"],
            "deaths": ["#DDE2E6", "#B4BFC8", "#8595A2", "#566775", "#27353F"],
            "shade": ["#E9EBE8", "#C9D6DB", "#AABFCA", "#87A1B0", "#648193"],
        },
    },
    "dark": {
        "page": "#14171A", "panel": "#191D20", "raised": "#202529",
        "ink1": "#ECEAE5", "ink2": "#BEC2C6", "ink3": "#989EA4",
        "rule": "#2C3237", "frame": "#4A5258", "control": "#7B848B",
        "accent": "#8FBEE8", "accentGround": "#22323F", "focus": "#8FBEE8",
        "sea": "#0F161B", "land": "#20262A", "land2": "#191E21",
        "border": "#69737A", "province": "#353D42", "river": "#35566A", "built": "#2C3337",
        "label": "#C6CACD", "label2": "#979EA3", "water": "#7FA9BF",
        "kinds": {
            "rocket": "#F5A566", "air": "#5E94E0", "crowd": "#E6C0F3", "find": "#8FE6CC", "context": "#8F9499",
            "battle": "#AE7866", "explosion": "#9C961E", "civilians": "#C64EAE", "protest": "#7272E4",
        },
        "chips": {
            "agreed": ["#1E3446", "#A9D0F2"], "range": ["#24303A", "#BFD5E6"],
            "contested": ["#45290F", "#FFC08F", "#F29A5B"], "single": ["#2C3237", "#C9CDD0"],
        },
        "scales": {
            "cell": "#93A8BA",
            "contested": ["#3D3A36", "#5E4530", "#94602F", "#D08A4B", "#FFCB96"],
            "deaths": ["#343C43", "#525F69", "#7B8994", "#A9B5BE", "#E0E6EA"],
            "shade": ["#29323A", "#344753", "#41596B", "#54748C", "#7099B4"],
        },
    },
}


def colours(mode: str) -> dict[str, Any]:
    """The palette of a theme; light where the theme is not known."""
    return COLOURS.get(mode, COLOURS["light"])
