"""What every source at an address promises when the other side misbehaves: nothing that is stored moves.

A kind is a row of `KINDS`: the site that it asks, and how it is made. Each fault stands on one server in place of all
that it answers; after it the site is itself again, and everything is as if nothing had been.
"""

from __future__ import annotations

import gzip
import shutil
import socket
import struct
import sys
from collections.abc import Callable, Iterator, Mapping
from contextlib import AbstractContextManager, contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import TYPE_CHECKING, Any
from zoneinfo import ZoneInfo

import pytest
from sqlalchemy import select

from syndicate.articles.collecting import Collector
from syndicate.articles.rules import Rules
from syndicate.articles.source_store import SourceStanding, SourceStore
from syndicate.articles.sources import Source, SourceError
from syndicate.articles.sources.feed import FeedSource
from syndicate.articles.sources.ghost import GhostSource
from syndicate.articles.sources.sitemap import SitemapSource
from syndicate.articles.sources.wordpress import WordPressSource
from syndicate.net.polite import PoliteFetcher
from syndicate.storage.database import Database, open_database
from syndicate.storage.tables import articles
from syndicate.testing.clock import ManualClock
from tests.certificates import client_context, server_context, write_certificate
from tests.emptying import empty
from tests.foreign_host import ForeignHost, http
from tests.integration.fetching_parts import Names, drip, fetcher
from tests.peers import (
    KEY,
    FeedSite,
    GhostSite,
    NewsSite,
    Story,
    WordPressSite,
    a_feed,
    a_post,
    a_wordpress_post,
)

if TYPE_CHECKING:
    from tests.foreign_host import Answer, Answers

NOW = datetime(2026, 11, 21, 9, 0, tzinfo=UTC)
RULES = Rules(language="en", zone=ZoneInfo("UTC"))
#: Bytes of one answer that are read, and seconds for it.
MOST, PATIENCE = 100_000, 0.6


# --- kinds --------------------------------------------------------------------------


@dataclass(frozen=True, kw_only=True)
class Kind:
    """A kind of source: a site with three stories, what makes a fourth, and the source that asks it.

    ``twice`` has the site give one of its stories twice for a while.
    ``faults`` are answers that only this kind could take for one of its own; ``fine`` are common ones that are good
    answers of it, though they have nothing in them.
    """

    site: Callable[[str], Answers]
    publish: Callable[[Any], None]
    source: Callable[..., Source]
    twice: Callable[[Any], AbstractContextManager[None]]
    path: str = "/"
    faults: Mapping[str, Answer] = field(default_factory=dict)
    fine: frozenset[str] = frozenset()


def _json(text: str) -> bytes:
    return http("200 OK", "Content-Type: application/json", body=text.encode())


def _xml(text: str) -> bytes:
    return http("200 OK", "Content-Type: application/xml", body=text.encode())


@contextmanager
def _more(held: list[Any], *others: Any) -> Iterator[None]:
    held.extend(others)
    yield
    del held[-len(others) :]


@contextmanager
def _listed_twice(site: NewsSite) -> Iterator[None]:
    head, _, entries = site.sitemap().partition(b"<url>")
    twice = head + b"<url>" + entries.replace(b"</urlset>", b"<url>" + entries)
    site.stories["/sitemap.xml"] = Story("", answer=http("200 OK", body=twice))
    yield
    del site.stories["/sitemap.xml"]


def _posts(items: str, total: int) -> bytes:
    return _json(f'{{"posts": [{items}], "meta": {{"pagination": {{"total": {total}, "next": null}}}}}}')


def _wordpress(posts: str, total: int | str = 3) -> bytes:
    return http("200 OK", "Content-Type: application/json", f"X-WP-Total: {total}", body=f"[{posts}]".encode())


def _texts(number: int) -> str:
    return f'{{"id": {number}, "title": {{"rendered": "x"}}, "content": {{"rendered": "<p>x</p>"}}}}'


