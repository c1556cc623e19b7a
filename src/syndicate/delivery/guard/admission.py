"""Whether this machine may send for a database: what its own file says, held against what the database says. Pure.

Both count the machine's starts that might send. A copy of a database, and one that was put back from a backup, is
behind the file, belongs to another place, or has no file at all.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime

#: What a person does about any refusal here, once they know which database is the right one.
HINT = "If this database alone is to send from now on, say so: syndicate adopt"

NO_FILE = "mails have left for this database, or were about to, and this machine knows nothing of it"


@dataclass(frozen=True, kw_only=True, slots=True)
class HostMark:
    """What a machine's own file says: who it is, at which start it stands, and for which database that is.

    ``intended`` is a further start that was begun and may have been committed; ``place`` is where the database lies.
    """

    host_id: str
    generation: int
    intended: int | None = None
    place: str


@dataclass(frozen=True, kw_only=True, slots=True)
class Host:
    """A machine as the database knows it; ``started_at`` is its last start that might send."""

    id: str
    name: str
    generation: int
    admitted_at: datetime
    started_at: datetime


def refusal(mark: HostMark | None, generation: int | None, place: str, *, was_used: bool) -> str | None:
    """Why nothing may be sent; ``None``: it may.

    ``generation`` is what the database says of the host of the ``mark``, ``None`` when it does not know it.
    ``was_used`` says that a machine was admitted before, or that mails have left by a carrier that reaches people.
    """
    if mark is None:
        return NO_FILE if was_used else None
    if mark.place != place:
        return f"this database is not the one that sends from this machine, which lies at {mark.place}"
    if generation is None:
        is_first = mark.generation == 0 and not was_used
        return None if is_first else "this database does not know this machine: it is a copy, or from a backup"
    if generation in {mark.generation, mark.intended}:
        return None
    starts = f"the database is at start {generation} of this machine, the machine at {mark.generation}"
    return f"{starts}: one of them is a copy, or from a backup"


def begun(mark: HostMark, generation: int | None) -> HostMark:
    """What the file is to say before the start that follows is committed.

    The start before may have been cut short between its commit and the file. So the file takes over where the database
    stands: it has to fit whether this start comes to be committed or not.
    """
    return replace(mark, generation=generation or 0, intended=next_generation(generation))


def next_generation(generation: int | None) -> int:
    """The number of the start that follows."""
    return (generation or 0) + 1
