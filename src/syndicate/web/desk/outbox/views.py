"""What the desk says of the mails that lie in the outbox."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable

    from syndicate.web.desk.context import Desk
    from syndicate.web.desk.outbox.mails import OutboxEntry


@dataclass(frozen=True, kw_only=True, slots=True)
class MailLine:
    """A mail in a list."""

    id: str
    subject: str
    recipient: str
    written: str


def mail_lines(entries: Iterable[OutboxEntry], desk: Desk) -> list[MailLine]:
    """The mails, in their order."""
    return [
        MailLine(
            id=entry.id,
            subject=entry.subject or "(no subject)",
            recipient=entry.recipient,
            written=desk.when(entry.written_at),
        )
        for entry in entries
    ]
