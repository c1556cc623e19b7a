"""Editions: what is selected for them, what they say, and where they stand."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from syndicate.articles.model import Article
from syndicate.storage.states import Audience as Audience
from syndicate.storage.states import EditionState as EditionState
from syndicate.storage.states import GroupOutcome as GroupOutcome
from syndicate.storage.states import MailFormat
from syndicate.storage.states import SlotOutcome as SlotOutcome
from syndicate.storage.states import Tier as Tier


@dataclass(frozen=True, kw_only=True, slots=True)
class Place:
    """An article's place in an edition, and why it has it."""

    article: Article
    tier: Tier
    reason: str

    @property
    def shows_picture(self) -> bool:
        """Whether a mail may show its picture there: a mere headline and a brief have none."""
        return self.tier is not Tier.MORE and not self.article.is_brief


@dataclass(frozen=True, kw_only=True, slots=True)
class Exclusion:
    """An article that stays out of an edition, and why; a final one is passed over for good."""

    article_id: str
    reason: str
    is_final: bool = False


@dataclass(frozen=True, kw_only=True, slots=True)
class Selection:
    """What an edition takes, in reading order, and what it leaves."""

    places: tuple[Place, ...]
    exclusions: tuple[Exclusion, ...]


@dataclass(frozen=True, kw_only=True, slots=True)
class Edition:
    """One number of a newsletter, without its bodies.

    What it says is fixed in its renderings; ``revision`` is the one in force, and ``language``,
    ``subject``, ``preheader``, ``size`` (bytes of its HTML), ``content_hash`` and ``findings`` (plain
    mappings with severity, code, message and quote) are that one's. Until ``opened_at`` it has neither
    recipients nor number, and takes neither slot nor articles; until ``first_claimed_at`` nobody has it. Its
    next mail was to leave at ``planned_at``; until ``waves_until`` readers elsewhere may yet get it.
    An edition ``instead_of`` another is for those whom that one did not reach; a special one is for its ``audience``
    and has the articles that a person chose. Mails of one with a higher ``priority``
    leave first. ``mails`` are to leave; ``started`` counts claims,
    and ``submitted``, ``bounced`` and ``complained`` what became of them. ``tried``, ``refused`` and ``unmade`` are
    counted since a person last let it go on.
    """

    id: str
    newsletter: str
    cadence: str
    number: int | None
    slot: str
    waves_until: datetime | None = None
    state: EditionState
    held_because: str | None
    revision: int
    due_at: datetime
    frozen_at: datetime
    opened_at: datetime | None
    first_claimed_at: datetime | None
    planned_at: datetime | None
    closed_at: datetime | None
    thinned_at: datetime | None = None
    people_gone_at: datetime | None = None
    instead_of: str | None
    cut: int | None = None
    audience: Audience | None = None
    min_articles: int
    sender: str
    reply_to: str | None
    language: str
    subject: str
    preheader: str
    size: int
    content_hash: str
    findings: tuple[dict[str, str], ...]
    priority: int = 0
    mails: int | None = None
    trial_ended_at: datetime | None = None
    started: int = 0
    submitted: int = 0
    bounced: int = 0
    complained: int = 0
    tried: int = 0
    refused: int = 0
    unmade: int = 0

    def has_all_waves(self, now: datetime) -> bool:
        """Whether nobody anywhere gets it at a later hour."""
        return self.waves_until is None or self.waves_until <= now


@dataclass(frozen=True, kw_only=True, slots=True)
class FrozenRendering:
    """What an edition says in one revision; never changed.

    ``html`` and ``text`` hold ``{{slots}}`` for what differs by recipient; of the text ``format``, ``html`` is empty.
    ``content`` is what they were
    rendered from, so that a later revision leaves the other stories as they were; ``None`` in editions that
    were frozen before it was kept. ``reason`` says why there is a later revision.
    """

    edition_id: str
    revision: int
    reason: str | None
    made_at: datetime
    language: str
    format: MailFormat = MailFormat.HTML
    subject: str
    preheader: str
    html: str
    text: str
    size: int
    content: dict[str, Any] | None
    content_hash: str
    findings: tuple[dict[str, str], ...]

    @property
    def corrections(self) -> tuple[int, ...]:
        """What it puts right, by the keys of the corrections."""
        told = self.content.get("corrections", ()) if self.content else ()
        return tuple(correction["key"] for correction in told)


@dataclass(frozen=True, kw_only=True, slots=True)
class EditionArticle:
    """An article's place in a rendering, and the revision of it that was frozen."""

    position: int
    article_id: str
    tier: Tier
    revision: int
