"""The SQL of a freeze: the deliveries and the watermarks of one slice of subscriptions, in one transaction."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING, Any

from sqlalchemy import Text, and_, case, cast, func, insert, literal, null, or_, select, true, update

from syndicate.digests import site_lock
from syndicate.digests.corrections.owing import ReaderMarks, owing
from syndicate.digests.due import Turn
from syndicate.digests.grouping import DecidedGroup, groups_for, history_of
from syndicate.digests.had import legend_of, shown_by_others
from syndicate.storage.states import DeliveryState, EditionState, GroupOutcome
from syndicate.storage.tables import (
    deliveries,
    editions,
    groups,
    occurrences,
    passed_over,
    rendering_articles,
    renderings,
    subscribers,
    subscriptions,
)
from syndicate.storage.types import Utc

if TYPE_CHECKING:
    from sqlalchemy import ColumnElement, Connection, Select, Subquery


@dataclass(frozen=True, kw_only=True, slots=True)
class Freeze:
    """A freeze as its rows stand: what was decided, and the (choice, subscription) up to which it was carried out."""

    occurrence_key: int
    edition_key: int
    turn: Turn
    decided_at: datetime
    had_since: datetime | None
    frozen_through: tuple[int, int]
    is_over: bool


class FreezeStore:
    """A freeze within one transaction."""

    def __init__(self, connection: Connection) -> None:
        """Work on that transaction."""
        self._connection = connection

    def get(self, edition_id: str) -> Freeze | None:
        """The newest freeze of an edition that was opened; of one that waits for a person, ``None``."""
        columns = (occurrences, editions.c.instead_of)
        query = select(*columns).join(editions, editions.c.key == occurrences.c.edition_key)
        query = query.where(editions.c.id == edition_id).order_by(occurrences.c.key.desc()).limit(1)
        row = self._connection.execute(query).mappings().first()
        if row is None:
            return None
        words = {name: row[name] for name in ("newsletter", "cadence", "slot", "period", "instead_of")}
        return Freeze(
            occurrence_key=row["key"],
            edition_key=row["edition_key"],
            turn=Turn(**words, choice_ids=self._choices(row["key"])),
            decided_at=row["decided_at"],
            had_since=row["had_since"],
            frozen_through=(row["frozen_choice"] or 0, row["frozen_through"] or 0),
            is_over=row["frozen_at"] is not None,
        )

    def _choices(self, occurrence_key: int) -> tuple[int, ...] | None:
        """Whose choices it decided for; ``None``: everybody's, as was decided before readers could choose."""
        of_it = groups.c.occurrence_key == occurrence_key
        query = select(groups.c.choice_id).where(of_it, groups.c.choice_id.is_not(None)).distinct()
        return tuple(sorted(self._connection.execute(query).scalars())) or None

    def groups(self, freeze: Freeze) -> list[DecidedGroup]:
        """What was decided for whom; it does not change while it is carried out."""
        passed = self._articles(_passed_over(freeze.occurrence_key))
        carried = self._articles(_carried(freeze.occurrence_key))
        query = select(groups).where(groups.c.occurrence_key == freeze.occurrence_key)
        return [
            DecidedGroup(
                key=row.key,
                choice_id=row.choice_id,
                from_watermark=row.from_watermark,
                patience=row.patience,
                history=history_of(row.history),
                corrections=frozenset(map(int, filter(None, row.corrections.split(",")))),
                window=passed[row.key] | carried[row.key],
                outcome=GroupOutcome(row.outcome),
                has_reasons=bool(passed[row.key]),
            )
            for row in self._connection.execute(query)
        ]

    def carry_out(self, freeze: Freeze, decided: list[DecidedGroup], members: Sequence[tuple[int, int]]) -> int:
        """Write the deliveries of the next subscriptions, (choice, key), and move their watermarks; how many mails.

        Both hold for the same rows, which fit a group as they stand now; whoever fits none is left as they are.
        The transaction has to see one state throughout.
        """
        # First of all, so that of two that are at the same slice one waits here, and then finds it done.
        this = occurrences.c.key == freeze.occurrence_key
        choice_id, key = members[-1]
        through = {"frozen_choice": choice_id, "frozen_through": key}
        self._connection.execute(update(occurrences).where(this).values(through))
        found = self._members(freeze, decided, [key for _, key in members])
        written = self._add_deliveries(freeze, decided, found)
        if freeze.turn.moves_watermarks:
            self._move_watermarks(freeze, found)
        return written

    def finish(self, freeze: Freeze, now: datetime) -> None:
        """Every delivery is written: let the edition go, unless it was held meanwhile, and the site's lock."""
        state = case((editions.c.held_because.is_(None), EditionState.SENDING.value), else_=EditionState.HELD.value)
        this = and_(editions.c.key == freeze.edition_key, editions.c.state == EditionState.FREEZING)
        # Of an earlier wave some may wait yet; those are counted already.
        of_wave = select(groups.c.key).where(groups.c.occurrence_key == freeze.occurrence_key)
        pending = (deliveries.c.edition_key == freeze.edition_key, deliveries.c.state == DeliveryState.PENDING)
        mails = select(func.count()).select_from(deliveries).where(*pending, deliveries.c.group_key.in_(of_wave))
        counted = func.coalesce(editions.c.mails, 0) + mails.scalar_subquery()
        self._connection.execute(update(editions).where(this).values(state=state, mails=counted))
        done = update(occurrences).where(occurrences.c.key == freeze.occurrence_key)
        self._connection.execute(done.values(frozen_at=now))
        site_lock.release(self._connection, freeze.occurrence_key)

    def _articles(self, query: Select[Any]) -> dict[int, frozenset[str]]:
        found: dict[int, set[str]] = defaultdict(set)
        for group_key, article_id in self._connection.execute(query):
            found[group_key].add(article_id)
        return defaultdict(frozenset, {key: frozenset(article_ids) for key, article_ids in found.items()})

    def _members(self, freeze: Freeze, decided: list[DecidedGroup], keys: Sequence[int]) -> Subquery:
        """The subscriptions of the slice that fit a group, with that group and where their mail would go."""
        columns = (subscriptions.c.key, subscribers.c.mailbox, subscribers.c.name)
        of_group = (groups.c.key.label("group_key"), groups.c.variant_key, groups.c.moves_to, groups.c.reason)
        is_inside = and_(
            true() if freeze.turn.choice_ids is None else groups.c.choice_id == subscriptions.c.choice_id,
            subscriptions.c.watermark.between(groups.c.from_watermark, groups.c.through_watermark),
            func.coalesce(groups.c.patience, 0) == func.coalesce(subscriptions.c.patience, 0),
        )
        query = select(*columns, *of_group).join_from(subscriptions, subscribers)
        fits: ColumnElement[bool] = _is_of_nobody_special()
        known = self._known(freeze, decided)
        if known.is_something:
            marks = known.marks(freeze.turn.newsletter, keys)
            query = query.outerjoin(marks, marks.c.key == subscriptions.c.key)
            fits = self._fits(marks, known, decided)
        return (
            query.join(groups, and_(groups.c.occurrence_key == freeze.occurrence_key, is_inside, fits))
            .where(subscriptions.c.key.in_(keys), freeze.turn.is_theirs())
            .subquery("members")
        )

    def _known(self, freeze: Freeze, decided: list[DecidedGroup]) -> ReaderMarks:
        decided_on = _passed_over(freeze.occurrence_key).union(_carried(freeze.occurrence_key)).subquery()
        shown = shown_by_others(
            self._connection,
            select(decided_on.c.article_id),
            freeze.turn.newsletter,
            since=freeze.had_since,
            besides=freeze.edition_key,
        )
        # What was noted after the decision is owed with the next edition: here nobody knows of it.
        told = frozenset().union(*(group.corrections for group in decided))
        owed = owing(self._connection, freeze.turn.newsletter, told, besides=freeze.edition_key)
        return ReaderMarks(had=legend_of(shown), owing=owed)

    def _fits(self, marks: Subquery, known: ReaderMarks, decided: list[DecidedGroup]) -> ColumnElement[bool]:
        """Whether the group is the right one for what the reader has had."""
        distinct = self._connection.execute(select(marks.c.mark).distinct()).scalars()
        fitting = [(mark, self._groups_for(known, mark, decided)) for mark in distinct]
        without = and_(marks.c.mark.is_(None), _is_of_nobody_special())
        return or_(without, *(and_(marks.c.mark == mark, groups.c.key.in_(keys)) for mark, keys in fitting))

    def _groups_for(self, known: ReaderMarks, mark: str, decided: list[DecidedGroup]) -> list[int]:
        had, owed = known.read(mark)
        return groups_for(had, decided, owed)

    def _add_deliveries(self, freeze: Freeze, decided: list[DecidedGroup], members: Subquery) -> int:
        """A mail for whom there is one; for whom something was passed over without, a row that names the group."""
        told = [group.key for group in decided if group.has_reasons or group.outcome is GroupOutcome.MAIL]
        is_mail = members.c.variant_key.is_not(None)
        rows = select(
            _random_id(self._connection),
            literal(freeze.edition_key),
            members.c.key,
            members.c.group_key,
            members.c.variant_key,
            members.c.mailbox,
            members.c.name,
            case((is_mail, DeliveryState.PENDING.value), else_=DeliveryState.EXCLUDED.value),
            literal(0),
            members.c.reason,
            case((is_mail, null()), else_=literal(freeze.decided_at, Utc)),
        ).where(members.c.group_key.in_(told))
        statement = insert(deliveries).from_select(_COLUMNS, rows).execution_options(preserve_rowcount=True)
        return self._connection.execute(statement).rowcount

    def _move_watermarks(self, freeze: Freeze, members: Subquery) -> None:
        further = subscriptions.c.watermark < members.c.moves_to
        moved = case((further, members.c.moves_to), else_=subscriptions.c.watermark)
        taken = freeze.turn.taken(members.c.variant_key.is_not(None))
        statement = update(subscriptions).where(subscriptions.c.key == members.c.key)
        self._connection.execute(statement.values(watermark=moved, patience=None, **taken))


