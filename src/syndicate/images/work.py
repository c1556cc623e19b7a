"""The step that gets pictures: choose, fetch, render, put on the shelf, note how it went."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Protocol

from syndicate.articles.store import ArticleStore
from syndicate.errors import BadDataError, StorageError
from syndicate.images.asking import asked
from syndicate.images.model import Hero, HeroState, Rendition
from syndicate.images.renditions import MAX_PIXELS, Encoded, render
from syndicate.images.store import HeroStore
from syndicate.net.fetch import FetchError

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    from syndicate.articles.model import Article
    from syndicate.clock import Clock
    from syndicate.net.fetch import Fetcher
    from syndicate.shelf import Shelf
    from syndicate.storage import Database

#: Waits before the next try; after the last of them a picture has failed for good.
BACK_OFF = (timedelta(minutes=5), timedelta(minutes=30), timedelta(hours=2), timedelta(hours=12))
#: How many of the newest visible articles are looked at for a new or changed choice.
REACH = 500
#: After that long a run starts no further picture: a dozen dead hosts must not hold up the digest.
RUN_SECONDS = 300.0

_ACCEPT = "image/avif,image/webp,image/png,image/jpeg,image/gif;q=0.9"


class PictureReader(Protocol):
    """A source that keeps pictures beside its articles."""

    def picture(self, path: str) -> bytes:
        """The file's bytes; raises ``BadDataError`` when it cannot be had."""


@dataclass(frozen=True, kw_only=True, slots=True)
class HeroFailure:
    """An article that goes without its picture, and why, for an editor."""

    article_id: str
    reason: str


@dataclass(frozen=True, kw_only=True, slots=True)
class HeroReport:
    """What one run did. ``failed`` counts those given up, ``waiting`` those that are tried again later."""

    ready: int
    failed: int
    waiting: int
    failures: tuple[HeroFailure, ...]


