"""The Arabic catalogue, put together from its topics, and Arabic's plural forms."""

from __future__ import annotations

from collections.abc import Mapping

from events.translations.ar_cards import CARDS
from events.translations.ar_cells import CELLS
from events.translations.ar_evidence import EVIDENCE
from events.translations.ar_method import METHOD
from events.translations.ar_phrases import PHRASES
from events.translations.ar_screen import SCREEN
from events.translations.ar_store import STORE
from events.translations.ar_terms import TERMS
from events.translations.entries import Entry

CATALOGUE: Mapping[str, Entry] = {**TERMS, **PHRASES, **SCREEN, **CARDS, **CELLS, **EVIDENCE, **METHOD, **STORE}
"""English text -> Arabic; for counts the six forms: none, one, two, few (3–10), many (11–99), other (100–102)."""


def form(count: int) -> int:
    """Which of the six forms a count takes, after Unicode CLDR; few and many by the last two digits."""
    if count < 3:
        return count
    return 3 if 3 <= count % 100 <= 10 else 4 if count % 100 >= 11 else 5
