from __future__ import annotations

import email
import email.policy
import shutil
from datetime import timedelta
from email.utils import parseaddr
from threading import Event
from typing import Any

import pytest
from sqlalchemy import Connection, func, select, update

from syndicate.audience.model import EndedBy, Ending
from syndicate.audience.store import AudienceStore
from syndicate.config import load
from syndicate.delivery.carriers.mime import MimeMails
from syndicate.delivery.lanes.claiming import Claim, Claiming
from syndicate.delivery.lanes.run import Run
from syndicate.delivery.ledger import Ledger
from syndicate.delivery.messages import Messages
from syndicate.delivery.model import DeliveryState
from syndicate.digests.composed import mailbox
from syndicate.digests.model import EditionState, SlotOutcome, Tier
from syndicate.digests.occurrence_store import OccurrenceStore
from syndicate.digests.store import EditionStore
from syndicate.errors import BadDataError, NotFoundError, StorageError
from syndicate.feeds.publish import FeedPublisher, FeedReport
from syndicate.mail.checks import size_of
from syndicate.mail.digest import DigestRenderer
from syndicate.mail.model import Digest, Rendering
from syndicate.publishing.wiring import Parts, open_parts
from syndicate.storage import Database
from syndicate.storage.tables import articles, deliveries, editions, occurrences, rendering_articles
from syndicate.testing.clock import ManualClock
from tests.editions import said_by
from tests.integration.edition_parts import MORNING, compose, publish, titles_of
from tests.newsroom import CONFIG, REPOSITORY, Newsroom, dump


def test_an_edition_takes_what_is_new_and_plans_a_delivery_for_every_reader(desk: Newsroom, parts: Parts) -> None:
    publish(desk, parts, "First", "Second")
    composed = parts.publisher.compose_due(parts.publisher.newsletter("daily"))
    assert composed.edition is not None
    assert titles_of(parts, composed.edition.id) == ["Second", "First"]
    with parts.database.read() as connection:
        counts = Ledger(connection).counts(composed.edition.id)
        tiers = [one.tier for one in EditionStore(connection).articles(composed.edition.id)]
    assert counts["pending"] == 2
    assert tiers == [Tier.LEAD, Tier.SECONDARY]
    assert composed.edition.number == 1
    assert composed.edition.subject == "Second"
    assert "First" in composed.edition.preheader


def test_an_occurrence_is_decided_once(desk: Newsroom, parts: Parts, clock: ManualClock) -> None:
    publish(desk, parts, "First")
    assert compose(parts) is SlotOutcome.EDITION
    publish(desk, parts, "Second")
    assert compose(parts) is None
    clock.advance(timedelta(days=1))
    assert compose(parts) is SlotOutcome.EDITION
    with parts.database.read() as connection:
        assert [one.number for one in EditionStore(connection).recent()] == [2, 1]


def test_a_day_without_news_has_no_edition_and_is_not_tried_again(
    desk: Newsroom, parts: Parts, clock: ManualClock
) -> None:
    assert compose(parts) is SlotOutcome.EMPTY
    publish(desk, parts, "Late")
    assert compose(parts) is None
    clock.advance(timedelta(days=1))
    assert compose(parts) is SlotOutcome.EDITION


def test_what_happened_during_a_long_silence_comes_in_one_edition(
    desk: Newsroom, parts: Parts, clock: ManualClock
) -> None:
    publish(desk, parts, "First")
    clock.advance(timedelta(days=5))
    assert compose(parts) is SlotOutcome.EDITION
    with parts.database.read() as connection:
        assert connection.execute(select(func.count()).select_from(editions)).scalar_one() == 1


def test_an_occurrence_that_was_missed_by_too_much_is_skipped(
    desk: Newsroom, database: Database, clock: ManualClock
) -> None:
    desk.configure(CONFIG.replace('"36h"', '"2h"').replace('at = "00:00"', 'at = "02:00"'))
    url = database.engine.url.set(drivername=database.engine.dialect.name).render_as_string(hide_password=False)
    config = load(desk.folder / "config.toml", environ={"SYNDICATE_DATABASE__URL": url})
    with open_parts(config, clock) as parts:
        publish(desk, parts, "First")
        assert compose(parts) is SlotOutcome.LATE
        with parts.database.read() as connection:
            assert EditionStore(connection).recent() == []


def test_an_article_is_mailed_once_though_everything_about_it_changes(
    desk: Newsroom, parts: Parts, clock: ManualClock
) -> None:
    publish(desk, parts, "First")
    assert compose(parts) is SlotOutcome.EDITION
    desk.write_article("First.txt", dump("Another headline", section="Else", published=MORNING + timedelta(hours=2)))
    clock.advance(timedelta(days=1))
    parts.publisher.collect()
    assert compose(parts) is SlotOutcome.EMPTY


