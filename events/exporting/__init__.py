"""Writing a selection in the formats of the field. One file a format."""
