"""What a batch of sign-ups, ends and suppressions changes: gathered while it is decided, then written by set."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any

from sqlalchemy import bindparam, select, update

from syndicate.audience.choices import choice_of, keep
from syndicate.audience.consents import ConsentLedger
from syndicate.audience.model import Consent, Ending, Ground, Signup, SubscriptionState, Suppression, Tie, Wishes
from syndicate.ids import random_id
from syndicate.storage.bulk import insert_new
from syndicate.storage.states import ConsentAct
from syndicate.storage.tables import subscribers, subscriptions, suppressions
from syndicate.storage.text_lists import is_among_texts

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Mapping
    from datetime import datetime

    from sqlalchemy.engine import Connection

_PERSON = ("id", "address", "address_key", "mailbox", "name", "created_at")
_TIED = (
    *("id", "newsletter", "state", "choice_id", "paused_until", "started_at", "joins_at"),
    *("ended_at", "ended_by", "ended_source"),
)
#: An address's key and a newsletter's name.
TieKey = tuple[str, str]


class AudienceChanges:
    """The writes of one batch, in the order in which they were decided; nothing is written before `apply`."""

    def __init__(self) -> None:
        """Begin with nothing to write."""
        self._people: dict[str, tuple[Any, ...]] = {}
        self._fresh: dict[str, dict[str, Any]] = {}
        self._confirmed: dict[str, None] = {}
        self._ended: dict[str, Ending] = {}
        self._renewed: dict[str, dict[str, Any]] = {}
        self._choices: dict[tuple[str, Wishes], dict[str, Any]] = {}
        self._acts: list[Consent] = []
        self._suppressions: dict[str, Suppression] = {}
        self._recalled: dict[str, str] = {}

    def add(self, signup: Signup, *, now: datetime, ending: Ending | None = None) -> Tie:
        """Make a subscription, and the person if need be; with an ``ending``, one that is over."""
        key = signup.mailbox.key
        if key not in self._people:
            self._people[key] = _person(signup, now)
        tie = Tie(id=random_id(), state=signup.state, started_at=now)
        self._fresh[tie.id] = {
            "id": tie.id,
            "address_key": key,
            "newsletter": signup.newsletter,
            "state": signup.state,
            "choice": self._choice(signup),
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
            "choice": self._choice(signup),
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

    def recall(self, address_key: str, former_id: str) -> None:
        """Know a person by the id that another system had for them; the first one stands."""
        self._recalled.setdefault(address_key, former_id)

    def apply(self, connection: Connection) -> None:
        """Write all of it. Whatever another process did meanwhile to the same rows stands."""
        self._insert_subscriptions(connection)
        self._recall_all(connection)
        _update(connection, SubscriptionState.UNCONFIRMED, self._confirmed, {"state": SubscriptionState.CONFIRMED})
        self._renew_all(connection)
        self._end_all(connection)
        self._append_acts(connection)
        barred = [(each.address_key, each.reason, each.since, each.source) for each in self._suppressions.values()]
        insert_new(connection, suppressions, ("address_key", "reason", "since", "source"), barred)

    def _justify(self, tie: Tie, reasons: Iterable[Ground]) -> None:
        self._acts += [consent_of(tie.id, ground) for ground in reasons]

    def _choice(self, signup: Signup) -> dict[str, Any]:
        """The row of their wishes, made once for all who wish the same."""
        wished = (signup.newsletter, signup.wishes)
        if wished not in self._choices:
            self._choices[wished] = choice_of(*wished)
        return self._choices[wished]

    def _insert_subscriptions(self, connection: Connection) -> None:
        if not self._fresh:
            return
        # Sorted, so that two imports at once wait for each other instead of blocking each other for good.
        insert_new(connection, subscribers, _PERSON, [self._people[key] for key in sorted(self._people)])
        statement = select(subscribers.c.address_key, subscribers.c.key)
        people = statement.where(is_among_texts(connection, subscribers.c.address_key, self._people))
        keys = dict(connection.execute(people).all())
        settled = _settled(connection, self._fresh)
        rows = [(keys[row["address_key"]], 0, *(row[name] for name in _TIED)) for row in settled.values()]
        insert_new(connection, subscriptions, ("subscriber_key", "watermark", *_TIED), rows)

    def _recall_all(self, connection: Connection) -> None:
        if not self._recalled:
            return
        this = (subscribers.c.address_key == bindparam("who"), subscribers.c.former_id.is_(None))
        statement = update(subscribers).where(*this).values(former_id=bindparam("known_as"))
        connection.execute(
            statement, [{"who": who, "known_as": known} for who, known in sorted(self._recalled.items())]
        )

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
        wanted = {act.subscription_id for act in self._acts if act.subscription_id}
        if not wanted:
            return
        # Another process may have made the same subscription first; then ours was never written. One that was there
        # is held, so that whoever erases its reader waits and finds these acts as well.
        there = _there(connection, wanted & self._fresh.keys()) | _there(
            connection, wanted - self._fresh.keys(), is_held=True
        )
        acts = [act for act in self._acts if act.subscription_id in there]
        ConsentLedger(connection).append(acts, are_new=frozenset(self._fresh))


def _there(connection: Connection, ids: set[str], *, is_held: bool = False) -> set[str]:
    if not ids:
        return set()
    query = select(subscriptions.c.id).where(is_among_texts(connection, subscriptions.c.id, ids))
    return set(connection.scalars(query.with_for_update(read=True, key_share=True) if is_held else query))


def _update(connection: Connection, state: SubscriptionState, ids: Collection[str], values: dict[str, Any]) -> None:
    if not ids:
        return
    statement = update(subscriptions).where(subscriptions.c.state == state, subscriptions.c.id.in_(list(ids)))
    connection.execute(statement.values(values))


def _settled(connection: Connection, rows: Mapping[str, dict[str, Any]]) -> dict[str, dict[str, Any]]:
    """The rows with their choices by id. They join when they start: composing finds from where each reads on."""
    if not rows:
        return {}
    choice_ids = keep(connection, (row["choice"] for row in rows.values()))
    settled = {}
    for which, row in rows.items():
        settled[which] = row | {"choice_id": choice_ids[row["choice"]["fingerprint"]], "joins_at": row["started_at"]}
        del settled[which]["choice"]
    return settled


def _person(signup: Signup, now: datetime) -> tuple[Any, ...]:
    mailbox = signup.mailbox
    return (random_id(), mailbox.shown, mailbox.key, mailbox.address, signup.name or mailbox.name, now)


def _end(ending: Ending | None) -> dict[str, Any]:
    if ending is None:
        return {"ended_at": None, "ended_by": None, "ended_source": None}
    return {"ended_at": ending.at, "ended_by": ending.by, "ended_source": ending.source}


def consent_of(subscription_id: str, ground: Ground) -> Consent:
    """A ground as the act of the ledger that it is."""
    return Consent(
        subscription_id=subscription_id,
        act=ConsentAct.GIVEN,
        kind=ground.kind,
        wording=ground.wording,
        version=ground.version,
        recorded_at=ground.recorded_at,
        given_at=ground.given_at,
        file_name=ground.file_name,
        file_hash=ground.file_hash,
        system=ground.system,
        column=ground.column,
        page=ground.page,
        network=ground.network,
    )


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
