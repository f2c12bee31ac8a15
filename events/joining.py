"""Several data sets looked at together: what one incident, source or actor is stays what it is in its own."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from events.catalogue import Catalogue
from events.dataset import DataSet, Meta
from events.dates import Days
from events.model import Actor, Source
from events.summary import Summary


def joined(
    curated: DataSet,
    own: Iterable[Summary],
    part: Catalogue | None,
    window: Days,
    actors: Mapping[str, Actor],
    sources: Mapping[str, Source],
) -> Catalogue:
    """One catalogue of the curated data set and a part of imported ones.

    Args:
        curated: the data set of the folder; its sources keep their numbers.
        own: its incidents, none where it is not looked at.
        part: incidents of imported data sets with what their claims need; their sources are numbered already.
        window: the days that all of them span.
        actors, sources: what else a filter names, by id.
    """
    imported = part.dataset if part else DataSet(curated.meta, (), {}, {}, {}, ())
    known = {source.id for source in curated.sources}
    others = [*imported.sources, *sources.values()]
    more = tuple({one.id: one for one in others if one.id not in known}.values())
    shown = {summary.id: summary for summary in (*own, *(part.summaries if part else ()))}
    ordered = tuple(sorted(shown.values(), key=lambda one: (one.days.start is None, one.days.start, one.id)))
    dataset = DataSet(
        _spanning(curated.meta, window),
        (*curated.sources, *more),
        {**imported.origins, **curated.origins},
        {**actors, **imported.actors, **curated.actors},
        {**imported.places, **curated.places},
        tuple(summary.incident for summary in ordered),
        {source.id: curated.number(source.id) for source in curated.sources} | dict(imported.numbers),
    )
    return Catalogue(dataset, ordered, shown)


def _spanning(meta: Meta, window: Days) -> Meta:
    if not (window.start and window.end):
        return meta
    return meta.model_copy(update={"first_day": window.start.isoformat(), "last_day": window.end.isoformat()})
