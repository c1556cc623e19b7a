"""A machine's own file about one installation, outside of it, so that a copy or a backup does not bring it along."""

from __future__ import annotations

import json
import os
from dataclasses import asdict
from typing import TYPE_CHECKING

from syndicate.delivery.guard.admission import HostMark
from syndicate.errors import StorageError
from syndicate.private import write_file

if TYPE_CHECKING:
    from pathlib import Path

_HINT = "Let this user read and write there, and make room. Is it lost for good, see: syndicate adopt"


class HostFile:
    """``host.json`` in the installation's own folder; whole or as it was before, also after a power cut."""

    def __init__(self, path: Path) -> None:
        """Name the file."""
        self.path = path

    def read(self) -> HostMark | None:
        """What it says; ``None`` when there is none.

        Raises:
            StorageError: it cannot be read, or is not what we wrote.
        """
        try:
            return HostMark(**json.loads(self.path.read_text(encoding="utf-8")))
        except FileNotFoundError:
            return None
        except (OSError, ValueError, TypeError, RecursionError) as error:
            raise self._failure(reading=True, error=error) from error

    def write(self, mark: HostMark) -> None:
        """Put it there, durably.

        Raises:
            StorageError: it cannot be written; what was there stays.
        """
        try:
            write_file(self.path, json.dumps(asdict(mark)).encode())
            _sync(self.path.parent)
        except OSError as error:
            raise self._failure(reading=False, error=error) from error

    def _failure(self, *, reading: bool, error: Exception) -> StorageError:
        message = f"the record of this machine's starts cannot be {'read' if reading else 'written'}: {error}"
        return StorageError(message, code="host-file", where=str(self.path), hint=_HINT)


def _sync(folder: Path) -> None:
    """Make a rename in the folder last."""
    descriptor = os.open(folder, os.O_RDONLY | os.O_DIRECTORY | os.O_CLOEXEC)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
