"""The watcher: before a second mail of an edition could leave for an address, it is seen.

It guards against ourselves: a claim that is made twice, a ledger that was put back from a backup. The ledger decides;
this only remembers, in a file an edition beside the machine's other state, which mails were about to leave.

The file is a hash table with open addressing. An entry is 8 bytes of a keyed BLAKE2b hash (RFC 7693) of address and
resends; the key is random, lies in the file's head and goes with it. Memory stays the same at a million entries. Every
operation holds ``flock`` on the file, so that any number of processes share it; room is reserved before it is used, so
that a full disk stops the run before a mail leaves instead of letting it leave unseen.
"""

from __future__ import annotations

import fcntl
import hashlib
import os
import secrets
import struct
from contextlib import ExitStack, contextmanager, suppress
from dataclasses import dataclass
from typing import TYPE_CHECKING

from syndicate.errors import StorageError
from syndicate.private import make_folder, open_file

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Iterator, Sequence
    from pathlib import Path

#: An address, and how often a mail to it that may have left was put back.
Entry = tuple[str, int]

_MAGIC = b"SYNSEEN1"
_HEAD = struct.Struct("<8s32sQQ")  # mark, key, slots (a power of two), slots in use
_START = 4096  # of the slots
_WIDTH = 8
_PAGE = 65_536
_EMPTY, _TAKEN_BACK = _MARKS = bytes(_WIDTH), b"\xff" * _WIDTH
_FIRST_SLOTS = 4096
_GROWTH = 4
_FULL = 0.6  # of the slots in use, from which on it grows

_SUFFIX = ".seen"
_BROKEN = "the file is not what was written"
_HINT = (
    "Make room, and let this user read and write there. If the file is broken, move it away: the ledger alone keeps "
    "anybody from getting the edition twice then."
)


@dataclass(slots=True)
class _Table:
    """An open file: its key, its slots and how many are in use."""

    file: int
    key: bytes
    slots: int
    used: int

    def digests(self, entries: Iterable[Entry]) -> Iterator[bytes]:
        """What stands for each of them; neither of the two marks of a slot without an entry."""
        keyed = hashlib.blake2b(key=self.key, digest_size=_WIDTH)
        for address, resends in entries:
            fresh = keyed.copy()  # the key is taken in once
            fresh.update(b"%d %b" % (resends, address.casefold().encode()))
            digest = fresh.digest()
            yield digest if digest not in _MARKS else bytes(range(_WIDTH))

    def find(self, digest: bytes, placed: dict[int, bytes]) -> tuple[int, bool]:
        """Where it stands, or would; and whether it does, in the file or among those that are ``placed`` only now."""
        file, last = self.file, self.slots - 1
        slot = int.from_bytes(digest, "little") & last
        for _ in range(self.slots):
            there = placed.get(slot) or os.pread(file, _WIDTH, _START + slot * _WIDTH)
            if there in (_EMPTY, digest):
                return slot, there == digest
            slot = (slot + 1) & last
        message = "the file is full, which it never should be"
        raise ValueError(message)

    def put(self, placed: dict[int, bytes]) -> None:
        """Write digests where they belong; each is whole, or not there."""
        for slot, digest in placed.items():
            os.pwrite(self.file, digest, _START + slot * _WIDTH)

    def put_all(self, placed: dict[int, bytes]) -> None:
        """Write them all; where the disk fails half way none is left, for nothing leaves then, and it may later."""
        try:
            self.put(placed)
        except OSError:
            for slot in placed:
                with suppress(OSError):
                    self.put({slot: _TAKEN_BACK})
            raise

    def count(self, more: int) -> None:
        """Note that so many more slots are in use."""
        self.used += more
        _write(self.file, _HEAD.pack(_MAGIC, self.key, self.slots, self.used), 0)

    def is_tight(self, more: int) -> bool:
        """Whether so many more would make finding slow."""
        return self.used + more > self.slots * _FULL

    def each(self) -> Iterator[bytes]:
        """Every digest in it."""
        for start in range(_START, _size(self.slots), _PAGE):
            page = os.pread(self.file, _PAGE, start)
            found = (page[place : place + _WIDTH] for place in range(0, len(page), _WIDTH))
            yield from (digest for digest in found if digest not in _MARKS)


