"""What a reader may do on the page of their choices: one function an act, each within the caller's transaction."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING

from syndicate.audience.model import (
    NO_WISHES,
    EndedBy,
    Ending,
    Ground,
    GroundKind,
    SignupResult,
    Subscriber,
    Subscription,
    SubscriptionState,
)
from syndicate.audience.store import AudienceStore
from syndicate.digests.choosing import OFF, Asked, carry_out
from syndicate.errors import BadDataError
from syndicate.text.mailboxes import read_mailbox
from syndicate.web.public.readership import version_of
from syndicate.web.public.written_choices import Fields, first, given_of

if TYPE_CHECKING:
    from sqlalchemy import Connection

    from syndicate.digests.newsletters import Newsletter

_PAGE = "preferences"


@dataclass(frozen=True, kw_only=True, slots=True)
class Asker:
    """Who asks for an act, from where, and when; their subscription to the newsletter, if they ever had one.

    ``wording`` is what they agree to who join.
    """

    connection: Connection
    person: Subscriber
    subscription: Subscription | None
    wording: str
    network: str
    now: datetime


def choose(asker: Asker, newsletter: Newsletter, fields: Fields) -> str:
    """Have it otherwise from the next edition on."""
    asked = Asked(given=given_of(newsletter, fields))
    carry_out(asker.connection, newsletter, _going_on(asker), asked, asker.now)
    return "saved"


def pause(asker: Asker, newsletter: Newsletter, fields: Fields) -> str:
    """Get nothing for some weeks."""
    asked = Asked(pause=f"{first(fields, 'weeks')}w", catches_up=bool(first(fields, "catch_up")))
    carry_out(asker.connection, newsletter, _going_on(asker), asked, asker.now)
    return "paused"


def resume(asker: Asker, newsletter: Newsletter, fields: Fields) -> str:
    """Come back from a pause now."""
    del fields
    carry_out(asker.connection, newsletter, _going_on(asker), Asked(pause=OFF), asker.now)
    return "back"


def leave(asker: Asker, newsletter: Newsletter, fields: Fields) -> str:
    """Get it no more."""
    del newsletter, fields
    ending = Ending(at=asker.now, by=EndedBy.PAGE, page=_PAGE, network=asker.network)
    AudienceStore(asker.connection).end(_going_on(asker).id, ending)
    return "left"


def join(asker: Asker, newsletter: Newsletter, fields: Fields) -> str:
    """Get it from now on: who holds the link has confirmed the address already. Earlier choices hold again."""
    del fields
    before = asker.subscription
    ground = Ground(
        kind=GroundKind.PAGE,
        wording=asker.wording,
        version=version_of(asker.wording),
        page=_PAGE,
        network=asker.network,
        given_at=asker.now,
        recorded_at=asker.now,
    )
    result = AudienceStore(asker.connection).subscribe(
        read_mailbox(asker.person.address),
        newsletter.name,
        wishes=before.wishes if before else NO_WISHES,
        renew=True,
        grounds=[ground],
        now=asker.now,
    )
    return "not-joined" if result is SignupResult.SUPPRESSED else "joined"


#: The acts by the word that a form names each with.
BY_NAME: Mapping[str, Callable[[Asker, Newsletter, Fields], str]] = {
    "choose": choose,
    "pause": pause,
    "resume": resume,
    "leave": leave,
    "join": join,
}


def _going_on(asker: Asker) -> Subscription:
    """The subscription, which has not ended: who left chooses nothing.

    Raises:
        BadDataError: code ``subscription-ended``.
    """
    if asker.subscription is None or asker.subscription.state is SubscriptionState.ENDED:
        message = "there is no such subscription any more"
        raise BadDataError(message, code="subscription-ended", hint="Join again.")
    return asker.subscription
