"""Training on labeled scenes."""
