"""Waves, groups and variants of editions; integer keys in the ledger, and public ids apart."""

import sqlalchemy as sa
from alembic import op

from syndicate.storage.types import RowNumber, Utc

revision = "0010"
down_revision = "0009"
branch_labels = None
depends_on = None

#: Tables that are made anew, those that refer to others first.
_REMADE = ("passed_over", "deliveries", "occurrences", "renderings", "editions", "newsletters")
#: The cadence of a newsletter, as most of its readers had it.
_CADENCE = "coalesce((SELECT cadence FROM old_cadences WHERE old_cadences.newsletter = {name}), 'daily')"
#: The newest number so far: up to it everything was decided.
_NEWEST = "(SELECT value FROM counters WHERE name = 'releases')"


def upgrade() -> None:
    """Go forward. What newsletters had done with, and where they began, is left for the next step."""
    _set_aside()
    _make_editions()
    _make_variants()
    _make_occurrences()
    _make_groups()
    _make_ledger()
    _fill_editions()
    _fill_occurrences()
    _fill_groups()
    _fill_ledger()
    for table in ("deliveries", "occurrences", "renderings", "editions"):
        op.drop_table(f"old_{table}")


def _set_aside() -> None:
    """Keep the rows of what is made anew, without its constraints, whose names the new tables take."""
    cascade = "" if op.get_bind().dialect.name == "sqlite" else " CASCADE"
    for table in _REMADE:
        op.execute(f"CREATE TABLE old_{table} AS SELECT * FROM {table}")
        op.execute(f"DROP TABLE {table}{cascade}")


