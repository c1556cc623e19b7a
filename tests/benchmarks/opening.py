"""A coming edition of 40 stories is opened at the desk: the page over HTTP, and then what the judge found in it.

The baseline is what cannot be left out: the edition as it would be by now, set in type. Wall time: on a quiet machine.
"""

from __future__ import annotations

import statistics
import tempfile
import time
from collections.abc import Callable
from functools import partial
from pathlib import Path

from syndicate.storage import open_database
from syndicate.storage.schema import ensure
from tests.desk_room import SLOT, DeskRoom, open_desk

STORIES = 40
ROUNDS = 11
#: Milliseconds, at the median: until the page is there, and then until the findings are.
PAGE_GOAL, FINDINGS_GOAL = 300, 500


def main() -> int:
    """Print a line for each; how many goals were missed."""
    with tempfile.TemporaryDirectory() as folder:
        migrated = Path(folder) / "migrated.db"
        database = open_database(f"sqlite:///{migrated}")
        ensure(database)
        database.close()
        with open_desk(Path(folder) / "room", migrated, f"max_articles = {STORIES}\n") as room:
            room.subscribe("Ada <ada@reader.example>")
            room.write(*(f"boat{number}" for number in range(STORIES)))
            return _report(room)


def _report(room: DeskRoom) -> int:
    baseline = _median(lambda: _set_in_type(room))
    missed = 0
    for name, path, goal in (("the page", SLOT, PAGE_GOAL), ("its findings", f"{SLOT}/findings", FINDINGS_GOAL)):
        took = _median(partial(room.page, path))
        missed += took > goal
        verdict = "   MISSED" if took > goal else ""
        print(
            f"{STORIES} stories at the desk, {name:<14} {took:6.0f} ms, goal {goal}; {took / baseline:.1f} × "
            f"drafting and setting it in type ({baseline:.0f} ms){verdict}"
        )
    return missed


def _set_in_type(room: DeskRoom) -> None:
    editing, newsletter = room.parts.publisher.editing, room.parts.publisher.newsletter("daily")
    review = editing.look(newsletter, editing.slot(newsletter))
    editing.reviewing.set_in_type(review, judges=False)


def _median(work: Callable[[], object]) -> float:
    work()
    return statistics.median(_milliseconds(work) for _ in range(ROUNDS))


def _milliseconds(work: Callable[[], object]) -> float:
    began = time.perf_counter()
    work()
    return (time.perf_counter() - began) * 1_000
