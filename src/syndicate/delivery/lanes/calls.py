"""Calls to a carrier that are in flight: a seam, so that the lanes do not know whether threads carry them."""

from __future__ import annotations

import logging
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from queue import Empty, SimpleQueue
from traceback import format_exc
from typing import TYPE_CHECKING, Protocol

from syndicate.delivery.model import Answer, Delivery, Mailing, Recipient, Stop, TryLater, Uncertain
from syndicate.delivery.outcome import LONGEST_WORDS, in_words
from syndicate.text.hiding import without_addresses
from syndicate.text.plain import shorten

if TYPE_CHECKING:
    from syndicate.clock import Clock
    from syndicate.delivery.carriers import Carrier

log = logging.getLogger(__name__)

#: Why a claim goes back of which nothing was handed over.
OVERSLEPT = TryLater(reason="the machine slept between the claim and the call", wait_seconds=0.0, counts=False)


@dataclass(frozen=True, kw_only=True, slots=True)
class Call:
    """Recipients of one mailing that are handed over together.

    ``began`` is in seconds of the database's clock. Nothing is handed over after ``start_by``, in seconds of the
    clock that nobody sets: soon after it another process may decide about the claims.
    """

    batch_key: int
    mailing: Mailing
    claims: tuple[Delivery, ...]
    recipients: tuple[Recipient, ...]
    began: float
    began_at: float
    start_by: float


@dataclass(frozen=True, kw_only=True, slots=True)
class AnsweredCall:
    """A call and what came of it, an answer for each recipient; a ``fault`` of ours ends all sending."""

    call: Call
    answers: Sequence[Answer]
    fault: Stop | None = None


class Calls(Protocol):
    """Where calls are in flight."""

    def start(self, call: Call) -> None:
        """Let it begin."""

    def answered(self, seconds: float) -> list[AnsweredCall]:
        """Those that ended since the last look; waits so long for the first, while there are any."""

    def close(self) -> None:
        """Give back what carries them; those in flight end by themselves."""


def make(call: Call, carrier: Carrier, clock: Clock) -> AnsweredCall:
    """Make a call, once. Whatever the carrier does, there is an answer for each recipient."""
    if clock.elapsed() > call.start_by:
        return AnsweredCall(call=call, answers=[OVERSLEPT] * len(call.claims))
    addresses = [recipient.address for recipient in call.recipients]
    try:
        answers = carrier.carry(call.mailing, call.recipients)
        return AnsweredCall(call=call, answers=list(map(in_words, answers, addresses)))
    except Exception as error:  # noqa: BLE001 - told below, without addresses
        told = without_addresses(format_exc(), addresses)
        log.error("edition %s: the carrier broke\n%s", call.mailing.edition_id, told)
        said = without_addresses(f"the carrier broke: {type(error).__name__}: {error}", addresses)
        reason = shorten(said, LONGEST_WORDS)
        stop = Stop(reason=reason, hint="The log has the details; this should not happen, so report it.")
        return AnsweredCall(call=call, answers=[Uncertain(reason=reason)] * len(call.claims), fault=stop)


class InlineCalls:
    """Makes each call at once: for a carrier that answers as fast as it is asked."""

    def __init__(self, carrier: Carrier, clock: Clock) -> None:
        """Take the parts."""
        self._carrier = carrier
        self._clock = clock
        self._answered: list[AnsweredCall] = []

    def start(self, call: Call) -> None:
        """Make it."""
        self._answered.append(make(call, self._carrier, self._clock))

    def answered(self, seconds: float) -> list[AnsweredCall]:
        """Those that were made since the last look; without any, so long passes."""
        calls, self._answered = self._answered, []
        if not calls and seconds > 0:
            self._clock.sleep(seconds)
        return calls

    def close(self) -> None:
        """Nothing is in flight."""


class ThreadCalls:
    """Makes each call in a thread, so that one that hangs keeps no other."""

    def __init__(self, carrier: Carrier, clock: Clock, threads: int) -> None:
        """Take the parts; at most so many are in flight at once."""
        self._carrier = carrier
        self._clock = clock
        self._pool = ThreadPoolExecutor(threads, thread_name_prefix="lane")
        self._answered: SimpleQueue[AnsweredCall] = SimpleQueue()
        self._in_flight = 0

    def start(self, call: Call) -> None:
        """Let a thread make it; without one, nothing was handed over."""
        self._in_flight += 1
        try:
            self._pool.submit(self._make, call)
        except RuntimeError as error:
            later = TryLater(reason=f"no thread for the call: {error}", counts=False)
            self._answered.put(AnsweredCall(call=call, answers=[later] * len(call.claims)))

    def answered(self, seconds: float) -> list[AnsweredCall]:
        """Those that ended since the last look; waits so long for the first."""
        calls = self._ended_already()
        if not calls and seconds > 0:
            if self._in_flight:
                calls = self._first(seconds)
            else:
                self._clock.sleep(seconds)
        self._in_flight -= len(calls)
        return calls

    def close(self) -> None:
        """Let the threads go as soon as their calls end."""
        self._pool.shutdown(wait=False, cancel_futures=True)

    def _make(self, call: Call) -> None:
        self._answered.put(make(call, self._carrier, self._clock))

    def _ended_already(self) -> list[AnsweredCall]:
        calls: list[AnsweredCall] = []
        while not self._answered.empty():
            calls.append(self._answered.get_nowait())
        return calls

    def _first(self, seconds: float) -> list[AnsweredCall]:
        try:
            return [self._answered.get(timeout=seconds), *self._ended_already()]
        except Empty:
            return []
