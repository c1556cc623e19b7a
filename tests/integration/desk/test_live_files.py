"""Files that are saved while a desk is open: in whatever way an editor's program saves them."""

from __future__ import annotations

import shutil
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from syndicate.articles.store import ArticleStore
from tests.integration.desk.hearing import Ear, hearing
from tests.integration.desk.live_parts import SLOW, LiveNewsroom, let_rest, live_newsroom, with_own_templates
from tests.newsroom import dump, open_newsroom


@pytest.fixture
def quick(tmp_path: Path) -> Iterator[tuple[LiveNewsroom, Ear]]:
    """A newsroom whose files settle at once."""
    newsroom = open_newsroom(tmp_path / "newsroom")
    with_own_templates(newsroom)
    with live_newsroom(newsroom) as live, hearing(live.url, live.inside) as ear:
        yield live, ear


@pytest.fixture
def slow(tmp_path: Path) -> Iterator[tuple[LiveNewsroom, Ear]]:
    """One whose files have to be left alone for half a minute, and were."""
    newsroom = open_newsroom(tmp_path / "newsroom")
    let_rest(newsroom)
    newsroom.configure(SLOW)
    with live_newsroom(newsroom) as live, hearing(live.url, live.inside) as ear:
        yield live, ear


def titles(live: LiveNewsroom) -> set[str | None]:
    with live.parts.database.read() as connection:
        return {article.title for article in ArticleStore(connection).all(live.parts.clock.now())}


def wait_for(holds: Callable[[], bool]) -> None:
    end = time.monotonic() + 20
    while not holds():
        assert time.monotonic() < end, "it did not come to pass"
        time.sleep(0.02)


def by_rename(file: Path, text: str) -> None:
    beside = file.with_name(f".{file.name}.tmp")
    beside.write_text(text)
    beside.replace(file)


def by_truncation(file: Path, text: str) -> None:
    with file.open("w") as stream:
        stream.flush()
        stream.write(text)


def by_deletion(file: Path, text: str) -> None:
    file.unlink()
    file.write_text(text)


@pytest.mark.parametrize("save", [by_rename, by_truncation, by_deletion])
def test_settings_take_force_however_they_are_saved(
    quick: tuple[LiveNewsroom, Ear], save: Callable[[Path, str], None]
) -> None:
    live, ear = quick
    for title in ("The Beacon", "The Buoy"):
        save(live.config, live.config.read_text().replace(live.settings.parts.config.site.title, title))
        ear.await_event("repaint", what="settings")
        assert live.desk.parts.config.site.title == title
    assert live.settings.parts.database is live.parts.database


def test_a_broken_template_is_told_with_its_place_and_mended_when_it_is(quick: tuple[LiveNewsroom, Ear]) -> None:
    live, ear = quick
    template = live.templates / "digest" / "digest.mjml.j2"
    good = template.read_text()
    template.write_text(good + "{% if nothing_of_the_kind")
    ear.await_event("repaint", what="templates")
    (complaint,) = ear.await_event("broken")["complaints"]
    assert complaint["where"].startswith("digest/digest.mjml.j2:")
    assert complaint["message"]
    assert "A template cannot be used" in live.notes()
    by_rename(template, good)
    ear.await_event("mended")
    assert "A template" not in live.notes()


def test_a_saved_article_is_shown_at_once_in_its_place_and_stored_when_it_has_settled(
    slow: tuple[LiveNewsroom, Ear],
) -> None:
    live, ear = slow
    live.newsroom.write_article("tide.txt", dump("A tide table for sailors", section="Culture"))
    (article_id,) = ear.await_event("repaint", what="articles")["articles"]
    assert live.desk.in_place[article_id].title == "A tide table for sailors"
    assert "tide.txt" in live.notes()
    made = live.parts.publisher.previewing.coming(live.parts.newsletters[0], in_place=live.desk.in_place)
    assert made is not None
    assert "A tide table for sailors" in made.made.rendering.html
    stored = live.parts.publisher.previewing.coming(live.parts.newsletters[0])
    assert stored is not None
    assert "A tide table for poets" in stored.made.rendering.html
    assert titles(live) == {"The lamp is lit again", "A tide table for poets"}
    live.save('settle = "30s"', 'settle = "1s"')  # and with it the time is over
    wait_for(lambda: "A tide table for sailors" in titles(live))
    wait_for(lambda: not live.desk.in_place)


