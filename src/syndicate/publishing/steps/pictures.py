"""Pictures: remove what readers may not see any more, then choose, fetch and render what is due."""

from __future__ import annotations

import logging
from dataclasses import dataclass
from typing import TYPE_CHECKING, ClassVar

from syndicate.errors import StorageError
from syndicate.images.at_hand import LOCK
from syndicate.images.rendition_store import RenditionStore
from syndicate.images.store import HeroStore, chunks
from syndicate.publishing.purge_store import PurgeStore

if TYPE_CHECKING:
    from syndicate.clock import Clock
    from syndicate.delivery.lanes.run import StopSignal
    from syndicate.images.work import HeroReport, HeroWork
    from syndicate.links import Links
    from syndicate.shelf import Shelf
    from syndicate.storage import Database

log = logging.getLogger("syndicate.pictures")


@dataclass(frozen=True, kw_only=True, slots=True)
class MakePictures:
    """Makes and removes the pictures of articles.

    Exclusive for the whole site (``pictures``): a picture may be shown by several stories, and none may be removed
    while another process makes it for a story that has just come.
    """

    name: ClassVar[str] = LOCK

    database: Database
    clock: Clock
    shelf: Shelf
    links: Links
    hero_work: HeroWork

    def run(self, stop: StopSignal) -> HeroReport:
        """Make what is due, until ``stop`` is set. What cannot be removed stays marked for the next run."""
        with self.database.lock(self.name):
            self._sweep_if_possible()
            report = self.hero_work.run(self.clock.now(), stop.is_set)
            self._sweep_if_possible()  # for what was taken back meanwhile
            return report

    def sweep(self) -> int:
        """Remove every picture from the shelf that no story shows which readers may see; how many files.

        What goes is marked before and forgotten after, so a sweep that is killed is ended by the next; caches are
        told of what is gone.

        Raises:
            StorageError: the shelf failed; what was not removed stays marked.
        """
        with self.database.lock(self.name):
            return self._sweep()

    def _sweep_if_possible(self) -> None:
        try:
            self._sweep()
        except StorageError as error:
            log.error("pictures that readers may not see any more are not removed yet: %s", error)

    def _sweep(self) -> int:
        self._mark_leaving()
        with self.database.read() as connection:
            leaving = RenditionStore(connection).leaving()
        for names in chunks(leaving):
            for name in names:
                self.shelf.remove(name)
            addresses = [address for name in names for address in self.links.media_addresses(name)]
            with self.database.write() as connection:
                HeroStore(connection).lose(names)
                PurgeStore(connection).note(addresses, self.clock.now())
        return len(leaving)

    def _mark_leaving(self) -> None:
        now = self.clock.now()
        with self.database.read() as connection:
            if not RenditionStore(connection).unseen(now):
                return
        with self.database.write() as connection:
            store = RenditionStore(connection)
            store.mark_leaving(store.unseen(now))
