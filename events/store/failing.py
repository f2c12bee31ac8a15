"""Why a store cannot be used, in words for the person who chose it."""

from __future__ import annotations


class StoreError(Exception):
    """The folder cannot be used as a store, or has no such data set; the message says what to do."""


class AddressError(StoreError, ValueError):
    """STORE names an engine that cannot be used; the message says what to do."""


class EngineError(StoreError):
    """The engine that STORE names does not answer, or refused; the message says what to do."""


class Unfit(Exception):
    """A file is no data set of this layout; the message says what was expected and what arrived."""
