"""A catalogue in a store of its own, and what a filter selects of it, as the page asks for it."""

from __future__ import annotations

from dashboard.holdings import Holdings
from dashboard.scope import Scope, look
from events.catalogue import Catalogue
from events.filters import IncidentFilter
from events.store.curated import tables_of
from events.store.shelf import Shelf
from events.store.store import CURATED, Store


def holdings_of(catalogue: Catalogue) -> Holdings:
    """The catalogue mounted in a store that ends with the process."""
    store = Store.open(None, "today")
    store.mount(tables_of(catalogue), CURATED)
    return Holdings(store, Shelf(store.engine, catalogue.dataset), catalogue)


def scope_of(catalogue: Catalogue, chosen: IncidentFilter | None = None) -> Scope:
    """What a filter selects of a catalogue."""
    return look(holdings_of(catalogue), chosen or IncidentFilter(), None)
