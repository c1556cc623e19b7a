"""Compose: make the editions of one newsletter, those that are due and those that a person asks for."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import timedelta
from typing import TYPE_CHECKING

from syndicate.articles.source_store import SourceStore
from syndicate.delivery import freezing
from syndicate.digests import reopening
from syndicate.digests.model import EditionState
from syndicate.errors import BadDataError, TryLaterError

if TYPE_CHECKING:
    from syndicate.clock import Clock
    from syndicate.delivery.control import Control
    from syndicate.delivery.lanes.run import StopSignal
    from syndicate.digests.composed import Composed
    from syndicate.digests.composing import Composing
    from syndicate.digests.newsletters import Newsletter
    from syndicate.digests.specials.request import Special
    from syndicate.publishing.clock_watch import ClockWatch
    from syndicate.storage import Database

#: A source that cannot be read for longer leaves no slot open: else each story would leave at once while it is dead.
_OUTAGE = timedelta(hours=12)
_CLOCK_HINT = (
    "Set the clock right. If it is right now: start the program anew, and if an occurrence was decided under a wrong "
    "clock, let it be decided again: syndicate edition reopen NEWSLETTER SLOT"
)


@dataclass(frozen=True, kw_only=True, slots=True)
class Opening:
    """What opening an edition came to: so many deliveries; ``None``: it was composed anew, for that reason."""

    planned: int | None
    stale_because: str = ""


@dataclass(frozen=True, kw_only=True, slots=True)
class Compose:
    """Composes the editions of one newsletter; ``sources`` are the names of those that it draws from.

    Exclusive by newsletter (``compose:NAME``): an edition takes the articles that the newsletter has not mailed
    yet, so its editions are decided one after another. That a slot is decided once, and that nobody gets an article
    twice, is held by rows: a site freezes one edition at a time, whatever newsletter it is of, and whoever comes by
    goes on with a freeze that was torn.
    """

    newsletter: Newsletter
    sources: tuple[str, ...]
    database: Database
    clock: Clock
    composing: Composing
    control: Control
    clock_watch: ClockWatch

    @property
    def name(self) -> str:
        """The step's name, and its lock's."""
        return lock_of(self.newsletter.name)

    def run(self, stop: StopSignal) -> tuple[Composed, ...]:
        """Compose whatever is due and has not had its turn, the earliest first; what came of each, at least one.

        While a source cannot be read, "nothing new" is not believed: such a slot stays open.

        Raises:
            TryLaterError: the clock cannot be right, so nothing is decided.
        """
        with self.database.lock(self.name):
            self._trust_the_clock()
            freezing.finish_freezes(self.database, self.clock)
            composed = [self._one()]
            while composed[-1].outcome is not None and not stop.is_set():
                composed.append(self._one())
            return tuple(composed[:-1]) or tuple(composed)

    def _one(self) -> Composed:
        composed = self.composing.compose_due(self.newsletter, believes_empty=not self._has_gaps())
        if composed.edition is None:
            return composed
        freezing.freeze(self.database, self.clock, composed.edition.id)
        return replace(composed, edition=self.control.edition(composed.edition.id))

    def by_hand(self) -> Composed:
        """Compose an edition of what is new, whatever the hour, and hold it for a person to send."""
        with self.database.lock(self.name):
            return self.composing.by_hand.compose(self.newsletter)

    def instead_of(self, edition_id: str) -> Composed:
        """Compose an edition of the same articles for those whom the other one did not reach, and hold it.

        Raises:
            NotFoundError: the newsletter has no such edition.
            BadDataError: its mails may still leave, it reached everybody, or none of its articles is public any more.
        """
        with self.database.lock(self.name):
            if self.control.edition(edition_id).state is EditionState.STOPPED:
                self.control.finish_stop(edition_id)  # whoever stopped it may have been killed
            return self.composing.by_hand.compose_instead_of(self.newsletter, edition_id)

    def special(self, special: Special) -> Composed:
        """Compose a special edition, and hold it for a person to send.

        Raises:
            NotFoundError: there is no such article.
            BadDataError: an article must not be carried, or nobody would get any of it.
        """
        with self.database.lock(self.name):
            return self.composing.by_hand.compose_special(self.newsletter, special)

    def open(self, edition_id: str) -> Opening:
        """Fix the recipients of an edition that was composed by hand, or compose it anew if it is stale.

        Raises:
            NotFoundError: there is no such edition.
            BadDataError: it was opened before, or nothing is left of it.
            TryLaterError: the clock cannot be right.
        """
        with self.database.lock(self.name):
            self._trust_the_clock()
            freezing.finish_freezes(self.database, self.clock)
            self.control.must_open(edition_id)
            reason = self.composing.by_hand.open(self.newsletter, edition_id)
            if reason is None:
                return Opening(planned=freezing.freeze(self.database, self.clock, edition_id))
            if self.composing.by_hand.recompose(self.newsletter, self.control.edition(edition_id), reason) is None:
                message = f"nothing is left of the edition: {reason}"
                hint = f"Drop it: syndicate edition discard {edition_id}"
                raise BadDataError(message, code="edition-empty", hint=hint)
            return Opening(planned=None, stale_because=reason)

    def _trust_the_clock(self) -> None:
        if doubt := self.clock_watch.doubt():
            message = f"no edition is decided on: {doubt}"
            raise TryLaterError(message, code="clock-doubtful", hint=_CLOCK_HINT)

    def _has_gaps(self) -> bool:
        """Whether the last run of a source, by whatever process, could not read it; not one that is long dead."""
        with self.database.read() as connection:
            return SourceStore(connection).has_failed(self.sources, self.clock.now() - _OUTAGE)


def lock_of(newsletter: str) -> str:
    """What the composing of that newsletter is exclusive by."""
    return f"compose:{newsletter}"


def reopen(database: Database, newsletter: str, slot: str) -> bool:
    """Let an occurrence be decided once more, as a person wishes; ``False`` when it was not decided.

    The newsletter need not be configured any more.
    """
    with database.lock(lock_of(newsletter)):
        return reopening.reopen(database, newsletter, slot)
