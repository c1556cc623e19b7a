"""Articles that are pushed: who may, what is taken, and that none is lost or there twice."""

from __future__ import annotations

import hashlib
import hmac
import json
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import pytest
from sqlalchemy import func, select

from syndicate.articles.model import Status
from syndicate.articles.store import ArticleStore
from syndicate.config import load
from syndicate.publishing.wiring import open_parts
from syndicate.storage.tables import push_inbox
from syndicate.web.http.listener import Listener
from syndicate.web.wiring import public_pages
from tests.integration.test_running import PATIENCE, running, wait_for
from tests.newsroom import CONFIG, Newsroom

if TYPE_CHECKING:
    from pathlib import Path

    from syndicate.articles.model import Article
    from syndicate.publishing.wiring import Parts

SECRET = "a-word-that-only-the-two-of-us-know"  # noqa: S105 - of this test
PUSHED = '\n[[sources]]\nname = "cms"\npush = true\nfirst_run = "mail"\nmax_bytes = 100_000\n'
BEARER = {"Authorization": f"Bearer {SECRET}"}


def an_article(key: str = "41", title: str = "The lamp is lit", **more: object) -> dict[str, Any]:
    text = f"{title}: after a long winter the keepers climbed the stairs once more, and ships saw it from afar."
    return {"id": key, "title": title, "date": "2026-03-01T08:00:00Z", "body_text": text, **more}


@dataclass
class Door:
    """The public pages of a newsroom with a source that is pushed to."""

    url: str
    parts: Parts
    woken: list[int]

    def push(self, content: object, headers: dict[str, str] | None = None, name: str = "cms") -> int:
        body = content if isinstance(content, bytes) else json.dumps(content).encode()
        given = {"Content-Type": "application/json", **(BEARER if headers is None else headers)}
        return post(f"{self.url}/push/{name}", body, given)

    def read(self) -> list[Article]:
        step = next(step for step in self.parts.publisher.collect_steps if step.source == "cms")
        step.poll()
        with self.parts.database.read() as connection:
            return ArticleStore(connection).all(self.parts.clock.now(), source="cms")

    def waiting(self) -> int:
        with self.parts.database.read() as connection:
            return connection.execute(select(func.count()).select_from(push_inbox)).scalar_one()


def post(url: str, body: bytes, headers: dict[str, str]) -> int:
    request = urllib.request.Request(url, body, headers, method="POST")  # noqa: S310 - loopback
    try:
        with urllib.request.urlopen(request, timeout=20) as answer:  # noqa: S310
            return int(answer.status)
    except urllib.error.HTTPError as error:
        with error:
            return error.code


def signed(body: bytes, at: float, secret: str = SECRET) -> dict[str, str]:
    stamp = str(int(at))
    mac = hmac.new(secret.encode(), stamp.encode() + b"." + body, hashlib.sha256).hexdigest()
    return {"Syndicate-Timestamp": stamp, "Syndicate-Signature": f"sha256={mac}"}


@contextmanager
def opened(newsroom: Newsroom, url: str = "sqlite:///var/push.db", secret: str = SECRET) -> Iterator[Door]:
    newsroom.configure(CONFIG + PUSHED)
    environ = {"SYNDICATE_DATABASE__URL": url, "SYNDICATE_WEB__SECRET": "k" * 32}
    if secret:
        environ["SYNDICATE_SOURCES__CMS__SECRET"] = secret
    config = load(newsroom.folder / "config.toml", environ=environ)
    woken: list[int] = []
    with (
        open_parts(config) as parts,
        Listener(public_pages(parts, lambda: woken.append(1)), "127.0.0.1", 0) as listener,
    ):
        yield Door(listener.url, parts, woken)


@pytest.fixture
def room(tmp_path: Path) -> Newsroom:
    return Newsroom(tmp_path / "room")


@pytest.fixture
def door(room: Newsroom) -> Iterator[Door]:
    with opened(room) as door:
        yield door


def test_what_is_pushed_is_an_article_once_and_follows_its_versions(door: Door) -> None:
    assert door.push(an_article()) == 202
    assert door.push(an_article()) == 202  # a sender that had no answer says it again
    assert (len(door.woken), door.waiting()) == (2, 1)
    (article,) = door.read()
    assert (article.external_id, article.title, article.status) == ("41", "The lamp is lit", Status.PUBLISHED)
    assert door.push([an_article(title="The lamp is lit again"), an_article("42", "Fog")]) == 202
    assert door.push(an_article(title="The lamp is lit for good")) == 202
    titles = {each.external_id: each.title for each in door.read()}
    assert titles == {"41": "The lamp is lit for good", "42": "Fog"}
    assert door.push(an_article(draft=True)) == 202
    stands = {each.external_id: each.status for each in door.read()}
    assert stands == {"41": Status.WITHDRAWN, "42": Status.PUBLISHED}
    door.read()
    assert door.waiting() == 0


