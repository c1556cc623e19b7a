"""Telling hubs of news: one call for each document, as every hub takes it (PubSubHubbub 0.4 §7.1)."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import timedelta
from typing import TYPE_CHECKING

from syndicate.errors import UnavailableError
from syndicate.feeds.documents import paths_in
from syndicate.feeds.hub_check import ping_of
from syndicate.feeds.hub_model import Hub, is_given_up
from syndicate.feeds.hub_store import HubStore
from syndicate.feeds.hubs import hash_of, lies
from syndicate.net.fetch import FetchError

if TYPE_CHECKING:
    from datetime import datetime

    from syndicate.clock import Clock
    from syndicate.feeds.hub_model import Ping
    from syndicate.links import Links
    from syndicate.net.fetch import Fetcher
    from syndicate.shelf import Shelf
    from syndicate.storage import Database

#: When a hub that failed is asked again: so much later, then twice as much and so on up to an hour; a day later once
#: patience is over.
_SOON, _LATEST, _NOW_AND_THEN = timedelta(minutes=1), timedelta(hours=1), timedelta(days=1)
#: What a hub is asked to take that has never taken anything: the documents of the site's own feed.
_GREETING = tuple(paths_in("").values())


@dataclass(frozen=True, kw_only=True, slots=True)
class PingReport:
    """What telling hubs came to: how many pings were taken; which hubs answer now that did not, and the other way."""

    told: int = 0
    answering: tuple[str, ...] = ()
    failing: tuple[Hub, ...] = ()


class Pinging:
    """Tells the hubs of a configuration what they have yet to hear."""

    def __init__(
        self,
        *,
        database: Database,
        clock: Clock,
        fetcher: Fetcher,
        shelf: Shelf,
        links: Links,
        addresses: Sequence[str],
    ) -> None:
        """Take the parts; ``shelf`` is the one whose root is ``feeds/``."""
        self._database = database
        self._clock = clock
        self._fetcher = fetcher
        self._shelf = shelf
        self._links = links
        self._addresses = tuple(addresses)

    def run(self, is_stopped: Callable[[], bool]) -> PingReport:
        """Ping each hub of every document that waits and lies where readers find it.

        A hub that fails is left alone for a while, longer each time, whatever else there is to tell it.
        """
        before = self._hubs()
        self._greet(before)
        now = self._clock.now()
        told = sum(self._tell(hub, is_stopped) for hub in before if hub.next_at is None or hub.next_at <= now)
        pairs = list(zip(before, self._hubs(), strict=True))
        return PingReport(
            told=told,
            answering=tuple(after.address for hub, after in pairs if _answers(after) and not _answers(hub)),
            failing=tuple(after for hub, after in pairs if after.failing_since and not hub.failing_since),
        )

    def _hubs(self) -> list[Hub]:
        with self._database.read() as connection:
            return HubStore(connection).hubs(self._addresses)

    def _greet(self, hubs: Sequence[Hub]) -> None:
        """Let hubs that were never asked be told of what lies there."""
        strangers = [hub.address for hub in hubs if not (hub.waiting or hub.answered_at or hub.failing_since)]
        if not strangers:
            return
        lying = {path: self._shelf.read(path) for path in _GREETING}
        greeting = {path: hash_of(stored.content) for path, stored in lying.items() if stored}
        with self._database.write() as connection:
            HubStore(connection).note(strangers, greeting, self._clock.now())

    def _tell(self, hub: Hub, is_stopped: Callable[[], bool]) -> int:
        """Tell one hub; how many pings it took."""
        told = 0
        for ping in self._due(hub):
            if is_stopped():
                break
            try:
                self._fetcher.post(hub.address, ping_of(self._links.feed(ping.path)))
            except UnavailableError as error:
                self._note_failure(hub, error)
                break
            told += 1
            hub = Hub(address=hub.address, answered_at=self._clock.now())
            with self._database.write() as connection:
                HubStore(connection).forget([ping])
                HubStore(connection).put(hub)
        return told

    def _due(self, hub: Hub) -> Iterator[Ping]:
        """What waits for the hub, but for documents that whoever noted them has yet to write."""
        with self._database.read() as connection:
            waiting = HubStore(connection).pings(hub.address)
        return (ping for ping in waiting if lies(self._shelf, ping.path, ping.content_hash))

    def _note_failure(self, hub: Hub, error: UnavailableError) -> None:
        now = self._clock.now()
        failed = replace(
            hub, failing_since=hub.failing_since or now, failures=hub.failures + 1, error=str(error), next_at=None
        )
        failed = replace(failed, next_at=now + _wait(failed, error, now))
        with self._database.write() as connection:
            store = HubStore(connection)
            store.put(failed)
            if is_given_up(failed, now):
                store.forget(ping for ping in store.pings(hub.address) if ping.path not in _GREETING)


def _answers(hub: Hub) -> bool:
    return hub.answered_at is not None and hub.failing_since is None


def _wait(hub: Hub, error: UnavailableError, now: datetime) -> timedelta:
    """For how long it is left alone; at least as long as it asks for itself."""
    if is_given_up(hub, now):
        return _NOW_AND_THEN
    asked = timedelta(seconds=error.retry_after or 0) if isinstance(error, FetchError) else timedelta()
    return max(asked, min(_SOON * (1 << min(hub.failures - 1, 10)), _LATEST))
