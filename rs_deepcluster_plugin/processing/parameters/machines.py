"""Other machines that take part, and where they leave what they have made."""

from __future__ import annotations

from qgis.core import QgsProcessingContext

from ...core.features.parts import MachineSettings
from ..framework.algorithm import Algorithm
from .kinds import Group, Parameters, setting_of


class SchedulerParameters(Group):
    """A Dask scheduler, whose workers read no files."""

    SCHEDULER = setting_of(
        MachineSettings, "scheduler", "SCHEDULER", "Dask scheduler",
        "Address of a Dask scheduler, as in tcp://host:8786 or tls://host:8786. Where there are "
        "more than 20,000 scenes, its workers place them, or assign them to clusters. They have "
        "this version of the plugin, and need no files. Empty: what the environment variable "
        "RSDEEPCLUSTER_SCHEDULER says, else this computer alone.",
    )  # fmt: skip

    def read(
        self, alg: Algorithm, parameters: Parameters, context: QgsProcessingContext
    ) -> MachineSettings:
        """Read all that there is."""
        return self.read_settings(MachineSettings, alg, parameters, context)


class MachineParameters(SchedulerParameters):
    """A Dask scheduler whose workers make features, too, and the place for parts."""

    SCHEDULER = setting_of(
        MachineSettings, "scheduler", "SCHEDULER", "Dask scheduler",
        "Address of a Dask scheduler, as in tcp://host:8786 or tls://host:8786, whose workers make "
        "features, place scenes and assign them to clusters. They have this version of the plugin, "
        "and see the raster, a weights file of your own and the plugin's folder in the home "
        "directory under the same paths. Empty: what the environment variable "
        "RSDEEPCLUSTER_SCHEDULER says, else this computer alone.",
    )  # fmt: skip
    PARTS = setting_of(
        MachineSettings, "parts", "PARTS", "Place for parts",
        "For workers that do not see the plugin's folder: another folder that all machines share, "
        "or an address such as s3://bucket/parts or gs://bucket/parts, by which finished parts "
        "come back. Empty: what the environment variable RSDEEPCLUSTER_PARTS says, else the "
        "plugin's folder.",
    )  # fmt: skip
