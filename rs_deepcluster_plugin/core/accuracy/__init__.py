"""Tables of counts and what they say: accuracy, areas, agreement."""
