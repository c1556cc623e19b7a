"""The pictures of a page: what its system names as the main one, what it tells others to show, what its text shows."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import replace
from itertools import takewhile
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from syndicate.articles.findings import repeated
from syndicate.articles.formats.claims.values import Picture, pixels, web_address
from syndicate.articles.formats.media.arrays import FILES, PICTURES, picture_address
from syndicate.articles.formats.page.metadata.head import pictures
from syndicate.articles.formats.page.text.main import is_box
from syndicate.articles.formats.settings.recording import media_type_of
from syndicate.articles.model import Audio, Candidate, Media, Origin
from syndicate.text.plain import one_line, shorten

if TYPE_CHECKING:
    from lxml.html import HtmlElement

    from syndicate.articles.formats.page.metadata.head import PageHead
    from syndicate.articles.formats.page.metadata.json_ld import Described
    from syndicate.articles.formats.page.text.main import MainText
    from syndicate.articles.model import Finding

_TEXT_LENGTH = 2_000
#: The attributes of an ``img`` that name its file, or several with their widths.
SOURCES = ("data-src", "data-original", "data-lazy-src", "src")
SETS = ("data-srcset", "srcset", "data-lazy-srcset")
_WIDTH = re.compile(r"(?P<url>\S+)\s+(?P<width>\d{1,5})w\Z")
_CREDIT = re.compile(r"credit|copyright|source|photographer|attribution", re.IGNORECASE)
# Two sizes of one picture differ in no more than this.
_SIZE = re.compile(r"[-_](?:\d{2,5}x\d{2,5}|scaled|large|medium|small|\d{2,5}w)(?=\.\w+\Z)", re.IGNORECASE)
_FILE = re.compile(r"\.(?:jpe?g|png|gif|webp|avif)\Z", re.IGNORECASE)
_SIZE_FIELD = re.compile(r"(?:w|h|width|height|size|resize|fit|crop|q|quality|dpr|auto|format|fm|s)=", re.IGNORECASE)
#: Declared on either side, beyond which it is a picture and no ornament.
_ORNAMENT = 120


def page_media(
    root: HtmlElement, head: PageHead, about: Described | None, main: MainText, listed: Sequence[Media]
) -> tuple[tuple[Media, ...], list[Finding]]:
    """All pictures of the article, the surest first, and what was wrong with their addresses.

    ``listed`` are those of media arrays. Of the text's own, those between the headline and its last block count.
    """
    featured = about.pictures if about else ()
    shown = tuple(pictures(head))
    found = [*media_of(featured, Origin.FEATURED, head.base, is_one=True), *listed]
    found += media_of(shown, Origin.PAGE, head.base)
    in_text = list(pictures_in(_images(root, main)))
    for picture, others in in_text:
        found += media_of((picture, *others), Origin.BODY, head.base, is_one=True)
    addresses = [one.address for one in (*featured, *shown, *(picture for picture, _ in in_text))]
    return merged(found), refused(dict.fromkeys(addresses), head.base)


def recording(head: PageHead) -> Audio | None:
    """The recording that the page tells others to play, by Open Graph."""
    url = web_address(head.first("og:audio:secure_url", "og:audio", "og:audio:url"))
    media_type = media_type_of(url) if url else None
    return Audio(url=url, media_type=media_type) if url and media_type else None


def _images(root: HtmlElement, main: MainText) -> Iterator[HtmlElement]:
    """The ``img`` elements around and between the blocks of the text, but for those of asides and menus."""
    if main.around is None:
        return
    inside = set(main.around.iter("img"))
    order = {element: place for place, element in enumerate(root.iter())}
    first, last = (
        (order[main.head[-1].element] if main.head else 0),
        order[main.blocks[-1].element] if main.blocks else 0,
    )
    for one in root.iter("img"):
        in_figure = first <= order[one] <= last and next(one.iterancestors("figure"), None) is not None
        near = takewhile(lambda element: element is not main.around, one.iterancestors())
        if (one in inside or in_figure) and not any(element.tag != "figure" and is_box(element) for element in near):
            yield one


def media_of(pictures: Sequence[Picture], origin: Origin, base: str | None, *, is_one: bool = False) -> Iterator[Media]:
    """The pictures as media, one each or as the files of one; what has no address of a picture is left out."""
    named = [(one, address) for one in pictures if (address := address_of(one.address, base))]
    groups = [named] if is_one and named else [[one] for one in named]
    for group in groups:
        first = group[0][0]
        files = {address: Candidate(url=address, width=one.width, height=one.height) for one, address in group[::-1]}
        yield Media(
            kind="image",
            candidates=tuple(reversed(files.values()))[:FILES],
            description=first.alt,
            caption=first.caption,
            credit=first.credit,
            origin=origin,
        )


def address_of(address: str, base: str | None) -> str | None:
    """A picture's address: absolute, or the path of a file beside the document where the page says not where it is."""
    trimmed = address.strip()
    if trimmed[:5].lower() == "data:":
        return None
    return web_address(trimmed, base) or (picture_address(trimmed) if base is None else None)


