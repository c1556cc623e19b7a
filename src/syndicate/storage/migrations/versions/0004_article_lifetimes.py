"""When an article became visible, when it stops being so, and who took it back."""

import sqlalchemy as sa
from alembic import op

from syndicate.storage.types import Utc

revision = "0004"
down_revision = "0003"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Go forward."""
    with op.batch_alter_table("articles") as articles:
        articles.add_column(sa.Column("expires_at", Utc(), nullable=True))
        articles.add_column(sa.Column("released_at", Utc(), nullable=True))
        articles.add_column(sa.Column("withdrawn_by", sa.Text(), nullable=True))
    op.execute("UPDATE articles SET withdrawn_by = 'operator' WHERE status = 'withdrawn'")
    op.execute("UPDATE articles SET released_at = first_seen_at WHERE status = 'published'")
