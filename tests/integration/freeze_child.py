"""A process that freezes an edition in small slices, to be killed: ``DATABASE_URL EDITION``."""

from __future__ import annotations

import sys

from syndicate.clock import SystemClock
from syndicate.delivery import freezing
from syndicate.storage import open_database

if __name__ == "__main__":
    freezing.SLICE, freezing.FIRST = 4, 1
    freezing.freeze(open_database(sys.argv[1]), SystemClock(), sys.argv[2])
