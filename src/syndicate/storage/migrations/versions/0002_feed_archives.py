"""Archives of feeds; articles that an editor withdrew or marked as changed, that are paid for, or have a sound."""

import sqlalchemy as sa
from alembic import op

from syndicate.storage.types import RowNumber, Utc

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Go forward."""
    op.create_table(
        "feed_places",
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("slug", sa.Text(), nullable=False),
        sa.Column("value", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("kind", "slug", name=op.f("pk_feed_places")),
    )
    op.create_table(
        "feed_appearances",
        sa.Column("position", RowNumber, nullable=False),
        sa.Column("scope", sa.Text(), nullable=False),
        sa.Column("article_id", sa.Text(), nullable=False),
        sa.Column("version", sa.Text(), nullable=False),
        sa.Column("page", sa.Integer(), nullable=True),
        sa.PrimaryKeyConstraint("position", name=op.f("pk_feed_appearances")),
    )
    op.create_index(op.f("ix_feed_appearances_scope_page"), "feed_appearances", ["scope", "page"])
    op.create_table(
        "feed_pages",
        sa.Column("scope", sa.Text(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("taken", sa.Integer(), nullable=False),
        sa.Column("is_full", sa.Boolean(), nullable=False),
        sa.Column("made_for", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("scope", "number", name=op.f("pk_feed_pages")),
    )
    op.add_column("articles", sa.Column("audio", sa.JSON(), nullable=True))
    op.add_column("articles", sa.Column("is_paid", sa.Boolean(), nullable=False, server_default=sa.false()))
    op.add_column("articles", sa.Column("significant_at", Utc(), nullable=True))
    op.add_column("articles", sa.Column("withdrawn_at", Utc(), nullable=True))
    op.add_column("articles", sa.Column("withdrawal_reason", sa.Text(), nullable=True))
    op.add_column("articles", sa.Column("was_public", sa.Boolean(), nullable=True))