def test_an_embargoed_article_waits_for_its_hour_and_is_then_not_forgotten(
    desk: Newsroom, parts: Parts, clock: ManualClock
) -> None:
    publish(desk, parts, "Now")
    publish(desk, parts, "Later", published=MORNING + timedelta(hours=30))
    assert compose(parts) is SlotOutcome.EDITION
    clock.advance(timedelta(days=1))
    assert compose(parts) is SlotOutcome.EMPTY
    clock.advance(timedelta(days=1))
    composed = parts.publisher.compose_due(parts.publisher.newsletter("daily"))
    assert composed.edition is not None
    assert titles_of(parts, composed.edition.id) == ["Later"]


def test_what_exceeds_the_limit_stands_as_a_headline_and_never_comes_back(
    desk: Newsroom, parts: Parts, clock: ManualClock
) -> None:
    publish(desk, parts, "One", "Two", "Three", "Four", "Five")
    first = parts.publisher.compose_due(parts.publisher.newsletter("daily"))
    assert first.edition is not None
    assert titles_of(parts, first.edition.id) == ["Five", "Four", "Three", "Two", "One"]
    clock.advance(timedelta(days=1))
    assert compose(parts) is SlotOutcome.EMPTY


def test_a_newsletter_that_is_added_later_does_not_mail_the_archive(
    desk: Newsroom, database: Database, clock: ManualClock
) -> None:
    url = database.engine.url.set(drivername=database.engine.dialect.name).render_as_string(hide_password=False)
    environ = {"SYNDICATE_DATABASE__URL": url}
    path = desk.folder / "config.toml"
    with open_parts(load(path, environ=environ), clock) as parts:
        publish(desk, parts, "Old", "Older")
        publish(desk, parts, "Embargoed", published=MORNING + timedelta(hours=6))
    evening = '\n[[newsletters]]\nname = "evening"\ntitle = "Evening"\nsender = "news@lantern.example"\n'
    path.write_text(path.read_text(encoding="utf-8") + evening, encoding="utf-8")
    clock.advance(timedelta(hours=1))
    with open_parts(load(path, environ=environ), clock) as parts:
        publish(desk, parts, "New")
        clock.advance(timedelta(hours=12))
        composed = parts.publisher.compose_by_hand(parts.publisher.newsletter("evening"))
        assert composed.edition is not None
        assert sorted(titles_of(parts, composed.edition.id)) == ["Embargoed", "New"]


def test_an_article_that_is_taken_back_while_the_edition_is_rendered_is_not_in_it(
    desk: Newsroom, parts: Parts, monkeypatch: pytest.MonkeyPatch
) -> None:
    publish(desk, parts, "First", "Second")
    render = DigestRenderer.render
    taken_back: list[str] = []

    def render_slowly(self: DigestRenderer, digest: Digest) -> Rendering:
        if not taken_back:
            assert digest.lead is not None
            taken_back.append(digest.lead.article_id)
            with parts.database.write() as connection:
                connection.execute(
                    update(articles)
                    .where(articles.c.id == taken_back[0])
                    .values(embargo_until=MORNING + timedelta(days=1))
                )
        return render(self, digest)

    monkeypatch.setattr(DigestRenderer, "render", render_slowly)
    composed = parts.publisher.compose_due(parts.publisher.newsletter("daily"))
    assert composed.edition is not None
    assert titles_of(parts, composed.edition.id) == ["First"]
    assert "Second" not in said_by(parts.database, composed.edition).html


def test_what_would_make_the_mail_too_large_is_passed_over_in_writing(
    desk: Newsroom, parts: Parts, clock: ManualClock, monkeypatch: pytest.MonkeyPatch
) -> None:
    publish(desk, parts, "One", "Two", "Three")
    _, whole = parts.publisher.composing.by_hand.draft(parts.publisher.newsletter("daily"))
    assert whole is not None
    limit = size_of(whole.rendering) - 1
    for lightened in ("_shortened", "_without_thumbnails"):  # which would do
        monkeypatch.setattr(f"syndicate.digests.fitting.{lightened}", lambda content: content)
    for where in ("mail.checks", "digests.fitting"):
        monkeypatch.setattr(f"syndicate.{where}.BLOCK_BYTES", limit)
    monkeypatch.setattr("syndicate.digests.fitting._AIM", limit)
    first = parts.publisher.compose_due(parts.publisher.newsletter("daily"))
    assert first.edition is not None
    assert titles_of(parts, first.edition.id) == ["Three", "Two"]
    assert "One" not in said_by(parts.database, first.edition).text
    with parts.database.read() as connection:
        (reason,) = OccurrenceStore(connection).passed_over(first.edition.id).values()
    assert "too large" in reason
    clock.advance(timedelta(days=1))
    assert compose(parts) is SlotOutcome.EMPTY


