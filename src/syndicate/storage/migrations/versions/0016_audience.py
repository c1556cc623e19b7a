"""Grounds become a ledger of consent, sealed row by row; wishes to join, mails about them, and who was forgotten."""

import hashlib
import json
import secrets
from collections.abc import Iterator
from datetime import UTC, datetime
from typing import Any

import sqlalchemy as sa
from alembic import op

from syndicate.storage.types import RowNumber, Utc

revision = "0016"
down_revision = "0015"
branch_labels = None
depends_on = None

_PAGE = 1_000
_SAID = ("kind", "wording", "recorded_at", "given_at", "file_name", "file_hash", "system", "column")


def upgrade() -> None:
    """Go forward."""
    _make_consents()
    _carry_grounds_over()
    op.drop_table("grounds")
    _make_joins()
    _make_transactional_mails()
    is_nameless = "subscription_key IS NULL AND address IS NOT NULL"
    _index_some("ix_deliveries_nameless", "deliveries", ["key"], is_nameless)
    op.create_table(
        "erasures",
        sa.Column("digest", sa.Text(), nullable=False),
        sa.Column("erased_at", Utc(), nullable=False),
        sa.PrimaryKeyConstraint("digest", name=op.f("pk_erasures")),
    )


def _make_consents() -> None:
    op.create_table(
        "consents",
        sa.Column("number", RowNumber, nullable=False, autoincrement=False),
        sa.Column("subscription_id", sa.Text(), nullable=True),
        sa.Column("act", sa.Text(), nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("wording", sa.Text(), nullable=True),
        sa.Column("version", sa.Text(), nullable=True),
        sa.Column("recorded_at", Utc(), nullable=False),
        sa.Column("given_at", Utc(), nullable=True),
        *(sa.Column(name, sa.Text(), nullable=True) for name in ("file_name", "file_hash", "system", "column", "page")),
        *(sa.Column(name, sa.Text(), nullable=True) for name in ("network", "network_salt", "network_digest", "salt")),
        sa.Column("digest", sa.Text(), nullable=False),
        sa.Column("chain", sa.Text(), nullable=False),
        sa.CheckConstraint("act IN ('given', 'withdrawn')", name=op.f("ck_consents_act")),
        sa.PrimaryKeyConstraint("number", name=op.f("pk_consents")),
    )
    op.create_index(op.f("ix_consents_subscription_id"), "consents", ["subscription_id"])
    _index_some("ix_consents_network", "consents", ["recorded_at"], "network IS NOT NULL")


def _carry_grounds_over() -> None:
    """Each ground as an act of the ledger, in the order in which they were written down."""
    connection = op.get_bind()
    consents = sa.Table("consents", sa.MetaData(), autoload_with=connection)
    for name in ("recorded_at", "given_at"):
        consents.c[name].type = Utc()
    columns = [sa.column(name, Utc() if name.endswith("_at") else sa.Text()) for name in ("subscription_id", *_SAID)]
    query = sa.select(*columns).select_from(sa.table("grounds")).order_by(sa.column("recorded_at"), sa.column("id"))
    rows = _chained(connection.execute(query).mappings())
    written = 0
    while page := [row for _, row in zip(range(_PAGE), rows, strict=False)]:
        connection.execute(sa.insert(consents), page)
        written = page[-1]["number"]
    counter = sa.table("counters", sa.column("name"), sa.column("value"))
    connection.execute(sa.insert(counter).values(name="consents", value=written))


def _chained(grounds: Any) -> Iterator[dict[str, Any]]:
    """As `syndicate.audience.consents` did when this was written."""
    chain = "0" * 64
    for number, ground in enumerate(grounds, start=1):
        salt = secrets.token_hex(16)
        kind, wording, recorded_at, given_at, *rest = (ground[name] for name in _SAID)
        said = [kind, wording, None, _written(recorded_at), _written(given_at), *rest, None]
        sealed = [salt, ground["subscription_id"], "given", *said, None]
        digest = _sha256(json.dumps(sealed, ensure_ascii=False))
        chain = _sha256(f"{chain}{number}{digest}")
        yield {"number": number, "act": "given", **ground, "salt": salt, "digest": digest, "chain": chain}


def _written(at: datetime | None) -> str | None:
    return at.astimezone(UTC).isoformat() if at else None


def _sha256(text: str) -> str:
    return hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()


def _make_joins() -> None:
    op.create_table(
        "joins",
        sa.Column("key", RowNumber, nullable=False),
        sa.Column("id", sa.Text(), nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("address", sa.Text(), nullable=True),
        sa.Column("limit_key", sa.Text(), nullable=False),
        sa.Column("subscription_id", sa.Text(), nullable=True),
        sa.Column("newsletters", sa.JSON(), nullable=False),
        sa.Column("time_zone", sa.Text(), nullable=True),
        sa.Column("language", sa.Text(), nullable=True),
        *(sa.Column(name, sa.Text(), nullable=False) for name in ("wording", "version", "page")),
        sa.Column("network", sa.Text(), nullable=True),
        sa.Column("asked_at", Utc(), nullable=False),
        sa.Column("decided_at", Utc(), nullable=True),
        sa.Column("outcome", sa.Text(), nullable=True),
        sa.Column("confirmed_at", Utc(), nullable=True),
        sa.CheckConstraint("kind IN ('join', 'move')", name=op.f("ck_joins_kind")),
        sa.CheckConstraint(
            "outcome IN ('asked', 'known', 'limited', 'refused', 'confirmed')", name=op.f("ck_joins_outcome")
        ),
        sa.PrimaryKeyConstraint("key", name=op.f("pk_joins")),
        sa.UniqueConstraint("id", name=op.f("uq_joins_id")),
    )
    _index_some("ix_joins_waiting", "joins", ["key"], "decided_at IS NULL")
    op.create_index(op.f("ix_joins_network_asked_at"), "joins", ["network", "asked_at"])
    op.create_index(op.f("ix_joins_limit_key_asked_at"), "joins", ["limit_key", "asked_at"])
    op.create_index(op.f("ix_joins_asked_at"), "joins", ["asked_at"])


def _make_transactional_mails() -> None:
    texts = ("newsletter", "join_id", "subscription_id", "address", "name", "language")
    op.create_table(
        "transactional_mails",
        sa.Column("key", RowNumber, nullable=False),
        sa.Column("id", sa.Text(), nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        *(sa.Column(name, sa.Text(), nullable=True) for name in texts),
        sa.Column("limit_key", sa.Text(), nullable=False),
        sa.Column("state", sa.Text(), nullable=False),
        sa.Column("attempts", sa.Integer(), nullable=False),
        sa.Column("carrier", sa.Text(), nullable=True),
        sa.Column("claimed_by", sa.Text(), nullable=True),
        sa.Column("lease_until", Utc(), nullable=True),
        sa.Column("not_before", Utc(), nullable=True),
        sa.Column("created_at", Utc(), nullable=False),
        sa.Column("settled_at", Utc(), nullable=True),
        sa.Column("message_id", sa.Text(), nullable=True),
        sa.Column("reason", sa.Text(), nullable=True),
        sa.CheckConstraint(
            "kind IN ('confirm', 'known', 'welcome', 'move', 'moved')", name=op.f("ck_transactional_mails_kind")
        ),
        sa.CheckConstraint(
            "state IN ('pending', 'claimed', 'submitted', 'uncertain', 'refused', 'excluded', 'stopped')",
            name=op.f("ck_transactional_mails_state"),
        ),
        sa.PrimaryKeyConstraint("key", name=op.f("pk_transactional_mails")),
        sa.UniqueConstraint("id", name=op.f("uq_transactional_mails_id")),
    )
    _index_some("ix_transactional_mails_open", "transactional_mails", ["key"], "state IN ('pending', 'claimed')")
    for columns in (["limit_key", "created_at"], ["message_id"], ["settled_at"]):
        op.create_index(op.f(f"ix_transactional_mails_{'_'.join(columns)}"), "transactional_mails", columns)


def _index_some(name: str, table: str, columns: list[str], condition: str) -> None:
    where = sa.text(condition)
    op.create_index(name, table, columns, sqlite_where=where, postgresql_where=where)
