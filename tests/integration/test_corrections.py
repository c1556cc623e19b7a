"""Corrections: on the page, in feeds, on web copies, and in the mail of exactly those who were mailed it wrong."""

from __future__ import annotations

from datetime import timedelta
from threading import Event
from typing import TYPE_CHECKING

import feedparser
import pytest
from sqlalchemy import func, select

from syndicate.articles.store import ArticleStore
from syndicate.audience.store import AudienceStore
from syndicate.config import load
from syndicate.digests.model import EditionState, SlotOutcome
from syndicate.errors import BadDataError, NotFoundError
from syndicate.publishing.wiring import open_parts
from syndicate.storage.tables import corrections
from syndicate.text.mailboxes import read_mailbox
from syndicate.web.wiring import public_pages
from tests.integration.edition_parts import MORNING, article_of, compose, publish, withdraw
from tests.integration.test_specials import choose, readers_of, refuse, send
from tests.newsroom import CONFIG, Newsroom, dump
from tests.unit.web.web_samples import Door, fetch

if TYPE_CHECKING:
    from email.message import EmailMessage

    from syndicate.articles.corrections import Correction
    from syndicate.publishing.wiring import Parts
    from syndicate.storage import Database
    from syndicate.testing.clock import ManualClock

RIGHT = (
    "The bridge over the harbour opens on Monday morning, after eleven months of work and nine years of talk, "
    "and half the town will be there to look at it.\n\nIts keepers say that the toll is two crowns."
)
NOTE = "The bridge opens on Monday, not on Sunday."


def correct(desk: Newsroom, parts: Parts, title: str) -> Correction:
    """Put the text of the article right, and say so."""
    text = dump(title, published=MORNING - timedelta(hours=1), body=RIGHT)
    desk.write_article(f"{title}.txt", text)
    parts.publisher.collect()
    return parts.publisher.noting.note(article_of(parts, title), NOTE, "Ada")


def send_due(desk: Newsroom, parts: Parts) -> dict[str, str]:
    """What is due, composed and sent: the text of each mail that this brought, by its reader."""
    before = {str(mail["Message-ID"]) for mail in desk.mails()}
    compose(parts)
    parts.publisher.deliver(Event())
    return {str(mail["To"]): text_of(mail) for mail in desk.mails() if str(mail["Message-ID"]) not in before}


def text_of(mail: EmailMessage) -> str:
    body = mail.get_body(("plain",))
    assert body is not None
    return " ".join(str(body.get_content()).split())


def join(parts: Parts, address: str, clock: ManualClock, newsletter: str = "daily") -> None:
    with parts.database.write() as connection:
        AudienceStore(connection).subscribe(read_mailbox(address), newsletter, now=clock.now())


def mailed(desk: Newsroom, parts: Parts, clock: ManualClock) -> None:
    """A story is mailed to Ann and Bo, and the next morning has come."""
    publish(desk, parts, "Bridge")
    assert len(send_due(desk, parts)) == 2
    clock.advance(timedelta(days=1))


def test_exactly_those_who_were_mailed_it_wrong_are_told_with_their_next_edition_and_once(
    desk: Newsroom, parts: Parts, clock: ManualClock
) -> None:
    mailed(desk, parts, clock)
    join(parts, "Cy <cy@example.com>", clock)
    correct(desk, parts, "Bridge")
    publish(desk, parts, "Ferry", published=clock.now() - timedelta(hours=1))
    texts = send_due(desk, parts)
    assert {reader: text.count(NOTE) for reader, text in texts.items()} == {
        "Ann <ann@example.org>": 1,
        "Bo <bo@example.net>": 1,
        "Cy <cy@example.com>": 0,
    }
    clock.advance(timedelta(days=1))
    publish(desk, parts, "Harbour", published=clock.now() - timedelta(hours=1))
    texts = send_due(desk, parts)
    assert len(texts) == 3
    assert not any(NOTE in text for text in texts.values())


def test_a_correction_alone_makes_no_edition_and_waits_for_one(
    desk: Newsroom, parts: Parts, clock: ManualClock
) -> None:
    mailed(desk, parts, clock)
    correct(desk, parts, "Bridge")
    assert compose(parts) is SlotOutcome.EMPTY
    clock.advance(timedelta(days=1))
    publish(desk, parts, "Ferry", published=clock.now() - timedelta(hours=1))
    assert [text.count(NOTE) for text in send_due(desk, parts).values()] == [1, 1]


