"""The translation between QGIS and the worker: parameters to a job, arrays to a styled layer."""
