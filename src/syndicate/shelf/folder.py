"""A shelf in a folder: files appear whole, last, and are left alone when nothing changed."""

from __future__ import annotations

import fcntl
import os
import stat
from contextlib import contextmanager, suppress
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING

from syndicate.errors import BadDataError, StorageError
from syndicate.ids import random_id
from syndicate.private import FILE_MODE, FOLDER_MODE, make_folder
from syndicate.shelf import Stored, names

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

#: Of files and folders. Anybody may read what is published, whatever the umask of the process that publishes.
PUBLIC = (0o644, 0o755)
#: The owner alone may read what holds addresses.
PRIVATE = (FILE_MODE, FOLDER_MODE)

_TEMPORARY = ".tmp"


class FolderShelf:
    """Files below a root folder, which is made when the first is written.

    Everybody may read files and folders that we make, unless they are ``is_private``; a folder that is there keeps
    its mode. Writers may be several processes. What a killed one left behind is hidden from `names` and removed by
    the next writer into that folder. Symbolic links are not followed.
    """

    def __init__(self, root: Path, *, is_private: bool = False) -> None:
        self._root = root
        self._file_mode, self._folder_mode = PRIVATE if is_private else PUBLIC
        self._swept: set[Path] = set()

    def path(self, name: str) -> Path:
        """Where the file of that name lies, whether or not it is there."""
        return self._root / names.check(name)

    def place(self, name: str) -> str:
        """The path, as a text."""
        return str(self.path(name))

    def write(self, name: str, content: bytes) -> bool:
        """Put the file there: a temporary file in the same folder, flushed, renamed, the folder flushed."""
        path = self._inside(name)
        with _as_storage_error(name):
            if _read(path) == content:
                return False
            _make_folder(path.parent, self._folder_mode)
            with self._folder(path.parent) as folder:
                _replace(folder, path.name, content, self._file_mode)
        return True

    def write_all(self, contents: Mapping[str, bytes]) -> None:
        """Put files there, each whole or not at all, and all of them durable in the end; faster than one by one.

        Raises:
            StorageError: one of them could not be written; others may be there.
        """
        by_folder: dict[Path, dict[str, bytes]] = {}
        for name, content in contents.items():
            path = self._inside(name)
            by_folder.setdefault(path.parent, {})[path.name] = content
        for parent, files in by_folder.items():
            with _as_storage_error(self.place(next(iter(contents)))):
                _make_folder(parent, self._folder_mode)
                with self._folder(parent) as folder:
                    _replace_all(folder, files, self._file_mode)

    def read(self, name: str) -> Stored | None:
        """The file, or ``None``."""
        path = self._inside(name)
        with _as_storage_error(name):
            content = _read(path)
            if content is None:
                return None
            return Stored(content=content, modified_at=datetime.fromtimestamp(path.stat().st_mtime, UTC))

    def size(self, name: str) -> int | None:
        """How many bytes the file has, or ``None``; a link or a folder is no file."""
        path = self._inside(name)
        with _as_storage_error(name):
            try:
                status = path.lstat()
            except (FileNotFoundError, NotADirectoryError):
                return None
            return status.st_size if stat.S_ISREG(status.st_mode) else None

    def remove(self, name: str) -> bool:
        """Take the file away; its folder stays, even when empty."""
        path = self._inside(name)
        with _as_storage_error(name):
            try:
                path.unlink()
            except (FileNotFoundError, NotADirectoryError, IsADirectoryError):
                return False
            with _opened(path.parent) as folder:
                os.fsync(folder)
        return True

    def names(self, prefix: str = "") -> Iterator[str]:
        """Every name that begins with ``prefix``, sorted by code point; links and foreign names are passed over."""
        with _as_storage_error("the shelf"):
            shelved = [name for name in _files(self._root) if name.startswith(prefix) and names.is_valid(name)]
        yield from sorted(shelved)

    def _inside(self, name: str) -> Path:
        path = self.path(name)
        if not path.parent.resolve().is_relative_to(self._root.resolve()):
            message = f"the name {name!r} leaves the shelf by a link"
            raise BadDataError(message, code="shelf-name", hint="Replace the linked folder by a real one.")
        return path

    @contextmanager
    def _folder(self, path: Path) -> Iterator[int]:
        """The open folder, with this writer's share of its lock: nobody sweeps while it is held."""
        with _opened(path) as folder:
            if path not in self._swept and _locked(folder, fcntl.LOCK_EX | fcntl.LOCK_NB):
                # Nobody writes here, so every temporary file is a dead writer's.
                _sweep(folder)
                self._swept.add(path)
            fcntl.flock(folder, fcntl.LOCK_SH)
            yield folder


