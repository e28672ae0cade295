"""The service under load for a while: it gives back what it takes, and the measures see it."""

import math
import tempfile
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from benchmarks import load, soak
from benchmarks.bench_serve import OURS, generated, queries, table, targeted, turns
from benchmarks.endpoints import Endpoint, family, ours
from benchmarks.soak import Look

LOOK = Look(0, front=80, keeper=100, workers=120, descriptors=40, processes=6, p50=2, p99=20)


@pytest.fixture(scope="module")
def endpoint() -> Iterator[Endpoint]:
    with tempfile.TemporaryDirectory() as name:
        data = Path(name) / "roles.nt"
        generated(data, roles=300)
        limits = ("--timeout", "1.5", "--memory", "300", "--workers", "2")
        with ours(data, Path(name), *limits) as endpoint:
            yield endpoint


def test_twenty_seconds_of_all_kinds_of_clients_leave_nothing_behind(
    endpoint: Endpoint, capsys: pytest.CaptureFixture[str]
) -> None:
    looks, seen = soak.run(endpoint, seconds=20, rate=60, clients=8, turns=10)
    assert sum(seen.answers.values()) > 200
    assert {"cheap", "medium", "wrong"} <= set(seen.answers)
    assert not seen.wrong
    last = looks[-1]
    assert last.front < 1.1 * looks[2].front
    assert last.keeper < 1.1 * looks[2].keeper
    assert last.descriptors <= looks[2].descriptors + 8
    assert soak.at_rest(endpoint, 4)
    assert len(family(endpoint.process)) == 4  # the server, the keeper and two workers
    assert "| 20" in capsys.readouterr().out


def test_what_grows_is_told_with_its_slope_and_what_varies_is_not() -> None:
    steady = [
        replace(LOOK, second=60.0 * n, workers=120 + 40 * (n % 3), p99=20 + 10 * math.sin(n))
        for n in range(12)
    ]
    assert soak.grown(steady) == []
    leaking = [replace(each, front=80 + 2.0 * n + n % 2) for n, each in enumerate(steady)]
    (said,) = soak.grown(leaking)
    assert said.startswith("front grows by 12")
    assert soak.grown([replace(each, descriptors=40 + n) for n, each in enumerate(steady)])


def test_a_slope_comes_with_its_standard_error() -> None:
    rise, error = soak.slope([0, 1, 2, 3], [0, 1, 1, 2])
    assert rise == pytest.approx(0.6)
    assert error == pytest.approx(
        (0.2 / 2 / 5) ** 0.5
    )  # residuals -.1 .3 -.3 .1, spread of times 5


def test_the_measures_are_of_answers_that_came(endpoint: Endpoint, tmp_path: Path) -> None:
    texts = queries(roles=300)["cheap"]
    found = list(turns([endpoint], "cheap", texts, tmp_path, clients=(4,), rounds=1, seconds=1.0))
    (one,) = found
    assert one.load.answers > 20
    assert one.load.failed == 0
    assert 0 < one.load.p50 <= one.load.p99
    assert one.front > 0
    assert one.others > 0
    assert f"| cheap | 4 | {OURS} |" in table(found, ["cheap"], [OURS])


@pytest.mark.parametrize("by", sorted({"benchmarks.load", load.GENERATOR}))
def test_whoever_makes_the_load_counts_what_is_refused(
    endpoint: Endpoint, tmp_path: Path, by: str
) -> None:
    path = targeted(endpoint, ["ASK {}", "nothing"], tmp_path / "targets.txt")
    told = load.put(endpoint.address, path, clients=3, seconds=1.0, by=by)
    assert told.answers > 10
    assert told.failed == pytest.approx(told.answers / 2, abs=3)
