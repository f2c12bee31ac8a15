"""What a file was found to be: a sentence, its first rows, and reading it as something else."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

import pandas as pd
import streamlit as st

from dashboard import escaping, state_import
from dashboard import wording_import as words
from dashboard.import_jobs import ImportJob
from dashboard.import_stages import Found
from events.importing.answers import KNOWN
from events.importing.correcting import AS_FOUND, Correction

MOST_COLUMNS = 60
"""Of the table of first rows: of more nobody reads the cells."""


def _read_as() -> None:
    chosen = state_import.get("read_as")
    if chosen is not None:
        state_import.again(chosen)


def _correct(part: str, said: Correction) -> None:
    chosen = state_import.get(part)
    if chosen is not None:
        state_import.again(said=replace(said, **{part: chosen}))


def _choice(label: str, part: str, options: Mapping[str, str], now: str, said: Correction) -> None:
    """A list of what a file could be; choosing another reads it again."""
    names = list(options)
    st.selectbox(
        label, names, index=names.index(now) if now in names else None, key=state_import.key(part), width=220,
        format_func=lambda one: escaping.plain(options[one]), on_change=_correct, args=(part, said),
    )  # fmt: skip


def _sheet(job: ImportJob) -> None:
    if job.sniffed is not None and len(job.sniffed.parts) > 1:
        label = words.SHEET if job.sniffed.format == "xlsx" else words.LAYER
        _choice(label, "part", {one: one for one in job.sniffed.parts}, job.sniffed.part, job.said)


def read_as(job: ImportJob) -> None:
    """What of the file is read, and as what; choosing another reads the file again."""
    now = job.found.format if job.found else job.as_format or None
    _sheet(job)
    st.selectbox(
        words.READ_AS, KNOWN, index=KNOWN.index(now) if now in KNOWN else None, format_func=words.FORMATS.__getitem__,
        key=state_import.key("read_as"), on_change=_read_as, width=220,
    )  # fmt: skip


def layout(job: ImportJob) -> None:
    """How a file of text is cut into cells, where that can be said."""
    file = job.sniffed
    if file is None or not file.encoding or file.member or file.format not in ("csv", "tsv", "json", "geojson"):
        return
    with st.container(horizontal=True, gap="small"):
        _choice(words.ENCODING, "encoding", words.encodings(file.encoding), file.encoding, job.said)
        if file.format in ("csv", "tsv"):
            _choice(words.DELIMITER, "delimiter", words.delimiters(file.delimiter), file.delimiter, job.said)


def as_found(job: ImportJob) -> None:
    """The way back from a format or layout that was said."""
    if job.as_format or job.said != AS_FOUND:
        st.button(words.AS_FOUND, key=state_import.key("as_found"), on_click=state_import.again, args=("", AS_FOUND))


def heading(job: ImportJob, found: Found) -> None:
    """Name of the file, what it is, and the way out."""
    names = ", ".join(one.name for one in job.files)
    waiting = words.waiting([given[0].name for _, given in state_import.desk().waiting])
    with st.container(key="im_found", horizontal=True, vertical_alignment="bottom", gap="small"):
        st.html(f'<h2 class="sp-im-head">{escaping.text(names)}</h2><p class="sp-im-said">'
                f"{escaping.text(' '.join(filter(None, (words.found(found), waiting))))}</p>")  # fmt: skip
        read_as(job)
        st.button(words.DISCARD, key=state_import.key("discard"), on_click=state_import.put_away)


def first_rows(job: ImportJob, found: Found) -> None:
    """The first rows as the file has them, and what to correct where they look wrong."""
    if not found.sample:
        return
    heads: dict[str, list[str]] = {}
    for at, name in enumerate(found.names[:MOST_COLUMNS]):
        heads[escaping.plain(name)] = [escaping.plain("" if row[at] is None else row[at]) for row in found.sample]
    with st.expander(words.FIRST_ROWS, expanded=True):
        st.dataframe(pd.DataFrame(heads), hide_index=True, row_height=30)
        layout(job)
