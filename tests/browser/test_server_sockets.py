"""The server asks nobody: every address that its process connects to, sends to or looks up is written down."""

from __future__ import annotations

import base64
import os
import socket
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import Page

from tests.browser.conftest import Serve
from tests.browser.driving import choose, go, open_map

# Loaded by Python itself at the start of the server. What is foreign is noted and refused, so that nothing leaves.
SPY = '''
import os, socket

OURS = {"127.0.0.1", "::1", "localhost", "0.0.0.0", "::", "", "None"}

def note(what, host):
    if isinstance(host, bytes):
        host = host.decode()
    with open(os.environ["SOCKET_LOG"], "a") as log:
        log.write(f"{what} {host}\\n")
    if str(host) not in OURS:
        raise OSError(f"{what} {host}: refused by the test")

def watch_method(name, position):
    real = getattr(socket.socket, name)
    def watched(self, *args, **more):
        if self.family in (socket.AF_INET, socket.AF_INET6) and isinstance(args[position], tuple):
            note(name, args[position][0])
        return real(self, *args, **more)
    setattr(socket.socket, name, watched)

def watch_lookup(name):
    real = getattr(socket, name)
    def watched(host, *args, **more):
        note(name, host)
        return real(host, *args, **more)
    setattr(socket, name, watched)

for name, position in (("connect", 0), ("connect_ex", 0), ("sendto", -1)):
    watch_method(name, position)
for name in ("getaddrinfo", "gethostbyname", "gethostbyname_ex"):
    watch_lookup(name)
with open(os.environ["SOCKET_LOG"], "a") as log:
    log.write("watching\\n")
'''
OURS = {"127.0.0.1", "::1", "localhost", "0.0.0.0", "::", "", "None"}  # noqa: S104  read, not bound


@pytest.fixture
def spied(tmp_path: Path) -> dict[str, str]:
    """The environment of a process that notes its addresses."""
    (tmp_path / "sitecustomize.py").write_text(SPY, encoding="utf-8")
    return {"PYTHONPATH": str(tmp_path), "SOCKET_LOG": str(tmp_path / "sockets.log")}


def noted(spied: dict[str, str]) -> list[list[str]]:
    lines = Path(spied["SOCKET_LOG"]).read_text(encoding="utf-8").splitlines()
    return [line.split(" ", 1) for line in lines]


def foreign(spied: dict[str, str]) -> list[list[str]]:
    return [line for line in noted(spied) if len(line) == 2 and line[1] not in OURS]


@pytest.mark.parametrize(
    ("code", "line"),
    [
        ("socket.create_connection(('192.0.2.1', 9), 1)", ["getaddrinfo", "192.0.2.1"]),
        ("socket.socket().connect(('192.0.2.1', 9))", ["connect", "192.0.2.1"]),
        ("socket.socket(type=socket.SOCK_DGRAM).sendto(b'', ('192.0.2.1', 9))", ["sendto", "192.0.2.1"]),
        ("socket.socket(type=socket.SOCK_DGRAM).connect(('8.8.8.8', 1))", ["connect", "8.8.8.8"]),
        ("urllib.request.urlopen('http://checkip.example.org')", ["getaddrinfo", "checkip.example.org"]),
    ],
)
def test_the_spy_sees(spied: dict[str, str], code: str, line: list[str]) -> None:
    command = [sys.executable, "-c", f"import socket, urllib.request; {code}"]
    done = subprocess.run(command, env={**os.environ, **spied}, capture_output=True, text=True, check=False)
    assert "refused by the test" in done.stderr
    assert foreign(spied) == [line]


def handshake(url: str, origin: str) -> int:
    """The status with which the server answers a WebSocket handshake from a page of another origin."""
    parts = urlsplit(url)
    key = base64.b64encode(os.urandom(16)).decode()
    lines = [
        f"GET {parts.path}/_stcore/stream HTTP/1.1", f"Host: {parts.netloc}", "Upgrade: websocket",
        "Connection: Upgrade", f"Sec-WebSocket-Key: {key}", "Sec-WebSocket-Version: 13", f"Origin: {origin}", "", "",
    ]  # fmt: skip
    with socket.create_connection((parts.hostname or "", parts.port or 0), timeout=10) as connection:
        connection.sendall("\r\n".join(lines).encode())
        return int(connection.recv(100).split()[1])


def test_a_session_and_a_foreign_page_make_the_server_ask_nobody(
    serve: Serve, spied: dict[str, str], new_page: Callable[..., Page]
) -> None:
    server = serve(None, spied)
    page = new_page()
    frame = open_map(page, server.url)
    choose(page, frame, "Attack on a base at Kirkuk")
    for view in ("List", "Sources", "Method"):
        go(page, view)
    page.close()
    assert handshake(server.url, "http://attacker.example.org") == 403
    assert handshake(server.url, "http://attacker.example.org:8501") == 403
    assert handshake(server.url, server.url) == 101
    server.stop()
    assert ["watching"] in noted(spied)
    assert foreign(spied) == []
    assert "Traceback" not in server.printed()
