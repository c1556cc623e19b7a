"""The SQL of choices, as composing asks for them: what the readers of a newsletter get, and when."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, time
from typing import TYPE_CHECKING, Any

from sqlalchemy import case, exists, func, literal, or_, select, update

from syndicate.audience import preferences
from syndicate.audience.store import coming_back
from syndicate.digests.newsletters import Newsletter, ReaderChoice
from syndicate.storage.states import Breaking, MailFormat, SubscriptionState
from syndicate.storage.tables import choices, newsletters, releases, skips, subscriptions
from syndicate.storage.types import Utc

if TYPE_CHECKING:
    from collections.abc import Collection

    from sqlalchemy import ColumnElement, Connection

#: Why a reader was not mailed what came in a pause, or before they came again.
PAUSED, LEFT = "they had paused", "they had left"
#: Subscriptions that are changed in one transaction, so that no other writer waits for long.
SLICE = 2_000


@dataclass(frozen=True, kw_only=True, slots=True)
class LookFacts:
    """What a look at a newsletter begins from: when it was last looked at, and what its readers chose.

    ``instant_cuts``: up to which release each choice has been decided that follows stories, and when to look at it
    again. ``awaits_somebody``: there are readers who have no watermark yet, or whose pause is over.
    """

    looked_at: datetime | None
    choices: list[ReaderChoice]
    instant_cuts: Mapping[int, tuple[int | None, datetime | None]]
    awaits_somebody: bool


class ChoiceStore:
    """Choices and the readers who come to them, within one transaction."""

    def __init__(self, connection: Connection) -> None:
        """Work on that transaction."""
        self._connection = connection

    def of(self, newsletter: Newsletter) -> list[ReaderChoice]:
        """What readers of the newsletter chose, as it is offered now; by the ids of their rows."""
        query = select(choices).where(choices.c.newsletter == newsletter.name).order_by(choices.c.id)
        return [_choice(newsletter, row) for row in self._connection.execute(query).mappings()]

    def facts(self, newsletter: Newsletter, now: datetime) -> LookFacts:
        """All that a look at ``now`` has to know before it asks what was decided, by one statement."""
        this = select(literal(newsletter.name).label("name")).subquery()
        awaits = or_(exists().where(_is_joining(newsletter.name)), exists().where(*_is_pause_over(now)))
        query = (
            select(newsletters.c.looked_at, awaits.label("awaits_somebody"), choices)
            .join_from(this, newsletters, newsletters.c.name == this.c.name, isouter=True)
            .join(choices, choices.c.newsletter == this.c.name, isouter=True)
            .order_by(choices.c.id)
        )
        rows = self._connection.execute(query).mappings().all()
        of_choices = [row for row in rows if row["id"] is not None]
        return LookFacts(
            looked_at=rows[0]["looked_at"],
            choices=[_choice(newsletter, row) for row in of_choices],
            instant_cuts={row["id"]: (row["instant_cut"], row["instant_again_at"]) for row in of_choices},
            awaits_somebody=bool(rows[0]["awaits_somebody"]),
        )

    def some(self, newsletter: Newsletter, ids: Collection[int]) -> dict[int, ReaderChoice]:
        """Those of the choices, by the ids of their rows."""
        rows = self._connection.execute(select(choices).where(choices.c.id.in_(ids))).mappings()
        return {row["id"]: _choice(newsletter, row) for row in rows}

    def joining(self, newsletter: str) -> list[tuple[int, int]]:
        """Some of the readers who have no watermark yet: the keys of their subscriptions, and of what they chose.

        Nobody else changes these until the transaction ends.
        """
        query = select(subscriptions.c.key, subscriptions.c.choice_id).where(_is_joining(newsletter))
        rows = self._connection.execute(query.limit(SLICE).with_for_update())
        return [(row.key, row.choice_id) for row in rows]

    def let_in(self, keys: Collection[int], watermark: int, now: datetime, *, since_joining: bool = False) -> None:
        """Let these readers read on from there, or from where they had come to if that is later.

        ``since_joining`` it is from what was newest when each of them joined, if that is later. What they are not
        mailed who come back from a pause, or again, is written down.
        """
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