KINDS: Mapping[str, Kind] = {
    "wordpress": Kind(
        site=lambda origin: WordPressSite([a_wordpress_post(number) for number in range(3)], origin=origin),
        publish=lambda site: site.posts.append(a_wordpress_post(700)),
        twice=lambda site: _more(site.posts, site.posts[0]),
        source=WordPressSource,
        faults={
            "no posts at all": _wordpress("", 0),
            "no posts, and no word how many": _json("[]"),
            "posts without ids": _wordpress('{"title": {"rendered": "x"}, "content": {"rendered": "x"}}'),
            "ids that are words": _wordpress('{"id": "1", "title": {"rendered": "x"}, "content": {"rendered": "x"}}'),
            "ids that are no numbers": _wordpress('{"id": true}, {"id": 0}'),
            "posts without texts": _wordpress('{"id": 1}, {"id": 2}, {"id": 3}'),
            "posts that are none": _wordpress("null, null, null"),
            "a refusal": _json('{"code": "rest_disabled", "message": "No.", "data": {"status": 401}}'),
            "a count that is none": _wordpress(_texts(900), "many"),
            "fewer in all than are here": _wordpress(f"{_texts(900)}, {_texts(901)}", 1),
            "an end that never comes": _wordpress(", ".join(map(_texts, range(900, 1_000))), 100_000),
            "a hundred thousand posts": _wordpress(", ".join(['{"id": 1}'] * 100_000), 100_000),
        },
    ),
    "ghost": Kind(
        site=lambda _: GhostSite([a_post(number) for number in range(3)]),
        publish=lambda site: site.posts.append(a_post(700)),
        twice=lambda site: _more(site.posts, site.posts[0] | {"title": "Another"}),
        source=lambda **options: GhostSource(key=lambda: KEY, **options),
        faults={
            "no posts at all": _posts("", 0),
            "posts without ids": _posts('{"title": "x"}', 3),
            "ids that are numbers": _posts('{"id": 1}, {"id": 2}, {"id": 3}', 3),
            "posts that are none": _posts("null", 3),
            "a list where an object should be": _json("[]"),
            "no count": _json('{"posts": [], "meta": {}}'),
            "fewer in all than are here": _posts('{"id": "a"}, {"id": "b"}', 1),
            "an end that never comes": _json(
                '{"posts": [{"id": "a", "updated_at": null}], "meta": {"pagination": {"total": 3, "next": 2}}}'
            ),
            "a hundred thousand posts": _posts(", ".join(['{"id": "a"}'] * 100_000), 100_000),
        },
    ),
    "feed": Kind(
        site=lambda _: FeedSite(["a", "b", "c"]),
        publish=lambda site: site.names.append("new"),
        twice=lambda site: _more(site.names, "a"),
        source=lambda clock, **options: FeedSource(**options),  # noqa: ARG005 - a feed has no clock
        path="/feed.xml",
        faults={
            "a feed without items": http("200 OK", body=a_feed()),
            "half a feed": http("200 OK", body=a_feed("a", "b", "c")[:-60]),
            "items without ids": _xml(
                "<rss version='2.0'><channel><item><description>x</description></item></channel></rss>"
            ),
            "a sitemap": _xml("<urlset><url><loc>https://quay.example/</loc></url></urlset>"),
            "another vocabulary": _xml("<feed xmlns='urn:x'><entry/></feed>"),
            "JSON of something else": _json('{"status": "ok", "items": []}'),
            "a JSON Feed without items": _json(
                '{"version": "https://jsonfeed.org/version/1.1", "title": "x", "items": []}'
            ),
            "an entity bomb": _xml(
                '<!DOCTYPE r [<!ENTITY a "aaaaaaaa"><!ENTITY b "&a;&a;&a;">]><rss version="2.0"><channel><item>'
                "<guid>a</guid><title>&b;</title></item></channel></rss>"
            ),
            "an entity of a file": _xml(
                '<!DOCTYPE r [<!ENTITY a SYSTEM "file:///etc/passwd">]><rss version="2.0"><channel><item>'
                "<guid>a</guid><title>&a;</title></item></channel></rss>"
            ),
        },
    ),
    "sitemap": Kind(
        site=lambda origin: NewsSite({f"/{n}": Story(f"Tide desk number {n}") for n in range(3)}, origin=origin),
        publish=lambda site: site.stories.update({"/new": Story("A new desk", "2026-11-21T08:00:00+00:00")}),
        twice=_listed_twice,
        source=SitemapSource,
        path="/sitemap.xml",
        faults={
            "a feed": _xml("<rss version='2.0'><channel><title>x</title></channel></rss>"),
            "an index of itself": lambda connection: connection.sendall(
                _xml(f"<sitemapindex><sitemap><loc>http://{_own(connection)}/</loc></sitemap></sitemapindex>")
            ),
            "an index of private addresses": _xml(
                "<sitemapindex><sitemap><loc>http://10.0.0.1/s.xml</loc></sitemap></sitemapindex>"
            ),
            "an entity bomb": _xml(
                '<!DOCTYPE u [<!ENTITY a "aaaaaaaa"><!ENTITY b "&a;&a;&a;">]><urlset><url><loc>&b;</loc></url></urlset>'
            ),
            "an entity of a file": _xml(
                '<!DOCTYPE u [<!ENTITY a SYSTEM "file:///etc/passwd">]><urlset><url><loc>&a;</loc></url></urlset>'
            ),
            "a packed bomb": http("200 OK", body=gzip.compress(b"<urlset>" + b" " * 5_000_000)),
            "half a packed sitemap": http("200 OK", body=gzip.compress(b"<urlset></urlset>")[:-9]),
            "a hundred thousand addresses": _xml(f"<urlset>{'<url/>' * 100_000}</urlset>"),
        },
    ),
}


