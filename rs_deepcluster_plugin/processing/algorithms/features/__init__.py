"""Algorithms of the toolbox group Features."""
