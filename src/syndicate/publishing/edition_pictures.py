"""The pictures of articles, and whether those of an edition are where its mail says before the first leaves.

A mail that was sent cannot be mended, and a picture that is not there shows in it as a broken frame.
"""

from __future__ import annotations

import logging
from dataclasses import replace
from typing import TYPE_CHECKING

from syndicate.delivery.ledger import Ledger
from syndicate.delivery.model import DeliveryState, Stop
from syndicate.digests.store import EditionStore
from syndicate.errors import StorageError, TryLaterError
from syndicate.images.model import HeroState
from syndicate.images.rendition_store import RenditionStore
from syndicate.images.store import HeroStore, chunks
from syndicate.mail.pictures import picture_addresses
from syndicate.net.model import FetchError
from syndicate.publishing.purge_store import PurgeStore

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping

    from syndicate.clock import Clock
    from syndicate.digests.model import FrozenRendering
    from syndicate.images.model import Hero
    from syndicate.images.work import HeroReport, HeroWork
    from syndicate.links import Links
    from syndicate.net.fetch import Fetcher
    from syndicate.shelf import Shelf
    from syndicate.storage import Database

log = logging.getLogger("syndicate.pictures")

_TRIED = (DeliveryState.SUBMITTED, DeliveryState.UNCERTAIN, DeliveryState.REFUSED)
_ACCEPT = "image/jpeg"
_HINT = (
    "It is looked for again at every pass. Put the file back, or send the edition as it is: "
    "syndicate edition send {edition} --anyway"
)


