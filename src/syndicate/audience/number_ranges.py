"""Numbers in few words: ``3-5 9`` for three, four, five and nine."""

from __future__ import annotations

from itertools import groupby
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable


def in_ranges(numbers: Iterable[int]) -> str:
    """The numbers, each once and in order, those that follow one another as a range."""
    runs = groupby(enumerate(sorted(set(numbers))), key=lambda placed: placed[1] - placed[0])
    return " ".join(_range([number for _, number in run]) for _, run in runs)


def numbers_of(ranges: str) -> set[int]:
    """What `in_ranges` was given."""
    numbers: set[int] = set()
    for part in ranges.split():
        first, _, last = part.partition("-")
        numbers.update(range(int(first), int(last or first) + 1))
    return numbers


def _range(run: list[int]) -> str:
    return str(run[0]) if len(run) == 1 else f"{run[0]}-{run[-1]}"
