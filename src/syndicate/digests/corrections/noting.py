"""Noting a correction: what was wrong in an article, for whoever had it so."""

from __future__ import annotations

from typing import TYPE_CHECKING

from syndicate.articles.correction_store import CorrectionStore
from syndicate.articles.model import Status
from syndicate.articles.store import ArticleStore
from syndicate.digests.corrections.store import mailed_revisions
from syndicate.errors import BadDataError, NotFoundError

if TYPE_CHECKING:
    from collections.abc import Collection

    from syndicate.articles.corrections import Correction
    from syndicate.clock import Clock
    from syndicate.storage import Database

#: A note stands in each mail that tells it, for a month, and cannot be taken back: no mail may grow too large by it.
LONGEST_NOTE = 1_000


class Noting:
    """Notes corrections. From then on page, feeds, web copies and coming editions tell them."""

    def __init__(self, database: Database, clock: Clock) -> None:
        """Take the parts."""
        self._database = database
        self._clock = clock

    def note(self, article_id: str, note: str, noted_by: str, *, is_wrong_still: bool = False) -> Correction:
        """Note what was wrong in the article in the revisions before its present one.

        Of an article that ``is_wrong_still`` in its present one, whoever had that is told as well. The same note once
        more is the one that there is.

        Raises:
            NotFoundError: readers see no such article.
            BadDataError: every mail that had it said what it says now, or the note is too long.
        """
        if len(note) > LONGEST_NOTE:
            message = f"the note has {len(note):,} characters; at most {LONGEST_NOTE:,} stand in a mail"
            raise BadDataError(message, code="note-unfit", hint="Say what was wrong and what is right, and no more.")
        now = self._clock.now()
        with self._database.write() as connection:
            article = ArticleStore(connection).get(article_id, now)
            if article is None or article.status is not Status.PUBLISHED:
                message = f"readers see no article {article_id}"
                raise NotFoundError(message, code="article-unknown", hint="See: syndicate articles list")
            known = CorrectionStore(connection).of([article_id]).get(article_id, ())
            if there := next((correction for correction in known if correction.note == note), None):
                return there
            revision = revision_put_right(article.revision, mailed_revisions(connection, article_id), is_wrong_still)
            return CorrectionStore(connection).add(
                article_id, revision=revision, note=note, noted_at=now, noted_by=noted_by
            )


def revision_put_right(present: int, mailed: Collection[int], is_wrong_still: bool) -> int:  # noqa: FBT001 - a fact
    """From which revision on the article is right.

    Raises:
        BadDataError: no mail had an earlier one than the present, which is not said to be wrong.
    """
    if is_wrong_still:
        return present + 1
    if mailed and min(mailed) >= present:
        message = "the article has not changed since it was mailed, so nobody was mailed anything else than it says now"
        raise BadDataError(message, code="correction-unchanged", hint=_UNCHANGED)
    return present


_UNCHANGED = "Correct the article and collect it first. If it stays as it is and the note alone puts it right: --anyway"
