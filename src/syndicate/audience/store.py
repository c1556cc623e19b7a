"""Where subscribers and subscriptions are kept."""

from __future__ import annotations

from dataclasses import fields
from operator import itemgetter
from typing import TYPE_CHECKING, Any

from sqlalchemy import and_, bindparam, case, delete, exists, func, literal, null, or_, select, update

from syndicate.audience.changes import AudienceChanges, TieKey, withdrawal
from syndicate.audience.choices import choice_of, keep, wishes_of
from syndicate.audience.comings import begin_subscribing
from syndicate.audience.consents import ConsentLedger
from syndicate.audience.erasures import Erasures
from syndicate.audience.mailable import is_mailable
from syndicate.audience.model import (
    NO_WISHES,
    Consent,
    EndedBy,
    Ending,
    Ground,
    Signup,
    SignupResult,
    SkippedSlot,
    Subscriber,
    Subscription,
    SubscriptionState,
    Suppression,
    Tie,
    Wishes,
)
from syndicate.audience.reader_filter import EVERYBODY
from syndicate.storage.states import ConsentAct
from syndicate.storage.tables import choices, consents, skips, subscribers, subscriptions, suppressions
from syndicate.storage.text_lists import is_among_texts
from syndicate.storage.types import Utc

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence
    from datetime import datetime, timedelta

    from sqlalchemy import ColumnElement, Row, Select
    from sqlalchemy.engine import Connection

    from syndicate.audience.digests import AddressDigests
    from syndicate.audience.reader_filter import ReaderFilter
    from syndicate.text.mailboxes import Mailbox

#: Whoever may pause, or pause for another time.
_MAY_PAUSE = (SubscriptionState.CONFIRMED, SubscriptionState.PAUSED)
#: Rows fetched at a time where a list has no end.
PAGE = 1_000


