"""Jekyll: posts in folders ``_posts``, named for their day; the folders above are categories."""

from __future__ import annotations

import posixpath
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

_TEXTS = (".md", ".markdown", ".mkd", ".mdown", ".html", ".htm")
_NAME = re.compile(r"(?P<day>\d{4}-\d{1,2}-\d{1,2})-(?P<slug>.+)\.[a-z]+$", re.IGNORECASE)
_STYLES = {
    "date": "/:categories/:year/:month/:day/:title:output_ext",
    "pretty": "/:categories/:year/:month/:day/:title/",
    "ordinal": "/:categories/:year/:y_day/:title:output_ext",
    "none": "/:categories/:title:output_ext",
}


class JekyllExport(SiteExport):
    """The posts of a tree."""

    kind = "jekyll"

    def __init__(self, files: ExportFiles, site: str | None) -> None:
        """Read its ``_config.yml``."""
        super().__init__(files, site)
        settings: dict[str, Any] = {}
        for name in ("_config.yml", "_config.yaml", "_config.toml"):
            if files.has(name):
                settings = configuration(name, files.read(name, 1_000_000).decode("utf-8", "replace"))
        below = line_of(settings.get("baseurl")).strip("/")
        address = line_of(settings.get("url")).rstrip("/")
        self.tell_site(f"{address}/{below}" if below else address)
        self.tell_zone(line_of(settings.get("timezone")))
        self.language = line_of(settings.get("lang") or settings.get("locale")) or None
        self._pattern = line_of(settings.get("permalink")) or "date"
        self._author = line_of(settings.get("author"))
        self._pictures = SitePictures(files, (), below=f"/{below}" if below else "")

    def pages(self) -> Iterable[str]:
        """Every file in a folder of posts."""
        for name in self._files.ending_in(*_TEXTS):
            steps = name.split("/")[:-1]
            if "_drafts" in steps:
                self.passed_over["draft"] += 1
            elif "_posts" in steps:
                yield name
            elif not any(step.startswith(("_", ".")) for step in steps):
                self.passed_over["page"] += 1

    def other_kind(self, page: Page) -> str | None:
        """A file without a day in its name is no post to Jekyll either."""
        return None if _NAME.search(page.name.rpartition("/")[2]) else "file without a day in its name"

    def own_values(self, page: Page) -> Mapping[str, Any]:
        """Its date is in its name where it says none; words apart are several tags; authors may be in the site."""
        return {
            "title": page.line("title") or self._slug(page).replace("-", " ").capitalize(),
            "date": page.line("date") or self._name(page, "day"),
            "tags": self._words(page, "tags") or page.lines("tag"),
            "sections": self._categories(page),
            "authors": page.lines("authors", "author") or [self._author],
        }

    def place(self, page: Page, published: datetime | None) -> PagePlace:
        """By its own permalink, or the site's pattern; jekyll-feed calls a post by its address without an ending."""
        own = page.line("permalink")
        pattern = own or _STYLES.get(self._pattern, self._pattern)
        title = self._slug(page)
        values = {
            "categories": "/".join(urlized(name) for name in self._categories(page)),
            "title": title,
            "slug": urlized(title),
            "output_ext": ".html",
        }
        path = filled(pattern, published, values)
        identity = rooted(posixpath.join(posixpath.dirname(path), title))
        return PagePlace(
            path=path,
            guid=f"{self.site}{identity}" if self.site else None,
            former=tuple(page.lines("redirect_from", "aliases")),
        )

    def _name(self, page: Page, group: str) -> str:
        match = _NAME.search(page.name.rpartition("/")[2])
        return match[group] if match else ""

    def _slug(self, page: Page) -> str:
        return page.line("slug") or self._name(page, "slug")

    def _categories(self, page: Page) -> list[str]:
        above = page.name.split("/_posts/")[0].split("/") if "/_posts/" in page.name else []
        return list(dict.fromkeys((*above, *(self._words(page, "categories") or page.lines("category")))))

    def _words(self, page: Page, key: str) -> list[str]:
        value = page.at(key)
        return value.split() if isinstance(value, str) else lines_of(value)
