"""A run of the page stays with an import that ends soon, so that the map follows at once; a longer one has a bar."""

from __future__ import annotations

from types import SimpleNamespace
from typing import Any

import pytest

from dashboard.components import import_progress
from dashboard.import_stages import Progress, Stage


class Job(SimpleNamespace):
    """An import whose step ends after so many looks."""

    looks: int
    asked = 0

    def wait(self, seconds: float) -> bool:
        self.asked += 1
        return self.asked > self.looks

    def progress(self) -> Progress:
        return Progress(Stage.READING, self.asked / 10)

    def cancel(self) -> None:
        """Nothing to end."""


@pytest.mark.parametrize(
    ("looks", "held", "done"),
    [
        (0, 6.0, ["ended"]),
        (3, 6.0, ["0.1", "0.2", "0.3", "ended"]),
        (3, -1.0, ["bar"]),
    ],
)
def test_how_an_import_is_waited_for(monkeypatch: pytest.MonkeyPatch, looks: int, held: float, done: list[str]) -> None:
    seen: list[str] = []
    monkeypatch.setattr(import_progress, "HELD", held)
    monkeypatch.setattr(import_progress, "_bar", lambda arrived: seen.append("bar"))
    monkeypatch.setattr(import_progress, "_show", lambda place, job: seen.append(f"{job.progress().share:.1f}"))
    job: Any = Job(looks=looks, files=())
    import_progress.progress(job, lambda: seen.append("ended"), lambda: seen.append("arrived"))
    assert seen == done
