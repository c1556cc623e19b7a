"""Where subscribers and subscriptions are kept."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from sqlalchemy import Table, func, select, update
from sqlalchemy.dialects import postgresql, sqlite

from syndicate.audience.model import (
    EndedBy,
    Outcome,
    Signup,
    Subscriber,
    Subscription,
    SubscriptionState,
)
from syndicate.ids import random_id
from syndicate.storage.tables import subscribers, subscriptions

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence
    from datetime import datetime

    from sqlalchemy import Row, Select
    from sqlalchemy.engine import Connection

    from syndicate.audience.addresses import Address

#: Rows fetched at a time where a list has no end.
PAGE = 1_000


class AudienceStore:
    """The audience, seen through one transaction."""

    def __init__(self, connection: Connection) -> None:
        """Work in the transaction that ``connection`` is in; committing it is the caller's."""
        self._connection = connection

    def subscribe(  # noqa: PLR0913 (a subscription's facts, each by name)
        self,
        address: Address,
        newsletter: str,
        *,
        cadence: str,
        now: datetime,
        name: str | None = None,
        state: SubscriptionState = SubscriptionState.CONFIRMED,
        sections: Sequence[str] = (),
        time_zone: str | None = None,
        language: str | None = None,
        renew: bool = False,
    ) -> Outcome:
        """Tie one address to one newsletter; see `subscribe_all`."""
        signup = Signup(
            address=address,
            newsletter=newsletter,
            cadence=cadence,
            name=name,
            state=state,
            sections=tuple(sections),
            time_zone=time_zone,
            language=language,
        )
        return self.subscribe_all([signup], now=now, renew=renew)[0]

    def subscribe_all(self, signups: Sequence[Signup], *, now: datetime, renew: bool = False) -> list[Outcome]:
        """Carry out the sign-ups in turn; the outcomes stand in the same order.

        Nobody is subscribed twice, and who ended a subscription stays away: the outcome is then
        `Outcome.ENDED_BEFORE`. Only ``renew``, which states that the person asked for it again,
        takes up the old subscription with the new wishes. A person who is known keeps the name.
        """
        people = self._ids_of(signups, now)
        states = self._states_of(people.values())
        outcomes, fresh = [], []
        for signup in signups:
            tie = (people[signup.address.key], signup.newsletter)
            outcome = _outcome(states.get(tie), renew=renew)
            if outcome is Outcome.ADDED:
                fresh.append(_new_row(signup, tie[0], now))
            elif outcome is Outcome.RENEWED:
                self._renew(tie, signup, now)
            if outcome in {Outcome.ADDED, Outcome.RENEWED}:
                states[tie] = signup.state
            outcomes.append(outcome)
        self._insert_new(subscriptions, fresh)
        return outcomes

    def end(self, subscription_id: str, now: datetime, by: EndedBy) -> bool:
        """End a subscription; whether this call did it. Unknown or ended already: ``False``."""
        statement = (
            update(subscriptions)
            .where(subscriptions.c.id == subscription_id, subscriptions.c.state != SubscriptionState.ENDED)
            .values(state=SubscriptionState.ENDED, ended_at=now, ended_by=by)
        )
        return self._connection.execute(statement).rowcount == 1

    def count(self, newsletter: str) -> int:
        """How many confirmed recipients the newsletter has."""
        statement = select(func.count()).select_from(subscriptions).where(_is_confirmed(newsletter))
        return self._connection.execute(statement).scalar_one()

    def is_confirmed(self, subscription_id: str) -> bool:
        """Whether mail may go out for this subscription now; asked again just before each delivery."""
        statement = select(subscriptions.c.state).where(subscriptions.c.id == subscription_id)
        found: str | None = self._connection.execute(statement).scalar_one_or_none()
        return found == SubscriptionState.CONFIRMED

    def get(self, subscription_id: str) -> Subscription | None:
        """The subscription with its subscriber."""
        row = self._connection.execute(_joined().where(subscriptions.c.id == subscription_id)).one_or_none()
        return _subscription(row) if row else None

    def all(self, newsletter: str | None = None) -> Iterator[Subscription]:
        """Every subscription in any state, of one newsletter or of all, by address; read as it is used up."""
        statement = _joined().order_by(subscribers.c.address_key, subscriptions.c.newsletter)
        if newsletter is not None:
            statement = statement.where(subscriptions.c.newsletter == newsletter)
        with self._connection.execute(statement, execution_options={"yield_per": PAGE}) as rows:
            yield from map(_subscription, rows)

    def _ids_of(self, signups: Sequence[Signup], now: datetime) -> dict[str, str]:
        wanted = {signup.address.key: signup for signup in reversed(signups)}
        # Sorted, so that two imports at once wait for each other instead of blocking each other for good.
        self._insert_new(
            subscribers,
            [
                {
                    "id": random_id(),
                    "address": wanted[key].address.shown,
                    "address_key": key,
                    "mailbox": wanted[key].address.mailbox,
                    "name": wanted[key].name or wanted[key].address.name,
                    "created_at": now,
                }
                for key in sorted(wanted)
            ],
        )
        statement = select(subscribers.c.address_key, subscribers.c.id).where(subscribers.c.address_key.in_(wanted))
        return {row.address_key: row.id for row in self._connection.execute(statement)}

    def _states_of(self, subscriber_ids: Iterable[str]) -> dict[tuple[str, str], SubscriptionState]:
        statement = select(subscriptions).where(subscriptions.c.subscriber_id.in_(list(subscriber_ids)))
        found = self._connection.execute(statement)
        return {(row.subscriber_id, row.newsletter): SubscriptionState(row.state) for row in found}

    def _renew(self, tie: tuple[str, str], signup: Signup, now: datetime) -> None:
        statement = update(subscriptions).where(
            subscriptions.c.subscriber_id == tie[0], subscriptions.c.newsletter == tie[1]
        )
        wishes = {**_wishes(signup), "started_at": now, "ended_at": None, "ended_by": None}
        self._connection.execute(statement.values(wishes))

    def _insert_new(self, table: Table, rows: list[dict[str, Any]]) -> None:
        if not rows:
            return
        # Another process may have added the same person since we looked; both are content then.
        dialect = sqlite if self._connection.dialect.name == "sqlite" else postgresql
        self._connection.execute(dialect.insert(table).on_conflict_do_nothing(), rows)


