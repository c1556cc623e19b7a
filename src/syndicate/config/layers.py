"""The environment and the flags laid over the file: flag > environment > file > default."""

from __future__ import annotations

import json
import tomllib
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from syndicate.config.catalogue import ANY, Key, ValueKind, sections
from syndicate.config.model import MOVED
from syndicate.config.origins import (
    ENTRY_KEYS,
    ENVIRONMENT,
    FLAG,
    ConfigPlace,
    Mistake,
    Override,
    child,
    descend,
    dotted,
    entry_name,
)
from syndicate.config.phrasing import did_you_mean

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping

    from syndicate.config.origins import Origins
    from syndicate.config.positions import KeyPath

PREFIX = "SYNDICATE_"
#: Names the file itself; the command line reads it.
FILE_VARIABLE = "SYNDICATE_CONFIG"

_ALL = "; `syndicate config show` lists them all"


@dataclass(frozen=True, kw_only=True, slots=True)
class Layer:
    """What lies over the file: its rank, how it spells the path of a key, and what such a spelling is called."""

    rank: int
    spelling: Callable[[KeyPath], str]
    kind: str = ""


@dataclass(frozen=True, kw_only=True, slots=True)
class SettableKey:
    """A key that can be set in this tree: where, and the name that leads there through arrays."""

    path: KeyPath
    label: KeyPath
    key: Key

    @property
    def variable(self) -> str:
        """``SYNDICATE_SOURCES__SAMPLES__FOLDER``."""
        return variable_of(self.label)


def variable_of(label: KeyPath) -> str:
    """The variable that sets a key; entries of arrays are named in its label."""
    return PREFIX + "__".join(str(step).upper().replace("-", "_") for step in label)


def settable_keys(tree: Mapping[str, object]) -> Iterator[SettableKey]:
    """Every key of the model in its order, once for each entry of the arrays in the tree.

    An entry without a name has its index in the label.
    """
    for section, section_keys in sections().items():
        for path, label in instances(tree, section):
            for key in section_keys:
                name = key.path[-1]
                yield SettableKey(path=(*path, name), label=(*label, name), key=key)


def instances(tree: Mapping[str, object], section: KeyPath) -> Iterator[tuple[KeyPath, KeyPath]]:
    """Where a section is in the tree, once for each entry of the arrays on its way, with the label of each."""
    if not section:
        yield (), ()
        return
    *outer, last = section
    for path, label in instances(tree, tuple(outer)):
        if last != ANY:
            yield (*path, last), (*label, last)
            continue
        entries = descend(tree, path)
        for index, entry in enumerate(entries if isinstance(entries, list) else ()):
            name = entry_name(entry)
            yield (*path, index), (*label, index if name is None else name)


def lay_environment(origins: Origins, tree: dict[str, object], environ: Mapping[str, str]) -> Iterator[Mistake]:
    """Put every ``SYNDICATE_`` variable into the tree; yield a mistake for each that names no key."""
    variables = sorted(name for name in environ if name.startswith(PREFIX) and name != FILE_VARIABLE)
    values = {variable: environ[variable] for variable in variables}
    return _lay_all(origins, tree, Layer(rank=ENVIRONMENT, spelling=variable_of), values)


def lay_flags(origins: Origins, tree: dict[str, object], flags: Mapping[str, object]) -> Iterator[Mistake]:
    """Put every flag, named by its dotted path, into the tree; a flag that is ``None`` was not given."""
    values = {flag: value for flag, value in flags.items() if value is not None}
    return _lay_all(origins, tree, Layer(rank=FLAG, spelling=dotted, kind="flag "), values)


def _lay_all(
    origins: Origins, tree: dict[str, object], layer: Layer, values: Mapping[str, object]
) -> Iterator[Mistake]:
    known = {layer.spelling(settable.label): settable for settable in _reachable(tree)}
    moved = {layer.spelling(old): layer.spelling(new) for old, new in MOVED.items()}
    for written, value in values.items():
        name, override = moved.get(written, written), Override(rank=layer.rank, name=f"{layer.kind}{written}")
        mistake = Mistake(place=ConfigPlace(rank=layer.rank, text=override.name), message=f"is now {name}")
        if name not in known:
            yield replace(mistake, message=f"names no setting{_guess(name, known) or _ALL}")
        elif name != written and name in values:
            yield mistake.adding(", which is set too; take the old one away")
        else:
            if name != written:
                origins.moved.append(mistake.adding("; write that"))
            _lay(origins, tree, known[name], override, value)


def _reachable(tree: Mapping[str, object]) -> Iterator[SettableKey]:
    """A name leads to its entry, so it cannot be set from outside; of entries with one name the first is meant."""
    reached: set[KeyPath] = set()
    for settable in settable_keys(tree):
        if not is_entry_key(settable.key.path) and settable.label not in reached:
            reached.add(settable.label)
            yield settable


def is_entry_key(path: KeyPath) -> bool:
    """Whether an entry of an array is known by what that key of the model holds."""
    return path[-1] in ENTRY_KEYS and path[-2:-1] == (ANY,)


def _lay(origins: Origins, tree: dict[str, object], settable: SettableKey, override: Override, value: object) -> None:
    """Put the value where its key is; a text is read as the key's kind asks."""
    *outer, name = settable.path
    node: object = tree
    for step in outer:
        node = node.setdefault(step, {}) if isinstance(node, dict) else child(node, step)
    if isinstance(node, dict):  # else the section is no table, which is complained about
        node[name] = _typed(settable.key.kind, value) if isinstance(value, str) else value
        origins.overrides[settable.path] = override


def _typed(kind: ValueKind, text: str) -> object:
    """The text as a value of that kind; text that is none is left for the model to refuse."""
    if kind is ValueKind.TEXT:
        return text
    if kind is ValueKind.SWITCH:
        text = text.lower()
    is_bare = not text.lstrip().startswith("[")
    if kind is ValueKind.INTEGERS and is_bare:
        text = f"[{text}]"
    if kind is ValueKind.LIST and is_bare:
        return [item.strip() for item in text.split(",") if item.strip()]
    try:
        table = tomllib.loads(f"value = {text.strip()}")
    except (ValueError, RecursionError):
        return _json(text)
    return table["value"] if len(table) == 1 else text


def _json(text: str) -> object:
    try:
        return json.loads(text)
    except (ValueError, RecursionError):
        return text


def _guess(written: str, known: Iterable[str]) -> str:
    names = {name.removeprefix(PREFIX): name for name in known}
    return did_you_mean(written.removeprefix(PREFIX), names, meaning=names)
