"""The outbox as an editor reads it: mails from a folder, taken apart but never acted upon."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import UTC, datetime
from email import message_from_bytes, policy
from email.parser import BytesHeaderParser
from typing import TYPE_CHECKING, Literal

if TYPE_CHECKING:
    from email.message import EmailMessage
    from pathlib import Path

_SUFFIX = ".eml"
_ID = re.compile(r"[A-Za-z0-9_-]{1,64}")
# The headers of a mail of ours end well before this.
_HEADER_BYTES = 64_000


@dataclass(frozen=True, kw_only=True, slots=True)
class OutboxEntry:
    """A line of the outbox: a delivery's id, when its file was written, and what its headers say."""

    id: str
    written_at: datetime
    subject: str
    recipient: str


@dataclass(frozen=True, kw_only=True, slots=True)
class MailView:
    """A mail taken apart. ``html`` and ``text`` are empty when there is no such part."""

    subject: str
    headers: tuple[tuple[str, str], ...]
    html: str
    text: str
    size: int


class Outbox:
    """The folder into which the outbox adapter writes ``<delivery id>.eml``."""

    def __init__(self, folder: Path) -> None:
        """Read from that folder; it need not be there yet."""
        self._folder = folder

    def recent(self, limit: int) -> list[OutboxEntry]:
        """The mails written last, newest first."""
        dated = sorted(((path.stat().st_mtime, path) for path in self._mails()), reverse=True)
        return [_entry(path, written) for written, path in dated[:limit]]

    def count(self) -> int:
        """How many mails lie there."""
        return len(self._mails())

    def read(self, delivery_id: str) -> bytes | None:
        """The mail of that delivery, as it lies there."""
        if not _ID.fullmatch(delivery_id):
            return None
        try:
            return (self._folder / f"{delivery_id}{_SUFFIX}").read_bytes()
        except FileNotFoundError:
            return None

    def _mails(self) -> list[Path]:
        return [path for path in self._folder.glob(f"*{_SUFFIX}") if _ID.fullmatch(path.stem)]


def take_apart(content: bytes) -> MailView:
    """The headers in order, the two bodies, and the size in bytes."""
    mail = message_from_bytes(content, policy=policy.default)
    return MailView(
        subject=str(mail["subject"] or ""),
        headers=tuple((name, str(value)) for name, value in mail.items()),
        html=_body(mail, "html"),
        text=_body(mail, "plain"),
        size=len(content),
    )


def _entry(path: Path, written: float) -> OutboxEntry:
    with path.open("rb") as file:
        head = BytesHeaderParser(policy=policy.default).parsebytes(file.read(_HEADER_BYTES))
    return OutboxEntry(
        id=path.stem,
        written_at=datetime.fromtimestamp(written, UTC),
        subject=str(head["subject"] or ""),
        recipient=str(head["to"] or ""),
    )


def _body(mail: EmailMessage, kind: Literal["html", "plain"]) -> str:
    part = mail.get_body((kind,))
    if part is None:
        return ""
    try:
        return str(part.get_content())
    except (LookupError, UnicodeError):
        return ""
