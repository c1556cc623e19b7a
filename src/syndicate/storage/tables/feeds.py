"""What the feeds remember: slugs, logs and pages; and what caches and hubs are to be told."""

from __future__ import annotations

from sqlalchemy import BigInteger, Boolean, Column, Index, Integer, Table, Text

from syndicate.storage.tables.base import metadata
from syndicate.storage.types import RowNumber, Utc

# Where the feed of a name lives below feeds/<kind>/: given once, never taken by another name.
feed_places = Table(
    "feed_places",
    metadata,
    Column("kind", Text, primary_key=True),
    Column("slug", Text, primary_key=True),
    Column("value", Text, nullable=False),  # the section, author, tag or language; as long as it likes to be
)

# The log of a feed: each article that came into it, again at each change, in that order. A row without
# a page stands in the subscription document, which everybody polls.
feed_appearances = Table(
    "feed_appearances",
    metadata,
    Column("position", RowNumber, primary_key=True),
    Column("scope", Text, nullable=False),  # the feed's place below feeds/; empty: the site's
    Column("article_id", Text, nullable=False),
    Column("version", Text, nullable=False),  # of what the entry said
    Column("page", Integer),
    Index(None, "scope", "page"),
    Index(None, "article_id"),
)

# The pages of a feed's archive (RFC 5005 §4), the oldest first. What is on them is never cut anew.
feed_pages = Table(
    "feed_pages",
    metadata,
    Column("scope", Text, primary_key=True),
    Column("number", Integer, primary_key=True),
    Column("taken", Integer, nullable=False),  # appearances that were ever put on it
    Column("is_full", Boolean, nullable=False),
    Column("made_for", Text, nullable=False),  # digest of the settings that stand in its bytes
)

# Public addresses whose copies caches should drop, until they stand in the operator's list.
purges = Table(
    "purges",
    metadata,
    Column("address", Text, primary_key=True),
    Column("noted_at", Utc, nullable=False),
)

# The WebSub hubs that pings were sent to, and how they answered; documents name those that take them.
hubs = Table(
    "hubs",
    metadata,
    Column("address", Text, primary_key=True),
    Column("answered_at", Utc),  # when it last took a ping
    Column("failing_since", Utc),
    Column("failures", Integer, nullable=False, server_default="0"),  # one after the other
    Column("next_at", Utc),  # not asked again before
    Column("error", Text),
)

# Documents of whose news a hub has yet to hear; noted before they are written, gone when it has taken the ping.
hub_pings = Table(
    "hub_pings",
    metadata,
    Column("hub", Text, primary_key=True),
    Column("path", Text, primary_key=True),  # the document's place below feeds/
    Column("content_hash", Text, nullable=False),  # of the bytes that have to lie there first
    Column("noted_at", Utc, nullable=False),
)

# What programs asked for feeds, day by day; nothing in it is a person's.
feed_polls = Table(
    "feed_polls",
    metadata,
    Column("day", Text, primary_key=True),  # UTC, as in 2026-11-29
    Column("program", Text, primary_key=True),
    Column("polls", BigInteger, nullable=False),
    Column("conditional", BigInteger, nullable=False),  # that said which copy they have
    Column("unchanged", BigInteger, nullable=False),  # answered by 304
    Column("bytes", BigInteger, nullable=False),
    Column("blind_bytes", BigInteger, nullable=False),  # to those that did not say what they have
)

# How many subscribers an aggregator says that it has to a document.
feed_subscribers = Table(
    "feed_subscribers",
    metadata,
    Column("program", Text, primary_key=True),
    Column("path", Text, primary_key=True),  # the document's place below feeds/
    Column("subscribers", Integer, nullable=False),
    Column("said_at", Utc, nullable=False),
)
