"""How cells of many incidents are drawn: what their size and colour mean."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

Size = Literal["incidents", "deaths", "sources", "none"]
Colour = Literal["none", "contested", "deaths", "kinds"]
SIZES: tuple[Size, ...] = ("incidents", "deaths", "sources", "none")
COLOURS: tuple[Colour, ...] = ("none", "contested", "deaths", "kinds")
SHAPES = ("cells", "density", "provinces")


@dataclass(frozen=True, slots=True)
class CellStyle:
    """What size and colour of a cell mean; ``shape``: cells, a density surface, or shaded provinces."""

    size: Size = "incidents"
    colour: Colour = "none"
    shape: str = "cells"
