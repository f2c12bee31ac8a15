"""Any small data set, whatever its text, comes back whole from every format that says that it carries all."""

from __future__ import annotations

from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from events.catalogue import build
from events.dataset import DataSet
from events.exporting.formats import FORMATS
from events.exporting.selected import SelectionExport
from events.importing.own_files import recognise
from events.importing.reading import sniff
from events.model import Claim, CompiledClaim
from tests.events import ev_building as ev
from tests.events import ex_building as ex
from tests.events.im_own_building import Rebuilt, from_file

WHOLE = [one.key for one in FORMATS.values() if one.whole]
NUL = "\x00"
Strategy = st.SearchStrategy[Any]

_LETTERS = st.characters(exclude_categories=("Cs", "Cc")) | st.sampled_from("\n\r\t,;\"'=+-@<&\\|#{}")
TEXTS: Strategy = (st.sampled_from([one for one in ex.HOSTILE if NUL not in one]) | st.text(_LETTERS, min_size=1,
                   max_size=30)).filter(lambda text: bool(text.strip()))  # fmt: skip
SAID: Strategy = st.fixed_dictionaries({"source": st.sampled_from(("paper", "radio"))}, optional={
    "note": TEXTS, "says": TEXTS, "origin": st.just("briefing"), "code": TEXTS, "holds": st.booleans(),
    "paragraph": st.integers(1, 900), "quote": TEXTS.filter(lambda text: len(text.split()) <= 8),
})  # fmt: skip
COMPILED: Strategy = st.fixed_dictionaries({
    "source": st.just("paper"), "paragraph": st.none(), "quote": st.just(""), "locator": TEXTS,
    "cites": st.lists(st.sampled_from(("radio", "sheet")), unique=True),
})  # fmt: skip
COUNTS: Strategy = st.one_of(
    st.integers(0, 10**9), st.sampled_from(({"at_least": 3}, {"at_most": 9}, {"about": 12}, 2.5)),
    st.fixed_dictionaries({"low": st.integers(0, 9), "high": st.integers(10, 99)}, optional={"best": st.just(10)}),
)
ABOUT_WHAT: Strategy = st.one_of(
    st.builds(lambda value: {"field": "statement", "value": value}, TEXTS),
    st.builds(lambda value, text: {"field": "killed", "value": value, "text": text}, COUNTS, TEXTS),
    st.just({"field": "killed", "value": {"low": 8, "high": 12}, "parts": {"reds": 3, "blues": 6}}),
    st.builds(lambda unit: {"field": "wounded", "value": 3, "of": "greens", "unit": unit}, TEXTS),
    st.sampled_from(("2020-03-11", "2020-03", "2020-03-01/2020-03-05", "../2020-03", "2020-03-12~")).map(
        lambda value: {"field": "date", "value": value}),
    st.builds(lambda text: {"field": "weapon", "value": "katyusha", "text": text}, TEXTS),
    st.builds(lambda words, stance: {"field": "attribution", "actor": "reds", "value": words, "stance": stance},
              st.none() | TEXTS, st.sampled_from(("states", "blames", "denies"))),
    st.sampled_from(("i0", "i9")).map(lambda one: {"field": "response_to", "incident": one}),
    st.just({"field": "place", "value": "town"}),
)  # fmt: skip
CLAIMS: Strategy = st.builds(
    lambda said, what: {"paragraph": 1, "quote": "some words", **said, **what}, SAID | COMPILED, ABOUT_WHAT
)


@st.composite
def datasets(draw: st.DrawFn) -> DataSet:
    """One to three incidents with up to four claims beside those of place and kind."""
    made = []
    for number in range(draw(st.integers(1, 3))):
        plain = ev.incident(f"i{number}", place=draw(st.sampled_from(("camp", "south", "babil", "nowhere"))))
        given = draw(st.lists(CLAIMS, max_size=4))
        claims = [(CompiledClaim if "locator" in one else Claim).model_validate(one) for one in given]
        texts = {"title": draw(TEXTS), "short": draw(TEXTS), "note": draw(st.just("") | TEXTS)}
        made.append(plain.model_copy(update={**texts, "claims": (*plain.claims, *claims)}))
    return ev.dataset(*made)


def own(path: Path) -> Rebuilt:
    """A file of ours, recognised and read."""
    sniffed = sniff(path)
    assert recognise(path, sniffed) is not None
    return from_file(path, sniffed)


@pytest.mark.parametrize("key", WHOLE)
@settings(max_examples=20, deadline=None, derandomize=True, database=None,
          suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large])
@given(dataset=datasets())
def test_any_data_set_comes_back(key: str, dataset: DataSet) -> None:
    catalogue = build(dataset)
    with TemporaryDirectory() as folder:
        path = Path(folder) / f"mine{FORMATS[key].ending}"
        with path.open("wb") as file:
            FORMATS[key].write(SelectionExport(catalogue.everything, dataset, ex.TODAY, rows=2), file)
        rebuilt = own(path)
    assert rebuilt.problems == ()
    assert rebuilt.dataset is not None
    back = {one.id: one for one in rebuilt.dataset.incidents}
    assert back == {one.id: one for one in dataset.incidents}
    told = {one for incident in dataset.incidents for claim in incident.claims for one in claim.spoken_by}
    linked = {one.id: one.model_copy(update={"url": one.link, "body_starts": ""}) for one in dataset.sources}
    assert {one.id: one for one in rebuilt.dataset.sources} == {name: linked[name] for name in told}
    for name in {incident.place for incident in dataset.incidents}:
        assert rebuilt.dataset.places[name] == dataset.places[name].model_copy(update={"aliases": ()})
