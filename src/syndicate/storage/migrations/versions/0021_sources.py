"""Sources by address: where their reading stands, when they are asked again, and how they fared before."""

import sqlalchemy as sa
from alembic import op

from syndicate.storage.types import Utc

revision = "0021"
down_revision = "0020"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Go forward."""
    for column in (
        sa.Column("bookmark", sa.JSON()),
        sa.Column("extents", sa.JSON()),
        sa.Column("arrivals", sa.JSON()),
        sa.Column("missed", sa.JSON()),
        sa.Column("next_at", Utc()),
        sa.Column("failures", sa.Integer(), nullable=False, server_default="0"),
        sa.Column("failing_since", Utc()),
        sa.Column("error_code", sa.Text()),
        sa.Column("notice", sa.Text()),
    ):
        op.add_column("sources", column)
