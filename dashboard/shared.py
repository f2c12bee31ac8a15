"""What all visitors share: the data set, read and summarised once a process."""

from __future__ import annotations

import logging
from dataclasses import dataclass
from datetime import date
from pathlib import Path

import streamlit as st

from dashboard.layers.features import Features
from events.asof import Change, knowledge
from events.catalogue import Catalogue, build
from events.historyfile import History, read_history
from events.language import DEFAULT, using
from events.problems import DataSetError, Problem
from events.reading import load

_LOG = logging.getLogger("sourcepin")


@dataclass(frozen=True)
class Loaded:
    """What all sessions share: the catalogue, its map features, and what could not be read."""

    catalogue: Catalogue
    features: Features
    problems: tuple[Problem, ...]
    history: History
    """The versions of the data set that its folder records."""
    later: tuple[Change, ...] = ()
    """What later sources say differently; empty where all sources are shown."""


@st.cache_resource(show_spinner=False)
def loaded(folder: Path) -> Loaded:
    """Read and summarise a data set once a process. It is bounded by what ``events`` ships or the operator names."""
    with using(DEFAULT):  # what is kept for all sessions names problems in one language
        found = load(folder)
    for problem in found.problems:
        _LOG.warning("%s/%s", folder, problem)
    if found.dataset is None or not found.dataset.incidents:
        raise DataSetError(folder, found.problems)
    catalogue = build(found.dataset)
    return Loaded(catalogue, Features(catalogue), found.problems, read_history(folder))


@st.cache_resource(show_spinner=False, max_entries=32)
def loaded_as_known(folder: Path, day: date, language: str) -> Loaded:
    """The same as the sources published by a day told it; ``later`` is in the language.

    Bounded: a data set has few such days.
    """
    whole = loaded(folder)
    with using(language):
        then, later = knowledge(whole.catalogue.dataset, day)
    return Loaded(then, Features(then), whole.problems, whole.history, later)


def reload() -> None:
    """Have every session read the data set anew: its files were changed."""
    loaded_as_known.clear()
    loaded.clear()
