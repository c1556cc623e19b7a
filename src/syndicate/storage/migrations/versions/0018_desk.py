"""The desk knows its editors by name, lets them in by sessions, and notes what was done."""

import sqlalchemy as sa
from alembic import op

from syndicate.storage.types import RowNumber, Utc

revision = "0018"
down_revision = "0017"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Go forward."""
    op.create_table(
        "desk_editors",
        sa.Column("key", RowNumber, nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("name_key", sa.Text(), nullable=False),
        sa.Column("password", sa.Text(), nullable=False),
        sa.Column("made_at", Utc(), nullable=False),
        sa.Column("changed_at", Utc(), nullable=False),
        sa.PrimaryKeyConstraint("key", name=op.f("pk_desk_editors")),
        sa.UniqueConstraint("name_key", name=op.f("uq_desk_editors_name_key")),
    )
    _make_sessions()
    op.create_table(
        "desk_links",
        sa.Column("digest", sa.Text(), nullable=False),
        sa.Column("ends_at", Utc(), nullable=False),
        sa.PrimaryKeyConstraint("digest", name=op.f("pk_desk_links")),
    )
    op.create_table(
        "desk_attempts",
        sa.Column("digest", sa.Text(), nullable=False),
        sa.Column("tries", sa.Integer(), nullable=False),
        sa.Column("last_at", Utc(), nullable=False),
        sa.Column("next_at", Utc(), nullable=False),
        sa.PrimaryKeyConstraint("digest", name=op.f("pk_desk_attempts")),
    )
    op.create_index(op.f("ix_desk_attempts_last_at"), "desk_attempts", ["last_at"])
    op.create_table(
        "desk_log",
        sa.Column("key", RowNumber, nullable=False),
        sa.Column("at", Utc(), nullable=False),
        *(sa.Column(name, sa.Text(), nullable=False) for name in ("who", "act", "about")),
        sa.Column("status", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("key", name=op.f("pk_desk_log")),
    )
    op.create_index(op.f("ix_desk_log_at"), "desk_log", ["at"])


def _make_sessions() -> None:
    op.create_table(
        "desk_sessions",
        sa.Column("digest", sa.Text(), nullable=False),
        sa.Column("login", sa.Text(), nullable=False),
        sa.Column("editor_key", RowNumber, nullable=True),
        *(sa.Column(f"{name}_at", Utc(), nullable=False) for name in ("made", "given", "seen", "ends")),
        sa.Column("is_replaced", sa.Boolean(), nullable=False),
        sa.ForeignKeyConstraint(
            ["editor_key"], ["desk_editors.key"], name=op.f("fk_desk_sessions_editor_key"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("digest", name=op.f("pk_desk_sessions")),
    )
    for column in ("login", "editor_key", "ends_at"):
        op.create_index(op.f(f"ix_desk_sessions_{column}"), "desk_sessions", [column])
