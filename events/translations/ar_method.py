"""The Method view and the history of the data set, in Arabic; the text itself is ``dashboard/views/method_ar.md``."""

from __future__ import annotations

from events.translations.entries import Entry

METHOD: dict[str, Entry] = {
    "Version {version}, {licence}; {zone}.": "الإصدار {version}، {licence}؛ {zone}.",
    "Versions of the data set": "إصدارات مجموعة البيانات",
    "Since then, not yet a version": "منذ ذلك الحين، وليس إصدارًا بعد",
    "The data set's folder records no earlier version.": "لا يسجل مجلد مجموعة البيانات أي إصدار سابق.",
    "Set aside": "ما نُحّي جانبًا",
}
