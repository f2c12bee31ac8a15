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

    ``own`` names what differs from row to row (days, numbers; "when", if that does): the others are shared by rows of
    the same words. What is own, and the locator, are SQL that also holds over the columns that the store keeps of a
    row and its words.
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


def _shared(claims: Sequence[Said]) -> Iterator[tuple[str, str]]:
    for index, one in enumerate(claims):
        for key, value in one.values().items():
            if key not in one.own and not _constant(value):
                yield f"said_{index}_{key}", value
        if one.when and "when" not in one.own:
            yield f"said_{index}_when", f"coalesce({one.when}, false)"


def shared_columns(claims: Sequence[Said]) -> str:
    """Columns of the flat words."""
    return ", ".join(f"{value} AS {name}" for name, value in _shared(claims))


def flat_claims(claims: Sequence[Said]) -> tuple[FlatClaim, ...]:
    """What the writer makes of these columns."""
    made = []
    for index, one in enumerate(claims):
        # A constant stays one, so that the engine sees that a million rows have it.
        values = {
            key: value if _constant(value) or key in one.own else f"said_{index}_{key}"
            for key, value in one.values().items()
        }
        when = f"({one.when})" if "when" in one.own else f"said_{index}_when" if one.when else ""
        made.append(FlatClaim(values.pop("field"), one.locator, when, values))
    return tuple(made)
