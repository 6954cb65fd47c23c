"""Official weights in timm's hub cache, downloaded once."""

from __future__ import annotations

import inspect
from pathlib import Path
from typing import Any

from ..base.errors import ModelError
from ..base.packages import import_package
from ..base.progress import Progress
from .settings import HUB_MODELS


def download(model: str, progress: Progress) -> Path:
    """Find official weights in timm's hub cache, or download them into it.

    Parameters
    ----------
    model
        One of the keys of `HUB_MODELS`.

    Returns
    -------
    path
        The file of the weights in the cache (safetensors).

    Raises
    ------
    ModelError
        The weights are not in the cache, and cannot be downloaded.
    DependencyError
        huggingface_hub is missing.
    """
    hub = import_package("huggingface_hub")
    errors = import_package("huggingface_hub.errors")
    known = HUB_MODELS[model]
    repository = known.place
    file: dict[str, Any] = {"repo_id": repository, "filename": known.file}
    try:
        return Path(hub.hf_hub_download(**file, local_files_only=True))
    except errors.LocalEntryNotFoundError:
        progress.log(f"Downloading the weights of {model} ({repository}).")
    # Older versions of huggingface_hub have no way to watch a download.
    watched = "tqdm_class" in inspect.signature(hub.hf_hub_download).parameters
    bar = {"tqdm_class": _make_bar(progress)} if watched else {}
    try:
        # One question without retries first: the download itself tries for half a minute.
        hub.get_hf_file_metadata(hub.hf_hub_url(**file), timeout=5)
        return Path(hub.hf_hub_download(**file, **bar))
    except Exception as error:  # the hub's client has no common root of its errors
        full = isinstance(error, OSError) and error.errno == 28
        reason = "the disk is full" if full else "no connection to the model hub"
        if isinstance(error, errors.GatedRepoError):
            reason = "the hub asks for its license to be accepted, and for a token of who did"
        raise ModelError(
            f"The weights of {model} could not be downloaded ({reason}). Connect once, or "
            f"download {known.file} of {repository} and give it as the weights file, or use "
            "the model 'default'."
        ) from error


def _make_bar(progress: Progress) -> Any:
    """Make a stand-in for tqdm that reports to ``progress``."""

    class Bar(import_package("tqdm").tqdm):  # type: ignore[misc]
        """Counts bytes, draws nothing."""

        def __init__(self, *args: Any, **kwargs: Any) -> None:
            super().__init__(*args, **{**kwargs, "disable": True})
            self._total, self._done = kwargs.get("total") or 0, kwargs.get("initial") or 0
            self._tenth = 0

        def update(self, n: float | None = 1) -> None:
            self._done += n or 0
            if not self._total:
                return
            share = min(self._done / self._total, 1.0)
            progress(share)
            if int(share * 10) > self._tenth:
                self._tenth = int(share * 10)
                progress.log(f"Downloaded {self._tenth * 10} % of {self._total / 1e6:.0f} MB.")

    return Bar
