"""Dates, amounts, isolation and escaping in each language; and English word for word as the rest of the product."""

from __future__ import annotations

import re
from datetime import date
from typing import Any

import pytest

from events import phrases
from events.amounts import parse_amount
from events.catalogue import Catalogue
from events.dates import parse_edtf
from events.filters import ANY_FIELD, IncidentFilter
from events.findings import Counting, recount
from events.report.captions import filter_sentence
from events.report.language import LANGUAGES
from events.report.markup import Html, join, plain, tag, text_of
from events.report.saying import Sayer
from events.sentences import filter_sentence as english_sentence
from tests.events import ev_building as make

EN, AR = LANGUAGES["en"], LANGUAGES["ar"]

DAYS = [
    ("2020-03-11", "11 March 2020", "11 آذار/مارس 2020"),
    ("2020-03-12/2020-03-13", "12 – 13 March 2020", "من 12 إلى 13 آذار/مارس 2020"),
    ("2020-01-08/2020-03-11", "8 January – 11 March 2020", "من 8 كانون الثاني/يناير إلى 11 آذار/مارس 2020"),
    ("2019-12-27/2020-03-13", "27 December 2019 – 13 March 2020",
     "من 27 كانون الأول/ديسمبر 2019 إلى 13 آذار/مارس 2020"),
    ("2020-01-03/..", "from 3 January 2020", "ابتداءً من 3 كانون الثاني/يناير 2020"),
    ("../2020-02-01", "until 1 February 2020", "حتى 1 شباط/فبراير 2020"),
    ("..", "date not stated", "التاريخ غير مذكور"),
]  # fmt: skip


@pytest.mark.parametrize(("edtf", "english", "arabic"), DAYS, ids=[row[0] for row in DAYS])
def test_days(edtf: str, english: str, arabic: str) -> None:
    interval = parse_edtf(edtf)
    assert text_of(EN.days(interval)) == english == phrases.days(interval)
    assert text_of(AR.days(interval)) == arabic


def test_a_weekday() -> None:
    one = parse_edtf("2020-03-11")
    assert text_of(EN.days(one, weekday=True)) == "Wed 11 March 2020" == phrases.days(one, weekday=True)
    assert text_of(AR.days(one, weekday=True)) == "الأربعاء 11 آذار/مارس 2020"


PUBLISHED = [
    (None, "date not stated", "التاريخ غير مذكور"), ("2020-03", "March 2020", "آذار/مارس 2020"),
    ("2020-03-13", "13 March 2020", "13 آذار/مارس 2020"), ("2020", "2020", "2020"),
    ("2020-03~", "2020-03~", "2020-03~"),
]  # fmt: skip


@pytest.mark.parametrize(("edtf", "english", "arabic"), PUBLISHED)
def test_dates_of_publication(edtf: str | None, english: str, arabic: str) -> None:
    assert text_of(EN.published(edtf)) == english == phrases.source_date(edtf)
    assert text_of(AR.published(edtf)) == arabic


AMOUNTS: list[tuple[Any, str, str]] = [
    (14, "14", "14"), (1200, "1,200", "1,200"), ({"about": 30}, "about 30", "نحو 30"),
    ({"at_least": 26}, "at least 26", "ما لا يقل عن 26"), ({"more_than": 12}, "more than 12", "أكثر من 12"),
    ({"at_most": 5}, "at most 5", "ما لا يزيد على 5"), ({"less_than": 5}, "fewer than 5", "أقل من 5"),
    ({"low": 12, "high": 18}, "12 – 18", "من 12 إلى 18"),
]  # fmt: skip


@pytest.mark.parametrize(("value", "english", "arabic"), AMOUNTS)
def test_amounts(value: Any, english: str, arabic: str) -> None:
    amount = parse_amount(value)
    assert text_of(EN.amount(amount)) == english == amount.words
    assert text_of(AR.amount(amount)) == arabic


ENDS: list[tuple[list[Any], str, str]] = [
    ([12, 14], "12 – 14", "من 12 إلى 14"),
    ([{"low": 12, "high": 18}, 15], "12 – 18", "من 12 إلى 18"),
    ([{"at_least": 2}, 5], "at least 2 – 5", "بين «ما لا يقل عن 2» و«5»"),
]


@pytest.mark.parametrize(("values", "english", "arabic"), ENDS)
def test_the_ends_of_a_finding(values: list[Any], english: str, arabic: str) -> None:
    sources = ("paper", "radio")
    finding = make.found(*(make.claim("wounded", value, one) for value, one in zip(values, sources, strict=True)))
    data = make.dataset()
    assert text_of(Sayer(EN, data).finding(finding)) == english == phrases.finding_text(finding, data)
    assert text_of(Sayer(AR, data).finding(finding)) == arabic


