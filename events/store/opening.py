"""The engine that STORE names. What speaks to a cluster is imported here by name, and only where it is asked for."""

from __future__ import annotations

import hashlib
import importlib
import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any
from urllib.parse import parse_qsl, urlsplit

from events.store.failing import AddressError

if TYPE_CHECKING:  # the settings of the page read addresses: that is not to load what a store needs
    from events.store.backends.remote import RemoteEngine

SPARK, POSTGRES = "spark", "postgres"
SCHEMES = {"spark": SPARK, "sc": SPARK, "postgresql": POSTGRES, "postgres": POSTGRES}
_PACKAGES = {SPARK: "pyspark", POSTGRES: "psycopg"}
FOLDER = "/srv/sourcepin"
"""Of a cluster whose address names none."""
KEPT = "~/.local/share/sourcepin"
"""Where this machine keeps what it knows of engines, each in a folder of its own, unless STORE_FOLDER names another."""
_PASSWORD = re.compile(r"(?<=://)([^:/@]*):[^/@]*(?=@)")
_SECRET = re.compile(r"\b((?:token|password|sslpassword)=)[^;&]*", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Address:
    """An engine (``SPARK`` or ``POSTGRES``), what it is reached by, and for Spark the folder of the tables."""

    kind: str
    url: str
    folder: Path
    settings: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class StoreName:
    """What STORE says: a folder, or the address of an engine and the folder that keeps what is known of it here."""

    folder: Path
    address: str = ""

    def __str__(self) -> str:
        return shown(self.address) if self.address else str(self.folder)


def is_address(text: str) -> bool:
    """Whether STORE names an engine rather than a folder."""
    return "://" in text


def shown(text: str) -> str:
    """An address without its passwords and tokens, for messages."""
    return _SECRET.sub(r"\1…", _PASSWORD.sub(r"\1:…", text))


def store_name(text: str, kept: str = "") -> StoreName:
    """What STORE says, not checked yet.

    Args:
        kept: what STORE_FOLDER says: the folder on this machine for an engine's store; empty for one below ``KEPT``.
    """
    if not is_address(text):
        return StoreName(Path(text).expanduser())
    if kept:
        return StoreName(Path(kept).expanduser(), text)
    # Passwords are changed and tokens expire: the store is the same.
    plain = _SECRET.sub(r"\1", re.sub(r"(?<=://)[^/@]*@", "", text))
    words = re.sub(r"[^a-z0-9]+", "-", re.split(r"[/;?]", plain.lower().partition("://")[2])[0]).strip("-")
    name = f"{plain.partition('://')[0]}-{words[:40]}-{hashlib.sha256(plain.encode()).hexdigest()[:8]}"
    return StoreName(Path(KEPT).expanduser() / re.sub(r"[^a-z0-9-]", "", name.lower()), text)


def parse_address(text: str) -> Address:
    """Read ``spark://host:port/folder?spark.name=value``, ``sc://host:port/folder;options`` or ``postgresql://…``.

    Raises:
        AddressError: another scheme, no host, a port that is none, or settings that are not Spark's.
    """
    try:
        parts = urlsplit(text)
        port_is_none = "," not in parts.netloc and parts.port == 0
    except ValueError as error:
        raise AddressError(f"STORE: expected scheme://host:port/…, got {shown(text)!r} ({error})") from error
    kind = SCHEMES.get(parts.scheme)
    if kind is None:
        raise AddressError(
            "STORE: expected a folder, spark://host:port/folder, sc://host:port/folder or postgresql://…, "
            f"got {shown(text)!r}"
        )
    if port_is_none:
        raise AddressError(f"STORE: expected a port from 1 to 65535, got {shown(text)!r}")
    if kind == POSTGRES:
        return Address(kind, text, Path(FOLDER))
    if not parts.hostname:
        raise AddressError(f"STORE: expected a host after {parts.scheme}://, got {shown(text)!r}")
    path, _, options = parts.path.partition(";")
    url = f"{parts.scheme}://{parts.netloc}" + (f"/;{options}" if options else "")
    settings = dict(parse_qsl(parts.query, keep_blank_values=True))
    if others := sorted(name for name in settings if not name.startswith("spark.")):
        raise AddressError(f"STORE: expected settings of Spark such as ?spark.executor.memory=2g, got {others[0]!r}")
    return Address(kind, url, Path(path) if path.strip("/") else Path(FOLDER), settings)


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
        EngineError: it does not answer.
    """
    address = parse_address(text)
    try:
        if address.kind == SPARK:
            made: Any = importlib.import_module("events.store.backends.spark").SparkEngine
            given: dict[str, Any] = {"folder": address.folder, "settings": {**address.settings, **(settings or {})}}
        else:
            made, given = importlib.import_module("events.store.backends.postgres").PostgresEngine, {}
    except ModuleNotFoundError as error:
        raise AddressError(
            f"STORE={text.split(':')[0]}:// needs the package {_PACKAGES[address.kind]}, which is not installed "
            f"({error}); install Sourcepin with its extra {address.kind!r}: `make run` does where STORE says so, a "
            f"container image is built with EXTRAS={address.kind}"
        ) from error
    kept = importlib.import_module("events.store.backends.rollups").Rollups(rollups)
    try:
        engine: RemoteEngine = made(address.url, rollups=kept, scratch=scratch, **given)
    except BaseException:
        kept.close()
        raise
    return engine
