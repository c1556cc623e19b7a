"""From where readers read on, and what they have yet to get."""

from alembic import op

revision = "0011"
down_revision = "0010"
branch_labels = None
depends_on = None

#: The newest number before what waits to be mailed gets further ones.
_NEWEST = "(SELECT value FROM counters WHERE name = 'releases')"
#: Where a newsletter passes over what was numbered again for the sake of another one.
_SLOT = "upgrade"
#: Whether readers could not see an article yet when the newsletter began.
_CAME_LATER = (
    "(articles.sequence > old_newsletters.since_sequence OR articles.embargo_until > old_newsletters.since_at"
    " OR articles.released_at > old_newsletters.since_at)"
)
_PASSED = (
    "EXISTS (SELECT 1 FROM old_passed_over WHERE old_passed_over.article_id = articles.id"
    " AND old_passed_over.newsletter = old_newsletters.name)"
)


def upgrade() -> None:
    """Go forward."""
    op.execute("CREATE INDEX ix_old_passed_over ON old_passed_over (article_id, newsletter)")
    _number_what_waits()
    _pass_over_the_rest()
    _set_watermarks()
    for table in ("old_done", "old_waiting", "old_passed_over", "old_newsletters", "old_cadences"):
        op.drop_table(table)


def _number_what_waits() -> None:
    """What some newsletter has yet to look at gets a further number, above everybody's watermark."""
    counts = "deliveries.state IN ('pending', 'claimed', 'submitted', 'uncertain')"
    in_vain = "(deliveries.state = 'pending' AND editions.state IN ('stopped', 'discarded'))"
    carried = (
        "EXISTS (SELECT 1 FROM rendering_articles JOIN renderings ON renderings.id = rendering_articles.rendering_id"
        " JOIN variants ON variants.key = renderings.variant_key JOIN editions ON editions.key = variants.edition_key"
        " WHERE rendering_articles.article_id = articles.id AND editions.newsletter = old_newsletters.name"
        " AND editions.opened_at IS NOT NULL AND (EXISTS (SELECT 1 FROM deliveries"
        f" WHERE deliveries.edition_key = editions.key AND {counts} AND NOT {in_vain}"
        " AND coalesce(deliveries.revision, variants.revision) = renderings.revision)"
        " OR (renderings.revision = variants.revision AND editions.state <> 'discarded'"
        " AND NOT EXISTS (SELECT 1 FROM deliveries WHERE deliveries.edition_key = editions.key))))"
    )
    is_out = "articles.status = 'published' AND NOT articles.is_backlog AND NOT articles.awaits_release"
    op.execute(
        "CREATE TABLE old_waiting AS SELECT old_newsletters.name AS newsletter, articles.id AS article_id"
        f" FROM articles CROSS JOIN old_newsletters WHERE {is_out} AND articles.released_at IS NOT NULL"
        f" AND {_CAME_LATER} AND NOT {carried} AND NOT {_PASSED}"
    )
    op.execute("CREATE INDEX ix_old_waiting ON old_waiting (article_id, newsletter)")
    op.execute(
        "INSERT INTO releases (number, article_id, reason, at)"
        f" SELECT {_NEWEST} + row_number() OVER (ORDER BY articles.sequence), articles.id, 'upgrade',"
        " (SELECT min(at) FROM releases AS first WHERE first.article_id = articles.id)"
        " FROM articles WHERE id IN (SELECT article_id FROM old_waiting)"
    )


def _pass_over_the_rest() -> None:
    """What waited for one newsletter is no news of another that had done with it: it is passed over there."""
    op.execute(
        "CREATE TABLE old_done AS SELECT old_newsletters.name AS newsletter, articles.id AS article_id,"
        f" CASE WHEN {_CAME_LATER} THEN 'done with before the upgrade' ELSE 'out before the newsletter began' END"
        " AS reason FROM old_newsletters CROSS JOIN articles JOIN releases ON releases.article_id = articles.id"
        f" WHERE releases.reason = 'upgrade' AND NOT {_PASSED} AND NOT EXISTS (SELECT 1 FROM old_waiting"
        " WHERE old_waiting.article_id = articles.id AND old_waiting.newsletter = old_newsletters.name)"
    )
    op.execute(
        "INSERT INTO occurrences (newsletter, cadence, slot, wave, due_at, outcome, cut, decided_at)"
        f" SELECT name, coalesce(old_cadences.cadence, 'daily'), '{_SLOT}', 0, since_at, 'empty', {_NEWEST}, since_at"
        " FROM newsletters LEFT JOIN old_cadences ON old_cadences.newsletter = name"
        " WHERE name IN (SELECT newsletter FROM old_done)"
    )
    op.execute(
        "INSERT INTO groups (occurrence_key, from_watermark, through_watermark, moves_to, history, outcome)"
        f" SELECT key, 0, 0, {_NEWEST}, '', 'nothing' FROM occurrences WHERE slot = '{_SLOT}'"
    )
    op.execute(
        "INSERT INTO passed_over (group_key, article_id, reason, decided_at)"
        " SELECT groups.key, article_id, old_done.reason, decided_at FROM old_done"
        f" JOIN occurrences ON occurrences.newsletter = old_done.newsletter AND slot = '{_SLOT}'"
        " JOIN groups ON occurrence_key = occurrences.key"
    )


def _set_watermarks() -> None:
    """Up to the newest number before the upgrade everything was decided for everybody."""
    last_slot = (
        "(SELECT max(slot) FROM occurrences WHERE occurrences.newsletter = subscriptions.newsletter"
        " AND wave > 0 AND outcome = 'edition' AND slot NOT LIKE 'manual:%')"
    )
    op.execute(f"UPDATE subscriptions SET watermark = {_NEWEST}, last_slot = {last_slot}")
    op.execute(
        "UPDATE counters SET value = (SELECT coalesce(max(number), counters.value) FROM releases)"
        " WHERE name = 'releases'"
    )
