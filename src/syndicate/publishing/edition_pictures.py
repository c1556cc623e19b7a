"""Whether the pictures of an edition are where its mail says, before the first leaves.

A mail that was sent cannot be mended, and a picture that is not there shows in it as a broken frame.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from syndicate.delivery.ledger import Ledger
from syndicate.delivery.model import DeliveryState, Stop
from syndicate.digests.store import EditionStore
from syndicate.errors import StorageError, TryLaterError
from syndicate.images.store import HeroStore
from syndicate.mail.pictures import picture_addresses
from syndicate.net.model import FetchError
from syndicate.text.media_types import JPEG

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from syndicate.digests.model import FrozenRendering
    from syndicate.images.at_hand import PicturesAtHand
    from syndicate.links import Links
    from syndicate.net.fetch import Fetcher
    from syndicate.shelf import Shelf
    from syndicate.storage import Database

_TRIED = (DeliveryState.SUBMITTED, DeliveryState.UNCERTAIN, DeliveryState.REFUSED)
#: Bytes that are read of a picture whose size we do not know.
_LEAST_BYTES = 1_000
_HINT = (
    "It is looked for again at every pass. Put the file back, or send the edition as it is: "
    "syndicate edition send {edition} --anyway"
)


class EditionPictures:
    """Looks for the pictures of frozen editions."""

    def __init__(
        self,
        *,
        database: Database,
        shelf: Shelf,
        links: Links,
        at_hand: PicturesAtHand,
        fetcher: Fetcher | None = None,
    ) -> None:
        """Take the parts; with a ``fetcher`` the public addresses are asked for, too."""
        self._database = database
        self._shelf = shelf
        self._links = links
        self._at_hand = at_hand
        self._fetcher = fetcher

    def hindrance(self, edition_id: str) -> Stop | None:
        """Why the first mail of a frozen edition may not leave; once one was tried, nothing is asked any more.

        What is gone is made anew, if it can be.
        """
        frozen = self._fresh(edition_id)
        if frozen and (why := self._fault(frozen, mends=True)):
            return Stop(reason=why, hint=_HINT.format(edition=edition_id))
        return None

    def missing(self, edition_id: str) -> str | None:
        """What would keep back the first mail of an edition for want of a picture on the shelf; nothing is mended."""
        frozen = self._fresh(edition_id)
        return self._fault(frozen, mends=False) if frozen else None

    def _fresh(self, edition_id: str) -> FrozenRendering | None:
        """What the edition says, if mails of it wait and none was tried."""
        with self._database.read() as connection:
            counts = Ledger(connection).counts(edition_id)
            if not counts[DeliveryState.PENDING] or any(counts[state] for state in _TRIED):
                return None
            return EditionStore(connection).rendering(edition_id)

    def _fault(self, frozen: FrozenRendering, *, mends: bool) -> str | None:
        urls = picture_addresses(frozen.html)
        names = {name: url for url in urls if (name := self._links.media_name(url))}
        try:
            gone = self._absent(frozen, names, mends=mends)
            if gone:
                places = ", ".join(self._shelf.place(name) for name in sorted(gone))
                return f"{len(gone)} of its {len(names)} pictures cannot be found: {places}"
            return self._unreachable(names) if mends else None
        except (StorageError, TryLaterError) as error:
            return f"its pictures cannot be looked for: {error.message}"

    def _absent(self, frozen: FrozenRendering, names: Iterable[str], *, mends: bool) -> set[str]:
        """Those that are not on the shelf; where it ``mends``, those that could not be made anew either."""
        with self._database.read() as connection:
            placed = EditionStore(connection).articles(frozen.edition_id)
            heroes = HeroStore(connection).of(place.article_id for place in placed).values()
        gone = self._at_hand.missing(names, heroes)
        shown = [hero for hero in heroes if any(rendition.name in gone for rendition in hero.renditions)]
        if shown and mends:
            # Of one that failed nothing is shown any more: it has its own times for being tried again.
            self._at_hand.make_anew(hero.article_id for hero in shown)
            gone = self._at_hand.missing(gone, heroes)
        return gone

    def _unreachable(self, names: Mapping[str, str]) -> str | None:
        """Which picture readers would not get at its public address, if that is to be asked for."""
        if self._fetcher is None:
            return None
        faults = (self._address_fault(self._fetcher, name, url) for name, url in names.items())
        return next(filter(None, faults), None)

    def _address_fault(self, fetcher: Fetcher, name: str, url: str) -> str | None:
        stored = self._shelf.read(name)
        size = len(stored.content) if stored else 0
        try:
            fetched = fetcher.get(url, max_bytes=max(size, _LEAST_BYTES), accept=JPEG)
        except FetchError as error:
            return f"readers would not get the picture {url}: {error.message}"
        if stored is None or fetched.content != stored.content:
            return f"readers would get something else for the picture {url}"
        return None
