"""The outbox: every message a file in a folder, for looking at, for tests, for other mailers to fetch."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

from syndicate.delivery.carriers.mime import MimeMails, unfit
from syndicate.delivery.model import Accepted, Answer, Stop, TryLater
from syndicate.errors import BadDataError, StorageError
from syndicate.shelf.folder import FolderShelf

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from pathlib import Path

    from syndicate.delivery.model import Mailing, Recipient


class OutboxCarrier:
    """Writes ``<delivery id>.eml``. A file is there whole or not at all, so nothing is ever uncertain."""

    name: ClassVar[str] = "outbox"
    reaches_people: ClassVar[bool] = False
    longest_call_seconds: ClassVar[float] = 60.0
    answers_at_once: ClassVar[bool] = True

    def __init__(self, folder: Path, *, batch_size: int = 50) -> None:
        """Take the folder. It is made when the first message is written, closed to other users as each file is."""
        self.folder = folder
        self.batch_size = batch_size
        self._shelf = FolderShelf(folder, is_private=True)
        self._mails = MimeMails()

    def prepare(self, mailing: Mailing) -> None:
        """Nothing: a folder needs no templates."""
        del mailing

    def carry(self, mailing: Mailing, recipients: Sequence[Recipient]) -> list[Answer]:
        """Write the files, all of them durably, before one counts as accepted."""
        contents: dict[str, bytes] = {}
        refused: dict[str, Answer] = {}
        for recipient in recipients:
            name = _name(recipient.delivery_id)
            try:
                contents[name] = self._mails.message(mailing, recipient)
            except BadDataError as error:
                refused[name] = unfit(error)
        answers = refused | self._written(contents)
        return [answers[_name(recipient.delivery_id)] for recipient in recipients]

    def _written(self, contents: Mapping[str, bytes]) -> dict[str, Answer]:
        try:
            self._shelf.write_all(contents)
        except (OSError, StorageError):
            # One by one, what can be written is, and the first that cannot says why.
            return {name: self._write(name, content) for name, content in contents.items()}
        return {name: Accepted(message_id=name) for name in contents}

    def _write(self, name: str, content: bytes) -> Answer:
        try:
            self._shelf.write(name, content)
        except (OSError, StorageError) as error:
            return self._stop("written", error)
        return Accepted(message_id=name)

    def settle(self, delivery_id: str) -> Answer:
        """The file tells: accepted if it is there, else to be written now. Writing it twice makes one file."""
        name = _name(delivery_id)
        try:
            is_there = self._shelf.size(name) is not None
        except (OSError, StorageError) as error:
            return self._stop("read", error)
        if is_there:
            return Accepted(message_id=name)
        return TryLater(reason="the program ended before the file was written", wait_seconds=0.0, counts=False)

    def allowance(self) -> None:
        """No limit: a disk takes what it has room for."""

    def remove(self, name: str) -> None:
        """Nothing was made."""
        del name

    def _stop(self, deed: str, error: Exception) -> Stop:
        hint = f"Make room in {self.folder}, or let this user read and write there."
        return Stop(reason=f"the outbox cannot be {deed}: {error}", hint=hint)


def _name(delivery_id: str) -> str:
    return f"{delivery_id}.eml"
