"""Whether what comes next is approved, as far as it stands by now, and what happens if nobody approves it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from syndicate.articles.correction_store import CorrectionStore
from syndicate.articles.store import ArticleStore
from syndicate.digests.drafts import approving
from syndicate.digests.drafts.store import DraftStore
from syndicate.digests.explaining.coming import ExpectedApproval

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import datetime

    from sqlalchemy import Connection

    from syndicate.digests.drafts.model import Shaped
    from syndicate.digests.planning import Brief, Plan


def expected_approval(
    connection: Connection, brief: Brief, shaped: Shaped, plan: Plan, at: datetime, edition_id: str | None
) -> ExpectedApproval | None:
    """The approval of what is planned for a whole slot, seen at ``at``; ``None``: the newsletter goes by itself.

    Of an ``edition_id`` that is under way, what its first mails say needs no further one.
    """
    wanted = brief.newsletter.approval
    if wanted is None:
        return None
    given = shaped.row.approval if shaped.row else None
    content = _content(connection, brief, plan, at)
    changes = tuple(approving.differences(given.content, content)) if given else ()
    if edition_id is not None:
        store, approved = DraftStore(connection), given.content if given else None
        if approving.is_covered(approved, content, store.carried(edition_id), store.told(edition_id)):
            changes = ()
    return ExpectedApproval(
        on_silence=wanted.on_silence, by=given.by if given else None, at=given.at if given else None, changes=changes
    )


def _content(connection: Connection, brief: Brief, plan: Plan, at: datetime) -> Mapping[str, Any]:
    keys = {key for variant in plan.variants for key in variant.corrections}
    articles = ArticleStore(connection).some({each for variant in plan.variants for each in variant.article_ids}, at)
    corrections = sorted(CorrectionStore(connection).some(keys), key=lambda correction: correction.key)
    return approving.content_of(brief.newsletter, brief.cadence, brief.shape, articles.values(), corrections)
