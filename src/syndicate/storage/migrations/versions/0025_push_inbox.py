"""What publishing systems push lies here until it is read."""

import sqlalchemy as sa
from alembic import op

from syndicate.storage.types import RowNumber, Utc

revision = "0025"
down_revision = "0024"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Go forward."""
    op.create_table(
        "push_inbox",
        sa.Column("key", RowNumber, nullable=False),
        sa.Column("id", sa.Text(), nullable=False),
        sa.Column("source", sa.Text(), nullable=False),
        sa.Column("digest", sa.Text(), nullable=False),
        sa.Column("body", sa.LargeBinary(), nullable=False),
        sa.Column("received_at", Utc(), nullable=False),
        sa.PrimaryKeyConstraint("key", name=op.f("pk_push_inbox")),
        sa.UniqueConstraint("id", name=op.f("uq_push_inbox_id")),
    )
    op.create_index(op.f("ix_push_inbox_source_key"), "push_inbox", ["source", "key"])
