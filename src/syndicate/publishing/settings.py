"""The settings of a process that goes on: a file that is saved takes their place whole, or not at all.

What weighs waits for a person's word, because a file may be saved in parts, each of which is good by itself.
"""

from __future__ import annotations

import logging
import os
from dataclasses import dataclass, replace
from enum import Enum, auto
from threading import Lock
from typing import TYPE_CHECKING

from syndicate.config.examining import usable
from syndicate.config.own_address import bound_to
from syndicate.errors import Complaint, ConfigError, SyndicateError
from syndicate.publishing.beginnings import begin
from syndicate.publishing.newsletters import newsletters_of
from syndicate.publishing.shelves import shelves_of
from syndicate.publishing.weighty import weighty_changes

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping
    from pathlib import Path

    from syndicate.config import Config
    from syndicate.publishing.wiring import Parts

log = logging.getLogger("syndicate.settings")

#: What a process takes hold of at its start and keeps: its database, its listeners, the key that signs links.
KEPT = ("database", "web", "desk")
#: Seconds that a file has to be left alone before steps go by it.
REST = 2.0


class ReadOutcome(Enum):
    """What came of reading the file: it says the SAME as before, RENEWED the settings, was WITHHELD or REFUSED.

    WITHHELD: it is good, and changes what weighs, so it waits whole for a person's word.
    """

    SAME = auto()
    RENEWED = auto()
    WITHHELD = auto()
    REFUSED = auto()


@dataclass(frozen=True, kw_only=True, slots=True)
class SettingsState:
    """How it stands: the parts that are in force, and what is wrong with the file if that is not what they are of.

    ``waiting`` are keys that only the next start puts in force; ``withheld`` are those by which the whole file waits
    for a person's word. Both are dotted, in the order of the file's model; of a file that is withheld nothing else is
    ``waiting``.
    """

    parts: Parts
    complaints: tuple[Complaint, ...] = ()
    waiting: tuple[str, ...] = ()
    withheld: tuple[str, ...] = ()


