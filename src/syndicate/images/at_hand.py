"""Hero images whose files are on the shelf; what is gone is made anew."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from syndicate.articles.store import ArticleStore
from syndicate.errors import NotFoundError, StorageError, TryLaterError
from syndicate.images.choice import choices_of
from syndicate.images.model import HeroState
from syndicate.images.store import HeroStore, chunks

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from syndicate.articles.model import Article
    from syndicate.clock import Clock
    from syndicate.images.model import Choice, Focal, Hero, OtherPicture
    from syndicate.images.work import HeroWork
    from syndicate.shelf import Shelf
    from syndicate.storage import Database

#: Held by whoever makes pictures or removes them, so that none is made while another process takes it away.
LOCK = "pictures"


class PicturesAtHand:
    """Asks the shelf for the files of hero images, and has them made anew when they are gone."""

    def __init__(self, *, database: Database, clock: Clock, shelf: Shelf, hero_work: HeroWork) -> None:
        """Take the parts."""
        self._database = database
        self._clock = clock
        self._shelf = shelf
        self._hero_work = hero_work

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
            self.make_anew(ids)
            with self._database.read() as connection:
                found = {**heroes, **HeroStore(connection).of(ids)}
            return {
                article_id: hero
                for article_id, hero in found.items()
                if hero.state is HeroState.READY and self._is_there(hero)
            }
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
        self.make_anew(gone)

    def make_anew(self, article_ids: Iterable[str]) -> None:
        """Fetch and render as if for the first time: the same file gives the same names.

        Raises:
            TryLaterError: pictures are being made by another process, which takes this up, or its next pass.
        """
        now = self._clock.now()
        for few in chunks(article_ids):
            with self._database.write() as connection:
                store = HeroStore(connection)
                for hero in store.of(few).values():
                    store.put(replace(hero, original=None, attempts=0, retry_at=now))
        lock = self._database.lock(LOCK)
        if not lock.acquire():
            message = "a picture that is gone waits for another process, which makes pictures"
            raise TryLaterError(message, code="pictures-busy", hint="It is made anew at the next look.")
        try:
            self._hero_work.run(self._clock.now())
        finally:
            lock.release()

    def another(self, article_id: str, address: str | None, point: Focal | None) -> OtherPicture:
        """Another file of the article's own, by its address, or its hero image's cut around another point.

        Its files are made and on the shelf then; what pages and feeds show stays.

        Raises:
            NotFoundError: there is no such article, or it has no such file.
            BadDataError: the file cannot be shown.
            UnavailableError: it cannot be had.
            TryLaterError: pictures are being made by another process.
        """
        with self._database.read() as connection:
            article = ArticleStore(connection).get(article_id, self._clock.now())
            hero = HeroStore(connection).of([article_id]).get(article_id)
        choice = _choice_among(article, hero, address)
        lock = self._database.lock(LOCK)
        if article is None or choice is None:
            raise _no_such_file(article, article_id, address)
        if not lock.acquire():
            message = "pictures are being made by another process"
            raise TryLaterError(message, code="pictures-busy", hint="Say it again in a minute.")
        try:
            return self._hero_work.make_other(article, choice, point or choice.focal)
        finally:
            lock.release()

    def missing(self, names: Iterable[str], heroes: Iterable[Hero]) -> set[str]:
        """Those of the files that are not on the shelf, or have not the size that the hero images say.

        Raises:
            StorageError: the shelf cannot be asked.
        """
        sizes = _sizes(heroes)
        return {name for name in names if not _is_whole(self._shelf.size(name), sizes.get(name))}

    def _gone_of(self, article_ids: Iterable[str]) -> list[str]:
        """The same as `gone`, by id, however many; no transaction is open while the shelf is asked."""
        found: list[str] = []
        for few in chunks(article_ids):
            with self._database.read() as connection:
                heroes = HeroStore(connection).of(few)
            found += [hero.article_id for hero in self.gone(heroes[each] for each in few if each in heroes)]
        return found

    def _is_there(self, hero: Hero) -> bool:
        """Whether every file is; true of a hero image that is not shown."""
        return hero.state is not HeroState.READY or not self.missing(_sizes([hero]), [hero])


def _choice_among(article: Article | None, hero: Hero | None, address: str | None) -> Choice | None:
    if article is None or (address is None and hero is not None):
        return hero.choice if article is not None and hero else None
    found = choices_of(article.media)
    return next((choice for choice in found if address in {None, choice.source_url}), None)


def _no_such_file(article: Article | None, article_id: str, address: str | None) -> NotFoundError:
    if article is None:
        message = f"there is no article {article_id}"
        return NotFoundError(message, code="article-unknown", hint="See: syndicate articles list")
    has = ", ".join(dict.fromkeys(choice.source_url for choice in choices_of(article.media))) or "none"
    message = f"the article has no picture {address}" if address else "the article has no picture"
    return NotFoundError(message, code="image-unknown", hint=f"Its pictures: {has}")


def _sizes(heroes: Iterable[Hero]) -> dict[str, int]:
    """The files of hero images, with their bytes."""
    return {rendition.name: rendition.size for hero in heroes for rendition in hero.renditions}


def _is_whole(size: int | None, expected: int | None) -> bool:
    return bool(size) if expected is None else size == expected
