"""A coming edition set in type for any reader and any moment, on the code path of the send.

Nothing is written but what every look at a coming edition writes: from where those read on who have just come, and the
id that the edition will have.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from types import MappingProxyType
from typing import TYPE_CHECKING

from syndicate.digests.fitting import fit
from syndicate.digests.fixtures import fixture
from syndicate.digests.schedule import Occurrence, see_in_reach
from syndicate.digests.typesetting import EditionBlockedError

if TYPE_CHECKING:
    from collections.abc import Mapping

    from syndicate.articles.model import Article
    from syndicate.clock import Clock
    from syndicate.digests.content import EditionContent
    from syndicate.digests.drafting import Drafting
    from syndicate.digests.drafts.reviewing import Reviewing
    from syndicate.digests.explaining.expecting import Expecting, PlanAhead
    from syndicate.digests.looking import Looking
    from syndicate.digests.newsletters import Newsletter
    from syndicate.digests.typesetting import TypesetEdition
    from syndicate.links import Links
    from syndicate.storage import Database
    from syndicate.text.mailboxes import Mailbox

#: The id of an edition whose own is not known before it is made: one that follows a story at once.
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
        reviewing: Reviewing,
    ) -> None:
        """Take the parts."""
        self._database = database
        self._clock = clock
        self._links = links
        self._drafting = drafting
        self._looking = looking
        self._expecting = expecting
        self._reviewing = reviewing

    def coming(
        self,
        newsletter: Newsletter,
        address: Mailbox | None = None,
        at: datetime | None = None,
        in_place: Mapping[str, Article] = MappingProxyType({}),
        *,
        judges: bool = True,
    ) -> Preview | None:
        """The first edition that is due from ``at`` on (default: now), of what has come by now.

        It is what most readers of the newsletter's own cadence get, or what one reader gets. ``None``: there is nothing
        for them. Articles that are ``in_place`` are shown where the stored ones of their ids have their places. Where
        nobody ``judges``, nothing is found in it.

        Raises:
            NotFoundError: nothing is known of the address, or ``at`` is on no day that can be asked for.
            BadDataError: the mail cannot be rendered.
        """
        if at is not None:
            see_in_reach(at.date())
        self._looking.let_in(newsletter)
        with self._database.read() as connection:
            ahead = self._expecting.plan(connection, newsletter, address, at)
            draft = self._drafting.draft_planned(connection, ahead.brief, ahead.plan, ahead.at) if ahead else None
        if ahead is None or draft is None or draft.leading is None:
            return None
        edition_id, on = ahead.edition_id or self._foreseen_id(newsletter, ahead), ahead.occurrence.on
        try:
            shown = draft.leading.showing(in_place)
            made = self._drafting.set_in_type(ahead.brief, shown, edition_id, on, mends=False, judges=judges)
        except EditionBlockedError as error:
            made = error.edition
        return Preview(edition_id=edition_id, made=made, occurrence=ahead.occurrence, at=ahead.at)

    def _foreseen_id(self, newsletter: Newsletter, ahead: PlanAhead) -> str:
        """The id that an edition will have that nobody has looked at so far."""
        slot = self._reviewing.slot_on(newsletter, ahead.brief.cadence, ahead.occurrence.on)
        row = self._reviewing.made(newsletter, slot).row if slot else None
        return row.edition_id if row else PREVIEW_ID

    def fixture(self, newsletter: Newsletter, name: str) -> Preview:
        """An edition of today with the stories of `FIXTURES` of that name.

        Raises:
            BadDataError: the mail cannot be rendered.
        """
        now = self._clock.now()
        on = now.astimezone(newsletter.zone).date()
        content = self._fixture_content(newsletter, name, on)
        try:
            made = self._drafting.set_content_in_type(newsletter, content)
        except EditionBlockedError as error:
            made = error.edition
        occurrence = Occurrence(cadence=newsletter.default.kind, slot=f"{on}", on=on, due_at=now)
        return Preview(edition_id=PREVIEW_ID, made=made, occurrence=occurrence, at=now)

    def try_templates(self, newsletter: Newsletter) -> None:
        """Fill the newsletter's templates with the stories of a fixture, and judge nothing.

        Raises:
            BadDataError: they cannot be filled; with the place of the mistake.
        """
        on = self._clock.now().astimezone(newsletter.zone).date()
        content = self._fixture_content(newsletter, "forty", on)
        fit(content, self._drafting.renderer_of(newsletter.name).render)

    def _fixture_content(self, newsletter: Newsletter, name: str, on: date) -> EditionContent:
        return fixture(name, self._drafting.empty_content(newsletter, PREVIEW_ID, on), self._links)
