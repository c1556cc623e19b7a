"""What a batch of sign-ups, ends and suppressions changes: gathered while it is decided, then written by set."""

from __future__ import annotations

from dataclasses import fields, replace
from typing import TYPE_CHECKING, Any

from sqlalchemy import Table, bindparam, select, update

from syndicate.audience.choices import choice_of, keep
from syndicate.audience.consents import ConsentLedger
from syndicate.audience.model import Consent, Ending, Ground, Signup, SubscriptionState, Suppression, Tie
from syndicate.ids import random_id
from syndicate.storage.inserts import insert_into
from syndicate.storage.states import ConsentAct
from syndicate.storage.tables import subscribers, subscriptions, suppressions

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping
    from datetime import datetime

    from sqlalchemy.engine import Connection

#: An address's key and a newsletter's name.
TieKey = tuple[str, str]


class AudienceChanges:
    """The writes of one batch, in the order in which they were decided; nothing is written before `apply`."""

    def __init__(self) -> None:
        """Begin with nothing to write."""
        self._people: dict[str, dict[str, Any]] = {}
        self._fresh: dict[str, dict[str, Any]] = {}
        self._confirmed: dict[str, None] = {}
        self._ended: dict[str, Ending] = {}
        self._renewed: dict[str, dict[str, Any]] = {}
        self._acts: list[Consent] = []
        self._suppressions: dict[str, Suppression] = {}

    def add(self, signup: Signup, *, now: datetime, ending: Ending | None = None) -> Tie:
        """Make a subscription, and the person if need be; with an ``ending``, one that is over."""
        key = signup.mailbox.key
        self._people.setdefault(key, _person(signup, now))
        tie = Tie(id=random_id(), state=signup.state, started_at=now)
        self._fresh[tie.id] = {
            "id": tie.id,
            "address_key": key,
            "newsletter": signup.newsletter,
            "state": signup.state,
            "choice": choice_of(signup.newsletter, signup.wishes),
            "paused_until": signup.paused_until,
            "started_at": now,
            **_end(ending),
        }
        self._justify(tie, signup.grounds)
        if ending is not None:
            self._acts.append(withdrawal(tie.id, ending))
        return tie

    def confirm(self, tie: Tie, reasons: Iterable[Ground]) -> Tie:
        """Let an unconfirmed subscription be mailed from now on."""
        if tie.id in self._fresh:
            self._fresh[tie.id]["state"] = SubscriptionState.CONFIRMED
        else:
            self._confirmed[tie.id] = None
        self._justify(tie, reasons)
        return replace(tie, state=SubscriptionState.CONFIRMED)

    def end(self, tie: Tie, ending: Ending) -> Tie:
        """End a subscription."""
        if tie.id in self._fresh:
            self._fresh[tie.id].update(state=SubscriptionState.ENDED, **_end(ending))
        else:
            self._ended[tie.id] = ending
        self._acts.append(withdrawal(tie.id, ending))
        return replace(tie, state=SubscriptionState.ENDED)

    def renew(self, tie: Tie, signup: Signup, *, now: datetime) -> Tie:
        """Take up a subscription that had ended, with the new wishes."""
        self._renewed[tie.id] = {
            "newsletter": signup.newsletter,
            "state": signup.state,
            "choice": choice_of(signup.newsletter, signup.wishes),
            "paused_until": signup.paused_until,
            "started_at": now,
            **_end(None),
        }
        self._justify(tie, signup.grounds)
        return replace(tie, state=signup.state, started_at=now)

    def justify(self, tie: Tie, reasons: Iterable[Ground]) -> None:
        """Keep further grounds of a subscription; the same one is kept once."""
        self._justify(tie, reasons)

    def suppress(self, suppression: Suppression) -> None:
        """Let nobody write to an address; the first reason stands."""
        self._suppressions.setdefault(suppression.address_key, suppression)

    def apply(self, connection: Connection) -> None:
        """Write all of it. Whatever another process did meanwhile to the same rows stands."""
        self._insert_subscriptions(connection)
        _update(connection, SubscriptionState.UNCONFIRMED, self._confirmed, {"state": SubscriptionState.CONFIRMED})
        self._renew_all(connection)
        self._end_all(connection)
        self._append_acts(connection)
        _insert_new(connection, suppressions, [_suppression(each) for each in self._suppressions.values()])

    def _justify(self, tie: Tie, reasons: Iterable[Ground]) -> None:
        self._acts += [consent_of(tie.id, ground) for ground in reasons]

    def _insert_subscriptions(self, connection: Connection) -> None:
        if not self._fresh:
            return
        # Sorted, so that two imports at once wait for each other instead of blocking each other for good.
        _insert_new(connection, subscribers, [self._people[key] for key in sorted(self._people)])
        statement = select(subscribers.c.address_key, subscribers.c.key)
        people = statement.where(subscribers.c.address_key.in_(self._people))
        keys = dict(connection.execute(people).all())
        settled = _settled(connection, self._fresh)
        rows = [
            {**settled[which], "subscriber_key": keys[row["address_key"]], "watermark": 0}
            for which, row in self._fresh.items()
        ]
        for row in rows:
            del row["address_key"]
        _insert_new(connection, subscriptions, rows)

    def _renew_all(self, connection: Connection) -> None:
        """Take them up from where they had read to, or from where who joins now does, whichever is later."""
        for which, row in _settled(connection, self._renewed).items():
            connection.execute(update(subscriptions).where(subscriptions.c.id == which).values(row))

    def _end_all(self, connection: Connection) -> None:
        if not self._ended:
            return
        statement = (
            update(subscriptions)
            .where(subscriptions.c.id == bindparam("which"), subscriptions.c.state != SubscriptionState.ENDED)
            .values({name: bindparam(f"new_{name}") for name in _end(None)} | {"state": SubscriptionState.ENDED})
        )
        rows = [
            {"which": which, **{f"new_{name}": value for name, value in _end(ending).items()}}
            for which, ending in self._ended.items()
        ]
        connection.execute(statement, rows)

    def _append_acts(self, connection: Connection) -> None:
        wanted = {act.subscription_id for act in self._acts}
        if not wanted:
            return
        # Another process may have made the same subscription first; then ours was never written.
        there = set(connection.scalars(select(subscriptions.c.id).where(subscriptions.c.id.in_(wanted))))
        acts = [act for act in self._acts if act.subscription_id in there]
        ConsentLedger(connection).append(acts, are_new=frozenset(self._fresh))


