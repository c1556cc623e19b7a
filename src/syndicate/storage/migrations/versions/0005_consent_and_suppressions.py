"""Why each subscriber may be mailed, and whom nobody may mail."""

import sqlalchemy as sa
from alembic import op

from syndicate.clock import SystemClock
from syndicate.storage.types import Utc

revision = "0005"
down_revision = "0004"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Go forward."""
    with op.batch_alter_table("subscriptions") as subscriptions:
        subscriptions.add_column(sa.Column("ended_source", sa.Text(), nullable=True))
    op.create_table(
        "grounds",
        sa.Column("id", sa.Text(), nullable=False),
        sa.Column("subscription_id", sa.Text(), nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("wording", sa.Text(), nullable=False),
        sa.Column("recorded_at", Utc(), nullable=False),
        sa.Column("given_at", Utc(), nullable=True),
        sa.Column("file_name", sa.Text(), nullable=True),
        sa.Column("file_hash", sa.Text(), nullable=True),
        sa.Column("system", sa.Text(), nullable=True),
        sa.Column("column", sa.Text(), nullable=True),
        sa.ForeignKeyConstraint(
            ["subscription_id"], ["subscriptions.id"], name=op.f("fk_grounds_subscription_id"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_grounds")),
    )
    op.create_index(op.f("ix_grounds_subscription_id"), "grounds", ["subscription_id"])
    op.create_table(
        "suppressions",
        sa.Column("address_key", sa.Text(), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("since", Utc(), nullable=False),
        sa.Column("source", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("address_key", name=op.f("pk_suppressions")),
    )
    _take_over()


def _take_over() -> None:
    """Whoever is confirmed was taken in before grounds were kept; that, with the day of it, is their ground."""
    taken_over = sa.text(
        "INSERT INTO grounds (id, subscription_id, kind, wording, recorded_at, given_at)"
        " SELECT 'taken-over-' || id, id, 'taken-over', 'taken over from version 0.1.0, which kept no ground',"
        " :now, started_at FROM subscriptions WHERE state = 'confirmed'"
    )
    op.get_bind().execute(taken_over.bindparams(sa.bindparam("now", SystemClock().now(), Utc())))
