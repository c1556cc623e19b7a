"""The step that gets pictures: choose, search, put on the shelf, note how it went."""

from __future__ import annotations

import hashlib
from collections import deque
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import TYPE_CHECKING

from syndicate.articles.model import Status
from syndicate.articles.store import ArticleStore
from syndicate.errors import StorageError
from syndicate.images.model import Hero, HeroState, OtherPicture, Rendition
from syndicate.images.rendition_store import RenditionStore
from syndicate.images.requests import requested
from syndicate.images.search import Search
from syndicate.images.store import HeroStore
from syndicate.text.media_types import JPEG, ending_of

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping, Sequence
    from concurrent.futures import Future

    from syndicate.articles.model import Article
    from syndicate.clock import Clock
    from syndicate.images.decoders import Decoders
    from syndicate.images.loading import Loader
    from syndicate.images.model import Choice, Encoded, Focal, Made, Rejection
    from syndicate.images.search import HeroFile
    from syndicate.shelf import Shelf
    from syndicate.storage import Database

#: Waits before the next try; after the last of them a picture has failed for good.
BACK_OFF = (timedelta(minutes=5), timedelta(minutes=30), timedelta(hours=2), timedelta(hours=12))
#: How many of the newest visible articles, and of those under embargo, are looked at for a new or changed choice.
REACH = 500
#: After that long a run starts no further picture: a dozen dead hosts must not hold up the digest.
RUN_SECONDS = 300.0

NOTHING_FITS = "no file that the article names is large enough"
_MOST_REASONS = 3


@dataclass(frozen=True, kw_only=True, slots=True)
class HeroFailure:
    """An article that goes without its picture, and why, for an editor."""

    article_id: str
    reason: str


@dataclass(frozen=True, kw_only=True, slots=True)
class HeroReport:
    """What one run did. ``failed`` counts those given up, ``waiting`` those that are tried again later.

    ``notes`` are of articles that have a picture, but not the first choice, or not afresh.
    """

    ready: int
    failed: int
    waiting: int
    failures: tuple[HeroFailure, ...]
    notes: tuple[HeroFailure, ...] = ()


class HeroWork:
    """Chooses pictures for articles that are out or under embargo; makes those that are out and due, each on its own.

    As many stories are worked on at once as the decoders has workers. No transaction spans a fetch. A run
    that is killed leaves pictures on the shelf that no row names yet; the next run writes the same names again.
    """

    def __init__(
        self,
        *,
        database: Database,
        clock: Clock,
        loader: Loader,
        decoders: Decoders,
        shelf: Shelf,
        size_orders: Mapping[str, Sequence[str]] | None = None,
    ) -> None:
        """Take the parts; ``size_orders`` are by the source's name."""
        self._database = database
        self._clock = clock
        self._loader = loader
        self._decoders = decoders
        self._shelf = shelf
        self._size_orders = size_orders or {}

    def run(self, now: datetime, stop: Callable[[], bool] | None = None) -> HeroReport:
        """Choose for the newest visible articles and those under embargo, then make what is due at ``now``, each alone.

        ``stop`` is asked before each story; once it says so, the rest is left for the next run.

        Raises:
            StorageError: the database failed; what was done until then is kept.
        """
        self._choose(now)
        due = self._due(now)
        ends = self._clock.monotonic() + RUN_SECONDS

        def is_over() -> bool:
            return self._clock.monotonic() >= ends or (stop is not None and stop())

        try:
            settled = [self._settle(after, before) for after, before in self._looked(due, now, is_over)]
        finally:
            self._decoders.rest()
        return _report(settled, unreached=len(due) - len(settled))

    def _looked(
        self, due: Sequence[tuple[Hero, Article]], now: datetime, is_over: Callable[[], bool]
    ) -> Iterator[tuple[Hero, Hero]]:
        """Each hero as it is after the look at it, and before, in order; as many at once as there are workers."""
        with ThreadPoolExecutor(self._decoders.workers, thread_name_prefix="pictures") as pool:
            begun: deque[tuple[Future[Hero], Hero]] = deque()
            for hero, article in due:
                if len(begun) == self._decoders.workers:
                    first, before = begun.popleft()
                    yield first.result(), before
                if is_over():
                    break
                begun.append((pool.submit(self._look, hero, article, now), hero))
            for first, before in begun:
                yield first.result(), before

    def _choose(self, now: datetime) -> None:
        with self._database.read() as connection:
            store = ArticleStore(connection)
            # Of what is under embargo the choice alone is made, so that an editor can have a word about it.
            chosen_for = store.visible(now, limit=REACH) + store.all(now, status=Status.EMBARGOED, limit=REACH)
            known = HeroStore(connection).of(article.id for article in chosen_for)
        if not any(
            self._requested(article, known.get(article.id), now) != known.get(article.id) for article in chosen_for
        ):
            return
        with self._database.write() as connection:
            heroes = HeroStore(connection)
            known = heroes.of(article.id for article in chosen_for)
            for article in chosen_for:
                before = known.get(article.id)
                after = self._requested(article, before, now)
                if after is None and before is not None:
                    heroes.forget(article.id)
                elif after is not None and after != before:
                    heroes.put(after)

    def _requested(self, article: Article, known: Hero | None, now: datetime) -> Hero | None:
        return requested(article, known, self._size_orders.get(article.source, ()), now)

    def _due(self, now: datetime) -> list[tuple[Hero, Article]]:
        with self._database.read() as connection:
            store = ArticleStore(connection)
            due = HeroStore(connection).due(now, REACH)
            looked_at = [(hero, store.get(hero.article_id, now)) for hero in due]
        return [(hero, article) for hero, article in looked_at if article is not None]

    def _look(self, hero: Hero, article: Article, now: datetime) -> Hero:
        order = self._size_orders.get(article.source, ())
        search = Search(loader=self._loader, decoders=self._decoders, article=article, hero=hero, size_order=order)
        result = search.run()
        hero = replace(hero, rejections=result.rejections, sizes=result.sizes)
        if result.file is None:
            return failed(hero, _why(result.rejections) or NOTHING_FITS, now, is_permanent=not _may_pass(hero))
        try:
            renditions = hero.renditions if (made := result.file.made) is None else self._stored(made)
        except StorageError as error:
            reason = f"the picture could not be stored: {error.message}"
            return failed(hero, reason, now, is_permanent=False, is_ours=True)
        return ready(hero, result.file, renditions, now)

    def _stored(self, made: Made) -> tuple[Rendition, ...]:
        return tuple(map(self._store, made.files))

    def _store(self, encoded: Encoded) -> Rendition:
        name = rendition_name(encoded.content, encoded.media_type)
        self._shelf.write(name, encoded.content)
        return Rendition(
            role=encoded.role,
            name=name,
            width=encoded.width,
            height=encoded.height,
            size=len(encoded.content),
            media_type=encoded.media_type,
        )

    def make_other(self, article: Article, choice: Choice, point: Focal | None) -> OtherPicture:
        """Fetch a file of an article and cut it around a point, beside its hero image; the files are on the shelf then.

        Raises:
            BadDataError, FetchError: the file cannot be had, or cannot be shown.
            StorageError: the shelf or the database failed.
        """
        loaded = self._loader.load(choice.source_url, article.source, None)
        try:
            made = self._decoders.make(loaded.content or b"", is_video=choice.is_video, point=point)
        finally:
            self._decoders.rest()
        files = self._stored(made)
        with self._database.write() as connection:
            RenditionStore(connection).remember(article.id, files)
        return OtherPicture(choice=choice, files=files, ground=made.ground)

    def _settle(self, hero: Hero, before: Hero) -> Hero:
        with self._database.write() as connection:
            HeroStore(connection).settle(hero, before)
        return hero


