"""Sources as the configuration names them, and who asks those that lie elsewhere."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from syndicate.articles.rules import Rules
    from syndicate.articles.sources import Samplable, Source
    from syndicate.clock import Clock
    from syndicate.config import Config
    from syndicate.config.sources import SourceSection
    from syndicate.net.fetch import Fetcher
    from syndicate.net.polite import PoliteFetcher
    from syndicate.publishing.steps.collect import SourceSettings
    from syndicate.storage import Database

#: The kinds that are asked over the network, at a pace of their own.
_ASKED = frozenset({"wordpress", "feed", "ghost", "sitemap"})


def sources_of(config: Config, database: Database, clock: Clock, fetcher: Fetcher) -> list[SourceSettings]:
    """The sources in the order of the configuration."""
    from syndicate.net.polite import PoliteFetcher
    from syndicate.publishing.steps.collect import SourceSettings

    polite = PoliteFetcher(fetcher, clock, config.net.user_agent)
    return [
        SourceSettings(
            source=_push_source(section, database, clock)
            if section.push
            else source_of(section, clock, polite, config.site.url),
            rules=rules_of(section, config),
            mails_first_run=section.first_run == "mail",
            every=section.every if section.kinds[0] in _ASKED else None,
        )
        for section in config.sources
    ]


def rules_of(section: SourceSection, config: Config) -> Rules:
    """How the documents of a source are read."""
    from syndicate.articles.rules import Rules

    return Rules(
        language=section.language,
        zone=section.time_zone,
        zone_names=section.zone_names,
        size_order=section.size_order,
        size_rewrite=section.size_rewrite,
        permalink=section.permalink,
        allowed_words=config.editorial.allowed_words,
        checks_grammar=config.editorial.grammar,
    )


def _push_source(section: SourceSection, database: Database, clock: Clock) -> Source:
    from syndicate.articles.sources.push import PushSource

    return PushSource(
        name=section.name,
        language=section.language,
        zone=section.time_zone,
        max_bytes=section.max_bytes,
        database=database,
        clock=clock,
        secret=partial(_key_if_any, section),
    )


def source_of(section: SourceSection, clock: Clock, fetcher: PoliteFetcher, home: str) -> Samplable:
    """The source that a section means, of any kind but those that are pushed; ``home`` is our own front page."""
    if section.folder:
        from syndicate.articles.sources.folder import FolderSource

        return FolderSource(
            name=section.name,
            folder=section.folder,
            language=section.language,
            zone=section.time_zone,
            max_bytes=section.max_bytes,
            settle_seconds=section.settle.total_seconds(),
            clock=clock,
        )
    asked: dict[str, Any] = {
        "name": section.name,
        "language": section.language,
        "zone": section.time_zone,
        "max_bytes": section.max_bytes,
        "fetcher": fetcher,
    }
    if section.wordpress:
        from syndicate.articles.sources.wordpress import WordPressSource

        return WordPressSource(address=section.wordpress, clock=clock, **asked)
    if section.ghost:
        from syndicate.articles.sources.ghost import GhostSource

        return GhostSource(address=section.ghost, key=partial(_key, section), clock=clock, **asked)
    if section.sitemap:
        from syndicate.articles.sources.sitemap import SitemapSource

        return SitemapSource(address=section.sitemap, clock=clock, **asked)
    from syndicate.articles.sources.feed import FeedSource

    return FeedSource(address=section.feed or "", home=home, **asked)


def _key(section: SourceSection) -> str:
    """The key of a source, read when it is wanted.

    Raises:
        SourceError: its file cannot be read.
    """
    if section.secret:
        return section.secret.get_secret_value()
    try:
        return section.secret_file.read_text(encoding="utf-8").strip() if section.secret_file else ""
    except (OSError, UnicodeDecodeError) as error:
        from syndicate.articles.sources import SourceError

        message = f"{section.secret_file} cannot be read, where the key of the source {section.name} lies"
        raise SourceError(message, code="source-refused", hint="Write the key into it.") from error


def _key_if_any(section: SourceSection) -> str:
    """The key of a source; none where its file cannot be read, so that what it opens stays shut."""
    from syndicate.articles.sources import SourceError

    try:
        return _key(section)
    except SourceError:
        return ""
