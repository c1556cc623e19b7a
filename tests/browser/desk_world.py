"""A desk with something of everything, put back in a moment to how it was: what its functions are tried on."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import timedelta
from pathlib import Path
from threading import Event

import pytest
from argon2 import PasswordHasher
from sqlalchemy import insert, select, update

from syndicate.audience.store import AudienceStore
from syndicate.digests.specials.request import Special
from syndicate.storage.states import Audience, EventKind, Fate
from syndicate.storage.tables import articles, deliveries, events, subscribers
from syndicate.text.mailboxes import read_mailbox
from syndicate.web.desk.access import passwords
from tests.desk_room import DeskRoom, open_desk
from tests.newsroom import dump

#: The coming edition of ``daily`` waits for an approval; of ``evening`` there is an edition in each state.
SETTINGS = """max_articles = 4
approval = "manual"
on_silence = "hold"
[[newsletters]]
name = "evening"
title = "The evening"
sender = "a@lantern.example"
at = "19:00"
[editorial]
editors = ["Ed <ed@lantern.example>"]
[desk]
test_to = ["ed@paper.example"]
"""
#: The stories of the coming edition, newest first; the first has two pictures.
STORIES = ("ferry", "tide", "lamp", "gull")
#: An edition of each: composed and held, on its way, stopped for good, closed.
MAILED = ("held", "sending", "stopped", "closed")
READER = "kim@reader.example"


@dataclass(frozen=True, kw_only=True)
class DeskWorld:
    """The desk, the addresses of its editions by state, and how it was."""

    room: DeskRoom
    editions: dict[str, str]
    kept: sqlite3.Connection = field(default_factory=lambda: sqlite3.connect(":memory:", check_same_thread=False))

    @property
    def file(self) -> Path:
        return self.room.newsroom.folder / "var" / "syndicate.db"

    def keep(self) -> None:
        """Remember all rows."""
        with sqlite3.connect(self.file) as now:
            now.backup(self.kept)
        now.close()

    def put_back(self) -> None:
        """Let all rows be as they were."""
        now = sqlite3.connect(self.file)
        self.kept.backup(now)
        now.close()

    def article(self, name: str) -> str:
        """The id of the story of that name."""
        with self.room.parts.database.read() as connection:
            query = select(articles.c.id).where(articles.c.title == f"The story of the {name}")
            return str(connection.execute(query).scalar_one())

    def person(self) -> str:
        """The id of the reader who is looked at."""
        with self.room.parts.database.read() as connection:
            query = select(subscribers.c.id).where(subscribers.c.address == READER)
            return str(connection.execute(query).scalar_one())


@contextmanager
def desk_world(folder: Path, migrated: Path) -> Iterator[DeskWorld]:
    """It, with an editor who has logged in."""
    with pytest.MonkeyPatch.context() as patched, open_desk(folder, migrated, SETTINGS) as room:
        patched.setattr(passwords, "_hasher", PasswordHasher(time_cost=1, memory_cost=8, parallelism=1))
        room.subscribe("Ada <ada@reader.example>", f"Kim <{READER}>")
        _write(room)
        world = DeskWorld(room=room, editions=dict(_mail(room)))
        room.parts.publisher.build_feeds()
        _break_a_feed(room)
        _tell_of_a_bounce(room)
        room.log_in()
        world.keep()
        yield world
        world.kept.close()


def _write(room: DeskRoom) -> None:
    for name, height in (("lamp", 700), ("pier", 900)):
        room.newsroom.draw_picture(f"pictures/{name}.jpg", (1000, height))
    for name in MAILED:
        text = dump(f"The story of the {name}", published=room.clock.now() - timedelta(hours=2), section="Harbour")
        room.newsroom.write_article(f"{name}.txt", text)
    room.write(*STORIES[1:], picture="pictures/lamp.jpg")
    shown = dump("The story of the ferry", published=room.clock.now(), picture="pictures/lamp.jpg")
    (first,) = json.loads(next(line for line in shown.splitlines() if line.startswith("[{")))
    other = {**first, "id": 2, "description": "The pier at noon", "images": {"s1": "pictures/pier.jpg"}}
    room.newsroom.write_article("ferry.txt", shown.replace(json.dumps([first]), json.dumps([first, other])))
    room.newsroom.write_article("undated.txt", dump("The story of no day").replace(" GMT", " XYZ"))
    room.parts.publisher.collect()


def _mail(room: DeskRoom) -> Iterator[tuple[str, str]]:
    """Compose an edition of each story that is to be mailed, and take it as far as its name says."""
    publisher, newsletter = room.parts.publisher, room.parts.publisher.newsletter("evening")
    with room.parts.database.write() as connection:
        for mailbox in (f"Kim <{READER}>", "lou@reader.example"):
            AudienceStore(connection).subscribe(read_mailbox(mailbox), "evening", now=room.clock.now())
    for name in reversed(MAILED):
        with room.parts.database.read() as connection:
            query = select(articles.c.id).where(articles.c.title == f"The story of the {name}")
            article = connection.execute(query).scalar_one()
        special = Special(article_ids=(article,), audience=Audience.ALL)
        made = publisher.compose_special(newsletter, special).edition
        assert made is not None
        if name != "held":
            publisher.open_edition(made.id)
        if name == "closed":
            publisher.deliver(Event())
        if name == "stopped":
            publisher.control.stop(made.id)
        yield name, f"/editions/{made.id}"


def _break_a_feed(room: DeskRoom) -> None:
    """Let one be there of which there is something to find."""
    odd = room.newsroom.feeds / "section" / "odd" / "rss.xml"
    odd.parent.mkdir(parents=True)
    odd.write_bytes(b"<rss><channel>")


def _tell_of_a_bounce(room: DeskRoom) -> None:
    with room.parts.database.write() as connection:
        key = connection.execute(
            select(deliveries.c.key).where(deliveries.c.address == READER, deliveries.c.state == "submitted")
        ).scalar_one()
        connection.execute(update(deliveries).where(deliveries.c.key == key).values(fate=Fate.BOUNCED))
        at = room.clock.now()
        told = {"id": "e1", "kind": EventKind.BOUNCED, "delivery_key": key, "at": at, "received_at": at}
        connection.execute(insert(events).values(**told))
