"""What the scheduler's steps tell: a line for whatever was published, and the log for whatever failed."""

from __future__ import annotations

import logging
from typing import TYPE_CHECKING, cast

from syndicate.publishing.steps.answer import Answer
from syndicate.publishing.steps.collect import Collect
from syndicate.publishing.steps.compose import Compose
from syndicate.publishing.steps.deliver import Deliver, DeliverReport
from syndicate.publishing.steps.settle import Settle
from syndicate.publishing.steps.tell_editors import TellEditors
from syndicate.publishing.steps.tell_hubs import TellHubs
from syndicate.publishing.steps.thin import Thin
from syndicate.text.plain import counted

if TYPE_CHECKING:
    from collections.abc import Callable

    from syndicate.articles.collecting import CollectionReport
    from syndicate.delivery.doubt.settling import SettleReport
    from syndicate.digests.composed import Composed
    from syndicate.errors import SyndicateError
    from syndicate.feeds.pinging import PingReport
    from syndicate.publishing.steps import PublishingStep
    from syndicate.publishing.steps.answer import AnswerReport
    from syndicate.publishing.steps.tell_editors import LettersReport
    from syndicate.publishing.steps.thin import Thinned

log = logging.getLogger("syndicate.schedule")


class Lines:
    """Tells what came of each step in a line, and only what is news."""

    def __init__(self, tell: Callable[[str], None] = log.info) -> None:
        """``tell`` is given each line."""
        self._tell = tell
        self._waits_because = ""

    def done(self, step: PublishingStep, result: object) -> None:
        """Tell what was collected, composed and delivered."""
        match step:
            case Collect():
                self._tell_collected(step.source, cast("CollectionReport", result))
            case Compose():
                for composed in cast("tuple[Composed, ...]", result):
                    self._tell_composed(composed)
            case Deliver():
                self._tell_delivered(cast("DeliverReport", result))
            case Answer():
                self._tell_answered(cast("AnswerReport", result))
            case _:
                self._tell_aside(step, result)

    def failed(self, step: PublishingStep, error: SyndicateError) -> None:
        """Log the error, and what helps."""
        name = f"source {step.source}" if isinstance(step, Collect) else step.name
        log.error("%s: %s%s", name, error, f" ({error.hint})" if error.hint else "")

    def elsewhere(self, step: PublishingStep) -> None:
        """No news: whoever is at it tells of it."""
        log.debug("%s is under way in another process", step.name)

    def _tell_aside(self, step: PublishingStep, result: object) -> None:
        """What follows of deliveries and of drafts."""
        match step:
            case Settle():
                self._tell_settled(cast("SettleReport", result))
            case Thin():
                self._tell_thinned(cast("Thinned", result))
            case TellEditors():
                self._tell_letters(cast("LettersReport", result))
            case TellHubs():
                self._tell_pings(cast("PingReport", result))
            case _:
                pass

    def _tell_letters(self, report: LettersReport) -> None:
        if report.submitted:
            self._tell(f"{counted(report.submitted, 'letter')} to editors submitted")
        if report.waiting_because:
            log.warning("a letter to editors waits: %s", report.waiting_because)

    def _tell_pings(self, report: PingReport) -> None:
        for address in report.answering:
            self._tell(f"hub {address} takes pings: feeds name it")
        for hub in report.failing:
            log.warning("hub %s takes no pings: %s", hub.address, hub.error)

    def _tell_collected(self, source: str, report: CollectionReport) -> None:
        if report.new or report.changed:
            self._tell(f"{source}: {report.new} new, {report.changed} changed, {report.held} held")

    def _tell_composed(self, composed: Composed) -> None:
        if composed.notice:
            log.warning("%s: %s", composed.newsletter, composed.notice)
        if edition := composed.edition:
            self._tell(f"{composed.newsletter}: edition {edition.number} composed: {edition.subject}")

    def _tell_delivered(self, delivered: DeliverReport) -> None:
        for edition_id, report in delivered.sent.items():
            if report.submitted or report.refused or report.uncertain:
                self._tell(f"edition {edition_id}: {report.submitted} submitted, {report.waiting} waiting")
        for edition_id, error in delivered.failed.items():
            log.error("edition %s: %s", edition_id, error)

    def _tell_answered(self, report: AnswerReport) -> None:
        for line in report.lines():
            self._tell(line)
        mails = report.mails
        # Asked every few seconds: it is said once, and again when it is another reason.
        if mails.waiting_because and mails.waiting_because != self._waits_because:
            log.warning("mails to one person wait: %s", mails.waiting_because)
        self._waits_because = mails.waiting_because

    def _tell_thinned(self, thinned: Thinned) -> None:
        editions, audience = thinned.editions, thinned.audience
        if editions.people:
            self._tell(f"{counted(editions.people, 'edition')}: the rows of people have gone, their sums stay")
        if audience.people:
            self._tell(f"{counted(audience.people, 'reader')} who left long ago: erased")
        if audience.unconfirmed:
            self._tell(f"{counted(audience.unconfirmed, 'subscription')} that nobody confirmed: gone")
        if audience.wishes:
            self._tell(f"{counted(audience.wishes, 'old request')} to join: gone")

    def _tell_settled(self, settled: SettleReport) -> None:
        for edition_id, count in settled.resent.items():
            self._tell(f"edition {edition_id}: {count} mails in doubt are sent again")
