"""A simulated newsroom keeps every promise through whatever its seed brings, and mistakes of ours are found in it."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from syndicate.delivery.doubt.verdicts import DoubtPolicy
from syndicate.testing.clock import ManualClock
from syndicate.testing.simulator.__main__ import TELL_EVERY, Progress
from syndicate.testing.simulator.bugs import SEEDED_BUGS
from syndicate.testing.simulator.promises.certainty import BrokenPromiseError
from syndicate.testing.simulator.simulation import SimulationError, SimulationPlan, SimulationReport, simulate
from syndicate.testing.simulator.turns import Turns

#: Found within a few days, so that every run of the tests shows that mistakes are.
QUICKLY_FOUND = (
    "lost-is-unreached",
    "events-counted-each-time",
    "decided-too-far",
    "had-unasked",
    "left-out-unwritten",
)


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
def test_thirty_days_with_hundreds_of_faults_break_no_promise() -> None:
    report = simulated(seed=1, days=30)
    assert report.mails > 4_500
    assert report.fault_count > 900
    assert {"killed in deliver", "killed in hear", "killed in compose"} <= report.faults.keys()


def test_the_same_seed_is_the_same_run_and_is_told_day_by_day() -> None:
    days: list[SimulationReport] = []
    report = simulate(SimulationPlan(seed=3, days=2), days.append)
    assert report == simulated(seed=3, days=2)
    assert [told.days for told in days] == [1, 2]
    assert days[0].mails < days[1].mails <= report.mails


def test_who_waits_is_told_now_and_then_how_far_it_is(capsys: pytest.CaptureFixture[str]) -> None:
    report = SimulationReport(seed=1, days=3, mails=900, calls=90, steps=9_000, editions=6, faults={"locked": 40})
    clock = ManualClock(datetime(2026, 3, 1, tzinfo=UTC))
    progress = Progress(days=365, clock=clock)
    progress.tell(report)
    progress.tell(report)
    clock.advance(timedelta(seconds=TELL_EVERY))
    progress.tell(replace(report, days=5))
    told = capsys.readouterr().err.splitlines()
    assert told == ["day 3 of 365: 900 mails, 40 faults", "day 5 of 365: 900 mails, 40 faults"]


def test_time_goes_on_however_short_a_rest_is() -> None:
    turns = Turns()
    turns.now = 630_000.0
    turns.rest(1e-11)  # less than the smallest difference between two numbers of that size
    assert turns.now > 630_000.0


def test_a_failure_says_by_which_seed_it_comes_again_and_what_happened_last() -> None:
    with SEEDED_BUGS["decided-too-far"].made(), pytest.raises(SimulationError) as first:
        simulated(seed=1, days=2)
    with SEEDED_BUGS["decided-too-far"].made(), pytest.raises(SimulationError) as again:
        simulated(seed=1, days=2)
    assert "python -m syndicate.testing.simulator --seed 1 --days 2" in str(first.value)
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
