"""The documents that a UCDP row cites: both forms of source_article, and the columns beside it."""

from __future__ import annotations

import pytest

from events.importing import ucdp
from tests.events import im_shaping as make
from tests.events.test_im_ucdp import one

AFP, REUTERS = "Agence France Presse", "Reuters News"


def documents(article: str | None, **changes: str | None) -> list[tuple[str | None, str, str | None]]:
    """(publisher, title, published) of the sources of an event with that source_article."""
    row = one(source_article=article, **changes)
    assert all(source["url"] is None for source in row["sources"])
    return [(source["publisher"], source["title"], source["published"]) for source in row["sources"]]


@pytest.mark.parametrize(
    ("article", "expected"),
    [
        (f'"{AFP},2014-01-25,Violence, with commas"', [(AFP, "Violence, with commas", "2014-01-25")]),
        (f'"{AFP},2014-01-25,A";"{REUTERS},2014-01-26,B; and C"; "SOHR,2014-01-27,D"',
         [(AFP, "A", "2014-01-25"), (REUTERS, "B; and C", "2014-01-26"), ("SOHR", "D", "2014-01-27")]),
        ('"BBC,2014-05-06,Tribesmen "advancing""', [("BBC", 'Tribesmen "advancing"', "2014-05-06")]),
        ('"BBC,2015-01-21,"Operations"";"SOHR,2015-01-22,"Killed" in Homs"',
         [("BBC", '"Operations"', "2015-01-21"), ("SOHR", '"Killed" in Homs', "2015-01-22")]),
        ('"Sputnik,2018-06-06,Air force\nCR \tРИАН"', [("Sputnik", "Air force\nCR \tРИАН", "2018-06-06")]),
        ('"Observatory, Homs, branch,2014-01-25,H"', [("Observatory, Homs, branch", "H", "2014-01-25")]),
        ('"AFP,1753-01-01,H"', [("AFP", "H", None)]),
        ('"AFP,2014-02-30,H"', [("AFP", "H", None)]),
        ('"AFP,2014-02-03,"', [("AFP", "AFP,2014-02-03,", "2014-02-03")]),
    ],
)  # fmt: skip
def test_listed_articles(article: str, expected: list[tuple[str | None, str, str | None]]) -> None:
    assert documents(article, number_of_sources=str(len(expected)), source_office="x") == expected


@pytest.mark.parametrize(
    ("article", "expected"),
    [
        ("Reuters 2003-04-28", ("Reuters", "Reuters 2003-04-28", "2003-04-28")),
        (f"{REUTERS}, 2010-04-06, FACTBOX-Security", (REUTERS, "FACTBOX-Security", "2010-04-06")),
        ('AFP 2006-04-12 "Twelve dead', ("AFP", "Twelve dead", "2006-04-12")),
        # Free text with no date, with two, with a headline first or with a day of access is kept whole.
        ("r 13/12", (None, "r 13/12", None)),
        ("AFP, 2011-03-30, A, BBC, 2011-03-30, B", (None, "AFP, 2011-03-30, A, BBC, 2011-03-30, B", None)),
        ("Attack kills one: report, AFP, 2011-03-30", (None, "Attack kills one: report, AFP, 2011-03-30", None)),
        ("SATP Timeline accessed 2012-03-30", (None, "SATP Timeline accessed 2012-03-30", None)),
    ],
)  # fmt: skip
def test_free_text(article: str, expected: tuple[str | None, str, str | None]) -> None:
    assert documents(article) == [expected]


@pytest.mark.parametrize(
    ("office", "day", "headline", "expected"),
    [
        ("A;B", "2014-01-01;2014-01-02", "x;y", [("A", "x", "2014-01-01"), ("B", "y", "2014-01-02")]),
        ("A", "2014-01-01", "x; y", [("A", "x; y", "2014-01-01")]),
        ("A;B", "2014-01-01;2014-01-02", "x;y;z", [("A", "A", "2014-01-01"), ("B", "B", "2014-01-02")]),
        (None, None, None, []),
    ],
)  # fmt: skip
def test_columns_stand_in_for_a_missing_article(
    office: str | None, day: str | None, headline: str | None, expected: list[tuple[str, str, str]]
) -> None:
    given = {"source_office": office, "source_date": day, "source_headline": headline}
    assert documents(None, number_of_sources=str(len(expected) or -1), **given) == expected


@pytest.mark.parametrize("path", [make.IRAQ, make.WORLD], ids=["iraq", "world"])
def test_every_article_of_the_real_files_is_accounted_for(path: object) -> None:
    if not make.IRAQ.exists():
        pytest.skip("the shared files are not here")
    with make.staged_file(path) as staging:  # type: ignore[arg-type]
        ucdp.shape(staging)
        odd = staging.rows(
            f"""SELECT id, source_count, len(sources) FROM {ucdp.PARSED} JOIN shaped USING (_row, id)
            WHERE len(sources) <> CASE WHEN source_count > 0 THEN source_count ELSE (article IS NOT NULL)::INT END
            """  # noqa: S608
        )
        assert odd == []
        unsaid = staging.one(
            f"""SELECT count(*) FROM (
                SELECT unnest(sources) AS one, source_count FROM {ucdp.PARSED} JOIN shaped USING (_row))
            WHERE one.title IS NULL OR one.title = '' OR (source_count > 0 AND one.publisher IS NULL)"""  # noqa: S608
        )
        assert unsaid == (0,)
