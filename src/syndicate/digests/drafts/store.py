"""The SQL of drafts: the rows of coming editions, what editors did with them, and what they were told."""

from __future__ import annotations

from collections import defaultdict
from datetime import datetime
from typing import TYPE_CHECKING, Any

from sqlalchemy import Connection, and_, func, insert, or_, select, update

from syndicate.digests.drafts.model import ComingEdition, DraftAct, DraftWish, GivenApproval, Shaped, Verb
from syndicate.digests.drafts.shaping import shape_of
from syndicate.ids import random_id
from syndicate.storage.inserts import insert_into
from syndicate.storage.tables import (
    draft_acts,
    drafts,
    editions,
    rendering_articles,
    rendering_corrections,
    renderings,
    subscribers,
    subscriptions,
    variants,
)

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from sqlalchemy import RowMapping

    from syndicate.digests.due import Turn

#: Drafts of so many earlier slots tell what was dropped: no story waits for longer.
_LOOKS_BACK = 40


class DraftStore:
    """Drafts within one transaction."""

    def __init__(self, connection: Connection) -> None:
        """Work on that transaction."""
        self._connection = connection

    def shaped(self, newsletter: str, cadence: str, slot: str) -> Shaped:
        """What editors made of that slot."""
        of_slots = self._acts(newsletter, cadence, slot)
        if slot not in of_slots:
            return Shaped(shape=shape_of((), _dropped(of_slots)))
        own = (drafts.c.newsletter == newsletter, drafts.c.cadence == cadence, drafts.c.slot == slot)
        row = self._connection.execute(select(drafts).where(*own)).mappings().one()
        return _shaped(_row(row), of_slots)

    def lock(self, key: int) -> Shaped:
        """The same by its row, and nobody else changes it until this transaction ends."""
        locked = self._connection.execute(select(drafts).where(drafts.c.key == key).with_for_update()).mappings().one()
        row = _row(locked)
        return _shaped(row, self._acts(row.newsletter, row.cadence, row.slot))

    def begun(self, newsletter: str, since: datetime, until: datetime) -> list[ComingEdition]:
        """The drafts of a newsletter whose first wave was due between the two, the end included; the earliest first."""
        query = select(drafts).where(
            drafts.c.newsletter == newsletter, drafts.c.first_wave_at > since, drafts.c.first_wave_at <= until
        )
        return [_row(row) for row in self._connection.execute(query.order_by(drafts.c.first_wave_at)).mappings()]

    def carried(self, edition_id: str) -> set[tuple[str, int]]:
        """The articles that any variant of an edition carries, with their revisions."""
        query = (
            select(rendering_articles.c.article_id, rendering_articles.c.revision)
            .join(renderings, renderings.c.id == rendering_articles.c.rendering_id)
            .join(variants, variants.c.key == renderings.c.variant_key)
            .join(editions, editions.c.key == variants.c.edition_key)
            .where(editions.c.id == edition_id)
        )
        return {(row.article_id, row.revision) for row in self._connection.execute(query)}

    def told(self, edition_id: str) -> set[int]:
        """The corrections, by their keys, that any variant of an edition tells."""
        query = (
            select(rendering_corrections.c.correction_key)
            .join(renderings, renderings.c.id == rendering_corrections.c.rendering_id)
            .join(variants, variants.c.key == renderings.c.variant_key)
            .join(editions, editions.c.key == variants.c.edition_key)
            .where(editions.c.id == edition_id)
        )
        return set(self._connection.execute(query).scalars())

    def readers(self, turn: Turn) -> int:
        """How many readers' turn it is."""
        query = select(func.count()).select_from(subscriptions).join(subscribers).where(turn.is_theirs())
        count: int = self._connection.execute(query).scalar_one()
        return count

    def make(self, newsletter: str, cadence: str, slot: str, first_wave_at: datetime, now: datetime) -> Shaped:
        """The draft of that slot, made if there is none; its first wave is due then, as readers choose by now."""
        values = {
            "newsletter": newsletter,
            "cadence": cadence,
            "slot": slot,
            "edition_id": random_id(),
            "first_wave_at": first_wave_at,
            "version": 0,
            "made_at": now,
            "told": {},
        }
        statement = insert_into(self._connection, drafts).values(**values)
        target = ["newsletter", "cadence", "slot"]
        moved = {"first_wave_at": first_wave_at}
        self._connection.execute(statement.on_conflict_do_update(index_elements=target, set_=moved))
        return self.shaped(newsletter, cadence, slot)

    def add(self, key: int, wishes: Sequence[DraftWish], who: str, now: datetime) -> None:
        """Note what an editor wishes, in that order."""
        newest = select(func.coalesce(func.max(draft_acts.c.number), 0)).where(draft_acts.c.draft_key == key)
        number: int = self._connection.execute(newest).scalar_one()
        rows = [
            {
                "draft_key": key,
                "number": number + further,
                "verb": wish.verb,
                "article_id": wish.article_id,
                "value": wish.value,
                "who": who,
                "at": now,
            }
            for further, wish in enumerate(wishes, 1)
        ]
        self._connection.execute(insert(draft_acts), rows)
        self._grow(key)

    def undo(self, key: int, number: int, who: str, now: datetime) -> None:
        """Note that an act is undone; it stays in writing."""
        this = update(draft_acts).where(draft_acts.c.draft_key == key, draft_acts.c.number == number)
        self._connection.execute(this.values(undone_at=now, undone_by=who))
        self._grow(key)

    def approve(self, key: int, approval: GivenApproval) -> None:
        """Note an approval, in place of an earlier one."""
        self._set(
            key,
            approved_at=approval.at,
            approved_by=approval.by,
            approved_hash=approval.hash,
            approved_content=dict(approval.content),
            approved_cut=approval.cut,
        )

    def tell(self, key: int, told: Mapping[str, Mapping[str, str]]) -> None:
        """Note which letters were written, and what became of each."""
        self._set(key, told={kind: dict(answers) for kind, answers in told.items()})

    def _grow(self, key: int) -> None:
        self._set(key, version=drafts.c.version + 1)

    def _set(self, key: int, **values: Any) -> None:
        self._connection.execute(update(drafts).where(drafts.c.key == key).values(**values))

    def _acts(self, newsletter: str, cadence: str, slot: str) -> dict[str, list[DraftAct]]:
        """What editors did with that slot, and of earlier ones what may drop a story, by slot, the earliest first.

        A draft of the slot itself has an entry, also while nothing was done with it.
        """
        up_to_it = select(drafts.c.key).where(
            drafts.c.newsletter == newsletter, drafts.c.cadence == cadence, drafts.c.slot <= slot
        )
        these = drafts.c.key.in_(up_to_it.order_by(drafts.c.slot.desc()).limit(_LOOKS_BACK + 1))
        counts = or_(drafts.c.slot == slot, draft_acts.c.verb.in_((Verb.DROP, Verb.PIN, Verb.LEAD)))
        of_draft = and_(draft_acts.c.draft_key == drafts.c.key, counts)
        query = select(drafts.c.slot, draft_acts).join_from(drafts, draft_acts, of_draft, isouter=True)
        found: dict[str, list[DraftAct]] = defaultdict(list)
        for row in self._connection.execute(query.where(these).order_by(drafts.c.slot, draft_acts.c.number)).mappings():
            found[row["slot"]] += [_act(row)] if row["number"] is not None else []
        return dict(found)


