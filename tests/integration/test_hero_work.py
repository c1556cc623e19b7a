"""Choosing, fetching, rendering and storing hero images: real database, real HTTP, real shelf."""

from __future__ import annotations

import socket
from dataclasses import replace
from datetime import timedelta
from typing import TYPE_CHECKING

import pytest
from sqlalchemy import select, update

from syndicate.errors import StorageError
from syndicate.images.decoders import MAX_PIXELS
from syndicate.images.model import Choice, Hero, HeroState, Role
from syndicate.images.renditions import render
from syndicate.images.work import BACK_OFF, RUN_SECONDS, HeroReport, failed, rendition_name
from syndicate.shelf.folder import FolderShelf
from syndicate.storage.tables import heroes
from syndicate.testing.shelf import MemoryShelf
from syndicate.text.media_types import JPEG, WEBP
from tests.foreign_host import Answer, ForeignHost, http
from tests.hero_desk import NOW, Beside, Desk, jpeg, medium

if TYPE_CHECKING:
    from pathlib import Path

    from syndicate.storage import Database


@pytest.fixture
def desk(database: Database) -> Desk:
    return Desk(database)


@pytest.fixture
def desk_on_disk(sqlite_database: Database, tmp_path: Path) -> Desk:
    return Desk(sqlite_database, FolderShelf(tmp_path / "media"))


# --- the way that goes well --------------------------------------------------------------


def test_a_picture_beside_its_article_becomes_renditions_on_the_shelf(desk: Desk) -> None:
    desk.beside.pictures["pictures/car.jpg"] = jpeg()
    desk.article("a", {"url": "pictures/car.jpg", "description": "A red car", "caption": "Ann’s"})
    assert desk.run() == HeroReport(ready=1, failed=0, waiting=0, failures=())
    hero = desk.hero("a")
    assert hero.state is HeroState.READY
    assert hero.choice == Choice(source_url="pictures/car.jpg", alt="A red car", caption="Ann’s", is_video=False)
    assert [(one.role, one.media_type, one.width, one.height) for one in hero.renditions] == [
        (Role.LEAD, JPEG, 640, 360),
        (Role.LEAD, WEBP, 640, 360),
        (Role.SMALL, JPEG, 600, 338),
        (Role.SMALL, WEBP, 600, 338),
        (Role.THUMB, JPEG, 240, 180),
    ]
    for one in hero.renditions:
        stored = desk.shelf.read(one.name)
        assert stored is not None
        assert len(stored.content) == one.size
        assert one.name == rendition_name(stored.content, one.media_type)


def test_a_picture_elsewhere_is_fetched(desk: Desk) -> None:
    with ForeignHost({"/car.jpg": http("200 OK", body=jpeg())}) as host:
        desk.article("a", host.url("/car.jpg"))
        assert desk.run().ready == 1
    assert desk.hero("a").rendition(Role.LEAD) is not None


def test_a_name_on_the_shelf_says_what_the_file_holds() -> None:
    assert rendition_name(b"") == "e3/e3b0c44298fc1c149afbf4c8996fb924.jpg"


def test_a_second_run_fetches_and_writes_nothing(desk_on_disk: Desk) -> None:
    desk = desk_on_disk
    with ForeignHost({"/car.jpg": http("200 OK", body=jpeg())}) as host:
        desk.article("a", host.url("/car.jpg"))
        desk.run()
        assert desk.run() == HeroReport(ready=0, failed=0, waiting=0, failures=())
        assert len(host.requests) == 1


def test_the_same_picture_in_two_articles_lies_on_the_shelf_once(desk: Desk) -> None:
    desk.beside.pictures["car.jpg"] = jpeg()
    desk.article("a", "car.jpg")
    desk.article("b", "car.jpg")
    assert desk.run().ready == 2
    assert len(list(desk.shelf.names())) == 5
    assert desk.hero("a").renditions == desk.hero("b").renditions


def test_a_videos_poster_gets_its_badge(desk: Desk) -> None:
    desk.beside.pictures["car.jpg"] = jpeg()
    desk.article("still", "car.jpg")
    desk.article("moving", {"url": "car.jpg", "kind": "video"})
    desk.run()
    assert desk.hero("moving").choice.is_video
    assert desk.hero("moving").renditions != desk.hero("still").renditions


