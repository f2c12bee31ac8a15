"""The Method view and the history of the data set, in Arabic; the text itself is ``dashboard/views/method_ar.md``."""

from __future__ import annotations

from events.translations.entries import Entry

METHOD: dict[str, Entry] = {
    "Version {version}, {licence}; {zone}.": "الإصدار {version}، {licence}؛ {zone}.",
    "Versions of the data set": "إصدارات مجموعة البيانات",
    "Since then, not yet a version": "منذ ذلك الحين، وليس إصدارًا بعد",
    "The data set's folder records no earlier version.": "لا يسجل مجلد مجموعة البيانات أي إصدار سابق.",
    "Set aside": "ما نُحّي جانبًا",
    # What changed from one version to another
    "Nothing changed.": "لم يتغير شيء.",
    "Claims: {added} added, {removed} removed, {changed} changed. Incidents that differ: {n}.":
        "الإفادات: المضافة {added}، والمحذوفة {removed}، والمتغيرة {changed}. الحوادث المختلفة: {n}.",
    "what the data set says of itself changed (name, version, licence, method or the like)":
        "تغيّر ما تذكره مجموعة البيانات عن نفسها (الاسم أو الإصدار أو الترخيص أو المنهج أو ما شابه)",
    "source added: {id}": "أُضيف مصدر: {id}",
    "source removed: {id}": "حُذف مصدر: {id}",
    "source changed: {id}": "تغيّر مصدر: {id}",
    "origin added: {id}": "أُضيف أصل: {id}",
    "origin removed: {id}": "حُذف أصل: {id}",
    "origin changed: {id}": "تغيّر أصل: {id}",
    "actor added: {id}": "أُضيف طرف: {id}",
    "actor removed: {id}": "حُذف طرف: {id}",
    "actor changed: {id}": "تغيّر طرف: {id}",
    "place added: {id}": "أُضيف مكان: {id}",
    "place removed: {id}": "حُذف مكان: {id}",
    "place changed: {id}": "تغيّر مكان: {id}",
    "the order of the sources changed, and their numbers with it": "تغيّر ترتيب المصادر ومعه أرقامها",
    "title: “{old}” became “{new}”": "العنوان: صار «{old}» «{new}»",
    "its short label, kind, place or note changed": "تغيّرت تسميتها القصيرة أو نوعها أو مكانها أو ملاحظتها",
    "the order of its claims changed": "تغيّر ترتيب إفاداتها",
    "“{old}” became “{new}”": "صار «{old}» «{new}»",
    "said by {old} became {new}": "القائل: صار {old} {new}",
    "paragraph {old} became {new}": "الفقرة: صارت {old} {new}",
    "quote “{old}” became “{new}”": "الاقتباس: صار «{old}» «{new}»",
    "“{said}”, its remark or coding changed": "«{said}»، تغيّرت ملاحظتها أو ترميزها",
    "change|removed": "محذوف",
}  # fmt: skip
