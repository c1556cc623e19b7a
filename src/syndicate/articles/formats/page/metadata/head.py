"""What the head of a page says: its meta elements, its canonical address, its language."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from syndicate.articles.formats.claims.values import ClaimedPicture, pixels, text_of, web_address
from syndicate.text.languages import language_tag

if TYPE_CHECKING:
    from lxml.html import HtmlElement

_VALUES = 60


@dataclass(frozen=True, kw_only=True, slots=True)
class PageHead:
    """Claims of the head. ``meta`` holds the values by name or property, in lower case, in order.

    ``canonical`` is absolute or ``None``. ``base`` is what relative addresses are resolved against, or ``None``
    when the page does not say where it stands. ``kinds`` are the classes of its ``body``, in lower case.
    """

    meta: Mapping[str, tuple[str, ...]]
    canonical: str | None
    base: str | None
    language: str | None
    direction: str | None
    kinds: frozenset[str]

    def first(self, *names: str) -> str | None:
        """The first value of the first of these names that has one, in one line."""
        return next((text for name in names for value in self.meta.get(name, ()) if (text := text_of(value))), None)

    @property
    def addresses(self) -> tuple[str, ...]:
        """By which addresses the page calls itself."""
        return tuple(address for address in (self.canonical, self.first("og:url")) if address)


def read_head(root: HtmlElement) -> PageHead:
    """Read the head of a page, and the attributes of its ``html`` and ``body``."""
    meta = _meta(root)
    links = [link.get("href") for link in root.iter("link") if "canonical" in (link.get("rel") or "").lower().split()]
    canonical = next((address for href in links if (address := web_address(href))), None)
    address = canonical or next((url for value in meta.get("og:url", ()) if (url := web_address(value))), None)
    base = next((element.get("href") for element in root.iter("base") if element.get("href")), None)
    body = root.find("body")
    return PageHead(
        meta=meta,
        canonical=address,
        base=web_address(base, address) or address,
        language=_language(root, meta),
        kinds=frozenset((body.get("class") or "").lower().split() if body is not None else ()),
        direction=next((way for part in (body, root) if part is not None and (way := _direction(part))), None),
    )


def _meta(root: HtmlElement) -> dict[str, tuple[str, ...]]:
    meta: dict[str, list[str]] = {}
    for element in root.iter("meta"):
        content = element.get("content")
        for key in ("property", "name", "itemprop"):
            name = (element.get(key) or "").strip().lower()
            if name and content and content.strip():
                values = meta.setdefault(name, [])
                values += [content] if len(values) < _VALUES else []
    return {name: tuple(values) for name, values in meta.items()}


def _direction(element: HtmlElement) -> str | None:
    value = (element.get("dir") or "").strip().lower()
    return value if value in {"ltr", "rtl"} else None


def _language(root: HtmlElement, meta: Mapping[str, tuple[str, ...]]) -> str | None:
    """As a language tag (BCP 47): ``en-GB``; also of ``en_GB``, as Facebook writes it."""
    named = (root.get("lang"), root.get("xml:lang"), *meta.get("og:locale", ()), *meta.get("content-language", ()))
    return next((tag for name in named if name and (tag := language_tag(name))), None)


def pictures(head: PageHead) -> Iterator[ClaimedPicture]:
    """The picture that the page tells others to show, by Open Graph or else by Twitter's names."""
    for prefix in ("og:image", "twitter:image"):
        addresses = (
            head.meta.get(f"{prefix}:secure_url") or head.meta.get(prefix) or head.meta.get(f"{prefix}:src") or ()
        )
        alt, width, height = (head.meta.get(f"{prefix}:{name}", ()) for name in ("alt", "width", "height"))
        for place, address in enumerate(addresses[:10]):
            # Open Graph's structure is in the order of its elements alone; it is lost unless all are there.
            index = place if len(width) == len(addresses) == len(height) else -1
            yield ClaimedPicture(
                address=address,
                width=pixels(width[index]) if index >= 0 else None,
                height=pixels(height[index]) if index >= 0 else None,
                alt=text_of(alt[place]) or "" if len(alt) == len(addresses) else "",
            )
        if addresses:
            return


def same_address(address: str, other: str) -> bool:
    """Whether two addresses name the same page: scheme, ``www``, the last slash and what follows ``?`` do not count."""
    return _bare(address) == _bare(other)


def _bare(address: str) -> tuple[str, str]:
    try:
        parts = urlsplit(address)
    except ValueError:
        return ("", address)
    path = parts.path.rstrip("/")
    # Where no path tells pages apart, the query does (WordPress's ``/?p=71``).
    return (parts.netloc.lower().removeprefix("www."), path or f"?{parts.query}")
