"""One story, one article: the page each claims to be, documents that are another's, and samples to know a text by."""

import sqlalchemy as sa
from alembic import op

from syndicate.storage.types import RowNumber
from syndicate.text.page_names import page_claimed

revision = "0024"
down_revision = "0021"
branch_labels = None
depends_on = None

_AT_A_TIME = 1000


def upgrade() -> None:
    """Go forward."""
    op.add_column("articles", sa.Column("page", sa.Text()))
    _name_pages()
    op.create_index(op.f("ix_articles_page"), "articles", ["page"])
    op.create_index(op.f("ix_articles_source_fingerprint"), "articles", ["source", "fingerprint"])
    op.create_table(
        "article_aliases",
        sa.Column("source", sa.Text(), nullable=False),
        sa.Column("external_id", sa.Text(), nullable=False),
        sa.Column("article_id", sa.Text(), nullable=False),
        sa.Column("fingerprint", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("source", "external_id", name=op.f("pk_article_aliases")),
        sa.ForeignKeyConstraint(
            ["article_id"],
            ["articles.id"],
            name=op.f("fk_article_aliases_article_id_articles"),
            ondelete="CASCADE",
        ),
    )
    op.create_index(op.f("ix_article_aliases_article_id"), "article_aliases", ["article_id"])
    op.create_table(
        "article_runs",
        sa.Column("run", sa.BigInteger(), nullable=False),
        sa.Column("sequence", RowNumber, nullable=False),
        sa.PrimaryKeyConstraint("run", "sequence", name=op.f("pk_article_runs")),
    )
    op.create_index(op.f("ix_article_runs_sequence"), "article_runs", ["sequence"])


def _name_pages() -> None:
    connection, last = op.get_bind(), 0
    query = sa.text(
        "SELECT sequence, permalink FROM articles WHERE sequence > :last AND permalink IS NOT NULL "
        "ORDER BY sequence LIMIT :limit"
    )
    while rows := connection.execute(query, {"last": last, "limit": _AT_A_TIME}).all():
        pages = [{"sequence": row.sequence, "page": page_claimed(row.permalink)} for row in rows]
        connection.execute(sa.text("UPDATE articles SET page = :page WHERE sequence = :sequence"), pages)
        last = rows[-1].sequence
