"""The SQL of thinning: which editions are over for long enough, and what of them goes, a slice at a time."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from sqlalchemy import and_, case, delete, func, literal, null, or_, select, update

from syndicate.delivery.doubt.missing import is_missed, why_missed
from syndicate.delivery.reasons import code_of_reason
from syndicate.digests import site_lock
from syndicate.digests.variant_store import DEFAULT
from syndicate.storage.inserts import insert_into
from syndicate.storage.states import DeliveryState, EditionState
from syndicate.storage.tables import (
    batches,
    corrections,
    deliveries,
    delivery_sums,
    editions,
    events,
    groups,
    occurrences,
    passed_over,
    releases,
    rendering_articles,
    renderings,
    skips,
    variants,
)

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import datetime

    from sqlalchemy import Column, ColumnElement, Connection, Select

#: The states of an edition of which nothing is to leave any more.
_OVER = (EditionState.CLOSED, EditionState.STOPPED, EditionState.DISCARDED)
_SUM = (delivery_sums.c.edition_key, delivery_sums.c.state, delivery_sums.c.why)


@dataclass(frozen=True, kw_only=True, slots=True)
class ThinStore:
    """Editions that are over, within one transaction. What drops rows says how many it found, ``limit`` at most."""

    connection: Connection

    # --- which ---------------------------------------------------------------------

    def with_renderings(self, before: datetime) -> list[int]:
        """The editions that were over by then and still hold what only some of their readers saw; oldest first."""
        return self._over(before, editions.c.renderings_gone_at.is_(None))

    def with_people(self, before: datetime) -> list[int]:
        """The editions that were over by then and still hold rows of people; oldest first.

        One stays that decided on an article which was first released after ``before``: it may come to somebody again.
        So does one with an article about which a correction was noted after that.
        """
        carried = _is_news(rendering_articles.c.article_id, before)
        left_out = _is_news(passed_over.c.article_id, before)
        is_history = and_(~_carried().where(carried).exists(), ~_passed_over().where(left_out).exists())
        return self._over(before, and_(editions.c.people_gone_at.is_(None), is_history))

    def begin(self, edition_key: int, before: datetime, now: datetime) -> bool:
        """Let nothing more of the edition be sent, unless it is under way again; whether it is still over."""
        is_over = and_(editions.c.key == edition_key, editions.c.state.in_(_OVER), editions.c.closed_at <= before)
        thinned = {"thinned_at": func.coalesce(editions.c.thinned_at, now)}
        return self.connection.execute(update(editions).where(is_over).values(thinned)).rowcount > 0

    def is_freezing(self) -> bool:
        """Whether an edition is being frozen: who has had what is asked for until that is done."""
        return bool(site_lock.holders(self.connection))

    def _over(self, before: datetime, condition: ColumnElement[bool]) -> list[int]:
        leaving = select(deliveries.c.key).where(
            deliveries.c.edition_key == editions.c.key,
            deliveries.c.state.in_((DeliveryState.PENDING, DeliveryState.CLAIMED)),
        )
        is_over = and_(editions.c.state.in_(_OVER), editions.c.closed_at <= before, ~leaving.exists())
        query = select(editions.c.key).where(is_over, condition).order_by(editions.c.closed_at)
        return list(self.connection.execute(query).scalars())

    # --- what goes -----------------------------------------------------------------

    def empty_renderings(self, edition_key: int, limit: int) -> int:
        """Empty what is not the public's. The rows stay: they tell what their readers have had."""
        is_full = or_(renderings.c.html != "", renderings.c.text != "")
        some = (
            select(renderings.c.id)
            .join(variants, variants.c.key == renderings.c.variant_key)
            .where(variants.c.edition_key == edition_key, variants.c.name != DEFAULT, is_full)
            .limit(limit)
        )
        these = update(renderings).where(renderings.c.id.in_(some))
        return self.connection.execute(these.values(html="", text="", content=null())).rowcount

    def drop_deliveries(self, edition_key: int, limit: int) -> int:
        """Count some deliveries into the edition's sums, and let them go with the events that tell of them."""
        some = select(deliveries.c.key).where(deliveries.c.edition_key == edition_key).limit(limit)
        keys = self.connection.execute(some).scalars().all()
        if keys:
            self._add_to_sums(edition_key, keys)
            self.connection.execute(delete(events).where(events.c.delivery_key.in_(keys)))
            self.connection.execute(delete(deliveries).where(deliveries.c.key.in_(keys)))
        return len(keys)

    def drop_batches(self, edition_key: int, limit: int) -> int:
        """Let some batches go; the last one of a carrier stays, since it tells that mail has left by it."""
        later = batches.alias()
        after = select(later.c.key).where(later.c.key > batches.c.key, later.c.carrier == batches.c.carrier)
        some = select(batches.c.key).where(batches.c.edition_key == edition_key, after.exists()).limit(limit)
        return self.connection.execute(delete(batches).where(batches.c.key.in_(some))).rowcount

    def drop_groups(self, edition_key: int, limit: int) -> int:
        """Let some groups go, with what was passed over for them."""
        of_edition = occurrences.c.edition_key == edition_key
        some = select(groups.c.key).join(occurrences, occurrences.c.key == groups.c.occurrence_key)
        some = some.where(of_edition).limit(limit)
        return self.connection.execute(delete(groups).where(groups.c.key.in_(some))).rowcount

    def drop_skips(self, before: datetime, limit: int) -> int:
        """Let some words go about what readers were not mailed because they had paused, or left."""
        some = select(skips.c.key).where(skips.c.at <= before).order_by(skips.c.at).limit(limit)
        return self.connection.execute(delete(skips).where(skips.c.key.in_(some))).rowcount

    def note_renderings_gone(self, edition_key: int, now: datetime) -> None:
        """Note that all is emptied that only some readers saw."""
        this = update(editions).where(editions.c.key == edition_key)
        self.connection.execute(this.values(renderings_gone_at=now))

    def note_people_gone(self, edition_key: int, now: datetime) -> None:
        """Note that the last row of a person has gone."""
        this = update(editions).where(editions.c.key == edition_key)
        self.connection.execute(this.values(people_gone_at=now))

    def _add_to_sums(self, edition_key: int, keys: Sequence[int]) -> None:
        why = case((is_missed(), why_missed(code_of_reason(self.connection))), else_=literal("")).label("why")
        counts = (func.count().label("count"), func.count(deliveries.c.variant_key).label("mails"))
        query = select(deliveries.c.state, why, *counts).where(deliveries.c.key.in_(keys))
        found = self.connection.execute(query.group_by(deliveries.c.state, why)).mappings().all()
        statement = insert_into(self.connection, delivery_sums)
        more = {name: delivery_sums.c[name] + statement.excluded[name] for name in ("count", "mails")}
        statement = statement.on_conflict_do_update(index_elements=_SUM, set_=more)
        self.connection.execute(statement, [{"edition_key": edition_key, **row} for row in found])


def _carried() -> Select[tuple[str]]:
    """What an edition says, to anybody and in any revision; of the edition that the query around it is about."""
    return (
        select(rendering_articles.c.article_id)
        .join(renderings, renderings.c.id == rendering_articles.c.rendering_id)
        .join(variants, variants.c.key == renderings.c.variant_key)
        .where(variants.c.edition_key == editions.c.key)
        .correlate(editions)
    )


def _passed_over() -> Select[tuple[str]]:
    """What it left out for anybody."""
    return (
        select(passed_over.c.article_id)
        .join(groups, groups.c.key == passed_over.c.group_key)
        .join(occurrences, occurrences.c.key == groups.c.occurrence_key)
        .where(occurrences.c.edition_key == editions.c.key)
        .correlate(editions)
    )


def _is_news(article_id: Column[str], since: datetime) -> ColumnElement[bool]:
    """Whether the article was not released before then, or was put right since."""
    released = select(releases.c.number).where(releases.c.article_id == article_id, releases.c.at <= since)
    noted = select(corrections.c.key).where(corrections.c.article_id == article_id, corrections.c.noted_at > since)
    return or_(~released.exists(), noted.exists())
