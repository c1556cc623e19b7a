"""What came of a run over a source."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from syndicate.articles.intake import IntakeOutcome

if TYPE_CHECKING:
    from datetime import datetime

#: Reasons that a report lists; the rest are counted, and stand with their articles.
LISTED = 100


@dataclass(frozen=True, kw_only=True, slots=True)
class CollectionReport:
    """How a run ended: documents by outcome; ``postponed`` ones were still being written.

    ``held`` ones are not published; ``withdrawn`` ones were, and their documents now withhold them, or are gone. Their
    items are pairs of external id and reason, `LISTED` at most; so are those of ``aliases``: documents of articles that
    others brought. ``passed_over`` counts what is no article by its kind, by the external id of its document.
    ``notice`` says what was read otherwise than asked. A source that is not due before ``put_off_until`` was not read
    at all.
    """

    new: int = 0
    changed: int = 0
    unchanged: int = 0
    held: int = 0
    held_items: tuple[tuple[str, str], ...] = ()
    withdrawn: int = 0
    withdrawn_items: tuple[tuple[str, str], ...] = ()
    aliases: int = 0
    alias_items: tuple[tuple[str, str], ...] = ()
    passed_over: Mapping[str, Mapping[str, int]] = field(default_factory=dict)
    postponed: int = 0
    notice: str = ""
    put_off_until: datetime | None = None

    @property
    def is_news(self) -> bool:
        """Whether anything that readers or editors see is not as it was."""
        return bool(self.new or self.changed or self.held or self.withdrawn)


@dataclass(kw_only=True, slots=True)
class RunTally:
    """The counts of a run that is under way."""

    counts: dict[IntakeOutcome, int] = field(default_factory=lambda: dict.fromkeys(IntakeOutcome, 0))
    listed: dict[IntakeOutcome, list[tuple[str, str]]] = field(
        default_factory=lambda: {IntakeOutcome.HELD: [], IntakeOutcome.WITHDRAWN: [], IntakeOutcome.ALIAS: []}
    )

    def add(self, outcome: IntakeOutcome, external_id: str, reason: str) -> None:
        """Count a document."""
        self.counts[outcome] += 1
        items = self.listed.get(outcome)
        if items is not None and len(items) < LISTED:
            items.append((external_id, reason))

    def report(self, postponed: int, passed_over: Mapping[str, Mapping[str, int]], notice: str) -> CollectionReport:
        """What it came to."""
        return CollectionReport(
            new=self.counts[IntakeOutcome.NEW],
            changed=self.counts[IntakeOutcome.CHANGED],
            unchanged=self.counts[IntakeOutcome.UNCHANGED],
            held=self.counts[IntakeOutcome.HELD],
            held_items=tuple(self.listed[IntakeOutcome.HELD]),
            withdrawn=self.counts[IntakeOutcome.WITHDRAWN],
            withdrawn_items=tuple(self.listed[IntakeOutcome.WITHDRAWN]),
            aliases=self.counts[IntakeOutcome.ALIAS],
            alias_items=tuple(self.listed[IntakeOutcome.ALIAS]),
            passed_over=passed_over,
            postponed=postponed,
            notice=notice,
        )
