"""HTML in feeds: what readers show without changing it, and what a strict HTML parser takes without complaint."""

from __future__ import annotations

import re
from collections import Counter
from html import unescape
from html.entities import html5
from typing import TYPE_CHECKING

from syndicate.feedcheck.remarks import quoted, warning, words
from syndicate.feedcheck.texts import characters
from syndicate.text.elements import RISKY_ELEMENTS, SHOWN_ELEMENTS

if TYPE_CHECKING:
    from collections.abc import Iterator

    from lxml import etree

    from syndicate.feedcheck.remarks import Remark

_ADDRESSES = frozenset({"href", "src", "poster", "cite", "data", "action", "background", "longdesc"})
# What says how text is shown or linked. Neither `style`, `on*` and `srcdoc`, nor `aria-*`, `role` and `controls`,
# which readers and W3C's validator do not know.
_ATTRIBUTES = words("""
    abbr accesskey align alt autoplay axis bgcolor border cellpadding cellspacing char charoff charset cite class clear
    color cols colspan compact coords crossorigin datetime decoding default dir download draggable face frame headers
    height hidden high href hreflang hspace id is ismap itemid itemprop itemref itemscope itemtype kind label lang
    loading longdesc loop low max media min muted name nohref noshade nowrap open optimum ping playsinline poster
    preload referrerpolicy rel rev reversed rows rowspan rules scope shape size sizes span spellcheck src srclang
    srcset start summary tabindex target title translate type usemap valign value vspace width xml:lang xmlns
    """)
# Nothing is read twice: what a quantifier took it keeps.
_TOKEN = re.compile(
    r"""
    <!--(?P<comment>.*?)(?P<ended>-->|\Z)
    | <[!?][^>]*+>?
    | </(?P<closed>[A-Za-z][^\s/<>]*+)[^<>]*+>
    | <(?P<opened>[A-Za-z][^\s/<>]*+)(?P<rest>(?:[^<>"']++|"[^"]*+"|'[^']*+')*+)(?P<whole>>)?
    | <
    """,
    re.DOTALL | re.VERBOSE,
)
_ATTRIBUTE = re.compile(
    r"""(?P<name>[^\s=/<>"']++)(?:\s*+=\s*+(?:"(?P<double>[^"]*+)"|'(?P<single>[^']*+)'|(?P<bare>[^\s<>"']++)))?"""
)
_SCHEME = re.compile(r"[a-z][a-z0-9+.-]*:")
_SPACE_IN_SCHEME = re.compile(r"[\x00-\x20]+")
# An ampersand is one, or begins a reference that ends with a semicolon.
_AMPERSAND = re.compile(r"&(?![\s<&]|$)(?:#(?:[xX](?P<hex>[0-9a-fA-F]{1,8})|(?P<number>[0-9]{1,8}));|(?P<name>\w+;))?")
_FIRST_OF_TEXT, _LAST_CONTROL, _LAST = 0x20, 0x9F, 0x10FFFF
_VOID = words("area base br col embed hr img input link meta param source track wbr")
# Their end tag may be left out: the next of their kind, or the end of what they stand in, closes them.
_CLOSED_BY = {
    "p": words("""
        address article aside blockquote center details dialog dir div dl fieldset figcaption figure footer form h1 h2
        h3 h4 h5 h6 header hgroup hr main menu nav ol p pre section summary table ul
        """),
    "li": words("li"),
    "dt": words("dd dt"),
    "dd": words("dd dt"),
    "tr": words("tbody tfoot tr"),
    "td": words("tbody td tfoot th tr"),
    "th": words("tbody td tfoot th tr"),
    "thead": words("tbody tfoot"),
    "tbody": words("tbody tfoot"),
    "tfoot": words("tbody"),
    "option": words("optgroup option"),
    "rt": words("rp rt"),
    "rp": words("rp rt"),
}
# The end of these closes nothing that began inside.
_FORMATTING = words("a b big code em font i s small strike strong tt u")
_HEADINGS = words("h1 h2 h3 h4 h5 h6")
_IN_TABLE = words("caption col colgroup tbody td tfoot th thead tr")
_SAID = {
    "not-html": "no element of HTML",
    "invalid-html": "parsers of HTML complain",
    "risky-element": "readers remove or fear this element",
    "risky-attribute": "readers remove or fear this attribute",
    "risky-address": "an address that runs code",
    "relative-address": "a relative address leads nowhere in a reader",
}