def test_a_signed_body_is_taken_while_its_time_is_near(door: Door) -> None:
    body = json.dumps(an_article()).encode()
    now = time.time()
    assert door.push(body, signed(body, now)) == 202
    assert door.push(body, signed(body, now - 290)) == 202
    assert door.push(body, signed(body, now - 310)) == 401
    assert door.push(body, signed(body, now + 310)) == 401
    assert door.push(body + b" ", signed(body, now)) == 401
    assert door.push(body, signed(body, now, "another")) == 401
    assert door.push(body, signed(body, now) | {"Syndicate-Timestamp": str(int(now) + 1)}) == 401
    assert door.push(body, signed(body, now) | {"Syndicate-Timestamp": "now"}) == 401
    assert door.push(body, signed(body, now) | {"Syndicate-Signature": "sha256=" + "é" * 64}) == 401
    assert door.push(body, signed(body, now, "another") | BEARER) == 401


@pytest.mark.parametrize(
    ("content", "headers", "status"),
    [
        (an_article(), {}, 401),
        (an_article(), {"Authorization": "Bearer"}, 401),
        (an_article(), {"Authorization": f"Bearer {SECRET}x"}, 401),
        (an_article(), {"Authorization": f"Basic {SECRET}"}, 401),
        (an_article(), BEARER | {"Content-Type": "text/plain"}, 415),
        (an_article(), BEARER | {"Content-Type": "application/x-www-form-urlencoded"}, 415),
        (b'{"id": "1", ', BEARER, 422),
        (b"", BEARER, 422),
        (b"\xff\xfe\x00", BEARER, 422),
        (b"[]", BEARER, 422),
        (b"[1]", BEARER, 422),
        (b'"text"', BEARER, 422),
        (b'{"title": "No id"}', BEARER, 422),
        (b"[" * 50_000, BEARER, 422),
        (b" " * 10_000_000, BEARER, 413),
    ],
)
def test_what_is_no_article_or_has_no_leave_is_refused(
    door: Door, content: object, headers: dict[str, str], status: int
) -> None:
    assert door.push(content, headers) == status
    assert (door.waiting(), door.woken) == (0, [])


def test_without_a_secret_there_is_no_such_address(room: Newsroom) -> None:
    with opened(room, secret="") as door:
        assert door.push(an_article()) == 404
        assert door.push(an_article(), {"Authorization": "Bearer "}) == 404


def test_other_sources_are_not_pushed_to(door: Door) -> None:
    assert door.push(an_article(), name="desk") == 404
    assert door.push(an_article(), name="nobody") == 404


@pytest.mark.postgres
def test_postgresql_takes_the_same(room: Newsroom, postgres_database: Any, postgres_url: str) -> None:
    del postgres_database
    with opened(room, postgres_url) as door:
        assert door.push([an_article(), an_article("42", "Fog")]) == 202
        assert len(door.read()) == 2
        door.read()
        assert door.waiting() == 0


def test_what_was_taken_outlives_the_process(newsroom: Newsroom) -> None:
    newsroom.configure(CONFIG + PUSHED)
    extra: dict[str, Any] = {"SYNDICATE_SOURCES__CMS__SECRET": SECRET, "SYNDICATE_SCHEDULE__COLLECT_EVERY": "1h"}
    headers = {"Content-Type": "application/json", **BEARER}
    with running(newsroom, **extra) as publisher:
        assert publisher.is_up.wait(PATIENCE), publisher.lines
        address = f"{publisher.address('Pages')}push/cms"
        assert post(address, json.dumps(an_article("1", "Read at once")).encode(), headers) == 202
        wait_for(lambda: b"Read at once" in (newsroom.feeds / "rss.xml").read_bytes())
        assert post(address, json.dumps(an_article("2", "Read by the next")).encode(), headers) == 202
        publisher.process.kill()
        publisher.process.wait()
    assert newsroom.run("run", "--once", **extra).returncode == 0
    feed = (newsroom.feeds / "rss.xml").read_bytes()
    assert (feed.count(b"<title>Read at once<"), feed.count(b"<title>Read by the next<")) == (1, 1)
