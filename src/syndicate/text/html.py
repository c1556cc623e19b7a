"""HTML on its way out: one sanitiser for every exit, and the way back to plain text."""

from __future__ import annotations

import re
from collections import Counter
from enum import StrEnum
from html import unescape
from typing import TYPE_CHECKING
from urllib.parse import urljoin, urlsplit

import nh3

from syndicate.errors import BadDataError
from syndicate.text.plain import clean, one_line

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

#: UTF-8 bytes beyond which HTML is refused.
SIZE_LIMIT = 2_000_000

#: Ampersands beyond which HTML is refused: the sanitiser's time grows with the square of those in one text.
AMPERSANDS_LIMIT = 100_000

#: Open elements beyond which HTML is refused: the parser's time grows with the square of the depth.
DEPTH_LIMIT = 200


class Outlet(StrEnum):
    """Where the HTML goes; each outlet has its own list of elements and attributes.

    None takes pictures: a foreign one would tell its host about each reader, and lies there as long as its owner likes.
    """

    MAIL = "mail"
    FEED = "feed"
    PAGE = "page"


def names(text: str) -> frozenset[str]:
    """The words of a text: a set that is read more easily than one in quotation marks."""
    return frozenset(text.split())


_MAIL_TAGS = names("p br hr h2 h3 h4 ul ol li blockquote a strong b em i u s code pre sub sup small q cite abbr")
_RICH_TAGS = _MAIL_TAGS | names(
    "h5 h6 figure figcaption dl dt dd table caption thead tbody tfoot tr th td del ins kbd mark time"
)
_TAGS = {Outlet.MAIL: _MAIL_TAGS, Outlet.FEED: _RICH_TAGS, Outlet.PAGE: _RICH_TAGS}

_ATTRIBUTES = {
    "*": {"dir", "lang"},
    "a": {"href", "title"},
    "abbr": {"title"},
    "ol": {"start"},
    "td": {"colspan", "rowspan"},
    "th": {"colspan", "rowspan", "scope"},
    "time": {"datetime"},
}

# What these hold is not text, so it goes with them.
_DROPPED_WHOLE = {"script", "style", "template", "noscript", "iframe", "object", "svg", "math", "title", "textarea"}
_SCHEMES = {"http", "https", "mailto"}

_TAG = re.compile(r"<(/?)([a-zA-Z][a-zA-Z0-9:-]*)")
_VOID = names("area base br col embed hr img input link meta param source track wbr")
# A second one closes the first, so that a thousand without end tags are not a thousand deep.
_CLOSED_BY_THE_NEXT = names("p li dt dd tr td th thead tbody tfoot option optgroup colgroup caption")
# These survive the end of the element that they stand in: only their own end tag counts.
_REOPENED = names("a b big code em font i nobr s small strike strong tt u")


def sanitise(html: str, outlet: Outlet, *, base_url: str | None = None) -> str:
    """HTML with nothing in it but what that outlet allows; well-formed, every element closed.

    Addresses come out absolute, with ``http``, ``https`` or ``mailto``: relative ones are resolved
    against ``base_url`` or dropped. No comments, ``style``, ``id`` or ``on*``, no SVG, no forms.

    Raises:
        BadDataError: ``html-too-large`` or ``html-too-deep``, found out before any parser is run.
    """
    check_limits(html)
    return nh3.clean(
        html,
        tags=set(_TAGS[outlet]),
        attributes=_ATTRIBUTES,
        attribute_filter=_address_filter(base_url),
        clean_content_tags=_DROPPED_WHOLE,
        url_schemes=_SCHEMES,
        link_rel="noopener noreferrer" if outlet is Outlet.PAGE else None,
    )


def _address_filter(base_url: str | None) -> Callable[[str, str, str], str | None]:
    def keep(tag: str, attribute: str, value: str) -> str | None:
        del tag
        return _absolute(value, base_url) if attribute == "href" else value

    return keep


_AROUND = "".join(map(chr, range(33)))


def _absolute(address: str, base_url: str | None) -> str | None:
    # As browsers do: white space around is trimmed, tabs and line ends inside do not count.
    trimmed = re.sub(r"[\t\r\n]", "", address).strip(_AROUND)
    try:
        joined = urljoin(base_url, trimmed) if base_url and trimmed else trimmed
        parts = urlsplit(joined)
    except ValueError:
        return None
    if parts.scheme in {"http", "https"}:
        return joined if parts.netloc and "\\" not in joined else None
    return joined if parts.scheme == "mailto" and parts.path else None


_SHORTEN = "Shorten it, or split it into several articles."