def test_a_step_that_fails_does_not_keep_the_mail_from_going_out(
    desk: Newsroom, parts: Parts, monkeypatch: pytest.MonkeyPatch
) -> None:
    publish(desk, parts, "First")

    def fail(self: FeedPublisher) -> FeedReport:
        del self
        message = "the disk is full"
        raise StorageError(message, code="disk-full")

    monkeypatch.setattr(FeedPublisher, "run", fail)
    report = parts.publisher.run_once(Event())
    assert [error.code for error in report.errors] == ["disk-full"]
    assert report.feeds is None
    assert len(desk.mails()) == 2


def test_an_edition_that_fails_does_not_keep_the_next_one_from_going_out(
    desk: Newsroom, parts: Parts, clock: ManualClock, monkeypatch: pytest.MonkeyPatch
) -> None:
    publish(desk, parts, "First")
    first = parts.publisher.compose_due(parts.publisher.newsletter("daily")).edition
    clock.advance(timedelta(days=1))
    publish(desk, parts, "Second")
    second = parts.publisher.compose_due(parts.publisher.newsletter("daily")).edition
    assert first is not None
    assert second is not None
    claim = Claiming.claim

    def fail_once(self: Claiming, connection: Connection, run: Run, *facts: Any, **more: Any) -> Claim:
        if run.edition_id == first.id:
            message = "the disk is full"
            raise StorageError(message, code="disk-full")
        return claim(self, connection, run, *facts, **more)

    monkeypatch.setattr(Claiming, "claim", fail_once)
    delivered = parts.publisher.deliver(Event())
    assert list(delivered.failed) == [first.id]
    assert delivered.sent[second.id].submitted == 2


def test_a_draft_shows_what_would_be_frozen_and_changes_nothing(desk: Newsroom, parts: Parts) -> None:
    newsletter = parts.publisher.newsletter("daily")
    assert parts.publisher.composing.by_hand.draft(newsletter)[1] is None
    publish(desk, parts, "First")
    _, draft = parts.publisher.composing.by_hand.draft(newsletter)
    assert draft is not None
    with parts.database.read() as connection:
        assert connection.execute(select(func.count()).select_from(occurrences)).scalar_one() == 0
    frozen = parts.publisher.compose_by_hand(newsletter).edition
    assert frozen is not None
    said = said_by(parts.database, frozen)
    assert said.text.replace(frozen.id, "draft") == draft.rendering.text
    assert said.html.replace(frozen.id, "draft") == draft.rendering.html


def test_a_broken_template_freezes_nothing_and_leaves_the_slot_open(
    desk: Newsroom, database: Database, clock: ManualClock
) -> None:
    templates = desk.folder / "templates"
    url = database.engine.url.set(drivername=database.engine.dialect.name).render_as_string(hide_password=False)
    environ = {"SYNDICATE_DATABASE__URL": url, "SYNDICATE_MAIL__TEMPLATES": str(templates)}
    shutil.copytree(REPOSITORY / "templates" / "email", templates)
    body = templates / "digest" / "digest.mjml.j2"
    good = body.read_text(encoding="utf-8")
    with open_parts(load(desk.folder / "config.toml", environ=environ), clock) as parts:
        publish(desk, parts, "First")
        body.write_text("{{ nobody_knows_this }}", encoding="utf-8")
        with pytest.raises(BadDataError):
            compose(parts)
        report = parts.publisher.run_once(Event())
        assert len(report.errors) == 1
        with parts.database.read() as connection:
            assert connection.execute(select(func.count()).select_from(occurrences)).scalar_one() == 0
            assert connection.execute(select(func.count()).select_from(rendering_articles)).scalar_one() == 0
    body.write_text(good, encoding="utf-8")
    with open_parts(load(desk.folder / "config.toml", environ=environ), clock) as parts:
        assert compose(parts) is SlotOutcome.EDITION


def test_delivering_writes_one_mail_for_each_reader_and_closes_the_edition(desk: Newsroom, parts: Parts) -> None:
    publish(desk, parts, "First")
    compose(parts)
    (report,) = parts.publisher.deliver(Event()).sent.values()
    assert report.submitted == 2
    assert sorted(str(mail["To"]) for mail in desk.mails()) == ["Ann <ann@example.org>", "Bo <bo@example.net>"]
    with parts.database.read() as connection:
        assert EditionStore(connection).recent()[0].state is EditionState.CLOSED
    assert parts.publisher.deliver(Event()).sent == {}


