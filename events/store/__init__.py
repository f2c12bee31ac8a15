"""The store: tables of incidents, claims and sources behind one query interface."""
