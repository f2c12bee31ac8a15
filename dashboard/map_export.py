"""The map that is one file, for the command line. ``events/exporting/elsewhere.py`` names it; nothing imports it."""

from __future__ import annotations

from functools import partial

from dashboard.holdings import Holdings
from dashboard.layers.offline import read_parts
from dashboard.map_file import refuse_too_many, write_file
from dashboard.scope import look
from events.calls import CallError
from events.exporting.elsewhere import Fill, Wanted


def prepared(wanted: Wanted) -> Fill:
    """What writes the map, the same file as that of the panel; no Streamlit is needed.

    Raises:
        TooManyForMap: more is selected than a map in one file holds.
        CallError: the scripts and layers that go into the file are not there.
    """
    scope = look(Holdings(wanted.store, wanted.library, wanted.curated), wanted.filter, None)
    refuse_too_many(scope)
    try:
        read_parts()
    except OSError as error:
        raise CallError(
            f"--format html: {error.filename}, which goes into the map, cannot be read: {error.strerror}; "
            "install Sourcepin whole, with its folder static"
        ) from error
    return partial(write_file, scope, wanted.about)
