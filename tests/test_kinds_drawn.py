"""Every kind of the closed list has a shape and a colour wherever kinds are drawn."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from dashboard.components import timeline
from dashboard.palette import COLOURS
from events.fields import KINDS
from events.report.marks import KIND_COLOURS, glyph

ROOT = Path(__file__).resolve().parents[1]
LAST = "context"
"""The kind that marks.js draws where no other is named."""


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize(
    ("file", "form"),
    [
        ("static/map/core.js", r'const KINDS = \[[^\]]*"{kind}"'),
        ("static/map/map.css", r"\.k-{kind}\{{--k:var\(--sp-k-{kind}\)"),
        ("static/map/map.css", r"\.s-{kind}\{{--k:var\(--sp-k-{kind}\)"),
        ("static/map/popup_body.js", r'\b{kind}: "M'),
        ("dashboard/components/timeline.js", r'\b{kind}: "M'),
        ("dashboard/components/chain.js", r'\b{kind}: "M'),
        ("dashboard/components/matrix.css", r"\.{kind}\{{color:var\(--m-k-{kind}\);(clip-path|border-radius)"),
        ("dashboard/style.css", r"w_kinds_{kind} p:before\{{color:var\(--k-{kind}\);(clip-path|border-radius)"),
        ("dashboard/card.css", r"\.sp-k-{kind}\{{color:var\(--k-{kind}\);(clip-path|border-radius)"),
    ],
)
def test_scripts_and_styles_draw_it(kind: str, file: str, form: str) -> None:
    assert re.search(form.format(kind=kind), (ROOT / file).read_text(encoding="utf-8"))


@pytest.mark.parametrize("kind", [kind for kind in KINDS if kind != LAST])
def test_the_map_has_a_shape_of_its_own_for_it(kind: str) -> None:
    assert f'case "{kind}":' in (ROOT / "static/map/marks.js").read_text(encoding="utf-8")


def test_shapes_of_the_report_differ_by_more_than_colour() -> None:
    shapes = {re.sub(r"#\w{6}", "", glyph(kind, 0, 0, 6)) for kind in KINDS}
    assert len(shapes) == len(KINDS)


def test_the_lists_of_kinds_are_one() -> None:
    assert set(timeline.KINDS) == set(COLOURS["light"]["kinds"]) == set(KINDS)
    assert COLOURS["light"]["kinds"] == KIND_COLOURS
