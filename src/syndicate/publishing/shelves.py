"""The shelves that the configuration names: folders, or places in a bucket of S3."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from syndicate.shelf.caching import IMMUTABLE, cache_control
from syndicate.shelf.folder import FolderShelf

if TYPE_CHECKING:
    from collections.abc import Callable

    from syndicate.config import Config
    from syndicate.shelf import Shelf
    from syndicate.shelf.s3 import Bucket, Manner


@dataclass(frozen=True, kw_only=True, slots=True)
class Shelves:
    """Where feed documents lie, and where renditions do."""

    feeds: Shelf
    media: Shelf


def shelves_of(config: Config) -> Shelves:
    """Both shelves. In a bucket the keys are as the paths on the site, so that a CDN can serve them as they are."""
    if "s3" not in {config.feeds.shelf, config.images.shelf}:
        return Shelves(feeds=FolderShelf(config.feeds.folder), media=FolderShelf(config.images.folder))
    from syndicate.shelf.s3 import S3Shelf

    bucket, prefix = _bucket(config), config.s3.prefix
    return Shelves(
        feeds=S3Shelf(bucket, f"{prefix}feeds/", _feed_manner(config))
        if config.feeds.shelf == "s3"
        else FolderShelf(config.feeds.folder),
        media=S3Shelf(bucket, f"{prefix}media/", media_manner)
        if config.images.shelf == "s3"
        else FolderShelf(config.images.folder),
    )


def media_manner(name: str) -> Manner:
    """A rendition: by its content's name, so it may be kept for ever."""
    from syndicate.shelf.s3 import Manner
    from syndicate.text.media_types import JPEG, media_type_of

    return Manner(media_type=media_type_of(name) or JPEG, cache_control=IMMUTABLE)


def _feed_manner(config: Config) -> Callable[[str], Manner]:
    """A feed document: as long as it says itself, a page of an archive longer; the same words as on the site."""
    from syndicate.feeds.archives import page_name
    from syndicate.feeds.lists import media_type_of
    from syndicate.shelf.s3 import Manner

    fresh = cache_control(config.feeds.ttl_minutes * 60)
    archived = cache_control(int(config.feeds.archive_max_age.total_seconds()))

    def manner(path: str) -> Manner:
        media_type = f"{media_type_of(path)}; charset=utf-8"
        page = page_name(path)
        return Manner(media_type=media_type, cache_control=archived if page and not page.is_growing else fresh)

    return manner


def _bucket(config: Config) -> Bucket:
    from syndicate.shelf.s3 import Bucket

    s3 = config.s3
    return Bucket(
        s3.bucket or "",  # the configuration's checks leave no other case
        region=s3.region,
        profile=s3.profile,
        endpoint_url=s3.endpoint_url,
        connect_timeout_seconds=s3.connect_timeout.total_seconds(),
        read_timeout_seconds=s3.read_timeout.total_seconds(),
    )
