"""Files kept in memory: the same bytes as on the disk, compressed for readers elsewhere, and nothing beside them."""

from __future__ import annotations

import asyncio
import gzip
import os
from pathlib import Path
from typing import Any

import pytest
from starlette.responses import PlainTextResponse
from starlette.types import Message

from dashboard import kept_files
from dashboard.kept_files import KeptFiles

SCRIPT = b"export const marks = 1;\n" * 200
HERE, THERE = "127.0.0.1", "192.0.2.7"
GZIP = {"accept-encoding": "gzip, br"}


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    found = tmp_path / "static"
    (found / "js").mkdir(parents=True)
    (found / "js" / "a.js").write_bytes(SCRIPT)
    (found / "small.css").write_bytes(b"a{}")
    (found / "letters.woff2").write_bytes(SCRIPT)
    (found / ".hidden").write_bytes(SCRIPT)
    (tmp_path / "secret.js").write_bytes(SCRIPT)
    (found / "link.js").symlink_to(tmp_path / "secret.js")
    return found


class Answer:
    """What came back: status, headers, body; status 418 is the application behind."""

    def __init__(self, files: KeptFiles, path: str, client: str = HERE, method: str = "GET", **headers: str) -> None:
        sent: list[Message] = []

        async def send(message: Message) -> None:
            sent.append(message)

        async def receive() -> Message:
            return {"type": "http.request"}

        pairs = [(name.replace("_", "-").encode(), value.encode()) for name, value in headers.items()]
        scope: dict[str, Any] = {"type": "http", "method": method, "path": path, "headers": pairs,
                                 "client": (client, 5000)}  # fmt: skip
        asyncio.run(files(scope, receive, send))
        self.status = sent[0]["status"]
        self.headers = {name.decode(): value.decode() for name, value in sent[0]["headers"]}
        self.body = b"".join(one.get("body", b"") for one in sent[1:])


def kept(folder: Path) -> KeptFiles:
    return KeptFiles(PlainTextResponse("behind", 418), folders={"/base/static/": folder})


@pytest.mark.parametrize(
    ("path", "client", "headers", "compressed"),
    [
        ("js/a.js", HERE, GZIP, False),
        ("js/a.js", "::1", GZIP, False),
        ("js/a.js", THERE, GZIP, True),
        ("js/a.js", HERE, {**GZIP, "x-forwarded-for": THERE}, True),
        ("js/a.js", HERE, {**GZIP, "via": "1.1 proxy"}, True),
        ("js/a.js", THERE, {}, False),
        ("small.css", THERE, GZIP, False),
        ("letters.woff2", THERE, GZIP, False),
    ],
)
def test_a_file_is_sent_as_it_is_or_compressed(
    folder: Path, path: str, client: str, headers: dict[str, str], compressed: bool
) -> None:
    files = kept(folder)
    for _ in range(2):
        found = Answer(files, f"/base/static/{path}", client, **headers)
        assert found.status == 200
        assert found.headers["vary"] == "Accept-Encoding"
        assert (found.headers.get("content-encoding") == "gzip") is compressed
        assert (gzip.decompress(found.body) if compressed else found.body) == (folder / path).read_bytes()


@pytest.mark.parametrize(
    ("path", "media"),
    [("js/a.js", "text/javascript"), ("small.css", "text/css"), ("letters.woff2", "font/woff2")],
)
def test_what_it_is_called(folder: Path, path: str, media: str) -> None:
    assert Answer(kept(folder), f"/base/static/{path}").headers["content-type"].partition(";")[0] == media


@pytest.mark.parametrize(
    ("path", "more"),
    [
        ("/static/js/a.js", {}),
        ("/base/static/", {}),
        ("/base/static/js", {}),
        ("/base/static/none.js", {}),
        ("/base/static/.hidden", {}),
        ("/base/static/../secret.js", {}),
        ("/base/static/js/../../secret.js", {}),
        ("/base/static/link.js", {}),
        ("/base/static//etc/hosts", {}),
        ("/base/static/js\\a.js", {}),
        ("/base/static/js/a.js\0", {}),
        ("/base/static/js/a.js", {"range": "bytes=0-3"}),
        ("/base/static/js/a.js", {"method": "HEAD"}),
        ("/base/static/js/a.js", {"method": "POST"}),
    ],
)
def test_everything_else_is_left_to_the_application(folder: Path, path: str, more: dict[str, str]) -> None:
    assert Answer(kept(folder), path, **more).status == 418


def test_a_browser_that_has_it_is_told_so_until_it_changes(folder: Path) -> None:
    files = kept(folder)
    tag = Answer(files, "/base/static/js/a.js").headers["etag"]
    again = Answer(files, "/base/static/js/a.js", if_none_match=tag)
    assert (again.status, again.body) == (304, b"")
    (folder / "js" / "a.js").write_bytes(b"changed")
    os.utime(folder / "js" / "a.js", (1, 1))
    assert Answer(files, "/base/static/js/a.js", if_none_match=tag).body == b"changed"


@pytest.mark.parametrize("limit", ["MOST_BYTES", "MOST_KEPT"])
def test_large_files_are_not_kept(folder: Path, monkeypatch: pytest.MonkeyPatch, limit: str) -> None:
    monkeypatch.setattr(kept_files, limit, 100)
    assert Answer(kept(folder), "/base/static/js/a.js").status == 418
    assert Answer(kept(folder), "/base/static/small.css").status == 200


def test_a_file_is_read_once(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    files, read = kept(folder), []
    real = Path.read_bytes
    monkeypatch.setattr(Path, "read_bytes", lambda self: read.append(self) or real(self))
    for _ in range(3):
        assert Answer(files, "/base/static/js/a.js").body == SCRIPT
    assert read == [folder.resolve() / "js" / "a.js"]
