"""Listed readers are stored in batches: what is known is loaded, decided on and changed in one transaction."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from syndicate.audience.changes import AudienceChanges, TieKey
from syndicate.audience.comings import begin_subscribing
from syndicate.audience.imports.decisions import decide, state_of
from syndicate.audience.imports.request import ImportOutcome
from syndicate.audience.imports.words import Standing
from syndicate.audience.model import EndedBy, Ending, Signup, Tie
from syndicate.audience.store import AudienceStore

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import datetime

    from sqlalchemy import Connection

    from syndicate.audience.imports.listed import ListedReader
    from syndicate.audience.imports.request import ImportRequest
    from syndicate.storage import Database


@dataclass(kw_only=True, slots=True)
class _Known:
    """What is known of the people of a batch, kept true while rows are decided."""

    ties: dict[TieKey, Tie] = field(default_factory=dict)
    suppressed: set[str] = field(default_factory=set)
    erased: set[str] = field(default_factory=set)
    asked: dict[str, datetime | None] = field(default_factory=dict)

    def asked_at(self, tie: Tie | None) -> datetime | None:
        """ListedDate the person asked; where no ground was ever kept, when the subscription began."""
        return self.asked.get(tie.id, tie.started_at) if tie else None

    def learn(self, tie: Tie, reader: ListedReader) -> None:
        """Remember the grounds that a row brought."""
        given = [ground.given_at for ground in reader.grounds if ground.given_at]
        if known := self.asked.get(tie.id):
            given.append(known)
        self.asked[tie.id] = max(given, default=None)

    def update(self, other: _Known) -> None:
        self.ties.update(other.ties)
        self.suppressed |= other.suppressed
        self.asked.update(other.asked)


class BatchWriter:
    """Stores batches of one list; a rehearsal decides the same and remembers what it would have written."""

    def __init__(self, database: Database, request: ImportRequest) -> None:
        """Write into the database, or rehearse on it."""
        self._database = database
        self._request = request
        self._rehearsed = _Known()

    def write(self, readers: Sequence[ListedReader]) -> list[ImportOutcome]:
        """Decide on each reader in turn and store it all; the outcomes stand in the same order."""
        if self._request.is_rehearsal:
            with self._database.read() as connection:
                known = _load(self._store(connection), readers)
            known.update(self._rehearsed_of(readers, known))
            outcomes, _ = self._decide(readers, known)
            self._rehearsed.update(known)
            return outcomes
        with self._database.write() as connection:
            begin_subscribing(connection)
            outcomes, changes = self._decide(readers, _load(self._store(connection), readers))
            changes.apply(connection)
        return outcomes

    def _store(self, connection: Connection) -> AudienceStore:
        return AudienceStore(connection, self._request.digests)

    def _rehearsed_of(self, readers: Sequence[ListedReader], known: _Known) -> _Known:
        keys = {(reader.mailbox.key, reader.newsletter) for reader in readers if reader.newsletter}
        ties = {key: self._rehearsed.ties[key] for key in keys if key in self._rehearsed.ties}
        addresses = {reader.mailbox.key for reader in readers}
        ids = {tie.id for tie in (*ties.values(), *known.ties.values())}
        asked = {which: self._rehearsed.asked[which] for which in ids if which in self._rehearsed.asked}
        return _Known(ties=ties, suppressed=addresses & self._rehearsed.suppressed, asked=asked)

    def _decide(self, readers: Sequence[ListedReader], known: _Known) -> tuple[list[ImportOutcome], AudienceChanges]:
        changes = AudienceChanges()
        return [self._one(reader, known, changes) for reader in readers], changes

    def _one(self, reader: ListedReader, known: _Known, changes: AudienceChanges) -> ImportOutcome:
        if reader.mailbox.key in known.erased:
            return ImportOutcome.ERASED
        key = (reader.mailbox.key, reader.newsletter or "")
        tie = known.ties.get(key)
        is_suppressed = reader.mailbox.key in known.suppressed
        outcome = decide(reader, tie, is_suppressed=is_suppressed, asked_at=known.asked_at(tie))
        if reader.suppression and not is_suppressed:
            changes.suppress(reader.suppression)
            known.suppressed.add(reader.mailbox.key)
        changed = self._change(reader, tie, outcome, changes)
        if reader.former_id:
            changes.recall(reader.mailbox.key, reader.former_id)
        if changed:
            known.ties[key] = changed
            known.learn(changed, reader)
        return outcome

    def _change(
        self, reader: ListedReader, tie: Tie | None, outcome: ImportOutcome, changes: AudienceChanges
    ) -> Tie | None:
        """Write down what the outcome means; gives the subscription as it stands then, if the row touched it."""
        now = self._request.now
        if tie is None:
            if reader.newsletter is None or outcome is ImportOutcome.BARRED:
                return None
            return changes.add(self._signup(reader), now=reader.started_at or now, ending=self._ending(reader))
        if outcome is ImportOutcome.ENDED and (ending := self._ending(reader)):
            return changes.end(tie, ending)
        if outcome is ImportOutcome.CONFIRMED:
            return changes.confirm(tie, reader.grounds)
        if outcome is ImportOutcome.KNOWN:
            changes.justify(tie, reader.grounds)
            return tie
        return None

    def _signup(self, reader: ListedReader) -> Signup:
        return Signup(
            mailbox=reader.mailbox,
            newsletter=str(reader.newsletter),
            name=reader.name,
            state=state_of(reader),
            wishes=reader.wishes,
            paused_until=reader.paused_until,
            grounds=reader.grounds,
        )

    def _ending(self, reader: ListedReader) -> Ending | None:
        if reader.standing is not Standing.ENDED:
            return None
        now = self._request.now
        at = min(reader.ended.at, now) if reader.ended else now
        return Ending(at=at, by=reader.ended_by or EndedBy.IMPORT, source=reader.source or None)


def _load(store: AudienceStore, readers: Sequence[ListedReader]) -> _Known:
    keys = {reader.mailbox.key for reader in readers}
    ties = store.ties(keys)
    asked: dict[str, datetime | None] = {}
    if any(reader.ended for reader in readers):
        asked = store.asked_at(tie.id for tie in ties.values())
    return _Known(ties=ties, suppressed=store.suppressed(keys), erased=store.erased(keys), asked=asked)
