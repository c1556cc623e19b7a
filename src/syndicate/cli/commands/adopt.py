"""``syndicate adopt``: let this machine send for this database, after it was moved, copied or put back."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import click

from syndicate.cli.confirming import confirm_word
from syndicate.cli.session import Session, command

if TYPE_CHECKING:
    from syndicate.delivery.guard.admission import Host
    from syndicate.delivery.guard.fence import FenceStanding
    from syndicate.digests.model import Edition
    from syndicate.publishing.wiring import Parts


@command("adopt", example="syndicate adopt")
@click.option("--yes", is_flag=True, help="Do not ask for the word.")
def adopt(session: Session, yes: bool) -> None:  # noqa: FBT001 - click passes flags so
    """Let this machine send mail for this database.

    Say so after it was moved or put back from a backup, and on each further machine that shares it.

    It shows what is known of both, and asks. A database that was put back does not know what left after its backup:
    hold its editions first, and look at each.
    """
    from syndicate.publishing.fencing import fence_of

    with session.parts(only_reads=True) as parts:
        fence = fence_of(parts.config, parts.database, parts.clock)
        standing = fence.standing()
        lines = _standing_lines(standing)
        if standing.refused is None:
            session.give(_shape(standing, None), [*lines, "this machine may send already; there is nothing to adopt"])
            return
        for line in [*lines, *_edition_lines(_under_way(parts))]:
            session.say(line)
        confirm_word("adopt", "Type adopt to let this machine send for this database", is_sure=yes)
        host = fence.adopt()
    session.give(_shape(standing, host), [f"this machine, {host.name}, sends for this database from now on"])


def _under_way(parts: Parts) -> list[Edition]:
    from syndicate.digests.store import EditionStore

    with parts.database.read() as connection:
        return EditionStore(connection).under_way()


def _standing_lines(standing: FenceStanding) -> list[str]:
    mark = standing.mark
    here = f"stands at start {mark.generation} of a database at {mark.place}" if mark else "knows nothing of it"
    return [
        f"database: {standing.place}",
        *(
            f"  {host.name}: start {host.generation}, the last at {host.started_at:%Y-%m-%d %H:%M} UTC"
            + (" (this machine)" if mark and host.id == mark.host_id else "")
            for host in standing.hosts
        ),
        f"this machine: {here}",
        f"  by {standing.folder}",
        *([f"refused: {standing.refused}"] if standing.refused else []),
    ]


def _edition_lines(editions: list[Edition]) -> list[str]:
    """What would go on, and how to keep it from that."""
    if not editions:
        return []
    listed = [f"  {edition.id}  {edition.newsletter} {edition.number}, {edition.state}" for edition in editions]
    return [
        "under way, as far as this database knows; what left after a backup would leave again:",
        *listed,
        "hold one first: syndicate edition hold ID",
    ]


def _shape(standing: FenceStanding, host: Host | None) -> dict[str, Any]:
    from syndicate.cli.shapes import instant

    known = [
        {"id": known.id, "name": known.name, "generation": known.generation, "started_at": instant(known.started_at)}
        for known in standing.hosts
    ]
    return {
        "adopted": host is not None,
        "host": host.id if host else None,
        "place": standing.place,
        "folder": str(standing.folder),
        "refused": standing.refused,
        "generation": standing.mark.generation if standing.mark else None,
        "hosts": known,
    }


commands = (adopt,)
