"""What the operator can set: the environment is read here and nowhere else in the dashboard."""

from __future__ import annotations

import os
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from events.dataset import BUILT_IN


@dataclass(frozen=True)
class Settings:
    """Name of the variable, default and meaning stand beside each other; the README repeats them."""

    dataset: Path = BUILT_IN
    """``DATASET``: folder of the data set that is shown."""
    editing: bool = True
    """``EDITING``: whether the Contribute view may write into that folder; ``off`` leaves the patch only."""


def read_settings(environment: Mapping[str, str] = os.environ) -> Settings:
    """The settings of this process. An empty variable counts as not set."""
    folder = environment.get("DATASET", "").strip()
    editing = environment.get("EDITING", "").strip().lower() not in ("off", "0", "no", "false")
    return Settings(dataset=Path(folder).expanduser() if folder else BUILT_IN, editing=editing)
