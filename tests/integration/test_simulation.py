"""A simulated newsroom keeps every promise through whatever its seed brings, and mistakes of ours are found in it."""

from __future__ import annotations

import re

import pytest

from syndicate.delivery.doubt.verdicts import DoubtPolicy
from syndicate.testing.simulator.bugs import SEEDED_BUGS
from syndicate.testing.simulator.promises.certainty import BrokenPromiseError
from syndicate.testing.simulator.simulation import SimulationError, SimulationPlan, SimulationReport, simulate

#: Found within a few days, so that every run of the tests shows that mistakes are.
QUICKLY_FOUND = ("retried-on-500", "lost-is-unreached", "record-overwrites", "limiter-forgets", "had-unasked")


def simulated(seed: int, days: int, policy: DoubtPolicy | None = None) -> SimulationReport:
    return simulate(SimulationPlan(seed=seed, days=days, policy=policy))


def seed_that_finds(bug: str, seeds: int, days: int) -> int:
    """The first seed by which the simulation fails while the product makes that mistake."""
    with SEEDED_BUGS[bug].made():
        for seed in range(1, seeds + 1):
            try:
                simulated(seed, days, SEEDED_BUGS[bug].policy)
            except SimulationError as error:
                if isinstance(error.__cause__, BrokenPromiseError):  # a mistake that merely crashes is not found by it
                    return seed
    pytest.fail(f"{seeds} seeds of {days} days do not show: {SEEDED_BUGS[bug].sentence}")


@pytest.mark.timeout(600)
def test_ten_days_with_hundreds_of_faults_break_no_promise() -> None:
    report = simulated(seed=1, days=10)
    assert report.mails > 1_500
    assert report.fault_count > 300
    assert {"killed in deliver", "killed in hear", "killed in compose"} <= report.faults.keys()


def test_the_same_seed_is_the_same_run() -> None:
    assert simulated(seed=3, days=2) == simulated(seed=3, days=2)


def test_a_failure_says_by_which_seed_it_comes_again_and_what_happened_last() -> None:
    with SEEDED_BUGS["retried-on-500"].made(), pytest.raises(SimulationError) as first:
        simulated(seed=1, days=1)
    with SEEDED_BUGS["retried-on-500"].made(), pytest.raises(SimulationError) as again:
        simulated(seed=1, days=1)
    assert "python -m syndicate.testing.simulator --seed 1 --days 1" in str(first.value)
    assert re.search(r"\d (anvil|bellows) \w+: \w+", str(first.value))  # a machine, and what it did
    assert str(first.value).splitlines()[0] == str(again.value).splitlines()[0]


@pytest.mark.parametrize("bug", QUICKLY_FOUND)
def test_a_mistake_is_found_soon(bug: str) -> None:
    assert seed_that_finds(bug, seeds=3, days=5)


@pytest.mark.slow
@pytest.mark.timeout(3_600)
@pytest.mark.parametrize("bug", [bug for bug in SEEDED_BUGS if bug not in QUICKLY_FOUND])
def test_every_mistake_is_found(bug: str) -> None:
    assert seed_that_finds(bug, seeds=6, days=45)


@pytest.mark.slow
@pytest.mark.timeout(900)
@pytest.mark.parametrize("seed", range(1, 22))
def test_thirty_days_of_many_seeds_break_no_promise(seed: int) -> None:
    simulated(seed, days=30)


@pytest.mark.slow
@pytest.mark.timeout(1_800)
@pytest.mark.parametrize("seed", [2026, 7])
def test_a_year_with_five_thousand_faults_breaks_no_promise(seed: int) -> None:
    report = simulated(seed, days=365)
    assert report.fault_count >= 5_000
    assert report.mails > 50_000
