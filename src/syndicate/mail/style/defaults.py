"""What an element looks like before any style sheet: browsers' own rules, and attributes that style (HTML §15)."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import TYPE_CHECKING

from syndicate.mail.style.colours import Colour, legacy_colour
from syndicate.mail.style.sheets import Declared
from syndicate.text.html import names

if TYPE_CHECKING:
    from lxml.html import HtmlElement

#: Elements that show none of the elements in them, whatever a style sheet says.
SHOWS_NOTHING = names(
    "head title script style template noscript noembed noframes iframe object audio video canvas svg math textarea"
    " select option optgroup datalist progress meter frameset xmp"
)
_BLOCKS = names(
    "html body address article aside blockquote center dd details dialog dir div dl dt fieldset figcaption figure"
    " footer form h1 h2 h3 h4 h5 h6 header hgroup hr legend li listing main menu nav ol p plaintext pre search section"
    " summary ul"
)
_TABLES = {
    "table": "table",
    "tr": "table-row",
    "td": "table-cell",
    "th": "table-cell",
    "tbody": "table-row-group",
    "thead": "table-header-group",
    "tfoot": "table-footer-group",
    "caption": "table-caption",
    "col": "table-column",
    "colgroup": "table-column-group",
}
_NEVER_SHOWN = names("area base basefont link meta param rp source track")
_FONT_SIZES = {
    "h1": "2em",
    "h2": "1.5em",
    "h3": "1.17em",
    "h5": "0.83em",
    "h6": "0.67em",
    "small": "smaller",
    "sub": "smaller",
    "sup": "smaller",
    "big": "larger",
}
#: ``<font size="1">`` to ``7``.
_FONT_ATTRIBUTE = ("x-small", "small", "medium", "large", "x-large", "xx-large", "xxx-large")
_STEP = re.compile(r"\s*([+-]?)(\d+)")
_WITH_GROUND = names("body table thead tbody tfoot tr td th")


def defaults_of(element: HtmlElement) -> Iterator[Declared]:
    """Declarations that any rule of an author outdoes."""
    tag = element.tag
    yield _own("display", _display(element))
    if tag in _FONT_SIZES:
        yield _own("font-size", _FONT_SIZES[tag])
    if tag == "table":
        yield _own("text-indent", "0")
    if tag == "a" and element.get("href") is not None:
        yield _own("color", "-webkit-link")
    yield from _attributes(element)


def _display(element: HtmlElement) -> str:
    tag = element.tag
    if tag in _NEVER_SHOWN or element.get("popover") is not None or (tag == "dialog" and element.get("open") is None):
        return "none"
    if element.get("hidden") is not None:
        return "none"
    return "block" if tag in _BLOCKS else _TABLES.get(tag, "inline")


def _attributes(element: HtmlElement) -> Iterator[Declared]:
    tag = element.tag
    if element.get("hidden") is not None:
        yield _written(element, "hidden", "display", "none")
    if tag in _WITH_GROUND and (colour := legacy_colour(element.get("bgcolor") or "")):
        yield _written(element, "bgcolor", "background-color", _css(colour))
    if tag in _WITH_GROUND and element.get("background"):
        yield _written(element, "background", "background-image", "url(x)")
    named = {"font": "color", "body": "text"}.get(tag)
    if named and (colour := legacy_colour(element.get(named) or "")):
        yield _written(element, named, "color", _css(colour))
    if tag == "font" and (match := _STEP.match(element.get("size") or "")):
        yield _written(element, "size", "font-size", _font_size(match))


def link_colour(body: HtmlElement | None) -> Colour | None:
    """The colour of links that ``<body link="…">`` sets."""
    return None if body is None else legacy_colour(body.get("link") or "")


def _font_size(match: re.Match[str]) -> str:
    step = int(match[2])
    size = step if not match[1] else 3 + step if match[1] == "+" else 3 - step
    return _FONT_ATTRIBUTE[min(7, max(1, size)) - 1]


def _css(colour: Colour) -> str:
    channels = (round(channel * 255) for channel in (colour.red, colour.green, colour.blue))
    return "#{:02x}{:02x}{:02x}".format(*channels)


def _own(name: str, value: str) -> Declared:
    return Declared(name=name, value=value, is_important=False, written="")


def _written(element: HtmlElement, attribute: str, name: str, value: str) -> Declared:
    value_written = element.get(attribute)
    written = f'{attribute}="{value_written}"' if value_written else attribute
    return Declared(name=name, value=value, is_important=False, written=written)