# --- faults -------------------------------------------------------------------------


def _own(connection: socket.socket) -> str:
    host, port = connection.getsockname()
    return f"{host}:{port}"


def _reset(connection: socket.socket) -> None:
    connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
    connection.close()


def _silence(connection: socket.socket) -> None:
    connection.recv(1)


def _silence_after_the_head(connection: socket.socket) -> None:
    connection.sendall(b"HTTP/1.1 200 OK\r\nContent-Length: 900\r\n\r\n")
    connection.recv(1)


def _endless(connection: socket.socket) -> None:
    connection.sendall(b"HTTP/1.1 200 OK\r\n\r\n")
    while True:
        connection.sendall(b"<a>" * 10_000)


def _html(body: str, status: str = "200 OK") -> bytes:
    return http(status, "Content-Type: text/html; charset=utf-8", body=body.encode())


def _to(address: str) -> bytes:
    return http("302 Found", f"Location: {address}")


LOGIN = "<!DOCTYPE html><html><body><form action=/login><input name=user><input type=password></form></body></html>"
CAPTCHA = "<!DOCTYPE html><html><head><title>Just a moment...</title></head><body>Are you a robot?</body></html>"
DOWN, ANSWER, BUSY, REFUSED, GONE = (f"source-{name}" for name in ("down", "answer", "busy", "refused", "gone"))
#: What comes in place of every answer, and what the source's row then says.
FAULTS: Mapping[str, tuple[Answer, str]] = {
    "500": (http("500 Internal Server Error"), DOWN),
    "502 with a page": (_html("<h1>Bad gateway</h1>", "502 Bad Gateway"), DOWN),
    "503": (http("503 Service Unavailable"), BUSY),
    "429 with seconds": (http("429 Too Many Requests", "Retry-After: 1200"), BUSY),
    "429 with a date": (http("429 Too Many Requests", "Retry-After: Sat, 21 Nov 2026 10:00:00 GMT"), BUSY),
    "429 with nonsense": (http("429 Too Many Requests", "Retry-After: soon\x80"), BUSY),
    "401": (http("401 Unauthorized"), REFUSED),
    "403": (http("403 Forbidden"), REFUSED),
    "404": (http("404 Not Found"), DOWN),
    "410": (http("410 Gone"), GONE),
    "204": (http("204 No Content"), DOWN),
    "304 that nobody asked for": (http("304 Not Modified"), DOWN),
    "304 with a body": (http("304 Not Modified", body=b"<rss><channel><item/></channel></rss>"), DOWN),
    "an empty answer": (http("200 OK"), ANSWER),
    "a page": (_html("<!DOCTYPE html><html><body><h1>Welcome</h1><p>To our site.</p></body></html>"), ANSWER),
    "a login": (_html(LOGIN), ANSWER),
    "a captcha": (_html(CAPTCHA), ANSWER),
    "half of an XML document": (_xml("<urlset><url><loc>http://x.example/</lo"), ANSWER),
    "half of a JSON document": (_json('{"posts": [{"id": "a"'), ANSWER),
    "a picture": (http("200 OK", "Content-Type: image/png", body=b"\x89PNG\r\n\x1a\n" + bytes(200)), ANSWER),
    "a wrong charset": (http("200 OK", "Content-Type: application/json", body=b'{"posts": "\xff\xfe\x80"}'), ANSWER),
    "UTF-16 with NULs": (http("200 OK", body='{"posts": []}'.encode("utf-16-le")), ANSWER),
    "NULs": (http("200 OK", body=bytes(5_000)), ANSWER),
    "ten megabytes": (http("200 OK", body=b"[" + b" " * 10_000_000), ANSWER),
    "a bomb of gzip": (http("200 OK", "Content-Encoding: gzip", body=gzip.compress(bytes(20_000_000))), ANSWER),
    "another encoding": (http("200 OK", "Content-Encoding: br", body=b"xxxx"), ANSWER),
    "broken gzip": (http("200 OK", "Content-Encoding: gzip", body=b"\x1f\x8bxxxxxxxx"), DOWN),
    "a deep nest of JSON": (_json("[" * 90_000), ANSWER),
    "a deep nest of XML": (_xml("<a>" * 20_000), ANSWER),
    "no end": (_endless, ANSWER),
    "a slow drip": (drip(b"HTTP/1.1 200 OK\r\nContent-Length: 9000\r\n\r\n"), DOWN),
    "silence": (_silence, DOWN),
    "silence after the head": (_silence_after_the_head, DOWN),
    "a reset": (_reset, DOWN),
    "fewer bytes than said": (http("200 OK", body=b"{}", length=900), DOWN),
    "no HTTP": (b"SSH-2.0-OpenSSH_9.6\r\n", DOWN),
    "a loop of redirects": (_to("/"), DOWN),
    "a redirect to a private address": (_to("http://10.0.0.1/"), DOWN),
    "a redirect to a name of a private address": (_to("http://inside.example/"), DOWN),
    "a redirect to the cloud's metadata": (_to("http://169.254.169.254/latest/meta-data/"), DOWN),
    "a redirect to a file": (_to("file:///etc/passwd"), DOWN),
    "a redirect to another protocol": (_to("gopher://127.0.0.1/"), DOWN),
}


