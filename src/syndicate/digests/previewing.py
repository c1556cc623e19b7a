"""A coming edition set in type for any reader and any moment, on the code path of the send. Nothing is written."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from syndicate.digests.drafting import Drafting
    from syndicate.digests.explaining.expecting import Expecting
    from syndicate.digests.newsletters import Newsletter
    from syndicate.digests.typesetting import TypesetEdition
    from syndicate.storage import Database
    from syndicate.text.mailboxes import Mailbox

#: The id of an edition that is only looked at.
PREVIEW_ID = "preview"


class Previewing:
    """Shows what would be sent."""

    def __init__(self, *, database: Database, drafting: Drafting, expecting: Expecting) -> None:
        """Take the parts."""
        self._database = database
        self._drafting = drafting
        self._expecting = expecting

    def coming(
        self, newsletter: Newsletter, address: Mailbox | None = None, at: datetime | None = None
    ) -> TypesetEdition | None:
        """The first edition that is due from ``at`` on (default: now), of what has come by now.

        It is what most readers of the newsletter's own cadence get, or what one reader gets. ``None``: there is nothing
        for them.

        Raises:
            NotFoundError: nothing is known of the address.
            BadDataError: the mail cannot be rendered or must not be sent.
        """
        with self._database.read() as connection:
            ahead = self._expecting.plan(connection, newsletter, address, at)
            draft = self._drafting.draft_planned(connection, ahead.brief, ahead.plan, ahead.at) if ahead else None
        if ahead is None or draft is None or draft.leading is None:
            return None
        return self._drafting.set_in_type(ahead.brief, draft.leading, PREVIEW_ID, ahead.occurrence.on, mends=False)
