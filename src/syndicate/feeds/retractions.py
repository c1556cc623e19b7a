"""What a feed says of articles that were taken back (RFC 6721), and for how long."""

from __future__ import annotations

from datetime import timedelta
from itertools import islice
from typing import TYPE_CHECKING

from syndicate.articles.identity import tag_in_place
from syndicate.feeds.filters import belongs
from syndicate.feeds.model import Tombstone

if TYPE_CHECKING:
    from collections.abc import Iterable

    from syndicate.articles.model import Retraction
    from syndicate.feeds.model import Scope

#: So long a feed says it: readers that poll at least once in it drop their copies.
TOLD_FOR = timedelta(days=30)

#: The most that one document tells, the latest first.
MOST_TOLD = 1_000


def tombstones(retractions: Iterable[Retraction], scope: Scope) -> tuple[Tombstone, ...]:
    """Of retractions, the latest first, those of articles that the feed would gather."""
    listed = islice((retraction for retraction in retractions if belongs(retraction, scope)), MOST_TOLD)
    return tuple(
        Tombstone(
            id=retraction.guid or retraction.tag,
            tag=tag_in_place(retraction.guid, retraction.tag),
            deleted_at=retraction.withdrawn_at.replace(microsecond=0),
        )
        for retraction in listed
    )
