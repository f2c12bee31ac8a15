"""Contrast and colour blindness, computed over the palette; and that the style sheets say the same colours.

Contrast: WCAG 2.2, relative luminance. Colour blindness: G. M. Machado, M. M. Oliveira, L. A. F. Fernandes,
"A Physiologically-based Model for Simulation of Color Vision Deficiency", IEEE TVCG 15(6), 2009, the matrices of
severity 1.0, applied to linear RGB. Difference of colours: CIE 1976, in CIELAB under D65.
"""

from __future__ import annotations

import itertools
import re
import tomllib
from pathlib import Path

import pytest

from dashboard.palette import COLOURS, colours

ROOT = Path(__file__).resolve().parents[2]
STYLE = (ROOT / "dashboard" / "card.css").read_text(encoding="utf-8")
MODES = ("light", "dark")
Triple = tuple[float, float, float]
SIGHT: dict[str, tuple[Triple, Triple, Triple]] = {
    "normal": ((1, 0, 0), (0, 1, 0), (0, 0, 1)),
    "protanopia": (
        (0.152286, 1.052583, -0.204868), (0.114503, 0.786281, 0.099216), (-0.003882, -0.048116, 1.051998),
    ),
    "deuteranopia": (
        (0.367322, 0.860646, -0.227968), (0.280085, 0.672501, 0.047413), (-0.011820, 0.042940, 0.968881),
    ),
    "tritanopia": (
        (1.255528, -0.076749, -0.178779), (-0.078411, 0.930809, 0.147602), (0.004733, 0.691367, 0.303900),
    ),
}  # fmt: skip
TO_XYZ = ((0.4124, 0.3576, 0.1805), (0.2126, 0.7152, 0.0722), (0.0193, 0.1192, 0.9505))
WHITE = (0.95047, 1.0, 1.08883)
TEXT = [
    *((ink, ground) for ink in ("ink1", "ink2", "ink3") for ground in ("page", "panel", "raised")),
    *(("accent", ground) for ground in ("page", "panel", "raised", "accentGround")), ("page", "accent"),
    *(("label", ground) for ground in ("land", "land2", "built")), ("label2", "land"), ("label2", "land2"),
    ("water", "land"), ("water", "sea"),
]  # fmt: skip
MARKS = [("control", "page"), ("control", "panel"), ("control", "raised"), ("focus", "page"), ("focus", "raised"),
         ("focus", "land")]  # fmt: skip


def linear(colour: str) -> Triple:
    """Linear RGB of #RRGGBB, 0 to 1."""
    parts = [int(colour[i : i + 2], 16) / 255 for i in (1, 3, 5)]
    red, green, blue = (part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts)
    return red, green, blue


def times(matrix: tuple[Triple, Triple, Triple], vector: Triple) -> Triple:
    one, two, three = (sum(a * b for a, b in zip(row, vector, strict=True)) for row in matrix)
    return one, two, three


def contrast(one: str, other: str) -> float:
    light, dark = sorted((times(TO_XYZ, linear(colour))[1] for colour in (one, other)), reverse=True)
    return (light + 0.05) / (dark + 0.05)


def lab(colour: str, sight: str) -> Triple:
    seen = tuple(min(max(part, 0.0), 1.0) for part in times(SIGHT[sight], linear(colour)))
    scaled = [part / white for part, white in zip(times(TO_XYZ, (seen[0], seen[1], seen[2])), WHITE, strict=True)]
    x, y, z = (part ** (1 / 3) if part > 0.008856 else 7.787 * part + 16 / 116 for part in scaled)
    return 116 * y - 16, 500 * (x - y), 200 * (y - z)


def apart(one: str, other: str, sight: str) -> float:
    return sum((a - b) ** 2 for a, b in zip(lab(one, sight), lab(other, sight), strict=True)) ** 0.5


@pytest.mark.parametrize(
    ("one", "other", "ratio"), [("#000000", "#FFFFFF", 21), ("#777777", "#FFFFFF", 4.48), ("#FFFFFF", "#FFFFFF", 1)]
)
def test_contrast_is_computed_as_published(one: str, other: str, ratio: float) -> None:
    assert contrast(one, other) == pytest.approx(ratio, abs=0.01)


def test_difference_is_computed_as_published() -> None:
    assert lab("#FFFFFF", "normal") == pytest.approx((100, 0, 0), abs=0.1)
    assert lab("#FF0000", "normal") == pytest.approx((53.2, 80.1, 67.2), abs=0.2)
    # Red and green of one lightness, which most who are colour-blind mix up.
    assert apart("#B05A00", "#5A7A00", "deuteranopia") < apart("#B05A00", "#5A7A00", "normal") / 2


