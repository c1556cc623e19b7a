"""Whom a changed default of a newsletter moves: told before it does."""

from __future__ import annotations

from typing import TYPE_CHECKING

from syndicate.digests.default_store import DefaultStore
from syndicate.digests.defaults import defaults_of, moves

if TYPE_CHECKING:
    from collections.abc import Iterable

    from syndicate.digests.defaults import Move
    from syndicate.digests.newsletters import Newsletter
    from syndicate.storage import Database


def coming_moves(database: Database, newsletters: Iterable[Newsletter]) -> list[Move]:
    """What the next start that publishes moves, newsletter by newsletter.

    Readers are counted only if something changed.
    """
    found: list[Move] = []
    with database.read() as connection:
        store = DefaultStore(connection)
        for newsletter in newsletters:
            before, after = store.in_force(newsletter.name), defaults_of(newsletter)
            if before is not None and before != after:
                found += moves(newsletter.name, before, after, store.readers(newsletter.name))
    return found


def put_in_force(database: Database, newsletters: Iterable[Newsletter]) -> None:
    """Keep the newsletters' defaults as those of a start that publishes."""
    with database.write() as connection:
        for newsletter in newsletters:
            DefaultStore(connection).put_in_force(newsletter.name, defaults_of(newsletter))
