"""A desk for hero images: articles in, pictures over real HTTP or beside them, real workers, a real database."""

from __future__ import annotations

import socket
from collections.abc import Mapping, Sequence
from datetime import UTC, datetime
from io import BytesIO
from typing import TYPE_CHECKING, Any

from PIL import Image
from sqlalchemy import insert, select, update

from syndicate.clock import SystemClock
from syndicate.errors import BadDataError
from syndicate.images.decoders import MAX_PIXELS, Decoders
from syndicate.images.loading import Loader
from syndicate.images.store import HeroStore
from syndicate.images.work import HeroReport, HeroWork
from syndicate.net.fetch import Fetcher
from syndicate.storage.tables import articles, heroes
from syndicate.testing.clock import ManualClock
from syndicate.testing.shelf import MemoryShelf

if TYPE_CHECKING:
    from syndicate.images.model import Hero
    from syndicate.net.model import Resolver
    from syndicate.shelf import Shelf
    from syndicate.storage import Database

NOW = datetime(2025, 10, 5, 12, tzinfo=UTC)


def jpeg(colour: tuple[int, int, int] = (200, 40, 40), size: tuple[int, int] = (640, 360)) -> bytes:
    out = BytesIO()
    Image.new("RGB", size, colour).save(out, "JPEG")
    return out.getvalue()


class Beside:
    """A source that keeps its pictures in a dictionary."""

    def __init__(self, **pictures: bytes) -> None:
        self.pictures = pictures

    def picture(self, path: str, max_bytes: int) -> bytes:
        if path not in self.pictures:
            message = f"there is no picture {path}"
            raise BadDataError(message, code="picture-missing")
        if len(self.pictures[path]) > max_bytes:
            message = f"{path} has more than {max_bytes:,} bytes"
            raise BadDataError(message, code="picture-too-large")
        return self.pictures[path]


def nowhere(host: str, port: int) -> Sequence[str]:
    raise socket.gaierror(socket.EAI_NONAME, f"{host}:{port}")


class Desk:
    """What the tests work with: articles in, hero images out."""

    def __init__(self, database: Database, shelf: Shelf | None = None) -> None:
        self.database = database
        self.shelf: Shelf = shelf or MemoryShelf()
        self.clock = ManualClock(NOW)
        self.beside = Beside()
        self.resolver: Resolver = nowhere

    def article(self, article_id: str, *media: str | Mapping[str, Any], **columns: Any) -> None:
        row = {
            "id": article_id, "tag": f"tag:{article_id}", "source": "folder", "external_id": article_id,
            "fingerprint": "f", "status": "published", "sections": [], "tags": [], "authors": [], "language": "en",
            "direction": "ltr", "body_html": "", "body_text": "", "media": list(map(medium, media)), "findings": [],
            "content_hash": "h", "revision": 1, "is_backlog": False, "first_seen_at": NOW, "changed_at": NOW, **columns,
        }  # fmt: skip
        with self.database.write() as connection:
            connection.execute(insert(articles).values(row))

    def revise(self, article_id: str, **columns: Any) -> None:
        with self.database.write() as connection:
            connection.execute(update(articles).where(articles.c.id == article_id).values(columns))

    def run(self, now: datetime = NOW, *, sources: Mapping[str, Beside] | None = None, **options: Any) -> HeroReport:
        stop, workers = options.pop("stop", None), options.pop("workers", 1)
        loader = Loader(
            fetcher=Fetcher(
                clock=SystemClock(),
                user_agent="t",
                resolver=self.resolver,
                allow_loopback=options.pop("allow_loopback", True),
                timeout_seconds=options.pop("timeout_seconds", 10.0),
            ),
            pictures={"folder": self.beside} if sources is None else sources,
            max_bytes=options.pop("max_bytes", 1_000_000),
        )
        work = HeroWork(
            database=self.database,
            clock=self.clock,
            loader=loader,
            decoders=Decoders(workers=workers, max_pixels=options.pop("max_pixels", MAX_PIXELS)),
            shelf=self.shelf,
            **options,
        )
        return work.run(now, stop)

    def hero(self, article_id: str) -> Hero:
        with self.database.read() as connection:
            found = HeroStore(connection).get(article_id)
        assert found is not None
        return found

    def chosen(self) -> set[str]:
        with self.database.read() as connection:
            return set(connection.scalars(select(heroes.c.article_id)))


def medium(given: str | Mapping[str, Any]) -> dict[str, Any]:
    more = {"url": given} if isinstance(given, str) else dict(given)
    candidate = {"url": more.pop("url"), "key": "", "width": None, "height": None}
    texts = dict.fromkeys(("title", "description", "caption", "credit"), "")
    return {"kind": "image", "candidates": [candidate], **texts, **more}
