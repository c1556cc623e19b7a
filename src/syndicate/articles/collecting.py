"""Collecting: the documents of a source are read, reviewed, decided on and stored, a batch at a time."""

from __future__ import annotations

import posixpath
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import partial
from typing import TYPE_CHECKING, Any

from syndicate.articles import intake, reading
from syndicate.articles.findings import limited, warning
from syndicate.articles.identity import article_id, tag_uri
from syndicate.articles.intake import IntakeOutcome
from syndicate.articles.reading.dividing import Dividing
from syndicate.articles.review import reviewed
from syndicate.articles.rows import first_row
from syndicate.articles.store import ArticleStore
from syndicate.articles.unsettled import UnsettledArticle, standing_in
from syndicate.errors import BadDataError, StorageError, SyndicateError

if TYPE_CHECKING:
    from datetime import datetime

    from syndicate.articles.model import Candidate, Draft, Finding, Media, RawDocument
    from syndicate.articles.rules import Rules
    from syndicate.articles.sources import Source
    from syndicate.clock import Clock
    from syndicate.storage import Database

#: Documents in one transaction: enough to spread the cost of a durable commit, few enough for memory.
BATCH = 200
#: Bytes of documents beyond which a batch takes no more.
BATCH_BYTES = 10_000_000

#: Reasons that a report lists; the rest are counted, and stand with their articles.
LISTED = 100


@dataclass(frozen=True, kw_only=True, slots=True)
class CollectionReport:
    """How a run ended: documents by outcome; ``postponed`` ones were still being written.

    ``held`` ones are not published; ``withdrawn`` ones were, and their documents now withhold them. Their items are
    pairs of external id and reason, `LISTED` at most. ``passed_over`` counts what is no article by its kind, by the
    external id of its document.
    """

    new: int = 0
    changed: int = 0
    unchanged: int = 0
    held: int = 0
    held_items: tuple[tuple[str, str], ...] = ()
    withdrawn: int = 0
    withdrawn_items: tuple[tuple[str, str], ...] = ()
    passed_over: Mapping[str, Mapping[str, int]] = field(default_factory=dict)
    postponed: int = 0


@dataclass(kw_only=True, slots=True)
class _Tally:
    counts: dict[IntakeOutcome, int] = field(default_factory=lambda: dict.fromkeys(IntakeOutcome, 0))
    listed: dict[IntakeOutcome, list[tuple[str, str]]] = field(
        default_factory=lambda: {IntakeOutcome.HELD: [], IntakeOutcome.WITHDRAWN: []}
    )

    def add(self, outcome: IntakeOutcome, external_id: str, reason: str) -> None:
        self.counts[outcome] += 1
        items = self.listed.get(outcome)
        if items is not None and len(items) < LISTED:
            items.append((external_id, reason))

    def report(self, postponed: int, passed_over: Mapping[str, Mapping[str, int]]) -> CollectionReport:
        return CollectionReport(
            new=self.counts[IntakeOutcome.NEW],
            changed=self.counts[IntakeOutcome.CHANGED],
            unchanged=self.counts[IntakeOutcome.UNCHANGED],
            held=self.counts[IntakeOutcome.HELD],
            held_items=tuple(self.listed[IntakeOutcome.HELD]),
            withdrawn=self.counts[IntakeOutcome.WITHDRAWN],
            withdrawn_items=tuple(self.listed[IntakeOutcome.WITHDRAWN]),
            passed_over=passed_over,
            postponed=postponed,
        )


@dataclass(frozen=True, kw_only=True, slots=True)
class _Read:
    document: RawDocument
    fingerprint: str
    draft: Draft


