"""What may befall a process between two of its own lines, as the simulation found it."""

from __future__ import annotations

from contextlib import contextmanager, suppress
from datetime import timedelta
from typing import TYPE_CHECKING

from sqlalchemy import select

from syndicate.delivery.messages import Messages
from syndicate.errors import StorageError
from syndicate.links import Links
from syndicate.storage import Database
from syndicate.storage.tables import batches as table
from tests.carriers import MemoryCarrier
from tests.integration.delivery_parts import EDITION, HandClock, a_sending, an_edition, counts

if TYPE_CHECKING:
    from collections.abc import Iterator

    from sqlalchemy import Connection

    from syndicate.delivery.model import Mailing


class SleepyMessages(Messages):
    """Makes the machine sleep for an hour just after the first claim was committed."""

    def __init__(self, database: Database, clock: HandClock) -> None:
        super().__init__(database=database, links=Links("https://news.example.com", ["k" * 32]))
        self._clock = clock
        self._has_slept = False

    def mailing(self, edition_id: str, variant_key: int | None, revision: int | None) -> Mailing:
        if not self._has_slept:
            self._has_slept = True
            self._clock.advance(timedelta(hours=1))
        return super().mailing(edition_id, variant_key, revision)


class WordlessDatabase(Database):
    """Commits the next claim, and says that it failed; then ``refuses`` so many writes that follow."""

    is_wordless = False
    refuses = 0

    @contextmanager
    def write(self, *, is_steady: bool = False) -> Iterator[Connection]:
        if self.refuses and counts(self).get("claimed"):
            self.refuses -= 1
            message = "the database is locked"
            raise StorageError(message, code="database-locked")
        with super().write(is_steady=is_steady) as connection:
            yield connection
        if self.is_wordless and counts(self).get("claimed"):
            self.is_wordless = False
            message = "the connection was lost at commit"
            raise StorageError(message, code="database-failed")


def batches(database: Database) -> list[int]:
    with database.read() as connection:
        return list(connection.execute(select(table.c.key)).scalars())


def test_a_machine_that_sleeps_between_claim_and_call_hands_over_nothing_of_that_claim(database: Database) -> None:
    an_edition(database, 1)
    clock, carrier = HandClock(), MemoryCarrier()
    handed_over: list[int] = []
    carrier.on_carry = lambda _: handed_over.append(len(batches(database)))
    a_sending(database, carrier, clock=clock, messages=SleepyMessages(database, clock)).run(EDITION)
    # Carried once, by the second batch, which was claimed after the sleep.
    assert counts(database) == {"submitted": 1}
    assert handed_over == [2]


def test_a_claim_whose_commit_was_not_heard_of_is_given_back_at_the_end_of_its_run(database: Database) -> None:
    an_edition(database, 2)
    wordless, carrier = WordlessDatabase(database.engine), MemoryCarrier()
    sending = a_sending(wordless, carrier)
    wordless.is_wordless = True
    with suppress(StorageError):
        sending.run(EDITION)
    assert "claimed" not in counts(database)
    assert "uncertain" not in counts(database)
    a_sending(database, carrier).run(EDITION)
    assert counts(database) == {"submitted": 2}
    assert len(carrier.accepted) == 2


def test_a_claim_whose_commit_was_not_heard_of_is_given_back_though_the_database_refuses_at_first(
    database: Database,
) -> None:
    an_edition(database, 2)
    wordless = WordlessDatabase(database.engine)
    sending = a_sending(wordless, MemoryCarrier())
    wordless.is_wordless, wordless.refuses = True, 2
    with suppress(StorageError):
        sending.run(EDITION)
    assert wordless.refuses == 0
    assert "claimed" not in counts(database)
