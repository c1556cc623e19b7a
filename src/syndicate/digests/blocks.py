"""What a publisher has stand between the stories: notes, buttons and announcements, for as long as they last."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from syndicate.digests.introduction import introduction_html, introduction_text
from syndicate.mail.model import BlockForm, ContentBlock


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


def blocks_on(planned: Iterable[PlannedBlock], day: date) -> tuple[ContentBlock, ...]:
    """What an edition of that day carries, in the publisher's order.

    Raises:
        BadDataError: a text is too long for a mail, or cannot be read.
    """
    return tuple(_block(block) for block in planned if block.stands_on(day))


def _block(block: PlannedBlock) -> ContentBlock:
    html = introduction_html(block.text, "the block") if block.text else ""
    return ContentBlock(
        form=block.form,
        after=block.after,
        html=html,
        text=introduction_text(html) if html else "",
        label=block.label,
        url=block.url,
    )
