"""What the tests of slots share: starts of the program at one time after the other, and who got what at which."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import TYPE_CHECKING

from sqlalchemy import select

from syndicate.audience.model import Wishes
from syndicate.audience.store import AudienceStore
from syndicate.config import load
from syndicate.publishing.moving import put_in_force
from syndicate.publishing.wiring import open_parts
from syndicate.storage.tables import deliveries, editions, occurrences, rendering_articles, renderings, variants
from syndicate.testing.clock import ManualClock
from tests.newsroom import CONFIG, Newsroom, dump

if TYPE_CHECKING:
    from collections.abc import Iterator

    from syndicate.config import Config
    from syndicate.storage import Database


@dataclass
class Press:
    """A newsroom that is started again and again, on one database, with a newsletter laid out anew if need be."""

    desk: Newsroom
    database: Database
    newsletter: str = 'cadence = "daily"\nat = "07:00"'
    told: list[str] = field(default_factory=list)

    def config(self) -> Config:
        self.desk.configure(CONFIG.replace('at = "00:00"\nmax_lateness = "36h"', self._laid_out()))
        (self.desk.folder / "articles").mkdir(exist_ok=True)
        url = self.database.engine.url.set(drivername=self.database.engine.dialect.name)
        address = url.render_as_string(hide_password=False)
        return load(self.desk.folder / "config.toml", environ={"SYNDICATE_DATABASE__URL": address})

    def _laid_out(self) -> str:
        return self.newsletter if "max_lateness" in self.newsletter else f'max_lateness = "36h"\n{self.newsletter}'

    def write(self, title: str, at: datetime) -> None:
        self.desk.write_article(f"{title}.txt", dump(title, published=at))

    def start(self, at: datetime, *titles: str) -> None:
        """A pass of a fresh process; the titles came a minute before."""
        for title in titles:
            self.write(title, at - timedelta(minutes=1))
        with open_parts(self.config(), ManualClock(at)) as parts:
            put_in_force(self.database, parts.newsletters)
            report = parts.publisher.run_once()
            assert not report.errors

    def collect(self, at: datetime, *titles: str) -> None:
        """Stories come in, and nothing is composed."""
        for title in titles:
            self.write(title, at - timedelta(minutes=1))
        with open_parts(self.config(), ManualClock(at)) as parts:
            parts.publisher.collect()

    def choose(self, reader: str, wishes: Wishes, at: datetime) -> None:
        with self.database.write() as connection:
            store = AudienceStore(connection)
            [subscription] = store.of_address(reader, "daily")
            store.choose(subscription, wishes, at, timedelta())

    def mails(self, reader: str) -> list[tuple[str, list[str]]]:
        """The slots and titles of what the reader was sent, in that order."""
        query = (
            select(editions.c.slot, deliveries.c.variant_key)
            .join(editions, editions.c.key == deliveries.c.edition_key)
            .where(deliveries.c.address == reader, deliveries.c.state == "submitted")
            .order_by(deliveries.c.settled_at, deliveries.c.key)
        )
        with self.database.read() as connection:
            return [(row.slot, sorted(self._titles(row.variant_key))) for row in connection.execute(query)]

    def outcomes(self) -> list[tuple[str, str]]:
        """Slots and what became of them, in the order in which they were decided."""
        query = select(occurrences.c.slot, occurrences.c.outcome).order_by(occurrences.c.key)
        with self.database.read() as connection:
            return [(row.slot, row.outcome) for row in connection.execute(query)]

    def _titles(self, variant_key: int) -> Iterator[str]:
        from syndicate.storage.tables import articles

        query = (
            select(articles.c.title)
            .join(rendering_articles, rendering_articles.c.article_id == articles.c.id)
            .join(renderings, renderings.c.id == rendering_articles.c.rendering_id)
            .join(variants, variants.c.key == renderings.c.variant_key)
            .where(variants.c.key == variant_key, renderings.c.revision == variants.c.revision)
        )
        with self.database.read() as connection:
            yield from connection.execute(query).scalars()
