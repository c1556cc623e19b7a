"""Eleventy: texts anywhere in the tree, with data for a folder in a file that is called like it."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import replace
from datetime import datetime
from typing import TYPE_CHECKING, Any

from syndicate.articles.exports.sites.paths import rooted
from syndicate.articles.exports.sites.pictures import SitePictures
from syndicate.articles.exports.sites.tree import Page, PagePlace, SiteExport
from syndicate.articles.exports.sites.values import configuration, line_of

if TYPE_CHECKING:
    from syndicate.articles.exports.files import ExportFiles
    from syndicate.articles.model import Finding

_TEXTS = (".md", ".markdown", ".html", ".njk", ".liquid")
_READ = (".md", ".markdown", ".html")
#: Where the texts of a site lie, where its program is not asked.
_INPUTS = ("src/", "content/", "site/", "input/")
_DAY = re.compile(r"(\d{4}-\d{2}-\d{2})-")
#: What says of a page that it belongs to a list, and nothing of what it is about.
_LISTS = frozenset({"post", "posts", "all", "nav", "blog", "article", "articles"})
_NO_DATES = frozenset({"last modified", "created", "git last modified", "git created"})


class EleventyExport(SiteExport):
    """The texts of a tree that have a date. Data that a program computes is not known."""

    kind = "eleventy"

    def __init__(self, files: ExportFiles, site: str | None) -> None:
        """Find where its texts lie, and the site's address among its data."""
        super().__init__(files, site)
        self._input = next((root for root in _INPUTS if any(name.startswith(root) for name in files.names)), "")
        for root in dict.fromkeys((self._input, "")):
            for name in ("metadata", "site", "meta"):
                data = self._data(f"{root}_data/{name}.json")
                self.tell_site(line_of(data.get("url") or data.get("siteurl")))
                self.language = self.language or line_of(data.get("language") or data.get("lang")) or None
        roots = (self._input, "public/", "static/", f"{self._input}public/", f"{self._input}static/")
        self._pictures = SitePictures(files, roots)

    def pages(self) -> Iterable[str]:
        """Every text that is no template."""
        for name in self._files.ending_in(*_TEXTS):
            steps = name.split("/")
            if not name.startswith(self._input) or any(step.startswith(("_", ".")) for step in steps):
                continue
            if steps[-1].lower() in {"readme.md", "license.md", "changelog.md", "contributing.md"}:
                continue
            if name.endswith(_READ):
                yield name
            else:
                self.passed_over["template"] += 1

    def other_kind(self, page: Page) -> str | None:
        """A page without a date is one of the site's, such as “About”."""
        return None if self._date(page) else "page without a date"

    def own_values(self, page: Page) -> Mapping[str, Any]:
        """Its tags are lists that it belongs to as well."""
        return {
            "date": self._date(page),
            "tags": [tag for tag in page.lines("tags", "tag") if tag.lower() not in _LISTS],
            "sections": page.lines("categories", "category"),
        }

    def place(self, page: Page, published: datetime | None) -> PagePlace:
        """By its own permalink, or as it lies; its feed calls it by its address."""
        del published  # it stands in no address
        own = page.line("permalink")
        path = rooted(own if own and "{" not in own and own.lower() != "false" else self._lying(page))
        path = path.removesuffix("index.html")
        former = tuple(page.lines("redirect_from", "aliases", "redirects"))
        return PagePlace(path=path, guid=f"{self.site}{path}" if self.site else None, former=former)

    def _page(self, name: str) -> Page | Finding:
        page = super()._page(name)
        if not isinstance(page, Page):
            return page
        return replace(page, values={**self._folder_data(page.folder), **page.values})

    def _folder_data(self, folder: str) -> dict[str, Any]:
        """What the files of the folders above say of all that lies in them, the nearest on top."""
        values: dict[str, Any] = {}
        steps = folder.split("/") if folder else []
        for end in range(1, len(steps) + 1):
            above = "/".join(steps[:end])
            for name in (f"{above}/{steps[end - 1]}.11tydata.json", f"{above}/{steps[end - 1]}.json"):
                # A pattern of addresses that all share is computed for each.
                values |= {key: value for key, value in self._data(name).items() if key != "permalink"}
        return values

    def _data(self, name: str) -> dict[str, Any]:
        if not self._files.has(name):
            return {}
        return configuration(name, self._files.read(name, 1_000_000).decode("utf-8", "replace"))

    def _date(self, page: Page) -> str:
        written = page.line("date")
        day = _DAY.match(page.name.rpartition("/")[2]) or _DAY.match(f"{page.folder.rpartition('/')[2]}-")
        return written if written and written.lower() not in _NO_DATES else (day[1] if day else "")

    def _lying(self, page: Page) -> str:
        stem = page.name.removeprefix(self._input).rpartition(".")[0]
        steps = [_DAY.sub("", step, count=1) for step in stem.split("/")]
        return "/".join(steps[:-1] if steps[-1] == "index" else steps) + "/"
