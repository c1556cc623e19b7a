"""What Jinja says of a template that it cannot read or fill, in its author's words, at the column.

Jinja knows lines alone; the column is looked up in the template: that of the name, filter or file that it complains of,
or else of the first expression of the line.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from jinja2 import StrictUndefined, TemplateNotFound, TemplateSyntaxError, UndefinedError, nodes
from jinja2.environment import Environment
from jinja2.exceptions import SecurityError
from jinja2.utils import missing

from syndicate.mail.markup.blocks import JinjaSlip, first_slip
from syndicate.mail.markup.marks import column_of, offset_of
from syndicate.mail.markup.mistakes import did_you_mean
from syndicate.mail.tables import Table

_EXPRESSION = re.compile(r"\{[{%]")
_NAMED = re.compile(r"No (filter|test) named '([^']*)'")
_EXPECTED = re.compile(r"expected token '([^']*)', got '([^']*)'")
_NOTHING = re.compile(r"Expected an expression, got '([^']*)'")
_UNEXPECTED = re.compile(r"unexpected (?:char )?'(.)'")
_OPERANDS = re.compile(r"unsupported operand type\(s\) for ([^:]*): '([^']*)' and '([^']*)'")
_TYPE = re.compile(r"'?\b(?:[a-z_]+\.)*([A-Za-z_]+)'? object")
_NOT_GIVEN = re.compile(r"parameter '[^']*' was not provided")
_SIGNS = {
    "end of print statement": "}}",
    "end of statement block": "%}",
    "begin of print statement": "{{",
    "begin of statement block": "{%",
}
_TYPES = {
    "int": "a number",
    "float": "a number",
    "bool": "a yes or no",
    "str": "a text",
    "Markup": "a text",
    "list": "a list",
    "tuple": "a list",
    "dict": "a table",
    "NoneType": "nothing",
}


class UnknownName(UndefinedError):  # noqa: N818 - Jinja's own errors are not all called so
    """A template asked for a name that is not there."""

    def __init__(self, message: str, owner: object, name: str) -> None:
        """``owner`` is what it was asked of; ``missing``, if nothing."""
        super().__init__(message)
        self.owner = owner
        self.name = name


class Strict(StrictUndefined):
    """A name that is not there: whatever is done with it is an error that knows the name."""

    __slots__ = ()

    def __init__(
        self,
        hint: str | None = None,
        obj: Any = missing,
        name: str | None = None,
        exc: Any = UndefinedError,
    ) -> None:
        """As Jinja calls it."""

        def unknown(message: str) -> UnknownName:
            return UnknownName(message, obj, str(name))

        super().__init__(hint, obj, name, unknown if exc is UndefinedError and name is not None else exc)  # type: ignore[arg-type]


def explain_syntax(error: TemplateSyntaxError, source: str, environment: Environment) -> JinjaSlip:
    """What is wrong with a template that cannot be read, and where."""
    message = error.message or "this is no Jinja"
    if named := _NAMED.match(message):
        return _unknown_kind(named[1], named[2], source, error.lineno, environment)
    slip = first_slip(source)
    if slip is not None:
        return slip
    return _reworded(message, source, error.lineno)


def explain_fault(
    error: Exception, source: str, line: int, environment: Environment, context: Mapping[str, object]
) -> JinjaSlip:
    """What is wrong with a template that cannot be filled, and where; ``line`` is what Jinja knows."""
    if isinstance(error, UnknownName):
        return _unknown_name(error, source, line, environment, context)
    if isinstance(error, TemplateNotFound):
        name = str(error.name)
        guess = did_you_mean(name, environment.list_templates(), "{!r}")
        pattern = rf"[\"'](?P<here>{re.escape(name)})[\"']"
        return JinjaSlip(offset_in_line(source, line, pattern), f"there is no template {name!r}{guess}")
    if named := _NAMED.match(str(error)):
        return _unknown_kind(named[1], named[2], source, line, environment)
    return JinjaSlip(offset_in_line(source, line), sentence(error))


def sentence(error: Exception) -> str:
    """What an error says, without the names of Python's classes."""
    message = str(error)
    if isinstance(error, TemplateNotFound):
        return f"there is no template {error.name!r}"
    if isinstance(error, SecurityError):
        return "this is not for templates: it leads out of what they are given"
    if isinstance(error, RecursionError):
        return "this calls itself without an end"
    if operands := _OPERANDS.match(message):
        left, right = (_TYPES.get(name, "what is no number or text") for name in operands.groups()[1:])
        return f"{operands[1]} cannot be applied to {left} and {right}"
    shown = _TYPE.sub(lambda match: _TYPES.get(match[1], "this"), message)
    return shown or "this cannot be computed"


