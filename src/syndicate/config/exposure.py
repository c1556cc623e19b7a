"""Keys, databases and outboxes that others on this machine can read or write: told, with the command that closes them.

What we make is for its owner alone; what was there before is somebody's decision and is never changed.
"""

from __future__ import annotations

import shlex
import stat
from pathlib import Path
from typing import TYPE_CHECKING

from syndicate.config.messages import named
from syndicate.config.origins import Clash
from syndicate.config.own_state import state_folder
from syndicate.config.phrasing import literal
from syndicate.private import FILE_MODE, FOLDER_MODE

if TYPE_CHECKING:
    from collections.abc import Iterator

    from syndicate.config.model import Config
    from syndicate.config.origins import Origins
    from syndicate.config.positions import KeyPath

#: What SQLite keeps beside a database, and what we do.
_BESIDE = ("", "-wal", "-shm", "-journal")
_LOCKS = ".locks"

_OF_GROUP, _OF_OTHERS = 0o070, 0o007
_WRITING = 0o022
_FILE_WORDS = {4: "read", 2: "write", 1: "run"}
_FOLDER_WORDS = {4: "list", 2: "write in", 1: "enter"}


def exposed(config: Config, origins: Origins) -> Iterator[Clash]:
    """Every one of them that is open to its group or to everybody; one that is not there is not open."""
    seen: set[Path] = set()
    for path, target in _private(config):
        for place, exposure in ((target, _exposure(target)), (target.parent, _open_folder(target))):
            if exposure and place not in seen:
                seen.add(place)
                yield Clash(paths=(path,), message=f"{named(path, origins)} {exposure}")


def _private(config: Config) -> Iterator[tuple[KeyPath, Path]]:
    if not config.web.secret:
        yield ("web", "secret_file"), config.web.secret_file
    for number, source in enumerate(config.sources):
        if source.secret_file and not source.secret:
            yield ("sources", number, "secret_file"), source.secret_file
    if config.database.url_file:
        yield ("database", "url_file"), config.database.url_file
    if file := config.database.url.file:
        for ending in (*_BESIDE, _LOCKS):
            yield ("database", "url"), file.with_name(f"{file.name}{ending}")
    yield ("delivery", "outbox_folder"), config.delivery.outbox_folder
    yield ("delivery", "state_folder"), state_folder(config)


def _exposure(target: Path) -> str | None:
    """How the thing itself is open, and what closes it."""
    mode = _mode(target)
    if mode is None or not mode & (_OF_GROUP | _OF_OTHERS):
        return None
    is_folder = stat.S_ISDIR(mode)
    closed = FOLDER_MODE if is_folder else FILE_MODE
    opened = _who_can(mode, _FOLDER_WORDS if is_folder else _FILE_WORDS)
    return f"is open: {_shown(target)}, which {opened}; close it: chmod {closed:o} {_pasted(target)}"


def _open_folder(target: Path) -> str | None:
    """How the folder around it lets others put something else in its place."""
    mode = _mode(target.parent)
    if mode is None or not mode & _WRITING or mode & stat.S_ISVTX:
        return None
    opened = _who_can(mode & _WRITING, _FOLDER_WORDS)
    return f"lies in {_shown(target.parent)}, which {opened}; close it: chmod go-w {_pasted(target.parent)}"


def _mode(path: Path) -> int | None:
    try:
        return path.stat().st_mode
    except OSError:
        return None


def _who_can(mode: int, words: dict[int, str]) -> str:
    who, bits = ("everybody", mode & _OF_OTHERS) if mode & _OF_OTHERS else ("its group", (mode & _OF_GROUP) >> 3)
    return f"{who} can {' and '.join(word for bit, word in words.items() if bits & bit)}"


def _shown(path: Path) -> str:
    return literal(str(path))


def _pasted(path: Path) -> str:
    return shlex.quote(str(path))
