"""Pictures beside their articles: in the folders of sources, and where imports keep theirs."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pathlib import Path
    from zoneinfo import ZoneInfo

    from syndicate.images.loading import PictureReader


class PicturesBySource(Mapping[str, "PictureReader"]):
    """Who gives out pictures, by names: of sources, and of imports, of which one may come while we run."""

    def __init__(self, sources: Mapping[str, PictureReader], folder: Path, zone: ZoneInfo) -> None:
        """``folder`` is where each import keeps its pictures, below its name."""
        self._sources = sources
        self._folder = folder
        self._zone = zone

    def __getitem__(self, name: str) -> PictureReader:
        """What gives out the pictures of that name."""
        from syndicate.articles.exports.pictures import kept_pictures

        if name in self._sources:
            return self._sources[name]
        if name not in self._imports():
            raise KeyError(name)
        return kept_pictures(name, self._folder / name, self._zone)

    def __iter__(self) -> Iterator[str]:
        """The names."""
        return iter(self._imports() | self._sources.keys())

    def __len__(self) -> int:
        """How many there are."""
        return len(self._imports() | self._sources.keys())

    def _imports(self) -> set[str]:
        return {entry.name for entry in self._folder.iterdir()} if self._folder.is_dir() else set()
