"""Folding of spellings."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from geodata.names import fold, kinds_named, strip_kind_words

ALIKE = [
    ("Al Ḩasakah", "al-hasakah", "HASAKAH"),
    ("Ash Sharqāt", "Sharqat"),
    ("Deir ez-Zor", "Deir el Zor", "DEIR ZOR"),
    ("Ba'qūbah", "Baʿqubah", "Ba‘qubah", "Baqubah"),
    ("K-1", "K1", "k 1"),
    ("الموصل", "موصل", "الموصـل"),
    ("أربيل", "إربيل", "اربيل"),
    ("كركوك", "کرکوک"),
    ("البصرة", "البصره"),
    ("ایران", "إيران"),
    ("Şırnak", "Sirnak"),
    ("Camp ٣", "camp 3", "Camp ۳"),
    ("Salah ad-Din", "Salah al-Din"),
]
DIFFERENT = [("K-1", "Kirkuk"), ("Balad", "Balad Ruz"), ("Najaf", "Nawa"), ("Karbala", "كربلاء"), ("H-2", "H-3")]


@pytest.mark.parametrize("spellings", ALIKE, ids=lambda spellings: spellings[0])
def test_spellings_of_one_name_fold_alike(spellings: tuple[str, ...]) -> None:
    assert len({fold(spelling) for spelling in spellings}) == 1


@pytest.mark.parametrize(("one", "other"), DIFFERENT)
def test_different_names_stay_different(one: str, other: str) -> None:
    assert fold(one) != fold(other)


@pytest.mark.parametrize(("name", "folded"), [("", ""), (" - ' ", ""), ("Al", "al"), ("The Al", "the al")])
def test_a_name_of_articles_alone_keeps_them(name: str, folded: str) -> None:
    assert fold(name) == folded


PIECES = ["al", "el", "Ash", "ad-", "الموصل", "K", "1", "٣", "Camp", "'", "ʿayn", "ı", "İ", "ß", "™", "ـ"]


@given(st.text(max_size=40))
def test_folding_twice_changes_nothing_more(name: str) -> None:
    assert fold(fold(name)) == fold(name)


@given(st.lists(st.sampled_from(PIECES), max_size=6))
def test_folding_twice_changes_nothing_more_on_names_like_ours(words: list[str]) -> None:
    once = fold(" ".join(words))
    assert fold(once) == once


@pytest.mark.parametrize(
    ("name", "core"),
    [
        ("Camp Taji", "taji"),
        ("Al Asad Air Base", "asad"),
        ("Baghdad International Airport", "baghdad"),
        ("City of Baghdad", "baghdad"),
        ("Babil Governorate", "babil"),
        ("محافظة الأنبار", "انبار"),
        ("Green Zone", "green zone"),
        ("Air Base", "air base"),
    ],
)
def test_kind_words_are_left_out_unless_nothing_remains(name: str, core: str) -> None:
    assert strip_kind_words(fold(name)) == core


@pytest.mark.parametrize(
    ("name", "kinds"),
    [
        ("Baghdad airport", {"airport"}),
        ("Kirkuk air base", {"air base"}),
        ("Camp Taji", {"base"}),
        ("Kirkuk city", {"city"}),
        ("Babil Governorate", {"province"}),
        ("Mosul", set()),
    ],
)
def test_words_tell_the_kind_of_a_place(name: str, kinds: set[str]) -> None:
    assert kinds_named(fold(name)) == kinds
