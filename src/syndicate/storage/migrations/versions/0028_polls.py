"""Polls: what programs ask for feeds."""

import sqlalchemy as sa
from alembic import op

from syndicate.storage.types import Utc

revision = "0028"
down_revision = "0027"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Go forward."""
    op.create_table(
        "feed_polls",
        sa.Column("day", sa.Text(), nullable=False),
        sa.Column("program", sa.Text(), nullable=False),
        sa.Column("polls", sa.BigInteger(), nullable=False),
        sa.Column("conditional", sa.BigInteger(), nullable=False),
        sa.Column("unchanged", sa.BigInteger(), nullable=False),
        sa.Column("bytes", sa.BigInteger(), nullable=False),
        sa.Column("blind_bytes", sa.BigInteger(), nullable=False),
        sa.PrimaryKeyConstraint("day", "program", name=op.f("pk_feed_polls")),
    )
    op.create_table(
        "feed_subscribers",
        sa.Column("program", sa.Text(), nullable=False),
        sa.Column("path", sa.Text(), nullable=False),
        sa.Column("subscribers", sa.Integer(), nullable=False),
        sa.Column("said_at", Utc(), nullable=False),
        sa.PrimaryKeyConstraint("program", "path", name=op.f("pk_feed_subscribers")),
    )
