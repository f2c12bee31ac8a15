"""The evidence bundle: a selection with its sources, method and provenance in one file that can be checked."""
