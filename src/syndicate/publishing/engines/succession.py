"""One scheduler after the other: when the settings change, the next goes on where the last has finished."""

from __future__ import annotations

from typing import TYPE_CHECKING

from syndicate.publishing.engines.timetable import GATHERING

if TYPE_CHECKING:
    from collections.abc import Callable

    from syndicate.publishing.engines.scheduler import Scheduler
    from syndicate.publishing.settings import SettingsInForce
    from syndicate.publishing.wiring import Parts


class Succession:
    """The engine by the settings in force; what is in flight is finished by those that it began with.

    For one thread, which asks now and then by `follow`; the settings are read wherever, and jobs woken from anywhere.
    """

    def __init__(self, settings: SettingsInForce, make: Callable[[Parts, bool], Scheduler]) -> None:
        """``make`` makes the engine of some parts, and is told whether it is the first; `follow` starts that."""
        self._settings = settings
        self._make = make
        self._engine: Scheduler | None = None

    def follow(self) -> bool:
        """Have the steps taken by the settings in force, if they are not yet; whether others took force.

        It waits for what is in flight.
        """
        parts = self._settings.parts
        if parts is self._settings.scheduled:
            return False
        if self._engine:
            self._engine.stop()
        self._engine = self._make(parts, self._engine is None)
        self._engine.start()
        self._settings.scheduled = parts
        return True

    def gather(self) -> None:
        """Have the sources at hand read soon, and the feeds written; before the first engine there is no need to.

        While one engine follows another nothing is lost: the next begins with every look.
        """
        engine = self._engine
        if engine:
            engine.wake(GATHERING)

    def stop(self) -> None:
        """Finish what is in flight, start nothing more."""
        if self._engine:
            self._engine.stop()
