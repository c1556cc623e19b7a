"""What readers chose, each distinct set once; integer keys for people and subscriptions, and watermarks."""

import hashlib
import json

import sqlalchemy as sa
from alembic import op

from syndicate.storage.types import RowNumber, Utc

revision = "0009"
down_revision = "0008"
branch_labels = None
depends_on = None

#: Whoever chose no other cadence has the one that most readers of the newsletter have.
_COMMON = "(SELECT cadence FROM old_cadences WHERE old_cadences.newsletter = old_subscriptions.newsletter)"


def upgrade() -> None:
    """Go forward. The newsletters' cadences are left for the next step."""
    _set_aside()
    _make_tables()
    _make_subscriptions()
    _fill_choices()
    _fill_subscriptions()
    for table in ("old_wishes", "old_choices", "old_subscriptions", "old_subscribers"):
        op.drop_table(table)


def _set_aside() -> None:
    """Keep the rows of what is made anew, without its constraints, whose names the new tables take."""
    cascade = "" if op.get_bind().dialect.name == "sqlite" else " CASCADE"
    for table in ("subscriptions", "subscribers"):
        op.execute(f"CREATE TABLE old_{table} AS SELECT * FROM {table}")
        op.execute(f"DROP TABLE {table}{cascade}")
    op.execute(
        "CREATE TABLE old_cadences AS SELECT newsletter, cadence FROM (SELECT newsletter, cadence, row_number() OVER"
        " (PARTITION BY newsletter ORDER BY count(*) DESC, cadence) AS place FROM old_subscriptions"
        " GROUP BY newsletter, cadence) AS counted WHERE place = 1"
    )


