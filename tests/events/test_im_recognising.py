"""Which column is what: by name, by content, and what is asked because the file does not decide it."""

from __future__ import annotations

from pathlib import Path

import pytest

from events.importing.mapping import Mapping, MappingError, load, save
from events.importing.recognising import Proposal, answer, propose, recognise
from tests.events.im_generic_building import workbench


@pytest.mark.parametrize(
    ("column", "role"),
    [
        ("Latitude", "lat"), ("LAT", "lat"), ("خط العرض", "lat"), ("Breitengrad", "lat"), ("lng", "lon"),
        ("Event Date", "date"), ("fecha", "date"), ("التاريخ", "date"), ("date_start", "start"), ("Ende", "end"),
        ("Governorate", "province"), ("المحافظة", "province"), ("Town", "place"), ("lieu", "place"),
        ("País", "country"),
        ("Deaths", "killed"), ("number of deaths", "killed"), ("القتلى", "killed"), ("tués", "killed"),
        ("injured", "wounded"), ("Notes", "account"), ("source_url", "url"), ("المصدر", "publisher"),
        ("wounded children", "other"), ("side_a_id", "other"), ("Foo", "other"), ("_geometry", ""),
    ],
)  # fmt: skip
def test_names_of_columns(column: str, role: str) -> None:
    (found,) = propose([column], {column: ["1"]} if role in ("lat", "lon") else {column: ["مثال"]}).columns
    fits_by_name = propose([column], {}).columns[0]
    if role == "other":
        assert found.role == "other"
    else:
        assert fits_by_name.role == role
        assert fits_by_name.reason


def roles(proposal: Proposal) -> dict[str, str]:
    """Column to role."""
    return {one.column: one.role for one in proposal.columns}


def test_content_is_believed_where_the_name_says_nothing_or_the_wrong_thing() -> None:
    proposal = propose(
        ["a", "b", "c", "killed by"],
        {"a": ["https://x.example/1"], "b": ["POINT(44 33)"], "c": ["2020-03-11"], "killed by": ["A group"]},
    )
    assert roles(proposal) == {"a": "url", "b": "coordinates", "c": "date", "killed by": "other"}
    wrong = propose(["date"], {"date": ["not a day", "neither"]})
    assert roles(wrong) == {"date": "other"}


def test_lat_without_lon_is_not_taken() -> None:
    assert propose(["lat"], {"lat": ["33"]}).mapping.columns == {}


def test_several_columns_for_one_role_are_asked() -> None:
    sample = {"date": ["2020-01-01"], "day": ["2020-01-02"]}
    proposal = propose(["date", "day"], sample)
    (question,) = proposal.open
    assert (question.key, question.default, dict(question.options).keys()) == ("column:date", "date", {"date", "day"})
    chosen = answer(proposal, {"column:date": "day"})
    assert (chosen.mapping.columns["date"], chosen.mapping.other, chosen.open) == ("day", ("date",), ())


@pytest.mark.parametrize(
    ("dates", "order", "asked"),
    [
        (["03/04/2020", "05/06/2020"], None, ["date_order"]),
        (["03/04/2020", "25/06/2020"], "dmy", []),
        (["03/04/2020", "05/26/2020"], "mdy", []),
        (["13/04/2020", "05/26/2020"], None, ["date_order"]),
        (["03/03/2020", "2020-01-01"], None, []),
        (["2020-03-04"], None, []),
        (["25/06/20"], "dmy", ["century"]),
    ],
)
def test_order_of_day_and_month(dates: list[str], order: str | None, asked: list[str]) -> None:
    proposal = propose(["date"], {"date": dates})
    assert (proposal.mapping.date_order, [question.key for question in proposal.open]) == (order, asked)
    assert bool(proposal.notes) == (order is not None)


def test_one_row_anywhere_in_the_file_decides_the_order(tmp_path: Path) -> None:
    rows = ["03/04/2020"] * 3000 + ["25/04/2020"] + ["03/04/2020"] * 3000
    with workbench(tmp_path, "date\n" + "\n".join(rows)) as staging:
        assert recognise(staging).mapping.date_order == "dmy"


