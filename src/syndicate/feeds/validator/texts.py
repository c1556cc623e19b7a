"""Texts: what HTML in a feed may contain, and that plain text is plain."""

from __future__ import annotations

import re
from collections.abc import Iterable
from html.entities import name2codepoint
from html.parser import HTMLParser
from typing import TYPE_CHECKING

from syndicate.feeds.validator.remarks import error, quoted, warning, words

if TYPE_CHECKING:
    from collections.abc import Iterator

    from lxml import etree

    from syndicate.feeds.validator.remarks import Remark

_ELEMENTS = words("""
    a abbr acronym address area article aside audio b bdi bdo big blockquote br caption center cite code col colgroup
    data dd del details dfn dir div dl dt em figcaption figure font footer h1 h2 h3 h4 h5 h6 header hgroup hr i img ins
    kbd legend li main map mark menu meter nav ol optgroup option p picture pre progress q rp rt ruby s samp search
    section small source span strike strong sub summary sup table tbody td tfoot th thead time tr track tt u ul var
    video wbr
    """)
# Readers take these out, or run them on the reader's machine.
_RISKY = words("""
    applet base body button canvas dialog embed fieldset form frame frameset head html iframe input label link math meta
    noembed noframes noscript object param plaintext script select slot style svg template textarea title xmp
    """)
_ADDRESSES = frozenset({"href", "src", "poster", "cite", "data", "action", "background", "longdesc"})
_END_TAG = re.compile(r"</([A-Za-z][A-Za-z0-9]*)>")
_ENTITY = re.compile(r"&(#?\w+);")
_BAD = re.compile("[\x7f-\x9f\ufffd\ufdd0-\ufdef\ufffe\uffff]")
_SCHEME = re.compile(r"[a-z][a-z0-9+.-]*:")
_SPACE_IN_SCHEME = re.compile(r"[\x00-\x20]+")


def html_rules(html: str, place: etree._Element | str) -> Iterator[Remark]:
    """HTML that readers can show: known elements, no scripts, no styles, absolute addresses."""
    yield from characters(html, place)
    reader = _Reader()
    reader.feed(html)
    reader.close()
    for slug, value in sorted(reader.found):
        yield warning(slug, place, f"{_SAID[slug]}: {quoted(value)}")


def plain_rules(text: str, place: etree._Element | str, slug: str = "contains-html") -> Iterator[Remark]:
    """Text that nobody can take for HTML: no end tag of HTML in it, no entity."""
    yield from characters(text, place)
    tags = (tag for tag in _END_TAG.findall(text) if tag.lower() in _ELEMENTS | _RISKY)
    entities = (name for name in _ENTITY.findall(text) if name in name2codepoint or name.startswith("#"))
    for found in [*(f"</{tag}>" for tag in tags), *(f"&{name};" for name in entities)][:1]:
        yield warning(slug, place, f"the text would be plain, but has {quoted(found)}")


def characters(text: str, place: etree._Element | str) -> Iterator[Remark]:
    """No C1 control, no replacement character, no noncharacter."""
    if found := _BAD.search(text):
        yield warning("bad-character", place, f"U+{ord(found[0]):04X} says that a text was decoded wrongly")


def not_blank(text: str, place: etree._Element | str) -> Iterator[Remark]:
    """Something stands there."""
    if not text.strip():
        yield warning("blank", place, "nothing stands in it")


def unique(values: Iterable[tuple[str, etree._Element | str]], slug: str) -> Iterator[Remark]:
    """No value twice; the second one is named."""
    seen: set[str] = set()
    for value, place in values:
        if value in seen:
            yield error(slug, place, f"{quoted(value)} is there already")
        seen.add(value)


_SAID = {
    "not-html": "no element of HTML",
    "risky-element": "readers remove or fear this element",
    "risky-attribute": "readers remove or fear this attribute",
    "risky-address": "an address that runs code",
    "relative-address": "a relative address leads nowhere in a reader",
}


class _Reader(HTMLParser):
    """Collects faults as pairs of slug and value, each once."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.found: set[tuple[str, str]] = set()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag in _RISKY:
            self.found.add(("risky-element", tag))
        elif tag not in _ELEMENTS:
            self.found.add(("not-html", tag))
        for name, value in attrs:
            self._attribute(name, value or "")

    def _attribute(self, name: str, value: str) -> None:
        if name == "style" or name.startswith("on"):
            self.found.add(("risky-attribute", name))
        if name not in _ADDRESSES:
            return
        scheme = _SPACE_IN_SCHEME.sub("", value).lower()
        if scheme.startswith(("javascript:", "vbscript:", "data:text")):
            self.found.add(("risky-address", value))
        elif not _SCHEME.match(scheme):
            self.found.add(("relative-address", value))
