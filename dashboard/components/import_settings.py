"""Beside the columns: how values are written, the file's words for kinds, constants, and the data set's own name."""

from __future__ import annotations

from collections.abc import Sequence

import streamlit as st

from dashboard import escaping, state_import
from dashboard import wording_import as words
from dashboard.components.import_draft import Draft, questions, take
from dashboard.components.import_mapping import keep, set_plain
from dashboard.import_jobs import ImportJob
from dashboard.import_stages import Found
from events.fields import KINDS
from events.importing.generic_words import read_kind
from events.importing.mapping import Mapping, MappingError, load, save
from events.importing.recognising import Proposal
from events.store.registry import Entry


def _plain_choice(part: str, label: str, options: dict[str, str], draft: Draft) -> None:
    now = getattr(draft, part)
    st.selectbox(
        label, list(options), index=list(options).index(now) if now in options else 0,
        format_func=options.__getitem__, key=state_import.key(part), on_change=set_plain, args=(part, part),
    )  # fmt: skip


def values(draft: Draft, proposal: Proposal) -> None:
    """What holds for all rows; what is asked above is not asked again."""
    asked = {one.key for one in questions(draft, proposal)}
    with st.expander(words.VALUES):
        st.caption(words.VALUES_LEAD)
        places = iter(st.columns(3))
        for part, label, options in (
            ("date_order", words.DATE_ORDER, words.ORDERS), ("decimal", words.DECIMAL, words.DECIMALS),
        ):  # fmt: skip
            if part not in asked:
                with next(places):
                    _plain_choice(part, label, options, draft)
        with next(places):
            st.text_input(
                words.SEPARATOR, draft.separator, max_chars=3, key=state_import.key("separator"),
                on_change=set_plain, args=("separator", "separator"),
            )  # fmt: skip
        columns = st.columns(4)
        for number, (role, label) in enumerate(words.CONSTANTS.items()):
            with columns[number % 4]:
                st.text_input(
                    label, draft.constants.get(role, ""), **keep("constants", role, f"constant_{role}"),
                )  # type: ignore[call-overload]  # fmt: skip


def kinds(draft: Draft, job: ImportJob) -> None:
    """The words of the column of kinds, each with what it is drawn as."""
    column = next((name for name, role in draft.roles.items() if role == "kind"), None)
    found = job.words(column) if column else ()
    if not found:
        return
    open_ones = any(not (draft.kinds.get(word) or read_kind(word)) for word, _ in found)
    with st.expander(words.KINDS, expanded=open_ones):
        st.caption(words.KINDS_LEAD)
        places = st.columns(3)
        for number, (word, count) in enumerate(found):
            now = draft.kinds.get(word) or read_kind(word)
            with places[number % 3]:
                st.selectbox(
                    f"{escaping.markdown(word[:80])} :gray[{count:,}]", list(KINDS), placeholder=KINDS["context"],
                    index=list(KINDS).index(now) if now in KINDS else None, format_func=KINDS.__getitem__,
                    **keep("kinds", word, f"kind_{number}"),
                )  # type: ignore[call-overload]  # fmt: skip


def about(draft: Draft, found: Found, entries: Sequence[Entry]) -> None:
    """Name, licence, version of the data set, and whether it takes another's place."""
    st.html(f'<h3 class="sp-im-part">{words.ABOUT}</h3>')
    own = found.about
    parts = (
        ("name", words.NAME, own.name, 200), ("version", words.VERSION, own.version, 60),
        ("licence", words.LICENCE, own.licence, 200), ("attribution", words.ATTRIBUTION, own.attribution, 400),
    )  # fmt: skip
    places = st.columns((34, 14, 20, 32))
    for place, (part, label, default, most) in zip(places, parts, strict=True):
        with place:
            st.text_input(
                label, draft.about.get(part, default), max_chars=most, **keep("about", part, f"about_{part}"),
            )  # type: ignore[call-overload]  # fmt: skip
    if entries:
        names = {"": words.NEW_SET, **{one.id: words.NEW_VERSION.format(name=one.name) for one in entries}}
        st.selectbox(
            words.REPLACES, list(names), index=list(names).index(draft.replaces) if draft.replaces in names else 0,
            format_func=lambda one: escaping.plain(names[one]), key=state_import.key("replaces"),
            on_change=set_plain, args=("replaces", "replaces"), width=420,
        )  # fmt: skip


def _load(found: Found, proposal: Proposal) -> None:
    given, mine = state_import.get("load"), state_import.desk()
    if given is None:
        return
    mine.problem = ""
    try:
        take(mine.draft, load(given.getvalue().decode("utf-8", "replace"), found.names), proposal)
    except MappingError as error:
        mine.problem = str(error)
    state_import.redraw()


def _reuse(mapping: Mapping, proposal: Proposal) -> None:
    take(state_import.desk().draft, mapping, proposal)
    state_import.redraw()


def _last(found: Found, entries: Sequence[Entry]) -> tuple[Entry, Mapping] | None:
    """The latest data set whose columns this file has as well."""
    for entry in reversed(entries):
        mapping = Mapping.model_validate(entry.mapping) if entry.mapping else None
        if mapping is not None and set(mapping.used) <= set(found.names):
            return entry, mapping
    return None


def saved(mapping: Mapping | None, found: Found, proposal: Proposal, entries: Sequence[Entry]) -> None:
    """The mapping as a file, out and in; and that of an earlier import with the same columns."""
    with st.expander(words.SAVED):
        if mapping is not None:
            st.download_button(
                words.SAVE_MAPPING, save(mapping).encode(), f"{found.about.id}-mapping.yaml", "text/yaml",
                key=state_import.key("save"), on_click="ignore",
            )  # fmt: skip
        if last := _last(found, entries):
            st.button(
                escaping.markdown(words.USE_LAST.format(name=last[0].name)), key=state_import.key("reuse"),
                on_click=_reuse, args=(last[1], proposal),
            )  # fmt: skip
        st.file_uploader(
            words.LOAD_MAPPING, type=["yaml", "yml", "json"], key=state_import.key("load"), on_change=_load,
            args=(found, proposal), max_upload_size=1,
        )  # fmt: skip
