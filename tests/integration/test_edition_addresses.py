"""The address of an edition is known to whom it was mailed, and cannot be guessed."""

from __future__ import annotations

from datetime import timedelta
from threading import Event

from syndicate.digests.store import EditionStore
from syndicate.ids import stable_id
from syndicate.publishing.wiring import Parts
from syndicate.testing.clock import ManualClock
from syndicate.web.wiring import public_pages
from tests.integration.edition_parts import MORNING, compose, publish
from tests.newsroom import Newsroom
from tests.unit.web.web_samples import Door, fetch


def test_a_thousand_guesses_find_no_edition_but_the_mailed_address_does(
    desk: Newsroom, parts: Parts, clock: ManualClock
) -> None:
    ids = []
    for day in range(3):
        publish(desk, parts, f"Story {day}", published=clock.now() - timedelta(hours=1))
        compose(parts)
        parts.publisher.deliver(Event())
        with parts.database.read() as connection:
            ids.append(EditionStore(connection).recent(1)[0].id)
        clock.advance(timedelta(days=1))
    # Every name that could be computed from what is public: newsletter, date, number.
    days = [f"{MORNING + timedelta(days=offset):%Y-%m-%d}" for offset in range(-300, 30)]
    guesses = {stable_id("edition", "daily", day) for day in days} | {f"daily-{day}" for day in days}
    guesses |= {stable_id("daily", str(number)) for number in range(340)}
    assert len(guesses) == 1000
    with Door() as door:
        door.app = public_pages(parts)
        assert {fetch(f"{door.url}/editions/{guess}").status for guess in guesses} == {404}
        assert {fetch(f"{door.url}/editions/{edition_id}").status for edition_id in ids} == {200}
