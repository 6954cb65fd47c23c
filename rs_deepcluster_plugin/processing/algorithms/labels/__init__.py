"""Algorithms of the toolbox group Labels."""
