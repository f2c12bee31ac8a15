"""The data sets of one export as one data set, and its tables with everything that the file says.

One file is one import, so it becomes one data set: it can be replaced, switched off and removed as a whole. Where it
held several, ids of documents, origins and places get the number of theirs (``d2-``): one id may mean two things in
two data sets. Incidents keep their ids, which are unique in a store; actors too, unless two have different names.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import replace

import pyarrow
import pyarrow.compute as pc

from events.catalogue import build
from events.dataset import DataSet
from events.fields import FieldType
from events.importing.canonical_building import Rebuilt
from events.importing.own_reading import Kept, Part
from events.model import Actor, Claim, Incident, Source
from events.store.curated import tables_of

Names = Mapping[str, str]


def join(parts: Sequence[Part]) -> Part:
    """One part of all; a single one stays as it is. Problems stay in the order of the parts."""
    if len(parts) == 1:
        return parts[0]
    actors: dict[str, Actor] = {}
    made: list[DataSet] = []
    kept = Kept()
    for number, part in enumerate(parts, 1):
        if part.rebuilt.dataset is not None:
            made.append(_Apart(part.rebuilt.dataset, f"d{number}-", actors).dataset())
        kept.incidents |= part.kept.incidents
        kept.publishers |= {f"d{number}-{one}": f"d{number}-{name}" for one, name in part.kept.publishers.items()}
    problems = tuple(problem for part in parts for problem in part.rebuilt.problems)
    if not made:
        return Part("", Rebuilt(None, problems), kept)
    whole = DataSet(
        made[0].meta,
        tuple(source for one in made for source in one.sources),
        {name: origin for one in made for name, origin in one.origins.items()},
        actors,
        {name: place for one in made for name, place in one.places.items()},
        tuple(incident for one in made for incident in one.incidents),
    )
    return Part("", Rebuilt(whole, problems), kept)


class _Apart:
    """A data set under ids that no other one of the file has.

    Args:
        given: the data set.
        prefix: of its ids.
        actors: of the data sets before it; grows by its own.
    """

    def __init__(self, given: DataSet, prefix: str, actors: dict[str, Actor]) -> None:
        self._given, self._prefix = given, prefix
        self._actors: dict[str, str] = {}
        for name, actor in given.actors.items():
            known = actors.get(name)
            named = name if known is None or known.name == actor.name else prefix + name
            self._actors[name] = named
            actors.setdefault(named, actor.model_copy(update={"id": named}))

    def dataset(self) -> DataSet:
        """It, without its actors."""
        given, prefix = self._given, self._prefix
        return replace(
            given,
            sources=tuple(map(self._source, given.sources)),
            origins={prefix + name: one.model_copy(update={"id": prefix + name})
                     for name, one in given.origins.items()},
            actors={},
            places={prefix + name: one.model_copy(update={"id": prefix + name}) for name, one in given.places.items()},
            incidents=tuple(map(self._incident, given.incidents)),
        )  # fmt: skip

    def _source(self, source: Source) -> Source:
        older = tuple(self._prefix + one for one in source.supersedes)
        return source.model_copy(update={"id": self._prefix + source.id, "supersedes": older})

    def _incident(self, incident: Incident) -> Incident:
        claims = tuple(map(self._claim, incident.claims))
        return incident.model_copy(update={"place": self._prefix + incident.place, "claims": claims})

    def _claim(self, claim: Claim) -> Claim:
        actors, prefix = self._actors, self._prefix
        return claim.model_copy(update={
            "source": prefix + claim.source,
            "cites": tuple(prefix + one for one in claim.cites),
            "origin": prefix + claim.origin if claim.origin else None,
            "value": prefix + str(claim.value) if claim.spec.type is FieldType.PLACE else claim.value,
            "actor": actors[claim.actor] if claim.actor else None,
            "of": actors[claim.of] if claim.of else None,
            "parts": {actors[one]: count for one, count in claim.parts.items()},
        })  # fmt: skip


def tables(part: Part, dataset: str, number: int) -> dict[str, pyarrow.Table]:
    """The tables of ``events/store/schema.py``.

    Args:
        part: holds a data set.
        dataset: id that it has in the store; ids of incidents begin with it.
        number: of it in the store.
    """
    if part.rebuilt.dataset is None:
        raise ValueError("expected a data set, got none: nothing is left of the file")
    made = tables_of(build(part.rebuilt.dataset), number)
    ids = made["incidents"].column("id").to_pylist()
    for column in ("own_id", "obtained", "geocoded"):
        kept = [part.kept.incidents[one][column] for one in ids]
        made["incidents"] = _with(made["incidents"], column, pyarrow.array(kept, pyarrow.string()), keep=True)
    publishers = part.kept.publishers
    named = [publishers.get(one, one) for one in made["sources"].column("id").to_pylist()]
    made["sources"] = _with(made["sources"], "publisher_id", pyarrow.array(named, pyarrow.string()))
    made["told_by"] = _told_by(made["told_by"], publishers)
    before = f"{part.dataset}-"
    # A prefix of the data set that the file was exported from, where all have one: they would pile up.
    old = before if part.dataset and all(one.startswith(before) for one in ids) else ""
    for table, columns in (("incidents", ["id"]), ("claims", ["incident"]), ("links", ["origin", "target"])):
        for column in columns:
            made[table] = _with(made[table], column, _renamed(made[table].column(column), old, f"{dataset}-"))
    return made


def _told_by(told: pyarrow.Table, publishers: Names) -> pyarrow.Table:
    """Who tells of what: each publisher once an incident."""
    named = [publishers.get(one, one) for one in told.column("source").to_pylist()]
    pairs = dict.fromkeys(zip(told.column("key").to_pylist(), named, strict=True))
    keys, sources = zip(*pairs, strict=True) if pairs else ((), ())
    return pyarrow.table({"key": list(keys), "source": list(sources)}, schema=told.schema)


def _renamed(names: pyarrow.ChunkedArray, old: str, new: str) -> pyarrow.ChunkedArray:
    bare = pc.replace_substring_regex(names, f"^{re.escape(old)}", "") if old else names
    return pc.binary_join_element_wise(pyarrow.scalar(new), bare, "")


def _with(table: pyarrow.Table, column: str, cells: pyarrow.Array, keep: bool = False) -> pyarrow.Table:
    """The table with other cells in a column; ``keep``: where there are none, as they were."""
    index = table.schema.get_field_index(column)
    given = pc.coalesce(cells, table.column(column).combine_chunks()) if keep else cells
    return table.set_column(index, table.schema.field(index), given)
