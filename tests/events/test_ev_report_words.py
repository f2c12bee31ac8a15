"""The tables of words: the same keys, placeholders and plurals in each language; the forms of a count."""

from __future__ import annotations

import re

import pytest

from events.dates import Days
from events.fields import FIELDS, KINDS, ROLES, WEAPONS, Stance
from events.report.language import LANGUAGES, arabic_form, english_form, language_of
from events.report.markup import text_of
from geodata.places import Precision

ENGLISH, ARABIC = LANGUAGES["en"].words, LANGUAGES["ar"].words
PLACEHOLDER = re.compile(r"\{[^}]*\}")
MONTHS_OF_IRAQ = [
    "كانون الثاني/يناير", "شباط/فبراير", "آذار/مارس", "نيسان/أبريل", "أيار/مايو", "حزيران/يونيو", "تموز/يوليو",
    "آب/أغسطس", "أيلول/سبتمبر", "تشرين الأول/أكتوبر", "تشرين الثاني/نوفمبر", "كانون الأول/ديسمبر",
]  # fmt: skip


def test_both_tables_have_the_same_keys() -> None:
    assert set(ENGLISH) == set(ARABIC)


@pytest.mark.parametrize("key", sorted(ENGLISH))
def test_the_placeholders_are_the_same(key: str) -> None:
    assert set(PLACEHOLDER.findall(ARABIC[key])) == set(PLACEHOLDER.findall(ENGLISH[key]))
    assert all(re.fullmatch(r"\{[a-z_]+\}", one) for one in PLACEHOLDER.findall(ARABIC[key] + ENGLISH[key]))


@pytest.mark.parametrize("key", sorted(ENGLISH))
def test_a_plural_has_every_form_of_its_language(key: str) -> None:
    forms = ENGLISH[key].split("|"), ARABIC[key].split("|")
    assert tuple(map(len, forms)) in ((1, 1), (2, 6))
    assert all(form.strip() for form in forms[0] + forms[1])


@pytest.mark.parametrize("key", sorted(set(ARABIC) - {"map.north"}))
def test_the_arabic_is_arabic(key: str) -> None:
    bare = re.sub(r"Natural Earth|Sourcepin", "", PLACEHOLDER.sub("", ARABIC[key]))
    assert not re.search(r"[A-Za-z]", bare)
    assert not re.search(r"[\u0660-\u0669\u06f0-\u06f9]", bare), "digits are Western throughout"
    assert "," not in bare
    assert ";" not in bare


CLOSED = [
    *(f"field.{field.key}" for field in FIELDS), *(f"kind.{kind}" for kind in KINDS),
    *(f"weapon.{weapon}" for weapon in WEAPONS), *(f"role.{role}" for role in ROLES),
    *(f"stance.{stance.value}" for stance in Stance), *(f"manner.{stance.value}" for stance in Stance),
    *(f"precision.{precision.value}" for precision in Precision),
]  # fmt: skip


@pytest.mark.parametrize("key", CLOSED)
def test_every_word_of_a_closed_list_is_there(key: str) -> None:
    assert ENGLISH[key]
    assert ARABIC[key]


def test_the_months_are_those_of_iraq() -> None:
    assert [ARABIC[f"month.{number}"] for number in range(1, 13)] == MONTHS_OF_IRAQ


# Unicode CLDR: zero 0, one 1, two 2, few n % 100 = 3..10, many n % 100 = 11..99, other the rest.
FORMS = [
    (0, 0, 1), (1, 1, 0), (2, 2, 1), (3, 3, 1), (10, 3, 1), (11, 4, 1), (26, 4, 1), (99, 4, 1), (100, 5, 1),
    (101, 5, 1), (102, 5, 1), (103, 3, 1), (110, 3, 1), (111, 4, 1), (199, 4, 1), (200, 5, 1), (1000, 5, 1),
]  # fmt: skip


@pytest.mark.parametrize(("count", "arabic", "english"), FORMS)
def test_the_form_of_a_count(count: int, arabic: int, english: int) -> None:
    assert (arabic_form(count), english_form(count)) == (arabic, english)


COUNTS = [
    ("n.incidents", 0, "0 incidents", "لا حوادث"), ("n.incidents", 1, "1 incident", "حادثة واحدة"),
    ("n.incidents", 2, "2 incidents", "حادثتان"), ("n.incidents", 3, "3 incidents", "3 حوادث"),
    ("n.incidents", 11, "11 incidents", "11 حادثةً"), ("n.incidents", 100, "100 incidents", "100 حادثة"),
    ("n.sources", 1, "one source", "مصدر واحد"), ("n.sources", 2, "2 sources", "مصدران"),
    ("n.sources", 5, "5 sources", "5 مصادر"), ("n.sources", 16, "16 sources", "16 مصدرًا"),
    ("n.origins", 2, "2 origins", "أصلان"), ("n.origins", 1204, "1,204 origins", "1,204 أصول"),
]  # fmt: skip


@pytest.mark.parametrize(("key", "count", "english", "arabic"), COUNTS)
def test_counts_in_words(key: str, count: int, english: str, arabic: str) -> None:
    assert text_of(LANGUAGES["en"].count(key, count)) == english
    assert text_of(LANGUAGES["ar"].count(key, count)) == arabic


@pytest.mark.parametrize("code", ["fr", "", "EN", "ar-IQ"])
def test_another_language_is_refused_with_what_there_is(code: str) -> None:
    with pytest.raises(ValueError, match="expected one of en, ar"):
        language_of(code)


def test_the_languages_say_their_direction() -> None:
    assert [(one.code, one.direction) for one in LANGUAGES.values()] == [("en", "ltr"), ("ar", "rtl")]
    assert all(language.days(Days(None, None)) for language in LANGUAGES.values())
