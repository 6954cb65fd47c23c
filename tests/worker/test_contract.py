"""Both sides of the wall hold to the contract: nothing unknown, missing or of another type."""

from __future__ import annotations

import collections.abc
import dataclasses
import json
import math
import time
from typing import Union, get_args, get_origin

import numpy as np
import pytest

from rs_deepcluster_plugin.core.base.plain import (
    PlainError,
    check_settings,
    from_plain,
    to_plain,
    types_of,
)
from rs_deepcluster_plugin.core.clusters.layer_tree import ClusterTree
from rs_deepcluster_plugin.core.clusters.methods import ClusterSettings
from rs_deepcluster_plugin.core.features.scene_file import Provenance
from rs_deepcluster_plugin.core.scenes.grid import GridSettings
from rs_deepcluster_plugin.worker import contract
from rs_deepcluster_plugin.worker.job.registry import find_works, run

JOBS = [
    kind
    for kind in vars(contract).values()
    if isinstance(kind, type) and issubclass(kind, contract.Job) and kind is not contract.Job
]
MADE = Provenance(
    "identity", "default", None, (6, -1), "cls", 224, (384,), (1, 2, 3), (0.0,) * 3, (1.0,) * 3,
    0.5, "raster.tif", "EPSG:32633", scene_size=(96, 96),
)  # fmt: skip
TREE = ClusterTree("subcluster", np.array([[1, 2]]), np.array([0.5]), {"coarse": 1})


def sample(kind, number=1):
    """Make a value of a type; those of settings are their defaults."""
    made = {
        bool: number % 2 == 1, int: number, float: number + 0.5, str: f"text {number} ä",
        bytes: b"\x00\xff", Provenance: MADE, ClusterTree: TREE, type(None): None,
    }  # fmt: skip
    if kind in made:
        return made[kind]
    if dataclasses.is_dataclass(kind):
        if kind.__name__.endswith("Settings"):
            return kind()
        return kind(**{name: sample(t, n) for n, (name, t) in enumerate(types_of(kind).items())})
    origin, arguments = get_origin(kind), get_args(kind)
    if origin is tuple and arguments[1:] != (Ellipsis,):
        return tuple(sample(argument, n) for n, argument in enumerate(arguments))
    if origin in (tuple, collections.abc.Sequence):
        return tuple(sample(arguments[0], n) for n in range(2))
    if origin in (dict, collections.abc.Mapping):
        return {"a": sample(arguments[1])}
    return sample(arguments[0])


def places(plain, path=()):
    """List the paths of all named values in plain values."""
    for key, value in plain.items() if isinstance(plain, dict) else enumerate(plain):
        if isinstance(key, str):
            yield (*path, key)
        if isinstance(value, (dict, list)):
            yield from places(value, (*path, key))


def at(plain, path):
    for key in path:
        plain = plain[key]
    return plain


def same(one, other):
    """Compare dataclasses that may hold arrays."""
    return json.dumps(to_plain(one, type(one), "")) == json.dumps(to_plain(other, type(other), ""))


def test_every_job_has_one_function_that_does_it():
    works = find_works()
    assert {name: kind for name, (kind, _) in works.items() if kind in JOBS} == {
        kind.__name__: kind for kind in JOBS
    }
    assert len({work for kind, work in works.values() if kind in JOBS}) == len(JOBS) > 20


@pytest.mark.parametrize("kind", JOBS, ids=lambda kind: kind.__name__)
def test_a_job_and_its_result_come_through_as_they_are(kind):
    job, result = sample(kind), sample(kind.result_class())
    message = json.loads(json.dumps(job.to_message()))
    assert (message["version"], message["job"]) == (contract.JOB_VERSION, kind.__name__)
    again = kind.from_message(message)
    assert type(again) is kind
    assert same(again, job)
    answer = json.loads(json.dumps(kind.write_result(result)))
    assert same(kind.read_result(answer), result)


@pytest.mark.parametrize("kind", JOBS, ids=lambda kind: kind.__name__)
def test_a_key_that_is_unknown_or_missing_is_an_error_that_names_it(kind):
    own_form = ("provenance", "tree", "names", "kinds")  # they have a form of their own
    message = json.dumps(sample(kind).to_message())
    paths = [p for p in places(json.loads(message)["arguments"]) if not set(p[:-1]) & {*own_form}]
    assert len(paths) >= len(types_of(kind))
    for path in paths:
        broken = json.loads(message)
        parent = at(broken["arguments"], path[:-1])
        parent[path[-1] + "s"] = parent.pop(path[-1])
        with pytest.raises(PlainError, match=rf"^{kind.__name__}.*{path[-1]}s? is "):
            kind.from_message(broken)
        if not isinstance(parent.pop(path[-1] + "s"), dict):
            with pytest.raises(PlainError, match=rf"\.{path[-1]} is missing"):
                kind.from_message(broken)


