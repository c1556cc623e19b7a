"""A welcome by an edition: the newest that is for a new reader becomes a delivery of theirs, and counts as had."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from typing import TYPE_CHECKING

from sqlalchemy import and_, delete, insert, or_, select, true, update

from syndicate.audience.mailable import is_meant
from syndicate.delivery.ledger import Ledger
from syndicate.digests import site_lock
from syndicate.digests.choice_store import ChoiceStore
from syndicate.digests.due import Turn
from syndicate.digests.had import HAD_STATES, lack
from syndicate.digests.model import EditionState
from syndicate.digests.newsletters import Welcome
from syndicate.digests.store import EditionStore
from syndicate.digests.variant_store import DEFAULT
from syndicate.ids import random_id
from syndicate.storage.states import DeliveryState, GroupOutcome
from syndicate.storage.tables import (
    deliveries,
    editions,
    groups,
    occurrences,
    subscribers,
    subscriptions,
    variants,
)

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import datetime
    from typing import Any

    from sqlalchemy import ColumnElement, Connection, RowMapping

    from syndicate.delivery.transactional.occasions import MailSubject, MailSubjects
    from syndicate.digests.model import Edition
    from syndicate.digests.newsletters import Newsletter, ReaderChoice

#: An edition that is older greets nobody.
NEWS_FOR = timedelta(days=7)
_GOES = (EditionState.SENDING, EditionState.CLOSED)


def greeted_by_edition(
    connection: Connection, subjects: MailSubjects, subject: MailSubject, now: datetime
) -> tuple[MailSubject, str | None]:
    """What is left of a welcome once each newsletter that greets by an edition has given one; why nothing is.

    Raises:
        TryLaterError: an edition is being frozen.
    """
    there, left, given = subject.subscriptions, [], []
    for newsletter in subject.newsletters:
        row = there.get(newsletter.name)
        wants_edition = newsletter.welcome is Welcome.EDITION and row is not None
        first = FirstEditions(connection=connection).give(newsletter, row, now) if wants_edition and row else None
        if first is None:
            left.append(newsletter)
        else:
            given.append(first)
    if left:
        return subjects.coming(tuple(left), there, now), None
    return subject, f"by-edition: {', '.join(given)}"


@dataclass(frozen=True, kw_only=True, slots=True)
class FirstEditions:
    """Gives new readers their first edition, within one transaction."""

    connection: Connection

    def give(self, newsletter: Newsletter, subscription: Mapping[Any, Any], now: datetime) -> str | None:
        """Have the newest edition that is for the reader sent to them; its id. ``None``: there is none for them.

        It is theirs like any other: it takes its slot, counts as had, and is left out of what follows. Whoever has had
        anything of the newsletter since they joined, or a story of the edition elsewhere, gets none.

        Raises:
            TryLaterError: an edition is being frozen, so that it is not known who has what.
        """
        if not self._is_meant(newsletter, subscription):
            return None
        choice_id = subscription["choice_id"]
        choice = ChoiceStore(self.connection).some(newsletter, [choice_id]).get(choice_id)
        found = self._newest(newsletter, choice, now) if choice and choice.cadence else None
        if found is None or choice is None or self._has_something(newsletter, subscription):
            return None
        edition = EditionStore(self.connection).lock(found["id"])
        if edition is None or edition.state not in _GOES:
            return None
        with site_lock.held(self.connection, found["occurrence_key"]):
            variant_key, was_done = self._variant(found["key"], choice), Ledger(self.connection).is_done(found["id"])
            if variant_key is None or not self._write(newsletter, found, subscription, variant_key):
                return None
            self._take_turn(newsletter, found, subscription)
            self._let_go(edition, now, was_done=was_done)
        return str(found["id"])

    def _is_meant(self, newsletter: Newsletter, subscription: Mapping[Any, Any]) -> bool:
        if not newsletter.readers:
            return True
        this = select(subscriptions.c.key).where(subscriptions.c.key == subscription["key"])
        return self.connection.execute(this.where(*is_meant(newsletter.readers))).first() is not None

    def _newest(self, newsletter: Newsletter, choice: ReaderChoice, now: datetime) -> RowMapping | None:
        assert choice.cadence is not None  # noqa: S101 - for the type checker
        of_occurrence = (occurrences.c.key.label("occurrence_key"), occurrences.c.period, occurrences.c.slot)
        query = (
            select(editions.c.key, editions.c.id, editions.c.cadence, *of_occurrence)
            .join_from(editions, occurrences, occurrences.c.edition_key == editions.c.key)
            .where(
                editions.c.newsletter == newsletter.name,
                editions.c.cadence == choice.cadence.kind,
                editions.c.state.in_(_GOES),
                editions.c.opened_at > now - NEWS_FOR,
                editions.c.instead_of.is_(None),
                editions.c.audience.is_(None),
                editions.c.thinned_at.is_(None),
            )
            .order_by(editions.c.opened_at.desc(), occurrences.c.key.desc())
        )
        return self.connection.execute(query.limit(1)).mappings().first()

    def _has_something(self, newsletter: Newsletter, subscription: Mapping[Any, Any]) -> bool:
        """Whether an edition is on its way already, or was: the reader needs no other to begin with."""
        query = (
            select(deliveries.c.key)
            .join(editions, editions.c.key == deliveries.c.edition_key)
            .where(deliveries.c.subscription_key == subscription["key"], deliveries.c.state.in_(HAD_STATES))
            .where(editions.c.newsletter == newsletter.name, editions.c.opened_at >= subscription["started_at"])
        )
        return self.connection.execute(query.limit(1)).first() is not None

    def _variant(self, edition_key: int, choice: ReaderChoice) -> int | None:
        """What others of the same choice got who had had nothing else; or what all get, if nothing else was chosen."""
        of_choice = (
            select(groups.c.variant_key)
            .join(occurrences, occurrences.c.key == groups.c.occurrence_key)
            .where(occurrences.c.edition_key == edition_key, groups.c.outcome == GroupOutcome.MAIL)
            .where(groups.c.choice_id == choice.id, groups.c.history == "", groups.c.corrections == "")
            .where(groups.c.variant_key.is_not(None))
            .order_by(groups.c.key.desc())
            .limit(1)
        )
        found = self.connection.execute(of_choice).scalar()
        if found is not None or not choice.is_plain:
            return found
        is_public = and_(variants.c.edition_key == edition_key, variants.c.name == DEFAULT)
        query = select(variants.c.key).where(is_public, variants.c.language == choice.language)
        return self.connection.execute(query).scalar()

    def _write(
        self, newsletter: Newsletter, found: Mapping[Any, Any], subscription: Mapping[Any, Any], variant_key: int
    ) -> bool:
        """Write the delivery, unless the reader has one, or has had a story of it by another edition."""
        person = select(subscribers.c.mailbox, subscribers.c.name)
        to = self.connection.execute(person.where(subscribers.c.key == subscription["subscriber_key"])).one()
        mine = and_(deliveries.c.edition_key == found["key"], deliveries.c.subscription_key == subscription["key"])
        if self.connection.execute(select(deliveries.c.key).where(mine)).first() is not None:
            return False
        row = {
            "id": random_id(),
            "edition_key": found["key"],
            "subscription_key": subscription["key"],
            "variant_key": variant_key,
            "address": to.mailbox,
            "name": to.name,
            "state": DeliveryState.PENDING,
            "attempts": 0,
        }
        self.connection.execute(insert(deliveries).values(row))
        fits: list[ColumnElement[bool]] = lack(self.connection, newsletter.name, found["key"])
        if self.connection.execute(select(deliveries.c.key).where(mine, *fits)).first() is None:
            self.connection.execute(delete(deliveries).where(mine))
            return False
        return True

    def _take_turn(self, newsletter: Newsletter, found: Mapping[Any, Any], subscription: Mapping[Any, Any]) -> None:
        """The slot and the period are the reader's now, unless they had later ones."""
        said = {name: found[name] for name in ("cadence", "slot", "period")}
        turn = Turn(newsletter=newsletter.name, **said)
        for column, value in turn.taken(true()).items():
            is_later = or_(subscriptions.c[column].is_(None), subscriptions.c[column] < value)
            this = and_(subscriptions.c.key == subscription["key"], is_later if isinstance(value, str) else true())
            self.connection.execute(update(subscriptions).where(this).values({column: value}))

    def _let_go(self, edition: Edition, now: datetime, *, was_done: bool) -> None:
        """One more mail of the edition is to leave; where no other waited, from now on, so that it is not late."""
        this = editions.c.id == edition.id
        self.connection.execute(update(editions).where(this).values(mails=editions.c.mails + 1))
        if edition.state is EditionState.CLOSED:
            EditionStore(self.connection).resume(edition.id, now)
        elif was_done:
            EditionStore(self.connection).postpone(edition.id, now)