def test_what_a_mail_cannot_hold_is_put_right_by_the_next(desk: Newsroom, parts: Parts, clock: ManualClock) -> None:
    mailed(desk, parts, clock)
    correct(desk, parts, "Bridge")
    bridge = article_of(parts, "Bridge")
    for number in range(90):
        parts.publisher.noting.note(
            bridge, f"Note {number}: {'the toll is two crowns, ' * 25}", "Ada", is_wrong_still=True
        )
    told: list[str] = []
    for title in ("Ferry", "Harbour"):
        publish(desk, parts, title, published=clock.now() - timedelta(hours=1))
        told.append(send_due(desk, parts)["Ann <ann@example.org>"])
        clock.advance(timedelta(days=1))
    assert [[text.count(f"Note {number}:") for text in told] for number in (89, 0)] == [[1, 0], [0, 1]]
    assert all(sum(text.count(f"Note {number}:") for text in told) == 1 for number in range(90))


def test_who_gets_the_article_for_the_first_time_when_it_is_right_is_told_nothing(desk: Newsroom, parts: Parts) -> None:
    publish(desk, parts, "Bridge")
    correct(desk, parts, "Bridge")
    texts = send_due(desk, parts)
    assert len(texts) == 2
    assert not any(NOTE in text for text in texts.values())


def test_a_mail_that_leaves_wrong_after_the_note_is_put_right_by_the_next(
    desk: Newsroom, parts: Parts, clock: ManualClock
) -> None:
    publish(desk, parts, "Bridge")
    assert compose(parts) is SlotOutcome.EDITION
    correct(desk, parts, "Bridge")
    parts.publisher.deliver(Event())
    clock.advance(timedelta(days=1))
    publish(desk, parts, "Ferry", published=clock.now() - timedelta(hours=1))
    assert [text.count(NOTE) for text in send_due(desk, parts).values()] == [1, 1]


def test_whom_no_mail_reached_is_told_nothing(desk: Newsroom, parts: Parts, clock: ManualClock) -> None:
    publish(desk, parts, "Bridge")
    assert compose(parts) is SlotOutcome.EDITION
    with parts.database.read() as connection:
        edition_id = connection.exec_driver_sql("SELECT id FROM editions").scalar_one()
    parts.publisher.control.stop(edition_id)
    correction = correct(desk, parts, "Bridge")
    assert parts.publisher.owed(parts.publisher.newsletter("daily"), correction) == 0
    clock.advance(timedelta(days=1))
    texts = send_due(desk, parts)
    assert len(texts) == 2
    assert not any(NOTE in text for text in texts.values())


def test_a_correction_of_what_is_withdrawn_is_told_nowhere(desk: Newsroom, parts: Parts, clock: ManualClock) -> None:
    mailed(desk, parts, clock)
    correct(desk, parts, "Bridge")
    publish(desk, parts, "Ferry", published=clock.now() - timedelta(hours=1))
    assert compose(parts) is SlotOutcome.EDITION
    withdraw(parts, "Bridge")
    parts.publisher.revise_published()
    parts.publisher.deliver(Event())
    assert not any(NOTE in text_of(mail) for mail in desk.mails())
    assert len(desk.mails()) == 4


def test_an_old_correction_is_told_in_no_mail(desk: Newsroom, parts: Parts, clock: ManualClock) -> None:
    mailed(desk, parts, clock)
    correct(desk, parts, "Bridge")
    clock.advance(timedelta(days=32))
    publish(desk, parts, "Ferry", published=clock.now() - timedelta(hours=1))
    texts = send_due(desk, parts)
    assert len(texts) == 2
    assert not any(NOTE in text for text in texts.values())


def test_whoever_reads_text_or_another_language_is_told_so(desk: Newsroom, parts: Parts, clock: ManualClock) -> None:
    choose(parts, "ann@example.org", language="de")
    choose(parts, "bo@example.net", format="text")
    mailed(desk, parts, clock)
    correct(desk, parts, "Bridge")
    publish(desk, parts, "Ferry", published=clock.now() - timedelta(hours=1))
    texts = send_due(desk, parts)
    assert "Berichtigungen * Bridge" in texts["Ann <ann@example.org>"]
    assert "Corrections * Bridge" in texts["Bo <bo@example.net>"]
    last = next(mail for mail in reversed(desk.mails()) if "ann" in str(mail["To"]) and NOTE in text_of(mail))
    html = last.get_body(("html",))
    assert html is not None
    assert "Berichtigungen" in html.get_content()
    assert NOTE in html.get_content()


