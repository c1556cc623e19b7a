"""Every table, in the order in which the work flows.

Conventions: instants are UTC (`Utc`) and end in ``_at``; states are words held by a
check constraint; identifiers that leave the database are text.
"""

from __future__ import annotations

from sqlalchemy import (
    JSON,
    Boolean,
    CheckConstraint,
    Column,
    ForeignKey,
    Index,
    Integer,
    MetaData,
    Table,
    Text,
    UniqueConstraint,
    text,
)

from syndicate.storage.types import RowNumber, Utc

metadata = MetaData(
    naming_convention={
        "ix": "ix_%(table_name)s_%(column_0_N_name)s",
        "uq": "uq_%(table_name)s_%(column_0_N_name)s",
        "ck": "ck_%(table_name)s_%(constraint_name)s",
        "fk": "fk_%(table_name)s_%(column_0_name)s",
        "pk": "pk_%(table_name)s",
    }
)


def _one_of(column: str, *words: str) -> CheckConstraint:
    listed = ", ".join(f"'{word}'" for word in words)
    return CheckConstraint(f"{column} IN ({listed})", name=column)


#: What an index holds that is to be found at once; it is used where a question says the same, word for word.
UNPUBLISHED = "status <> 'published'"

# --- 1 pick up ---------------------------------------------------------------

sources = Table(
    "sources",
    metadata,
    Column("name", Text, primary_key=True),
    # When a run first listed the whole source. Until then the source's first-run rule holds.
    Column("first_run_at", Utc),
    Column("postponed", JSON),  # external ids that run left for later: the rule still holds for them
    Column("last_run_at", Utc),
    Column("last_error", Text),
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
    UniqueConstraint("source", "external_id"),
    _one_of("status", "published", "held", "withdrawn"),
    _one_of("direction", "ltr", "rtl"),
    Index(None, "status", "published_at"),
    # What is hidden, for good or for a time, is found without a look at what is not.
    Index("ix_articles_unpublished", "id", sqlite_where=text(UNPUBLISHED), postgresql_where=text(UNPUBLISHED)),
    Index(None, "embargo_until"),
    Index(None, "expires_at"),
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
    _one_of("state", "wanted", "ready", "failed"),
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
    _one_of("role", "lead", "small", "thumb"),
    Index(None, "name"),
    Index("ix_renditions_leaving", "name", sqlite_where=text("is_leaving = 1"), postgresql_where=text("is_leaving")),
)

# --- 2 syndicate ---------------------------------------------------------------

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

# --- who -----------------------------------------------------------------------

subscribers = Table(
    "subscribers",
    metadata,
    Column("id", Text, primary_key=True),
    Column("address", Text, nullable=False),  # as typed
    Column("address_key", Text, nullable=False, unique=True),  # normalised, for comparing
    Column("mailbox", Text, nullable=False),  # in ASCII, where mail goes
    Column("name", Text),
    Column("created_at", Utc, nullable=False),
)

subscriptions = Table(
    "subscriptions",
    metadata,
    Column("id", Text, primary_key=True),
    Column("subscriber_id", Text, ForeignKey("subscribers.id", ondelete="CASCADE"), nullable=False),
    Column("newsletter", Text, nullable=False),
    Column("state", Text, nullable=False),
    Column("cadence", Text, nullable=False),
    Column("sections", JSON, nullable=False),  # empty: all
    Column("time_zone", Text),  # null: the newsletter's
    Column("language", Text),  # null: the newsletter's
    Column("started_at", Utc, nullable=False),
    Column("ended_at", Utc),
    Column("ended_by", Text),  # one-click, page, import, operator
    # Where an end that happened elsewhere was read: the file, its SHA-256, the column. Null: it happened here.
    Column("ended_source", Text),
    UniqueConstraint("subscriber_id", "newsletter"),
    _one_of("state", "unconfirmed", "confirmed", "paused", "ended"),
    # With the id, a page of recipients is read in place, however long the list.
    Index(None, "newsletter", "state", "id"),
)

# Why a subscription may be mailed: what was stated, by whom, when. A row is written once and never changed. The kinds
# may grow, so no constraint lists them.
grounds = Table(
    "grounds",
    metadata,
    Column("id", Text, primary_key=True),  # made of what it says, so that the same ground is there once
    Column("subscription_id", Text, ForeignKey("subscriptions.id", ondelete="CASCADE"), nullable=False),
    Column("kind", Text, nullable=False),  # stated, export, operator, taken-over, sample, …
    Column("wording", Text, nullable=False),
    Column("recorded_at", Utc, nullable=False),
    Column("given_at", Utc),  # when the person asked; null: not known
    Column("file_name", Text),
    Column("file_hash", Text),  # SHA-256 of the file, in hexadecimal
    Column("system", Text),  # whose export it was
    Column("column", Text),  # the column that said so
    Index(None, "subscription_id"),
)

# A standing refusal to write to an address, for all newsletters; it always wins. The address need not be a
# subscriber's. Reasons may grow, so no constraint lists them.
suppressions = Table(
    "suppressions",
    metadata,
    Column("address_key", Text, primary_key=True),
    Column("reason", Text, nullable=False),  # bounced, complained, blocked, …
    Column("since", Utc, nullable=False),
    Column("source", Text, nullable=False),  # the file, its SHA-256 and the column; or who said so
)

