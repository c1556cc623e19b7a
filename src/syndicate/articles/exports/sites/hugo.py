"""Hugo: pages in ``content/``, alone or in a folder of their own (``index.md``), where its pictures lie beside it."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from datetime import datetime
from typing import TYPE_CHECKING, Any

from syndicate.articles.exports.sites.paths import filled, rooted, urlized
from syndicate.articles.exports.sites.pictures import SitePictures
from syndicate.articles.exports.sites.tree import Page, PagePlace, SiteExport
from syndicate.articles.exports.sites.values import configuration, line_of, lines_of

if TYPE_CHECKING:
    from syndicate.articles.exports.files import ExportFiles

#: Where a site's settings lie, the later ones on top.
_SETTINGS = tuple(
    f"{folder}{name}.{ending}"
    for folder in ("", "config/_default/")
    for name in ("config", "hugo")
    for ending in ("json", "yaml", "yml", "toml")
)
_TEXTS = (".md", ".markdown", ".html", ".htm", ".org", ".adoc", ".rst")
_READ = (".md", ".markdown", ".html", ".htm")
_LANGUAGE = re.compile(r"\.([a-z]{2}(?:-[a-z]{2,4})?)$", re.IGNORECASE)
_DAY = re.compile(r"(\d{4}-\d{2}-\d{2})-(.+)")


class HugoExport(SiteExport):
    """The pages of a tree that have a date."""

    kind = "hugo"

    def __init__(self, files: ExportFiles, site: str | None) -> None:
        """Read its settings."""
        super().__init__(files, site)
        settings: dict[str, Any] = {}
        for name in _SETTINGS:
            if files.has(name):
                settings |= configuration(name, files.read(name, 1_000_000).decode("utf-8", "replace"))
        self.tell_site(line_of(settings.get("baseurl")))
        self.tell_zone(line_of(settings.get("timezone")))
        self.language = line_of(settings.get("defaultcontentlanguage") or settings.get("languagecode")) or None
        self._content = f"{line_of(settings.get('contentdir')) or 'content'}/"
        self._has_suffixes = line_of(settings.get("uglyurls")).lower() == "true" or settings.get("uglyurls") is True
        patterns = _in(settings, "permalinks")
        self._patterns = _in(patterns, "page") or patterns
        self._author = lines_of(_in(settings, "params").get("author") or settings.get("author"))
        self._pictures = SitePictures(files, ("static/", "assets/", self._content))

    def pages(self) -> Iterable[str]:
        """Every text below the folder of content, but for the heads of sections."""
        for name in self._files.ending_in(*_TEXTS):
            if not name.startswith(self._content):
                continue
            if not name.endswith(_READ):
                self.passed_over[f"file in {name.rpartition('.')[2]}"] += 1
            elif name.rpartition("/")[2].startswith("_index."):
                self.passed_over["head of a section"] += 1
            else:
                yield name

    def other_kind(self, page: Page) -> str | None:
        """A page without a date is one of the site's, such as “About”."""
        return None if self._date(page) else "page without a date"

    def own_values(self, page: Page) -> Mapping[str, Any]:
        """Its language may stand in its name, its words in other keys."""
        suffix = _LANGUAGE.search(self._stem(page))
        return {
            "date": self._date(page),
            "sections": page.lines("categories", "category"),
            "authors": page.lines("authors", "author") or self._author,
            "lang": suffix[1] if suffix else "",
        }

    def place(self, page: Page, published: datetime | None) -> PagePlace:
        """By its own ``url``, the section's pattern, or as it lies; its feed calls it by its address."""
        path = self._path(page, published)
        return PagePlace(
            path=path, guid=f"{self.site}{path}" if self.site else None, former=tuple(page.lines("aliases"))
        )

    def _date(self, page: Page) -> str:
        written = page.line("date", "publishdate", "pubdate", "published", "lastmod", "modified")
        if written.lower() in {"true", "false"}:
            written = ""
        day = _DAY.match(self._bare(page))
        return written or (day[1] if day else "")

    def _path(self, page: Page, published: datetime | None) -> str:
        if own := page.line("url"):
            return rooted(own)
        above = self._above(page)
        bare = self._bare(page)
        slug = page.line("slug")
        pattern = line_of(self._patterns.get(above[0].lower())) if above else ""
        if pattern:
            title = urlized(page.line("title"))
            values = {
                "section": urlized(above[0]),
                "sections": "/".join(map(urlized, above)),
                "title": title,
                "slug": slug or title,
                "slugorfilename": slug or urlized(bare),
                "slugorcontentbasename": slug or urlized(bare),
                "filename": urlized(bare),
                "contentbasename": urlized(bare),
            }
            return filled(pattern, published, values)
        ending = ".html" if self._has_suffixes else "/"
        return rooted("/".join((*map(urlized, above), slug or urlized(bare))) + ending)

    def _above(self, page: Page) -> list[str]:
        """The folders above the page, without that which it may have to itself."""
        steps = page.name.removeprefix(self._content).split("/")[:-1]
        return steps[:-1] if self._is_bundle(page) else steps

    def _is_bundle(self, page: Page) -> bool:
        return page.name.rpartition("/")[2].startswith("index.") and "/" in page.name.removeprefix(self._content)

    def _stem(self, page: Page) -> str:
        return page.name.rpartition("/")[2].rpartition(".")[0]

    def _bare(self, page: Page) -> str:
        """The name of the page, or of its own folder, without a language."""
        return page.folder.rpartition("/")[2] if self._is_bundle(page) else _LANGUAGE.sub("", self._stem(page))


def _in(settings: Mapping[str, Any], key: str) -> Mapping[str, Any]:
    value = settings.get(key)
    return value if isinstance(value, dict) else {}
