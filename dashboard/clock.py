"""Today, for what bears a date. The only place of the dashboard that reads the clock of the day."""

from __future__ import annotations

from datetime import UTC, date, datetime


def export_day() -> date:
    """The day in UTC, so that the same moment gives the same file everywhere."""
    return datetime.now(UTC).date()


def import_time() -> str:
    """Now, as an import keeps it: ISO date and time in UTC."""
    return datetime.now(UTC).isoformat(timespec="seconds")
