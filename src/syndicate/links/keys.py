"""The key ring that signs links: from the environment, or a file that is made at the first start."""

from __future__ import annotations

import secrets
from pathlib import Path

from syndicate.errors import StorageError
from syndicate.private import write_new_file

_KEEP = "Put the old key back from a backup; a new one breaks the unsubscribe links in mails that were sent."

#: Bytes of a fresh key.
KEY_BYTES = 32

#: Characters that a key has at least; shorter ones can be guessed.
KEY_LENGTH = 32


def key_ring(path: Path, *, may_make: bool = True) -> tuple[str, ...]:
    """The keys in the file, a line each, oldest first; the last one signs.

    A missing file is made, unless mails were signed with it already (``may_make``). The file
    decides whether links in mails that were sent go on working: keep it with the database.

    Raises:
        StorageError: the file is lost, cannot be read or written, or holds no key or a weak one.
    """
    try:
        if not path.exists() and may_make:
            _make(path)
        keys = tuple(filter(None, map(str.strip, path.read_text(encoding="ascii").splitlines())))
    except FileNotFoundError as error:
        message = "the key file is gone, and mails were signed with it"
        raise StorageError(message, code="secret-file", where=str(path), hint=_KEEP) from error
    except (OSError, UnicodeDecodeError) as error:
        message = f"the key file cannot be used: {error}"
        raise StorageError(message, code="secret-file", where=str(path)) from error
    if not keys:
        message = "the key file is empty"
        raise StorageError(message, code="secret-file", where=str(path), hint=_KEEP)
    if min(map(len, keys)) < KEY_LENGTH:
        message = f"a key in the file has fewer than {KEY_LENGTH} characters"
        hint = "Write a line such as `openssl rand -hex 32` prints; old keys stay above the new one."
        raise StorageError(message, code="secret-file", where=str(path), hint=hint)
    return keys


def _make(path: Path) -> None:
    """Write a fresh key whole or not at all; who comes second takes the first one's."""
    write_new_file(path, f"{secrets.token_hex(KEY_BYTES)}\n".encode("ascii"))
