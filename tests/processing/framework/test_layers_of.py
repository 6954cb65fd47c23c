"""What is of a layer, as its fields and bands are, is never passed over where that is missing."""

from __future__ import annotations

import pytest


def of_layers(provider):
    """All parameters of optional layers: algorithm, parameter, layer."""
    for algorithm in provider.algorithms():
        for definition in algorithm.parameterDefinitions():
            parent = getattr(definition, "parentLayerParameterName", str)()
            layer = algorithm.parameterDefinition(parent) if parent else None
            if layer is None or definition.name() in algorithm.OF_INPUT:
                continue
            if layer.flags() & layer.Flag.FlagOptional:
                yield algorithm, definition, layer


def test_a_field_without_its_layer_is_refused_everywhere(provider):
    from rs_deepcluster_plugin.core.base.errors import DeepClusterError

    found = list(of_layers(provider))
    assert "assessaccuracy" not in {algorithm.name() for algorithm, _, _ in found}  # its map's own
    assert {"comparefeatures", "applyclusters", "classifyscenes", "constrainclusters"} <= {
        algorithm.name() for algorithm, _, _ in found
    }
    for algorithm, definition, layer in found:
        value = [3] if definition.type() == "band" else "kind"
        with pytest.raises(DeepClusterError) as raised:
            algorithm._check_layers_of({definition.name(): value, layer.name(): None})
        assert f"({definition.name()}) is of {layer.description()} ({layer.name()})" in str(
            raised.value
        )
        algorithm._check_layers_of({definition.name(): value, layer.name(): "a.gpkg"})
        # A dialog hands over what nobody has touched, too.
        for untouched in (definition.defaultValue(), None, "", []):
            algorithm._check_layers_of({definition.name(): untouched})