def test_an_edition_of_its_own_goes_to_exactly_those_and_carries_no_story(
    desk: Newsroom, parts: Parts, clock: ManualClock
) -> None:
    mailed(desk, parts, clock)
    join(parts, "Cy <cy@example.com>", clock)
    correction = correct(desk, parts, "Bridge")
    composed = parts.publisher.compose_correction(parts.publisher.newsletter("daily"), correction)
    assert composed.edition is not None
    assert composed.edition.state is EditionState.HELD
    assert composed.edition.subject == "Correction: Bridge"
    assert parts.publisher.audience(composed.edition.id) == 2
    send(parts, composed.edition.id)
    assert readers_of(parts, composed.edition.id) == {"ann@example.org", "bo@example.net"}
    newest = [mail for mail in desk.mails() if str(mail["Subject"]) == "Correction: Bridge"]
    assert [text_of(mail).count(NOTE) for mail in newest] == [1, 1]
    publish(desk, parts, "Ferry", published=clock.now() - timedelta(hours=1))
    assert not any(NOTE in text for text in send_due(desk, parts).values())
    with pytest.raises(BadDataError, match="has yet to be told"):
        parts.publisher.compose_correction(parts.publisher.newsletter("daily"), correction)


def test_whom_the_next_edition_told_meanwhile_is_not_told_again_by_one_that_was_refused(
    desk: Newsroom, parts: Parts, clock: ManualClock
) -> None:
    mailed(desk, parts, clock)
    correction = correct(desk, parts, "Bridge")
    edition = parts.publisher.compose_correction(parts.publisher.newsletter("daily"), correction).edition
    assert edition is not None
    assert parts.publisher.open_edition(edition.id).planned == 2
    refuse(parts, edition.id)
    assert parts.publisher.missing(edition.id) == 2
    publish(desk, parts, "Ferry", published=clock.now() - timedelta(hours=1))
    assert [text.count(NOTE) for text in send_due(desk, parts).values()] == [1, 1]
    assert parts.publisher.missing(edition.id) == 0


def test_two_corrections_come_each_once_the_newest_first(desk: Newsroom, parts: Parts, clock: ManualClock) -> None:
    mailed(desk, parts, clock)
    first = correct(desk, parts, "Bridge")
    clock.advance(timedelta(minutes=1))
    parts.publisher.noting.note(first.article_id, "And the toll is two crowns.", "Ada")
    publish(desk, parts, "Ferry", published=clock.now() - timedelta(hours=1))
    for text in send_due(desk, parts).values():
        assert text.count(NOTE) == 1
        assert text.index("the toll is two crowns") < text.index(NOTE)


def test_readers_of_another_newsletter_are_told_by_their_own_alone(
    desk: Newsroom, database: Database, clock: ManualClock
) -> None:
    desk.configure(CONFIG.replace('at = "00:00"', 'at = "07:00"') + OTHER)
    url = database.engine.url.set(drivername=database.engine.dialect.name).render_as_string(hide_password=False)
    config = load(desk.folder / "config.toml", environ={"SYNDICATE_DATABASE__URL": url})
    with open_parts(config, clock) as parts:
        mailed(desk, parts, clock)
        join(parts, "Ann <ann@example.org>", clock, "other")
        join(parts, "Dee <dee@example.com>", clock, "other")
        correction = correct(desk, parts, "Bridge")
        owed = {series.name: parts.publisher.owed(series, correction) for series in parts.publisher.newsletters}
        assert owed == {"daily": 2, "other": 0}


OTHER = """
[[newsletters]]
name = "other"
title = "The other one"
sender = "The Lantern <other@lantern.example>"
at = "07:00"
max_lateness = "36h"
"""


def test_page_and_feeds_tell_it_once_and_readers_see_a_change(desk: Newsroom, parts: Parts, clock: ManualClock) -> None:
    publish(desk, parts, "Bridge")
    parts.publisher.build_feeds()
    before = (desk.feeds / "atom.xml").read_bytes()
    clock.advance(timedelta(hours=1))
    correction = correct(desk, parts, "Bridge")
    parts.publisher.build_feeds()
    after = (desk.feeds / "atom.xml").read_bytes()
    earlier, entry = feedparser.parse(before).entries[0], feedparser.parse(after).entries[0]
    assert entry.content[0].value.count(NOTE) == 1
    assert "Correction, November 22, 2026:" in entry.content[0].value
    assert entry.updated_parsed > earlier.updated_parsed
    for name in ("rss.xml", "feed.json"):
        assert NOTE in (desk.feeds / name).read_text("utf-8")
    clock.advance(timedelta(hours=1))
    assert parts.publisher.build_feeds().written == 0
    page = page_of(parts, f"/articles/{article_slug(parts, correction.article_id)}")
    assert page.count(NOTE) == 1


