"""``[editorial]``: what an article's text is checked for, what is said of it, and who is asked."""

from __future__ import annotations

from syndicate.config.addresses import MailboxText
from syndicate.config.section import Section
from syndicate.config.values import Line


class EditorialSection(Section):
    """``[editorial]``: what checks of an article mind, how readers are told of AI, who approves editions.

    The sentences are in the site's language; without them ours stand, in the article's.
    """

    allowed_words: tuple[Line, ...] = ()
    grammar: bool = False
    ai_assisted: Line | None = None
    ai_generated: Line | None = None
    ai_picture_assisted: Line | None = None
    ai_picture_generated: Line | None = None
    editors: tuple[MailboxText, ...] = ()
