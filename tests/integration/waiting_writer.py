"""A process that writes a row now and then, as a one-click does, and says how long each wait was.

``DATABASE_URL``; it ends when its input does, and prints the waits in seconds as JSON.
"""

from __future__ import annotations

import json
import select
import sys
import time

from sqlalchemy import insert

from syndicate.clock import SystemClock
from syndicate.storage import Database, open_database
from syndicate.storage.tables import suppressions

#: Seconds between two writes.
APART = 0.05


def write(database: Database, number: int) -> float:
    """How long one small transaction took, from the wish to the commit."""
    row = {"address_key": f"w{number}@example.net", "reason": "tried", "source": "a test", "since": SystemClock().now()}
    began = time.perf_counter()
    with database.write() as connection:
        connection.execute(insert(suppressions), row)
    return time.perf_counter() - began


if __name__ == "__main__":
    database = open_database(sys.argv[1])
    waits: list[float] = []
    sys.stdout.write("ready\n")
    sys.stdout.flush()
    while not select.select([sys.stdin], [], [], APART)[0]:
        waits.append(write(database, len(waits)))
    sys.stdout.write(json.dumps(waits))
