"""Every text of the interface that a person reads, in one place.

The texts stand in English and are the keys of their translations: where one is shown it passes through
``events.language.t``. Sentences about incidents come from ``events.phrases`` and ``events.sentences``;
what stands here is the frame around them: labels, buttons, legend, notices. Neutral, short, and
"not stated" for what no source states.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date

from dashboard.escaping import inline
from dashboard.map_words import MAP_WORDS as MAP_WORDS
from dashboard.map_words import map_words as map_words
from dashboard.map_words import timeline_words as timeline_words
from events import chain, phrases
from events.catalogue import Selection
from events.dataset import DataSet, Meta
from events.fields import FIELD, KINDS, FieldType
from events.findings import Finding, Status
from events.language import listed, t, tn
from events.problems import DataSetError
from events.summary import Summary

PRODUCT = "Sourcepin"

VIEWS = {
    "map": "Map", "list": "List", "chain": "Chain", "evidence": "Evidence", "sources": "Sources", "method": "Method",
    "import": "Import", "contribute": "Contribute",
}

_CHIPS = {
    Status.AGREED: "agreed", Status.RANGE: "range", Status.CONTESTED: "contested",
    Status.SINGLE: "single", Status.NOT_STATED: "none",
}
SYMBOLS = {"agreed": "=", "range": "↔", "contested": "≠", "single": "1", "none": "·"}
_STATUS_WORDS = {
    Status.AGREED: "agreed", Status.RANGE: "range", Status.CONTESTED: "contested",
    Status.SINGLE: "single source", Status.NOT_STATED: "not stated",
}

LINK_LABELS = {
    "response_to": "in response", "part_of": "part of", "same_event": "same event", "evidence_for": "evidence for",
}

DATES = "Dates"
FROM, TO = "First day", "Last day"
EARLIER, LATER = "Step the window earlier", "Step the window later"
PLAY, PAUSE = "Play", "Pause"
STEP = "Step"
STEPS = {"day": "Day", "week": "Week", "month": "Month", "year": "Year", "all": "All"}
SEARCH = "Search"
SEARCH_HINT = "Search titles, places and quotes"
ACTORS, ROLE, ANY_ROLE = "Actors", "Role", "Any role"
KINDS_LABEL, SOURCES_LABEL = "Kinds", "Sources"
INCIDENTS_UNIT = "incidents"
CONTESTED_ONLY = "Contested only"
CONTESTED_HELP = "Incidents in which sources contradict each other in at least one field"
AS_KNOWN, AS_KNOWN_NOTE = "As known on", "by day of publication"
AS_KNOWN_NOW = "Now: all sources"
OFFLINE_NOTE = (
    "Reported, not verified: every fact is what a source says. Basemap: Natural Earth; places: GeoNames, CC BY 4.0. "
    "This page is one file and asks no other computer for anything."
)
CITE, CITE_HELP = "Cite", "Cite this view: data set, version, what is shown, and when it was read"
PERMANENT_LINK = "Permanent link: filter, version and content of the data set; it says so when they have changed"
CITE_FORMATS = {"csl-json": "CSL-JSON", "bibtex": "BibTeX", "ris": "RIS"}
# Each in its own language: a reader looks for the one that they read.
REPORTS = {"en": "Report in English (HTML)", "ar": "تقرير بالعربية (HTML)"}
BUNDLE_FILE = "Evidence bundle (ZIP)"
BUNDLE_HELP = "`python -m events verify FILE` checks a bundle years later, without a network."
LINK_UNKNOWN = "The link names a version that is not understood; the present data are shown."
WHAT_CHANGED = "What has changed since"
VERSIONS = "Versions of the data set"
SINCE_LAST_VERSION = "Since then, not yet a version"
NO_VERSIONS = "The data set's folder records no earlier version."
LATER_TABLE = "What later sources say differently"
LATER_COLUMNS = ("Incident", "Field", "What", "Then", "Now", "By")
LANGUAGE = "Language"
CLEAR_ALL = "Clear all"
COPY_LINK = "Link"
COPY_LINK_HELP = "The address of exactly this view: filter, map and chosen incident"
DOWNLOAD = "Download"
DOWNLOAD_HELP = "The incidents shown now, with every claim and its source"
LINKS_SHOWN = "Links on the map"
LINKS_OPTIONS = {"chosen": "Of the chosen", "all": "All", "none": "None"}
TRAY = "Not placed"
TRAY_HELP = "No source gives a place for these, or they have none. They count above."
SOURCES_LEAD = (
    "What each source states of itself, how much it tells, how often it stands alone and how often it is contradicted. "
    "What a source does not state is said to be so."
)
CHAIN_TITLE = "What followed what, and who says so"
CHAIN_LEAD = (
    "Read from left to right by date; columns are in order, not to scale. What has no date stands after what it is "
    f"linked from. {chain.NOTE}"
)
CHAIN_HINT = (
    "Choose an incident to see what led to it and what followed, or an arrow to see who says so. "
    "Choose it again, or press Escape, to let it go."
)
CHAIN_LED, CHAIN_FOLLOWED, CHAIN_NOTHING = "What led to it", "What followed", "Nothing that a source states."
CHAIN_AS_TEXT = "The same as text"
CHAIN_COLUMNS = ("From", "Relation", "To", "Who says so", "Finding")
CHAIN_NONE = "No source links an incident of this selection to another."
CHAIN_OUTSIDE = "outside the filter"
CHAIN_ALL_OUTSIDE = "it and all that it is linked with are outside the filter."
CHAIN_UNLINKED = "no source links it to another incident."
CHAIN_NOT = "not:"
CHAIN_PARTS = "reported parts"
CHAIN_LABEL = "Chain of incidents; the table below holds the same as text"
OPEN_INCIDENT = "Open an incident"
CLOSE_CARD = "Close"
NOTHING_TITLE = "No incident matches."
ROLE_WORDS = {
    "attacker": "Attacker, according to sources", "target": "Target", "victim": "Victim", "blamed": "Blamed",
    "denies": "Denies", "claims responsibility": "Claims responsibility", "praises": "Praises", "involved": "Involved",
}


def chain_gap(days: int) -> str:
    """On the strip between two columns of the chain that many days lie between."""
    return tn("{n} day: no dated incident here", "{n} days: no dated incident here", days)


MORE = {
    "actors": ("{n} more actors", "{n} more actors"), "kinds": ("{n} more kinds", "{n} more kinds"),
    "sources": ("{n} more sources", "{n} more sources"),
}


def more(count: int, things: str) -> str:
    """"4 more actors"."""
    return tn(*MORE[things], count)


def tray_title(selection: Selection) -> str:
    """"Not placed (19)"."""
    return t("{words} ({more})", words=t(TRAY), more=str(sum(not summary.is_placed for summary in selection.all)))


def chip(status: Status) -> str:
    """Short key of a finding, for colours and symbols."""
    return _CHIPS[status]


def status(finding: Finding) -> str:
    """The word on a finding's chip. Words that differ without excluding each other are no range."""
    words = FIELD[finding.field].type in (FieldType.TEXT, FieldType.ACTOR, FieldType.CODE, FieldType.LINK)
    if finding.status is Status.RANGE and words:
        return t("accounts differ")
    if finding.status is Status.RANGE and finding.low is None:
        return t("compatible")
    if finding.status is Status.SINGLE and len(finding.sources) > 1:
        return t("single origin")
    return t(_STATUS_WORDS[finding.status])


