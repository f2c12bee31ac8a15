"""The mapping as a table: each column of the file with samples, what it is taken for, and why."""

from __future__ import annotations

from collections.abc import Sequence

import streamlit as st

from dashboard import escaping, state_import
from dashboard import wording_import as words
from dashboard.components.import_draft import ROLE_CHOICES, Draft, answered, questions
from dashboard.import_stages import Found
from events.importing.recognising import Proposal, Question, Recognised

WIDTHS = (34, 30, 36)
MORE = 40
_SAMPLES, _SAMPLE = 3, 40
_WITH_GEOMETRY = frozenset({"geojson", "geoparquet", "kml", "gpkg"})


def _set(part: str, name: str, widget: str) -> None:
    """Keep what was chosen: widgets of a view that was left are forgotten."""
    if state_import.is_there(widget):
        kept: dict[str, str] = getattr(state_import.desk().draft, part)
        kept[name] = state_import.get(widget) or ""


def set_plain(part: str, widget: str) -> None:
    """The same for a part of the draft that is one text."""
    if state_import.is_there(widget):
        setattr(state_import.desk().draft, part, state_import.get(widget) or "")


def keep(part: str, name: str, widget: str) -> dict[str, object]:
    """Arguments of a widget that writes into a part of the draft."""
    return {"key": state_import.key(widget), "on_change": _set, "args": (part, name, widget)}


def _answer(question: Question, widget: str) -> None:
    given = state_import.get(widget)
    if given is not None:
        answered(state_import.desk().draft, question, given)
        if question.key.startswith("column:"):
            state_import.redraw()


def _radio(number: int, question: Question, draft: Draft) -> None:
    options, labels = [option for option, _ in question.options], dict(question.options)
    given, widget = draft.answers.get(question.key), f"answer_{number}"
    st.radio(
        escaping.markdown(question.text), options, index=options.index(given) if given in options else None,
        format_func=lambda one: escaping.markdown(labels[one]), key=state_import.key(widget), on_change=_answer,
        args=(question, widget), horizontal=sum(map(len, labels.values())) < 90,
    )  # fmt: skip


def open_questions(draft: Draft, proposal: Proposal) -> None:
    """What the file does not decide. Where an answer is needed, none is chosen beforehand."""
    asked = list(enumerate(questions(draft, proposal)))
    for key, must, head, lead in (
        ("im_questions", True, words.QUESTIONS, words.QUESTIONS_LEAD), ("im_assumed", False, words.ASSUMED, ""),
    ):  # fmt: skip
        some = [(number, one) for number, one in asked if one.must is must]
        if some:
            with st.container(key=key, border=True):
                st.html(f'<h3 class="sp-im-part">{head}</h3><p class="sp-im-lead">{lead}</p>')
                for number, question in some:
                    _radio(number, question, draft)


def _samples(found: Found, column: str) -> str:
    at = found.names.index(column)
    texts = dict.fromkeys(str(row[at]) for row in found.sample if row[at] not in (None, ""))
    cut = [text if len(text) <= _SAMPLE else f"{text[:_SAMPLE]}…" for text in list(texts)[:_SAMPLES]]
    return " · ".join(cut) or "empty in the first rows"


def _row(number: int, one: Recognised, found: Found, draft: Draft) -> None:
    name, choice, why = st.columns(WIDTHS, gap="medium", vertical_alignment="center")
    with name:
        st.html(f'<p class="sp-im-col">{escaping.text(one.column)}</p>'
                f'<p class="sp-im-sample">{escaping.text(_samples(found, one.column))}</p>')  # fmt: skip
    widget, role = f"role_{number}", draft.roles.get(one.column, "")
    with choice:
        st.selectbox(
            f"{words.HEAD[1]}: {escaping.markdown(one.column)}", ROLE_CHOICES, index=ROLE_CHOICES.index(role),
            format_func=words.ROLE_WORDS.__getitem__, label_visibility="collapsed", **keep("roles", one.column, widget),
        )  # type: ignore[call-overload]  # fmt: skip
    with why:
        sure = words.confidence(one.confidence)
        made = one.column.startswith("_") and found.sniffed.format in _WITH_GEOMETRY
        reason = words.FROM_GEOMETRY if made else one.reason
        mark = "" if one.role in ("", "other") else f'<i class="sp-im-{sure}">{sure}</i>'
        st.html(f'<p class="sp-im-why">{mark}{escaping.text(reason)}</p>')


def mapping_table(draft: Draft, found: Found, columns: Sequence[Recognised]) -> None:
    """The columns, ``MORE`` at a time: a table of hundreds is proposed at its beginning first."""
    st.html(f'<h3 class="sp-im-part">{words.COLUMNS}</h3><p class="sp-im-lead">{words.COLUMNS_LEAD}</p>')
    with st.container(key="im_columns", gap=None):
        with st.container(key="im_heads"):
            for place, head in zip(st.columns(WIDTHS, gap="medium"), words.HEAD, strict=True):
                place.html(f'<p class="sp-im-colhead">{head}</p>')
        for number, one in enumerate(columns[: draft.shown]):
            _row(number, one, found, draft)
    left = len(columns) - draft.shown
    if left > 0:
        st.button(words.MORE_COLUMNS.format(n=left), key=state_import.key("more"), type="tertiary", on_click=_more)


def _more() -> None:
    state_import.desk().draft.shown += MORE
