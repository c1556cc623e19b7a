"""Sources, articles, their releases, terms and pictures."""

from __future__ import annotations

from sqlalchemy import (
    JSON,
    BigInteger,
    Boolean,
    CheckConstraint,
    Column,
    ForeignKey,
    Index,
    Integer,
    LargeBinary,
    Table,
    Text,
    UniqueConstraint,
    false,
    text,
)

from syndicate.storage.states import AiUse, HeroState, ReleaseReason, Role, Status, TermKind
from syndicate.storage.tables.base import metadata, one_of
from syndicate.storage.types import RowNumber, Utc

#: What an index holds that is to be found at once; it is used where a question says the same, word for word.
PUBLISHED = "status = 'published'"
UNPUBLISHED = "status <> 'published'"

sources = Table(
    "sources",
    metadata,
    Column("name", Text, primary_key=True),
    # When a run first listed the whole source. Until then the source's first-run rule holds.
    Column("first_run_at", Utc),
    Column("postponed", JSON),  # external ids that run left for later: the rule still holds for them
    Column("last_run_at", Utc),
    Column("last_error", Text),  # null: the last run came to its end
    Column("error_code", Text),
    Column("failing_since", Utc),
    Column("failures", Integer, nullable=False, server_default="0"),  # runs in a row that broke off
    Column("next_at", Utc),  # not asked before; null: whenever there is a look
    Column("bookmark", JSON),  # the adapter's own: where the last good reading ended
    Column("extents", JSON),  # how many documents each of the last good readings told of, the newest last
    Column("arrivals", JSON),  # when something new came: the last instants, in ISO 8601, the newest last
    Column("missed", JSON),  # external id → the instant from which on a good reading did not have it
    Column("notice", Text),  # what the last good reading did otherwise than asked
)

# What was pushed, until it is read.
push_inbox = Table(
    "push_inbox",
    metadata,
    Column("key", RowNumber, primary_key=True),  # in the order of arrival
    Column("id", Text, nullable=False, unique=True),  # never given twice, as a key may be
    Column("source", Text, nullable=False),
    Column("digest", Text, nullable=False),
    Column("body", LargeBinary, nullable=False),
    Column("received_at", Utc, nullable=False),
    Index(None, "source", "key"),
)

articles = Table(
    "articles",
    metadata,
    Column("sequence", RowNumber, primary_key=True),  # the order of first sight
    Column("id", Text, nullable=False, unique=True),  # stable_id(source, external_id)
    Column("tag", Text, nullable=False, unique=True),  # RFC 4151, minted once and kept
    Column("source", Text, nullable=False),
    Column("external_id", Text, nullable=False),
    Column("fingerprint", Text, nullable=False),  # of the raw input: equal means nothing to do
    Column("status", Text, nullable=False),
    Column("title", Text),
    Column("deck", Text),
    Column("sections", JSON, nullable=False),
    Column("tags", JSON, nullable=False),
    Column("authors", JSON, nullable=False),
    # A foreign time is kept as instant, offset (seconds east of UTC) and raw text.
    Column("published_at", Utc),
    Column("published_offset", Integer),
    Column("published_raw", Text),
    Column("published_is_ambiguous", Boolean),
    Column("updated_at", Utc),
    Column("updated_offset", Integer),
    Column("updated_raw", Text),
    Column("updated_is_ambiguous", Boolean),
    Column("embargo_until", Utc),  # null: no embargo
    Column("permalink", Text),
    Column("language", Text, nullable=False),
    Column("direction", Text, nullable=False),
    Column("body_html", Text, nullable=False),
    Column("body_text", Text, nullable=False),
    Column("media", JSON, nullable=False),
    Column("findings", JSON, nullable=False),
    Column("content_hash", Text, nullable=False),
    Column("revision", Integer, nullable=False),
    Column("is_backlog", Boolean, nullable=False),  # out before a first run: never mailed
    Column("first_seen_at", Utc, nullable=False),
    Column("changed_at", Utc, nullable=False),
    Column("audio", JSON),  # {url, media_type, size, seconds}
    Column("is_paid", Boolean, nullable=False),  # the public gets its summary alone
    Column("significant_at", Utc),  # when an editor last said that readers should look again
    Column("withdrawn_at", Utc),  # null: it is not withdrawn
    Column("withdrawal_reason", Text),  # for editors
    Column("was_public", Boolean),  # whether readers could see it when it was withdrawn
    Column("expires_at", Utc),  # from then on it counts as withdrawn; null: never
    Column("released_at", Utc),  # when it last became visible, its embargo left aside; null: it never was
    Column("withdrawn_by", Text),  # "operator", or "document": then its document gives it back; null: not withdrawn
    # It is published, and has no number in `releases` until its embargo is over.
    Column("awaits_release", Boolean, nullable=False, server_default=false()),
    Column("ai", Text),  # of its text; null: nobody says, and nobody may guess
    Column("guid", Text),  # the id that it keeps in feeds, of the system that it came from; null: `tag`
    Column("page", Text),  # what its permalink comes to, however it is written; null: it claims no page
    UniqueConstraint("source", "external_id"),
    one_of("ai", AiUse),
    one_of("status", Status, besides=frozenset({Status.EMBARGOED})),
    CheckConstraint("direction IN ('ltr', 'rtl')", name="direction"),
    Index(None, "status", "published_at"),
    # What is hidden, for good or for a time, is found without a look at what is not.
    Index("ix_articles_unpublished", "id", sqlite_where=text(UNPUBLISHED), postgresql_where=text(UNPUBLISHED)),
    Index(
        "ix_articles_awaiting",
        "embargo_until",
        sqlite_where=text("awaits_release = 1"),
        postgresql_where=text("awaits_release"),
    ),
    # Whether readers may see it is told by the index alone: what lies behind a long text is slow to reach.
    Index(
        "ix_articles_published",
        "id",
        "embargo_until",
        "expires_at",
        sqlite_where=text(PUBLISHED),
        postgresql_where=text(PUBLISHED),
    ),
    Index(None, "embargo_until"),
    Index(None, "expires_at"),
    Index(None, "guid", unique=True),
    Index(None, "page"),
    Index(None, "source", "fingerprint"),  # of a file that was renamed
)

