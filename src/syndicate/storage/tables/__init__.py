"""Every table, in the order in which the work flows.

Conventions: instants are UTC (`Utc`) and end in ``_at``; states are words of an enum in `syndicate.storage.states`,
held by a check constraint. Rows of the ledger have integer keys, which never leave the database; identifiers that do
are text, random, and kept apart.
"""

from syndicate.storage.tables.articles import (
    UNPUBLISHED,
    accepted_findings,
    article_terms,
    articles,
    counters,
    heroes,
    releases,
    renditions,
    sources,
)
from syndicate.storage.tables.audience import choices, grounds, skips, subscribers, subscriptions, suppressions
from syndicate.storage.tables.base import metadata
from syndicate.storage.tables.editions import (
    corrections,
    draft_acts,
    drafts,
    editions,
    freezes,
    groups,
    newsletters,
    occurrences,
    passed_over,
    rendering_articles,
    rendering_corrections,
    renderings,
    variants,
)
from syndicate.storage.tables.feeds import feed_appearances, feed_pages, feed_places, purges
from syndicate.storage.tables.ledger import (
    batches,
    carriers,
    deliveries,
    delivery_sums,
    events,
    hosts,
    installation,
    stored_templates,
)

__all__ = [
    "UNPUBLISHED",
    "accepted_findings",
    "article_terms",
    "articles",
    "batches",
    "carriers",
    "choices",
    "corrections",
    "counters",
    "deliveries",
    "delivery_sums",
    "draft_acts",
    "drafts",
    "editions",
    "events",
    "feed_appearances",
    "feed_pages",
    "feed_places",
    "freezes",
    "grounds",
    "groups",
    "heroes",
    "hosts",
    "installation",
    "metadata",
    "newsletters",
    "occurrences",
    "passed_over",
    "purges",
    "releases",
    "rendering_articles",
    "rendering_corrections",
    "renderings",
    "renditions",
    "skips",
    "sources",
    "stored_templates",
    "subscribers",
    "subscriptions",
    "suppressions",
    "variants",
]
