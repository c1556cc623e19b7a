"""The ledger: one row for every edition on its way to one recipient."""

from __future__ import annotations

from sqlalchemy import Column, ForeignKey, Index, Integer, Table, Text, UniqueConstraint

from syndicate.storage.states import DeliveryState
from syndicate.storage.tables.base import metadata, one_of
from syndicate.storage.types import RowNumber, Utc

deliveries = Table(
    "deliveries",
    metadata,
    Column("key", RowNumber, primary_key=True),
    Column("id", Text, nullable=False, unique=True),  # random: it stands in the mail
    Column("edition_key", RowNumber, ForeignKey("editions.key"), nullable=False),
    # Who is forgotten leaves the row behind, so that sums stay; nothing in it names them then.
    Column("subscription_key", RowNumber, ForeignKey("subscriptions.key", ondelete="SET NULL")),
    Column("group_key", RowNumber, ForeignKey("groups.key")),  # null: written before groups were kept
    Column("variant_key", RowNumber, ForeignKey("variants.key")),  # null: its group gets no mail
    Column("address", Text),
    Column("name", Text),
    Column("state", Text, nullable=False),
    Column("revision", Integer),  # of the rendering that it was last claimed with
    Column("carrier", Text),  # the last one that it was claimed for
    Column("claimed_by", Text),  # the process that claimed it last
    Column("attempts", Integer, nullable=False),
    Column("not_before", Utc),
    Column("claimed_at", Utc),
    Column("settled_at", Utc),
    Column("message_id", Text),
    Column("reason", Text),
    UniqueConstraint("edition_key", "subscription_key"),
    one_of("state", DeliveryState),
    # With attempts and key, the next to claim is read in place, however many wait.
    Index(None, "edition_key", "state", "attempts", "key"),
    Index(None, "message_id"),
    Index(None, "subscription_key"),
)
