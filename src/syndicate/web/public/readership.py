"""What the pages for readers are made from: what may be joined, on which words, and within which limits."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import timedelta
from pathlib import Path
from typing import TYPE_CHECKING

from babel.lists import format_list

from syndicate.audience.joins.confirming import Offer
from syndicate.audience.joins.receiving import JoinLimits
from syndicate.digests.newsletters import ClockOwner, Welcome
from syndicate.text.languages import locale_of

if TYPE_CHECKING:
    from syndicate.audience.digests import AddressDigests
    from syndicate.digests.newsletters import Newsletter
    from syndicate.words.translation import Words

#: So long somebody who has left may take it back.
UNDO_WITHIN = timedelta(days=1)


@dataclass(frozen=True, kw_only=True, slots=True)
class Readership:
    """The parts behind the pages for readers.

    ``newsletters`` are all, ``offered`` the names of those that anybody may join by a form. ``consent`` is the
    publisher's own wording; ``None`` has ours, in the page's language.
    ``erase`` forgets the person with that id for good, wherever they stand.
    """

    newsletters: Mapping[str, Newsletter]
    digests: AddressDigests
    erase: Callable[[str], object]
    offered: Sequence[str] = ()
    consent: str | None = None
    limits: JoinLimits = field(default_factory=JoinLimits)
    confirm_within: timedelta = timedelta(days=7)
    preferences_valid: timedelta = timedelta(days=90)
    catalogs: tuple[Path, ...] = ()

    @property
    def on_offer(self) -> tuple[Newsletter, ...]:
        """The newsletters that anybody may join."""
        return tuple(self.newsletters[name] for name in self.offered)

    @property
    def offers(self) -> dict[str, Offer]:
        """All newsletters, as a confirmation needs them."""
        return {
            newsletter.name: Offer(
                welcomes=newsletter.welcome is not Welcome.NONE,
                language=newsletter.language,
                has_readers_clock=newsletter.clock is ClockOwner.READER,
            )
            for newsletter in self.newsletters.values()
        }

    def offer(self, words: Words) -> str:
        """What a short form is for: the titles of all that is on offer, in one line."""
        return format_list([newsletter.title for newsletter in self.on_offer], locale=locale_of(words.language))

    def wording(self, words: Words) -> str:
        """What somebody agrees to who sends a form with those words around it."""
        ours = words.gettext("Yes, send me this by mail. I can leave at any time, with one click in every mail.")
        return self.consent or ours


def version_of(wording: str) -> str:
    """Which text it was that somebody agreed to: the beginning of its SHA-256, in hexadecimal."""
    return hashlib.sha256(wording.encode()).hexdigest()[:12]
