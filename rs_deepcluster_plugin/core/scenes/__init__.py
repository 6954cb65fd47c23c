"""Rasters, grids and segments, and where scenes come from."""