@pytest.mark.parametrize("kind", JOBS, ids=lambda kind: kind.__name__)
def test_a_value_of_another_type_is_an_error_on_both_sides(kind):
    for name, t in types_of(kind).items():
        wrong = 7 if t is str or str in get_args(t) else {"of": "another kind"}
        if t is float or t is int:
            wrong = "7"
        with pytest.raises(PlainError, match=rf"^{kind.__name__}\.{name}"):
            dataclasses.replace(sample(kind), **{name: wrong}).to_message()
        message = json.loads(json.dumps(sample(kind).to_message()))
        message["arguments"][name] = wrong
        with pytest.raises(PlainError, match=rf"^{kind.__name__}\.{name}"):
            kind.from_message(message)


@dataclasses.dataclass(frozen=True)
class Odd:
    number: float
    flags: tuple[bool, ...]
    either: float | tuple[float, float]
    may: int | None = None


@pytest.mark.parametrize(
    ("values", "said"),
    [
        ({"number": True}, "Odd.number is True, where a number is expected"),
        ({"number": "1"}, "Odd.number is '1', where a number is expected"),
        ({"flags": (1,)}, r"Odd.flags\[0\] is 1, where true or false is expected"),
        ({"flags": "no"}, "Odd.flags is 'no', where a list is expected"),
        ({"may": 1.5}, "Odd.may is 1.5, where a whole number is expected"),
        ({"may": np.int64(2)}, "Odd.may is .*2.*, where a whole number is expected"),
        ({"either": (1.0,)}, r"Odd.either is \(1.0,\), where a number is expected"),
        ({"either": None}, "Odd.either is None, where a number is expected"),
    ],
)
def test_nothing_is_guessed(values, said):
    fine = Odd(1, (True, False), (1, 2.0))
    assert from_plain(to_plain(fine, Odd, "Odd"), Odd, "Odd") == fine
    with pytest.raises(PlainError, match=said):
        to_plain(dataclasses.replace(fine, **values), Odd, "Odd")


def test_long_lists_are_converted_value_by_value_where_they_have_to_be():
    assert from_plain([1, 2.5], tuple[float, ...], "x") == (1.0, 2.5)
    assert type(from_plain([1, 2.5], tuple[float, ...], "x")[0]) is float
    assert type(from_plain([1], tuple[Union[float, int], ...], "x")[0]) is float
    assert type(from_plain([1], tuple[Union[int, float], ...], "x")[0]) is int
    mixed = [1, 2.5, "a", None]
    assert from_plain(mixed, tuple[Union[int, float, str, None], ...], "x") == tuple(mixed)
    for values, kind in (([True], int), ([1], bool), ([None], int), ([1], str), ([1.0], int)):
        with pytest.raises(PlainError, match=r"x\[0\]"):
            from_plain(values, tuple[kind, ...], "x")


def test_a_million_values_are_read_in_no_time():
    kind = tuple[Union[int, float, str, None], ...]
    started = time.process_time()
    from_plain([*range(500_000), *[None] * 500_000], kind, "x")
    assert time.process_time() - started < 1


def test_whole_numbers_infinities_and_what_is_no_number_come_through():
    fine = Odd(2, (), -math.inf, 3)
    again = from_plain(json.loads(json.dumps(to_plain(fine, Odd, "Odd"))), Odd, "Odd")
    assert again == fine
    assert isinstance(again.number, float)
    nothing = to_plain(dataclasses.replace(fine, number=math.nan), Odd, "Odd")
    assert math.isnan(from_plain(json.loads(json.dumps(nothing)), Odd, "Odd").number)


@pytest.mark.parametrize(
    ("settings", "said"),
    [
        (ClusterSettings(fuzziness=1.0), "fuzziness is 1.0, and may be 1.01 to 10"),
        (ClusterSettings(n_clusters=1), "n_clusters is 1, and may be 2 to 10000"),
        (ClusterSettings(detail="finest"), "detail is 'finest', and may be one of"),
        (GridSettings(stride=(5.0, -1.0)), "stride is -1.0, and may be 0 to None"),
    ],
)
def test_settings_beyond_their_bounds_do_not_cross_the_wall(settings, said):
    with pytest.raises(PlainError, match=said):
        check_settings(settings, "settings")


def test_a_job_that_does_not_exist_is_an_error(recorder):
    with pytest.raises(PlainError, match="no job ClusterScenes$|no job ClusterScenes"):
        run({"job": "ClusterScenes", "arguments": {}}, recorder)
