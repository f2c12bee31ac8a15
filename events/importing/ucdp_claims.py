"""UCDP GED: the claims and the parties of a row.

Who did what follows the codebook: in one-sided violence (type 3) side A is the attacker by definition; in the other
two types the order of the sides says nothing about who attacked, so both took part and nobody is named attacker.
"""

from __future__ import annotations

from events.importing.flattening import Said
from events.importing.ucdp_rows import CIVILIANS, UNKNOWN, by_type
from events.importing.wordings import interval_json, joined, json_text, labelled, listed, party

VIOLENCE: dict[int, tuple[str, str, str]] = {
    # type_of_violence: (our kind, the codebook's words, words of our short label)
    1: ("battle", "state-based conflict", "Fighting"),
    2: ("battle", "non-state conflict", "Fighting"),
    3: ("civilians", "one-sided violence", "Violence"),
}
TITLES = {1: "Fighting", 2: "Fighting", 3: "Violence against civilians"}
ONE_SIDED = "violence = 3"
KIND = by_type({key: kind for key, (kind, _, _) in VIOLENCE.items()})
GROUPS = (
    # (actor, name, number of dead), SQL over ``ucdp_rows.named``
    ("actor_a", "name_a", "dead_a"),
    ("actor_b", "name_b", "dead_b"),
    (f"'{CIVILIANS}'", "'Civilians'", "dead_civilians"),
    (f"'{UNKNOWN}'", "'Side not known'", "dead_unknown"),
)
ADD_UP = "dead BETWEEN killed_low AND killed_high"
"""SQL: the dead by group are parts of the number killed. Where not, each group is a claim of its own."""
STATED = "coalesce(low, best, high) IS NOT NULL"


def _killed() -> Said:
    """The number killed, with its parts where they add up."""
    least, best, most = (f"try_cast({name} AS BIGINT)" for name in ("low", "best", "high"))
    value = f"""CASE WHEN low IS NULL OR high IS NULL THEN CASE
            WHEN best IS NOT NULL THEN CAST({best} AS VARCHAR)
            WHEN low IS NOT NULL THEN '{{"at_least":' || {least} || '}}' ELSE '{{"at_most":' || {most} || '}}' END
        WHEN low = high THEN CAST({least} AS VARCHAR)
        ELSE '{{"low":' || {least} || ',"high":' || {most} || coalesce(',"best":' || {best}, '') || '}}' END"""
    each = ", ".join(f"""CASE WHEN {dead} > 0 THEN '"' || {actor} || '":' || {dead} END""" for actor, _, dead in GROUPS)
    parts = f"CASE WHEN dead > 0 AND {ADD_UP} THEN '{{' || concat_ws(',', {each}) || '}}' END"
    return Said("killed", "event || 'low/best/high, deaths by side'", {"value": value, "parts": parts}, STATED,
                own=("value", "parts", "when"))  # fmt: skip


MORE = f"dead > 0 AND NOT coalesce({ADD_UP}, false)"
"""SQL: hardly a row has dead that do not add up. The four further claims are only worked out for those."""


def killed_by_group() -> list[Said]:
    """Those of a row whose dead by group are no parts of the number killed."""
    return [
        Said("killed", "event || 'deaths by side'", {"value": f"CAST({dead} AS VARCHAR)", "of_actor": actor},
             f"{dead} > 0", own=("value", "when"))
        for actor, _, dead in GROUPS
    ]  # fmt: skip


def _sides() -> list[Said]:
    """Who took part; in one-sided violence who attacked and who was the target."""
    return [
        Said(f"CASE WHEN {ONE_SIDED} THEN '{one_sided}' ELSE 'participant' END", f"event || 'side_{side}'",
             {"actor": f"actor_{side}", "value": json_text(f"name_{side}")}, f"actor_{side} IS NOT NULL")
        for side, one_sided in (("a", "attribution"), ("b", "target"))
    ]  # fmt: skip


def claims() -> list[Said]:
    """Those of every row; see :func:`killed_by_group` for further ones."""
    where = joined("; ", "adm_1", "adm_2", "where_text", "'where_prec ' || where_prec")
    dyad = "'dyad ' || nullif(concat_ws(': ', dyad_id, dyad), '')"
    words = by_type({key: words for key, (_, words, _) in VIOLENCE.items()})
    kind = joined(", ", words, "'event_clarity ' || clarity")
    conflict = joined("; ", labelled("conflict", "conflict_id"), dyad)
    return [
        Said("date", "event || 'date_start/date_end/date_prec'",
             {"value": interval_json("first", "last"), "text": "'date_prec ' || date_prec"}, own=("value",)),
        Said("place", "event || 'where_coordinates, where_prec'",
             {"value": json_text("where_said"), "text": where}),
        Said("kind", "event || 'type_of_violence'", {"value": f"""'"' || {KIND} || '"'""", "text": kind}),
        _killed(),
        *_sides(),
        Said("conflict", "event || 'conflict_name, dyad_name'",
             {"value": json_text("conflict"), "text": f"nullif({conflict}, '')"}, "conflict IS NOT NULL"),
    ]  # fmt: skip


def listed_claims() -> str:
    """All claims of a row, as a LIST of STRUCT."""
    whole, more = ([one.nested() for one in some] for some in (claims(), killed_by_group()))
    return f"CASE WHEN {MORE} THEN {listed([*whole, *more])} ELSE {listed(whole)} END"


def parties() -> list[str]:
    """Those that ``events.summary`` finds in the claims, in the order of the claims."""
    dead = [party(actor, name, "victim", when=f"{dead} > 0") for actor, name, dead in GROUPS]
    once = "actor_b IS DISTINCT FROM actor_a"
    return [
        *dead,
        party("actor_a", "name_a", "attacker", when=f"{ONE_SIDED} AND actor_a IS NOT NULL"),
        party("actor_a", "name_a", "involved", when=f"NOT {ONE_SIDED} AND actor_a IS NOT NULL"),
        party("actor_b", "name_b", "involved", when=f"NOT {ONE_SIDED} AND actor_b IS NOT NULL AND {once}"),
        party("actor_b", "name_b", "target", when=f"{ONE_SIDED} AND actor_b IS NOT NULL"),
    ]
