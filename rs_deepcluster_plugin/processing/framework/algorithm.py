"""What all algorithms share: identity, help on parameters, and running jobs in the worker."""

from __future__ import annotations

import contextlib
import difflib
import errno
import functools
import glob
import math
import os
import shutil
import tempfile
import traceback
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any, ClassVar, TypeVar

from qgis.core import (
    Qgis,
    QgsFeedback,
    QgsMapLayer,
    QgsMessageLog,
    QgsProcessingAlgorithm,
    QgsProcessingContext,
    QgsProcessingException,
    QgsProcessingFeatureSourceDefinition,
    QgsProcessingFeedback,
    QgsProcessingParameterDefinition,
    QgsProcessingParameterEnum,
    QgsProcessingParameterFeatureSource,
    QgsProcessingParameterFile,
    QgsProcessingParameterMultipleLayers,
    QgsProcessingParameterNumber,
    QgsProcessingParameterRasterLayer,
    QgsProcessingParameterVectorLayer,
    QgsProcessingUtils,
    QgsProperty,
)
from qgis.PyQt.QtGui import QIcon

from ...core.base.errors import DeepClusterError
from ...core.base.files import make_folders, remove_folders
from ...core.base.resume import (
    DEFAULT_LIMIT,
    Claim,
    claim_folders,
    forget_parts,
    is_locked,
    lock_file,
)
from ...core.scenes.collection.virtual import ENDING
from ...worker.contract import Job
from ...worker.host.client import Cancelled, WorkerBug, run_job
from ...worker.host.find_environment import find_python
from ..cancel import is_cancelled
from ..collector import Hold, is_main_thread
from ..layers.destination import destination_path, destination_table, destination_text
from ..layers.values import is_null
from ..texts import tr
from . import inputs
from .help_page import write_page

ICONS = Path(__file__).parents[2] / "resources" / "icons"
PYTHON_SETTING = "RSDEEPCLUSTER_PYTHON"
LIMIT_SETTING = "RSDEEPCLUSTER_CACHE_GB"
LINK_SCHEME = "rsdeepcluster"
Result = TypeVar("Result")
LINK_START = "<p><a "
_links = False  # whether messages may hold links
_SCRATCH = "rsdc_"  # what names of scratch folders begin with
_HELD = "held"  # a file in them that is locked for as long as they are needed
GROUPS = {
    "scenes": "Scenes",
    "features": "Features",
    "clusters": "Clusters",
    "labels": "Labels",
    "classes": "Classes",
    "pixels": "Pixels",
    "setup": "Set up",
}
"""Groups of the toolbox by their ids, in the order of the work."""


@contextlib.contextmanager
def user_errors(feedback: QgsFeedback) -> Iterator[None]:
    """Turn what is written for the user into the exception that QGIS shows; the only place."""
    try:
        yield
    except Cancelled as error:
        _forget_frames(error)
        raise QgsProcessingException("Canceled.") from None
    except DeepClusterError as error:
        _forget_frames(error)
        raise QgsProcessingException(str(error)) from None
    except OSError as error:
        if error.errno not in (errno.ENOSPC, errno.EDQUOT, errno.EROFS):
            raise
        _forget_frames(error)
        place = error.filename or QgsProcessingUtils.tempFolder()
        raise QgsProcessingException(
            f"{place} cannot be written: the disk is full or read-only ({error.strerror}). Free "
            "some space, or name another temporary folder in TMPDIR before QGIS starts."
        ) from None
    except WorkerBug as bug:
        _forget_frames(bug)
        text = str(bug).strip()
        if isinstance(feedback, QgsProcessingFeedback):
            feedback.pushDebugInfo(text)
        raise QgsProcessingException(
            f"The worker met an error that it does not know ({text.splitlines()[-1]}). "
            "Please report it with the log of this run."
        ) from None


def _forget_frames(error: BaseException | None) -> None:
    """Let go of the layers in the frames of an exception, which QGIS 3.22 keeps for ever."""
    while error is not None:
        traceback.clear_frames(error.__traceback__)
        error = error.__cause__ or error.__context__


