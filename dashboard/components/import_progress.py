"""The bar of an import under way. It asks by itself, so that the rest of the page stays as it is."""

from __future__ import annotations

import streamlit as st

from dashboard import escaping, state_import
from dashboard import wording_import as words
from dashboard.import_jobs import ImportJob

EVERY = 0.4
PATIENCE = 0.6
"""Seconds that a small file may take before a bar is drawn at all."""


@st.fragment(run_every=EVERY)
def _bar() -> None:
    job = state_import.desk().job
    if job is None or not job.working:
        st.rerun()
        return
    now = job.progress()
    st.progress(now.share, text=escaping.markdown(words.progress(now)))


def progress(job: ImportJob) -> bool:
    """Draw the bar while the job works. True where there is nothing to wait for any more."""
    if not job.working or job.wait(PATIENCE):
        return True
    names = ", ".join(one.name for one in job.files)
    with st.container(key="im_progress"):
        st.html(f'<p class="sp-im-file">{escaping.text(names)}</p>')
        _bar()
        st.button(words.CANCEL, key=state_import.key("cancel"), on_click=job.cancel)
    return False
