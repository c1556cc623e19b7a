"""A sample of a source: what would be made of its newest documents, and what they lack."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import islice
from typing import TYPE_CHECKING

from syndicate.articles import intake
from syndicate.articles.collecting.documents import read_changed
from syndicate.articles.headlines import name_of
from syndicate.articles.model import Status
from syndicate.articles.reading import Dividing
from syndicate.articles.sources import SourceError

if TYPE_CHECKING:
    from datetime import datetime

    from syndicate.articles.intake import IntakeDecision
    from syndicate.articles.model import Draft, RawDocument
    from syndicate.articles.rules import Rules
    from syndicate.articles.sources import Samplable

#: Documents that are read.
MOST = 30
#: Titles that are told.
_NEWEST = 3
#: Characters of a text below which it is hardly more than a summary.
_SUMMARY = 200
#: How a text ends that breaks off.
_BROKEN_OFF = ("…", "...", "[…]", "[...]")


@dataclass(frozen=True, kw_only=True, slots=True)
class SampledArticle:
    """An article as it would be: what editors would be told that it is called, and when it was published, if known."""

    name: str
    published_at: datetime | None


@dataclass(frozen=True, kw_only=True, slots=True)
class Lack:
    """Something that so many of the articles do not have, or that stands in their way, by a code, in words."""

    code: str
    count: int
    message: str


@dataclass(frozen=True, kw_only=True, slots=True)
class Sample:
    """What was seen of a source: ``read`` documents of ``extent``; ``None``: it does not say how many it has.

    Of these, so many would be ``taken``, published or at their time; ``newest`` are the newest of them.
    ``notice`` is what the source itself has to say.
    """

    extent: int | None
    read: int
    taken: int
    newest: Sequence[SampledArticle]
    lacks: Sequence[Lack]
    notice: str


def sample(source: Samplable, rules: Rules, now: datetime, *, is_late: Callable[[], bool]) -> Sample:
    """Read the newest documents of a source, until there are `MOST` or somebody says that it is late.

    Raises:
        StorageError: a folder cannot be reached.
        SourceError: the source does not answer as it should, and nothing of it was read.
    """
    reading = source.newest(MOST)
    dividing = Dividing(own=lambda _: ())
    drafts: list[Draft] = []
    stopped = ""
    try:
        for document in _until(islice(dividing.articles(reading.documents), MOST), is_late):
            drafts += [read.draft for read in read_changed([document], {}, source, rules)]
    except SourceError as error:
        if not drafts:
            raise
        stopped = error.message
    decided = [(draft, intake.decide(draft, None, now)) for draft in drafts]
    taken = [draft for draft, decision in decided if decision.status is not Status.HELD]
    lacks = [*_held(decided), *_scheduled(decided), *_lacks(taken), *_passed_over(dividing.passed_over)]
    return Sample(
        extent=reading.extent,
        read=len(drafts),
        taken=len(taken),
        newest=[
            SampledArticle(name=name_of(draft.title, draft.body_text), published_at=_at(draft))
            for draft in sorted(taken, key=_order, reverse=True)[:_NEWEST]
        ],
        lacks=lacks,
        notice=stopped or ("" if is_late() else reading.notice),
    )


def _until(documents: Iterator[RawDocument], is_over: Callable[[], bool]) -> Iterator[RawDocument]:
    # Asked before the next document, not after it: each may be a request.
    while not is_over() and (document := next(documents, None)) is not None:
        yield document


def _at(draft: Draft) -> datetime | None:
    return draft.published.at if draft.published else None


def _order(draft: Draft) -> tuple[bool, float]:
    at = _at(draft)
    return at is not None, at.timestamp() if at else 0


def _held(decided: Sequence[tuple[Draft, IntakeDecision]]) -> Iterator[Lack]:
    """Each reason once, the most frequent first."""
    reasons = Counter(decision.reason for _, decision in decided if decision.status is Status.HELD)
    for reason, count in reasons.most_common(_NEWEST):
        yield Lack(code="held", count=count, message=f"held: {reason}")
    if (rest := sum(reasons.values()) - sum(count for _, count in reasons.most_common(_NEWEST))) > 0:
        yield Lack(code="held", count=rest, message="held for other reasons")


def _scheduled(decided: Sequence[tuple[Draft, IntakeDecision]]) -> Iterator[Lack]:
    count = sum(decision.embargo_until is not None and decision.status is not Status.HELD for _, decision in decided)
    if count:
        yield Lack(code="scheduled", count=count, message="to come at a time that is set for it")


def _lacks(drafts: Sequence[Draft]) -> Iterator[Lack]:
    for code, message, is_lacking in _CHECKS:
        if count := sum(map(is_lacking, drafts)):
            yield Lack(code=code, count=count, message=message)


def _passed_over(passed: Mapping[str, Mapping[str, int]]) -> Iterator[Lack]:
    kinds: Counter[str] = Counter()
    for counts in passed.values():
        kinds.update(counts)
    for kind, count in kinds.items():
        yield Lack(code="passed-over", count=count, message=f"passed over: {kind}")


def _is_summary(draft: Draft) -> bool:
    return 0 < len(draft.body_text) < _SUMMARY or draft.body_text.endswith(_BROKEN_OFF)


_CHECKS: Sequence[tuple[str, str, Callable[[Draft], bool]]] = (
    (
        "no-date",
        "without a date of publication: ordered by when it is first seen",
        lambda draft: not draft.published,
    ),
    ("no-title", "without a title: told by its first words", lambda draft: not draft.title),
    ("no-text", "of a title alone", lambda draft: not draft.body_text),
    ("summary", f"of fewer than {_SUMMARY} characters, or broken off: a summary, it seems", _is_summary),
    ("no-picture", "without a picture", lambda draft: not draft.media),
    ("no-link", "without an address of its own", lambda draft: not draft.permalink),
    ("paid", "for members or who pays: the public gets the summary", lambda draft: draft.is_paid),
)
