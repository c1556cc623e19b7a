"""What an edition says, in revisions; what was passed over, and why; editions that are held, stopped or discarded."""

import sqlalchemy as sa
from alembic import op

from syndicate.storage.types import RowNumber, Utc

revision = "0006"
down_revision = "0005"
branch_labels = None
depends_on = None

#: Until now what was held waited for this instant, in each of its deliveries.
_NEVER = "9999-01-01"


def upgrade() -> None:
    """Go forward."""
    _make_tables()
    _move_what_editions_say()
    _widen_deliveries()
    _widen_editions()
    op.drop_table("edition_articles")
    op.create_index(op.f("ix_occurrences_decided_at"), "occurrences", ["decided_at"])


def _make_tables() -> None:
    op.create_table(
        "renderings",
        sa.Column("id", RowNumber, nullable=False),
        sa.Column("edition_id", sa.Text(), nullable=False),
        sa.Column("revision", sa.Integer(), nullable=False),
        sa.Column("reason", sa.Text(), nullable=True),
        sa.Column("made_at", Utc(), nullable=False),
        sa.Column("language", sa.Text(), nullable=False),
        sa.Column("subject", sa.Text(), nullable=False),
        sa.Column("preheader", sa.Text(), nullable=False),
        sa.Column("html", sa.Text(), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("size", sa.Integer(), nullable=False),
        sa.Column("content", sa.JSON(), nullable=True),
        sa.Column("content_hash", sa.Text(), nullable=False),
        sa.Column("findings", sa.JSON(), nullable=False),
        sa.ForeignKeyConstraint(["edition_id"], ["editions.id"], name=op.f("fk_renderings_edition_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_renderings")),
        sa.UniqueConstraint("edition_id", "revision", name=op.f("uq_renderings_edition_id_revision")),
    )
    op.create_table(
        "rendering_articles",
        sa.Column("rendering_id", RowNumber, nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("article_id", sa.Text(), nullable=False),
        sa.Column("revision", sa.Integer(), nullable=False),
        sa.Column("tier", sa.Text(), nullable=False),
        sa.CheckConstraint("tier IN ('lead', 'secondary', 'more')", name=op.f("ck_rendering_articles_tier")),
        sa.ForeignKeyConstraint(["rendering_id"], ["renderings.id"], name=op.f("fk_rendering_articles_rendering_id")),
        sa.ForeignKeyConstraint(["article_id"], ["articles.id"], name=op.f("fk_rendering_articles_article_id")),
        sa.PrimaryKeyConstraint("rendering_id", "position", name=op.f("pk_rendering_articles")),
    )
    op.create_index(op.f("ix_rendering_articles_article_id"), "rendering_articles", ["article_id"])
    op.create_table(
        "passed_over",
        sa.Column("newsletter", sa.Text(), nullable=False),
        sa.Column("article_id", sa.Text(), nullable=False),
        sa.Column("slot", sa.Text(), nullable=False),
        sa.Column("edition_id", sa.Text(), nullable=True),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("decided_at", Utc(), nullable=False),
        sa.ForeignKeyConstraint(
            ["article_id"], ["articles.id"], name=op.f("fk_passed_over_article_id"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(["edition_id"], ["editions.id"], name=op.f("fk_passed_over_edition_id")),
        sa.PrimaryKeyConstraint("newsletter", "article_id", name=op.f("pk_passed_over")),
    )


def _move_what_editions_say() -> None:
    size = "length(CAST(html AS BLOB))" if op.get_bind().dialect.name == "sqlite" else "octet_length(html)"
    op.execute(
        "INSERT INTO renderings (edition_id, revision, made_at, language, subject, preheader, html, text, size,"
        f" content_hash, findings) SELECT id, 1, frozen_at, language, subject, preheader, html, text, {size},"
        " content_hash, findings FROM editions ORDER BY frozen_at, id"
    )
    op.execute(
        "INSERT INTO rendering_articles (rendering_id, position, article_id, revision, tier)"
        " SELECT renderings.id, position, article_id, edition_articles.revision, tier"
        " FROM edition_articles JOIN renderings ON renderings.edition_id = edition_articles.edition_id"
    )


def _widen_deliveries() -> None:
    states = "state IN ('pending', 'claimed', 'submitted', 'uncertain', 'refused', 'excluded', 'stopped')"
    _drop_check("ck_deliveries_state", "deliveries")
    with op.batch_alter_table("deliveries") as deliveries:
        deliveries.add_column(sa.Column("revision", sa.Integer(), nullable=True))
        deliveries.create_check_constraint(op.f("ck_deliveries_state"), states)
    op.execute("UPDATE deliveries SET revision = 1 WHERE claimed_at IS NOT NULL")


def _widen_editions() -> None:
    states = "state IN ('held', 'sending', 'stopped', 'discarded', 'closed')"
    _drop_check("ck_editions_state", "editions")
    with op.batch_alter_table("editions") as editions:
        editions.drop_constraint(op.f("uq_editions_newsletter_slot"), type_="unique")
        for column in ("language", "subject", "preheader", "html", "text", "content_hash", "findings"):
            editions.drop_column(column)
        editions.alter_column("number", existing_type=sa.Integer(), nullable=True)
        editions.add_column(sa.Column("held_because", sa.Text(), nullable=True))
        editions.add_column(sa.Column("revision", sa.Integer(), nullable=False, server_default="1"))
        editions.add_column(sa.Column("opened_at", Utc(), nullable=True))
        editions.add_column(sa.Column("first_claimed_at", Utc(), nullable=True))
        editions.add_column(sa.Column("planned_at", Utc(), nullable=True))
        editions.add_column(sa.Column("instead_of", sa.Text(), nullable=True))
        editions.add_column(sa.Column("min_articles", sa.Integer(), nullable=False, server_default="1"))
        editions.create_foreign_key(op.f("fk_editions_instead_of"), "editions", ["instead_of"], ["id"])
        editions.create_check_constraint(op.f("ck_editions_state"), states)
    with op.batch_alter_table("editions") as editions:
        editions.alter_column("revision", existing_type=sa.Integer(), server_default=None)
        editions.alter_column("min_articles", existing_type=sa.Integer(), server_default=None)
    op.create_index(op.f("ix_editions_state"), "editions", ["state"])
    _carry_over()


def _carry_over() -> None:
    """Every edition until now was open from its freeze on; what was held in its deliveries is held as a whole."""
    last = "(SELECT max(claimed_at) FROM deliveries WHERE edition_id = editions.id)"
    op.execute(f"UPDATE editions SET opened_at = frozen_at, planned_at = coalesce({last}, frozen_at)")
    op.execute(
        "UPDATE editions SET first_claimed_at = frozen_at"
        " WHERE state = 'closed' OR EXISTS (SELECT 1 FROM deliveries WHERE edition_id = editions.id"
        " AND claimed_at IS NOT NULL)"
    )
    held = f"edition_id = editions.id AND deliveries.state = 'pending' AND not_before >= '{_NEVER}'"
    op.execute(
        f"UPDATE editions SET state = 'held',"
        f" held_because = (SELECT max(reason) FROM deliveries WHERE {held})"
        f" WHERE state = 'sending' AND EXISTS (SELECT 1 FROM deliveries WHERE {held})"
    )
    op.execute(
        f"UPDATE deliveries SET not_before = NULL, reason = NULL WHERE state = 'pending' AND not_before >= '{_NEVER}'"
    )


def _drop_check(name: str, table: str) -> None:
    """SQLite's are left behind when the table is made anew."""
    if op.get_bind().dialect.name != "sqlite":
        op.drop_constraint(op.f(name), table, type_="check")