class HeroWork:
    """Chooses pictures for the articles that readers may see, and renders what is due, one by one.

    No transaction spans a fetch. A run that is killed leaves pictures on the shelf that no row
    names yet; the next run writes the same names again.
    """

    def __init__(
        self,
        *,
        database: Database,
        clock: Clock,
        fetcher: Fetcher,
        shelf: Shelf,
        pictures: Mapping[str, PictureReader],
        max_bytes: int,
        max_pixels: int = MAX_PIXELS,
        size_orders: Mapping[str, Sequence[str]] | None = None,
    ) -> None:
        """Take the parts; ``pictures`` and ``size_orders`` are by the source's name."""
        self._database = database
        self._clock = clock
        self._fetcher = fetcher
        self._shelf = shelf
        self._pictures = pictures
        self._max_bytes = max_bytes
        self._max_pixels = max_pixels
        self._size_orders = size_orders or {}

    def run(self, now: datetime, stop: Callable[[], bool] | None = None) -> HeroReport:
        """Choose for the newest visible articles, then render what is due at ``now``, each independent of the others.

        ``stop`` is asked before each picture; once it says so, the rest is left for the next run.

        Raises:
            StorageError: the database failed; what was done until then is kept.
        """
        self._choose(now)
        due = self._due(now)
        ends = self._clock.monotonic() + RUN_SECONDS
        settled = []
        for hero, source in due:
            if self._clock.monotonic() >= ends or (stop is not None and stop()):
                break
            settled.append(self._settle(self._render(hero, source, now)))
        return _report(settled, unreached=len(due) - len(settled))

    def _choose(self, now: datetime) -> None:
        with self._database.read() as connection:
            visible = ArticleStore(connection).visible(now, limit=REACH)
            known = HeroStore(connection).of(one.id for one in visible)
        if not any(self._asked(one, known.get(one.id), now) != known.get(one.id) for one in visible):
            return
        with self._database.write() as connection:
            store = HeroStore(connection)
            known = store.of(one.id for one in visible)
            for article in visible:
                before = known.get(article.id)
                after = self._asked(article, before, now)
                if after is None and before is not None:
                    store.forget(article.id)
                elif after is not None and after != before:
                    store.put(after)

    def _asked(self, article: Article, known: Hero | None, now: datetime) -> Hero | None:
        return asked(article, known, self._size_orders.get(article.source, ()), now)

    def _due(self, now: datetime) -> list[tuple[Hero, str]]:
        with self._database.read() as connection:
            store = ArticleStore(connection)
            due = HeroStore(connection).due(now, REACH)
            found = [(hero, store.get(hero.article_id, now)) for hero in due]
        return [(hero, article.source) for hero, article in found if article is not None]

    def _render(self, hero: Hero, source: str, now: datetime) -> Hero:
        try:
            content = self._content(hero.choice.source_url, source)
            encoded = render(content, is_video=hero.choice.is_video, max_pixels=self._max_pixels)
            renditions = tuple(map(self._store, encoded))
        except (BadDataError, FetchError) as error:
            return failed(hero, error.message, now, is_permanent=_is_permanent(error))
        except StorageError as error:
            reason = f"the picture could not be stored: {error.message}"
            return failed(hero, reason, now, is_permanent=False, is_ours=True)
        return replace(
            hero,
            state=HeroState.READY,
            renditions=renditions,
            reason=None,
            attempts=hero.attempts + 1,
            retry_at=None,
        )

    def _content(self, address: str, source: str) -> bytes:
        if "://" in address:
            return self._fetcher.get(address, max_bytes=self._max_bytes, accept=_ACCEPT).content
        if source not in self._pictures:
            message = f"the picture lies beside its article, and the source {source!r} is not configured any more"
            raise _OwnPictureError(message, code="picture-source")
        try:
            content = self._pictures[source].picture(address)
        except BadDataError as error:
            raise _OwnPictureError(error.message, code=error.code, hint=error.hint) from error
        if len(content) > self._max_bytes:
            message = f"{address} is larger than {self._max_bytes / 1_000_000:g} MB"
            raise _OwnPictureError(message, code="picture-too-large")
        return content

    def _store(self, encoded: Encoded) -> Rendition:
        name = rendition_name(encoded.content)
        self._shelf.write(name, encoded.content)
        return Rendition(
            role=encoded.role, name=name, width=encoded.width, height=encoded.height, size=len(encoded.content)
        )

    def _settle(self, hero: Hero) -> Hero:
        with self._database.write() as connection:
            HeroStore(connection).settle(hero, hero)
        return hero


class _OwnPictureError(BadDataError):
    """A picture beside its article cannot be read now; the file may be put right without the page changing."""


def rendition_name(content: bytes) -> str:
    """Where a rendition lies on the shelf: by what it holds, so a name never means other bytes later."""
    digest = hashlib.sha256(content).hexdigest()
    return f"{digest[:2]}/{digest[:32]}.jpg"


def failed(hero: Hero, reason: str, now: datetime, *, is_permanent: bool, is_ours: bool = False) -> Hero:
    """The hero after one more failure: tried again after the next wait of `BACK_OFF`, or given up.

    A failure of ours, such as a full disk, is waited for as long as it lasts.
    """
    is_over = is_permanent or (hero.attempts >= len(BACK_OFF) and not is_ours)
    wait = BACK_OFF[min(hero.attempts, len(BACK_OFF) - 1)]
    return replace(
        hero,
        state=HeroState.FAILED,
        renditions=(),
        reason=reason,
        attempts=hero.attempts + 1,
        retry_at=None if is_over else now + wait,
    )


def _is_permanent(error: BadDataError | FetchError) -> bool:
    return error.is_permanent if isinstance(error, FetchError) else not isinstance(error, _OwnPictureError)


def _report(settled: Sequence[Hero], *, unreached: int) -> HeroReport:
    unready = [hero for hero in settled if hero.state is HeroState.FAILED]
    waiting = sum(hero.retry_at is not None for hero in unready)
    return HeroReport(
        ready=len(settled) - len(unready),
        failed=len(unready) - waiting,
        waiting=waiting + unreached,
        failures=tuple(HeroFailure(article_id=hero.article_id, reason=hero.reason or "") for hero in unready),
    )
