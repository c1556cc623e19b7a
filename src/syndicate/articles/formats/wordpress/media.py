"""The featured picture of a WordPress post, with a file for each size that the site has made of it."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from syndicate.articles.findings import warning
from syndicate.articles.formats.body.lines import plain_html, plain_or_html
from syndicate.articles.formats.media.addresses import FILES
from syndicate.articles.formats.media.files import PictureFiles
from syndicate.articles.formats.settings.foreign import at, items, text
from syndicate.articles.model import Media, PictureOrigin
from syndicate.text.plain import shorten

if TYPE_CHECKING:
    from syndicate.articles.formats.settings.tree import Node
    from syndicate.articles.model import Candidate, Finding

_TEXT_LENGTH = 2_000


class WordPressMedia:
    """Reads what a post says of its pictures. ``link`` is its page, to which addresses may be relative."""

    def __init__(self, post: Node, link: str | None) -> None:
        """Take the post."""
        self._post = post
        self._link = link
        self._files = PictureFiles()
        self._findings: list[Finding] = []

    @property
    def findings(self) -> list[Finding]:
        """What was wrong with what was read so far."""
        return [*self._findings, *self._files.findings()]

    def pictures(self) -> Iterator[Media]:
        """The featured picture, else what plug-ins say of it, and what the page tells other sites to show."""
        featured = [*self._featured()]
        yield from featured or self._named()
        for image in items(at(self._post, "yoast_head_json", "og_image")):
            yield from self._medium(PictureOrigin.PAGE, self._sized(image, "url"))

    def _featured(self) -> Iterator[Media]:
        for featured in items(at(self._post, "_embedded", "wp:featuredmedia"))[:1]:
            if code := text(at(featured, "code")):
                # As where the picture belongs to a post that is not published.
                message = "The site does not give away the featured picture. Publish what it was uploaded for."
                self._findings.append(warning("media-empty", message, code))
            elif text(at(featured, "media_type")) in {"", "image"}:
                yield from self._medium(PictureOrigin.FEATURED, [*self._sizes(featured)], featured)

    def _sizes(self, node: Node) -> Iterator[Candidate]:
        """The picture as uploaded, or as WordPress has scaled it down, and each smaller size."""
        details = at(node, "media_details")
        yield from self._sized(node, "source_url", details)
        sizes = at(details, "sizes")
        for key, size in (sizes.entries if sizes is not None else {}).items():  # ``[]`` where there are none
            yield from self._sized(size, "source_url", key=key)

    def _sized(self, node: Node, name: str, details: Node | None = None, key: str = "full") -> list[Candidate]:
        of = node if details is None else details
        address, width, height = text(at(node, name)), text(at(of, "width")), text(at(of, "height"))
        file = self._files.file(address, self._link, key=key, width=width, height=height)
        return [file] if file else []

    def _named(self) -> Iterator[Media]:
        """The address of the featured picture that Jetpack gives, also without ``_embed``."""
        address = text(at(self._post, "jetpack_featured_media_url"))
        file = self._files.file(address, self._link, key="full")
        yield from self._medium(PictureOrigin.FEATURED, [file] if file else [])

    def _medium(self, origin: PictureOrigin, files: list[Candidate], node: Node | None = None) -> Iterator[Media]:
        distinct = {file.url: file for file in reversed(files)}
        if not distinct:
            return
        meta = at(node, "media_details", "image_meta")
        yield Media(
            kind="image",
            candidates=tuple(reversed(distinct.values()))[:FILES],
            title=_short(plain_html(text(at(node, "title", "rendered")))),
            description=_short(plain_or_html(text(at(node, "alt_text")))),
            caption=_short(plain_html(text(at(node, "caption", "rendered")))),
            credit=_short(plain_or_html(text(at(meta, "credit")) or text(at(meta, "copyright")))),
            origin=origin,
        )


def _short(words: str) -> str:
    return shorten(words, _TEXT_LENGTH)
