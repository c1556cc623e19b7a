"""From a file, the environment and flags to one `Config`, or to every complaint at once."""

from __future__ import annotations

import os
import tomllib
from copy import deepcopy
from pathlib import Path
from typing import TYPE_CHECKING

from pydantic import ValidationError

from syndicate.config.catalogue import ANY, key_at, keys, pattern, sections
from syndicate.config.checks import clashes, repeated_names, written_secrets
from syndicate.config.file import read_file
from syndicate.config.layers import instances, lay_environment, lay_flags
from syndicate.config.messages import EXAMPLES, mistake_of, named
from syndicate.config.model import FALLBACKS, Config
from syndicate.config.moves import carry_over
from syndicate.config.origins import Mistake, Origins, descend
from syndicate.config.own_address import at_its_own_address
from syndicate.errors import Complaint, ConfigError

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping

    from pydantic_core import ErrorDetails

    from syndicate.config.origins import Clash
    from syndicate.config.positions import KeyPath

    Check = Callable[[Config, Origins], Iterator[Clash]]

#: Where the file is looked for when nobody names it.
DEFAULT_FILE = Path("config.toml")
_URL: KeyPath = ("database", "url")
_URL_FILE: KeyPath = ("database", "url_file")

Tree = dict[str, object]


def load(
    path: Path | None = None,
    environ: Mapping[str, str] | None = None,
    overrides: Mapping[str, object] | None = None,
) -> Config:
    """Read the configuration: flag > environment > file > default.

    ``environ`` is the process's own unless given. ``overrides`` are flags by dotted path
    (``newsletters.morning.at``); a text is read as the environment's would be, ``None`` means not given.

    Raises:
        ConfigError: with every complaint there is, in the order of the file.
    """
    return read_config(path, environ, overrides, clashes)


def complaints_of(config: Config, clashes: Iterable[Clash]) -> tuple[Complaint, ...]:
    """Each at its place, in the order of the file."""
    placed = sorted((config.origins.of_first_written(clash.paths), clash.message) for clash in clashes)
    return tuple(Complaint(where=place.text, message=message) for place, message in placed)


def read_config(
    path: Path | None, environ: Mapping[str, str] | None, overrides: Mapping[str, object] | None, check: Check
) -> Config:
    """`load`, with another check of the whole.

    Raises:
        ConfigError: with every complaint there is, in the order of the file.
    """
    file = path or DEFAULT_FILE
    content = read_file(file)
    tree = content.tree
    origins = Origins(file=file, tree=tree, spans=dict(content.spans))
    mistakes = [*carry_over(origins, tree)]
    mistakes += lay_environment(origins, tree, os.environ if environ is None else environ)
    mistakes += lay_flags(origins, tree, overrides or {})
    mistakes += [*written_secrets(tree, origins), *repeated_names(tree, origins), *_read_url_file(tree, origins)]
    _complete(tree, origins)
    config, further = _judge(tree, origins, check)
    places = {mistake.place for mistake in mistakes}
    mistakes += [mistake for mistake in further if mistake.place not in places]
    if mistakes:
        mistakes.sort(key=lambda mistake: mistake.place)
        raise ConfigError(tuple(Complaint(where=each.place.text, message=each.message) for each in mistakes))
    return config


def _read_url_file(tree: Tree, origins: Origins) -> Iterator[Mistake]:
    """Take the database's address from the file that is named for it, unless a higher layer gives the address."""
    written = descend(tree, _URL_FILE)
    if not isinstance(written, str) or not written:
        return
    if descend(tree, _URL) is not None:
        if origins.rank(_URL) == origins.rank(_URL_FILE):
            message = f"{named(_URL_FILE, origins)} stands beside url; write one of them"
            yield Mistake(place=origins.of_value(_URL_FILE), message=message)
        if origins.rank(_URL) >= origins.rank(_URL_FILE):
            return
    try:
        url = (origins.folder / written).read_text(encoding="utf-8").strip()
    except (OSError, ValueError):
        message = f"{named(_URL_FILE, origins)} cannot be read; write the address of the database into it, as UTF-8"
        yield Mistake(place=origins.of_value(_URL_FILE), message=message)
    else:
        _put(tree, _URL, url)
        origins.overrides.pop(_URL, None)
        origins.taken[_URL] = _URL_FILE