_COLUMNS = [
    "id",
    "edition_key",
    "subscription_key",
    "group_key",
    "variant_key",
    "address",
    "name",
    "state",
    "attempts",
    "reason",
    "settled_at",
]


def _is_of_nobody_special() -> ColumnElement[bool]:
    """Whether the group is for those who have had nothing of its window, and are owed nothing."""
    return and_(groups.c.history == "", groups.c.corrections == "")


def _passed_over(occurrence_key: int) -> Select[Any]:
    query = select(passed_over.c.group_key, passed_over.c.article_id)
    return query.join(groups, groups.c.key == passed_over.c.group_key).where(groups.c.occurrence_key == occurrence_key)


def _carried(occurrence_key: int) -> Select[Any]:
    """What each group was to get when that was decided; stories may have been taken out since."""
    made = renderings.alias()
    in_force = select(func.max(made.c.revision)).where(
        made.c.variant_key == groups.c.variant_key, made.c.made_at <= occurrences.c.decided_at
    )
    return (
        select(groups.c.key, rendering_articles.c.article_id)
        .join_from(groups, occurrences, occurrences.c.key == groups.c.occurrence_key)
        .join(renderings, renderings.c.variant_key == groups.c.variant_key)
        .join(rendering_articles, rendering_articles.c.rendering_id == renderings.c.id)
        .where(occurrences.c.key == occurrence_key, renderings.c.revision == in_force.scalar_subquery())
    )


def _random_id(connection: Connection) -> ColumnElement[str]:
    """32 hexadecimal digits from the database's own source of unguessable numbers."""
    if connection.dialect.name == "sqlite":
        return func.lower(func.hex(func.randomblob(16)))
    return func.replace(cast(func.gen_random_uuid(), Text), "-", "")
