"""Names that columns have in files of other people, by role: English, Arabic, French, Spanish, German, Persian."""

from __future__ import annotations

import re

from geodata.names import fold

_NAMES: dict[str, str] = {
    "id": (
        "id|event id|event_id|eventid|incident id|incident_id|identifier|record id|uid|guid|code|no|nr|number|رقم"
        "|معرف|identifiant|numéro|identificador|kennung|nummer|fid|objectid"
    ),
    "title": (
        "title|name|event|event name|incident|headline of event|label|subject|عنوان|titre|intitulé|nom|título"
        "|titulo|nombre|titel|bezeichnung|عنوان الحدث"
    ),
    "date": (
        "date|event date|event_date|incident date|day|datetime|date time|timestamp|when|date of incident"
        "|date of event|occurred|occurred on|تاريخ|التاريخ|تاريخ الحدث|jour|date evenement|fecha|fecha del evento"
        "|dia|datum|tag|ereignisdatum|تاریخ"
    ),
    "start": (
        "start|start date|date start|begin|begin date|from|from date|first day|date debut|début|fecha inicio"
        "|inicio|beginn|startdatum|von|تاريخ البدء|البداية"
    ),
    "end": (
        "end|end date|date end|finish|until|to|to date|last day|date fin|fin|fecha fin|ende|enddatum|bis"
        "|تاريخ الانتهاء|النهاية"
    ),
    "time": "time|hour|time of day|event time|heure|hora|uhrzeit|zeit|وقت|الساعة|ساعت",
    "place": (
        "place|location|location name|place name|town|city|village|site|where|locality|settlement|مكان|الموقع"
        "|موقع|مدينة|lieu|ville|localité|endroit|lugar|ciudad|localidad|ort|stadt|ortschaft|محل|شهر"
    ),
    "province": (
        "province|governorate|state|admin1|adm1|adm 1|admin 1|region|muhafaza|محافظة|المحافظة|gouvernorat"
        "|provincia|provinz|bundesland|استان"
    ),
    "country": "country|country name|nation|iso|iso2|iso3|بلد|دولة|البلد|pays|país|pais|land|staat|کشور",
    "lat": (
        "lat|latitude|y|lat dd|latitude dd|gps lat|ycoord|breite|breitengrad|latitud|خط العرض|عرض|عرض جغرافیایی"
    ),
    "lon": (
        "lon|lng|long|longitude|x|lon dd|long dd|longitude dd|gps lon|gps long|xcoord|länge|längengrad|longitud"
        "|خط الطول|طول|طول جغرافیایی"
    ),
    "coordinates": (
        "coordinates|coordinate|coords|latlon|lat lon|latlng|lat lng|lat long|geo|gps|geom|geometry|wkt|geom wkt"
        "|point|position|coordonnées|coordenadas|koordinaten|إحداثيات|مختصات"
    ),
    "precision": (
        "precision|place precision|geo precision|accuracy|exactness|location precision|précision|precisión"
        "|genauigkeit|دقة"
    ),
    "radius_km": "radius km|radius_km|radius|uncertainty km|uncertainty radius|rayon|radio|umkreis",
    "kind": (
        "kind|type|event type|event_type|incident type|category|class|type of event|attack type|نوع|نوع الحدث"
        "|type evenement|catégorie|tipo|tipo de evento|categoría|art|typ|kategorie|نوع حادثه"
    ),
    "killed": (
        "killed|dead|deaths|fatalities|death toll|number killed|kia|nkill|people killed|قتلى|القتلى|عدد القتلى"
        "|وفيات|tués|morts|décès|muertos|fallecidos|getötet|tote|todesopfer|کشته|کشته شدگان"
    ),
    "killed_low": (
        "killed low|killed min|low|minimum killed|deaths low|fatalities low|min deaths|low estimate|killed_min"
    ),
    "killed_high": (
        "killed high|killed max|high|maximum killed|deaths high|fatalities high|max deaths|high estimate"
        "|killed_max"
    ),
    "killed_best": "killed best|best|best estimate|deaths best|fatalities best",
    "wounded": (
        "wounded|injured|injuries|number wounded|nwound|wia|people wounded|جرحى|الجرحى|عدد الجرحى|مصابين|blessés"
        "|heridos|lesionados|verletzt|verletzte|verwundete|زخمی|مجروحان"
    ),
    "target": "target|targets|object of attack|هدف|الهدف|cible|objetivo|ziel",
    "weapon": "weapon|weapons|weapon type|means|munition|سلاح|السلاح|arme|armes|arma|armas|waffe|waffen",
    "origin": "origin|according to|reported by|attributed to|original source|selon|según|laut",
    "publisher": (
        "publisher|source|sources|source name|media|outlet|newspaper|news source|source office|مصدر|المصدر"
        "|éditeur|fuente|fuentes|quelle|quellen|medium|منبع"
    ),
    "source_title": (
        "source title|headline|article|article title|source headline|titre source|titular|schlagzeile"
    ),
    "published": (
        "published|publication date|date published|source date|pubdate|reported on|date de publication"
        "|fecha de publicación|veröffentlicht"
    ),
    "url": "url|link|source url|source link|href|web|website|webpage|رابط|lien|enlace|verweis|لینک",
    "author": "author|authors|byline|journalist|reporter|كاتب|auteur|autor|verfasser",
    "account": (
        "account|notes|note|description|summary|details|narrative|text|remarks|comment|comments|event description"
        "|what happened|ملاحظات|وصف|تفاصيل|résumé|remarques|notas|descripción|resumen|notizen|beschreibung"
        "|bemerkung|شرح|توضیحات"
    ),
    "attacker": (
        "attacker|perpetrator|perpetrators|attackers|aggressor|مهاجم|المنفذ|المهاجم|auteur de l'attaque|attaquant"
        "|agresor|atacante|täter|angreifer"
    ),
    "involved": (
        "actor|actors|actor1|actor 1|actor2|actor 2|party|parties|group|groups|participants|armed group|side a"
        "|side b|الفاعل|أطراف|acteur|acteurs|groupe|actores|grupo|akteur|akteure|gruppe"
    ),
    "victim": "victim|victims|victim name|ضحية|الضحايا|victime|victimes|víctima|víctimas|opfer",
    "blamed": "blamed|accused|suspected|suspect|suspected perpetrator|متهم|accusé|acusado|beschuldigt",
    "claims responsibility": (
        "claimed by|claims responsibility|responsibility claimed by|claimed|revendiqué par|reivindicado por"
    ),
}