@pytest.mark.parametrize(
    ("killed", "lat", "decimal", "asked"),
    [
        (["1.234", "3"], ["33,3"], ",", []), (["1.234", "3"], ["33.3"], ".", []), (["1.234"], [], None, ["decimal"]),
        (["1,234"], [], None, ["decimal"]), (["3", "4"], [], None, []),
    ],
)  # fmt: skip
def test_decimal_sign(killed: list[str], lat: list[str], decimal: str | None, asked: list[str]) -> None:
    sample = {"killed": killed, "lat": lat, "lon": lat} if lat else {"killed": killed}
    proposal = propose(list(sample), sample)
    assert (proposal.mapping.decimal, [question.key for question in proposal.open]) == (decimal, asked)
    if asked:
        options = dict(proposal.open[0].options)
        assert "1234" in options["," if "." in killed[0] else "."]


@pytest.mark.parametrize(
    ("lats", "lons", "country", "asked"),
    [
        (["44.3", "43.1"], ["33.3", "36.3"], "Iraq", True), (["33.3", "36.3"], ["44.3", "43.1"], "Iraq", False),
        (["120.5", "121"], ["14.6", "15"], None, True), (["14.6", "15"], ["120.5", "121"], None, False),
    ],
)  # fmt: skip
def test_swapped_axes_are_asked(lats: list[str], lons: list[str], country: str | None, asked: bool) -> None:
    sample: dict[str, list[str | None]] = {"lat": list(lats), "lon": list(lons), "country": [country] * 2}
    proposal = propose(list(sample), sample)
    assert ("swap" in [question.key for question in proposal.open]) is asked
    if asked:
        after = answer(proposal, {"swap": "swap"}).mapping
        assert (after.columns["lat"], after.columns["lon"]) == ("lon", "lat")


def test_kinds_are_proposed_word_by_word() -> None:
    sample = {"type": ["Battle", "اشتباك", "protest", "something else"]}
    assert propose(["type"], sample).mapping.kinds == {"Battle": "battle", "اشتباك": "battle", "protest": "protest"}


def test_an_answer_that_is_none_is_refused() -> None:
    proposal = propose(["date"], {"date": ["03/04/2020"]})
    for key, given in (("date_order", "ymd"), ("decimal", ".")):
        with pytest.raises(MappingError, match="expected one of"):
            answer(proposal, {key: given})


FULL = Mapping(
    columns={"date": "When", "lat": "y", "lon": "x"}, constants={"country": "Iraq"}, other=("Ünïcode: ja",),
    kinds={"no": "battle", "y": "air"}, places={"A |  | ": "unplaced"}, date_order="dmy", century=1970, decimal=",",
    actors=[{"column": "Who", "role": "attacker"}], separator="|",  # type: ignore[list-item]
)  # fmt: skip


@pytest.mark.parametrize("mapping", [FULL, Mapping(), Mapping(separator="")])
def test_a_mapping_comes_back(mapping: Mapping) -> None:
    assert load(save(mapping)) == mapping
    assert load(mapping.model_dump_json()) == mapping


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("columns: {dat: When}", "did you mean 'date'"), ("colums: {}", "no key of a mapping"),
        ("date: When", "columns"),
        ("columns: {lat: a}", "both lat and lon"), ("columns: {lat: a, lon: b, coordinates: c}", "keep one"),
        ("kinds: {x: war}", "no kind"), ("date_order: ymd", "date_order"), ("- a", "expected a mapping"),
        ("a: [", "neither YAML nor JSON"), ("a: &x 1\nb: *x", "aliases"),
        ("actors: [{column: a, role: boss}]", "expected"),
        ("constants: {lat: '33'}", "role of a constant"), ("columns: {date: Wen}", "did you mean 'When'"),
    ],
)  # fmt: skip
def test_mistakes_of_a_mapping_are_said(text: str, said: str) -> None:
    with pytest.raises(MappingError, match=".*" + said.replace("(", r"\(")):
        load(text, ["When", "Where"])


def test_one_axis_alone_is_kept_as_it_is_and_says_why() -> None:
    found = propose(["date", "Breite"], {"date": ["2020-01-03"], "Breite": ["33.3"]})
    assert (found.mapping.columns, found.mapping.other) == ({"date": "date"}, ("Breite",))
    assert "other axis" in found.columns[1].reason
