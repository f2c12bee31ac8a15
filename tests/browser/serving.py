"""Starts the real server for the browser tests, and finds the browser."""

from __future__ import annotations

import http.client
import os
import shutil
import socket
import subprocess
import sys
import time
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import urlsplit

ROOT = Path(__file__).resolve().parents[2]
START_SECONDS = 60
STOP_SECONDS = 10
_NAMES = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
_LOCAL_HOSTS = {"127.0.0.1", "localhost", "::1"}
_NO_HOST = {"about", "blob", "chrome-error", "data", "file"}


def find_chromium() -> str | None:
    """The browser: ``$CHROMIUM``, else the first name on PATH, else None (Playwright's own is tried then)."""
    named = os.environ.get("CHROMIUM", "").strip()
    return shutil.which(named) if named else next(filter(None, map(shutil.which, _NAMES)), None)


def foreign(url: str) -> bool:
    """Whether a request to this URL leaves the machine."""
    parts = urlsplit(url)
    return parts.scheme not in _NO_HOST and parts.hostname not in _LOCAL_HOSTS


def free_port() -> int:
    """A TCP port that nothing on the loopback address listens on."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def health(url: str) -> int | None:
    """The status of the server's health endpoint, or None while it does not answer."""
    parts = urlsplit(url)
    connection = http.client.HTTPConnection(parts.hostname or "", parts.port, timeout=5)
    try:
        connection.request("GET", f"{parts.path.rstrip('/')}/_stcore/health")
        return connection.getresponse().status
    except OSError:
        return None
    finally:
        connection.close()


@dataclass(frozen=True)
class Server:
    """A running server: its address (no slash at the end) and the file with what it printed."""

    url: str
    log: Path
    process: subprocess.Popen[bytes]

    def printed(self) -> str:
        """What the server has printed so far."""
        return self.log.read_text(encoding="utf-8", errors="replace")

    def stop(self) -> None:
        """End the server and wait for it."""
        self.process.terminate()
        try:
            self.process.wait(STOP_SECONDS)
        except subprocess.TimeoutExpired:
            self.process.kill()
            self.process.wait()


def start(
    folder: Path, dataset: Path | str | None = None, extra_env: Mapping[str, str] | None = None, every: float = 0.1
) -> Server:
    """Start the application and wait until it is healthy.

    Args:
        folder: an empty folder for the server's home and its log, so that no test depends on the user's.
        dataset: folder of the data set; None shows the built-in one.
        extra_env: more variables of the environment.
        every: seconds between two looks at whether it is healthy.

    Raises:
        RuntimeError: the server ended or was not healthy in time; the message holds what it printed.
    """
    environment = {name: value for name, value in os.environ.items() if not name.startswith(("STREAMLIT_", "DATASET"))}
    environment |= {"HOME": str(folder), "PYTHONUNBUFFERED": "1", **(extra_env or {})}
    if dataset is not None:
        environment["DATASET"] = str(dataset)
    port = free_port()
    command = [sys.executable, "-m", "streamlit", "run", "streamlit_app.py"]
    command += ["--server.port", str(port), "--server.address", "127.0.0.1"]
    log = folder / "server.log"
    with log.open("wb") as output:
        process = subprocess.Popen(
            command, cwd=ROOT, env=environment, stdin=subprocess.DEVNULL, stdout=output, stderr=subprocess.STDOUT
        )
    base_path = environment.get("STREAMLIT_SERVER_BASE_URL_PATH", "").strip("/")
    server = Server(f"http://127.0.0.1:{port}/{base_path}".rstrip("/"), log, process)
    deadline = time.monotonic() + START_SECONDS
    while health(server.url) != http.client.OK:
        if process.poll() is not None or time.monotonic() > deadline:
            server.stop()
            raise RuntimeError(
                f"Expected a healthy server at {server.url} within {START_SECONDS} s; "
                f"exit code {process.returncode}, printed:\n{server.printed()[-3000:]}"
            )
        time.sleep(every)
    return server
