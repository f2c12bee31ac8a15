"""Parts of the page that most visits never open, loaded when somebody does.

The exception to the rule that imports stand at the top: the views and panels named here bring half of all that the
application can load (readers and writers of a dozen formats, the editor, the report), and whoever opens the map
after a start would wait for it. They are named by module, loaded once, and looked up here only.
"""

from __future__ import annotations

import importlib
from collections.abc import Callable
from typing import Any

PARTS = {
    "chain": "dashboard.views.chain",
    "evidence": "dashboard.views.evidence",
    "about": "dashboard.views.about",
    "importing": "dashboard.views.importing",
    "contribute": "dashboard.views.contribute",
    "notice": "dashboard.components.import_notice",
    "downloads": "dashboard.components.downloads",
}
"""Name of a part to its module."""


def late(part: str, name: str) -> Callable[..., Any]:
    """A function of a part that is loaded at its first use.

    Args:
        part: one of ``PARTS``.
        name: of the function.
    """
    found: Callable[..., Any] = getattr(importlib.import_module(PARTS[part]), name)
    return found
