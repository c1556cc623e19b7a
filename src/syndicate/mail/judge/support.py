"""What the chosen clients do not take of what the templates need.

Of the styles that hold everywhere (inlined rules, style attributes, rules of the head outside ``@media`` and its like)
and of tags, what changes the layout or the sense where it is left out; not what is only less beautiful then. What MJML
itself writes is not looked at.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from functools import lru_cache
from html import unescape
from typing import TYPE_CHECKING, Any

import tinycss2

from syndicate.articles.model import Finding as MailFinding
from syndicate.mail.judge.clients import client_support
from syndicate.mail.judge.declarations import styled
from syndicate.mail.judge.page import JudgedPage
from syndicate.mail.judge.rules import told
from syndicate.mail.places import sheets_of
from syndicate.text.html import names

if TYPE_CHECKING:
    from collections.abc import Mapping


def _properties() -> Mapping[str, str]:
    """Properties by name, with what caniemail calls them."""
    same = names(
        "position float z-index visibility clip-path mask-image filter backdrop-filter mix-blend-mode transform"
        " column-count writing-mode object-fit background-image list-style-image inline-size max-inline-size"
        " min-inline-size max-block-size min-block-size inset shape-outside text-orientation animation gap"
    )
    others = {
        "block-size": "block-inline-size",
        "columns": "column-layout-properties",
        "row-gap": "gap",
        "column-gap": "gap",
        "grid-template": "grid-template",
        "grid-template-columns": "grid-template",
        "grid-template-rows": "grid-template",
        "grid-template-areas": "grid-template",
    }
    for what in ("margin", "padding"):
        for axis in ("inline", "block"):
            others |= {f"{what}-{axis}": f"{what}-inline-block"}
            others |= {f"{what}-{axis}-{end}": f"{what}-{axis}-start-end" for end in ("start", "end")}
    return {name: f"css-{slug}" for name, slug in {**{name: name for name in same}, **others}.items()}


_PROPERTIES = _properties()
#: What a value may ask for, whatever property it is of.
_VALUES = {
    "css-variables": re.compile(r"\bvar\("),
    "css-function-clamp": re.compile(r"\bclamp\("),
    "css-function-min": re.compile(r"(?<![\w-])min\("),
    "css-function-max": re.compile(r"(?<![\w-])max\("),
    "css-unit-calc": re.compile(r"\bcalc\("),
    "css-function-light-dark": re.compile(r"\blight-dark\("),
    "css-modern-color": re.compile(r"\b(?:ok)?(?:lch|lab)\("),
    "css-rgba": re.compile(r"\brgba\("),
    "css-linear-gradient": re.compile(r"linear-gradient\("),
    "css-radial-gradient": re.compile(r"radial-gradient\("),
    "css-conic-gradient": re.compile(r"conic-gradient\("),
    "css-background-image": re.compile(r"\burl\("),
    "css-intrinsic-size": re.compile(r"\b(?:fit|min|max)-content\b"),
    **{
        f"css-unit-{unit}": re.compile(rf"(?<![\w.#-])\d*\.?\d+{unit}\b")
        for unit in ("rem", "ch", "vh", "vw", "vmin", "vmax")
    },
}
_DISPLAYS = {
    "flex": "css-display-flex",
    "inline-flex": "css-display-flex",
    "grid": "css-display-grid",
    "inline-grid": "css-display-grid",
}
_TAGS = {
    **{tag: f"html-{tag}" for tag in ("form", "select", "textarea", "video", "audio", "svg", "picture", "dialog")},
    **{tag: f"html-{tag}" for tag in ("link", "marquee", "meter", "progress", "object")},
    "input": "html-input-text",
    "button": "html-button-submit",
}
_ATTRIBUTES = {"hidden": "html-hidden", "popover": "html-popover", "inert": "css-inert-attribute"}


def judge_support(page: JudgedPage, source: str, clients: Sequence[str]) -> Iterator[MailFinding]:
    """What some of the clients do not take, once for each place with all that is used there."""
    used: dict[str, dict[str, None]] = {}
    for place, feature in (*_of_styles(source), *_of_tags(page)):
        used.setdefault(place, {})[feature] = None
    for place, features in used.items():
        told_of = [line for feature in features if (line := _lacking(feature, clients))]
        if told_of:
            yield told("style-unsupported", "; ".join(told_of), where=place)


def _lacking(feature: str, clients: Iterable[str]) -> str:
    support = client_support()
    lacking = support.lacking(feature, clients)
    return f"{support.title(feature)} is not taken by {', '.join(lacking)}" if lacking else ""


def _of_tags(page: JudgedPage) -> Iterator[tuple[str, str]]:
    for element in page.root.iter("*"):
        if element.tag in _TAGS:
            yield page.place(element), _TAGS[element.tag]
        for name, feature in _ATTRIBUTES.items():
            if element.get(name) is not None:
                yield page.place(element, name), feature


def _of_styles(source: str) -> Iterator[tuple[str, str]]:
    for sheet in sheets_of(source):
        for line, column, feature in _features_of_sheet(sheet.css.text):
            yield sheet.css.place_of_line(line, column), feature
    for style in styled(source):
        for line, column, feature in _features_of_style(style.text):
            yield style.place_of_line(line, column), feature


@lru_cache(maxsize=512)
def _features_of_style(style: str) -> tuple[tuple[int, int, str], ...]:
    nodes = tinycss2.parse_blocks_contents(unescape(style), skip_comments=True, skip_whitespace=True)
    return tuple(_features(nodes))


@lru_cache(maxsize=64)
def _features_of_sheet(css: str) -> tuple[tuple[int, int, str], ...]:
    """What the rules that hold everywhere ask for, each with its line and column."""
    found: list[tuple[int, int, str]] = []
    for node in tinycss2.parse_stylesheet(css, skip_comments=True, skip_whitespace=True):
        if node.type == "qualified-rule" and "[data-og" not in tinycss2.serialize(node.prelude):
            found += _features(tinycss2.parse_blocks_contents(node.content, skip_comments=True, skip_whitespace=True))
    return tuple(found)


def _features(nodes: Iterable[Any]) -> Iterator[tuple[int, int, str]]:
    """The features of declarations; one whose property was declared before in the block has that to fall back on."""
    declared: set[str] = set()
    for node in nodes:
        if node.type != "declaration":
            continue
        if node.lower_name not in declared:
            for feature in _features_of(node.lower_name, tinycss2.serialize(node.value).lower().strip()):
                yield node.source_line, node.source_column, feature
        declared.add(node.lower_name)


def _features_of(name: str, value: str) -> Iterator[str]:
    if name == "display" and value in _DISPLAYS:
        yield _DISPLAYS[value]
    elif name in _PROPERTIES and value not in _HARMLESS.get(name, ("none", "auto", "normal", "0")):
        yield _PROPERTIES[name]
    yield from (feature for feature, pattern in _VALUES.items() if pattern.search(value))


#: Values of those properties that say what is said anyway.
_HARMLESS = {"position": ("static", "relative"), "visibility": ("visible",), "object-fit": ("fill",)}