class SettingsInForce:
    """The settings in force. Any thread may read the file; who asks for `parts` gets the old ones or the new ones."""

    def __init__(
        self, parts: Parts, *, written: Config | None = None, environ: Mapping[str, str] | None = None
    ) -> None:
        """Begin with those of the start; ``environ`` is the process's own unless given.

        ``written`` is the configuration of the parts as its file has it, where a port that is open there was filled in.
        """
        self._environ = environ
        self._reading = Lock()
        self._start = parts.config
        self._written = written or parts.config
        self._rests_at = 0.0
        self.state = SettingsState(parts=parts)
        #: Called when others have taken force, or wait for a person's word, by whoever read them.
        self.on_renewed: Callable[[], None] = lambda: None
        #: By which parts the steps are taken in this process; ``None``: no step is.
        self.scheduled: Parts | None = None

    @property
    def parts(self) -> Parts:
        """The parts by the settings in force."""
        return self.state.parts

    @property
    def file(self) -> Path:
        """The file."""
        return self._start.path

    @property
    def is_ahead(self) -> bool:
        """Whether steps of this process are still taken by settings of before."""
        return self.scheduled is not None and self.scheduled is not self.parts

    @property
    def unrest(self) -> float:
        """Seconds until the file has been left alone for long enough to have steps go by it; 0: it has."""
        return max(0.0, self._rests_at - self.parts.clock.monotonic())

    def read(self, *, by_word: bool = False) -> ReadOutcome:
        """Read the file; if it is good and changes nothing that weighs, it is in force when this returns.

        ``by_word`` of a person, all that is good is. What is wrong with it, or waits, is logged once.
        """
        with self._reading:
            self._rests_at = 0.0 if by_word else self.parts.clock.monotonic() + REST
            reading = self._read(by_word=by_word)
        if reading in {ReadOutcome.RENEWED, ReadOutcome.WITHHELD}:
            self.on_renewed()
        return reading

    def _read(self, *, by_word: bool) -> ReadOutcome:
        try:
            written = usable(self.file, self._environ)
            withheld = () if by_word else self._weighty(written)
            return self._withhold(withheld) if withheld else self._take(written)
        except ConfigError as error:
            return self._refuse(error.complaints)
        except SyndicateError as error:
            return self._refuse(_complaint_of(error, self.file))

    def _weighty(self, written: Config) -> tuple[str, ...]:
        return weighty_changes(self.parts.config, _as_started(written, self._start))

    def _withhold(self, keys: tuple[str, ...]) -> ReadOutcome:
        state = self.state
        self.state = SettingsState(parts=state.parts, withheld=keys)
        if self.state == state:
            return ReadOutcome.SAME
        log.warning("the settings stay as they were, until %s or the next start, for %s", word(), ", ".join(keys))
        return ReadOutcome.WITHHELD

    def _take(self, written: Config) -> ReadOutcome:
        state, waiting = self.state, waiting_keys(self._written, written)
        config = _as_started(written, self._start)
        parts = renewed_parts(state.parts, config)
        parts.publisher  # noqa: B018 - what cannot be made is said now, and not when it is first needed
        is_same = says_the_same(config, state.parts.config)
        if is_same and self.scheduled is state.parts:  # lines have moved at most: no step has to be taken anew
            self.scheduled = parts
        self.state = SettingsState(parts=parts, waiting=waiting)
        if is_same:
            is_told = state.complaints or state.withheld or waiting != state.waiting
            return ReadOutcome.RENEWED if is_told else ReadOutcome.SAME
        log.info("%s was read anew and is in force", self.file)
        return ReadOutcome.RENEWED

    def _refuse(self, complaints: tuple[Complaint, ...]) -> ReadOutcome:
        if complaints == self.state.complaints:
            return ReadOutcome.SAME
        self.state = SettingsState(parts=self.state.parts, complaints=complaints)
        told = "\n".join(map(str, complaints))
        log.error("the settings stay as they were, because the file cannot be used:\n%s", told)
        return ReadOutcome.REFUSED


def word() -> str:
    """What a person says at this process's machine to put in force what is withheld."""
    return f"`kill -HUP {os.getpid()}`"


def renewed_parts(parts: Parts, config: Config) -> Parts:
    """The parts by another configuration, on the same database and clock, with the same keys.

    Raises:
        SyndicateError: a shelf or the database cannot be used.
    """
    shelves, newsletters = shelves_of(config), newsletters_of(config)
    begin(parts.database, parts.clock, config, newsletters, parts.address_digests)
    return replace(
        parts,
        config=config,
        links=parts.links.at(config.site.url, media_url=config.images.base_url),
        feeds_shelf=shelves.feeds,
        media_shelf=shelves.media,
        newsletters=newsletters,
        editors=tuple(editor.address for editor in config.editorial.editors),
    )


def says_the_same(config: Config, other: Config) -> bool:
    """Whether both have the same values, wherever these stand."""
    return all(getattr(config, section) == getattr(other, section) for section in type(config).model_fields)


def waiting_keys(before: Config, after: Config) -> tuple[str, ...]:
    """The keys of `KEPT` sections that differ, as ``web.port``."""
    found: list[str] = []
    for section in KEPT:
        old, new = getattr(before, section), getattr(after, section)
        names = type(new).model_fields
        found += [f"{section}.{name}" for name in names if getattr(old, name) != getattr(new, name)]
    return tuple(found)


def _as_started(written: Config, start: Config) -> Config:
    """What was written, on the database and the listeners of the start."""
    kept = written.model_copy(update={section: getattr(start, section) for section in KEPT})
    return bound_to(kept, start.web.port)


def _complaint_of(error: SyndicateError, file: Path) -> tuple[Complaint, ...]:
    return (Complaint(where=error.where or str(file), message=error.message),)
