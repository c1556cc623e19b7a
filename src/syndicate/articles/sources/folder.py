"""A watched folder: every text file in it is a document, and pictures beside a document belong to it.

Nothing is moved, renamed or deleted. No link is followed, neither the last step of a path nor any
before it: each is opened relative to the folder that holds it, so that a link put in its place
between a check and the reading is refused as well.
"""

from __future__ import annotations

import errno
import hashlib
import heapq
import os
import re
import stat
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

from syndicate.articles.findings import blocking
from syndicate.articles.model import RawDocument
from syndicate.articles.sources import SourceReading
from syndicate.errors import BadDataError, StorageError
from syndicate.text.media_types import PICTURES

if TYPE_CHECKING:
    from zoneinfo import ZoneInfo

    from syndicate.articles.model import Finding
    from syndicate.articles.sources import Memory
    from syndicate.clock import Clock

#: Bytes beyond which a picture is not read, unless said otherwise.
PICTURE_LIMIT = 15_000_000

_PAGES = frozenset({".html", ".htm", ".xhtml", ".xht"})
# XML that is no feed is read to be held with the reason.
_FEEDS = frozenset({".xml", ".rss", ".atom", ".rdf"})
_TEXTS = frozenset({"", ".txt", ".text", ".dump", *_PAGES, ".md", ".markdown", ".json", *_FEEDS})
# Editors do drop these in; passing over them in silence would lose a story. With each, what to save it as instead.
_UNREADABLE = {
    **dict.fromkeys((".doc", ".docx", ".odt", ".rtf", ".pdf", ".pages"), "plain text (.txt)"),
    **dict.fromkeys((".mht", ".mhtml", ".webarchive"), "“HTML only” (.html)"),
}
_UNFINISHED = ("~", ".tmp", ".part", ".swp", ".crdownload")
#: Folders below the source's own that are walked into, one in the other.
DEEPEST = 64
#: Bytes of a path beyond which no index of a database takes it (PostgreSQL's limit is 2,704 with the source's name).
LONGEST_PATH = 1500
#: Names of one folder that are held at a time.
PAGE = 10_000
_LINK_ERRORS = frozenset({errno.ELOOP, errno.EMLINK})
_PAPERS = ("readme", "license", "licence")


