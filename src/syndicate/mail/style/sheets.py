"""Style sheets and style attributes: parsed with their places, by the rules by which browsers parse (CSS Syntax 3)."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

import cssselect2
import tinycss2
from cssselect2.compiler import CompiledSelector

from syndicate.mail.style.properties import expand
from syndicate.mail.style.vocabulary import unfit
from syndicate.text.guessing import nearest

_WRAPPERS = frozenset({"layer", "supports", "container", "scope", "document", "-moz-document"})
#: CSS Conditional 5, Cascade 6, Fonts 4 and what else browsers read.
_AT_RULES = _WRAPPERS | {
    "media",
    "import",
    "charset",
    "namespace",
    "font-face",
    "font-feature-values",
    "font-palette-values",
    "keyframes",
    "page",
    "property",
    "counter-style",
    "starting-style",
    "viewport",
    "view-transition",
    "position-try",
}
#: Rules that hold only in a client that says so on the page: Outlook.com in the dark.
_OUTLOOK_COM = re.compile(r"\[\s*data-ogs[bc]")
_TOKEN = re.compile(r"""/\*.*?(?:\*/|\Z)|"(?:\\.|[^"\\\n])*"|'(?:\\.|[^'\\\n])*'|\\.|[{}]""", re.DOTALL)


@dataclass(frozen=True, kw_only=True, slots=True)
class Slip:
    """Something in a sheet that browsers do not take: where (line and column from 1), and what it is."""

    line: int
    column: int
    message: str


@dataclass(frozen=True, kw_only=True, slots=True)
class Declared:
    """A property that matters with its value, and the declaration as it was written."""

    name: str
    value: str
    is_important: bool
    written: str
    line: int = 1
    column: int = 1


@dataclass(frozen=True, kw_only=True, slots=True, eq=False)
class Rule:
    """Declarations for the elements that a selector finds, where every condition holds."""

    selector: CompiledSelector
    conditions: tuple[str, ...]
    declared: tuple[Declared, ...]
    is_for_outlook_com: bool


@dataclass(frozen=True, kw_only=True, slots=True)
class Sheet:
    """A style sheet: its rules that matter in their order, what is malformed, and what browsers leave out."""

    rules: tuple[Rule, ...]
    faults: tuple[Slip, ...]
    slips: tuple[Slip, ...]


@lru_cache(maxsize=8)
def nodes_of(css: str) -> Sequence[Any]:
    """The rules of a sheet as they are written, comments left out; they are not to be changed."""
    nodes: list[Any] = tinycss2.parse_stylesheet(css, skip_comments=True, skip_whitespace=True)
    return tuple(nodes)


@lru_cache(maxsize=64)
def read_sheet(css: str) -> Sheet:
    """The sheet that a text holds. ``faults`` are errors of syntax, ``slips`` values that no browser takes."""
    reader = _Reader()
    reader.read(nodes_of(css), ())
    faults = sorted([*_unbalanced(css), *reader.faults], key=lambda slip: (slip.line, slip.column))
    return Sheet(
        rules=tuple(reader.rules),
        faults=tuple(faults),
        slips=tuple(reader.slips),
    )


@lru_cache(maxsize=512)
def read_attribute(style: str) -> tuple[tuple[Declared, ...], tuple[Slip, ...]]:
    """The declarations of a style attribute, and what browsers leave out of them."""
    nodes = tinycss2.parse_blocks_contents(style, skip_comments=True, skip_whitespace=True)
    slips: list[Slip] = []
    declared = tuple(_declarations(nodes, slips, slips))
    return declared, tuple(slips)


