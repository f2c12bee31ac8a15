"""The generic shaper's second half: claims, parties and sources of a row as SQL expressions over its typed cells."""

from __future__ import annotations

from events.importing.generic_cells import ACTORS, columns_of
from events.importing.generic_words import weapon_cases
from events.importing.mapping import ActorColumn, Mapping
from events.importing.wordings import NONE, claim, joined, json_text, listed
from events.store.staging import sql_text

_STANCES = {"attacker": "states", "blamed": "blames", "denies": "denies", "claims responsibility": "admits",
            "praises": "praises"}  # fmt: skip
_FIELDS = {"involved": "participant", "target": "target", "victim": "victim"}
"""Role to the field whose claim puts an actor into it (``events.summary``); all others are attributions."""
_PARTY = "STRUCT(actor VARCHAR, name VARCHAR, role VARCHAR)[]"
_PLACED = ("place", "province", "country", "lat", "lon", "coordinates")
_SOURCE = "STRUCT(publisher VARCHAR, title VARCHAR, published VARCHAR, url VARCHAR)[]"


def _where(*columns: str | None) -> str:
    """SQL of a locator: "row 7, column deaths"; of a constant only the row."""
    named = list(dict.fromkeys(column for column in columns if column))
    words = f", column {', '.join(named)}" if named else ", stated for the whole file"
    return f"'row ' || _row || {sql_text(words[:500])}"


def _role(one: ActorColumn) -> str:
    """SQL of the role: who is said to have done something is attacker only where something was done."""
    if one.role == "attacker":
        return "CASE WHEN our_kind IN ('find', 'context') THEN 'involved' ELSE 'attacker' END"
    return sql_text(one.role)


def join_actors(mapping: Mapping) -> str:
    """Joins that put ``actors_0`` … (LIST of STRUCT(actor, name)) beside the rows ``located``."""
    return "".join(
        f" LEFT JOIN (SELECT key AS actor_key_{n}, people AS actors_{n} FROM {ACTORS}) AS people_{n}"  # noqa: S608
        f" ON actor_key_{n} = located.actor_{n}"
        for n in range(len(mapping.actors))
    )


def parties(mapping: Mapping) -> str:
    """LIST of the actors in their roles, each pair once, as ``events.summary`` finds them in the claims."""
    lists = [
        f"coalesce(list_transform(actors_{n}, lambda one: struct_pack(actor := one.actor, name := one.name,"
        f" role := {_role(column)})), CAST([] AS {_PARTY}))"
        for n, column in enumerate(mapping.actors)
    ]
    if not lists:
        return f"CAST([] AS {_PARTY})"
    whole = f"flatten([{', '.join(lists)}])"
    # Two columns may spell an actor differently: the first spelling stands for it.
    pairs = f"list_transform({whole}, lambda two: two.actor || '/' || two.role)"
    first = f"list_position({pairs}, one.actor || '/' || one.role)"
    return f"CAST(list_filter({whole}, lambda one, nth: {first} = nth) AS {_PARTY})"


def _actor_claims(mapping: Mapping) -> list[str]:
    found = []
    for n, one in enumerate(mapping.actors):
        field = _FIELDS.get(one.role, "attribution")
        given = {"actor": "one.actor", "text": "one.name"}
        if field in ("target", "victim"):
            given = {"actor": "one.actor", "value": json_text("one.name")}
        if field == "attribution":
            given["stance"] = sql_text(_STANCES[one.role])
        found.append(f"list_transform(actors_{n}, lambda one: {claim(field, _where(one.column), **given)})")
    return found


def _bound(edtf: str, day: str) -> str:
    """One end of an interval; what is an interval itself, or has a mark, gives its outer day."""
    outer = f"CAST(DATE '1970-01-01' + CAST({day} AS INTEGER) AS VARCHAR)"
    return f"CASE WHEN regexp_matches({edtf}, '^[0-9X-]+$') THEN {edtf} ELSE coalesce({outer}, '..') END"


