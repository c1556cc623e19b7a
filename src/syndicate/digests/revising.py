"""Revisions: what an edition still says when stories of it are not for readers any more."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from enum import StrEnum
from typing import TYPE_CHECKING

from syndicate.digests.content import EditionContent, content_of
from syndicate.digests.model import Edition, EditionState, FrozenRendering, Newsletter
from syndicate.digests.store import EditionStore
from syndicate.digests.typesetting import TypesetEdition, typeset
from syndicate.errors import NotFoundError, SyndicateError

if TYPE_CHECKING:
    from syndicate.clock import Clock
    from syndicate.digests.drafting import Drafting
    from syndicate.storage import Database


class RevisionResult(StrEnum):
    """What a look at an edition came to: all may be read, a later revision without the rest, or nothing is left."""

    UNCHANGED = "unchanged"
    REVISED = "revised"
    EMPTY = "empty"


class Revising:
    """Takes stories that readers may not see any more out of editions, for whom the mail has not left yet.

    The other stories stay as they were frozen. The web copy shows the revision in force.
    """

    def __init__(
        self, *, database: Database, clock: Clock, drafting: Drafting, newsletters: Mapping[str, Newsletter]
    ) -> None:
        """Take the parts."""
        self._database = database
        self._clock = clock
        self._drafting = drafting
        self._newsletters = newsletters

    def revise(self, edition_id: str) -> RevisionResult:
        """Bring one edition up to date. With fewer than its least number of stories left, it is held.

        Raises:
            NotFoundError: there is no such edition, or it is too old to be made anew.
            BadDataError: what is left cannot be rendered, or must not be sent.
        """
        now = self._clock.now()
        with self._database.read() as connection:
            store = EditionStore(connection)
            edition, rendering = store.get(edition_id), store.rendering(edition_id)
            hidden = store.hidden_articles(edition_id, now)
        if edition is None or rendering is None:
            message = f"there is no edition {edition_id}"
            raise NotFoundError(message, code="edition-unknown", hint="See: syndicate edition list")
        if not hidden:
            return RevisionResult.UNCHANGED
        left = self._content(edition, rendering).without(hidden)
        if left is None:
            return RevisionResult.EMPTY
        made = typeset(self._drafting.renderer, edition.newsletter, left)
        self._put_in_force(edition, made, hidden)
        return RevisionResult.REVISED

    def revise_published(self) -> list[str]:
        """Bring every edition up to date that shows what readers may not see any more; their ids.

        Raises:
            SyndicateError: one could not be; the others were.
        """
        with self._database.read() as connection:
            ids = EditionStore(connection).showing_hidden(self._clock.now())
        revised: list[str] = []
        failures: list[SyndicateError] = []
        for edition_id in ids:
            try:
                if self.revise(edition_id) is RevisionResult.REVISED:
                    revised.append(edition_id)
            except SyndicateError as error:
                failures.append(error)
        if failures:
            raise failures[0]
        return revised

    def _content(self, edition: Edition, rendering: FrozenRendering) -> EditionContent:
        """What it said; of an edition that was frozen before that was kept, what its articles say today."""
        if rendering.content is not None:
            return content_of(rendering.content)
        newsletter = self._newsletters.get(edition.newsletter)
        if newsletter is None:
            message = (
                f"the newsletter {edition.newsletter} is not configured any more, so its edition cannot be made anew"
            )
            raise NotFoundError(message, code="newsletter-unknown", hint=f"syndicate edition stop {edition.id}")
        with self._database.read() as connection:
            articles = [place.article_id for place in EditionStore(connection).articles(edition.id)]
        return self._drafting.content_again(newsletter, articles, edition)

    def _put_in_force(self, edition: Edition, made: TypesetEdition, hidden: Sequence[str]) -> None:
        now = self._clock.now()
        reason = f"not for readers any more: {', '.join(hidden)}"
        frozen = made.frozen(edition.id, now, revision=edition.revision + 1, reason=reason)
        left = len(made.content.stories)
        with self._database.write() as connection:
            store = EditionStore(connection)
            locked = store.lock(edition.id)
            is_ours = store.revise(frozen, made.places())
            if is_ours and locked and locked.state is EditionState.SENDING and left < edition.min_articles:
                noun = "story is" if left == 1 else "stories are"
                store.hold(edition.id, f"{left} {noun} left of it, {edition.min_articles} are needed; {reason}")