class FolderSource:
    """The documents of a folder and those below it, in the order of their paths.

    ``settle_seconds`` is how long a file must have been left alone before it is read: who copies
    slowly is waited for.
    """

    def __init__(
        self,
        *,
        name: str,
        folder: Path,
        language: str,
        zone: ZoneInfo,
        max_bytes: int,
        settle_seconds: float,
        clock: Clock,
    ) -> None:
        """Take a folder; it need not exist yet."""
        self.name = name
        self.language = language
        self.zone = zone
        self._folder = folder
        self._max_bytes = max_bytes
        self._settle_seconds = settle_seconds
        self._clock = clock

    def read(self, memory: Memory) -> SourceReading:
        """Every document, one at a time; one that cannot be read comes with its fault.

        Raises:
            StorageError: ``source-missing``, from the walk; the folder is not there, or may not be listed.
        """
        del memory  # files tell by themselves what is new
        postponed: list[str] = []
        return SourceReading(documents=self._walk((), postponed), postponed=postponed, is_there=self._is_there)

    def newest(self, most: int) -> SourceReading:
        """See `Samplable.newest`: by the times of the files; one that is still being written as well.

        Raises:
            StorageError: as `read`, at once.
        """
        self._page((), ("", False))
        files = [*self._files()]
        changed_last = heapq.nlargest(most, files, key=_changed_at)
        documents = filter(None, map(self.document, changed_last))
        return SourceReading(documents=documents, extent=len(files))

    def _files(self) -> Iterator[Path]:
        """The files in which documents would be, unless their folders cannot be opened."""
        for folder, below, names in os.walk(self._folder):
            below[:] = [name for name in below if not name.startswith(".")]
            yield from (Path(folder, name) for name in names if not name.startswith(".") and _is_document(name))

    @property
    def folder(self) -> Path:
        """The folder."""
        return self._folder

    @property
    def settle_seconds(self) -> float:
        """How long a file must have been left alone before a walk reads it."""
        return self._settle_seconds

    def document(self, file: Path) -> RawDocument | None:
        """The document in that file of the folder as it is now, settled or not; ``None``: a walk would read none there.

        A path that leads out of the folder is no document of it.
        """
        steps = _steps_below(self._folder, file)
        if not steps or len(steps) > DEEPEST + 1 or any(step.startswith(".") for step in steps):
            return None
        return self._document(steps, None) if _is_document(steps[-1]) else None

    def _is_there(self, name: str) -> bool:
        """Whether there is a file of a document's name, or of the list that it was in; of an escaped name: yes."""
        places = (name[:place] for place, sign in enumerate(f"{name}#") if sign == "#")
        return "\\" in name or any(os.path.lexists(self._folder / place) for place in places if place)

    def check_picture(self, path: str) -> None:
        """Refuse a path that leaves the folder, has a link on its way, or names no picture file.

        A picture that is not there yet passes: it may be copied in after its story.

        Raises:
            BadDataError: ``picture-path``.
        """
        try:
            with self._open(_picture_steps(path)):
                return
        except FileNotFoundError:
            return
        except OSError as error:
            raise _unsafe(path) from error

    def picture(self, path: str, max_bytes: int = PICTURE_LIMIT) -> bytes:
        """The bytes of a picture, at most so many, by its path relative to the folder, with ``/``.

        Raises:
            BadDataError: ``picture-path`` as for `check_picture`; ``picture-missing``;
                ``picture-too-large``.
        """
        steps = _picture_steps(path)
        try:
            with self._open(steps) as file:
                return _read_picture(file, path, max_bytes)
        except FileNotFoundError as error:
            message = "the picture is not in the source's folder"
            hint = "Put the file beside the document that names it."
            raise BadDataError(message, code="picture-missing", where=path, hint=hint) from error
        except OSError as error:
            raise _unsafe(path) from error

    # --- walking -----------------------------------------------------------------

    def _walk(self, above: tuple[str, ...], postponed: list[str]) -> Iterator[RawDocument]:
        """The documents of all files and links below a folder of ours, sorted, without the ignored ones."""
        try:
            for name, is_folder in self._listed(above):
                yield from self._found((*above, name), postponed, is_folder=is_folder)
        except FileNotFoundError:
            return  # it went away while we walked
        except OSError as error:
            message = f"The folder cannot be opened ({error.strerror}), so nothing in it was read."
            yield self._faulty(above, blocking("folder-unreadable", message))

    def _found(self, steps: tuple[str, ...], postponed: list[str], *, is_folder: bool) -> Iterator[RawDocument]:
        if is_folder and len(steps) <= DEEPEST:
            yield from self._walk(steps, postponed)
        elif is_folder:
            message = f"Folders are read to a depth of {DEEPEST}; what is in this one was not."
            yield self._faulty(steps, blocking("folder-too-deep", message))
        elif (document := self._document(steps, postponed)) is not None:
            yield document

    def _listed(self, steps: tuple[str, ...]) -> Iterator[tuple[str, bool]]:
        """Names in a folder, sorted, with whether each is a folder; never more than `PAGE` of them in memory.

        Raises:
            StorageError: ``source-missing``, of the source's own folder.
            OSError: a folder below it went away or is closed to us; that does not stop the others.
        """
        last = ("", False)
        while page := self._page(steps, last):
            yield from page
            last = page[-1]

    def _page(self, steps: tuple[str, ...], last: tuple[str, bool]) -> list[tuple[str, bool]]:
        # Sorted without holding all: the folder is listed once for each page, which costs far less than its files.
        try:
            with os.scandir(self._folder.joinpath(*steps)) as entries:
                names = ((entry.name, entry.is_dir(follow_symlinks=False)) for entry in entries if entry.name[0] != ".")
                further = (pair for pair in names if pair > last and (pair[1] or _is_document(pair[0])))
                return heapq.nsmallest(PAGE, further)
        except OSError as error:
            if steps:
                raise
            message = f"the source's folder cannot be read: {error.strerror}"
            hint = "Make the folder, or correct its path in the source's settings."
            raise StorageError(message, code="source-missing", where=str(self._folder), hint=hint) from error

    def _document(self, steps: tuple[str, ...], postponed: list[str] | None) -> RawDocument | None:
        """The document of a file; one that is still being written is ``postponed``, where it is waited for at all."""
        if len(_escaped_path(steps).encode()) > LONGEST_PATH:
            message = f"The path has more than {LONGEST_PATH:,} bytes. Shorten the names of the file or its folders."
            return self._faulty(steps, blocking("path-too-long", message))
        if _CONTROL.search("/".join(steps)):
            message = "There are control characters in the file's name or its folder's. Rename it."
            return self._faulty(steps, blocking("file-name", message))
        try:
            with self._open(steps) as file:
                return self._read(file, steps, postponed)
        except FileNotFoundError:
            return None
        except OSError as error:
            return self._faulty(steps, _fault_of(error))

    def _read(self, file: int, steps: tuple[str, ...], postponed: list[str] | None) -> RawDocument | None:
        suffix = Path(steps[-1]).suffix.lower()
        before = os.fstat(file)
        if postponed is not None and not self._is_settled(before):
            postponed.append(_external_id(steps))
            return None
        if suffix in _UNREADABLE:
            message = f"A {suffix} file cannot be read. Save it as {_UNREADABLE[suffix]}."
            return self._faulty(steps, blocking("format-unknown", message))
        if before.st_size > self._max_bytes:
            message = f"The file has {before.st_size:,} bytes; this source reads up to {self._max_bytes:,}."
            return self._faulty(steps, blocking("file-too-large", message))
        content = _read_all(file, self._max_bytes + 1)
        has_changed = (os.fstat(file).st_mtime_ns, len(content)) != (before.st_mtime_ns, before.st_size)
        if postponed is not None and has_changed:
            postponed.append(_external_id(steps))
            return None
        return RawDocument(source=self.name, external_id=_external_id(steps), content=content)

    def _is_settled(self, status: os.stat_result) -> bool:
        # A time in the future comes from another machine's clock; it must not hide a file for ever.
        return abs(self._clock.now().timestamp() - status.st_mtime) >= self._settle_seconds

    def _faulty(self, steps: tuple[str, ...], fault: Finding) -> RawDocument:
        return RawDocument(source=self.name, external_id=_external_id(steps), content=b"", fault=fault)

    @contextmanager
    def _open(self, steps: tuple[str, ...]) -> Iterator[int]:
        """A file descriptor of a plain file below the folder, reached without following any link.

        Raises:
            OSError: it is not there, or a link or something else than a file stands on the way.
        """
        parent = os.open(self._folder, os.O_RDONLY | os.O_DIRECTORY | os.O_CLOEXEC)
        try:
            for step in steps[:-1]:
                child = os.open(step, os.O_RDONLY | os.O_DIRECTORY | os.O_NOFOLLOW | os.O_CLOEXEC, dir_fd=parent)
                os.close(parent)
                parent = child
            # Non-blocking: opening a pipe would wait for somebody to write into it.
            file = os.open(steps[-1], os.O_RDONLY | os.O_NOFOLLOW | os.O_NONBLOCK | os.O_CLOEXEC, dir_fd=parent)
        finally:
            os.close(parent)
        try:
            if not stat.S_ISREG(os.fstat(file).st_mode):
                raise OSError(0, "it is not a plain file")
            yield file
        finally:
            os.close(file)


