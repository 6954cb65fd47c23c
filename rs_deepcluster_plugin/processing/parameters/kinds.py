"""Single parameters, and groups of them: what declares one reads it too.

A parameter that is a setting of core takes its default and its bounds from there (`setting_of`).
"""

from __future__ import annotations

import os
from abc import ABC, abstractmethod
from collections.abc import Iterable, Mapping, Sequence
from typing import Any, Generic, TypeVar

from qgis.core import (
    QgsProcessing,
    QgsProcessingContext,
    QgsProcessingFeatureSource,
    QgsProcessingOutputNumber,
    QgsProcessingParameterBoolean,
    QgsProcessingParameterDefinition,
    QgsProcessingParameterEnum,
    QgsProcessingParameterExpression,
    QgsProcessingParameterFeatureSink,
    QgsProcessingParameterFeatureSource,
    QgsProcessingParameterField,
    QgsProcessingParameterFile,
    QgsProcessingParameterFileDestination,
    QgsProcessingParameterNumber,
    QgsProcessingParameterString,
    QgsProcessingParameterVectorLayer,
)

from ...core.base.errors import LayerError, SceneError
from ...core.base.plain import bounds_of, field_of
from ...core.classes.cluster_table import LayerTable
from ..framework.algorithm import Algorithm
from ..layers.destination import destination_text
from ..layers.read import table_of

Parameters = dict[str, Any]
"""What QGIS hands over: values by the names of parameters."""

# Their names are all that is known here: widgets are made where there is a screen.
WIDGETS = f"{__name__.partition('.')[0]}.gui.parameters"
POLYGONS = [QgsProcessing.SourceType.TypeVectorPolygon]

Value = TypeVar("Value")
Settings = TypeVar("Settings")


class Parameter(ABC, Generic[Value]):
    """A parameter of an algorithm."""

    elsewhere = False
    """A group has it, but the algorithm declares it at another place."""

    setting: tuple[type, str] | None = None
    """The class of settings and the field that it is the value of."""

    widget: dict[str, Any] | None = None
    """The class of its widget in dialogs, and what that is given; None: QGIS's own."""

    def __init__(
        self, name: str, label: str, help: str, *, advanced: bool = False, optional: bool = False
    ) -> None:
        self.name, self.label, self.help = name, label, help
        self.advanced, self.optional = advanced, optional

    def declare(self, alg: Algorithm) -> None:
        """Add it to an algorithm."""
        made = self.define(alg, alg.tr(self.label))
        if self.widget is not None:
            made.setMetadata({"widget_wrapper": dict(self.widget)})
        alg.addParameter(made, help=alg.tr(self.help), advanced=self.advanced)

    def is_given(self, parameters: Parameters) -> bool:
        """Tell whether there is a value."""
        return parameters.get(self.name) not in (None, "")

    @abstractmethod
    def define(self, alg: Algorithm, label: str) -> QgsProcessingParameterDefinition:
        """Return the definition."""

    @abstractmethod
    def read(self, alg: Algorithm, parameters: Parameters, context: QgsProcessingContext) -> Value:
        """Read the value."""


# --- Numbers ------------------------------------------------------------------------------------


class _Number(Parameter[Value]):
    WHOLE = False

    def __init__(
        self, name: str, label: str, default: float | None, low: float | None,
        high: float | None, help: str, *, scale: float = 1, advanced: bool = True,
    ) -> None:  # fmt: skip
        super().__init__(name, label, help, advanced=advanced, optional=default is None)
        self.default, self.low, self.high, self.scale = default, low, high, scale

    def define(self, alg: Algorithm, label: str) -> QgsProcessingParameterDefinition:
        """Return the definition; without a default it is optional."""
        kinds = QgsProcessingParameterNumber.Type
        made = QgsProcessingParameterNumber(
            self.name, label, kinds.Integer if self.WHOLE else kinds.Double, self.default,
            optional=self.optional,
        )  # fmt: skip
        if self.low is not None:
            made.setMinimum(self.low)
        if self.high is not None:
            made.setMaximum(self.high)
        return made

    def read_number(
        self, alg: Algorithm, parameters: Parameters, context: QgsProcessingContext
    ) -> float | None:
        """Read a number that may be unset, which QGIS would read as 0."""
        if parameters.get(self.name) is None and self.default is None:
            return None
        value = alg.parameterAsDouble(parameters, self.name, context)
        return float(value) if self.scale == 1 else float(value) / self.scale


