"""Releases: numbers in the order in which articles became visible. And what articles can be asked for by, as rows."""

from collections.abc import Iterable

import sqlalchemy as sa
from alembic import op

from syndicate.clock import SystemClock
from syndicate.storage.types import RowNumber, Utc

revision = "0008"
down_revision = "0007"
branch_labels = None
depends_on = None

#: Articles that are read and written together.
_PAGE = 1_000


def upgrade() -> None:
    """Go forward."""
    _widen_articles()
    _make_tables()
    _number_what_is_visible()
    _fill_terms()


def _widen_articles() -> None:
    with op.batch_alter_table("articles") as articles:
        articles.add_column(sa.Column("awaits_release", sa.Boolean(), nullable=False, server_default=sa.false()))
    awaiting = sa.text("awaits_release = 1"), sa.text("awaits_release")
    op.create_index(
        "ix_articles_awaiting", "articles", ["embargo_until"], sqlite_where=awaiting[0], postgresql_where=awaiting[1]
    )
    published = sa.text("status = 'published'")
    op.create_index(
        "ix_articles_published",
        "articles",
        ["id", "embargo_until", "expires_at"],
        sqlite_where=published,
        postgresql_where=published,
    )


def _make_tables() -> None:
    reasons = "'intake', 'embargo-over', 'approved', 'restored', 'widened', 'returned', 'upgrade'"
    op.create_table(
        "releases",
        sa.Column("number", RowNumber, nullable=False, autoincrement=False),
        sa.Column("article_id", sa.Text(), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("at", Utc(), nullable=False),
        sa.CheckConstraint(f"reason IN ({reasons})", name=op.f("ck_releases_reason")),
        sa.ForeignKeyConstraint(
            ["article_id"], ["articles.id"], name=op.f("fk_releases_article_id"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("number", name=op.f("pk_releases")),
    )
    op.create_index(op.f("ix_releases_article_id"), "releases", ["article_id"])
    op.create_table(
        "counters",
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("value", RowNumber, nullable=False),
        sa.PrimaryKeyConstraint("name", name=op.f("pk_counters")),
    )
    op.create_table(
        "article_terms",
        sa.Column("article_id", sa.Text(), nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("term", sa.Text(), nullable=False),
        sa.CheckConstraint("kind IN ('section', 'tag', 'author', 'language')", name=op.f("ck_article_terms_kind")),
        sa.ForeignKeyConstraint(
            ["article_id"], ["articles.id"], name=op.f("fk_article_terms_article_id"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("article_id", "kind", "term", name=op.f("pk_article_terms")),
    )
    op.create_index(op.f("ix_article_terms_kind_term_article_id"), "article_terms", ["kind", "term", "article_id"])


def _number_what_is_visible() -> None:
    """Every article that was ever released gets a number, in the order of first sight; embargoes wait for their end."""
    articles = sa.table(
        "articles",
        *(sa.column(name) for name in ("id", "sequence", "status", "awaits_release")),
        *(sa.column(name, Utc()) for name in ("released_at", "embargo_until", "first_seen_at")),
    )
    released, ends = articles.c.released_at, articles.c.embargo_until
    now = SystemClock().now()
    bind = op.get_bind()
    bind.execute(
        sa.update(articles)
        .where(articles.c.status == "published", released.is_not(None), ends > now)
        .values(awaits_release=sa.true())
    )
    at = sa.case((sa.and_(ends.is_not(None), ends > released), ends), else_=released)
    number = sa.func.row_number().over(order_by=articles.c.sequence)
    rows = sa.select(number, articles.c.id, sa.literal("intake"), at).where(
        released.is_not(None), sa.or_(ends.is_(None), ends <= now)
    )
    bind.execute(sa.insert(_releases()).from_select(["number", "article_id", "reason", "at"], rows))
    op.execute("INSERT INTO counters (name, value) SELECT 'releases', coalesce(max(number), 0) FROM releases")


def _releases() -> sa.TableClause:
    return sa.table(
        "releases", sa.column("number"), sa.column("article_id"), sa.column("reason"), sa.column("at", Utc())
    )


def _fill_terms() -> None:
    bind = op.get_bind()
    columns = [sa.column(name, sa.JSON()) for name in ("sections", "tags", "authors")]
    articles = sa.table("articles", sa.column("sequence"), sa.column("id"), sa.column("language"), *columns)
    terms = sa.table("article_terms", sa.column("article_id"), sa.column("kind"), sa.column("term"))
    last = 0
    while True:
        query = sa.select(articles).where(articles.c.sequence > last).order_by(articles.c.sequence).limit(_PAGE)
        page = bind.execute(query).all()
        if not page:
            return
        last = page[-1].sequence
        rows = [{"article_id": row.id, "kind": kind, "term": term} for row in page for kind, term in _terms(row)]
        if rows:
            bind.execute(sa.insert(terms), rows)


def _terms(row: sa.Row[tuple[object, ...]]) -> Iterable[tuple[str, str]]:
    named = {
        "section": row.sections,
        "tag": row.tags,
        "author": [author["name"] for author in row.authors],
        "language": [row.language],
    }
    return dict.fromkeys((kind, _storable(term)) for kind, terms in named.items() for term in terms)


def _storable(term: str) -> str:
    """Without half characters and NUL, which no database keeps as text; JSON did."""
    return term.replace("\x00", "").encode("utf-8", "replace").decode("utf-8")
