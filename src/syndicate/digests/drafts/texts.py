"""The texts that a person gives an edition: in one clean line, and short enough for the mail to leave."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from syndicate.digests.drafts.model import Verb
from syndicate.digests.introduction import introduction_html
from syndicate.errors import BadDataError
from syndicate.text.plain import clean, one_line

if TYPE_CHECKING:
    from syndicate.digests.drafts.model import DraftWish

#: Characters that an inbox shows at most, and more: what is longer stands in nobody's way but the mail's size.
LONGEST_LINE = 250
_LINES = (Verb.SUBJECT, Verb.PREHEADER, Verb.HOLD)


def with_fit_text(wish: DraftWish) -> DraftWish:
    """The wish as it is noted: a text of blanks alone takes an earlier one back.

    Raises:
        BadDataError: code ``text-unfit`` or ``introduction-unfit``; it is too long, or cannot be read.
    """
    if not isinstance(wish.value, str):
        return wish
    if wish.verb in _LINES:
        return replace(wish, value=line(wish.value, f"the {wish.verb}"))
    text = clean(wish.value).strip()
    if wish.verb is Verb.INTRODUCTION and text:
        introduction_html(text)
    return replace(wish, value=text or None)


def line(text: str, name: str) -> str | None:
    """The text in one clean line; ``None`` for blanks alone.

    Raises:
        BadDataError: code ``text-unfit``; it is too long.
    """
    written = one_line(text)
    if len(written) > LONGEST_LINE:
        message = f"{name} has {len(written):,} characters; at most {LONGEST_LINE} fit"
        raise BadDataError(message, code="text-unfit", hint="Shorten it.")
    return written or None
