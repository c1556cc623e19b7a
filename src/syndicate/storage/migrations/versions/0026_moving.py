"""What a site brings along that moves here: ids in feeds, addresses of articles, ids of readers in old mails."""

import sqlalchemy as sa
from alembic import op

revision = "0026"
down_revision = "0025"
branch_labels = None
depends_on = None

_HAS_ONE = sa.text("former_id IS NOT NULL")


def upgrade() -> None:
    """Go forward."""
    op.add_column("articles", sa.Column("guid", sa.Text()))
    op.create_index(op.f("ix_articles_guid"), "articles", ["guid"], unique=True)
    op.create_table(
        "old_addresses",
        sa.Column("address", sa.Text(), nullable=False),
        sa.Column("article_id", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(
            ["article_id"], ["articles.id"], name=op.f("fk_old_addresses_article_id"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("address", name=op.f("pk_old_addresses")),
    )
    op.create_index(op.f("ix_old_addresses_article_id"), "old_addresses", ["article_id"])
    op.add_column("subscribers", sa.Column("former_id", sa.Text()))
    op.create_index(
        "ix_subscribers_former_id", "subscribers", ["former_id"], sqlite_where=_HAS_ONE, postgresql_where=_HAS_ONE
    )
