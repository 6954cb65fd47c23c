"""The vision transformer: its weights, its files and the engine that runs it."""
