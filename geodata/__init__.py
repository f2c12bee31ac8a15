"""Where things are: places, areas, precision. Knows nothing of incidents."""
