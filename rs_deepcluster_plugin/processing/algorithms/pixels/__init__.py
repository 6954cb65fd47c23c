"""Algorithms of the toolbox group Pixels."""
