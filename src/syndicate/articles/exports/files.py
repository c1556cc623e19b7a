"""The files of an export, by their names: paths below its root, with ``/``; no link is followed."""

from __future__ import annotations

import os
import stat
from collections.abc import Iterator, Sequence
from functools import cached_property
from pathlib import Path, PurePosixPath
from posixpath import splitext

from syndicate.errors import BadDataError
from syndicate.text import media_types

#: Endings of texts that an export's articles, and what says how its site is made, can be in.
_TEXTS = frozenset(
    {".html", ".htm", ".md", ".markdown", ".mdown", ".mkd", ".rst", ".txt", ".liquid", ".njk", ".org", ".adoc"}
    | {".json", ".xml", ".atom", ".rss", ".toml", ".yaml", ".yml", ".py", ".js", ".mjs", ".cjs", ".ts"}
)
#: The only table: what other exports have as ``.csv`` are lists of readers.
_TABLES = frozenset({"posts.csv"})
#: Folders in which programs and what they make lie, never articles; and files that a folder may have.
_PASSED_BY = frozenset({"node_modules", "__macosx", "_site", "venv", "vendor", "__pycache__"})
MOST_FILES = 500_000
#: Bytes of one text that are read.
MOST_TEXT = 500_000_000


def is_wanted(name: str) -> bool:
    """Whether an archive's file of that name is kept at all: texts and pictures are."""
    steps = PurePosixPath(name).parts
    last = steps[-1].lower() if steps else ""
    if not _PASSED_BY.isdisjoint(step.lower() for step in steps[:-1]) or any(step == ".git" for step in steps):
        return False
    ending = splitext(last)[1]
    return ending in _TEXTS or ending in media_types.PICTURES or last in _TABLES or last == ".eleventy.js"


class ExportFiles:
    """The files of an export below a folder, sorted. One folder that holds all others is their root."""

    def __init__(self, folder: Path) -> None:
        """Take that folder; it is listed when it is first asked."""
        self._folder = folder

    @cached_property
    def names(self) -> Sequence[str]:
        """The names of all files.

        Raises:
            BadDataError: ``archive-too-large``.
        """
        return [name.removeprefix(self._top) for name in self._listed]

    @cached_property
    def pictures(self) -> Sequence[str]:
        """The names of those that are pictures."""
        return [name for name in self.names if splitext(name)[1].lower() in media_types.PICTURES]

    def has(self, name: str) -> bool:
        """Whether there is a file of that name."""
        return name in self._known

    def ending_in(self, *endings: str) -> list[str]:
        """The names with one of these endings, which are in lower case."""
        return [name for name in self.names if name.lower().endswith(endings)]

    def read(self, name: str, most: int = MOST_TEXT) -> bytes:
        """The bytes of a file.

        Raises:
            BadDataError: ``export-file``; it is a link or no file, or larger than ``most``.
            OSError: it cannot be read.
        """
        path = self.path(name)
        with os.fdopen(os.open(path, os.O_RDONLY | os.O_NOFOLLOW | os.O_NONBLOCK | os.O_CLOEXEC), "rb") as file:
            status = os.fstat(file.fileno())
            if not stat.S_ISREG(status.st_mode) or status.st_size > most:
                message = f"the file has {status.st_size:,} bytes; at most {most:,} are read"
                raise BadDataError(message, code="export-file", where=name, hint="Export less at a time.")
            return file.read(most)

    def start(self, name: str, length: int = 20_000) -> str:
        """The beginning of a file as text, whatever it is."""
        with os.fdopen(os.open(self.path(name), os.O_RDONLY | os.O_NOFOLLOW | os.O_NONBLOCK), "rb") as file:
            return file.read(length).decode("utf-8", "replace")

    def path(self, name: str) -> Path:
        """Where a file of that name lies.

        Raises:
            KeyError: there is none.
        """
        if not self.has(name):
            raise KeyError(name)
        return self._folder / f"{self._top}{name}"

    @cached_property
    def _known(self) -> frozenset[str]:
        return frozenset(self.names)

    @cached_property
    def _top(self) -> str:
        """The one folder that all files lie in, with its slash, and those in it that do as well; else nothing."""
        firsts = {name.rpartition("/")[0] for name in self._listed}
        shared = os.path.commonpath(firsts) if firsts and "" not in firsts else ""
        # A folder that means something is no wrapping: an export may be nothing but its posts.
        steps = PurePosixPath(shared).parts
        meaningful = next((place for place, step in enumerate(steps) if step.lower() in _MEANINGFUL), len(steps))
        return "".join(f"{step}/" for step in steps[:meaningful])

    @cached_property
    def _listed(self) -> list[str]:
        names: list[str] = []
        for name in self._walk(""):
            names.append(name)
            if len(names) > MOST_FILES:
                message = f"the export has more than {MOST_FILES:,} files"
                raise BadDataError(message, code="archive-too-large", where=str(self._folder), hint="Divide it.")
        return sorted(names)

    def _walk(self, below: str) -> Iterator[str]:
        waiting = [below]
        while waiting:
            folder = waiting.pop()
            with os.scandir(self._folder / folder) as entries:
                for entry in entries:
                    name = f"{folder}{entry.name}"
                    if entry.is_dir(follow_symlinks=False):
                        waiting.append(f"{name}/")
                    elif entry.is_file(follow_symlinks=False) and is_wanted(name):
                        yield name


_MEANINGFUL = frozenset({"posts", "_posts", "content", "_drafts", "src", "static", "images", "blogs"})
