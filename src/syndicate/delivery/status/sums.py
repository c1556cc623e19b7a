"""The deliveries of editions by state, from the sums that editions keep; three statements for any number of editions.

Mails that wait, and those that left, are never counted: an edition knows how many it has and how many left, and what is
neither has an index. What went with its rows is summed.
"""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from sqlalchemy import func, select

from syndicate.delivery.ledger import Ledger
from syndicate.delivery.model import DeliveryState
from syndicate.storage.tables import deliveries, delivery_sums, editions

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping

    from sqlalchemy import Connection

_NO_SUM = tuple(state for state in DeliveryState if state not in {DeliveryState.PENDING, DeliveryState.SUBMITTED})


@dataclass(frozen=True, kw_only=True, slots=True)
class DeliverySums:
    """Counts by state: of all deliveries of an edition, and of those that were to be mails."""

    everybody: Mapping[str, int]
    mails: Mapping[str, int]


def sums_of(connection: Connection, edition_ids: Collection[str]) -> dict[str, DeliverySums]:
    """Each edition's deliveries by state, every state named; of an edition that does not exist, none."""
    columns = (editions.c.key, editions.c.id, editions.c.opened_at, editions.c.mails, editions.c.submitted)
    rows = connection.execute(select(*columns).where(editions.c.id.in_(edition_ids))).mappings().all()
    few = _few(connection, [row["key"] for row in rows if row["mails"] is not None])
    return {row["id"]: _sums(connection, row, few.get(row["key"], {})) for row in rows}


def _few(connection: Connection, edition_keys: Collection[int]) -> dict[int, dict[str, tuple[int, int]]]:
    """By edition and state: how many there are, and how many of them were to be mails."""
    if not edition_keys:
        return {}
    here, gone = deliveries.c, delivery_sums.c
    counts = select(here.edition_key, here.state, func.count(), func.count(here.variant_key))
    counts = counts.where(here.edition_key.in_(edition_keys), here.state.in_(_NO_SUM))
    sums = select(gone.edition_key, gone.state, gone.count, gone.mails)
    sums = sums.where(gone.edition_key.in_(edition_keys), gone.state.in_(_NO_SUM))
    found: dict[int, dict[str, tuple[int, int]]] = defaultdict(dict)
    for query in (counts.group_by(here.edition_key, here.state), sums):
        for key, state, everybody, mails in connection.execute(query):
            before = found[key].get(state, (0, 0))
            found[key][state] = (before[0] + everybody, before[1] + mails)
    return found


def _sums(connection: Connection, row: Mapping[Any, Any], few: Mapping[str, tuple[int, int]]) -> DeliverySums:
    if row["mails"] is None:  # not opened, and then it has none; or frozen, and its mails not counted yet
        counted = Ledger(connection).counts(row["id"]) if row["opened_at"] else _every({})
        return DeliverySums(everybody=counted, mails=counted)
    left = max(0, row["mails"] - row["submitted"] - sum(mails for _, mails in few.values()))
    kept = {DeliveryState.SUBMITTED.value: row["submitted"], DeliveryState.PENDING.value: left}
    return DeliverySums(
        everybody=_every(kept | {state: everybody for state, (everybody, _) in few.items()}),
        mails=_every(kept | {state: mails for state, (_, mails) in few.items()}),
    )


def _every(counts: Mapping[str, int]) -> dict[str, int]:
    return {state.value: counts.get(state.value, 0) for state in DeliveryState}
