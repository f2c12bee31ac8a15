"""Citations: the line, and the link to the very words."""

from __future__ import annotations

from urllib.parse import unquote

import pytest
from hypothesis import given
from hypothesis import strategies as st

from events.citing import citation, source_line, words_link
from events.model import Source
from tests.events import ev_building as make


def source(url: str) -> Source:
    return Source(id="a", short="A", title="A", url=url)


FRAGMENTS = [
    ("about 30 rockets", "about%2030%20rockets"),
    ("Iran-backed", "Iran%2Dbacked"),
    ("first, second & third", "first%2C%20second%20%26%20third"),
    ("Iraq’s capital", "Iraq%E2%80%99s%20capital"),
    ("100% #1 / 2?", "100%25%20%231%20%2F%202%3F"),
    ("<b>\"'", "%3Cb%3E%22%27"),
    ("كتائب", "%D9%83%D8%AA%D8%A7%D8%A6%D8%A8"),
]


@pytest.mark.parametrize(("words", "encoded"), FRAGMENTS)
def test_a_fragment_is_encoded(words: str, encoded: str) -> None:
    assert words_link(source("https://a.example/x"), words) == f"https://a.example/x#:~:text={encoded}"


@pytest.mark.parametrize(
    ("url", "base"),
    [("https://a.example/x#part", "https://a.example/x"), ("http://a.example/?q=1&r=2", "http://a.example/?q=1&r=2")],
)
def test_a_fragment_replaces_the_one_of_the_url(url: str, base: str) -> None:
    assert words_link(source(url), "x").split("#:~:text=") == [base, "x"]


@pytest.mark.parametrize(
    "url", ["", "javascript:alert(1)", "JAVASCRIPT:alert(1)", "data:text/html,x", "vbscript:x", "//a", "ftp://a", "a"]
)
def test_nothing_but_http_is_made_a_link(url: str) -> None:
    assert words_link(source(url), "words") == ""


@given(st.text(max_size=40), st.text("jJaAvVsScCrRiIpPtT:/ \t\n#hHP", max_size=30))
def test_no_link_carries_anything_else_and_the_words_come_back(words: str, url: str) -> None:
    link = words_link(source(url), words)
    assert link == "" or link.startswith(("https://", "http://"))
    good = words_link(source("https://a.example"), words)
    text = good.split("#:~:text=", 1)[1]
    assert unquote(text) == words
    assert not set(text) & set("-,& #\"'<>")


DATA = make.dataset()


@pytest.mark.parametrize(
    ("number", "line"),
    [
        (0, "The Paper, Ann Writer, “A title”, 12 March 2020"),
        (1, "The Radio, author not stated, “Another title”, March 2020"),
        (2, "Publisher not stated, author not stated, “A third title”, date not stated"),
    ],
)
def test_what_a_source_does_not_state_is_said_to_be_so(number: int, line: str) -> None:
    assert source_line(DATA.sources[number]) == line


def test_authors_and_republishers_are_named() -> None:
    one = Source(id="a", short="A", title="T", publisher="P", authors=("X", "Y"), republished_by="Z")
    assert source_line(one) == "P, X, Y, “T”, date not stated, republished by Z"


@pytest.mark.parametrize(
    ("claim", "line"),
    [
        (make.claim("killed", 3), "[1] The Paper, paragraph 1: “some words”"),
        (make.claim("killed", 3, "radio", says="A minister", paragraph=7, quote="three"),
         "[2] The Radio, paragraph 7, says A minister: “three”"),
    ],
)  # fmt: skip
def test_a_citation_gives_number_paragraph_speaker_and_words(claim: make.Claim, line: str) -> None:
    assert citation(claim, DATA) == line
