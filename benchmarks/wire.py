"""The wire between server and browser, as a browser keeps it: messages resolved, known ones kept, bytes counted."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field

from streamlit.proto.ForwardMsg_pb2 import ForwardMsg

_EARLY = ForwardMsg.ScriptFinishedStatus.FINISHED_EARLY_FOR_RERUN


@dataclass
class Wire:
    """Takes what came by websocket. A message that the server marks so is kept by its hash, as a browser does, so that
    the server may send its hash alone the next time; one that was not sent for some runs is forgotten."""

    received: int = 0
    sent: int = 0
    parts: Counter[str] = field(default_factory=Counter)
    """Bytes by what was sent, since it was last cleared."""
    _kept: dict[str, tuple[bytes, int]] = field(default_factory=dict)
    _runs: int = 0
    _age: int = 2

    @property
    def known(self) -> list[str]:
        """Hashes of the messages that need not be sent again."""
        return list(self._kept)

    def took(self, raw: bytes) -> ForwardMsg:
        """A message as it is meant: one that was sent before in place of its hash."""
        self.received += len(raw)
        message = ForwardMsg.FromString(raw)
        found = message
        if message.WhichOneof("type") == "ref_hash":
            kept, _ = self._kept[message.ref_hash]
            found = ForwardMsg.FromString(kept)
            self._kept[message.ref_hash] = (kept, self._runs)
            self.parts[f"known: {name_of(found)}"] += len(raw)
            return found
        self.parts[name_of(message)] += len(raw)
        if message.metadata.cacheable:
            self._kept[message.hash] = (raw, self._runs)
        if message.WhichOneof("type") == "new_session":
            self._age = message.new_session.config.max_cached_message_age
        if message.WhichOneof("type") == "script_finished" and message.script_finished != _EARLY:
            self._runs += 1
            self._kept = {key: one for key, one in self._kept.items() if self._runs - one[1] <= self._age}
        return found


def name_of(message: ForwardMsg) -> str:
    """What a message is: for an element its type and, of a widget, its key."""
    kind = message.WhichOneof("type") or ""
    if kind != "delta":
        return kind
    if message.delta.WhichOneof("type") != "new_element":
        return f"block {message.delta.add_block.WhichOneof('type') or ''}"
    element = message.delta.new_element
    name = element.WhichOneof("type") or ""
    made = getattr(element, name)
    key = str(getattr(made, "id", "")).rpartition("-")[2][:24]
    return f"{name} {key}" if key else f"{name} {_text(made)}"


def _text(made: object) -> str:
    return str(getattr(made, "body", ""))[:28].replace("\n", " ")
