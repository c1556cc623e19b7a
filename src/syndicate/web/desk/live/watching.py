"""Watches files and folders that may come, go, be replaced and come back, and says which paths changed."""

from __future__ import annotations

import logging
import os
from pathlib import Path
from threading import Event, Thread
from typing import TYPE_CHECKING

from watchfiles import watch

if TYPE_CHECKING:
    from collections.abc import Callable, Collection

log = logging.getLogger("syndicate.watch")

#: Milliseconds between two looks whether something came, and until which changes are told together at the latest.
_STEP, _TOGETHER = 10, 50
#: Milliseconds after which it is looked whether the watched folders are still those of their names.
_LOOK_AGAIN = 1_000
#: Seconds until a watch that the machine refused is tried again.
_TRY_AGAIN = 10.0


class FolderWatch:
    """Watches folders in a thread; with all below them, or the files that are named and lie in them.

    A folder that is not there, or that another was put in place of, is found within two seconds; it is then told
    itself, which means: anything in it may have changed. So is one that goes.
    """

    def __init__(
        self, folders: Collection[Path], changed: Callable[[set[Path]], object], files: Collection[Path] = ()
    ) -> None:
        """``changed`` is called with paths as they lie below ``folders``, in the thread, one call after the other."""
        self._folders = sorted({folder.absolute() for folder in folders})
        self._files = frozenset(str(file) for file in files)
        self._changed = changed
        self._is_up = Event()
        self._stop = Event()
        self._has_complained = False
        self._others: set[Path] = set()
        self._thread = Thread(target=self._run, name="watch", daemon=True)

    def start(self) -> None:
        """Begin; what changes after this returns is told."""
        self._thread.start()
        self._is_up.wait(1.0)

    def stop_soon(self) -> None:
        """Tell nothing more, but for what is just being told. The watch itself may ask for that."""
        self._stop.set()

    def stop(self) -> None:
        """Tell nothing more, and be over."""
        self._stop.set()
        if self._thread.is_alive():
            self._thread.join()

    def _run(self) -> None:
        standing = _standing(self._folders)
        while not self._stop.is_set():
            if standing:
                self._watch(standing)
            else:
                self._stop.wait(_LOOK_AGAIN / 1_000)
            now = _standing(self._folders)
            self._others |= {Path(path) for path in now if now[path] != standing.get(path)}
            gone, standing = {Path(path) for path in standing.keys() - now.keys()}, now
            if gone and not self._stop.is_set():
                self._tell(gone)

    def _watch(self, standing: dict[str, tuple[int, int]]) -> None:
        """Until they are not those folders any more, or the machine has none to watch by."""
        try:
            changes = watch(
                *standing,
                watch_filter=(lambda _, path: path in self._files) if self._files else None,
                debounce=_TOGETHER,
                step=_STEP,
                stop_event=_Asked(self._stop, self._is_up),
                rust_timeout=_LOOK_AGAIN,
                yield_on_timeout=True,
                raise_interrupt=False,
                recursive=not self._files,
                ignore_permission_denied=True,
            )
            for change in changes:
                if self._stop.is_set():
                    return
                # Others are told once they are watched, so that nothing falls between.
                others, self._others = self._others, set()
                if told := others | {Path(path) for _, path in change}:
                    self._tell(told)
                if _standing(self._folders) != standing:
                    return
        except (OSError, RuntimeError) as error:
            self._complain(error)

    def _complain(self, error: Exception) -> None:
        if not self._has_complained:
            self._has_complained = True
            log.warning("files cannot be watched, so what is saved shows late (%s); fs.inotify limits may help", error)
        self._stop.wait(_TRY_AGAIN)

    def _tell(self, paths: set[Path]) -> None:
        try:
            self._changed(paths)
        except Exception:
            log.exception("a change was seen and could not be followed")


def watch_of_file(file: Path, changed: Callable[[set[Path]], object]) -> FolderWatch:
    """One of the folder that the file lies in, since it is often replaced; of a link, of where it leads as well."""
    there = {file.absolute(), file.resolve()}
    return FolderWatch({path.parent for path in there}, changed, there)


class _Asked:
    """Whether to stop; that this is asked for is how a watch shows that it has begun."""

    def __init__(self, stop: Event, asked: Event) -> None:
        self._stop = stop
        self._asked = asked

    def is_set(self) -> bool:
        self._asked.set()
        return self._stop.is_set()


def _standing(folders: Collection[Path]) -> dict[str, tuple[int, int]]:
    """The folders that are there, each with what tells it from another of its name."""
    found = {}
    for folder in folders:
        try:
            status = os.stat(folder)  # noqa: PTH116 - as below, once a second
        except OSError:
            continue
        found[str(folder)] = (status.st_dev, status.st_ino)
    return found
