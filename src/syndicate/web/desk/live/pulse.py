"""Looks at rows while pages are open: how what is on its way fares, and whether anything of the first page changed."""

from __future__ import annotations

import logging
from dataclasses import dataclass
from threading import Event, Thread
from typing import TYPE_CHECKING

from sqlalchemy import func, select
from sqlalchemy.exc import SQLAlchemyError

from syndicate.errors import SyndicateError
from syndicate.publishing.under_way import under_way
from syndicate.storage.tables import articles, drafts, editions, heroes, releases, sources
from syndicate.web.desk.live.sending import shape

if TYPE_CHECKING:
    from collections.abc import Callable
    from types import TracebackType
    from typing import Self

    from syndicate.delivery.status.lines import EditionStatus
    from syndicate.publishing.wiring import Parts
    from syndicate.web.desk.live.streams import Streams

log = logging.getLogger("syndicate.watch")

#: Seconds between two looks.
PERIOD = 1.5


@dataclass(frozen=True, kw_only=True, slots=True)
class _Seen:
    """What a look found; ``signature`` differs when something did that the first page shows."""

    sending: tuple[EditionStatus, ...] = ()
    signature: object = None


class Pulse:
    """Looks every `PERIOD` seconds, in a thread, at whatever process may have written; and not while nobody listens."""

    def __init__(self, parts: Callable[[], Parts], streams: Streams) -> None:
        """``parts`` are asked for anew at each look."""
        self._parts = parts
        self._streams = streams
        self._stop = Event()
        self._thread = Thread(target=self._run, name="pulse", daemon=True)

    def __enter__(self) -> Self:
        self._thread.start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._stop.set()
        self._thread.join()

    def _run(self) -> None:
        seen = _Seen()
        while not self._stop.wait(PERIOD):
            if not len(self._streams):
                seen = _Seen()
                continue
            try:
                seen = self._look(seen)
            except (SyndicateError, SQLAlchemyError) as error:
                log.debug("the rows could not be looked at: %s", type(error).__name__)

    def _look(self, before: _Seen) -> _Seen:
        parts = self._parts()
        now = tuple(under_way(parts, before.sending))
        # Once more when the last has gone, so that no page shows for ever what is over.
        if now or before.sending:
            self._streams.tell("sending", {"editions": [shape(look) for look in now]})
        signature = _signature(parts)
        if before.signature is not None and signature != before.signature:
            self._streams.tell("today")
        return _Seen(sending=now, signature=signature)


def _signature(parts: Parts) -> object:
    """What differs when something does that the first page shows: how many of each state there are, and the newest.

    Of articles indexes alone are asked: what lies behind a long text is slow to reach. That a text was revised is seen
    by the watch of its file.
    """
    counts = [
        select(editions.c.state, func.count(), func.max(editions.c.frozen_at)).group_by(editions.c.state),
        select(articles.c.status, func.count()).group_by(articles.c.status),
        select(func.max(articles.c.sequence)),
        select(func.max(releases.c.number)),
        select(heroes.c.state, func.count()).group_by(heroes.c.state),
        select(sources.c.name, sources.c.last_error),
        select(func.count(), func.sum(drafts.c.version)),
    ]
    with parts.database.read() as connection:
        return [sorted(map(tuple, connection.execute(query)), key=repr) for query in counts]
