"""The Contribute view: a draft from a form, what is wrong with it, what it changes, and writing it."""

from __future__ import annotations

from pathlib import Path

import streamlit as st

from dashboard import escaping, wording
from dashboard import state_contribute as desk
from dashboard import wording_contribute as words
from dashboard.components.forms import incident_form, source_form
from dashboard.components.forms_claim import claim_form
from dashboard.components.forms_place import place_form
from dashboard.layers.card import finding_chip
from dashboard.settings import Settings
from dashboard.shared import reload
from events.catalogue import Catalogue
from events.dataset import DataSet
from events.editing.applying import EditError, Opened, Rejected, StaleEdit, apply, can_write, open_target, patch_of
from events.editing.checking import Wrong, check
from events.editing.drafts import Draft, Kind, UnsafeId
from events.editing.previewing import Change, Seen, preview
from events.editing.yamltext import yaml_text


def _form(kind: Kind, dataset: DataSet, chosen: str | None) -> Draft:
    if kind is Kind.CLAIM:
        return claim_form(dataset, chosen)
    if kind is Kind.SOURCE:
        return source_form()
    return incident_form(dataset) if kind is Kind.INCIDENT else place_form()


def _opened(folder: Path, draft: Draft) -> Opened | None:
    """The file as it was when this form was opened; read once, until the draft goes into another file."""
    mine = desk.desk()
    try:
        file = draft.file
        if mine.opened is None or mine.opened.file != file:
            mine.opened, mine.stale, mine.problem = open_target(folder, draft), None, ""
    except UnsafeId:
        mine.opened = None
    except EditError as error:
        mine.opened, mine.problem = None, str(error)
    return mine.opened


def _wrong_html(wrong: tuple[Wrong, ...]) -> str:
    rows = "".join(
        f"<li><b>{escaping.text(words.label(one.field))}</b> {escaping.text(one.message)}</li>" for one in wrong
    )
    return f'<div class="sp-mend"><h2>{words.TO_MEND}</h2><ul>{rows}</ul></div>'


def _seen_html(head: str, seen: Seen) -> str:
    stated = bool(seen.finding.claims)
    value = escaping.text(seen.text) if stated else ""
    return (
        f"<dt>{head}</dt><dd>{finding_chip(seen.finding)} <b>{value}</b>"
        f'<p class="sp-note">{escaping.text(seen.why)}</p></dd>'
    )


def changes_html(changes: tuple[Change, ...]) -> str:
    """Each finding as it is and as it would be."""
    parts = "".join(
        f"<section><h3>{escaping.text(one.label)}</h3><dl>{_seen_html(words.NOW, one.before)}"
        f"{_seen_html(words.THEN, one.after)}</dl></section>"
        for one in changes
    )
    return f'<div class="sp-becomes"><h2>{words.BECOMES}</h2>{parts or f"<p>{words.UNCHANGED}</p>"}</div>'


def _write(folder: Path, draft: Draft, opened: Opened, changes: tuple[Change, ...]) -> None:
    mine = desk.desk()
    mine.problem, mine.stale, mine.written = "", None, ""
    try:
        apply(folder, draft, opened)
    except StaleEdit as error:
        mine.stale = error
    except Rejected as error:
        mine.problem = "; ".join(f"{words.label(one.field)}: {one.message}" for one in error.wrong)
    except EditError as error:
        mine.problem = str(error)
    else:
        reload()
        mine.written = opened.file
        mine.became = tuple(f"{one.label}: {one.after.text} ({wording.status(one.after.finding)})" for one in changes)
        desk.next_draft()
    st.rerun()


def _go_on() -> None:
    mine = desk.desk()
    if mine.stale is not None:
        mine.opened, mine.stale = mine.stale.now, None


def _forget() -> None:
    desk.desk().written = ""


def _outcome() -> None:
    """What became of the last attempt to write."""
    mine = desk.desk()
    if mine.written:
        said = [words.WRITTEN.format(file=mine.written), *mine.became[:6]]
        st.success("  \n".join(map(escaping.markdown, said)), icon=":material/check_circle:")
        st.button(words.DISMISS, key="w_ct_dismiss", on_click=_forget)
    if mine.problem:
        st.error(escaping.markdown(words.NOT_DONE.format(why=mine.problem)), icon=":material/error:")
    if mine.stale is not None:
        st.warning(escaping.markdown(words.STALE.format(file=mine.stale.file)), icon=":material/difference:")
        st.code(mine.stale.diff, language=None, wrap_lines=True)
        st.button(words.STALE_ONCE_READ, key="w_ct_go_on", on_click=_go_on)


def _buttons(folder: Path, draft: Draft, opened: Opened, changes: tuple[Change, ...], editing: bool) -> None:
    try:
        diff = patch_of(draft, opened)
    except EditError as error:
        st.error(escaping.markdown(words.NOT_DONE.format(why=error)), icon=":material/error:")
        return
    with st.container(key="ct_buttons", horizontal=True, gap="small"):
        if editing and can_write(folder) and st.button(words.WRITE, key="w_ct_write", type="primary"):
            _write(folder, draft, opened, changes)
        st.download_button(
            words.DOWNLOAD, diff.encode(), f"{opened.file.split('/')[-1].removesuffix('.yaml')}.patch", "text/x-diff",
            key="w_ct_patch", on_click="ignore", help=words.DOWNLOAD_HELP,
        )


def _effect(catalogue: Catalogue, folder: Path, draft: Draft, editing: bool) -> None:
    """Beside the form: what is wrong, or what it changes and the ways to keep it."""
    opened = _opened(folder, draft)
    _outcome()
    wrong = check(catalogue.dataset, draft).wrong
    if wrong:
        st.html(_wrong_html(wrong))
    elif opened is not None:
        changes = preview(catalogue, draft)
        st.html(changes_html(changes))
        _buttons(folder, draft, opened, changes, editing)
    if not editing or not can_write(folder):
        st.info(words.READ_ONLY if editing else words.OFF, icon=":material/lock:")
    with st.expander(words.AS_FILE.format(file=opened.file) if opened else words.NO_FILE, expanded=not wrong):
        st.code(yaml_text(draft), language=None, wrap_lines=True)


def contribute_view(catalogue: Catalogue, settings: Settings, chosen: str | None) -> None:
    """Draw the view over the whole data set; ``chosen`` is the incident that is open on the map."""
    desk.desk()
    st.html(f'<h1 class="sp-title">{wording.VIEWS["contribute"]}</h1><p class="sp-lead">{words.LEAD}</p>')
    kind = st.segmented_control(
        words.WHAT, list(words.KINDS), key=desk.KIND, format_func=words.KINDS.__getitem__, default=Kind.CLAIM,
        required=True, on_change=desk.next_draft, label_visibility="collapsed",
    )
    left, right = st.columns([58, 42], gap="medium")
    with left, st.container(key="ct_form"):
        draft = _form(Kind(kind), catalogue.dataset, chosen)
    with right, st.container(key="ct_effect"):
        _effect(catalogue, settings.dataset, draft, settings.editing)