def _shaped(row: ComingEdition, of_slots: Mapping[str, Sequence[DraftAct]]) -> Shaped:
    earlier = {slot: acts for slot, acts in of_slots.items() if slot != row.slot}
    acts = tuple(of_slots.get(row.slot, ()))
    return Shaped(row=row, acts=acts, shape=shape_of(acts, _dropped(earlier)))


def _dropped(of_slots: Mapping[str, Sequence[DraftAct]]) -> Mapping[str, str]:
    """What earlier slots dropped, by whom. One that nobody had passes nothing over: its stories wait for this."""
    return shape_of(act for acts in of_slots.values() for act in acts).dropped


def _row(row: RowMapping) -> ComingEdition:
    own = {name: row[name] for name in ComingEdition.__dataclass_fields__ if name != "approval"}
    return ComingEdition(**own, approval=_approval(row))


def _approval(row: RowMapping) -> GivenApproval | None:
    if row["approved_at"] is None:
        return None
    return GivenApproval(**{name: row[f"approved_{name}"] for name in GivenApproval.__dataclass_fields__})


def _act(row: RowMapping) -> DraftAct:
    wish = DraftWish(verb=Verb(row["verb"]), article_id=row["article_id"], value=row["value"])
    own = {name: row[name] for name in DraftAct.__dataclass_fields__ if name != "wish"}
    return DraftAct(wish=wish, **own)
