"""Taking a wish in: the same work whoever the mailbox belongs to, and no look at who that is.

Whatever is to be known of the address is asked off the request (`syndicate.audience.joins.deciding`). A wish to join
that names no newsletter asks for the link to one's choices: who has a subscription gets it by mail, nobody else does.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from typing import TYPE_CHECKING

from syndicate.audience.joins.store import JoinStore

if TYPE_CHECKING:
    from datetime import datetime

    from sqlalchemy import Connection

    from syndicate.audience.digests import AddressDigests
    from syndicate.audience.joins.model import JoinRequest

#: The time over which wishes are counted.
WINDOW = timedelta(hours=1)


@dataclass(frozen=True, kw_only=True, slots=True)
class JoinLimits:
    """The most wishes within `WINDOW`: of one network, and of all together."""

    per_network: int = 10
    per_site: int = 1_000


def receive(
    connection: Connection, request: JoinRequest, digests: AddressDigests, limits: JoinLimits, now: datetime
) -> bool:
    """Keep a wish until it is decided; ``False``: too many came, of that network or of all, and nothing is kept.

    That depends on who asks, never on the address. Committing is the caller's.
    """
    store = JoinStore(connection)
    if store.asked_near(now, WINDOW, request.network) >= limits.per_network:
        return False
    if store.asked_near(now, WINDOW) >= limits.per_site:
        return False
    store.add(request, digests, now)
    return True
