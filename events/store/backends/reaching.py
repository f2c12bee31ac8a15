"""Whether anything answers at an address, asked before a client is started that would try for minutes."""

from __future__ import annotations

import socket
from collections.abc import Iterator
from urllib.parse import urlsplit

from events.store.failing import EngineError

SECONDS = 5.0


def hosts(address: str, port: int) -> Iterator[tuple[str, int]]:
    """Every ``host:port`` of an address; ``port`` where none is given."""
    for one in urlsplit(address).netloc.rpartition("@")[2].split(","):
        parts = urlsplit(f"//{one}")
        yield parts.hostname or "", parts.port or port


def reach(address: str, port: int) -> None:
    """See that one of the hosts takes a connection.

    Raises:
        EngineError: none does.
    """
    tried = []
    for host, one in hosts(address, port):
        try:
            socket.create_connection((host, one), SECONDS).close()
        except OSError as error:
            tried.append(f"{host}:{one}: {error.strerror or error}")
        else:
            return
    raise EngineError(
        f"STORE names an engine that does not answer ({'; '.join(tried)}): expected it to listen there. Start it, or "
        "correct STORE; the data sets that it holds are as they were"
    )
