"""The two real files of UCDP GED: every row is on the map or set aside with its reason, and says what the file says."""

from __future__ import annotations

import csv
import json
import random
from pathlib import Path

import pytest

from events.importing import ucdp, validating
from tests.events import im_shaping as make

pytestmark = pytest.mark.skipif(not make.IRAQ.exists(), reason="the shared files are not here")
FILES = pytest.mark.parametrize(
    ("path", "rows", "lost"), [(make.IRAQ, 7473, 69), (make.WORLD, 1000, 13)], ids=["iraq", "world"]
)


@FILES
def test_numbers_add_up(path: Path, rows: int, lost: int) -> None:
    with make.staged_file(path) as staging:
        shaping = ucdp.shape(staging, path.name)
        found = validating.validate(staging, shaping.checks, make.TODAY)
        assert (found.total, found.rejected) == (rows, lost)
        assert staging.one("SELECT count(*), count(DISTINCT id) FROM shaped") == (rows - lost, rows - lost)
        # UCDP's own contradictions: low above high, or best outside the two.
        outside = staging.rows(
            "SELECT _row FROM raw WHERE NOT best::DOUBLE BETWEEN low::DOUBLE AND high::DOUBLE ORDER BY _row"
        )
        assert staging.rows("SELECT DISTINCT _row FROM rejected ORDER BY _row") == outside
        assert all(reason and mend for *_, reason, mend in make.rejected(staging))


@FILES
def test_every_accepted_row_is_an_incident_with_the_parties_of_its_claims(path: Path, rows: int, lost: int) -> None:
    with make.staged_file(path) as staging:
        shaped = make.shaped(staging, ucdp.shape(staging, path.name))
    for row in random.Random(4).sample(shaped, 500):  # noqa: S311
        derived = make.parties(row)
        assert {(one["actor"], one["role"]) for one in row["parties"]} == set(derived), row["id"]
        assert len(row["parties"]) == len(derived)


@FILES
def test_ten_at_random_say_what_the_file_says(path: Path, rows: int, lost: int) -> None:
    with path.open(encoding="utf-8", newline="") as lines:
        given = {row["id"].removesuffix(".0"): row for row in csv.DictReader(lines)}
    with make.staged_file(path) as staging:
        shaped = {row["id"]: row for row in make.shaped(staging, ucdp.shape(staging, path.name))}
    for key in random.Random(5).sample(sorted(shaped), 10):  # noqa: S311
        row, told = shaped[key], given[key]
        start, end = told["date_start"][:10], told["date_end"][:10]
        assert make.said(row, "date")[0][0] == (start if start == end else f"{start}/{end}")
        assert make.said(row, "place")[0][0] == told["where_coordinates"]
        assert (row["killed_low"], row["killed_high"]) == (int(float(told["low"])), int(float(told["high"])))
        killed = next(claim for claim in row["claims"] if claim["field"] == "killed")
        dead = sum(float(told[f"deaths_{side}"]) for side in ("a", "b", "civilians", "unknown"))
        assert sum(json.loads(killed["parts"] or "{}").values()) == dead
        sides = ("participant", "attribution", "target")
        names = {claim["value"] for claim in row["claims"] if claim["field"] in sides}
        assert {json.loads(name) for name in names} == {told["side_a"], told["side_b"]}
        assert all(source["publisher"] in told["source_office"] for source in row["sources"] if told["source_office"])
        if row["lat"] is not None:
            assert (row["lat"], row["lon"]) == (float(told["latitude"]), float(told["longitude"]))