def _update(connection: Connection, state: SubscriptionState, ids: Iterable[str], values: dict[str, Any]) -> None:
    statement = update(subscriptions).where(subscriptions.c.state == state, subscriptions.c.id.in_(list(ids)))
    connection.execute(statement.values(values))


def _settled(connection: Connection, rows: Mapping[str, dict[str, Any]]) -> dict[str, dict[str, Any]]:
    """The rows with their choices by id. They join when they start: composing finds from where each reads on."""
    if not rows:
        return {}
    choice_ids = keep(connection, (row["choice"] for row in rows.values()))
    settled = {}
    for which, row in rows.items():
        rest = {name: value for name, value in row.items() if name != "choice"}
        choice_id = choice_ids[row["choice"]["fingerprint"]]
        settled[which] = {**rest, "choice_id": choice_id, "joins_at": row["started_at"]}
    return settled


def _insert_new(connection: Connection, table: Table, rows: list[dict[str, Any]]) -> None:
    if not rows:
        return
    # Another process may have added the same row since we looked; both are content then.
    connection.execute(insert_into(connection, table).on_conflict_do_nothing(), rows)


def _person(signup: Signup, now: datetime) -> dict[str, Any]:
    return {
        "id": random_id(),
        "address": signup.mailbox.shown,
        "address_key": signup.mailbox.key,
        "mailbox": signup.mailbox.address,
        "name": signup.name or signup.mailbox.name,
        "created_at": now,
    }


def _end(ending: Ending | None) -> dict[str, Any]:
    if ending is None:
        return {"ended_at": None, "ended_by": None, "ended_source": None}
    return {"ended_at": ending.at, "ended_by": ending.by, "ended_source": ending.source}


def consent_of(subscription_id: str, ground: Ground) -> Consent:
    """A ground as the act of the ledger that it is."""
    said = {field.name: getattr(ground, field.name) for field in fields(ground)}
    return Consent(subscription_id=subscription_id, act=ConsentAct.GIVEN, **said)


def withdrawal(subscription_id: str, ending: Ending) -> Consent:
    """The end of a subscription as the act of the ledger that it is."""
    return Consent(
        subscription_id=subscription_id,
        act=ConsentAct.WITHDRAWN,
        kind=ending.by,
        wording=ending.source,
        recorded_at=ending.recorded_at or ending.at,
        given_at=ending.at,
        page=ending.page,
        network=ending.network,
    )


def _suppression(suppression: Suppression) -> dict[str, Any]:
    return {
        "address_key": suppression.address_key,
        "reason": suppression.reason,
        "since": suppression.since,
        "source": suppression.source,
    }