class Real(_Number[float]):
    """A number."""

    def read(self, alg: Algorithm, parameters: Parameters, context: QgsProcessingContext) -> float:
        """Read the number."""
        return self.read_number(alg, parameters, context) or 0.0


class Whole(_Number[int]):
    """A whole number."""

    WHOLE = True

    def read(self, alg: Algorithm, parameters: Parameters, context: QgsProcessingContext) -> int:
        """Read the number."""
        return int(alg.parameterAsInt(parameters, self.name, context))


class MaybeReal(_Number["float | None"]):
    """A number that may be left out."""

    def read(
        self, alg: Algorithm, parameters: Parameters, context: QgsProcessingContext
    ) -> float | None:
        """Read the number, None where there is none."""
        return self.read_number(alg, parameters, context)


class MaybeWhole(_Number["int | None"]):
    """A whole number that may be left out."""

    WHOLE = True

    def read(
        self, alg: Algorithm, parameters: Parameters, context: QgsProcessingContext
    ) -> int | None:
        """Read the number, None where there is none."""
        number = self.read_number(alg, parameters, context)
        return None if number is None else int(number)


# --- Choices and texts --------------------------------------------------------------------------


class Choice(Parameter[str]):
    """A choice among names, each of which may stand for a value."""

    def __init__(
        self, name: str, label: str, options: Mapping[str, str] | Iterable[str], help: str, *,
        default: str = "", advanced: bool = False,
    ) -> None:  # fmt: skip
        super().__init__(name, label, help, advanced=advanced)
        self.options: dict[str, str] = (
            dict(options) if isinstance(options, Mapping) else {one: one for one in options}
        )
        self.default = default or next(iter(self.options))

    def define(self, alg: Algorithm, label: str) -> QgsProcessingParameterDefinition:
        """Return the definition, whose values are the names themselves, whatever is shown."""
        labels = [alg.tr(option) for option in self.options]
        translated = labels != list(self.options)
        widget = {"class": f"{WIDGETS}.choices.ChoiceWidget", "labels": labels}
        self.widget = widget if translated else None
        return QgsProcessingParameterEnum(
            self.name, label, list(self.options), defaultValue=self.default, usesStaticStrings=True
        )

    def read(self, alg: Algorithm, parameters: Parameters, context: QgsProcessingContext) -> str:
        """Read what the chosen name stands for."""
        return self.options[alg.parameterAsEnumString(parameters, self.name, context)]


class Flag(Parameter[bool]):
    """Yes or no."""

    def __init__(
        self, name: str, label: str, default: bool, help: str, *, advanced: bool = False
    ) -> None:
        super().__init__(name, label, help, advanced=advanced)
        self.default = default

    def define(self, alg: Algorithm, label: str) -> QgsProcessingParameterDefinition:
        """Return the definition."""
        return QgsProcessingParameterBoolean(self.name, label, self.default)

    def read(self, alg: Algorithm, parameters: Parameters, context: QgsProcessingContext) -> bool:
        """Read the answer."""
        return bool(alg.parameterAsBool(parameters, self.name, context))


class Text(Parameter[str]):
    """A text that may be empty."""

    def __init__(
        self, name: str, label: str, help: str, *, default: str | None = "", advanced: bool = False
    ) -> None:
        super().__init__(name, label, help, advanced=advanced, optional=True)
        self.default = default

    def define(self, alg: Algorithm, label: str) -> QgsProcessingParameterDefinition:
        """Return the definition."""
        return QgsProcessingParameterString(self.name, label, self.default, optional=True)

    def read(self, alg: Algorithm, parameters: Parameters, context: QgsProcessingContext) -> str:
        """Read the text without blanks around it."""
        return str(alg.parameterAsString(parameters, self.name, context)).strip()


class Paths(Text):
    """Several files, or folders, with semicolons between them."""

    def __init__(
        self, name: str, label: str, extension: str, help: str, *, advanced: bool = False
    ) -> None:
        """Without an extension they are folders."""
        super().__init__(name, label, help, advanced=advanced)
        self.extension = extension

    def define(self, alg: Algorithm, label: str) -> QgsProcessingParameterDefinition:
        """Return the definition."""
        filters = f"{label} (*.{self.extension})" if self.extension else ""
        self.widget = {"class": f"{WIDGETS}.paths.PathsWidget", "filter": filters}
        return super().define(alg, label)

    def read_all(
        self, alg: Algorithm, parameters: Parameters, context: QgsProcessingContext
    ) -> list[str]:
        """Read the whole path of each."""
        texts = self.read(alg, parameters, context).split(";")
        return [os.path.abspath(text.strip()) for text in texts if text.strip()]


