import random
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest
from sqlalchemy import event, func, select

from syndicate.articles.collecting import BATCH, CollectionReport, Collector, documents
from syndicate.articles.findings import LIMIT
from syndicate.articles.model import Article, RawDocument, Severity, Status
from syndicate.articles.rules import Rules
from syndicate.articles.source_store import SourceStore
from syndicate.articles.sources import Memory, SourceReading
from syndicate.articles.sources.folder import FolderSource
from syndicate.articles.store import ArticleStore
from syndicate.errors import BadDataError, StorageError
from syndicate.storage import Database
from syndicate.storage.tables import articles, sources
from syndicate.testing.clock import ManualClock
from tests.unit.articles.article_samples import SECOND, a_dump, a_picture, an_array

NOW = datetime(2025, 10, 6, 9, 0, tzinfo=UTC)
RULES = Rules(language="en", zone=ZoneInfo("UTC"))
AUTHORITY = "quay.example,2026"


@dataclass
class Shelf:
    """A source in memory."""

    texts: dict[str, str | bytes] = field(default_factory=dict)
    name: str = "desk"
    language: str = "en"
    zone: ZoneInfo = field(default_factory=lambda: ZoneInfo("UTC"))
    postponed: tuple[str, ...] = ()
    refused: frozenset[str] = frozenset()
    error: StorageError | None = None

    def read(self, memory: Memory) -> SourceReading:
        del memory
        return SourceReading(documents=self._documents(), postponed=[*self.postponed])

    def _documents(self) -> Iterator[RawDocument]:
        ready = (pair for pair in self.texts.items() if pair[0] not in self.postponed)
        for name, text in sorted(ready):
            content = text.encode() if isinstance(text, str) else text
            yield RawDocument(source=self.name, external_id=name, content=content)
        if self.error:
            raise self.error

    def check_picture(self, path: str) -> None:
        if path in self.refused:
            message = "this is a link"
            raise BadDataError(message, code="picture-path")

    def picture(self, path: str, max_bytes: int) -> bytes:
        raise AssertionError(path, max_bytes)


@pytest.fixture
def clock() -> ManualClock:
    return ManualClock(NOW)


@pytest.fixture
def pick_up(database: Database, clock: ManualClock) -> Collector:
    return Collector(database, clock, AUTHORITY)


@pytest.fixture
def source() -> Shelf:
    return Shelf({"ferry.txt": a_dump(), "train.txt": a_dump(title="The Night Train Is Back On Its Rails")})


def run(pick_up: Collector, source: Shelf, rules: Rules = RULES, *, mails_first_run: bool = True) -> CollectionReport:
    return pick_up.run(source, rules, mails_first_run=mails_first_run)


def stored(database: Database, now: datetime = NOW) -> dict[str, Article]:
    with database.read() as connection:
        return {article.external_id: article for article in ArticleStore(connection).all(now)}


def counts(report: CollectionReport) -> tuple[int, int, int, int]:
    return report.new, report.changed, report.unchanged, report.held


def test_new_articles_are_stored_whole(database: Database, pick_up: Collector, source: Shelf) -> None:
    source.texts["ferry.txt"] = a_dump(media=an_array(a_picture(is_video="1")))
    assert counts(run(pick_up, source)) == (2, 0, 0, 0)
    article = stored(database)["ferry.txt"]
    assert article.status is Status.PUBLISHED
    assert article.tag == f"tag:{AUTHORITY}:{article.id}"
    assert article.published is not None
    assert article.published.isoformat() == "2025-10-05T15:34:55+01:00"
    assert article.published.is_ambiguous
    assert article.dated_at == datetime(2025, 10, 5, 14, 34, 55, tzinfo=UTC)
    assert article.media[0].is_video
    assert article.media[0].candidates[0].url == "https://pictures.example/ferry.jpg"
    assert article.sections == ("World",)
    assert (article.revision, article.language, article.direction) == (1, "en", "ltr")
    assert (article.first_seen_at, article.changed_at, article.is_backlog) == (NOW, NOW, False)
    assert {finding.code for finding in article.findings} == {"zone-ambiguous", "picture-foreign"}


def test_a_second_run_finds_nothing_to_do_and_writes_no_article(
    database: Database, pick_up: Collector, source: Shelf
) -> None:
    run(pick_up, source)
    statements: list[str] = []
    event.listen(database.engine, "before_cursor_execute", lambda *facts: statements.append(facts[2]))
    assert counts(run(pick_up, source)) == (0, 0, 2, 0)
    assert not [one for one in statements if one.startswith(("INSERT INTO articles", "UPDATE articles"))]


