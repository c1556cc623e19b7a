"""What reports are made of: editions keep how many of their mails have which fate, and readers are found by the day.

What was heard before is counted once, where rows tell.
"""

import sqlalchemy as sa
from alembic import op

revision = "0019"
down_revision = "0018"
branch_labels = None
depends_on = None

_FATES = "'sent', 'delayed', 'delivered', 'unsent', 'returned', 'suppressed', 'bounced', 'complained'"


def upgrade() -> None:
    """Go forward."""
    op.create_table(
        "edition_fates",
        sa.Column("edition_key", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("fate", sa.Text(), nullable=False),
        sa.Column("count", sa.Integer(), nullable=False),
        sa.CheckConstraint(f"fate IN ({_FATES})", name=op.f("ck_edition_fates_fate")),
        sa.ForeignKeyConstraint(["edition_key"], ["editions.key"], name=op.f("fk_edition_fates_edition_key")),
        sa.PrimaryKeyConstraint("edition_key", "fate", name=op.f("pk_edition_fates")),
    )
    op.execute(
        "INSERT INTO edition_fates (edition_key, fate, count) "
        "SELECT edition_key, fate, count(*) FROM deliveries WHERE fate IS NOT NULL GROUP BY edition_key, fate"
    )
    op.create_index(
        op.f("ix_subscriptions_newsletter_started_at_state"), "subscriptions", ["newsletter", "started_at", "state"]
    )
    is_ended = sa.text("ended_at IS NOT NULL")
    op.create_index(
        "ix_subscriptions_ended",
        "subscriptions",
        ["newsletter", "ended_at", "state", "ended_by"],
        sqlite_where=is_ended,
        postgresql_where=is_ended,
    )
