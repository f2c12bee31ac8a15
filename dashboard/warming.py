"""What the first visitor after a start would wait for, done while the server answers and the browser loads scripts."""

from __future__ import annotations

import gc
import importlib
import logging
import time
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from threading import Lock, Thread
from typing import TYPE_CHECKING, Any
from weakref import WeakSet

import streamlit as st

from dashboard.settings import read_settings
from dashboard.turns import switch_often
from events.problems import DataSetError
from events.store.failing import StoreError
from events.store.locking import StoreBusy

if TYPE_CHECKING:
    from events.store.shelf import Shelf

_FIRST = ("dashboard.layers.incident_layer", "dashboard.shared")
"""What the page itself imports, slowest first. Components are not among them: Streamlit knows only those that are
declared once its runtime stands."""
_LATER = ("dashboard.layers.table", "events.importing.intake", "dashboard.exports", "events.report.page")
"""What further views and panels need, so that they open at once as well."""
_QUIET_SECONDS = 6.0
"""After the data set is read: by then the first visitor has a map."""
_COLLECT_SECONDS = 30.0
_ONCE = Lock()
_WARMED: WeakSet[Shelf] = WeakSet()
_LOG = logging.getLogger("sourcepin")


def _first_visit() -> None:
    """Slow imports, and the data set read and summarised."""
    try:
        for module in _FIRST:
            importlib.import_module(module)
        importlib.import_module("dashboard.shared").loaded(read_settings().dataset)
    except (DataSetError, StoreError, StoreBusy) as error:
        # The page says so to whoever opens it; the server must start all the same.
        _LOG.warning("%s", error)


def _ask_ahead() -> None:
    """The texts of queries over imported data sets; a reader would wait for them one by one."""
    settings = read_settings()
    try:
        holdings = importlib.import_module("dashboard.shared").loaded(settings.dataset).holdings
    except (DataSetError, StoreError, StoreBusy):
        return  # said already
    # Few of them are asked of a cluster, which would answer each in seconds.
    if holdings.imported and not settings.address:
        importlib.import_module("events.store.warming").warm(holdings.library)


def ask_ahead_once(library: Shelf) -> None:
    """The same where nothing was imported yet and somebody is about to: in a thread, once for each store that is open.

    Without it, the first import waits for the outlines of provinces, and its map for the texts.
    """
    with _ONCE:
        if library in _WARMED or not getattr(library.asker.engine, "alike", False):
            return
        _WARMED.add(library)
    Thread(target=_ask, args=(library,), name="ask_ahead_once", daemon=True).start()


def _ask(library: Shelf) -> None:
    try:
        importlib.import_module("geodata.regions").default_regions()
        importlib.import_module("events.store.warming").warm(library)
    except Exception:
        # The store is closed, or there is none any more: then nobody waits for the texts either.
        _LOG.debug("asking ahead ended", exc_info=True)


def _prepare() -> None:
    """The first visit without the collector of garbage, which takes a fifth of it; then what other views need.

    What is loaded by then stays for good: it is taken out of what the collector looks at, now and in each later run.
    """
    gc.disable()
    try:
        _first_visit()
        time.sleep(_QUIET_SECONDS)
        for module in _LATER:
            importlib.import_module(module)
        _ask_ahead()
        gc.collect()
        gc.freeze()
    finally:
        gc.enable()


def _collect() -> None:
    """Collect garbage now and then, and not after every run of the page (``.streamlit/config.toml``)."""
    while True:
        time.sleep(_COLLECT_SECONDS)
        if gc.isenabled():
            gc.collect()


@asynccontextmanager
async def warm_start(_: st.App) -> AsyncIterator[dict[str, Any]]:
    """Prepare the first visit in a thread while the server already answers.

    Modules are imported by name and late on purpose: imported at the top they would hold up the start
    of the server by all the time that this saves.
    """
    switch_often()
    for work in (_prepare, _collect):
        Thread(target=work, name=work.__name__, daemon=True).start()
    yield {}
