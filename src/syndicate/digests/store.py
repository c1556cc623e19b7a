"""The SQL of editions and of what they say."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import asdict, replace
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, Select, and_, bindparam, case, func, insert, or_, select, update

from syndicate.digests.model import Audience, Edition, EditionArticle, EditionState, FrozenRendering, Tier
from syndicate.digests.schedule import Occurrence
from syndicate.digests.variant_store import DEFAULT, VariantStore, frozen_rendering
from syndicate.storage.states import DeliveryState
from syndicate.storage.tables import (
    articles,
    corrections,
    deliveries,
    editions,
    rendering_articles,
    rendering_corrections,
    renderings,
    variants,
)
from syndicate.storage.visibility import hidden, is_visible

#: Editions of which something may still leave.
OPEN_STATES = (EditionState.SENDING, EditionState.HELD)
#: Editions that were ended by a person: what had not left never will.
ENDED_STATES = (EditionState.STOPPED, EditionState.DISCARDED)
_OWN = tuple(column for column in editions.c if column.name in Edition.__dataclass_fields__)
_SUMS = ("submitted", "tried", "refused", "unmade")
_OF_VARIANT = ("language", "revision")
_SAID = ("subject", "preheader", "size", "content_hash", "findings")
_OF_RENDERING = ("reason", "made_at", "html", "text", "content", *_SAID)


class EditionStore:
    """Editions within one transaction."""

    def __init__(self, connection: Connection) -> None:
        """Work on that transaction."""
        self._connection = connection

    # --- reading -------------------------------------------------------------------

    def get(self, edition_id: str) -> Edition | None:
        """The edition of that id."""
        row = self._connection.execute(_THIS, {"this": edition_id}).mappings().first()
        return _edition(row) if row else None

    def lock(self, edition_id: str) -> Edition | None:
        """The same, and nobody else changes its state until this transaction ends."""
        row = self._connection.execute(_THIS_LOCKED, {"this": edition_id}).mappings().first()
        return _edition(row) if row else None

    def recent(
        self,
        limit: int = 20,
        *,
        state: EditionState | None = None,
        newsletter: str | None = None,
        before: Edition | None = None,
    ) -> list[Edition]:
        """The newest editions, of all or of those that stand so and are of that newsletter, newest first.

        With ``before`` it goes on after that one. No body is read.
        """
        query = _EDITIONS.order_by(editions.c.frozen_at.desc(), editions.c.id).limit(limit)
        query = query.where(editions.c.state == state) if state else query
        query = query.where(editions.c.newsletter == newsletter) if newsletter else query
        if before is not None:
            same = and_(editions.c.frozen_at == before.frozen_at, editions.c.id > before.id)
            query = query.where(editions.c.frozen_at <= before.frozen_at)  # by itself, so that the index begins there
            query = query.where(or_(editions.c.frozen_at < before.frozen_at, same))
        return [_edition(row) for row in self._connection.execute(query).mappings()]

    def newest_sent(self) -> str | None:
        """The newest edition that readers have, or are about to have."""
        is_out = and_(editions.c.opened_at.is_not(None), editions.c.state.in_(["sending", "closed"]))
        query = select(editions.c.id).where(is_out).order_by(editions.c.frozen_at.desc(), editions.c.id).limit(1)
        return self._connection.execute(query).scalar()

    def under_way(self) -> list[Edition]:
        """Opened editions that are not at their end, held ones among them; oldest first."""
        return [_edition(row) for row in self._connection.execute(_UNDER_WAY).mappings()]

    def rendering(self, edition_id: str, revision: int | None = None) -> FrozenRendering | None:
        """What the edition says in that revision, or in the one in force."""
        columns = (renderings.c[name] for name in _OF_RENDERING)
        of_variant = (variants.c.language, variants.c.format, renderings.c.revision)
        query = _of_default(edition_id, editions.c.id.label("edition_id"), *of_variant)
        query = query.add_columns(*columns)
        query = query.where(renderings.c.revision == (variants.c.revision if revision is None else revision))
        row = self._connection.execute(query).mappings().first()
        return frozen_rendering(row) if row else None

    def revisions(self, edition_id: str) -> list[tuple[int, datetime, str | None]]:
        """Every revision: its number, when it was made, and why; the first one first."""
        query = _of_default(edition_id, renderings.c.revision, renderings.c.made_at, renderings.c.reason)
        query = query.order_by(renderings.c.revision)
        return [(row.revision, row.made_at, row.reason) for row in self._connection.execute(query)]

    def public_copy(self, edition_id: str, now: datetime) -> FrozenRendering | None:
        """What the public may see of the edition at ``now``: nothing before its first mail, nothing hidden."""
        edition = self.get(edition_id)
        if edition is None or edition.first_claimed_at is None or self.hidden_articles(edition_id, now):
            return None
        return self.rendering(edition_id)

    def articles(self, edition_id: str) -> list[EditionArticle]:
        """What the edition holds in the revision in force, in reading order."""
        columns = rendering_articles.c
        query = _placed(edition_id, columns.position, columns.article_id, columns.tier, columns.revision)
        rows = self._connection.execute(query.order_by(columns.position))
        return [
            EditionArticle(position=row.position, article_id=row.article_id, tier=Tier(row.tier), revision=row.revision)
            for row in rows
        ]

    def hidden_articles(self, edition_id: str, now: datetime) -> list[str]:
        """Articles in the revision in force that readers may not see at ``now``."""
        store = VariantStore(self._connection)
        return store.hidden(edition_id, now).get(store.default(edition_id), [])

    def showing_hidden(self, now: datetime) -> list[str]:
        """Opened editions whose revision in force has an article that readers may not see at ``now``, and another.

        What a variant shows that the public never sees matters only as long as a delivery waits for it.
        """
        shown = (
            select(rendering_articles.c.article_id)
            .join(articles, articles.c.id == rendering_articles.c.article_id)
            .where(rendering_articles.c.rendering_id == renderings.c.id, is_visible(now))
            .correlate(renderings)
        )
        waits = select(deliveries.c.key).where(
            deliveries.c.edition_key == variants.c.edition_key,
            deliveries.c.variant_key == variants.c.key,
            deliveries.c.state == DeliveryState.PENDING,
        )
        query = (
            select(editions.c.id)
            .join(variants, variants.c.edition_key == editions.c.key)
            .join(renderings, _is_in_force())
            .join(rendering_articles, rendering_articles.c.rendering_id == renderings.c.id)
            .where(rendering_articles.c.article_id.in_(hidden(now)), shown.exists(), editions.c.opened_at.is_not(None))
            .where(or_(variants.c.name == DEFAULT, waits.exists()), editions.c.state != EditionState.DISCARDED)
            .distinct()
        )
        return sorted({*self._connection.execute(query).scalars(), *self._telling_hidden(now)})

    def _telling_hidden(self, now: datetime) -> list[str]:
        """The same of those that put right what readers may not see any more."""
        query = (
            select(editions.c.id)
            .join_from(corrections, articles, articles.c.id == corrections.c.article_id)
            .join(rendering_corrections, rendering_corrections.c.correction_key == corrections.c.key)
            .join(renderings, renderings.c.id == rendering_corrections.c.rendering_id)
            .join(variants, _is_in_force())
            .join(editions, editions.c.key == variants.c.edition_key)
            .where(~is_visible(now), editions.c.opened_at.is_not(None), editions.c.state != EditionState.DISCARDED)
        )
        return list(self._connection.execute(query.distinct()).scalars())

    def carrying(self, article_id: str) -> list[str]:
        """Editions that carry the article in any revision."""
        query = (
            select(editions.c.id)
            .join(variants, variants.c.edition_key == editions.c.key)
            .join(renderings, renderings.c.variant_key == variants.c.key)
            .join(rendering_articles, rendering_articles.c.rendering_id == renderings.c.id)
            .where(rendering_articles.c.article_id == article_id)
            .distinct()
        )
        return list(self._connection.execute(query.order_by(editions.c.id)).scalars())

    def visible_revisions(self, article_ids: Collection[str], now: datetime) -> dict[str, int]:
        """Those of the articles that readers may see at ``now``, with their revisions.

        They cannot change until the transaction ends.
        """
        query = select(articles.c.id, articles.c.revision).where(articles.c.id.in_(article_ids), is_visible(now))
        rows = self._connection.execute(query.with_for_update(read=True))
        return {row.id: row.revision for row in rows}

    # --- writing -------------------------------------------------------------------

    def add(self, edition: Edition, rendering: FrozenRendering, places: Sequence[EditionArticle]) -> None:
        """Freeze an edition with its first rendering."""
        row = {name: value for name, value in asdict(edition).items() if name not in (*_OF_VARIANT, *_SAID)}
        self._connection.execute(insert(editions).values(**row))
        VariantStore(self._connection).add(DEFAULT, rendering, places)

    def revise(self, rendering: FrozenRendering, places: Sequence[EditionArticle]) -> bool:
        """Put a further revision in force; ``False`` when somebody else has put one in force meanwhile."""
        store = VariantStore(self._connection)
        return store.revise(store.default(rendering.edition_id), rendering, places)

    def open(
        self,
        edition: Edition,
        occurrence: Occurrence,
        now: datetime,
        waves_until: datetime | None,
        held_because: str | None = None,
    ) -> Edition:
        """Give an edition its number and its slot; it goes when its deliveries are written, unless it is held then.

        Its first mail was to leave when the occurrence was due. Before ``waves_until`` it is not closed.
        """
        others = editions.alias()
        number = select(func.coalesce(func.max(others.c.number), 0) + 1)
        return self._changed(
            edition,
            state=EditionState.FREEZING,
            held_because=held_because,
            number=number.where(others.c.newsletter == edition.newsletter).scalar_subquery(),
            slot=occurrence.slot,
            due_at=occurrence.due_at,
            opened_at=now,
            planned_at=occurrence.due_at,
            waves_until=waves_until,
        )

    def open_wave(self, edition: Edition, occurrence: Occurrence, held_because: str | None = None) -> Edition:
        """Let a further wave be written of an edition that is open; one that is held is held when that is over."""
        waiting = select(deliveries.c.key).where(
            deliveries.c.edition_key == editions.c.key, deliveries.c.state == DeliveryState.PENDING
        )
        planned = case((waiting.exists(), editions.c.planned_at), else_=occurrence.due_at)
        held = held_because or editions.c.held_because
        return self._changed(
            edition, state=EditionState.FREEZING, planned_at=planned, closed_at=None, held_because=held
        )

    def hold(self, edition_id: str, because: str) -> None:
        """Let nothing more of it leave until `resume`; one that is freezing is held when that is over."""
        is_freezing = editions.c.state == EditionState.FREEZING
        state = case((is_freezing, EditionState.FREEZING.value), else_=EditionState.HELD.value)
        self._set(edition_id, state=state, held_because=because)

    def look_up_to(self, edition_id: str, cut: int) -> None:
        """Note up to which release an edition was composed that waits for a person."""
        self._set(edition_id, cut=cut)

    def resume(self, edition_id: str, now: datetime) -> None:
        """Let it go on; a person has seen how late it is, and what was refused."""
        counts = dict.fromkeys(("tried", "refused", "unmade"), 0)
        self._set(edition_id, state=EditionState.SENDING, held_because=None, planned_at=now, closed_at=None, **counts)

    def put_first(self, edition_id: str) -> None:
        """Let its mails leave before those of every edition that nobody has put first."""
        self._set(edition_id, priority=1)

    def end(self, edition_id: str, state: EditionState, now: datetime) -> None:
        """Bring it to one of its ends."""
        self._set(edition_id, state=state, held_because=None, closed_at=now)

    def note_claims(self, edition_id: str, count: int, now: datetime) -> None:
        """Note that so many mails of it are about to leave; the next ones are to follow at once."""
        self._connection.execute(_CLAIMED, {"this": edition_id, "count": count, "at": now})

    def note_answers(self, edition_id: str, *, submitted: int, tried: int, refused: int, unmade: int) -> None:
        """Add to its sums of mails."""
        more = {"more_submitted": submitted, "more_tried": tried, "more_refused": refused, "more_unmade": unmade}
        self._connection.execute(_ANSWERED, {"this": edition_id, **more})

    def end_trial(self, edition_id: str, now: datetime, goes_on_at: datetime) -> None:
        """Note that its trial part has left, and when the rest is to follow."""
        self._set(edition_id, trial_ended_at=now, planned_at=goes_on_at)

    def postpone(self, edition_id: str, planned_at: datetime) -> None:
        """Note that its next mail is not to leave before then, for a reason that is not ours."""
        later = and_(editions.c.id == edition_id, editions.c.planned_at < planned_at)
        self._connection.execute(update(editions).where(later).values(planned_at=planned_at))

    def _changed(self, edition: Edition, **values: Any) -> Edition:
        """The edition as it is once that is written; what it says stays."""
        this = update(editions).where(editions.c.id == edition.id).values(**values).returning(*_OWN)
        return replace(edition, **_stored(self._connection.execute(this).mappings().one()))

    def _set(self, edition_id: str, **values: Any) -> None:
        self._connection.execute(update(editions).where(editions.c.id == edition_id).values(**values))


def _is_in_force() -> Any:
    return and_(renderings.c.variant_key == variants.c.key, renderings.c.revision == variants.c.revision)


def _is_default_of(edition_id: str) -> Any:
    key = select(editions.c.key).where(editions.c.id == edition_id).scalar_subquery()
    return and_(variants.c.edition_key == key, variants.c.name == DEFAULT)


def _of_default(edition_id: str, *columns: Any) -> Select[Any]:
    """What the edition's default variant says, in every revision."""
    return (
        select(*columns)
        .join_from(variants, editions, editions.c.key == variants.c.edition_key)
        .join(renderings, renderings.c.variant_key == variants.c.key)
        .where(editions.c.id == edition_id, variants.c.name == DEFAULT)
    )


