"""What the panel cites: the view, and a permanent link that opens on the data it was made on."""

from __future__ import annotations

from datetime import date
from urllib.parse import parse_qs, urlsplit

import pytest

from dashboard.components.cite import view
from events.asof import knowledge
from events.catalogue import build
from events.dataset import BUILT_IN
from events.history import Standing, check_permalink
from events.historyfile import read_history
from events.reading import load_or_raise
from events.references import view_text
from tests.dashboard.scoping import scope_of

WHOLE = build(load_or_raise(BUILT_IN))
HISTORY = read_history(BUILT_IN)


@pytest.mark.parametrize("known", [None, date(2020, 3, 12)])
def test_a_permanent_link_is_understood_where_it_is_opened(known: date | None) -> None:
    shown = knowledge(WHOLE.dataset, known)[0] if known else WHOLE
    cited = view(scope_of(shown), WHOLE, HISTORY, f"http://map.example/?known={known}")
    parts = parse_qs(urlsplit(cited.link).query)
    found = check_permalink(parts["v"][0], parts["h"][0], WHOLE.dataset, HISTORY.snapshots)
    assert found.standing is Standing.SAME
    assert parts["known"] == [str(known)], "the day stays in the link"
    assert ("as known on 2020-03-12" in view_text(cited)) is (known is not None)


def test_an_address_that_is_none_gives_no_link() -> None:
    assert view(scope_of(WHOLE), WHOLE, HISTORY, "").link == ""
