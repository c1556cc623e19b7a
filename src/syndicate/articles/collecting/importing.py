"""An export is taken in: once, or again when it has grown; nothing in it is ever mailed."""

from __future__ import annotations

import hashlib
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from itertools import islice
from typing import TYPE_CHECKING

from syndicate.articles import intake, reading
from syndicate.articles.collecting.documents import BATCH, ReadDocument, settle_pictures
from syndicate.articles.collecting.recognising import Recognising
from syndicate.articles.collecting.report import RunTally
from syndicate.articles.collecting.storing import Storing
from syndicate.articles.collecting.takeover import Takeover
from syndicate.articles.exports import TWICE
from syndicate.articles.findings import blocking
from syndicate.articles.formats.claims.addresses import old_addresses_of
from syndicate.articles.intake import IntakeOutcome
from syndicate.articles.review import reviewed
from syndicate.articles.source_store import SourceStore
from syndicate.articles.store import ArticleStore
from syndicate.articles.withholding import CODES

if TYPE_CHECKING:
    from syndicate.articles.collecting.report import CollectionReport
    from syndicate.articles.exports import Export, ExportedArticle
    from syndicate.articles.exports.pictures import ExportPictures
    from syndicate.articles.model import Draft, RawDocument
    from syndicate.articles.rules import Rules
    from syndicate.clock import Clock
    from syndicate.storage import Database

#: What keeps an article back, by the codes of findings, in words for the report.
_REASONS = {"protected": "protected by a password", "expiry-unclear": "expired", "embargo-unclear": "scheduled"}


class Importer:
    """Brings the articles of exports into the database, by the same rules as those of sources."""

    def __init__(self, database: Database, clock: Clock, id_authority: str) -> None:
        """``id_authority`` is the ``quay.example,2026`` in the ``tag:`` of articles that are new."""
        self._database = database
        self._clock = clock
        self._id_authority = id_authority

    def take_in(self, export: Export, pictures: ExportPictures, rules: Rules, *, file: str) -> CollectionReport:
        """Store what is new or changed in an export; ``file`` is its name, for those who look later.

        Everything counts as seen before, so no mail ever has it. What the export withholds, or dates ahead, is passed
        over unless it is known: then it is withdrawn or waits, as its own document says. What has no date is held:
        readers would see it on top. What an earlier import brought and this one lacks stays as it is. Articles keep
        their ids in feeds, have their pages here, and are found where they stood before.

        Raises:
            BadDataError: the export is damaged; batches stored before that stay.
        """
        rules = replace(rules, zone=export.zone or rules.zone, language=export.language or rules.language)
        reader = _Reader(export, pictures, rules)
        tally = RunTally()
        passed: Counter[str] = Counter()
        articles = reader.each_once(passed)
        while batch := list(islice(articles, BATCH)):
            self._take_articles(batch, reader, tally, passed)
        passed.update(export.passed_over)
        with self._database.write() as connection:
            SourceStore(connection).note_import(pictures.name, self._clock.now(), kind=export.kind, file=file)
        return tally.report(0, {file: dict(passed)} if passed else {}, export.notice)

    def _take_articles(
        self, batch: Sequence[ExportedArticle], reader: _Reader, tally: RunTally, passed: Counter[str]
    ) -> None:
        documents = [reader.document(article) for article in batch]
        names = [document.external_id for document in documents]
        with self._database.read() as connection:
            known = ArticleStore(connection).fingerprints(reader.source, names)
        fresh: list[ReadDocument] = []
        for read in reader.changed(batch, documents, known):
            reason = None if read.document.external_id in known else self._passed_by(read.draft)
            if reason is None:
                fresh.append(read)
            else:
                passed[reason] += 1
                documents.remove(read.document)
        tally.counts[IntakeOutcome.UNCHANGED] += len(documents) - len(fresh)
        if fresh:
            with self._database.write() as connection:
                storing = Storing(
                    connection,
                    rules=reader.rules,
                    tally=tally,
                    is_seen_before=lambda _: True,
                    recognising=Recognising(connection),
                    id_authority=self._id_authority,
                    now=self._clock.now(),
                    takeover=Takeover(connection, reader.rules),
                )
                storing.store(fresh)

    def _passed_by(self, draft: Draft) -> str | None:
        """Why an article that is not known is not taken; ``None``: it is."""
        decision = intake.decide(draft, None, self._clock.now())
        if decision.is_withheld:
            code = next((finding.code for finding in decision.findings if finding.code in CODES), "embargo-unclear")
            return _REASONS.get(code, code)
        return "scheduled" if decision.embargo_until else None


class _Reader:
    """Reads the articles of one export."""

    def __init__(self, export: Export, pictures: ExportPictures, rules: Rules) -> None:
        self.source = pictures.name
        self.rules = rules
        self._export = export
        self._pictures = pictures

    def each_once(self, passed: Counter[str]) -> Iterator[ExportedArticle]:
        """The articles of the export; of several that have one name the first, the others are counted as ``twice``."""
        seen: set[str] = set()
        for article in self._export.articles():
            name = self.document(article).external_id
            if name in seen:
                passed[TWICE] += 1
            else:
                seen.add(name)
                yield article

    def document(self, article: ExportedArticle) -> RawDocument:
        return article.document(self.source, self._export.kind)

    def changed(
        self, articles: Sequence[ExportedArticle], documents: Sequence[RawDocument], known: Mapping[str, str]
    ) -> Iterator[ReadDocument]:
        """Those that are not ``known``, external id → fingerprint, just as they are."""
        for article, document in [*zip(articles, documents, strict=True)]:
            fingerprint = self._fingerprint(article, document)
            if known.get(document.external_id) != fingerprint:
                draft = self._pictures.at_hand(self._draft(article, document))
                settled = settle_pictures(draft, document.path, self._pictures)
                yield ReadDocument(document=document, fingerprint=fingerprint, draft=reviewed(settled, self.rules))

    def _fingerprint(self, article: ExportedArticle, document: RawDocument) -> str:
        beside = repr((article.guid, article.old_addresses, self._export.site)).encode("utf-8", "backslashreplace")
        return hashlib.sha256(reading.fingerprint(document, self.rules).encode() + beside).hexdigest()

    def _draft(self, article: ExportedArticle, document: RawDocument) -> Draft:
        draft = reading.read(document, self.rules)
        addresses = article.old_addresses or old_addresses_of(draft.old_addresses, self._export.site)
        draft = replace(draft, guid=article.guid or draft.guid, old_addresses=addresses)
        return draft if draft.published or document.fault else _undated(draft)


def _undated(draft: Draft) -> Draft:
    """The draft, held for its lack of a date."""
    message = "The export does not say when this was published; readers would see it on top. Give it a date there."
    others = [finding for finding in draft.findings if finding.code != "no-date"]
    return replace(draft, findings=(blocking("no-date", message), *others))