def test_the_web_copy_of_what_was_mailed_wrong_tells_it_and_that_of_the_next_is_as_it_was_mailed(
    desk: Newsroom, parts: Parts, clock: ManualClock
) -> None:
    mailed(desk, parts, clock)
    correct(desk, parts, "Bridge")
    publish(desk, parts, "Ferry", published=clock.now() - timedelta(hours=1))
    send_due(desk, parts)
    with parts.database.read() as connection:
        ids = connection.exec_driver_sql("SELECT id FROM editions ORDER BY key").scalars().all()
    first, second = (page_of(parts, f"/editions/{edition_id}") for edition_id in ids)
    assert first.count(NOTE) == 1
    assert 'role="note"' in first
    assert 'role="note"' not in second


def test_a_note_on_what_did_not_change_is_refused_unless_it_is_wrong_still(
    desk: Newsroom, parts: Parts, clock: ManualClock
) -> None:
    mailed(desk, parts, clock)
    article_id = article_of(parts, "Bridge")
    with pytest.raises(BadDataError, match="has not changed since it was mailed"):
        parts.publisher.noting.note(article_id, NOTE, "Ada")
    correction = parts.publisher.noting.note(article_id, NOTE, "Ada", is_wrong_still=True)
    assert parts.publisher.noting.note(article_id, NOTE, "Bea") == correction
    assert parts.publisher.owed(parts.publisher.newsletter("daily"), correction) == 2
    withdraw(parts, "Bridge")
    with pytest.raises(NotFoundError, match="readers see no article"):
        parts.publisher.noting.note(article_id, NOTE, "Ada")
    with parts.database.read() as connection:
        assert connection.execute(select(func.count()).select_from(corrections)).scalar_one() == 1


def test_the_command_notes_it_and_holds_an_edition(newsroom: Newsroom) -> None:
    newsroom.run("run", "--once")
    article = newsroom.json("articles", "list")["articles"][0]["id"]
    done = newsroom.run("edition", "correct", article, "--note", " ")
    assert done.returncode == 2
    refused = newsroom.run("edition", "correct", article, "--note", NOTE, "--by", "Ada")
    assert "has not changed since it was mailed" in refused.stderr
    noted = newsroom.json("edition", "correct", article, "--note", NOTE, "--by", "Ada", "--anyway", "--send")
    assert noted["readers"] == {"daily": 2}
    assert [each["readers"] for each in noted["editions"]] == [2]
    edition = noted["editions"][0]["edition"]
    assert edition["audience"] == "corrected"
    sent = newsroom.json("edition", "send", edition["id"], "--yes")
    assert sent["submitted"] == 2


def article_slug(parts: Parts, article_id: str) -> str:
    with parts.database.read() as connection:
        article = ArticleStore(connection).get(article_id, parts.clock.now())
    assert article is not None
    return parts.links.article(article.id, article.title).rpartition("/")[2]


def page_of(parts: Parts, path: str) -> str:
    with Door() as door:
        door.app = public_pages(parts)
        answer = fetch(door.url + path, "GET", headers={})
    assert answer.status == 200
    return answer.text


def test_a_note_that_no_mail_can_carry_is_refused(desk: Newsroom, parts: Parts) -> None:
    publish(desk, parts, "Bridge")
    send_due(desk, parts)
    with pytest.raises(BadDataError, match="at most 1,000"):
        parts.publisher.noting.note(article_of(parts, "Bridge"), "x" * 1_001, "Ada", is_wrong_still=True)
    noted = parts.publisher.noting.note(article_of(parts, "Bridge"), "x" * 1_000, "Ada", is_wrong_still=True)
    assert noted.note == "x" * 1_000


def test_a_correction_that_is_sent_twice_is_held_once(desk: Newsroom, parts: Parts, clock: ManualClock) -> None:
    mailed(desk, parts, clock)
    newsletter = parts.publisher.newsletter("daily")
    held = [parts.publisher.compose_correction(newsletter, correct(desk, parts, "Bridge")).edition for _ in range(2)]
    assert held[0] is not None
    assert held[1] == held[0]