class Collector:
    """Brings the articles of sources into the database."""

    def __init__(self, database: Database, clock: Clock, id_authority: str) -> None:
        """``id_authority`` is the ``quay.example,2026`` in the ``tag:`` of articles that are new."""
        self._database = database
        self._clock = clock
        self._id_authority = id_authority

    def run(self, source: Source, rules: Rules, *, mails_first_run: bool) -> CollectionReport:
        """Collect everything in the source that is new or changed; what is unchanged costs no write.

        What the first run that sees the whole source finds counts as seen before and is never mailed,
        unless ``mails_first_run``; so do the documents that run left for later, once they are ready.
        An article under embargo was not seen yet. A document that is gone changes nothing.

        Raises:
            SyndicateError: the source cannot be reached; batches stored before that stay.
        """
        is_seen_before = self._seen_before(source.name, mails_first_run=mails_first_run)
        tally = _Tally()
        dividing = Dividing(own=self._own, known=partial(self._as_stored, rules))
        try:
            documents = dividing.articles(source.documents())
            for batch in _batches(documents):
                self._take(batch, source, rules, tally, is_seen_before)
        except SyndicateError as error:
            self._note_failure(source, error)
            raise
        with self._database.write() as connection:
            left = () if mails_first_run else source.postponed
            store = ArticleStore(connection)
            store.note_run(source.name, self._clock.now(), postponed=left, divided=dividing.divided)
            store.drop_held(source.name, dividing.divided)
        return tally.report(len(source.postponed), dividing.passed_over)

    def read_now(self, source: Source, rules: Rules, document: RawDocument) -> list[UnsettledArticle]:
        """What a run would make of a document now, of all in it that is not stored just so. Nothing is written."""
        dividing = Dividing(own=self._own, known=partial(self._as_stored, rules))
        found: list[UnsettledArticle] = []
        for batch in _batches(dividing.articles(iter([document]))):
            with self._database.read() as connection:
                store = ArticleStore(connection)
                known = store.known(source.name, (part.external_id for part in batch))
                prints = {name: each.fingerprint for name, each in known.items()}
                fresh = [*_read_changed(batch, prints, source, rules)]
                found += [self._unsettled(store, read, known.get(read.document.external_id), rules) for read in fresh]
        return found

    def _unsettled(
        self, store: ArticleStore, read: _Read, known: intake.Known | None, rules: Rules
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

    def _own(self, ids: Collection[str]) -> Collection[str]:
        """The ids that are tags of our articles: of those we know, or by today's authority, lest we lost some."""
        tags = [external_id for external_id in ids if external_id.startswith("tag:")]
        if not tags:
            return ()
        with self._database.read() as connection:
            known = ArticleStore(connection).tags_among(tags)
        return known.union(tag for tag in tags if tag.startswith(tag_uri(self._id_authority, "")))

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

    def _seen_before(self, source: str, *, mails_first_run: bool) -> Callable[[str], bool]:
        """Whether a document that is new to us, by its external id, was there at the source's first run."""
        if mails_first_run:
            return lambda _: False
        with self._database.read() as connection:
            left = ArticleStore(connection).left_by_first_run(source)
        return (lambda _: True) if left is None else left.__contains__

    def _note_failure(self, source: Source, error: SyndicateError) -> None:
        # A database that failed cannot keep the note of it.
        if not isinstance(error, StorageError) or error.code == "source-missing":
            with self._database.write() as connection:
                ArticleStore(connection).note_failure(source.name, self._clock.now(), str(error))

    def _take(
        self,
        batch: list[RawDocument],
        source: Source,
        rules: Rules,
        tally: _Tally,
        is_seen_before: Callable[[str], bool],
    ) -> None:
        with self._database.read() as connection:
            known = ArticleStore(connection).fingerprints(source.name, (document.external_id for document in batch))
        fresh = list(_read_changed(batch, known, source, rules))
        tally.counts[IntakeOutcome.UNCHANGED] += len(batch) - len(fresh)
        if fresh:
            with self._database.write() as connection:
                self._store(ArticleStore(connection), fresh, rules, tally, is_seen_before)

    def _store(
        self,
        store: ArticleStore,
        fresh: list[_Read],
        rules: Rules,
        tally: _Tally,
        is_seen_before: Callable[[str], bool],
    ) -> None:
        now = self._clock.now()
        # Asked again inside the transaction: another process may have stored them meanwhile.
        known = store.known(fresh[0].document.source, (read.document.external_id for read in fresh))
        new: list[dict[str, Any]] = []
        for read in fresh:
            stored = known.get(read.document.external_id)
            decision = intake.decide(read.draft, stored, now)
            if stored is None:
                is_out = decision.embargo_until is None and not decision.is_withheld
                is_backlog = is_out and is_seen_before(read.document.path)
                new.append(self._first_row(read, decision, rules, now=now, is_backlog=is_backlog))
            else:
                store.revise(decision, stored, fingerprint=read.fingerprint, language=rules.language, now=now)
            tally.add(decision.outcome, read.document.external_id, decision.reason)
        store.add(new, now)

    def _first_row(
        self, read: _Read, decision: intake.IntakeDecision, rules: Rules, *, now: datetime, is_backlog: bool
    ) -> dict[str, Any]:
        minted = article_id(read.document.source, read.document.external_id)
        return first_row(
            decision,
            article_id=minted,
            tag=tag_uri(self._id_authority, minted),
            source=read.document.source,
            external_id=read.document.external_id,
            fingerprint=read.fingerprint,
            language=rules.language,
            is_backlog=is_backlog,
            now=now,
        )


def _batches(documents: Iterable[RawDocument]) -> Iterator[list[RawDocument]]:
    batch: list[RawDocument] = []
    size = 0
    for document in documents:
        batch.append(document)
        size += len(document.content)
        if len(batch) == BATCH or size >= BATCH_BYTES:
            yield batch
            batch, size = [], 0
    if batch:
        yield batch


def _read_changed(batch: list[RawDocument], known: dict[str, str], source: Source, rules: Rules) -> Iterator[_Read]:
    for document in batch:
        fingerprint = reading.fingerprint(document, rules)
        if known.get(document.external_id) != fingerprint:
            draft = settle_pictures(reading.read(document, rules), document.path, source)
            yield _Read(document=document, fingerprint=fingerprint, draft=reviewed(draft, rules))


def settle_pictures(draft: Draft, path: str, source: Source) -> Draft:
    """Make the picture paths of a draft relative to the source; those it refuses go, with a warning.

    A document names pictures relative to its own ``path``, so ``pictures/a.jpg`` in ``world/story.txt`` is
    ``world/pictures/a.jpg`` for the source.
    """
    refused: list[Finding] = []
    settled = [_settled(medium, posixpath.dirname(path), source, refused) for medium in draft.media]
    media = tuple(medium for medium in settled if medium.candidates)
    return replace(draft, media=media, findings=(*draft.findings, *limited(refused)))


def _settled(media: Media, folder: str, source: Source, findings: list[Finding]) -> Media:
    kept: list[Candidate] = []
    for candidate in media.candidates:
        if ":" in candidate.url:  # no path has one
            kept.append(candidate)
            continue
        path = posixpath.join(folder, candidate.url)
        try:
            source.check_picture(path)
        except BadDataError as error:
            findings.append(warning("picture-path", f"The picture was dropped: {error.message}.", candidate.url))
        else:
            kept.append(replace(candidate, url=path))
    return replace(media, candidates=tuple(kept))
