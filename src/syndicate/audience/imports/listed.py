"""What a row of a list says about one reader."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from syndicate.audience.imports.dates import ListedDate
from syndicate.audience.imports.words import Standing
from syndicate.audience.model import NO_WISHES, EndedBy, Ground, Suppression, Wishes
from syndicate.text.mailboxes import Mailbox


@dataclass(frozen=True, kw_only=True, slots=True)
class ListedReader:
    """One row, understood. ``standing`` of ``None`` says nothing; ``grounds`` are the row's and the file's.

    ``ended`` is when the person left, as far as the list knows; ``source`` says where an end was read.
    ``newsletter`` is ``None`` only where nothing but a ``suppression`` is told. ``started_at`` and ``ended_by``
    are there in our own export alone, whose rows are put back as they were. ``former_id`` is by which links in mails of
    the system before know the person; who ``is_paying`` pays there, which is only told.
    """

    line: int
    mailbox: Mailbox
    name: str | None
    newsletter: str | None
    wishes: Wishes = NO_WISHES
    paused_until: datetime | None = None
    standing: Standing | None = None
    ended: ListedDate | None = None
    source: str = ""
    suppression: Suppression | None = None
    grounds: tuple[Ground, ...] = ()
    started_at: datetime | None = None
    ended_by: EndedBy | None = None
    former_id: str | None = None
    is_paying: bool = False