# --- 3 compose -----------------------------------------------------------------

newsletters = Table(
    "newsletters",
    metadata,
    Column("name", Text, primary_key=True),
    # Where it began: what readers could see already by then is never mailed.
    Column("since_sequence", RowNumber, nullable=False),
    Column("since_at", Utc, nullable=False),
)

editions = Table(
    "editions",
    metadata,
    Column("id", Text, primary_key=True),  # random: it stands in the address of the web copy
    Column("newsletter", Text, nullable=False),
    Column("number", Integer),  # given when it is opened
    Column("slot", Text, nullable=False),
    Column("state", Text, nullable=False),
    Column("held_because", Text),  # why nothing of it leaves; held editions alone
    Column("revision", Integer, nullable=False),  # of the rendering in force
    Column("due_at", Utc, nullable=False),
    Column("frozen_at", Utc, nullable=False),
    # When its recipients were fixed. From then on its slot and its articles are taken; null: it waits for a person.
    Column("opened_at", Utc),
    Column("first_claimed_at", Utc),  # when its first mail was about to leave; until then it is not public
    Column("planned_at", Utc),  # when its next mail was to leave: lateness counts from there
    Column("closed_at", Utc),
    Column("instead_of", Text, ForeignKey("editions.id")),  # its readers are those whom that one did not reach
    Column("min_articles", Integer, nullable=False),  # with fewer left, it is held
    Column("sender", Text, nullable=False),  # the From header's value
    Column("reply_to", Text),
    UniqueConstraint("newsletter", "number"),
    _one_of("state", "held", "sending", "stopped", "discarded", "closed"),
    Index(None, "state"),
)

# What an edition says. A revision is never changed: a later one takes its place for whom it did not reach.
renderings = Table(
    "renderings",
    metadata,
    Column("id", RowNumber, primary_key=True),
    Column("edition_id", Text, ForeignKey("editions.id"), nullable=False),
    Column("revision", Integer, nullable=False),  # from 1
    Column("reason", Text),  # why it was made; null: it is the first
    Column("made_at", Utc, nullable=False),
    Column("language", Text, nullable=False),
    Column("subject", Text, nullable=False),
    Column("preheader", Text, nullable=False),
    Column("html", Text, nullable=False),  # with {{slots}} for what differs by recipient
    Column("text", Text, nullable=False),
    Column("size", Integer, nullable=False),  # bytes of the HTML, before transfer encoding
    Column("content", JSON),  # what it was rendered from; null: frozen before that was kept
    Column("content_hash", Text, nullable=False),
    Column("findings", JSON, nullable=False),
    UniqueConstraint("edition_id", "revision"),
)

rendering_articles = Table(
    "rendering_articles",
    metadata,
    Column("rendering_id", RowNumber, ForeignKey("renderings.id"), primary_key=True),
    Column("position", Integer, primary_key=True),
    Column("article_id", Text, ForeignKey("articles.id"), nullable=False),
    Column("revision", Integer, nullable=False),  # of the article
    Column("tier", Text, nullable=False),
    _one_of("tier", "lead", "secondary", "more"),
    Index(None, "article_id"),
)

# Articles that a newsletter will not mail, though it looked at them, and why.
passed_over = Table(
    "passed_over",
    metadata,
    Column("newsletter", Text, primary_key=True),
    Column("article_id", Text, ForeignKey("articles.id", ondelete="CASCADE"), primary_key=True),
    Column("slot", Text, nullable=False),
    Column("edition_id", Text, ForeignKey("editions.id")),  # null: the slot had no edition
    Column("reason", Text, nullable=False),
    Column("decided_at", Utc, nullable=False),
)

occurrences = Table(
    "occurrences",
    metadata,
    Column("newsletter", Text, primary_key=True),
    Column("slot", Text, primary_key=True),  # the local date, or manual:<edition>
    Column("due_at", Utc, nullable=False),
    Column("outcome", Text, nullable=False),
    Column("edition_id", Text, ForeignKey("editions.id")),
    Column("decided_at", Utc, nullable=False),
    _one_of("outcome", "edition", "empty", "late"),
    Index(None, "decided_at"),
)

# --- 4 send ----------------------------------------------------------------------

deliveries = Table(
    "deliveries",
    metadata,
    Column("id", Text, primary_key=True),
    Column("edition_id", Text, ForeignKey("editions.id"), nullable=False),
    Column("subscription_id", Text, ForeignKey("subscriptions.id"), nullable=False),
    Column("address", Text, nullable=False),
    Column("name", Text),
    Column("state", Text, nullable=False),
    Column("revision", Integer),  # of the rendering that it was last claimed with
    Column("carrier", Text),  # the last one that it was claimed for
    Column("attempts", Integer, nullable=False),
    Column("not_before", Utc),
    Column("claimed_at", Utc),
    Column("settled_at", Utc),
    Column("message_id", Text),
    Column("reason", Text),
    UniqueConstraint("edition_id", "subscription_id"),
    _one_of("state", "pending", "claimed", "submitted", "uncertain", "refused", "excluded", "stopped"),
    # With attempts and id, the next to claim is read in place, however many wait.
    Index(None, "edition_id", "state", "attempts", "id"),
)
