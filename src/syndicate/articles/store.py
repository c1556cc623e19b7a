"""The SQL of the articles: one `ArticleStore` lives as long as its transaction."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from datetime import datetime
from typing import TYPE_CHECKING, Any

from sqlalchemy import Text, and_, case, cast, delete, exists, func, insert, or_, select, update

from syndicate.articles.alias_store import AliasStore
from syndicate.articles.correction_store import CorrectionStore
from syndicate.articles.intake import release_reason
from syndicate.articles.model import Article, Finding, Headline, Outline, Retraction, Severity, Status, WithdrawnBy
from syndicate.articles.releases import ReleaseStore
from syndicate.articles.rows import (
    HEADLINED,
    KNOWN,
    OUTLINED,
    article_of,
    content_columns,
    fields_of,
    headline_of,
    known_of,
    outline_of,
    retraction_of,
    storable,
    terms_of,
    verdict_columns,
)
from syndicate.articles.withholding import CODES, UNCLEAR
from syndicate.storage.beginnings import BEGINNING
from syndicate.storage.states import ReleaseReason, TermKind
from syndicate.storage.tables import article_terms
from syndicate.storage.tables import articles as table
from syndicate.storage.visibility import has_expired, is_gone, is_visible

if TYPE_CHECKING:
    from sqlalchemy import ColumnElement, Connection, Row, Select

    from syndicate.articles.intake import IntakeDecision, Known

_OF_WITHDRAWAL = ("withdrawn_at", "withdrawn_by", "withdrawal_reason", "was_public")
# Below the number of parameters that any SQLite build takes in one statement.
_MOST_PARAMETERS = 500


class ArticleStore:
    """The articles in one transaction; nothing here commits."""

    def __init__(self, connection: Connection) -> None:
        """Work on that connection."""
        self._connection = connection

    # --- reading -------------------------------------------------------------------

    def get(self, article_id: str, now: datetime) -> Article | None:
        """The article of that id, whatever its status at ``now``; ``None`` when there is none."""
        row = self._connection.execute(select(table).where(table.c.id == article_id)).one_or_none()
        return None if row is None else article_of(row, now)

    def is_public(self, article_id: str, now: datetime) -> bool | None:
        """Whether readers may see the article at ``now``; ``None`` when they never could, or there is none.

        That is told apart by nothing else, nor by how long it takes: no text is read.
        """
        was_ever = or_(is_visible(now), is_gone(now))
        query = select(case((is_visible(now), True), else_=False)).where(table.c.id == article_id, was_ever)
        return self._connection.execute(query).scalar_one_or_none()

    def all(
        self,
        now: datetime,
        *,
        status: Status | None = None,
        source: str | None = None,
        limit: int | None = None,
        after_sequence: int = 0,
    ) -> list[Article]:
        """Articles with a sequence above ``after_sequence``, last seen first; ``status`` is as of ``now``."""
        query = select(table).where(table.c.sequence > after_sequence)
        return self._load(_listed(query, now, status, source, limit), now)

    def pages(
        self, now: datetime, *, status: Status | None = None, source: str | None = None, limit: int | None = None
    ) -> Iterator[list[Article]]:
        """What `all` gives, some hundred at a time; read as it is used up."""
        query = _listed(select(table), now, status, source, limit)
        with self._connection.execute(query, execution_options={"yield_per": _MOST_PARAMETERS}) as rows:
            for page in rows.partitions():
                yield [article_of(row, now) for row in page]

    def headlines(
        self, now: datetime, *, status: Status | None = None, source: str | None = None, limit: int | None = None
    ) -> Iterator[Headline]:
        """The headlines of what `all` gives; read as it is used up."""
        query = _listed(select(*(table.c[name] for name in HEADLINED), BEGINNING), now, status, source, limit)
        with self._connection.execute(query, execution_options={"yield_per": _MOST_PARAMETERS}) as rows:
            for row in rows:
                yield headline_of(row, now)

    def visible(self, now: datetime, *, section: str | None = None, limit: int) -> list[Article]:
        """What readers may see at ``now``, newest `Article.dated_at` first, ties by id."""
        query = select(table).where(has_status(Status.PUBLISHED, now))
        if section is not None:
            query = query.where(is_in(section))
        dated_at = func.coalesce(table.c.published_at, table.c.first_seen_at)
        return self._load(query.order_by(dated_at.desc(), table.c.id).limit(limit), now)

    def outlines(self, now: datetime) -> list[Outline]:
        """Every article that readers may see at ``now``, without its text, in the order of first sight.

        Cheap enough to be asked in each pass: no body is read.
        """
        columns = [table.c[name] for name in OUTLINED]
        lists = [cast(table.c[name], Text) for name in ("sections", "tags", "authors")]
        query = select(*columns, *lists).where(has_status(Status.PUBLISHED, now)).order_by(table.c.sequence)
        corrections = CorrectionStore(self._connection).newest()
        return [outline_of(row, corrections) for row in self._connection.execute(query)]

    def some(self, article_ids: Iterable[str], now: datetime) -> dict[str, Article]:
        """The articles with these ids, whatever their status; unknown ids are left out."""
        ids = list(article_ids)
        articles: dict[str, Article] = {}
        for start in range(0, len(ids), _MOST_PARAMETERS):
            query = select(table).where(table.c.id.in_(ids[start : start + _MOST_PARAMETERS]))
            articles.update((article.id, article) for article in self._load(query, now))
        return articles

    def retractions(self, since: datetime, now: datetime) -> list[Retraction]:
        """The articles that were public until they were withdrawn or expired, since then; the latest first."""
        left_at = case((table.c.status == Status.WITHDRAWN.value, table.c.withdrawn_at), else_=table.c.expires_at)
        is_recent = or_(
            and_(table.c.status == Status.WITHDRAWN.value, table.c.withdrawn_at >= since), table.c.expires_at >= since
        )
        query = select(table).where(is_recent, is_gone(now)).order_by(left_at.desc(), table.c.id)
        return [retraction_of(row) for row in self._connection.execute(query)]

    def fingerprints(self, source: str, external_ids: Iterable[str]) -> dict[str, str]:
        """External id → fingerprint of the documents that are known among these, also of those that are aliases."""
        ids = list(external_ids)
        aliases = AliasStore(self._connection).fingerprints(source, ids)
        return aliases | {external_id: known.fingerprint for external_id, known in self.known(source, ids).items()}

    def known(self, source: str, external_ids: Iterable[str]) -> dict[str, Known]:
        """External id → what a decision needs, of the articles that are known among these."""
        ids = list(external_ids)
        known = {}
        for start in range(0, len(ids), _MOST_PARAMETERS):
            batch = ids[start : start + _MOST_PARAMETERS]
            query = select(table.c.external_id, *(table.c[name] for name in KNOWN))
            for row in self._connection.execute(query.where(table.c.source == source, table.c.external_id.in_(batch))):
                known[row.external_id] = known_of(row)
        return known

    def published_of(self, source: str, now: datetime, most: int) -> list[str]:
        """The external ids of articles of the source that readers see, last seen first; at most so many."""
        query = select(table.c.external_id).where(table.c.source == source, has_status(Status.PUBLISHED, now))
        return list(self._connection.execute(query.order_by(table.c.sequence.desc()).limit(most)).scalars())

    def tags_among(self, tags: Sequence[str]) -> set[str]:
        """Those of the ``tag:`` URIs that articles of ours have."""
        return {row.tag for row in self._with("tag", tags)}

    def guids_among(self, guids: Sequence[str]) -> dict[str, str]:
        """Those of the ids that articles kept, with the source of each."""
        return {row.guid: row.source for row in self._with("guid", guids)}

    def of_entries(self, entry_ids: Sequence[str]) -> list[str]:
        """The ids of the articles that have those ids in feeds, in their order; unknown ones are left out."""
        known = {row.tag: row.id for row in self._with("tag", entry_ids)}
        known |= {row.guid: row.id for row in self._with("guid", entry_ids)}
        return [known[entry_id] for entry_id in entry_ids if entry_id in known]

    def _with(self, name: str, values: Sequence[str]) -> Iterator[Row[str, str, str, str]]:
        """What identifies the articles that have one of these values in that column."""
        identities = select(table.c.id, table.c.tag, table.c.guid, table.c.source)
        for start in range(0, len(values), _MOST_PARAMETERS):
            some = list(map(storable, values[start : start + _MOST_PARAMETERS]))
            yield from self._connection.execute(identities.where(table.c[name].in_(some)))

    def _load(self, query: Select[Any], now: datetime) -> list[Article]:
        return [article_of(row, now) for row in self._connection.execute(query)]

    # --- writing -------------------------------------------------------------------

    def add(self, rows: Sequence[Mapping[str, Any]], now: datetime) -> None:
        """Store articles that were not known, as `first_row` made them, in this order and by one statement."""
        if not rows:
            return
        self._connection.execute(insert(table), rows)
        terms = [{"article_id": row["id"], "kind": kind, "term": term} for row in rows for kind, term in terms_of(row)]
        self._connection.execute(insert(article_terms), terms)
        out = [row["id"] for row in rows if row["released_at"] and not row["awaits_release"]]
        ReleaseStore(self._connection).add([(article_id, ReleaseReason.INTAKE) for article_id in out], now)

    def revise(self, decision: IntakeDecision, known: Known, *, fingerprint: str, language: str, now: datetime) -> None:
        """Store what was decided on a known article; its identity and first sight stay for ever."""
        if decision.draft is None:
            self._note(decision.findings, known.id, fingerprint)
            if decision.is_withheld and known.status is not Status.WITHDRAWN:
                self._take_back(known.id, now, WithdrawnBy.DOCUMENT, decision.reason)
            return
        values = {**content_columns(decision.draft, language), **verdict_columns(decision, fingerprint)}
        if decision.revision != known.revision or decision.status is not known.status:
            values["changed_at"] = now
        if decision.is_released:
            values["released_at"] = now
        if decision.is_released and known.status is not Status.HELD:  # readers that dropped it take it again
            values |= {"significant_at": now, **dict.fromkeys(_OF_WITHDRAWAL)}
        self._connection.execute(update(table).where(table.c.id == known.id).values(values))
        has_gained = self._replace_terms(known.id, terms_of(values))
        if reason := release_reason(decision, known, has_gained=has_gained):
            ReleaseStore(self._connection).add([(known.id, reason)], now)

    def _replace_terms(self, article_id: str, terms: Collection[tuple[TermKind, str]]) -> bool:
        """Let the article have these terms; whether one of them is new to it."""
        of_it = article_terms.c.article_id == article_id
        query = select(article_terms.c.kind, article_terms.c.term).where(of_it)
        before = {(TermKind(row.kind), row.term) for row in self._connection.execute(query)}
        gained = [pair for pair in terms if pair not in before]
        for kind, term in before.difference(terms):
            this = and_(of_it, article_terms.c.kind == kind, article_terms.c.term == term)
            self._connection.execute(delete(article_terms).where(this))
        if gained:
            rows = [{"article_id": article_id, "kind": kind, "term": term} for kind, term in gained]
            self._connection.execute(insert(article_terms), rows)
        return bool(gained)

    def withdraw(self, article_id: str, now: datetime, reason: str | None = None) -> bool:
        """Take the article back; ``False`` when that was done before, and then only a ``reason`` is noted.

        No new version of its document brings it back, also of one that its document withheld; `restore` does.
        """
        was_there = self._connection.execute(
            select(table.c.id).where(table.c.id == article_id, ~has_status(Status.WITHDRAWN, now))
        ).first()
        self._take_back(article_id, now, WithdrawnBy.OPERATOR, reason)
        return was_there is not None

    def take_back_gone(self, source: str, external_ids: Iterable[str], now: datetime, reason: str) -> list[str]:
        """Withdraw those articles of the source that readers see or would, because it has them no more; which.

        Whatever their documents say when they come back is read anew, and gives them back. One that another document
        is as well stays, and is that document's from now on.
        """
        taken = []
        aliases = AliasStore(self._connection)
        names = list(external_ids)
        aliases.drop(source, names)
        for external_id, known in self.known(source, names).items():
            if known.status is Status.PUBLISHED and not known.is_expired(now) and not aliases.inherit(known.id):
                self._take_back(known.id, now, WithdrawnBy.DOCUMENT, reason)
                self._connection.execute(update(table).where(table.c.id == known.id).values(fingerprint=""))
                taken.append(external_id)
        return taken

    def _take_back(self, article_id: str, now: datetime, by: WithdrawnBy, reason: str | None) -> None:
        """Withdraw; of one that was withdrawn before, or expired, the time and what readers saw of it stay."""
        this = update(table).where(table.c.id == article_id)
        values = {
            "status": Status.WITHDRAWN.value,
            "withdrawn_at": case((has_expired(now), table.c.expires_at), else_=now),
            "was_public": case((or_(is_visible(now), is_gone(now)), True), else_=False),
            "awaits_release": False,
        }
        self._connection.execute(this.where(table.c.status != Status.WITHDRAWN.value).values(values))
        self._connection.execute(
            this.values(withdrawn_by=by.value, **({"withdrawal_reason": reason} if reason else {}))
        )

    def restore(self, article_id: str, now: datetime) -> bool:
        """Give a withdrawn article back to its readers; ``False`` when it is not withdrawn, or stays so.

        It counts as a significant change, so that readers that dropped it take it again. One that never
        could be read as an article is held again. One that readers saw and that its own document
        withholds stays withdrawn, from now on by the document alone.
        """
        this = and_(table.c.id == article_id, table.c.status == Status.WITHDRAWN.value)
        row = self._connection.execute(
            select(table.c.findings, table.c.expires_at, table.c.embargo_until, table.c.was_public).where(this)
        ).one_or_none()
        if row is None:
            return False
        blocks = {finding["code"] for finding in row.findings if finding["severity"] == Severity.BLOCK}
        if row.was_public and blocks & {*CODES, UNCLEAR}:
            self._connection.execute(update(table).where(this).values(withdrawn_by=WithdrawnBy.DOCUMENT.value))
            return False
        values: dict[str, Any] = {
            "status": (Status.HELD if blocks else Status.PUBLISHED).value,
            "significant_at": now,
            **dict.fromkeys(_OF_WITHDRAWAL),
        }
        is_expired = row.expires_at is not None and row.expires_at <= now
        is_out = not blocks and not is_expired
        awaits_release = is_out and row.embargo_until is not None and row.embargo_until > now
        if is_out:
            values |= {"released_at": now, "awaits_release": awaits_release}
        self._connection.execute(update(table).where(this).values(values))
        if is_out and not awaits_release:
            ReleaseStore(self._connection).add([(article_id, ReleaseReason.RESTORED)], now)
        return not is_expired

    def mark_significant(self, article_id: str, now: datetime) -> bool:
        """Note that the article has just changed in a way that its readers should hear of."""
        this = update(table).where(table.c.id == article_id)
        return self._connection.execute(this.values(significant_at=now)).rowcount > 0

    def drop_held(self, source: str, external_ids: Iterable[str]) -> None:
        """Forget articles that are held: each stood for a list that could not be read, and now can be."""
        for external_id, known in self.known(source, external_ids).items():
            if known.status is Status.HELD:
                this = and_(table.c.source == source, table.c.external_id == external_id)
                self._connection.execute(delete(table).where(this))

    def note_findings(self, article_id: str, findings: Iterable[Finding]) -> None:
        """Let the article have these findings."""
        this = update(table).where(table.c.id == article_id)
        self._connection.execute(this.values(findings=[*map(fields_of, findings)]))

    def _note(self, findings: tuple[Finding, ...], article_id: str, fingerprint: str) -> None:
        """Replace earlier notes of the same kind, so that trying again does not pile them up."""
        stored = self._connection.execute(select(table.c.findings).where(table.c.id == article_id)).scalar_one()
        codes = {finding.code for finding in findings} | CODES | {UNCLEAR}
        kept = [finding for finding in stored if finding["code"] not in codes]
        values = {"findings": [*kept, *map(fields_of, findings)], "fingerprint": fingerprint}
        self._connection.execute(update(table).where(table.c.id == article_id).values(values))


# --- conditions -------------------------------------------------------------------------


def _listed(
    query: Select[Any], now: datetime, status: Status | None, source: str | None, limit: int | None
) -> Select[Any]:
    """What was asked for, last seen first."""
    if status is not None:
        query = query.where(has_status(status, now))
    if source is not None:
        query = query.where(table.c.source == source)
    return query.order_by(table.c.sequence.desc()).limit(limit)


def has_status(status: Status, now: datetime) -> ColumnElement[bool]:
    """Whether an article stands so at ``now``, as `rows` says it of one row."""
    if status is Status.PUBLISHED:
        return is_visible(now)
    if status is Status.WITHDRAWN:
        return or_(table.c.status == status.value, has_expired(now))
    if status is Status.EMBARGOED:
        is_ahead = or_(table.c.expires_at.is_(None), table.c.expires_at > now)
        return and_(table.c.status == Status.PUBLISHED.value, table.c.embargo_until > now, is_ahead)
    return table.c.status == status.value


def is_in(section: str) -> ColumnElement[bool]:
    """Whether an article is in that section."""
    in_section = exists().where(
        article_terms.c.article_id == table.c.id,
        article_terms.c.kind == TermKind.SECTION,
        article_terms.c.term == storable(section),
    )
    return in_section.correlate(table)
