"""The Import view: a file into the store, step by step, and the data sets that are there."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial

import streamlit as st
from pydantic import ValidationError

from dashboard import escaping, state_import
from dashboard import wording_import as words
from dashboard.components.import_checked import offers, placed, rejected, tally
from dashboard.components.import_datasets import imported_when, stored
from dashboard.components.import_draft import Draft, begin, doubled, mapping_of, unanswered
from dashboard.components.import_found import as_found, first_rows, heading, layout, read_as
from dashboard.components.import_mapping import mapping_table, open_questions
from dashboard.components.import_notice import show
from dashboard.components.import_progress import progress
from dashboard.components.import_settings import about, kinds, saved, values
from dashboard.components.preload import preload
from dashboard.holdings import Holdings
from dashboard.import_jobs import ImportJob
from dashboard.import_stages import Found, Stage
from dashboard.settings import Settings
from dashboard.warming import ask_ahead_once
from events.importing.answers import Answers
from events.importing.limits import LIMITS, size_text
from events.importing.mapping import Mapping
from events.importing.recognising import Proposal
from events.store.registry import Entry


def _dropped() -> None:
    files = state_import.get("file") or []
    state_import.begin([(one.name, one) for one in files])


def _drop() -> None:
    st.file_uploader(
        words.DROP, accept_multiple_files=True, key=state_import.key("file"), on_change=_dropped,
        max_upload_size=LIMITS.max_bytes >> 20,
    )  # fmt: skip
    st.html(f'<p class="sp-im-lead">{words.DROP_HELP.format(size=size_text(LIMITS.max_bytes))}</p>')


def _answers(draft: Draft, mapping: Mapping | None) -> Answers:
    said = {part: draft.about.get(part, "").strip() for part in ("name", "version", "licence", "attribution")}
    return Answers(
        **said, mapping=mapping, choices={key: one for key, one in draft.places.items() if one},
        replaces=draft.replaces or None,
    )  # fmt: skip


def _ended(job: ImportJob) -> None:
    """An import that came to nothing, and the ways on."""
    if job.stage is Stage.CANCELLED:
        st.info(words.CANCELLED, icon=":material/undo:")
    else:
        names = ", ".join(one.name for one in job.files)
        said = words.REFUSED.format(file=names, why=job.problem) if job.problem else words.FAILED.format(file=names)
        st.error(escaping.markdown(said), icon=":material/error:")
    with st.container(horizontal=True, vertical_alignment="bottom", gap="small"):
        st.button(words.OTHER_FILE, key=state_import.key("other"), type="primary", on_click=state_import.put_away)
        as_found(job)
        read_as(job)
        layout(job)


def _same(same: Entry) -> bool:
    """The same file once more: True once it is clear what is wanted."""
    draft = state_import.desk().draft
    said = words.SAME.format(name=same.name, day=imported_when(same))
    if "same" in draft.answers:
        return True
    st.warning(escaping.markdown(said), icon=":material/content_copy:")

    def choose(replaces: str) -> None:
        draft.answers["same"], draft.replaces = "said", replaces

    with st.container(key="im_same", horizontal=True, gap="small"):
        st.button(words.SAME_SKIP, key=state_import.key("skip"), type="primary", on_click=state_import.put_away)
        st.button(words.SAME_NEW, key=state_import.key("new"), on_click=choose, args=(same.id,))
        st.button(words.SAME_OTHER, key=state_import.key("beside"), on_click=choose, args=("",))
    return False


def _mapping(draft: Draft, proposal: Proposal) -> tuple[Mapping | None, str]:
    """The mapping of the form, or None and what stands in its way."""
    for role, columns in doubled(draft).items():
        return None, words.DOUBLED.format(role=words.role(role), columns=" and ".join(columns))
    open_ones = len(unanswered(draft, proposal))
    try:
        mapping = mapping_of(draft, proposal)
    except ValidationError as error:
        return None, words.NOT_USABLE.format(why=error.errors()[0]["msg"].removeprefix("Value error, "))
    if open_ones:
        return None, words.ANSWER_FIRST if open_ones == 1 else words.ANSWERS_FIRST.format(n=open_ones)
    return mapping, ""


def _form(job: ImportJob, found: Found, draft: Draft, entries: tuple[Entry, ...]) -> tuple[Mapping | None, str]:
    """Questions and columns of a file of any shape."""
    proposal = found.proposal
    if proposal is None:
        return None, ""
    if draft.is_empty:
        begin(draft, proposal)
    open_questions(draft, proposal)
    mapping_table(draft, found, proposal.columns)
    kinds(draft, job)
    values(draft, proposal)
    mapping, why = _mapping(draft, proposal)
    saved(mapping, found, proposal, entries)
    return mapping, why


def _go(job: ImportJob, answers: Answers, why: str) -> None:
    """Check and Import, and what stands in their way."""
    checked, mine = job.checked, state_import.desk()
    fresh = checked is not None and checked.answers == answers
    for said in filter(None, (why, job.problem, mine.problem)):
        st.warning(escaping.markdown(said), icon=":material/help:")
    with st.container(key="im_go", horizontal=True, vertical_alignment="center", gap="small"):
        if checked is None or not fresh:
            label = words.CHECK_AGAIN if checked else words.CHECK
            if st.button(label, key=state_import.key("check"), type="primary", disabled=bool(why)):
                job.check(answers)
                st.rerun()
            if checked:
                st.caption(words.STALE)
        elif checked.summary.accepted:
            label = words.IMPORT.format(n=words.incidents(checked.summary.accepted))
            if st.button(label, key=state_import.key("import"), type="primary"):
                job.write(answers)
                st.rerun()


def _desk(job: ImportJob, found: Found, holdings: Holdings, go: Callable[[ImportJob], None]) -> None:
    """A file that was read, up to the button that imports it."""
    heading(job, found)
    draft = state_import.desk().draft
    if found.same is not None and holdings.store.entry(found.same.id) and not _same(found.same):
        return
    first_rows(job, found)
    mapping, why = _form(job, found, draft, holdings.imported)
    about(draft, found, holdings.imported)
    if job.checked is not None:
        with st.container(key="im_checked", border=True):
            tally(job.checked)
            if not job.checked.summary.accepted:
                st.html(f'<p class="sp-im-lead">{words.NOTHING_LEFT}</p>')
            rejected(job, job.checked)
            placed(draft, job.checked.placed)
            offers(draft, job.checked.offers)
    if job.working:
        go(job)
    else:
        _go(job, _answers(draft, mapping), why)


def _at_hand(job: ImportJob | None, holdings: Holdings, go: Callable[[ImportJob], None]) -> None:
    """The import as far as it is: nothing yet, at work, ended, or a form. ``go`` draws the bar of one at work."""
    if job is None:
        with st.container(key="im_drop"):
            _drop()
    elif job.stage in (Stage.FAILED, Stage.CANCELLED):
        _ended(job)
    elif job.found is not None and job.asks:
        _desk(job, job.found, holdings, go)
    else:
        go(job)


def import_view(holdings: Holdings, settings: Settings, to_map: Callable[[], None]) -> None:
    """Draw the view.

    Args:
        to_map: opens the map.
    """

    def look(entry: Entry) -> None:
        show(holdings, (entry,))
        to_map()

    def arrived() -> None:
        state_import.collect()
        if state_import.desk().job is None and (new := state_import.report()):
            show(holdings, new)
            state_import.desk().opens = True

    def ended() -> None:
        arrived()
        if state_import.opens():
            to_map()
        st.rerun()

    with st.container(key="im_page"):
        st.html(f'<h1 class="sp-title">{words.TITLE}</h1><p class="sp-lead">{words.LEAD}</p>')
        if not settings.importing:
            st.info(words.OFF, icon=":material/lock:")
        else:
            arrived()
            if state_import.opens():
                to_map()
            preload()
            ask_ahead_once(holdings.library)
        at_hand = st.container()
        # Drawn first: what is at hand may hold the run for some seconds, and the list is to be used meanwhile.
        stored(holdings, settings.importing, settings.store is not None, look)
        if settings.importing:
            with at_hand:
                _at_hand(state_import.desk().job, holdings, partial(progress, ended=ended, arrived=arrived))