class FieldName(Parameter[str]):
    """A field of a layer that is another parameter."""

    def __init__(
        self, name: str, label: str, parent: str, help: str, *, advanced: bool = False,
        default: str | None = None,
    ) -> None:  # fmt: skip
        super().__init__(name, label, help, advanced=advanced, optional=True)
        self.parent, self.default = parent, default

    def define(self, alg: Algorithm, label: str) -> QgsProcessingParameterDefinition:
        """Return the definition."""
        return QgsProcessingParameterField(
            self.name, label, self.default, self.parent, optional=True
        )

    def read(self, alg: Algorithm, parameters: Parameters, context: QgsProcessingContext) -> str:
        """Read the name, "" where none is chosen."""
        return str(alg.parameterAsString(parameters, self.name, context))


class Expression(FieldName):
    """An expression over a layer that is another parameter."""

    def define(self, alg: Algorithm, label: str) -> QgsProcessingParameterDefinition:
        """Return the definition."""
        return QgsProcessingParameterExpression(
            self.name, label, parentLayerParameterName=self.parent, optional=True
        )


# --- Files and layers ---------------------------------------------------------------------------


class InputFile(Parameter[str]):
    """A file that is read."""

    def __init__(
        self, name: str, label: str, extension: str, help: str, *, optional: bool = False,
        filters: str = "", advanced: bool = False,
    ) -> None:  # fmt: skip
        super().__init__(name, label, help, advanced=advanced, optional=optional)
        self.extension, self.filters = extension, filters

    def define(self, alg: Algorithm, label: str) -> QgsProcessingParameterDefinition:
        """Return the definition."""
        filters = f"{label} (*.{self.extension})" if self.extension else alg.tr(self.filters)
        return QgsProcessingParameterFile(
            self.name, label, optional=self.optional, fileFilter=filters
        )

    def read(self, alg: Algorithm, parameters: Parameters, context: QgsProcessingContext) -> str:
        """Read its whole path, "" where none is given."""
        return alg.file_input(self.name, parameters, context)


class InputFolder(Parameter[str]):
    """A folder that is read."""

    def define(self, alg: Algorithm, label: str) -> QgsProcessingParameterDefinition:
        """Return the definition."""
        return QgsProcessingParameterFile(
            self.name, label, behavior=QgsProcessingParameterFile.Behavior.Folder,
            optional=self.optional,
        )  # fmt: skip

    def read(self, alg: Algorithm, parameters: Parameters, context: QgsProcessingContext) -> str:
        """Read its whole path, "" where none is given."""
        return alg.file_input(self.name, parameters, context)


class OutputFile(Parameter[str]):
    """A file that the algorithm writes."""

    def __init__(
        self, name: str, label: str, extension: str, kind: str, help: str, *,
        by_default: bool = True, advanced: bool = False,
    ) -> None:  # fmt: skip
        super().__init__(name, label, help, advanced=advanced, optional=True)
        self.extension, self.kind, self.by_default = extension, kind, by_default

    def define(self, alg: Algorithm, label: str) -> QgsProcessingParameterDefinition:
        """Return the definition."""
        return QgsProcessingParameterFileDestination(
            self.name, label, f"{alg.tr(self.kind)} (*.{self.extension})", optional=True,
            createByDefault=self.by_default,
        )  # fmt: skip

    def read(self, alg: Algorithm, parameters: Parameters, context: QgsProcessingContext) -> str:
        """Read its path, a temporary one where none is given."""
        return alg.file_output(self.name, parameters, context, f".{self.extension}")


