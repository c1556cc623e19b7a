"""What is said of AI in an article's text."""

from alembic import op

revision = "0013"
down_revision = "0012"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Go forward."""
    _add_ai()


def _add_ai() -> None:
    """A plain ``ADD COLUMN`` on both kinds: with the check apart, SQLite would have to write every article anew."""
    words = "'none', 'assisted', 'generated'"
    op.execute(f"ALTER TABLE articles ADD COLUMN ai TEXT CONSTRAINT {op.f('ck_articles_ai')} CHECK (ai IN ({words}))")
