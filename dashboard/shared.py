"""What all visitors share: the data set, read and summarised once a process, and the store around it."""

from __future__ import annotations

import logging
from dataclasses import dataclass
from datetime import date
from pathlib import Path

import streamlit as st

from dashboard.clock import import_time
from dashboard.components.asking import asking
from dashboard.holdings import Holdings
from dashboard.layers.features import Features
from dashboard.settings import read_settings
from events.asof import Change, knowledge
from events.catalogue import Catalogue, build
from events.historyfile import History, read_history
from events.language import DEFAULT, using
from events.problems import DataSetError, Problem
from events.reading import load
from events.store.backends.routing import shelf_of
from events.store.curated import tables_of
from events.store.schema import AS_KNOWN
from events.store.store import CURATED, Store

_LOG = logging.getLogger("sourcepin")


@dataclass(frozen=True)
class Loaded:
    """What all sessions share: the store with its data sets, the map features, and what could not be read."""

    holdings: Holdings
    features: Features
    problems: tuple[Problem, ...]
    history: History
    """The versions of the data set that its folder records."""
    later: tuple[Change, ...] = ()
    """What later sources say differently; empty where all sources are shown."""

    @property
    def catalogue(self) -> Catalogue:
        """The data set of the folder."""
        return self.holdings.curated


@st.cache_resource(show_spinner=False)
def store() -> Store:
    """The store of this process: the operator's folder or engine, else one that lasts as long as the process."""
    settings = read_settings()
    kept = Store.open(settings.store, import_time(), settings.memory, settings.address)
    kept.sums.start()  # while the page is looked at; a command of a moment makes none
    return kept


@st.cache_resource(show_spinner=False, max_entries=1)
def loaded(folder: Path) -> Loaded:
    """Read and summarise a data set once a process. It is bounded by what ``events`` ships or the operator names."""
    with using(DEFAULT):  # what is kept for all sessions names problems in one language
        found = load(folder)
    for problem in found.problems:
        _LOG.warning("%s/%s", folder, problem)
    if found.dataset is None or not found.dataset.incidents:
        raise DataSetError(folder, found.problems)
    loaded_as_known.clear()  # what was known of the folder before
    return _shown(build(found.dataset), found.problems, read_history(folder), CURATED)


def _shown(catalogue: Catalogue, problems: tuple[Problem, ...], history: History, number: int) -> Loaded:
    kept = store()
    with using(DEFAULT):
        # What was known on a day is shown to those who ask for it, not beside the whole.
        kept.mount(tables_of(catalogue, number), number, on=number == CURATED)
    holdings = Holdings(kept, shelf_of(kept.engine, catalogue.dataset, asking), catalogue, number)
    return Loaded(holdings, Features(catalogue), problems, history)


@st.cache_resource(show_spinner=False, max_entries=32)
def loaded_as_known(folder: Path, day: date, language: str) -> Loaded:
    """The same as the sources published by a day told it; ``later`` is in the language.

    Bounded: a data set has few such days.
    """
    whole = loaded(folder)
    with using(language):
        then, later = knowledge(whole.catalogue.dataset, day)
    found = _shown(then, whole.problems, whole.history, AS_KNOWN + (day - date(1970, 1, 1)).days % 10_000)
    return Loaded(
        Holdings(found.holdings.store, found.holdings.library, then, found.holdings.number, day), found.features,
        whole.problems, whole.history, later,
    )  # fmt: skip


def reload() -> None:
    """Have every session read the data set anew: its files were changed."""
    loaded_as_known.clear()
    loaded.clear()
