"""The SQL of reports: sums that editions keep, and subscriptions by the week; no delivery of an old edition is counted.

What stays of an edition is kept when its rows are thinned. Who was erased is in no number of readers any more, and who
came back counts once, at the last time.
"""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from datetime import UTC, date, datetime, time
from typing import TYPE_CHECKING

from sqlalchemy import and_, bindparam, func, select

from syndicate.audience.model import EndedBy
from syndicate.delivery.events.fuse import FuseLimits
from syndicate.delivery.reporting.model import (
    LEFT_WITHIN,
    WEEK,
    EditionReport,
    NewsletterReport,
    Week,
    leavers,
    mondays,
)
from syndicate.delivery.status.sums import sums_of
from syndicate.digests.variant_store import DEFAULT
from syndicate.storage.states import DeliveryState, Fate, SubscriptionState
from syndicate.storage.tables import edition_fates, editions, renderings, subscriptions, variants

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from sqlalchemy import ColumnElement, Connection, RowMapping, Select

    from syndicate.delivery.status.sums import DeliverySums

#: Ways in which people leave by themselves.
_BY_THEMSELVES = (EndedBy.ONE_CLICK, EndedBy.PAGE)
#: A reader's word against a mail comes after a server took it.
_ARRIVED = (Fate.DELIVERED, Fate.COMPLAINED)
_SINCE, _BEFORE = (bindparam(name, type_=subscriptions.c.started_at.type) for name in ("since", "before"))
_NAMES = ("key", "id", "number", "state", "first_claimed_at", "mails", "submitted", "bounced", "complained")


@dataclass(frozen=True, kw_only=True, slots=True)
class ReportStore:
    """Reports at ``now``, within one transaction."""

    connection: Connection
    now: datetime

    def of(
        self,
        name: str,
        title: str,
        *,
        limit: int,
        before: int | None = None,
        limits: FuseLimits | None = None,
        has_weeks: bool = True,
    ) -> NewsletterReport:
        """A newsletter's newest editions, or those with numbers below ``before``, and the weeks of its readers."""
        rows = self._editions(name, limit + 1, before)
        return NewsletterReport(
            name=name,
            title=title,
            readers=self._readers(name),
            editions=self._told(name, rows[:limit], before),
            has_earlier=len(rows) > limit,
            weeks=self._weeks(name) if has_weeks else (),
            limits=limits or FuseLimits(),
        )

    def _editions(self, name: str, limit: int, before: int | None) -> Sequence[RowMapping]:
        """Editions that somebody has had, the newest first, under the subject that most readers saw."""
        is_default = and_(variants.c.edition_key == editions.c.key, variants.c.name == DEFAULT)
        is_said = and_(renderings.c.variant_key == variants.c.key, renderings.c.revision == variants.c.revision)
        query = (
            select(*(editions.c[name] for name in _NAMES), renderings.c.subject)
            .join_from(editions, variants, is_default)
            .join(renderings, is_said)
            .where(editions.c.newsletter == name, editions.c.number.is_not(None))
            .where(editions.c.first_claimed_at.is_not(None))
            .order_by(editions.c.number.desc())
            .limit(limit)
        )
        query = query if before is None else query.where(editions.c.number < before)
        return list(self.connection.execute(query).mappings())

    def _told(self, name: str, rows: Sequence[RowMapping], before: int | None) -> tuple[EditionReport, ...]:
        sums = sums_of(self.connection, [row["id"] for row in rows])
        fates = self._fates([row["key"] for row in rows])
        left = self._leavers(name, rows, before)
        return tuple(_report(row, sums[row["id"]], fates.get(row["key"], {}), left[row["id"]]) for row in rows)

    def _fates(self, keys: Sequence[int]) -> Mapping[int, Mapping[str, int]]:
        found: dict[int, dict[str, int]] = defaultdict(dict)
        told = edition_fates.c
        query = select(told.edition_key, told.fate, told["count"]).where(told.edition_key.in_(keys))
        for key, fate, count in self.connection.execute(query):
            found[key][fate] = count
        return found

    def _leavers(self, name: str, rows: Sequence[RowMapping], before: int | None) -> dict[str, int]:
        """By the ids of editions; what came out after the newest of them ends its time, too."""
        if not rows:
            return {}
        outs = sorted((row["first_claimed_at"], row["id"]) for row in rows)
        first, last = outs[0][0], outs[-1][0]
        following = self._next_out(name, last) if before is not None else None
        until = min(filter(None, (following, last + LEFT_WITHIN)))
        ended = subscriptions.c.ended_at
        query = select(ended, func.count()).where(*_is_of(name), _is(SubscriptionState.ENDED))
        query = query.where(subscriptions.c.ended_by.in_(_BY_THEMSELVES), ended >= first, ended < until)
        counted = self.connection.execute(query.group_by(ended)).all()
        counts = leavers([out for out, _ in outs], ((at, count) for at, count in counted if at is not None))
        return {edition_id: count for (_, edition_id), count in zip(outs, counts, strict=True)}

    def _next_out(self, name: str, after: datetime) -> datetime | None:
        query = select(func.min(editions.c.first_claimed_at, type_=editions.c.first_claimed_at.type))
        query = query.where(editions.c.newsletter == name, editions.c.first_claimed_at > after)
        return self.connection.execute(query).scalar()

    def _readers(self, name: str) -> int:
        query = select(func.count()).where(*_is_of(name), _is(SubscriptionState.CONFIRMED))
        count: int = self.connection.execute(query).scalar_one()
        return count

    def _weeks(self, name: str) -> tuple[Week, ...]:
        """The last weeks: each is a range of an index, so that no row of a person is read."""
        at = (subscriptions.c.started_at, subscriptions.c.ended_at)
        of = (~_is(SubscriptionState.UNCONFIRMED), _is(SubscriptionState.ENDED))
        joined, left = (
            select(func.count()).where(*_is_of(name), of_those, instant >= _SINCE, instant < _BEFORE)
            for instant, of_those in zip(at, of, strict=True)
        )
        return tuple(
            Week(starts_on=monday, joined=self._count(joined, monday), left=self._count(left, monday))
            for monday in mondays(self.now.astimezone(UTC).date())
        )

    def _count(self, query: Select[int], monday: date) -> int:
        since = datetime.combine(monday, time(), UTC)
        return self.connection.execute(query, {"since": since, "before": since + WEEK}).scalar_one()


def _is_of(name: str) -> tuple[ColumnElement[bool]]:
    return (subscriptions.c.newsletter == name,)


def _is(state: SubscriptionState) -> ColumnElement[bool]:
    return subscriptions.c.state == state


def _report(row: RowMapping, sums: DeliverySums, fates: Mapping[str, int], left: int) -> EditionReport:
    return EditionReport(
        id=row["id"],
        number=row["number"],
        subject=row["subject"],
        state=row["state"],
        came_out_at=row["first_claimed_at"],
        recipients=row["mails"] or 0,
        submitted=row["submitted"],
        is_heard=any(fates.values()),
        delivered=sum(fates.get(fate, 0) for fate in _ARRIVED),
        bounced=row["bounced"],
        returned=fates.get(Fate.RETURNED, 0),
        complained=row["complained"],
        refused=sums.mails[DeliveryState.REFUSED],
        uncertain=sums.mails[DeliveryState.UNCERTAIN],
        left=left,
    )
