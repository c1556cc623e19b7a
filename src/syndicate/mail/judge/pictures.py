"""Pictures: what every client needs to show them, or to say what they show."""

from __future__ import annotations

import re
from collections.abc import Iterator
from html import escape
from pathlib import PurePosixPath
from typing import TYPE_CHECKING
from urllib.parse import unquote, urlsplit

from syndicate.articles.model import Finding as MailFinding
from syndicate.mail.judge.page import JudgedPage
from syndicate.mail.judge.plain_part import stories_of
from syndicate.mail.judge.rules import told
from syndicate.text.html import names
from syndicate.text.web_addresses import is_web_address

if TYPE_CHECKING:
    from syndicate.mail.model import Digest, Rendering

#: Bytes of one picture, and of all together, which a phone on the way loads before its reader has gone on.
LARGE_PICTURE, LARGE_PICTURES = 200_000, 1_000_000
_NUMBER = re.compile(r"[1-9][0-9]*")
#: Kinds that some client of many readers does not show.
_UNFIT_KINDS = names("webp avif svg svgz heic heif jxl jp2 tif tiff bmp ico apng mp4 webm pdf")
_FILE_NAME = re.compile(r"[^\s/]+\.[A-Za-z0-9]{2,5}")


def check_pictures(page: JudgedPage) -> Iterator[MailFinding]:
    """Pictures without what clients need while they show none, or with an address that leads nowhere."""
    for picture in page.root.iter("img"):
        source = picture.get("src") or ""
        if picture.get("alt") is None:
            message = "a picture has no alternative text, not even an empty one"
            yield told("picture-without-alt", message, quote=source, where=page.place(picture))
        if not all(_NUMBER.fullmatch(picture.get(side) or "") for side in ("width", "height")):
            message = "a picture has no numeric width and height"
            yield told("picture-without-size", message, quote=source, where=page.place(picture))
        if not is_web_address(source):
            message = "a picture's address is not absolute" if source else "a picture has no address"
            yield told("picture-not-absolute", message, quote=source, where=page.place(picture, "src"))


def judge_pictures(page: JudgedPage) -> Iterator[MailFinding]:
    """Pictures that some clients do not show, or that are said to be their files."""
    for picture in page.root.iter("img"):
        source, alternative = picture.get("src") or "", (picture.get("alt") or "").strip()
        if kind := _unfit_kind(source):
            message = f"{kind} is not shown by every client; make the picture a JPEG, PNG or GIF"
            yield told("picture-kind", message, quote=source, where=page.place(picture, "src"))
        if alternative and (_FILE_NAME.fullmatch(alternative) or alternative == _stem(source)):
            message = "the alternative text is the name of a file; say what the picture shows"
            yield told("picture-alt", message, quote=alternative, where=page.place(picture, "alt"))


def judge_weight(rendering: Rendering, digest: Digest) -> Iterator[MailFinding]:
    """Pictures of stories that phones load slowly, each by itself and all together; what nobody weighed counts nothing.

    A picture that stands in several places is loaded once.
    """
    weighed = {
        story.picture.url: (story.picture.size, story.headline)
        for story in stories_of(digest)
        if story.picture and story.picture.size and escape(story.picture.url) in rendering.html
    }
    for url, (size, headline) in weighed.items():
        if size > LARGE_PICTURE:
            message = f"the picture of “{headline}” has {size:,} of {LARGE_PICTURE:,} bytes; make it smaller"
            yield told("picture-large", message, quote=url)
    total = sum(size for size, _ in weighed.values())
    if total > LARGE_PICTURES:
        url, (size, headline) = max(weighed.items(), key=lambda each: each[1][0])
        message = (
            f"the {len(weighed)} pictures have {total:,} of {LARGE_PICTURES:,} bytes together, "
            f"the largest, of “{headline}”, {size:,}; show fewer, or smaller ones"
        )
        yield told("pictures-large", message, quote=url)


def _unfit_kind(source: str) -> str:
    if source.lower().startswith("data:"):
        return "a picture within its address (data:)"
    ending = PurePosixPath(_path(source)).suffix.lower().removeprefix(".")
    return ending.upper() if ending in _UNFIT_KINDS else ""


def _stem(source: str) -> str:
    return PurePosixPath(_path(source)).stem


def _path(source: str) -> str:
    try:
        return unquote(urlsplit(source).path)
    except ValueError:  # such as a host in broken brackets
        return ""