def place_of_missing(error: Exception) -> str:
    """The table of a TOML file that lacks what a template asks for; empty: it is the template that is mistaken."""
    if isinstance(error, UnknownName) and isinstance(error.owner, Table):
        return error.owner.place_of_missing(error.name)
    return ""


def place_of(name: str, source: str, slip: JinjaSlip) -> str:
    """The place of a slip in the template ``name``."""
    return f"{name}:{source.count(chr(10), 0, slip.offset) + 1}:{column_of(source, slip.offset)}"


def _unknown_name(
    error: UnknownName, source: str, line: int, environment: Environment, context: Mapping[str, object]
) -> JinjaSlip:
    name = re.escape(error.name)
    if error.owner is missing and _NOT_GIVEN.fullmatch(str(error)):
        offset = offset_in_line(source, line, rf"(?<![\w.]){name}\b")
        return JinjaSlip(offset, f"{error.name} is not given by whoever calls this macro")
    if error.owner is missing:
        known = {*context, *environment.globals, *names_of_its_own(environment.parse(source))}
        return JinjaSlip(
            offset_in_line(source, line, rf"(?<![\w.]){name}\b"),
            f"there is no {error.name}{did_you_mean(error.name, known)}",
        )
    pattern = rf"(?P<owner>[A-Za-z_][\w.]*)?\s*(?:\.\s*{name}\b|\[\s*[\"']?{name}[\"']?\s*\])"
    offset = offset_in_line(source, line, pattern)
    found = re.compile(pattern).match(source, offset)
    owner = (found["owner"] if found else None) or "this"
    return JinjaSlip(offset, f"{owner} has no {error.name}{did_you_mean(error.name, _names_of(error.owner))}")


def _names_of(owner: object) -> Iterable[str]:
    names = map(str, owner) if isinstance(owner, Mapping) else dir(owner)
    return [name for name in names if not name.startswith("_")]


def names_of_its_own(tree: nodes.Template) -> Iterator[str]:
    """What a template sets, imports, or gives its macros."""
    yield from (node.name for node in tree.find_all(nodes.Name) if node.ctx != "load")
    yield from (node.name for node in tree.find_all(nodes.Macro))
    yield from (node.target for node in tree.find_all(nodes.Import))
    imported = (name for node in tree.find_all(nodes.FromImport) for name in node.names)
    yield from (name if isinstance(name, str) else name[1] for name in imported)


def _unknown_kind(kind: str, name: str, source: str, line: int, environment: Environment) -> JinjaSlip:
    known = environment.filters if kind == "filter" else environment.tests
    lead = r"(?:\||\{%[-+]?\s*filter\b)\s*" if kind == "filter" else r"\bis\s+(?:not\s+)?"
    offset = offset_in_line(source, line, rf"{lead}(?P<here>{re.escape(name)})\b")
    return JinjaSlip(offset, f"there is no {kind} {name}{did_you_mean(name, known)}")


def _reworded(message: str, source: str, line: int) -> JinjaSlip:
    if expected := _EXPECTED.match(message):
        wanted, got = (_SIGNS.get(token, token) for token in expected.groups())
        return JinjaSlip(offset_in_line(source, line, re.escape(got)), f"{wanted} is expected here, not {got}")
    if nothing := _NOTHING.match(message):
        got = _SIGNS.get(nothing[1], nothing[1])
        return JinjaSlip(offset_in_line(source, line, re.escape(got)), f"an expression is missing before {got}")
    if unexpected := _UNEXPECTED.match(message):
        return JinjaSlip(offset_in_line(source, line, re.escape(unexpected[1])), f"{unexpected[1]} means nothing here")
    return JinjaSlip(offset_in_line(source, line), message.rstrip("."))


def offset_in_line(source: str, line: int, pattern: str = "") -> int:
    """The offset of what the pattern finds in an expression from the line on; else that of the line's expression."""
    start = min(offset_of(source, line, 1), len(source))
    expression = _EXPRESSION.search(source, start)
    if expression is None:
        return start
    wanted = re.compile(pattern).search(source, expression.start()) if pattern else None
    if wanted is None:
        return expression.start()
    return wanted.start("here") if "here" in wanted.groupdict() else wanted.start()
