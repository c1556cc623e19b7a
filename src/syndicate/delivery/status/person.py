"""All that is known of one person, as JSON has it: for operators, and for the person."""

from __future__ import annotations

from dataclasses import asdict
from typing import TYPE_CHECKING, Any

from syndicate.audience.reader_filter import EVERYBODY
from syndicate.audience.store import AudienceStore
from syndicate.delivery.status.history import last_deliveries

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence
    from datetime import datetime

    from sqlalchemy import Connection

    from syndicate.audience.model import Consent, Ground, Subscription, Suppression
    from syndicate.audience.reader_filter import ReaderFilter
    from syndicate.delivery.status.history import PastDelivery


def person_of(
    connection: Connection, address_key: str, readers: Mapping[str, ReaderFilter] | None = None
) -> dict[str, Any] | None:
    """One address: its suppression, its subscriptions, each with its grounds and its last deliveries.

    Instants are RFC 3339 in UTC, in whole seconds. ``None``: nothing is known of it. Where newsletters, by their names,
    go to some ``readers``, ``outside`` says why one does not go to this person.
    """
    store, filters = AudienceStore(connection), readers or {}
    subscriptions = store.of_address(address_key)
    suppression = store.suppressions_of([address_key]).get(address_key)
    if not subscriptions and suppression is None:
        return None
    grounds = store.grounds_of(subscription.id for subscription in subscriptions)
    return {
        "address": subscriptions[0].address if subscriptions else address_key,
        "name": subscriptions[0].subscriber.name if subscriptions else None,
        "former_id": subscriptions[0].subscriber.former_id if subscriptions else None,
        "suppression": _suppression(suppression) if suppression else None,
        "subscriptions": [
            {
                **subscription_shape(each),
                "outside": filters.get(each.newsletter, EVERYBODY).why_not(each.wishes.language, each.started_at),
                "grounds": [_ground(ground) for ground in grounds.get(each.id, ())],
                "deliveries": [delivery_shape(past) for past in last_deliveries(connection, each.id, each.newsletter)],
            }
            for each in subscriptions
        ],
    }


def subscription_shape(subscription: Subscription) -> dict[str, Any]:
    """A subscription with its subscriber's address."""
    return {
        "id": subscription.id,
        "address": subscription.subscriber.address,
        "name": subscription.subscriber.name,
        "newsletter": subscription.newsletter,
        "state": subscription.state,
        **asdict(subscription.wishes),
        "sections": list(subscription.wishes.sections),
        "paused_until": _instant(subscription.paused_until),
        "started_at": _instant(subscription.started_at),
        "ended_at": _instant(subscription.ended_at),
        "ended_by": subscription.ended_by,
        "ended_source": subscription.ended_source,
        "suppressed": subscription.suppressed,
    }


def _suppression(suppression: Suppression) -> dict[str, Any]:
    return {"reason": suppression.reason, "since": _instant(suppression.since), "source": suppression.source}


def _ground(ground: Ground) -> dict[str, Any]:
    times = {"recorded_at": _instant(ground.recorded_at), "given_at": _instant(ground.given_at)}
    return {**asdict(ground), **times}


def delivery_shape(past: PastDelivery) -> dict[str, Any]:
    """An edition on its way to a person, with what was told about its mail."""
    events = [{"kind": event.kind, "at": _instant(event.at)} for event in past.events]
    return {**asdict(past), "settled_at": _instant(past.settled_at), "events": events}


def consent_shape(subscription: Subscription, acts: Sequence[Consent]) -> dict[str, Any]:
    """A subscription, and what its reader agreed to and withdrew, the oldest first."""
    said = {"newsletter": subscription.newsletter, "subscription": subscription.id, "state": subscription.state}
    return {**said, "acts": [_act(act) for act in acts]}


def chosen_in(shape: Mapping[str, Any]) -> Iterator[str]:
    """What a reader does not leave to the newsletter, of a subscription's shape."""
    for name in ("cadence", "at", "time_zone", "language", "format", "breaking"):
        if shape[name] is not None:
            yield f"{name.replace('_', ' ')} {shape[name]}"
    if shape["sections"]:
        yield f"sections {', '.join(shape['sections'])}"


def _act(act: Consent) -> dict[str, Any]:
    times = {"recorded_at": _instant(act.recorded_at), "given_at": _instant(act.given_at)}
    facts = {name: value for name, value in asdict(act).items() if name != "subscription_id"}
    return {**facts, **times}


def _instant(instant: datetime | None) -> str | None:
    return instant.replace(microsecond=0).isoformat() if instant else None
