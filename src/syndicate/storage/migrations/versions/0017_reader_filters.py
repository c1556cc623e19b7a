"""An occurrence keeps which readers of its newsletter it was decided for, so that a torn freeze goes on alike."""

import sqlalchemy as sa
from alembic import op

revision = "0017"
down_revision = "0016"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Go forward."""
    op.add_column("occurrences", sa.Column("readers", sa.Text(), nullable=True))
