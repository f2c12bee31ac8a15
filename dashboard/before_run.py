"""The map of new dates goes before the run of its page, and not only before what the run makes.

Streamlit tells the browser of a run before the page's first line is reached. The browser then draws all that it shows
anew, to mark it as being made: 40 to 50 ms, in which the answer that the map asked for meanwhile has to wait. So where
the slider brings other dates than the map was told of, the run begins when the map has them.
"""

from __future__ import annotations

from contextlib import suppress
from datetime import UTC, datetime, timedelta
from typing import Any

from streamlit.runtime.scriptrunner.script_runner import ScriptRunner

from dashboard.components.dates import SLIDER
from dashboard.state_ahead import let_map_first_of

_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_RUN = ScriptRunner._run_script


def slider_days(widgets: Any) -> tuple[str, ...]:
    """First and last day, as ISO text, that the date slider has in what a browser sends of its widgets; () where there
    is none, or no days."""
    for one in getattr(widgets, "widgets", ()):
        if f"-{SLIDER}_" in one.id and len(ends := one.double_array_value.data) == 2:
            with suppress(ValueError, OverflowError):
                return tuple((_EPOCH + timedelta(microseconds=end)).date().isoformat() for end in ends)
    return ()


def _after_its_map(self: ScriptRunner, rerun_data: Any) -> None:
    if (days := slider_days(rerun_data.widget_states)) and not rerun_data.fragment_id_queue:
        let_map_first_of(self._session_state._state, days)
    _RUN(self, rerun_data)


def let_map_go_first() -> None:
    """Put this in the place of Streamlit's own. Private names: a test looks at what comes first."""
    ScriptRunner._run_script = _after_its_map  # type: ignore[method-assign]
