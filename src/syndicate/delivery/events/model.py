"""An event of any provider, in words that are the same for all of them; nothing in it names a person."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum

from syndicate.storage.states import DeliveryState, Fate
from syndicate.storage.states import EventKind as EventKind


class ReturnClass(StrEnum):
    """Why a mail did not arrive, by what it says of the address.

    ``GONE``: the address is no good; it is suppressed at once. ``LISTED``: the provider left it out, since it stands
    on its own list; suppressed here, too. ``FULL``: nobody empties the mailbox; suppressed when that lasts.
    ``CONTENT``: this mail was too large or not liked. ``OURS``: our SPF, DKIM, DMARC or standing was refused, for which
    no reader can be blamed. ``PASSING``: a server had its troubles. ``OTHER``: whatever is not understood. The last
    four never suppress anybody.
    """

    GONE = "gone"
    LISTED = "listed"
    FULL = "full"
    CONTENT = "content"
    OURS = "ours"
    PASSING = "passing"
    OTHER = "other"


@dataclass(frozen=True, kw_only=True, slots=True)
class ProviderEvent:
    """What was told about one mail. ``id`` is made of what it says, so that a repetition has the same.

    ``delivery_id`` is ours, as the mail carried it; without it, the mail is known by the provider's ``message_id``.
    ``at`` is when it happened, by the provider's clock. ``returned`` says why a mail did not arrive. ``detail`` are
    words of the provider's own, none of them an address.
    """

    id: str
    kind: EventKind
    delivery_id: str | None
    message_id: str | None
    at: datetime
    returned: ReturnClass | None = None
    detail: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, kw_only=True, slots=True)
class KeptEvent:
    """An event as it lies in its row; ``delivery_key`` is ``None`` while it is not known whose it is."""

    id: str
    kind: EventKind
    delivery_key: int | None
    message_id: str | None
    at: datetime
    detail: Mapping[str, str]

    @property
    def returned(self) -> ReturnClass | None:
        """Why the mail did not arrive, if it says so."""
        return ReturnClass(self.detail["class"]) if "class" in self.detail else None


@dataclass(frozen=True, kw_only=True, slots=True)
class HeardOf:
    """A delivery as its row stands, as far as an event may change it; without a person, ``address`` is ``None``."""

    key: int
    id: str
    edition_key: int
    subscription_key: int | None
    address: str | None
    state: DeliveryState
    fate: Fate | None
    message_id: str | None
    heard_at: datetime | None
    settled_at: datetime | None
    reason: str | None


_FATES = {
    EventKind.SENT: Fate.SENT,
    EventKind.DELIVERED: Fate.DELIVERED,
    EventKind.DELAYED: Fate.DELAYED,
    EventKind.REJECTED: Fate.UNSENT,
    EventKind.UNRENDERED: Fate.UNSENT,
    EventKind.COMPLAINED: Fate.COMPLAINED,
}
_RETURNS = {ReturnClass.GONE: Fate.BOUNCED, ReturnClass.LISTED: Fate.SUPPRESSED}
_RANK = {fate: rank for rank, fate in enumerate(Fate)}


def fate_of(kind: EventKind, returned: ReturnClass | None) -> Fate:
    """What an event says of its mail. One that says little still says that the mail was taken."""
    if returned is not None:
        return _RETURNS.get(returned, Fate.RETURNED)
    return _FATES.get(kind, Fate.SENT)


def higher(fate: Fate | None, other: Fate) -> Fate:
    """The one of two fates that stands, whichever came first."""
    return other if fate is None or _RANK[other] > _RANK[fate] else fate
