"""Algorithms of the toolbox group Clusters."""
