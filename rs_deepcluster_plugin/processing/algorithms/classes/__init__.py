"""Algorithms of the toolbox group Classes."""