class PolygonLayer(Parameter[Any]):
    """A layer of polygons."""

    def __init__(
        self, name: str, label: str, help: str, *, what: str, optional: bool = False,
        advanced: bool = False,
    ) -> None:  # fmt: skip
        """Errors call it the ``what`` layer."""
        super().__init__(name, label, help, advanced=advanced, optional=optional)
        self.what = what

    def define(self, alg: Algorithm, label: str) -> QgsProcessingParameterDefinition:
        """Return the definition."""
        return QgsProcessingParameterFeatureSource(
            self.name, label, POLYGONS, optional=self.optional
        )

    def read(self, alg: Algorithm, parameters: Parameters, context: QgsProcessingContext) -> Any:
        """Read its source, None where it cannot be opened."""
        return alg.parameterAsSource(parameters, self.name, context)


def open_source(
    name: str, alg: Algorithm, parameters: Parameters, context: QgsProcessingContext
) -> QgsProcessingFeatureSource:
    """Return the source of a layer's features, which must be there.

    Raises
    ------
    LayerError
        It cannot be opened.
    """
    source = alg.parameterAsSource(parameters, name, context)
    if source is None:
        raise LayerError(f"{parameters.get(name)} cannot be opened. Choose another layer.")
    return source


class SourceLayer(Parameter[Any]):
    """A layer whose features, or the selected ones, are read."""

    def __init__(
        self, name: str, label: str, help: str, *, kinds: Sequence[Any] = (),
        optional: bool = False, advanced: bool = False,
    ) -> None:  # fmt: skip
        super().__init__(name, label, help, advanced=advanced, optional=optional)
        self.kinds = list(kinds) or [QgsProcessing.SourceType.TypeVector]

    def define(self, alg: Algorithm, label: str) -> QgsProcessingParameterDefinition:
        """Return the definition."""
        return QgsProcessingParameterFeatureSource(
            self.name, label, self.kinds, optional=self.optional
        )

    def read(
        self, alg: Algorithm, parameters: Parameters, context: QgsProcessingContext
    ) -> QgsProcessingFeatureSource:
        """Return the source of the features; see `open_source`."""
        return open_source(self.name, alg, parameters, context)

    def read_table(
        self, alg: Algorithm, parameters: Parameters, context: QgsProcessingContext
    ) -> LayerTable | None:
        """Return its table where it is in a GeoPackage; call it in ``prepare``."""
        layer = alg.parameterAsVectorLayer(parameters, self.name, context)
        return table_of(layer) if layer is not None else None


class WholeLayer(Parameter[Any]):
    """A layer that is used as a whole, with all that belongs to it."""

    def define(self, alg: Algorithm, label: str) -> QgsProcessingParameterDefinition:
        """Return the definition."""
        return QgsProcessingParameterVectorLayer(
            self.name, label, [QgsProcessing.SourceType.TypeVector], optional=self.optional
        )

    def read(self, alg: Algorithm, parameters: Parameters, context: QgsProcessingContext) -> Any:
        """Read the layer, None where there is none."""
        return alg.parameterAsVectorLayer(parameters, self.name, context)

    def read_source(
        self, alg: Algorithm, parameters: Parameters, context: QgsProcessingContext
    ) -> QgsProcessingFeatureSource:
        """Return the source of its features, or of the selected ones; see `open_source`."""
        return open_source(self.name, alg, parameters, context)


class VectorOutput(Parameter[str]):
    """A layer or a table that the algorithm writes."""

    def __init__(
        self, name: str, label: str, help: str, kind: Any = QgsProcessing.SourceType.TypeVector, *,
        optional: bool = False, only_files: bool = False,
    ) -> None:  # fmt: skip
        """With ``only_files`` it goes to a file also where no place is given."""
        super().__init__(name, label, help, optional=optional)
        self.kind, self.only_files = kind, only_files

    def define(self, alg: Algorithm, label: str) -> QgsProcessingParameterDefinition:
        """Return the definition."""
        made = QgsProcessingParameterFeatureSink(
            self.name, label, self.kind, optional=self.optional, createByDefault=True
        )
        made.setSupportsNonFileBasedOutput(not self.only_files)
        return made

    def read(self, alg: Algorithm, parameters: Parameters, context: QgsProcessingContext) -> str:
        """Read where it is to go, "" where it is not asked for."""
        return destination_text(parameters, self.name)


# --- Settings and groups ------------------------------------------------------------------------


