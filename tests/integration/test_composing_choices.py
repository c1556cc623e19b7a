"""What composing asks of the database grows neither with what readers chose nor with the years behind it."""

from __future__ import annotations

from datetime import date, timedelta

from sqlalchemy import insert

from syndicate.audience.model import Signup, Wishes
from syndicate.audience.store import AudienceStore
from syndicate.delivery import freezing
from syndicate.digests.looking import Looking
from syndicate.digests.occurrence_store import OccurrenceStore
from syndicate.publishing.wiring import Parts
from syndicate.storage.tables import occurrences
from syndicate.testing.clock import ManualClock
from syndicate.text.mailboxes import read_mailbox
from tests.integration.edition_parts import publish
from tests.integration.plan_parts import analyse, heard, is_scan, is_sorted, plans
from tests.integration.test_freezing import decided, watermarks
from tests.newsroom import Newsroom

#: Ten years of an edition a day.
SLOTS = 3_650


def join_by_section(parts: Parts, count: int, prefix: str) -> None:
    """So many readers, each with a section of their own."""
    signups = [
        Signup(
            mailbox=read_mailbox(f"{prefix}{number}@example.com"),
            newsletter="daily",
            wishes=Wishes(sections=(f"{prefix}{number}",)),
        )
        for number in range(count)
    ]
    with parts.database.write() as connection:
        AudienceStore(connection).subscribe_all(signups, now=parts.clock.now())


def test_composing_for_three_variants_and_for_seven_takes_the_same_statements(
    desk: Newsroom, parts: Parts, clock: ManualClock
) -> None:
    join_by_section(parts, 6, "s")
    publish(desk, parts, "First")
    freezing.freeze(parts.database, clock, decided(parts).id)  # from now on nobody has to be let in
    costs = []
    for count in (2, 6):
        clock.advance(timedelta(days=1))
        for number in range(count):
            publish(desk, parts, f"{count} and {number}", published=clock.now(), section=f"s{number}")
        with heard(parts.database) as statements:
            edition = decided(parts)
        assert len(statements.about("INSERT INTO variants")) <= 2
        costs.append(len(statements.sent) - len(statements.about("INSERT INTO passed_over")))
        freezing.freeze(parts.database, clock, edition.id)
    assert costs[0] == costs[1] <= 33, "further variants are found, and written, all at once"


def test_readers_of_three_hundred_choices_are_let_in_by_the_statements_for_three(
    parts: Parts, clock: ManualClock
) -> None:
    looking = Looking(database=parts.database, clock=clock)
    newsletter = parts.publisher.newsletter("daily")
    looking.let_in(newsletter)
    costs = []
    for count in (3, 300):
        join_by_section(parts, count, f"of{count}-")
        with heard(parts.database) as statements:
            facts = looking.let_in(newsletter)
        assert not facts.awaits_somebody
        costs.append(len(statements.sent))
    assert costs[0] == costs[1] <= 20
    assert set(watermarks(parts)) == {0}


def test_what_was_decided_last_is_read_from_the_end_of_ten_years(parts: Parts, clock: ManualClock) -> None:
    first = clock.now() - timedelta(days=SLOTS)
    slots = [first + timedelta(days=number) for number in range(SLOTS)]
    rows = [{**_decided(at.date()), "due_at": at, "decided_at": at, "outcome": "empty"} for at in slots]
    rows[-1]["outcome"] = "skipped"
    with parts.database.write() as connection:
        connection.execute(insert(occurrences), rows)
    analyse(parts.database)
    with parts.database.read() as connection:
        [latest] = OccurrenceStore(connection).latest("daily", ["daily"]).values()
    assert (latest.due_at, latest.turn_at) == (slots[-1], slots[-2])
    [plan] = plans(
        parts.database, lambda connection: OccurrenceStore(connection).latest("daily", ["daily"]), "occurrences"
    )
    assert not is_scan(plan, "occurrences")
    assert not is_sorted(plan)


def _decided(on: date) -> dict[str, object]:
    return {"newsletter": "daily", "cadence": "daily", "slot": f"{on}", "wave": 1}
