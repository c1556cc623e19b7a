"""What a form asks for, and what is known of it later."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from syndicate.storage.states import JoinKind, JoinOutcome
from syndicate.text.mailboxes import Mailbox


@dataclass(frozen=True, kw_only=True, slots=True)
class JoinRequest:
    """What somebody sent by a form; whoever it was need not be the mailbox's reader.

    ``wording`` is what they agreed to, ``version`` which text of ours that was, ``page`` the path where it stood and
    ``network`` from where it came. ``subscription_id`` is the mover's, of a move.
    """

    kind: JoinKind = JoinKind.JOIN
    mailbox: Mailbox
    newsletters: tuple[str, ...] = ()
    subscription_id: str | None = None
    time_zone: str | None = None
    language: str | None = None
    wording: str
    version: str
    page: str
    network: str


@dataclass(frozen=True, kw_only=True, slots=True)
class Join:
    """A wish as it is kept. ``address`` is as typed, and gone once nothing more is to be done with it."""

    key: int
    id: str
    kind: JoinKind
    address: str | None
    limit_key: str
    newsletters: tuple[str, ...]
    subscription_id: str | None
    time_zone: str | None
    language: str | None
    wording: str
    version: str
    page: str
    network: str | None
    asked_at: datetime
    decided_at: datetime | None
    outcome: JoinOutcome | None
    confirmed_at: datetime | None
