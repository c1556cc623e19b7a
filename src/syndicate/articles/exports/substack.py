"""Substack: an archive with ``posts.csv``, a line for each post, and the texts in ``posts/ID.SLUG.html``.

Readers and what they opened lie in other tables, which are never read.
"""

from __future__ import annotations

import csv
import io
from collections import Counter
from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING

from syndicate.articles.exports import ExportedArticle
from syndicate.articles.exports.writing import article_json
from syndicate.articles.findings import blocking
from syndicate.articles.formats.claims.addresses import old_addresses_of
from syndicate.articles.reading.decoding import UndecodableError, decode
from syndicate.errors import BadDataError

if TYPE_CHECKING:
    from zoneinfo import ZoneInfo

    from syndicate.articles.exports.files import ExportFiles

#: The types of posts that are articles; threads, notes and restacks are talk.
_TYPES = frozenset({"newsletter", "podcast", "video", ""})
_YES = frozenset({"true", "1", "t", "yes"})
_LONGEST = 20_000_000


class SubstackExport:
    """The posts of an archive, which does not say whose it is: ``site`` is where they are or were."""

    kind = "substack"
    language: str | None = None
    zone: ZoneInfo | None = None

    def __init__(self, files: ExportFiles, table: str, site: str | None) -> None:
        """Take the table of that name."""
        self.notice = (
            ""
            if site
            else "Posts have no addresses in exports of Substack, so their old guids are not known; say --site."
        )
        self.passed_over: Counter[str] = Counter()
        self._files = files
        self._table = table
        self.site = site

    def articles(self) -> Iterator[ExportedArticle]:
        """Each post that is published, in the order of the table."""
        for row in self._rows():
            kind = _kind(row)
            if kind is None:
                yield self._article(row)
            else:
                self.passed_over[kind] += 1

    def _rows(self) -> Iterator[Mapping[str, str]]:
        try:
            text = decode(self._files.read(self._table))
            for row in csv.DictReader(io.StringIO(text), strict=True):
                yield {str(key): value.strip() for key, value in row.items() if isinstance(value, str)}
        except (UndecodableError, csv.Error) as error:
            message = f"the table of posts cannot be read: {error}"
            raise BadDataError(message, code="export-broken", where=self._table, hint="Export it again.") from error

    def _article(self, row: Mapping[str, str]) -> ExportedArticle:
        name = row["post_id"]
        number, _, slug = name.partition(".")
        page = f"{self._table.removesuffix('posts.csv')}posts/{name}.html"
        if not self._files.has(page):
            message = f"The text of the post lies in {page}, which is not in the export."
            return ExportedArticle(name=number, fault=blocking("export-file", message))
        try:
            body = decode(self._files.read(page, _LONGEST))
        except UndecodableError as error:
            return ExportedArticle(name=number, fault=blocking("not-text", f"{page}: {error}"))
        address = f"{self.site or ''}/p/{slug}" if slug else None
        return ExportedArticle(
            name=number,
            content=article_json(_values(row, body, address if self.site else None)),
            guid=address if self.site else None,
            old_addresses=old_addresses_of((address,), self.site),
        )


def _values(row: Mapping[str, str], body: str, address: str | None) -> dict[str, object]:
    recording = row.get("podcast_url", "")
    return {
        "title": row.get("title"),
        "deck": row.get("subtitle"),
        "date": row.get("post_date"),
        "canonical": address,
        "audio": recording if recording.startswith(("https://", "http://")) else None,
        "paid": row.get("audience", "everyone") not in {"everyone", ""},
        "body_html": body,
    }


def _kind(row: Mapping[str, str]) -> str | None:
    """What a line is, if it is no post that is out."""
    if not row.get("post_id"):
        return "line without a post"
    kind = row.get("type", "")
    if kind not in _TYPES:
        return kind
    return None if row.get("is_published", "").lower() in _YES else "draft"
