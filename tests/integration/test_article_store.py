from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest
from sqlalchemy import update

from syndicate.articles.intake import decide
from syndicate.articles.model import AiUse, Author, Candidate, Draft, ForeignTime, Media, Status
from syndicate.articles.rows import first_row
from syndicate.articles.store import ArticleStore
from syndicate.storage import Database
from syndicate.storage.tables import articles

NOW = datetime(2025, 10, 5, 14, 0, tzinfo=UTC)
DRAFT = Draft(title="Night ferry", body_text="It sails.", body_html="<p>It sails.</p>", sections=("World",))


def dated(days: float) -> ForeignTime:
    return ForeignTime(at=NOW + timedelta(days=days), offset=timedelta(hours=5, minutes=30), raw="raw")


def add(database: Database, name: str, draft: Draft = DRAFT, *, source: str = "desk", now: datetime = NOW) -> None:
    with database.write() as connection:
        ArticleStore(connection).add(
            [
                first_row(
                    decide(draft, None, now),
                    article_id=name,
                    tag=f"tag:x:{name}",
                    source=source,
                    external_id=name,
                    fingerprint="f",
                    language="en",
                    is_backlog=False,
                    now=now,
                )
            ],
            now,
        )


def ids(database: Database, now: datetime = NOW, **filters: object) -> list[str]:
    """What is listed, however it is asked for."""
    with database.read() as connection:
        store = ArticleStore(connection)
        found = store.all(now, **filters)  # type: ignore[arg-type]
        if "after_sequence" not in filters:
            assert [one for page in store.pages(now, **filters) for one in page] == found  # type: ignore[arg-type]
            headlines = list(store.headlines(now, **filters))  # type: ignore[arg-type]
            assert [(one.id, one.status, one.dated_at, one.title) for one in headlines] == [
                (one.id, one.status, one.dated_at, one.title) for one in found
            ]
        return [one.id for one in found]


def visible(database: Database, now: datetime = NOW, section: str | None = None, limit: int = 10) -> list[str]:
    with database.read() as connection:
        return [one.id for one in ArticleStore(connection).visible(now, section=section, limit=limit)]


def test_what_goes_in_comes_out(database: Database) -> None:
    draft = replace(
        DRAFT,
        deck="Über 🚢",
        tags=("a", "b"),
        authors=(Author(name="Ann", url="https://x.example/"),),
        published=dated(-1),
        updated=dated(-0.5),
        permalink="https://x.example/ferry",
        language="he",
        direction="rtl",
    )
    add(database, "a", draft)
    with database.read() as connection:
        article = ArticleStore(connection).get("a", NOW)
        assert ArticleStore(connection).get("b", NOW) is None
    assert article is not None
    # Some are for decisions alone, and some are kept only of a site that moves here.
    for name in Draft.__dataclass_fields__.keys() - {"unread", "slug", "guid", "old_addresses"}:
        assert getattr(article, name) == getattr(draft, name)


@pytest.mark.parametrize("use", [None, *AiUse])
def test_what_is_said_of_ai_comes_out_as_it_went_in(database: Database, use: AiUse | None) -> None:
    medium = Media(kind="image", candidates=(Candidate(url="a.jpg"),), ai=use)
    add(database, "one", replace(DRAFT, ai=use, media=(medium,)))
    with database.read() as connection:
        article = ArticleStore(connection).get("one", NOW)
    assert article is not None
    assert (article.ai, article.media) == (use, (medium,))
    assert isinstance(article.ai, AiUse | None)


def test_newest_comes_first_and_ties_go_by_id(database: Database) -> None:
    add(database, "old", replace(DRAFT, published=dated(-2)))
    add(database, "b", replace(DRAFT, published=dated(-1)))
    add(database, "a", replace(DRAFT, published=dated(-1)))
    add(database, "undated")
    assert visible(database) == ["undated", "a", "b", "old"]
    assert visible(database, limit=2) == ["undated", "a"]


def test_an_embargo_ends_with_the_clock(database: Database) -> None:
    add(database, "a", replace(DRAFT, published=dated(1)))
    assert visible(database) == []
    assert ids(database, status=Status.EMBARGOED) == ["a"]
    assert ids(database, status=Status.PUBLISHED) == []
    later = NOW + timedelta(days=1)
    assert visible(database, later) == ["a"]
    assert ids(database, later, status=Status.PUBLISHED) == ["a"]
    assert ids(database, later, status=Status.EMBARGOED) == []
    with database.read() as connection:
        article = ArticleStore(connection).get("a", NOW)
    assert article is not None
    assert article.status is Status.EMBARGOED


def test_the_desk_sees_the_last_seen_first(database: Database) -> None:
    for name in ("a", "b", "c"):
        add(database, name, source="wire" if name == "b" else "desk")
    assert ids(database) == ["c", "b", "a"]
    assert ids(database, limit=2) == ["c", "b"]
    assert ids(database, source="wire") == ["b"]
    assert ids(database, after_sequence=1) == ["c", "b"]


def test_held_and_withdrawn_articles_are_not_visible(database: Database) -> None:
    add(database, "a")
    with database.write() as connection:
        connection.execute(update(articles).values(status="withdrawn"))
    assert visible(database) == []
    assert ids(database, status=Status.WITHDRAWN) == ["a"]


@pytest.mark.parametrize("section", ["World", "Ärger & Co", 'the "best"', "50 %", "a_b", "back\\slash", "וְעוֹד", "a/b"])
def test_a_section_is_found_by_its_exact_name(database: Database, section: str) -> None:
    add(database, "first", replace(DRAFT, sections=(section, "x")))
    add(database, "second", replace(DRAFT, sections=("x", section)))
    add(database, "longer", replace(DRAFT, sections=(f"{section}s", f"in {section}", section.upper() + "!")))
    assert visible(database, section=section) == ["first", "second"]


def test_a_section_inside_another_name_is_not_found(database: Database) -> None:
    add(database, "a", replace(DRAFT, sections=('say "World"', 'x, "World', "World, x")))
    assert visible(database, section="World") == []


def test_a_section_in_other_case_is_another_section_on_both_databases(database: Database) -> None:
    add(database, "a", replace(DRAFT, sections=("World",)))
    add(database, "b", replace(DRAFT, sections=("WORLD",)))
    assert visible(database, section="World") == ["a"]
    assert visible(database, section="WORLD") == ["b"]


def test_many_known_articles_are_asked_for_at_once(database: Database) -> None:
    add(database, "a")
    with database.read() as connection:
        store = ArticleStore(connection)
        asked = ["a", *(f"n{number}" for number in range(1200))]
        assert store.fingerprints("desk", asked) == {"a": "f"}
        assert store.fingerprints("wire", asked) == {}


def test_a_first_version_needs_its_draft(database: Database) -> None:
    decision = replace(decide(DRAFT, None, NOW), draft=None)
    with pytest.raises(ValueError, match="needs its draft"), database.write() as connection:
        ArticleStore(connection).add(
            [
                first_row(
                    decision,
                    article_id="a",
                    tag="t",
                    source="desk",
                    external_id="a",
                    fingerprint="f",
                    language="en",
                    is_backlog=False,
                    now=NOW,
                )
            ],
            NOW,
        )
