"""Warnings about the mails of a newsletter that an editor takes as they are: remembered by code and words, for ever.

The same warning about the same words does not come back with the next edition; about other words it does. What stops a
mail cannot be accepted: it has to be mended.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from sqlalchemy import delete, select

from syndicate.articles.model import Finding, Severity
from syndicate.storage.inserts import insert_into
from syndicate.storage.tables import accepted_mail_findings as table

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import datetime

    from sqlalchemy import Connection


def words_of(finding: Finding) -> str:
    """By what a finding is known again: the text that it is about, or without one what it says."""
    return finding.quote or finding.message


class MailAcceptanceStore:
    """What was accepted, in one transaction; nothing here commits."""

    def __init__(self, connection: Connection) -> None:
        """Work on that connection."""
        self._connection = connection

    def accepted(self, newsletter: str, findings: Iterable[Finding]) -> frozenset[Finding]:
        """Those of the findings in a mail of the newsletter that an editor has accepted."""
        query = select(table.c.code, table.c.words).where(table.c.newsletter == newsletter)
        known = {(row.code, row.words) for row in self._connection.execute(query)}
        warnings = (finding for finding in findings if finding.severity is Severity.WARN)
        return frozenset(finding for finding in warnings if (finding.code, words_of(finding)) in known)

    def accept(self, newsletter: str, finding: Finding, who: str, now: datetime) -> None:
        """Accept a warning; doing it again changes nothing."""
        row = insert_into(self._connection, table).values(
            newsletter=newsletter, code=finding.code, words=words_of(finding), accepted_at=now, accepted_by=who
        )
        self._connection.execute(row.on_conflict_do_nothing())

    def take_back(self, newsletter: str, code: str, words: str) -> bool:
        """Forget that it was accepted; whether it was."""
        these = (table.c.newsletter == newsletter, table.c.code == code, table.c.words == words)
        return self._connection.execute(delete(table).where(*these)).rowcount > 0