def _complete(tree: Tree, origins: Origins) -> None:
    """Give the model every table, and every value that falls back to another."""
    _add_tables(tree)
    for target, origin in FALLBACKS.items():
        value = descend(tree, origin)
        for table, _ in instances(tree, target[:-1]) if value is not None else ():
            path = (*table, target[-1])
            if descend(tree, path) is None:
                _put(tree, path, value)
                origins.taken[path] = origin


def _add_tables(tree: Tree) -> None:
    for section in sections():
        if section and ANY not in section and descend(tree, section) is None:
            _put(tree, section, {})


def _judge(tree: Tree, origins: Origins, check: Check) -> tuple[Config, list[Mistake]]:
    """The configuration and what is wrong with it; if anything is, its bad values have stand-ins.

    Thanks to the stand-ins a clash of good values is told together with the bad ones; a clash
    that a stand-in has part in is not told.
    """
    errors: list[ErrorDetails] = []
    try:
        config = _validate(tree, origins)
    except ValidationError as error:
        errors = error.errors(include_url=False)
        config = _stood_in(tree, errors, origins)
    bad = [key_at(_path(error)) for error in errors]
    mistakes = [mistake_of(error, origins) for error in errors if origins.taken.get(_path(error)) not in bad]
    mistakes += [
        Mistake(place=origins.of_first_written(clash.paths), message=clash.message)
        for clash in check(config, origins)
        if not any(_is_within(path, outer) for path in clash.paths for outer in bad)
    ]
    return config, mistakes


def _stood_in(tree: Tree, errors: list[ErrorDetails], origins: Origins) -> Config:
    """With stand-ins for what is wrong; a section that is none is empty then, and needs some of its own."""
    mended = _mended(tree, errors)
    try:
        return _validate(mended, origins)
    except ValidationError as error:
        return _validate(_mended(mended, error.errors(include_url=False)), origins)


def _validate(tree: Tree, origins: Origins) -> Config:
    return at_its_own_address(Config.model_validate(_frozen(tree), context=origins))


def _mended(tree: Tree, errors: list[ErrorDetails]) -> Tree:
    """A copy in which bad values are gone, or an example of the key stands for them if there must be one."""
    mended = deepcopy(tree)
    for error in errors:
        path = key_at(_path(error))
        key = keys().get(pattern(path))
        if key and key.is_required:
            _put(mended, path, _stand_in(path))
        else:
            _remove(mended, path)
    _add_tables(mended)
    return mended


def _stand_in(path: KeyPath) -> object:
    """The example of the key; names differ, for entries are told apart by them."""
    example = tomllib.loads(EXAMPLES[pattern(path)])[str(path[-1])]
    return f"{example}-{path[-2]}" if path[-1] == "name" else example


def _path(error: ErrorDetails) -> KeyPath:
    return tuple(step for step in error["loc"] if step != "[key]")


def _is_within(path: KeyPath, outer: KeyPath) -> bool:
    return path[: len(outer)] == outer or outer[: len(path)] == path


def _put(tree: Tree, path: KeyPath, value: object) -> None:
    table = descend(tree, path[:-1])
    if isinstance(table, dict):
        table[path[-1]] = value


def _remove(tree: Tree, path: KeyPath) -> None:
    """Take the value away; an array with an entry that is no table goes whole."""
    parent = descend(tree, path[:-1])
    if isinstance(parent, dict):
        parent.pop(path[-1], None)
    elif isinstance(parent, list):
        _remove(tree, path[:-1])


def _frozen(value: object) -> object:
    """The same with tuples for lists, as the model keeps them."""
    if isinstance(value, dict):
        return {key: _frozen(member) for key, member in value.items()}
    return tuple(map(_frozen, value)) if isinstance(value, list) else value
