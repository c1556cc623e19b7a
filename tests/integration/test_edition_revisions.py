"""What becomes of an edition when a story of it is not for readers any more."""

from __future__ import annotations

from datetime import timedelta
from threading import Event
from typing import Any

import pytest
from sqlalchemy import update

from syndicate.articles.store import ArticleStore
from syndicate.delivery.ledger import Ledger
from syndicate.digests.model import Edition, EditionState
from syndicate.digests.store import EditionStore
from syndicate.digests.variant_store import VariantStore
from syndicate.errors import BadDataError
from syndicate.mail.digest import DigestRenderer
from syndicate.mail.model import Digest, Rendering
from syndicate.publishing.wiring import Parts
from syndicate.storage.tables import articles, editions
from syndicate.testing.clock import ManualClock
from tests.editions import said_by, the_edition
from tests.integration.edition_parts import MORNING, article_of, had, publish, titles_of, withdraw
from tests.newsroom import Newsroom


def composed(parts: Parts) -> Edition:
    edition = parts.publisher.compose_due(parts.publisher.newsletter("daily")).edition
    assert edition is not None
    return edition


def stands(parts: Parts, edition: Edition) -> Edition:
    with parts.database.read() as connection:
        return the_edition(connection, edition.id)


def deliver_one(parts: Parts, edition: Edition) -> None:
    """Claim one mail as sending does, as far as the rows go."""
    with parts.database.write() as connection:
        found = the_edition(connection, edition.id)
        ledger = Ledger(connection)
        batch = ledger.claim(
            edition.id, parts.clock.now(), 1, carrier="memory", lease_until=parts.clock.now() + timedelta(minutes=2)
        )
        assert batch is not None
        EditionStore(connection).note_claims(edition.id, 1, parts.clock.now())
        assert batch.claims[0].revision == found.revision


def public(parts: Parts, edition: Edition) -> str | None:
    """All that the web copy says."""
    with parts.database.read() as connection:
        found = EditionStore(connection).public_copy(edition.id, parts.clock.now())
    return found.html + found.text + found.subject + found.preheader if found else None


def test_a_story_that_was_withdrawn_is_in_no_mail_claimed_after_that(desk: Newsroom, parts: Parts) -> None:
    publish(desk, parts, "First", "Second", "Third")
    edition = composed(parts)
    assert edition.subject == "Third"
    withdraw(parts, "Third")
    (report,) = parts.publisher.deliver(Event()).sent.values()
    assert report.submitted == 2
    for mail in desk.mails():
        assert "Third" not in mail.as_string()
        assert str(mail["Subject"]) == "Second"
    revised = stands(parts, edition)
    assert (revised.revision, revised.state, revised.subject) == (2, EditionState.CLOSED, "Second")
    assert titles_of(parts, edition.id) == ["Second", "First"]
    with parts.database.read() as connection:
        (_, first), (_, second) = (
            (revision, reason) for revision, _, reason in EditionStore(connection).revisions(edition.id)
        )
    assert first is None
    assert article_of(parts, "Third") in (second or "")


def test_the_other_stories_stay_as_they_were_frozen(desk: Newsroom, parts: Parts) -> None:
    publish(desk, parts, "First", "Second", "Third")
    edition = composed(parts)
    before = said_by(parts.database, edition)
    with parts.database.write() as connection:
        connection.execute(update(articles).where(articles.c.title == "First").values(title="Edited", revision=2))
    withdraw(parts, "Second")
    parts.publisher.deliver(Event())
    after = said_by(parts.database, edition)
    assert "First" in after.text
    assert "Edited" not in after.html + after.text
    assert (after.subject, before.subject) == ("Third", "Third")


@pytest.mark.parametrize("word", ["held", "embargo", "expires"])
def test_whatever_hides_a_story_takes_it_out(desk: Newsroom, parts: Parts, word: str) -> None:
    publish(desk, parts, "First", "Second")
    edition = composed(parts)
    later = parts.clock.now().replace(year=2027)
    hidden: dict[str, dict[str, Any]] = {
        "held": {"status": "held"},
        "embargo": {"embargo_until": later},
        "expires": {"expires_at": MORNING},
    }
    with parts.database.write() as connection:
        connection.execute(update(articles).where(articles.c.title == "Second").values(**hidden[word]))
    parts.publisher.deliver(Event())
    assert {str(mail["Subject"]) for mail in desk.mails()} == {"First"}
    assert stands(parts, edition).revision == 2


def test_who_was_reached_keeps_what_they_got_and_the_others_get_the_rest(desk: Newsroom, parts: Parts) -> None:
    publish(desk, parts, "First", "Second")
    edition = composed(parts)
    deliver_one(parts, edition)
    withdraw(parts, "Second")
    parts.publisher.deliver(Event())  # settles the claim as uncertain: memory is no carrier here
    with parts.database.read() as connection:
        revisions = sorted(row.revision or 0 for row in Ledger(connection).of(edition.id))
    assert revisions == [1, 2]
    second = article_of(parts, "Second")
    assert sum(count for (_, article_id), count in had(parts).items() if article_id == second) == 1


