"""Texts of the Import view; those that other pages show have Arabic, the form is in English as in Contribute."""

from __future__ import annotations

import codecs
import re
from collections.abc import Sequence

from dashboard.components.import_draft import ACTOR, OTHER, ROLE_CHOICES, UNREAD
from dashboard.import_stages import Found, Progress, Stage
from events.importing.limits import size_text
from events.importing.mapping import COLUMN_ROLES
from events.language import t, tn
from events.store.registry import Entry

TITLE = "Bring your own events"
LEAD = (
    "UCDP GED, ACLED and TimeMap downloads and exports of this program are known, and open on the map at once. "
    "Of any other table the columns are shown first, to be corrected. The file stays on this server."
)
DROP = "Drop a file with events here, or choose one"
DROP_HELP = (
    "CSV, TSV, XLSX, JSON, GeoJSON, GeoParquet, KML, GeoPackage, or a zip of one; at most {size}. The files of a "
    "TimeMap export go together."
)
OFF = (
    "Importing is switched off on this server (IMPORTING=off, or it can be reached from other machines). Whoever runs "
    "it switches it on with IMPORTING=on."
)
KEPT_SHORT = "Kept until the server stops; set STORE=folder to keep them."
FORMATS = {
    "ucdp": "UCDP GED", "acled": "ACLED", "timemap": "TimeMap", "own": "an export of this program",
    "generic": "a table of events",
}
READ_AS, SHEET, LAYER, ENCODING, DELIMITER = "Read as", "Sheet", "Layer", "Encoding", "Separator"
AS_FOUND = "Read it as it was found"
FILES = {
    "csv": "CSV", "tsv": "TSV", "xlsx": "XLSX", "json": "JSON", "geojson": "GeoJSON", "geoparquet": "GeoParquet",
    "parquet": "Parquet", "kml": "KML", "gpkg": "GeoPackage",
}
ENCODINGS = {
    "utf-8": "UTF-8", "utf-16": "UTF-16", "cp1252": "Windows-1252, Western", "cp1256": "Windows-1256, Arabic",
    "iso8859-6": "ISO 8859-6, Arabic", "cp1250": "Windows-1250, Central European",
    "cp1251": "Windows-1251, Cyrillic", "cp1254": "Windows-1254, Turkish", "mac_roman": "Mac Roman",
}
DELIMITERS = {",": "commas", ";": "semicolons", "\t": "tabs", "|": "bars"}
STEPS = {
    Stage.WAITING: "Waiting for its turn: two imports are under way", Stage.READING: "Reading the file",
    Stage.CHECKING: "Checking every row", Stage.WRITING: "Writing into the store",
}
NUMBERED = {Stage.READING: 1, Stage.CHECKING: 2, Stage.WRITING: 3}
CANCEL, AGAIN, DISCARD, OTHER_FILE = "Cancel", "Try again", "Discard", "Choose another file"
CANCELLED = "Cancelled. Nothing was imported; the store is as it was."
REFUSED = "{file} was not imported: {why}"
FAILED = "{file} could not be imported. Nothing was changed; the server's log says more."
STARTING = "Starting"

