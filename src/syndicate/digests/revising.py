"""Revisions: what an edition still says when stories of it are not for readers any more."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from enum import StrEnum
from typing import TYPE_CHECKING

from syndicate.digests.content import EditionContent, content_of
from syndicate.digests.model import Edition, EditionState, FrozenRendering
from syndicate.digests.newsletters import Newsletter
from syndicate.digests.standing import known
from syndicate.digests.store import EditionStore
from syndicate.digests.typesetting import typeset
from syndicate.digests.variant_store import VariantStore
from syndicate.errors import NotFoundError, SyndicateError

if TYPE_CHECKING:
    from syndicate.clock import Clock
    from syndicate.digests.drafting import Drafting
    from syndicate.storage import Database


#: Why nobody gets an edition, or a variant of it.
TAKEN_BACK = "every story of the edition was taken back before it left"
#: Deliveries that are brought to an end in one transaction, so that no other writer waits for long.
SLICE = 2_000
_LEAVING = (EditionState.SENDING, EditionState.FREEZING)


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
        """Bring each variant of an edition up to date, for whom it has not left yet.

        Deliveries of a variant of which nothing is left are excluded, unless nothing is left of any. With fewer
        than its least number of stories left for most readers, the edition is held.

        Raises:
            NotFoundError: there is no such edition, or it is too old to be made anew.
            BadDataError: what is left cannot be rendered, or must not be sent.
        """
        now = self._clock.now()
        with self._database.read() as connection:
            edition = known(EditionStore(connection).get(edition_id), edition_id)
            variants = VariantStore(connection)
            public, hidden = variants.default(edition_id), variants.hidden(edition_id, now)
            awaited = {key for key in variants.keys(edition_id) if variants.is_awaited(key)}
        changing = {key: ids for key, ids in hidden.items() if key in {public, *awaited}}
        results = {key: self._revise(edition, key, ids, is_public=key == public) for key, ids in changing.items()}
        empty = {key for key, result in results.items() if result is RevisionResult.EMPTY}
        if empty and awaited <= empty:
            return RevisionResult.EMPTY
        for key in empty & awaited:
            self._leave_out(key)
        return RevisionResult.REVISED if len(empty) < len(results) else RevisionResult.UNCHANGED

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

    def _revise(self, edition: Edition, variant_key: int, hidden: Sequence[str], *, is_public: bool) -> RevisionResult:
        with self._database.read() as connection:
            rendering = VariantStore(connection).rendering(variant_key)
            articles = VariantStore(connection).articles(variant_key)
        assert rendering is not None  # noqa: S101 - a variant has what is in force of it
        left = self._content(edition, rendering, articles).without(hidden)
        if left is None:
            return RevisionResult.EMPTY
        renderer, judge = self._drafting.renderer_of(edition.newsletter), self._drafting.judge
        made = typeset(renderer, judge, edition.newsletter, left)
        reason = f"not for readers any more: {', '.join(hidden)}"
        revision = rendering.revision + 1
        frozen = made.frozen(edition.id, self._clock.now(), revision=revision, reason=reason)
        with self._database.write() as connection:
            locked = EditionStore(connection).lock(edition.id)
            is_ours = VariantStore(connection).revise(variant_key, frozen, made.places())
            count = len(made.content.stories)
            if is_ours and is_public and locked and locked.state in _LEAVING and count < edition.min_articles:
                EditionStore(connection).hold(edition.id, _too_few(count, edition.min_articles, reason))
        return RevisionResult.REVISED

    def _leave_out(self, variant_key: int) -> None:
        """Nobody gets a mail of which nothing is left; some thousand at a time, so that no other writer waits long."""
        excluded = SLICE
        while excluded == SLICE:
            with self._database.write() as connection:
                store = VariantStore(connection)
                excluded = store.leave_out(variant_key, TAKEN_BACK, self._clock.now(), limit=SLICE)

    def _content(self, edition: Edition, rendering: FrozenRendering, articles: Sequence[str]) -> EditionContent:
        """What it said; of an edition that was frozen before that was kept, what its articles say today."""
        if rendering.content is not None:
            return content_of(rendering.content)
        newsletter = self._newsletters.get(edition.newsletter)
        if newsletter is None:
            message = (
                f"the newsletter {edition.newsletter} is not configured any more, so its edition cannot be made anew"
            )
            raise NotFoundError(message, code="newsletter-unknown", hint=f"syndicate edition stop {edition.id}")
        return self._drafting.content_again(newsletter, articles, edition)


def _too_few(left: int, needed: int, reason: str) -> str:
    noun = "story is" if left == 1 else "stories are"
    return f"{left} {noun} left of it, {needed} are needed; {reason}"
