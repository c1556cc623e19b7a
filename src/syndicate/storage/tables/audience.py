"""Who is written to: people, what they chose, why they may be mailed, and who never is."""

from __future__ import annotations

from sqlalchemy import JSON, Boolean, Column, ForeignKey, Index, Table, Text, UniqueConstraint, false, text

from syndicate.storage.states import ConsentAct, JoinKind, JoinOutcome, SubscriptionState
from syndicate.storage.tables.base import metadata, one_of
from syndicate.storage.types import RowNumber, Utc

subscribers = Table(
    "subscribers",
    metadata,
    Column("key", RowNumber, primary_key=True),
    Column("id", Text, nullable=False, unique=True),
    Column("address", Text, nullable=False),  # as typed
    Column("address_key", Text, nullable=False, unique=True),  # normalised, for comparing
    Column("mailbox", Text, nullable=False),  # in ASCII, where mail goes
    Column("name", Text),
    Column("created_at", Utc, nullable=False),
    # The id by which the system that they came from knew them: it stands in links of its mails.
    Column("former_id", Text),
    Index(
        "ix_subscribers_former_id",
        "former_id",
        sqlite_where=text("former_id IS NOT NULL"),
        postgresql_where=text("former_id IS NOT NULL"),
    ),
)

# What readers chose, each distinct set once: a million subscriptions share some hundreds. Null inherits from the
# newsletter, so that a changed default moves all who did not choose.
choices = Table(
    "choices",
    metadata,
    Column("id", RowNumber, primary_key=True),
    Column("newsletter", Text, nullable=False),
    Column("cadence", Text),
    Column("at", Text),  # HH:MM
    Column("time_zone", Text),
    Column("sections", JSON, nullable=False),  # empty: all
    Column("language", Text),
    Column("format", Text),
    Column("breaking", Text),
    # Of a choice that follows each story: up to which release all its readers were decided for, and when to look again
    # though nothing newer came, because the day's most was reached, or readers came to it. Null: not yet, or not.
    Column("instant_cut", RowNumber),
    Column("instant_again_at", Utc),
    Column("fingerprint", Text, nullable=False, unique=True),  # of all of it
)

subscriptions = Table(
    "subscriptions",
    metadata,
    Column("key", RowNumber, primary_key=True),
    Column("id", Text, nullable=False, unique=True),  # random: it stands in links that readers click
    Column("subscriber_key", RowNumber, ForeignKey("subscribers.key", ondelete="CASCADE"), nullable=False),
    Column("newsletter", Text, nullable=False),
    Column("state", Text, nullable=False),
    Column("choice_id", RowNumber, ForeignKey("choices.id"), nullable=False),
    # The number of the release up to which everything was decided for this person. It only ever grows, and survives
    # leaving.
    Column("watermark", RowNumber, nullable=False),
    Column("last_slot", Text),  # the local date of the newest slot that was theirs
    Column("last_week", Text),  # the newest that an edition of theirs stood for
    Column("last_month", Text),
    Column("last_instant", Text),  # the local date of the newest that followed a story, and which of that day it was
    Column("paused_until", Utc),  # null: until they come back by themselves
    Column("catches_up", Boolean, nullable=False, server_default=false()),  # what comes in a pause is mailed after it
    # Set when someone joins, joins again, or comes back without what was missed: from then on they read, and composing
    # gives them the watermark for it before it decides anything.
    Column("joins_at", Utc),
    # Seconds that a story may wait for this reader though the cadence says less: they came from a slower one, and have
    # had nothing decided since.
    Column("patience", RowNumber),
    Column("started_at", Utc, nullable=False),
    Column("ended_at", Utc),
    Column("ended_by", Text),  # one-click, page, import, operator
    # Where an end that happened elsewhere was read: the file, its SHA-256, the column. Null: it happened here.
    Column("ended_source", Text),
    UniqueConstraint("subscriber_key", "newsletter"),
    one_of("state", SubscriptionState),
    # With the key, a slice of recipients is read in place, however long the list.
    Index(None, "newsletter", "state", "key"),
    # When people came and when they went, counted in place.
    Index(None, "newsletter", "started_at", "state"),
    Index(
        "ix_subscriptions_ended",
        "newsletter",
        "ended_at",
        "state",
        "ended_by",
        sqlite_where=text("ended_at IS NOT NULL"),
        postgresql_where=text("ended_at IS NOT NULL"),
    ),
    # With the key, the readers of a choice are read in place, slice by slice.
    Index(None, "choice_id", "key"),
    Index(
        "ix_subscriptions_joining",
        "newsletter",
        "choice_id",
        sqlite_where=text("joins_at IS NOT NULL"),
        postgresql_where=text("joins_at IS NOT NULL"),
    ),
    Index(
        "ix_subscriptions_paused",
        "paused_until",
        sqlite_where=text("paused_until IS NOT NULL"),
        postgresql_where=text("paused_until IS NOT NULL"),
    ),
)

