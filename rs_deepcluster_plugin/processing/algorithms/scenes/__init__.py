"""Algorithms of the toolbox group Scenes."""
