"""From clusters to classes: schema, assignment, moves, the layer's table, rasters."""
