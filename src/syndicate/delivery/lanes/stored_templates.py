"""Templates that lie with the provider while an edition is sent, and are taken away when it is at its end."""

from __future__ import annotations

import logging
from threading import Thread
from typing import TYPE_CHECKING

from sqlalchemy import delete, select

from syndicate.errors import SyndicateError
from syndicate.storage.inserts import insert_into
from syndicate.storage.states import EditionState
from syndicate.storage.tables import editions, stored_templates

if TYPE_CHECKING:
    from syndicate.clock import Clock
    from syndicate.delivery.carriers import Carrier
    from syndicate.delivery.model import Mailing
    from syndicate.storage import Database

log = logging.getLogger(__name__)

#: Editions of which nothing leaves any more, unless a person puts something back: then they are stored anew.
_AT_THEIR_END = (EditionState.CLOSED, EditionState.STOPPED, EditionState.DISCARDED)


class StoredTemplates:
    """Has what a mailing needs stored with the provider, once a run, beside the calls: until then, calls carry it."""

    def __init__(self, *, database: Database, clock: Clock, carrier: Carrier) -> None:
        """Take the parts."""
        self._database = database
        self._clock = clock
        self._carrier = carrier
        self._begun: set[str] = set()

    def prepare(self, mailing: Mailing) -> None:
        """Begin to store it, unless that was begun before."""
        if mailing.key in self._begun or self._carrier.answers_at_once:
            return
        self._begun.add(mailing.key)
        Thread(target=self._store, args=[mailing], name="template", daemon=True).start()

    def _store(self, mailing: Mailing) -> None:
        try:
            name = self._carrier.prepare(mailing)
            if name is not None:
                self._keep(name, mailing.edition_id)
        except SyndicateError as error:
            log.warning("the template of edition %s is not kept track of: %s", mailing.edition_id, error)

    def _keep(self, name: str, edition_id: str) -> None:
        key = select(editions.c.key).where(editions.c.id == edition_id).scalar_subquery()
        row = {"name": name, "carrier": self._carrier.name, "edition_key": key, "made_at": self._clock.now()}
        with self._database.write() as connection:
            statement = insert_into(connection, stored_templates).values(row)
            connection.execute(statement.on_conflict_do_nothing())


def remove_ended(database: Database, carrier: Carrier) -> None:
    """Take away what lies with that carrier for editions that are at their end; what cannot be now, is later."""
    query = select(stored_templates.c.name).join(editions, editions.c.key == stored_templates.c.edition_key)
    query = query.where(stored_templates.c.carrier == carrier.name, editions.c.state.in_(_AT_THEIR_END))
    with database.read() as connection:
        names = connection.execute(query).scalars().all()
    for name in names:
        try:
            carrier.remove(name)
        except SyndicateError as error:
            log.warning("the template %s is not removed yet: %s", name, error)
            return
        with database.write() as connection:
            connection.execute(delete(stored_templates).where(stored_templates.c.name == name))
