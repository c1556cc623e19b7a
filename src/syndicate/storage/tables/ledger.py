"""The ledger: a row for every edition on its way to one recipient, and what is known about who carries it."""

from __future__ import annotations

from sqlalchemy import (
    JSON,
    CheckConstraint,
    Column,
    Double,
    ForeignKey,
    Index,
    Integer,
    Table,
    Text,
    UniqueConstraint,
    text,
)

from syndicate.storage.states import DeliveryState, EventKind, Fate, TransactionalKind
from syndicate.storage.tables.base import metadata, one_of
from syndicate.storage.types import RowNumber, Utc

# Deliveries that a process took together, for one call. The key is their epoch: whoever writes about a claim names it,
# and finds nothing when the claim was taken away meanwhile.
batches = Table(
    "batches",
    metadata,
    Column("key", RowNumber, primary_key=True),
    Column("edition_key", RowNumber, ForeignKey("editions.key"), nullable=False),
    Column("carrier", Text, nullable=False),
    Column("claimed_by", Text, nullable=False),  # the process
    Column("claimed_at", Utc, nullable=False),
    Column("lease_until", Utc, nullable=False),  # from then on whoever comes decides about what is left of it
    Column("ended_at", Utc),  # when its last answer was written; null: it is under way, or its process is gone
    Index(
        "ix_batches_open",
        "edition_key",
        sqlite_where=text("ended_at IS NULL"),
        postgresql_where=text("ended_at IS NULL"),
    ),
    Index(None, "edition_key", "key"),
)

deliveries = Table(
    "deliveries",
    metadata,
    Column("key", RowNumber, primary_key=True),
    Column("id", Text, nullable=False, unique=True),  # random: it stands in the mail
    Column("edition_key", RowNumber, ForeignKey("editions.key"), nullable=False),
    # Who is forgotten leaves the row behind, so that sums stay; nothing in it names them then.
    Column("subscription_key", RowNumber, ForeignKey("subscriptions.key", ondelete="SET NULL")),
    # Of these two the database checks nothing: it would look through all deliveries for each group or batch that goes.
    # They go after the deliveries that name them. Null: written before groups were kept; never claimed.
    Column("group_key", RowNumber),
    Column("batch_key", RowNumber),  # the one that it was last claimed in
    Column("variant_key", RowNumber, ForeignKey("variants.key")),  # null: its group gets no mail
    Column("address", Text),
    Column("name", Text),
    Column("state", Text, nullable=False),
    Column("revision", Integer),  # of the rendering that it was last claimed with
    Column("attempts", Integer, nullable=False),
    # How often a mail that may have left, or was refused, was put back by a person or by the policy on doubt.
    Column("resends", Integer, nullable=False, server_default="0"),
    Column("not_before", Utc),
    Column("settled_at", Utc),
    Column("message_id", Text),
    Column("reason", Text),
    Column("fate", Text),  # what the world made of it, as far as we were told
    Column("heard_at", Utc),  # when the first event about it came; null: none has
    UniqueConstraint("edition_key", "subscription_key"),
    one_of("state", DeliveryState),
    one_of("fate", Fate),
    # With variant, attempts and key, the next to claim are read in place, however many wait.
    Index("ix_deliveries_queue", "edition_key", "state", "variant_key", "attempts", "key"),
    Index(None, "message_id"),
    Index(None, "subscription_key"),
    # What is left of people who were forgotten, until no mail of theirs is just leaving.
    Index(
        "ix_deliveries_nameless",
        "key",
        sqlite_where=text("subscription_key IS NULL AND address IS NOT NULL"),
        postgresql_where=text("subscription_key IS NULL AND address IS NOT NULL"),
    ),
    Index(
        "ix_deliveries_doubt",
        "settled_at",
        sqlite_where=text("state = 'uncertain'"),
        postgresql_where=text("state = 'uncertain'"),
    ),
    # What was taken, by when: the mails around one that is in doubt.
    Index(
        "ix_deliveries_accepted",
        "edition_key",
        "settled_at",
        sqlite_where=text("state = 'submitted'"),
        postgresql_where=text("state = 'submitted'"),
    ),
)

# What is left of deliveries whose rows have gone: how many there were in a state, and how many of them were mails.
delivery_sums = Table(
    "delivery_sums",
    metadata,
    Column("edition_key", RowNumber, ForeignKey("editions.key"), primary_key=True),
    Column("state", Text, primary_key=True),
    Column("why", Text, primary_key=True),  # the code of the reason why it was missed; empty: it was not
    Column("count", Integer, nullable=False),
    Column("mails", Integer, nullable=False),
    one_of("state", DeliveryState),
)

# How many mails of an edition have which fate now, kept with every change: they stay when the deliveries' rows go.
edition_fates = Table(
    "edition_fates",
    metadata,
    Column("edition_key", RowNumber, ForeignKey("editions.key"), primary_key=True),
    Column("fate", Text, primary_key=True),
    Column("count", Integer, nullable=False),
    one_of("fate", Fate),
)

