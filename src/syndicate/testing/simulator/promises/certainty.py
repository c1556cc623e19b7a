"""What is certain, outside of the rows that are judged: what people did and when, and what may be in doubt."""

from __future__ import annotations

import json
import sqlite3
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from syndicate.testing.simulator.world.newsroom import NEWSLETTERS

if TYPE_CHECKING:
    from pathlib import Path


class BrokenPromiseError(AssertionError):
    """The product did what it says that it never does."""


@dataclass
class Certainty:
    """Facts by simulated seconds, and a look at the rows by other ways than the product's.

    An edition in ``permitted`` was sent again by a person who takes a second mail into account, or by a policy that
    does.
    """

    path: Path
    permits_all: bool = False
    left_at: dict[tuple[str, str], float] = field(default_factory=dict)  # newsletter and address
    held_at: dict[str, float] = field(default_factory=dict)
    stopped_at: dict[str, float] = field(default_factory=dict)
    withdrawn_at: dict[str, float] = field(default_factory=dict)
    permitted: set[str] = field(default_factory=set)
    interrupted: set[str] = field(default_factory=set)  # deliveries that were claimed when something was cut short
    owed: dict[str, tuple[int, set[int]]] = field(default_factory=dict)  # article → release, subscriptions
    _newsletters: dict[str, str] = field(default_factory=dict)

    def __post_init__(self) -> None:
        """Open a view that never writes."""
        self._rows = sqlite3.connect(
            f"file:{self.path}?mode=ro", uri=True, isolation_level=None, check_same_thread=False
        )
        self._rows.row_factory = sqlite3.Row
        self._rows.execute("PRAGMA busy_timeout=15000")

    def close(self) -> None:
        """Give the view back."""
        self._rows.close()

    def ask(self, statement: str, *given: Any) -> list[sqlite3.Row]:
        """Rows as they were committed last."""
        return self._rows.execute(statement, given).fetchall()

    def newsletter_of(self, edition_id: str) -> str:
        """Whose edition it is."""
        if edition_id not in self._newsletters:
            [row] = self.ask("SELECT newsletter FROM editions WHERE id = ?", edition_id)
            self._newsletters[edition_id] = row["newsletter"]
        return self._newsletters[edition_id]

    def may_be_in_doubt(self) -> list[int]:
        """Something is cut short: whatever is claimed now may stay in doubt; the keys of that."""
        rows = self.ask("SELECT id, key FROM deliveries WHERE state = 'claimed'")
        self.interrupted.update(row["id"] for row in rows)
        return [row["key"] for row in rows]

    def owe(self, article_id: str, section: str) -> None:
        """An article came out: whoever is subscribed now has to get it, or a written reason."""
        wanted = {each.name: each.filters.sections for each in NEWSLETTERS}
        names = [name for name, sections in wanted.items() if not sections or section in sections]
        [[number]] = self.ask("SELECT max(number) FROM releases WHERE article_id = ?", article_id)
        rows = self.ask(
            "SELECT key FROM subscriptions WHERE newsletter IN (SELECT value FROM json_each(?))"
            " AND state IN ('confirmed', 'paused') AND watermark < ?",
            json.dumps(names),
            number,
        )
        self.owed[article_id] = (number, {row["key"] for row in rows})

    def excuse(self, newsletter: str, address: str) -> None:
        """Somebody leaves: nothing is owed to them any more."""
        rows = self.ask(
            "SELECT s.key FROM subscriptions s JOIN subscribers p ON p.key = s.subscriber_key"
            " WHERE s.newsletter = ? AND p.mailbox = ?",
            newsletter,
            address,
        )
        for row in rows:
            for _, keys in self.owed.values():
                keys.discard(row["key"])