@pytest.mark.parametrize("mode", MODES)
@pytest.mark.parametrize(("text", "ground"), TEXT)
def test_text_can_be_read_on_its_ground(mode: str, text: str, ground: str) -> None:
    assert contrast(COLOURS[mode][text], COLOURS[mode][ground]) >= 4.5


@pytest.mark.parametrize("mode", MODES)
@pytest.mark.parametrize("chip", ["agreed", "range", "contested", "single"])
def test_a_chip_can_be_read(mode: str, chip: str) -> None:
    ground, text, *frame = COLOURS[mode]["chips"][chip]
    assert contrast(text, ground) >= 4.5
    assert all(contrast(line, COLOURS[mode][under]) >= 3 for line in frame for under in ("raised", "page"))


@pytest.mark.parametrize("mode", MODES)
@pytest.mark.parametrize(("mark", "ground"), MARKS)
def test_controls_can_be_seen(mode: str, mark: str, ground: str) -> None:
    assert contrast(COLOURS[mode][mark], COLOURS[mode][ground]) >= 3


@pytest.mark.parametrize("mode", MODES)
@pytest.mark.parametrize("ground", ["land", "land2", "sea", "built", "raised"])
def test_marks_of_every_kind_can_be_seen(mode: str, ground: str) -> None:
    for kind, colour in COLOURS[mode]["kinds"].items():
        assert contrast(colour, COLOURS[mode][ground]) >= 3, kind


@pytest.mark.parametrize("mode", MODES)
@pytest.mark.parametrize("sight", SIGHT)
def test_kinds_can_be_told_apart(mode: str, sight: str) -> None:
    for (one, first), (other, second) in itertools.combinations(COLOURS[mode]["kinds"].items(), 2):
        assert apart(first, second, sight) >= 15, f"{one} and {other}: {apart(first, second, sight):.1f}"


@pytest.mark.parametrize("mode", MODES)
@pytest.mark.parametrize("scale", ["contested", "deaths", "shade"])
def test_the_steps_of_a_scale_run_one_way_and_can_be_told_apart(mode: str, scale: str) -> None:
    steps = COLOURS[mode]["scales"][scale]
    light = [lab(step, "normal")[0] for step in steps]
    assert light == sorted(light, reverse=mode == "light"), "much is what stands out from the ground"
    for sight in SIGHT:
        assert all(apart(one, other, sight) >= 7 for one, other in itertools.pairwise(steps)), sight
    assert all(max(contrast("#FFFFFF", step), contrast("#101215", step)) >= 4.5 for step in steps)


def _stated(selector: str) -> dict[str, str]:
    (block,) = re.findall(rf"^{re.escape(selector)}\{{(.*?)\}}", STYLE, re.DOTALL | re.MULTILINE)
    return {name: colour.upper() for name, colour in re.findall(r"--([\w-]+):\s*(#\w{6})", block)}


@pytest.mark.parametrize(("mode", "selector"), [("light", ":root"), ("dark", ":root:has(#sp-theme[data-mode=dark])")])
def test_the_style_sheet_has_the_colours_of_the_palette(mode: str, selector: str) -> None:
    palette = {name: colour for name, colour in COLOURS[mode].items() if isinstance(colour, str)}
    palette |= {f"k-{kind}": colour for kind, colour in COLOURS[mode]["kinds"].items()}
    palette |= {f"{chip}-{i}": one for chip, parts in COLOURS[mode]["chips"].items() for i, one in enumerate(parts)}
    found = _stated(selector)
    assert len(found) > 20
    assert found == {name: palette[name].upper() for name in found}


def test_no_other_colour_is_written_into_the_style_sheet() -> None:
    rules = re.sub(r"^:root.*?\}", "", STYLE, flags=re.DOTALL | re.MULTILINE)
    assert re.findall(r":[^;{}]*(#[0-9a-fA-F]{3,8})\b", rules) == []


@pytest.mark.parametrize("mode", MODES)
def test_the_theme_of_the_page_has_the_colours_of_the_palette(mode: str) -> None:
    theme = tomllib.loads((ROOT / ".streamlit" / "config.toml").read_text(encoding="utf-8"))["theme"][mode]
    names = {"primaryColor": "accent", "backgroundColor": "page", "secondaryBackgroundColor": "panel",
             "textColor": "ink1", "linkColor": "accent", "grayTextColor": "ink3", "borderColor": "frame"}  # fmt: skip
    assert {name: theme[name] for name in names} == {name: COLOURS[mode][role] for name, role in names.items()}
    assert theme["sidebar"]["backgroundColor"] == COLOURS[mode]["panel"]


def test_both_themes_name_the_same_and_an_unknown_one_is_light() -> None:
    assert COLOURS["light"].keys() == COLOURS["dark"].keys()
    assert COLOURS["light"]["kinds"].keys() == COLOURS["dark"]["kinds"].keys()
    assert colours("sepia") is COLOURS["light"]
