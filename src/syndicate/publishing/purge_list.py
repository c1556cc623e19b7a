"""The operator's list of addresses whose copies caches should drop: a file, an address a line.

It is replaced whole, so whoever reads it sees the list before or after. To empty it, move it away, then purge what it
names: whatever is listed meanwhile stands in the next one, and nothing is lost between.
"""

from __future__ import annotations

import os
import stat
from pathlib import Path
from typing import TYPE_CHECKING

from syndicate.errors import StorageError

if TYPE_CHECKING:
    from collections.abc import Iterable

#: For its owner alone: the addresses are public, but they name stories that were taken back.
MODE = 0o600


def add_to(path: Path, addresses: Iterable[str]) -> None:
    """Add the addresses that are not listed yet, durably, behind those that are. One caller at a time.

    Raises:
        StorageError: it cannot be read or written.
    """
    try:
        listed, mode = _read(path)
        fresh = [address for address in dict.fromkeys(addresses) if address not in set(listed)]
        if fresh:
            _replace(path, "".join(f"{address}\n" for address in (*listed, *fresh)), mode)
    except (OSError, UnicodeDecodeError) as error:
        message = f"the list for caches cannot be written: {error}"
        hint = "Check [site] purge_file, its owner and its folder's; the addresses wait in the database."
        raise StorageError(message, code="purge-file", where=str(path), hint=hint) from error


def _read(path: Path) -> tuple[list[str], int]:
    """What is listed, and the file's mode, which an operator may have widened."""
    try:
        with path.open(encoding="utf-8") as file:
            return file.read().split(), stat.S_IMODE(os.fstat(file.fileno()).st_mode)
    except FileNotFoundError:
        return [], MODE


def _replace(path: Path, text: str, mode: int) -> None:
    path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    fresh = path.with_name(f".{path.name}.new")
    fresh.unlink(missing_ok=True)
    descriptor = os.open(fresh, os.O_WRONLY | os.O_CREAT | os.O_EXCL, MODE)
    with os.fdopen(descriptor, "w", encoding="utf-8") as file:
        os.fchmod(descriptor, mode)
        file.write(text)
        file.flush()
        os.fsync(descriptor)
    fresh.replace(path)
    folder = os.open(path.parent, os.O_RDONLY | os.O_DIRECTORY)
    try:
        os.fsync(folder)
    finally:
        os.close(folder)
