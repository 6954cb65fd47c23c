"""The worker process: reads one job, does it, and answers in JSON lines on standard output."""

from __future__ import annotations

import errno
import json
import os
import traceback
from pathlib import Path

from ...core.base.errors import DeepClusterError
from ...core.base.resume import finished_parts
from ..host.process import low_limits
from .channel import Channel


def main(job_file: str) -> int:
    """Do the job; returns the exit status."""
    # What libraries print must not mix with the messages.
    stream = os.fdopen(os.dup(1), "w", encoding="utf-8")
    stream.write("\n")  # ends what was printed before us
    os.dup2(2, 1)
    channel = Channel(stream)
    channel.listen()
    try:
        from ..contract import JOB_VERSION

        job = json.loads(Path(job_file).read_text(encoding="utf-8"))
        if job["version"] != JOB_VERSION:
            raise DeepClusterError(
                "The plugin was updated while QGIS was running. Restart QGIS and run again."
            )
        too_low = [text for text, share in low_limits() if share < 1]
        if too_low:
            raise DeepClusterError(
                f"The worker cannot run here: {' and '.join(too_low)}. Raise the limit in the "
                "shell that QGIS is started from, and run again."
            )
        from .registry import run

        result = run(job, channel)
        channel.send(result=result, parts=[str(folder) for folder in finished_parts()])
    except DeepClusterError as error:
        channel.send(error=str(error))
        return 1
    except MemoryError:
        limits = "".join(f" ({text})" for text, _ in low_limits())
        channel.send(
            error=f"The worker ran out of memory{limits}. Choose a smaller batch size, input size "
            "or model, and close other programs."
        )
        return 1
    except ImportError as error:
        channel.send(
            error=f"A package of the worker cannot be loaded ({error!s:.300}). "
            'Run the algorithm "Set up the worker" again.'
        )
        return 1
    except OSError as error:
        sentence = _sentence(error)
        if sentence is None:
            channel.send(bug=traceback.format_exc())
        else:
            channel.send(error=sentence)
        return 1
    except Exception:  # a bug: it keeps its traceback
        channel.send(bug=traceback.format_exc())
        return 1
    return 0


def _sentence(error: OSError) -> str | None:
    """Say in one sentence what failed on disk; None where it was something else."""
    text = str(error)
    place = f" at {error.filename}" if error.filename else ""
    # pyarrow and numpy report a full disk without its number.
    if (
        error.errno in (errno.ENOSPC, errno.EDQUOT)
        or "No space left" in text
        or ("requested and" in text and "written" in text)
    ):
        return (
            f"The disk is full{place}. Free some space or choose another folder; "
            "the parts that are finished are kept, and the next run goes on from there."
        )
    if error.errno in (errno.EACCES, errno.EPERM, errno.EROFS):
        if os.name == "nt":  # where a file that is open can be neither replaced nor removed
            return (
                f"No permission to write{place}, or a program has it open. Close it there (in QGIS "
                "remove the layer), or choose another name or folder."
            )
        return f"No permission to write{place}. Choose another folder."
    if error.errno in (errno.ENOTDIR, errno.EISDIR, errno.EEXIST):
        return f"Nothing can be written{place}: a file is in the way. Choose another folder."
    if error.errno in (errno.EMFILE, errno.EFBIG):
        what = "open files" if error.errno == errno.EMFILE else "the size of files"
        option = "-n" if error.errno == errno.EMFILE else "-f"
        return (
            f"The system's limit of {what} (ulimit {option}) is too low{place}. Raise it in the "
            "shell that QGIS is started from, and run again."
        )
    if error.errno == errno.ENOENT:
        return f"{error.filename} does not exist any more. Check the path and run again."
    return None
