"""What every command of the command line shares, apart from ``events/cli.py`` so that each may import it."""

from __future__ import annotations


class CallError(Exception):
    """The call cannot be carried out as written; the message says what to change."""
