"""What the operator can set: the environment is read here and nowhere else in the dashboard."""

from __future__ import annotations

import os
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from events.dataset import BUILT_IN
from events.store.opening import store_name

STORE_MEMORY = "1GB"
_ON = ("on", "1", "yes", "true")
_THIS_MACHINE = ("", "127.0.0.1", "::1", "localhost")  # empty: .streamlit/config.toml says 127.0.0.1


@dataclass(frozen=True)
class Settings:
    """Name of the variable, default and meaning stand beside each other; the README repeats them."""

    dataset: Path = BUILT_IN
    """``DATASET``: folder of the data set that is shown."""
    store: Path | None = None
    """``STORE``: folder that keeps imported data sets; without one they last as long as the server.

    Where ``STORE`` is the address of an engine: ``STORE_FOLDER``, else a folder of this user's, which keeps what is
    known of the engine's tables.
    """
    address: str = ""
    """``STORE``, where it names an engine: ``spark://…``, ``sc://…`` or ``postgresql://…``."""
    memory: str = STORE_MEMORY
    """``STORE_MEMORY``: most that the queries of the page may take together, such as ``2GB``."""
    importing: bool = True
    """``IMPORTING``: whether the Import view may add and remove data sets; by default as ``EDITING``."""
    editing: bool = True
    """``EDITING``: whether the Contribute view may write into that folder; ``off`` leaves the patch only.

    There are no accounts: whoever reaches the page may write. So it is on by default only where nobody but this
    machine reaches it (``ADDRESS``, ``STREAMLIT_SERVER_ADDRESS``); ``on`` says that the operator wants it anyway.
    """


def read_settings(environment: Mapping[str, str] = os.environ) -> Settings:
    """The settings of this process. An empty variable counts as not set."""
    folder, store, kept = (environment.get(name, "").strip() for name in ("DATASET", "STORE", "STORE_FOLDER"))
    named = store_name(store, kept) if store else None
    address = environment.get("STREAMLIT_SERVER_ADDRESS", "") or environment.get("ADDRESS", "")
    alone = address.strip() in _THIS_MACHINE

    def allowed(name: str) -> bool:
        said = environment.get(name, "").strip().lower()
        return said in _ON if said else alone

    return Settings(
        dataset=Path(folder).expanduser() if folder else BUILT_IN,
        store=named.folder if named else None,
        address=named.address if named else "",
        memory=environment.get("STORE_MEMORY", "").strip() or STORE_MEMORY,
        importing=allowed("IMPORTING"),
        editing=allowed("EDITING"),
    )
