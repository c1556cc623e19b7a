"""Questions that tests ask of an upgraded database, in its own words: who has what, and what was mailed."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlalchemy import text

from syndicate.audience.store import AudienceStore
from syndicate.digests.model import Edition
from syndicate.digests.store import EditionStore
from syndicate.storage import Database
from syndicate.text.mailboxes import read_mailbox


def rows_of(database: Database, query: str) -> list[Any]:
    with database.read() as connection:
        return [tuple(row) for row in connection.execute(text(query))]


def told(database: Database, query: str) -> list[str]:
    """The rows as text, in an order of their own: lists and mappings have none."""
    return sorted(map(repr, rows_of(database, query)))


def the_edition(database: Database, newsletter: str, number: int) -> Edition:
    with database.read() as connection:
        recent = EditionStore(connection).recent()
    return next(edition for edition in recent if (edition.newsletter, edition.number) == (newsletter, number))


def readers(database: Database, newsletter: str, number: int) -> dict[str, set[str]]:
    """State of a delivery of the edition → the addresses that it is the state of."""
    query = (
        "SELECT state, address FROM deliveries"
        f" WHERE edition_key = (SELECT key FROM editions WHERE newsletter = '{newsletter}' AND number = {number})"
    )
    found: dict[str, set[str]] = {state: set() for state in ("pending", "claimed", "submitted", "excluded")}
    found |= {"uncertain": set(), "refused": set(), "stopped": set()}
    for state, address in rows_of(database, query):
        found[state].add(address)
    return found


def mailable(database: Database, newsletter: str, addresses: set[str]) -> set[str]:
    """Those of the readers who have not left meanwhile."""
    with database.read() as connection:
        store = AudienceStore(connection)
        ties = {address: store.of_address(read_mailbox(address).key, newsletter) for address in addresses}
        return {address for address, found in ties.items() if store.is_confirmed(found[0].id)}


def had(database: Database) -> list[tuple[str, str, str]]:
    """Newsletter, address and title of everything that somebody has, or may have; as often as that is so."""
    query = (
        "SELECT newsletter, address, title FROM deliveries JOIN editions ON editions.key = edition_key"
        " JOIN renderings ON renderings.variant_key = deliveries.variant_key"
        " AND renderings.revision = deliveries.revision JOIN rendering_articles ON rendering_id = renderings.id"
        " JOIN articles ON articles.id = article_id WHERE deliveries.state IN ('claimed', 'submitted', 'uncertain')"
    )
    return rows_of(database, query)


def mailed_since(database: Database, newsletter: str, since: datetime) -> set[str]:
    """The titles in editions of the newsletter that were composed after that instant."""
    query = (
        "SELECT DISTINCT title FROM editions JOIN variants ON variants.edition_key = editions.key"
        " JOIN renderings ON renderings.variant_key = variants.key"
        " JOIN rendering_articles ON rendering_id = renderings.id JOIN articles ON articles.id = article_id"
        f" WHERE editions.newsletter = '{newsletter}' AND editions.frozen_at > '{since:%Y-%m-%d %H:%M}'"
    )
    return {title for (title,) in rows_of(database, query)}