RTL, LTR = "معسكر التاجي", "Camp Taji"
ISOLATED = [
    (EN, LTR, LTR),
    (AR, RTL, RTL),
    (EN, RTL, f'<bdi lang="ar" dir="rtl">{RTL}</bdi>'),
    (AR, LTR, f'<bdi lang="en" dir="ltr">{LTR}</bdi>'),
    (EN, "עברית", '<bdi dir="rtl">עברית</bdi>'),
    (EN, f"{LTR} {RTL}", f'<bdi dir="ltr">{LTR} {RTL}</bdi>'),
    (AR, "12 – 14", '<bdi dir="ltr">12 – 14</bdi>'),
    (AR, "≥ 26", '<bdi dir="ltr">≥ 26</bdi>'),
    (EN, "≥ 26", "≥ 26"),
    (EN, "<b>&\"'", "&lt;b&gt;&amp;&quot;&#x27;"),
    (AR, "<b>", '<bdi lang="en" dir="ltr">&lt;b&gt;</bdi>'),
    (EN, "a\u202eb\u2066c\x00d\ue000", "a\ufffdb\ufffdc\ufffdd\ue000"),
    (EN, "a\n\t b", "a b"),
]


@pytest.mark.parametrize(("language", "text", "markup"), ISOLATED)
def test_data_is_escaped_and_isolated(language: Any, text: str, markup: str) -> None:
    assert language.data(text) == markup


def test_quotes_stand_at_the_two_ends_of_the_words() -> None:
    assert EN.quote("some words") == "“some words”"
    assert AR.quote("some words") == '<bdi lang="en" dir="ltr">“some words”</bdi>'
    assert AR.quote("كلمات") == "«كلمات»"


def test_what_is_no_markup_is_escaped_wherever_it_is_put() -> None:
    bad = '"><script>'
    assert tag("p", bad, title=bad) == '<p title="&quot;&gt;&lt;script&gt;">&quot;&gt;&lt;script&gt;</p>'
    assert join([bad, Html("<i>")], bad).count("<script>") == 0
    assert EN.say("said.more", words=bad, more=bad).count("<") == 0
    assert EN.say("said.more", words="{more}", more="x") == "{more}: x", "data is no template"
    assert plain("\ud800") == "\ufffd"


def test_markup_as_text_keeps_its_isolates() -> None:
    assert text_of(AR.say("page.title", name=LTR), isolated=True) == f"\u2066{LTR}\u2069: تقرير"
    assert text_of(EN.data("<b> & c")) == "<b> & c"


@pytest.mark.parametrize("which", ["shipped", "small"])
@pytest.mark.parametrize("counting", list(Counting))
def test_english_is_that_of_the_screen(which: str, counting: Counting, request: pytest.FixtureRequest) -> None:
    catalogue: Catalogue = request.getfixturevalue(which)
    sayer, dataset = Sayer(EN, catalogue.dataset), catalogue.dataset
    for summary in catalogue.summaries:
        assert text_of(sayer.where(summary.place)) == phrases.where(summary.place)
        for finding in (recount(one, counting) for one in summary.findings):
            assert text_of(sayer.label(finding)) == phrases.label(finding, dataset)
            assert text_of(sayer.finding(finding)) == phrases.finding_text(finding, dataset)
            assert text_of(sayer.why(finding)) == phrases.why(finding, dataset)
            for claim in finding.claims:
                assert text_of(sayer.said(claim)) == plain(phrases.said(claim, dataset))


SELECTIONS: list[dict[str, Any]] = [
    {}, {"start": date(2020, 3, 1)}, {"end": date(2020, 3, 9)}, {"start": date(2020, 3, 1), "end": date(2020, 3, 1)},
    {"start": date(2020, 3, 1), "end": date(2020, 3, 9)}, {"actors": {"reds"}}, {"actors": {"reds", "blues", "greens"}},
    {"actors": {"reds"}, "role": "denies"}, {"role": "victim"}, {"kinds": {"rocket", "air"}},
    {"sources": {"radio", "sheet"}}, {"contested": {ANY_FIELD}}, {"contested": {"wounded", "killed"}}, {"text": "camp"},
]  # fmt: skip


@pytest.mark.parametrize("parts", SELECTIONS, ids=[str(list(parts)) for parts in SELECTIONS])
def test_the_filter_in_words(parts: dict[str, Any]) -> None:
    chosen = IncidentFilter(**{key: frozenset(v) if isinstance(v, set) else v for key, v in parts.items()})
    data = make.dataset()
    assert text_of(filter_sentence(chosen, Sayer(EN, data))) == english_sentence(chosen, data)
    arabic = filter_sentence(chosen, Sayer(AR, data))
    assert not re.search("[A-Za-z]", re.sub("<bdi.*?</bdi>", "", arabic)), "all but data is in Arabic"
    assert text_of(arabic).count("؛") >= 2


def test_names_are_local_where_the_data_has_them(shipped: Catalogue) -> None:
    english, arabic = Sayer(EN, shipped.dataset), Sayer(AR, shipped.dataset)
    assert arabic.actor("united-states") == "الولايات المتحدة"
    assert arabic.actor("contractors") == '<bdi lang="en" dir="ltr">Contractors</bdi>'
    assert english.actor("united-states") == "United States"
    assert arabic.place(shipped.dataset.places["camp-taji"]) == RTL
    assert arabic.place(shipped.dataset.places["not-stated"]) == "المكان غير مذكور"
