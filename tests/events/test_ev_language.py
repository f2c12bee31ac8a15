"""The languages: counts have their forms, data is set apart, and the same is said in Arabic."""

from __future__ import annotations

import re

import pytest

from events import day_phrases, language, phrases
from events.amounts import parse_amount
from events.catalogue import build
from events.dataset import BUILT_IN
from events.dates import parse_edtf
from events.filters import IncidentFilter
from events.reading import load_or_raise
from events.sentences import selection_sentence
from events.translations.ar import CATALOGUE, form

FSI, LRI, PDI = "\u2068", "\u2066", "\u2069"

def test_counts_have_six_forms_and_say_the_number_where_it_is_not_a_word() -> None:
    plurals = {many: forms for many, forms in CATALOGUE.items() if isinstance(forms, tuple)}
    assert len(plurals) > 15
    for many, forms in plurals.items():
        assert len(forms) == 6, many
        assert all("{n}" in words for words in forms[3:]), many


@pytest.mark.parametrize(
    ("count", "which"),
    [(0, 0), (1, 1), (2, 2), (3, 3), (10, 3), (11, 4), (99, 4), (100, 5), (102, 5), (103, 3), (111, 4), (200, 5)],
)
def test_the_form_of_a_count(count: int, which: int) -> None:
    assert form(count) == which


def test_the_default_is_english_and_a_language_lasts_as_long_as_it_is_spoken() -> None:
    assert (language.current(), language.direction(), language.t("Clear all")) == ("en", "ltr", "Clear all")
    with language.using("ar"):
        assert (language.current(), language.direction(), language.t("Clear all")) == ("ar", "rtl", "مسح الكل")
        assert language.t("no such message") == "no such message"
    assert language.current() == "en"
    with pytest.raises(ValueError, match="expected one of en, ar, got 'xx'"):
        language.use("xx")


@pytest.mark.parametrize(
    ("value", "shown"),
    [
        ("Camp Taji", f"{FSI}Camp Taji{PDI}"),
        ("معسكر التاجي", "معسكر التاجي"),
        ("12 – 14", f"{LRI}12 – 14{PDI}"),
        ("1,200", "1,200"),
        (7, "7"),
        (f"{FSI}a{PDI}؛ ب", f"{FSI}a{PDI}؛ ب"),
        (f"a{PDI}b", f"{FSI}a�b{PDI}"),
        ("a\u202eb", f"{FSI}a�b{PDI}"),
        ("–", "–"),
    ],
)
def test_data_is_set_apart_in_a_language_that_runs_the_other_way(value: object, shown: str) -> None:
    assert language.data(value) == str(value)
    with language.using("ar"):
        assert language.data(value) == shown


@pytest.mark.parametrize(
    ("edtf", "words", "short"),
    [
        ("2020-03-11", "11 آذار/مارس 2020", "11 آذار"),
        ("2020-03-12/2020-03-13", f"{LRI}12 – 13{PDI} آذار/مارس 2020", f"{LRI}12–13{PDI} آذار"),
        ("2019-12-31/2020-01-02", "من 31 كانون الأول/ديسمبر 2019 إلى 2 كانون الثاني/يناير 2020",
         "من 31 كانون الأول إلى 2 كانون الثاني"),
        ("..", "التاريخ غير مذكور", "التاريخ غير مذكور"),
    ],
)  # fmt: skip
def test_days_in_arabic(edtf: str, words: str, short: str) -> None:
    with language.using("ar"):
        assert (day_phrases.days(parse_edtf(edtf)), day_phrases.short_days(parse_edtf(edtf))) == (words, short)


@pytest.mark.parametrize(
    ("value", "words"),
    [
        (14, "14"), ({"more_than": 12}, "أكثر من 12"), ({"about": 30}, "نحو 30"),
        ({"low": 12, "high": 18}, f"{LRI}12 – 18{PDI}"),
    ],
)
def test_amounts_in_arabic(value: object, words: str) -> None:
    with language.using("ar"):
        assert parse_amount(value).words == words


CAPTIONS = [
    (IncidentFilter(), "9 حوادث و4 أجزاء مذكورة، في أي تاريخ؛ جميع الأطراف؛ جميع المصادر. بلا موقع: 19."),
    (IncidentFilter(actors=frozenset({"poland", "united-kingdom"})), "ما يتصل بالأطراف: المملكة المتحدة أو بولندا؛"),
    (IncidentFilter(role="denies"), "أي طرف بصفة: النافي؛"),
    (IncidentFilter(kinds=frozenset({"crowd"})), "حادثة واحدة، في أي تاريخ؛ جميع الأطراف؛ اقتحام أو اضطرابات؛"),
    (IncidentFilter(contested=frozenset({"wounded"})), "التعارض في: الجرحى."),
    (IncidentFilter(text="Taji"), f"ما يتضمن الكلمات «{FSI}Taji{PDI}»."),
    (IncidentFilter(sources=frozenset({"voa-2020-03-12"})), f"ما يرويه: {FSI}Voice of America{PDI}."),
    (IncidentFilter(start=parse_edtf("2020-01-08").start, end=parse_edtf("2020-01-08").end),
     "، في 8 كانون الثاني/يناير 2020؛"),
]  # fmt: skip


@pytest.mark.parametrize(("chosen", "part"), CAPTIONS)
def test_the_caption_in_arabic(chosen: IncidentFilter, part: str) -> None:
    dataset = load_or_raise(BUILT_IN)
    selection = build(dataset).select(chosen)
    with language.using("ar"):
        said = selection_sentence(selection, dataset)
    assert part in said
    outside = re.sub(f"{FSI}[^{PDI}]*{PDI}", "", said)
    assert not re.search("[A-Za-z]", outside)


def test_a_claim_of_every_field_has_no_english_outside_data() -> None:
    dataset = load_or_raise(BUILT_IN)
    with language.using("ar"):
        catalogue = build(dataset)
        said = [phrases.said(claim, dataset) for _, claim in dataset.claims]
        said += [phrases.why(finding, dataset) for one in catalogue.summaries for finding in one.findings]
        said += [phrases.finding_text(finding, dataset) for one in catalogue.summaries for finding in one.findings]
    left = [re.sub(f"{FSI}[^{PDI}]*{PDI}", "", words) for words in said]
    assert [words for words in left if re.search("[A-Za-z]", words)] == []
