"""The pictures that an export brought along: which file of it is meant by an address, and where it is kept.

An archive may be deleted once it was imported, so each picture that an article names is copied into the installation.
"""

from __future__ import annotations

import os
import shutil
import tempfile
from dataclasses import replace
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING
from urllib.parse import unquote, urlsplit

from syndicate.articles.sources.folder import FolderSource
from syndicate.errors import BadDataError

if TYPE_CHECKING:
    from collections.abc import Mapping
    from zoneinfo import ZoneInfo

    from syndicate.articles.exports.files import ExportFiles
    from syndicate.articles.model import Draft, Media

#: Steps of an address that the name of a file must end in to be the same picture.
_STEPS = 2


class ExportPictures:
    """The pictures of an import."""

    def __init__(self, *, name: str, files: ExportFiles, folder: Path) -> None:
        """``name`` is the import's; what is named of its pictures is kept in ``folder``."""
        self.name = name
        self._files = files
        self._folder = folder

    def check_picture(self, path: str) -> None:
        """Keep that picture of the export.

        Raises:
            BadDataError: ``picture-path``; the export has none of that name.
            OSError: it cannot be kept.
        """
        if path not in self._known:
            message = "the export has no such picture"
            raise BadDataError(message, code="picture-path", where=path, hint="Pack the pictures with the export.")
        target = self._folder / path
        target.parent.mkdir(parents=True, exist_ok=True)
        handle, unfinished = tempfile.mkstemp(dir=target.parent, prefix=".", suffix=".part")
        os.close(handle)
        shutil.copyfile(self._files.path(path), unfinished, follow_symlinks=False)
        Path(unfinished).replace(target)

    def at_hand(self, draft: Draft) -> Draft:
        """The draft, whose pictures are files of the export wherever their addresses end like such a file's name."""
        if not self._files.pictures:
            return draft
        return replace(draft, media=tuple(map(self._medium, draft.media)))

    def _medium(self, medium: Media) -> Media:
        return replace(medium, candidates=tuple(replace(file, url=self._name(file.url)) for file in medium.candidates))

    def _name(self, url: str) -> str:
        if url in self._known:
            return url
        try:
            steps = unquote(urlsplit(url).path).strip("/").split("/")
        except ValueError:
            return url
        endings = ("/".join(steps[start:]) for start in range(len(steps) - _STEPS + 1))
        return next((name for ending in endings if (name := self._by_ending.get(ending))), url)

    @cached_property
    def _known(self) -> frozenset[str]:
        return frozenset(self._files.pictures)

    @cached_property
    def _by_ending(self) -> Mapping[str, str]:
        """Every ending of `_STEPS` steps or more → the name, the shortest where several end alike."""
        found: dict[str, str] = {}
        for name in sorted(self._files.pictures, key=len):
            steps = name.split("/")
            for start in range(len(steps) - _STEPS + 1):
                found.setdefault("/".join(steps[start:]), name)
        return found


def kept_pictures(name: str, folder: Path, zone: ZoneInfo) -> FolderSource:
    """What gives out the pictures that an import kept in a folder."""
    from syndicate.clock import SystemClock

    return FolderSource(
        name=name, folder=folder, language="en", zone=zone, max_bytes=1, settle_seconds=0, clock=SystemClock()
    )
