"""The bar of an import under way. It asks by itself, so that the rest of the page stays as it is."""

from __future__ import annotations

from collections.abc import Callable

import streamlit as st

from dashboard import escaping, state_import
from dashboard import wording_import as words
from dashboard.import_jobs import ImportJob

EVERY = 0.4
AWAIT = 0.25
"""Seconds that each look waits for the end itself, so that it is seen at once."""
PATIENCE = 0.6
"""Seconds that a small file may take before a bar is drawn at all."""


@st.fragment(run_every=EVERY)
def _bar(arrived: Callable[[], None]) -> None:
    job = state_import.desk().job
    if job is None or not job.working or job.wait(AWAIT):
        arrived()
        st.rerun()
        return
    now = job.progress()
    st.progress(now.share, text=escaping.markdown(words.progress(now)))


def progress(job: ImportJob, arrived: Callable[[], None]) -> None:
    """Draw the bar, unless the step ends in a moment; then the page is drawn again without it.

    Args:
        arrived: called when the step is over; the next run of the page opens the map, where something came in.
    """
    if job.wait(PATIENCE):
        arrived()
        st.rerun()
    names = ", ".join(one.name for one in job.files)
    with st.container(key="im_progress"):
        st.html(f'<p class="sp-im-file">{escaping.text(names)}</p>')
        _bar(arrived)
        st.button(words.CANCEL, key=state_import.key("cancel"), on_click=job.cancel)