class AudienceStore:
    """The audience, seen through one transaction."""

    def __init__(self, connection: Connection, digests: AddressDigests | None = None) -> None:
        """Work in the transaction that ``connection`` is in; committing it is the caller's.

        Whoever subscribes people by it gives the ``digests``, by which those are known who were erased.
        """
        self._connection = connection
        self._erasures = Erasures(connection, digests) if digests else None

    def subscribe(
        self,
        mailbox: Mailbox,
        newsletter: str,
        *,
        now: datetime,
        name: str | None = None,
        state: SubscriptionState = SubscriptionState.CONFIRMED,
        wishes: Wishes = NO_WISHES,
        renew: bool = False,
        grounds: Sequence[Ground] = (),
    ) -> SignupResult:
        """Tie one address to one newsletter; see `subscribe_all`."""
        signup = Signup(
            mailbox=mailbox,
            newsletter=newsletter,
            name=name,
            state=state,
            wishes=wishes,
            grounds=tuple(grounds),
        )
        return self.subscribe_all([signup], now=now, renew=renew)[0]

    def subscribe_all(self, signups: Sequence[Signup], *, now: datetime, renew: bool = False) -> list[SignupResult]:
        """Carry out the sign-ups in turn; the outcomes stand in the same order.

        Nobody is subscribed twice, a suppressed address is not subscribed at all, and who ended a
        subscription stays away: the outcome is then `SignupResult.ENDED_BEFORE`. So does who was erased. Only
        ``renew``, which states that the person asked for it again, takes up the old subscription with the new wishes,
        or takes in again who was erased. A person who is known keeps the name.
        """
        begin_subscribing(self._connection)
        keys = [signup.mailbox.key for signup in signups]
        ties, suppressed, erased = self.ties(keys), self.suppressed(keys), self.erased(keys)
        if renew and self._erasures:
            erased = {key for key in erased if not self._erasures.lift(key)}
        changes = AudienceChanges()
        outcomes = []
        for signup in signups:
            key = (signup.mailbox.key, signup.newsletter)
            tie = ties.get(key)
            outcome = _outcome(signup, tie, is_suppressed=key[0] in suppressed, renew=renew)
            outcome = SignupResult.ERASED if key[0] in erased else outcome
            outcomes.append(outcome)
            if outcome is SignupResult.ADDED:
                ties[key] = changes.add(signup, now=now)
            elif outcome is SignupResult.RENEWED and tie:
                ties[key] = changes.renew(tie, signup, now=now)
            elif outcome is SignupResult.CONFIRMED and tie:
                ties[key] = changes.confirm(tie, signup.grounds)
        changes.apply(self._connection)
        return outcomes

    def ties(self, address_keys: Iterable[str]) -> dict[TieKey, Tie]:
        """What is known of the subscriptions of these addresses, ended ones too."""
        wanted = (subscribers.c.address_key, subscriptions.c.newsletter)
        columns = (*wanted, subscriptions.c.id, subscriptions.c.state, subscriptions.c.started_at)
        statement = select(*columns).join_from(subscriptions, subscribers)
        rows = self._connection.execute(statement.where(self._among(subscribers.c.address_key, address_keys)))
        return {
            (row.address_key, row.newsletter): Tie(
                id=row.id, state=SubscriptionState(row.state), started_at=row.started_at
            )
            for row in rows
        }

    def suppressed(self, address_keys: Iterable[str]) -> set[str]:
        """Which of the addresses nobody may write to."""
        key = suppressions.c.address_key
        return set(self._connection.scalars(select(key).where(self._among(key, address_keys))))

    def _among(self, column: ColumnElement[Any], texts: Iterable[str]) -> ColumnElement[bool]:
        return is_among_texts(self._connection, column, set(texts))

    def erased(self, address_keys: Iterable[str]) -> set[str]:
        """Which of the addresses were forgotten; nobody, where no digests were given."""
        return self._erasures.among(set(address_keys)) if self._erasures else set()

    def asked_at(self, subscription_ids: Iterable[str]) -> dict[str, datetime | None]:
        """When each person last asked for the subscription, by its grounds; those without any are left out."""
        statement = select(consents.c.subscription_id, func.max(consents.c.given_at, type_=Utc))
        wanted = (consents.c.subscription_id.in_(set(subscription_ids)), consents.c.act == ConsentAct.GIVEN)
        found = self._connection.execute(statement.where(*wanted).group_by(consents.c.subscription_id))
        return dict(found.all())

    def grounds_of(self, subscription_ids: Iterable[str]) -> dict[str, list[Ground]]:
        """The grounds of each subscription, in the order in which they were written down."""
        found = ConsentLedger(self._connection).of(subscription_ids)
        return {which: [_ground(act) for act in acts if act.act is ConsentAct.GIVEN] for which, acts in found.items()}

    def suppressions_of(self, address_keys: Iterable[str]) -> dict[str, Suppression]:
        """Why nobody may write to those of the addresses of which that is so."""
        statement = select(suppressions).where(suppressions.c.address_key.in_(set(address_keys)))
        rows = self._connection.execute(statement).mappings()
        return {row["address_key"]: Suppression(**row) for row in rows}

    def suppress(self, suppression: Suppression) -> bool:
        """Let nobody write to an address; whether this call did it. The first reason stands."""
        if self.suppressed([suppression.address_key]):
            return False
        changes = AudienceChanges()
        changes.suppress(suppression)
        changes.apply(self._connection)
        return True

    def unsuppress(self, address_key: str) -> bool:
        """Lift a suppression; whether there was one. Subscriptions stand as they stood."""
        statement = delete(suppressions).where(suppressions.c.address_key == address_key)
        return self._connection.execute(statement).rowcount == 1

    def suppressions_alone(self) -> Iterator[Suppression]:
        """Every suppression of an address that has no subscription, by address; read as it is used up."""
        has_tie = exists().where(
            subscribers.c.address_key == suppressions.c.address_key, subscriptions.c.subscriber_key == subscribers.c.key
        )
        statement = select(suppressions).where(~has_tie).order_by(suppressions.c.address_key)
        with self._connection.execute(statement, execution_options={"yield_per": PAGE}) as rows:
            for row in rows.mappings():
                yield Suppression(**row)

    def of_address(self, address_key: str, newsletter: str | None = None) -> list[Subscription]:
        """The subscriptions of one address, in any state, by newsletter."""
        statement = _joined().where(subscribers.c.address_key == address_key).order_by(subscriptions.c.newsletter)
        if newsletter is not None:
            statement = statement.where(subscriptions.c.newsletter == newsletter)
        return [_subscription(row) for row in self._connection.execute(statement)]

    def of_former(self, former_id: str) -> list[Subscription]:
        """The subscriptions of the person whom another system knew so, the newest first; of several people none."""
        statement = _joined().where(subscribers.c.former_id == former_id).order_by(subscriptions.c.key.desc())
        found = [_subscription(row) for row in self._connection.execute(statement)]
        return found if len({each.subscriber.id for each in found}) == 1 else []

    def end(self, subscription_id: str, ending: Ending) -> bool:
        """End a subscription; whether this call did it. Unknown or ended already: ``False``."""
        return self.end_all([(subscription_id, ending)]) == 1

    def end_all(self, endings: Sequence[tuple[str, Ending]]) -> int:
        """The same for many, by their ids; how many this call ended. Of two for one subscription the first counts."""
        acts = []
        for subscription_id, ending in sorted(endings, key=itemgetter(0)):  # so that two at once wait in one order
            how = {"at": ending.at, "by": ending.by, "source": ending.source}
            if self._connection.execute(_END, {"which": subscription_id, **how}).rowcount == 1:
                acts.append(withdrawal(subscription_id, ending))
        ConsentLedger(self._connection).append(acts)
        return len(acts)

    def choose(
        self,
        subscription: Subscription,
        wishes: Wishes,
        now: datetime,
        patience: timedelta,
        skipped: Sequence[SkippedSlot] = (),
    ) -> None:
        """Let a subscription have other wishes, from the next edition on that is decided.

        What waits for the reader may wait as long as ``patience`` says, where the new cadence says less, until then.
        Slots that are ``skipped`` by it are written down, unless the reader had them.
        """
        for passed in skipped:
            self._skip(subscription.id, passed, now)
        row = choice_of(subscription.newsletter, wishes)
        choice_id = keep(self._connection, [row])[row["fingerprint"]]
        this = update(subscriptions).where(subscriptions.c.id == subscription.id)
        self._connection.execute(this.values(choice_id=choice_id, patience=_longer(patience)))
        self.look_again(choice_id, now)

    def _skip(self, subscription_id: str, passed: SkippedSlot, now: datetime) -> None:
        upto = subscriptions.c.watermark
        row = (subscriptions.c.key, upto, upto, literal(passed.reason), literal(now, Utc), literal(passed.slot))
        is_open = or_(subscriptions.c.last_slot.is_(None), subscriptions.c.last_slot < passed.slot)
        this = (subscriptions.c.id == subscription_id, subscriptions.c.state == SubscriptionState.CONFIRMED, is_open)
        columns = ["subscription_key", "after_release", "through_release", "reason", "at", "slot"]
        self._connection.execute(skips.insert().from_select(columns, select(*row).where(*this)))

    def pause(self, subscription_id: str, until: datetime | None, *, catches_up: bool) -> None:
        """Mail nothing more to a reader until then, or until `resume`; what is frozen for them still leaves.

        Who ``catches_up`` gets with the next edition after it what came meanwhile, as far as it may wait.
        """
        values = {"state": SubscriptionState.PAUSED, "paused_until": until, "catches_up": catches_up}
        this = update(subscriptions).where(subscriptions.c.id == subscription_id, subscriptions.c.state.in_(_MAY_PAUSE))
        self._connection.execute(this.values(values))

    def resume(self, subscription_id: str, now: datetime) -> None:
        """Let a paused reader come back now."""
        this = and_(subscriptions.c.id == subscription_id, subscriptions.c.state == SubscriptionState.PAUSED)
        choice_ids = self._connection.execute(select(subscriptions.c.choice_id).where(this)).scalars().all()
        self._connection.execute(update(subscriptions).where(this).values(coming_back(now)))
        for choice_id in choice_ids:
            self.look_again(choice_id, now)

    def look_again(self, choice_id: int, now: datetime) -> None:
        """Have it looked whether a story follows the readers of a choice, though none came since."""
        self._connection.execute(update(choices).where(choices.c.id == choice_id).values(instant_again_at=now))

    def count(self, newsletter: str, readers: ReaderFilter = EVERYBODY) -> int:
        """How many recipients the newsletter has: confirmed, not suppressed, and among those ``readers``."""
        statement = select(func.count()).select_from(subscriptions).join(subscribers)
        statement = statement.where(subscriptions.c.newsletter == newsletter, is_mailable(readers))
        return self._connection.execute(statement).scalar_one()

    def is_confirmed(self, subscription_id: str) -> bool:
        """Whether mail may go out for this subscription now; asked again just before each delivery.

        A suppressed address gets none, whatever its subscription says.
        """
        statement = select(subscriptions.c.id).join_from(subscriptions, subscribers)
        statement = statement.where(subscriptions.c.id == subscription_id, is_mailable())
        return self._connection.execute(statement).first() is not None

    def get(self, subscription_id: str) -> Subscription | None:
        """The subscription with its subscriber."""
        row = self._connection.execute(_joined().where(subscriptions.c.id == subscription_id)).one_or_none()
        return _subscription(row) if row else None

    def lock(self, subscription_id: str) -> Subscription | None:
        """The same; nobody else forgets its subscriber, or has them move, until this transaction ends."""
        begin_subscribing(self._connection)  # in the order in which somebody is forgotten
        person = select(subscribers.c.key).join_from(subscriptions, subscribers)
        this = person.where(subscriptions.c.id == subscription_id).with_for_update(of=subscribers)
        return self.get(subscription_id) if self._connection.execute(this).first() else None

    def all(self, newsletter: str | None = None) -> Iterator[Subscription]:
        """Every subscription in any state, of one newsletter or of all, by address; read as it is used up."""
        statement = _joined().order_by(subscribers.c.address_key, subscriptions.c.newsletter)
        if newsletter is not None:
            statement = statement.where(subscriptions.c.newsletter == newsletter)
        with self._connection.execute(statement, execution_options={"yield_per": PAGE}) as rows:
            yield from map(_subscription, rows)