FIRST_ROWS, COLUMNS = "First rows", "What the columns mean"
COLUMNS_LEAD = "Proposed from names and content. Correct what is wrong; nothing is written before you import."
HEAD = ("Column of the file", "Taken for", "Why")
FROM_GEOMETRY = "from the geometry of the file"
SURE, LIKELY, UNSURE = "sure", "likely", "unsure"
QUESTIONS = "To be answered first"
QUESTIONS_LEAD = "The file does not decide this, and nothing is guessed."
ASSUMED = "Assumed, unless you say otherwise"
VALUES, VALUES_LEAD = "How values are written, and what holds for every row", "Only where the columns do not say it."
KINDS, KINDS_LEAD = "Kinds of event", "The file's words, and what they are drawn as. What stays empty is “Other”."
DATE_ORDER, DECIMAL, SEPARATOR = "Order of dates such as 03/04/2020", "Decimal sign", "Between several names in a cell"
ORDERS = {"": "not needed", "dmy": "day/month/year", "mdy": "month/day/year"}
DECIMALS = {"": "found out", ".": "point: 1.5", ",": "comma: 1,5"}
CONSTANTS = {
    "country": "Country", "province": "Province", "kind": "Kind", "publisher": "Publisher", "source_title":
    "Title of the source", "published": "Date of the source", "url": "Address of the source", "origin": "Origin",
}
ABOUT = "The data set"
NAME, LICENCE, VERSION, ATTRIBUTION = "Name", "Licence", "Version", "Attribution"
LICENCE_HINT = "not stated"
REPLACES, NEW_SET = "Import as", "A new data set"
NEW_VERSION = "New version of {name}"
SAVED = "A saved mapping"
SAVE_MAPPING, LOAD_MAPPING = "Save mapping", "Use a saved mapping"
USE_LAST = "Use the mapping of {name}"
CHECK, CHECK_AGAIN = "Check", "Check again"
DOUBLED = "“{role}” is taken by {columns}. Leave it to one of them."
NOT_USABLE = "These columns cannot be read together: {why}"
ANSWER_FIRST = "Answer the question above to go on."
ANSWERS_FIRST = "Answer the {n} questions above to go on."

ACCEPTED, SET_ASIDE = "accepted", "set aside"
NOTHING_LEFT = "No row can be imported. Mend the file, or change what the columns mean."
REASONS, FAULTS = "Why rows were set aside", "The first of them"
REASON_HEAD = ("Field", "Reason", "Rows")
FAULT_HEAD = ("Row", "Field", "Value", "Reason", "What to do")
GET_REJECTED = "Rejected rows (CSV)"
GET_REJECTED_HELP = "The file's own columns with field, reason and what to do. Mended, it can be dropped here again."
PLACED, PLACED_HEAD = "Found in the gazetteer: {rows}", ("Place of the file", "Taken for", "Rows")
LEAVE, LEAVE_NONE = "Not these: leave unplaced", "All of them are taken"
FIRST_OF = "The first {n} of {all}; the download has all of them."
WHOLE_ROW = "whole row"
OFFERS = "Places to be decided"
OFFERS_LEAD = (
    "Rows without coordinates whose place may be several, or is only similar to one. Nothing is taken unless you say "
    "so; what is left unplaced is kept, and counted beside the map."
)
NO_CANDIDATE = "Stays unplaced"
UNPLACED, OPEN_OFFER = "Leave unplaced", "Not answered: unplaced"
STALE = "Something was changed since the check."
IMPORT = "Import {n}"
MORE_OFFERS, MORE_COLUMNS = "{n} more places", "{n} more columns"

SAME = "This very file was imported already, as {name} on {day}."
SAME_SKIP, SAME_NEW, SAME_OTHER = "Skip it", "Import it as a new version", "Import it beside the other"

STORED = "Data sets of this store"
NONE_STORED = "None yet."
LOOK, REMOVE, REALLY, KEEP = "Look at it on the map", "Remove", "Remove it for good", "Keep it"
REMOVE_ASK = "“{name}” with its {rows} is removed from the store; the file that it came from is not touched."
ON = "Shown"
ON_HELP = "Whether it counts on the map and in every view, for all visitors"
UNREADABLE = "Cannot be shown: {why}"
NOT_STATED = "not stated"

NOTICE = "{what} imported"
NOTICE_ASIDE = "{what} imported, {aside}: see Import"
SEE_IMPORT, CLOSE, SHOW_THEM = "Import", "Close", "Show them"


def notice(entries: Sequence[Entry]) -> str:
    """"7,404 incidents imported, 69 rows set aside: see Import"."""
    accepted, aside = sum(one.accepted for one in entries), sum(one.rejected for one in entries)
    what = tn("{n} incident", "{n} incidents", accepted)
    if not aside:
        return t(NOTICE, what=what)
    return t(NOTICE_ASIDE, what=what, aside=tn("{n} row set aside", "{n} rows set aside", aside))


