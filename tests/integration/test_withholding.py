"""Withheld articles between a folder and its readers: in no feed and no candidate, and back when the sign is gone."""

from __future__ import annotations

import os
import time
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest
from sqlalchemy import select

from syndicate.articles.collecting import CollectionReport, Collector
from syndicate.articles.model import Article, Status, WithdrawnBy
from syndicate.articles.rules import Rules
from syndicate.articles.sources.folder import FolderSource
from syndicate.articles.store import ArticleStore
from syndicate.digests.occurrence_store import OccurrenceStore
from syndicate.storage import Database
from syndicate.storage.tables import articles, releases
from syndicate.storage.visibility import is_visible
from syndicate.testing.clock import ManualClock
from tests.newsroom import Newsroom
from tests.unit.articles.feed_samples import an_atom
from tests.unit.articles.withholding_samples import BODY, a_post, an_export, an_object, front, headed

NOW = datetime(2026, 11, 28, 9, tzinfo=UTC)
HOUR, DAY = timedelta(hours=1), timedelta(days=1)
RULES = Rules(language="en", zone=ZoneInfo("UTC"))
APP = '<app:control xmlns:app="http://www.w3.org/2007/app"><app:draft>yes</app:draft></app:control>'


@dataclass
class Desk:
    """A folder as a source, its database, and a newsletter that has begun."""

    folder: Path
    database: Database
    clock: ManualClock

    def put(self, name: str, text: str) -> None:
        path = self.folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")

    def run(self) -> CollectionReport:
        source = FolderSource(
            name="desk",
            folder=self.folder,
            language="en",
            zone=ZoneInfo("UTC"),
            max_bytes=5_000_000,
            settle_seconds=0,
            clock=self.clock,
        )
        return Collector(self.database, self.clock, "quay.example,2026").run(source, RULES, mails_first_run=True)

    def ask(self, question: Callable[[ArticleStore, datetime], object]) -> object:
        with self.database.write() as connection:
            return question(ArticleStore(connection), self.clock.now())

    def stored(self) -> dict[str, Article]:
        with self.database.read() as connection:
            return {article.external_id: article for article in ArticleStore(connection).all(self.clock.now())}

    def count(self, status: Status) -> tuple[int, int]:
        """How many articles have that status, in the list of them and in that of their headlines."""
        now = self.clock.now()
        with self.database.read() as connection:
            store = ArticleStore(connection)
            return len(store.all(now, status=status)), len([*store.headlines(now, status=status)])

    def seen(self) -> tuple[set[str], set[str], set[str]]:
        """The external ids that feeds tell, that a newsletter may mail, and that feeds say are gone."""
        now = self.clock.now()
        with self.database.read() as connection:
            store = ArticleStore(connection)
            names = {article.id: article.external_id for article in store.all(now)}
            told = {names[outline.id] for outline in store.outlines(now)}
            numbered = select(releases.c.article_id).join(articles, articles.c.id == releases.c.article_id)
            mailed = {names[one] for one in connection.execute(numbered.where(is_visible(now))).scalars()}
            gone = {names[one.id] for one in store.retractions(now - 30 * DAY, now)}
        return told, mailed, gone


@pytest.fixture
def desk(database: Database, tmp_path: Path) -> Desk:
    clock = ManualClock(NOW)
    with database.write() as connection:
        OccurrenceStore(connection).begin("daily", NOW - DAY)
    return Desk(folder=tmp_path / "articles", database=database, clock=clock)


def test_nothing_withheld_is_in_feeds_or_among_candidates_and_the_rest_is(desk: Desk) -> None:
    desk.put("plain.md", front())
    desk.put("texas.md", front("state: Texas"))
    desk.put("draft.md", front("draft: true"))
    desk.put("pelican.md", headed("Status: draft"))
    desk.put("review.json", an_object(status="in-review"))
    desk.put("later.json", an_object(publish_at="2031-01-01T09:00:00Z"))
    desk.put("over.md", front("expires: 2023-01-01"))
    desk.put("_drafts/budget.md", front())
    desk.put("blog/_Drafts/deep/plan.md", front())
    desk.put("drafts/section.md", front())
    desk.put("export.xml", an_export(a_post(), a_post(status="private", number=2), a_post(kind="page", number=3)))
    desk.put("feed.atom", an_atom(f"<id>a</id><title>x</title><content>{BODY}</content>{APP}"))
    desk.put(
        "draft_Ropes-12ab.html", f"<!DOCTYPE html><h1>Ropes</h1><p>{BODY}</p><a href='https://medium.com/x'>View</a>"
    )
    report = desk.run()
    public = {"plain.md", "texas.md", "drafts/section.md", "export.xml#p1"}
    assert desk.seen() == (public, public, set())
    statuses = {name: article.status for name, article in desk.stored().items() if name not in public}
    assert statuses.pop("later.json") is Status.EMBARGOED
    assert set(statuses.values()) == {Status.HELD}
    assert report.held == len(report.held_items) == len(statuses)
    assert all(reason for _, reason in report.held_items)
    assert report.passed_over == {"export.xml": {"page": 1}}
    assert {name for name, article in desk.stored().items() if article.released_at} == public | {"later.json"}


