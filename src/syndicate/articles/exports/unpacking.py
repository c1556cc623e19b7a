"""Archives as they come from strangers, unpacked into a folder: nothing leads out of it, and nothing grows for ever.

Zip, tar (plain, or packed by gzip, bzip2 or xz), one file packed by gzip, a single file, or a folder, which is read
where it lies. Of an archive only the kinds of files are taken that an export's articles and pictures can be in; what
else lies there, such as lists of readers, is never written anywhere. Links are left out.
"""

from __future__ import annotations

import bz2
import gzip
import lzma
import os
import re
import stat
import tarfile
import tempfile
import zipfile
import zlib
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path, PurePosixPath
from typing import Protocol

from syndicate.articles.exports.files import ExportFiles, is_wanted
from syndicate.errors import BadDataError, StorageError

#: Entries of an archive, bytes of one of its files and of all that is unpacked.
MOST_ENTRIES = 500_000
MOST_BYTES = 2_000_000_000
MOST_BYTES_IN_ALL = 50_000_000_000
#: How many times as large as its archive what is in it may be; smaller ones may be as large as `FREE_BYTES`.
MOST_RATIO = 100
FREE_BYTES = 100_000_000
_CHUNK = 1_000_000
_DAMAGED = (zipfile.BadZipFile, tarfile.TarError, zlib.error, lzma.LZMAError, gzip.BadGzipFile, EOFError)
_AGAIN = "Export it again, and copy it whole."
_CONTROL = re.compile("[\x00-\x1f\x7f\\\\]")
_ENCRYPTED = 0x1
_PACKINGS: Mapping[bytes, type[gzip.GzipFile | bz2.BZ2File | lzma.LZMAFile]] = {
    b"\x1f\x8b": gzip.GzipFile,
    b"BZh": bz2.BZ2File,
    b"\xfd7zXZ": lzma.LZMAFile,
}
_TAR_MARK, _TAR_PLACE = b"ustar", 257


@contextmanager
def unpacked(path: Path) -> Iterator[ExportFiles]:
    """The files of an archive, until the end of the block; of a folder, as they lie there.

    Raises:
        NotFoundError: there is nothing at that path.
        BadDataError: ``archive-…``: it is encrypted or damaged, leads out of itself, or is too large.
        StorageError: it cannot be read, or there is no room to unpack it.
    """
    try:
        if path.is_dir():
            yield ExportFiles(path)
            return
        with tempfile.TemporaryDirectory(prefix="syndicate-import-") as folder:
            _unpack(path, Path(folder))
            yield ExportFiles(Path(folder))
    except OSError as error:
        message = f"the archive cannot be read or unpacked: {error.strerror or error}"
        where = str(error.filename or path)
        raise StorageError(
            message, code="archive-unread", where=where, hint="Is it there, and is the disk full?"
        ) from error


def _unpack(path: Path, folder: Path) -> None:
    allowance = _Allowance(path)
    try:
        with path.open("rb") as file:
            start = file.read(_TAR_PLACE + len(_TAR_MARK))
        if start.startswith(b"PK\x03\x04"):
            _unpack_zip(path, folder, allowance)
        elif start.endswith(_TAR_MARK) and len(start) > _TAR_PLACE:
            with path.open("rb") as file:
                _unpack_tar(path, file, folder, allowance)
        elif packing := next((packing for sign, packing in _PACKINGS.items() if start.startswith(sign)), None):
            _unpack_packed(path, packing, folder, allowance)
        else:
            with path.open("rb") as file:
                _write(folder / _plain_name(path.name), file, allowance, path.name)
    except _DAMAGED as error:
        message = f"the archive is damaged: {error}"
        raise _bad(path, message, "archive-damaged", _AGAIN) from error
    except OSError as error:
        if error.errno is None:  # the system has no fault; so says bzip2 that its data are none
            raise _bad(path, f"the archive is damaged: {error}", "archive-damaged", _AGAIN) from error
        raise
    except (NotImplementedError, RuntimeError) as error:  # a way of packing that Python does not know; a password
        message = f"the archive cannot be unpacked: {error}"
        raise _bad(path, message, "archive-packing", "Unpack it, and give the folder.") from error


def _unpack_packed(
    path: Path, packing: type[gzip.GzipFile | bz2.BZ2File | lzma.LZMAFile], folder: Path, allowance: _Allowance
) -> None:
    with packing(path) as packed:
        start = packed.read(_TAR_PLACE + len(_TAR_MARK))
    with packing(path) as packed:
        counted = _Counted(packed, allowance)
        if start.endswith(_TAR_MARK) and len(start) > _TAR_PLACE:
            _unpack_tar(path, counted, folder, allowance)
        else:
            _write(folder / _plain_name(path.stem), counted, allowance, path.name)


