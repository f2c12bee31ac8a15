"""What is selected, as a sentence in the language of the report; in English as ``events/sentences.py`` says it."""

from __future__ import annotations

from collections.abc import Callable

from events.catalogue import Selection
from events.fields import FIELD, KINDS
from events.filters import ANY_FIELD, IncidentFilter
from events.report.language import Language
from events.report.markup import Html
from events.report.saying import Sayer
from events.summary import Summary

Keep = Callable[[Summary], bool]


def _dates(chosen: IncidentFilter, language: Language) -> Html:
    if chosen.start and chosen.end:
        if chosen.start == chosen.end:
            return language.say("filter.on", day=language.day(chosen.start))
        return language.say("filter.between", start=language.day(chosen.start), end=language.day(chosen.end))
    if chosen.start:
        return language.say("filter.from", day=language.day(chosen.start))
    return language.say("filter.until", day=language.day(chosen.end)) if chosen.end else language.say("filter.any_date")


def _parties(chosen: IncidentFilter, sayer: Sayer) -> Html:
    language, actors = sayer.language, sayer.dataset.actors
    role = language.say(f"role.{chosen.role}") if chosen.role else Html("")
    if not chosen.actors:
        return language.say("filter.role_only", role=role) if chosen.role else language.say("filter.all_actors")
    ordered = sorted(chosen.actors, key=lambda one: actors[one].name)
    names = language.alternatives(sayer.actor(one) for one in ordered)
    if chosen.role:
        return language.say("filter.actors_in_role", actors=names, role=role)
    return language.say("filter.actors", actors=names)


def filter_sentence(chosen: IncidentFilter, sayer: Sayer) -> Html:
    """The filter alone, without counts: "from … to …; involving …; all sources"."""
    language, dataset = sayer.language, sayer.dataset
    parts = [_dates(chosen, language), _parties(chosen, sayer)]
    if chosen.kinds:
        kinds = [language.say(f"kind.{kind}") for kind in KINDS if kind in chosen.kinds]
        parts.append(_lower(language.alternatives(kinds), language))
    if chosen.sources:
        tellers = [sayer.publisher(source) for source in dataset.sources if source.id in chosen.sources]
        parts.append(language.say("filter.sources", sources=language.alternatives(tellers)))
    else:
        parts.append(language.say("filter.all_sources"))
    if ANY_FIELD in chosen.contested:
        parts.append(language.say("filter.contested_any"))
    elif chosen.contested:
        fields = language.alternatives(language.say(f"field.{key}") for key in FIELD if key in chosen.contested)
        parts.append(language.say("filter.contested", fields=_lower(fields, language)))
    if chosen.area:
        parts.append(language.say("filter.area"))
    if chosen.text:
        parts.append(language.say("filter.text", text=language.quote(chosen.text)))
    return language.listed(parts, "list.semicolon")


def _lower(words: Html, language: Language) -> Html:
    """Inside a sentence; only for words of our own tables, which hold no markup."""
    return Html(words.lower()) if language.code == "en" else words


def counts(selection: Selection, language: Language) -> list[tuple[Html, int, int]]:
    """(what, certain, possible) of what is on the map, the reported parts among it, and what is not placed."""
    rows: tuple[tuple[str, Keep], ...] = (
        ("counts.placed", lambda summary: summary.is_placed and summary.parent is None),
        ("counts.parts", lambda summary: summary.is_placed and summary.parent is not None),
        ("counts.unplaced", lambda summary: not summary.is_placed),
    )
    return [(language.say(key), *selection.count(keep)) for key, keep in rows]


def counted(selection: Selection, language: Language) -> Html:
    """All incidents of the selection in words: "9 incidents, and 4 possibly"."""
    sure, maybe = len(selection.certain), len(selection.possible)
    words = language.count("n.incidents", sure)
    return language.say("counts.and_possibly", words=words, n=maybe) if maybe else words
