"""What is told of an edition: of each story and each reader whether they are in it, and why."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from syndicate.digests.model import Edition, Tier


@dataclass(frozen=True, kw_only=True, slots=True)
class StoryFate:
    """Whether a story is in somebody's mail; ``reason`` says why it has its place there, or why it has none."""

    article_id: str
    title: str
    tier: Tier | None = None
    reason: str

    @property
    def is_in(self) -> bool:
        """Whether it is."""
        return self.tier is not None


@dataclass(frozen=True, kw_only=True, slots=True)
class ReaderFate:
    """Whether a reader has, will have or may have an edition; ``code`` is the same for all with the same reason.

    ``reason`` may hold what only this reader is told.
    """

    is_recipient: bool
    code: str
    reason: str


@dataclass(frozen=True, kw_only=True, slots=True)
class Count:
    """So many readers with the same reason."""

    reason: str
    count: int


@dataclass(frozen=True, kw_only=True, slots=True)
class WaveTold:
    """A wave of an edition. ``outcome`` is ``None`` until it is decided."""

    due_at: datetime
    outcome: str | None
    mails: int = 0


@dataclass(frozen=True, kw_only=True, slots=True)
class EditionTold:
    """What an edition came to.

    ``stories`` are those of its default variant, in reading order; ``left_out`` is what the leading group does not
    get. ``recipients`` and ``excluded`` are all who have, had or await a subscription to its newsletter. ``remarks``
    is what else may explain why a story is missing.
    """

    edition: Edition
    stories: tuple[StoryFate, ...]
    left_out: tuple[StoryFate, ...]
    recipients: tuple[Count, ...]
    excluded: tuple[Count, ...]
    waves: tuple[WaveTold, ...]
    remarks: tuple[str, ...] = ()


@dataclass(frozen=True, kw_only=True, slots=True)
class ReaderTold:
    """What one reader gets of an edition: every article of their window is in ``stories`` or ``left_out``."""

    address: str
    edition_id: str
    fate: ReaderFate
    stories: tuple[StoryFate, ...]
    left_out: tuple[StoryFate, ...]


@dataclass(frozen=True, kw_only=True, slots=True)
class ArticleTold:
    """Who gets an article with an edition, and who not. ``absence`` says why nobody could, if that is so."""

    edition_id: str
    article_id: str
    title: str
    absence: str | None
    got: tuple[Count, ...]
    missed: tuple[Count, ...]