def test_a_change_keeps_identity_and_order(
    database: Database, pick_up: Collector, clock: ManualClock, source: Shelf
) -> None:
    run(pick_up, source)
    before = stored(database)["ferry.txt"]
    clock.sleep(60)
    source.texts["ferry.txt"] = a_dump(title="The Night Ferry Is Back After All", body=(SECOND,))
    assert counts(run(pick_up, source)) == (0, 1, 1, 0)
    after = stored(database)["ferry.txt"]
    assert (after.id, after.tag, after.sequence, after.first_seen_at) == (before.id, before.tag, before.sequence, NOW)
    assert (after.revision, after.changed_at) == (2, NOW + timedelta(minutes=1))
    assert after.title == "The Night Ferry Is Back After All"


def test_white_space_is_stored_but_is_no_change(
    database: Database, pick_up: Collector, clock: ManualClock, source: Shelf
) -> None:
    run(pick_up, source)
    clock.sleep(60)
    source.texts["ferry.txt"] = a_dump() + "\n\n"
    assert counts(run(pick_up, source)) == (0, 0, 2, 0)
    assert stored(database)["ferry.txt"].changed_at == NOW


def test_a_tag_is_never_minted_again(database: Database, clock: ManualClock, source: Shelf) -> None:
    run(Collector(database, clock, AUTHORITY), source)
    source.texts["ferry.txt"] = a_dump(title="Another Headline For The Ferry")
    run(Collector(database, clock, "new.example,2027"), source)
    assert stored(database)["ferry.txt"].tag.startswith(f"tag:{AUTHORITY}:")


def test_what_cannot_be_read_is_held_and_named(database: Database, pick_up: Collector) -> None:
    report = run(pick_up, Shelf({"bad.txt": b"\xff\xff", "page.html": "<html></html>"}))
    assert counts(report) == (0, 0, 0, 2)
    assert [name for name, _ in report.held_items] == ["bad.txt", "page.html"]
    assert "byte 0" in report.held_items[0][1]
    assert {article.status for article in stored(database).values()} == {Status.HELD}


def test_a_held_article_is_published_once_it_is_mended(database: Database, pick_up: Collector) -> None:
    source = Shelf({"a.txt": "Leave a Comment"})
    run(pick_up, source)
    source.texts["a.txt"] = a_dump()
    assert counts(run(pick_up, source)) == (0, 1, 0, 0)
    assert stored(database)["a.txt"].status is Status.PUBLISHED


def test_a_bad_change_leaves_the_last_good_version_out_there(
    database: Database, pick_up: Collector, source: Shelf
) -> None:
    run(pick_up, source)
    good = stored(database)["ferry.txt"]
    for broken in (b"\xff", b"\xff\xff"):
        source.texts["ferry.txt"] = broken
        assert counts(run(pick_up, source)) == (0, 0, 1, 1)
    kept = stored(database)["ferry.txt"]
    assert (kept.status, kept.title, kept.body_html, kept.revision) == (good.status, good.title, good.body_html, 1)
    assert [one.severity for one in kept.findings if one.code == "update-held"] == [Severity.WARN]
    source.texts["ferry.txt"] = a_dump()
    assert counts(run(pick_up, source)) == (0, 0, 2, 0)
    assert stored(database)["ferry.txt"] == good


def test_a_document_that_is_gone_changes_nothing(database: Database, pick_up: Collector, source: Shelf) -> None:
    run(pick_up, source)
    del source.texts["ferry.txt"]
    assert counts(run(pick_up, source)) == (0, 0, 1, 0)
    assert stored(database)["ferry.txt"].status is Status.PUBLISHED


def test_a_first_run_may_count_as_seen_before(database: Database, pick_up: Collector, source: Shelf) -> None:
    run(pick_up, source, mails_first_run=False)
    source.texts["later.txt"] = a_dump(title="A Story That Came Later On")
    run(pick_up, source, mails_first_run=False)
    assert {name: one.is_backlog for name, one in stored(database).items()} == {
        "ferry.txt": True,
        "train.txt": True,
        "later.txt": False,
    }


def backlog(database: Database) -> set[str]:
    return {name for name, one in stored(database).items() if one.is_backlog}


def left_over(database: Database) -> set[str]:
    with database.read() as connection:
        left = SourceStore(connection).left_by_first_run("desk")
    assert left is not None
    return set(left)


