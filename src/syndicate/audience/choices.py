"""What readers chose: each distinct set of wishes is kept once, however many share it."""

from __future__ import annotations

import hashlib
import json
from typing import TYPE_CHECKING, Any

from sqlalchemy import select

from syndicate.audience.model import Wishes
from syndicate.storage.inserts import insert_into
from syndicate.storage.states import Breaking, MailFormat
from syndicate.storage.tables import choices

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
    found = _known(connection, rows)
    fresh = [rows[fingerprint] for fingerprint in sorted(rows.keys() - found.keys())]
    if not fresh:
        return found
    connection.execute(insert_into(connection, choices).on_conflict_do_nothing(), fresh)
    return _known(connection, rows)


def _known(connection: Connection, fingerprints: Iterable[str]) -> dict[str, int]:
    query = select(choices.c.fingerprint, choices.c.id).where(choices.c.fingerprint.in_(list(fingerprints)))
    return dict(connection.execute(query).all())
