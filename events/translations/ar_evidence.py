"""The Evidence and Chain views in Arabic."""

from __future__ import annotations

from events.translations.entries import Entry

EVIDENCE: dict[str, Entry] = {
    "Where the sources agree, and where they do not": "حيث تتفق المصادر وحيث لا تتفق",
    "Part of the view": "جزء العرض",
    "All incidents": "جميع الحوادث",
    "Two sources": "مصدران",
    "What is one voice": "ما يُعدّ صوتًا واحدًا",
    "Count origins": "عدّ الأصول",
    "Count sources": "عدّ المصادر",
    "Contested in": "التعارض في",
    "Counted by origins: articles that repeat one briefing are one voice.":
        "العدّ بالأصول: المقالات التي تكرر إحاطة واحدة صوت واحد.",
    "Counted by sources: each article is a voice, also where several repeat one briefing.":
        "العدّ بالمصادر: كل مقال صوت، حتى حيث تكرر عدة مقالات إحاطة واحدة.",
    "any field": "أي بند",
    "No field chosen: all incidents": "لم يُختر بند: جميع الحوادث",
    "Incident": "الحادثة",
    "Context: what is told around the incidents": "السياق: ما يُروى حول الحوادث",
    "part": "جزء",
    "possibly in these dates": "محتملة في هذه التواريخ",
    "Incidents by field, each cell with its finding": "الحوادث بحسب البند، وفي كل خانة خلاصتها",
    "Key: findings and how many cells have them": "المفتاح: الخلاصات وعدد خاناتها",
    "range or wording": "مدى أو اختلاف صياغة",
    "single source or origin": "مصدر واحد أو أصل واحد",
    "Open the incident card": "افتح بطاقة الحادثة",
    "Choose a cell: all that is claimed there opens here.": "اختر خانة: يُفتح هنا كل ما يُفاد به فيها.",
    "This incident is outside the filter; it is shown because the link names it.":
        "هذه الحادثة خارج معايير الاختيار؛ وتُعرض لأن الرابط يسمّيها.",
    "The incident of the chosen cell is not told by the sources that are shown.":
        "لا تروي المصادر المعروضة حادثة الخانة المختارة.",
    "Origins": "الأصول",
    "Own accounts, origin not stated, one voice each": "روايات المصادر نفسها، والأصل غير مذكور، وكل منها صوت",
    "Republications": "إعادات النشر",
    "One source": "المصدر الأول",
    "The other source": "المصدر الثاني",
    "exclude each other": "ينفي كلٌّ منهما الآخر",
    "agree": "متفقان",
    "How they stand to each other": "ما بينهما",
    "Field": "البند",
    "How they stand": "ما بينهما",
    "Neither source tells of any incident shown.": "لا يروي أيٌّ من المصدرين عن أي حادثة معروضة.",
    "{sources} in {n} origins": (
        "{sources} بلا أصل", "{sources} في أصل واحد", "{sources} في أصلين", "{sources} في {n} أصول",
        "{sources} في {n} أصلًا", "{sources} في {n} أصل",
    ),
    "no cell": "لا خانة",
    "{n} of {all} cells": "{n} من أصل {all} خانة",
    "If sources were counted, {cells} would read otherwise.": "ولو عُدّت المصادر لاختلفت قراءة: {cells}.",
    "If origins were counted, {cells} would read otherwise.": "ولو عُدّت الأصول لاختلفت قراءة: {cells}.",
    "{before} by origins, {after} by sources": "{before} بعدّ الأصول، {after} بعدّ المصادر",
    "{name}, read as republished by {by}": "{name}، بحسب ما أعاد نشره {by}",
    "The first {n} of {all} incidents are shown. Narrow the filter to see others.":
        "تُعرض أول {n} من أصل {all} حادثة. ضيّق معايير الاختيار لترى غيرها.",
    "Both carry: {names}": "كلاهما ينقل عن: {names}",
    "only {name}": "{name} وحده",
    # Chain
    "What followed what, and who says so": "ما أعقب ماذا، ومن يقول ذلك",
    "Read from left to right by date; columns are in order, not to scale. What has no date stands after what it is "
    "linked from. A line is a claim that a source makes, not a finding of ours.":
        "تُقرأ من اليسار إلى اليمين بحسب التاريخ؛ الأعمدة مرتبة وليست بمقياس. وما لا تاريخ له يقع بعد ما يُربط به. "
        "كل خط إفادة من مصدر، وليس خلاصة من عندنا.",
    "Choose an incident to see what led to it and what followed, or an arrow to see who says so. "
    "Choose it again, or press Escape, to let it go.":
        "اختر حادثة لترى ما أفضى إليها وما أعقبها، أو سهمًا لترى من يقول ذلك. "
        "واخترها مرة أخرى أو اضغط Escape لإلغاء الاختيار.",
    "What led to it": "ما أفضى إليها",
    "What followed": "ما أعقبها",
    "Nothing that a source states.": "لا شيء مما يذكره مصدر.",
    "The same as text": "الأمر نفسه نصًّا",
    "No source links an incident of this selection to another.": "لا يربط أي مصدر حادثة من هذا الاختيار بأخرى.",
    "outside the filter": "خارج معايير الاختيار",
    "it and all that it is linked with are outside the filter.": "هي وكل ما ترتبط به خارج معايير الاختيار.",
    "no source links it to another incident.": "لا يربطها أي مصدر بحادثة أخرى.",
    "not:": "نفيًا:",
    "reported parts": "أجزاء مذكورة",
    "Chain of incidents; the table below holds the same as text": "سلسلة الحوادث؛ ويعرض الجدول أدناه الأمر نفسه نصًّا",
    "{n} days: no dated incident here": (
        "لا حادثة مؤرخة هنا", "يوم واحد: لا حادثة مؤرخة هنا", "يومان: لا حادثة مؤرخة هنا",
        "{n} أيام: لا حادثة مؤرخة هنا", "{n} يومًا: لا حادثة مؤرخة هنا", "{n} يوم: لا حادثة مؤرخة هنا",
    ),
}  # fmt: skip
