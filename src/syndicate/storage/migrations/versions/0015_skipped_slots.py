"""Which edition's date passed a reader by who moved."""

import sqlalchemy as sa
from alembic import op

revision = "0015"
down_revision = "0014"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Go forward."""
    op.add_column("skips", sa.Column("slot", sa.Text(), nullable=True))