_END = (
    update(subscriptions)
    .where(subscriptions.c.id == bindparam("which"), subscriptions.c.state != SubscriptionState.ENDED)
    .values(
        state=SubscriptionState.ENDED,
        ended_at=bindparam("at"),
        ended_by=bindparam("by"),
        ended_source=bindparam("source"),
    )
)


def _longer(patience: timedelta) -> ColumnElement[Any]:
    """The patience that a subscription has, or this one if it is longer; none at all stays null."""
    seconds = int(patience.total_seconds()) or null()
    return case((subscriptions.c.patience >= patience.total_seconds(), subscriptions.c.patience), else_=seconds)


def coming_back(now: datetime) -> dict[str, Any]:
    """What a subscription holds that was paused until ``now``."""
    joins_at = case((subscriptions.c.catches_up, subscriptions.c.joins_at), else_=literal(now, Utc))
    return {"state": SubscriptionState.CONFIRMED, "paused_until": None, "catches_up": False, "joins_at": joins_at}


def _outcome(signup: Signup, tie: Tie | None, *, is_suppressed: bool, renew: bool) -> SignupResult:
    if is_suppressed:
        return SignupResult.SUPPRESSED
    if tie is None:
        return SignupResult.ADDED
    if tie.state is SubscriptionState.ENDED:
        return SignupResult.RENEWED if renew else SignupResult.ENDED_BEFORE
    gains_ground = tie.state is SubscriptionState.UNCONFIRMED and signup.grounds
    return (
        SignupResult.CONFIRMED if gains_ground and signup.state is SubscriptionState.CONFIRMED else SignupResult.KNOWN
    )


