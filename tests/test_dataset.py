"""The data set that ships: whole, with the findings that its sources give, and quoted to the letter."""

from __future__ import annotations

import re
from functools import cache
from pathlib import Path

import pytest

from events import phrases
from events.catalogue import Catalogue, build
from events.dataset import BUILT_IN
from events.filters import IncidentFilter
from events.findings import Finding
from events.model import QUOTE_WORDS
from events.reading import load

ARTICLES = Path(__file__).resolve().parents[2] / "shared" / "articles"
TAJI, ALBU_KAMAL, STORAGE = "2020-03-11-camp-taji", "2020-03-11-albu-kamal", "2020-03-12-storage-sites"
INCIDENTS = {
    "2019-12-27-kirkuk", "2019-12-29-five-sites", "2019-12-31-us-embassy", "2020-01-03-baghdad-airport",
    "2020-01-08-al-asad", "2020-01-08-second-base", TAJI, ALBU_KAMAL, "2020-03-11-launcher-truck", STORAGE,
    "2020-03-12-south-of-baghdad", "2020-03-12-babylon", "2020-03-12-karbala",
}  # fmt: skip


@cache
def data() -> Catalogue:
    dataset = load(BUILT_IN).dataset
    assert dataset is not None
    return build(dataset)


def finding(incident: str, field: str, of: str | None = None) -> Finding:
    found = data().by_id[incident].finding(field, of)
    assert found is not None
    return found


def test_it_loads_without_a_problem() -> None:
    assert [str(problem) for problem in load(BUILT_IN).problems] == []


def test_every_incident_told_of_is_there_and_the_rest_is_context() -> None:
    assert set(data().by_id) >= INCIDENTS
    rest = set(data().by_id) - INCIDENTS
    assert rest
    assert all(one.startswith("context-") for one in rest)
    assert all(data().by_id[one].incident.kind == "context" for one in rest)


def test_it_holds_what_the_five_articles_say() -> None:
    claims = data().dataset.claims
    assert len(claims) > 250
    assert len(data().dataset.sources) == 5
    assert {claim.source for _, claim in claims} == {source.id for source in data().dataset.sources}


STATUS = [
    # incident, field, group, finding, in words
    (TAJI, "killed", None, "agreed", "3"),
    (TAJI, "killed", "united-states", "agreed", "2"),
    (TAJI, "killed", "united-kingdom", "agreed", "1"),
    (TAJI, "wounded", None, "contested", "12 – 14"),
    (TAJI, "launched", None, "contested", "about 18 – about 30"),
    (TAJI, "attribution", None, "contested", "Kataib Hezbollah"),
    (ALBU_KAMAL, "killed", None, "agreed", "at least 26"),
    (ALBU_KAMAL, "attribution", None, "contested", "United States"),
    (STORAGE, "date", None, "contested", "13 March 2020"),
    ("2020-03-12-babylon", "place", None, "single source", "Babylon (province)"),
    ("2020-01-08-al-asad", "killed", None, "agreed", "0"),
]


@pytest.mark.parametrize(("incident", "field", "of", "status", "words"), STATUS)
def test_findings(incident: str, field: str, of: str | None, status: str, words: str) -> None:
    found = finding(incident, field, of)
    assert found.status.value == status
    assert words in phrases.finding_text(found, data().dataset)


def test_the_suspected_group_denies_the_attack_on_camp_taji() -> None:
    summary = data().by_id[TAJI]
    assert summary.roles("kataib-hezbollah") >= {"denies", "blamed"}
    denying = [claim for claim in summary.incident.about("attribution") if claim.stance.value == "denies"]
    assert {claim.actor for claim in denying} == {"kataib-hezbollah"}


def test_places_that_one_ambiguous_sentence_names_are_areas() -> None:
    for incident in ("2020-03-12-babylon", "2020-03-12-karbala", "2020-03-12-south-of-baghdad"):
        summary = data().by_id[incident]
        assert not summary.place.precision.is_point
        assert summary.parent == STORAGE


def test_no_base_is_supplied_that_no_source_names() -> None:
    assert data().by_id["2020-01-08-second-base"].place.precision.value == "country"
    assert data().by_id["2019-12-27-kirkuk"].place.precision.value == "locality"


def test_the_chain_of_responses_is_linked() -> None:
    links = {(link.origin, link.target) for link in data().links if link.field == "response_to"}
    assert links >= {
        ("2019-12-29-five-sites", "2019-12-27-kirkuk"), ("2019-12-31-us-embassy", "2019-12-29-five-sites"),
        ("2020-01-08-al-asad", "2020-01-03-baghdad-airport"), (STORAGE, TAJI),
    }  # fmt: skip


def test_the_first_window_holds_every_dated_incident() -> None:
    meta = data().dataset.meta
    for incident in INCIDENTS:
        assert data().by_id[incident].days.within(meta.window).value == "certain"


def test_every_incident_with_parties_is_found_by_one_of_its_actors() -> None:
    for summary in data().summaries:
        found = [
            party for party in summary.parties
            if summary in data().select(IncidentFilter(actors=frozenset({party.actor}), role=party.role)).all
        ]  # fmt: skip
        assert found == list(summary.parties)
    assert all(data().by_id[incident].parties for incident in INCIDENTS)


def test_every_fact_that_is_shown_leads_to_a_claim() -> None:
    for summary in data().summaries:
        for found in summary.findings:
            assert found.claims
            assert phrases.finding_text(found, data().dataset) != phrases.NOT_STATED
            for claim in found.claims:
                assert claim.quote
                assert claim.paragraph >= 1
        assert {claim.id for found in summary.findings for claim in found.claims} >= {
            claim.id for claim in summary.incident.claims
        }


def test_every_place_and_origin_is_used() -> None:
    claims = [claim for _, claim in data().dataset.claims]
    assert set(data().dataset.origins) - {claim.origin for claim in claims} == set()
    places = {str(claim.value) for claim in claims if claim.field == "place"}
    assert set(data().dataset.places) - places == {"not-stated"}


def test_no_claim_stands_twice() -> None:
    for summary in data().summaries:
        ids = [claim.id for claim in summary.incident.claims]
        assert len(set(ids)) == len(ids), summary.id


def test_quotes_are_fragments() -> None:
    assert max(len(claim.quote.split()) for _, claim in data().dataset.claims) <= QUOTE_WORDS


def one_space(text: str) -> str:
    return " ".join(text.split())


def paragraphs(text: str, body_starts: str) -> list[str]:
    """The blocks between blank lines, from the one that the body starts with."""
    blocks = [one_space(block) for block in re.split(r"\n\s*\n", text) if block.strip()]
    first = next(number for number, block in enumerate(blocks) if block.startswith(one_space(body_starts)))
    return blocks[first:]


@pytest.mark.skipif(not ARTICLES.is_dir(), reason="the articles are cited, not shipped")
@pytest.mark.parametrize("source", data().dataset.sources, ids=lambda source: source.id)
def test_every_quote_stands_in_the_paragraph_that_is_named(source: object) -> None:
    file, body_starts, ident = (getattr(source, name) for name in ("file", "body_starts", "id"))
    blocks = paragraphs((ARTICLES / file).read_text(encoding="utf-8"), body_starts)
    quoted = [(incident.id, claim) for incident, claim in data().dataset.claims if claim.source == ident]
    assert quoted
    missing = [
        f"{incident}, paragraph {claim.paragraph}: {claim.quote}"
        for incident, claim in quoted
        if claim.paragraph > len(blocks) or one_space(claim.quote) not in blocks[claim.paragraph - 1]
    ]
    assert missing == []