def _make_editions() -> None:
    op.create_table(
        "newsletters",
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("since_release", RowNumber, nullable=False),
        sa.Column("since_at", Utc(), nullable=False),
        sa.PrimaryKeyConstraint("name", name=op.f("pk_newsletters")),
    )
    states = "'held', 'freezing', 'sending', 'stopped', 'discarded', 'closed'"
    op.create_table(
        "editions",
        sa.Column("key", RowNumber, nullable=False),
        sa.Column("id", sa.Text(), nullable=False),
        sa.Column("newsletter", sa.Text(), nullable=False),
        sa.Column("cadence", sa.Text(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=True),
        sa.Column("slot", sa.Text(), nullable=False),
        sa.Column("state", sa.Text(), nullable=False),
        sa.Column("held_because", sa.Text(), nullable=True),
        sa.Column("due_at", Utc(), nullable=False),
        sa.Column("cut", RowNumber, nullable=True),
        sa.Column("frozen_at", Utc(), nullable=False),
        sa.Column("opened_at", Utc(), nullable=True),
        sa.Column("first_claimed_at", Utc(), nullable=True),
        sa.Column("planned_at", Utc(), nullable=True),
        sa.Column("closed_at", Utc(), nullable=True),
        sa.Column("instead_of", sa.Text(), nullable=True),
        sa.Column("min_articles", sa.Integer(), nullable=False),
        sa.Column("sender", sa.Text(), nullable=False),
        sa.Column("reply_to", sa.Text(), nullable=True),
        sa.CheckConstraint(f"state IN ({states})", name=op.f("ck_editions_state")),
        sa.ForeignKeyConstraint(["instead_of"], ["editions.id"], name=op.f("fk_editions_instead_of")),
        sa.PrimaryKeyConstraint("key", name=op.f("pk_editions")),
        sa.UniqueConstraint("id", name=op.f("uq_editions_id")),
        sa.UniqueConstraint("newsletter", "number", name=op.f("uq_editions_newsletter_number")),
    )
    op.create_index(op.f("ix_editions_state"), "editions", ["state"])
    op.create_index(op.f("ix_editions_frozen_at"), "editions", ["frozen_at"])


def _make_variants() -> None:
    op.create_table(
        "variants",
        sa.Column("key", RowNumber, nullable=False),
        sa.Column("edition_key", RowNumber, nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("language", sa.Text(), nullable=False),
        sa.Column("revision", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["edition_key"], ["editions.key"], name=op.f("fk_variants_edition_key")),
        sa.PrimaryKeyConstraint("key", name=op.f("pk_variants")),
        sa.UniqueConstraint("edition_key", "name", "language", name=op.f("uq_variants_edition_key_name_language")),
    )
    op.create_table(
        "renderings",
        sa.Column("id", RowNumber, nullable=False),
        sa.Column("variant_key", RowNumber, nullable=False),
        sa.Column("revision", sa.Integer(), nullable=False),
        sa.Column("reason", sa.Text(), nullable=True),
        sa.Column("made_at", Utc(), nullable=False),
        sa.Column("subject", sa.Text(), nullable=False),
        sa.Column("preheader", sa.Text(), nullable=False),
        sa.Column("html", sa.Text(), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("size", sa.Integer(), nullable=False),
        sa.Column("content", sa.JSON(), nullable=True),
        sa.Column("content_hash", sa.Text(), nullable=False),
        sa.Column("findings", sa.JSON(), nullable=False),
        sa.ForeignKeyConstraint(["variant_key"], ["variants.key"], name=op.f("fk_renderings_variant_key")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_renderings")),
        sa.UniqueConstraint("variant_key", "revision", name=op.f("uq_renderings_variant_key_revision")),
    )


def _make_occurrences() -> None:
    op.create_table(
        "occurrences",
        sa.Column("key", RowNumber, nullable=False),
        sa.Column("newsletter", sa.Text(), nullable=False),
        sa.Column("cadence", sa.Text(), nullable=False),
        sa.Column("slot", sa.Text(), nullable=False),
        sa.Column("wave", sa.Integer(), nullable=False),
        sa.Column("due_at", Utc(), nullable=False),
        sa.Column("outcome", sa.Text(), nullable=False),
        sa.Column("edition_key", RowNumber, nullable=True),
        sa.Column("cut", RowNumber, nullable=True),
        sa.Column("had_since", Utc(), nullable=True),
        sa.Column("decided_at", Utc(), nullable=False),
        sa.Column("frozen_through", RowNumber, nullable=True),
        sa.Column("frozen_at", Utc(), nullable=True),
        sa.CheckConstraint("outcome IN ('edition', 'empty', 'late')", name=op.f("ck_occurrences_outcome")),
        sa.ForeignKeyConstraint(["edition_key"], ["editions.key"], name=op.f("fk_occurrences_edition_key")),
        sa.PrimaryKeyConstraint("key", name=op.f("pk_occurrences")),
        sa.UniqueConstraint(
            "newsletter", "cadence", "slot", "wave", name=op.f("uq_occurrences_newsletter_cadence_slot_wave")
        ),
    )
    op.create_index(op.f("ix_occurrences_decided_at"), "occurrences", ["decided_at"])
    op.create_index(op.f("ix_occurrences_edition_key"), "occurrences", ["edition_key"])


def _make_groups() -> None:
    op.create_table(
        "groups",
        sa.Column("key", RowNumber, nullable=False),
        sa.Column("occurrence_key", RowNumber, nullable=False),
        sa.Column("choice_id", RowNumber, nullable=True),
        sa.Column("from_watermark", RowNumber, nullable=False),
        sa.Column("through_watermark", RowNumber, nullable=False),
        sa.Column("moves_to", RowNumber, nullable=False),
        sa.Column("history", sa.Text(), nullable=False),
        sa.Column("variant_key", RowNumber, nullable=True),
        sa.Column("outcome", sa.Text(), nullable=False),
        sa.Column("reason", sa.Text(), nullable=True),
        sa.CheckConstraint("outcome IN ('mail', 'nothing', 'wait')", name=op.f("ck_groups_outcome")),
        sa.ForeignKeyConstraint(
            ["occurrence_key"], ["occurrences.key"], name=op.f("fk_groups_occurrence_key"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(["choice_id"], ["choices.id"], name=op.f("fk_groups_choice_id")),
        sa.ForeignKeyConstraint(["variant_key"], ["variants.key"], name=op.f("fk_groups_variant_key")),
        sa.PrimaryKeyConstraint("key", name=op.f("pk_groups")),
    )
    op.create_index(op.f("ix_groups_occurrence_key"), "groups", ["occurrence_key"])
    op.create_table(
        "passed_over",
        sa.Column("group_key", RowNumber, nullable=False),
        sa.Column("article_id", sa.Text(), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("decided_at", Utc(), nullable=False),
        sa.ForeignKeyConstraint(
            ["group_key"], ["groups.key"], name=op.f("fk_passed_over_group_key"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(
            ["article_id"], ["articles.id"], name=op.f("fk_passed_over_article_id"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("group_key", "article_id", name=op.f("pk_passed_over")),
    )
    op.create_index(op.f("ix_passed_over_article_id"), "passed_over", ["article_id"])
    op.create_table(
        "freezes",
        sa.Column("site", sa.Text(), nullable=False),
        sa.Column("occurrence_key", RowNumber, nullable=False),
        sa.ForeignKeyConstraint(["occurrence_key"], ["occurrences.key"], name=op.f("fk_freezes_occurrence_key")),
        sa.PrimaryKeyConstraint("site", name=op.f("pk_freezes")),
    )


def _make_ledger() -> None:
    states = "'pending', 'claimed', 'submitted', 'uncertain', 'refused', 'excluded', 'stopped'"
    op.create_table(
        "deliveries",
        sa.Column("key", RowNumber, nullable=False),
        sa.Column("id", sa.Text(), nullable=False),
        sa.Column("edition_key", RowNumber, nullable=False),
        sa.Column("subscription_key", RowNumber, nullable=True),
        sa.Column("group_key", RowNumber, nullable=True),
        sa.Column("variant_key", RowNumber, nullable=True),
        sa.Column("address", sa.Text(), nullable=True),
        sa.Column("name", sa.Text(), nullable=True),
        sa.Column("state", sa.Text(), nullable=False),
        sa.Column("revision", sa.Integer(), nullable=True),
        sa.Column("carrier", sa.Text(), nullable=True),
        sa.Column("claimed_by", sa.Text(), nullable=True),
        sa.Column("attempts", sa.Integer(), nullable=False),
        sa.Column("not_before", Utc(), nullable=True),
        sa.Column("claimed_at", Utc(), nullable=True),
        sa.Column("settled_at", Utc(), nullable=True),
        sa.Column("message_id", sa.Text(), nullable=True),
        sa.Column("reason", sa.Text(), nullable=True),
        sa.CheckConstraint(f"state IN ({states})", name=op.f("ck_deliveries_state")),
        sa.ForeignKeyConstraint(["edition_key"], ["editions.key"], name=op.f("fk_deliveries_edition_key")),
        sa.ForeignKeyConstraint(
            ["subscription_key"],
            ["subscriptions.key"],
            name=op.f("fk_deliveries_subscription_key"),
            ondelete="SET NULL",
        ),
        sa.ForeignKeyConstraint(["group_key"], ["groups.key"], name=op.f("fk_deliveries_group_key")),
        sa.ForeignKeyConstraint(["variant_key"], ["variants.key"], name=op.f("fk_deliveries_variant_key")),
        sa.PrimaryKeyConstraint("key", name=op.f("pk_deliveries")),
        sa.UniqueConstraint("id", name=op.f("uq_deliveries_id")),
        sa.UniqueConstraint("edition_key", "subscription_key", name=op.f("uq_deliveries_edition_key_subscription_key")),
    )
    columns = ["edition_key", "state", "attempts", "key"]
    op.create_index(op.f("ix_deliveries_edition_key_state_attempts_key"), "deliveries", columns)
    op.create_index(op.f("ix_deliveries_message_id"), "deliveries", ["message_id"])
    op.create_index(op.f("ix_deliveries_subscription_key"), "deliveries", ["subscription_key"])


def _fill_editions() -> None:
    copied = (
        "id, newsletter, number, slot, state, held_because, due_at, frozen_at, opened_at, first_claimed_at,"
        " planned_at, closed_at, instead_of, min_articles, sender, reply_to"
    )
    op.execute(
        f"INSERT INTO editions ({copied}, cadence) SELECT {copied}, {_CADENCE.format(name='old_editions.newsletter')}"
        " FROM old_editions ORDER BY frozen_at, id"
    )
    op.execute(
        "INSERT INTO variants (edition_key, name, language, revision)"
        " SELECT editions.key, 'default', old_renderings.language, old_editions.revision FROM editions"
        " JOIN old_editions ON old_editions.id = editions.id"
        " JOIN old_renderings ON old_renderings.edition_id = editions.id"
        " AND old_renderings.revision = old_editions.revision ORDER BY editions.key"
    )
    said = "reason, made_at, subject, preheader, html, text, size, content, content_hash, findings"
    old_said = ", ".join(f"old_renderings.{name}" for name in said.split(", "))
    op.execute(
        f"INSERT INTO renderings (id, variant_key, revision, {said}) SELECT old_renderings.id, variants.key,"
        f" old_renderings.revision, {old_said} FROM old_renderings"
        " JOIN editions ON editions.id = old_renderings.edition_id JOIN variants ON variants.edition_key = editions.key"
    )
    if op.get_bind().dialect.name != "sqlite":
        op.create_foreign_key(
            op.f("fk_rendering_articles_rendering_id"), "rendering_articles", "renderings", ["rendering_id"], ["id"]
        )
        op.execute("SELECT setval(pg_get_serial_sequence('renderings', 'id'), max(id)) FROM renderings")


def _fill_occurrences() -> None:
    op.execute(
        f"INSERT INTO newsletters (name, since_release, since_at) SELECT name, {_NEWEST}, since_at FROM old_newsletters"
    )
    op.execute(
        "INSERT INTO occurrences (newsletter, cadence, slot, wave, due_at, outcome, edition_key, cut, decided_at,"
        f" frozen_at) SELECT old_occurrences.newsletter, {_CADENCE.format(name='old_occurrences.newsletter')},"
        " old_occurrences.slot, 1, old_occurrences.due_at, outcome, editions.key,"
        f" CASE WHEN outcome = 'late' THEN NULL ELSE {_NEWEST} END, decided_at,"
        " CASE WHEN outcome = 'edition' THEN decided_at END"
        " FROM old_occurrences LEFT JOIN editions ON editions.id = old_occurrences.edition_id"
        " ORDER BY decided_at, old_occurrences.newsletter"
    )
    _remember_reopened()


def _remember_reopened() -> None:
    """Decisions that a person let be made once more were forgotten; what is left of them tells that they were."""
    op.execute(
        "INSERT INTO occurrences (newsletter, cadence, slot, wave, due_at, outcome, edition_key, cut, decided_at,"
        " frozen_at) SELECT newsletter, cadence, slot,"
        " 1 - row_number() OVER (PARTITION BY newsletter, slot ORDER BY opened_at DESC),"
        f" due_at, 'edition', key, {_NEWEST}, opened_at, opened_at FROM editions WHERE opened_at IS NOT NULL"
        " AND NOT EXISTS (SELECT 1 FROM occurrences WHERE occurrences.edition_key = editions.key)"
    )
    same = "occurrences.newsletter = old_passed_over.newsletter AND occurrences.slot = old_passed_over.slot"
    op.execute(
        "INSERT INTO occurrences (newsletter, cadence, slot, wave, due_at, outcome, cut, decided_at)"
        f" SELECT newsletter, {_CADENCE.format(name='old_passed_over.newsletter')}, slot,"
        f" (SELECT coalesce(min(wave), 1) - 1 FROM occurrences WHERE {same}), max(decided_at), 'empty', {_NEWEST},"
        " max(decided_at) FROM old_passed_over WHERE edition_id IS NULL"
        f" AND NOT EXISTS (SELECT 1 FROM occurrences WHERE {same} AND outcome = 'empty') GROUP BY newsletter, slot"
    )


def _fill_groups() -> None:
    """On each occasion all readers were alike."""
    op.execute(
        "INSERT INTO groups (occurrence_key, from_watermark, through_watermark, moves_to, history, variant_key,"
        f" outcome) SELECT occurrences.key, 0, 0, {_NEWEST}, '', variants.key,"
        " CASE WHEN outcome = 'edition' THEN 'mail' ELSE 'nothing' END FROM occurrences"
        " LEFT JOIN variants ON variants.edition_key = occurrences.edition_key WHERE outcome <> 'late'"
        " ORDER BY occurrences.key"
    )
    op.execute(
        "INSERT INTO passed_over (group_key, article_id, reason, decided_at)"
        " SELECT groups.key, article_id, old_passed_over.reason, old_passed_over.decided_at FROM old_passed_over"
        " LEFT JOIN editions ON editions.id = old_passed_over.edition_id"
        " JOIN occurrences ON occurrences.newsletter = old_passed_over.newsletter"
        " AND occurrences.slot = old_passed_over.slot"
        " AND coalesce(occurrences.edition_key, 0) = coalesce(editions.key, 0)"
        " JOIN groups ON groups.occurrence_key = occurrences.key"
    )


def _fill_ledger() -> None:
    kept = (
        "id, address, name, state, revision, carrier, attempts, not_before, claimed_at, settled_at, message_id, reason"
    )
    copied = ", ".join(f"old_deliveries.{name}" for name in kept.split(", "))
    group = (
        "(SELECT groups.key FROM groups JOIN occurrences ON occurrences.key = groups.occurrence_key"
        " WHERE occurrences.edition_key = editions.key LIMIT 1)"
    )
    op.execute(
        f"INSERT INTO deliveries ({kept}, edition_key, subscription_key, group_key, variant_key)"
        f" SELECT {copied}, editions.key, subscriptions.key, {group}, variants.key FROM old_deliveries"
        " JOIN editions ON editions.id = old_deliveries.edition_id JOIN variants ON variants.edition_key = editions.key"
        " LEFT JOIN subscriptions ON subscriptions.id = old_deliveries.subscription_id"
        " ORDER BY editions.key, old_deliveries.id"
    )