def setting_of(
    kind: type, field: str, name: str, label: str, help: str, *,
    options: Mapping[str, str] | Sequence[str] = (), scale: float = 1, advanced: bool = True,
) -> Parameter[Any]:  # fmt: skip
    """Return the parameter of a setting: its type, default and bounds are those of the field.

    Parameters
    ----------
    options
        Names of what a setting that is a text may be; a mapping gives the value of each.
    scale
        The dialog's number is so many times the setting: 100 for percents.
    """
    one = field_of(kind, field)
    low, high = bounds_of(one)
    made: Parameter[Any]
    if options:
        made = Choice(name, label, options, help, advanced=advanced)
        made.default = next(key for key, value in made.options.items() if value == one.default)
    elif isinstance(one.default, bool):
        made = Flag(name, label, one.default, help, advanced=advanced)
    elif isinstance(one.default, str):
        made = Text(name, label, help, default=one.default, advanced=advanced)
    else:
        whole = str(one.type).startswith("int")
        numbers: tuple[Any, Any] = (Whole, MaybeWhole) if whole else (Real, MaybeReal)
        default: Any = one.default
        if scale != 1:
            default, low, high = (None if n is None else n * scale for n in (default, low, high))
        made = numbers[one.default is None](
            name, label, default, low, high, help, scale=scale, advanced=advanced
        )
    made.setting = kind, field
    return made


def _is_changed(one: Parameter[Any], value: Any) -> bool:
    """Tell whether somebody has given a value: the default of a parameter is none."""
    default: Any = getattr(one, "default", None)
    if value in (None, "", []):
        return False
    if isinstance(one, Choice):
        return str(value) not in (default, str(list(one.options).index(default)))
    if isinstance(one, Flag):
        return str(value).lower() not in (str(default).lower(), str(int(default)))
    try:
        return float(value) != float(default)
    except (TypeError, ValueError):
        return bool(value != default)


class Group:
    """Parameters that belong together, the attributes of a subclass, in their order."""

    def members(self) -> list[Parameter[Any]]:
        """Return the parameters."""
        owners = [*reversed(type(self).__mro__), self]
        values = {k: v for owner in owners for k, v in vars(owner).items()}.values()
        listed = [one for value in values for one in (value if type(value) is tuple else (value,))]
        return [one for one in listed if isinstance(one, Parameter)]

    def declare(self, alg: Algorithm) -> None:
        """Add all of them to an algorithm."""
        for one in self.members():
            if not one.elsewhere:
                one.declare(alg)

    def refuse_beside(self, parameters: Parameters, what: str) -> None:
        """Refuse values that would have no effect beside ``what``, rather than pass them over.

        Raises
        ------
        SceneError
            A parameter that may be left empty is not.
        """
        given = [
            f"{one.label} ({one.name})"
            for one in self.members()
            if one.optional and parameters.get(one.name) not in (None, "", [])
        ]
        if given:
            raise SceneError(
                f"{', '.join(given)}: of no effect on {what}, which is taken whole. Leave it "
                "empty, or give a raster instead."
            )

    def note_unused(
        self, alg: Algorithm, parameters: Parameters, what: str, *,
        more: Iterable[Parameter[Any]] = (), used: Iterable[Parameter[Any]] = (),
    ) -> None:  # fmt: skip
        """Have it said which values have no effect: not those that dialogs hand over anyway.

        With the values of ``more`` parameters, and without those of the ``used`` ones.
        """
        members = [one for one in (*self.members(), *more) if one not in (*used,)]
        given = [
            f"{one.label} ({one.name})"
            for one in members
            if not isinstance(one, OutputFile) and _is_changed(one, parameters.get(one.name))
        ]
        if given:
            alg.notes.append(f"{', '.join(given)}: of no effect on {what}.")

    def read_settings(
        self, kind: type[Settings], alg: Algorithm, parameters: Parameters,
        context: QgsProcessingContext, **more: Any,
    ) -> Settings:  # fmt: skip
        """Read settings of a class: those that have a parameter here, and ``more``."""
        values = {
            one.setting[1]: one.read(alg, parameters, context)
            for one in self.members()
            if one.setting is not None and issubclass(kind, one.setting[0])
        }
        return kind(**values, **more)


SEED = Whole(
    "SEED", "Seed", 0, 0, 2**31 - 1, "The same seed gives the same map on the same computer."
)


def declare_numbers(alg: Algorithm, numbers: Mapping[str, str]) -> None:
    """Declare numbers that come out, by name and label."""
    for name, label in numbers.items():
        alg.addOutput(QgsProcessingOutputNumber(name, alg.tr(label)))
