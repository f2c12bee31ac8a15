"""The web application around the page: security and cache headers, and no request to any other host."""

from __future__ import annotations

import base64
import hashlib
import importlib
import importlib.util
import logging
import re
from pathlib import Path
from typing import Any

import streamlit as st
from starlette.background import BackgroundTask
from starlette.concurrency import run_in_threadpool
from starlette.middleware import Middleware
from starlette.requests import Request
from starlette.responses import FileResponse, Response
from starlette.routing import Route
from starlette.types import ASGIApp, Message, Receive, Scope, Send
from streamlit import net_util

from dashboard.kept_files import KeptFiles
from dashboard.layers.bundle import map_script
from dashboard.layers.page_script import page_script
from events.store.failing import EngineError

_LOG = logging.getLogger("sourcepin")
_LOOPBACK = "127.0.0.1"
_INDEX = Path(st.__file__).parent / "static" / "index.html"
_MAP_FRAME = "/component/streamlit_folium."
_YEAR = "public, max-age=31536000, immutable"
_REVALIDATE = "no-cache"


def stay_on_this_host() -> None:
    """Keep Streamlit's server from looking up its own address.

    At start-up, and at each refused WebSocket, it would ask an outside service for the external
    address and open a datagram socket to a public one for the internal address. No setting turns
    all of that off; filling in both answers does. Private names: a test counts the look-ups.
    """
    net_util._external_ip = _LOOPBACK
    net_util._internal_ip = _LOOPBACK


def _inline_script_hashes(page: str) -> str:
    scripts = re.findall(r"<script>(.*?)</script>", page, flags=re.DOTALL)
    digests = (base64.b64encode(hashlib.sha256(script.encode()).digest()).decode() for script in scripts)
    return " ".join(f"'sha256-{digest}'" for digest in digests)


def content_security_policy(path: str) -> str:
    """The policy for a path: strict for the page; the map's frame alone may evaluate what folium writes."""
    shared = (
        "default-src 'none'; style-src 'self' 'unsafe-inline'; img-src 'self' data: blob:; font-src 'self' data:; "
        "connect-src 'self'; frame-src 'self'; media-src 'self' blob:; manifest-src 'self'; worker-src 'self' blob:; "
        "base-uri 'self'; form-action 'self'; object-src 'none'; frame-ancestors 'self'; "
    )
    if _MAP_FRAME in path:
        return shared + "script-src 'self' 'unsafe-inline' 'unsafe-eval'"
    return shared + f"script-src 'self' blob: {_inline_script_hashes(_INDEX.read_text(encoding='utf-8'))}"


def cache_control(path: str) -> str | None:
    """How long a browser may keep a path: for ever where the name holds a version or a hash."""
    if "/app/static/" in path:
        return _YEAR if "/vendor/" in path or "/fonts/" in path else _REVALIDATE
    if "/static/" in path:
        return _YEAR
    return None


class Headers:
    """ASGI middleware that adds the security and cache headers to every HTTP answer."""

    def __init__(self, app: ASGIApp) -> None:
        self.app = app
        self._policies = {True: content_security_policy(_MAP_FRAME), False: content_security_policy("/")}

    def _headers(self, path: str) -> list[tuple[bytes, bytes]]:
        pairs = {
            "content-security-policy": self._policies[_MAP_FRAME in path],
            "x-content-type-options": "nosniff",
            "referrer-policy": "no-referrer",
            "permissions-policy": "camera=(), geolocation=(), microphone=(), payment=(), usb=()",
            "cross-origin-opener-policy": "same-origin",
        }
        if cached := cache_control(path):
            pairs["cache-control"] = cached
        return [(name.encode(), value.encode()) for name, value in pairs.items()]

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            await self.app(scope, receive, send)
            return
        added = self._headers(scope["path"])
        names = {name for name, _ in added}

        async def send_with_headers(message: Message) -> None:
            if message["type"] == "http.response.start":
                kept = [pair for pair in message.get("headers", []) if pair[0].lower() not in names]
                message = {**message, "headers": kept + added}
            await send(message)

        await self.app(scope, receive, send_with_headers)


async def _found(module: str, name: str, *given: Any) -> Any:
    """What a function says, in a thread; a response where the store gives no answer. Imported late, like the page."""
    try:
        return await run_in_threadpool(getattr(importlib.import_module(f"dashboard.{module}"), name), *given)
    except EngineError as error:
        _LOG.error("%s", error)
        return Response(f"The store gave no answer. {error}.", 503, media_type="text/plain")


def _query(request: Request) -> dict[str, list[str]]:
    return {name: request.query_params.getlist(name) for name in request.query_params}


async def _popup(request: Request) -> Response:
    """One incident for the map. Bounded by what one incident has."""
    asked = request.query_params
    found = await _found("routes", "popup", asked.get("id", ""), asked.get("lang", ""))
    if isinstance(found, Response):
        return found
    if found is None:
        return Response("no such incident", 404, media_type="text/plain")
    return Response(found, media_type="application/json", headers={"cache-control": "no-store"})


async def _map_script(_: Request) -> Response:
    """The scripts of the map, as one file whose address changes with its content."""
    return Response(map_script(), media_type="text/javascript", headers={"cache-control": _YEAR})


async def _page_script(_: Request) -> Response:
    """The scripts of the page's own components, likewise."""
    return Response(page_script(), media_type="text/javascript", headers={"cache-control": _YEAR})


async def _drawn(request: Request) -> Response:
    """What the map draws of other dates, before the page says the same; 204 where only the page can say it."""
    found = await _found("ahead", "drawn_ahead", _query(request))
    if isinstance(found, Response):
        return found
    kept = {"cache-control": "no-store"}
    if found is None:
        return Response(None, 204, headers=kept)
    return Response(found, media_type="application/json", headers={**kept, "content-encoding": "deflate"})


async def _export(request: Request) -> Response:
    """A selection as a file, written to the disk and sent from there; removed once it is sent."""
    made = await _found("routes", "export", _query(request))
    if isinstance(made, Response):
        return made
    if made is None:
        return Response("no such format", 404, media_type="text/plain")
    if isinstance(made, str):
        return Response(made, 422, media_type="text/plain")
    after = BackgroundTask(made.path.unlink, missing_ok=True)
    return FileResponse(made.path, media_type=made.media, filename=made.name, background=after)


def _prefix() -> str:
    """The base path in front of every address, without a slash at its end. Streamlit does not put it before ours."""
    base = str(st.get_option("server.baseUrlPath") or "").strip("/")
    return f"/{base}" if base else ""


def routes() -> tuple[Route, ...]:
    """Routes of our own."""
    made = {"popup": _popup, "drawn": _drawn, "export": _export, "map.js": _map_script, "page.js": _page_script}
    return tuple(Route(f"{_prefix()}/api/{name}", answer) for name, answer in made.items())


def middleware() -> tuple[Middleware, ...]:
    """What ``st.App`` puts in front of every answer."""
    found = importlib.util.find_spec(_MAP_FRAME.strip("/").partition("/")[2].rstrip("."))
    frame = Path(found.origin).parent / "frontend" / "build" if found and found.origin else None
    folders = {
        f"{_prefix()}/static/": _INDEX.parent / "static",
        f"{_prefix()}/app/static/": Path(__file__).resolve().parents[1] / "static",
        **({f"{_prefix()}{_MAP_FRAME}st_folium/": frame} if frame else {}),
    }
    return (Middleware(Headers), Middleware(KeptFiles, folders=folders))
