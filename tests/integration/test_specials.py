"""Special editions: the very articles that a person names, at once, and to nobody twice."""

from __future__ import annotations

from datetime import timedelta
from threading import Event
from typing import TYPE_CHECKING, Any

import pytest
from sqlalchemy import insert, select, update

from syndicate.audience.store import AudienceStore
from syndicate.digests.model import Audience, EditionState, SlotOutcome
from syndicate.digests.specials.request import Special
from syndicate.digests.store import EditionStore
from syndicate.errors import BadDataError, NotFoundError
from syndicate.storage.tables import choices, deliveries, editions, subscribers, subscriptions
from syndicate.text.mailboxes import read_mailbox
from tests.integration.edition_parts import article_of, compose, had, publish, titles_of, withdraw

if TYPE_CHECKING:
    from syndicate.digests.composed import Composed
    from syndicate.digests.model import Edition
    from syndicate.publishing.wiring import Parts
    from syndicate.testing.clock import ManualClock
    from tests.newsroom import Newsroom

CHOICE: dict[str, Any] = {
    "cadence": None,
    "at": None,
    "time_zone": None,
    "sections": [],
    "language": None,
    "format": None,
}


def choose(parts: Parts, address: str, **wishes: str | None) -> None:
    """Let a reader of the newsletter have a choice of their own."""
    row = {**CHOICE, "newsletter": "daily", "fingerprint": f"of {address}", "breaking": None, **wishes}
    with parts.database.write() as connection:
        choice_id = connection.execute(insert(choices).values(row).returning(choices.c.id)).scalar_one()
        theirs = select(subscribers.c.key).where(subscribers.c.address == address)
        this = update(subscriptions).where(subscriptions.c.subscriber_key.in_(theirs))
        connection.execute(this.values(choice_id=choice_id))


def special(
    parts: Parts, *titles: str, to: Audience = Audience.ALL, subject: str | None = None, newsletter: str = "daily"
) -> Composed:
    ids = tuple(article_of(parts, title) for title in titles)
    wanted = Special(audience=to, article_ids=ids, subject=subject)
    return parts.publisher.compose_special(parts.publisher.newsletter(newsletter), wanted)


def held(composed: Composed) -> Edition:
    assert composed.edition is not None
    return composed.edition


def send(parts: Parts, edition_id: str) -> None:
    opening = parts.publisher.open_edition(edition_id)
    assert opening.planned is not None, opening.stale_because
    parts.publisher.deliver_edition(edition_id, Event())


def refuse(parts: Parts, edition_id: str) -> None:
    """Let nobody get the edition: its mails are refused."""
    edition_key = select(editions.c.key).where(editions.c.id == edition_id).scalar_subquery()
    this = update(deliveries).where(deliveries.c.edition_key == edition_key)
    with parts.database.write() as connection:
        connection.execute(this.values(state="refused", reason="no", revision=1, settled_at=parts.clock.now()))


def readers_of(parts: Parts, edition_id: str) -> set[str]:
    """Whose mail of the edition left."""
    query = select(deliveries.c.address).join(editions, editions.c.key == deliveries.c.edition_key)
    with parts.database.read() as connection:
        query = query.where(editions.c.id == edition_id, deliveries.c.state == "submitted")
        return set(connection.execute(query).scalars())


def test_it_has_exactly_the_named_articles_in_their_order_and_is_held(desk: Newsroom, parts: Parts) -> None:
    publish(desk, parts, "First", "Second", "Third")
    edition = held(special(parts, "Third", "First", subject="Now"))
    assert (edition.state, edition.subject, edition.audience) == (EditionState.HELD, "Now", Audience.ALL)
    assert titles_of(parts, edition.id) == ["Third", "First"]
    assert parts.publisher.audience(edition.id) == 2
    assert edition.priority == 1


def test_its_subject_names_its_lead(desk: Newsroom, parts: Parts) -> None:
    publish(desk, parts, "First", "Second")
    assert held(special(parts, "First", "Second", subject="Now: {lead}")).subject == "Now: First"


