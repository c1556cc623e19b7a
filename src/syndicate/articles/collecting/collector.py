"""One run over a source: what is new or changed in it is stored, and how the run ended."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from functools import partial
from typing import TYPE_CHECKING

from syndicate.articles import intake, reading
from syndicate.articles.collecting.absence import AMONG, APART, absences
from syndicate.articles.collecting.documents import batches, read_changed
from syndicate.articles.collecting.polling import next_look
from syndicate.articles.collecting.recognising import Recognising
from syndicate.articles.collecting.report import RunTally
from syndicate.articles.collecting.storing import Storing
from syndicate.articles.collecting.trust import see_whole
from syndicate.articles.identity import tag_uri
from syndicate.articles.intake import IntakeOutcome
from syndicate.articles.reading.dividing import Dividing
from syndicate.articles.source_store import SourceStore
from syndicate.articles.sources import Memory, SourceError
from syndicate.articles.store import ArticleStore
from syndicate.articles.unsettled import UnsettledArticle, standing_in
from syndicate.errors import StorageError, SyndicateError, TryLaterError

if TYPE_CHECKING:
    from datetime import datetime, timedelta

    from syndicate.articles.collecting.documents import ReadDocument
    from syndicate.articles.collecting.report import CollectionReport
    from syndicate.articles.model import RawDocument
    from syndicate.articles.rules import Rules
    from syndicate.articles.sources import Source, SourceReading
    from syndicate.clock import Clock
    from syndicate.storage import Database


_GONE = "Its source says that it is gone."
_MISSED = f"Its source does not have it any more, as two readings {APART.seconds // 60} minutes apart or more say."


class Collector:
    """Brings the articles of sources into the database."""

    def __init__(
        self, database: Database, clock: Clock, id_authority: str, configured: Collection[str] | None = None
    ) -> None:
        """``id_authority`` is the ``quay.example,2026`` in the ``tag:`` of articles that are new.

        Articles of sources that are not ``configured`` any more go over to others that have them; ``None``: all are.
        """
        self._configured = configured
        self._database = database
        self._clock = clock
        self._id_authority = id_authority

    def run(
        self,
        source: Source,
        rules: Rules,
        *,
        mails_first_run: bool,
        every: timedelta | None = None,
        is_stopped: Callable[[], bool] = lambda: False,
    ) -> CollectionReport:
        """Collect everything in the source that is new or changed; what is unchanged costs no write.

        What the first run that sees the whole source finds counts as seen before and is never mailed,
        unless ``mails_first_run``; so do the documents that run left for later, once they are ready.
        An article under embargo was not seen yet. A document that is no longer listed changes nothing; one of which
        the source says that it is gone, or that two good readings missed some time apart, is withdrawn. A source with
        ``every`` is due again about so much later; its bookmark is stored behind what was read up to there.

        Raises:
            SyndicateError: the source cannot be reached, or is not to be trusted; batches stored before that stay.
            TryLaterError: ``stopped``; it was told to, and the next run begins where this one did.
        """
        tally = RunTally()
        dividing = Dividing(own=partial(self._own, source.name), known=partial(self._as_stored, rules))
        try:
            with self._database.read() as connection:
                course = SourceStore(connection).course(source.name)
            published = partial(self._published, source.name)
            found = source.read(Memory(bookmark=course.bookmark, published=published, missed=[*course.missed]))
            see_whole(source.name, found.extent, course.extents)
            is_seen_before = self._seen_before(source.name, found, mails_first_run=mails_first_run)
            for batch in batches(_until(is_stopped, dividing.articles(found.documents))):
                self._take(batch, source, rules, tally, is_seen_before, found.is_there)
        except SyndicateError as error:
            self._note_failure(source, error, every)
            raise
        with self._database.write() as connection:
            now = self._clock.now()
            missed = self._take_back(ArticleStore(connection), source.name, found, course.missed, tally)
            SourceStore(connection).note_run(
                source.name,
                now,
                found,
                is_first_mailed=mails_first_run,
                divided=dividing.divided,
                missed=missed,
                has_news=tally.counts[IntakeOutcome.NEW] > 0,
                next_at=next_look(source.name, now, every) if every else None,
            )
            ArticleStore(connection).drop_held(source.name, dividing.divided)
        return tally.report(len(found.postponed), dividing.passed_over, found.notice)

    def read_now(self, source: Source, rules: Rules, document: RawDocument) -> list[UnsettledArticle]:
        """What a run would make of a document now, of all in it that is not stored just so. Nothing is written."""
        dividing = Dividing(own=partial(self._own, source.name), known=partial(self._as_stored, rules))
        found: list[UnsettledArticle] = []
        for batch in batches(dividing.articles(iter([document]))):
            with self._database.read() as connection:
                store = ArticleStore(connection)
                known = store.known(source.name, (part.external_id for part in batch))
                prints = store.fingerprints(source.name, [part.external_id for part in batch])
                fresh = [*read_changed(batch, prints, source, rules)]
                found += [self._unsettled(store, read, known.get(read.document.external_id), rules) for read in fresh]
        return found

    def _unsettled(
        self, store: ArticleStore, read: ReadDocument, known: intake.Known | None, rules: Rules
    ) -> UnsettledArticle:
        now = self._clock.now()
        decision = intake.decide(read.draft, known, now)
        stored = store.get(known.id, now) if known else None
        return UnsettledArticle(
            external_id=read.document.external_id,
            article_id=known.id if known else None,
            article=standing_in(stored, decision, rules.language) if stored else None,
            reason=decision.reason,
        )

    def _own(self, source: str, ids: Collection[str]) -> Collection[str]:
        """The ids by which feeds of ours know articles: tags that we know, or by today's authority, lest we lost some.

        And those that articles kept, but for the source that they came from.
        """
        tags = [external_id for external_id in ids if external_id.startswith("tag:")]
        with self._database.read() as connection:
            store = ArticleStore(connection)
            known = store.tags_among(tags)
            kept = {guid for guid, theirs in store.guids_among([*ids]).items() if theirs != source}
        return known | kept | {tag for tag in tags if tag.startswith(tag_uri(self._id_authority, ""))}

    def _as_stored(self, rules: Rules, documents: Sequence[RawDocument]) -> Mapping[str, RawDocument | None]:
        """External id → the document of one source that is stored just as it is, or ``None`` where another is."""
        with self._database.read() as connection:
            names = dict.fromkeys(document.external_id for document in documents)
            known = ArticleStore(connection).fingerprints(documents[0].source, names)
        same = [
            document
            for document in documents
            if known.get(document.external_id) == reading.fingerprint(document, rules)
        ]
        return dict.fromkeys(known) | {document.external_id: document for document in same}

    def _seen_before(
        self, source: str, found: SourceReading, *, mails_first_run: bool
    ) -> Callable[[ReadDocument], bool]:
        """Whether a document that is new to us was there at the source's first run."""
        if mails_first_run:
            return lambda _: False
        with self._database.read() as connection:
            left = SourceStore(connection).left_by_first_run(source)
        if left is None:
            return lambda _: True
        return lambda read: read.document.path in left or _is_dated_up_to(read, found.seen_until)

    def _take_back(
        self,
        store: ArticleStore,
        source: str,
        found: SourceReading,
        missed: Mapping[str, str],
        tally: RunTally,
    ) -> Mapping[str, str]:
        """Withdraw what is gone; what is remembered as missing from now on."""
        if not (found.gone or found.missing):
            return {}
        now = self._clock.now()
        lost = absences(found.missing, store.published_of(source, now, AMONG), missed, now)
        if lost.are_too_many:
            found.notice = (
                f"{len(found.missing):,} articles are missing at once, which is hard to believe; they stay. "
                "If they shall go: syndicate articles withdraw"
            )
        for names, reason in ((found.gone, _GONE), (lost.gone, _MISSED)):
            for name in store.take_back_gone(source, names, now, reason):
                tally.add(IntakeOutcome.WITHDRAWN, name, reason)
        return lost.missed

    def _published(self, source: str, most: int) -> Sequence[str]:
        with self._database.read() as connection:
            return ArticleStore(connection).published_of(source, self._clock.now(), most)

    def _note_failure(self, source: Source, error: SyndicateError, every: timedelta | None) -> None:
        # A database that failed cannot keep the note of it; who was told to stop did not fail.
        is_ours = isinstance(error, StorageError) and error.code != "source-missing"
        if is_ours or isinstance(error, TryLaterError):
            return
        with self._database.write() as connection:
            store, now = SourceStore(connection), self._clock.now()
            failures = store.course(source.name).failures + 1
            wait = error.wait if isinstance(error, SourceError) else None
            next_at = next_look(source.name, now, every, failures=failures, wait=wait) if every else None
            store.note_failure(source.name, now, error, next_at)

    def _take(
        self,
        batch: list[RawDocument],
        source: Source,
        rules: Rules,
        tally: RunTally,
        is_seen_before: Callable[[ReadDocument], bool],
        is_there: Callable[[str], bool] | None,
    ) -> None:
        with self._database.read() as connection:
            known = ArticleStore(connection).fingerprints(source.name, (document.external_id for document in batch))
        fresh = list(read_changed(batch, known, source, rules))
        tally.counts[IntakeOutcome.UNCHANGED] += len(batch) - len(fresh)
        if fresh:
            with self._database.write() as connection:
                storing = Storing(
                    connection,
                    rules=rules,
                    tally=tally,
                    is_seen_before=is_seen_before,
                    recognising=Recognising(connection, is_there=is_there, configured=self._configured),
                    id_authority=self._id_authority,
                    now=self._clock.now(),
                )
                storing.store(fresh)


def _is_dated_up_to(read: ReadDocument, at: datetime | None) -> bool:
    published = read.draft.published
    return at is not None and published is not None and published.at <= at


def _until(is_stopped: Callable[[], bool], documents: Iterator[RawDocument]) -> Iterator[RawDocument]:
    """The documents, until somebody says stop: of a source far away each may take its time."""
    for document in documents:
        if is_stopped():
            message = "the run was told to stop"
            raise TryLaterError(message, code="stopped", hint="The next one begins where it did.")
        yield document
