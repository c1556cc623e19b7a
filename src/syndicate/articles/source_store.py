"""The SQL of how sources fare: what their last reading left, when they are asked again, and what came of it last."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from sqlalchemy import func, insert, or_, select, update

from syndicate.articles.store import ArticleStore
from syndicate.storage.tables import articles, sources

if TYPE_CHECKING:
    from datetime import datetime

    from sqlalchemy import Connection

    from syndicate.articles.sources import SourceReading
    from syndicate.errors import SyndicateError

#: So many of the articles that were seen last are asked for the newest of each source: no look grows with the archive.
AMONG = 2_000
#: The key of a bookmark under which an import is noted.
_IMPORT = "import"
#: So many of the last good readings make a source's habit.
HABIT = 10
#: So many of the last arrivals tell how often something new comes.
_ARRIVALS = 20


@dataclass(frozen=True, kw_only=True, slots=True)
class SourceCourse:
    """Where the reading of a source stands; a source that was never read has nothing of it.

    ``extents`` are those of the last good readings, ``failures`` those in a row that broke off since. ``missed`` maps
    the external ids of what was missing to the instant since when, in ISO 8601.
    """

    bookmark: Mapping[str, Any] = field(default_factory=dict)
    extents: Sequence[int] = ()
    missed: Mapping[str, str] = field(default_factory=dict)
    failures: int = 0
    next_at: datetime | None = None
    error_code: str | None = None

    def is_put_off(self, now: datetime) -> bool:
        """Whether it must not be asked yet; of one that is gone for good: ever."""
        return self.error_code == "source-gone" or (self.next_at is not None and self.next_at > now)


@dataclass(frozen=True, kw_only=True, slots=True)
class ImportedFile:
    """The export that was taken in last: the system's name, and the file's."""

    kind: str
    file: str


@dataclass(frozen=True, kw_only=True, slots=True)
class SourceStanding:
    """A source as its last run left it. ``newest_at`` is ``None`` when none of the last `AMONG` articles is of it.

    ``error`` is why the last run broke off, the first of a row of them at ``failing_since``; ``arrivals`` are the
    instants at which something new came, the newest last, in ISO 8601. ``imported`` is there where it is no source that
    is read, but what an export brought.
    """

    name: str
    tried_at: datetime | None
    error: str | None
    newest_at: datetime | None
    error_code: str | None = None
    failing_since: datetime | None = None
    failures: int = 0
    next_at: datetime | None = None
    notice: str | None = None
    arrivals: Sequence[str] = ()
    imported: ImportedFile | None = None

    @property
    def read_at(self) -> datetime | None:
        """When it was read; a look that failed does not count, and when the last good one was is not known then."""
        return None if self.error else self.tried_at


class SourceStore:
    """Sources, within one transaction."""

    def __init__(self, connection: Connection) -> None:
        """Work on that transaction."""
        self._connection = connection

    def names(self) -> set[str]:
        """The names of all sources that were ever read, or tried."""
        return set(self._connection.execute(select(sources.c.name)).scalars())

    def has_failed(self, names: Iterable[str], since: datetime) -> bool:
        """Whether the last run of any of those sources broke off, and all of them only since then."""
        is_recent = or_(sources.c.failing_since.is_(None), sources.c.failing_since >= since)
        of_these = sources.c.name.in_(list(names))
        query = select(sources.c.name).where(of_these, sources.c.last_error.is_not(None), is_recent)
        return self._connection.execute(query.limit(1)).first() is not None

    def course(self, name: str) -> SourceCourse:
        """Where the reading of the source stands."""
        columns = (
            sources.c.bookmark,
            sources.c.extents,
            sources.c.missed,
            sources.c.failures,
            sources.c.next_at,
            sources.c.error_code,
        )
        row = self._connection.execute(select(*columns).where(sources.c.name == name)).one_or_none()
        if row is None:
            return SourceCourse()
        return SourceCourse(
            bookmark=row.bookmark or {},
            extents=row.extents or (),
            missed=row.missed or {},
            failures=row.failures,
            next_at=row.next_at,
            error_code=row.error_code,
        )

    def standings(self) -> dict[str, SourceStanding]:
        """By name: every source that was ever read, or tried."""
        floor = select(articles.c.sequence).order_by(articles.c.sequence.desc()).limit(1).offset(AMONG)
        lowest = self._connection.execute(floor).scalar() or 0
        newest = select(articles.c.source, func.max(articles.c.sequence).label("last"))
        newest = newest.where(articles.c.sequence > lowest).group_by(articles.c.source)
        latest = newest.subquery()
        seen = select(articles.c.source, articles.c.first_seen_at).join(latest, latest.c.last == articles.c.sequence)
        newest_at = {row.source: row.first_seen_at for row in self._connection.execute(seen)}
        rows = self._connection.execute(select(sources))
        return {
            row.name: SourceStanding(
                name=row.name,
                tried_at=row.last_run_at,
                error=row.last_error,
                newest_at=newest_at.get(row.name),
                error_code=row.error_code,
                failing_since=row.failing_since,
                failures=row.failures,
                next_at=row.next_at,
                notice=row.notice,
                arrivals=row.arrivals or (),
                imported=_imported(row.bookmark),
            )
            for row in rows
        }

    def left_by_first_run(self, source: str) -> frozenset[str] | None:
        """External ids that the source's first run left for later, still unknown; ``None``: it had no run yet."""
        query = select(sources.c.first_run_at, sources.c.postponed).where(sources.c.name == source)
        row = self._connection.execute(query).one_or_none()
        return None if row is None or row.first_run_at is None else frozenset(row.postponed)

    def note_run(
        self,
        source: str,
        now: datetime,
        reading: SourceReading,
        *,
        is_first_mailed: bool = False,
        divided: Iterable[str] = (),
        missed: Mapping[str, str] | None = None,
        has_news: bool = False,
        next_at: datetime | None = None,
    ) -> None:
        """Remember that the reading came to its end; of the first such one, for ever, what it left for later.

        Unless what the first run finds is mailed: then nothing is kept of it. ``divided`` are the lists that were taken
        apart: they are known, though no article has their name.
        """
        before = self._row(source)
        values: dict[str, Any] = {
            "last_run_at": now,
            "last_error": None,
            "error_code": None,
            "failing_since": None,
            "failures": 0,
            "next_at": next_at,
            "bookmark": dict(reading.bookmark),
            "notice": reading.notice or None,
            "missed": dict(missed) if missed else None,
        }
        if reading.extent is not None:
            values["extents"] = [*(before.get("extents") or ()), reading.extent][-HABIT:]
        if has_news:
            values["arrivals"] = [*(before.get("arrivals") or ()), now.isoformat()][-_ARRIVALS:]
        left = before.get("postponed")
        if before.get("first_run_at") is None:
            values |= {"first_run_at": now, "postponed": [] if is_first_mailed else sorted(reading.postponed)}
        elif left and (
            arrived := {*left} & (ArticleStore(self._connection).fingerprints(source, left).keys() | set(divided))
        ):
            values["postponed"] = sorted({*left} - arrived)
        self._set(source, values)

    def note_import(self, name: str, now: datetime, *, kind: str, file: str) -> None:
        """Remember that an export was taken in under that name; it had no first run, so that a source may yet have."""
        self._set(name, {"last_run_at": now, "last_error": None, "bookmark": {_IMPORT: {"kind": kind, "file": file}}})

    def is_import(self, name: str) -> bool:
        """Whether an export was taken in under that name, and no source has it."""
        return _imported(self._row(name).get("bookmark")) is not None

    def note_failure(self, source: str, now: datetime, error: SyndicateError, next_at: datetime | None) -> None:
        """Remember that a run broke off, why, and when it is tried again."""
        before = self._row(source)
        values: dict[str, Any] = {
            "last_run_at": now,
            "last_error": str(error),
            "error_code": error.code,
            "failing_since": before.get("failing_since") or now,
            "failures": before.get("failures", 0) + 1,
            "next_at": next_at,
        }
        self._set(source, values)

    def accept(self, source: str) -> bool:
        """Take the source as it is from now on, whatever its habit was; it is due at once. ``False``: it is unknown."""
        this = update(sources).where(sources.c.name == source)
        values: dict[str, Any] = {"extents": [], "error_code": None, "next_at": None, "missed": None}
        return self._connection.execute(this.values(values)).rowcount > 0

    def _row(self, source: str) -> Mapping[str, Any]:
        row = self._connection.execute(select(sources).where(sources.c.name == source)).mappings().one_or_none()
        return {} if row is None else {**row}

    def _set(self, source: str, values: Mapping[str, Any]) -> None:
        if not self._connection.execute(update(sources).where(sources.c.name == source).values(values)).rowcount:
            self._connection.execute(insert(sources).values(name=source, **values))


def _imported(bookmark: Mapping[str, Any] | None) -> ImportedFile | None:
    noted = (bookmark or {}).get(_IMPORT)
    return ImportedFile(**noted) if noted else None