@contextmanager
def _as_storage_error(name: str) -> Iterator[None]:
    try:
        yield
    except OSError as error:
        message = f"{name} cannot be read or written: {error.strerror}"
        raise StorageError(
            message, code="shelf-failed", hint="Is the folder there, writable, and its disk not full?"
        ) from error


@contextmanager
def _opened(folder: Path) -> Iterator[int]:
    descriptor = os.open(folder, os.O_RDONLY | os.O_DIRECTORY)
    try:
        yield descriptor
    finally:
        os.close(descriptor)


def _locked(folder: int, how: int) -> bool:
    try:
        fcntl.flock(folder, how)
    except BlockingIOError:
        return False
    return True


def _sweep(folder: int) -> None:
    for name in os.listdir(folder):
        if name.startswith(".") and name.endswith(_TEMPORARY):
            with suppress(FileNotFoundError):
                os.unlink(name, dir_fd=folder)


def _make_folder(path: Path, mode: int) -> None:
    """Make missing folders, each made durable in its parent, as the file in it will be."""
    if path.is_dir():
        return
    _make_folder(path.parent, mode)
    make_folder(path, mode)
    with _opened(path.parent) as parent:
        os.fsync(parent)


def _files(folder: Path, above: str = "") -> Iterator[str]:
    """Names of the plain files below a folder, hidden ones left out."""
    with suppress(FileNotFoundError), os.scandir(folder) as entries:
        for entry in entries:
            if entry.name.startswith("."):
                continue
            if entry.is_dir(follow_symlinks=False):
                yield from _files(Path(entry.path), f"{above}{entry.name}/")
            elif entry.is_file(follow_symlinks=False):
                yield above + entry.name


def _read(path: Path) -> bytes | None:
    try:
        descriptor = os.open(path, os.O_RDONLY | os.O_NOFOLLOW | os.O_NONBLOCK)
    except OSError as error:
        if isinstance(error, FileNotFoundError | NotADirectoryError) or path.is_symlink():
            return None
        raise
    if not stat.S_ISREG(os.fstat(descriptor).st_mode):
        os.close(descriptor)
        return None
    with os.fdopen(descriptor, "rb") as file:
        return file.read()


def _replace(folder: int, name: str, content: bytes, mode: int) -> None:
    temporary = f".{random_id()}{_TEMPORARY}"
    try:
        _write_new(folder, temporary, content, mode)
        os.replace(temporary, name, src_dir_fd=folder, dst_dir_fd=folder)
    except BaseException:
        with suppress(FileNotFoundError):
            os.unlink(temporary, dir_fd=folder)
        raise
    os.fsync(folder)


def _replace_all(folder: int, files: Mapping[str, bytes], mode: int) -> None:
    """As `_replace` does, with the disk asked first for the content of all, and at the end for all their names."""
    temporaries = {f".{random_id()}{_TEMPORARY}": name for name in files}
    try:
        for temporary, name in temporaries.items():
            _write_new(folder, temporary, files[name], mode)
        for temporary, name in temporaries.items():
            os.replace(temporary, name, src_dir_fd=folder, dst_dir_fd=folder)
    except BaseException:
        for temporary in temporaries:
            with suppress(FileNotFoundError):
                os.unlink(temporary, dir_fd=folder)
        raise
    os.fsync(folder)


def _write_new(folder: int, name: str, content: bytes, mode: int) -> None:
    descriptor = os.open(name, os.O_WRONLY | os.O_CREAT | os.O_EXCL, mode & FILE_MODE, dir_fd=folder)
    with os.fdopen(descriptor, "wb") as file:
        file.write(content)
        file.flush()
        os.fchmod(descriptor, mode)
        os.fsync(descriptor)