@dataclass
class Peer:
    """A site behind a switch: itself, or one answer to all that is asked."""

    site: Answers
    fault: Answer | None = None

    def get(self, target: str, default: Answer, /) -> Answer:
        return self.site.get(target, default) if self.fault is None else self.fault


@dataclass
class Trial:
    """A source that was read once, and what is stored of it."""

    kind: Kind
    peer: Peer
    source: Source
    collector: Collector
    database: Database
    names: Names

    def poll(self) -> str:
        """Read the source; the code of the error, or nothing."""
        try:
            self.collector.run(self.source, RULES, mails_first_run=True, every=timedelta(minutes=5))
        except SourceError as error:
            return error.code
        return ""

    def stored(self) -> list[tuple[object, ...]]:
        """Every column of every article: state, text, number of release, when it was read."""
        with self.database.read() as connection:
            return [tuple(row) for row in connection.execute(select(articles).order_by(articles.c.sequence))]

    def standing(self) -> SourceStanding:
        with self.database.read() as connection:
            return SourceStore(connection).standings()[self.source.name]


#: Addresses to which a connection was tried, by anybody in this process.
_CONNECTED: list[object] = []


def _note_connection(event: str, arguments: tuple[Any, ...]) -> None:
    if event == "socket.connect":
        _CONNECTED.append(arguments[1])


@pytest.fixture(scope="module", autouse=True)
def connections() -> list[object]:
    sys.addaudithook(_note_connection)  # for good, as hooks are
    return _CONNECTED


@contextmanager
def trial_of(name: str, database: Database, certificates: Path | None = None) -> Iterator[Trial]:
    """A source of that kind which was read once; over TLS, where there is a certificate for peer.example."""
    kind, clock, peer = KINDS[name], ManualClock(NOW), Peer({})
    names = Names(peer_example=[["127.0.0.1"]], inside_example=[["10.0.0.1"]])
    tls = client_context(certificates) if certificates else None
    with ForeignHost(peer, tls=server_context(certificates) if certificates else None) as host:
        peer.site = kind.site(host.url("", host="peer.example"))
        source = kind.source(
            name=name,
            address=host.url(kind.path, host="peer.example"),
            language="en",
            zone=ZoneInfo("UTC"),
            max_bytes=MOST,
            clock=clock,
            fetcher=PoliteFetcher(fetcher(names, timeout_seconds=PATIENCE, tls=tls), clock, "syndicate"),
        )
        trial = Trial(kind, peer, source, Collector(database, clock, "quay.example,2026"), database, names)
        assert trial.poll() == ""
        assert [row.status for row in _rows(trial)] == ["published"] * 3
        yield trial
    database.close()


