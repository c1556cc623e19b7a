"""A newsroom with a desk: real parts over a folder of articles, a clock that stands still, and what comes by HTTP."""

from __future__ import annotations

import json
import re
import shutil
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from types import MappingProxyType
from typing import TYPE_CHECKING
from urllib.parse import urlencode

from syndicate.audience.store import AudienceStore
from syndicate.config import load
from syndicate.publishing.wiring import Parts, open_parts
from syndicate.shipped import TEMPLATES
from syndicate.testing.clock import ManualClock
from syndicate.text.mailboxes import read_mailbox
from syndicate.web.desk.access.editor_store import EditorStore
from syndicate.web.desk.access.passwords import hashed
from syndicate.web.desk.context import Desk
from tests.newsroom import CONFIG, Newsroom, dump
from tests.unit.web.web_samples import Door, Reply, cookie_of, enter, fetch, log_in

if TYPE_CHECKING:
    from pathlib import Path

    from playwright.sync_api import BrowserContext

NOW = datetime(2026, 11, 23, 6, 0, tzinfo=UTC)
#: The next edition of the newsletter ``daily``.
SLOT = "/coming/daily/daily/2026-11-24"
#: Of the editor who logs in.
PHRASE = "nine quiet gulls at dawn"
_FORM = {"Content-Type": "application/x-www-form-urlencoded", "Sec-Fetch-Site": "same-origin"}
_CONFIG = CONFIG.replace('sample_readers = ["Ann <ann@example.org>", "Bo <bo@example.net>"]', "sample_readers = []")


@dataclass(kw_only=True)
class DeskRoom:
    """The desk over HTTP; ``newsletter`` is what is written below that of the sample configuration."""

    newsroom: Newsroom
    parts: Parts
    clock: ManualClock
    door: Door
    desk: Desk
    headers: dict[str, str] = field(default_factory=dict)

    def write(self, *names: str, section: str = "World", picture: str | None = None) -> None:
        """Write a story of each name and collect them; they came out a minute apart, the first of them last."""
        for age, name in enumerate(names, start=1):
            published = self.clock.now() - timedelta(minutes=age)
            text = dump(f"The story of the {name}", published=published, section=section, picture=picture)
            self.newsroom.write_article(f"{name}.txt", text)
        self.parts.publisher.collect()

    def subscribe(self, *mailboxes: str) -> None:
        """Let readers have joined."""
        with self.parts.database.write() as connection:
            for mailbox in mailboxes:
                AudienceStore(connection).subscribe(read_mailbox(mailbox), "daily", now=self.clock.now())

    def log_in(self) -> None:
        """Go on under a name: pages of people need one."""
        with self.parts.database.write() as connection:
            EditorStore(connection).add("Robin", hashed(PHRASE), self.clock.now())
        self.headers = cookie_of(log_in(self.door, "Robin", PHRASE))

    def let_in(self, context: BrowserContext) -> None:
        """Let that browser be whoever is in."""
        name, _, value = self.headers["Cookie"].partition("=")
        context.add_cookies([{"name": name, "value": value, "url": self.door.url}])

    def get(self, path: str) -> Reply:
        """What lies there."""
        return fetch(self.door.url + path, headers=self.headers)

    def post(self, path: str, **fields: str) -> Reply:
        """Send a form, as a page of the desk would."""
        headers = {"Origin": self.door.url, **_FORM, **self.headers}
        return fetch(self.door.url + path, "POST", headers=headers, body=urlencode(fields).encode())

    def act(self, **fields: str) -> Reply:
        """Do something with the coming edition, of the version that stands there."""
        return self.post(f"{SLOT}/acts", version=self.version(), **fields)

    def page(self, path: str = SLOT) -> str:
        """A page that is there."""
        reply = self.get(path)
        assert reply.status == 200, reply.text
        return reply.text

    def version(self) -> str:
        """Of the draft, as the page has it."""
        return self._found(r'name="version" value="(\d+)"')

    def stories(self) -> list[str]:
        """The stories of the coming edition, by their names, in reading order."""
        return re.findall(r'<h3 dir="auto"><a href="/articles/[a-z0-9]+">The story of the (\w+)</a></h3>', self.page())

    def article(self, name: str) -> str:
        """The id of a story."""
        return self._found(rf'/articles/([a-z0-9]+)">The story of the {name}<')

    def _found(self, pattern: str) -> str:
        found = re.search(pattern, self.page())
        assert found is not None, pattern
        return found[1]


@contextmanager
def open_desk(
    folder: Path,
    migrated: Path,
    more: str = "",
    *,
    templates: Path = TEMPLATES,
    now: datetime = NOW,
    environ: Mapping[str, str] = MappingProxyType({}),
) -> Iterator[DeskRoom]:
    """A newsroom without stories or readers, on a copy of the ``migrated`` database.

    ``more`` is added to the configuration, below its newsletter; ``environ`` goes over it.
    """
    newsroom = Newsroom(folder)
    text = _CONFIG.replace("\n[mail]", f"\n{more}\n[mail]").replace("{templates}", json.dumps(str(templates)))
    newsroom.configure(text)
    (folder / "articles").mkdir()
    (folder / "var").mkdir()
    shutil.copy(migrated, folder / "var" / "syndicate.db")
    clock = ManualClock(now)
    with open_parts(load(folder / "config.toml", environ), clock) as parts, Door() as door:
        desk = Desk(parts)
        headers = enter(door, desk)
        yield DeskRoom(newsroom=newsroom, parts=parts, clock=clock, door=door, desk=desk, headers=headers)
