"""What the trees have in common: pages with front matter, from which an article is made when its system has spoken."""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING, Any
from urllib.parse import urljoin, urlsplit
from zoneinfo import ZoneInfo

from syndicate.articles.exports import ExportedArticle
from syndicate.articles.exports.sites.pictures import SitePictures
from syndicate.articles.exports.sites.texts import html_of
from syndicate.articles.exports.sites.values import line_of, lines_of, plain
from syndicate.articles.exports.writing import article_json
from syndicate.articles.findings import blocking
from syndicate.articles.formats.claims.addresses import old_addresses_of
from syndicate.articles.formats.settings.tree import BrokenSettingsError, line_and_column
from syndicate.articles.formats.written import front_matter, header_lines
from syndicate.articles.formats.written.markdown import too_much
from syndicate.articles.reading.decoding import UndecodableError, decode
from syndicate.articles.rules import Rules
from syndicate.articles.withholding import meaning_of, whole_date
from syndicate.text.plain import clean

if TYPE_CHECKING:
    from syndicate.articles.exports.files import ExportFiles
    from syndicate.articles.model import Finding

_LONGEST = 5_000_000
#: Keys of pictures that stand for an article, the surest first; a dot goes into a table.
_PICTURES = (
    "image", "cover.image", "cover.img", "cover", "featured_image", "featuredimage", "featureimage", "feature_image",
    "featured", "header.image", "header.teaser", "header.overlay_image", "hero", "hero_image", "banner", "thumbnail",
    "images", "img", "og_image",
)  # fmt: skip
_ALTS = ("image_alt", "cover.alt", "image.alt", "featured_image_alt", "header.image_description", "imagealt", "alt")
_CAPTIONS = ("image_caption", "cover.caption", "header.caption", "caption")


@dataclass(frozen=True, kw_only=True, slots=True)
class Page:
    """A file of a site: its name, the values above its text by keys in lower case, and the text."""

    name: str
    values: Mapping[str, Any]
    body: str

    @property
    def folder(self) -> str:
        """The folder that it lies in, without a slash at the end."""
        return self.name.rpartition("/")[0]

    def line(self, *keys: str) -> str:
        """The first text under one of these keys; a dot goes into a table."""
        return next((line for key in keys if (line := line_of(self.at(key)))), "")

    def lines(self, *keys: str) -> list[str]:
        """The texts under the first of these keys that has any."""
        return next((lines for key in keys if (lines := lines_of(self.at(key)))), [])

    def at(self, key: str) -> Any:
        """The value at the end of a way through tables."""
        value: Any = self.values
        for step in key.split("."):
            value = value.get(step) if isinstance(value, Mapping) else None
        return value


@dataclass(frozen=True, kw_only=True, slots=True)
class PagePlace:
    """Where a page lay on its site, and what its feed called it. ``path`` begins with a slash."""

    path: str
    guid: str | None = None
    former: tuple[str, ...] = ()


