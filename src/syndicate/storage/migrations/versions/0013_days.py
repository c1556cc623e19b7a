"""The date that a carrier's recipients were counted for before the newest one."""

import sqlalchemy as sa
from alembic import op

revision = "0013"
down_revision = "0012"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Go forward."""
    op.add_column("carriers", sa.Column("earlier_day", sa.Text(), nullable=True))
    op.add_column("carriers", sa.Column("earlier_count", sa.Integer(), nullable=False, server_default="0"))
