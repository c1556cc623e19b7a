"""Mistakes that could have been made, each a patch of the real code: what the simulation has to find."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, replace
from typing import Any

from sqlalchemy import Integer, bindparam, literal, select, update

from syndicate.delivery import freezing, ledger
from syndicate.delivery.carriers.ses import answers, entries
from syndicate.delivery.control import Control
from syndicate.delivery.doubt import settling as doubts
from syndicate.delivery.doubt.store import DoubtStore
from syndicate.delivery.doubt.verdicts import DoubtPolicy, DoubtVerdict, Evidence
from syndicate.delivery.events import consequences, effects
from syndicate.delivery.events.sqs import EventQueue
from syndicate.delivery.freeze_store import FreezeStore
from syndicate.delivery.lanes import claiming, sending
from syndicate.delivery.lanes import loop as lanes
from syndicate.delivery.lanes.batch_store import BatchStore
from syndicate.delivery.lanes.claiming import Claim
from syndicate.delivery.lanes.loop import Lanes
from syndicate.delivery.ledger import Ledger
from syndicate.delivery.model import DeliveryState, TryLater
from syndicate.delivery.pace.state import CarrierState
from syndicate.delivery.slice_statements import KEYS, members
from syndicate.digests import had, planning
from syndicate.digests.due import next_slice
from syndicate.digests.model import Edition, EditionState
from syndicate.digests.occurrence_store import OccurrenceStore
from syndicate.digests.store import EditionStore
from syndicate.digests.variant_store import VariantStore
from syndicate.storage.tables import counters, deliveries, subscriptions


@dataclass(frozen=True, kw_only=True)
class SeededBug:
    """A mistake in a sentence, and what it puts in the place of what: owner, name and value of each.

    One that shows under a ``policy`` for doubt alone is looked for under that.
    """

    sentence: str
    patches: tuple[tuple[Any, str, Any], ...]
    policy: DoubtPolicy | None = None

    @contextmanager
    def made(self) -> Iterator[None]:
        """Let the product make this mistake meanwhile."""
        before = [(owner, name, getattr(owner, name)) for owner, name, _ in self.patches]
        for owner, name, value in self.patches:
            setattr(owner, name, value)
        try:
            yield
        finally:
            for owner, name, value in before:
                setattr(owner, name, value)


def _bug(sentence: str, owner: Any, name: str, value: Any, *further: tuple[Any, str, Any]) -> SeededBug:
    return SeededBug(sentence=sentence, patches=((owner, name, value), *further))


def _nothing(*_: Any, **__: Any) -> None:
    return None


# --- lanes and claims ------------------------------------------------------------------

_claim = Lanes._claim  # noqa: SLF001


def _begin_before_the_commit(self: Lanes, connection: Any, run: Any) -> Claim:
    claim = _claim(self, connection, run)
    self._go_on(run, claim)
    return Claim()


def _all_of_the_batch(self: Ledger, batch: Any, *_: Any) -> Any:
    del self
    return batch


def _claims(results: Sequence[Any]) -> list[Any]:
    return [result.claim for result in results]


def _nobody_else_lives(database: Any, sender: str, now: Any) -> list[Any]:
    del now
    with database.read() as connection:
        return [batch for batch in BatchStore(connection).open() if batch.claimed_by != sender]


def _no_orphans(*_: Any) -> list[Any]:
    return []


def _done_but_for_claims(self: Ledger, edition_id: str) -> bool:
    return not self.counts(edition_id)[DeliveryState.PENDING]


def _without_pace(self: Any, recipients: int, now: Any, seconds: float, rate: float | None) -> Any:
    del now, seconds, rate
    return replace(self, sent_24h=self.sent_24h + recipients)


_NO_EPOCH = (deliveries.c.key == bindparam("this"), bindparam("batch", type_=Integer) >= 0)

# --- answers ---------------------------------------------------------------------------

_sort_fault = answers.sort_fault


def _again_after_500(fault: Any, parties: Any = None) -> Any:
    if fault.status >= 500:  # noqa: PLR2004
        return TryLater(reason="SES is out of order", counts=False)
    return _sort_fault(fault, parties)


def _not_reached(fault: Any) -> TryLater:
    return TryLater(reason=f"SES cannot be reached: {fault.message}", counts=False)


# --- doubt and events ------------------------------------------------------------------


def _blindly(evidence: Evidence) -> DoubtVerdict:
    del evidence
    return DoubtVerdict(is_resent=True, reason="it was in doubt for long enough")


def _doubt_bug(sentence: str, verdict: Any) -> SeededBug:
    return replace(_bug(sentence, doubts, "judged", verdict), policy=DoubtPolicy.RECONCILE)


def _if_the_stream_lives(evidence: Evidence) -> DoubtVerdict:
    return DoubtVerdict(is_resent=evidence.is_later_heard, reason="a later mail was heard of")


_put_back = DoubtStore.put_back


def _put_back_uncounted(self: DoubtStore, edition: Any, which: Any) -> int:
    count = _put_back(self, edition, which)
    self._connection.execute(
        update(deliveries)
        .where(deliveries.c.resends > 0, deliveries.c.state == DeliveryState.PENDING)
        .values(resends=deliveries.c.resends - 1)
    )
    return count


def _decide_uncounted(self: DoubtStore, which: Any, state: DeliveryState, reason: str) -> int:
    statement = update(deliveries).where(deliveries.c.state == DeliveryState.UNCERTAIN, which)
    return self._connection.execute(statement.values(state=state, reason=reason)).rowcount


_more_sums = effects.more_sums


def _more_sums_each_time(before: Any, fresh: Any, history: Any) -> Any:
    sums = _more_sums(before, fresh, history)
    return {
        key: replace(held, submitted=sum(before[each].edition_key == key for each in fresh))
        for key, held in sums.items()
    }


def _newest(fate: Any, other: Any) -> Any:
    del fate
    return other


_delete, _taken = EventQueue._delete, EventQueue._taken  # noqa: SLF001


def _deleted_first(self: EventQueue, pool: Any, messages: Sequence[dict[str, Any]]) -> Any:
    handles = [message["ReceiptHandle"] for message in messages]
    for start in range(0, len(handles), 10):
        _delete(self, handles[start : start + 10])
    return _taken(self, pool, messages)


# --- freezes and selections ------------------------------------------------------------

_open, _add_groups = EditionStore.open, OccurrenceStore.add_groups


def _at_once(self: EditionStore, edition: Edition, *given: Any) -> None:
    _open(self, edition, *given)
    self._set(edition.id, state=EditionState.SENDING)


def _cursor_first(database: Any, edition_id: str, decision: Any, size: int) -> Any:
    """The watermarks are moved when the slice is fetched, in a transaction of their own."""
    with database.write(is_steady=True) as connection:
        store = FreezeStore(connection)
        found = store.get(edition_id)
        if found is None or found.is_over:
            return freezing.FreezeStep(is_last=True)
        ids, wide = decision.choice_ids, decision.is_wide
        taken = next_slice(connection, found.turn, ids, found.frozen_through, size, is_wide=wide)
        fitting = members(found, store.known(found, decision, taken.keys), is_of_everybody=decision.is_of_everybody)
        rows = [dict(row) for row in connection.execute(select(fitting), {KEYS: taken.keys}).mappings()]
        for row in rows:
            this = update(subscriptions).where(subscriptions.c.key == row["key"])
            connection.execute(this.values(watermark=row["moves_to"]))
    with database.write(is_steady=True) as connection:
        store = FreezeStore(connection)
        for row in rows:
            this = update(subscriptions).where(subscriptions.c.key == row["key"])
            [group] = [group for group in decision.groups if group.key == row["group_key"]]
            connection.execute(this.values(watermark=group.from_watermark))
        written = store.carry_out(found, decision, taken)
    return freezing.FreezeStep(written=written, is_last=taken.is_last)


def _further_than_was_looked(self: FreezeStore, *_: Any) -> None:
    newest = select(counters.c.value).where(counters.c.name == "releases").scalar_subquery() + 1
    self._connection.execute(update(subscriptions).values(watermark=newest))


def _unwritten(self: OccurrenceStore, key: int, groups: Sequence[Any], *further: Any) -> None:
    plain = [replace(group, decision=replace(group.decision, exclusions=())) for group in groups]
    _add_groups(self, key, plain, *further)


def _nobody_has_anything() -> Any:
    return literal(value=False)


def _never(*_: Any) -> bool:
    return False


#: By name.
SEEDED_BUGS: Mapping[str, SeededBug] = {
    "sent-before-claim": _bug("a call begins before the claim is committed", Lanes, "_claim", _begin_before_the_commit),
    "retried-on-500": _bug("a 500 is taken for not accepted", entries, "sort_fault", _again_after_500),
    "lost-is-unreached": _bug("a lost answer is taken for nobody there", entries, "sort_break", _not_reached),
    "lease-without-epoch": _bug(
        "an answer is written whoever has the claim now",
        ledger,
        "_ACCEPTED",
        ledger._accepted(*_NO_EPOCH),  # noqa: SLF001
        (ledger, "_OTHERS", ledger._others(*_NO_EPOCH, ledger._IS_CLAIMED)),  # noqa: SLF001
    ),
    "record-overwrites": _bug(
        "an answer overwrites what is known already",
        ledger,
        "_OTHERS",
        ledger._others(*ledger._THIS),  # noqa: SLF001
    ),
    "taken-from-the-living": _bug(
        "claims are settled whose process is alive", sending, "abandoned", _nobody_else_lives
    ),
    "orphans-forgotten": _bug(
        "claims of a commit whose answer was lost are not given back", sending, "orphans", _no_orphans
    ),
    "closed-too-early": _bug("an edition is closed while claims are out", Ledger, "is_done", _done_but_for_claims),
    "suppression-ignored": _bug(
        "who may not be mailed any more is not asked at the claim", Ledger, "exclude_unmailable", _all_of_the_batch
    ),
    "hold-ignored": _bug("nobody asks at the claim whether the edition may go", claiming, "gate", _nothing),
    "withdrawn-still-leaves": _bug(
        "nobody asks at the claim whether a story was withdrawn", VariantStore, "must_change", _never
    ),
    "limiter-forgets": _bug("the pace is not written down", CarrierState, "took", _without_pace),
    "watcher-gives-back-lost": _bug(
        "the watcher forgets a mail whose answer was lost",
        lanes,
        "certainly_not_sent",
        _claims,
        (sending, "certainly_not_sent", _claims),
    ),
    "doubt-put-back-blindly": _doubt_bug("doubt is put back after a wait, unproven", _blindly),
    "doubt-without-completeness": _doubt_bug(
        "that the stream lives is proof enough, complete or not", _if_the_stream_lives
    ),
    "resend-uncounted": _bug("a mail is put back as if it were the first", DoubtStore, "put_back", _put_back_uncounted),
    "resolved-uncounted": _bug("what a person resolves is not in the sums", DoubtStore, "decide", _decide_uncounted),
    "events-counted-each-time": _bug(
        "each event counts its mail as submitted", consequences, "more_sums", _more_sums_each_time
    ),
    "newest-event-wins": _bug("the newest event says what became of a mail", effects, "higher", _newest),
    "bounce-unheeded": _bug("a hard bounce bars nobody", consequences, "barred_by", _nothing),
    "deleted-before-applied": _bug(
        "events are deleted from the queue before they are applied", EventQueue, "_taken", _deleted_first
    ),
    "cursor-at-fetch": _bug(
        "watermarks move when a slice is fetched, not when it is written", freezing, "carry_out_slice", _cursor_first
    ),
    "leaves-while-freezing": _bug("mails leave before the last of them is written", EditionStore, "open", _at_once),
    "stop-half-done": _bug("what waits of a stopped edition is left waiting", Control, "finish_stop", _nothing),
    "had-unasked": _bug("nobody is asked what they have had", had, "_counts", _nobody_has_anything),
    "others-unasked": _bug("another newsletter is not asked", planning, "had_since", _nothing),
    "decided-too-far": _bug(
        "all are decided for further than was looked", FreezeStore, "_move_watermarks", _further_than_was_looked
    ),
    "left-out-unwritten": _bug("what is left out is not written", OccurrenceStore, "add_groups", _unwritten),
}