def test_the_sources_order_of_labels_is_heard(desk: Desk) -> None:
    desk.beside.pictures |= {"s5.jpg": jpeg(), "s1.jpg": jpeg()}
    files = [{"url": f"{key}.jpg", "key": key, "width": None, "height": None} for key in ("s5", "s1")]
    desk.article("a", {"url": "", "candidates": files})
    desk.run(size_orders={"folder": ("s1",)})
    assert desk.hero("a").choice.source_url == "s1.jpg"


# --- what readers may not see yet --------------------------------------------------------


def test_no_picture_is_touched_before_its_article_may_be_seen(desk: Desk) -> None:
    later = NOW + timedelta(hours=1)
    with ForeignHost({"/car.jpg": http("200 OK", body=jpeg())}) as host:
        desk.article("embargoed", host.url("/car.jpg"), embargo_until=later)
        desk.article("held", host.url("/car.jpg"), status="held")
        desk.article("withdrawn", host.url("/car.jpg"), status="withdrawn")
        assert desk.run() == HeroReport(ready=0, failed=0, waiting=0, failures=())
        assert (host.requests, list(desk.shelf.names()), desk.chosen()) == ([], [], {"embargoed"})
        assert desk.hero("embargoed").state is HeroState.WANTED
        assert desk.run(later).ready == 1
    assert desk.chosen() == {"embargoed"}


def test_an_article_without_a_usable_picture_has_none(desk: Desk) -> None:
    desk.article("a")
    desk.article("b", "https://cdn.example/logo.svg")
    assert desk.run() == HeroReport(ready=0, failed=0, waiting=0, failures=())
    assert desk.chosen() == set()


# --- a revised article --------------------------------------------------------------------


def test_another_picture_is_rendered_anew_and_the_old_file_stays_for_mails_that_were_sent(desk: Desk) -> None:
    desk.beside.pictures |= {"car.jpg": jpeg(), "boat.jpg": jpeg((30, 30, 200))}
    desk.article("a", "car.jpg")
    desk.run()
    old = desk.hero("a").renditions
    desk.revise("a", media=[medium("boat.jpg")])
    assert desk.run().ready == 1
    assert desk.hero("a").choice.source_url == "boat.jpg"
    assert {one.name for one in old} < set(desk.shelf.names())


def test_other_words_need_no_new_fetch(desk: Desk) -> None:
    desk.beside.pictures["car.jpg"] = jpeg()
    desk.article("a", {"url": "car.jpg", "description": "A car"})
    desk.run()
    desk.beside.pictures.clear()
    desk.revise("a", media=[medium({"url": "car.jpg", "description": "A red car"})])
    assert desk.run() == HeroReport(ready=0, failed=0, waiting=0, failures=())
    assert (desk.hero("a").choice.alt, desk.hero("a").state) == ("A red car", HeroState.READY)


def test_a_picture_taken_out_of_the_article_is_no_hero_any_more(desk: Desk) -> None:
    desk.beside.pictures["car.jpg"] = jpeg()
    desk.article("a", "car.jpg")
    desk.run()
    desk.revise("a", media=[])
    desk.run()
    assert desk.chosen() == set()


# --- the ways that go wrong ----------------------------------------------------------------


def test_a_name_that_does_not_resolve_fails_politely_and_is_tried_again(desk: Desk) -> None:
    desk.article("sample", "https://cdn.motor1.com/images/mgl/W8qwwO/s5/5.jpg")
    report = desk.run()
    assert (report.ready, report.failed, report.waiting) == (0, 0, 1)
    assert [(one.article_id, one.reason) for one in report.failures] == [("sample", "cdn.motor1.com does not resolve")]
    hero = desk.hero("sample")
    assert (hero.state, hero.reason, hero.renditions) == (HeroState.FAILED, "cdn.motor1.com does not resolve", ())
    assert (hero.attempts, hero.retry_at) == (1, NOW + timedelta(minutes=5))