@contextlib.contextmanager
def new_scratch() -> Iterator[Path]:
    """Give a folder for what crosses the wall; it is removed afterwards.

    What a QGIS that was killed has left of such folders is removed before.
    """
    temporary = Path(QgsProcessingUtils.tempFolder())
    # Not pathlib's glob, which fails where another process removes a folder meanwhile.
    everywhere = os.path.join(glob.escape(str(temporary.parent)), "processing_*")
    for left in map(Path, glob.glob(os.path.join(everywhere, f"{_SCRATCH}*", _HELD))):
        if not is_locked(left):
            shutil.rmtree(left.parent, ignore_errors=True)
    scratch = Path(tempfile.mkdtemp(prefix=_SCRATCH, dir=temporary))
    named = scratch / (_HELD if os.name == "nt" else f"{_HELD}.new")
    held = lock_file(named)
    os.replace(named, scratch / _HELD)  # it is only there once it is locked
    try:
        yield scratch
    finally:
        if held is not None:
            os.close(held)
        shutil.rmtree(scratch, ignore_errors=True)


class Algorithm(QgsProcessingAlgorithm):
    """Base of the algorithms. Subclasses name themselves and translate parameters to a job."""

    NAME = ""
    LABEL = ""
    GROUP = ""
    TAGS = ""
    HELP = ""
    NEEDS_WORKER = True
    OF_INPUT: ClassVar[tuple[str, ...]] = ()
    """Fields that are the input's own where the layer that they are of is missing."""

    STARTS = False
    """Whether it is what to begin with: the toolbox shows it above all groups."""

    JOB: ClassVar[type[Job[Any]] | None] = None
    """What it has the worker do, where it has it do anything."""

    EXAMPLE = ""
    """Parameters for the command on its help page, beside those that it must have."""

    REPORT = ""
    """Name of an output that needs the worker where nothing else does."""

    _hold: Hold | None = None
    """Of garbage collection, from the preparation of a run to its end."""

    _folders: tuple[Path, ...] = ()
    """Those that were made for results, the deepest first."""

    _parts: tuple[str, ...] = ()
    """Folders of what the worker keeps for the next run, should this one not end well."""

    _claims: tuple[Claim, ...] = ()
    """Of these folders, until the last result is on disk or the run has failed."""

    def __init_subclass__(cls, **given: Any) -> None:
        """Let collection go on as ever where nothing runs beside the main thread."""
        super().__init_subclass__(**given)
        process = cls.__dict__.get("processAlgorithm")
        if process is None:
            return

        @functools.wraps(process)
        def processAlgorithm(self: Algorithm, *given: Any) -> dict[str, Any]:
            if self._hold is not None and is_main_thread():
                self._hold.release(used=False)
            try:
                results = process(self, *given)
            except BaseException:
                self._let_go()
                remove_folders(self._folders)
                raise
            finally:
                for claim in self._claims:
                    claim.release()
            forget_parts(self._parts)  # the last result is on disk
            return results

        cls.processAlgorithm = processAlgorithm

    def name(self) -> str:
        """Return the literal id."""
        return self.NAME

    def displayName(self) -> str:
        """Return the name in the toolbox."""
        return self.tr(self.LABEL)

    def group(self) -> str:
        """Return the group in the toolbox, which sorts groups by their names: hence the number."""
        if self.STARTS:
            return ""
        return f"{list(GROUPS).index(self.GROUP) + 1}. {self.tr(GROUPS[self.GROUP])}"

    def groupId(self) -> str:
        """Return the literal id of the group; what has none is shown before the groups."""
        return "" if self.STARTS else self.GROUP

    def tags(self) -> list[str]:
        """Return words the toolbox search finds the algorithm by."""
        return self.TAGS.split(",")

    def icon(self) -> QIcon:
        """Return the icon of the group."""
        return QIcon(str(ICONS / f"{self.GROUP}.svg"))

    def shortHelpString(self) -> str:
        """Return a few plain sentences; the parameters carry their own help."""
        return self.tr(self.HELP)

    def helpUrl(self) -> str:
        """Return the address of its page, which the button Help opens."""
        return write_page(self)

    def createInstance(self) -> Algorithm:
        """Return a fresh instance: state on ``self`` belongs to one run."""
        hold = None if is_main_thread() else Hold()  # a step of a model in the background
        made = type(self)()
        made._hold = hold
        return made

    def tr(self, text: str) -> str:
        """Translate."""
        return tr(text)

    def addParameter(
        self, definition: QgsProcessingParameterDefinition, *, help: str, advanced: bool = False
    ) -> None:
        """Add a parameter with its help on it, where tooltips and ``qgis_process help`` look."""
        definition.setHelp(help)
        if advanced:
            definition.setFlags(
                definition.flags() | QgsProcessingParameterDefinition.Flag.FlagAdvanced
            )
        super().addParameter(definition)

    def canExecute(self) -> tuple[bool, str]:
        """Say before the dialog opens what is missing."""
        if self.NEEDS_WORKER:
            try:
                find_python(python_setting())
            except DeepClusterError as error:
                return False, f"{error}{self._link()}"
        return True, ""

    def _link(self) -> str:
        """Return a link that sets up the worker, where somebody is there to follow it."""
        if not _links:
            return ""
        text = self.tr("Set up the worker")
        return f'{LINK_START}href="{LINK_SCHEME}:setupworker">{text}</a>'

    def parameterAsEnumString(
        self, parameters: dict[str, Any], name: str, context: QgsProcessingContext
    ) -> str:
        """Return a choice by its name, also where its number was given."""
        return str(super().parameterAsEnumString(self._name_choices(parameters), name, context))

    def _name_choices(self, parameters: dict[str, Any]) -> dict[str, Any]:
        """Name the choices that are given by their numbers, as QGIS's own help tells people to."""
        named = dict(parameters)
        for definition in self.parameterDefinitions():
            if not isinstance(definition, QgsProcessingParameterEnum):
                continue
            value, options = parameters.get(definition.name()), definition.options()
            text = str(value).strip()
            known = isinstance(value, bool) or text in options or not text.isdecimal()
            if not known and int(text) < len(options) and definition.usesStaticStrings():
                named[definition.name()] = options[int(text)]
        return named

    def checkParameterValues(
        self, parameters: dict[str, Any], context: QgsProcessingContext
    ) -> tuple[bool, str]:
        """Say which value is wrong and what to give; QGIS itself says only that it is wrong."""
        complaint = self._complaint_of_names(parameters)
        if complaint:
            return False, complaint
        inputs.finish_files(self, parameters)
        parameters = self._name_choices(parameters)
        fine, message = super().checkParameterValues(parameters, context)
        for definition in self.parameterDefinitions():
            value = parameters.get(definition.name(), definition.defaultValue())
            if fine and not _is_text_for_a_number(definition, value):
                continue
            complaint = self._complaint(definition, value, parameters, context)
            if complaint:
                return False, complaint
        return fine, message

    def prepareAlgorithm(
        self,
        parameters: dict[str, Any],
        context: QgsProcessingContext,
        feedback: QgsProcessingFeedback,
    ) -> bool:
        """Turn parameters into plain values, in the thread that owns the layers."""
        # Most often another thread goes on with it.
        self._hold = Hold()
        self.notes: list[str] = []  # what is to be said of the parameters
        try:
            inputs.finish_files(self, parameters)
            with user_errors(feedback):
                if self.NEEDS_WORKER or (self.REPORT and destination_text(parameters, self.REPORT)):
                    self.find_worker()
                self._check_inputs(parameters, context)
                self._check_layers_of(parameters)
                self.prepare(parameters, context)
                self._check_places(parameters)
            for note in self.notes:
                feedback.pushWarning(note)
        except QgsProcessingException as error:
            # What QGIS does itself, but 3.22 never deletes what it catches, nor the frames of it:
            # the layers and widgets of whoever has called.
            self._let_go()
            remove_folders(self._folders)
            QgsMessageLog.logMessage(str(error), "Processing", Qgis.MessageLevel.Critical)
            feedback.reportError(str(error))
            return False
        except BaseException:
            self._let_go()
            raise
        return True

    def postProcessAlgorithm(
        self, context: QgsProcessingContext, feedback: QgsProcessingFeedback
    ) -> dict[str, Any]:
        """Let collection go on: nothing of this runs beside the main thread any more."""
        self._let_go()
        return {}

    def _let_go(self) -> None:
        """Release the hold; what has failed may never be deleted."""
        if self._hold is not None:
            self._hold.release()

    def find_worker(self) -> None:
        """Look for the worker; algorithms that need it only at times call it in ``prepare``."""
        self._python = find_python(python_setting())

    def prepare(self, parameters: dict[str, Any], context: QgsProcessingContext) -> None:
        """Read the parameters; subclasses that have some implement this."""

    def file_outputs(self) -> list[str]:
        """Return the names of the parameters that are destinations."""
        return [d.name() for d in self.destinationParameterDefinitions()]

    def work(
        self,
        job: Job[Result],
        feedback: QgsProcessingFeedback,
        outputs: Sequence[str] = (),
    ) -> Result:
        """Run this algorithm's job in the worker, up to 95 % of the progress.

        A run that fails leaves no file where there was none, and takes none away; finished
        features are kept as parts for the next.
        """
        beside = [str(Path(one).with_suffix(ENDING)) for one in outputs if Path(one).name]
        made = [*outputs, *beside]  # features of a collection have a virtual raster
        new = [output for output in made if not os.path.lexists(output)]
        parts: list[str] = []
        try:
            result = run_job(
                job,
                self.scratch,
                python=self._python,
                outputs=outputs,
                progress=lambda fraction: feedback.setProgress(95 * fraction),
                log=feedback.pushInfo,
                cancelled=lambda: is_cancelled(feedback),
                parts=parts,
                limit=limit_setting(),
            )
        except Exception:
            for output in new:  # where one was before it is there still, or a whole new one
                Path(output).unlink(missing_ok=True)
            raise
        self._parts += tuple(parts)
        self._claims += tuple(claim_folders(parts))
        return result

    @contextlib.contextmanager
    def scratch_folder(self) -> Iterator[Path]:
        """Give a folder for what crosses the wall; it is removed afterwards."""
        with new_scratch() as self.scratch:
            yield self.scratch

    def file_output(
        self, name: str, parameters: dict[str, Any], context: QgsProcessingContext, suffix: str
    ) -> str:
        """Return the path of a file destination, a temporary one where none is given."""
        path = self.parameterAsFileOutput(parameters, name, context)
        # The worker has another working folder.
        return os.path.abspath(
            path or QgsProcessingUtils.generateTempFilename(f"{name.lower()}{suffix}")
        )

    def file_input(
        self, name: str, parameters: dict[str, Any], context: QgsProcessingContext
    ) -> str:
        """Return the path of a file or a folder, "" where none is given."""
        path = self.parameterAsFile(parameters, name, context)
        return os.path.abspath(path) if path else ""

    def given_values(
        self, parameters: dict[str, Any], context: QgsProcessingContext
    ) -> dict[str, Any]:
        """Return the parameters that were given as plain values, for a record of the run."""
        found: dict[str, Any] = {}
        for definition in self.parameterDefinitions():
            value = parameters.get(definition.name())
            if is_null(value) or value == "":
                continue
            if isinstance(value, QgsProperty):
                value = value.asExpression() or value.staticValue()
            if isinstance(value, QgsProcessingFeatureSourceDefinition):
                value = value.source.staticValue()
            if definition.isDestination():
                value = destination_text(parameters, definition.name())
            if isinstance(value, QgsMapLayer):
                value = value.source()
            elif isinstance(value, str) and context.getMapLayer(value) is not None:
                value = context.getMapLayer(value).source()
            if isinstance(value, (list, tuple)):
                value = [v if isinstance(v, (bool, int, float)) else str(v) for v in value]
            plain = isinstance(value, (bool, int, float, list))
            found[definition.name()] = value if plain else str(value)
        return found

    def _complaint_of_names(self, parameters: dict[str, Any]) -> str:
        """Return a sentence where a value is given for what is no parameter; QGIS ignores it.

        A slip of the pen, or small letters, would run with the default and seem to be well.
        """
        names = [definition.name() for definition in self.parameterDefinitions()]
        for given in parameters:
            if given in names:
                continue
            near = difflib.get_close_matches(given.upper(), names, 1)
            instead = f"{near[0]} in place of it" if near else "one that its help lists"
            return f"{self.displayName()} has no parameter {given}. Give {instead}."
        return ""

    def _complaint(
        self,
        definition: QgsProcessingParameterDefinition,
        value: Any,
        parameters: dict[str, Any],
        context: QgsProcessingContext,
    ) -> str:
        """Return a sentence where a value is not possible, "" where it is or QGIS knows better."""
        label = f"{definition.description()} ({definition.name()})"
        optional = definition.flags() & QgsProcessingParameterDefinition.Flag.FlagOptional
        if value in (None, ""):
            return "" if optional or definition.isDestination() else f"{label} is missing. Give it."
        fine = definition.checkValueIsAcceptable(value, context)
        fine = fine and not _is_text_for_a_number(definition, value)
        if isinstance(definition, QgsProcessingParameterEnum) and not fine:
            return f"{label} cannot be {value}. Choose one of: {', '.join(definition.options())}."
        if isinstance(definition, QgsProcessingParameterNumber) and not fine:
            low, high = definition.minimum(), definition.maximum()
            span = f" of at least {low:g}" if low > -1e300 and high > 1e300 else ""
            span = f" from {low:g} to {high:g}" if low > -1e300 and high < 1e300 else span
            whole = definition.dataType() == QgsProcessingParameterNumber.Type.Integer
            kind = "whole number" if whole else "number"
            return f"{label} cannot be {value}. Give a {kind}{span}."
        if isinstance(definition, QgsProcessingParameterFile) and not fine:
            return f"{value} is not what {label} takes. Choose a file of {definition.fileFilter()}."
        if isinstance(definition, QgsProcessingParameterRasterLayer):
            layer = self.parameterAsRasterLayer(parameters, definition.name(), context)
            return "" if layer is not None else self._unopened(value, "raster")
        if isinstance(definition, QgsProcessingParameterVectorLayer):
            layer = self.parameterAsVectorLayer(parameters, definition.name(), context)
            return "" if layer is not None else self._unopened(value, "vector layer")
        if isinstance(definition, QgsProcessingParameterMultipleLayers) and not fine:
            several = isinstance(value, (list, tuple))
            for one in value if several else str(value).split(";"):
                if isinstance(one, QgsMapLayer):
                    continue
                if QgsProcessingUtils.mapLayerFromString(str(one), context) is None:
                    return self._unopened(one, "raster")
            if not several:
                return f"{label} cannot be {value}. Give {definition.name()} once for each raster."
        if isinstance(definition, QgsProcessingParameterFeatureSource):
            source = self.parameterAsSource(parameters, definition.name(), context)
            return "" if source is not None else self._unopened(value, "polygon layer")
        return ""

    @staticmethod
    def _unopened(value: Any, kind: str) -> str:
        """Say why a layer cannot be used."""
        path = value.split("|", 1)[0] if isinstance(value, str) else ""
        if path and ":" not in path[2:] and not os.path.exists(path):
            return f"{value} does not exist. Choose a {kind}, in the project or a file."
        return f"{value} is not a {kind} that QGIS can open. Choose another layer or file."

    def _check_inputs(self, parameters: dict[str, Any], context: QgsProcessingContext) -> None:
        """Make sure that no result is, or goes into, a file that is read.

        Raises
        ------
        DeepClusterError
            One is.
        """
        read = None
        for name in self.file_outputs():
            path = destination_path(destination_text(parameters, name))
            if path is None:
                continue
            if read is None:
                read = inputs.files_read(self, parameters, context)
            kind = inputs.kind_of(path, read)
            if kind:
                raise DeepClusterError(
                    f"{path} is {kind}, and {name} would be written into it. Give the result "
                    "another name."
                )

    def _check_layers_of(self, parameters: dict[str, Any]) -> None:
        """Make sure that what is of a layer, as fields and bands are, has its layer.

        Raises
        ------
        DeepClusterError
            One has none, and would be passed over.
        """
        for definition in self.parameterDefinitions():
            parent = getattr(definition, "parentLayerParameterName", str)()
            unset: tuple[Any, ...] = (None, "", [], definition.defaultValue())
            name = definition.name()
            if not parent or name in self.OF_INPUT or parameters.get(name) in unset:
                continue
            if parameters.get(parent) in (None, ""):
                layer = self.parameterDefinition(parent)
                raise DeepClusterError(
                    f"{definition.description()} ({name}) is of "
                    f"{layer.description()} ({parent}), which is missing. Give that, or leave both "
                    "empty."
                )

    def _check_places(self, parameters: dict[str, Any]) -> None:
        """Find out before the work, not after it, that a result cannot be written.

        Raises
        ------
        DeepClusterError
            A place cannot be written, or two results would be one file.
        """
        taken: dict[tuple[str, str], str] = {}
        for name in self.file_outputs():
            asked = destination_text(parameters, name)
            path = destination_path(asked)
            if path is None:
                continue
            self._check_place(path)
            # Tables of one GeoPackage are several results.
            place = (os.path.normcase(os.path.realpath(path)), destination_table(asked))
            if place in taken:
                raise DeepClusterError(
                    f"{taken[place]} and {name} would both be written to {path}. Give each result "
                    "a file of its own."
                )
            taken[place] = name

    def _check_place(self, path: Path) -> None:
        """Find out whether a file can be written, by making its folder and a file in it."""
        if path.is_dir():
            raise DeepClusterError(f"{path} is a folder. Give the name of a file for the result.")
        folder = path.parent
        while not folder.exists() and folder != folder.parent:
            folder = folder.parent
        try:
            if not folder.is_dir() or not os.access(folder, os.W_OK):
                raise PermissionError
            self._folders = (*make_folders(path.parent), *self._folders)
            with tempfile.TemporaryFile(dir=path.parent):
                pass
        except OSError as error:
            reason = f" ({error.strerror})" if error.strerror else ""
            raise DeepClusterError(
                f"{path.name} cannot be written into {path.parent}{reason}. Choose another folder."
            ) from None


def _is_text_for_a_number(definition: QgsProcessingParameterDefinition, value: Any) -> bool:
    """Tell whether a text that is no number was given for one; QGIS takes it where it is optional.

    Such a number would be read as 0.
    """
    if not isinstance(definition, QgsProcessingParameterNumber) or not isinstance(value, str):
        return False
    try:
        return value != "" and not math.isfinite(float(value))
    except ValueError:
        return True


def offer_links(wanted: bool) -> None:
    """Let messages hold links of `LINK_SCHEME`: the desktop follows them."""
    global _links
    _links = wanted


def python_setting() -> str:
    """Return the interpreter that the user set in the Processing options."""
    from processing.core.ProcessingConfig import ProcessingConfig

    return str(ProcessingConfig.getSetting(PYTHON_SETTING) or "")


def limit_setting() -> str:
    """Return the gigabytes that the user lets the cache hold, as they stand in the options."""
    from processing.core.ProcessingConfig import ProcessingConfig

    given = ProcessingConfig.getSetting(LIMIT_SETTING)
    return str(DEFAULT_LIMIT if given in (None, "") else given)