class Pictures:
    """Has pictures made and removed, asks the shelf for their files, and has them made anew when they are gone."""

    def __init__(
        self,
        *,
        database: Database,
        clock: Clock,
        shelf: Shelf,
        links: Links,
        hero_work: HeroWork,
        fetcher: Fetcher | None = None,
    ) -> None:
        """Take the parts; with a ``fetcher`` the public addresses are asked for, too."""
        self._database = database
        self._clock = clock
        self._shelf = shelf
        self._links = links
        self._hero_work = hero_work
        self._fetcher = fetcher
        self._seen: set[str] = set()

    def prepare(self, stop: Callable[[], bool] | None = None) -> HeroReport:
        """Remove what readers may not see any more; then choose, fetch and render what is due, until ``stop`` says so.

        The caller holds the ``collect`` lock. What cannot be removed stays marked for the next pass.
        """
        self._sweep_if_possible()
        report = self._hero_work.run(self._clock.now(), stop)
        self._sweep_if_possible()  # for what was taken back meanwhile
        return report

    def _sweep_if_possible(self) -> None:
        try:
            self.sweep()
        except StorageError as error:
            log.error("pictures that readers may not see any more are not removed yet: %s", error)

    def sweep(self) -> int:
        """Remove every picture from the shelf that no story shows which readers may see; how many files.

        The caller holds the ``collect`` lock, so that none is being made meanwhile. What goes is marked before and
        forgotten after, so a sweep that is killed is ended by the next; caches are told of what is gone.

        Raises:
            StorageError: the shelf failed; what was not removed stays marked.
        """
        self._mark_leaving()
        with self._database.read() as connection:
            leaving = RenditionStore(connection).leaving()
        for names in chunks(leaving):
            for name in names:
                self._shelf.remove(name)
            addresses = [address for name in names for address in self._links.media_addresses(name)]
            with self._database.write() as connection:
                HeroStore(connection).lose(names)
                PurgeStore(connection).note(addresses, self._clock.now())
        return len(leaving)

    def _mark_leaving(self) -> None:
        now = self._clock.now()
        with self._database.read() as connection:
            if not RenditionStore(connection).unseen(now):
                return
        with self._database.write() as connection:
            store = RenditionStore(connection)
            store.mark_leaving(store.unseen(now))

    def at_hand(self, heroes: Mapping[str, Hero]) -> dict[str, Hero]:
        """Those of the shown hero images, by article, whose files are on the shelf; what is gone is made anew first.

        Raises:
            TryLaterError: the shelf cannot be asked, or pictures are being made by another process.
        """
        try:
            gone = self.gone(heroes.values())
            if not gone:
                return dict(heroes)
            ids = [hero.article_id for hero in gone]
            self._make_anew(ids)
            with self._database.read() as connection:
                found = {**heroes, **HeroStore(connection).of(ids)}
            return {one: hero for one, hero in found.items() if hero.state is HeroState.READY and self._is_there(hero)}
        except StorageError as error:
            message = f"the edition waits, because its pictures cannot be looked for: {error.message}"
            raise TryLaterError(message, code="pictures-unreachable", hint=error.hint) from error

    def gone(self, heroes: Iterable[Hero]) -> list[Hero]:
        """Those that are shown and have a file that is not on the shelf, or not whole.

        Raises:
            StorageError: the shelf cannot be asked.
        """
        return [hero for hero in heroes if not self._is_there(hero)]

    def lost(self) -> list[str]:
        """The articles whose shown hero image has a file that is not on the shelf, the last seen first.

        Raises:
            StorageError: the shelf cannot be asked.
        """
        with self._database.read() as connection:
            ids = HeroStore(connection).ids(HeroState.READY)
        return self._gone_of(ids)

    def look_again(self, article_ids: Iterable[str]) -> None:
        """Look at hero images again, as an editor wishes, and at whatever else is due.

        Raises:
            StorageError: the shelf cannot be asked.
            TryLaterError: pictures are being made by another process, which does it.
        """
        ids = list(article_ids)
        gone = self._gone_of(ids)
        for few in chunks(ids):
            with self._database.write() as connection:
                for article_id in few:
                    HeroStore(connection).retry(article_id, self._clock.now())
        self._make_anew(gone)

    def _gone_of(self, article_ids: Iterable[str]) -> list[str]:
        """The same as `gone`, by id, however many; no transaction is open while the shelf is asked."""
        found: list[str] = []
        for few in chunks(article_ids):
            with self._database.read() as connection:
                heroes = HeroStore(connection).of(few)
            found += [hero.article_id for hero in self.gone(heroes[one] for one in few if one in heroes)]
        return found

    def hindrance(self, edition_id: str) -> Stop | None:
        """Why the first mail of a frozen edition may not leave; once one was tried, nothing is asked any more."""
        if edition_id in self._seen:
            return None
        edition = self._fresh(edition_id)
        if edition and (why := self._fault(edition, mends=True)):
            return Stop(reason=why, hint=_HINT.format(edition=edition_id))
        self._seen.add(edition_id)
        return None

    def missing(self, edition_id: str) -> str | None:
        """What would keep back the first mail of an edition for want of a picture on the shelf; nothing is mended."""
        edition = self._fresh(edition_id)
        return self._fault(edition, mends=False) if edition else None

    def _fresh(self, edition_id: str) -> FrozenRendering | None:
        """What the edition says, if mails of it wait and none was tried."""
        with self._database.read() as connection:
            counts = Ledger(connection).counts(edition_id)
            if not counts[DeliveryState.PENDING] or any(counts[state] for state in _TRIED):
                return None
            return EditionStore(connection).rendering(edition_id)

    def _fault(self, edition: FrozenRendering, *, mends: bool) -> str | None:
        urls = picture_addresses(edition.html)
        names = {name: url for url in urls if (name := self._links.media_name(url))}
        try:
            gone = self._absent(edition, names, mends=mends)
            if gone:
                places = ", ".join(self._shelf.place(name) for name in sorted(gone))
                return f"{len(gone)} of its {len(names)} pictures cannot be found: {places}"
            return self._unreachable(names) if mends else None
        except (StorageError, TryLaterError) as error:
            return f"its pictures cannot be looked for: {error.message}"

    def _absent(self, edition: FrozenRendering, names: Iterable[str], *, mends: bool) -> set[str]:
        """Those that are not on the shelf; where it ``mends``, those that could not be made anew either."""
        with self._database.read() as connection:
            placed = EditionStore(connection).articles(edition.edition_id)
            heroes = HeroStore(connection).of(one.article_id for one in placed)
        gone = self._gone(names, heroes.values())
        shown = [hero for hero in heroes.values() if not gone.isdisjoint(_sizes([hero]))]
        if shown and mends:
            # Of one that failed nothing is shown any more: it has its own times for being tried again.
            self._make_anew(hero.article_id for hero in shown)
            gone = self._gone(gone, heroes.values())
        return gone

    def _unreachable(self, names: Mapping[str, str]) -> str | None:
        """Which picture readers would not get at its public address, if that is to be asked for."""
        for name, url in names.items() if self._fetcher else ():
            assert self._fetcher is not None  # noqa: S101 - for the type checker
            stored = self._shelf.read(name)
            size = len(stored.content) if stored else 0
            try:
                found = self._fetcher.get(url, max_bytes=max(size, 1_000), accept=_ACCEPT)
            except FetchError as error:
                return f"readers would not get the picture {url}: {error.message}"
            if stored is None or found.content != stored.content:
                return f"readers would get something else for the picture {url}"
        return None

    def _gone(self, names: Iterable[str], heroes: Iterable[Hero]) -> set[str]:
        sizes = _sizes(heroes)
        return {name for name in names if not _is_whole(self._shelf.size(name), sizes.get(name))}

    def _is_there(self, hero: Hero) -> bool:
        """Whether every file is; true of a hero image that is not shown."""
        return hero.state is not HeroState.READY or not self._gone(_sizes([hero]), [hero])

    def _make_anew(self, article_ids: Iterable[str]) -> None:
        """Fetch and render as if for the first time: the same file gives the same names."""
        now = self._clock.now()
        for few in chunks(article_ids):
            with self._database.write() as connection:
                store = HeroStore(connection)
                for hero in store.of(few).values():
                    store.put(replace(hero, original=None, attempts=0, retry_at=now))
        with self._database.lock("collect"):
            self.prepare()


def _sizes(heroes: Iterable[Hero]) -> dict[str, int]:
    """The files of hero images, with their bytes."""
    return {one.name: one.size for hero in heroes for one in hero.renditions}


def _is_whole(size: int | None, expected: int | None) -> bool:
    return bool(size) if expected is None else size == expected
