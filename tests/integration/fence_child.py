"""A process that asks to be admitted and dies at a write: ``DATABASE_URL FOLDER NTH``; it says how it went."""

from __future__ import annotations

import os
import signal
import sys
from pathlib import Path

from sqlalchemy import event

from syndicate.clock import SystemClock
from syndicate.delivery.guard.admission import HostMark
from syndicate.delivery.guard.fence import Fence
from syndicate.delivery.guard.host_file import HostFile
from syndicate.storage import open_database


class Death:
    """Comes at the nth of all moments before and after a write."""

    def __init__(self, nth: int) -> None:
        self.left = nth

    def tick(self, *_: object) -> None:
        self.left -= 1
        if self.left == 0:
            os.kill(os.getpid(), signal.SIGKILL)


def main(url: str, folder: str, nth: str) -> None:
    death = Death(int(nth))

    write = HostFile.write

    def dying(self: HostFile, mark: HostMark) -> None:
        death.tick()
        write(self, mark)
        death.tick()

    HostFile.write = dying  # type: ignore[method-assign]
    database = open_database(url)
    event.listen(database.engine, "commit", death.tick)
    stop = Fence(database, SystemClock(), Path(folder)).admit()
    sys.stdout.write(stop.reason if stop else "admitted")


if __name__ == "__main__":
    main(*sys.argv[1:])
