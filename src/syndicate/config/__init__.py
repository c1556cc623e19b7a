"""The configuration: ``config.toml`` and the environment become one frozen `Config`.

`load` gives it or raises `ConfigError` with every complaint at once, each with file, line and column.
`syndicate.config.listing` lists what is in force and where it came from, `syndicate.config.examining` looks at this
machine as well.
"""

from __future__ import annotations

from syndicate.config.desk import DeskSection
from syndicate.config.loading import DEFAULT_FILE, complaints_of, load
from syndicate.config.model import (
    AudienceSection,
    Config,
    DatabaseSection,
    DeliverySection,
    FeedsSection,
    FilterSection,
    ImagesSection,
    MailSection,
    NetSection,
    PodcastSection,
    RetentionSection,
    S3Section,
    ScheduleSection,
    SesSection,
    SiteSection,
    WebSection,
)
from syndicate.config.newsletters.sections import NewsletterSection
from syndicate.config.own_address import bound_to
from syndicate.config.sources import SourceSection
from syndicate.config.theme import ThemeSection
from syndicate.config.values import Weekday

__all__ = [
    "DEFAULT_FILE",
    "AudienceSection",
    "Config",
    "DatabaseSection",
    "DeliverySection",
    "DeskSection",
    "FeedsSection",
    "FilterSection",
    "ImagesSection",
    "MailSection",
    "NetSection",
    "NewsletterSection",
    "PodcastSection",
    "RetentionSection",
    "S3Section",
    "ScheduleSection",
    "SesSection",
    "SiteSection",
    "SourceSection",
    "ThemeSection",
    "WebSection",
    "Weekday",
    "bound_to",
    "complaints_of",
    "load",
]
