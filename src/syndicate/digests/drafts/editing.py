"""An editor's hand on coming editions: each wish is noted with who and when, and on the version that its author saw."""

from __future__ import annotations

from typing import TYPE_CHECKING

from syndicate.articles.store import ArticleStore
from syndicate.digests.drafts import approving, pictures, refusals
from syndicate.digests.drafts.model import DraftWish, GivenApproval, Verb
from syndicate.digests.drafts.slots import waves_after
from syndicate.digests.drafts.store import DraftStore
from syndicate.digests.drafts.texts import with_fit_text
from syndicate.digests.intents import turn_of
from syndicate.digests.patterns import check_wording
from syndicate.digests.schedule import see_in_reach
from syndicate.digests.shape import HeroWish

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import date, datetime

    from syndicate.clock import Clock
    from syndicate.digests.drafts.model import ComingEdition, Shaped
    from syndicate.digests.drafts.reviewing import DraftReview, Reviewing
    from syndicate.digests.drafts.slots import ComingSlot
    from syndicate.digests.newsletters import Newsletter
    from syndicate.images.at_hand import PicturesAtHand
    from syndicate.images.model import Focal
    from syndicate.storage import Database

#: Of a hash, what nobody types by chance; an empty one is what a script gives that lost it.
_SHORTEST_HASH = 8
_BEFORE_THE_FIRST = (Verb.HOLD, Verb.RELEASE)
_WORDED = (Verb.SUBJECT, Verb.PREHEADER)


