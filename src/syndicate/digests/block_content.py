"""The blocks of an edition, from Markdown to what a mail may show."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

from syndicate.digests.blocks import PlannedBlock
from syndicate.digests.introduction import introduction_html, introduction_text
from syndicate.mail.model import ContentBlock


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