def test_what_is_under_embargo_at_the_first_run_is_still_to_come(database: Database, pick_up: Collector) -> None:
    tomorrow, yesterday = "October 7, 2025, 08:00:00 UTC", "October 5, 2025, 08:00:00 UTC"
    source = Shelf({"later.txt": a_dump(dateline=tomorrow), "out.txt": a_dump(dateline=yesterday)})
    run(pick_up, source, mails_first_run=False)
    assert stored(database)["later.txt"].status is Status.EMBARGOED
    assert backlog(database) == {"out.txt"}


def test_files_still_being_copied_at_the_first_run_count_as_seen_before_whenever_they_are_ready(
    database: Database, pick_up: Collector, source: Shelf
) -> None:
    source.texts |= {"slow.txt": a_dump(title="A Slow Copy Of A Story"), "log.txt": a_dump(title="A Log Of The Day")}
    source.postponed = ("log.txt", "slow.txt")
    assert run(pick_up, source, mails_first_run=False).postponed == 2
    assert left_over(database) == {"log.txt", "slow.txt"}
    source.postponed = ("log.txt",)
    run(pick_up, source, mails_first_run=False)
    assert left_over(database) == {"log.txt"}
    source.postponed = ()
    run(pick_up, source, mails_first_run=False)
    assert left_over(database) == set()
    assert backlog(database) == {"ferry.txt", "log.txt", "slow.txt", "train.txt"}


def test_a_file_that_is_never_left_alone_does_not_keep_the_first_run_open(
    database: Database, pick_up: Collector, source: Shelf
) -> None:
    source.postponed = ("log.txt",)
    run(pick_up, source, mails_first_run=False)
    source.texts |= {"news.txt": a_dump(title="A Story That Came Later On"), "slow.txt": a_dump(title="Another One")}
    source.postponed = ("log.txt", "slow.txt")
    run(pick_up, source, mails_first_run=False)
    assert left_over(database) == {"log.txt"}
    source.postponed = ("log.txt",)
    run(pick_up, source, mails_first_run=False)
    assert backlog(database) == {"ferry.txt", "train.txt"}


def test_what_a_first_run_that_is_mailed_leaves_for_later_is_mailed_too(
    database: Database, pick_up: Collector, source: Shelf
) -> None:
    source.texts["slow.txt"], source.postponed = a_dump(title="A Slow Copy Of A Story"), ("slow.txt",)
    run(pick_up, source, mails_first_run=True)
    assert left_over(database) == set()
    source.postponed = ()
    run(pick_up, source, mails_first_run=False)
    assert backlog(database) == set()


def test_a_first_run_that_broke_off_goes_on_with_the_next(
    database: Database, pick_up: Collector, source: Shelf
) -> None:
    source.error = StorageError("the folder went away", code="source-missing")
    with pytest.raises(StorageError):
        run(pick_up, source, mails_first_run=False)
    source.error, source.texts["rest.txt"] = None, a_dump(title="The Rest Of The Folder")
    run(pick_up, source, mails_first_run=False)
    assert backlog(database) == {"ferry.txt", "rest.txt", "train.txt"}


def test_a_source_that_fails_is_remembered_and_told(database: Database, pick_up: Collector, source: Shelf) -> None:
    source.error = StorageError("the folder is not there", code="source-missing", where="articles")
    with pytest.raises(StorageError):
        run(pick_up, source, mails_first_run=False)
    with database.read() as connection:
        row = connection.execute(select(sources)).one()
        assert SourceStore(connection).left_by_first_run("desk") is None
    assert (row.last_error, row.last_run_at) == ("articles: the folder is not there", NOW)
    source.error = None
    run(pick_up, source, mails_first_run=False)
    with database.read() as connection:
        row = connection.execute(select(sources)).one()
    assert (row.last_error, row.first_run_at) == (None, NOW)


def test_new_rules_make_known_documents_be_read_again(database: Database, pick_up: Collector, source: Shelf) -> None:
    run(pick_up, source)
    report = run(pick_up, source, replace(RULES, zone_names={"CET": "Europe/Berlin"}))
    assert counts(report) == (0, 0, 2, 0)
    published = stored(database)["ferry.txt"].published
    assert published is not None
    assert published.isoformat() == "2025-10-05T15:34:55+02:00"


def test_picture_paths_are_made_relative_to_the_source_and_checked(database: Database, pick_up: Collector) -> None:
    images = {"s1": "pictures/link.jpg", "s2": "pictures/ferry.jpg", "s3": "https://h.example/a.jpg"}
    text = a_dump(media=an_array(a_picture(images=images), a_picture(images={"s1": "pictures/link.jpg"})))
    run(pick_up, Shelf({"world/ferry.txt": text}, refused=frozenset({"world/pictures/link.jpg"})))
    article = stored(database)["world/ferry.txt"]
    assert [file.url for file in article.media[0].candidates] == ["world/pictures/ferry.jpg", "https://h.example/a.jpg"]
    assert len(article.media) == 1
    assert [one.code for one in article.findings].count("picture-path") == 2


