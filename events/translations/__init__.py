"""Texts of the interface in other languages than English, by their English (``events/language.py``)."""
