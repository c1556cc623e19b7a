"""An article as its file says now, before that is stored: for who looks at it, never for readers."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from syndicate.articles.model import Status

if TYPE_CHECKING:
    from syndicate.articles.intake import IntakeDecision
    from syndicate.articles.model import Article


@dataclass(frozen=True, kw_only=True, slots=True)
class UnsettledArticle:
    """What stands in a file and is not stored so.

    ``article_id`` is ``None`` while none is stored of it. ``article`` may stand in place of the stored one; ``None``:
    it would not be what readers get. ``reason`` says why not, if its text is at fault.
    """

    external_id: str
    article_id: str | None = None
    article: Article | None = None
    reason: str = ""


def standing_in(stored: Article, decision: IntakeDecision, language: str) -> Article | None:
    """The stored article with what was decided on its new text; ``None``: readers would not get that.

    ``language`` is the source's, for a text that names none.
    """
    draft = decision.draft
    if draft is None or decision.status is not Status.PUBLISHED or decision.embargo_until is not None:
        return None
    return replace(
        stored,
        title=draft.title,
        deck=draft.deck,
        sections=draft.sections,
        tags=draft.tags,
        authors=draft.authors,
        published=draft.published,
        updated=draft.updated,
        permalink=draft.permalink,
        language=draft.language or language,
        direction=draft.direction or "ltr",
        body_html=draft.body_html,
        body_text=draft.body_text,
        media=draft.media,
        audio=draft.audio,
        is_paid=draft.is_paid,
        ai=draft.ai,
        findings=decision.findings,
        content_hash=decision.content_hash,
        revision=decision.revision,
    )
