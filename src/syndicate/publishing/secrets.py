"""The key ring that signs links: from the environment, or a file that is made at the first start."""

from __future__ import annotations

import os
import secrets
from pathlib import Path

from syndicate.errors import StorageError

#: Bytes of a fresh key.
KEY_BYTES = 32


def key_ring(path: Path) -> tuple[str, ...]:
    """The keys in the file, a line each, oldest first; the last one signs. A missing file is made.

    The file decides whether links in mails that were sent go on working: keep it with the database.

    Raises:
        StorageError: the file cannot be read or written, or holds no key.
    """
    try:
        if not path.exists():
            _make(path)
        keys = tuple(filter(None, map(str.strip, path.read_text(encoding="ascii").splitlines())))
    except (OSError, UnicodeDecodeError) as error:
        message = f"the key file cannot be used: {error}"
        raise StorageError(message, code="secret-file", where=str(path)) from error
    if not keys:
        message = "the key file is empty"
        hint = "Put the old key back from a backup; a new one breaks the unsubscribe links in mails that were sent."
        raise StorageError(message, code="secret-file", where=str(path), hint=hint)
    return keys


def _make(path: Path) -> None:
    """Write a fresh key whole or not at all; who comes second takes the first one's."""
    path.parent.mkdir(parents=True, exist_ok=True)
    fresh = path.with_name(f".{path.name}.{secrets.token_hex(8)}")
    file = os.open(fresh, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
    with os.fdopen(file, "w", encoding="ascii") as out:
        out.write(f"{secrets.token_hex(KEY_BYTES)}\n")
        out.flush()
        os.fsync(out.fileno())
    try:
        os.link(fresh, path)
    except FileExistsError:
        pass
    finally:
        fresh.unlink()
