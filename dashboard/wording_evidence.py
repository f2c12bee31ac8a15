"""Texts of the Evidence view; the others stand in ``wording.py``."""

from __future__ import annotations

from events import phrases
from events.evidence import Cell
from events.findings import Counting, Status
from events.language import listed, t, tn
from events.pairing import Relation

TITLE = "Where the sources agree, and where they do not"
TABS = {"matrix": "All incidents", "pair": "Two sources"}
TAB, COUNTING, CONTESTED_IN = "Part of the view", "What is one voice", "Contested in"
COUNTINGS = {Counting.ORIGINS: "Count origins", Counting.SOURCES: "Count sources"}
COUNTED = {
    Counting.ORIGINS: "Counted by origins: articles that repeat one briefing are one voice.",
    Counting.SOURCES: "Counted by sources: each article is a voice, also where several repeat one briefing.",
}
ANY_FIELD = "any field"
CONTESTED_HINT = "No field chosen: all incidents"
INCIDENT, CONTEXT = "Incident", "Context: what is told around the incidents"
PART, POSSIBLE = "part", "possibly in these dates"
MATRIX_LABEL = "Incidents by field, each cell with its finding"
KEY_LABEL = "Key: findings and how many cells have them"
KEY = {
    Status.AGREED: "agreed", Status.RANGE: "range or wording", Status.CONTESTED: "contested",
    Status.SINGLE: "single source or origin", Status.NOT_STATED: "not stated",
}
CLOSE, OPEN_CARD = "Close", "Open the incident card"
CHOOSE = "Choose a cell: all that is claimed there opens here."
NOT_IN_SELECTION = "This incident is outside the filter; it is shown because the link names it."
NOT_KNOWN = "The incident of the chosen cell is not told by the sources that are shown."
NOTHING_STATED = "No source makes a statement about it."
ORIGINS, OWN_ACCOUNT = "Origins", "Own accounts, origin not stated, one voice each"
REPUBLICATIONS = "Republications"
SOURCE_A, SOURCE_B = "One source", "The other source"
RELATIONS = {
    Relation.DIFFER: "exclude each other", Relation.AGREE: "agree", Relation.COMPATIBLE: "compatible",
}
RELATION_FILTER, ALL_RELATIONS = "How they stand to each other", "All"
PAIR_COLUMNS = ("Field", "How they stand")
NOTHING_TOLD = "Neither source tells of any incident shown."


def count(cell: Cell, counting: Counting) -> str:
    """The second line of a cell: "5 sources", "3 in 2 origins" where several carry one origin."""
    if counting is Counting.ORIGINS and cell.origins < cell.sources:
        return tn("{sources} in {n} origin", "{sources} in {n} origins", cell.origins, sources=cell.sources)
    return tn("1 source", "{n} sources", cell.sources)


def changes(number: int, cells: int, counting: Counting) -> str:
    """"Counted by origins: …. If sources were counted, 6 of 113 cells would read otherwise."."""
    many = t("{n} of {all} cells", n=number, all=cells) if number else t("no cell")
    if counting is Counting.ORIGINS:
        other = t("If sources were counted, {cells} would read otherwise.", cells=many)
    else:
        other = t("If origins were counted, {cells} would read otherwise.", cells=many)
    return f"{t(COUNTED[counting])} {other}"


def carried(sources: int) -> str:
    """"one voice, in 3 sources"."""
    return tn("one voice, in one source", "one voice, in {n} sources", sources)


def republished(name: str, by: str) -> str:
    """"Voice of America, read as republished by GlobalSecurity.org"."""
    return t("{name}, read as republished by {by}", name=name, by=by)


def left_out(shown: int, total: int) -> str:
    """That the matrix stops before the selection ends."""
    return t("The first {n} of {all} incidents are shown. Narrow the filter to see others.", n=shown, all=total)


def both_carry(names: str) -> str:
    """That two sources rest on one origin."""
    return t("Both carry: {names}", names=names)


def only(name: str) -> str:
    """"only Voice of America"."""
    return t("only {name}", name=name)


def comparison_title(short: str, label: str) -> str:
    """"Camp Taji: wounded"."""
    return t("{words}: {more}", words=short, more=f"{label[:1].lower()}{label[1:]}")


def cell_name(short: str, label: str, text: str, status: str, sources: int, origins: int) -> str:
    """A cell as it is read out: "Camp Taji, wounded: 12 – 14; contested; 5 sources, 4 origins"."""
    what = t("{words}: {more}", words=listed([short, label.lower()]), more=text)
    return listed([what, status, phrases.voices(sources, origins)], "; ")
