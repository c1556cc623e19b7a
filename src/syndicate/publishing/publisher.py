"""The publisher: the steps of one configuration, in the order in which the work flows, and a person's hand on them."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from syndicate.delivery.doubt.missing import MissingStore
from syndicate.delivery.lanes.run import NeverStop
from syndicate.digests.resending import must_be_known
from syndicate.digests.schedule import following
from syndicate.digests.specials.request import correcting
from syndicate.publishing.engines.once import one_pass
from syndicate.publishing.newsletters import named
from syndicate.publishing.steps.collect import Collect
from syndicate.publishing.steps.compose import reopen

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import datetime
    from threading import Event

    from syndicate.articles.corrections import Correction
    from syndicate.delivery.control import Control
    from syndicate.delivery.lanes.run import SendReport, StopSignal
    from syndicate.delivery.model import DeliveryState
    from syndicate.delivery.preview_mails import PreviewMails
    from syndicate.digests.composed import Composed
    from syndicate.digests.composing import Composing
    from syndicate.digests.corrections.noting import Noting
    from syndicate.digests.drafts.editing import DraftEditing
    from syndicate.digests.explaining.expecting import Expecting
    from syndicate.digests.explaining.explainer import Explaining
    from syndicate.digests.judging import Judging
    from syndicate.digests.model import Edition
    from syndicate.digests.newsletters import Newsletter
    from syndicate.digests.previewing import Previewing
    from syndicate.digests.schedule import Occurrence
    from syndicate.digests.specials.request import Special
    from syndicate.feeds.publish import FeedReport
    from syndicate.images.at_hand import PicturesAtHand
    from syndicate.images.work import HeroReport
    from syndicate.publishing.edition_pictures import EditionPictures
    from syndicate.publishing.engines.once import CollectReport, PassReport
    from syndicate.publishing.steps import PublishingStep
    from syndicate.publishing.steps.answer import Answer, AnswerReport
    from syndicate.publishing.steps.compose import Compose, Opening
    from syndicate.publishing.steps.deliver import Deliver, DeliverReport
    from syndicate.publishing.steps.feeds import WriteFeeds
    from syndicate.publishing.steps.hear import Hear
    from syndicate.publishing.steps.pictures import MakePictures
    from syndicate.publishing.steps.revise import Revise
    from syndicate.publishing.steps.settle import Settle
    from syndicate.publishing.steps.tell_editors import TellEditors
    from syndicate.publishing.steps.tell_hubs import TellHubs
    from syndicate.publishing.steps.thin import Thin

_NEVER = NeverStop()
#: Seconds for which a start waits for sources that are asked over the network: an edition may want their newest.
PATIENCE = 10.0


@dataclass(frozen=True, kw_only=True)
class Publisher:
    """What `syndicate.publishing.wiring` makes of a configuration; ``compose_steps`` are by newsletter.

    There is a ``hubs_step`` where hubs are configured, and a ``hear_step`` where a queue of events is.
    """

    collect_steps: tuple[Collect, ...]
    pictures_step: MakePictures
    revise_step: Revise
    feeds_step: WriteFeeds
    hubs_step: TellHubs | None
    compose_steps: Mapping[str, Compose]
    hear_step: Hear | None
    settle_step: Settle
    answer_step: Answer
    deliver_step: Deliver
    editors_step: TellEditors
    thin_step: Thin
    editing: DraftEditing
    noting: Noting
    composing: Composing
    explaining: Explaining
    expecting: Expecting
    previewing: Previewing
    preview_mails: PreviewMails
    judging: Judging
    control: Control
    pictures_at_hand: PicturesAtHand
    edition_pictures: EditionPictures

    @property
    def gathering(self) -> tuple[PublishingStep, ...]:
        """The steps from the sources to the feeds."""
        # What is revised is taken out of mails before feeds are written: mails cannot be mended.
        return (*self.collect_steps, self.pictures_step, self.revise_step, self.feeds_step)

    @property
    def gathering_at_hand(self) -> tuple[PublishingStep, ...]:
        """The same, without the sources that are asked over the network: nothing waits for these."""
        return tuple(step for step in self.gathering if not (isinstance(step, Collect) and step.every))

    @property
    def _asked(self) -> tuple[Collect, ...]:
        """The sources that are asked over the network."""
        return tuple(step for step in self.collect_steps if step.every)

    @property
    def hearing(self) -> tuple[PublishingStep, ...]:
        """The steps from the events to what is known of deliveries; what was in doubt may be due after them."""
        return (*((self.hear_step,) if self.hear_step else ()), self.settle_step)

    @property
    def composing_steps(self) -> tuple[PublishingStep, ...]:
        """The steps that make editions, and tell editors of those to come and of what became of them."""
        return (*self.compose_steps.values(), self.editors_step)

    @property
    def newsletters(self) -> tuple[Newsletter, ...]:
        """The newsletters of the configuration."""
        return tuple(step.newsletter for step in self.compose_steps.values())

    def newsletter(self, name: str) -> Newsletter:
        """The newsletter of that name, or `UnknownNameError`."""
        return named(self.newsletters, name)

    def edition(self, edition_id: str) -> Edition:
        """The edition of that id, or `NotFoundError`."""
        return self.control.edition(edition_id)

    def audience(self, edition_id: str) -> int:
        """To how many readers a mail would go if the edition were opened, or let go on, now."""
        edition = self.edition(edition_id)
        if edition.opened_at is None:
            return self.composing.by_hand.audience(self.newsletter(edition.newsletter), edition)
        return self.control.waiting(edition_id)

    def missing(self, edition_id: str) -> int:
        """To how many `deliver_missing` would send now: those whose mail waits, and those who are put back.

        Raises:
            NotFoundError: there is no such edition.
            BadDataError: it is past.
        """
        edition = self.edition(edition_id)
        if edition.opened_at is None:
            return 0
        meant = self.deliver_step.sending.meant(edition.newsletter)
        with self.deliver_step.database.read() as connection:
            must_be_known(connection, edition_id)
            sendable = MissingStore(connection).sendable(edition, meant)
        return self.control.waiting(edition_id) + sendable

    def upcoming(self, now: datetime) -> list[tuple[Newsletter, Occurrence]]:
        """The next occurrence of each newsletter and cadence, by the newsletter's own clock, soonest first."""
        found = (
            (newsletter, following(newsletter.schedule(cadence), now))
            for newsletter in self.newsletters
            for cadence in newsletter.cadences
        )
        pairs = [(newsletter, occurrence) for newsletter, occurrence in found if occurrence is not None]
        return sorted(pairs, key=lambda pair: pair[1].due_at)

    # --- passes --------------------------------------------------------------------

    def run_once(self, stop: Event | None = None) -> PassReport:
        """One pass over all steps. A step that fails does not stop the others."""
        sending = (*self.composing_steps, *self.hearing, self.answer_step, self.deliver_step)
        telling = (self.hubs_step,) if self.hubs_step else ()
        return one_pass((*self.gathering_at_hand, *sending, *telling, self.thin_step), stop, asked=self._asked)

    def prepare(self, stop: Event | None = None) -> PassReport:
        """A pass without the deliveries; a source that does not answer soon goes on aside."""
        steps = (*self.gathering_at_hand, *self.compose_steps.values())
        return one_pass(steps, stop, asked=self._asked, patience=PATIENCE)

    def collect(self, stop: Event | None = None) -> CollectReport:
        """Collect every source, then prepare the pictures that are due.

        Raises:
            SyndicateError: no picture could be looked for; a source that fails is in the report.
        """
        at_hand = (step for step in self.collect_steps if not step.every)
        report = one_pass((*at_hand, self.pictures_step), stop, asked=self._asked)
        if report.errors:
            raise report.errors[0]
        return report.collected

    # --- single steps, as a person asks for them -----------------------------------

    def make_pictures(self) -> HeroReport:
        """Prepare the pictures that are due, and nothing else."""
        return self.pictures_step.run(_NEVER)

    def build_feeds(self) -> FeedReport:
        """Bring every feed document up to date."""
        return self.feeds_step.run(_NEVER)

    def revise_published(self) -> list[str]:
        """Take what readers may not see any more out of every edition that shows it; which editions changed."""
        return self.revise_step.run(_NEVER)

    def compose_due(self, newsletter: Newsletter) -> Composed:
        """Compose what is due of the newsletter and has not had its turn; of several, what came to an edition last."""
        composed = self.compose_steps[newsletter.name].run(_NEVER)
        return next((each for each in reversed(composed) if each.edition), composed[-1])

    def compose_by_hand(self, newsletter: Newsletter) -> Composed:
        """Compose an edition of what is new, and hold it for a person to send."""
        return self.compose_steps[newsletter.name].by_hand()

    def compose_instead_of(self, newsletter: Newsletter, edition_id: str) -> Composed:
        """Compose an edition of the same articles for those whom the other one did not reach, and hold it."""
        return self.compose_steps[newsletter.name].instead_of(edition_id)

    def compose_special(self, newsletter: Newsletter, special: Special) -> Composed:
        """Compose an edition of the very articles that a person names, and hold it."""
        return self.compose_steps[newsletter.name].special(special)

    def owed(self, newsletter: Newsletter, correction: Correction) -> int:
        """How many readers of the newsletter have yet to be told of that correction."""
        return self.composing.by_hand.reach(newsletter, correcting(correction))

    def compose_correction(self, newsletter: Newsletter, correction: Correction) -> Composed:
        """Compose an edition that tells exactly those of the correction, and nothing else, and hold it."""
        return self.compose_special(newsletter, correcting(correction))

    def open_edition(self, edition_id: str) -> Opening:
        """Fix the recipients of an edition that was composed by hand, or compose it anew if it is stale."""
        newsletter = self.newsletter(self.edition(edition_id).newsletter)
        return self.compose_steps[newsletter.name].open(edition_id)

    def reopen(self, newsletter: str, slot: str) -> bool:
        """Let an occurrence be decided once more; ``False`` when it was not decided."""
        return reopen(self.deliver_step.database, newsletter, slot)

    def answer(self, stop: StopSignal) -> AnswerReport:
        """Decide the wishes that wait, and send the mails to one person that are due."""
        return self.answer_step.run(stop)

    def deliver(self, stop: StopSignal) -> DeliverReport:
        """Carry what is due of every open edition."""
        return self.deliver_step.run(stop)

    def deliver_edition(self, edition_id: str, stop: StopSignal, *, is_forced: bool = False) -> SendReport:
        """Carry what is due of one edition, held or not; a forced one goes also when pictures are missing."""
        return self.deliver_step.edition(edition_id, stop, is_forced=is_forced)

    def deliver_again(
        self, edition_id: str, state: DeliveryState, stop: StopSignal, *, is_forced: bool = False
    ) -> SendReport:
        """Put the edition's refused, or its uncertain, deliveries back and carry what is due."""
        return self.deliver_step.again(edition_id, state, stop, is_forced=is_forced)

    def deliver_missing(self, edition_id: str, stop: StopSignal, *, is_forced: bool = False) -> SendReport:
        """Put back who certainly has not got the edition and may still get it, and carry what is due."""
        return self.deliver_step.to_missing(edition_id, stop, is_forced=is_forced)
