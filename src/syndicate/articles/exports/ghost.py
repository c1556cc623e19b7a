"""Ghost: one JSON document with all tables, and the pictures of ``content/images`` where they were packed with it.

Its posts are put together as the Content API gives them: with their tags, authors and what lies in a table of its own.
"""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING

from syndicate.articles.exports import ExportedArticle
from syndicate.articles.formats.ghost.export import kind_of, tables_in
from syndicate.articles.formats.ghost.reading import SITE
from syndicate.errors import BadDataError

if TYPE_CHECKING:
    from zoneinfo import ZoneInfo

    from syndicate.articles.exports.files import ExportFiles
    from syndicate.articles.formats.ghost.export import GhostTables, Row


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
        self._databases = [tables for name in names for tables in _opened(files.read(name), name)]
        settings = (tables.setting(key) for tables in self._databases for key in ("locale", "lang"))
        self.language = next(filter(None, settings), None)

    def articles(self) -> Iterator[ExportedArticle]:
        """Each published post, in the order of the export."""
        for tables in self._databases:
            for post in tables.posts:
                kind = kind_of(post)
                if kind is None:
                    yield self._article(tables.whole(post))
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


def _opened(content: bytes, name: str) -> Iterator[GhostTables]:
    try:
        yield from tables_in(json.loads(content))
    except (ValueError, RecursionError) as error:
        message = f"the export is no JSON that can be read: {error}"
        raise BadDataError(
            message, code="export-broken", where=name, hint="Export it again, and copy it whole."
        ) from error
