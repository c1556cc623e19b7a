"""The hero image of an article and its renditions."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum


class HeroState(StrEnum):
    """``WANTED``: chosen, not rendered yet. ``FAILED``: see the reason, and when it is tried again."""

    WANTED = "wanted"
    READY = "ready"
    FAILED = "failed"


class Role(StrEnum):
    """What a rendition is for: ``LEAD`` up to 1200×675, ``THUMB`` 240×180."""

    LEAD = "lead"
    THUMB = "thumb"


@dataclass(frozen=True, kw_only=True, slots=True)
class Choice:
    """The picture that was picked for an article, before anything is fetched.

    ``source_url`` is absolute, or a path relative to the source's folder. ``alt`` may be empty.
    """

    source_url: str
    alt: str
    caption: str | None
    is_video: bool


@dataclass(frozen=True, kw_only=True, slots=True)
class Rendition:
    """One encoded size on the shelf. ``name`` is content-addressed; pixels; bytes."""

    role: Role
    name: str
    width: int
    height: int
    size: int


@dataclass(frozen=True, kw_only=True, slots=True)
class Hero:
    """An article's hero image as stored."""

    article_id: str
    choice: Choice
    state: HeroState
    renditions: tuple[Rendition, ...] = ()
    reason: str | None = None
    attempts: int = 0
    retry_at: datetime | None = None

    def rendition(self, role: Role) -> Rendition | None:
        """The rendition for that use, if it was made."""
        return next((one for one in self.renditions if one.role is role), None)
