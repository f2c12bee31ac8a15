"""The snapshots in a data set's folder: ``history/<version>.json``, read and written."""

from __future__ import annotations

import json
from dataclasses import dataclass
from pathlib import Path

from pydantic import ValidationError

from events.history import Snapshot, in_order
from events.problems import Problem

FOLDER = "history"


@dataclass(frozen=True, slots=True)
class History:
    """The snapshots of a data set, oldest first, and what could not be read, with the reason."""

    snapshots: tuple[Snapshot, ...]
    problems: tuple[Problem, ...] = ()

    def version(self, version: str) -> Snapshot | None:
        """The snapshot of a version, or None."""
        return next((one for one in self.snapshots if one.version == version), None)


def _reason(error: Exception) -> str:
    if isinstance(error, ValidationError):
        first = error.errors(include_url=False)[0]
        return ": ".join(part for part in (".".join(map(str, first["loc"])), first["msg"]) if part)
    if isinstance(error, OSError):
        return f"the file cannot be read: {error.strerror}"
    return f"not readable as JSON: {error}"


def read_history(folder: Path) -> History:
    """The history in a data set's folder; empty where there is none. Never raises for what is in it."""
    found, problems = [], []
    for path in sorted((folder / FOLDER).glob("*.json")):
        name = f"{FOLDER}/{path.name}"
        try:
            snapshot = Snapshot.model_validate_json(path.read_bytes())
        except (ValidationError, OSError, ValueError) as error:
            problems.append(Problem(name, 1, "", f"{_reason(error)}; write it anew with `snapshot`, or remove it"))
            continue
        if snapshot.version != path.stem:
            message = f"{snapshot.version!r} is not the file's name; rename the file"
            problems.append(Problem(name, 1, "version", message))
            continue
        found.append(snapshot)
    return History(in_order(found), tuple(problems))


def snapshot_path(folder: Path, snapshot: Snapshot) -> Path:
    """Where a snapshot is kept; its version is a plain file name by its pattern."""
    return folder / FOLDER / f"{snapshot.version}.json"


def snapshot_text(snapshot: Snapshot) -> str:
    """The file's text: one claim a line, so that Git shows a difference that people can read."""
    plain = snapshot.model_dump(mode="json", exclude_defaults=True)
    incidents = plain.pop("incidents")
    head = json.dumps({"format": snapshot.format, **plain}, ensure_ascii=False, indent=1)
    blocks = []
    for id, incident in incidents.items():
        claims = ",\n".join(f"   {json.dumps(claim, ensure_ascii=False)}" for claim in incident.pop("claims"))
        start = json.dumps(incident, ensure_ascii=False)[:-1]
        blocks.append(f'  {json.dumps(id)}: {start}, "claims": [\n{claims}\n  ]}}')
    return head.removesuffix("\n}") + ',\n "incidents": {\n' + ",\n".join(blocks) + "\n }\n}\n"
