"""Whether the time of an answer tells who is on the list: a thousand forms for readers and for strangers, mixed.

Whoever guesses by the best threshold on these times may be right in 55 of 100 cases; by chance alone it is up to some
53, since the threshold is chosen afterwards. By itself: ``python -m tests.benchmarks.joining``.
"""

from __future__ import annotations

import random
import sys
import time
from collections.abc import Sequence
from pathlib import Path
from tempfile import TemporaryDirectory

from syndicate.storage import open_database
from syndicate.storage.schema import upgrade
from tests.unit.web.reader_parts import ReadersRoom
from tests.unit.web.web_samples import Door

FORMS = 1_000
GOAL = 0.55


def best_guess(known: Sequence[float], strangers: Sequence[float]) -> float:
    """The share of right guesses of who calls all below the best threshold one kind, and all above it the other."""
    marked = sorted([*((each, 1) for each in known), *((each, 0) for each in strangers)])
    half, below, best = len(marked) / 2, 0, 0.5
    for place, (_, is_known) in enumerate(marked, 1):
        below += is_known
        right = (below + half - (place - below)) / len(marked)
        best = max(best, right, 1 - right)
    return best


def times_of_answers(folder: Path) -> tuple[list[float], list[float]]:
    """Seconds of each answer to a form: for readers who are on the list, and for strangers."""
    database = open_database(f"sqlite:///{folder / 'joining.db'}")
    upgrade(database)
    found: dict[str, list[float]] = {"known": [], "stranger": []}
    with Door() as door:
        room = ReadersRoom(database, folder, door)
        for number in range(FORMS):
            room.subscribe(f"known{number}@reader.example")
        forms = [(kind, f"{kind}{number}@reader.example") for kind in found for number in range(FORMS)]
        random.Random(16).shuffle(forms)
        for kind, address in forms:
            started = time.perf_counter()
            reply = room.join(address)
            found[kind].append(time.perf_counter() - started)
            assert reply.status == 200
    database.close()
    return found["known"], found["stranger"]


def main() -> int:
    """Say how well times can be guessed by; 1 when that is too well."""
    with TemporaryDirectory() as folder:
        guess = best_guess(*times_of_answers(Path(folder)))
    is_missed = guess > GOAL
    print(f"by the time of the answer, a form is known to be a reader's in {guess:.1%}, goal {GOAL:.0%}", end="")
    print("   MISSED" if is_missed else "")
    return int(is_missed)


if __name__ == "__main__":
    sys.exit(main())
