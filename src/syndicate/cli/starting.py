"""What stands before a start: a configuration without complaints, and a database that answers."""

from __future__ import annotations

from threading import Event
from typing import TYPE_CHECKING

from syndicate.clock import SystemClock
from syndicate.errors import ConfigError, UnavailableError

if TYPE_CHECKING:
    from syndicate.cli.session import Session
    from syndicate.clock import Clock
    from syndicate.config import Config
    from syndicate.config.knocking import Knocked

#: Seconds between two looks whether the database is up.
_STEP = 1.0


def ready(session: Session, stop: Event, clock: Clock | None = None) -> Config | None:
    """The configuration to start on, once its database answers; ``None`` when ``stop`` was set meanwhile.

    Raises:
        ConfigError: what ``config check`` complains of.
        UnavailableError: the database does not answer, as long as ``[database] wait`` says.
    """
    config = session.examined(knocks=False).config
    knocked = _awaited(session, config, stop, clock or SystemClock())
    if stop.is_set():
        return None
    _tell(session, config, knocked)
    return config


def _awaited(session: Session, config: Config, stop: Event, clock: Clock) -> Knocked:
    """What came of knocking, again and again while the server is down and there is patience left."""
    from syndicate.config.knocking import knock_at

    knocked = knock_at(config)
    if knocked.is_down and config.database.wait:
        session.say("The database does not answer yet; waiting for it …")
    end = clock.monotonic() + config.database.wait.total_seconds()
    while knocked.is_down and clock.monotonic() < end and not stop.wait(_STEP):
        knocked = knock_at(config)
    return knocked


def _tell(session: Session, config: Config, knocked: Knocked) -> None:
    from syndicate.config import complaints_of

    for warning in complaints_of(config, filter(None, [knocked.warning])):
        session.warn(f"warning: {warning}")
    errors = complaints_of(config, filter(None, [knocked.error]))
    if errors and knocked.is_down:
        raise UnavailableError(errors[0].message, code="database-failed", where=errors[0].where)
    if errors:
        raise ConfigError(errors)
