"""Rules that are copied onto elements: premailer's work, asked for once for each kind of element.

What premailer writes depends on an element's name, classes and style alone as long as every selector is a name with
classes. So it is shown each kind of element once, in a small page; what it writes there holds for all of that kind,
in every mail of the template. Other sheets it gets together with the whole page. Both ways give the same bytes.
With the extra ``css-inline`` these go to that library, which is faster and gives each element the same declarations.
"""

from __future__ import annotations

import logging
import re
from collections.abc import Iterable
from functools import lru_cache
from importlib.util import find_spec
from itertools import pairwise
from typing import TYPE_CHECKING, Any

import tinycss2
from lxml import etree

from syndicate.mail.style.sheets import nodes_of

if TYPE_CHECKING:
    from lxml.etree import _Element

#: Name, classes and style of an element as they are written.
Kind = tuple[str, str, str]

#: Kinds that are remembered of one sheet; a mail has some dozens, most of them for the colour behind a picture.
_MOST_KINDS = 4096
_SIMPLE_SELECTOR = re.compile(r"\s*(?:[a-zA-Z][a-zA-Z0-9]*)?(?:\.-?[a-zA-Z_][\w-]*)+\s*", re.ASCII)
#: Such as the colon of ``v:rect``: no simple selector asks for it, and no element can be made with it.
_NOT_IN_NAME = re.compile(r"[^a-zA-Z0-9]")
#: What keeps premailer away from a sheet, and is no part of the mail.
_MARK = re.compile(r"(<style\b[^>]*?) data-premailer=\"ignore\"")
_OPTIONS: dict[str, Any] = {
    "keep_style_tags": False,
    "strip_important": False,
    "allow_network": False,
    "disable_validation": True,
    "disable_link_rewrites": True,
    "disable_basic_attributes": ["width", "height", "align", "valign", "bgcolor"],
    "align_floating_images": False,
}


def inline(html: str, css: str) -> str:
    """The page with the rules of the sheet in the ``style`` attributes of the elements that they find.

    The page's own style sheets stay as they are; each must be marked with ``data-premailer="ignore"``.
    """
    if is_simple(css):
        return _inline_by_kind(html, css)
    return inline_fast(html, css) if _has_css_inline() else inline_whole(html, css)


def inline_whole(html: str, css: str) -> str:
    """The same, by premailer over the whole page."""
    return str(_premailer().transform(html, css_text=css, **_OPTIONS))


def inline_fast(html: str, css: str) -> str:
    """The same, by css-inline over the whole page: each element has the declarations that premailer gives it.

    A page with a style attribute that it cannot read is left to premailer.
    """
    import css_inline

    inliner = css_inline.CSSInliner(
        extra_css=css, inline_style_tags=False, keep_style_tags=True, load_remote_stylesheets=False
    )
    try:
        return _MARK.sub(r"\1", inliner.inline(html))
    except css_inline.InlineError:
        return inline_whole(html, css)


@lru_cache(maxsize=1)
def _has_css_inline() -> bool:
    return find_spec("css_inline") is not None


@lru_cache(maxsize=64)
def is_simple(css: str) -> bool:
    """Whether each selector of the sheet is one or more classes, with or without the name of an element."""
    return all(node.type == "qualified-rule" and _is_simple_prelude(node) for node in nodes_of(css))


def _is_simple_prelude(node: Any) -> bool:
    return all(_SIMPLE_SELECTOR.fullmatch(part) for part in tinycss2.serialize(node.prelude).split(","))


def _inline_by_kind(html: str, css: str) -> str:
    tree = etree.fromstring(html.strip(), etree.HTMLParser()).getroottree()
    for sheet in tree.iter("style"):
        sheet.attrib.pop("data-premailer", "")
    classed = {element: _kind(element) for element in tree.getroot().iter(etree.Element) if "class" in element.attrib}
    styles = _styles_of(css).of(set(classed.values()))
    for element, kind in classed.items():
        if style := styles[kind]:
            element.set("style", style)
    return etree.tostring(tree, method="html", encoding="utf-8").decode()


def _kind(element: _Element) -> Kind:
    return _NOT_IN_NAME.sub("-", str(element.tag)), element.get("class", ""), element.get("style", "")


class _Styles:
    """What premailer makes of each kind of element by one sheet."""

    def __init__(self, css: str) -> None:
        self._css = css
        self._known: dict[Kind, str] = {}

    def of(self, kinds: set[Kind]) -> dict[Kind, str]:
        """The style attribute of each kind."""
        known = self._known
        if unknown := kinds - known.keys():
            if len(known) + len(unknown) > _MOST_KINDS:
                known = {}
            # A new mapping each time: another thread may be reading this one.
            self._known = known = {**known, **self._ask(sorted(kinds - known.keys()))}
        return known

    def _ask(self, kinds: Iterable[Kind]) -> dict[Kind, str]:
        page = etree.Element("html")
        etree.SubElement(page, "head")
        body = etree.SubElement(page, "body")
        asked = {kind: etree.SubElement(body, kind[0], {"class": kind[1], "style": kind[2]}) for kind in kinds}
        _premailer_by_rule()(css_text=self._css, **_OPTIONS).transform(page, pretty_print=False)
        return {kind: element.get("style", "") for kind, element in asked.items()}


@lru_cache(maxsize=16)
def _styles_of(css: str) -> _Styles:
    return _Styles(css)


@lru_cache(maxsize=1)
def _premailer_by_rule() -> Any:
    """A premailer that reads each rule by itself and remembers it: who changes one colour waits for few of them."""

    class ByRule(_premailer().Premailer):  # type: ignore[misc]
        def _parse_style_rules(self, css_body: str, ruleset_index: int) -> tuple[list[Any], list[Any]]:
            found = [rule for text in rules_of(css_body) for rule in _read_rule(text)]
            # What premailer decides by last is their order in the sheet.
            return [
                ((*specificity[:-2], ruleset_index, place), selector, declarations)
                for place, (specificity, selector, declarations) in enumerate(found)
            ], []

    return ByRule


@lru_cache(maxsize=512)
def _read_rule(text: str) -> tuple[Any, ...]:
    """A rule as premailer has it: what it weighs, a selector and its declarations, for each of its selectors."""
    rules, _ = _premailer().Premailer(**_OPTIONS, cache_css_parsing=False)._parse_style_rules(text, 0)  # noqa: SLF001
    return tuple(rules)


def rules_of(css: str) -> list[str]:
    """The sheet in pieces of one rule each, as they are written; as one where lines do not end by LF alone."""
    if "\r" in css or "\f" in css:
        return [css]
    begins = [0, *(match.end() for match in re.finditer("\n", css))]
    starts = [begins[node.source_line - 1] + node.source_column - 1 for node in nodes_of(css)]
    return [css[start:end] for start, end in pairwise([0, *starts[1:], len(css)])]


def _premailer() -> Any:
    import cssutils
    import premailer

    # It complains on stderr about every mso- property.
    cssutils.log.setLevel(logging.CRITICAL)
    return premailer
