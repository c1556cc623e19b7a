"""Files and folders for their owner alone, whatever the umask: what holds addresses or keys is made here.

What is there already keeps its mode: it may be somebody's decision. ``config check`` tells of it instead.
"""

from __future__ import annotations

import os
import secrets
from contextlib import suppress
from pathlib import Path

FOLDER_MODE = 0o700
FILE_MODE = 0o600


def make_folder(path: Path, mode: int = FOLDER_MODE) -> None:
    """Make the folder and those above it that are missing, each with exactly that mode.

    Raises:
        OSError: one of them cannot be made, or is a file.
    """
    if path.is_dir():
        return
    if path.parent != path:
        make_folder(path.parent, mode)
    try:
        path.mkdir(mode=FOLDER_MODE)
    except FileExistsError:
        if not path.is_dir():
            raise
    else:
        path.chmod(mode)  # of which the umask may have taken some


def open_file(path: Path, flags: int) -> int:
    """A descriptor of the file, which is made for its owner alone if it is missing.

    ``flags`` are `os.open`'s, without those about making. Raises ``OSError`` as that does.
    """
    flags |= os.O_CLOEXEC
    try:
        descriptor = os.open(path, flags | os.O_CREAT | os.O_EXCL, FILE_MODE)
    except FileExistsError:
        return os.open(path, flags | os.O_CREAT, FILE_MODE)
    os.fchmod(descriptor, FILE_MODE)
    return descriptor


def write_file(path: Path, content: bytes) -> None:
    """Put the file there whole, with its folder, in the place of one of that name: it is new and ours alone.

    Raises:
        OSError: it cannot be written; what was there stays.
    """
    make_folder(path.parent)
    fresh = path.with_name(f".{path.name}.{secrets.token_hex(8)}")
    try:
        _write_durably(fresh, content)
        fresh.replace(path)
    finally:
        with suppress(FileNotFoundError):
            fresh.unlink()


def write_new_file(path: Path, content: bytes) -> bool:
    """Put the file there whole unless one of that name is there; whether it was ours that came to be.

    Raises:
        OSError: it cannot be written.
    """
    make_folder(path.parent)
    fresh = path.with_name(f".{path.name}.{secrets.token_hex(8)}")
    try:
        _write_durably(fresh, content)
        os.link(fresh, path)
    except FileExistsError:
        return False
    finally:
        with suppress(FileNotFoundError):
            fresh.unlink()
    return True


def _write_durably(path: Path, content: bytes) -> None:
    with os.fdopen(open_file(path, os.O_WRONLY | os.O_NOFOLLOW), "wb") as file:
        file.write(content)
        file.flush()
        os.fsync(file.fileno())
