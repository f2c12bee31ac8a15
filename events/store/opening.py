"""The engine that STORE names. What speaks to a cluster is imported here by name, and only where it is asked for."""

from __future__ import annotations

import importlib
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from events.store.backends.remote import RemoteEngine
from events.store.backends.rollups import Rollups

SPARK, POSTGRES = "spark", "postgres"
SCHEMES = {"spark": SPARK, "sc": SPARK, "postgresql": POSTGRES, "postgres": POSTGRES}
_PACKAGES = {SPARK: "pyspark", POSTGRES: "psycopg"}
FOLDER = "/srv/sourcepin"
"""Of a cluster whose address names none."""


class AddressError(ValueError):
    """STORE names an engine that cannot be used; the message says what to do."""


@dataclass(frozen=True, slots=True)
class Address:
    """An engine (``SPARK`` or ``POSTGRES``), what it is reached by, and for Spark the folder of the tables."""

    kind: str
    url: str
    folder: Path


def is_address(text: str) -> bool:
    """Whether STORE names an engine rather than a folder."""
    return "://" in text


def parse_address(text: str) -> Address:
    """Read ``spark://host:port/folder``, ``sc://host:port/folder;options`` or ``postgresql://…``.

    Raises:
        AddressError: another scheme, or no host.
    """
    parts = urlsplit(text)
    kind = SCHEMES.get(parts.scheme)
    if kind is None:
        raise AddressError(
            f"STORE: expected a folder, spark://host:port/folder, sc://host:port/folder or postgresql://…, got {text!r}"
        )
    if kind == POSTGRES:
        return Address(kind, text, Path(FOLDER))
    if not parts.hostname:
        raise AddressError(f"STORE: expected a host after {parts.scheme}://, got {text!r}")
    path, _, options = parts.path.partition(";")
    url = f"{parts.scheme}://{parts.netloc}" + (f"/;{options}" if options else "")
    return Address(kind, url, Path(path) if path.strip("/") else Path(FOLDER))


def open_engine(
    text: str, rollups: Path | None, scratch: Path | None = None, settings: Mapping[str, str] | None = None
) -> RemoteEngine:
    """The engine of an address, with its roll-ups.

    Args:
        text: the address.
        rollups: file on this machine for the roll-ups; None for memory.
        scratch: folder on this machine for transfers.
        settings: of a Spark session.

    Raises:
        AddressError: it is no address, or the package that speaks to such an engine is not installed.
    """
    address = parse_address(text)
    try:
        if address.kind == SPARK:
            made: Any = importlib.import_module("events.store.backends.spark").SparkEngine
            given = {"folder": address.folder, "settings": settings}
        else:
            made, given = importlib.import_module("events.store.backends.postgres").PostgresEngine, {}
    except ModuleNotFoundError as error:
        raise AddressError(
            f"STORE={text.split(':')[0]}:// needs the package {_PACKAGES[address.kind]}, which is not installed "
            f"({error}); install Sourcepin with its extra {address.kind!r}"
        ) from error
    engine: RemoteEngine = made(address.url, rollups=Rollups(rollups), scratch=scratch, **given)
    return engine