def test_a_mail_carries_its_own_readers_unsubscribe_link_and_the_headers_for_one_click(
    desk: Newsroom, parts: Parts
) -> None:
    publish(desk, parts, "First")
    compose(parts)
    parts.publisher.deliver(Event())
    mails = desk.mails()
    links = [str(mail["List-Unsubscribe"]).strip("<>") for mail in mails]
    assert len(set(links)) == len(mails)
    for mail, link in zip(mails, links, strict=True):
        assert parts.links.read_unsubscribe(link.rpartition("/")[2])
        assert mail["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"
        for kind in ("plain", "html"):
            body = mail.get_body((kind,))
            assert body is not None
            assert link in body.get_content()
            assert "{{" not in body.get_content()


def test_a_sender_keeps_its_name_in_any_script(desk: Newsroom, database: Database, clock: ManualClock) -> None:
    name = 'Küste, "Die" (Kiel) Газета'
    url = database.engine.url.set(drivername=database.engine.dialect.name).render_as_string(hide_password=False)
    path = desk.folder / "config.toml"
    path.write_text(path.read_text(encoding="utf-8").replace("The Lantern <news@", "Küste · Газета <news@"), "utf-8")
    with open_parts(load(path, environ={"SYNDICATE_DATABASE__URL": url}), clock) as parts:
        publish(desk, parts, "First")
        compose(parts)
        parts.publisher.deliver(Event())
    assert {mail["From"].addresses[0].display_name for mail in desk.mails()} == {"Küste · Газета"}
    assert parseaddr(mailbox(name, "news@lantern.example")) == (name, "news@lantern.example")


def test_who_unsubscribes_between_freeze_and_delivery_gets_nothing(desk: Newsroom, parts: Parts) -> None:
    publish(desk, parts, "First")
    compose(parts)
    with parts.database.write() as connection:
        audience = AudienceStore(connection)
        first = next(iter(audience.all()))
        audience.end(first.id, Ending(at=MORNING, by=EndedBy.ONE_CLICK))
    (report,) = parts.publisher.deliver(Event()).sent.values()
    assert (report.submitted, report.excluded) == (1, 1)
    assert [str(mail["To"]) for mail in desk.mails()] == ["Bo <bo@example.net>"]


def test_every_try_of_a_delivery_gives_the_same_bytes(desk: Newsroom, parts: Parts, clock: ManualClock) -> None:
    publish(desk, parts, "First")
    compose(parts)
    parts.publisher.deliver(Event())
    before = {path.name: path.read_bytes() for path in desk.outbox.glob("*.eml")}
    for path in desk.outbox.glob("*.eml"):
        path.unlink()
    clock.advance(timedelta(hours=1))
    messages = Messages(database=parts.database, links=parts.links)
    with parts.database.read() as connection:
        deliveries = Ledger(connection).of(EditionStore(connection).recent()[0].id)
    edition = deliveries[0]
    mailing = messages.mailing(edition.edition_id, edition.variant_key, edition.revision)
    mails = MimeMails()
    assert {
        f"{delivery.id}.eml": mails.message(mailing, messages.recipient(delivery, mailing)) for delivery in deliveries
    } == before
    parsed = email.message_from_bytes(next(iter(before.values())), policy=email.policy.default)
    assert parsed["Date"].datetime == MORNING


@pytest.mark.parametrize("state", [DeliveryState.REFUSED, DeliveryState.UNCERTAIN])
def test_a_person_may_send_again_what_was_refused_or_is_uncertain(
    desk: Newsroom, parts: Parts, state: DeliveryState
) -> None:
    publish(desk, parts, "First")
    compose(parts)
    parts.publisher.deliver(Event())
    with parts.database.write() as connection:
        edition = EditionStore(connection).recent()[0]
        one, _ = Ledger(connection).of(edition.id)
        connection.execute(update(deliveries).where(deliveries.c.id == one.id).values(state=state))
    (desk.outbox / f"{one.id}.eml").unlink()
    assert parts.publisher.deliver_edition(edition.id, Event()).submitted == 0
    assert parts.publisher.deliver_again(edition.id, state, Event()).submitted == 1
    assert len(desk.mails()) == 2
    with parts.database.read() as connection:
        assert EditionStore(connection).recent()[0].state is EditionState.CLOSED


def test_an_unknown_newsletter_or_edition_is_named_with_what_there_is(parts: Parts) -> None:
    with pytest.raises(NotFoundError) as caught:
        parts.publisher.newsletter("weekly")
    assert "daily" in str(caught.value.hint)
    with pytest.raises(NotFoundError):
        parts.publisher.deliver_edition("nothing", Event())
