"""Cards of incidents and of sources, in Arabic."""

from __future__ import annotations

from events.translations.entries import Entry

CARDS: dict[str, Entry] = {
    "Part of the card": "جزء البطاقة",
    "Who says what": "من يقول ماذا",
    "Linked to": "الروابط",
    "{n} claims": ("لا إفادات", "إفادة واحدة", "إفادتان", "{n} إفادات", "{n} إفادةً", "{n} إفادة"),
    "{n} claims here": (
        "لا إفادات هنا", "إفادة واحدة هنا", "إفادتان هنا", "{n} إفادات هنا", "{n} إفادةً هنا", "{n} إفادة هنا",
    ),
    "Coordinate: {obtained}": "مصدر الإحداثيات: {obtained}",
    "Own account, origin not stated": "رواية المصدر نفسه، والأصل غير مذكور",
    "Not stated": "غير مذكور",
    "side|Says who": "من يُنسب إليه ذلك",
    "side|Suspects or speculates": "اشتباه أو تكهن",
    "side|Leaves open": "متروك مفتوحًا",
    "side|Denies or doubts": "نفي أو تشكيك",
    "side|Praises": "إشادة",
    "open": "فتح",
    "one voice, in {n} sources": (
        "صوت واحد، بلا مصادر", "صوت واحد، في مصدر واحد", "صوت واحد، في مصدرين", "صوت واحد، في {n} مصادر",
        "صوت واحد، في {n} مصدرًا", "صوت واحد، في {n} مصدر",
    ),
    "two": "اثنان",
    "three": "ثلاثة",
    "four": "أربعة",
    "five": "خمسة",
    "{words}, {many} share a {kind}": "{words}، {many} منها تستند إلى أصل واحد ({kind})",
    "{n} origins shared": (
        "لا أصول مشتركة", "أصل مشترك", "أصلان مشتركان", "{n} أصول مشتركة", "{n} أصلًا مشتركًا", "{n} أصل مشترك",
    ),
    "briefing": "إحاطة",
    "statement": "بيان",
    "official report": "تقرير رسمي",
    "testimony": "شهادة أمام لجنة",
    "document": "وثيقة",
    "monitor": "جهة رصد",
    "wire": "وكالة أنباء",
    "social media": "وسائل التواصل الاجتماعي",
    # Links
    "{words}, say": "{words}، بحسب",
    "Followed by": "أعقبه ردًّا عليه",
    "Has the reported part": "من أجزائه المذكورة",
    "link|stated": "مذكور",
    "link|contested": "متعارض",
    "link|speculated": "على سبيل التكهن",
    "No source links it to another incident.": "لا يربطها أي مصدر بحادثة أخرى.",
    "A link is a claim that a source makes, not a finding of ours.": "الرابط إفادة من مصدر، وليس خلاصة من عندنا.",
    # Sources
    "What each source states of itself, how much it tells, how often it stands alone and how often it is contradicted. "
    "What a source does not state is said to be so.":
        "ما يذكره كل مصدر عن نفسه، ومقدار ما يرويه، وكم مرة ينفرد وكم مرة يعارضه غيره. "
        "وما لا يذكره المصدر يُشار إلى أنه غير مذكور.",
    "Publisher": "الناشر",
    "Author": "الكاتب",
    "Published": "تاريخ النشر",
    "Republished by": "أعاد نشره",
    "Address": "الرابط",
    "Tells of {n} entries": (
        "لا يروي عن أي مدخل", "يروي عن مدخل واحد", "يروي عن مدخلين", "يروي عن {n} مدخلات", "يروي عن {n} مدخلًا",
        "يروي عن {n} مدخل",
    ),
    "{n} fields with others, not contradicted": "بنود مع غيره دون تعارض: {n}",
    "{n} fields contradicted": "بنود يعارضه فيها غيره: {n}",
    "{n} fields it alone tells": "بنود ينفرد بها: {n}",
    "{claims} about {incidents} entries, {attributed} of them attributed to someone":
        "{claims} عن مدخلات عددها {incidents}، منها {attributed} منسوبة إلى قائل",
}  # fmt: skip
