"""Claims whose process is gone: found, and settled by what their carrier knows.

Whoever settles them writes what follows from the rows and the carrier alone, on rows that are still those claims': any
number of processes may do it at once.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from syndicate.delivery.lanes.batch_store import BatchStore, OpenBatch
from syndicate.delivery.model import Answer, Delivery, Stop, Uncertain
from syndicate.delivery.outcome import INTERRUPTED

if TYPE_CHECKING:
    from collections.abc import Collection
    from datetime import datetime

    from syndicate.delivery.carriers import Carrier
    from syndicate.storage import Database

#: What a claim is whose process was killed, as nobody can say what became of it.
LOST = Uncertain(reason=INTERRUPTED)


def lock_name(sender: str) -> str:
    """The lock that a process holds as long as it delivers; whoever can take it knows that the process is gone."""
    return f"sender-{sender.replace(':', '-').replace('/', '-')}"


def abandoned(database: Database, sender: str, now: datetime) -> list[OpenBatch]:
    """Batches under way of processes that are gone, or whose lease has run out by ``now`` of the database's clock."""
    with database.read() as connection:
        batches = [batch for batch in BatchStore(connection).open() if batch.claimed_by != sender]
    gone = {name for name in {batch.claimed_by for batch in batches} if is_gone(database, name)}
    return [batch for batch in batches if batch.claimed_by in gone or batch.lease_until <= now]


def orphans(database: Database, sender: str, mine: Collection[int]) -> list[OpenBatch]:
    """Batches of this process that it does not mind: a commit made them whose answer it never heard.

    Nothing of them was handed over. ``mine`` are those that it minds.
    """
    with database.read() as connection:
        batches = BatchStore(connection).open()
    return [batch for batch in batches if batch.claimed_by == sender and batch.key not in mine]


def answers_of(carrier: Carrier, batch: OpenBatch, claims: list[Delivery]) -> list[Answer]:
    """What became of the claims: only the carrier that they were made for can know."""
    if batch.carrier != carrier.name:
        return [LOST] * len(claims)
    answers: list[Answer] = []
    for claim in claims:
        answer = carrier.settle(claim.id)
        answers.append(LOST if answer is None else answer)
        if isinstance(answer, Stop):  # it cannot say: the rest is left for a later look
            break
    return answers


def is_gone(database: Database, sender: str) -> bool:
    """Whether the process that claims under this name holds its lock no more."""
    lock = database.lock(lock_name(sender))
    if not lock.acquire():
        return False
    lock.release()
    return True
