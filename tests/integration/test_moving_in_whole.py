"""Moving in with an export of each system: then one edition and the feeds."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from pathlib import Path

import pytest
from sqlalchemy import select

from syndicate.articles.model import Status
from syndicate.articles.store import ArticleStore
from syndicate.storage import Database
from syndicate.storage.tables import articles, old_addresses
from syndicate.web.public.application import public_app
from tests import exports
from tests.integration.test_moving_in import take_in
from tests.newsroom import Newsroom as Folder
from tests.unit.web.web_samples import Door, Newsroom, fetch

# System → what its own feed calls the night ferry, and the addresses at which it showed it.
KNOWN_AS: Mapping[str, tuple[str, tuple[str, ...]]] = {
    "wordpress": ("https://quay.example/?p=71", ("/2025/night-ferry/", "/?p=71", "/2025/ferry/", "/2025/night-ferry")),
    "blogger": ("tag:blogger.com,1999:blog-1.post-71", ("/2025/10/story-71.html", "/2025/10/story-71.html?m=1")),
    "ghost": ("65a1", ("/story-65a1/", "/story-65a1")),
    "medium": ("https://medium.com/p/a1b2c3d4e5f6", ("/@ann/story-a1b2c3d4e5f6?source=rss", "/p/a1b2c3d4e5f6")),
    "substack": ("https://quay.example/p/night-ferry", ("/p/night-ferry",)),
    "hugo": (
        "https://quay.example/2025/10/night-ferry-again/",
        ("/2025/10/night-ferry-again/", "/ferry/", "/2025/10/night-ferry-again/index.html"),
    ),
    "jekyll": (
        "https://quay.example/world/sea/2025/10/05/night-ferry",
        ("/ferry/", "/world/sea/2025/10/05/night-ferry.html"),
    ),
    "eleventy": ("https://quay.example/posts/night-ferry/", ("/posts/night-ferry/",)),
    "pelican": ("tag:quay.example,2025-10-05:/2025/night-ferry.html/", ("/2025/night-ferry.html",)),
}


@pytest.fixture(scope="module")
def door() -> Iterator[Door]:
    with Door() as door:
        yield door


@pytest.mark.parametrize("system", KNOWN_AS)
def test_ids_and_addresses_of_each_system_are_kept(
    system: str, sqlite_database: Database, tmp_path: Path, door: Door
) -> None:
    newsroom = Newsroom(sqlite_database, tmp_path)
    take_in(newsroom, getattr(exports, system)(), site=exports.SITE)
    newsroom.publish_feeds()
    stored = newsroom.feeds.read("feed.json")
    assert stored
    items = {item["title"]: item for item in json.loads(stored.content)["items"]}
    guid, asked = KNOWN_AS[system]
    ferry = next(item for title, item in items.items() if title.startswith("Night ferry"))
    assert ferry["id"] == guid
    door.app = public_app(newsroom.site())
    for path in asked:
        reply = fetch(door.url + path)
        assert (reply.status, f"https://quay.example{reply.headers.get('location')}") == (301, ferry["url"]), path
    with sqlite_database.read() as connection:
        held = {article.id: article for article in ArticleStore(connection).all(newsroom.clock.now())}
        kept = dict(connection.execute(select(old_addresses.c.address, old_addresses.c.article_id)).all())
        backlog = set(connection.execute(select(articles.c.is_backlog)).scalars())
    assert backlog == {True}
    out = [address for address, which in kept.items() if held[which].status is Status.PUBLISHED]
    assert {fetch(door.url + address).status for address in out} == {301}
    assert len({kept[address] for address in out}) == len(items)


MEMBERS = {
    "members.csv": "id,email,name,note,subscribed_to_emails,complimentary_plan,stripe_customer_id,created_at,"
    "deleted_at,labels,tiers\n1,ada@example.org,Ada,,true,false,,2024-01-02T03:04:05.000Z,,,\n"
    "2,bea@example.org,Bea,,false,false,,2024-01-02T03:04:05.000Z,,,\n"
    "3,cy@example.org,Cy,,true,false,cus_1,2024-01-02T03:04:05.000Z,,,Gold\n",
    "cleaned_quay.csv": "Email Address,First Name,MEMBER_RATING,OPTIN_TIME,CONFIRM_TIME,CLEAN_TIME,LEID,EUID\n"
    'cy@example.org,Cy,2,"2024-01-02 03:04:05","2024-01-02 03:04:05","2025-01-02 03:04:05",1,a1\n',
    "email_list.quay.csv": "email,active_subscription,expiry,plan,email_disabled,created_at,first_payment_at\n"
    "di@example.org,false,,other,true,2024-01-02,\n",
}


def test_an_edition_after_the_move_has_no_old_story_and_reaches_no_leaver(newsroom: Folder, tmp_path: Path) -> None:
    newsroom.configure((newsroom.folder / "config.toml").read_text(encoding="utf-8").replace("sample_readers", "# "))
    export = tmp_path / "export"
    for name, content in exports.ghost().items():
        (export / name).parent.mkdir(parents=True, exist_ok=True)
        (export / name).write_bytes(content)
    brought = newsroom.run("sources", "import", str(export), "--site", "https://quay.example", "--json")
    assert json.loads(brought.stdout)["source"] == "ghost"
    paying = 0
    for name, text in MEMBERS.items():
        (tmp_path / name).write_text(text, encoding="utf-8")
        told = newsroom.json("subscribers", "import", str(tmp_path / name), "--newsletter", "daily")
        paying += told["paying"]
    assert paying == 1
    done = newsroom.run("run", "--once")
    assert done.returncode == 0, done.stderr
    mails = newsroom.mails()
    assert [mail["To"].addresses[0].addr_spec for mail in mails] == ["ada@example.org"]
    said = str(mails[0].get_body(("plain",)))
    assert "The lamp is lit again" in said
    assert "ferry" not in said.lower()
    items = json.loads((newsroom.feeds / "feed.json").read_bytes())["items"]
    ferry = next(item for item in items if item["title"] == "Night ferry")
    assert ferry["id"] == "65a1"
    assert ferry["url"].startswith("http://127.0.0.1:8080/articles/")