class _Reader:
    """Gathers what a sheet holds; what is nested in ``@media`` and its like brings their conditions along."""

    def __init__(self) -> None:
        self.rules: list[Rule] = []
        self.faults: list[Slip] = []
        self.slips: list[Slip] = []

    def read(self, nodes: Iterable[Any], conditions: tuple[str, ...]) -> None:
        for node in nodes:
            if node.type == "error":
                self.faults.append(_slip(node, f"this is no CSS: {node.message}"))
            elif node.type == "at-rule":
                self._read_at_rule(node, conditions)
            elif node.type == "qualified-rule":
                self._read_rule(node, conditions)

    def _read_at_rule(self, node: Any, conditions: tuple[str, ...]) -> None:
        if node.lower_at_keyword not in _AT_RULES and not node.lower_at_keyword.startswith("-"):
            meant = nearest(node.lower_at_keyword, _AT_RULES)
            hint = f"; did you mean @{meant}?" if meant else ""
            self.slips.append(_slip(node, f"there is no rule @{node.at_keyword}{hint}"))
        prelude = tinycss2.serialize(node.prelude).strip()
        if node.content is None:
            if node.lower_at_keyword == "media":
                self.faults.append(_slip(node, "@media has no rules"))
        elif node.lower_at_keyword == "media" or node.lower_at_keyword in _WRAPPERS:
            nested = tinycss2.parse_rule_list(node.content, skip_comments=True, skip_whitespace=True)
            # Nobody knows in which client they hold.
            condition = prelude.lower() if node.lower_at_keyword == "media" else f"(@{node.lower_at_keyword})"
            self.read(nested, conditions if node.lower_at_keyword == "layer" else (*conditions, condition))

    def _read_rule(self, node: Any, conditions: tuple[str, ...]) -> None:
        written = tinycss2.serialize(node.prelude).strip()
        nodes = tinycss2.parse_blocks_contents(node.content, skip_comments=True, skip_whitespace=True)
        declared = tuple(_declarations(nodes, self.faults, self.slips, written))
        try:
            selectors = cssselect2.compile_selector_list(node.prelude)
        except cssselect2.SelectorError as error:
            self.faults.append(_slip(node, f"{written!r} is no selector that is understood: {error.args[0]}"))
            return
        if declared:
            self.rules += [
                Rule(
                    selector=selector,
                    conditions=conditions,
                    declared=declared,
                    is_for_outlook_com=_OUTLOOK_COM.search(written) is not None,
                )
                for selector in selectors
                if selector.pseudo_element is None
            ]


def _declarations(
    nodes: Iterable[Any], faults: list[Slip], slips: list[Slip], selector: str = ""
) -> Iterator[Declared]:
    for node in nodes:
        if node.type == "declaration":
            broken = next((token for token in node.value if token.type == "error"), None)
            if broken is None:
                yield from _declaration(node, slips)
            else:
                faults.append(_slip(node, f"this is no CSS: {node.name} has a {broken.message}"))
        elif node.type == "error":
            faults.append(_slip(node, f"this is no CSS: {node.message}"))
        elif node.type == "qualified-rule":
            inner = tinycss2.serialize(node.prelude).strip()
            faults.append(_slip(node, f"{inner!r} stands within {selector!r}: is a brace lost before it?"))
        elif node.type == "at-rule":
            message = f"@{node.at_keyword} stands within {selector!r}: is a brace lost before it?"
            faults.append(_slip(node, message))


def _declaration(node: Any, slips: list[Slip]) -> Iterator[Declared]:
    value = " ".join(tinycss2.serialize(node.value).split())
    longhands = expand(node.lower_name, value.lower())
    written = f"{node.name}: {value}"
    if reason := unfit(node.lower_name, value.lower()):
        slips.append(_slip(node, reason))
    if longhands is None:
        slips.append(_slip(node, f"{written!r} is a value that no client takes, so it does nothing"))
        return
    for name, part in longhands.items():
        yield Declared(
            name=name,
            value=part,
            is_important=node.important,
            written=written,
            line=node.source_line,
            column=node.source_column,
        )


def _unbalanced(css: str) -> Iterator[Slip]:
    """Braces that nothing closes; browsers close them at the end, and take all that is between into the rule."""
    depth: list[int] = []
    for match in _TOKEN.finditer(css):
        if match[0] == "{":
            depth.append(match.start())
        elif match[0] == "}" and depth:
            depth.pop()
        elif match[0].startswith("/*") and not (match[0].endswith("*/") and len(match[0]) >= len("/**/")):
            yield _at(css, match.start(), "a comment is not closed")
    for start in depth:
        yield _at(css, start, "a brace is not closed")


def _at(css: str, start: int, message: str) -> Slip:
    line = css.count("\n", 0, start) + 1
    return Slip(line=line, column=start - css.rfind("\n", 0, start), message=message)


def _slip(node: Any, message: str) -> Slip:
    return Slip(line=node.source_line, column=node.source_column, message=message)
