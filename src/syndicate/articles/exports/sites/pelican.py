"""Pelican: texts with lines of metadata above them; its configuration is a program, and is not executed."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from datetime import datetime
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit

from syndicate.articles.exports.sites.paths import ascii_slug, rooted
from syndicate.articles.exports.sites.pictures import SitePictures
from syndicate.articles.exports.sites.tree import Page, PagePlace, SiteExport
from syndicate.articles.exports.sites.values import assignments

if TYPE_CHECKING:
    from syndicate.articles.exports.files import ExportFiles

_TEXTS = (".md", ".markdown", ".mkd", ".mdown")
_RESTRUCTURED = ".rst"
_FIELD = re.compile(r"\{(\w+)(?::([^{}]*))?\}")
_DAYS = re.compile(r"%(-?)([YmdHMSyj])")
_NAME = re.compile(r"(?P<day>\d{4}-\d{2}-\d{2})")


class PelicanExport(SiteExport):
    """The articles of a tree. Those in reStructuredText are counted, and not taken."""

    kind = "pelican"

    def __init__(self, files: ExportFiles, site: str | None) -> None:
        """Read what its ``pelicanconf.py`` and ``publishconf.py`` say in plain words."""
        super().__init__(files, site)
        settings: dict[str, str] = {}
        for name in ("pelicanconf.py", "publishconf.py"):
            if files.has(name):
                told = assignments(files.read(name, 1_000_000).decode("utf-8", "replace"))
                settings |= {key: value for key, value in told.items() if value}
        self.tell_site(settings.get("SITEURL", ""))
        self.tell_zone(settings.get("TIMEZONE", ""))
        self.language = settings.get("DEFAULT_LANG")
        folder = settings.get("PATH", "content").strip("./")
        self._content = f"{folder}/" if folder else ""
        self._pattern = settings.get("ARTICLE_URL", "{slug}.html")
        self._author = settings.get("AUTHOR", "")
        self._category = settings.get("DEFAULT_CATEGORY", "")
        self._pictures = SitePictures(files, (self._content, f"{self._content}images/"))

    def pages(self) -> Iterable[str]:
        """Every text below the folder of content, but for that of pages."""
        for name in self._files.ending_in(*_TEXTS, _RESTRUCTURED, ".html"):
            if not name.startswith(self._content):
                continue
            if name.startswith(f"{self._content}pages/"):
                self.passed_over["page"] += 1
            elif name.endswith(_RESTRUCTURED):
                self.passed_over["article in reStructuredText, which is not read"] += 1
            elif name.endswith(_TEXTS):
                yield name

    def other_kind(self, page: Page) -> str | None:
        """Its status is Pelican's own word."""
        if not page.line("title"):
            return "file without a title"
        status = page.line("status").lower()
        return status if status not in {"", "published"} else None

    def own_values(self, page: Page) -> Mapping[str, Any]:
        """A folder is a category; a day may stand in the name."""
        day = _NAME.match(page.name.rpartition("/")[2])
        return {
            "date": page.line("date") or (day["day"] if day else ""),
            "deck": page.line("summary", "deck"),
            "sections": [self._category_of(page)],
            "authors": page.lines("authors", "author") or [self._author],
            "status": None,
        }

    def place(self, page: Page, published: datetime | None) -> PagePlace:
        """By the site's pattern; its feed calls an article by a tag of its address and day."""
        path = rooted(page.line("url", "canonical") or self._filled(page, published))
        return PagePlace(path=path, guid=self._tag(path, published))

    def _tag(self, path: str, published: datetime | None) -> str | None:
        if self.site is None or published is None:
            return None
        parts = urlsplit(self.site)
        # As the library writes it that Pelican's feeds are made with: the place within the page is empty.
        return f"tag:{parts.hostname},{published:%Y-%m-%d}:{parts.path}{path}/"

    def _category_of(self, page: Page) -> str:
        folder = page.folder.removeprefix(self._content.rstrip("/")).strip("/").rpartition("/")[2]
        return page.line("category", "section") or folder or self._category

    def _filled(self, page: Page, published: datetime | None) -> str:
        slug = page.line("slug") or ascii_slug(page.line("title"))
        values = {
            "slug": slug,
            "category": ascii_slug(self._category_of(page)),
            "lang": page.line("lang") or self.language or "",
            "author": ascii_slug((page.lines("authors", "author") or [self._author])[0]),
        }

        def value(match: re.Match[str]) -> str:
            if match[1] == "date" and published:
                return _DAYS.sub(lambda day: _day(published, day), match[2] or "%Y-%m-%d")
            return values.get(match[1], "")

        return _FIELD.sub(value, self._pattern)


def _day(at: datetime, match: re.Match[str]) -> str:
    text = f"{at.year:04d}" if match[2] == "Y" else at.strftime(f"%{match[2]}")
    return text.lstrip("0") if match[1] else text
