"""What the import is measured against: ``geopandas.read_file``, then the same columns built in pandas.

Vectorised as somebody who knows pandas would write it: ``str`` accessors, ``explode``, ``merge``, ``concat``; no
Python loop per row, and work on distinct values where that is shorter. Hashes are pandas' own 64 bits, not MD5, and
nothing is written to the disk: both are in its favour.
"""

from __future__ import annotations

from pathlib import Path
from typing import Any

import geopandas
import numpy
import pandas

from geodata.regions import default_regions

SLUG = "ged"
_KINDS = {1: ("battle", "Fighting"), 2: ("battle", "Fighting"), 3: ("civilians", "Violence against civilians")}
_WORDS = {1: "state-based conflict", 2: "non-state conflict", 3: "one-sided violence"}
_RANK = {1: 1, 2: 1, 3: 2, 4: 3, 5: 3, 6: 4, 7: 4}
_RADIUS = {1: 5.0, 2: 25.0, 3: 30.0, 4: 100.0, 5: 50.0, 6: 300.0, 7: 300.0}
_DEAD = ["deaths_a", "deaths_b", "deaths_civilians", "deaths_unknown"]
_SIDE = 2**24
Frame = pandas.DataFrame


def read(path: Path) -> Frame:
    """The file as geopandas gives it, blanks away, with numbers and days read; rows that cannot be are left out."""
    given: Any = geopandas.read_file(path)
    for name in given.columns:
        given[name] = given[name].str.strip()
        given.loc[given[name] == "", name] = None
    for name in ("type_of_violence", "where_prec", "latitude", "longitude", *_DEAD, "low", "best", "high"):
        given[name] = pandas.to_numeric(given[name], errors="coerce")
    for name in ("date_start", "date_end"):
        given[name] = pandas.to_datetime(given[name], errors="coerce")
    good = given.latitude.between(-90, 90) & given.longitude.between(-180, 180) & given.id.notna()
    good &= given.date_start.notna() & (given.date_end >= given.date_start) & ~given.id.duplicated()
    good &= (given[_DEAD] >= 0).all(axis=1) & (given.low <= given.best) & (given.best <= given.high)
    good &= given.type_of_violence.between(1, 3) & given.where_prec.between(1, 7)
    given = given[good].reset_index(drop=True)
    given["key"] = (1 << 40) + given.index + 1
    return Frame(given)


def _slug(names: Any) -> Any:
    """Slugs of text, worked out once for each distinct one."""
    plain = names.str.normalize("NFKD").str.encode("ascii", "ignore").str.decode("ascii").str.lower()
    return plain.str.replace("[^a-z0-9]+", "-", regex=True).str.strip("-")


def _of_distinct(column: Any, work: Any) -> Any:
    texts = pandas.Series(column.dropna().unique())
    return column.map(pandas.Series(work(texts).to_numpy(), index=texts))


def _json(texts: Any) -> Any:
    return '"' + texts.str.replace("\\", "\\\\", regex=False).str.replace('"', '\\"', regex=False) + '"'


def _hashed(frame: Frame) -> Any:
    return SLUG + "-" + pandas.Series(pandas.util.hash_pandas_object(frame, index=False)).astype(str)


def documents(given: Frame) -> Frame:
    """Cited documents with the rows that cite them: key, id, publisher, published, title, publisher_id."""
    articles = pandas.DataFrame({"article": given.source_article.dropna().unique()})
    bare = articles.article.str.removeprefix('"').str.removesuffix('"').str.split('";"')
    each = articles.assign(one=bare).explode("one", ignore_index=True)
    found = each.one.str.extract(r"^(?P<publisher>.*?),(?P<published>\d{4}-\d\d-\d\d),(?P<title>.*)$")
    found["title"] = found.title.str.strip().fillna(each.one)
    found["id"] = _hashed(found)
    found["publisher_id"] = SLUG + "-" + _of_distinct(found.publisher.fillna("not stated"), _slug)
    found["known"] = (pandas.to_datetime(found.published, errors="coerce") - pandas.Timestamp("1970-01-01")).dt.days
    found["article"] = each.article
    cited = given[["key", "source_article"]].dropna().merge(found, left_on="source_article", right_on="article")
    return Frame(cited.drop(columns=["article", "source_article"]))