def role(choice: str) -> str:
    """A role of a column in words."""
    if choice in (UNREAD, OTHER):
        return {UNREAD: "Not read", OTHER: "Kept as it is, as a note"}[choice]
    if choice.startswith(ACTOR):
        return f"Actor: {choice.removeprefix(ACTOR)}"
    words = COLUMN_ROLES[choice]
    return words[0].upper() + words[1:]


ROLE_WORDS = {choice: role(choice) for choice in ROLE_CHOICES}


def confidence(share: float) -> str:
    """How sure a proposal is, in a word."""
    return SURE if share >= 0.85 else LIKELY if share >= 0.5 else UNSURE


def rows(count: int) -> str:
    """"7,473 rows"."""
    return "1 row" if count == 1 else f"{count:,} rows"


def incidents(count: int) -> str:
    """"7,404 incidents"."""
    return "1 incident" if count == 1 else f"{count:,} incidents"


def seconds(count: float) -> str:
    """"8 s", "2 min 5 s"."""
    whole = max(1, round(count))
    return f"{whole} s" if whole < 60 else f"{whole // 60} min {whole % 60} s"


def waiting(names: Sequence[str]) -> str:
    """"Next: b.csv, c.csv." of the files that were dropped together with this one."""
    return f"Next: {', '.join(names[:5])}{', …' if len(names) > 5 else ''}." if names else ""


def encodings(now: str) -> dict[str, str]:
    """What a file can be encoded as, the one that was found included."""
    name = codecs.lookup(now).name.removesuffix("-sig")
    return {now: ENCODINGS.get(name, now.upper()), **{one: said for one, said in ENCODINGS.items() if one != name}}


def delimiters(now: str) -> dict[str, str]:
    """What can stand between cells, what was found included."""
    return ({} if now in DELIMITERS or not now else {now: now}) | DELIMITERS


_PLAIN = re.compile(
    r"encoding UTF-8, checked|separator .*\b100% of|the decimal sign is a point|(sheet|layer|read:) '|"
    r"(KML|Parquet) with [\d,]+ \w+$|geometry in"
)
"""Notes that say once more what the sentence says, or that all is as it usually is."""


def found(one: Found) -> str:
    """"A table of events: CSV, Windows-1252, separated by semicolons; 1,204 rows, 310 KiB."""
    file = one.sniffed
    parts = [FILES.get(file.format, file.format)]
    if file.format in ("csv", "tsv"):
        between = DELIMITERS.get(file.delimiter, repr(file.delimiter))
        parts += [encodings(file.encoding)[file.encoding].partition(",")[0], f"separated by {between}"]
    if len(file.parts) > 1:
        of = "sheets" if file.format == "xlsx" else "layers"
        parts.append(f"“{file.part}”, one of {len(file.parts)} {of}")
    kind, counted = FORMATS[one.format], f"{rows(one.rows)}, " if one.rows else ""
    said = f"{kind[0].upper()}{kind[1:]}: {', '.join(parts)}; {counted}{size_text(file.size)}."
    notes = [note for note in (*one.notes, *(one.proposal.notes if one.proposal else ())) if not _PLAIN.match(note)]
    return " ".join([said, *(f"{note[0].upper()}{note[1:].removesuffix('.')}." for note in notes if note)])


def progress(one: Progress) -> str:
    """"Step 2 of 3. Checking every row: about 120,000 rows a second, 4 s left."""
    step = f"Step {NUMBERED[one.stage]} of 3. " if one.stage in NUMBERED else ""
    parts = [f"about {float(f'{one.rate:.2g}'):,.0f} rows a second"] if one.rate else []
    parts += [f"{seconds(one.left)} left"] if one.left else []
    return f"{step}{STEPS.get(one.stage, STARTING)}{': ' if parts else ''}{', '.join(parts)}"
