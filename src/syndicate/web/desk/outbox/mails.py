"""The outbox as an editor reads it: mails from a folder, taken apart but never acted upon.

Whatever lies there is shown as well as it can be. ``email``'s newer headers are left alone: they
read addresses by a grammar that some headers drive into errors of every kind, and none is needed here.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import UTC, datetime
from email import message_from_bytes
from email.errors import MessageError
from email.header import decode_header, make_header
from email.parser import BytesHeaderParser
from typing import TYPE_CHECKING

from syndicate.text.plain import one_line

if TYPE_CHECKING:
    from email.header import Header
    from email.message import Message
    from pathlib import Path

#: What stands in place of a subject that cannot be had.
UNREADABLE = "This mail cannot be read"

#: Beyond these, a mail is not one of ours, and only its headers are shown: taking parts within parts
#: apart costs the square of their depth.
MOST_BYTES = 5_000_000
MOST_CONTAINERS = 20

_SUFFIX = ".eml"
_ID = re.compile(r"[A-Za-z0-9_-]{1,64}")
# The headers of a mail of ours end well before this.
_HEADER_BYTES = 64_000
_CONTAINER = re.compile(rb"(?:^|[\r\n])content-type:\s*(?:multipart|message)/", re.IGNORECASE)


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
        """The mails written last, newest first; those that were taken away meanwhile are left out."""
        written = [(at, path) for path in self._mails() if (at := _written(path)) is not None]
        return [_entry(path, at) for at, path in sorted(written, reverse=True)[:limit]]

    def count(self) -> int:
        """How many mails lie there."""
        return len(self._mails())

    def read(self, delivery_id: str) -> bytes | None:
        """The mail of that delivery, as it lies there; ``None`` when it is not there or cannot be read."""
        if not _ID.fullmatch(delivery_id):
            return None
        try:
            return (self._folder / f"{delivery_id}{_SUFFIX}").read_bytes()
        except OSError:
            return None

    def _mails(self) -> list[Path]:
        return [path for path in self._folder.glob(f"*{_SUFFIX}") if _ID.fullmatch(path.stem)]


def take_apart(content: bytes) -> MailView:
    """The headers in order, the two bodies, and the size in bytes; without bodies when it is too large or too deep."""
    if len(content) > MOST_BYTES or len(_CONTAINER.findall(content)) > MOST_CONTAINERS:
        mail, html, text = _headers(content), "", ""
    else:
        mail = message_from_bytes(content)
        html, text = _body(mail, "text/html"), _body(mail, "text/plain")
    headers = tuple((one_line(name), _shown(value)) for name, value in mail.items())
    return MailView(subject=_shown(mail["subject"]), headers=headers, html=html, text=text, size=len(content))


def _written(path: Path) -> float | None:
    try:
        return path.stat().st_mtime
    except OSError:
        return None


def _entry(path: Path, written: float) -> OutboxEntry:
    try:
        with path.open("rb") as file:
            head = _headers(file.read(_HEADER_BYTES))
    except OSError:
        subject, recipient = UNREADABLE, ""
    else:
        subject, recipient = _shown(head["subject"]), _shown(head["to"])
    return OutboxEntry(
        id=path.stem, written_at=datetime.fromtimestamp(written, UTC), subject=subject, recipient=recipient
    )


def _headers(content: bytes) -> Message:
    return BytesHeaderParser().parsebytes(content[:_HEADER_BYTES])


def _shown(value: str | Header | None) -> str:
    """A header's value in one line, its encoded words read where they can be."""
    if value is None:
        return ""
    try:
        return one_line(str(make_header(decode_header(value))))
    except (MessageError, LookupError, ValueError):
        return one_line(str(value))


def _body(mail: Message, kind: str) -> str:
    """The first part of that kind, unless it is attached."""
    parts = (part for part in mail.walk() if part.get_content_type() == kind and not part.get_filename())
    part = next(parts, None)
    if part is None:
        return ""
    # The kind is a text's, so it has no parts of its own, and its payload is bytes.
    raw = part.get_payload(decode=True)
    try:
        text = bytes(raw).decode(part.get_content_charset("utf-8"), "replace")
    except (LookupError, ValueError):
        return ""
    # Some charsets yield half characters, which no page can carry.
    return text.encode("utf-8", "replace").decode()
