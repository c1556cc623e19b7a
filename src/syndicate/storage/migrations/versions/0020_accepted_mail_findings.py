"""Warnings about a newsletter's mails that an editor takes as they are are remembered."""

import sqlalchemy as sa
from alembic import op

from syndicate.storage.types import Utc

revision = "0020"
down_revision = "0019"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Go forward."""
    op.create_table(
        "accepted_mail_findings",
        sa.Column("newsletter", sa.Text(), nullable=False),
        sa.Column("code", sa.Text(), nullable=False),
        sa.Column("words", sa.Text(), nullable=False),
        sa.Column("accepted_at", Utc(), nullable=False),
        sa.Column("accepted_by", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("newsletter", "code", "words", name=op.f("pk_accepted_mail_findings")),
    )
