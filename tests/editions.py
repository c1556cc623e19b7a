"""An edition and what it says, for tests that do not compose one."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime
from typing import TYPE_CHECKING, Any

from syndicate.digests.model import Edition, EditionState, FrozenRendering
from syndicate.digests.store import EditionStore

if TYPE_CHECKING:
    from sqlalchemy import Connection

    from syndicate.storage import Database


def an_edition(at: datetime, **changes: Any) -> Edition:
    """An edition under way, frozen at that instant; nothing of it has left."""
    edition = Edition(
        id="e" * 26,
        newsletter="morning",
        cadence="daily",
        number=1,
        slot=f"{at:%Y-%m-%d}",
        state=EditionState.SENDING,
        held_because=None,
        revision=1,
        due_at=at,
        frozen_at=at,
        opened_at=at,
        first_claimed_at=None,
        planned_at=at,
        closed_at=None,
        instead_of=None,
        min_articles=1,
        sender="News <news@example.com>",
        reply_to=None,
        language="en",
        subject="News",
        preheader="",
        size=0,
        content_hash="0",
        findings=(),
    )
    return replace(edition, **changes)


def rendering_of(edition: Edition, html: str = "", text: str = "") -> FrozenRendering:
    """What the edition says in the revision in force."""
    return FrozenRendering(
        edition_id=edition.id,
        revision=edition.revision,
        reason=None,
        made_at=edition.frozen_at,
        language=edition.language,
        subject=edition.subject,
        preheader=edition.preheader,
        html=html,
        text=text,
        size=edition.size,
        content=None,
        content_hash=edition.content_hash,
        findings=edition.findings,
    )


def the_edition(connection: Connection, edition_id: str) -> Edition:
    """That edition as it stands."""
    found = EditionStore(connection).get(edition_id)
    assert found is not None
    return found


def said_by(database: Database, edition: Edition) -> FrozenRendering:
    """What the edition says in the revision in force."""
    with database.read() as connection:
        found = EditionStore(connection).rendering(edition.id)
    assert found is not None
    return found
