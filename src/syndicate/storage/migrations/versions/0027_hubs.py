"""Hubs: which take pings, and what they have yet to be told."""

import sqlalchemy as sa
from alembic import op

from syndicate.storage.types import Utc

revision = "0027"
down_revision = "0026"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Go forward."""
    op.create_table(
        "hubs",
        sa.Column("address", sa.Text(), nullable=False),
        sa.Column("answered_at", Utc()),
        sa.Column("failing_since", Utc()),
        sa.Column("failures", sa.Integer(), nullable=False, server_default="0"),
        sa.Column("next_at", Utc()),
        sa.Column("error", sa.Text()),
        sa.PrimaryKeyConstraint("address", name=op.f("pk_hubs")),
    )
    op.create_table(
        "hub_pings",
        sa.Column("hub", sa.Text(), nullable=False),
        sa.Column("path", sa.Text(), nullable=False),
        sa.Column("content_hash", sa.Text(), nullable=False),
        sa.Column("noted_at", Utc(), nullable=False),
        sa.PrimaryKeyConstraint("hub", "path", name=op.f("pk_hub_pings")),
    )