def _make_tables() -> None:
    op.create_table(
        "subscribers",
        sa.Column("key", RowNumber, nullable=False),
        sa.Column("id", sa.Text(), nullable=False),
        sa.Column("address", sa.Text(), nullable=False),
        sa.Column("address_key", sa.Text(), nullable=False),
        sa.Column("mailbox", sa.Text(), nullable=False),
        sa.Column("name", sa.Text(), nullable=True),
        sa.Column("created_at", Utc(), nullable=False),
        sa.PrimaryKeyConstraint("key", name=op.f("pk_subscribers")),
        sa.UniqueConstraint("id", name=op.f("uq_subscribers_id")),
        sa.UniqueConstraint("address_key", name=op.f("uq_subscribers_address_key")),
    )
    op.create_table(
        "choices",
        sa.Column("id", RowNumber, nullable=False),
        sa.Column("newsletter", sa.Text(), nullable=False),
        sa.Column("cadence", sa.Text(), nullable=True),
        sa.Column("at", sa.Text(), nullable=True),
        sa.Column("time_zone", sa.Text(), nullable=True),
        sa.Column("sections", sa.JSON(), nullable=False),
        sa.Column("language", sa.Text(), nullable=True),
        sa.Column("format", sa.Text(), nullable=True),
        sa.Column("fingerprint", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_choices")),
        sa.UniqueConstraint("fingerprint", name=op.f("uq_choices_fingerprint")),
    )


def _make_subscriptions() -> None:
    states = "'unconfirmed', 'confirmed', 'paused', 'ended'"
    op.create_table(
        "subscriptions",
        sa.Column("key", RowNumber, nullable=False),
        sa.Column("id", sa.Text(), nullable=False),
        sa.Column("subscriber_key", RowNumber, nullable=False),
        sa.Column("newsletter", sa.Text(), nullable=False),
        sa.Column("state", sa.Text(), nullable=False),
        sa.Column("choice_id", RowNumber, nullable=False),
        sa.Column("watermark", RowNumber, nullable=False),
        sa.Column("last_slot", sa.Text(), nullable=True),
        sa.Column("last_periods", sa.JSON(), nullable=True),
        sa.Column("paused_until", Utc(), nullable=True),
        sa.Column("started_at", Utc(), nullable=False),
        sa.Column("ended_at", Utc(), nullable=True),
        sa.Column("ended_by", sa.Text(), nullable=True),
        sa.Column("ended_source", sa.Text(), nullable=True),
        sa.CheckConstraint(f"state IN ({states})", name=op.f("ck_subscriptions_state")),
        sa.ForeignKeyConstraint(
            ["subscriber_key"], ["subscribers.key"], name=op.f("fk_subscriptions_subscriber_key"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(["choice_id"], ["choices.id"], name=op.f("fk_subscriptions_choice_id")),
        sa.PrimaryKeyConstraint("key", name=op.f("pk_subscriptions")),
        sa.UniqueConstraint("id", name=op.f("uq_subscriptions_id")),
        sa.UniqueConstraint("subscriber_key", "newsletter", name=op.f("uq_subscriptions_subscriber_key_newsletter")),
    )
    op.create_index(op.f("ix_subscriptions_newsletter_state_key"), "subscriptions", ["newsletter", "state", "key"])
    op.create_index(op.f("ix_subscriptions_choice_id"), "subscriptions", ["choice_id"])


def _fill_choices() -> None:
    """Each distinct set of wishes becomes a choice, known by what is in it."""
    op.execute(
        f"CREATE TABLE old_wishes AS SELECT id, newsletter, nullif(cadence, {_COMMON}) AS cadence, time_zone,"
        " CAST(sections AS TEXT) AS sections, language FROM old_subscriptions"
    )
    op.execute(
        "CREATE TABLE old_choices AS SELECT DISTINCT newsletter, cadence, time_zone, sections, language,"
        " CAST(NULL AS TEXT) AS fingerprint FROM old_wishes"
    )
    names = ("newsletter", "cadence", "time_zone", "language", "fingerprint")
    wishes = sa.table("old_choices", *map(sa.column, names), sa.column("sections", sa.Text()))
    choices = sa.table("choices", *map(sa.column, names), sa.column("sections", sa.JSON()))
    bind = op.get_bind()
    known = set()
    for wish in bind.execute(sa.select(wishes)).mappings().all():
        fingerprint = _fingerprint(wish)
        same = [column.is_not_distinct_from(wish[column.name]) for column in wishes.c if column.name != "fingerprint"]
        bind.execute(sa.update(wishes).where(*same).values(fingerprint=fingerprint))
        if fingerprint not in known:
            known.add(fingerprint)
            row = {**wish, "sections": json.loads(wish["sections"]), "fingerprint": fingerprint}
            bind.execute(sa.insert(choices), row)


def _fingerprint(wish: sa.RowMapping) -> str:
    """Of newsletter, cadence, hour, time zone, sections, language and format, as the audience makes it."""
    sections = json.loads(wish["sections"])
    facts = [wish["newsletter"], wish["cadence"], None, wish["time_zone"], sections, wish["language"], None]
    return hashlib.sha256(json.dumps(facts, ensure_ascii=False).encode()).hexdigest()


def _fill_subscriptions() -> None:
    op.execute(
        "INSERT INTO subscribers (id, address, address_key, mailbox, name, created_at)"
        " SELECT id, address, address_key, mailbox, name, created_at FROM old_subscribers ORDER BY created_at, id"
    )
    op.execute("CREATE INDEX ix_old_wishes ON old_wishes (id)")
    compared = ("newsletter", "cadence", "time_zone", "sections", "language")
    op.execute(f"CREATE INDEX ix_old_choices ON old_choices ({', '.join(map(_filled, compared))})")
    same = " AND ".join(f"{_filled(f'old_choices.{name}')} = {_filled(f'old_wishes.{name}')}" for name in compared)
    op.execute(
        "INSERT INTO subscriptions (id, subscriber_key, newsletter, state, choice_id, watermark, started_at, ended_at,"
        " ended_by, ended_source) SELECT old_subscriptions.id, subscribers.key, old_subscriptions.newsletter, state,"
        " choices.id, 0, started_at, ended_at, ended_by, ended_source FROM old_subscriptions"
        " JOIN subscribers ON subscribers.id = old_subscriptions.subscriber_id"
        " JOIN old_wishes ON old_wishes.id = old_subscriptions.id"
        f" JOIN old_choices ON {same} JOIN choices ON choices.fingerprint = old_choices.fingerprint"
        " ORDER BY old_subscriptions.started_at, old_subscriptions.id"
    )
    if op.get_bind().dialect.name != "sqlite":
        op.create_foreign_key(
            op.f("fk_grounds_subscription_id"),
            "grounds",
            "subscriptions",
            ["subscription_id"],
            ["id"],
            ondelete="CASCADE",
        )


def _filled(name: str) -> str:
    """The column, so that nulls are alike."""
    return f"coalesce({name}, '')"
