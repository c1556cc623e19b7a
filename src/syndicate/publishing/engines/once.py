"""One pass over the steps, in their order."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor, wait
from dataclasses import dataclass, field
from threading import Event
from typing import TYPE_CHECKING, cast

from syndicate.images.work import HeroReport
from syndicate.publishing.engines import take
from syndicate.publishing.steps.answer import Answer
from syndicate.publishing.steps.collect import Collect
from syndicate.publishing.steps.compose import Compose
from syndicate.publishing.steps.deliver import Deliver, DeliverReport
from syndicate.publishing.steps.feeds import WriteFeeds
from syndicate.publishing.steps.pictures import MakePictures

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from syndicate.articles.collecting import CollectionReport
    from syndicate.delivery.lanes.run import SendReport
    from syndicate.digests.composed import Composed
    from syndicate.errors import SyndicateError
    from syndicate.feeds.publish import FeedReport
    from syndicate.publishing.engines import StepListener
    from syndicate.publishing.steps import PublishingStep
    from syndicate.publishing.steps.answer import AnswerReport

_NO_PICTURES = HeroReport(ready=0, failed=0, waiting=0, failures=())


@dataclass(frozen=True, kw_only=True, slots=True)
class CollectReport:
    """What collecting brought, by source; ``failed`` holds the sources that could not be read, and why.

    ``left_to_others`` are steps that another process is at.
    """

    sources: Mapping[str, CollectionReport]
    failed: Mapping[str, str]
    pictures: HeroReport
    left_to_others: tuple[str, ...] = ()


@dataclass(kw_only=True, slots=True)
class PassReport:
    """What a pass did. A step that failed left ``None`` or nothing, and its error; a source that did, its name.

    ``left_to_others`` are the steps that another process is at.
    """

    sources: dict[str, CollectionReport] = field(default_factory=dict)
    unread: dict[str, str] = field(default_factory=dict)
    pictures: HeroReport | None = None
    feeds: FeedReport | None = None
    composed: list[Composed] = field(default_factory=list)
    answered: AnswerReport | None = None
    sent: Mapping[str, SendReport] = field(default_factory=dict)
    errors: list[SyndicateError] = field(default_factory=list)
    left_to_others: list[str] = field(default_factory=list)

    @property
    def collected(self) -> CollectReport:
        """What came of the sources and of their pictures."""
        return CollectReport(
            sources=self.sources,
            failed=self.unread,
            pictures=self.pictures or _NO_PICTURES,
            left_to_others=tuple(self.left_to_others),
        )

    def done(self, step: PublishingStep, result: object) -> None:
        """Keep the result under what it is."""
        match step:
            case Collect():
                self.sources[step.source] = cast("CollectionReport", result)
            case MakePictures():
                self.pictures = cast("HeroReport", result)
            case WriteFeeds():
                self.feeds = cast("FeedReport", result)
            case Compose():
                self.composed += cast("tuple[Composed, ...]", result)
            case Answer():
                self.answered = cast("AnswerReport", result)
            case Deliver():
                delivered = cast("DeliverReport", result)
                self.sent = delivered.sent
                self.errors += delivered.failed.values()
            case _:
                pass

    def failed(self, step: PublishingStep, error: SyndicateError) -> None:
        """Keep the error; a source that cannot be read today is no failure of the pass."""
        if isinstance(step, Collect):
            self.unread[step.source] = str(error)
        else:
            self.errors.append(error)

    def elsewhere(self, step: PublishingStep) -> None:
        """Keep the name of a step that another process is at."""
        self.left_to_others.append(step.name)

    def add_sources(self, other: PassReport) -> None:
        """Take over what another pass says of sources."""
        self.sources |= other.sources
        self.unread |= other.unread
        self.left_to_others += other.left_to_others


class Once:
    """The engine that makes one pass: it is done when `start` returns."""

    def __init__(self, steps: Iterable[PublishingStep], listener: StepListener, stop: Event | None = None) -> None:
        """Take the steps in their order; ``stop`` ends the pass from without."""
        self._steps = tuple(steps)
        self._listener = listener
        self._stop = stop or Event()

    def start(self) -> None:
        """Take every step."""
        for step in self._steps:
            take(step, self._stop, self._listener)

    def stop(self) -> None:
        """Finish the step that is in flight, and take no other."""
        self._stop.set()


def one_pass(
    steps: Iterable[PublishingStep],
    stop: Event | None = None,
    *,
    asked: Sequence[Collect] = (),
    patience: float | None = None,
) -> PassReport:
    """Take the steps once, one after the other, until ``stop`` is set; what came of it.

    Before them those that are ``asked`` over the network, all at once. They are waited for, for ``patience`` seconds if
    it is given: whoever is slower then goes on aside, and is not in the report.
    """
    report = PassReport()
    if asked:
        _ask(asked, stop or Event(), report, patience)
    Once(steps, report, stop).start()
    return report


def _ask(steps: Sequence[Collect], stop: Event, report: PassReport, patience: float | None) -> None:
    pool = ThreadPoolExecutor(len(steps), thread_name_prefix="asking")
    try:
        answers = [pool.submit(one_pass, (step,), stop) for step in steps]
        done, _ = wait(answers, timeout=patience)
        for answer in answers:  # in the order of the sources
            if answer in done:
                report.add_sources(answer.result())
    finally:
        pool.shutdown(wait=patience is None)
