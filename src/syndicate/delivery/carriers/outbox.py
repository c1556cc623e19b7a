"""The outbox: every message a file in a folder, for looking at, for tests, for other mailers to fetch."""

from __future__ import annotations

from typing import TYPE_CHECKING

from syndicate.delivery.model import Accepted, Answer, Message, Stop, TryLater
from syndicate.errors import StorageError
from syndicate.shelf.folder import FolderShelf

if TYPE_CHECKING:
    from pathlib import Path


class OutboxCarrier:
    """Writes ``<delivery id>.eml``. A file is there whole or not at all, so nothing is ever uncertain."""

    name = "outbox"

    def __init__(self, folder: Path) -> None:
        """Take the folder. It is made when the first message is written, closed to other users as each file is."""
        self.folder = folder
        self._shelf = FolderShelf(folder, is_private=True)

    def carry(self, message: Message) -> Answer:
        """Write the file, durably, before it counts as accepted."""
        name = _name(message.delivery_id)
        try:
            self._shelf.write(name, message.content)
        except (OSError, StorageError) as error:
            return self._stop("written", error)
        return Accepted(message_id=name)

    def settle(self, delivery_id: str) -> Answer:
        """The file tells: accepted if it is there, else to be written now. Writing it twice makes one file."""
        name = _name(delivery_id)
        try:
            is_there = self._shelf.read(name) is not None
        except (OSError, StorageError) as error:
            return self._stop("read", error)
        if is_there:
            return Accepted(message_id=name)
        return TryLater(reason="the program ended before the file was written", wait_seconds=0.0, counts=False)

    def _stop(self, what: str, error: Exception) -> Stop:
        hint = f"Make room in {self.folder}, or let this user read and write there."
        return Stop(reason=f"the outbox cannot be {what}: {error}", hint=hint)


def _name(delivery_id: str) -> str:
    return f"{delivery_id}.eml"