# What is known of a way out, for all processes that use it: what it allows, how it fares, when the next mail may go.
# Seconds are those of the Unix epoch, by the database's clock.
carriers = Table(
    "carriers",
    metadata,
    Column("name", Text, primary_key=True),
    Column("max_rate", Double),  # recipients a second that the account allows, as it told last; null: not known
    Column("daily_quota", Double),  # recipients in 24 hours; null: not known, or without limit
    Column("sent_24h", Double, nullable=False, server_default="0"),  # of that used: as told last, and ours since
    Column("told_at", Utc),
    Column("rate", Double),  # where the rate stood when it was changed last; null: never
    Column("rate_at", Double),  # in seconds, when that was
    Column("next_free", Double, nullable=False, server_default="0"),  # in seconds, when the next recipient may follow
    Column("paused_until", Utc),
    Column("paused_because", Text),
    Column("pause_hint", Text),
    Column("pauses", Integer, nullable=False, server_default="0"),  # in a row, each twice as long as the one before
    Column("lost", Integer, nullable=False, server_default="0"),  # answers in a row
    Column("troubles", Integer, nullable=False, server_default="0"),  # answers in a row that were its own trouble
    Column("began_on", Text),  # the date, in UTC, of the first mail: a warm-up counts from there
    Column("day", Text),  # the date, in UTC, that is counted …
    Column("day_count", Integer, nullable=False, server_default="0"),  # … and its recipients
    Column("earlier_day", Text),  # the same of the date that was counted before: a clock may be set and set back
    Column("earlier_count", Integer, nullable=False, server_default="0"),
    Column("heard_at", Utc),  # when the newest event came
)

# What the provider told us, each once, in any order. Nothing in it names a person.
events = Table(
    "events",
    metadata,
    Column("id", Text, primary_key=True),  # made of what it says, so that one that comes again is the same
    Column("kind", Text, nullable=False),
    Column("delivery_key", RowNumber, ForeignKey("deliveries.key", ondelete="SET NULL")),  # null: not known (yet)
    Column("message_id", Text),  # the provider's name for the mail
    Column("at", Utc, nullable=False),  # when it happened, by the provider's clock
    Column("received_at", Utc, nullable=False),
    Column("detail", JSON),  # class, sub-class and status of a bounce, kind of a complaint; no address
    one_of("kind", EventKind),
    Index(None, "delivery_key"),
    Index(None, "message_id"),
    Index(
        "ix_events_parked",
        "message_id",
        sqlite_where=text("delivery_key IS NULL"),
        postgresql_where=text("delivery_key IS NULL"),
    ),
)

# Templates that lie with the provider, until the edition that they are for is closed.
stored_templates = Table(
    "stored_templates",
    metadata,
    Column("name", Text, primary_key=True),  # made of what it says
    Column("carrier", Text, nullable=False),
    Column("edition_key", RowNumber, ForeignKey("editions.key"), nullable=False),
    Column("made_at", Utc, nullable=False),
    Index(None, "edition_key"),
)

# What a copy of the database has in common with it, in one row.
installation = Table(
    "installation",
    metadata,
    Column("number", Integer, primary_key=True, autoincrement=False),
    Column("id", Text, nullable=False),  # random
    Column("made_at", Utc, nullable=False),
    CheckConstraint("number = 1", name="number"),
)

# The machines that may send for this installation; each grows its generation at every start that may send. What a
# copy or a backup says of it is older than what the machine's own file says.
hosts = Table(
    "hosts",
    metadata,
    Column("id", Text, primary_key=True),  # random, of the machine's state file
    Column("name", Text, nullable=False),
    Column("generation", Integer, nullable=False),
    Column("admitted_at", Utc, nullable=False),
    Column("started_at", Utc, nullable=False),  # the last start that might send
)

# Mails to one person about a subscription of theirs: to confirm it, to say that it is there, to welcome. Their words
# are made when they leave. The address goes once nothing more is to be done with it.
transactional_mails = Table(
    "transactional_mails",
    metadata,
    Column("key", RowNumber, primary_key=True),
    Column("id", Text, nullable=False, unique=True),  # random: it stands in the mail
    Column("kind", Text, nullable=False),
    Column("newsletter", Text),  # whose sender and dress it has; null: the first one's
    Column("join_id", Text),  # the wish that it answers
    Column("subscription_id", Text),  # whose it is about
    Column("address", Text),
    Column("name", Text),
    Column("language", Text),
    Column("limit_key", Text, nullable=False),  # keyed digest of the mailbox, however it is spelled
    Column("state", Text, nullable=False),
    Column("attempts", Integer, nullable=False),
    Column("carrier", Text),  # for which it was last claimed: only that can say what became of it
    Column("claimed_by", Text),  # the process
    Column("lease_until", Utc),
    Column("not_before", Utc),
    Column("created_at", Utc, nullable=False),
    Column("settled_at", Utc),
    Column("message_id", Text),
    Column("reason", Text),
    one_of("kind", TransactionalKind),
    one_of("state", DeliveryState),
    Index(
        "ix_transactional_mails_open",
        "key",
        sqlite_where=text("state IN ('pending', 'claimed')"),
        postgresql_where=text("state IN ('pending', 'claimed')"),
    ),
    Index(None, "limit_key", "created_at"),
    Index(None, "message_id"),
    Index(None, "settled_at"),
)
