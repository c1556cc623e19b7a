"""What a mail to one person is about: read from its wish, its subscription and the newsletters that there are."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date
from typing import TYPE_CHECKING

from sqlalchemy import select

from syndicate.audience.joins.store import JoinStore
from syndicate.digests.choice_store import ChoiceStore
from syndicate.digests.explaining.coming import next_occurrence
from syndicate.digests.newsletters import Welcome
from syndicate.storage.states import CadenceKind, JoinKind, SubscriptionState, TransactionalKind
from syndicate.storage.tables import subscriptions, transactional_mails

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping
    from datetime import datetime

    from sqlalchemy import Connection, RowMapping

    from syndicate.delivery.transactional.model import OpenMail
    from syndicate.digests.newsletters import Newsletter


@dataclass(frozen=True, kw_only=True, slots=True)
class MailSubject:
    """What a mail is about: newsletters in their order, the first of them whose mail it is.

    ``subscriptions`` are the reader's, by newsletter, where the mail is about any. Of a single newsletter ``next_on``
    is the local date of the next edition, as far as it has one, and ``follows_stories`` says that it has none.
    ``is_for_link``: its reader asked for the link to their choices, and for no newsletter.
    """

    newsletters: tuple[Newsletter, ...]
    subscriptions: Mapping[str, RowMapping] = field(default_factory=dict)
    next_on: date | None = None
    follows_stories: bool = False
    is_for_link: bool = False


@dataclass(frozen=True, kw_only=True, slots=True)
class MailSubjects:
    """Looks up what mails are about, within one transaction."""

    connection: Connection
    newsletters: Mapping[str, Newsletter]

    def of(self, mail: OpenMail, now: datetime) -> MailSubject:
        """What the mail is about; where none of it is configured any more, the first newsletter that is."""
        about = MailSubject(newsletters=(), subscriptions=self._subscriptions(mail))
        match mail.kind:
            case TransactionalKind.CONFIRM | TransactionalKind.KNOWN:
                names = self._wished(mail) or tuple(about.subscriptions)
            case TransactionalKind.WELCOME:
                names = self.greeted(mail, about.subscriptions)
            case TransactionalKind.MOVE | TransactionalKind.MOVED:
                names = tuple(about.subscriptions)
        found = self._known([*([mail.newsletter] if mail.newsletter else []), *names])
        found = found or tuple(self.newsletters.values())[:1]
        if mail.kind is not TransactionalKind.WELCOME:
            is_for_link = mail.kind is TransactionalKind.KNOWN and self._asked_for_link(mail)
            return MailSubject(newsletters=found, subscriptions=about.subscriptions, is_for_link=is_for_link)
        return self.coming(found, about.subscriptions, now)

    def greeted(self, mail: OpenMail, there: Mapping[str, RowMapping]) -> tuple[str, ...]:
        """The newsletters of a welcome: its own, and those of the same wish that have no welcome of their own."""
        others = select(transactional_mails.c.newsletter).where(
            transactional_mails.c.join_id == mail.join_id,
            transactional_mails.c.kind == TransactionalKind.WELCOME,
            transactional_mails.c.id != mail.id,
        )
        elsewhere = set(self.connection.execute(others).scalars()) if mail.join_id else set()
        named = dict.fromkeys([*([mail.newsletter] if mail.newsletter else []), *self._wished(mail)])
        return tuple(
            newsletter.name
            for newsletter in self._known(name for name in named if name not in elsewhere and name in there)
            if newsletter.welcome is not Welcome.NONE
        )

    def coming(self, found: tuple[Newsletter, ...], there: Mapping[str, RowMapping], now: datetime) -> MailSubject:
        """The same with when the next edition comes: of a single newsletter, for of several there is no one date."""
        row = there.get(found[0].name) if len(found) == 1 else None
        if row is None:
            return MailSubject(newsletters=found, subscriptions=there)
        choice = ChoiceStore(self.connection).some(found[0], [row["choice_id"]]).get(row["choice_id"])
        if choice is None or choice.cadence is None:
            return MailSubject(newsletters=found, subscriptions=there)
        if choice.cadence.kind is CadenceKind.INSTANT:
            return MailSubject(newsletters=found, subscriptions=there, follows_stories=True)
        periods: dict[str, str | None] = {
            CadenceKind.WEEKLY: row["last_week"],
            CadenceKind.MONTHLY: row["last_month"],
        }
        coming = next_occurrence(choice, now, last_slot=row["last_slot"], periods=periods)
        return MailSubject(newsletters=found, subscriptions=there, next_on=coming.on if coming else None)

    def _known(self, names: Iterable[str]) -> tuple[Newsletter, ...]:
        return tuple(self.newsletters[name] for name in dict.fromkeys(names) if name in self.newsletters)

    def _asked_for_link(self, mail: OpenMail) -> bool:
        join = JoinStore(self.connection).get(mail.join_id) if mail.join_id else None
        return join is not None and join.kind is JoinKind.JOIN and not join.newsletters

    def _wished(self, mail: OpenMail) -> tuple[str, ...]:
        join = JoinStore(self.connection).get(mail.join_id) if mail.join_id else None
        return join.newsletters if join else ()

    def _subscriptions(self, mail: OpenMail) -> dict[str, RowMapping]:
        """The reader's subscriptions by newsletter; of a move, the mover's."""
        subscription_id = mail.subscription_id
        if subscription_id is None and mail.join_id:
            join = JoinStore(self.connection).get(mail.join_id)
            subscription_id = join.subscription_id if join else None
        if subscription_id is None:
            return {}
        person = select(subscriptions.c.subscriber_key).where(subscriptions.c.id == subscription_id)
        there = subscriptions.c.state.in_([SubscriptionState.CONFIRMED, SubscriptionState.PAUSED])
        query = select(subscriptions).where(subscriptions.c.subscriber_key == person.scalar_subquery(), there)
        rows = self.connection.execute(query.order_by(subscriptions.c.newsletter)).mappings()
        return {row["newsletter"]: row for row in rows}