@pytest.fixture(scope="module")
def new_sqlite(tmp_path_factory: pytest.TempPathFactory, migrated_sqlite: Path) -> Callable[[], Database]:
    """Makes an empty database at the newest schema."""

    def make() -> Database:
        file = shutil.copy(migrated_sqlite, tmp_path_factory.mktemp("sources") / "articles.db")
        return open_database(f"sqlite:///{file}")

    return make


@pytest.fixture(scope="module", params=[*KINDS, pytest.param("feed on postgres", marks=pytest.mark.postgres)])
def trial(request: pytest.FixtureRequest, new_sqlite: Callable[[], Database]) -> Iterator[Trial]:
    """Each kind on SQLite, and one on PostgreSQL."""
    name, _, on = request.param.partition(" on ")
    if on:
        database = open_database(request.getfixturevalue("postgres_url"))
        with database.write() as connection:
            empty(connection)
    else:
        database = new_sqlite()
    with trial_of(name, database) as trial:
        yield trial


def _rows(trial: Trial) -> list[Any]:
    with trial.database.read() as connection:
        return [*connection.execute(select(articles))]


def check(trial: Trial, fault: Answer, expected: set[str]) -> None:
    """The fault moves nothing, is told, asks nobody else, and the next good answer heals it."""
    before = trial.stored()
    _CONNECTED.clear()
    trial.peer.fault = fault
    try:
        code = trial.poll()
    finally:
        trial.peer.fault = None
    assert code in expected
    assert trial.stored() == before
    standing = trial.standing()
    assert (standing.error_code or "") == code
    assert bool(code) == bool(standing.failures)
    if code:
        error = standing.error or ""
        assert "peer.example" in error or trial.source.name in error
        assert KEY not in error
        assert len(error) < 600
    assert {address[0] for address in _CONNECTED if isinstance(address, tuple)} <= {"127.0.0.1"}
    assert trial.poll() == ""
    assert trial.stored() == before
    assert (trial.standing().error, trial.standing().failures) == (None, 0)


@pytest.mark.parametrize("name", FAULTS)
def test_a_bad_answer_moves_nothing(trial: Trial, name: str) -> None:
    answer, code = FAULTS[name]
    check(trial, answer, {code, ""} if name in trial.kind.fine else {code})


def test_what_only_looks_like_its_kind_moves_nothing(trial: Trial) -> None:
    for answer in trial.kind.faults.values():
        check(trial, answer, {ANSWER, DOWN, "source-shrunk"})


def test_a_name_that_turns_to_a_private_address_is_not_followed(trial: Trial) -> None:
    trial.names.tell("peer.example", "10.0.0.1")
    before = trial.stored()
    _CONNECTED.clear()
    try:
        assert trial.poll() == DOWN
    finally:
        trial.names.tell("peer.example", "127.0.0.1")
    assert (trial.stored(), _CONNECTED) == (before, [])
    assert trial.poll() == ""


def test_a_long_break_costs_no_story_that_came_meanwhile(trial: Trial) -> None:
    before = len(trial.stored())
    trial.peer.fault = FAULTS["500"][0]
    codes = [trial.poll() for _ in range(3)]
    trial.kind.publish(trial.peer.site)
    trial.peer.fault = None
    assert (codes, trial.poll(), len(trial.stored())) == ([DOWN] * 3, "", before + 1)


@pytest.mark.parametrize("name", KINDS)
def test_a_redirect_that_gives_up_tls_is_not_followed(
    name: str, new_sqlite: Callable[[], Database], tmp_path: Path
) -> None:
    with trial_of(name, new_sqlite(), write_certificate(tmp_path / "both.pem", "peer.example")) as trial:
        check(trial, _to("http://peer.example/"), {DOWN})


def test_a_story_that_comes_twice_in_an_answer_is_there_once(trial: Trial) -> None:
    names = [row.external_id for row in _rows(trial)]
    before = trial.stored()
    with trial.kind.twice(trial.peer.site):
        trial.poll()
        found = [row for row in trial.stored() if row in before]
    assert (found, trial.poll(), trial.stored()) == (before, "", before)
    assert [row.external_id for row in _rows(trial)] == names
