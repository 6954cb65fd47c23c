"""Label mode of the workbench: a few labels by hand, and the map that follows from them."""
