"""Who may use the desk, who is in, and what was done there."""

from __future__ import annotations

from sqlalchemy import Boolean, Column, ForeignKey, Index, Integer, Table, Text

from syndicate.storage.tables.base import metadata
from syndicate.storage.types import RowNumber, Utc

desk_editors = Table(
    "desk_editors",
    metadata,
    Column("key", RowNumber, primary_key=True),
    Column("name", Text, nullable=False),  # as it was given
    Column("name_key", Text, nullable=False, unique=True),  # for comparing
    Column("password", Text, nullable=False),  # an Argon2 hash with its salt and parameters
    Column("made_at", Utc, nullable=False),
    Column("changed_at", Utc, nullable=False),  # the password
)

# A session has a row for each token that it had: a token is given anew every day, and the one before stays good for as
# long as requests that carry it may be under way.
desk_sessions = Table(
    "desk_sessions",
    metadata,
    Column("digest", Text, primary_key=True),  # SHA-256 of the token
    Column("login", Text, nullable=False),  # of which all its rows have the same
    # Null: came in by a link, while no editor has a name.
    Column("editor_key", RowNumber, ForeignKey("desk_editors.key", ondelete="CASCADE")),
    Column("made_at", Utc, nullable=False),  # when they logged in
    Column("given_at", Utc, nullable=False),  # this token
    Column("seen_at", Utc, nullable=False),
    Column("ends_at", Utc, nullable=False),
    Column("is_replaced", Boolean, nullable=False),
    Index(None, "login"),
    Index(None, "editor_key"),
    Index(None, "ends_at"),
)

# Links that let in once, while no editor has a name.
desk_links = Table(
    "desk_links",
    metadata,
    Column("digest", Text, primary_key=True),  # SHA-256 of the token
    Column("ends_at", Utc, nullable=False),
)

# How often somebody tried a name, or from a network, and was wrong.
desk_attempts = Table(
    "desk_attempts",
    metadata,
    Column("digest", Text, primary_key=True),  # keyed: neither name nor network can be read from it
    Column("tries", Integer, nullable=False),
    Column("last_at", Utc, nullable=False),
    Column("next_at", Utc, nullable=False),
    Index(None, "last_at"),
)

# What was done at the desk. Never an address, nor a text of a form.
desk_log = Table(
    "desk_log",
    metadata,
    Column("key", RowNumber, primary_key=True),
    Column("at", Utc, nullable=False),
    Column("who", Text, nullable=False),
    Column("act", Text, nullable=False),  # the pattern of the address that was posted to
    Column("about", Text, nullable=False),  # what stood in that pattern's places
    Column("status", Integer, nullable=False),  # of HTTP: below 400 it was done
    Index(None, "at"),
)