# What passed a reader by without an edition: everything that came after the one release up to the other. Of who came
# back from a pause, or again; of a slot that nobody got; or a slot that was over at their new hour when they moved, of
# which no release is passed over.
skips = Table(
    "skips",
    metadata,
    Column("key", RowNumber, primary_key=True),
    Column("subscription_key", RowNumber, ForeignKey("subscriptions.key", ondelete="CASCADE"), nullable=False),
    Column("after_release", RowNumber, nullable=False),
    Column("through_release", RowNumber, nullable=False),
    Column("reason", Text, nullable=False),
    Column("at", Utc, nullable=False),
    Column("slot", Text),  # the local date that passed by who moved
    Index(None, "subscription_key"),
    Index(None, "at"),
)

# What was agreed to and what was withdrawn, for proof. A row is written once and never changed; its number and its
# chain are given under the lock of the row in `counters`. Who is forgotten leaves number, digest and chain behind: what
# was said, whose it was and the salt go, and nobody can try out any more what the digest was made of. No foreign key,
# for the row outlives the subscription. The kinds may grow, so no constraint lists them.
consents = Table(
    "consents",
    metadata,
    Column("number", RowNumber, primary_key=True, autoincrement=False),  # 1, 2, 3 …, without a gap
    Column("subscription_id", Text),
    Column("act", Text, nullable=False),
    Column("kind", Text, nullable=False),  # given: stated, export, page, …; withdrawn: one-click, page, import, …
    Column("wording", Text),
    Column("version", Text),  # of our own text, where it was agreed to on a page of ours
    Column("recorded_at", Utc, nullable=False),
    Column("given_at", Utc),  # when the person asked; null: not known
    Column("file_name", Text),
    Column("file_hash", Text),  # SHA-256 of the file, in hexadecimal
    Column("system", Text),  # whose export it was
    Column("column", Text),  # the column that said so
    Column("page", Text),  # the path of the page or the purpose of the link
    # The network that it came from, for as long as that is kept; its digest stays and is part of the row's.
    Column("network", Text),
    Column("network_salt", Text),
    Column("network_digest", Text),
    Column("salt", Text),
    Column("digest", Text, nullable=False),  # SHA-256 of salt and contents, in hexadecimal
    Column("chain", Text, nullable=False),  # SHA-256 of the chain before, the number and the digest
    one_of("act", ConsentAct),
    Index(None, "subscription_id"),
    Index(
        "ix_consents_network",
        "recorded_at",
        sqlite_where=text("network IS NOT NULL"),
        postgresql_where=text("network IS NOT NULL"),
    ),
)

# Who wishes to join, or to move to another address, by a form of ours: kept until it is decided, and confirmed or too
# old. Nothing of it is a subscription before its reader has confirmed.
joins = Table(
    "joins",
    metadata,
    Column("key", RowNumber, primary_key=True),
    Column("id", Text, nullable=False, unique=True),  # random: it stands in the link that confirms
    Column("kind", Text, nullable=False),
    Column("address", Text),  # as typed; null: nothing more is to be done with it
    Column("limit_key", Text, nullable=False),  # keyed digest of the mailbox, however it is spelled
    Column("subscription_id", Text),  # of a move: of the person who moves
    Column("newsletters", JSON, nullable=False),
    Column("time_zone", Text),
    Column("language", Text),
    Column("wording", Text, nullable=False),
    Column("version", Text, nullable=False),
    Column("page", Text, nullable=False),
    Column("network", Text),  # of whoever asked; null after a day
    Column("asked_at", Utc, nullable=False),
    Column("decided_at", Utc),
    Column("outcome", Text),
    Column("confirmed_at", Utc),
    one_of("kind", JoinKind),
    one_of("outcome", JoinOutcome),
    Index(
        "ix_joins_waiting",
        "key",
        sqlite_where=text("decided_at IS NULL"),
        postgresql_where=text("decided_at IS NULL"),
    ),
    Index(None, "network", "asked_at"),
    Index(None, "limit_key", "asked_at"),
    Index(None, "asked_at"),
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

# Who was forgotten: a keyed digest of the address, so that no import brings them back. Only they themselves may.
erasures = Table(
    "erasures",
    metadata,
    Column("digest", Text, primary_key=True),
    Column("erased_at", Utc, nullable=False),
)