def test_a_new_file_is_told_as_being_written_and_is_nowhere_before_it_is_stored(
    slow: tuple[LiveNewsroom, Ear],
) -> None:
    live, ear = slow
    live.newsroom.write_article("fog.txt", dump("Fog over the harbour"))
    ear.await_event("repaint", what="articles", articles=[])
    assert "fog.txt of desk is being written: read in" in live.notes()
    (live.articles / "fog.txt").unlink()
    ear.await_event("repaint", what="articles", articles=[])
    assert "fog.txt" not in live.notes()


def test_a_text_that_would_be_held_stands_in_nobodys_place_and_says_why(slow: tuple[LiveNewsroom, Ear]) -> None:
    live, ear = slow
    good = (live.articles / "tide.txt").read_text()
    live.newsroom.write_article("tide.txt", "")
    ear.await_event("repaint", what="articles")
    assert not live.desk.in_place
    assert "tide.txt was saved, and readers would not get it so" in live.notes()
    live.newsroom.write_article("tide.txt", good)
    wait_for(lambda: "tide.txt" not in live.notes())


def test_a_folder_that_was_moved_away_and_back_is_followed_again(quick: tuple[LiveNewsroom, Ear]) -> None:
    live, _ = quick
    away = live.newsroom.folder / "elsewhere"
    live.articles.rename(away)
    time.sleep(1.2)
    (away / "fog.txt").write_text(dump("Fog over the harbour"))
    away.rename(live.articles)
    wait_for(lambda: "Fog over the harbour" in titles(live))
    live.newsroom.write_article("rain.txt", dump("Rain by noon"))
    wait_for(lambda: "Rain by noon" in titles(live))


def test_a_folder_that_was_made_anew_is_followed_too(quick: tuple[LiveNewsroom, Ear]) -> None:
    live, ear = quick
    shutil.rmtree(live.templates.parent)
    time.sleep(1.2)
    with_own_templates(live.newsroom)
    ear.await_event("repaint", what="templates")


def test_a_folder_of_templates_that_is_moved_away_is_told_until_it_is_back(quick: tuple[LiveNewsroom, Ear]) -> None:
    live, ear = quick
    away = live.newsroom.folder / "elsewhere"
    live.templates.rename(away)
    (complaint, *_) = ear.await_event("broken")["complaints"]
    assert "there is no such file" in complaint["message"]
    assert "A template cannot be used" in live.notes()
    away.rename(live.templates)
    ear.await_event("mended")
    assert "A template" not in live.notes()


def test_a_template_with_nothing_in_it_is_told_with_its_file(quick: tuple[LiveNewsroom, Ear]) -> None:
    live, ear = quick
    (live.templates / "digest" / "digest.mjml.j2").write_text(" \n")
    (complaint,) = ear.await_event("broken")["complaints"]
    assert complaint["where"].startswith("digest/digest.mjml.j2:1:1")
    assert "<mjml>" in complaint["message"]


@pytest.mark.parametrize("name", ["tide.txt", "new.txt"])
def test_a_file_that_is_too_large_is_told_above_the_page(slow: tuple[LiveNewsroom, Ear], name: str) -> None:
    live, ear = slow
    with (live.articles / name).open("wb") as file:
        file.truncate(50_000_000)
    ear.await_event("repaint", what="articles")
    assert f"{name} was saved, and readers would not get it so:" in live.notes()
    assert "The file has 50,000,000 bytes; this source reads up to 5,000,000." in live.notes()


def test_two_desks_follow_the_same_files(quick: tuple[LiveNewsroom, Ear]) -> None:
    live, ear = quick
    with live_newsroom(live.newsroom) as other, hearing(other.url, other.inside) as second:
        live.newsroom.write_article("fog.txt", dump("Fog over the harbour"))
        for one in (ear, second):
            one.await_event("repaint", what="articles")
        wait_for(lambda: "Fog over the harbour" in titles(live))
        live.save('title = "The Lantern daily"', 'title = "The Lantern at dawn"')
        for one in (ear, second):
            one.await_event("repaint", what="settings")
        assert live.desk.titles == other.desk.titles == {"daily": "The Lantern at dawn"}
    with live.parts.database.read() as connection:
        stored = ArticleStore(connection).all(live.parts.clock.now())
    assert len(stored) == 3
