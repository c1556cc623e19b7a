"""``[[sources]]``: where articles come from."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import timedelta
from types import MappingProxyType
from typing import Annotated, Literal
from zoneinfo import ZoneInfo

from pydantic import AfterValidator, Field

from syndicate.config.addresses import DocumentAddress, FilePath, Permalink, WebAddress
from syndicate.config.secrets import PasswordText
from syndicate.config.section import Section
from syndicate.config.values import Abbreviation, Language, Line, Pace, Pattern, Settling, Slug, Text, Zone, ZoneName

Bytes = Annotated[int, Field(ge=1_000, le=1_000_000_000)]
ZoneNames = Annotated[Mapping[Abbreviation, ZoneName], AfterValidator(MappingProxyType)]
SizeRewrites = Annotated[Mapping[Pattern, Text], AfterValidator(MappingProxyType)]

#: The keys of a source of which one says what it is, and where.
SOURCE_KINDS = ("folder", "wordpress", "feed", "ghost", "sitemap", "push")


class SourceSection(Section):
    """``[[sources]]``: where articles come from, by one of `SOURCE_KINDS`, which says what is there as well.

    ``language`` and ``time_zone`` fall back to the site's. ``secret``, from the environment only, or the text in
    ``secret_file`` is the key that Ghost wants, or the one by which articles are pushed.
    """

    name: Slug
    folder: FilePath | None = None
    wordpress: WebAddress | None = None
    feed: DocumentAddress | None = None
    ghost: WebAddress | None = None
    sitemap: DocumentAddress | None = None
    push: bool = False
    secret: PasswordText | None = None
    secret_file: FilePath | None = None
    every: Pace = timedelta(minutes=5)
    first_run: Literal["seen", "mail"] = "seen"
    language: Language = "en"
    time_zone: Zone = ZoneInfo("UTC")
    zone_names: ZoneNames = Field(default_factory=dict)
    permalink: Permalink | None = None
    size_order: tuple[Line, ...] = ()
    size_rewrite: SizeRewrites = Field(default_factory=dict)
    settle: Settling = timedelta(seconds=2)
    max_bytes: Bytes = 5_000_000

    @property
    def kinds(self) -> tuple[str, ...]:
        """What says where the articles are: exactly one, in a configuration that was checked."""
        return tuple(kind for kind in SOURCE_KINDS if getattr(self, kind))