class Watcher:
    """Remembers, for each edition under way, to whom a mail was about to leave from this machine."""

    def __init__(self, folder: Path) -> None:
        """Take the folder of its files; it is made when the first is."""
        self._folder = folder

    def note(self, edition_id: str, entries: Sequence[Entry], *, mails: int = 0) -> list[str]:
        """Remember them all, after they were claimed and before any of them leaves.

        Addresses that were noted before are given back; nothing is noted then, and nothing of the batch may leave.
        ``mails`` is how many the edition has: room for so many is made at once.

        Raises:
            StorageError: it cannot be remembered (code ``watcher-file``); nothing of the batch may leave.
        """
        with self._open(edition_id, len(entries), mails) as table:
            placed: dict[int, bytes] = {}
            known = []
            for entry, digest in zip(entries, table.digests(entries), strict=True):
                slot, is_known = table.find(digest, placed)
                if is_known:
                    known.append(entry[0])
                placed[slot] = digest
            if not known:
                table.count(len(placed))  # first: after a kill it may count too many, never too few
                table.put_all(placed)
            return known

    def remembers(self, edition_id: str, entries: Sequence[Entry]) -> list[bool]:
        """Of each whether a mail was about to leave.

        Raises:
            StorageError: it cannot be read.
        """
        with self._open(edition_id, 0) as table:
            return [table.find(digest, {})[1] for digest in table.digests(entries)]

    def give_back(self, edition_id: str, entries: Sequence[Entry]) -> None:
        """Forget those again of which it is certain that they did not leave; harmless when they are not known.

        Before the ledger lets them be claimed again: a kill in between then costs a doubt, never a false alarm.

        Raises:
            StorageError: it cannot be written.
        """
        with self._open(edition_id, 0) as table:
            found = (table.find(digest, {}) for digest in table.digests(entries))
            table.put({slot: _TAKEN_BACK for slot, is_known in found if is_known})

    def forget(self, edition_id: str) -> None:
        """Let go of an edition that is at its end, key and all; harmless when nothing is known of it.

        Raises:
            StorageError: the file cannot be removed.
        """
        try:
            self._path(edition_id).unlink(missing_ok=True)
            for beside in self._folder.glob(f".{edition_id}{_SUFFIX}.*"):  # of a process that was killed
                beside.unlink(missing_ok=True)
        except OSError as error:
            raise self._failure(edition_id, error) from error

    def forget_all_but(self, edition_ids: Collection[str]) -> list[str]:
        """Let go of every edition but those; which they were. So that nothing stays of what ended elsewhere."""
        gone = sorted(set(self.editions()) - set(edition_ids))
        for edition_id in gone:
            self.forget(edition_id)
        return gone

    def editions(self) -> list[str]:
        """The editions of which something is remembered."""
        return sorted(path.stem for path in self._folder.glob(f"*{_SUFFIX}"))

    def _path(self, edition_id: str) -> Path:
        return self._folder / f"{edition_id}{_SUFFIX}"

    def _failure(self, edition_id: str, error: Exception) -> StorageError:
        message = f"what was about to leave of an edition cannot be remembered: {error}"
        return StorageError(message, code="watcher-file", where=str(self._path(edition_id)), hint=_HINT)

    @contextmanager
    def _open(self, edition_id: str, more: int, mails: int = 0) -> Iterator[_Table]:
        """The edition's table, ours alone, with room for so many more."""
        path = self._path(edition_id)
        try:
            with ExitStack() as opened:
                table = _locked(path, mails)
                opened.callback(os.close, table.file)
                while table.is_tight(more):
                    table = _grown(path, table)
                    opened.callback(os.close, table.file)
                yield table
        except (OSError, ValueError) as error:
            raise self._failure(edition_id, error) from error


def _locked(path: Path, mails: int) -> _Table:
    """The table of that name, made if need be, and held until its file is closed."""
    while True:
        file = _opened(path, mails)
        fcntl.flock(file, fcntl.LOCK_EX)
        if _is_in_place(file, path):
            return _read(file)
        os.close(file)  # somebody let go of it, or put a larger one in its place, after we had opened it


def _opened(path: Path, mails: int) -> int:
    try:
        return os.open(path, os.O_RDWR | os.O_CLOEXEC)
    except FileNotFoundError:
        make_folder(path.parent)
        fresh = _made(path, secrets.token_bytes(32), _slots_for(mails))
        with suppress(FileExistsError):  # another process was faster
            os.link(fresh.path, path)
        fresh.path.unlink()
        os.close(fresh.table.file)
        return _opened(path, mails)


def _is_in_place(file: int, path: Path) -> bool:
    try:
        return os.path.samestat(os.fstat(file), path.stat())
    except FileNotFoundError:
        return False


def _read(file: int) -> _Table:
    head = os.pread(file, _HEAD.size, 0)
    if head.startswith(_MAGIC) and len(head) == _HEAD.size:
        _, key, slots, used = _HEAD.unpack(head)
        if slots and _size(slots) <= os.fstat(file).st_size:
            return _Table(file=file, key=key, slots=slots, used=used)
    os.close(file)
    raise ValueError(_BROKEN)


@dataclass(frozen=True, kw_only=True, slots=True)
class _Fresh:
    """A table that is not in its place yet."""

    path: Path
    table: _Table


def _made(path: Path, key: bytes, slots: int) -> _Fresh:
    """An empty table beside its place, of which every byte is reserved on the disk."""
    beside = path.with_name(f".{path.name}.{secrets.token_hex(8)}")
    table = _Table(file=open_file(beside, os.O_RDWR), key=key, slots=slots, used=0)
    try:
        for start in range(0, _size(slots), _PAGE):
            _write(table.file, bytes(min(_PAGE, _size(slots) - start)), start)
        table.count(0)
        os.fsync(table.file)
    except OSError:
        os.close(table.file)
        beside.unlink()
        raise
    return _Fresh(path=beside, table=table)


def _grown(path: Path, table: _Table) -> _Table:
    """The same in a larger table, which takes the place of the one in hand; held as that one is."""
    fresh = _made(path, table.key, table.slots * _GROWTH)
    try:
        fcntl.flock(fresh.table.file, fcntl.LOCK_EX)
        count = 0
        for digest in table.each():
            fresh.table.put({fresh.table.find(digest, {})[0]: digest})
            count += 1
        fresh.table.count(count)
        os.fsync(fresh.table.file)
        fresh.path.replace(path)
    except OSError:
        os.close(fresh.table.file)
        fresh.path.unlink(missing_ok=True)
        raise
    return fresh.table


def _slots_for(entries: int) -> int:
    """The smallest power of two that has room for so many."""
    slots = _FIRST_SLOTS
    while slots * _FULL < entries:
        slots *= 2
    return slots


def _write(file: int, content: bytes, at: int) -> None:
    """Write all of it: on a disk that is nearly full a first write may take a part, and say nothing."""
    while content:
        count = os.pwrite(file, content, at)
        content, at = content[count:], at + count


def _size(slots: int) -> int:
    return _START + slots * _WIDTH