def _outcome(state: SubscriptionState | None, *, renew: bool) -> Outcome:
    if state is None:
        return Outcome.ADDED
    if state is not SubscriptionState.ENDED:
        return Outcome.KNOWN
    return Outcome.RENEWED if renew else Outcome.ENDED_BEFORE


def _wishes(signup: Signup) -> dict[str, Any]:
    return {
        "state": signup.state,
        "cadence": signup.cadence,
        "sections": list(signup.sections),
        "time_zone": signup.time_zone,
        "language": signup.language,
    }


def _new_row(signup: Signup, subscriber_id: str, now: datetime) -> dict[str, Any]:
    tie = {"id": random_id(), "subscriber_id": subscriber_id, "newsletter": signup.newsletter}
    return {**tie, **_wishes(signup), "started_at": now}


def _joined() -> Select[Any]:
    person = (subscribers.c.address, subscribers.c.mailbox, subscribers.c.name, subscribers.c.created_at)
    return select(subscriptions, *person).join(subscribers)


def _is_confirmed(newsletter: str) -> Any:
    confirmed = subscriptions.c.state == SubscriptionState.CONFIRMED
    return (subscriptions.c.newsletter == newsletter) & confirmed


def _subscription(row: Row[Any]) -> Subscription:
    return Subscription(
        id=row.id,
        subscriber=Subscriber(
            id=row.subscriber_id,
            address=row.address,
            mailbox=row.mailbox,
            name=row.name,
            created_at=row.created_at,
        ),
        newsletter=row.newsletter,
        state=SubscriptionState(row.state),
        cadence=row.cadence,
        sections=tuple(row.sections),
        time_zone=row.time_zone,
        language=row.language,
        started_at=row.started_at,
        ended_at=row.ended_at,
        ended_by=EndedBy(row.ended_by) if row.ended_by else None,
    )
