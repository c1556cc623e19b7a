"""The body of an article that was written as HTML: clean HTML, plain text, and the pictures that stood in it.

A body keeps no pictures in place: they lie with others, who would see each of our readers, or beside the document,
where no reader can see them. They become media of the article, from which its hero image may be chosen.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from html import unescape
from typing import TYPE_CHECKING
from urllib.parse import unquote

import nh3

from syndicate.articles.findings import blocking, warning
from syndicate.articles.formats.body.model import Body, verdict
from syndicate.articles.formats.claims.values import ClaimedPicture, web_address
from syndicate.articles.formats.media.addresses import FILES, PICTURES, picture_address
from syndicate.articles.formats.media.elements import SETS, SOURCES, files_in, source_in
from syndicate.articles.model import Candidate, Media, PictureOrigin
from syndicate.errors import BadDataError
from syndicate.text.html import Outlet, check_limits, names, sanitise, to_text
from syndicate.text.plain import clean, shorten

if TYPE_CHECKING:
    from syndicate.articles.model import Finding

_KEPT = names(
    "p br hr h2 h3 h4 h5 h6 ul ol li blockquote a strong b em i u s code pre sub sup small q cite abbr figure "
    "figcaption dl dt dd table caption thead tbody tfoot tr th td del ins kbd mark time"
)
# Boxes without a meaning of their own part what stands in them; a paragraph does the same, and empty ones go.
_BOXES = names("div section article main header footer aside center address details summary nav form")
_RENAMED = {"h1": "h2", **dict.fromkeys(_BOXES, "p")}
_ATTRIBUTES = {
    "*": {"dir", "lang"},
    "a": {"href", "title"},
    "abbr": {"title"},
    "img": {*SOURCES, *SETS, "alt", "title", "width", "height"},
    "ol": {"start"},
    "td": {"colspan", "rowspan"},
    "th": {"colspan", "rowspan", "scope"},
    "time": {"datetime"},
}
_DROPPED_WHOLE = {"script", "style", "template", "noscript", "iframe", "object", "svg", "math", "title", "textarea"}
# Here not yet a fence, for what a picture names in vain is told; `sanitise` is the fence.
_SCHEMES = set(names("http https mailto data file ftp javascript vbscript blob about cid"))
_EMPTY = re.compile(
    r'<(p|a|figure|figcaption|h[1-6]|li|strong|em|b|i|small|blockquote|ul|ol)(?: [a-z]+="[^"]*")*>\s*</\1>'
)
_MARKED = re.compile(rf'<(/?)(img|figure|figcaption|{"|".join(sorted(_RENAMED))})((?: [a-z-]+="[^"]*")*)>')
_ATTRIBUTE = re.compile(r' ([a-z-]+)="([^"]*)"')
_LINK = re.compile(r'</a>|<a(?: [a-z]+="[^"]*")*>')
_ROUNDS = 8
_TEXT_LENGTH = 1_000
#: Pixels on a side up to which a picture is only a counter.
_DOT = 3


def body_of_html(html: str, *, base_url: str | None = None, pictures_url: str | None = None) -> Body:
    """The body that a piece of HTML is. Relative links are resolved against ``base_url``, or go, and their words stay.

    Relative addresses of pictures are resolved against ``pictures_url``; without it they are paths beside the document.
    What cannot be a body is a blocking finding: too large, too deep, or nothing but what pages print around articles.
    """
    try:
        check_limits(html)
        bare = nh3.clean(
            clean(html),
            tags=set(_KEPT | _BOXES | {"img", "h1"}),
            attributes=_ATTRIBUTES,
            clean_content_tags=_DROPPED_WHOLE,
            url_schemes=_SCHEMES,
            link_rel=None,
        )
        walk = _Walk(pictures_url)
        walk.feed(bare)
        kept = _tidied(sanitise("".join(walk.out), Outlet.FEED, base_url=base_url))
        text = to_text(kept)
    except BadDataError as error:
        return Body(findings=(blocking("body-unfit", f"The text cannot be read: {error.message}. {error.hint}"),))
    return Body(html=kept, text=text, pictures=tuple(walk.media()), findings=(*verdict(text), *walk.findings))


class _Walk:
    """Writes the sanitiser's HTML again without its pictures and their captions, and keeps these.

    That HTML is well-formed, with every attribute in quotation marks and every sign escaped that could be taken for a
    tag's, so that a pattern finds the few tags that matter; a parser would look at all of them.
    """

    def __init__(self, base: str | None) -> None:
        self._base = base
        self.out: list[str] = []
        self.findings: list[Finding] = []
        self._pictures: list[_Picture] = []
        self._figures: list[_Figure] = []

    def feed(self, html: str) -> None:
        """Go through a whole piece of HTML."""
        position = 0
        for match in _MARKED.finditer(html):
            self.out.append(html[position : match.start()])
            position = match.end()
            self._tag(match[2], match[3], is_end=bool(match[1]))
        self.out.append(html[position:])

    def media(self) -> Iterable[Media]:
        """The pictures, each address once, as far as an article keeps them."""
        distinct = {picture.files[0].url: picture for picture in reversed(self._pictures)}
        kept = [picture for picture in self._pictures if distinct[picture.files[0].url] is picture]
        return (picture.media() for picture in kept[:PICTURES])

    def _tag(self, name: str, attributes: str, *, is_end: bool) -> None:
        if name == "img":
            self._take({key: unescape(value) for key, value in _ATTRIBUTE.findall(attributes)})
            return
        if name == "figure" and not is_end:
            self._figures.append(_Figure(pictures=len(self._pictures)))
        elif name == "figcaption" and not is_end and self._figures:
            self._figures[-1].caption_start = len(self.out)
        self.out.append(f"<{'/' if is_end else ''}{_RENAMED.get(name, name)}{attributes}>")
        if name == "figcaption" and is_end and self._figures:
            self._figures[-1].caption_end = len(self.out)
        elif name == "figure" and is_end and self._figures:
            self._end_figure(self._figures.pop())

    def _end_figure(self, figure: _Figure) -> None:
        pictures = self._pictures[figure.pictures :]
        if not pictures or figure.caption_end <= figure.caption_start:
            return
        caption = _plain("".join(self.out[figure.caption_start : figure.caption_end]))
        del self.out[figure.caption_start : figure.caption_end]
        for picture in pictures:
            picture.caption = picture.caption or caption

    def _take(self, fields: dict[str, str]) -> None:
        width, height = (_pixels(fields.get(name)) for name in ("width", "height"))
        if max(width or _DOT + 1, height or _DOT + 1) <= _DOT:
            return
        source = source_in(fields.get)
        main = ClaimedPicture(address=source, width=width, height=height)
        named = [(file, self._address(file.address)) for file in (main, *files_in(fields.get))]
        files = {url: Candidate(url=url, width=file.width, height=file.height) for file, url in reversed(named) if url}
        if not files:  # as where the sanitiser found it no address at all
            message = "A picture in the text has no address on the web or beside the document; it was left out."
            quote = source or fields.get("src") or fields.get("alt", "")
            self.findings.append(warning("picture-address", message, quote[:400]))
            return
        words = {name: shorten(fields.get(name, ""), _TEXT_LENGTH) for name in ("alt", "title")}
        self._pictures.append(_Picture(files=tuple(reversed(files.values()))[:FILES], **words))

    def _address(self, source: str) -> str | None:
        if self._base is not None:
            return web_address(source, self._base)
        is_relative = ":" not in source and not source.startswith("//")
        return picture_address(unquote(source) if is_relative else source)


@dataclass(kw_only=True, slots=True)
class _Figure:
    """An open ``<figure>``: how many pictures were before it, and where its caption lies in what was written."""

    pictures: int
    caption_start: int = 0
    caption_end: int = 0


@dataclass(kw_only=True, slots=True)
class _Picture:
    """A picture in the text; its caption comes later."""

    files: tuple[Candidate, ...]
    alt: str
    title: str
    caption: str = ""

    def media(self) -> Media:
        """As media of the article."""
        return Media(
            kind="image",
            candidates=self.files,
            title=self.title,
            description=self.alt,
            caption=self.caption,
            origin=PictureOrigin.BODY,
        )


def _plain(html: str) -> str:
    return shorten(unescape(re.sub(r"<[^<>]*>", " ", html)), _TEXT_LENGTH)


def _pixels(text: str | None) -> int | None:
    digits = (text or "").strip().removesuffix("px")
    return int(digits) if digits.isascii() and digits.isdigit() and 0 < len(digits) < 6 else None  # noqa: PLR2004


def _without_dead_links(html: str) -> str:
    """Without the links whose address the sanitiser took; a table lets links stand within links."""
    dead: list[bool] = []

    def kept(match: re.Match[str]) -> str:
        if match[0] != "</a>":
            dead.append(' href="' not in match[0])
            return "" if dead[-1] else match[0]
        return "" if dead and dead.pop() else match[0]

    return _LINK.sub(kept, html)


def _tidied(html: str) -> str:
    """Sanitised HTML without elements that say nothing, sanitised still: what stood in one may now stand in another."""
    for _ in range(_ROUNDS):
        kept = _without_empty(_without_dead_links(html)).strip()
        if kept == html.strip():
            break
        html = sanitise(kept, Outlet.FEED)
    return kept


def _without_empty(html: str) -> str:
    for _ in range(_ROUNDS):
        html, count = _EMPTY.subn("", html)
        if not count:
            break
    return html
