"""Presses of the button to leave are committed together: those that come while others are written wait for the next.

Each is answered once it is durable. A commit takes as long for fifty as for one, and many readers press at once: just
after an edition has reached them.
"""

from __future__ import annotations

import asyncio
from dataclasses import dataclass
from typing import TYPE_CHECKING

from starlette.concurrency import run_in_threadpool

from syndicate.audience.store import AudienceStore

if TYPE_CHECKING:
    from collections.abc import Sequence

    from syndicate.audience.model import Ending
    from syndicate.storage import Database

#: The most that are committed together, so that no other writer waits for long.
MOST = 100


@dataclass(frozen=True, kw_only=True, slots=True)
class _Press:
    subscription_id: str
    ending: Ending
    is_written: asyncio.Future[None]


class Presses:
    """Ends subscriptions for whoever awaits it; for one event loop."""

    def __init__(self, database: Database) -> None:
        """Write into that database."""
        self._database = database
        self._waiting: list[_Press] = []
        self._writing: asyncio.Task[None] | None = None

    async def end(self, subscription_id: str, ending: Ending) -> None:
        """End a subscription; returns when that is committed. One that is unknown or ended already stays as it is.

        Raises:
            SyndicateError: the database cannot be written; nothing was changed.
        """
        loop = asyncio.get_running_loop()
        press = _Press(subscription_id=subscription_id, ending=ending, is_written=loop.create_future())
        self._waiting.append(press)
        if self._writing is None or self._writing.done():
            self._writing = loop.create_task(self._write_all())
        await press.is_written

    async def _write_all(self) -> None:
        while self._waiting:
            some, self._waiting = self._waiting[:MOST], self._waiting[MOST:]
            try:
                await run_in_threadpool(self._write, some)
            except Exception as error:  # noqa: BLE001 - whatever it was, it is theirs who wait for it
                await self._one_by_one(some, error)
            else:
                _answer(some)

    async def _one_by_one(self, some: Sequence[_Press], error: Exception) -> None:
        """What failed together is tried alone, so that one row that another process holds stops nobody else."""
        if len(some) == 1:
            _answer(some, error)
            return
        for press in some:
            try:
                await run_in_threadpool(self._write, [press])
            except Exception as own:  # noqa: BLE001 - the same
                _answer([press], own)
            else:
                _answer([press])

    def _write(self, some: Sequence[_Press]) -> None:
        with self._database.write() as connection:
            AudienceStore(connection).end_all([(press.subscription_id, press.ending) for press in some])


def _answer(some: Sequence[_Press], error: Exception | None = None) -> None:
    for press in some:
        if press.is_written.done():  # whoever pressed has hung up
            continue
        if error is None:
            press.is_written.set_result(None)
        else:
            press.is_written.set_exception(error)