def _date() -> str:
    """EDTF text of the day or days: from the first day of the start to the last day of the end."""
    first, last = _bound("first_edtf", "first_from"), _bound("last_edtf", "last_to")
    return f"""CASE WHEN last_edtf IS NULL OR first_edtf = last_edtf THEN first_edtf
        WHEN first_edtf IS NULL THEN '../' || {last} ELSE {first} || '/' || {last} END"""


def _killed() -> str:
    """JSON of the number killed: the best one with its bounds, or whichever are there."""
    low, best, high = (f"killed_{name}_exact" for name in ("low", "best", "high"))
    between = f"'{{\"low\": ' || {low} || ', \"high\": ' || {high} || coalesce(', \"best\": ' || {best}, '') || '}}'"
    bounded = f"{low} IS NOT NULL AND {high} IS NOT NULL AND (killed_best_value IS NULL OR {best} IS NOT NULL)"
    return f"""CASE WHEN {bounded} AND {low} = {high} THEN CAST({low} AS VARCHAR) WHEN {bounded} THEN {between}
        WHEN killed_best_value IS NOT NULL THEN killed_best_value
        WHEN {low} IS NOT NULL THEN '{{"at_least": ' || {low} || '}}'
        WHEN {high} IS NOT NULL THEN '{{"at_most": ' || {high} || '}}' END"""


def _kept(role: str, mapping: Mapping, text: str, when: str) -> str:
    """A cell that has no field of its own, or was not understood, as it is."""
    column = mapping.column(role)
    return claim("other", _where(column), f"{when} AND {text} IS NOT NULL",
                 value=json_text(f"({sql_text((column or role) + ': ')} || {text})"))  # fmt: skip


def claims(mapping: Mapping) -> str:
    """LIST of all claims of a row, in the order of the fields; what the row does not say has none."""
    columns = columns_of(mapping)

    def of(*roles: str) -> str:
        return _where(*(columns.get(role) for role in roles))

    words = joined(", ", "place", "province", "country")
    spot = "CASE WHEN lat IS NOT NULL AND lon IS NOT NULL THEN lat || ', ' || lon END"
    named, weapon, where = f"coalesce(place, province, country, {spot})", weapon_cases("weapon"), _PLACED
    clocked = "time IS NULL AND clock IS NOT NULL AND NOT regexp_matches(clock, '^0?0:00:00')"
    killed, dated, counted = _killed(), ("date", "start", "end"), ("killed", "killed_low", "killed_best", "killed_high")
    fixed = [
        (dated, claim("date", of("first", "last"), "coalesce(first_edtf, last_edtf) IS NOT NULL",
                      value=json_text(_date()))),
        (("time",), claim("time", of("time"), "time IS NOT NULL", value=json_text("time"))),
        (dated, claim("time", of("first"), clocked, value=json_text("clock"))),
        (where, claim("place", of(*where[:-1]), f"{named} IS NOT NULL", value=json_text(named),
                      text=joined("; ", f"nullif({words}, '')", spot))),
        (("kind",), claim("kind", of("kind"), "stated_kind IS NOT NULL", value=json_text("stated_kind"), text="kind")),
        (("kind",), _kept("kind", mapping, "kind", "stated_kind IS NULL")),
        (("weapon",), claim("weapon", of("weapon"), f"{weapon} IS NOT NULL", value=json_text(weapon), text="weapon")),
        (("weapon",), claim("means", of("weapon"), f"weapon IS NOT NULL AND {weapon} IS NULL",
                            value=json_text("weapon"))),
        (counted, claim("killed", of("killed_low", "killed_best", "killed_high"), f"{killed} IS NOT NULL", value=killed,
                        text=joined("; ", "killed_low", "killed_best", "killed_high"))),
        (("wounded",), claim("wounded", of("wounded"), "wounded_value IS NOT NULL", value="wounded_value",
                             text="wounded")),
        (("target",), claim("target", of("target"), "target IS NOT NULL", value=json_text("target"))),
        (("title",), claim("account", of("title"), "title IS NOT NULL", value=json_text("title"))),
        (("account",), claim("account", of("account"), "account IS NOT NULL", value=json_text("account"))),
        (("precision",), _kept("precision", mapping, "precision", "rank IS NULL")),
        (("country",), _kept("country", mapping, "country", "iso = ''")),
        (("published",), _kept("published", mapping, "published", "published_edtf IS NULL")),
        (("author",), _kept("author", mapping, "author", "true")),
    ]  # fmt: skip
    # What no column and no constant says is left out here, not once for every row.
    kept = [one for roles, one in fixed if mapping.has(*roles)]
    kept += [
        claim("other", _where(column), f"other_{n} IS NOT NULL",
              value=json_text(f"({sql_text(column + ': ')} || other_{n})"))
        for n, column in enumerate(mapping.other)
    ]  # fmt: skip
    lists = [*([listed(kept)] if kept else []), *_actor_claims(mapping)]
    whole = f"list_filter(flatten([{', '.join(lists)}]), lambda one: one IS NOT NULL)"
    return lists[0] if len(lists) == 1 and kept else whole


