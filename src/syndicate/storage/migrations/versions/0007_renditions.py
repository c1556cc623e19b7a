"""Pictures by name: which articles show a file, or showed it; and what caches have to be told."""

import html
import re

import sqlalchemy as sa
from alembic import op

from syndicate.storage.types import Utc

revision = "0007"
down_revision = "0006"
branch_labels = None
depends_on = None

_BATCH = 500
#: A picture of a mail with the address that it leads to: its article's.
_MAILED = re.compile(r'href="([^"]*)"[^<>]*>\s*<img[^<>]*?src="[^"]*/([0-9a-f]{2}/[0-9a-f]{32}\.(?:jpg|webp))"')
_JPEG = "image/jpeg"

_heroes = sa.table("heroes", sa.column("article_id", sa.Text()), sa.column("renditions", sa.JSON()))
_articles = sa.table("articles", sa.column("id", sa.Text()), sa.column("permalink", sa.Text()))


def upgrade() -> None:
    """Go forward."""
    is_hidden = "status <> 'published'"
    _partial_index("ix_articles_unpublished", "articles", "id", on_sqlite=is_hidden, elsewhere=is_hidden)
    op.create_index(op.f("ix_articles_embargo_until"), "articles", ["embargo_until"])
    op.create_index(op.f("ix_articles_expires_at"), "articles", ["expires_at"])
    op.create_index(op.f("ix_feed_appearances_article_id"), "feed_appearances", ["article_id"])
    op.create_table(
        "purges",
        sa.Column("address", sa.Text(), nullable=False),
        sa.Column("noted_at", Utc(), nullable=False),
        sa.PrimaryKeyConstraint("address", name=op.f("pk_purges")),
    )
    renditions = op.create_table(
        "renditions",
        sa.Column("article_id", sa.Text(), nullable=False),
        sa.Column("role", sa.Text(), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=True),
        sa.Column("width", sa.Integer(), nullable=False),
        sa.Column("height", sa.Integer(), nullable=False),
        sa.Column("size", sa.Integer(), nullable=False),
        sa.Column("media_type", sa.Text(), nullable=False),
        sa.Column("is_leaving", sa.Boolean(), nullable=False),
        sa.CheckConstraint("role IN ('lead', 'small', 'thumb')", name=op.f("ck_renditions_role")),
        sa.ForeignKeyConstraint(
            ["article_id"], ["articles.id"], name=op.f("fk_renditions_article_id"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("article_id", "role", "name", name=op.f("pk_renditions")),
    )
    _move_files(op.get_bind(), renditions)
    op.create_index(op.f("ix_renditions_name"), "renditions", ["name"])
    _partial_index("ix_renditions_leaving", "renditions", "name", on_sqlite="is_leaving = 1", elsewhere="is_leaving")
    _remember_mailed(op.get_bind(), renditions)
    op.execute("ALTER TABLE heroes RENAME COLUMN renditions TO details")


def _partial_index(name: str, table: str, column: str, *, on_sqlite: str, elsewhere: str) -> None:
    op.create_index(name, table, [column], sqlite_where=sa.text(on_sqlite), postgresql_where=sa.text(elsewhere))


def _move_files(connection: sa.Connection, renditions: sa.Table) -> None:
    """Take the files out of each hero's document; the first stored documents are a list of files alone."""
    last = ""
    query = sa.select(_heroes).order_by(_heroes.c.article_id).limit(_BATCH)
    while heroes := connection.execute(query.where(_heroes.c.article_id > last)).all():
        rows = []
        for article_id, stored in heroes:
            details = {} if isinstance(stored, list) else dict(stored)
            files = stored if isinstance(stored, list) else details.pop("files", [])
            rows += [_row(article_id, position, file) for position, file in enumerate(files)]
            connection.execute(_heroes.update().where(_heroes.c.article_id == article_id).values(renditions=details))
        if rows:
            connection.execute(sa.insert(renditions), rows)
        last = heroes[-1].article_id


def _row(article_id: str, position: int | None, file: dict[str, object]) -> dict[str, object]:
    stated = {"media_type": _JPEG, **file}
    return {"article_id": article_id, "position": position, "is_leaving": False, **stated}


def _remember_mailed(connection: sa.Connection, renditions: sa.Table) -> None:
    """Give the pictures that mails name, but no article shows any more, to the articles that they stood for.

    Nothing else tells whose they are. Their sizes are not known any more: 0.
    """
    for table in ("renderings", "editions"):
        if "html" in _columns(connection, table):
            mails = connection.execute(sa.text(f"SELECT html FROM {table}"))
            for mail in mails.scalars().all():
                for href, name in set(_MAILED.findall(mail)):
                    _give(connection, renditions, html.unescape(href), name)


def _columns(connection: sa.Connection, table: str) -> set[str]:
    inspector = sa.inspect(connection)
    return {str(column["name"]) for column in inspector.get_columns(table)} if inspector.has_table(table) else set()


def _give(connection: sa.Connection, renditions: sa.Table, href: str, name: str) -> None:
    if connection.execute(sa.select(renditions.c.name).where(renditions.c.name == name)).first():
        return
    own = re.search(r"/articles/(?:[^/]*-)?([a-z0-9]+)$", href)
    leads_there = sa.or_(_articles.c.permalink == href, _articles.c.id == (own[1] if own else ""))
    for (article_id,) in connection.execute(sa.select(_articles.c.id).where(leads_there)).all():
        file = {"role": "lead", "name": name, "width": 0, "height": 0, "size": 0}
        connection.execute(sa.insert(renditions).values(_row(article_id, None, file)))
