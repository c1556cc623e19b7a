"""What readers chose: each distinct set of wishes is kept once, however many share it."""

from __future__ import annotations

import hashlib
import json
from typing import TYPE_CHECKING, Any

from sqlalchemy import select

from syndicate.storage.inserts import insert_into
from syndicate.storage.tables import choices

if TYPE_CHECKING:
    from collections.abc import Iterable

    from sqlalchemy.engine import Connection

    from syndicate.audience.model import Signup


def choice_of(signup: Signup) -> dict[str, Any]:
    """The row of what somebody wishes, known by its fingerprint; ``None`` inherits from the newsletter."""
    wishes: dict[str, Any] = {
        "newsletter": signup.newsletter,
        "cadence": signup.cadence,
        "at": None,
        "time_zone": signup.time_zone,
        "sections": list(signup.sections),
        "language": signup.language,
        "format": None,
    }
    said = json.dumps(list(wishes.values()), ensure_ascii=False)
    return {**wishes, "fingerprint": hashlib.sha256(said.encode()).hexdigest()}


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
