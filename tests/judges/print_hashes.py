"""Runs the feed step on the corpus in a database that is there, several times, and prints each document's hash.

Started by `test_judges_determinism.py` in processes with other hash seeds, time zones and locales.
"""

from __future__ import annotations

import hashlib
import locale
import sys
import tempfile
from pathlib import Path

from syndicate.storage import open_database
from tests.judges.hostile_corpus import Pressroom


def main(template: str, runs: int) -> None:
    locale.setlocale(locale.LC_ALL, "")
    for _ in range(runs):
        with tempfile.TemporaryDirectory() as folder:
            database = open_database(f"sqlite:///{template}")
            room = Pressroom(database, Path(folder) / "feeds")
            room.publish()
            database.close()
            whole = hashlib.sha256()
            for name, content in sorted(room.documents().items()):
                whole.update(f"{name} {hashlib.sha256(content).hexdigest()}\n".encode())
            print(whole.hexdigest())  # noqa: T201  # what this program is for


if __name__ == "__main__":
    main(sys.argv[1], int(sys.argv[2]))
