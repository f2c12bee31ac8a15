"""Texts of the Evidence view; the others stand in ``wording.py``."""

from __future__ import annotations

from events import phrases
from events.evidence import Cell
from events.findings import Counting, Status
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
        return f"{cell.sources} in {cell.origins} origin{'' if cell.origins == 1 else 's'}"
    return "1 source" if cell.sources == 1 else f"{cell.sources} sources"


def changes(number: int, cells: int, counting: Counting) -> str:
    """"Counted by origins: …. If sources were counted, 6 of 113 cells would read otherwise."."""
    other = Counting.SOURCES if counting is Counting.ORIGINS else Counting.ORIGINS
    many = "no cell" if not number else f"{number} of {cells} cells"
    return f"{COUNTED[counting]} If {other} were counted, {many} would read otherwise."


def carried(sources: int) -> str:
    """"one voice, in 3 sources"."""
    return f"one voice, in {sources} sources" if sources > 1 else "one voice, in one source"


def republished(name: str, by: str) -> str:
    """"Voice of America, read as republished by GlobalSecurity.org"."""
    return f"{name}, read as republished by {by}"


def left_out(shown: int, total: int) -> str:
    """That the matrix stops before the selection ends."""
    return f"The first {shown} of {total} incidents are shown. Narrow the filter to see others."


def both_carry(names: str) -> str:
    """That two sources rest on one origin."""
    return f"Both carry: {names}"


def only(name: str) -> str:
    """"only Voice of America"."""
    return f"only {name}"


def comparison_title(short: str, label: str) -> str:
    """"Camp Taji: wounded"."""
    return f"{short}: {label[:1].lower()}{label[1:]}"


def cell_name(short: str, label: str, text: str, status: str, sources: int, origins: int) -> str:
    """A cell as it is read out: "Camp Taji, wounded: 12 – 14; contested; 5 sources, 4 origins"."""
    return f"{short}, {label.lower()}: {text}; {status}; {phrases.voices(sources, origins)}"
