"""Which column is what, proposed from names and content with a reason each; and what has to be asked first.

Nothing is decided that the file does not decide: where day and month could change places in every row, where a
decimal sign could be a thousands separator, where latitude and longitude look swapped, there is a `Question`.
"""

from __future__ import annotations

from collections.abc import Mapping as Words
from collections.abc import Sequence
from dataclasses import dataclass, replace

from events.importing import recognising_content as content
from events.importing.generic_cells import raw_cell
from events.importing.generic_words import read_kind
from events.importing.limits import one_or_more
from events.importing.mapping import ActorColumn, Mapping, MappingError
from events.importing.recognising_words import ACTOR_ROLES, role_of_name
from events.store.staging import Staging

SAMPLE = 1_000
_CENTURIES = (
    ("1970", "1970 to 2069"), ("1930", "1930 to 2029"), ("1900", "1900 to 1999"), ("", "reject these rows"),
)  # fmt: skip
_SWAP = (("swap", "they are swapped: take them the other way round"), ("keep", "take them as they are"))
_PRECISION = (("locality", "a town or village"), ("site", "the very spot"), ("district", "a district or area"))
MOST_OTHER = 60
"""Columns that are kept as they are, at most: a table of hundreds of measurements is no text to read."""
DATES = ("date", "start", "end", "published")
_LIKELY = 0.35
Sample = Words[str, Sequence[str | None]]
"""Column to its texts, at most `SAMPLE` of them."""


@dataclass(frozen=True, slots=True)
class Recognised:
    """What one column is taken for; ``role`` is empty where it is not read, "other" where it is kept as it is."""

    column: str
    role: str
    confidence: float
    reason: str


@dataclass(frozen=True, slots=True)
class Question:
    """Something that the file does not decide. ``must``: nothing is written without an answer."""

    key: str
    text: str
    options: tuple[tuple[str, str], ...]
    """(answer, its words)."""
    must: bool = True
    default: str = ""


@dataclass(frozen=True, slots=True)
class Proposal:
    """A mapping to look at, column by column, with the questions that are open."""

    mapping: Mapping
    columns: tuple[Recognised, ...]
    questions: tuple[Question, ...]
    notes: tuple[str, ...] = ()
    """What was decided by the file, and how."""

    @property
    def open(self) -> tuple[Question, ...]:
        """The questions that must be answered before anything is written."""
        return tuple(question for question in self.questions if question.must)


def recognise(staging: Staging) -> Proposal:
    """Propose a mapping for ``raw``: names and a sample for the columns, all rows for the order of day and month."""
    columns = [name for name in staging.columns("raw") if name != "_row"]
    cells = ", ".join(f"left({raw_cell(name)}, 500)" for name in columns) or "NULL"
    # By a hash, not every n-th row: what alternates in a file must not decide what is seen of it.
    rows = staging.rows(f"SELECT {cells} FROM raw ORDER BY hash(_row), _row LIMIT {SAMPLE:d}")  # noqa: S608
    sample = {name: [row[n] for row in rows] for n, name in enumerate(columns)}
    roles = propose(columns, sample).mapping.columns
    facts = {}
    for name in (roles[role] for role in DATES if role in roles):
        first, second, both, short = staging.one(content.date_facts_sql(raw_cell(name)))
        facts[name] = content.DateFacts(int(first), int(second), int(both), int(short))
    return propose(columns, sample, facts)


def propose(
    columns: Sequence[str], sample: Sample, dates: Words[str, content.DateFacts] | None = None
) -> Proposal:
    """Propose a mapping.

    Args:
        sample: column to texts; a column may be missing.
        dates: what all rows say of the order of day and month, where more than the sample was looked at.
    """
    found = [_judge(column, sample.get(column, ())) for column in columns]
    chosen, rivals = _one_each(found)
    roles = {one.role: one.column for one in chosen if one.role and one.role not in (*ACTOR_ROLES, "other")}
    if "coordinates" in roles and {"lat", "lon"} <= set(roles):
        dropped = roles.pop("coordinates")
        chosen = [
            replace(one, role="", reason="lat and lon are there") if one.column == dropped else one for one in chosen
        ]
    kept = [one.column for one in chosen if one.role == "other"]
    if len(lone := {"lat", "lon"} & set(roles)) == 1:
        dropped = roles.pop(lone.pop())
        why = f"called {dropped!r}, but no column of the other axis was found: kept as it is"
        chosen = [replace(one, confidence=0.2, reason=why) if one.column == dropped else one for one in chosen]
        kept.append(dropped)
    kinds = {}
    if "kind" in roles:
        words = dict.fromkeys(text for text in sample.get(roles["kind"], ()) if text)
        kinds = {word: kind for word in list(words)[:200] if (kind := read_kind(word))}
    mapping = Mapping(
        columns=roles, kinds=kinds, other=tuple(kept[:MOST_OTHER]),
        actors=tuple(ActorColumn(column=one.column, role=one.role) for one in chosen if one.role in ACTOR_ROLES),
    )  # fmt: skip
    mapping, questions, notes = _decide(mapping, sample, dates or {})
    return Proposal(mapping, tuple(chosen), (*questions, *rivals), tuple(notes))