class SiteExport(ABC):
    """A site's tree. ``site`` is its address, with its folder and without a slash at the end; ``None``: not known."""

    kind = ""

    def __init__(self, files: ExportFiles, site: str | None) -> None:
        """Take its files; the address is its own configuration's where nobody names another."""
        self.passed_over: Counter[str] = Counter()
        self.notice = ""
        self.language: str | None = None
        self.zone: ZoneInfo | None = None
        self._files = files
        self._site = site
        self._pictures = SitePictures(files, ())

    @property
    def site(self) -> str | None:
        """The site's address."""
        return self._site

    def tell_site(self, address: str) -> None:
        """Take an address of its configuration, unless it is none, or another was named."""
        if self._site is None and address.startswith(("http://", "https://")):
            self._site = address.rstrip("/")

    def tell_zone(self, name: str) -> None:
        """Take a zone of its configuration, if it is one."""
        try:
            self.zone = ZoneInfo(name) if name else None
        except (ValueError, OSError, KeyError):
            self.zone = None

    def articles(self) -> Iterator[ExportedArticle]:
        """Each article, in the order of the files."""
        if self._site is None:
            self.notice = "The site does not say its address, so its old guids are not known; say --site."
        for name in self.pages():
            page = self._page(name)
            if isinstance(page, Page):
                if article := self._article(page):
                    yield article
            else:
                yield ExportedArticle(name=name, fault=page)

    @abstractmethod
    def pages(self) -> Iterable[str]:
        """The names of files that may be articles; what is none by its place is counted here."""

    @abstractmethod
    def other_kind(self, page: Page) -> str | None:
        """What a page is that is no article, by what it says; ``None`` for articles."""

    @abstractmethod
    def place(self, page: Page, published: datetime | None) -> PagePlace:
        """Where it lay; ``published`` is on the site's own clock."""

    @abstractmethod
    def own_values(self, page: Page) -> Mapping[str, Any]:
        """What this system says otherwise than the others."""

    def _page(self, name: str) -> Page | Finding:
        try:
            text = clean(decode(self._files.read(name, _LONGEST))).lstrip()
            divided = header_lines.divide(text) if _has_header_lines(text) else front_matter.divide(text)
        except UndecodableError as error:
            return blocking("not-text", f"{name}: {error}")
        except BrokenSettingsError as error:
            message = f"{name}: The front matter cannot be read ({line_and_column(text, error.start)}): {error.message}"
            return blocking("front-matter-broken", message)
        values = plain(divided.settings)
        nested = values.get("params")
        return Page(name=name, values=(nested if isinstance(nested, dict) else {}) | values, body=divided.body)

    def _article(self, page: Page) -> ExportedArticle | None:
        kind = self.other_kind(page)
        if kind is not None:
            self.passed_over[kind] += 1
            return None
        if fault := too_much(page.body):
            return ExportedArticle(name=page.name, fault=fault)
        own = self.own_values(page)
        place = self.place(page, self._published(str(own.get("date") or page.line("date"))))
        return ExportedArticle(
            name=page.name,
            content=article_json({**self._values(page, place), **own}),
            guid=place.guid,
            old_addresses=self._addresses(place),
        )

    def _published(self, written: str) -> datetime | None:
        zone = self.zone or ZoneInfo("UTC")
        reading = (
            whole_date(written, Rules(language=self.language or "en", zone=zone), self.language) if written else None
        )
        return reading.time.at.astimezone(zone) if reading and reading.time else None

    def _addresses(self, place: PagePlace) -> tuple[str, ...]:
        below = urlsplit(self._site or "").path
        paths = [place.path, *(urljoin(place.path, former) for former in place.former)]
        paths = [path if "://" in path else f"{below}{path}" for path in paths]
        return old_addresses_of(paths, self._site)

    def _values(self, page: Page, place: PagePlace) -> dict[str, Any]:
        image = page.line(*_PICTURES)
        address = f"{self._site}{place.path}" if self._site else None
        html = html_of(page.body, is_markdown=not page.name.lower().endswith((".html", ".htm")))
        return {
            **_withholding(page),
            "title": page.line("title"),
            "deck": page.line("description", "summary", "subtitle", "excerpt", "deck", "lead"),
            "date": page.line("date"),
            "updated": page.line("lastmod", "updated", "modified", "last_modified_at", "updated_at"),
            "tags": page.lines("tags", "tag", "keywords"),
            "sections": page.lines("categories", "category", "sections", "section"),
            "authors": page.lines("authors", "author"),
            "image": self._pictures.address(image, page.folder, address) if image else None,
            "image_alt": page.line(*_ALTS) if image else None,
            "image_caption": page.line(*_CAPTIONS) if image else None,
            "slug": page.line("slug"),
            "lang": page.line("lang", "language"),
            "canonical": address,
            "body_html": self._pictures.rewritten(html, page.folder, address),
        }


def _has_header_lines(text: str) -> bool:
    return not text.startswith(("---", "+++", "{")) and header_lines.begins(text[:5_000])


#: Keys with a meaning of withholding that are read otherwise in these trees.
_READ = frozenset({"permalink", "date", "section", "public"})


def _withholding(page: Page) -> dict[str, Any]:
    """Whatever a page says of whether it is to be seen, in its own words."""
    return {
        key: value
        for key, value in page.values.items()
        if key not in _READ and meaning_of(key) is not None and not isinstance(value, dict)
    }
