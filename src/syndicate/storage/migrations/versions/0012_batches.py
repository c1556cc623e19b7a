"""Claims in batches, what is known of carriers, what providers tell, and the machines that may send."""

import sqlalchemy as sa
from alembic import op

from syndicate.storage.types import RowNumber, Utc

revision = "0012"
down_revision = "0011"
branch_labels = None
depends_on = None

_OPEN, _DOUBT, _PARKED = (sa.text(text) for text in ("ended_at IS NULL", "state = 'uncertain'", "delivery_key IS NULL"))
_TAKEN = sa.text("state = 'submitted'")
_FATES = "'sent', 'delayed', 'delivered', 'unsent', 'returned', 'suppressed', 'bounced', 'complained'"
_KINDS = (
    "'sent', 'delivered', 'delayed', 'bounced', 'complained', 'rejected', 'unrendered', 'opened', 'clicked',"
    " 'unsubscribed', 'unknown'"
)
#: A claim that was made before batches were kept, as one row tells it.
_SAME = (
    "batches.edition_key = deliveries.edition_key AND batches.carrier = deliveries.carrier"
    " AND batches.claimed_by = coalesce(deliveries.claimed_by, '')"
)


def upgrade() -> None:
    """Go forward."""
    _make_batches()
    with op.batch_alter_table("deliveries") as deliveries:
        deliveries.add_column(sa.Column("batch_key", RowNumber, nullable=True))
        deliveries.add_column(sa.Column("resends", sa.Integer(), nullable=False, server_default="0"))
        deliveries.add_column(sa.Column("fate", sa.Text(), nullable=True))
        deliveries.add_column(sa.Column("heard_at", Utc(), nullable=True))
        deliveries.create_foreign_key(op.f("fk_deliveries_batch_key"), "batches", ["batch_key"], ["key"])
        deliveries.create_check_constraint(op.f("ck_deliveries_fate"), f"fate IN ({_FATES})")
    _fill_batches()
    op.drop_index(op.f("ix_deliveries_edition_key_state_attempts_key"), "deliveries")
    with op.batch_alter_table("deliveries") as deliveries:
        for column in ("carrier", "claimed_by", "claimed_at"):
            deliveries.drop_column(column)
    op.create_index("ix_deliveries_queue", "deliveries", ["edition_key", "state", "variant_key", "attempts", "key"])
    op.create_index("ix_deliveries_doubt", "deliveries", ["settled_at"], sqlite_where=_DOUBT, postgresql_where=_DOUBT)
    op.create_index(
        "ix_deliveries_accepted",
        "deliveries",
        ["edition_key", "settled_at"],
        sqlite_where=_TAKEN,
        postgresql_where=_TAKEN,
    )
    _extend_editions()
    _make_carriers()
    _make_events()
    _make_the_rest()


def _make_batches() -> None:
    op.create_table(
        "batches",
        sa.Column("key", RowNumber, nullable=False),
        sa.Column("edition_key", RowNumber, nullable=False),
        sa.Column("carrier", sa.Text(), nullable=False),
        sa.Column("claimed_by", sa.Text(), nullable=False),
        sa.Column("claimed_at", Utc(), nullable=False),
        sa.Column("lease_until", Utc(), nullable=False),
        sa.Column("ended_at", Utc(), nullable=True),
        sa.ForeignKeyConstraint(["edition_key"], ["editions.key"], name=op.f("fk_batches_edition_key")),
        sa.PrimaryKeyConstraint("key", name=op.f("pk_batches")),
    )
    op.create_index("ix_batches_open", "batches", ["edition_key"], sqlite_where=_OPEN, postgresql_where=_OPEN)
    op.create_index(op.f("ix_batches_edition_key_key"), "batches", ["edition_key", "key"])


def _fill_batches() -> None:
    """What each process claimed of an edition for a carrier is one batch; its lease has run out."""
    op.execute(
        "INSERT INTO batches (edition_key, carrier, claimed_by, claimed_at, lease_until, ended_at)"
        " SELECT edition_key, carrier, coalesce(claimed_by, ''), min(claimed_at), max(claimed_at),"
        " CASE WHEN max(CASE WHEN state = 'claimed' THEN 1 ELSE 0 END) = 1 THEN NULL ELSE max(settled_at) END"
        " FROM deliveries WHERE carrier IS NOT NULL AND claimed_at IS NOT NULL"
        " GROUP BY edition_key, carrier, coalesce(claimed_by, '')"
    )
    op.execute(
        "UPDATE batches SET ended_at = lease_until WHERE ended_at IS NULL AND NOT EXISTS (SELECT 1"
        f" FROM deliveries WHERE {_SAME} AND deliveries.state = 'claimed')"
    )
    op.execute(
        f"UPDATE deliveries SET batch_key = (SELECT key FROM batches WHERE {_SAME}) WHERE claimed_at IS NOT NULL"
    )