ACTOR_ROLES = frozenset({"attacker", "involved", "victim", "blamed", "claims responsibility"})
"""Of the roles above, those of actors: several columns may have them."""
NAMES: dict[str, str] = {}
"""Folded name of a column to role; the first role that lists a name has it."""
for _role, _words in _NAMES.items():
    for _word in _words.split("|"):
        NAMES.setdefault(fold(_word), _role)

_OWN = {"_lat": "lat", "_lon": "lon", "_radius_km": "radius_km"}
"""Columns that the reader makes from a file's geometry."""


_FILLERS = frozenset(("number", "total", "no", "nr", "num", "count", "of", "people", "persons", "reported"))
_COUNTING = frozenset(("number", "numbers", "total", "no", "nr", "num", "count", "counts", "sum", "size", "length"))
_CODES = _COUNTING | {"id", "ids", "code", "codes", "url", "link", "type"}
_COUNTED = frozenset({"killed", "killed_low", "killed_best", "killed_high", "wounded"})
"""Roles that a word of counting fits: "number of sources" counts them and names none."""
_DOTTED = re.compile(r"(.*\S)\.(\S[^.]*)")
_BARE = frozenset(["name", "names", "label", "value", "text"])
"""Keys of an object in an object that say nothing: what they name, the key before says."""
_ONLY_WHOLE = frozenset({"id", "coordinates", "killed", "killed_low", "killed_best", "killed_high", "wounded"})
"""Roles that no part of a name suggests: "wounded children" is not the number wounded."""


def role_of_name(column: str) -> tuple[str, float] | None:
    """(role, confidence) that a column's name alone suggests: the whole name, or its first or last words."""
    if column.startswith("_"):
        return (_OWN[column], 1.0) if column in _OWN else None
    folded = fold(column)
    if folded in NAMES:
        return NAMES[folded], 0.9
    words = folded.split()
    plain = " ".join(word for word in words if word not in _FILLERS)
    if plain in NAMES and (NAMES[plain] in _COUNTED or not _COUNTING & set(words)):
        return NAMES[plain], 0.8
    if words and (words[-1] in _CODES or words[0] in _COUNTING):
        return None
    if dotted := _DOTTED.fullmatch(column):
        return _of_part(dotted[1], dotted[2])
    for length in range(min(len(words) - 1, 3), 0, -1):
        for part in (" ".join(words[:length]), " ".join(words[-length:])):
            role = NAMES.get(part)
            if role and len(part) > 2 and role not in _ONLY_WHOLE and _says_all(part, words):
                return role, 0.6
    return None


def _says_all(part: str, words: list[str]) -> bool:
    """Whether a part of a name says the whole: "source country" is neither, "source 2" is a source."""
    several = words[-1].isdigit() or len(words[-1]) == 1
    return NAMES.get(words[0]) != "publisher" or " ".join(words[: -1 if several else None]) == part


def _of_part(before: str, key: str) -> tuple[str, float] | None:
    """The role of a key in an object (``place.lat``): by itself, or by the object where it says nothing."""
    own = fold(key)
    if own in _BARE:
        outer = role_of_name(before)
        return (outer[0], 0.7) if outer else None
    return (NAMES[own], 0.75) if own in NAMES else None
