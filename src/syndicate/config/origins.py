"""Where each value of the configuration came from: the file, the environment, a flag, a default."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import TYPE_CHECKING

from syndicate.config.positions import Position

if TYPE_CHECKING:
    from collections.abc import Mapping

    from syndicate.config.positions import KeyPath, Span


_START = Position(line=1, column=0)


@dataclass(frozen=True, kw_only=True, slots=True, order=True)
class ConfigPlace:
    """A place to name in a complaint; places sort as the file runs, then variables, then flags."""

    rank: int
    position: Position = _START
    text: str


@dataclass(frozen=True, kw_only=True, slots=True)
class Mistake:
    """Something wrong, at its place."""

    place: ConfigPlace
    message: str

    def adding(self, words: str) -> Mistake:
        """The same with more words at the end of its message."""
        return replace(self, message=self.message + words)


@dataclass(frozen=True, kw_only=True, slots=True)
class Clash:
    """Values that do not go together or with this machine, the one to change first; the message names the remedy."""

    paths: tuple[KeyPath, ...]
    message: str


@dataclass(frozen=True, kw_only=True, slots=True)
class Override:
    """A value that stands above the file: in the variable or flag of that ``name``."""

    rank: int
    name: str


#: What an entry of an array is told by: its name; a cadence has none, and is its kind.
ENTRY_KEYS = ("name", "kind")
#: Ranks of the layers; a higher one wins.
FILE, ENVIRONMENT, FLAG = 0, 1, 2


@dataclass(frozen=True, kw_only=True, slots=True)
class Origins:
    """The origin of every value of one configuration.

    Paths lead through arrays by index, or by the entry's ``name`` (of a cadence its ``kind``). ``taken`` maps a value
    that nobody wrote to the one it was taken from; ``moved`` tells of values that stand under an old name.
    """

    file: Path
    tree: Mapping[str, object]
    spans: dict[KeyPath, Span]
    overrides: dict[KeyPath, Override] = field(default_factory=dict)
    taken: dict[KeyPath, KeyPath] = field(default_factory=dict)
    moved: list[Mistake] = field(default_factory=list)

    @property
    def folder(self) -> Path:
        """The absolute folder that relative paths start from."""
        return self.file.absolute().parent

    def of_value(self, path: KeyPath) -> ConfigPlace:
        """Where the value stands; for a value that nobody wrote, where its table begins."""
        path = self._origin(self.indexed(path))
        if override := self._override(path):
            return ConfigPlace(rank=override.rank, text=override.name)
        span = self._nearest(path)
        return self._in_file(span.value if span else None)

    def of_first_written(self, paths: tuple[KeyPath, ...]) -> ConfigPlace:
        """Where the first of these values stands that is no default; if all are, the first one's table."""
        written = (path for path in paths if self._override(path) or path in self.spans)
        return self.of_value(next(written, paths[0]))

    def of_key(self, path: KeyPath) -> ConfigPlace:
        """Where the key itself is written."""
        path = self.indexed(path)
        if override := self._override(path):
            return ConfigPlace(rank=override.rank, text=override.name)
        span = self._nearest(path)
        return self._in_file(span.key if span else None)

    def source(self, path: KeyPath) -> str:
        """``default``, ``config.toml:12``, the name of a variable or flag, or the key it was taken from."""
        path = self.indexed(path)
        if path in self.taken:
            return f"{dotted(self.taken[path])} ({self.source(self.taken[path])})"
        if override := self._override(path):
            return override.name
        return f"{self.file}:{self.spans[path].value.line}" if path in self.spans else "default"

    def rank(self, path: KeyPath) -> int:
        """Which layer the value came from."""
        override = self._override(path)
        return override.rank if override else FILE

    def rename(self, old: KeyPath, new: KeyPath) -> None:
        """Let a value and what is in it have the place where it stands under its old name."""
        if old[:-1] in self.spans:
            self.spans.setdefault(new[:-1], self.spans[old[:-1]])
        for path in [path for path in self.spans if path[: len(old)] == old]:
            self.spans[*new, *path[len(old) :]] = self.spans.pop(path)

    def label(self, path: KeyPath) -> KeyPath:
        """The path with names in place of indices, as far as the entries have names."""
        label: list[str | int] = []
        for end, step in enumerate(path, start=1):
            label.append(self._name(path[:end]) if isinstance(step, int) else step)
        return tuple(label)

    def indexed(self, path: KeyPath) -> KeyPath:
        """The path with indices in place of names."""
        node: object = self.tree
        steps: list[str | int] = []
        for step in path:
            index = _index(node, step) if isinstance(node, list) else step
            steps.append(index)
            node = child(node, index)
        return tuple(steps)

    def _name(self, path: KeyPath) -> str | int:
        name = entry_name(descend(self.tree, path))
        return path[-1] if name is None else name

    def _origin(self, path: KeyPath) -> KeyPath:
        return self.taken.get(path, path)

    def _override(self, path: KeyPath) -> Override | None:
        prefixes = (path[:end] for end in range(len(path), 0, -1))
        return next((self.overrides[prefix] for prefix in prefixes if prefix in self.overrides), None)

    def _nearest(self, path: KeyPath) -> Span | None:
        prefixes = (path[:end] for end in range(len(path), 0, -1))
        return next((self.spans[prefix] for prefix in prefixes if prefix in self.spans), None)

    def _in_file(self, position: Position | None) -> ConfigPlace:
        if position is None:
            return ConfigPlace(rank=FILE, text=str(self.file))
        return ConfigPlace(rank=FILE, position=position, text=f"{self.file}:{position.line}:{position.column}")


def dotted(path: KeyPath) -> str:
    """``newsletters.morning.at``."""
    return ".".join(map(str, path))


def descend(tree: object, path: KeyPath) -> object:
    """What stands at the path, or ``None``."""
    for step in path:
        tree = child(tree, step)
    return tree


def child(node: object, step: str | int) -> object:
    """The member of a table or array, or ``None``."""
    if isinstance(node, dict):
        return node.get(step)
    if isinstance(node, list) and isinstance(step, int) and step < len(node):
        member: object = node[step]
        return member
    return None


def entry_name(entry: object) -> str | None:
    """What tells an entry of an array from the others, if it is written."""
    names = (child(entry, key) for key in ENTRY_KEYS)
    return next((name for name in names if isinstance(name, str)), None)


def _index(entries: list[object], step: str | int) -> str | int:
    named = (index for index, entry in enumerate(entries) if entry_name(entry) == step)
    return next(named, step)
