"""The wall: QGIS writes a job, a process of its own does it and answers in JSON lines."""
