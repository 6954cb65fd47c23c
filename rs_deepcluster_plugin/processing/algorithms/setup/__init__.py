"""Algorithms of the toolbox group Set up."""
