"""The panel of downloads. What stands in it is loaded when it is opened: it brings the writers of every format."""

from __future__ import annotations

import streamlit as st

from dashboard import wording
from dashboard.late import late
from dashboard.scope import Scope
from events.historyfile import History
from events.language import t


def download_panel(scope: Scope, history: History) -> None:
    """Draw the panel, and what stands in it while it is open."""
    panel = st.popover(t(wording.DOWNLOAD), key="w_download", on_change="rerun")
    if panel.open:
        with panel:
            late("downloads", "downloads")(scope, history)