class DraftEditing:
    """Shows coming editions, and notes what editors wish of them."""

    def __init__(
        self, *, database: Database, clock: Clock, reviewing: Reviewing, pictures_at_hand: PicturesAtHand
    ) -> None:
        """Take the parts."""
        self._pictures = pictures_at_hand
        self._database = database
        self._clock = clock
        self.reviewing = reviewing

    def slot(
        self, newsletter: Newsletter, kind: str | None = None, day: date | None = None, *, since: datetime | None = None
    ) -> ComingSlot:
        """The slot whose first wave is next, or that of a local date; of the default cadence unless one is named.

        The next is the first after ``since``; default: after now.

        Raises:
            NotFoundError: the newsletter does not offer that cadence, or it has no such slot, or no calendar does.
            BadDataError: its last wave has left.
        """
        cadence = newsletter.cadence(kind)
        if kind is not None and cadence.kind != kind:
            raise refusals.not_offered(newsletter, kind)
        if day is None:
            slot = self.reviewing.coming(newsletter, cadence, since)
        else:
            see_in_reach(day)
            slot = self.reviewing.slot_on(newsletter, cadence, day)
        if slot is None:
            raise refusals.no_slot(newsletter, cadence.kind, day)
        self._see_open(slot)
        return slot

    def look(self, newsletter: Newsletter, slot: ComingSlot) -> DraftReview:
        """The coming edition as it would be by now; at the first look its row is made."""
        return self.reviewing.review(newsletter, slot, self.reviewing.made(newsletter, slot))

    def shape(
        self,
        newsletter: Newsletter,
        slot: ComingSlot,
        wishes: Sequence[DraftWish],
        who: str,
        version: int | None = None,
    ) -> Shaped:
        """Note wishes, all or none, if nobody has changed the draft since ``version``, or since this call began.

        Raises:
            BadDataError: somebody was first; the last wave has left; or the wish cannot be granted.
            NotFoundError: there is no such article.
        """
        wishes = [with_fit_text(wish) for wish in wishes]
        self._check(slot, wishes)
        seen = self._row(newsletter, slot)
        with self._database.write() as connection:
            store = DraftStore(connection)
            found = store.lock(seen.key)
            _see_version(found, seen.version if version is None else version, wishes)
            store.add(seen.key, wishes, who, self._clock.now())
            return store.lock(seen.key)

    def picture(self, article_id: str, url: str | None, focus: Focal | None) -> DraftWish:
        """The wish for another picture of a story, or for its own cut around that point; the picture is made by this.

        Raises:
            NotFoundError: there is no such article, or it has no such picture.
            BadDataError: it cannot be shown.
            UnavailableError: it cannot be had.
            TryLaterError: pictures are being made by another process.
        """
        made = self._pictures.another(article_id, url, focus)
        wish = HeroWish(url=url, focus=focus, picture=made)
        return DraftWish(verb=Verb.HERO, article_id=article_id, value=pictures.value_of(wish))

    def undo(
        self,
        newsletter: Newsletter,
        slot: ComingSlot,
        who: str,
        number: int | None = None,
        version: int | None = None,
    ) -> Shaped:
        """Undo an act, by its number, or the newest that stands.

        Raises:
            BadDataError: somebody was first, or the last wave has left.
            NotFoundError: there is no such act, or it is undone.
        """
        self._see_open(slot)
        seen = self._row(newsletter, slot)
        with self._database.write() as connection:
            store = DraftStore(connection)
            found = store.lock(seen.key)
            _see_version(found, seen.version if version is None else version, ())
            standing = [act for act in found.acts if act.stands and number in {None, act.number}]
            if not standing:
                raise refusals.nothing_to_undo(number)
            store.undo(seen.key, standing[-1].number, who, self._clock.now())
            return store.lock(seen.key)

    def approve(
        self, newsletter: Newsletter, slot: ComingSlot, who: str, content_hash: str | None = None
    ) -> DraftReview:
        """Approve the coming edition as it is, or as it was when it had that hash, of which the beginning is enough.

        Raises:
            BadDataError: it has another hash by now, or too little of one was given; it says nothing, or wants no
                approval; or the last wave has left.
        """
        self._see_open(slot)
        if newsletter.approval is None:
            raise refusals.wants_no_approval(newsletter)
        if content_hash is not None and len(content_hash) < _SHORTEST_HASH:
            raise refusals.says_too_little(content_hash, _SHORTEST_HASH)
        review = self.look(newsletter, slot)
        if review.draft.leading is None:
            raise refusals.nothing_to_approve(newsletter, slot.occurrence.slot)
        found = approving.hash_of(review.content)
        if content_hash is not None and not found.startswith(content_hash):
            raise refusals.approves_something_else(review.changes or ())
        given = GivenApproval(
            at=self._clock.now(), by=who, hash=found, content=review.content, cut=review.draft.plan.cut
        )
        row = self._row(newsletter, slot)
        with self._database.write() as connection:
            store = DraftStore(connection)
            _see_version(store.lock(row.key), review.shaped.row.version if review.shaped.row else 0, ())
            store.approve(row.key, given)
        return self.look(newsletter, slot)

    def later_readers(self, newsletter: Newsletter, slot: ComingSlot) -> int:
        """How many readers get the slot in a wave that is yet to come."""
        now = self._clock.now()
        choices = slot.choices if slot.first_wave_at > now else waves_after(slot, now)
        turn = turn_of(newsletter, slot.occurrence, choices)
        with self._database.read() as connection:
            return DraftStore(connection).readers(turn)

    def _row(self, newsletter: Newsletter, slot: ComingSlot) -> ComingEdition:
        row = self.reviewing.made(newsletter, slot).row
        assert row is not None  # noqa: S101 - it was made
        return row

    def _check(self, slot: ComingSlot, wishes: Sequence[DraftWish]) -> None:
        self._see_open(slot)
        now = self._clock.now()
        if slot.first_wave_at <= now and any(wish.verb in _BEFORE_THE_FIRST for wish in wishes):
            raise refusals.is_under_way(slot)
        for wish in wishes:
            if wish.verb in _WORDED and isinstance(wish.value, str):
                check_wording(wish.value)
        named = {wish.article_id for wish in wishes if wish.article_id}
        named |= {name for wish in wishes if isinstance(wish.value, list) for name in wish.value}
        with self._database.read() as connection:
            unknown = named - ArticleStore(connection).some(named, now).keys()
        if unknown:
            raise refusals.unknown_articles(unknown)

    def _see_open(self, slot: ComingSlot) -> None:
        if slot.is_over(self._clock.now()):
            raise refusals.is_over(slot)


def _see_version(found: Shaped, version: int, wishes: Sequence[DraftWish]) -> None:
    if found.row is not None and found.row.version != version:
        raise refusals.somebody_was_first(found, version, wishes)
