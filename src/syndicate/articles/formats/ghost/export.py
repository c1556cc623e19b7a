"""An export of Ghost: one JSON document with all tables, joined to posts as its Content API gives them."""

from __future__ import annotations

import json
from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping, Sequence
from functools import partial
from typing import Any

from syndicate.articles.formats.division import Division, Part, divided, lasting_name
from syndicate.articles.formats.ghost.mobiledoc import html_of_mobiledoc

_POSTS = {"post", ""}
_NOT_OUT = frozenset({"draft", "scheduled", "sent"})
#: What lies in ``posts_meta`` and is the post's own.
_META = ("og_image", "twitter_image", "feature_image_alt", "feature_image_caption")

Row = dict[str, Any]


def divide_ghost_export(text: str) -> Division:
    """The posts of an export, drafts among them, each by its ``id``; pages and mails are none."""
    passed_over: Counter[str] = Counter()
    parts = []
    for tables in tables_in(json.loads(text.removeprefix("\ufeff"))):
        for number, post in enumerate(tables.posts, start=1):
            kind = kind_of(post)
            if kind in {"page", SENT}:
                passed_over[kind] += 1
            else:
                parts.append(_part(tables, post, number))
    return divided(parts, code="ghost-export", whole="Ghost export", passed_over=passed_over)


def _part(tables: GhostTables, post: Row, number: int) -> Part:
    return Part(
        name=lasting_name(str(post.get("id") or post.get("slug") or "")),
        flaw="has neither an id nor a slug",
        place=lambda: f"post {number}",
        text=partial(_text, tables, post),
    )


def _text(tables: GhostTables, post: Row) -> str:
    return json.dumps(tables.whole(post), ensure_ascii=False)


#: What is no article of a site: it was never on one.
SENT = "sent by email only"


def kind_of(post: Row) -> str | None:
    """What a row is, if it is no post that is out."""
    if str(post.get("type") or "") not in _POSTS or post.get("page") in {1, "1"}:
        return "page"
    status = str(post.get("status") or "draft")
    return {"sent": SENT}.get(status, status) if status in _NOT_OUT else None


def tables_in(root: object) -> Iterator[GhostTables]:
    """The tables of an export: in ``db[].data``, or in older ones in ``data``."""
    databases = root.get("db") if isinstance(root, dict) else None
    for database in databases if isinstance(databases, list) else [root]:
        tables = database.get("data") if isinstance(database, dict) else None
        if isinstance(tables, dict):
            yield GhostTables(tables)


def _rows(tables: Mapping[str, Any], name: str) -> list[Row]:
    rows = tables.get(name)
    return [row for row in rows if isinstance(row, dict)] if isinstance(rows, list) else []


class GhostTables:
    """The tables of a site, asked by what they are joined by; ``posts`` are the rows of its posts and pages."""

    def __init__(self, tables: Mapping[str, Any]) -> None:
        """Take the tables by their names."""
        self.posts = _rows(tables, "posts")
        self._tags = {tag.get("id"): tag for tag in _rows(tables, "tags")}
        self._users = {user.get("id"): user for user in _rows(tables, "users")}
        self._tags_of = _links(tables, "posts_tags", "tag_id")
        self._authors_of = _links(tables, "posts_authors", "author_id")
        self._meta = {meta.get("post_id"): meta for meta in _rows(tables, "posts_meta")}
        self._settings = {str(row.get("key")): row.get("value") for row in _rows(tables, "settings")}

    def setting(self, key: str) -> str:
        """A setting of the site that is a text; empty where there is none."""
        value = self._settings.get(key)
        return value if isinstance(value, str) else ""

    def whole(self, post: Row) -> Row:
        """The post as the Content API gives it."""
        number = post.get("id")
        authors = self._authors_of.get(number) or [post.get("author_id"), post.get("author")]
        meta = self._meta.get(number, {})
        joined = {
            **post,
            **{key: meta[key] for key in _META if meta.get(key) and not post.get(key)},
            "tags": [_tag(self._tags[tag]) for tag in self._tags_of.get(number, ()) if tag in self._tags],
            "authors": [_author(self._users[user]) for user in authors if user in self._users],
        }
        if "feature_image" not in joined:  # as it was called at first
            joined["feature_image"] = joined.pop("image", None)
        if not (joined.get("html") or joined.get("lexical")) and isinstance(joined.get("mobiledoc"), str):
            joined["html"] = html_of_mobiledoc(joined["mobiledoc"])
        return joined


def _tag(tag: Row) -> Row:
    hidden = {"visibility": "internal"} if tag.get("hidden") else {}
    return {key: tag[key] for key in ("name", "slug", "visibility") if key in tag} | hidden


def _author(user: Row) -> Row:
    return {key: user[key] for key in ("name", "slug", "website") if key in user}


def _links(tables: Mapping[str, Any], name: str, key: str) -> Mapping[Any, Sequence[Any]]:
    """Post → what it is linked with, in the order that the export gives them."""
    links: defaultdict[Any, list[Any]] = defaultdict(list)
    for row in sorted(_rows(tables, name), key=lambda row: row.get("sort_order") or 0):
        links[row.get("post_id")].append(row.get(key))
    return links
