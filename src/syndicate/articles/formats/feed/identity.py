"""By what an item is known elsewhere: its id in feeds, and the addresses at which its site shows it, or did."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING
from urllib.parse import urlsplit, urlunsplit

from syndicate.articles.formats.claims.addresses import old_addresses_of, old_guid
from syndicate.articles.formats.feed.tree import name_of, text_of

if TYPE_CHECKING:
    from syndicate.articles.formats.feed.tree import Element, Item

_OLD_SLUG = "_wp_old_slug"


def guid(item: Item) -> str | None:
    """The ``guid`` or ``id``, as written."""
    return next(filter(None, map(old_guid, item.texts("guid", "id"))), None)


def old_addresses(item: Item) -> tuple[str, ...]:
    """Its pages, the surest first: its link, one that its guid is, and those that its export tells of besides."""
    return old_addresses_of(_written(item), item.link or item.base)


def _written(item: Item) -> Iterator[str | None]:
    yield item.link
    yield from (text for text in item.texts("guid", "id") if text.startswith(("http://", "https://")))
    yield from item.texts("blogger:filename")
    if item.is_of_wordpress:
        yield from _of_wordpress(item)


def _of_wordpress(item: Item) -> Iterator[str]:
    """The address by its number, which always answers, and those with slugs that it had before."""
    home = next(_home(item), "")
    for number in item.texts("wp:post_id"):
        if home and number.isdecimal():
            yield f"{home}/?p={number}"
    for slug in _old_slugs(item.elements("wp:postmeta")):
        for now in item.texts("wp:post_name"):
            yield from _with_slug(item.link or "", now, slug)


def _home(item: Item) -> Iterator[str]:
    for element in item.head.get("link", ()):
        if (address := text_of(element).strip()).startswith(("http://", "https://")):
            yield address.rstrip("/")


def _old_slugs(metas: Sequence[Element]) -> Iterator[str]:
    for meta in metas:
        fields = {name_of(part): text_of(part).strip() for part in meta}
        if fields.get("wp:meta_key") == _OLD_SLUG and (slug := fields.get("wp:meta_value")):
            yield slug


def _with_slug(address: str, now: str, before: str) -> Iterator[str]:
    """The address as it was while its last step was another."""
    parts = urlsplit(address)
    place, slash, last = parts.path.rstrip("/").rpartition("/")
    if last == now:
        ending = "/" if parts.path.endswith("/") else ""
        yield urlunsplit(parts._replace(path=f"{place}{slash}{before}{ending}"))
