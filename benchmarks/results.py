"""Results of the benchmarks as JSON: kept after each measurement, replaced by the next one of the same thing."""

from __future__ import annotations

import json
import os
import platform
import statistics
from collections.abc import Sequence
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

FOLDER = Path(__file__).resolve().parent / "results"


def spread(values: Sequence[float]) -> dict[str, float]:
    """Median, least and most of what was measured, and how often."""
    return {
        "median": round(statistics.median(values), 3), "least": round(min(values), 3), "most": round(max(values), 3),
        "n": len(values),
    }  # fmt: skip


def machine() -> dict[str, Any]:
    """Where and when; the load says whether it was alone."""
    name = next(
        (line.split(":")[1].strip() for line in _lines("/proc/cpuinfo") if line.startswith("model name")),
        platform.processor(),
    )
    return {
        "when": datetime.now(UTC).isoformat(timespec="seconds"), "cores": os.cpu_count(), "processor": name,
        "load": round(os.getloadavg()[0], 2),
    }  # fmt: skip


def _lines(path: str) -> list[str]:
    try:
        return Path(path).read_text().splitlines()
    except OSError:
        return []


def read(name: str) -> list[dict[str, Any]]:
    """The rows of a file of results; none where it does not exist."""
    path = FOLDER / f"{name}.json"
    found: list[dict[str, Any]] = json.loads(path.read_text(encoding="utf-8")) if path.exists() else []
    return found


def keep(name: str, keys: Sequence[str], row: dict[str, Any]) -> None:
    """Add a row; one with the same values of ``keys`` goes."""
    FOLDER.mkdir(exist_ok=True)
    row = row | {"machine": machine()}
    rows = [one for one in read(name) if any(one.get(key) != row.get(key) for key in keys)]
    text = json.dumps([*rows, row], indent=1, ensure_ascii=False)
    (FOLDER / f"{name}.json").write_text(text + "\n", encoding="utf-8")
