"""Texts of the Contribute view; the others stand in ``wording.py``."""

from __future__ import annotations

from events.amounts import Bound
from events.editing.drafts import Kind
from events.model import QUOTE_WORDS
from geodata.gazetteer import Candidate
from geodata.places import Precision

LEAD = (
    "Add what a source states. It is checked as the files are, written into the data set's own files, and can be "
    "reviewed there; it never goes into a database."
)
WHAT = "What to add"
KINDS = {Kind.CLAIM: "Claim", Kind.SOURCE: "Source", Kind.INCIDENT: "Incident", Kind.PLACE: "Place"}

LABELS = {
    "incident_id": "Incident", "source": "Source", "field": "Field", "actor": "Actor", "stance": "Stance",
    "incident": "Linked incident", "value": "Value", "text": "In the source's words", "unit": "Unit", "of": "Only of",
    "parts": "Broken down by", "code": "Same statement as", "holds": "The source says it is not so",
    "says": "Said by", "origin": "Origin", "paragraph": "Paragraph", "quote": "Quote", "note": "Note",
    "id": "Id", "short": "Short name", "title": "Title", "publisher": "Publisher", "authors": "Authors",
    "published": "Published", "republished_by": "Republished by", "url": "Address", "kind": "Kind", "place": "Place",
    "name": "Name", "local": "Local name", "country": "Country code", "precision": "Precision", "lat": "Latitude",
    "lon": "Longitude", "radius_km": "Radius, km", "area": "Area", "aliases": "Other names",
    "obtained": "How it was obtained", "claims": "Claims", "date": "Date",
}
HELP = {
    "says": "Whom the source attributes it to; empty for its own account",
    "origin": "The briefing, report or statement that it comes from: sources that share one are one voice",
    "paragraph": "Blocks between blank lines; the first of the body is 1; headline and page furniture do not count",
    "quote": f"At most {QUOTE_WORDS} words, as they stand there: enough to find the place",
    "note": "How it was read: a weekday resolved, a doubt",
    "value": "In our own words, without the source's adjectives",
    "code": "Claims with one code say the same in substance; choose a known one or write a new one",
    "date": "EDTF at the place: 2020-03-11, 2020-03-12/2020-03-13, 2020-03, 2020-01~",
    "of": "A count of one group alone, not of all",
    "authors": "Separated by semicolons",
    "title": "The headline as printed",
    "incident_title": "Our naming: neutral, no source's adjectives",
    "short": "A label of a word or two",
    "published": "EDTF: 2020-03-14, or 2020-03 where no day is stated",
    "id": "Left empty: the one that is shown. Ids are for good; they stand in links and files",
    "search_place": "Any spelling, Arabic letters too; from the embedded gazetteer, nothing is asked elsewhere",
    "place": "What a source states; an unplaced one where none does",
    "obtained": "The table it was taken from, or that it is an estimate",
}
BOUNDS = {
    Bound.EXACT: "exactly", Bound.ABOUT: "about", Bound.AT_LEAST: "at least", Bound.MORE_THAN: "more than",
    Bound.AT_MOST: "at most", Bound.LESS_THAN: "fewer than", Bound.RANGE: "from … to",
}
BOUND, NUMBER, UPTO = "Bound", "Number", "To"
NO_ORIGIN, NO_ACTOR = "its own account", "nobody in particular"
CHOOSE = "Choose"
WORDS_FOR_KIND, WORDS_FOR_PLACE, WORDS_FOR_DATE = "Words for the kind", "Words for the place", "Words for the date"
FIRST_CLAIMS = "Its first claims"
FIRST_CLAIMS_NOTE = "An incident is its claims: kind, place and date are shown because a source states them."
SEARCH_PLACE = "Find by name"
NOTHING_FOUND = "Nothing found in the embedded gazetteer; fill in below, and say how it was obtained."
CANDIDATES = "Candidates: choose one, or fill in below"
AMBIGUOUS = "{n} places may be meant. None is chosen for you."
CLEAR = "The first fits clearly; it is taken when you choose it."
AREA_NOTE = "Provinces or countries; other areas (sectors, border bands) are written in places.yaml by hand."
PRECISIONS = {
    Precision.SITE: "site", Precision.LOCALITY: "locality", Precision.DISTRICT: "district",
    Precision.PROVINCE: "province", Precision.COUNTRY: "country", Precision.UNPLACED: "unplaced",
}
_HOW = {
    "exact": "this very name", "alias": "another name of it", "without kind word": "name without its kind",
    "fuzzy": "similar spelling only",
}

WRITE, DOWNLOAD = "Write to the data set", "Download as patch"
DOWNLOAD_HELP = "A unified diff: `git apply` in the data set's folder, or `patch -p1`"
NOW, THEN = "Now", "With it"
BECOMES, UNCHANGED = "What the finding becomes", "Nothing shown changes until a claim uses it."
TO_MEND = "Before it can be written"
AS_FILE = "As it will stand in {file}"
NO_FILE = "As it will stand in its file"
OFF = "Writing is switched off on this server (EDITING=off). Take the patch, or send it to whoever keeps the data set."
READ_ONLY = "The data set's folder cannot be written here. Take the patch, or send it to whoever keeps the data set."
STALE = "{file} changed since you opened this form. Nothing was written, and what you filled in stands. The change:"
STALE_ONCE_READ = "I have read it: go on with the file as it is now"
WRITTEN = "Written into {file}."
DISMISS = "Close"
NOT_DONE = "Nothing was written: {why}"


def label(path: str) -> str:
    """What a person calls the key of a row: "Quote"; "Place, quote" for that of an incident's first claim."""
    steps = [step for step in path.split(".") if step != "claims"]
    names = [f"claim {int(step) + 1}" if step.isdigit() else LABELS.get(step, step) for step in steps]
    return ", ".join(names) or LABELS["claims"]


def words_left(quote: str) -> str:
    """"5 of at most 8 words"."""
    return f"{len(quote.split())} of at most {QUOTE_WORDS} words"


def candidate(one: Candidate, country: str) -> str:
    """A place that a name may mean: what it is, how it was found, how exactly it is known, from whom."""
    exact = f"within {one.radius_km:g} km" if one.radius_km else "area"
    return f"{one.name}: {one.kind}, {country}; {_HOW[one.how]}; {exact}; {one.attribution}"
