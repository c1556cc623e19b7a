"""Coming editions set in type for the desk: what is shown is made once, however many frames and parts show it."""

from __future__ import annotations

from dataclasses import dataclass
from threading import Lock
from typing import TYPE_CHECKING

from syndicate.articles.releases import ReleaseStore
from syndicate.digests.drafts.store import DraftStore
from syndicate.digests.previewing import Preview
from syndicate.digests.typesetting import EditionBlockedError
from syndicate.errors import BadDataError
from syndicate.web.desk.coming.asked import View
from syndicate.web.desk.coming.sharing import SharedWork

if TYPE_CHECKING:
    from syndicate.digests.drafts.reviewing import DraftReview
    from syndicate.web.desk.coming.asked import AskedEdition
    from syndicate.web.desk.context import Desk

#: So many of the last good ones are at hand for when a template breaks.
_KEPT = 16


@dataclass(frozen=True, kw_only=True, slots=True)
class SeenEdition:
    """A coming edition as it can be seen: without a ``preview`` there is nothing for its readers.

    ``broken`` says why it could not be made as it is now; then the preview is the last that could.
    """

    preview: Preview | None
    broken: BadDataError | None = None


class DeskPreviews:
    """Makes previews of what is asked for, as the newest settings have it."""

    def __init__(self, desk: Desk) -> None:
        """Make them of that desk's parts."""
        self._desk = desk
        self._good: dict[str, Preview | None] = {}
        self._flights = SharedWork[Preview | None]()
        self._lock = Lock()

    def seen(self, asked: AskedEdition, review: DraftReview | None = None, *, judges: bool = False) -> SeenEdition:
        """What would be sent, or the last that could be made, with why.

        A ``review`` is of the draft as it is by now, if one was made. Findings are there where somebody ``judges``.

        Raises:
            NotFoundError: nothing is known of the reader.
            BadDataError: it cannot be rendered, and never could.
        """
        key = asked.address(view=View())
        try:
            made = self._flights.share(
                (key, judges, self._state_of(asked)), lambda: self._made(asked, review, judges=judges)
            )
        except BadDataError as error:
            with self._lock:
                if key not in self._good:
                    raise
                return SeenEdition(preview=self._good[key], broken=error)
        with self._lock:
            self._good.pop(key, None)
            self._good[key] = made
            while len(self._good) > _KEPT:
                del self._good[next(iter(self._good))]
        return SeenEdition(preview=made)

    def _state_of(self, asked: AskedEdition) -> object:
        """What tells apart two moments between which an edition may have become another."""
        occurrence = asked.slot.occurrence
        with self._desk.database.read() as connection:
            shaped = DraftStore(connection).shaped(asked.newsletter.name, occurrence.cadence, occurrence.slot)
            newest = ReleaseStore(connection).newest()
        return self._desk.live.version, shaped.row.version if shaped.row else 0, newest

    def _made(self, asked: AskedEdition, review: DraftReview | None, *, judges: bool) -> Preview | None:
        publisher, in_place = self._desk.parts.publisher, self._desk.in_place
        if asked.reader is not None or asked.at is not None:
            return publisher.previewing.coming(asked.newsletter, asked.reader, asked.at, in_place, judges=judges)
        return self._of_review(review or publisher.editing.look(asked.newsletter, asked.slot), judges=judges)

    def _of_review(self, review: DraftReview, *, judges: bool) -> Preview | None:
        """What most readers would get of a draft; ``None``: there is nothing for anybody."""
        try:
            reviewing = self._desk.parts.publisher.editing.reviewing
            made = reviewing.set_in_type(review, self._desk.in_place, judges=judges)
        except EditionBlockedError as error:
            made = error.edition
        row = review.shaped.row
        if made is None or row is None:
            return None
        occurrence = review.slot.occurrence
        return Preview(edition_id=row.edition_id, made=made, occurrence=occurrence, at=occurrence.due_at)
