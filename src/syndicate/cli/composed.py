"""How what came of composing an edition is told."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from syndicate.text.plain import counted

if TYPE_CHECKING:
    from syndicate.cli.session import Session
    from syndicate.digests.composed import Composed
    from syndicate.digests.model import Edition
    from syndicate.publishing.wiring import Parts


def give_composed(session: Session, parts: Parts, composed: Composed) -> None:
    """Tell it: the edition and to how many it would go, or why there is none."""
    if composed.notice:
        session.warn(f"warning: {composed.notice}")
    edition = composed.edition
    if edition is None:
        words = {
            "empty": "nothing new to compose",
            "late": "too late for its slot; skipped",
            "skipped": "its slot is skipped",
            "ended": "its edition was stopped before this wave; skipped",
        }
        line = words.get(composed.outcome or "", "nothing is due")
        session.give({"outcome": composed.outcome, "edition": None}, [line])
        return
    shape, lines = edition_told(parts, edition)
    session.give({"outcome": composed.outcome, **shape}, lines)


def edition_told(parts: Parts, edition: Edition) -> tuple[dict[str, Any], list[str]]:
    """An edition with to how many it would go, as the shape that commands give and in lines for people."""
    from syndicate.cli import shapes
    from syndicate.delivery.ledger import Ledger

    readers = parts.publisher.audience(edition.id)
    with parts.database.read() as connection:
        counts = Ledger(connection).counts(edition.id)
    if edition.opened_at is None:
        fate = f"held; it would go to {counted(readers, 'reader')}: syndicate edition send {edition.id}"
    else:
        fate = f"{readers} deliveries planned"
    shape = {"edition": shapes.edition(edition, counts), "readers": readers}
    return shape, [f"edition {edition.id}: {edition.subject}", fate]
