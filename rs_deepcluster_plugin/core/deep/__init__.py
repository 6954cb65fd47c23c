"""Deep clustering: a model is adapted to a target without labels."""
