"""Places without coordinates: one clear candidate is taken, the rest is offered, nothing is guessed."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from events.importing.geocoding import UNPLACED, candidate_id, covered, key_of, search
from events.importing.mapping import Mapping
from events.importing.showing import offers as offered
from events.importing.showing import placed
from tests.events.im_generic_building import shaped, workbench

MAPPING = Mapping(columns={"place": "town", "province": "province", "country": "country"})


@pytest.mark.parametrize(
    ("names", "taken"),
    [
        (("Fallujah", "", "Iraq"), "Fallujah"), (("Falluja", "", "Iraq"), "Fallujah"), (("Baghdad city", "", "IQ"),
        "Baghdad"),
        (("Baghdad", "", "Iraq"), None), (("Fallujjah", "", "Iraq"), None), (("Nowhereville", "Anbar", "Iraq"), None),
        (("", "Anbar", "Iraq"), "Anbar"), (("", "", "Iraq"), "Iraq"), (("Fallujah", "Anbar", "Iraq"), "Fallujah"),
        (("Fallujah", "", "Atlantis"), None), (("Fallujah", "", "Syria"), None), (("", "Nowhere", "Iraq"), None),
    ],
)  # fmt: skip
def test_only_one_clear_candidate_is_taken(names: tuple[str, str, str], taken: str | None) -> None:
    found = search(*names)
    assert (found.taken.name if found.taken else None) == taken
    assert bool(found.note) == (taken is None)


def test_a_province_that_is_named_leaves_out_places_elsewhere_and_is_offered_itself() -> None:
    found = search("Nowhereville", "Anbar", "Iraq")
    assert [(one.name, one.kind) for one in found.offered] == [("Anbar", "province")]


def test_an_answer_is_taken_or_leaves_it_unplaced() -> None:
    names = ("Baghdad", "", "Iraq")
    city = next(one for one in search(*names).offered if one.kind == "city")
    assert search(*names, {key_of(*names): candidate_id(city)}).taken == city
    left = search(*names, {key_of(*names): UNPLACED})
    assert (left.taken, left.chosen) == (None, True)
    assert "none of the candidates" in search(*names, {key_of(*names): "Rome"}).note


@pytest.mark.parametrize(
    ("country", "said"), [("Chad", "has no towns of Chad"), ("Atlantis", "no country that is known")]
)
def test_countries_outside_the_gazetteer_are_said(country: str, said: str) -> None:
    note = search("Somewhere", "", country).note
    assert said in note
    assert {"Iraq", "Syria", "Iran"} <= set(covered())


TEXT = """town,province,country
Fallujah,,Iraq
Baghdad,,Iraq
Baghdad,,Iraq
Fallujjah,,Iraq
,Anbar,Iraq
,,
"""


def test_rows_are_marked_offered_and_kept(tmp_path: Path) -> None:
    with workbench(tmp_path, TEXT) as staging:
        rows = shaped(staging, MAPPING)
        offers = {key: (int(count), json.loads(listed), note) for key, count, listed, note in staging.rows(
            "SELECT key, rows, candidates, note FROM offers WHERE candidates IS NOT NULL"
        )}  # fmt: skip
        taken = placed(staging, 50)
    assert [(row["precision"], row["geocoded"]) for row in rows] == [
        (1, "Fallujah, city, IQ"), (5, None), (5, None), (5, None), (3, "Anbar, province, IQ"),
    ]  # fmt: skip
    assert [(one.name, one.geocoded, one.rows) for one in taken] == [
        ("Anbar, Iraq", "Anbar, province, IQ", 1), ("Fallujah, Iraq", "Fallujah, city, IQ", 1),
    ]  # fmt: skip
    assert "exact name; GeoNames" in rows[0]["obtained"]
    assert rows[0]["radius_km"] == 3.9
    assert set(offers) == {key_of("Baghdad", "", "Iraq"), key_of("Fallujjah", "", "Iraq")}
    count, listed, _ = offers[key_of("Baghdad", "", "Iraq")]
    assert (count, {one["kind"] for one in listed} >= {"city", "province"}) == (2, True)
    assert "similar" in offers[key_of("Fallujjah", "", "Iraq")][2]


def test_answers_come_with_the_mapping_or_beside_it(tmp_path: Path) -> None:
    key = key_of("Baghdad", "", "Iraq")
    area = next(one for one in search("Baghdad", "", "Iraq").offered if one.kind == "province")
    mapping = MAPPING.model_copy(update={"places": {key: candidate_id(area)}})
    with workbench(tmp_path, TEXT) as staging:
        rows = shaped(staging, mapping, choices={key_of("Fallujjah", "", "Iraq"): UNPLACED})
        assert offered(staging) == ()
        assert [one.geocoded for one in placed(staging, 50)] == [
            "Baghdad, province, IQ", "Anbar, province, IQ", "Fallujah, city, IQ",
        ]  # fmt: skip
    assert json.loads(rows[1]["area"]) == {"regions": ["IQ-BG"]}
    assert "chosen by the importer" in rows[1]["obtained"]
    assert rows[3]["obtained"] == "left unplaced by the importer"
