"""Every key that the configuration knows, read off the model."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from enum import Enum, auto
from functools import cache
from types import NoneType, UnionType
from typing import TYPE_CHECKING, Annotated, Any, Union, get_args, get_origin

from pydantic import BaseModel, Secret, SecretStr

from syndicate.config.model import Config

if TYPE_CHECKING:
    from collections.abc import Iterator

    from syndicate.config.positions import KeyPath

#: In a path: every entry of an array of tables.
ANY = "*"


class ValueKind(Enum):
    """How a value is written in TOML."""

    TEXT = auto()
    INTEGER = auto()
    NUMBER = auto()
    SWITCH = auto()
    LIST = auto()
    INTEGERS = auto()
    TABLE = auto()


@dataclass(frozen=True, kw_only=True, slots=True)
class Key:
    """A key of the model; ``path`` has `ANY` for the entries of an array, ``default`` is ``None`` where none is."""

    path: KeyPath
    kind: ValueKind
    is_required: bool
    is_secret: bool
    default: object


@cache
def sections() -> Mapping[KeyPath, tuple[Key, ...]]:
    """The keys of each section, in the model's order; ``()`` is the root and has none of its own."""
    return {path: tuple(_keys(path, model)) for path, model in _models((), Config)}


@cache
def keys() -> Mapping[KeyPath, Key]:
    """Every key by its path."""
    return {key.path: key for section in sections().values() for key in section}


def pattern(path: KeyPath) -> KeyPath:
    """The path with `ANY` for each index."""
    return tuple(ANY if isinstance(step, int) else step for step in path)


def key_at(path: KeyPath) -> KeyPath:
    """The part of a concrete path that ends at a key of the model, or the whole path."""
    known = (path[:end] for end in range(len(path), 0, -1) if pattern(path[:end]) in keys())
    return next(known, path)


def is_secret(path: KeyPath) -> bool:
    """Whether the value at a concrete path must not be shown."""
    key = keys().get(pattern(key_at(path)))
    return key is not None and key.is_secret


def _models(path: KeyPath, model: type[BaseModel]) -> Iterator[tuple[KeyPath, type[BaseModel]]]:
    yield path, model
    for name, field in model.model_fields.items():
        if inner := _section(field.annotation):
            steps = (name, ANY) if get_origin(field.annotation) is tuple else (name,)
            yield from _models((*path, *steps), inner)


def _keys(path: KeyPath, model: type[BaseModel]) -> Iterator[Key]:
    for name, field in model.model_fields.items():
        bare = _bare(field.annotation)
        if not _section(bare):
            yield Key(
                path=(*path, name),
                kind=_kind(bare),
                is_required=field.is_required(),
                is_secret=isinstance(bare, type) and issubclass(bare, (Secret, SecretStr)),
                default=None if field.is_required() else field.get_default(call_default_factory=True),
            )


def _section(annotation: Any) -> type[BaseModel] | None:
    inner = get_args(annotation)[0] if get_origin(annotation) is tuple else annotation
    return inner if isinstance(inner, type) and issubclass(inner, BaseModel) else None


def _kind(annotation: Any) -> ValueKind:
    if get_origin(annotation) is tuple and _bare(get_args(annotation)[0]) is int:
        return ValueKind.INTEGERS
    kinds = {bool: ValueKind.SWITCH, int: ValueKind.INTEGER, float: ValueKind.NUMBER}
    origins = {tuple: ValueKind.LIST, frozenset: ValueKind.LIST, Mapping: ValueKind.TABLE}
    return kinds.get(annotation) or origins.get(get_origin(annotation)) or ValueKind.TEXT


def _bare(annotation: Any) -> Any:
    """The type itself, where ``None`` or a reader stands with it."""
    if get_origin(annotation) in {Union, UnionType}:
        annotation = next(member for member in get_args(annotation) if member is not NoneType)
    return get_args(annotation)[0] if get_origin(annotation) is Annotated else annotation
