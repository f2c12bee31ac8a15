"""Builds the embedded basemap from registry packages. Nothing here runs in the product itself."""
