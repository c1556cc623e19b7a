"""What templates are given, as types: which names the parts of a digest have, in branches that no mail takes, too."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import is_dataclass
from functools import cache
from types import NoneType
from typing import Any, NamedTuple, get_args, get_origin, get_type_hints

from jinja2 import nodes

from syndicate.mail.model import Digest
from syndicate.mail.transactional import LETTER, LetterWords
from syndicate.theme.model import Theme

#: The types of what templates are given by name; of anything else nothing is known.
SHAPES: Mapping[str, Any] = {"digest": Digest, "theme": Theme, LETTER: LetterWords}
_UNKNOWN = object()
#: Tests and filters that take what is not there.
_ASKING = frozenset({"defined", "undefined", "default", "d"})


class MissingName(NamedTuple):
    """A name that what it is asked of does not have, with those that it has."""

    node: nodes.Getattr
    owner: str
    known: frozenset[str]


def missing_names(tree: nodes.Template) -> Iterator[MissingName]:
    """What a template asks of what it is given, and that has no such name.

    A name of which the template asks anywhere whether there is one is not missing.
    """
    asking = tree.find_all((nodes.Test, nodes.Filter))
    asked = {each.node.attr for each in asking if each.name in _ASKING and isinstance(each.node, nodes.Getattr)}
    yield from (each for each in _in_all(tree.body, dict(SHAPES)) if each.node.attr not in asked)


def _in_all(parts: Sequence[nodes.Node], scope: dict[str, Any]) -> Iterator[MissingName]:
    for node in parts:
        yield from _in(node, scope)


def _in(node: nodes.Node, scope: dict[str, Any]) -> Iterator[MissingName]:
    if isinstance(node, nodes.Getattr):
        yield from _of(node, scope)
    if isinstance(node, nodes.For):
        yield from _in(node.iter, scope)
        own = {**scope, **dict.fromkeys(_names_in(node.target), _UNKNOWN), **_bound(node, scope)}
        yield from _in_all([*node.body, *([node.test] if node.test else []), *node.else_], own)
        return
    if isinstance(node, (nodes.Macro, nodes.CallBlock)):
        scope = {**scope, **dict.fromkeys((argument.name for argument in node.args), _UNKNOWN)}
    if isinstance(node, (nodes.Assign, nodes.AssignBlock)):
        scope.update(dict.fromkeys(_names_in(node.target), _UNKNOWN))
    yield from _in_all(list(node.iter_child_nodes()), scope)


def _of(node: nodes.Getattr, scope: Mapping[str, Any]) -> Iterator[MissingName]:
    owner = _type_of(node.node, scope)
    known = _names_of(owner)
    if known and node.attr not in known:
        yield MissingName(node, _written(node.node), known)


def _bound(loop: nodes.For, scope: Mapping[str, Any]) -> dict[str, Any]:
    """The type of a loop's variable, where it goes through a tuple of one kind."""
    run = _type_of(loop.iter, scope)
    members = get_args(run)
    if isinstance(loop.target, nodes.Name) and get_origin(run) is tuple and members[1:] == (...,):
        return {loop.target.name: members[0]}
    return {}


def _type_of(node: nodes.Node, scope: Mapping[str, Any]) -> Any:
    if isinstance(node, nodes.Name):
        return scope.get(node.name, _UNKNOWN)
    if isinstance(node, nodes.Getattr):
        return _members(_type_of(node.node, scope)).get(node.attr, _UNKNOWN)
    return _UNKNOWN


def _names_of(shape: Any) -> frozenset[str]:
    """The names that a dataclass has, its methods included; none of what is no dataclass."""
    if not (isinstance(shape, type) and is_dataclass(shape)):
        return frozenset()
    return frozenset(name for name in dir(shape) if not name.startswith("_"))


@cache
def _members(shape: Any) -> Mapping[str, Any]:
    """The types of a dataclass's fields, of those that may be none as if they were there."""
    if not _names_of(shape):
        return {}
    return {name: _without_none(hint) for name, hint in get_type_hints(shape).items()}


def _without_none(hint: Any) -> Any:
    kinds = [kind for kind in get_args(hint) if kind is not NoneType]
    return kinds[0] if NoneType in get_args(hint) and len(kinds) == 1 else hint


def _names_in(target: nodes.Node) -> Iterator[str]:
    own = [target] if isinstance(target, nodes.Name) else []
    yield from (node.name for node in (*own, *target.find_all(nodes.Name)))


def _written(node: nodes.Node) -> str:
    if isinstance(node, nodes.Getattr):
        return f"{_written(node.node)}.{node.attr}"
    return node.name if isinstance(node, nodes.Name) else "this"
