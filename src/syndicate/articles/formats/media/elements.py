"""Pictures as HTML names them: the ``img`` with its other files and its caption."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator
from typing import TYPE_CHECKING

from syndicate.articles.formats.claims.values import ClaimedPicture, pixels
from syndicate.articles.formats.media.addresses import FILES
from syndicate.text.plain import one_line, shorten

if TYPE_CHECKING:
    from lxml.html import HtmlElement

_TEXT_LENGTH = 2_000
#: The attributes of an ``img`` that name its file, or several with their widths.
SOURCES = ("data-src", "data-original", "data-lazy-src", "src")
SETS = ("data-srcset", "srcset", "data-lazy-srcset")
_WIDTH = re.compile(r"(?P<url>\S+)\s+(?P<width>\d{1,5})w\Z")
_CREDIT = re.compile(r"credit|copyright|source|photographer|attribution", re.IGNORECASE)
#: Declared on either side, beyond which it is a picture and no ornament.
_ORNAMENT = 120


def pictures_in(elements: Iterable[HtmlElement]) -> Iterator[tuple[ClaimedPicture, tuple[ClaimedPicture, ...]]]:
    """Each ``img`` with the other files that its ``srcset`` names; ornaments are left out."""
    for element in elements:
        width, height = pixels(element.get("width")), pixels(element.get("height"))
        if any(side is not None and side < _ORNAMENT for side in (width, height)):
            continue
        address = source_in(element.get)
        sets = tuple(files_in(element.get))
        if not address and not sets:
            continue
        figure = next((ancestor for ancestor in element.iterancestors("figure")), None)
        caption, credit = _captions(figure) if figure is not None else ("", "")
        alt = shorten(element.get("alt") or "", _TEXT_LENGTH)
        main = ClaimedPicture(
            address=address or sets[0].address, width=width, height=height, alt=alt, caption=caption, credit=credit
        )
        yield main, sets


def source_in(attribute: Callable[[str], str | None]) -> str:
    """The address of an ``img``, also where it is to be loaded later; empty where it names no file."""
    return next((value for name in SOURCES if _is_file(value := attribute(name) or "")), "")


def _is_file(address: str) -> bool:
    return bool(address.strip()) and address.lstrip()[:5].lower() != "data:"


def files_in(attribute: Callable[[str], str | None]) -> Iterator[ClaimedPicture]:
    """The files of an ``img``'s ``srcset`` (WHATWG HTML §4.8.4.2.1) that give their width."""
    for name in SETS:
        # A comma may stand in an address; the one between two candidates has white space behind it.
        for candidate in re.split(r",\s+", (attribute(name) or "")[:20_000])[:FILES]:
            match = _WIDTH.match(candidate.strip())
            if match and _is_file(match["url"]):
                yield ClaimedPicture(address=match["url"], width=pixels(match["width"]))


def _captions(figure: HtmlElement) -> tuple[str, str]:
    caption = next(iter(figure.iter("figcaption")), None)
    if caption is None:
        return "", ""
    credit = next(
        (descendant for descendant in caption.iterdescendants() if _CREDIT.search(descendant.get("class") or "")), None
    )
    credited = one_line(credit.text_content()) if credit is not None else ""
    text = one_line(caption.text_content())
    bare = one_line(text.replace(credited, " ", 1)) if credited and credited != text else text
    return shorten(bare, _TEXT_LENGTH), shorten(credited, _TEXT_LENGTH) if credited != text else ""