def html_rules(html: str, place: etree._Element | str) -> Iterator[Remark]:
    """HTML that readers can show: known elements, well nested, no scripts, no styles, absolute addresses.

    Takes time in proportion to its length, whatever it is.
    """
    yield from characters(html, place)
    faults = _Reading(html).faults | {("invalid-html", value) for value in _broken_references(html)}
    for slug, value in sorted(faults):
        yield warning(slug, place, f"{_SAID[slug]}: {quoted(value)}")


def _broken_references(html: str) -> set[str]:
    return {html[match.start() : match.start() + 12] for match in _AMPERSAND.finditer(html) if not _is_reference(match)}


def _is_reference(match: re.Match[str]) -> bool:
    if match["name"]:
        return match["name"] in html5
    digits = match["hex"] or match["number"]
    return digits is not None and _is_text(int(digits, 16 if match["hex"] else 10))


def _is_text(point: int) -> bool:
    """Whether HTML lets a reference stand for it: no control but white space, no surrogate, no noncharacter."""
    if point < _FIRST_OF_TEXT:
        return point in {0x9, 0xA, 0xC}
    is_surrogate = 0xD800 <= point <= 0xDFFF  # noqa: PLR2004 - as Unicode has them
    is_no_character = 0xFDD0 <= point <= 0xFDEF or point & 0xFFFE == 0xFFFE  # noqa: PLR2004 - as Unicode has them
    is_control = 0x7F <= point <= _LAST_CONTROL  # noqa: PLR2004 - DEL
    return not (is_control or is_surrogate or is_no_character or point > _LAST)


class _Reading:
    """What is found in a text of HTML: pairs of slug and value, each once."""

    def __init__(self, html: str) -> None:
        self.faults: set[tuple[str, str]] = set()
        self._open: list[str] = []
        self._standing: Counter[str] = Counter()
        for token in _TOKEN.finditer(html):
            if token["opened"]:
                self._start(token["opened"].lower(), token["rest"], is_whole=bool(token["whole"]))
            elif token["closed"]:
                self._end(token["closed"].lower())
            elif token["comment"] is None or "--" in token["comment"] or not token["ended"]:
                self._complain(token[0])
        for name in self._open:
            if name not in _CLOSED_BY:
                self._complain(f"<{name}> is not closed")

    def _complain(self, message: str) -> None:
        self.faults.add(("invalid-html", message))

    def _start(self, tag: str, rest: str, *, is_whole: bool) -> None:
        if tag in RISKY_ELEMENTS:
            self.faults.add(("risky-element", tag))
        elif tag not in SHOWN_ELEMENTS:
            self.faults.add(("not-html", tag))
        is_astray = tag in _IN_TABLE and not self._standing["table"]
        if is_astray or not is_whole or (rest.endswith("/") and tag not in _VOID):
            self._complain(f"<{tag}{rest}")
        self._attributes(tag, rest)
        while self._open and tag in _CLOSED_BY.get(self._open[-1], ()):
            self._standing[self._open.pop()] -= 1
        is_heading_in_another = tag in _HEADINGS and self._open[-1:] and self._open[-1] in _HEADINGS
        if is_heading_in_another or (tag == "a" and self._standing["a"]):
            self._complain(f"<{tag}> within <{self._open[-1]}>")
        if tag not in _VOID:
            self._open.append(tag)
            self._standing[tag] += 1

    def _end(self, tag: str) -> None:
        if not self._standing[tag]:
            self._complain(f"</{tag}> closes nothing that is open")
        while self._standing[tag]:
            closed = self._open.pop()
            self._standing[closed] -= 1
            if closed == tag:
                return
            if closed not in _CLOSED_BY or tag in _FORMATTING:
                self._complain(f"<{closed}> is not closed before </{tag}>")

    def _attributes(self, tag: str, rest: str) -> None:
        names: set[str] = set()
        for attribute in _ATTRIBUTE.finditer(rest):
            name = attribute["name"].lower()
            if name in names:
                self._complain(f"<{tag}> has {name} twice")
            names.add(name)
            self._attribute(name, unescape(next(filter(None, attribute.group("double", "single", "bare")), "")))

    def _attribute(self, name: str, value: str) -> None:
        if name not in _ATTRIBUTES and not name.startswith("data-"):
            self.faults.add(("risky-attribute", name))
        if name not in _ADDRESSES:
            return
        scheme = _SPACE_IN_SCHEME.sub("", value).lower()
        if scheme.startswith(("javascript:", "vbscript:", "data:text")):
            self.faults.add(("risky-address", value))
        elif not _SCHEME.match(scheme):
            self.faults.add(("relative-address", value))
