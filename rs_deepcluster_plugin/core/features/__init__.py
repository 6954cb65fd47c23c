"""Features of scenes: extraction, files, normalization, search, evaluation."""