def test_a_picture_that_was_refused_is_not_asked_for_its_description(database: Database, pick_up: Collector) -> None:
    refused, kept = ({"s1": f"pictures/{name}.jpg"} for name in ("link", "ferry"))
    pictures = [a_picture(images=files, description="", title="") for files in (refused, kept)]
    run(pick_up, Shelf({"ferry.txt": a_dump(media=an_array(*pictures))}, refused=frozenset({"pictures/link.jpg"})))
    found = [(one.code, one.quote) for one in stored(database)["ferry.txt"].findings]
    assert ("picture-path", "pictures/link.jpg") in found
    assert [quote for code, quote in found if code == "alt-missing"] == ["pictures/ferry.jpg"]


def test_pictures_that_are_refused_are_few_findings_however_many_they_are(
    database: Database, pick_up: Collector
) -> None:
    names = [f"pictures/{number}.jpg" for number in range(1000)]
    many = [a_picture(images={name: name for name in names[at : at + 20]}) for at in range(0, 1000, 20)]
    run(pick_up, Shelf({"a.txt": a_dump(media=an_array(*many))}, refused=frozenset(names)))
    found = [one for one in stored(database)["a.txt"].findings if one.code == "picture-path"]
    assert len(found) == LIMIT + 1
    assert found[-1].message == "And 990 more of this kind."


def test_a_batch_ends_early_where_its_documents_are_large(
    database: Database, pick_up: Collector, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(documents, "BATCH_BYTES", 2 * len(a_dump()))
    source = Shelf({f"{number}.txt": a_dump() for number in range(5)})
    commits: list[object] = []
    event.listen(database.engine, "commit", commits.append)
    assert counts(run(pick_up, source)) == (5, 0, 0, 0)
    assert len(commits) == 4  # three batches, and the note of the run


def test_the_longest_path_of_a_folder_is_held_in_every_database(
    database: Database, pick_up: Collector, tmp_path: Path
) -> None:
    folder = tmp_path / "articles"
    # Random letters: an index takes what it can pack.
    letters = random.Random(7)
    steps = ["".join(letters.choices("abcdefghijklmnopqrstuvwxyz0123456789", k=240)) for _ in range(12)]
    deep = folder.joinpath(*steps[:5])
    deep.mkdir(parents=True)
    (deep / "near.txt").write_text(a_dump())
    deeper = folder.joinpath(*steps)
    deeper.mkdir(parents=True)
    (deeper / "far.txt").write_text(a_dump())
    source = FolderSource(
        name="desk",
        folder=folder,
        language="en",
        zone=ZoneInfo("UTC"),
        max_bytes=100_000,
        settle_seconds=0,
        clock=ManualClock(NOW),
    )
    for expected in ((1, 0, 0, 1), (0, 0, 2, 0)):
        assert counts(pick_up.run(source, RULES, mails_first_run=True)) == expected
    held, public = sorted(stored(database).values(), key=lambda one: one.status.value)
    assert public.external_id.endswith("/near.txt")
    assert [one.code for one in held.findings] == ["path-too-long"]
    assert held.external_id.startswith(steps[0][:200])
    assert len(held.external_id) < 300


def test_many_documents_are_stored_in_batches(database: Database, pick_up: Collector) -> None:
    many = BATCH + 3
    source = Shelf({f"{number:04}.txt": a_dump(title=f"Story Number {number} Of The Day") for number in range(many)})
    commits: list[object] = []
    event.listen(database.engine, "commit", commits.append)
    assert counts(run(pick_up, source)) == (many, 0, 0, 0)
    assert len(commits) == 3  # two batches, and the note of the run
    with database.read() as connection:
        assert connection.execute(select(func.count()).select_from(articles)).scalar_one() == many
    assert counts(run(pick_up, source)) == (0, 0, many, 0)


def test_a_lost_database_gives_the_same_identity_again(
    database: Database, sqlite_database: Database, clock: ManualClock, source: Shelf
) -> None:
    run(Collector(database, clock, AUTHORITY), source)
    first = stored(database)
    if database is sqlite_database:
        with database.write() as connection:
            connection.execute(articles.delete())
    run(Collector(sqlite_database, clock, AUTHORITY), source)
    assert {(one.id, one.tag) for one in stored(sqlite_database).values()} == {
        (one.id, one.tag) for one in first.values()
    }
