"""What readers choose and when it comes to them, drafts, corrections, and what is said of AI in a text."""

from datetime import date

import sqlalchemy as sa
from alembic import op

from syndicate.storage.types import RowNumber, Utc

revision = "0014"
down_revision = "0013"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Go forward."""
    _add_ai()
    _extend_choices()
    _extend_subscriptions()
    _extend_editions()
    _extend_occurrences()
    _make_drafts()
    _make_corrections()
    _let_people_go()


def _add_ai() -> None:
    """A plain ``ADD COLUMN`` on both kinds: with the check apart, SQLite would have to write every article anew."""
    words = "'none', 'assisted', 'generated'"
    op.execute(f"ALTER TABLE articles ADD COLUMN ai TEXT CONSTRAINT {op.f('ck_articles_ai')} CHECK (ai IN ({words}))")


def _extend_choices() -> None:
    op.add_column("choices", sa.Column("breaking", sa.Text(), nullable=True))
    op.add_column("choices", sa.Column("instant_cut", RowNumber, nullable=True))
    op.add_column("choices", sa.Column("instant_again_at", Utc(), nullable=True))


def _extend_subscriptions() -> None:
    """The week that was a reader's stands in a column of its own."""
    for name in ("last_week", "last_month", "last_instant"):
        op.add_column("subscriptions", sa.Column(name, sa.Text(), nullable=True))
    op.add_column("subscriptions", sa.Column("joins_at", Utc(), nullable=True))
    op.add_column("subscriptions", sa.Column("patience", RowNumber, nullable=True))
    op.add_column("subscriptions", sa.Column("catches_up", sa.Boolean(), nullable=False, server_default=sa.false()))
    is_sqlite = op.get_bind().dialect.name == "sqlite"
    week = "json_extract(last_periods, '$.weekly')" if is_sqlite else "last_periods ->> 'weekly'"
    op.execute(f"UPDATE subscriptions SET last_week = {week} WHERE last_periods IS NOT NULL")
    op.drop_index(op.f("ix_subscriptions_choice_id"), "subscriptions")
    with op.batch_alter_table("subscriptions") as subscriptions:
        subscriptions.drop_column("last_periods")
    op.create_index(op.f("ix_subscriptions_choice_id_key"), "subscriptions", ["choice_id", "key"])
    _index_some("ix_subscriptions_joining", "subscriptions", ["newsletter", "choice_id"], "joins_at IS NOT NULL")
    _index_some("ix_subscriptions_paused", "subscriptions", ["paused_until"], "paused_until IS NOT NULL")
    op.create_table(
        "skips",
        sa.Column("key", RowNumber, nullable=False),
        sa.Column("subscription_key", RowNumber, nullable=False),
        sa.Column("after_release", RowNumber, nullable=False),
        sa.Column("through_release", RowNumber, nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("at", Utc(), nullable=False),
        sa.ForeignKeyConstraint(
            ["subscription_key"],
            ["subscriptions.key"],
            name=op.f("fk_skips_subscription_key"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("key", name=op.f("pk_skips")),
    )
    op.create_index(op.f("ix_skips_subscription_key"), "skips", ["subscription_key"])


def _extend_editions() -> None:
    op.create_index(op.f("ix_releases_at"), "releases", ["at"])
    op.add_column("newsletters", sa.Column("looked_at", Utc(), nullable=True))
    op.add_column("newsletters", sa.Column("defaults", sa.JSON(), nullable=True))
    op.execute(
        "UPDATE newsletters SET looked_at = (SELECT max(due_at) FROM occurrences"
        " WHERE occurrences.newsletter = newsletters.name AND occurrences.wave >= 1)"
    )
    op.add_column("editions", sa.Column("waves_until", Utc(), nullable=True))
    words, name = "'all', 'breaking', 'corrected'", op.f("ck_editions_audience")
    op.execute(f"ALTER TABLE editions ADD COLUMN audience TEXT CONSTRAINT {name} CHECK (audience IN ({words}))")
    with op.batch_alter_table("variants") as variants:
        variants.add_column(sa.Column("format", sa.Text(), nullable=False, server_default="html"))
        variants.create_check_constraint(op.f("ck_variants_format"), "format IN ('html', 'text')")


def _extend_occurrences() -> None:
    with op.batch_alter_table("occurrences") as occurrences:
        occurrences.add_column(sa.Column("period", sa.Text(), nullable=True))
        occurrences.add_column(sa.Column("frozen_choice", RowNumber, nullable=True))
        occurrences.drop_constraint(op.f("ck_occurrences_outcome"), type_="check")
        outcomes = "'edition', 'empty', 'late', 'ended', 'skipped'"
        occurrences.create_check_constraint(op.f("ck_occurrences_outcome"), f"outcome IN ({outcomes})")
    _name_weeks()
    with op.batch_alter_table("groups") as groups:
        groups.add_column(sa.Column("patience", RowNumber, nullable=True))
        groups.add_column(sa.Column("corrections", sa.Text(), nullable=False, server_default=""))
    op.drop_index(op.f("ix_groups_occurrence_key"), "groups")
    op.create_index(op.f("ix_groups_occurrence_key_choice_id"), "groups", ["occurrence_key", "choice_id"])


def _name_weeks() -> None:
    """The week of each weekly slot stands in its row."""
    connection = op.get_bind()
    # Besides dates there are editions by hand, and what the upgrade to releases decided.
    query = "SELECT key, slot FROM occurrences WHERE cadence = 'weekly' AND slot LIKE '____-__-__'"
    for key, slot in connection.execute(sa.text(query)).all():
        year, week, _ = date.fromisoformat(slot).isocalendar()
        statement = sa.text("UPDATE occurrences SET period = :period WHERE key = :key")
        connection.execute(statement, {"period": f"{year}-W{week:02}", "key": key})


def _make_drafts() -> None:
    op.create_table(
        "drafts",
        sa.Column("key", RowNumber, nullable=False),
        sa.Column("newsletter", sa.Text(), nullable=False),
        sa.Column("cadence", sa.Text(), nullable=False),
        sa.Column("slot", sa.Text(), nullable=False),
        sa.Column("edition_id", sa.Text(), nullable=False),
        sa.Column("first_wave_at", Utc(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("made_at", Utc(), nullable=False),
        sa.Column("approved_at", Utc(), nullable=True),
        sa.Column("approved_by", sa.Text(), nullable=True),
        sa.Column("approved_hash", sa.Text(), nullable=True),
        sa.Column("approved_content", sa.JSON(), nullable=True),
        sa.Column("approved_cut", RowNumber, nullable=True),
        sa.Column("told", sa.JSON(), nullable=False),
        sa.PrimaryKeyConstraint("key", name=op.f("pk_drafts")),
        sa.UniqueConstraint("edition_id", name=op.f("uq_drafts_edition_id")),
        sa.UniqueConstraint("newsletter", "cadence", "slot", name=op.f("uq_drafts_newsletter_cadence_slot")),
    )
    op.create_table(
        "draft_acts",
        sa.Column("draft_key", RowNumber, nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("verb", sa.Text(), nullable=False),
        sa.Column("article_id", sa.Text(), nullable=True),
        sa.Column("value", sa.JSON(), nullable=True),
        sa.Column("who", sa.Text(), nullable=False),
        sa.Column("at", Utc(), nullable=False),
        sa.Column("undone_at", Utc(), nullable=True),
        sa.Column("undone_by", sa.Text(), nullable=True),
        sa.ForeignKeyConstraint(
            ["draft_key"], ["drafts.key"], name=op.f("fk_draft_acts_draft_key"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(
            ["article_id"], ["articles.id"], name=op.f("fk_draft_acts_article_id"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("draft_key", "number", name=op.f("pk_draft_acts")),
    )


def _make_corrections() -> None:
    op.create_table(
        "corrections",
        sa.Column("key", RowNumber, nullable=False),
        sa.Column("article_id", sa.Text(), nullable=False),
        sa.Column("revision", sa.Integer(), nullable=False),
        sa.Column("note", sa.Text(), nullable=False),
        sa.Column("noted_at", Utc(), nullable=False),
        sa.Column("noted_by", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(
            ["article_id"], ["articles.id"], name=op.f("fk_corrections_article_id"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("key", name=op.f("pk_corrections")),
    )
    op.create_index(op.f("ix_corrections_article_id"), "corrections", ["article_id"])
    op.create_index(op.f("ix_corrections_noted_at"), "corrections", ["noted_at"])
    op.create_table(
        "rendering_corrections",
        sa.Column("rendering_id", RowNumber, nullable=False),
        sa.Column("correction_key", RowNumber, nullable=False),
        sa.ForeignKeyConstraint(
            ["rendering_id"], ["renderings.id"], name=op.f("fk_rendering_corrections_rendering_id")
        ),
        sa.ForeignKeyConstraint(
            ["correction_key"],
            ["corrections.key"],
            name=op.f("fk_rendering_corrections_correction_key"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("rendering_id", "correction_key", name=op.f("pk_rendering_corrections")),
    )
    op.create_index(op.f("ix_rendering_corrections_correction_key"), "rendering_corrections", ["correction_key"])


def _index_some(name: str, table: str, columns: list[str], where: str) -> None:
    op.create_index(name, table, columns, sqlite_where=sa.text(where), postgresql_where=sa.text(where))


def _let_people_go() -> None:
    """What is left of editions whose people are forgotten, and what finds those that are over for long enough."""
    for name in ("thinned_at", "renderings_gone_at", "people_gone_at"):
        op.add_column("editions", sa.Column(name, Utc(), nullable=True))
    _index_some("ix_editions_with_renderings", "editions", ["closed_at"], "renderings_gone_at IS NULL")
    _index_some("ix_editions_with_people", "editions", ["closed_at"], "people_gone_at IS NULL")
    op.create_index(op.f("ix_skips_at"), "skips", ["at"])
    op.create_table(
        "delivery_sums",
        sa.Column("edition_key", RowNumber, nullable=False),
        sa.Column("state", sa.Text(), nullable=False),
        sa.Column("why", sa.Text(), nullable=False),
        sa.Column("count", sa.Integer(), nullable=False),
        sa.Column("mails", sa.Integer(), nullable=False),
        sa.CheckConstraint(
            "state IN ('pending', 'claimed', 'submitted', 'uncertain', 'refused', 'excluded', 'stopped')",
            name=op.f("ck_delivery_sums_state"),
        ),
        sa.ForeignKeyConstraint(["edition_key"], ["editions.key"], name=op.f("fk_delivery_sums_edition_key")),
        sa.PrimaryKeyConstraint("edition_key", "state", "why", name=op.f("pk_delivery_sums")),
    )
    _uncheck_deliveries()


def _uncheck_deliveries() -> None:
    """Groups and batches go without a look through all deliveries for each of them."""
    indexes = {"ix_deliveries_doubt": ["settled_at"], "ix_deliveries_accepted": ["edition_key", "settled_at"]}
    states = {"ix_deliveries_doubt": "uncertain", "ix_deliveries_accepted": "submitted"}
    for name in indexes:
        op.drop_index(name, "deliveries")
    with op.batch_alter_table("deliveries") as deliveries:
        for column in ("group_key", "batch_key"):
            deliveries.drop_constraint(op.f(f"fk_deliveries_{column}"), type_="foreignkey")
    for name, columns in indexes.items():
        _index_some(name, "deliveries", columns, f"state = '{states[name]}'")