def rendition_name(content: bytes, media_type: str = JPEG) -> str:
    """Where a rendition lies on the shelf: by what it holds, so a name never means other bytes later."""
    digest = hashlib.sha256(content).hexdigest()
    return f"{digest[:2]}/{digest[:32]}{ending_of(media_type)}"


def ready(hero: Hero, file: HeroFile, renditions: tuple[Rendition, ...], now: datetime) -> Hero:
    """The hero with that picture to show; looked at again while a file that should come before may still come."""
    may_wait = _may_pass(hero) and hero.attempts < len(BACK_OFF)
    return replace(
        hero,
        choice=file.choice,
        state=HeroState.READY,
        renditions=renditions,
        ground=file.made.ground if file.made else hero.ground,
        original=file.original,
        reason=_why(hero.rejections) or None,
        attempts=hero.attempts + 1,
        retry_at=now + _wait(hero) if may_wait else None,
    )


def failed(hero: Hero, reason: str, now: datetime, *, is_permanent: bool, is_ours: bool = False) -> Hero:
    """The hero after one more failure: tried again after the next wait of `BACK_OFF`, or given up.

    A failure of ours, such as a full disk, is waited for as long as it lasts, and takes no picture away.
    """
    is_over = is_permanent or (hero.attempts >= len(BACK_OFF) and not is_ours)
    is_shown = is_ours and bool(hero.renditions)
    return replace(
        hero,
        state=HeroState.READY if is_shown else HeroState.FAILED,
        renditions=hero.renditions if is_shown else (),
        reason=reason,
        attempts=hero.attempts + 1,
        retry_at=None if is_over else now + _wait(hero),
    )


def _wait(hero: Hero) -> timedelta:
    return BACK_OFF[min(hero.attempts, len(BACK_OFF) - 1)]


def _may_pass(hero: Hero) -> bool:
    return any(not rejection.is_permanent for rejection in hero.rejections)


def _why(rejections: Sequence[Rejection]) -> str:
    """Every reason once, the first few of them."""
    reasons = list(dict.fromkeys(rejection.reason for rejection in rejections))
    rest = len(reasons) - _MOST_REASONS
    return "; ".join(reasons[:_MOST_REASONS]) + (f"; and {rest} more" if rest > 0 else "")


def _report(settled: Sequence[Hero], *, unreached: int) -> HeroReport:
    unready = [hero for hero in settled if hero.state is HeroState.FAILED]
    waiting = sum(hero.retry_at is not None for hero in unready)
    noted = [hero for hero in settled if hero.state is HeroState.READY and hero.reason]
    return HeroReport(
        ready=len(settled) - len(unready),
        failed=len(unready) - waiting,
        waiting=waiting + unreached,
        failures=tuple(map(_failure, unready)),
        notes=tuple(map(_failure, noted)),
    )


def _failure(hero: Hero) -> HeroFailure:
    return HeroFailure(article_id=hero.article_id, reason=hero.reason or "")
