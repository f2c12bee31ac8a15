"""One simulated reader: a websocket session in Streamlit's own protocol, with the widgets that the page sent."""

from __future__ import annotations

import asyncio
import json
import random
import re
import time
from typing import Any

from streamlit.proto.BackMsg_pb2 import BackMsg
from streamlit.proto.ForwardMsg_pb2 import ForwardMsg
from streamlit.proto.WidgetStates_pb2 import WidgetState
from websockets.asyncio.client import ClientConnection

from benchmarks.wire import Wire
from dashboard.layers.packing import unpack

_EARLY = ForwardMsg.ScriptFinishedStatus.FINISHED_EARLY_FOR_RERUN
_PACKED = re.compile(r'Sourcepin\.unpack\(map_div, \\*"([A-Za-z0-9+/=]*)')
_MESSAGE = "last_object_clicked_tooltip"


class Failed(Exception):
    """The page showed an error, or did not finish in time."""


class Session:
    """What a browser knows of the page. Every method is one interaction and ends when the run of the page did."""

    def __init__(self, socket: ClientConnection, query: str, draw: random.Random, seconds: float = 60.0,
                 address: str = "http://localhost/") -> None:  # fmt: skip
        self._address = address
        self._socket, self.query, self._draw, self._seconds = socket, query.lstrip("?"), draw, seconds
        self._page, self._view = "", {"lat": 33.2, "lon": 43.7, "zoom": 6.25}
        self._elements: dict[str, list[Any]] = {}
        self.wire = Wire()

    async def send(self, *states: WidgetState) -> None:
        """Send what widgets say, with the messages that need not come again, and do not wait for the answer."""
        message = BackMsg()
        message.rerun_script.query_string = self.query
        message.rerun_script.page_script_hash = self._page
        message.rerun_script.widget_states.widgets.extend(states)
        message.rerun_script.context_info.timezone = "UTC"
        message.rerun_script.context_info.url = self._address
        message.rerun_script.cached_message_hashes.extend(self.wire.known)
        raw = message.SerializeToString()
        self.wire.sent += len(raw)
        await self._socket.send(raw)

    async def _run(self, *states: WidgetState) -> None:
        await self.send(*states)
        await asyncio.wait_for(self.finished(), self._seconds)

    async def finished(self) -> None:
        """Wait for the end of a run of the page."""
        async for data in self._socket:
            message = self.wire.took(data if isinstance(data, bytes) else data.encode())
            kind = message.WhichOneof("type")
            if kind == "new_session":
                self._elements = {}
            elif kind == "navigation":
                self._page = message.navigation.page_script_hash
            elif kind == "page_info_changed":
                self.query = message.page_info_changed.query_string
            elif kind == "delta" and message.delta.WhichOneof("type") == "new_element":
                self._took(message.delta.new_element)
            elif kind == "script_finished" and message.script_finished != _EARLY:
                return
        raise Failed("the server closed the connection")

    def _took(self, element: Any) -> None:
        name = element.WhichOneof("type")
        if name == "exception":
            raise Failed(f"{element.exception.type}: {element.exception.message[:200]}")
        self._elements.setdefault(name, []).append(getattr(element, name))

    def _one(self, name: str, part: str = "") -> Any:
        found = [one for one in self._elements.get(name, []) if part in one.id]
        if not found:
            raise Failed(f"the page has no {name} {part}; it has {sorted(self._elements)}")
        return found[0]

    def elements(self, name: str) -> list[Any]:
        """What the page has of a type of element."""
        return self._elements.get(name, [])

    def id_of(self, name: str, part: str = "") -> str:
        """The id of the first element of a type whose id has that part. ``Failed`` where there is none."""
        return str(self._one(name, part).id)

    @property
    def received(self) -> int:
        """Bytes that came until now."""
        return self.wire.received

    async def open(self) -> None:
        """The first run of the page."""
        await self._run()

    async def look(self, lat: float = 33.2, lon: float = 43.7, zoom: float = 6.25) -> None:
        """What the map tells once it has fitted itself, or was moved: its view."""
        self._view = {"lat": lat, "lon": lon, "zoom": zoom}
        await self._say("view")

    async def slide(self) -> None:
        """Let go of the end of the date slider somewhere in its second half."""
        slider = self._one("slider", "w_slider")
        state = WidgetState(id=slider.id)
        end = slider.min + (slider.max - slider.min) * self._draw.uniform(0.5, 1.0)
        day = 86_400_000_000
        state.double_array_value.data.extend([slider.min, slider.min + (end - slider.min) // day * day])
        await self._run(state)

    async def tick(self) -> None:
        """Tick an actor that is not ticked, or untick the one that is."""
        boxes = [one for one in self._elements.get("checkbox", []) if "w_actors_" in one.id]
        if not boxes:
            raise Failed("the page lists no actors")
        ticked = [one for one in boxes if (one.value if one.set_value else one.default)]
        box = ticked[0] if ticked else self._draw.choice(boxes)
        await self._run(WidgetState(id=box.id, bool_value=not ticked))

    async def inside(self) -> None:
        """Ask what is inside a cell of the map."""
        cells = self._payload().get("cells")
        if not cells or not cells["rows"]:
            raise Failed("the map shows no cell")
        row = self._draw.choice(cells["rows"])
        await self._say("inside", inside=f"c:{cells['zoom']}/{row[0]}/{row[1]}")

    async def incident(self) -> None:
        """Open an incident of the cell that is listed: its card with all claims."""
        buttons = [one for one in self._elements.get("button", []) if "w_inside_" in one.id and "close" not in one.id
                   and not one.disabled and "w_inside_on" not in one.id]  # fmt: skip
        if not buttons:
            raise Failed("the list of the cell is empty")
        await self._run(WidgetState(id=self._draw.choice(buttons).id, trigger_value=True))

    async def _say(self, why: str, **more: str) -> None:
        payload = self._payload()
        message = {"v": 1, "n": int(time.time() * 1000), "why": why, "chosen": payload.get("chosen"), "card": False,
                   "area": None, "token": payload.get("chosen_token", 0), "view": self._view, **more}  # fmt: skip
        there = self._component()
        await self._run(WidgetState(id=there.id, json_value=json.dumps({_MESSAGE: json.dumps(message)})))

    def _component(self) -> Any:
        maps = [one for one in self._elements.get("component_instance", []) if "folium" in one.component_name]
        if not maps:
            raise Failed(f"the page has no map; it has {sorted(self._elements)}")
        return maps[0]

    def _payload(self) -> dict[str, Any]:
        """The value that ``Sourcepin.update`` would take."""
        text = json.dumps(json.loads(self._component().json_args)["feature_group"] or "")
        packed = _PACKED.search(text)
        if packed is None:
            raise Failed("the map got no payload")
        found: dict[str, Any] = unpack(packed[1])
        return found
