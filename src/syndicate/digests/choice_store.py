"""The SQL of choices, as composing asks for them: what the readers of a newsletter get, and when."""

from __future__ import annotations

from datetime import datetime, time
from typing import TYPE_CHECKING, Any

from sqlalchemy import case, func, literal, or_, select, update

from syndicate.audience import preferences
from syndicate.audience.store import coming_back
from syndicate.digests.newsletters import Newsletter, ReaderChoice
from syndicate.storage.states import Breaking, MailFormat, SubscriptionState
from syndicate.storage.tables import choices, releases, skips, subscriptions
from syndicate.storage.types import Utc

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping

    from sqlalchemy import ColumnElement, Connection

#: Why a reader was not mailed what came in a pause, or before they came again.
PAUSED, LEFT = "they had paused", "they had left"
#: Subscriptions that are changed in one transaction, so that no other writer waits for long.
SLICE = 2_000


class ChoiceStore:
    """Choices and the readers who come to them, within one transaction."""

    def __init__(self, connection: Connection) -> None:
        """Work on that transaction."""
        self._connection = connection

    def of(self, newsletter: Newsletter) -> list[ReaderChoice]:
        """What readers of the newsletter chose, as it is offered now; by the ids of their rows."""
        query = select(choices).where(choices.c.newsletter == newsletter.name).order_by(choices.c.id)
        return [_choice(newsletter, row) for row in self._connection.execute(query).mappings()]

    def joining(self, newsletter: str) -> list[int]:
        """The choices to which readers came who have no watermark for it yet."""
        query = select(subscriptions.c.choice_id).where(_is_joining(newsletter)).distinct()
        return list(self._connection.execute(query).scalars())

    def let_in(
        self, newsletter: str, choice_id: int, watermark: int, now: datetime, *, since_joining: bool = False
    ) -> int:
        """Let some of those readers read on from there, or from where they had come to if that is later; how many.

        ``since_joining`` it is from what was newest when each of them joined, if that is later. What they are not
        mailed who come back from a pause, or again, is written down.
        """
        some = select(subscriptions.c.key).where(_is_joining(newsletter), subscriptions.c.choice_id == choice_id)
        keys = list(self._connection.execute(some.limit(SLICE).with_for_update()).scalars())
        if not keys:
            return 0
        start = _newest_at_joining(watermark) if since_joining else literal(watermark)
        is_first = subscriptions.c.started_at == subscriptions.c.joins_at
        missed = select(
            subscriptions.c.key,
            subscriptions.c.watermark,
            start,
            case((is_first, LEFT), else_=PAUSED),
            literal(now, Utc),
        ).where(
            subscriptions.c.key.in_(keys),
            subscriptions.c.watermark < start,
            or_(subscriptions.c.watermark > 0, ~is_first),  # who never read before has missed nothing
        )
        columns = ["subscription_key", "after_release", "through_release", "reason", "at"]
        self._connection.execute(skips.insert().from_select(columns, missed))
        later = case((subscriptions.c.watermark > start, subscriptions.c.watermark), else_=start)
        these = update(subscriptions).where(subscriptions.c.key.in_(keys))
        self._connection.execute(these.values(watermark=later, joins_at=None))
        return len(keys)

    def has_pauses_over(self, now: datetime) -> bool:
        """Whether somebody's pause is over."""
        return (
            self._connection.execute(select(subscriptions.c.key).where(*_is_pause_over(now)).limit(1)).first()
            is not None
        )

    def end_pauses(self, now: datetime) -> int:
        """Let some of those come back whose pause is over; how many."""
        some = select(subscriptions.c.key).where(*_is_pause_over(now)).limit(SLICE)
        values = coming_back(now)
        return self._connection.execute(
            update(subscriptions).where(subscriptions.c.key.in_(some)).values(values)
        ).rowcount

    def newest_at(self, instant: datetime) -> int:
        """The newest release that had come by then; 0: none had."""
        query = select(func.coalesce(func.max(releases.c.number), 0)).where(releases.c.at <= instant)
        newest: int = self._connection.execute(query).scalar_one()
        return newest

    def instant_cuts(self, ids: Collection[int]) -> Mapping[int, tuple[int | None, datetime | None]]:
        """Up to which release each choice has been decided that follows stories, and when to look at it again."""
        query = select(choices.c.id, choices.c.instant_cut, choices.c.instant_again_at).where(choices.c.id.in_(ids))
        return {row.id: (row.instant_cut, row.instant_again_at) for row in self._connection.execute(query)}

    def note_instant(self, ids: Collection[int], cut: int, again_at: datetime | None, looked_at: datetime) -> None:
        """Note that those choices were decided up to that release; who asked for a look since ``looked_at`` gets it."""
        was_asked = choices.c.instant_again_at > looked_at
        asked = case((was_asked, choices.c.instant_again_at), else_=literal(again_at, Utc))
        values = {"instant_cut": cut, "instant_again_at": asked}
        self._connection.execute(update(choices).where(choices.c.id.in_(ids)).values(values))


def _choice(newsletter: Newsletter, row: Mapping[Any, Any]) -> ReaderChoice:
    breaking = Breaking(row["breaking"]) if row["breaking"] in set(Breaking) else Breaking.NO
    cadence = None if breaking is Breaking.ONLY else newsletter.cadence(row["cadence"])
    at = _hour(row["at"])
    return ReaderChoice(
        id=row["id"],
        cadence=cadence,
        schedule=newsletter.schedule(cadence, at, preferences.zone(row["time_zone"])) if cadence else None,
        sections=frozenset(row["sections"]),
        language=row["language"] or newsletter.language,
        format=MailFormat(row["format"]) if row["format"] in set(MailFormat) else MailFormat.HTML,
        breaking=breaking,
    )


def _newest_at_joining(least: int) -> ColumnElement[int]:
    """The newest release that had come when a reader joined, or that one if it is later."""
    newest = select(func.max(releases.c.number)).where(releases.c.at <= subscriptions.c.joins_at)
    number = newest.correlate(subscriptions).scalar_subquery()
    return case((number > least, number), else_=literal(least))


def _hour(written: str | None) -> time | None:
    """The reader's hour; one that cannot be read counts as none, and holds up nobody."""
    try:
        return time.fromisoformat(written) if written else None
    except ValueError:
        return None


def _is_joining(newsletter: str) -> ColumnElement[bool]:
    return (subscriptions.c.newsletter == newsletter) & subscriptions.c.joins_at.is_not(None)


def _is_pause_over(now: datetime) -> tuple[ColumnElement[bool], ...]:
    return subscriptions.c.paused_until <= now, subscriptions.c.state == SubscriptionState.PAUSED
