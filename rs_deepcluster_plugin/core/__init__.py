"""The method, free of QGIS: scenes, features, projection and clusters.

Modules import numpy only; torch, umap, rasterio and pyarrow are imported by the functions that
need them, so that ``core`` itself can be imported anywhere.
"""