def _changed_at(file: Path) -> float:
    try:
        return file.lstat().st_mtime
    except OSError:  # it went away meanwhile
        return 0


def _steps_below(folder: Path, file: Path) -> tuple[str, ...]:
    """The steps from the folder to a file in it; none: it is not there."""
    steps = file.relative_to(folder).parts if file.is_relative_to(folder) else ()
    return () if ".." in steps else steps


def _is_document(name: str) -> bool:
    suffix = Path(name).suffix.lower()
    is_unfinished = name.startswith("~") or name.lower().endswith(_UNFINISHED)
    return (suffix in _TEXTS or suffix in _UNREADABLE) and not is_unfinished and not name.lower().startswith(_PAPERS)


# With the line ends and the overrides of direction of Unicode: such a name shows as another.
_CONTROL = re.compile("[\x00-\x1f\x7f-\x9f\u2028-\u202e\u2066-\u2069]")


def _external_id(steps: tuple[str, ...]) -> str:
    r"""The path with ``/``; what cannot stand in it is escaped: ``\x1b``, and bytes that are no UTF-8 alike.

    A backslash becomes two, so that no two paths have the same one. Of a path that is too long, the start and a digest.
    """
    path = _escaped_path(steps)
    if len(path.encode()) <= LONGEST_PATH:
        return path
    # No escape is written so, hence no other path comes out like it.
    return f"{path[:200]}\\~{hashlib.sha256(path.encode()).hexdigest()[:32]}"


def _escaped_path(steps: tuple[str, ...]) -> str:
    path = os.fsencode("/".join(steps).replace("\\", "\\\\")).decode("utf-8", "backslashreplace")
    return _CONTROL.sub(_escaped, path)


def _escaped(match: re.Match[str]) -> str:
    code = ord(match[0])
    return f"\\x{code:02x}" if code < 128 else f"\\u{code:04x}"  # noqa: PLR2004 - "\x85" is a byte that is no UTF-8


def _fault_of(error: OSError) -> Finding:
    if error.errno in _LINK_ERRORS:
        return blocking(
            "file-is-link", "The file is a link; links are not followed. Put the file itself into the folder."
        )
    return blocking("file-unreadable", f"The file cannot be read: {error.strerror or error}.")


def _read_all(file: int, limit: int) -> bytes:
    with os.fdopen(os.dup(file), "rb") as stream:
        return stream.read(limit)


def _picture_steps(path: str) -> tuple[str, ...]:
    steps = tuple(path.split("/"))
    is_plain = "\x00" not in path and "\\" not in path and not any(step in {"", ".", ".."} for step in steps)
    if is_plain and Path(path).suffix.lower() in PICTURES:
        return steps
    raise _unsafe(path)


def _unsafe(path: str) -> BadDataError:
    message = "this is not the path of a picture file inside the source's folder"
    hint = "Name a file in the folder, without links and without '..'."
    return BadDataError(message, code="picture-path", where=path, hint=hint)


def _read_picture(file: int, path: str, max_bytes: int) -> bytes:
    size = os.fstat(file).st_size
    if size > max_bytes:
        message = f"the picture has {size:,} bytes; at most {max_bytes:,} are read"
        raise BadDataError(message, code="picture-too-large", where=path, hint="Save it smaller.")
    return _read_all(file, max_bytes)
