"""The store, imports, large selections and exports, in Arabic. Terms as in the other catalogues."""

from __future__ import annotations

from events.translations.entries import Entry

STORE: dict[str, Entry] = {
    # imports
    "Import": "الاستيراد",
    "Show them": "عرضها",
    "{n} rows set aside": ("لا صفوف مستبعدة", "صف واحد مستبعد", "صفان مستبعدان", "{n} صفوف مستبعدة",
                           "{n} صفًا مستبعدًا", "{n} صف مستبعد"),
    "{what} imported": "تم الاستيراد: {what}",
    "{what} imported, {aside}: see Import": "تم الاستيراد: {what}، و{aside}: انظر «الاستيراد»",
    # data sets, pages, lists
    "incidents, all days": "حوادث، كل الأيام",
    "Data sets": "مجموعات البيانات",
    "From {files}, imported {when}.": "من {files}، استُوردت في {when}.",
    "It is compiled: each row is what its makers say, citing the documents of these publishers.":
        "هي مجموعة مُجمَّعة: كل صف هو ما يقوله مُعدّوها، استنادًا إلى وثائق هؤلاء الناشرين.",
    "Publishers that it names most": "الناشرون الأكثر ورودًا فيها",
    "Previous page": "الصفحة السابقة",
    "Next page": "الصفحة التالية",
    "What is inside": "ما بداخلها",
    "Close the list": "إغلاق القائمة",
    "Nothing": "لا شيء",
    "Order": "الترتيب",
    "Title": "العنوان",
    "{first} – {last} of {n}": "{first} – {last} من {n}",
    "{shown}, {filter}. {tray}": "{shown}، {filter}. {tray}",
    "It is outside the filter.": "هي خارج معايير الاختيار.",
    "{n} incidents are selected; this view compares the claims of at most {most}. Narrow the dates, the actors or "
    "the area.":
        "عدد الحوادث المختارة {n}؛ تقارن هذه الصفحة إفادات {most} حادثة على الأكثر. ضيّق التواريخ أو الجهات أو المنطقة.",
    "Report and evidence bundle are offered for at most {most} incidents: narrow the filter.":
        "يُتاح التقرير وحزمة الأدلة لما لا يزيد على {most} حادثة: ضيّق معايير الاختيار.",
    "{n} incidents are selected; a map in one file holds at most {most}. Narrow the dates, the actors or the area.":
        "عدد الحوادث المختارة {n}؛ تتسع الخريطة في ملف واحد لما لا يزيد على {most} حادثة. "
        "ضيّق التواريخ أو الجهات أو المنطقة.",
    "Asking the cluster…": "جارٍ سؤال العنقود…",
    "Connecting to the cluster…": "جارٍ الاتصال بالعنقود…",
    # how cells are drawn
    "Drawn as": "طريقة الرسم",
    "Size": "الحجم",
    "Colour": "اللون",
    "cells|cells": "خلايا",
    "cells|density": "كثافة",
    "cells|provinces": "محافظات",
    "cells|incidents": "الحوادث",
    "cells|killed": "القتلى",
    "cells|sources": "المصادر",
    "cells|all alike": "موحَّد",
    "cells|plain": "بلا تمييز",
    "cells|contested": "المتعارض عليه",
    "cells|kinds": "الأنواع",
    # formats of an export
    "CSV": "CSV",
    "CSV, cells as they are": "CSV، والخلايا كما هي",
    "GeoJSON": "GeoJSON",
    "GeoParquet": "GeoParquet",
    "GeoPackage": "GeoPackage",
    "XLSX": "XLSX",
    "KML": "KML",
    "CSV in the shape of UCDP GED": "CSV على هيئة UCDP GED",
    "References, CSL-JSON": "المراجع، CSL-JSON",
    "References, BibTeX": "المراجع، BibTeX",
    "References, RIS": "المراجع، RIS",
}
