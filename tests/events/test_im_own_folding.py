"""What the engine folds of an export is what ``fold`` gives: a search finds the same, whichever way a file was read."""

from __future__ import annotations

import random
import string
from pathlib import Path

from events.importing.own_lane_known import put, strings
from events.importing.own_lane_values import fold_words
from events.store.staging import Staging
from geodata.names import ARTICLES, fold

PIECES = (
    *sorted(ARTICLES), "a", "x", "5", "12", "al", "é", "ß", "Şalāḩ", "الموصل", "’", "'", "`", "-", "_", ".", ",", '"',
    "\t", "\n", " ", "  ",
)  # fmt: skip


def texts() -> list[str]:
    """Pieces that are folded in different ways, put together at random; some of any printable sign."""
    draw = random.Random(4)  # noqa: S311
    made = [draw.choice(("", " ")).join(draw.choices(PIECES, k=draw.randrange(1, 7))) for _ in range(4_000)]
    made += ["".join(draw.choices(string.printable, k=draw.randrange(1, 12))) for _ in range(4_000)]
    return sorted(set(filter(None, made)))


def test_every_text_is_folded_as_by_the_function(tmp_path: Path) -> None:
    given = texts()
    with Staging(tmp_path) as staging:
        put(staging, "given", {"word": strings(given)})
        fold_words(staging, "SELECT word FROM given")
        found = dict(staging.rows("SELECT word, folded FROM lane_folded"))
        by_function = staging.one("SELECT count(*) FROM lane_rest")[0]
    assert {word: (found[word], fold(word)) for word in given if found[word] != fold(word)} == {}
    assert 0 < by_function < len(given) / 2, "ASCII is folded by the engine, the rest by the function"
