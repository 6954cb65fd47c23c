"""Work on other machines, by the scheduler of dask.distributed."""