# Where articles stood on a site before it moved here: what is asked there is answered by our own page.
old_addresses = Table(
    "old_addresses",
    metadata,
    Column("address", Text, primary_key=True),  # path and query, as `syndicate.articles.old_addresses` compares them
    Column("article_id", Text, ForeignKey("articles.id", ondelete="CASCADE"), nullable=False),
    Index(None, "article_id"),
)

# Documents that are an article which another document brought: known, so that they are not read again.
article_aliases = Table(
    "article_aliases",
    metadata,
    Column("source", Text, primary_key=True),
    Column("external_id", Text, primary_key=True),
    Column("article_id", Text, ForeignKey("articles.id", ondelete="CASCADE"), nullable=False),
    Column("fingerprint", Text, nullable=False),
    Index(None, "article_id"),
)

# A sample of the runs of words in the articles that were seen last, by which a text is known again.
article_runs = Table(
    "article_runs",
    metadata,
    Column("run", BigInteger, primary_key=True, autoincrement=False),
    Column("sequence", RowNumber, primary_key=True, autoincrement=False),  # of the article
    Index(None, "sequence"),
)

# Numbers in the order in which articles became visible, so that nobody who reads on from a number skips one. They are
# given under the lock of the row in `counters`, which is held to the commit: a database's sequence does not commit in
# its order.
releases = Table(
    "releases",
    metadata,
    Column("number", RowNumber, primary_key=True, autoincrement=False),
    Column("article_id", Text, ForeignKey("articles.id", ondelete="CASCADE"), nullable=False),
    Column("reason", Text, nullable=False),
    Column("at", Utc, nullable=False),
    one_of("reason", ReleaseReason),
    Index(None, "article_id"),
    Index(None, "at"),
)

counters = Table(
    "counters",
    metadata,
    Column("name", Text, primary_key=True),
    Column("value", RowNumber, nullable=False),
)

# What articles can be asked for by: their sections, tags, authors and language.
article_terms = Table(
    "article_terms",
    metadata,
    Column("article_id", Text, ForeignKey("articles.id", ondelete="CASCADE"), primary_key=True),
    Column("kind", Text, primary_key=True),
    Column("term", Text, primary_key=True),
    one_of("kind", TermKind),
    Index(None, "kind", "term", "article_id"),
)

# Warnings that an editor has taken as they are; they outlive every new reading of the article.
accepted_findings = Table(
    "accepted_findings",
    metadata,
    Column("article_id", Text, ForeignKey("articles.id", ondelete="CASCADE"), primary_key=True),
    Column("code", Text, primary_key=True),
    Column("quote", Text, primary_key=True),
    Column("accepted_at", Utc, nullable=False),
)

heroes = Table(
    "heroes",
    metadata,
    Column("article_id", Text, ForeignKey("articles.id", ondelete="CASCADE"), primary_key=True),
    Column("source_url", Text, nullable=False),  # absolute URL, or a path relative to the source's folder
    Column("alt", Text, nullable=False),
    Column("caption", Text),
    Column("is_video", Boolean, nullable=False),
    Column("state", Text, nullable=False),
    Column("details", JSON, nullable=False),  # what no question is asked by: wish, original, rejections, title, …
    Column("reason", Text),  # why it failed, for an editor
    Column("attempts", Integer, nullable=False),
    Column("retry_at", Utc),  # null and failed: for good
    one_of("state", HeroState),
)

# The files on the shelf by the articles that show them, or showed them: mails that were sent still name those.
renditions = Table(
    "renditions",
    metadata,
    Column("article_id", Text, ForeignKey("articles.id", ondelete="CASCADE"), primary_key=True),
    Column("role", Text, primary_key=True),
    Column("name", Text, primary_key=True),  # by its content, so several articles may have it
    Column("position", Integer),  # in the order of making; null: of an earlier picture of the article
    Column("width", Integer, nullable=False),
    Column("height", Integer, nullable=False),
    Column("size", Integer, nullable=False),  # bytes
    Column("media_type", Text, nullable=False),
    Column("is_leaving", Boolean, nullable=False),  # its file is being removed: nobody is shown it any more
    one_of("role", Role),
    Index(None, "name"),
    Index("ix_renditions_leaving", "name", sqlite_where=text("is_leaving = 1"), postgresql_where=text("is_leaving")),
)
