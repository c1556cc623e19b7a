"""The SQL of likeness: a sample of the articles seen last, in which the earlier ones of one text are found."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING

from sqlalchemy import delete, func, select

from syndicate.articles.likeness import ALIKE, containment, runs, sample
from syndicate.storage.bulk import insert_rows
from syndicate.storage.key_lists import is_among
from syndicate.storage.states import Status
from syndicate.storage.tables import article_runs as table
from syndicate.storage.tables import articles

if TYPE_CHECKING:
    from sqlalchemy import Connection

#: So many of the articles that were seen last are compared: nothing grows with the archive.
AMONG = 2_000
#: Articles beyond which a run of words tells nothing: it is a phrase of the house.
_COMMON = 20
#: Runs in common before two texts are laid side by side, and how many texts are.
_FEWEST, _COMPARED = 4, 3


@dataclass(frozen=True, kw_only=True, slots=True)
class Lookalike:
    """An earlier article that has nearly all of the text, or the text nearly all of it."""

    id: str
    source: str
    title: str | None


class LikenessStore:
    """The samples, in one transaction."""

    def __init__(self, connection: Connection) -> None:
        """Work on that connection."""
        self._connection = connection

    def note(self, texts: Mapping[str, str]) -> dict[str, Lookalike]:
        """Sample these articles, id → text; gives the earlier one that each is like, if there is one.

        Of articles that were not among the last `AMONG` nothing is done.
        """
        places = self._places(texts)
        text_runs = {sequence: runs(texts[article_id]) for sequence, article_id in places.items()}
        samples = {sequence: sample(each) for sequence, each in text_runs.items()}
        self._connection.execute(delete(table).where(is_among(table.c.sequence, [*places])))
        postings = self._postings({run for each in samples.values() for run in each})
        found, rows = {}, []
        for sequence, own in samples.items():
            if alike := self._lookalike(text_runs[sequence], _shared(own, postings, sequence)):
                found[places[sequence]] = alike
            rare = [run for run in own if len(postings[run]) < _COMMON]
            rows += [(run, sequence) for run in rare]
            for run in rare:
                postings[run].append(sequence)
        insert_rows(self._connection, table, ("run", "sequence"), rows)
        return found

    def _places(self, ids: Collection[str]) -> dict[int, str]:
        """Sequence → id of those articles that are among the last, in order; what is older is let go of."""
        floor = (self._connection.execute(select(func.max(articles.c.sequence))).scalar() or 0) - AMONG
        self._connection.execute(delete(table).where(table.c.sequence <= floor))
        query = select(articles.c.sequence, articles.c.id).where(articles.c.id.in_(ids), articles.c.sequence > floor)
        return {row.sequence: row.id for row in self._connection.execute(query.order_by(articles.c.sequence))}

    def _postings(self, wanted: Collection[int]) -> dict[int, list[int]]:
        postings: dict[int, list[int]] = defaultdict(list)
        query = select(table.c.run, table.c.sequence).where(is_among(table.c.run, [*wanted]))
        for row in self._connection.execute(query):
            postings[row.run].append(row.sequence)
        return postings

    def _lookalike(self, own: frozenset[int], sequences: list[int]) -> Lookalike | None:
        columns = (articles.c.id, articles.c.source, articles.c.title, articles.c.body_text)
        query = select(*columns).where(articles.c.sequence.in_(sequences), articles.c.status == Status.PUBLISHED.value)
        for row in self._connection.execute(query.order_by(articles.c.sequence)) if sequences else ():
            if containment(own, runs(row.body_text)) >= ALIKE:
                return Lookalike(id=row.id, source=row.source, title=row.title)
        return None


def _shared(own: Collection[int], postings: Mapping[int, list[int]], sequence: int) -> list[int]:
    """The earlier articles that have most of these runs."""
    counts = Counter(earlier for run in own for earlier in postings.get(run, ()) if earlier < sequence)
    return [earlier for earlier, count in counts.most_common(_COMPARED) if count >= _FEWEST]
