"""Many rasters that are read as one, in one tone."""