def _extend_editions() -> None:
    with op.batch_alter_table("editions") as editions:
        for name in ("priority", "started", "submitted", "bounced", "complained", "tried", "refused", "unmade"):
            editions.add_column(sa.Column(name, sa.Integer(), nullable=False, server_default="0"))
        editions.add_column(sa.Column("mails", sa.Integer(), nullable=True))
        editions.add_column(sa.Column("trial_ended_at", Utc(), nullable=True))
    of_edition = "SELECT count(*) FROM deliveries WHERE deliveries.edition_key = editions.key AND"
    op.execute(f"UPDATE editions SET submitted = ({of_edition} state = 'submitted')")
    op.execute("UPDATE editions SET started = submitted")
    # Who was left out at the freeze has no variant; who was left out since was to get one.
    op.execute(f"UPDATE editions SET mails = ({of_edition} variant_key IS NOT NULL) WHERE opened_at IS NOT NULL")


def _make_carriers() -> None:
    op.create_table(
        "carriers",
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("max_rate", sa.Double(), nullable=True),
        sa.Column("daily_quota", sa.Double(), nullable=True),
        sa.Column("sent_24h", sa.Double(), nullable=False, server_default="0"),
        sa.Column("told_at", Utc(), nullable=True),
        sa.Column("rate", sa.Double(), nullable=True),
        sa.Column("rate_at", sa.Double(), nullable=True),
        sa.Column("next_free", sa.Double(), nullable=False, server_default="0"),
        sa.Column("paused_until", Utc(), nullable=True),
        sa.Column("paused_because", sa.Text(), nullable=True),
        sa.Column("pause_hint", sa.Text(), nullable=True),
        sa.Column("pauses", sa.Integer(), nullable=False, server_default="0"),
        sa.Column("lost", sa.Integer(), nullable=False, server_default="0"),
        sa.Column("troubles", sa.Integer(), nullable=False, server_default="0"),
        sa.Column("began_on", sa.Text(), nullable=True),
        sa.Column("day", sa.Text(), nullable=True),
        sa.Column("day_count", sa.Integer(), nullable=False, server_default="0"),
        sa.Column("heard_at", Utc(), nullable=True),
        sa.PrimaryKeyConstraint("name", name=op.f("pk_carriers")),
    )


def _make_events() -> None:
    op.create_table(
        "events",
        sa.Column("id", sa.Text(), nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("delivery_key", RowNumber, nullable=True),
        sa.Column("message_id", sa.Text(), nullable=True),
        sa.Column("at", Utc(), nullable=False),
        sa.Column("received_at", Utc(), nullable=False),
        sa.Column("detail", sa.JSON(), nullable=True),
        sa.CheckConstraint(f"kind IN ({_KINDS})", name=op.f("ck_events_kind")),
        sa.ForeignKeyConstraint(
            ["delivery_key"], ["deliveries.key"], name=op.f("fk_events_delivery_key"), ondelete="SET NULL"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_events")),
    )
    op.create_index(op.f("ix_events_delivery_key"), "events", ["delivery_key"])
    op.create_index(op.f("ix_events_message_id"), "events", ["message_id"])
    op.create_index("ix_events_parked", "events", ["message_id"], sqlite_where=_PARKED, postgresql_where=_PARKED)


def _make_the_rest() -> None:
    op.create_table(
        "stored_templates",
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("carrier", sa.Text(), nullable=False),
        sa.Column("edition_key", RowNumber, nullable=False),
        sa.Column("made_at", Utc(), nullable=False),
        sa.ForeignKeyConstraint(["edition_key"], ["editions.key"], name=op.f("fk_stored_templates_edition_key")),
        sa.PrimaryKeyConstraint("name", name=op.f("pk_stored_templates")),
    )
    op.create_index(op.f("ix_stored_templates_edition_key"), "stored_templates", ["edition_key"])
    op.create_table(
        "installation",
        sa.Column("number", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("id", sa.Text(), nullable=False),
        sa.Column("made_at", Utc(), nullable=False),
        sa.CheckConstraint("number = 1", name=op.f("ck_installation_number")),
        sa.PrimaryKeyConstraint("number", name=op.f("pk_installation")),
    )
    op.create_table(
        "hosts",
        sa.Column("id", sa.Text(), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("generation", sa.Integer(), nullable=False),
        sa.Column("admitted_at", Utc(), nullable=False),
        sa.Column("started_at", Utc(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_hosts")),
    )
