"""What a file was found to be: a sentence, its first rows, and reading it as something else."""

from __future__ import annotations

import pandas as pd
import streamlit as st

from dashboard import escaping, state_import
from dashboard import wording_import as words
from dashboard.import_jobs import ImportJob
from dashboard.import_stages import Found
from events.importing.answers import KNOWN

MOST_COLUMNS = 60
"""Of the table of first rows: of more nobody reads the cells."""


def _read_as() -> None:
    chosen = state_import.get("read_as")
    if chosen is not None:
        state_import.again(chosen)


def read_as(job: ImportJob) -> None:
    """A list of formats; choosing another reads the file again."""
    now = job.found.format if job.found else job.as_format or None
    st.selectbox(
        words.READ_AS, KNOWN, index=KNOWN.index(now) if now in KNOWN else None, format_func=words.FORMATS.__getitem__,
        key=state_import.key("read_as"), on_change=_read_as, width=240,
    )  # fmt: skip


def heading(job: ImportJob, found: Found) -> None:
    """Name of the file, what it is, and the way out."""
    names = ", ".join(one.name for one in job.files)
    with st.container(key="im_found", horizontal=True, vertical_alignment="bottom", gap="small"):
        st.html(f'<h2 class="sp-im-head">{escaping.text(names)}</h2><p class="sp-im-said">'
                f"{escaping.text(words.found(found))}</p>")  # fmt: skip
        read_as(job)
        st.button(words.DISCARD, key=state_import.key("discard"), on_click=state_import.put_away)


def first_rows(found: Found) -> None:
    """The first rows as the file has them."""
    if not found.sample:
        return
    heads: dict[str, list[str]] = {}
    for at, name in enumerate(found.names[:MOST_COLUMNS]):
        heads[escaping.plain(name)] = [escaping.plain("" if row[at] is None else row[at]) for row in found.sample]
    with st.expander(words.FIRST_ROWS, expanded=True):
        st.dataframe(pd.DataFrame(heads), hide_index=True, row_height=30)
