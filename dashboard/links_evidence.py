"""What the Evidence view adds to a link: the chosen cell, how voices are counted, two sources side by side."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from events.dataset import DataSet
from events.fields import FIELD
from events.findings import Counting
from events.pairing import Relation


@dataclass(frozen=True)
class Evidence:
    """``cell`` is (incident, field); ``pair`` two ids of sources, None while the matrix stands open.

    ``relation`` narrows the table of two sources to where they differ, agree and so on; None shows all.
    """

    cell: tuple[str, str] | None = None
    counting: Counting = Counting.ORIGINS
    pair: tuple[str, str] | None = None
    relation: Relation | None = None


def evidence_query(evidence: Evidence) -> dict[str, list[str]]:
    """The URL parameters; what is as at first is left out."""
    query: dict[str, list[str]] = {}
    if evidence.cell:
        query["cell"] = [":".join(evidence.cell)]
    if evidence.counting is not Counting.ORIGINS:
        query["counting"] = [str(evidence.counting)]
    if evidence.pair:
        query["pair"] = [",".join(evidence.pair)]
        if evidence.relation:
            query["relation"] = [str(evidence.relation)]
    return query


def _cell(text: str, dataset: DataSet) -> tuple[str, str] | None:
    incident, _, field = text.partition(":")
    return (incident, field) if field in FIELD and dataset.incident(incident) else None


def _pair(text: str, dataset: DataSet) -> tuple[str, str] | None:
    a, _, b = text.partition(",")
    known = {source.id for source in dataset.sources}
    return (a, b) if a != b and {a, b} <= known else None


def read_evidence(query: Mapping[str, Sequence[str]], dataset: DataSet, left: list[str]) -> Evidence:
    """Read the parameters; what is not understood is added to ``left`` and left out. Never raises."""

    def first(name: str) -> str:
        return next(iter(query.get(name, ())), "")

    cell, pair = _cell(first("cell"), dataset), _pair(first("pair"), dataset)
    counting = next((one for one in Counting if one == first("counting")), None)
    relation = next((one for one in Relation if one == first("relation")), None)
    found = (("cell", cell), ("counting", counting), ("pair", pair), ("relation", relation))
    left += [f"{name}={first(name)}"[:60] for name, value in found if first(name) and value is None]
    return Evidence(cell, counting or Counting.ORIGINS, pair, relation if pair else None)
