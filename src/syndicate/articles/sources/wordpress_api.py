"""The REST API of WordPress: where it is, how it is asked for posts, and what of an answer is kept.

https://developer.wordpress.org/rest-api/reference/posts/
"""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Mapping, Sequence
from datetime import UTC, datetime
from http import HTTPStatus
from typing import TYPE_CHECKING, Any, NamedTuple
from urllib.parse import quote, urlencode

from syndicate.articles.sources import SourceError
from syndicate.articles.sources.page_links import page_links

if TYPE_CHECKING:
    from syndicate.net.model import Fetched

#: How a site says where its API is, in a header or in its page.
_RELATION = "https://api.w.org/"
_HEADER_LINK = re.compile(r"<([^<>]{1,2000})>\s*;\s*rel=[\"']?https://api\.w\.org/")
#: The API as it usually is below the address of its site.
_ROOT = re.compile(r"(?P<site>.+?)/(?:wp-json/?|(?:index\.php/?)?\?rest_route=/?)")
#: What says that the API is not there, or not for us.
CLOSED = frozenset({HTTPStatus.UNAUTHORIZED, HTTPStatus.FORBIDDEN, HTTPStatus.NOT_FOUND, HTTPStatus.GONE})
#: What is asked of a post. Without ``_links`` nothing is embedded.
_FIELDS = (
    *("id", "date", "date_gmt", "modified", "modified_gmt", "guid", "slug", "status", "type", "link", "lang"),
    *("title", "content", "excerpt", "jetpack_featured_media_url"),
    *("yoast_head_json.og_image", "yoast_head_json.og_locale", "_links", "_embedded"),
)
_WHOLE = {"_fields": ",".join(_FIELDS), "_embed": "author,wp:featuredmedia,wp:term"}
#: What is kept of a post and of what is embedded: nothing that changes by itself.
_KEPT = frozenset(name.partition(".")[0] for name in _FIELDS) - {"_links", "_embedded"}
_KEPT_OF = {
    "author": ("code", "name", "url", "link"),
    "wp:term": ("name", "slug", "taxonomy"),
    "wp:featuredmedia": ("code", "media_type", "source_url", "title", "alt_text", "caption", "media_details"),
}
_KEPT_OF_DETAILS = ("width", "height", "sizes", "image_meta")


class ClosedError(SourceError):
    """The site has no REST API, or none for us; what it says in its place is no answer of one."""


class Posts(NamedTuple):
    """Posts, and how many there are in all behind the question; ``None``: the site does not say."""

    posts: Sequence[Mapping[str, Any]]
    total: int | None


def roots(address: str, page: Fetched | None) -> Sequence[str]:
    """Where the API of a site may be, the likeliest first; ``page`` is its front page, if that could be had."""
    told = _HEADER_LINK.findall(page.headers.get("link", "")) if page else []
    linked = [link.address for link in page_links(page) if _RELATION in link.relations] if page else []
    site = address.rstrip("/")
    named = (*told, *linked, f"{site}/wp-json/", f"{site}/?rest_route=/")
    return [*dict.fromkeys(name for name in named if name.startswith(("http://", "https://")))]


def site_of(page: Fetched) -> str | None:
    """The address of the site whose API a page names; ``None`` where it names none."""
    named = roots("", page)
    if not named:
        return None
    match = _ROOT.fullmatch(named[0])
    return match["site"] if match else page.url


def ask_for_posts(get: Callable[..., Fetched], root: str, **query: str) -> Posts:
    """Posts, each whole unless ``_fields`` are named.

    Raises:
        ClosedError: there is no such API for us.
        SourceError: there is no answer, or it is none of WordPress's.
    """
    words = urlencode(query if "_fields" in query else {**_WHOLE, **query}, quote_via=quote, safe=":,/")
    address = f"{root.rstrip('/')}/wp/v2/posts{'&' if '?' in root else '?'}{words}"
    try:
        answer = get(address, accept="application/json")
    except SourceError as error:
        if status_of(error) in CLOSED:
            raise ClosedError(error.message, code=error.code, hint=error.hint, wait=error.wait) from error.__cause__
        raise
    return _read(answer, is_whole="_fields" not in query)


def status_of(error: SourceError) -> int | None:
    """What the server said, where it was no good answer."""
    status: int | None = getattr(error.__cause__, "status", None)
    return status


def _read(answer: Fetched, *, is_whole: bool) -> Posts:
    try:
        posts = json.loads(answer.content)
        if isinstance(posts, list) and all(_is_post(post, is_whole=is_whole) for post in posts):
            each_once = {post["id"]: post for post in reversed(posts)}  # of two with one number the first counts
            return Posts([*reversed(each_once.values())], _total(answer, len(posts)))
    except (ValueError, RecursionError) as error:
        raise _no_posts(answer) from error
    raise _no_posts(answer)


def _no_posts(answer: Fetched) -> SourceError:
    message = f"{answer.url.partition('?')[0]} answers something else than the REST API of WordPress does"
    hint = "Write the address of the site itself, as readers know it. Does a login or a cache stand before it?"
    is_page = answer.content.lstrip()[:1] == b"<"
    return (ClosedError if is_page else SourceError)(message, code="source-answer", hint=hint)


def _is_post(post: object, *, is_whole: bool) -> bool:
    if not isinstance(post, dict) or not isinstance(post.get("id"), int) or post["id"] is True or post["id"] < 1:
        return False
    texts = (post.get(name) for name in ("title", "content"))
    return not is_whole or all(isinstance(text, dict) and isinstance(text.get("rendered"), str) for text in texts)


def _total(answer: Fetched, count: int) -> int | None:
    """How many there are in all; a number that is none, or less than what came, is no answer of WordPress's."""
    written = answer.headers.get("x-wp-total")
    if written is None:
        return None
    total = int(written)
    if total < count:
        raise ValueError(written)
    return total


def changed_at(post: Mapping[str, Any]) -> datetime | None:
    """When a post was changed, by its time in UTC; ``None`` where it has none, as ``0000-00-00``."""
    return _time(post.get("modified_gmt"))


def dated_at(post: Mapping[str, Any]) -> datetime | None:
    """When a post was published, as `changed_at`."""
    return _time(post.get("date_gmt"))


def _time(written: object) -> datetime | None:
    try:
        return datetime.fromisoformat(written).replace(tzinfo=UTC) if isinstance(written, str) else None
    except ValueError:
        return None


def content_of(post: Mapping[str, Any]) -> bytes:
    """The post as it is read, the same bytes for the same post."""
    kept = {name: value for name, value in post.items() if name in _KEPT}
    embedded = post.get("_embedded")
    if isinstance(embedded, dict):
        kept["_embedded"] = {name: _trimmed(embedded.get(name), names) for name, names in _KEPT_OF.items()}
    return json.dumps(kept, ensure_ascii=False, sort_keys=True, indent=0).encode("utf-8", "replace")


def _trimmed(listed: object, names: Sequence[str]) -> Any:
    if isinstance(listed, list):
        return [_trimmed(item, names) for item in listed]
    if not isinstance(listed, dict):
        return None
    kept = {name: listed[name] for name in names if name in listed}
    if isinstance(kept.get("media_details"), dict):
        kept["media_details"] = _trimmed(kept["media_details"], _KEPT_OF_DETAILS)
    return kept