def test_a_subject_that_cannot_be_filled_composes_nothing(desk: Newsroom, parts: Parts) -> None:
    publish(desk, parts, "First")
    with pytest.raises(BadDataError, match="do not match"):
        special(parts, "First", subject="Now: {lead")


def test_a_subject_of_blanks_is_none_and_one_that_fills_the_mail_is_refused(desk: Newsroom, parts: Parts) -> None:
    publish(desk, parts, "First")
    assert held(special(parts, "First", subject="  ")).subject == "First"
    with pytest.raises(BadDataError, match="at most 250"):
        special(parts, "First", subject="x" * 251)


def test_it_takes_no_slot_and_the_next_edition_brings_what_it_did_not(
    desk: Newsroom, parts: Parts, clock: ManualClock
) -> None:
    publish(desk, parts, "First", "Second")
    edition = held(special(parts, "First"))
    send(parts, edition.id)
    assert compose(parts) is SlotOutcome.EDITION
    with parts.database.read() as connection:
        newest, *_ = EditionStore(connection).under_way()
    assert titles_of(parts, newest.id) == ["Second"]
    parts.publisher.deliver(Event())
    assert set(had(parts).values()) == {1}
    clock.advance(timedelta(days=1))
    assert compose(parts) is SlotOutcome.EMPTY


def test_what_a_reader_has_had_does_not_come_again_with_it(desk: Newsroom, parts: Parts) -> None:
    publish(desk, parts, "First")
    assert compose(parts) is SlotOutcome.EDITION
    parts.publisher.deliver(Event())
    publish(desk, parts, "Second")
    edition = held(special(parts, "First", "Second"))
    assert titles_of(parts, edition.id) == ["Second"]
    send(parts, edition.id)
    assert set(had(parts).values()) == {1}
    with pytest.raises(BadDataError, match="has no reader at all who has not had all of it"):
        special(parts, "First", "Second")


def test_breaking_news_reach_those_alone_who_asked_for_them(desk: Newsroom, parts: Parts) -> None:
    publish(desk, parts, "First")
    choose(parts, "ann@example.org", breaking="only")
    edition = held(special(parts, "First", to=Audience.BREAKING))
    assert parts.publisher.audience(edition.id) == 1
    send(parts, edition.id)
    assert readers_of(parts, edition.id) == {"ann@example.org"}
    assert compose(parts) is SlotOutcome.EDITION  # for the other reader
    parts.publisher.deliver(Event())
    assert sorted(had(parts).values()) == [1, 1]


def test_to_all_it_reaches_who_wants_nothing_but_breaking_news_too(desk: Newsroom, parts: Parts) -> None:
    publish(desk, parts, "First")
    choose(parts, "ann@example.org", breaking="only")
    edition = held(special(parts, "First"))
    send(parts, edition.id)
    assert readers_of(parts, edition.id) == {"ann@example.org", "bo@example.net"}


def test_nobody_who_asked_for_none_gets_breaking_news(desk: Newsroom, parts: Parts) -> None:
    publish(desk, parts, "First")
    with pytest.raises(BadDataError, match="no reader who wants breaking news"):
        special(parts, "First", to=Audience.BREAKING)


def test_whoever_reads_plain_text_gets_it_so(desk: Newsroom, parts: Parts) -> None:
    publish(desk, parts, "First")
    choose(parts, "bo@example.net", format="text")
    send(parts, held(special(parts, "First")).id)
    has_html = {str(mail["To"]): mail.get_body(("html",)) is not None for mail in desk.mails()}
    assert has_html == {"Ann <ann@example.org>": True, "Bo <bo@example.net>": False}


def test_recipients_are_those_of_the_moment_it_is_sent(desk: Newsroom, parts: Parts, clock: ManualClock) -> None:
    publish(desk, parts, "First")
    edition = held(special(parts, "First"))
    with parts.database.write() as connection:
        mailbox = read_mailbox("Cy <cy@example.com>")
        AudienceStore(connection).subscribe(mailbox, "daily", now=clock.now())
    assert parts.publisher.audience(edition.id) == 3
    send(parts, edition.id)
    assert "cy@example.com" in readers_of(parts, edition.id)


