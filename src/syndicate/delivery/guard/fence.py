"""The fence: a copied database, or one that was put back from a backup, sends nothing to people.

The machine's own file and the machine's row in the database count its starts together. The database's transaction is
where a start happens; the file says before it what is intended, and after it what was done. So a kill between any
two of these writes leaves a pair that belongs together. See ``docs/decisions/0032``.
"""

from __future__ import annotations

import logging
import socket
from contextlib import contextmanager
from dataclasses import dataclass, replace
from threading import Lock
from typing import TYPE_CHECKING

from syndicate.delivery.guard.admission import HINT, Host, HostMark, begun, next_generation, refusal
from syndicate.delivery.guard.fence_store import FenceStore
from syndicate.delivery.guard.host_file import HostFile
from syndicate.delivery.model import Stop
from syndicate.errors import StorageError, TryLaterError
from syndicate.ids import random_id
from syndicate.storage.locks import FileLock

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from syndicate.clock import Clock
    from syndicate.storage import Database

log = logging.getLogger(__name__)

#: Seconds that a start waits for another one on this machine, which holds the file for some milliseconds.
PATIENCE = 15.0


@dataclass(frozen=True, kw_only=True, slots=True)
class FenceStanding:
    """What is known of this machine and this database: ``refused`` says why nothing is sent, if so."""

    folder: Path
    place: str
    mark: HostMark | None
    generation: int | None
    hosts: tuple[Host, ...]
    refused: str | None


class Fence:
    """Says whether this process may send to people for that database. One for a process; safe between threads."""

    def __init__(self, database: Database, clock: Clock, folder: Path) -> None:
        """Take the state folder, which lies outside of whatever is copied or backed up with the database."""
        self._database = database
        self._clock = clock
        self._folder = folder
        self._is_admitted = False
        self._guard = Lock()

    def admit(self) -> Stop | None:
        """Count a start of this machine, or say why nothing may be sent; to be asked before the first claim.

        Asked again it counts nothing, and looks whether file and database still belong together: a file and a row.
        """
        if not self._is_admitted:
            stop = self.advance()
            self._is_admitted = stop is None
            return stop
        if self._belong_together():
            return None
        with self._alone() as folder:  # another start may have been half way
            return self._stop(self._standing(folder).refused)

    def advance(self) -> Stop | None:
        """Count a step of this machine, so that an older copy of the database is seen to be one.

        At each start, and before what guards an edition is forgotten. ``Stop``: the database is such a copy.
        """
        try:
            with self._alone() as folder:
                return self._advance(HostFile(folder / "host.json"))
        except StorageError as error:
            if error.code != "host-file":
                raise
            return Stop(reason=str(error), hint=error.hint or HINT)

    def standing(self) -> FenceStanding:
        """What a person should see before they `adopt`."""
        with self._alone() as folder:
            return self._standing(folder)

    def adopt(self) -> Host:
        """Let this machine send for this database from now on, whatever its file said: it gets a new row."""
        with self._alone() as folder:
            file = HostFile(folder / "host.json")
            fresh = self._admitted_anew(file.read() if _is_readable(file) else None)
            file.write(fresh)
        with self._database.read() as connection:
            return next(host for host in FenceStore(connection).hosts() if host.id == fresh.host_id)

    def folder(self) -> Path:
        """This installation's part of the state folder; the installation gets its id if it has none yet."""
        with self._database.read() as connection:
            found = FenceStore(connection).installation()
        if found is None:
            with self._database.write() as connection:
                found = FenceStore(connection).lock(self._clock.now())
        return self._folder / found

    def _advance(self, file: HostFile) -> Stop | None:
        mark = file.read()
        with self._database.write() as connection:
            store = FenceStore(connection)
            now, place = self._clock.now(), self._lock_place(store)
            generation = store.generation(mark.host_id) if mark else None
            refused = refusal(mark, generation, place, was_used=store.was_used())
            if refused:
                return self._stop(refused)
            following = next_generation(generation)
            mark = begun(mark or HostMark(host_id=random_id(), generation=0, place=place), generation)
            file.write(mark)  # before the commit: whichever of the two is missing after a kill, they fit
            store.start(mark.host_id, socket.gethostname(), following, now)
        file.write(replace(mark, generation=following, intended=None))
        return None

    def _lock_place(self, store: FenceStore) -> str:
        store.lock(self._clock.now())
        return store.place()

    def _admitted_anew(self, before: HostMark | None) -> HostMark:
        with self._database.write() as connection:
            store = FenceStore(connection)
            place = self._lock_place(store)
            if before is not None:
                store.forget(before.host_id)
            fresh = HostMark(host_id=random_id(), generation=1, place=place)
            store.start(fresh.host_id, socket.gethostname(), fresh.generation, self._clock.now())
        return fresh

    def _belong_together(self) -> bool:
        try:
            return self._standing(self.folder()).refused is None
        except StorageError:
            return False

    def _standing(self, folder: Path) -> FenceStanding:
        file = HostFile(folder / "host.json")
        mark = file.read() if _is_readable(file) else None
        with self._database.read() as connection:
            store = FenceStore(connection)
            place, generation = store.place(), store.generation(mark.host_id) if mark else None
            refused = refusal(mark, generation, place, was_used=generation is not None or store.was_used())
            known = tuple(store.hosts())
        return FenceStanding(folder=folder, place=place, mark=mark, generation=generation, hosts=known, refused=refused)

    def _stop(self, refused: str | None) -> Stop | None:
        return Stop(reason=f"nothing is sent to people: {refused}", hint=HINT) if refused else None

    @contextmanager
    def _alone(self) -> Iterator[Path]:
        """This installation's folder, which no other thread or process on this machine changes meanwhile."""
        with self._guard, self._locked() as folder:
            yield folder

    @contextmanager
    def _locked(self) -> Iterator[Path]:
        folder = self.folder()
        lock = FileLock("state", folder / "lock")
        end = self._clock.monotonic() + PATIENCE
        while not lock.acquire():
            if self._clock.monotonic() >= end:
                message = "another process on this machine has been starting for too long"
                raise TryLaterError(message, code="lock-held", hint="Wait until it has finished, or stop it.")
            self._clock.sleep(0.02)
        try:
            yield folder
        finally:
            lock.release()


def _is_readable(file: HostFile) -> bool:
    """Whether the file says something, or is not there; what is broken says nothing."""
    try:
        file.read()
    except StorageError as error:
        log.warning("%s", error)
        return False
    return True
