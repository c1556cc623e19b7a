"""Mistakes in branches of templates that no mail has taken yet: what is not there, and what is no markup."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

from jinja2 import TemplateSyntaxError, nodes
from jinja2.environment import Environment

from syndicate.mail.markup.marks import column_of
from syndicate.mail.markup.mistakes import did_you_mean
from syndicate.mail.shapes import missing_names
from syndicate.mail.template_faults import names_of_its_own, offset_in_line
from syndicate.mail.templates import Templates
from syndicate.mail.untaken import mistakes_in_markup

_SAYING = frozenset({"_", "gettext", "ngettext"})
#: Names that Jinja gives a loop, a macro or a block.
_JINJAS = frozenset({"loop", "caller", "varargs", "kwargs", "self", "super"})


@dataclass(frozen=True, kw_only=True, slots=True)
class TemplateSlip:
    """A mistake at its place, ``file:line:column`` below the folder."""

    where: str
    message: str


@dataclass(frozen=True, kw_only=True, slots=True)
class SaidMessage:
    """A message that a template says in the reader's language, in English, and where."""

    where: str
    message: str


def slips_in_branches(folder: Path, given: Collection[str]) -> tuple[TemplateSlip, ...]:
    """What would be told of each template of the folder if every branch were taken; ``given`` are names it may ask for.

    A template may ask for a name that any other of the folder sets, for it may be included there. What cannot be read
    at all is left to be told when it is filled.
    """
    read = list(_read(folder))
    known = {*given, *_JINJAS, *(name for each in read for name in names_of_its_own(each.tree))}
    return tuple(slip for each in read for slip in each.slips(known))


def said_messages(folder: Path) -> tuple[SaidMessage, ...]:
    """Every message that a template of the folder says, each time it does."""
    return tuple(said for each in _read(folder) for said in each.messages())


def _read(folder: Path) -> Iterator[_Reading]:
    environment = Templates(folder).environment
    for name in environment.list_templates(extensions=["j2"]):
        try:
            yield _parsed(environment, name, (folder / name).read_text(encoding="utf-8-sig"))
        except (TemplateSyntaxError, OSError, UnicodeDecodeError, RecursionError):
            continue


@lru_cache(maxsize=64)
def _parsed(environment: Environment, name: str, source: str) -> _Reading:
    """A template is asked for its mistakes, and for its messages in each language."""
    return _Reading(name, source, environment.parse(source, name), environment)


@dataclass(frozen=True, slots=True)
class _Reading:
    """A template that was taken apart."""

    name: str
    source: str
    tree: nodes.Template
    environment: Environment

    def slips(self, known: Collection[str]) -> Iterator[TemplateSlip]:
        environment, tree = self.environment, self.tree
        names = {*known, *environment.globals, *self._asked_for()}
        for name in tree.find_all(nodes.Name):
            if name.ctx == "load" and name.name not in names:
                yield self._slip(name, "", name.name, names)
        for used in tree.find_all(nodes.Filter):
            if used.name not in environment.filters:
                yield self._slip(used, "filter ", used.name, environment.filters)
        for test in tree.find_all(nodes.Test):
            if test.name not in environment.tests:
                yield self._slip(test, "test ", test.name, environment.tests)
        yield from self._missing_files()
        yield from self._missing_names()
        if not self.name.endswith(".txt.j2"):
            yield from (TemplateSlip(where=each.where, message=each.message) for each in mistakes_in_markup(self.tree))

    def _missing_names(self) -> Iterator[TemplateSlip]:
        for node, owner, known in missing_names(self.tree):
            message = f"{owner} has no {node.attr}{did_you_mean(node.attr, known)}"
            yield TemplateSlip(where=self._place(node.lineno, f"{owner}.{node.attr}"), message=message)

    def _missing_files(self) -> Iterator[TemplateSlip]:
        files = self.environment.list_templates()
        included = [(node, node.template) for node in self.tree.find_all(nodes.Include)]
        imported = [(node, node.template) for node in self.tree.find_all(nodes.Import)]
        for node, named in (*included, *imported):
            if isinstance(named, nodes.Const) and named.value not in files:
                yield self._slip(node, "template ", str(named.value), files)

    def messages(self) -> Iterator[SaidMessage]:
        for call in self.tree.find_all(nodes.Call):
            is_said = isinstance(call.node, nodes.Name) and call.node.name in _SAYING and call.args
            first = call.args[0] if is_said else None
            if isinstance(first, nodes.Const) and isinstance(first.value, str):
                yield SaidMessage(where=self._place(call.lineno, first.value), message=first.value)

    def _asked_for(self) -> set[str]:
        """The names of which the template asks whether there are such."""
        tests = (test.node for test in self.tree.find_all(nodes.Test) if test.name in {"defined", "undefined"})
        return {node.name for node in tests if isinstance(node, nodes.Name)}

    def _slip(self, node: nodes.Node, kind: str, name: str, known: Iterable[str]) -> TemplateSlip:
        shown = repr(name) if kind == "template " else name
        message = f"there is no {kind}{shown}{did_you_mean(name, known)}"
        return TemplateSlip(where=self._place(node.lineno, name), message=message)

    def _place(self, line: int, text: str) -> str:
        pattern = rf"(?<![\w.]){re.escape(text)}(?!\w)"
        offset = offset_in_line(self.source, line, pattern)
        return f"{self.name}:{self.source.count(chr(10), 0, offset) + 1}:{column_of(self.source, offset)}"
