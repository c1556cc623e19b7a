from __future__ import annotations

import pytest

from syndicate.web.desk.reports.plots import Plot, drawn, steps_of


@pytest.mark.parametrize(
    ("values", "unit", "steps"),
    [
        ([0, 1, None, 2], "", [0, 1, 2]),
        ([1], "", [0, 1]),
        ([0, 0], "", [0, 1]),
        ([-3, 0, 4], "", [-4, -2, 0, 2, 4]),
        ([0, 7], "", [0, 2, 4, 6, 8]),
        ([0, 1_234], "", [0, 500, 1_000, 1_500]),
        ([0.1, 0.28], " %", [0, 0.05, 0.1, 0.15, 0.2, 0.25, 0.3]),
        ([None], "", []),
    ],
)
def test_a_scale_has_round_steps_that_are_whole_where_things_are_counted(
    values: list[float | None], unit: str, steps: list[float]
) -> None:
    assert steps_of(Plot(labels=["a"] * len(values), series={"Came": values}, unit=unit)) == pytest.approx(steps)


def test_a_scale_takes_in_its_lines_and_its_end() -> None:
    assert steps_of(Plot(labels=["1"], series={"x": [3.0]}, lines={"Holds": 5.0}, unit=" %")) == [0, 1, 2, 3, 4, 5]
    assert steps_of(Plot(labels=["1"], series={"x": [98.0]}, unit=" %", most=100))[-1] == 100


def test_its_numbers_stand_in_the_plot() -> None:
    plot = Plot(labels=["23 Nov", "30 Nov"], series={"Came": [1, 2]})
    said = drawn(plot).decode()
    assert all(f">{number}<" in said for number in (0, 1, 2))
    assert ">0.5<" not in said


def test_a_single_place_is_seen() -> None:
    said = drawn(Plot(labels=["29 Nov"], series={"Polls": [14], "Nothing new": [0]})).decode()
    assert said.count("<circle") == 2
    assert "<desc" not in said
