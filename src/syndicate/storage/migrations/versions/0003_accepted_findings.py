"""Warnings that an editor has accepted, for each article."""

import sqlalchemy as sa
from alembic import op

from syndicate.storage.types import Utc

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Go forward."""
    op.create_table(
        "accepted_findings",
        sa.Column("article_id", sa.Text(), nullable=False),
        sa.Column("code", sa.Text(), nullable=False),
        sa.Column("quote", sa.Text(), nullable=False),
        sa.Column("accepted_at", Utc(), nullable=False),
        sa.ForeignKeyConstraint(
            ["article_id"], ["articles.id"], name=op.f("fk_accepted_findings_article_id"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("article_id", "code", "quote", name=op.f("pk_accepted_findings")),
    )
