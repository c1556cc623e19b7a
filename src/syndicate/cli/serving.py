"""What processes share that serve: a desk that follows what is saved, and settings that take force while they run."""

from __future__ import annotations

import math
from contextlib import contextmanager
from dataclasses import dataclass
from typing import TYPE_CHECKING

from syndicate.cli.session import Session, tell_error
from syndicate.errors import SyndicateError

if TYPE_CHECKING:
    from collections.abc import Iterator

    from syndicate.cli.article_watch import ArticleWatch
    from syndicate.publishing.engines.succession import Succession
    from syndicate.publishing.settings import SettingsInForce, SettingsState
    from syndicate.publishing.wiring import Parts
    from syndicate.web.desk.application import Desk
    from syndicate.web.desk.live.following import Following
    from syndicate.web.http.changing import ChangingApp


@dataclass(frozen=True, kw_only=True, slots=True)
class OpenDesk:
    """A desk that serves at ``url``, without a trailing slash, and follows what is saved."""

    url: str
    desk: Desk
    following: Following


@contextmanager
def desk_of(settings: SettingsInForce, port: int) -> Iterator[OpenDesk]:
    """A desk on the host of the settings and that port; 0 is any free one.

    Raises:
        UnavailableError: the address is in use, not ours, or not allowed.
    """
    from syndicate.web.desk.application import Desk, desk_app
    from syndicate.web.http.listener import Listener
    from syndicate.web.wiring import followed

    parts = settings.parts
    desk = Desk(parts, settings)
    proxies = parts.config.web.trusted_proxies if parts.config.desk.url else None
    door = Listener(desk_app(desk), parts.config.desk.host, port, name="desk", trusted_proxies=proxies)
    with door as listener, followed(desk) as following:
        yield OpenDesk(url=listener.url, desk=desk, following=following)


@contextmanager
def watched(settings: SettingsInForce) -> Iterator[None]:
    """Read the settings anew whenever their file is saved, where there is no desk that does."""
    from syndicate.web.desk.live.watching import watch_of_file

    watch = watch_of_file(settings.file, lambda _: settings.read())
    watch.start()
    try:
        yield
    finally:
        watch.stop()


class Renewing:
    """Puts settings in force that were read while the process runs: for readers' pages, and for the steps."""

    def __init__(
        self,
        session: Session,
        settings: SettingsInForce,
        pages: ChangingApp,
        succession: Succession,
        desk: OpenDesk | None,
        articles: ArticleWatch,
    ) -> None:
        """Take what goes by them."""
        self._articles = articles
        self._session = session
        self._settings = settings
        self._pages = pages
        self._succession = succession
        self._desk = desk
        self._told: tuple[str, ...] = ()

    @property
    def patience(self) -> float:
        """Seconds until there may be something to `follow` though nobody says so."""
        return self._settings.unrest or math.inf

    def read_again(self) -> None:
        """Read the file by a person's word."""
        reading = self._settings.read(by_word=True)
        if self._desk:
            self._desk.following.settings_read(reading)

    def follow(self) -> None:
        """Have all go by the settings in force, once their file rests. What fails is told, and tried again."""
        state, session = self._settings.state, self._session
        self._tell_waiting(state)
        if state.parts is self._settings.scheduled or self._settings.unrest:
            return
        try:
            session.say("The settings were read anew; what is in flight is finished first …")
            self._put_in_force(state.parts)
        except SyndicateError as error:
            tell_error(session, error)

    def _tell_waiting(self, state: SettingsState) -> None:
        from syndicate.publishing.settings import word

        told: list[str] = []
        if state.waiting:
            told.append(f"From the next start on: {', '.join(state.waiting)}")
        if state.withheld and not self._settings.unrest:
            told.append(f"By {word()} or from the next start on: {', '.join(state.withheld)}")
        for line in told:
            if line not in self._told:
                self._session.say(line)
        self._told = tuple(told)

    def _put_in_force(self, parts: Parts) -> None:
        from syndicate.web.wiring import public_pages

        move_readers(self._session, parts)
        self._pages.app = public_pages(parts, self._succession.gather)
        self._succession.follow()
        self._articles.follow(parts)
        self._session.say("The new settings are in force.")
        if self._desk:
            self._desk.desk.live.streams.tell("today")


def move_readers(session: Session, parts: Parts) -> None:
    """Say whom changed defaults move, and put them in force."""
    from syndicate.publishing.moving import coming_moves, put_in_force

    for move in coming_moves(parts.database, parts.newsletters):
        session.say(str(move))
    put_in_force(parts.database, parts.newsletters)
