"""From features to clusters: projection, methods, merge tree, the fitted model."""