def _judge(column: str, texts: Sequence[str | None]) -> Recognised:
    """What name and content say together: a name that the content contradicts is not believed."""
    filled = [text for text in texts if text]
    if column.startswith("_") and role_of_name(column) is None:
        return Recognised(column, "", 0.9, "made by the reader")
    by_name = role_of_name(column)
    by_content = content.role_of_content(filled)
    if by_name:
        role, confidence = by_name
        fits = content.fits(role, filled)
        if fits is False:
            role, confidence, why = "other", 0.2, f"called like {role}, but its content is not; kept as it is"
        else:
            why = f"called {column!r}" + (", and its content fits" if fits else "")
            confidence = min(1.0, confidence + (0.1 if fits else 0.0))
        if confidence >= _LIKELY:
            return Recognised(column, role, round(confidence, 2), why)
    if by_content:
        return Recognised(column, by_content[0], by_content[1], by_content[2])
    if not filled:
        return Recognised(column, "", 0.5, "empty in the rows that were looked at")
    return Recognised(column, "other", 0.3, why if by_name else "not recognised: kept as it is")


def _one_each(found: Sequence[Recognised]) -> tuple[list[Recognised], list[Question]]:
    """One column a role: the likeliest; nearly as likely ones make a question, the rest are kept as they are."""
    best: dict[str, list[Recognised]] = {}
    for one in sorted(found, key=lambda one: (-one.confidence, not one.column.startswith("_"))):
        best.setdefault(one.role, []).append(one)
    chosen, questions = [], []
    for one in found:
        rivals = best[one.role]
        if one.role in ("", "other") or one.role in ACTOR_ROLES or rivals[0] is one:
            chosen.append(one)
        else:
            why = f"{rivals[0].column!r} is likelier the {one.role}"
            chosen.append(replace(one, role="other", confidence=0.3, reason=why))
    for role, rivals in best.items():
        if role in ("", "other") or role in ACTOR_ROLES:
            continue
        close = [one for one in rivals if rivals[0].confidence - one.confidence < 0.1]
        if rivals[0].column.startswith("_"):  # the geometry itself is likelier than a property that repeats it
            continue
        if len(close) > 1:
            options = tuple((one.column, f"{one.column}: {one.reason}") for one in close)
            text = f"Which column is the {role}?"
            questions.append(Question(f"column:{role}", text, options, default=rivals[0].column))
    return chosen, questions


def _decide(
    mapping: Mapping, sample: Sample, dates: Words[str, content.DateFacts]
) -> tuple[Mapping, list[Question], list[str]]:
    """Order of dates, century, decimal sign, swapped axes: decided by the file, or asked."""
    roles = mapping.columns
    dated = [roles[role] for role in DATES if role in roles]
    facts = content.total([dates.get(column) or content.date_facts(sample.get(column, ())) for column in dated])
    order, note = facts.order
    questions, notes = [], [note] if note else []
    if order is None and facts.numeric and (facts.both or facts.conflict):
        text = (
            "Some dates fit only day/month, others only month/day. Which is meant? The others will be rejected."
            if facts.conflict else "In dates such as 03/04/2020, which comes first? No row of the file decides it."
        )  # fmt: skip
        questions.append(Question("date_order", text, (("dmy", "day/month/year"), ("mdy", "month/day/year"))))
    if facts.short:
        text = f"{facts.short:,} {one_or_more(facts.short, 'date has', 'dates have')} a year of two digits."
        text += " Which hundred years are meant?"
        questions.append(Question("century", text, _CENTURIES))
    counts = [roles[role] for role in content.COUNT_ROLES if role in roles]
    axes = [roles[role] for role in ("lat", "lon") if role in roles]
    cells = [[sample.get(name, ()) for name in names] for names in (counts, axes)]
    decimal, note, asked = content.decimal_sign(cells[0], cells[1])
    notes += [note] if note else []
    if asked:
        text = f"In numbers such as {asked}, what does the sign set off?"
        questions.append(Question("decimal", text, content.decimal_options(asked)))
    if len(axes) == 2 and (why := content.swapped(mapping, sample)):
        questions.append(Question("swap", f"Latitude and longitude look swapped: {why}. Are they?", _SWAP))
    if (axes or "coordinates" in roles) and not mapping.has("precision"):
        text = "The file does not say how exactly its places are known. What do the coordinates stand for?"
        questions.append(Question("precision", text, _PRECISION, must=False, default="locality"))
    return mapping.model_copy(update={"date_order": order, "decimal": decimal}), questions, notes


def answer(proposal: Proposal, answers: Words[str, str]) -> Proposal:
    """The proposal with questions answered; the rest stays open.

    Raises:
        MappingError: an answer to no open question, or none of its options.
    """
    mapping = proposal.mapping.model_dump()
    by_key = {question.key: question for question in proposal.questions}
    for key, given in answers.items():
        if key not in by_key or given not in dict(by_key[key].options):
            known = ", ".join(repr(option) for option, _ in by_key[key].options) if key in by_key else ", ".join(by_key)
            raise MappingError(f"{key}: expected one of {known or 'no answers: nothing is open'}, got {given!r}")
        if key == "date_order" or key == "decimal":
            mapping[key] = given
        elif key == "century":
            mapping[key] = int(given) if given else None
        elif key == "precision":
            mapping["constants"]["precision"] = given
        elif key == "swap" and given == "swap":
            roles = mapping["columns"]
            roles["lat"], roles["lon"] = roles["lon"], roles["lat"]
        elif key == "swap":
            mapping["axes_as_written"] = True
        elif key.startswith("column:"):
            role = key.removeprefix("column:")
            before = mapping["columns"].get(role)
            mapping["columns"][role] = given
            kept = (before if name == given and before else name for name in mapping["other"])
            mapping["other"] = tuple(dict.fromkeys(kept))
    left = tuple(question for question in proposal.questions if question.key not in answers)
    return replace(proposal, mapping=Mapping.model_validate(mapping), questions=left)


__all__ = ["Proposal", "Question", "Recognised", "answer", "propose", "recognise"]