def _provinces(given: Frame) -> Any:
    regions = sorted(default_regions(), key=lambda one: (one.level == 0, one.iso))
    areas = geopandas.GeoDataFrame(
        {"code": [one.iso for one in regions]}, geometry=[default_regions().area(one.iso) for one in regions], crs=4326
    )
    points = geopandas.GeoDataFrame(geometry=geopandas.points_from_xy(given.longitude, given.latitude), crs=4326)
    hits = points.sjoin(areas, predicate="intersects")
    return hits.groupby(level=0).index_right.min().map(areas.code).reindex(given.index)


def _fold(texts: Any) -> Any:
    plain = texts.str.normalize("NFKD").str.encode("ascii", "ignore").str.decode("ascii").str.lower()
    return plain.str.replace("[^a-z0-9]+", " ", regex=True)


def prepared(given: Frame) -> Frame:
    """Columns that several tables share."""
    given["place"] = given.where_coordinates.fillna(given.adm_2).fillna(given.adm_1).fillna(given.country)
    where = [given[name].fillna("") for name in ("adm_1", "adm_2")]
    given["where_said"] = where[0] + "; " + where[1] + "; where_prec " + given.where_prec.astype(str)
    for side in "ab":
        named = given[f"side_{side}"].str.lower() == "civilians"
        given[f"actor_{side}"] = ("ucdp-" + given[f"side_{side}_new_id"]).mask(named, "ucdp-civilians")
    given["province"] = _provinces(given)
    province = given.where_prec.eq(4) & given.province.fillna("").str.contains("-")
    given["area"] = ('{"regions":["' + given.province + '"]}').where(province)
    given["radius_km"] = given.where_prec.map(_RADIUS)
    disc = given.where_prec.isin([3, 4, 5, 6, 7]) & ~province
    given.loc[disc, "area"] = (
        '{"disc":true,"lat":' + given.latitude[disc].astype(str) + ',"lon":' + given.longitude[disc].astype(str)
        + ',"radius_km":' + given.radius_km[disc].astype(str) + "}"
    )  # fmt: skip
    given.loc[province, ["latitude", "longitude", "radius_km"]] = None
    given["place_id"] = _hashed(given[["place", "where_prec", "latitude", "longitude", "area"]])
    given["origin"] = SLUG + "-" + _of_distinct(given.source_original, _slug)
    given["kind"] = given.type_of_violence.map({key: kind for key, (kind, _) in _KINDS.items()})
    return given


def incidents(given: Frame, cited: Frame, n_claims: Any) -> Frame:
    """One row an incident."""
    words = given.type_of_violence.map({key: word for key, (_, word) in _KINDS.items()})
    title = words + ": " + given.dyad_name + ", " + given.place
    short = words.str.split(n=1).str[0] + ", " + given.place
    per_row = cited.groupby("key").agg(n_sources=("id", "nunique"), known_day=("known", "min"))
    per_row = per_row.reindex(given.key)
    sine = numpy.sin(numpy.radians(given.latitude.clip(-85.05, 85.05)))
    down = 0.5 - numpy.log((1 + sine) / (1 - sine)) / (4 * numpy.pi)
    epoch = pandas.Timestamp("1970-01-01")
    searched = title + " " + given.side_a + " " + given.side_b.fillna("") + " " + given.where_said
    searched = searched + " " + given.conflict_name + " " + _WORDS[1]
    folded = searched.where(~searched.str.isascii(), searched.str.lower())
    folded = pandas.Series(_fold(folded))
    return pandas.DataFrame({
        "key": given.key, "dataset": 1, "id": SLUG + "-" + given.id, "own_id": given.id, "title": title.str[:600],
        "short": short.where(short.str.len() <= 40, short.str[:39] + "…"), "kind": given.kind,
        "first_day": (given.date_start - epoch).dt.days, "last_day": (given.date_end - epoch).dt.days,
        "place_id": given.place_id, "place": given.place, "country": "IQ", "precision": given.where_prec.map(_RANK),
        "lat": given.latitude, "lon": given.longitude, "radius_km": given.radius_km, "area": given.area,
        "x": ((given.longitude + 180) / 360 * _SIDE).astype("Int64", errors="ignore"), "y": down * _SIDE,
        "province": given.province, "obtained": "as coded, where_prec " + given.where_prec.astype(str),
        "killed_low": given.low, "killed_high": given.high, "contested": 0, "n_claims": n_claims.to_numpy(),
        "n_sources": per_row.n_sources.fillna(0).to_numpy() + 1, "known_day": per_row.known_day.to_numpy(),
        "haystack": folded,
    })  # fmt: skip


