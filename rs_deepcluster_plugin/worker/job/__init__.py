"""The worker's side of the wall: what its process does."""
