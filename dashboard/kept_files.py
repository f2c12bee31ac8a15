"""Files that every visitor's browser asks for, kept in memory: some 140 of them stand between an address and a map.

Streamlit reads each file in other threads, piece by piece, for every visitor, and sends it uncompressed. While the
first page is prepared, each of those steps waits for its turn with the interpreter. Here a file is read once, and
compressed once for those who are not on this machine.
"""

from __future__ import annotations

import gzip
import hashlib
import mimetypes
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from starlette.concurrency import run_in_threadpool
from starlette.datastructures import Headers
from starlette.responses import Response
from starlette.types import ASGIApp, Receive, Scope, Send

MOST_BYTES = 4 << 20
"""Of one file; a larger one is left to Streamlit."""
MOST_KEPT = 96 << 20
"""Of all files together; what comes after is left to Streamlit."""
_SMALL = 1000
_PLAIN = frozenset({".js", ".mjs", ".css", ".json", ".geojson", ".svg", ".html", ".txt", ".map"})
"""Endings of text, which is worth compressing."""
_MEDIA = {".js": "text/javascript", ".mjs": "text/javascript", ".geojson": "application/geo+json",
          ".woff2": "font/woff2"}  # fmt: skip
_LOOPBACK = frozenset({"127.0.0.1", "::1"})
_FORWARDED = ("forwarded", "x-forwarded-for", "x-real-ip", "via")
_LEFT = ("range", "if-range")
"""Requests for a part of a file are left to Streamlit."""


@dataclass
class _Kept:
    """A file as it was when it was read, and compressed once somebody asked for that."""

    stamp: tuple[int, int]
    whole: bytes
    tag: str
    media: str
    compressed: bytes | None = None


def is_near(scope: Scope, headers: Headers) -> bool:
    """Whether the reader is on this very machine: then compressing costs more than it saves."""
    host, _ = scope.get("client") or ("", 0)
    return host in _LOOPBACK and not any(name in headers for name in _FORWARDED)


class KeptFiles:
    """ASGI middleware that answers for files of folders; whatever is none of them goes on to the application.

    Args:
        folders: address in front of the files (begins and ends with a slash) to the folder.
    """

    def __init__(self, app: ASGIApp, folders: Mapping[str, Path]) -> None:
        self.app = app
        self._folders = {prefix: folder.resolve() for prefix, folder in folders.items()}
        self._kept: dict[Path, _Kept] = {}
        self._bytes = 0

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        answer = await self._answer(scope) if scope["type"] == "http" and scope["method"] == "GET" else None
        await (answer or self.app)(scope, receive, send)

    async def _answer(self, scope: Scope) -> Response | None:
        path, headers = self._path(scope["path"]), Headers(scope=scope)
        if path is None or any(name in headers for name in _LEFT) or (found := self._file(path)) is None:
            return None
        sent = {"etag": found.tag, "vary": "Accept-Encoding"}
        if headers.get("if-none-match") == found.tag:
            return Response(status_code=304, headers=sent)
        body = found.whole
        worth = path.suffix in _PLAIN and len(body) > _SMALL and not is_near(scope, headers)
        if worth and "gzip" in headers.get("accept-encoding", ""):
            body, sent["content-encoding"] = await self._compressed(found), "gzip"
        return Response(body, media_type=found.media, headers=sent)

    def _path(self, address: str) -> Path | None:
        for prefix, folder in self._folders.items():
            if address.startswith(prefix):
                parts = address[len(prefix) :].split("/")
                if any(one.startswith(".") or not one or set(one) & {"\\", "\0", ":"} for one in parts):
                    return None
                return folder.joinpath(*parts)
        return None

    def _file(self, path: Path) -> _Kept | None:
        """The file as it is now; None where there is none that may be kept."""
        try:
            told = path.stat()
            stamp = (told.st_mtime_ns, told.st_size)
            kept = self._kept.get(path)
            if kept is not None and kept.stamp == stamp:
                return kept
            room = self._bytes + told.st_size <= MOST_KEPT
            if not room or told.st_size > MOST_BYTES or path.resolve() != path or not path.is_file():
                return None  # a link may lead anywhere
            whole = path.read_bytes()
        except OSError:
            return None
        media = _MEDIA.get(path.suffix) or mimetypes.guess_type(path.name)[0] or "application/octet-stream"
        made = _Kept(stamp, whole, f'W/"{hashlib.sha256(whole).hexdigest()[:24]}"', media)
        self._bytes += len(whole) - (len(kept.whole) if kept else 0)
        self._kept[path] = made
        return made

    async def _compressed(self, found: _Kept) -> bytes:
        if found.compressed is None:
            found.compressed = await run_in_threadpool(gzip.compress, found.whole, 6, mtime=0)
            self._bytes += len(found.compressed)
        return found.compressed
