"""Panels of the page, one a file. They place what pure functions have built."""
