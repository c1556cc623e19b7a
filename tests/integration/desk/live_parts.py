"""A newsroom in a folder with a desk that follows its files."""

from __future__ import annotations

import os
import shutil
import time
from collections.abc import Iterator, Mapping
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from pathlib import Path

from syndicate.config import load
from syndicate.publishing.settings import SettingsInForce
from syndicate.publishing.wiring import Parts, open_parts
from syndicate.web.desk.access.links import desk_link
from syndicate.web.desk.application import Desk, desk_app
from syndicate.web.desk.live.following import Following
from syndicate.web.http.listener import Listener
from syndicate.web.wiring import followed
from tests.newsroom import CONFIG, REPOSITORY, Newsroom
from tests.unit.web.web_samples import cookie_of, fetch

#: Files settle so slowly that what is unsettled can be looked at.
SLOW = CONFIG.replace('settle = "0s"', 'settle = "30s"')


@dataclass(frozen=True, kw_only=True, slots=True)
class LiveNewsroom:
    """The newsroom, and its desk at ``url``."""

    newsroom: Newsroom
    parts: Parts
    settings: SettingsInForce
    desk: Desk
    following: Following
    url: str
    inside: Mapping[str, str]  # the header of who is in

    @property
    def config(self) -> Path:
        return self.newsroom.folder / "config.toml"

    @property
    def articles(self) -> Path:
        return self.newsroom.folder / "articles"

    @property
    def templates(self) -> Path:
        return self.newsroom.folder / "templates" / "email"

    def save(self, old: str, new: str) -> None:
        """Put new settings in place of old ones."""
        text = self.config.read_text()
        assert old in text
        self.config.write_text(text.replace(old, new))

    def notes(self) -> str:
        return fetch(f"{self.url}/live/notes", headers=self.inside).text


def with_own_templates(newsroom: Newsroom) -> None:
    """Give it templates that may be broken."""
    shutil.copytree(REPOSITORY / "templates", newsroom.folder / "templates", dirs_exist_ok=True)
    text = (newsroom.folder / "config.toml").read_text()
    ours = str(REPOSITORY / "templates" / "email")
    (newsroom.folder / "config.toml").write_text(text.replace(ours, "templates/email"))


def let_rest(newsroom: Newsroom) -> None:
    """Let its articles have been left alone for a minute."""
    for file in (newsroom.folder / "articles").rglob("*.*"):
        os.utime(file, (time.time() - 60, time.time() - 60))


@contextmanager
def live_newsroom(newsroom: Newsroom) -> Iterator[LiveNewsroom]:
    """Open it, with all that is in its folder stored."""
    config = load(newsroom.folder / "config.toml", {})
    with ExitStack() as opened:
        parts = opened.enter_context(open_parts(config))
        settings = SettingsInForce(parts, environ={})
        desk = Desk(parts, settings)
        for step in parts.publisher.collect_steps:
            step.collector.run(step.settings.source, step.settings.rules, mails_first_run=True)
        listener = opened.enter_context(Listener(desk_app(desk), "127.0.0.1", 0, name="desk"))
        following = opened.enter_context(followed(desk))
        yield LiveNewsroom(
            newsroom=newsroom,
            parts=parts,
            settings=settings,
            desk=desk,
            following=following,
            url=listener.url,
            inside=cookie_of(fetch(desk_link(parts, listener.url))),
        )
