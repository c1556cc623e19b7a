"""A freeze as its rows stand."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from syndicate.digests.due import Turn


@dataclass(frozen=True, kw_only=True, slots=True)
class Freeze:
    """What is to be carried out, and the (choice, subscription) up to which that was done.

    ``turn`` names no choices: whose turn it is, the groups say.
    """

    occurrence_key: int
    edition_key: int
    turn: Turn
    decided_at: datetime
    had_since: datetime | None
    frozen_through: tuple[int, int]
    is_over: bool
