"""What tests of imports share: a list in a file, brought in, and the audience after it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from syndicate.audience.digests import AddressDigests
from syndicate.audience.imports.files import open_list
from syndicate.audience.imports.importing import Tell, import_list
from syndicate.audience.imports.request import ImportReport, ImportRequest, read_mapping, read_words
from syndicate.audience.imports.words import Standing
from syndicate.audience.model import Ground, Subscription, Suppression
from syndicate.audience.store import AudienceStore
from syndicate.errors import BadDataError
from syndicate.storage import Database
from syndicate.storage.tables import subscribers, subscriptions, suppressions

NOON = datetime(2026, 11, 22, 12, tzinfo=UTC)
NEWSLETTERS = {"morning": "daily", "weekly": "weekly"}


@dataclass(kw_only=True)
class Imported:
    report: ImportReport
    refusals: list[BadDataError]
    kept: list[str]

    def counts(self) -> Mapping[str, int]:
        return {outcome.value: count for outcome, count in self.report.outcomes.items() if count}

    def refused(self) -> list[str]:
        return [str(error) for error in self.refusals]


def bring(  # noqa: PLR0913 - the choices of an import, each by name
    database: Database,
    path: Path,
    *,
    consent: str | None = None,
    newsletter: str | None = "morning",
    encoding: str | None = None,
    mapping: tuple[str, ...] = (),
    words: tuple[str, ...] = (),
    standing: Standing | None = None,
    is_rehearsal: bool = False,
    now: datetime = NOON,
    digests: AddressDigests | None = None,
) -> Imported:
    refusals: list[BadDataError] = []
    kept: list[str] = []
    request = ImportRequest(
        newsletters=NEWSLETTERS,
        default_newsletter=newsletter,
        now=now,
        consent=consent,
        mapping=read_mapping(mapping),
        words=read_words(words),
        standing=standing,
        is_rehearsal=is_rehearsal,
        digests=digests,
    )
    with open_list(path, encoding) as file:
        report = import_list(file, database, request, Tell(refused=refusals.append, kept=kept.append))
    return Imported(report=report, refusals=refusals, kept=kept)


def a_list(folder: Path, text: str | bytes, name: str = "readers.csv") -> Path:
    path = folder / name
    path.write_bytes(text.encode() if isinstance(text, str) else text)
    return path


def people(database: Database, newsletter: str | None = None) -> list[Subscription]:
    with database.read() as connection:
        return list(AudienceStore(connection).all(newsletter))


def states(database: Database) -> dict[str, str]:
    return {each.address: each.state.value for each in people(database)}


def names(database: Database) -> dict[str, str | None]:
    return {each.address: each.subscriber.name for each in people(database)}


def barred(database: Database) -> dict[str, str]:
    with database.read() as connection:
        rows = connection.execute(suppressions.select().order_by(suppressions.c.address_key)).mappings()
        return {row["address_key"]: Suppression(**row).reason for row in rows}


def mailable(database: Database) -> set[str]:
    """Whom mail may go to, asked as the claim asks."""
    with database.read() as connection:
        store = AudienceStore(connection)
        rows = connection.execute(
            subscriptions.select().add_columns(subscribers.c.address).join(subscribers)
        ).mappings()
        return {row["address"] for row in list(rows) if store.is_confirmed(row["id"])}


def one(database: Database, address: str) -> Subscription:
    return next(each for each in people(database) if each.address == address)


def grounds(database: Database, address: str) -> list[Ground]:
    with database.read() as connection:
        which = one(database, address).id
        return AudienceStore(connection).grounds_of([which]).get(which, [])
