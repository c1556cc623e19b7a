"""Follows what is saved: settings take force, templates are tried, articles are read; open pages are told."""

from __future__ import annotations

import logging
from contextlib import suppress
from functools import partial
from threading import Event, RLock, Thread
from typing import TYPE_CHECKING

from syndicate.delivery.lanes.run import NeverStop
from syndicate.errors import BadDataError, Complaint, SyndicateError
from syndicate.publishing.settings import ReadOutcome
from syndicate.shipped import TEMPLATES
from syndicate.web.desk.live.unsettled import source_folders
from syndicate.web.desk.live.watching import FolderWatch, watch_of_file

if TYPE_CHECKING:
    from collections.abc import Iterable
    from pathlib import Path
    from types import TracebackType
    from typing import Self

    from syndicate.publishing.steps import PublishingStep
    from syndicate.publishing.wiring import Parts
    from syndicate.web.desk.live.state import LiveState

log = logging.getLogger("syndicate.watch")

#: Seconds between two looks for files that have settled, if none is known to be due sooner.
_LOOK_SECONDS = 1.0
#: Seconds after a template was saved until it is tried with stories of our own.
_TRY_SECONDS = 0.4
_NEVER = NeverStop()


class Following:
    """Watches the files of a newsroom while it is open, and has the desk go by what they say.

    Whoever else reads the settings anew says so by `settings_read`.
    """

    def __init__(self, live: LiveState) -> None:
        """Follow its settings' files; tell its pages."""
        self._live = live
        self._settings, self._streams, self._unsettled = live.settings, live.streams, live.unsettled
        self._acting = RLock()
        self._stop = Event()
        self._saved = Event()
        self._gathers = Event()
        self._clock = live.settings.parts.clock
        self._tries_at: float | None = None
        self._folders: FolderWatch | None = None
        self._watched: frozenset[Path] = frozenset()
        self._file = watch_of_file(live.settings.file, self._file_changed)
        self._settling = Thread(target=self._settle, name="settle", daemon=True)

    def __enter__(self) -> Self:
        self._file.start()
        self._watch_folders()
        self._settling.start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._stop.set()
        self._saved.set()
        self._file.stop()
        if self._folders:
            self._folders.stop()
        self._settling.join()

    def gather(self) -> None:
        """Have every source collected soon, where no schedule does."""
        self._gathers.set()
        self._saved.set()

    # --- settings --------------------------------------------------------------------

    def _file_changed(self, paths: set[Path]) -> None:
        del paths
        self.settings_read(self._settings.read())

    def settings_read(self, reading: ReadOutcome) -> None:
        """Follow the settings after they were read."""
        with self._acting:
            if reading is ReadOutcome.REFUSED:
                self._tell_broken(self._settings.state.complaints)
            elif reading is ReadOutcome.RENEWED:
                self._unsettled.look_again(self._settings.parts)
                self._streams.tell_news("repaint", {"what": "settings"})
                self._tell_mended()
                self._watch_folders()
                self._try_soon()
            elif reading is ReadOutcome.WITHHELD:
                self._tell_mended()  # the file is good, and open pages ask for what stands above them

    # --- templates and articles ------------------------------------------------------

    def _watch_folders(self) -> None:
        parts = self._settings.parts
        folders = frozenset({*template_folders(parts), *source_folders(parts).values()})
        if folders == self._watched:
            return
        old, self._folders = self._folders, FolderWatch(folders, partial(self._changed, folders))
        self._watched = folders
        self._folders.start()
        if old:
            old.stop_soon()

    def _changed(self, roots: frozenset[Path], paths: set[Path]) -> None:
        with self._acting:
            parts = self._settings.parts
            if _within(paths, template_folders(parts)):
                self._templates_changed()
            folders = source_folders(parts)
            if came := {path for path in paths & roots if path.is_dir()}:  # anything may be in it
                self._collect({name for name, folder in folders.items() if folder in came})
            if written := _within(paths - roots, folders.values()):
                self._articles_changed(self._unsettled.look(parts, written))

    def _templates_changed(self) -> None:
        self._streams.tell_news("repaint", {"what": "templates"})
        self._try_soon()

    def _try_soon(self) -> None:
        """Try the templates when pages have had the time to show them; a page keeps what it can still show."""
        self._tries_at = self._clock.monotonic() + _TRY_SECONDS
        self._saved.set()

    def _try_if_due(self) -> None:
        if self._tries_at is None or self._clock.monotonic() < self._tries_at:
            return
        self._tries_at = None
        with self._acting:
            before, now = self._live.template_faults, self._faults_of_all()
            self._live.template_faults = now
            if now:
                self._tell_broken(now)
            elif before:
                self._tell_mended()
                self._streams.tell_news("repaint", {"what": "templates"})

    def _faults_of_all(self) -> tuple[Complaint, ...]:
        """What is wrong with the templates of every newsletter; those that several have are tried once."""
        parts, found, tried = self._settings.parts, dict[str, Complaint](), set[object]()
        for newsletter, section in zip(parts.newsletters, parts.config.newsletters, strict=True):
            if section.templates not in tried:
                tried.add(section.templates)
                found |= {str(each): each for each in _faults(parts, newsletter.name)}
        return tuple(found.values())

    def _articles_changed(self, ids: Iterable[str]) -> None:
        self._saved.set()
        self._streams.tell_news("repaint", {"what": "articles", "articles": sorted(ids)})

    # --- storing what has settled ----------------------------------------------------

    def _settle(self) -> None:
        """Ask for the steps that store, as soon as files have settled; for a thread."""
        while not self._stop.is_set():
            self._saved.wait(self._patience())
            self._saved.clear()
            try:
                self._try_if_due()
                if not self._stop.is_set() and (names := self._due()):
                    self._collect(names)
            except Exception:
                log.exception("what has settled could not be stored")
                self._stop.wait(_LOOK_SECONDS)

    def _patience(self) -> float:
        """Seconds until there may be something to do."""
        trial = None if self._tries_at is None else self._tries_at - self._clock.monotonic()
        waits = (each for each in (self._unsettled.next_due(), trial) if each is not None)
        return max(0.0, min((*waits, _LOOK_SECONDS)))

    def _due(self) -> set[str]:
        due = self._unsettled.due()
        if self._gathers.is_set():
            self._gathers.clear()
            due |= set(source_folders(self._settings.parts))
        return due

    def _collect(self, names: Iterable[str]) -> None:
        """Collect those sources and their pictures; where another process is at it, it does the same."""
        parts, wanted = self._settings.parts, set(names)
        steps: list[PublishingStep] = [step for step in parts.publisher.collect_steps if step.source in wanted]
        for step in (*steps, parts.publisher.pictures_step) if steps else ():
            with suppress(SyndicateError):  # told by the schedule's own run of the step
                step.run(_NEVER)
        with self._acting:
            if changed := self._unsettled.look_again(parts):
                self._articles_changed(changed)
            else:
                self._streams.tell("today")

    # --- telling ---------------------------------------------------------------------

    def _tell_broken(self, complaints: tuple[Complaint, ...]) -> None:
        shown = [{"where": each.where, "message": each.message} for each in complaints]
        self._streams.tell_news("broken", {"complaints": shown})

    def _tell_mended(self) -> None:
        left = (*self._settings.state.complaints, *self._live.template_faults)
        if left:
            self._tell_broken(left)
        else:
            self._streams.tell_news("mended", {})


def template_folders(parts: Parts) -> set[Path]:
    """Every folder that mails of some newsletter are made of."""
    config = parts.config
    site = config.mail.templates or TEMPLATES
    return {site, *(section.templates for section in config.newsletters if section.templates)}


def _faults(parts: Parts, name: str) -> tuple[Complaint, ...]:
    publisher = parts.publisher
    try:
        publisher.previewing.try_templates(publisher.newsletter(name))
    except BadDataError as error:
        return (Complaint(where=error.where or "the templates", message=error.message),)
    return ()


def _within(paths: Iterable[Path], folders: Iterable[Path]) -> set[Path]:
    among = tuple(folders)
    return {path for path in paths if any(path.is_relative_to(folder) for folder in among)}
