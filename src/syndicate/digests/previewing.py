"""A coming edition set in type for any reader and any moment, on the code path of the send.

Nothing is written but from where those read on who have just come, as at every look.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING

from syndicate.digests.fixtures import fixture
from syndicate.digests.schedule import Occurrence
from syndicate.digests.typesetting import EditionBlockedError

if TYPE_CHECKING:
    from syndicate.clock import Clock
    from syndicate.digests.drafting import Drafting
    from syndicate.digests.explaining.expecting import Expecting
    from syndicate.digests.looking import Looking
    from syndicate.digests.newsletters import Newsletter
    from syndicate.digests.typesetting import TypesetEdition
    from syndicate.links import Links
    from syndicate.storage import Database
    from syndicate.text.mailboxes import Mailbox

#: The id of an edition that nobody has looked at as a coming one, such as one that follows at once.
PREVIEW_ID = "preview"


@dataclass(frozen=True, kw_only=True, slots=True)
class Preview:
    """An edition as it would be mailed, with the id that it is to have, and when and of which slot it would be."""

    edition_id: str
    made: TypesetEdition
    occurrence: Occurrence
    at: datetime


class Previewing:
    """Shows what would be sent, and what must not be sent too, with what was found in it."""

    def __init__(
        self,
        *,
        database: Database,
        clock: Clock,
        links: Links,
        drafting: Drafting,
        looking: Looking,
        expecting: Expecting,
    ) -> None:
        """Take the parts."""
        self._database = database
        self._clock = clock
        self._links = links
        self._drafting = drafting
        self._looking = looking
        self._expecting = expecting

    def coming(
        self,
        newsletter: Newsletter,
        address: Mailbox | None = None,
        at: datetime | None = None,
        *,
        judges: bool = True,
    ) -> Preview | None:
        """The first edition that is due from ``at`` on (default: now), of what has come by now.

        It is what most readers of the newsletter's own cadence get, or what one reader gets. ``None``: there is nothing
        for them. Where nobody ``judges``, nothing is found in it.

        Raises:
            NotFoundError: nothing is known of the address.
            BadDataError: the mail cannot be rendered.
        """
        self._looking.let_in(newsletter)
        with self._database.read() as connection:
            ahead = self._expecting.plan(connection, newsletter, address, at)
            draft = self._drafting.draft_planned(connection, ahead.brief, ahead.plan, ahead.at) if ahead else None
        if ahead is None or draft is None or draft.leading is None:
            return None
        edition_id, on = ahead.edition_id or PREVIEW_ID, ahead.occurrence.on
        try:
            made = self._drafting.set_in_type(ahead.brief, draft.leading, edition_id, on, mends=False, judges=judges)
        except EditionBlockedError as error:
            made = error.edition
        return Preview(edition_id=edition_id, made=made, occurrence=ahead.occurrence, at=ahead.at)

    def fixture(self, newsletter: Newsletter, name: str) -> Preview:
        """An edition of today with the stories of `FIXTURES` of that name.

        Raises:
            BadDataError: the mail cannot be rendered.
        """
        now = self._clock.now()
        on = now.astimezone(newsletter.zone).date()
        content = fixture(name, self._drafting.empty_content(newsletter, PREVIEW_ID, on), self._links)
        try:
            made = self._drafting.set_content_in_type(newsletter, content)
        except EditionBlockedError as error:
            made = error.edition
        occurrence = Occurrence(cadence=newsletter.default.kind, slot=f"{on}", on=on, due_at=now)
        return Preview(edition_id=PREVIEW_ID, made=made, occurrence=occurrence, at=now)
