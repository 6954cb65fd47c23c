"""Kinds of parameters: each declares itself and reads itself, and has its name once."""
