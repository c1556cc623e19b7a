"""A newsroom whose newsletters people can join, and the hands of readers: forms, links, rows."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import replace
from datetime import time
from html import unescape
from pathlib import Path
from typing import Any
from urllib.parse import urlencode, urlsplit
from zoneinfo import ZoneInfo

from sqlalchemy import insert, select

from syndicate.audience.digests import AddressDigests
from syndicate.audience.erasing import erase_person
from syndicate.audience.joins.model import Join
from syndicate.audience.joins.receiving import JoinLimits
from syndicate.audience.joins.store import JoinStore
from syndicate.audience.model import Ground, GroundKind, Subscription
from syndicate.audience.store import AudienceStore
from syndicate.digests.newsletters import Cadence, ClockOwner, Newsletter
from syndicate.storage import Database
from syndicate.storage.states import CadenceKind, JoinOutcome, TermKind
from syndicate.storage.tables import article_terms, joins, subscribers, transactional_mails
from syndicate.text.mailboxes import read_mailbox
from syndicate.web.public.application import public_app
from syndicate.web.public.readership import Readership
from tests.unit.web.web_samples import NOW, Door, Newsroom, Reply, fetch

FORM = {"Content-Type": "application/x-www-form-urlencoded"}
DIGESTS = AddressDigests(["a test key"])


def a_newsletter(name: str = "morning", title: str = "The Quay at dawn", **changes: Any) -> Newsletter:
    """Comes daily at seven, or weekly on Fridays."""
    series = Newsletter(
        name=name,
        title=title,
        sender_name="The Quay",
        sender_address="news@quay.example",
        reply_to=None,
        zone=ZoneInfo("Europe/Berlin"),
        language="en",
        cadences=(
            Cadence(kind=CadenceKind.DAILY, at=time(7)),
            Cadence(kind=CadenceKind.WEEKLY, at=time(7), weekdays=frozenset({4})),
        ),
        max_lateness=NOW - NOW,
    )
    return replace(series, **changes)


SERIES = (
    a_newsletter(),
    a_newsletter("week", "The Quay on Friday", clock=ClockOwner.READER),
)


class ReadersRoom:
    """The public pages over a database, as readers use them."""

    def __init__(self, database: Database, folder: Path, door: Door, **changes: Any) -> None:
        self.newsroom = Newsroom(database, folder)
        self.database, self.clock, self.links = database, self.newsroom.clock, self.newsroom.links
        self._door = door
        self.serve(**changes)

    def serve(self, **changes: Any) -> None:
        """Serve with another readership."""
        readership = Readership(
            newsletters={series.name: series for series in SERIES},
            digests=DIGESTS,
            erase=self.erase,
            offered=tuple(series.name for series in SERIES),
            limits=JoinLimits(per_network=100_000, per_site=100_000),
        )
        titles = {series.name: series.title for series in SERIES}
        self.readership = replace(readership, **changes)
        self._door.app = public_app(self.newsroom.site(newsletters=titles, readership=self.readership))

    def erase(self, subscriber_id: str) -> None:
        with self.database.write() as connection:
            key = connection.execute(select(subscribers.c.key).where(subscribers.c.id == subscriber_id)).scalar_one()
            erase_person(connection, key, DIGESTS, self.clock.now())

    # --- over HTTP ------------------------------------------------------------------------

    def get(self, path: str, **headers: str) -> Reply:
        return fetch(self._door.url + path, headers={name.replace("_", "-"): value for name, value in headers.items()})

    def post(self, path: str, fields: Mapping[str, Any] | None = None, **headers: str) -> Reply:
        named = {name.replace("_", "-"): value for name, value in headers.items()}
        return fetch(self._door.url + path, "POST", body=urlencode(fields or {}, True).encode(), headers=FORM | named)

    def join(self, address: str = "ada@reader.example", **fields: Any) -> Reply:
        return self.post("/subscribe", {"address": address, "newsletters": "morning"} | fields)

    # --- what happens off the request, and what stands in mails ---------------------------

    def ask(self) -> list[str]:
        """Decide what waits as the step does of strangers; the paths of the links that their mails have."""
        now = self.clock.now()
        with self.database.write() as connection:
            store = JoinStore(connection)
            waiting = store.waiting(100)
            for wish in waiting:
                store.decide(wish.key, JoinOutcome.ASKED, now)
        return [urlsplit(self.links.confirm(wish.id, now.date())).path for wish in waiting]

    def subscribe(self, address: str = "ada@reader.example", newsletter: str = "morning") -> Subscription:
        """Somebody who is there already."""
        ground = Ground(kind=GroundKind.OPERATOR, wording="at the fair", recorded_at=NOW, given_at=NOW)
        with self.database.write() as connection:
            store = AudienceStore(connection)
            store.subscribe(read_mailbox(address), newsletter, grounds=[ground], now=self.clock.now())
            return store.of_address(read_mailbox(address).key, newsletter)[0]

    def publish(self, *sections: str) -> None:
        """A story of each section."""
        for section in sections:
            article = self.newsroom.add(section.lower(), title=f"A story of {section}", sections=(section,))
            row = {"article_id": article.id, "kind": TermKind.SECTION, "term": section}
            with self.database.write() as connection:
                connection.execute(insert(article_terms).values(row))

    def preferences(self, subscription: Subscription) -> str:
        mailbox, today = subscription.subscriber.mailbox, self.clock.now().date()
        return urlsplit(self.links.preferences(subscription.id, mailbox, today)).path

    def unsubscribe(self, subscription: Subscription) -> str:
        return urlsplit(self.links.unsubscribe(subscription.id)).path

    # --- rows ---------------------------------------------------------------------------------

    def of(self, address: str) -> dict[str, Subscription]:
        with self.database.read() as connection:
            return {each.newsletter: each for each in AudienceStore(connection).of_address(read_mailbox(address).key)}

    @property
    def wishes(self) -> list[Join]:
        with self.database.read() as connection:
            ids = connection.scalars(select(joins.c.id).order_by(joins.c.key)).all()
            return [wish for each in ids if (wish := JoinStore(connection).get(each))]

    @property
    def mails(self) -> list[tuple[str, str | None]]:
        """Kind and address of each mail that waits to be sent."""
        query = select(transactional_mails.c.kind, transactional_mails.c.address).order_by(transactional_mails.c.key)
        with self.database.read() as connection:
            return [(row[0], row[1]) for row in connection.execute(query)]

    def rows(self) -> dict[str, list[Any]]:
        """Everything that a visitor could have changed."""
        from syndicate.storage.tables import metadata

        with self.database.read() as connection:
            tables = metadata.sorted_tables
            return {table.name: list(connection.execute(select(table))) for table in tables}


def links_in(html: str) -> list[str]:
    """The paths of ours that a page links to."""
    return [unescape(path) for path in re.findall(r'(?:href|action)="(/[^"]*)"', html)]


def undo_in(reply: Reply) -> str:
    """The way back that the page after leaving gives."""
    return next(path for path in links_in(reply.text) if path.startswith("/undo/"))
