"""What readers chose: each distinct set of wishes is kept once, however many share it."""

from __future__ import annotations

import hashlib
import json
from typing import TYPE_CHECKING, Any

from sqlalchemy import delete, exists, select

from syndicate.audience.model import Wishes
from syndicate.storage.inserts import insert_into
from syndicate.storage.states import Breaking, MailFormat
from syndicate.storage.tables import choices, groups, subscriptions

if TYPE_CHECKING:
    from collections.abc import Iterable

    from sqlalchemy.engine import Connection


def choice_of(newsletter: str, wishes: Wishes) -> dict[str, Any]:
    """The row of what somebody wishes, known by its fingerprint; ``None`` inherits from the newsletter."""
    chosen: dict[str, Any] = {
        "newsletter": newsletter,
        "cadence": wishes.cadence,
        "at": wishes.at,
        "time_zone": wishes.time_zone,
        "sections": list(wishes.sections),
        "language": wishes.language,
        "format": wishes.format,
    }
    # Breaking news could not be chosen at first, and the fingerprints of then still hold.
    further = [wishes.breaking] if wishes.breaking else []
    said = json.dumps([*chosen.values(), *further], ensure_ascii=False)
    return {**chosen, "breaking": wishes.breaking, "fingerprint": hashlib.sha256(said.encode()).hexdigest()}


def wishes_of(row: Any) -> Wishes:
    """What `choice_of` made a row of."""
    return Wishes(
        cadence=row.cadence,
        at=row.at,
        time_zone=row.time_zone,
        sections=tuple(row.sections),
        language=row.language,
        format=MailFormat(row.format) if row.format else None,
        breaking=Breaking(row.breaking) if row.breaking else None,
    )


def keep(connection: Connection, wishes: Iterable[dict[str, Any]]) -> dict[str, int]:
    """Fingerprint → the id of each of these choices; those that nobody made before are added."""
    rows = {row["fingerprint"]: row for row in wishes}
    found = _held(connection, rows)
    # Again, for somebody may drop one that nobody has just now, between the two looks.
    while fresh := [rows[fingerprint] for fingerprint in sorted(rows.keys() - found.keys())]:
        connection.execute(insert_into(connection, choices).on_conflict_do_nothing(), fresh)
        found = _held(connection, rows)
    return found


def drop_unused(connection: Connection, newsletter: str, *, limit: int) -> int:
    """Drop some of the choices that no reader has and of which no edition tells; how many.

    Nobody composes for the newsletter meanwhile; whoever takes one up just now keeps it. Committing is the caller's.
    """
    is_unused = (
        choices.c.newsletter == newsletter,
        ~exists().where(subscriptions.c.choice_id == choices.c.id),
        choices.c.id.not_in(select(groups.c.choice_id).where(groups.c.choice_id.is_not(None))),
    )
    some = select(choices.c.id).where(*is_unused).limit(limit).with_for_update(skip_locked=True)
    ids = connection.scalars(some).all()
    return connection.execute(delete(choices).where(choices.c.id.in_(ids), *is_unused)).rowcount


def _held(connection: Connection, fingerprints: Iterable[str]) -> dict[str, int]:
    """Those that are there; nobody drops them until this transaction ends."""
    query = select(choices.c.fingerprint, choices.c.id).where(choices.c.fingerprint.in_(list(fingerprints)))
    return dict(connection.execute(query.with_for_update(read=True, key_share=True)).all())
