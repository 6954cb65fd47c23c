"""Layers of QGIS: one way to read, to write, to measure and to style each kind of them."""
