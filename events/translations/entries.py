"""What a catalogue holds: a text, or the forms of a count."""

from __future__ import annotations

Entry = str | tuple[str, ...]
"""A text; or for a count one text for each plural form of the language."""
