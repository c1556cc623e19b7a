"""Where a coming edition stands on its way out, in whole sentences."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING

from syndicate.digests.drafts import approving
from syndicate.text.plain import counted

if TYPE_CHECKING:
    from syndicate.digests.drafts.reviewing import DraftReview
    from syndicate.web.desk.coming.asked import AskedEdition

    When = Callable[[AskedEdition, datetime], str]

_SILENCE = {"send": "it goes all the same", "hold": "it is held", "skip": "it is skipped"}


@dataclass(frozen=True, kw_only=True, slots=True)
class Readiness:
    """Whether an edition wants an approval and has a valid one, what changed since one was given, and its hash now."""

    is_wanted: bool
    is_valid: bool
    words: str
    changes: tuple[str, ...]
    hash: str


def readiness(review: DraftReview, asked: AskedEdition, when: When) -> Readiness:
    """Whether it waits for an approval, and what has changed since the last; ``when`` writes instants."""
    row = review.shaped.row
    return Readiness(
        is_wanted=asked.newsletter.approval is not None,
        is_valid=review.is_approved,
        words=_words(review, asked, when),
        changes=review.changes or () if row and row.approval else (),
        hash=approving.hash_of(review.content),
    )


def _words(review: DraftReview, asked: AskedEdition, when: When) -> str:
    approval, row = asked.newsletter.approval, review.shaped.row
    given = row.approval if row else None
    if approval is None:
        return "It goes by itself; this newsletter asks for no approval."
    if given and review.is_approved:
        return f"Approved by {given.by}, {when(asked, given.at)}."
    silence = f"Without one {_SILENCE[approval.on_silence]}."
    if given:
        changes = counted(len(review.changes or ()), "change")
        return f"The approval by {given.by} holds no more: {changes} since. {silence}"
    return f"It waits for an approval. {silence}"
