"""The Import view's part of the session: the import at hand, what its form says, and the notice it leaves.

With ``state.py`` and its companions the only files that touch session state.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import streamlit as st
from streamlit import runtime
from streamlit.runtime.scriptrunner import get_script_run_ctx
from streamlit.runtime.uploaded_file_manager import UploadedFile

from dashboard.clock import export_day, import_time
from dashboard.components.import_draft import Draft
from dashboard.import_jobs import ImportJob
from dashboard.import_queue import Jobs
from dashboard.import_spool import spool_apart
from dashboard.import_stages import Stage
from dashboard.shared import store
from dashboard.state_store import DESK
from events.importing.answers import GivenFile
from events.importing.correcting import Correction
from events.store.registry import Entry


@dataclass
class Desk:
    """One visitor's import. ``round`` counts files, ``turn`` what is put into the form anew: both name widgets."""

    round: int = 0
    turn: int = 0
    job: ImportJob | None = None
    draft: Draft = field(default_factory=Draft)
    waiting: list[tuple[Path, tuple[GivenFile, ...]]] = field(default_factory=list)
    """Files that were dropped together with the one at hand, each a data set of its own."""
    done: tuple[Entry, ...] = ()
    """Data sets that were imported and not reported yet."""
    notice: tuple[Entry, ...] = ()
    opens: bool = False
    """Whether the map is to be opened. Only a run of the whole page can do that, not the bar that saw the end."""
    removing: str = ""
    problem: str = ""


@st.cache_resource(show_spinner=False)
def jobs() -> Jobs:
    """The imports of this process."""
    return Jobs(store())


def desk() -> Desk:
    """The desk of this session."""
    found: Desk = st.session_state.setdefault(DESK, Desk())
    return found


def key(name: str) -> str:
    """Key of a widget of the form at hand."""
    found = desk()
    return f"w_im_{found.round}_{found.turn}_{name}"


def get(name: str) -> Any:
    """A widget's value inside its callback, or None."""
    return st.session_state.get(key(name))


def is_there(name: str) -> bool:
    """Whether a widget has a value: of one that was just taken away the browser may still send the last one."""
    return key(name) in st.session_state


def _alive() -> Callable[[], bool]:
    """Whether this session is still there, to be asked from any thread."""
    context = get_script_run_ctx()
    session = context.session_id if context else ""
    return lambda: not runtime.exists() or runtime.get_instance().is_active_session(session)


def begin(files: Sequence[tuple[str, UploadedFile]]) -> None:
    """Take over what was uploaded: the first of them is read, the others wait behind it."""
    desk().waiting += spool_apart(files, store())
    _next()


def _next() -> None:
    found = desk()
    if found.job is None and found.waiting:
        folder, given = found.waiting.pop(0)
        _take(lambda: jobs().begin(folder, given, import_time(), export_day(), _alive()))


def again(as_format: str | None = None, said: Correction | None = None) -> None:
    """Read the same files once more, as another format or with another layout; None leaves it as it was said last."""
    old = desk().job
    if old is None:
        return
    jobs().end(old, keep_files=True)
    files: Sequence[GivenFile] = old.files
    as_format, said = old.as_format if as_format is None else as_format, old.said if said is None else said
    _take(lambda: jobs().begin(old.folder, files, import_time(), export_day(), _alive(), as_format, said))


def _take(make: Callable[[], ImportJob]) -> None:
    found = desk()
    found.round, found.turn, found.draft, found.problem = found.round + 1, 0, Draft(), ""
    found.job = make()


def redraw() -> None:
    """Draw the form anew from the draft: widgets get names that nothing was typed into."""
    desk().turn += 1


def put_away() -> None:
    """Be done with the import at hand, however it stands; the next that waits begins."""
    found = desk()
    if found.job is not None:
        jobs().end(found.job)
    found.job, found.round = None, found.round + 1
    _next()


def collect() -> None:
    """Take a finished import off the desk, also where its visitor went to another view meanwhile."""
    found = desk()
    while found.job is not None and found.job.stage is Stage.DONE and found.job.entry is not None:
        found.done = (*found.done, found.job.entry)
        put_away()


def report() -> tuple[Entry, ...]:
    """The data sets that came in since it was asked last; the map's notice is about them."""
    found = desk()
    new, found.done = found.done, ()
    if new:
        found.notice = new
    return new


def opens() -> bool:
    """True once, after an import that the map is to be opened for."""
    found = desk()
    now, found.opens = found.opens, False
    return now


def dismiss() -> None:
    """Close the notice."""
    desk().notice = ()