def kind(key: str) -> str:
    """A kind in words."""
    return t(KINDS[key])


def when(summary: Summary, dataset: DataSet) -> str:
    """"Wed 11 March 2020, late, Iraq time": the clock is said wherever a day is."""
    words = phrases.days(summary.days, weekday=True)
    if any(claim.locator for claim in summary.incident.about("date")):
        return words  # a compiled source says no time zone
    clock = dataset.meta.clock or dataset.meta.time_zone
    return listed([words, t(clock)]) if summary.days.known else words


def voices(summary: Summary, dataset: DataSet) -> str:
    """"5 sources, two share a briefing": how many sources, and whether they are as many voices."""
    tellers: dict[str, set[str]] = {}
    for claim in summary.incident.claims:
        if claim.origin:
            tellers.setdefault(claim.origin, set()).add(claim.source)
    shared = {origin: sources for origin, sources in tellers.items() if len(sources) > 1}
    words = tn("one source", "{n} sources", len(summary.sources))
    if not shared:
        return words
    if len(shared) > 1:
        return listed([words, tn("{n} origin shared", "{n} origins shared", len(shared))])
    origin, sources = next(iter(shared.items()))
    many, kind = t(_FEW.get(len(sources), str(len(sources)))), t(dataset.origins[origin].kind)
    return t("{words}, {many} share a {kind}", words=words, many=many, kind=kind)


_FEW = {2: "two", 3: "three", 4: "four", 5: "five"}


def ignored(parts: tuple[str, ...]) -> str:
    """One line about what a link said that was not understood."""
    return t("Not understood in the address, and left out: {parts}", parts=listed(parts, "; "))


def set_aside(count: int) -> str:
    """One line about rows that could not be shown."""
    return tn(
        "{n} entry of the data set could not be read and is not shown.",
        "{n} entries of the data set could not be read and are not shown.", count,
    )


def dataset_line(meta: Meta) -> str:
    """Name, version and licence of the data set, as HTML text for the foot of the sidebar."""
    about = t("Data set {version}, {licence}", version=meta.version, licence=meta.licence)
    return f"{inline(meta.name)}<br>{inline(about)}"


def no_dataset(error: DataSetError) -> str:
    """Why there is nothing to show, and what to do; Markdown."""
    first = "".join(f"\n- `{str(problem).replace('`', '')}`" for problem in error.problems[:5])
    return (
        f"No data set could be read.{first}\n\n"
        "`python -m events validate --dataset FOLDER` lists every problem; `DATASET=FOLDER` chooses another folder."
    )


def later_title(day: date, kinds: Mapping[str, int]) -> str:
    """"As known on 12 March 2020. Later sources: 21 new incidents, 49 fields added, 57 changed, 2 backed"."""
    parts = [tn(*_LATER[kind], kinds[kind]) for kind in _LATER if kinds.get(kind)]
    later = listed(parts) if parts else t("nothing different")
    return t("As known on {day}. Later sources: {later}", day=phrases.day(day), later=later)


_LATER = {
    "new incident": ("{n} new entries", "{n} new entries"), "added": ("{n} fields added", "{n} fields added"),
    "changed": ("{n} fields changed", "{n} fields changed"),
    "withdrawn": ("{n} fields withdrawn", "{n} fields withdrawn"),
    "backed": ("{n} fields backed without change", "{n} fields backed without change"),
}


def link_same(version: str) -> str:
    """A permanent link still shows what it was made on."""
    return t("The data are those that this link was made on: version {version}, unchanged.", version=version)


def link_changed(version: str) -> str:
    """A permanent link shows other data than it was made on; the version is Markdown that is already safe."""
    return t(
        "This link was made on version {version} of the data set, whose content has changed since.", version=version
    )