def check_limits(html: str) -> None:
    """Refuse HTML that is too large or too deeply nested for a parser, by one linear scan.

    Raises:
        BadDataError: ``html-too-large`` or ``html-too-deep``.
    """
    size = len(html.encode("utf-8", "surrogatepass"))
    if size > SIZE_LIMIT:
        message = f"this HTML has {size:,} bytes; at most {SIZE_LIMIT:,} are read"
        raise BadDataError(message, code="html-too-large", hint=_SHORTEN)
    if html.count("&") > AMPERSANDS_LIMIT:
        message = f"this HTML has more than {AMPERSANDS_LIMIT:,} ampersands"
        raise BadDataError(message, code="html-too-large", hint=_SHORTEN)
    if _is_too_deep(html):
        message = f"this HTML nests more than {DEPTH_LIMIT} elements"
        raise BadDataError(message, code="html-too-deep", hint="Close the elements that were left open.")


def _is_too_deep(html: str) -> bool:
    stack: list[str] = []
    standing: Counter[str] = Counter()
    reopened: Counter[str] = Counter()
    for match in _TAG.finditer(html):
        name = match[2].lower()
        if name in _VOID or name in _CLOSED_BY_THE_NEXT:
            continue
        if name in _REOPENED:
            reopened[name] = max(0, reopened[name] + (-1 if match[1] else 1))
        elif match[1]:
            _close(name, stack, standing)
        else:
            stack.append(name)
            standing[name] += 1
        if len(stack) + reopened.total() > DEPTH_LIMIT:
            return True
    return False


def _close(name: str, stack: list[str], standing: Counter[str]) -> None:
    # An end tag without its start tag is ignored by parsers; counting it would hide real depth.
    while standing[name]:
        popped = stack.pop()
        standing[popped] -= 1
        if popped == name:
            return


_BLOCKS = names("p h1 h2 h3 h4 h5 h6 ul ol blockquote pre div section article figure figcaption table tr hr dl dt dd")
_LISTS = names("ul ol")
_START = re.compile(r"-?[0-9]{1,9}")
_BARE_TAG = re.compile(r'<(/?)([a-z0-9]+)(?: start="([0-9-]+)")?>')


def to_text(html: str) -> str:
    """Readable plain text: a blank line between blocks, entities unescaped.

    Each item of a list begins a line, with ``• ``, or with its number (``3. ``) in a list that counts.

    Raises:
        BadDataError: as for `sanitise`.
    """
    check_limits(html)
    tags = set(_BLOCKS) | {"br", "li", "td", "th"}
    # Almost without attributes, so that a plain pattern finds all tags. Where none is named for all elements, the
    # sanitiser keeps ``lang`` and ``title``.
    bare = nh3.clean(
        html,
        tags=tags,
        attributes={"*": set(), "ol": {"start"}},
        attribute_filter=lambda tag, attribute, value: value if _START.fullmatch(value) else None,  # noqa: ARG005
        clean_content_tags=_DROPPED_WHOLE - tags,
        link_rel=None,
    )
    marked = "".join(_marked(re.sub(r"\s+", " ", bare)))
    blocks = (_tidy(block) for block in marked.split("\x00"))
    return "\n\n".join(block for block in blocks if block)


def _marked(bare: str) -> Iterator[str]:
    """The text with NUL between its blocks and a sign before each item, in place of the tags."""
    numbers: list[int | None] = []
    position = 0
    begins_item = False
    for match in _BARE_TAG.finditer(bare):
        between, position = bare[position : match.start()], match.end()
        mark = _mark(match, numbers)
        begins_item = begins_item and not between.strip()
        yield between
        # A paragraph that begins an item stands on the item's line.
        yield "" if begins_item and mark == "\x00" else mark
        begins_item = len(mark) > 1 or (begins_item and mark != "\n")
    yield bare[position:]


def _mark(match: re.Match[str], numbers: list[int | None]) -> str:
    """What stands for a tag; ``numbers`` are those of the next item in each open list, ``None`` where none counts."""
    is_end, name, start = match.groups()
    if name in _LISTS and is_end:
        numbers.pop()
    elif name in _LISTS:
        numbers.append(int(start or 1) if name == "ol" else None)
    if name == "li" and not is_end:
        return f"\n{_sign(numbers)} "
    if name in {"br", "li"}:
        return "\n"
    return "\x00" if name in _BLOCKS else " "


def _sign(numbers: list[int | None]) -> str:
    number = numbers[-1] if numbers else None
    if number is None:
        return "•"
    numbers[-1] = number + 1
    return f"{number}."


def _tidy(block: str) -> str:
    lines = (one_line(line) for line in clean(unescape(block)).split("\n"))
    return "\n".join(line for line in lines if line)