def test_a_story_that_is_taken_back_leaves_a_held_one(desk: Newsroom, parts: Parts) -> None:
    publish(desk, parts, "First", "Second")
    edition = held(special(parts, "First", "Second", subject="Now"))
    withdraw(parts, "First")
    opening = parts.publisher.open_edition(edition.id)
    assert opening.planned is None
    assert "not for readers any more" in opening.stale_because
    assert titles_of(parts, edition.id) == ["Second"]
    assert parts.publisher.edition(edition.id).subject == "Now"
    send(parts, edition.id)
    assert len(readers_of(parts, edition.id)) == 2


def test_one_that_was_stopped_before_it_left_counts_as_had_by_nobody(
    desk: Newsroom, parts: Parts, clock: ManualClock
) -> None:
    publish(desk, parts, "First")
    edition = held(special(parts, "First"))
    assert parts.publisher.open_edition(edition.id).planned == 2
    parts.publisher.control.stop(edition.id)
    assert compose(parts) is SlotOutcome.EDITION
    parts.publisher.deliver(Event())
    assert sorted(had(parts).values()) == [1, 1]
    clock.advance(timedelta(days=1))
    assert compose(parts) is SlotOutcome.EMPTY


def test_whose_mail_of_it_was_refused_gets_its_stories_with_the_next(desk: Newsroom, parts: Parts) -> None:
    publish(desk, parts, "First")
    edition = held(special(parts, "First"))
    assert parts.publisher.open_edition(edition.id).planned == 2
    refuse(parts, edition.id)
    assert compose(parts) is SlotOutcome.EDITION
    parts.publisher.deliver(Event())
    assert sorted(had(parts).values()) == [1, 1]


def test_what_came_out_longer_ago_than_history_is_kept_is_refused(
    desk: Newsroom, parts: Parts, clock: ManualClock
) -> None:
    publish(desk, parts, "First")
    clock.advance(timedelta(days=400))
    with pytest.raises(BadDataError, match="nobody knows any more who had it"):
        special(parts, "First")


def test_what_grows_too_old_while_it_is_held_is_not_sent(desk: Newsroom, parts: Parts, clock: ManualClock) -> None:
    publish(desk, parts, "First")
    edition = held(special(parts, "First"))
    clock.advance(timedelta(days=400))
    with pytest.raises(BadDataError, match="nothing is left of the edition"):
        parts.publisher.open_edition(edition.id)


def test_what_readers_may_not_see_is_refused(desk: Newsroom, parts: Parts) -> None:
    publish(desk, parts, "First")
    withdraw(parts, "First")
    with pytest.raises(NotFoundError, match="readers see no article"):
        special(parts, "First")


def test_it_leaves_before_what_waits(desk: Newsroom, parts: Parts) -> None:
    publish(desk, parts, "First", "Second")
    assert compose(parts) is SlotOutcome.EDITION
    publish(desk, parts, "Third")
    edition = held(special(parts, "Third"))
    assert parts.publisher.open_edition(edition.id).planned == 2
    parts.publisher.deliver(Event())
    subjects = [str(mail["Subject"]) for mail in desk.mails()]
    assert len(subjects) == 4
    with parts.database.read() as connection:
        query = select(deliveries.c.settled_at, editions.c.priority, deliveries.c.batch_key)
        query = query.join(editions, editions.c.key == deliveries.c.edition_key).order_by(deliveries.c.batch_key)
        order = [row.priority for row in connection.execute(query)]
    assert order == [1, 1, 0, 0]


def test_the_command_refuses_to_write_to_all_unsaid(desk: Newsroom) -> None:
    desk.write_article("First.txt", "x")
    done = desk.run("edition", "special", "k3j9d2m4q8x1z", "--newsletter", "daily")
    assert done.returncode == 2
    assert "for all its readers say --to all" in done.stderr
