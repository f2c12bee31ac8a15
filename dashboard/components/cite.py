"""Cite this view: the sentence, the formats, and the permanent link with version and content hash."""

from __future__ import annotations

from dataclasses import replace

import streamlit as st

from dashboard import escaping, state, wording
from dashboard.clock import export_day
from dashboard.scope import Scope
from events.catalogue import Catalogue
from events.dataset import Meta
from events.dates import Days
from events.differing import in_words
from events.fingerprint import SHORT
from events.history import Standing, check_permalink, released
from events.historyfile import History
from events.language import DEFAULT, listed, t, using
from events.referencefiles import FORMATS
from events.references import View, permalink, source_item, view_item, view_text
from events.sentences import filter_sentence
from events.store.registry import Entry

_ENDINGS = {"csl-json": "json", "bibtex": "bib", "ris": "ris"}


def view(scope: Scope, whole: Catalogue, history: History, address: str) -> View:
    """What is cited: the selection as it stands, with its permanent link.

    The scope may be what was known on a day. Hash and link are then those of the ``whole`` data set, from
    which anyone gets to that day again: the day itself stands in the address and in the version that is cited.
    """
    version = released(whole.dataset, history.snapshots)
    try:
        link = permalink(address, {}, whole.dataset.meta, whole.content)
    except ValueError:
        link = ""
    day = version.date if version else None
    dataset, content = scope.catalogue.dataset, whole.content
    imported = [entry for entry in scope.holdings.imported if entry.number in scope.numbers]
    if imported and scope.holdings.number not in scope.numbers:
        # The curated data set is not looked at: what is cited is the first that is.
        first, *imported = imported
        dataset, content, day = replace(dataset, meta=meta_of(first, dataset.meta)), first.content_hash, None
    shown, tray = scope.said
    said = t("{shown}, {filter}. {tray}", shown=shown, filter=filter_sentence(scope.filter, dataset), tray=tray)
    others = tuple(dataset_words(entry) for entry in imported)
    return View(dataset, content, scope.selection, export_day(), link, day, said=said, others=others)


def meta_of(entry: Entry, meta: Meta) -> Meta:
    """What an imported data set says of itself, in the form of the curated one's."""
    changes = {"id": entry.id, "name": entry.name, "version": entry.version or t("not stated"),
               "licence": entry.licence or t("not stated")}  # fmt: skip
    return meta.model_copy(update=changes)


def dataset_words(entry: Entry) -> str:
    """"UCDP GED 19.1, CC BY 4.0, content (SHA-256): 3f…": an imported data set in a citation."""
    parts = [entry.name, "" if entry.version in entry.name else entry.version, entry.licence]
    content = t("Content (SHA-256): {hash}", hash=entry.content_hash[:SHORT])
    return listed([*(part for part in parts if part), content])


def _file(cited: View, name: str) -> str:
    shown = cited.selection.all if cited.selection else ()
    used = {source for summary in shown for source in summary.sources}
    sources = [source for source in cited.dataset.sources if source.id in used]
    with using(DEFAULT):  # a file for machines
        return FORMATS[name]([view_item(cited), *map(source_item, sources)])


def cite(scope: Scope, whole: Catalogue, history: History, window: Days) -> None:
    """Draw the panel."""
    panel = st.popover(t(wording.CITE), key="w_cite", on_change="rerun")
    if not panel.open:
        return
    with panel:
        cited = view(scope, whole, history, state.address(window))
        st.caption(t(wording.CITE_HELP))
        with st.container(key="cite_text"):
            st.code(view_text(cited), language=None, wrap_lines=True)
        st.caption(t(wording.PERMANENT_LINK))
        st.code(cited.link, language=None, wrap_lines=True)
        with st.container(horizontal=True, gap="small"):
            for name, ending in _ENDINGS.items():
                st.download_button(
                    wording.CITE_FORMATS[name], lambda name=name: _file(cited, name).encode(),  # type: ignore[misc]
                    f"sourcepin-citation.{ending}", "text/plain", key=f"w_cite_{ending}", on_click="ignore",
                )


def link_notice(catalogue: Catalogue, history: History) -> None:
    """Where a permanent link was opened: whether the data are still those that it was made on, and what changed."""
    version, short_hash = state.pinned()
    if not short_hash:
        return
    found = check_permalink(version, short_hash, catalogue.dataset, history.snapshots)
    if found.standing is Standing.SAME:
        st.caption(wording.link_same(found.version))
    elif found.standing is Standing.UNKNOWN:
        st.caption(t(wording.LINK_UNKNOWN))
    else:
        st.warning(wording.link_changed(escaping.markdown(found.version)), icon=":material/history:")
        if found.difference is not None:
            with st.expander(t(wording.WHAT_CHANGED)):
                rows = "".join(f"<li>{escaping.inline(line)}</li>" for line in in_words(found.difference))
                st.html(f'<div class="sp-scroll" tabindex="0"><ul class="sp-told-changes">{rows}</ul></div>')
