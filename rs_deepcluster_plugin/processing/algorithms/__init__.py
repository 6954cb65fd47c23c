"""One module per algorithm, named after its id."""
