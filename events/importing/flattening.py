"""From the claims that a format makes to both forms of ``shaped``: nested lists, and flat columns for many rows."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from events.importing.wordings import claim, claim_values
from events.store.flat import FlatClaim


@dataclass(frozen=True, slots=True)
class Said:
    """One claim of every row for which ``when`` holds; see :func:`events.importing.wordings.claim`.

    ``own`` names the values that differ from row to row (days, numbers): the others are shared by rows of the same
    words. The locator stands over the columns of the flat rows: ``event``.
    """

    field: str
    locator: str
    given: Mapping[str, str]
    when: str = ""
    own: tuple[str, ...] = ()

    def nested(self) -> str:
        """The claim as a STRUCT."""
        return claim(self.field, self.locator, self.when, **self.given)

    def values(self) -> dict[str, str]:
        """All values but the locator, as SQL over the shaper's columns; a constant field is not among them."""
        found = claim_values(self.field, self.locator, **self.given)
        return {key: value for key, value in found.items() if key != "locator"}


def _constant(value: str) -> bool:
    return re.fullmatch("'[^']*'", value) is not None


def _columns(claims: Sequence[Said], own: bool) -> Iterator[tuple[str, str]]:
    for index, one in enumerate(claims):
        for key, value in one.values().items():
            if (key in one.own) == own and not _constant(value):
                yield f"said_{index}_{key}", value


def own_columns(claims: Sequence[Said]) -> str:
    """Columns of the flat rows: the values that every row has of its own, and which claims it makes."""
    made = [f"{value} AS {name}" for name, value in _columns(claims, own=True)]
    made += [f"coalesce({one.when}, false) AS said_{index}" for index, one in enumerate(claims) if one.when]
    return ", ".join(made)


def shared_columns(claims: Sequence[Said]) -> str:
    """Columns of the flat words."""
    return ", ".join(f"{value} AS {name}" for name, value in _columns(claims, own=False))


def flat_claims(claims: Sequence[Said]) -> tuple[FlatClaim, ...]:
    """What the writer makes of these columns."""
    made = []
    for index, one in enumerate(claims):
        # A constant stays one, so that the engine sees that a million rows have it.
        values = {
            key: value if _constant(value) else f"{'r' if key in one.own else 'w'}.said_{index}_{key}"
            for key, value in one.values().items()
        }
        made.append(FlatClaim(values.pop("field"), one.locator, f"said_{index}" if one.when else "", values))
    return tuple(made)
