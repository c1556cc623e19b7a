"""From a saved feed or WordPress post to the stored hero image: real folder, real database, real HTTP, real shelf."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

import pytest

from syndicate.articles.collecting import Collector
from syndicate.articles.identity import article_id
from syndicate.articles.sources.folder import FolderSource
from syndicate.images.model import HeroState, Role
from syndicate.testing.clock import ManualClock
from tests.foreign_host import ForeignHost, http
from tests.hero_desk import Desk, jpeg
from tests.integration.test_article_pickup import AUTHORITY, NOW, RULES
from tests.unit.articles.feed_samples import an_atom, an_rss
from tests.unit.articles.formats.wordpress.test_wordpress import a_picture, a_post

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from syndicate.storage import Database

#: Widths of the one picture that lies on the host; 1300 is the smallest that a lead picture wants.
WIDTHS = (300, 1024, 1300, 2560)


@pytest.fixture
def desk(sqlite_database: Database) -> Desk:
    return Desk(sqlite_database)


def a_host() -> ForeignHost:
    sizes = {f"/ferry-{width}.jpg": jpeg(size=(width, width * 9 // 16)) for width in WIDTHS}
    return ForeignHost({path: http("200 OK", body=body) for path, body in sizes.items()})


def as_wordpress(host: ForeignHost) -> str:
    sizes = {f"w{width}": {"source_url": host.url(f"/ferry-{width}.jpg"), "width": width} for width in WIDTHS[:-1]}
    picture = a_picture(source_url=host.url("/ferry-2560.jpg"), media_details={"width": 2560, "sizes": sizes})
    return json.dumps([a_post(id="a", _embedded={"wp:featuredmedia": [picture]})])


def media_rss(host: ForeignHost) -> str:
    files = "".join(
        f'<media:content url="{host.url(f"/ferry-{width}.jpg")}" width="{width}" medium="image"/>' for width in WIDTHS
    )
    words = "<media:description>The ferry at its berth at dusk</media:description>"
    return f"<title>Night ferry</title><media:group>{files}{words}</media:group>"


def as_rss(host: ForeignHost) -> str:
    return an_rss(f"<guid>a</guid><description>It sails again.</description>{media_rss(host)}")


def as_atom(host: ForeignHost) -> str:
    return an_atom(f"<id>a</id><content>It sails again.</content>{media_rss(host)}")


@pytest.mark.parametrize(
    ("name", "write"),
    [("posts.json", as_wordpress), ("quay.rss", as_rss), ("quay.atom", as_atom)],
    ids=lambda one: str(one)[:10],
)
def test_the_best_size_is_fetched_alone_and_becomes_the_stored_hero(
    desk: Desk, tmp_path: Path, name: str, write: Callable[[ForeignHost], str]
) -> None:
    clock = ManualClock(NOW)
    folder = tmp_path / "articles"
    folder.mkdir()
    source = FolderSource(
        name="desk",
        folder=folder,
        language="en",
        zone=ZoneInfo("UTC"),
        max_bytes=5_000_000,
        settle_seconds=0,
        clock=clock,
    )
    with a_host() as host:
        (folder / name).write_text(write(host), encoding="utf-8")
        report = Collector(desk.database, clock, AUTHORITY).run(source, RULES, mails_first_run=True)
        assert (report.new, report.held) == (1, 0)
        assert desk.run(NOW, sources={}).ready == 1
        assert [one.split(" ")[1] for one in host.requests] == ["/ferry-1300.jpg"]
        hero = desk.hero(article_id("desk", f"{name}#a"))
        assert (hero.state, hero.choice.source_url) == (HeroState.READY, host.url("/ferry-1300.jpg"))
    assert hero.choice.alt == "The ferry at its berth at dusk"
    lead = hero.rendition(Role.LEAD)
    assert lead is not None
    assert (lead.width, lead.height) == (1200, 675)
    assert desk.shelf.read(lead.name) is not None
    assert Collector(desk.database, clock, AUTHORITY).run(source, RULES, mails_first_run=True).unchanged == 1