def test_with_too_few_stories_left_the_edition_waits_for_a_person(desk: Newsroom, parts: Parts) -> None:
    publish(desk, parts, "First", "Second")
    edition = composed(parts)
    with parts.database.write() as connection:
        connection.execute(update(editions).values(min_articles=2))
    withdraw(parts, "Second")
    (report,) = parts.publisher.deliver(Event()).sent.values()
    assert (report.submitted, report.waiting) == (0, 2)
    assert "1 story is left" in report.stopped_because
    assert stands(parts, edition).state is EditionState.HELD
    parts.publisher.deliver(Event())
    assert desk.mails() == []
    parts.publisher.control.resume(edition.id)
    parts.publisher.deliver(Event())
    assert {str(mail["Subject"]) for mail in desk.mails()} == {"First"}


def test_with_nothing_left_nobody_gets_anything_and_the_edition_is_over(desk: Newsroom, parts: Parts) -> None:
    publish(desk, parts, "First")
    edition = composed(parts)
    withdraw(parts, "First")
    (report,) = parts.publisher.deliver(Event()).sent.values()
    assert (report.excluded, report.submitted) == (2, 0)
    assert stands(parts, edition).state is EditionState.CLOSED
    assert parts.publisher.deliver(Event()).sent == {}
    with parts.database.read() as connection:
        assert {row.reason for row in Ledger(connection).of(edition.id)} == {
            "every story of the edition was taken back before it left"
        }
    assert public(parts, edition) is None


def test_the_web_copy_shows_no_story_that_was_withdrawn_not_even_for_a_moment(desk: Newsroom, parts: Parts) -> None:
    publish(desk, parts, "First", "Second")
    edition = composed(parts)
    assert public(parts, edition) is None  # nobody has it yet
    parts.publisher.deliver(Event())
    assert "Second" in (public(parts, edition) or "")
    withdraw(parts, "Second")
    assert public(parts, edition) is None
    assert parts.publisher.revise_published() == [edition.id]
    copy = public(parts, edition)
    assert copy is not None
    assert "First" in copy
    assert "Second" not in copy
    assert parts.publisher.revise_published() == []
    assert stands(parts, edition).state is EditionState.CLOSED


def test_what_nobody_waits_for_and_the_public_does_not_see_is_looked_at_once(desk: Newsroom, parts: Parts) -> None:
    publish(desk, parts, "First", "Second")
    edition = composed(parts)
    parts.publisher.deliver(Event())
    with parts.database.write() as connection:
        store = EditionStore(connection)
        said = store.rendering(edition.id)
        assert said is not None
        VariantStore(connection).add("world", said, store.articles(edition.id))
    withdraw(parts, "Second")
    assert parts.publisher.revise_published() == [edition.id]
    with parts.database.read() as connection:
        assert EditionStore(connection).showing_hidden(parts.clock.now()) == []


def test_a_story_that_was_withdrawn_before_anybody_had_it_is_news_again_when_it_comes_back(
    desk: Newsroom, parts: Parts, clock: ManualClock
) -> None:
    publish(desk, parts, "First", "Second")
    edition = composed(parts)
    withdraw(parts, "Second")
    parts.publisher.deliver(Event())
    with parts.database.write() as connection:
        ArticleStore(connection).restore(article_of(parts, "Second"), clock.now())
    clock.sleep(86_400)
    again = composed(parts)
    assert again.id != edition.id
    assert titles_of(parts, again.id) == ["Second"]
    parts.publisher.deliver(Event())
    assert set(had(parts).values()) == {1}


def test_a_story_that_comes_back_is_mailed_to_whom_it_had_not_reached(
    desk: Newsroom, parts: Parts, clock: ManualClock
) -> None:
    publish(desk, parts, "First", "Second")
    edition = composed(parts)
    deliver_one(parts, edition)
    withdraw(parts, "Second")
    parts.publisher.deliver(Event())
    with parts.database.write() as connection:
        ArticleStore(connection).restore(article_of(parts, "Second"), clock.now())
    clock.sleep(86_400)
    again = composed(parts)
    assert titles_of(parts, again.id) == ["Second"]
    with parts.database.read() as connection:
        counts = Ledger(connection).counts(again.id)
    assert (counts["pending"], counts["excluded"]) == (1, 1)
    parts.publisher.deliver(Event())
    second = article_of(parts, "Second")
    assert [count for (_, article_id), count in had(parts).items() if article_id == second] == [1, 1]


def test_an_edition_that_cannot_be_revised_keeps_no_other_from_it(
    desk: Newsroom, parts: Parts, clock: ManualClock, monkeypatch: pytest.MonkeyPatch
) -> None:
    editions_made = []
    for number in range(2):
        publish(desk, parts, f"Story {number}", f"Gone {number}")
        editions_made.append(composed(parts))
        parts.publisher.deliver(Event())
        clock.advance(timedelta(days=1))
    for number in range(2):
        withdraw(parts, f"Gone {number}")
    render = DigestRenderer.render

    def refuse(self: DigestRenderer, digest: Digest) -> Rendering:
        if digest.lead and digest.lead.headline == "Story 0":
            message = "the template is broken"
            raise BadDataError(message, code="mjml-unfit")
        return render(self, digest)

    monkeypatch.setattr(DigestRenderer, "render", refuse)
    with pytest.raises(BadDataError):
        parts.publisher.revise_published()
    assert [stands(parts, edition).revision for edition in editions_made] == [1, 2]
    assert public(parts, editions_made[0]) is None