def refused(addresses: Iterable[str], base: str | None) -> list[Finding]:
    """A warning for each address that is none of a picture; pictures inside the page (``data:``) are no mistake."""
    message = "This picture address is not http(s), nor a picture file beside the document; it was dropped."
    wrong = [one[:400] for one in addresses if one.strip() and one[:5].lower() != "data:" and not address_of(one, base)]
    return repeated("picture-address", message, wrong)


def pictures_in(elements: Iterable[HtmlElement]) -> Iterator[tuple[Picture, tuple[Picture, ...]]]:
    """Each ``img`` with the other files that its ``srcset`` names; ornaments are left out."""
    for element in elements:
        width, height = pixels(element.get("width")), pixels(element.get("height"))
        if any(side is not None and side < _ORNAMENT for side in (width, height)):
            continue
        address = source_in(element.get)
        sets = tuple(files_in(element.get))
        if not address and not sets:
            continue
        figure = next((one for one in element.iterancestors("figure")), None)
        caption, credit = _captions(figure) if figure is not None else ("", "")
        alt = shorten(element.get("alt") or "", _TEXT_LENGTH)
        main = Picture(
            address=address or sets[0].address, width=width, height=height, alt=alt, caption=caption, credit=credit
        )
        yield main, sets


def source_in(attribute: Callable[[str], str | None]) -> str:
    """The address of an ``img``, also where it is to be loaded later; empty where it names no file."""
    return next((value for name in SOURCES if _is_file(value := attribute(name) or "")), "")


def _is_file(address: str) -> bool:
    return bool(address.strip()) and address.lstrip()[:5].lower() != "data:"


def files_in(attribute: Callable[[str], str | None]) -> Iterator[Picture]:
    """The files of an ``img``'s ``srcset`` (WHATWG HTML §4.8.4.2.1) that give their width."""
    for name in SETS:
        # A comma may stand in an address; the one between two candidates has white space behind it.
        for one in re.split(r",\s+", (attribute(name) or "")[:20_000])[:FILES]:
            match = _WIDTH.match(one.strip())
            if match and _is_file(match["url"]):
                yield Picture(address=match["url"], width=pixels(match["width"]))


def _captions(figure: HtmlElement) -> tuple[str, str]:
    caption = next(iter(figure.iter("figcaption")), None)
    if caption is None:
        return "", ""
    credit = next((one for one in caption.iterdescendants() if _CREDIT.search(one.get("class") or "")), None)
    said = one_line(credit.text_content()) if credit is not None else ""
    text = one_line(caption.text_content())
    bare = one_line(text.replace(said, " ", 1)) if said and said != text else text
    return shorten(bare, _TEXT_LENGTH), shorten(said, _TEXT_LENGTH) if said != text else ""


def merged(media: Iterable[Media]) -> tuple[Media, ...]:
    """One for each picture, the surest origin first; a later one of the same adds the texts and sizes that it has."""
    order = list(Origin)
    ranked = sorted(media, key=lambda one: order.index(one.origin))
    kept: dict[str, Media] = {}
    for one in ranked:
        names = [_name(file.url) for file in one.candidates]
        name = next((known for known in names if known in kept), names[0])
        kept[name] = _both(kept[name], one) if name in kept else one
    return tuple(kept.values())[:PICTURES]


def _both(one: Media, other: Media) -> Media:
    files: dict[str, Candidate] = {}
    for file in (*one.candidates, *other.candidates):
        if files.get(file.url) is None or files[file.url].width is None:
            files[file.url] = file
    return replace(
        one,
        candidates=tuple(files.values())[:FILES],
        title=one.title or other.title,
        description=one.description or other.description,
        caption=one.caption or other.caption,
        credit=one.credit or other.credit,
    )


def _name(address: str) -> str:
    """What two sizes of one picture have in common: all but what names a size, and what follows a file's name."""
    parts = urlsplit(address)
    if not parts.path.strip("/"):
        return address
    # Where the path names no file, the query may say which picture it is (``/picture.php?id=7&w=600``).
    query = [] if _FILE.search(parts.path) else [one for one in parts.query.split("&") if not _SIZE_FIELD.match(one)]
    return f"{parts.netloc.lower()}{_SIZE.sub('', parts.path)}{''.join(query)}"