def _parts(text: str, separator: str) -> str:
    """LIST of the parts of a cell, without empty ones."""
    if not separator:
        return f"CASE WHEN {text} IS NULL THEN [] ELSE [{text}] END"
    split = f"list_transform(string_split({text}, {sql_text(separator)}), lambda one: trim(one))"
    many = f"list_filter({split}, lambda one: one <> '')"
    parted = f"WHEN contains({text}, {sql_text(separator)}) THEN {many}"
    return f"CASE WHEN {text} IS NULL THEN [] {parted} ELSE [{text}] END"


def _document(publisher: str, title: str, url: str) -> str:
    author = "CASE WHEN author IS NOT NULL THEN 'Untitled, by ' || author END"
    named = f"left(coalesce({title}, {author}, {publisher}, {url}), 600)"
    return f"struct_pack(publisher := {publisher}, title := {named}, published := published_edtf, url := {url})"


def with_sources(mapping: Mapping, relation: str) -> str:
    """The query of a relation with ``cited`` beside it: LIST of the documents that a row cites.

    Lists of one length stand beside each other; others are not matched.
    """
    if not mapping.has("publisher", "source_title", "url", "author"):
        return f"SELECT *, CAST([] AS {_SOURCE}) AS cited FROM {relation}"  # noqa: S608
    # A URL may hold the separator: only where another URL begins does one end.
    urls = _parts(r"regexp_replace(url, '[;,|\s]+(https?://)', chr(31) || '\1', 'g')", "\x1f")
    # So may a title: it is parted only where that gives one for each publisher or URL.
    titles = """CASE WHEN source_title IS NULL THEN []
        WHEN len(title_parts) = greatest(len(publishers), len(urls)) THEN title_parts ELSE [source_title] END"""
    one_for_all = "CASE WHEN len(publishers) = 1 THEN publishers[1] ELSE publishers[nth] END"
    beside = _document(one_for_all, "titles[nth]", "urls[nth]")
    fits = "len(publishers) IN (0, 1, most) AND len(titles) IN (0, most) AND len(urls) IN (0, most)"
    each = {"publishers": ("doc", NONE, NONE), "titles": (NONE, "doc", NONE), "urls": (NONE, NONE, "doc")}
    alone = ", ".join(f"list_transform({some}, lambda doc: {_document(*cells)})" for some, cells in each.items())
    return f"""
        SELECT *, CAST(CASE
            WHEN most = 0 THEN CASE WHEN author IS NULL THEN [] ELSE [{_document(NONE, NONE, NONE)}] END
            WHEN {fits} THEN list_transform(range(1, most + 1), lambda nth: {beside})
            ELSE flatten([{alone}]) END AS {_SOURCE}) AS cited
        FROM (SELECT *, greatest(len(publishers), len(titles), len(urls)) AS most
            FROM (SELECT *, {titles} AS titles
                FROM (SELECT *, {_parts('publisher', mapping.separator)} AS publishers, {urls} AS urls,
                    {_parts('source_title', mapping.separator)} AS title_parts FROM {relation})))"""  # noqa: S608