def _plain_name(name: str) -> str:
    """A name under which a single file is kept; one without an ending is read all the same."""
    return name if is_wanted(name) else f"{name}.xml"


def _unpack_zip(path: Path, folder: Path, allowance: _Allowance) -> None:
    with zipfile.ZipFile(path) as archive:
        for entry in archive.infolist():
            allowance.count_entry()
            name = _inside(entry.filename, path)
            if entry.is_dir() or stat.S_ISLNK(entry.external_attr >> 16) or not is_wanted(name):
                continue
            if entry.flag_bits & _ENCRYPTED:
                message = "the archive is encrypted"
                raise _bad(path, message, "archive-encrypted", "Unpack it, and give the folder.", name)
            with archive.open(entry) as file:
                _write(folder / name, file, allowance, name)


def _unpack_tar(path: Path, stream: _Readable, folder: Path, allowance: _Allowance) -> None:
    with tarfile.open(fileobj=stream, mode="r|") as archive:  # type: ignore[call-overload]  # it reads, and no more
        for entry in archive:
            allowance.count_entry()
            name = _inside(entry.name, path)
            if not entry.isfile() or not is_wanted(name):
                continue
            try:
                tarfile.data_filter(entry, str(folder))
            except tarfile.FilterError as error:
                raise _outside(path, name) from error
            if (file := archive.extractfile(entry)) is not None:
                _write(folder / name, file, allowance, name)


def _inside(name: str, path: Path) -> str:
    """The name of an entry, if it stays in the archive."""
    steps = PurePosixPath(name)
    if steps.is_absolute() or ".." in steps.parts or _CONTROL.search(name) or re.match(r"[A-Za-z]:", name):
        raise _outside(path, name)
    return str(steps)


def _outside(path: Path, name: str) -> BadDataError:
    message = "the archive has a file that would lie outside of it, or whose name no system bears; nothing was taken"
    return _bad(path, message, "archive-path", "Whoever made it meant harm, or its program is broken.", name)


def _bad(path: Path, message: str, code: str, hint: str, name: str = "") -> BadDataError:
    shown = name.encode("unicode_escape", "replace").decode()[:200]
    return BadDataError(message, code=code, where=f"{path}!{shown}" if name else str(path), hint=hint)


class _Allowance:
    """What may still be unpacked of an archive."""

    def __init__(self, path: Path) -> None:
        self._path = path
        self._entries = MOST_ENTRIES
        self._bytes = min(MOST_BYTES_IN_ALL, max(FREE_BYTES, MOST_RATIO * path.stat().st_size))

    def count_entry(self) -> None:
        self._entries -= 1
        if self._entries < 0:
            why = f"it has more than {MOST_ENTRIES:,} entries"
            raise self._too_large(why)

    def count_bytes(self, count: int) -> None:
        self._bytes -= count
        if self._bytes < 0:
            why = f"what is in it is more than {MOST_RATIO} times as large as it, or beyond all measure"
            raise self._too_large(why)

    def see_size(self, size: int, name: str) -> None:
        if size > MOST_BYTES:
            why = f"a file in it has more than {MOST_BYTES:,} bytes"
            raise self._too_large(why, name)

    def _too_large(self, why: str, name: str = "") -> BadDataError:
        return _bad(self._path, f"the archive is not unpacked: {why}", "archive-too-large", "Unpack it yourself.", name)


class _Readable(Protocol):
    def read(self, size: int = -1, /) -> bytes: ...


class _Counted:
    """A stream that is unpacked while it is read, and not beyond what is allowed."""

    def __init__(self, stream: _Readable, allowance: _Allowance) -> None:
        self._stream = stream
        self._allowance = allowance

    def read(self, size: int = -1) -> bytes:
        content = self._stream.read(size)
        self._allowance.count_bytes(len(content))
        return content


def _write(target: Path, file: _Readable, allowance: _Allowance, name: str) -> None:
    """Unpack one file. Of two with one name the first counts."""
    target.parent.mkdir(parents=True, exist_ok=True)
    if os.path.lexists(target):
        return
    size = 0
    with target.open("xb") as written:
        while content := file.read(_CHUNK):
            size += len(content)
            allowance.see_size(size, name)
            if not isinstance(file, _Counted):
                allowance.count_bytes(len(content))
            written.write(content)
