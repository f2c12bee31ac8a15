"""The bar of an import under way. It asks by itself, so that the rest of the page stays as it is."""

from __future__ import annotations

import time
from collections.abc import Callable

import streamlit as st
from streamlit.delta_generator import DeltaGenerator

from dashboard import escaping, state_import
from dashboard import wording_import as words
from dashboard.import_jobs import ImportJob
from dashboard.turns import aside

EVERY = 0.4
AWAIT = 0.25
"""Seconds that each look waits for the end itself, so that it is seen at once."""
HELD = 6.0
"""Seconds that a run of the page stays with an import: most end within it, and the map follows without a further
run. The bar goes on by itself after that; whatever a reader does meanwhile ends the waiting at the next look."""
_LOOK = 0.2


def _show(bar: DeltaGenerator, job: ImportJob) -> None:
    now = job.progress()
    bar.progress(now.share, text=escaping.markdown(words.progress(now)))


@st.fragment(run_every=EVERY)
def _bar(arrived: Callable[[], None]) -> None:
    job = state_import.desk().job
    if job is None or not job.working or job.wait(AWAIT):
        arrived()
        st.rerun()
        return
    _show(st.empty(), job)


def _waited(job: ImportJob) -> bool:
    """Wait a moment for the step to be over, while other readers have their turn."""
    with aside():
        return job.wait(_LOOK)


def progress(job: ImportJob, ended: Callable[[], None], arrived: Callable[[], None]) -> None:
    """Draw the bar until the step is over.

    Args:
        ended: called where the step ends while this run waits: goes on from there, to the map or to another run.
        arrived: called where it ends later; the run of the page that follows opens the map, if something came in.
    """
    names = ", ".join(one.name for one in job.files)
    with st.container(key="im_progress"):
        st.html(f'<p class="sp-im-file">{escaping.text(names)}</p>')
        place = st.empty()
        st.button(words.CANCEL, key=state_import.key("cancel"), on_click=job.cancel)
        until = time.monotonic() + HELD
        while not _waited(job):
            if time.monotonic() > until:
                with place.container():
                    _bar(arrived)
                return
            _show(place, job)
    ended()
