"""Which letters to editors are due, and what became of those that were begun."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import timedelta
from typing import TYPE_CHECKING

from syndicate.articles.store import ArticleStore
from syndicate.digests.drafts import approving, letters
from syndicate.digests.drafts.letters import DraftNews, Letter, LetterKind
from syndicate.digests.drafts.reviewing import APPROVAL_VOID, NOT_APPROVED
from syndicate.digests.drafts.store import DraftStore
from syndicate.digests.model import EditionState, SlotOutcome
from syndicate.digests.occurrence_store import OccurrenceStore
from syndicate.digests.store import EditionStore

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from syndicate.clock import Clock
    from syndicate.digests.drafts.model import ComingEdition
    from syndicate.digests.drafts.reviewing import DraftReview, Reviewing
    from syndicate.digests.newsletters import Approval, Cadence, Newsletter
    from syndicate.storage import Database

#: What is noted of a letter whose handing over was begun, until what came of it is.
CLAIMED = "claimed"
#: So long after a first wave it is still told what became of it.
_MEMORY = timedelta(days=2)
_HELD_STATES = (EditionState.HELD, EditionState.FREEZING)


@dataclass(frozen=True, kw_only=True, slots=True)
class DueLetter:
    """A letter about the coming edition of a row."""

    row: ComingEdition
    kind: LetterKind
    letter: Letter


class Correspondence:
    """Finds the letters that are due to ``editors``, and notes what becomes of each."""

    def __init__(self, *, database: Database, clock: Clock, reviewing: Reviewing, editors: Sequence[str]) -> None:
        """Take the parts."""
        self._database = database
        self._clock = clock
        self._reviewing = reviewing
        self.editors = tuple(editors)

    def due(self, newsletter: Newsletter) -> Iterator[DueLetter]:
        """The letters whose time has come and that somebody has yet to get."""
        if newsletter.approval is None:
            return
        for cadence in newsletter.cadences:
            yield from self._asking(newsletter, newsletter.approval, cadence)
        now = self._clock.now()
        with self._database.read() as connection:
            begun = DraftStore(connection).begun(newsletter.name, now - _MEMORY, now)
        for row in begun:
            if not self._is_told(row.told.get(LetterKind.UNAPPROVED, {})):
                yield from self._outcome(newsletter, row)

    def claim(self, due: DueLetter) -> list[str]:
        """Note that a letter is about to be handed over; to whom that is."""
        with self._database.write() as connection:
            store = DraftStore(connection)
            row = store.lock(due.row.key).row
            told = dict(row.told) if row else {}
            answers = dict(told.get(due.kind, {}))
            claimed = [address for address in self.editors if address not in answers]
            store.tell(due.row.key, told | {due.kind: answers | dict.fromkeys(claimed, CLAIMED)})
        return claimed

    def note(self, key: int, kind: str, answers: Mapping[str, str | None]) -> None:
        """Note what came of a letter, by address; ``None``: it certainly did not leave, and is written again."""
        with self._database.write() as connection:
            store = DraftStore(connection)
            row = store.lock(key).row
            told = dict(row.told) if row else {}
            known = {**told.get(kind, {}), **answers}
            store.tell(key, told | {kind: {name: answer for name, answer in known.items() if answer is not None}})

    def in_doubt(self, newsletter: Newsletter) -> list[tuple[ComingEdition, str, list[str]]]:
        """The letters whose process ended before it noted what came of them: row, kind, addresses."""
        now = self._clock.now()
        with self._database.read() as connection:
            rows = DraftStore(connection).begun(newsletter.name, now - _MEMORY, now + 10 * _MEMORY)
        return [
            (row, kind, doubts)
            for row in rows
            for kind, answers in row.told.items()
            if (doubts := [address for address, answer in answers.items() if answer == CLAIMED])
        ]

    def _asking(self, newsletter: Newsletter, approval: Approval, cadence: Cadence) -> Iterator[DueLetter]:
        slot, now = self._reviewing.coming(newsletter, cadence), self._clock.now()
        if slot is None or now < slot.first_wave_at - approval.lead:
            return
        row = self._reviewing.made(newsletter, slot).row
        told = {kind for kind, answers in row.told.items() if self._is_told(answers)} if row else set()
        kind = letters.due_letter(slot.first_wave_at, approval.lead, told, now)
        if row is None or kind is None:
            return
        review = self._reviewing.review(newsletter, slot, self._reviewing.made(newsletter, slot))
        if not review.is_approved:
            yield DueLetter(row=row, kind=kind, letter=letters.asking(newsletter, kind, self._news(row, review)))

    def _news(self, row: ComingEdition, review: DraftReview) -> DraftNews:
        made = self._reviewing.set_in_type(review)
        return DraftNews(
            row=row,
            subject=made.digest.subject if made else "",
            stories=[story.as_listed.headline for story in made.content.stories] if made else [],
            hash=approving.hash_of(review.content),
            changes=review.changes,
        )

    def _outcome(self, newsletter: Newsletter, row: ComingEdition) -> Iterator[DueLetter]:
        """What is told of a slot that came to its first wave without approval."""
        with self._database.read() as connection:
            edition = EditionStore(connection).get(row.edition_id)
            outcomes = OccurrenceStore(connection).outcomes(row.newsletter, row.cadence, row.slot)
            placed = [place.article_id for place in EditionStore(connection).articles(row.edition_id)]
            articles = ArticleStore(connection).some(placed, self._clock.now())
        because = edition.held_because or "" if edition and edition.state in _HELD_STATES else ""
        letter: Letter | None = None
        if edition and because.startswith((NOT_APPROVED, APPROVAL_VOID)):
            headlines = [articles[each].name for each in placed if each in articles]
            news = DraftNews(row=row, subject=edition.subject, stories=headlines)
            letter = letters.unapproved(newsletter, news, because, edition.id)
        elif SlotOutcome.SKIPPED in outcomes and edition is None:
            reason = "no approval of it was valid"
            letter = letters.unapproved(newsletter, DraftNews(row=row), reason, None)
        if letter is not None:
            yield DueLetter(row=row, kind=LetterKind.UNAPPROVED, letter=letter)

    def _is_told(self, answers: Mapping[str, str]) -> bool:
        return all(address in answers for address in self.editors)
