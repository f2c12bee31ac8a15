"""Ids of data sets, chosen so that the ids made from them (``<data set>-<own id>``) are unique in a store."""

from __future__ import annotations

import itertools
from collections.abc import Iterable


def rival(id: str, taken: Iterable[str]) -> str:
    """One of the ids with which this one could not be told apart, or nothing.

    ``u`` and ``u-2`` are such: row ``2-1`` of the one and row ``1`` of the other would both be ``u-2-1``.
    """
    return next((one for one in taken if f"{id}-".startswith(f"{one}-") or f"{one}-".startswith(f"{id}-")), "")


def free_id(id: str, taken: Iterable[str], *more: str) -> str:
    """The id; where it has a rival with a number after what they share: ``u`` → ``u2``, ``u-2`` → ``u2-2``."""
    known = (*taken, *more)
    while found := rival(id, known):
        shared = min(id, found, key=len)
        # A digit would only make another number of what ends in one.
        number = "x" if shared[-1].isdigit() else ""
        tries = (f"{shared}{number}{n}{id[len(shared):]}" for n in itertools.count(2))
        id = next(one for one in tries if not any(one == other for other in known))
    return id
