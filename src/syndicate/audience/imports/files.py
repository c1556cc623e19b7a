"""The file of an import: which text it is, its lines however long it is, and the hash that grounds name it by."""

from __future__ import annotations

import codecs
import hashlib
import io
import tempfile
from contextlib import contextmanager
from typing import IO, TYPE_CHECKING

from syndicate.errors import BadDataError

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

#: Characters of one line; what is longer is no line of a list, and is cut here.
LONGEST_LINE = 1 << 18

_SAMPLE = 4_096
_MARKS = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
_NOT_TEXT = {
    b"PK\x03\x04": "a ZIP archive or an Excel workbook",
    b"\xd0\xcf\x11\xe0": "an old Excel workbook",
    b"\x1f\x8b": "a gzip archive",
    b"%PDF": "a PDF",
    b"{\\rtf": "a text document",
}
_SAVE = "Save it as “CSV UTF-8” (in Excel: Save as, CSV UTF-8), or say how it is written: --encoding utf-16"
# As browsers do (WHATWG Encoding §4.2): who says Latin-1 means what Windows writes under that name.
_MEANT = {"iso8859-1": "cp1252", "ascii": "utf-8-sig", "utf-8": "utf-8-sig"}


class ListFile:
    """An open list. It can be read more than once; ``sha256`` is of its bytes, in hexadecimal."""

    def __init__(self, stream: IO[bytes], name: str, encoding: str | None) -> None:
        """Look at the beginning for its encoding, and at all of it for its hash."""
        self.name = name
        self._stream = stream
        sample = stream.read(_SAMPLE)
        self.encoding = _encoding_of(sample, name) if encoding is None else _codec(encoding, name)
        stream.seek(0)
        #: Whether any bytes can be read as it, bad ones as lone surrogates; else it is read through before it is used.
        self.always_decodes = self.encoding in {"utf-8-sig", "cp1252"}
        self.sha256 = hashlib.file_digest(stream, "sha256").hexdigest()  # type: ignore[arg-type]
        self.size = stream.tell()

    def position(self) -> int:
        """How many bytes were read of it, in this pass through it; a little ahead of the line that was taken last."""
        return self._stream.tell()

    def lines(self) -> Iterator[tuple[int, str]]:
        r"""Each line with its number from 1 and its line end: ``\n``, ``\r\n`` or ``\r``.

        Bytes that are no text of the encoding come as lone surrogates, so that they cost their own line.

        Raises:
            BadDataError: the file is not of its encoding at all.
        """
        self._stream.seek(0)
        text = io.TextIOWrapper(self._stream, self.encoding, errors="surrogateescape", newline="")
        try:
            yield from enumerate(_lines(text), start=1)
        except UnicodeError as error:
            message = f"the file is not {self.encoding} throughout: {error}"
            raise BadDataError(message, code="csv-encoding", where=self.name, hint=_SAVE) from error
        finally:
            if not self._stream.closed:
                text.detach()


@contextmanager
def open_list(path: Path, encoding: str | None = None) -> Iterator[ListFile]:
    """Open the list at ``path``; what cannot be read twice, such as a pipe, is copied aside first.

    Raises:
        BadDataError: it cannot be opened, is no text, or the encoding is not known.
    """
    try:
        file = path.open("rb")
    except OSError as error:
        message = f"the file cannot be read: {error.strerror}"
        raise BadDataError(message, code="csv-unreadable", where=str(path)) from error
    with file, tempfile.TemporaryFile() as copy:
        if file.seekable():
            yield ListFile(file, path.name, encoding)
            return
        while part := file.read(1 << 20):
            copy.write(part)
        copy.seek(0)
        yield ListFile(copy, path.name, encoding)


def _lines(text: io.TextIOWrapper) -> Iterator[str]:
    while line := text.readline(LONGEST_LINE):
        yield line
        # The rest of a line that is too long is dropped, so that it costs no memory; its head is refused as a row.
        while len(line) == LONGEST_LINE and not line.endswith(("\n", "\r")):
            line = text.readline(LONGEST_LINE)


def _encoding_of(sample: bytes, name: str) -> str:
    for sign, what in _NOT_TEXT.items():
        if sample.startswith(sign):
            message = f"this is {what}, not a CSV file"
            raise BadDataError(
                message, code="csv-encoding", where=name, hint="Unpack or open it, and save as CSV UTF-8."
            )
    for mark, encoding in _MARKS:
        if sample.startswith(mark):
            return encoding
    if sample.count(0) * 4 > len(sample):
        message = "this looks like UTF-16 without the mark that says so"
        raise BadDataError(message, code="csv-encoding", where=name, hint=_SAVE.replace("utf-16", "utf-16-le"))
    return "utf-8-sig"


def _codec(encoding: str, name: str) -> str:
    try:
        known = codecs.lookup(encoding)
        "a".encode(known.name)
    except (LookupError, UnicodeError, ValueError) as error:
        message = f"“{encoding}” is not a text encoding"
        hint = "Write a name such as utf-8, windows-1252, utf-16 or mac-roman."
        raise BadDataError(message, code="csv-encoding", where=name, hint=hint) from error
    return _MEANT.get(known.name, known.name)
