"""Names that a person gives on the command line, against those there are."""

from __future__ import annotations

from typing import TYPE_CHECKING

from syndicate.digests.occurrence_store import OccurrenceStore
from syndicate.errors import UnknownNameError

if TYPE_CHECKING:
    from collections.abc import Iterable

    from sqlalchemy import Connection

    from syndicate.config import Config


def see_known(kind: str, name: str, known: Iterable[str]) -> None:
    """Let a known name pass.

    Raises:
        UnknownNameError: there is no such thing of that kind, which is a word such as ``newsletter``.
    """
    there_are = sorted(known)
    if name not in there_are:
        message = f"there is no {kind} {name}"
        raise UnknownNameError(message, code=f"{kind}-unknown", hint=f"There are: {', '.join(there_are) or 'none'}.")


def sources_known(config: Config, connection: Connection) -> set[str]:
    """Sources of the configuration, and those that were in it before: their articles are still there."""
    from syndicate.articles.source_store import SourceStore

    return {source.name for source in config.sources} | SourceStore(connection).names()


def newsletters_known(config: Config, connection: Connection) -> set[str]:
    """Newsletters of the configuration, and those that were in it before: their subscriptions are still there."""
    return {newsletter.name for newsletter in config.newsletters} | OccurrenceStore(connection).begun()
