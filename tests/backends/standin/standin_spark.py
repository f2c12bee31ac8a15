"""What a page takes for Spark: the miniature, as slow as a cluster, and gone where a file says so."""

from __future__ import annotations

import os
import time
from collections.abc import Mapping
from pathlib import Path

import pyarrow

from events.store.backends.remote import Params
from events.store.backends.rollups import Rollups
from events.store.failing import EngineError
from tests.backends.be_duck import DuckEngine


class SparkEngine(DuckEngine):
    """``STANDIN_SECONDS``: how long each answer takes; the file ``down`` in its folder: nothing answers."""

    def __init__(
        self, address: str, folder: Path, rollups: Rollups | None = None, scratch: Path | None = None,
        settings: Mapping[str, str] | None = None,
    ) -> None:  # fmt: skip
        self._seconds = float(os.environ.get("STANDIN_SECONDS", "0"))
        self._down = folder / ".down"
        super().__init__(folder, rollups)

    def ask(self, query: str, params: Params = None) -> pyarrow.Table:
        if self._down.exists():
            raise EngineError("Spark did not answer (it was stopped); look at its log, then try again")
        time.sleep(self._seconds)
        return super().ask(query, params)
