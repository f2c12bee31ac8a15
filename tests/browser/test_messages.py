"""What goes over the wire, in Streamlit's own protocol and without a browser: how much, and that no click is lost."""

from __future__ import annotations

import asyncio
import contextlib
import json
import random
from collections.abc import Callable, Coroutine
from concurrent.futures import ThreadPoolExecutor
from datetime import date
from typing import Any, TypeVar

import pytest
from streamlit.proto.WidgetStates_pb2 import WidgetState
from websockets.asyncio.client import connect
from websockets.typing import Subprotocol

from benchmarks.import_made import make
from benchmarks.session import Session
from events.importing.intake import Answers, GivenFile, Intake
from events.store.store import Store
from tests.browser.watching import Serve

ROWS = 20_000
LIMIT = 60_000
"""Bytes that an interaction may send, all messages counted, none compressed by the transport."""
CITY, COUNTRY = (33.3, 44.4, 10.0), (33.2, 43.7, 7.5)
T = TypeVar("T")


def _alone(deed: Callable[[], Coroutine[Any, Any, T]]) -> T:
    """Run in a thread of its own: Playwright keeps an event loop in this one."""
    with ThreadPoolExecutor(1) as pool:
        return pool.submit(lambda: asyncio.run(deed())).result()


async def _session(url: str, query: str, deed: Callable[[Session], Coroutine[Any, Any, T]]) -> T:
    async with connect(
        f"{url.replace('http', 'ws', 1)}/_stcore/stream", subprotocols=[Subprotocol("streamlit")], max_size=None,
        compression=None, open_timeout=60,
    ) as socket:  # fmt: skip
        return await deed(Session(socket, query, random.Random(3), address=f"{url}/"))  # noqa: S311


@pytest.fixture(scope="module")
def url(serve: Serve, tmp_path_factory: pytest.TempPathFactory) -> str:
    folder = tmp_path_factory.mktemp("made")
    csv, store, now = folder / "made.csv", folder / "store", "2026-01-01T00:00:00+00:00"
    make(csv, ROWS)
    with Store.open(store, "test") as opened, Intake(opened, [GivenFile(csv, csv.name)], now) as intake:
        intake.read()
        answers = Answers(name="Made incidents", id="made")
        intake.check(answers, date(2026, 1, 1))
        assert intake.write(answers).accepted > ROWS * 0.9
    return serve(extra_env={"STORE": str(store)}).url


@pytest.mark.parametrize("language", ["en", "ar"])
def test_an_interaction_sends_at_most_sixty_kilobytes(url: str, language: str) -> None:
    async def all_of_them(session: Session) -> dict[str, int]:
        await session.open()
        came: dict[str, int] = {}
        deeds: list[tuple[str, Callable[[], Coroutine[Any, Any, None]]]] = [
            ("the country", lambda: session.look(*COUNTRY)), ("slide", session.slide), ("tick", session.tick),
            ("slide, an actor", session.slide), ("untick", session.tick), ("a city", lambda: session.look(*CITY)),
            ("slide in a city", session.slide), ("back", session.look), ("inside", session.inside),
            ("incident", session.incident), ("slide beside a card", session.slide),
        ]  # fmt: skip
        for name, deed in deeds:
            before = session.received
            await deed()
            came[name] = session.received - before
        return came

    came = _alone(lambda: _session(url, f"?dataset=made&lang={language}", all_of_them))
    assert {name: bytes_ for name, bytes_ in came.items() if bytes_ > LIMIT} == {}
    assert min(came.values()) > 10_000, "what is counted is a run of the page"


def test_no_click_is_lost_to_a_message_that_comes_right_after_it(base_url: str) -> None:
    async def clear(session: Session) -> str:
        await session.open()
        assert "kind=rocket" in session.query
        told = json.dumps({"v": 1, "n": 1, "why": "view", "chosen": None, "card": False, "area": None, "token": 0,
                           "view": {"lat": 33.2, "lon": 43.7, "zoom": 6.25}})  # fmt: skip
        value = json.dumps({"last_object_clicked_tooltip": told})
        await session.send(WidgetState(id=session.id_of("button", "w_clear"), trigger_value=True))
        await asyncio.sleep(random.Random(session.received).uniform(0, 0.01))  # noqa: S311
        await session.send(WidgetState(id=session.id_of("component_instance"), json_value=value))
        with contextlib.suppress(TimeoutError):
            while "kind=rocket" in session.query:
                await asyncio.wait_for(session.finished(), 5.0)
        return session.query

    async def often() -> list[str]:
        return [await _session(base_url, "kind=rocket", clear) for _ in range(16)]

    assert ["kind=" in one for one in _alone(often)] == [False] * 16
