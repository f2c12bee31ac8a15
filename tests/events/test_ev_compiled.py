"""Claims of a compiled source: a row of a table, with the documents that it names."""

from __future__ import annotations

from dataclasses import replace

import pytest
from pydantic import ValidationError

from events import phrases
from events.catalogue import build
from events.citing import citation, place_in_source, places_in_source
from events.dataset import DataSet
from events.findings import Status
from events.model import Claim, CompiledClaim, Incident, Source
from events.reading import load_or_raise
from tests.events.ev_building import Folder

TABLE = Source(id="table", short="Table", title="A table of events", publisher="An institute")
PAPER = Source(id="a-paper", short="Paper, 2 May", title="Clash", publisher="A paper", published="2020-05-02")
ROW = {"source": "table", "locator": "event 17", "cites": ["a-paper"]}


@pytest.fixture
def compiled(folder: Folder) -> DataSet:
    whole = load_or_raise(folder.path)
    claims = (
        CompiledClaim(field="date", value="2020-05-01", text="date_prec 1", **ROW),
        CompiledClaim(field="killed", value={"low": 2, "high": 5, "best": 3}, **ROW),
    )
    place = next(iter(whole.places))
    incident = Incident(id="one", title="Event 17", short="17", kind="context", place=place, claims=claims)
    return replace(whole, sources=(TABLE, PAPER), incidents=(incident,), numbers={"table": 40, "a-paper": 41})


def test_it_says_where_and_after_whom(compiled: DataSet) -> None:
    killed = compiled.incidents[0].claims[1]
    assert place_in_source(killed) == places_in_source([killed]) == "event 17"
    assert citation(killed, compiled) == "[40] An institute, event 17, citing A paper, “Clash”, 2 May 2020"
    assert phrases.said(compiled.incidents[0].claims[0], compiled) == "1 May 2020 (date_prec 1)"


def test_the_documents_it_names_are_no_voices_of_their_own(compiled: DataSet) -> None:
    summary = build(compiled).by_id["one"]
    finding = summary.finding("killed")
    assert finding is not None
    assert (finding.status, finding.low, finding.high) == (Status.SINGLE, 2, 5)
    assert summary.sources == {"table", "a-paper"}
    assert phrases.finding_text(finding, compiled) == "3 (2 – 5)"


def test_a_coded_claim_still_needs_paragraph_and_quote_and_a_compiled_one_a_locator() -> None:
    with pytest.raises(ValidationError, match="paragraph"):
        Claim(source="table", field="killed", value=3, quote="three", locator="event 17")  # type: ignore[call-arg]
    with pytest.raises(ValidationError, match="locator"):
        CompiledClaim(source="table", field="killed", value=3)  # type: ignore[call-arg]