def _editions() -> Select[Any]:
    """Editions with what the rendering in force of their default variant says of itself."""
    said = (*(variants.c[name] for name in _OF_VARIANT), *(renderings.c[name] for name in _SAID))
    is_default = and_(variants.c.edition_key == editions.c.key, variants.c.name == DEFAULT)
    return select(*_OWN, *said).join_from(editions, variants, is_default).join(renderings, _is_in_force())


# --- what is asked or noted for every few mails: statements that are made once -------

_IS_THIS = editions.c.id == bindparam("this")
_EDITIONS = _editions()
_THIS = _EDITIONS.where(_IS_THIS)
_THIS_LOCKED = _THIS.with_for_update(of=editions)
_UNDER_WAY = _EDITIONS.where(editions.c.state.in_(OPEN_STATES), editions.c.opened_at.is_not(None)).order_by(
    editions.c.frozen_at, editions.c.id
)
_AT = bindparam("at", type_=editions.c.planned_at.type)
_CLAIMED = (
    update(editions)
    .where(_IS_THIS)
    .values(
        first_claimed_at=func.coalesce(editions.c.first_claimed_at, _AT),
        planned_at=_AT,
        started=editions.c.started + bindparam("count"),
    )
)
_ANSWERED = (
    update(editions).where(_IS_THIS).values({name: editions.c[name] + bindparam(f"more_{name}") for name in _SUMS})
)


def _placed(edition_id: str, *columns: Any) -> Select[Any]:
    placed = _of_default(edition_id, *columns)
    return placed.join(rendering_articles, rendering_articles.c.rendering_id == renderings.c.id).where(_is_in_force())


def _edition(row: Mapping[Any, Any]) -> Edition:
    return Edition(**{**_stored(row), "findings": tuple(row["findings"])})


def _stored(row: Mapping[Any, Any]) -> dict[str, Any]:
    values = {str(name): value for name, value in row.items()}
    values["state"] = EditionState(values["state"])
    values["audience"] = Audience(values["audience"]) if values["audience"] else None
    return values
