"""Pages of HTML and their pictures."""
