"""QGIS's side of the wall: standard library only, for it runs in QGIS's process."""
