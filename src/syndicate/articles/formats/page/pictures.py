"""The pictures of a page: what its system names as the main one, what it tells others to show, what its text shows."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import takewhile
from typing import TYPE_CHECKING

from syndicate.articles.formats.claims.values import ClaimedPicture, web_address
from syndicate.articles.formats.media.addresses import FILES, address_of, refused
from syndicate.articles.formats.media.elements import pictures_in
from syndicate.articles.formats.media.merging import merged
from syndicate.articles.formats.media.recordings import media_type_of
from syndicate.articles.formats.page.metadata.head import pictures
from syndicate.articles.formats.page.text.main import is_box
from syndicate.articles.model import Audio, Candidate, Media, PictureOrigin

if TYPE_CHECKING:
    from lxml.html import HtmlElement

    from syndicate.articles.formats.page.metadata.head import PageHead
    from syndicate.articles.formats.page.metadata.json_ld import Described
    from syndicate.articles.formats.page.text.main import MainText
    from syndicate.articles.model import Finding


def page_media(
    root: HtmlElement, head: PageHead, about: Described | None, main: MainText, listed: Sequence[Media]
) -> tuple[tuple[Media, ...], list[Finding]]:
    """All pictures of the article, the surest first, and what was wrong with their addresses.

    ``listed`` are those of media arrays. Of the text's own, those between the headline and its last block count.
    """
    featured = about.pictures if about else ()
    shown = tuple(pictures(head))
    media = [*media_of(featured, PictureOrigin.FEATURED, head.base, is_one=True), *listed]
    media += media_of(shown, PictureOrigin.PAGE, head.base)
    in_text = list(pictures_in(_images(root, main)))
    for picture, others in in_text:
        media += media_of((picture, *others), PictureOrigin.BODY, head.base, is_one=True)
    addresses = [claimed.address for claimed in (*featured, *shown, *(picture for picture, _ in in_text))]
    return merged(media), refused(dict.fromkeys(addresses), head.base)


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
    for image in root.iter("img"):
        in_figure = first <= order[image] <= last and next(image.iterancestors("figure"), None) is not None
        near = takewhile(lambda element: element is not main.around, image.iterancestors())
        if (image in inside or in_figure) and not any(element.tag != "figure" and is_box(element) for element in near):
            yield image


def media_of(
    pictures: Sequence[ClaimedPicture], origin: PictureOrigin, base: str | None, *, is_one: bool = False
) -> Iterator[Media]:
    """The pictures as media, one each or as the files of one; what has no address of a picture is left out."""
    named = [(picture, address) for picture in pictures if (address := address_of(picture.address, base))]
    groups = [named] if is_one and named else [[item] for item in named]
    for group in groups:
        first = group[0][0]
        files = {
            address: Candidate(url=address, width=picture.width, height=picture.height)
            for picture, address in group[::-1]
        }
        yield Media(
            kind="image",
            candidates=tuple(reversed(files.values()))[:FILES],
            description=first.alt,
            caption=first.caption,
            credit=first.credit,
            origin=origin,
            ai=first.ai,
        )