def parties(given: Frame) -> Frame:
    """Who took part, in which role."""
    one_sided = given.type_of_violence == 3
    actors = dict(zip(_DEAD, ("actor_a", "actor_b", "ucdp-civilians", "ucdp-unknown"), strict=True))
    found = []
    for deaths, actor in actors.items():
        some = given[given[deaths] > 0]
        found.append(Frame({"key": some.key, "actor": some[actor] if actor in given else actor, "role": "victim"}))
    for actor, role in (("actor_a", "attacker"), ("actor_b", "target")):
        roles = pandas.Series("involved", index=given.index).mask(one_sided, role)
        found.append(Frame({"key": given.key, "actor": given[actor], "role": roles})[given[actor].notna()])
    return pandas.concat(found, ignore_index=True).drop_duplicates()


def _killed(given: Frame) -> tuple[Any, Any]:
    low, best, high = (given[name].astype("Int64").astype(str) for name in ("low", "best", "high"))
    value = best.where(given.low == given.high, '{"low":' + low + ',"high":' + high + ',"best":' + best + "}")
    parts = pandas.Series("", index=given.index)
    for name, actor in zip(_DEAD, (given.actor_a, given.actor_b, "ucdp-civilians", "ucdp-unknown"), strict=True):
        each = ',"' + pandas.Series(actor, index=given.index) + '":' + given[name].astype("Int64").astype(str)
        parts = parts + each.where(given[name] > 0, "")
    return value, ("{" + parts.str[1:] + "}").where(parts != "")


def claims(given: Frame, cited: Frame) -> Frame:
    """Seven claims an incident, in their order."""
    cites = cited.groupby("key").id.agg(list).reindex(given.key).to_numpy()
    event = "event " + given.id + ", "
    days = [given[name].dt.strftime("%Y-%m-%d") for name in ("date_start", "date_end")]
    interval = '"' + days[0].where(days[0] == days[1], days[0] + "/" + days[1]) + '"'
    value, parts = _killed(given)
    one_sided = given.type_of_violence == 3
    part = pandas.Series("participant", index=given.index)
    sides = [part.mask(one_sided, name) for name in ("attribution", "target")]
    words = given.type_of_violence.map(_WORDS) + ", event_clarity " + given.event_clarity
    dyad = "conflict " + given.conflict_new_id + "; dyad " + given.dyad_new_id + ": " + given.dyad_name
    made = [
        {"field": "date", "value": interval, "text": "date_prec " + given.date_prec,
         "locator": event + "date_start/date_end/date_prec"},
        {"field": "place", "value": '"' + given.place_id + '"', "text": given.where_said,
         "locator": event + "where_coordinates, where_prec"},
        {"field": "kind", "value": '"' + given.kind + '"', "text": words, "locator": event + "type_of_violence"},
        {"field": "killed", "value": value, "parts": parts, "locator": event + "low/best/high, deaths by side"},
        {"field": sides[0], "value": _of_distinct(given.side_a, _json), "actor": given.actor_a,
         "locator": event + "side_a"},
        {"field": sides[1], "value": _of_distinct(given.side_b, _json), "actor": given.actor_b,
         "locator": event + "side_b"},
        {"field": "conflict", "value": _of_distinct(given.conflict_name, _json), "text": dyad,
         "locator": event + "conflict_name, dyad_name"},
    ]  # fmt: skip
    shared = {"key": given.key, "source": SLUG, "origin": given.origin, "cites": cites, "finding": "single source"}
    parts_made = [pandas.DataFrame({**shared, "n": n, **one}) for n, one in enumerate(made, 1)]
    whole = pandas.concat(parts_made, ignore_index=True)
    return whole[~(whole.field.isin(["participant", "target"]) & whole.actor.isna())]


def build(path: Path) -> dict[str, Frame]:
    """Every table of an import, in memory."""
    given = prepared(read(path))
    cited = documents(given)
    said = claims(given, cited)
    sources = cited.drop_duplicates("id").drop(columns=["key", "known"])
    sources = sources.assign(short=sources.publisher.fillna("") + ", " + sources.published.fillna(""))
    n_claims = said.groupby("key").size().reindex(given.key)
    told_by = cited[["key", "publisher_id"]].drop_duplicates().rename(columns={"publisher_id": "source"})
    return {
        "incidents": incidents(given, cited, n_claims), "parties": parties(given), "told_by": told_by,
        "claims": said, "sources": sources,
        "actors": pandas.concat([
            given[[f"actor_{side}", f"side_{side}"]].drop_duplicates().set_axis(["id", "name"], axis=1) for side in "ab"
        ]),
    }  # fmt: skip
