"""The configuration: ``config.toml`` and the environment become one frozen `Config`.

`load` gives it or raises `ConfigError` with every complaint at once, each with file, line and
column; `examine` looks at this machine as well; `describe` lists what is in force and where it came from.
"""

from __future__ import annotations

from syndicate.config.knocking import Knocked, knock_at
from syndicate.config.listing import Setting, describe
from syndicate.config.loading import DEFAULT_FILE, Examined, complaints_of, examine, load
from syndicate.config.model import (
    S3,
    Audience,
    Config,
    DatabaseSection,
    DeliverySection,
    FeedFilter,
    Feeds,
    Images,
    Net,
    Newsletter,
    Podcast,
    Preview,
    Schedule,
    Ses,
    Site,
    Source,
    Web,
)
from syndicate.config.own_address import bound_to
from syndicate.config.values import Weekday

__all__ = [
    "DEFAULT_FILE",
    "S3",
    "Audience",
    "Config",
    "DatabaseSection",
    "DeliverySection",
    "Examined",
    "FeedFilter",
    "Feeds",
    "Images",
    "Knocked",
    "Net",
    "Newsletter",
    "Podcast",
    "Preview",
    "Schedule",
    "Ses",
    "Setting",
    "Site",
    "Source",
    "Web",
    "Weekday",
    "bound_to",
    "complaints_of",
    "describe",
    "examine",
    "knock_at",
    "load",
]
