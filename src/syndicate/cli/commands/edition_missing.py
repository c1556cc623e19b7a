"""``syndicate edition missing``: who has not got an edition, and why."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import click

from syndicate.cli.session import Session, command

if TYPE_CHECKING:
    from collections.abc import Sequence

    from syndicate.delivery.doubt.missing import MissingCount, MissingReader


@command("missing", example="syndicate edition missing 6w3k2fj1q9xyz --json")
@click.argument("edition_id", metavar="ID")
@click.option(
    "--limit", type=click.IntRange(0, 1_000_000), default=100, show_default=True, help="Name so many of them."
)
def missing(session: Session, edition_id: str, limit: int) -> None:
    """Say who of an edition's audience has not got it, as far as is known: first how many and why, then who.

    A mail in doubt, or one that waits, counts as missing; so does one that was taken and came back.
    """
    from syndicate.delivery.doubt.missing import MissingStore
    from syndicate.delivery.ledger import Ledger

    with session.parts(only_reads=True) as parts:
        parts.publisher.edition(edition_id)
        with parts.database.read() as connection:
            audience = sum(Ledger(connection).counts(edition_id).values())
            store = MissingStore(connection)
            counts, readers = store.counts(edition_id), store.readers(edition_id, limit)
    total = sum(count.count for count in counts)
    session.give(_shape(edition_id, audience, counts, readers), _lines(audience, total, counts, readers))


def _shape(
    edition_id: str, audience: int, counts: Sequence[MissingCount], readers: Sequence[MissingReader]
) -> dict[str, Any]:
    return {
        "id": edition_id,
        "audience": audience,
        "missing": sum(count.count for count in counts),
        "counts": [{"state": count.state, "why": count.why, "count": count.count} for count in counts],
        "readers": [
            {
                "delivery": reader.delivery_id,
                "address": reader.address or None,
                "state": reader.state,
                "why": reader.why,
            }
            for reader in readers
        ],
    }


def _lines(audience: int, total: int, counts: Sequence[MissingCount], readers: Sequence[MissingReader]) -> list[str]:
    return [
        f"{total} of {audience} have not got it",
        *(f"{count.count:>8}  {count.state:<9}  {count.why}" for count in counts),
        *(f"{reader.delivery_id}  {reader.address or '-'}  {reader.state}: {reader.why}" for reader in readers),
        *([f"and {total - len(readers)} more; see --limit"] if total > len(readers) else []),
    ]