def test_tries_are_spaced_out_and_then_given_up(desk: Desk) -> None:
    desk.article("a", "https://cdn.example/car.jpg")
    now, waits = NOW, []
    while True:
        report = desk.run(now)
        retry_at = desk.hero("a").retry_at
        if retry_at is None:
            break
        assert desk.run(retry_at - timedelta(seconds=1)).failures == ()
        waits.append(retry_at - now)
        now = retry_at
    assert waits == list(BACK_OFF)
    assert (report.failed, report.waiting, desk.hero("a").attempts) == (1, 0, 5)
    assert desk.run(now + timedelta(days=365)).failures == ()


def test_a_picture_that_heals_is_ready_and_its_failure_forgotten(desk: Desk) -> None:
    desk.article("a", "late.jpg")
    assert desk.run().waiting == 1
    assert desk.hero("a").reason == "there is no picture late.jpg"
    desk.beside.pictures["late.jpg"] = jpeg()
    assert desk.run(NOW + timedelta(minutes=5)).ready == 1
    hero = desk.hero("a")
    assert (hero.state, hero.reason, hero.retry_at, hero.attempts) == (HeroState.READY, None, None, 2)


@pytest.mark.parametrize(
    ("answer", "reason"),
    [
        (http("404 Not Found"), "127.0.0.1 answered 404 Not Found"),
        (http("302 Found", "Location: http://169.254.169.254/"), "which is not a public address"),
        (http("200 OK", "Content-Type: image/jpeg", body=b"<html>"), "the file is no picture that can be read"),
        (http("200 OK", body=jpeg()[:-300]), "the picture is broken"),
        (http("200 OK", body=jpeg(size=(200, 200))), "the picture is too small: 200×200 pixels"),
        (http("200 OK", body=b"", length=2_000_000), "sends more than 1 MB"),
    ],
)
def test_what_will_not_get_better_is_given_up_at_once(desk: Desk, answer: Answer, reason: str) -> None:
    with ForeignHost({"/a.jpg": answer}) as host:
        desk.article("a", host.url("/a.jpg"))
        report = desk.run()
    assert (report.failed, report.waiting) == (1, 0)
    assert reason in report.failures[0].reason
    assert desk.hero("a").retry_at is None


def test_one_bad_picture_never_stops_the_others(desk: Desk) -> None:
    desk.beside.pictures |= {"good.jpg": jpeg(), "bad.jpg": b"no picture"}
    with ForeignHost({}) as host:
        for article_id, url in {"1": "good.jpg", "2": "bad.jpg", "3": host.url("/x"), "4": "missing.jpg",
                                "5": "https://gone.example/", "6": "good.jpg"}.items():  # fmt: skip
            desk.article(article_id, url)
        report = desk.run()
    assert (report.ready, report.failed, report.waiting) == (2, 2, 2)
    assert [one.article_id for one in report.failures] == ["5", "4", "3", "2"]


def test_a_picture_of_a_source_that_is_gone_says_so(desk: Desk) -> None:
    desk.article("a", "car.jpg")
    report = desk.run(sources={})
    assert report.waiting == 1
    assert report.failures[0].reason == (
        "the picture lies beside its article, and the source 'folder' is not configured any more"
    )


def test_a_huge_picture_beside_its_article_is_refused(desk: Desk) -> None:
    desk.beside.pictures["car.jpg"] = jpeg()
    desk.article("a", "car.jpg")
    assert desk.run(max_bytes=100).failures[0].reason == "car.jpg has more than 100 bytes"


def test_no_transaction_is_open_while_a_picture_is_fetched(desk: Desk) -> None:
    seen: list[HeroState] = []

    def answer(connection: socket.socket) -> None:
        with desk.database.write() as other:  # would wait for a writer, and PostgreSQL for a row
            other.execute(update(heroes).values(caption="meanwhile"))
            seen.append(HeroState(other.execute(select(heroes.c.state)).scalar_one()))
        connection.sendall(http("200 OK", body=jpeg()))

    with ForeignHost({"/a.jpg": answer}) as host:
        desk.article("a", host.url("/a.jpg"))
        assert desk.run().ready == 1
    assert seen == [HeroState.WANTED]


