"""JSON Feed 1.1 (jsonfeed.org), written key by key in a fixed order."""

from __future__ import annotations

import json
import re
from typing import TYPE_CHECKING, Any

from syndicate.feeds.markup import Frame
from syndicate.text.media_types import JPEG

if TYPE_CHECKING:
    from collections.abc import Mapping

    from syndicate.feeds.model import Addresses, Entry, Feed

MEDIA_TYPE = "application/feed+json"
VERSION = "https://jsonfeed.org/version/1.1"
_INDENT = 2
#: An item in a finished document: no other object begins with an id, or ends so, at that depth.
WRITTEN = re.compile(rb'^    \{\n      "id": .*?^    \}', re.DOTALL | re.MULTILINE)


def entry(entry: Entry) -> bytes:
    """The entry as a member of ``items``.

    Raises:
        ValueError: a text has a lone surrogate, which UTF-8 cannot hold.
    """
    item = {
        "id": entry.id,
        "url": entry.url,
        "title": entry.title if entry.is_titled else None,
        "summary": entry.summary,
        **_content(entry),
        "date_published": entry.published_at.isoformat(),
        "date_modified": entry.updated_at.isoformat(),
        "authors": [{"name": author} for author in entry.authors],
        "tags": list(entry.categories),
        "language": entry.language,
        "image": entry.picture.url if entry.picture else None,
        "attachments": _attachments(entry),
    }
    # Line feeds inside strings are escaped, so each one here begins a line of the layout.
    return (" " * 2 * _INDENT).encode() + _written(item).replace(b"\n", b"\n" + b" " * 2 * _INDENT)


def mark(entry_id: str) -> bytes:
    """What the id looks like in an item."""
    return f'\n      "id": {json.dumps(entry_id, ensure_ascii=False)},\n'.encode()


def frame(feed: Feed, at: Addresses) -> Frame:
    """The object around the items of the document that stands there."""
    head = {
        "version": VERSION,
        "title": feed.title,
        "home_page_url": feed.url,
        # It names the feed as well, so the pages of an archive have that of the feed they belong to.
        "feed_url": at.current or at.own,
        "next_url": at.previous,
        "description": feed.description,
        "icon": feed.icon_url,
        "authors": [{"name": feed.author}],
        "language": feed.language,
        "hubs": [{"type": "WebSub", "url": hub} for hub in feed.hubs],
        "_syndicate": _deleted(feed),
    }
    return Frame(_written(head).removesuffix(b"\n}") + b',\n  "items": [\n', b",\n", b"\n  ]\n}\n")


def _content(entry: Entry) -> dict[str, str]:
    """JSON Feed demands content of every item; a feed of summaries gives the summary in its place."""
    return {"content_html": entry.content_html} if entry.content_html else {"content_text": entry.summary}


def _deleted(feed: Feed) -> dict[str, Any]:
    deleted = [{"id": tombstone.id, "date_deleted": tombstone.deleted_at.isoformat()} for tombstone in feed.deleted]
    return {"deleted": deleted} if deleted else {}


def _attachments(entry: Entry) -> list[dict[str, Any]]:
    """The recording first: players take the first attachment."""
    attachments = []
    if entry.sound:
        attachments.append(
            {
                "url": entry.sound.url,
                "mime_type": entry.sound.media_type,
                "size_in_bytes": entry.sound.size,
                "duration_in_seconds": entry.sound.seconds,
            }
        )
    if entry.picture:
        attachments.append(
            {
                "url": entry.picture.url,
                "mime_type": JPEG,
                "title": entry.picture.name,
                "size_in_bytes": entry.picture.size,
            }
        )
    return [_filled(attachment) for attachment in attachments]


def _written(members: Mapping[str, Any]) -> bytes:
    return json.dumps(_filled(members), ensure_ascii=False, indent=_INDENT).encode()


def _filled(members: Mapping[str, Any]) -> dict[str, Any]:
    """Without what is empty: an optional key is left out rather than null (JSON Feed 1.1, "Top-level")."""
    return {key: value for key, value in members.items() if value not in (None, "", [], {})}