def test_an_expiry_ahead_withdraws_at_its_time_in_every_list(desk: Desk) -> None:
    desk.put("a.md", front("expires: 2026-11-28 12:00 +00:00"))
    desk.run()
    assert desk.seen()[0] == {"a.md"}
    assert desk.stored()["a.md"].expires_at == NOW + 3 * HOUR
    desk.clock.sleep(3 * 3600)
    assert desk.seen() == (set(), set(), {"a.md"})
    article = desk.stored()["a.md"]
    assert (article.status, article.withdrawn_by, article.withdrawn_at, article.was_public) == (
        *(Status.WITHDRAWN, WithdrawnBy.DOCUMENT, NOW + 3 * HOUR, True),
    )
    for status, count in ((Status.WITHDRAWN, 1), (Status.PUBLISHED, 0), (Status.EMBARGOED, 0), (Status.HELD, 0)):
        assert desk.count(status) == (count, count)
    assert desk.run().unchanged == 1
    desk.put("a.md", front("expires: 2027-11-28"))
    desk.run()
    assert desk.seen()[0] == {"a.md"}
    assert desk.stored()["a.md"].released_at == desk.clock.now()


def test_what_expires_before_its_embargo_ends_leaves_no_trace(desk: Desk) -> None:
    desk.put("a.md", front("embargo: 2026-11-30", "expires: 2026-11-29"))
    desk.run()
    assert desk.stored()["a.md"].status is Status.EMBARGOED
    desk.clock.sleep(5 * 86_400)
    assert desk.seen() == (set(), set(), set())
    assert desk.stored()["a.md"].was_public is False


@pytest.mark.parametrize("sign", ["draft: true", "status: pending", "visibility: members", "expires: 2020-01-01"])
def test_a_sign_that_appears_withdraws_and_one_that_goes_brings_back(desk: Desk, sign: str) -> None:
    desk.put("a.md", front())
    desk.run()
    first = desk.stored()["a.md"]
    desk.clock.sleep(3600)
    desk.put("a.md", front(sign))
    report = desk.run()
    assert (report.withdrawn, [name for name, _ in report.withdrawn_items]) == (1, ["a.md"])
    assert desk.seen() == (set(), set(), {"a.md"})
    gone = desk.stored()["a.md"]
    assert (gone.status, gone.withdrawn_by, gone.withdrawn_at) == (Status.WITHDRAWN, WithdrawnBy.DOCUMENT, NOW + HOUR)
    assert gone.body_text == first.body_text
    assert gone.withdrawal_reason
    desk.clock.sleep(3600)
    desk.put("a.md", front(sign, "tags: [x]"))
    assert (desk.run().withdrawn, desk.stored()["a.md"].withdrawn_at) == (0, NOW + HOUR)
    desk.put("a.md", front())
    assert desk.run().changed == 1
    back = desk.stored()["a.md"]
    assert (back.status, back.withdrawn_by, back.withdrawn_at, back.withdrawal_reason, back.was_public) == (
        *(Status.PUBLISHED, None, None, None, None),
    )
    assert (back.released_at, back.significant_at) == (NOW + 2 * HOUR, NOW + 2 * HOUR)
    assert desk.seen() == ({"a.md"}, {"a.md"}, set())


def test_what_an_operator_withdrew_stays_so_whatever_its_document_says(desk: Desk) -> None:
    desk.put("a.md", front())
    desk.run()
    article_id = desk.stored()["a.md"].id
    assert desk.ask(lambda store, now: store.withdraw(article_id, now, "names a minor"))
    for lines in (("draft: true",), ("tags: [x]",)):
        desk.put("a.md", front(*lines))
        desk.run()
        assert desk.stored()["a.md"].withdrawn_by is WithdrawnBy.OPERATOR
    assert desk.ask(lambda store, now: store.restore(article_id, now))
    assert desk.stored()["a.md"].status is Status.PUBLISHED