def test_a_full_disk_is_waited_for_and_stops_no_other_picture(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    large, small = jpeg(), jpeg(size=(320, 180))
    desk.beside.pictures |= {"large.jpg": large, "small.jpg": small}
    desk.article("small", "small.jpg")
    desk.article("large", "large.jpg")
    with monkeypatch.context() as patched:
        patched.setattr(
            desk,
            "shelf",
            FullShelf(room=len(render(large, is_video=False, max_pixels=MAX_PIXELS).files[0].content) - 1),
        )
        report = desk.run()
        assert (report.ready, report.failed, report.waiting) == (1, 0, 1)
    hero = desk.hero("large")
    assert (hero.state, hero.retry_at) == (HeroState.FAILED, NOW + BACK_OFF[0])
    assert hero.reason == "the picture could not be stored: there is no room"
    assert desk.run(NOW + BACK_OFF[0]).ready == 1
    assert desk.hero("large").reason is None


def test_a_disk_of_ours_that_stays_full_costs_no_article_its_picture(
    desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    desk.beside.pictures["car.jpg"] = jpeg()
    desk.article("a", "car.jpg")
    now, waits = NOW, []
    with monkeypatch.context() as patched:
        patched.setattr(desk, "shelf", FullShelf(room=0))
        for _ in range(7):
            desk.run(now)
            retry_at = desk.hero("a").retry_at
            assert retry_at is not None
            waits.append(retry_at - now)
            now = retry_at
    assert waits == [*BACK_OFF, *[BACK_OFF[-1]] * 3]
    assert desk.run(now).ready == 1


class FullShelf(MemoryShelf):
    """A shelf with room for small files alone."""

    def __init__(self, *, room: int) -> None:
        super().__init__()
        self._room = room

    def write(self, name: str, content: bytes) -> bool:
        if len(content) > self._room:
            message = "there is no room"
            raise StorageError(message, code="shelf-failed", where=name)
        return super().write(name, content)


def test_a_run_that_is_told_to_stop_starts_no_further_picture(desk: Desk) -> None:
    class Counting(Beside):
        asked = 0

        def picture(self, path: str, max_bytes: int) -> bytes:
            self.asked += 1
            return jpeg((len(path), 0, 0))[:max_bytes]

    for article_id in "abc":
        desk.article(article_id, f"{article_id}.jpg")
    beside = Counting()
    report = desk.run(sources={"folder": beside}, stop=lambda: beside.asked == 1)
    assert (report.ready, report.waiting, beside.asked) == (1, 2, 1)
    assert desk.run(sources={"folder": beside}, stop=lambda: False).ready == 2


def test_a_picture_with_more_pixels_than_the_limit_is_not_decoded(desk: Desk) -> None:
    desk.beside.pictures["car.jpg"] = jpeg(size=(640, 360))
    desk.article("a", "car.jpg")
    assert desk.run(max_pixels=640 * 360 - 1).failures[0].reason == "the picture is too large to decode: 640×360 pixels"


def test_a_run_that_takes_too_long_leaves_the_rest_for_the_next(desk: Desk) -> None:
    class Slow(Beside):
        def picture(self, path: str, max_bytes: int) -> bytes:
            desk.clock.sleep(RUN_SECONDS * 0.6)
            return jpeg((len(path), 0, 0))[:max_bytes]

    for article_id in "abc":
        desk.article(article_id, f"{article_id}.jpg")
    report = desk.run(sources={"folder": Slow()})
    assert (report.ready, report.waiting) == (2, 1)
    assert desk.run(sources={"folder": Slow()}).ready == 1


def test_a_failure_is_counted_and_never_keeps_old_renditions() -> None:
    choice = Choice(source_url="a.jpg", alt="", caption=None, is_video=False)
    hero = Hero(article_id="a", choice=choice, state=HeroState.WANTED, attempts=3)
    assert failed(hero, "gone", NOW, is_permanent=False) == replace(
        hero, state=HeroState.FAILED, reason="gone", attempts=4, retry_at=NOW + timedelta(hours=12)
    )
    assert failed(hero, "gone", NOW, is_permanent=True).retry_at is None
