"""Articles at the desk: found by words and filters, shown with why they are as they are, taken back and given back."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path

import pytest

from syndicate.articles.model import Severity, Status
from syndicate.articles.review.acceptance import AcceptanceStore
from syndicate.images.model import HeroState
from syndicate.publishing.wiring import Parts
from syndicate.storage import Database
from syndicate.web.desk.articles.listing import ARTICLES
from tests.integration.desk.desk_parts import Editor, at_desk
from tests.integration.edition_parts import article_of, compose, due_at_seven, publish
from tests.newsroom import Newsroom
from tests.unit.web.web_samples import NOW, Door, a_finding
from tests.unit.web.web_samples import Newsroom as Quay


@pytest.fixture
def desk(tmp_path_factory: pytest.TempPathFactory) -> Newsroom:
    """The newsroom of whoever is at the desk."""
    return due_at_seven(tmp_path_factory.mktemp("paper"))


@pytest.fixture
def quay(database: Database, tmp_path: Path) -> Quay:
    """Stories of every kind."""
    quay = Quay(database, tmp_path)
    quay.add("ferry", title="The ferry leaves", deck="Nobody hears it")
    quay.add("oil", title="ÖLPREIS steigt", deck=None, source="wire", findings=(a_finding(severity=Severity.WARN),))
    quay.add("held", title="Pier closes", status=Status.HELD, findings=(a_finding(),))
    quay.add("soon", title="The budget", embargo_until=NOW + timedelta(hours=3))
    return quay


@pytest.mark.parametrize(
    ("asked", "expected"),
    [
        ("", {"The ferry leaves", "ÖLPREIS steigt", "Pier closes", "The budget"}),
        ("?q=FERRY+leaves", {"The ferry leaves"}),
        ("?q=hears", {"The ferry leaves"}),
        ("?q=%C3%B6lpreis", {"ÖLPREIS steigt"}),
        ("?q=ferry+budget", set()),
        ("?q=100%25_", set()),
        ("?source=wire", {"ÖLPREIS steigt"}),
        ("?status=held", {"Pier closes"}),
        ("?status=embargoed", {"The budget"}),
        ("?status=nonsense&before=x", {"The ferry leaves", "ÖLPREIS steigt", "Pier closes", "The budget"}),
        ("?findings=1", {"ÖLPREIS steigt", "Pier closes"}),
        ("?findings=1&status=published", {"ÖLPREIS steigt"}),
        ("?section=Nowhere%00", set()),
    ],
)
def test_articles_are_found_by_words_and_filters(door: Door, quay: Quay, asked: str, expected: set[str]) -> None:
    text = at_desk(door, quay.parts()).says(f"/articles{asked}")
    titles = ("The ferry leaves", "ÖLPREIS steigt", "Pier closes", "The budget")
    assert {title for title in titles if title in text} == expected
    assert ("There is no such article." in text) is (not expected)


def test_the_list_of_articles_goes_on_where_a_page_ended(door: Door, sqlite_database: Database, tmp_path: Path) -> None:
    quay = Quay(sqlite_database, tmp_path)
    for number in range(ARTICLES + 2):
        quay.add(f"n{number}", title=f"Story {number}.")
    editor = at_desk(door, quay.parts())
    first = editor.get("/articles?q=story").text
    assert f"Story {ARTICLES + 1}." in first
    assert "Story 1." not in first
    more = first.partition('rel="next" href="')[2].partition('"')[0].replace("&amp;", "&")
    assert [number for number in range(ARTICLES + 2) if f"Story {number}." in editor.get(more).text] == [0, 1]


def test_an_articles_page_says_where_it_was_mailed_and_where_it_will_be(
    desk: Newsroom, parts: Parts, editor: Editor
) -> None:
    publish(desk, parts, "The bell")
    compose(parts)
    publish(desk, parts, "A late story")
    bell, late = article_of(parts, "The bell"), article_of(parts, "A late story")
    assert "Mailed 1 The Lantern daily, no. 1 sending" in editor.says(f"/articles/{bell}")
    told = editor.says(f"/articles/{late}")
    assert "In no edition so far. The Lantern daily To be in it, Monday, 23 November 2026, 07:00 UTC" in told
    assert "Rule 2: GMT has the offset" in told
    assert "Came out" in told


def test_an_article_is_withdrawn_given_back_and_marked_with_what_came_of_it(
    desk: Newsroom, parts: Parts, editor: Editor
) -> None:
    publish(desk, parts, "The bell")
    here = f"/articles/{article_of(parts, 'The bell')}"
    assert "It shows as updated in feeds." in editor.says(editor.act(f"{here}/mark-updated"))
    told = editor.says(editor.act(f"{here}/withdraw", reason="names a minor"))
    assert "Withdrawn: page, pictures, feeds and coming mails have lost it." in told
    assert "Withdrawn by an editor: names a minor." in told
    assert "It was withdrawn before." in editor.says(editor.act(f"{here}/withdraw"))
    assert "Given back to its readers" in editor.says(editor.act(f"{here}/restore"))
    assert "It is not withdrawn." in editor.says(editor.act(f"{here}/restore"))
    assert editor.send(f"{here}/nonsense").status == 404
    assert editor.send("/articles/unknown/withdraw").status == 404


def test_what_a_finding_quotes_is_one_click_away(door: Door, sqlite_database: Database, tmp_path: Path) -> None:
    quay = Quay(sqlite_database, tmp_path)
    warning = a_finding("Two sentences run together.", severity=Severity.WARN, quote="less noise than the gulls")
    article = quay.add(findings=(warning,))
    text = at_desk(door, quay.parts()).get(f"/articles/{article.id}").text
    assert '<a href="#found-1">less noise than the gulls</a>' in text
    assert '<mark id="found-1">less noise than the gulls</mark>' in text


def test_what_was_accepted_withdrawn_or_deleted_stops_nagging(
    door: Door, sqlite_database: Database, tmp_path: Path
) -> None:
    quay = Quay(sqlite_database, tmp_path)
    warning = a_finding("Mind the comma.", severity=Severity.WARN, quote="gulls")
    story = quay.add("story", title="A complaint", findings=(warning,))
    quay.show(story, state=HeroState.FAILED, renditions=(), reason="no such host")
    folder = tmp_path / "articles"
    folder.mkdir()
    (folder / "held.txt").write_text("no article", encoding="utf-8")
    quay.add("held", title="A held story", status=Status.HELD, findings=(a_finding(),))
    editor = at_desk(door, quay.parts('[[sources]]\nname = "desk"\nfolder = "articles"\n'))
    told = editor.says("/")
    for words in ("Mind the comma.", "no such host", "A held story", "1 article on hold, 1 picture missing."):
        assert words in told
    with quay.database.write() as connection:
        AcceptanceStore(connection).accept(story, warning.code, NOW)
    assert "Mind the comma." not in editor.says("/")
    with quay.database.write() as connection:
        AcceptanceStore(connection).take_back(story, warning.code)
    quay.withdraw(story)
    (folder / "held.txt").unlink()
    told = editor.says("/")
    for words in ("Mind the comma.", "no such host", "A held story"):
        assert words not in told
    assert "1 source wants an eye." in told
    assert "on hold," not in told
    assert "never read" in told, "the source"