def test_an_operator_who_withdraws_what_its_document_withheld_keeps_it_back(desk: Desk) -> None:
    desk.put("a.md", front())
    desk.run()
    article_id = desk.stored()["a.md"].id
    desk.put("a.md", front("draft: true"))
    desk.run()
    assert not desk.ask(lambda store, now: store.withdraw(article_id, now, "no"))
    desk.put("a.md", front())
    desk.run()
    assert desk.stored()["a.md"].status is Status.WITHDRAWN
    desk.put("a.md", front("draft: true"))
    desk.run()
    assert not desk.ask(lambda store, now: store.restore(article_id, now))
    assert desk.stored()["a.md"].withdrawn_by is WithdrawnBy.DOCUMENT
    desk.put("a.md", front())
    desk.run()
    assert desk.stored()["a.md"].status is Status.PUBLISHED


def test_an_operator_withdraws_what_has_expired_for_good(desk: Desk) -> None:
    desk.put("a.md", front("expires: 2026-11-28 12:00 +00:00"))
    desk.run()
    desk.clock.sleep(86_400)
    article_id = desk.stored()["a.md"].id
    assert not desk.ask(lambda store, now: store.withdraw(article_id, now))
    desk.put("a.md", front())
    desk.run()
    article = desk.stored()["a.md"]
    assert (article.status, article.withdrawn_at, article.was_public) == (Status.WITHDRAWN, NOW + 3 * HOUR, True)
    assert desk.seen()[2] == {"a.md"}


def test_an_embargo_that_appears_on_a_published_article_hides_it_until_then(desk: Desk) -> None:
    desk.put("a.md", front())
    desk.run()
    desk.put("a.md", front("publishDate: 2026-11-29T09:00:00Z"))
    desk.run()
    assert desk.stored()["a.md"].status is Status.EMBARGOED
    assert desk.seen() == (set(), set(), set())
    desk.clock.sleep(86_400)
    assert desk.seen()[0] == {"a.md"}
    assert desk.stored()["a.md"].released_at == NOW


def test_a_slip_of_the_pen_still_keeps_the_last_good_version(desk: Desk) -> None:
    desk.put("a.md", front())
    desk.run()
    desk.put("a.md", "---\ntitle: [\n---\n\nx")
    desk.run()
    assert desk.stored()["a.md"].status is Status.PUBLISHED


def test_a_draft_is_released_when_it_is_published_and_not_by_an_edit(desk: Desk) -> None:
    desk.put("a.md", front("draft: true"))
    desk.run()
    assert desk.stored()["a.md"].released_at is None
    desk.clock.sleep(3600)
    desk.put("a.md", front())
    desk.run()
    assert desk.stored()["a.md"].released_at == NOW + HOUR
    desk.clock.sleep(3600)
    desk.put("a.md", front("deck: Another"))
    desk.run()
    assert desk.stored()["a.md"].released_at == NOW + HOUR


def test_a_draft_at_a_sources_first_run_is_no_backlog(desk: Desk) -> None:
    desk.put("a.md", front("draft: true"))
    desk.put("b.md", front())
    source = FolderSource(
        name="desk", folder=desk.folder, language="en", zone=ZoneInfo("UTC"), max_bytes=9_999, settle_seconds=0,
        clock=desk.clock,
    )  # fmt: skip
    Collector(desk.database, desk.clock, "quay.example,2026").run(source, RULES, mails_first_run=False)
    assert {name: article.is_backlog for name, article in desk.stored().items()} == {"a.md": False, "b.md": True}


def test_the_commands_tell_what_was_withheld_withdrawn_and_passed_over(newsroom: Newsroom) -> None:
    newsroom.write_article("export.xml", an_export(a_post(), a_post(kind="page", number=2)))
    newsroom.write_article("plan.md", front("date: 2026-01-01"))
    first = newsroom.json("collect")
    assert first["sources"]["desk"]["passed_over"] == [{"external_id": "export.xml", "kind": "page", "count": 1}]
    newsroom.write_article("plan.md", front("date: 2026-01-01", "draft: true"))
    os.utime(newsroom.folder / "articles" / "plan.md", (time.time() - 60,) * 2)
    told = newsroom.run("collect").stdout
    assert "1 withdrawn" in told
    assert "  withdrawn: plan.md: “draft” (line 4, column 8) withholds the article: “true”." in told
    assert "  passed over: export.xml: 1 page" in told
    (plan,) = (one for one in newsroom.json("articles", "list")["articles"] if one["external_id"] == "plan.md")
    assert (plan["status"], plan["withdrawn_by"]) == ("withdrawn", "document")
    assert newsroom.json("articles", "restore", plan["id"])["outcome"] == "withheld"