def _joined() -> Select[Any]:
    person = (
        subscribers.c.id.label("subscriber_id"),
        subscribers.c.address,
        subscribers.c.address_key,
        subscribers.c.mailbox,
        subscribers.c.name,
        subscribers.c.created_at,
        subscribers.c.former_id,
    )
    names = ("cadence", "at", "time_zone", "sections", "language", "format", "breaking")
    wishes = tuple(choices.c[name] for name in names)
    statement = select(subscriptions, *wishes, *person, suppressions.c.reason.label("suppressed"))
    statement = statement.join_from(subscriptions, subscribers).join(choices, choices.c.id == subscriptions.c.choice_id)
    return statement.outerjoin(suppressions, suppressions.c.address_key == subscribers.c.address_key)


def _ground(act: Consent) -> Ground:
    return Ground(**{field.name: getattr(act, field.name) for field in fields(Ground)})


def _subscription(row: Row[Any]) -> Subscription:
    return Subscription(
        id=row.id,
        subscriber=Subscriber(
            id=row.subscriber_id,
            address=row.address,
            address_key=row.address_key,
            mailbox=row.mailbox,
            name=row.name,
            created_at=row.created_at,
            former_id=row.former_id,
        ),
        newsletter=row.newsletter,
        state=SubscriptionState(row.state),
        wishes=wishes_of(row),
        paused_until=row.paused_until,
        started_at=row.started_at,
        ended_at=row.ended_at,
        ended_by=EndedBy(row.ended_by) if row.ended_by else None,
        ended_source=row.ended_source,
        suppressed=row.suppressed,
    )
