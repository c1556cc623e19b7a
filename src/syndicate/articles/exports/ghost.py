"""Ghost: one JSON document with all tables, and the pictures of ``content/images`` where they were packed with it.

Its posts are put together as the Content API gives them: with their tags, authors and what lies in a table of its own.
"""

from __future__ import annotations

import json
from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping, Sequence
from typing import TYPE_CHECKING, Any

from syndicate.articles.exports import ExportedArticle
from syndicate.articles.formats.ghost.mobiledoc import html_of_mobiledoc
from syndicate.articles.formats.ghost.reading import SITE
from syndicate.errors import BadDataError

if TYPE_CHECKING:
    from zoneinfo import ZoneInfo

    from syndicate.articles.exports.files import ExportFiles

_POSTS = {"post", ""}
_NOT_OUT = frozenset({"draft", "scheduled", "sent"})
#: What lies in ``posts_meta`` and is the post's own.
_META = ("og_image", "twitter_image", "feature_image_alt", "feature_image_caption")

Row = dict[str, Any]


class GhostExport:
    """The posts of an export. Addresses of pages it does not hold: ``site`` is where they are or were."""

    kind = "ghost"
    zone: ZoneInfo | None = None

    def __init__(self, files: ExportFiles, names: Sequence[str], site: str | None) -> None:
        """Read the documents of those names.

        Raises:
            BadDataError: ``export-broken``.
        """
        self.notice = ""
        self.passed_over: Counter[str] = Counter()
        self.site = site
        self._databases = [_Joined(tables) for name in names for tables in _databases(files.read(name), name)]
        settings = (joined.setting(key) for joined in self._databases for key in ("locale", "lang"))
        self.language = next(filter(None, settings), None)

    def articles(self) -> Iterator[ExportedArticle]:
        """Each published post, in the order of the export."""
        for joined in self._databases:
            for post in joined.posts:
                kind = _kind(post)
                if kind is None:
                    yield self._article(joined.whole(post))
                else:
                    self.passed_over[kind] += 1

    def _article(self, post: Row) -> ExportedArticle:
        slug = str(post.get("slug") or "")
        if self.site and slug:
            post["url"] = f"{self.site}/{slug}/"
        text = json.dumps(post, ensure_ascii=False)
        if self.site:
            text = text.replace(SITE, self.site)
        return ExportedArticle(name=str(post.get("id") or slug), content=text.encode("utf-8", "surrogatepass"))


def _kind(post: Row) -> str | None:
    """What a row is, if it is no post that is out."""
    if str(post.get("type") or "") not in _POSTS or post.get("page") in {1, "1"}:
        return "page"
    status = str(post.get("status") or "draft")
    return {"sent": "sent by email only"}.get(status, status) if status in _NOT_OUT else None


def _databases(content: bytes, name: str) -> Iterator[Mapping[str, Any]]:
    """The tables of an export: in ``db[].data``, or in older ones in ``data``."""
    try:
        root = json.loads(content)
    except (ValueError, RecursionError) as error:
        message = f"the export is no JSON that can be read: {error}"
        raise BadDataError(
            message, code="export-broken", where=name, hint="Export it again, and copy it whole."
        ) from error
    databases = root.get("db") if isinstance(root, dict) else None
    for database in databases if isinstance(databases, list) else [root]:
        tables = database.get("data") if isinstance(database, dict) else None
        if isinstance(tables, dict):
            yield tables


def _rows(tables: Mapping[str, Any], name: str) -> list[Row]:
    rows = tables.get(name)
    return [row for row in rows if isinstance(row, dict)] if isinstance(rows, list) else []


class _Joined:
    """The tables, asked by what they are joined by."""

    def __init__(self, tables: Mapping[str, Any]) -> None:
        self.posts = _rows(tables, "posts")
        self._tags = {tag.get("id"): tag for tag in _rows(tables, "tags")}
        self._users = {user.get("id"): user for user in _rows(tables, "users")}
        self._tags_of = _links(tables, "posts_tags", "tag_id")
        self._authors_of = _links(tables, "posts_authors", "author_id")
        self._meta = {meta.get("post_id"): meta for meta in _rows(tables, "posts_meta")}
        self._settings = {str(row.get("key")): row.get("value") for row in _rows(tables, "settings")}

    def setting(self, key: str) -> str:
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
