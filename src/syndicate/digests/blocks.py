"""What a publisher has stand between the stories: notes, buttons and announcements, for as long as they last."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from syndicate.mail.model import BlockForm


@dataclass(frozen=True, kw_only=True, slots=True)
class PlannedBlock:
    """A block with the days on which editions carry it, both included, on the newsletter's clock.

    ``text`` is Markdown. ``after`` is a part of a digest, or how many stories stand before it.
    """

    form: BlockForm
    after: str | int
    text: str = ""
    label: str = ""
    url: str = ""
    starts_on: date | None = None
    ends_on: date | None = None

    def stands_on(self, day: date) -> bool:
        """Whether an edition of that day carries it."""
        return (self.starts_on or day) <= day <= (self.ends_on or day)
