"""Which file becomes the picture, when several could: measured, tried one after the other, looked at again."""

from __future__ import annotations

from dataclasses import asdict
from datetime import timedelta
from typing import TYPE_CHECKING, Any

import pytest

from syndicate.articles.model import Candidate, Media
from syndicate.articles.reading.size_rewrites import with_other_sizes
from syndicate.images.model import HeroState, Role
from syndicate.images.store import HeroStore
from syndicate.images.work import BACK_OFF
from tests.foreign_host import Answer, ForeignHost, http
from tests.hero_desk import NOW, Desk, jpeg, medium
from tests.pictures import BLUE, RED, colour_at, encoded, is_near, plain, png_header

if TYPE_CHECKING:
    from collections.abc import Sequence

    from syndicate.storage import Database

GONE = http("404 Not Found")
BUSY = http("503 Service Unavailable")


@pytest.fixture
def desk(database: Database) -> Desk:
    return Desk(database)


def served(content: bytes, *headers: str) -> bytes:
    return http("200 OK", *headers, body=content)


def of_files(host: ForeignHost, *paths: str, **more: Any) -> dict[str, Any]:
    """A medium with those files, none with a declared size."""
    files = [{"url": host.url(path), "key": path.strip("/"), "width": None, "height": None} for path in paths]
    return {"url": "", "candidates": files, **more}


def asked_for(host: ForeignHost) -> list[str]:
    """What was requested, in order; ``…`` behind a path where only the start was."""
    return [head.split(" ")[1] + ("…" if "Range: bytes=0-65535" in head else "") for head in host.requests]


def chosen(desk: Desk, article: str = "a") -> str:
    return desk.hero(article).choice.source_url.rpartition("/")[2]


def test_another_size_that_the_source_s_pattern_leads_to_is_measured_and_taken_if_it_is_there(desk: Desk) -> None:
    small, large = served(jpeg(size=(640, 360))), served(jpeg(size=(1280, 720)))
    with ForeignHost({"/s5/a.jpg": small, "/s1/a.jpg": large, "/s5/b.jpg": small, "/s1/b.jpg": GONE}) as host:
        for name in ("a", "b"):
            named = Media(kind="image", candidates=(Candidate(url=host.url(f"/s5/{name}.jpg"), key="s5"),))
            (found,) = with_other_sizes([named], {"/s5/": "/s1/"})
            desk.article(name, {"url": "", "candidates": [asdict(one) for one in found.candidates]})
        assert desk.run().ready == 2
    assert [desk.hero(name).choice.source_url[-9:] for name in ("a", "b")] == ["/s1/a.jpg", "/s5/b.jpg"]


# --- measuring -----------------------------------------------------------------------------


def test_of_files_with_opaque_labels_the_smallest_that_is_wide_enough_is_taken(desk: Desk) -> None:
    sizes = {"/s1": (640, 360), "/s2": (1280, 720), "/s3": (2400, 1350), "/s4": (200, 112)}
    with ForeignHost({path: served(jpeg(size=size)) for path, size in sizes.items()}) as host:
        desk.article("a", of_files(host, *sizes))
        assert desk.run().ready == 1
        assert asked_for(host) == ["/s1…", "/s2…", "/s3…", "/s4…", "/s2"]
    assert chosen(desk) == "s2"
    assert {address[-3:]: size for address, size in desk.hero("a").sizes.items()} == sizes


def test_no_more_than_the_start_of_a_file_is_read_to_measure_it(desk: Desk) -> None:
    def endless(connection: Any) -> None:
        connection.sendall(b"HTTP/1.1 200 OK\r\nContent-Length: 900000000\r\n\r\n" + png_header(2000, 1125))
        while True:
            connection.sendall(b"\0" * 65_536)  # until we hang up

    with ForeignHost({"/large": endless, "/fit": served(jpeg(size=(1200, 675)))}) as host:
        desk.article("a", of_files(host, "/large", "/fit"))
        assert desk.run().ready == 1
    assert chosen(desk) == "fit"
    assert (2000, 1125) in desk.hero("a").sizes.values()


def test_a_declared_size_that_is_enough_saves_all_measuring(desk: Desk) -> None:
    with ForeignHost({"/b": served(jpeg(size=(1200, 675)))}) as host:
        files = of_files(host, "/a", "/b")
        files["candidates"][1] |= {"width": 1200, "height": 675}
        desk.article("a", files)
        assert desk.run().ready == 1
        assert asked_for(host) == ["/b"]


def test_what_was_measured_is_not_measured_again(desk: Desk) -> None:
    answers: dict[str, Answer] = {"/a": served(jpeg(size=(900, 500))), "/b": served(jpeg(size=(800, 450)))}
    with ForeignHost(answers) as host:
        desk.article("a", of_files(host, "/a", "/b"))
        desk.run()
        desk.revise("a", revision=2)
        host.requests.clear()
        desk.run()
        assert asked_for(host) == ["/a"]


def test_the_number_of_files_that_are_measured_is_bounded(desk: Desk) -> None:
    picture = served(jpeg(size=(500, 281)))
    paths = [f"/{number}" for number in range(40)]
    with ForeignHost(dict.fromkeys(paths, picture)) as host:
        desk.article("a", *(of_files(host, *paths[start : start + 10]) for start in range(0, 40, 10)))
        assert desk.run().ready == 1
        assert len([path for path in asked_for(host) if path.endswith("…")]) == 12
        assert len(asked_for(host)) <= 12 + 8


# --- one file after the other --------------------------------------------------------------


@pytest.mark.parametrize(
    ("bad", "reason"),
    [
        (GONE, "127.0.0.1 answered 404 Not Found"),
        (served(b"<!doctype html><title>Gone</title>"), "the file is no picture that can be read: it is a web page"),
        (served(b"<svg xmlns='http://www.w3.org/2000/svg'/>"), "no picture that can be read: it is an SVG drawing"),
        (served(jpeg(size=(1600, 900))[:-400]), "the picture is broken: JPEG data that ends early or makes no sense"),
        (served(jpeg(size=(40, 40))), "the picture is too small or too narrow: 40×40 pixels"),
        (served(jpeg(size=(1600, 100))), "the picture is too small or too narrow: 1600×100 pixels"),
    ],
)
def test_a_file_that_cannot_be_used_leaves_its_place_to_the_next(desk: Desk, bad: bytes, reason: str) -> None:
    with ForeignHost({"/bad": bad, "/good": served(jpeg(BLUE, (1920, 1080)))}) as host:
        desk.article("a", of_files(host, "/bad", "/good"))
        report = desk.run()
    assert (report.ready, report.failed, report.waiting) == (1, 0, 0)
    assert chosen(desk) == "good"
    assert reason in report.notes[0].reason
    assert desk.hero("a").reason == report.notes[0].reason
    assert desk.hero("a").retry_at is None


def test_when_all_files_of_a_medium_fail_the_next_medium_has_its_turn(desk: Desk) -> None:
    with ForeignHost({"/x": GONE, "/y": GONE, "/z": served(jpeg(size=(700, 400)))}) as host:
        desk.article("a", of_files(host, "/x", "/y"), {"url": host.url("/z"), "description": "A ferry"})
        assert desk.run().ready == 1
    assert (chosen(desk), desk.hero("a").choice.alt) == ("z", "A ferry")


def test_when_everything_fails_every_reason_is_told(desk: Desk) -> None:
    with ForeignHost({"/x": GONE, "/y": served(b"<html>")}) as host:
        desk.article("a", host.url("/x"), host.url("/y"))
        report = desk.run()
    assert report.failures[0].reason == (
        "127.0.0.1 answered 404 Not Found; the file is no picture that can be read: it is a web page"
    )
    assert desk.hero("a").retry_at is None


def test_who_says_so_comes_before_the_order_in_the_document(desk: Desk) -> None:
    desk.beside.pictures |= {f"{name}.jpg": jpeg() for name in ("body", "page", "list", "main", "pick")}
    origins = {"body": "body", "page": "page", "list": "metadata", "main": "featured", "pick": "picked"}
    media = [{"url": f"{name}.jpg", "origin": origin} for name, origin in origins.items()]
    for expected in ("pick", "main", "list", "page", "body"):
        desk.article(expected, *media)
        media.pop()
    desk.run()
    assert [chosen(desk, name) for name in ("pick", "main", "list", "page", "body")] == [
        "pick.jpg", "main.jpg", "list.jpg", "page.jpg", "body.jpg",
    ]  # fmt: skip


def test_from_the_text_only_a_picture_that_is_known_to_be_large_is_taken(desk: Desk) -> None:
    desk.beside.pictures |= {"small.jpg": jpeg(size=(599, 400)), "large.jpg": jpeg(size=(600, 400))}
    desk.article("a", {"url": "small.jpg", "origin": "body"}, {"url": "large.jpg", "origin": "body"})
    desk.article("b", {"url": "small.jpg", "origin": "body"})
    desk.run()
    assert chosen(desk, "a") == "large.jpg"
    assert desk.hero("b").reason == "the picture is too small or too narrow: 599×400 pixels"


def test_a_small_picture_is_only_taken_when_no_medium_has_a_larger_one(desk: Desk) -> None:
    desk.beside.pictures |= {"small.jpg": jpeg(size=(400, 225)), "large.jpg": jpeg(size=(1200, 675))}
    desk.article("a", "small.jpg", "large.jpg")
    desk.article("b", "small.jpg")
    desk.article("c", {"url": "small.jpg", "origin": "picked"}, "large.jpg")
    desk.run()
    assert [chosen(desk, name) for name in "abc"] == ["large.jpg", "small.jpg", "small.jpg"]
    lead = desk.hero("b").rendition(Role.LEAD)
    assert lead is not None
    assert (lead.width, desk.hero("b").rendition(Role.SMALL)) == (400, None)


def test_a_better_file_whose_host_has_a_bad_day_is_asked_for_again_while_the_other_is_shown(desk: Desk) -> None:
    answers: dict[str, Answer] = {"/best": BUSY, "/other": served(jpeg(size=(700, 400)))}
    with ForeignHost(answers) as host:
        best = {"url": host.url("/best"), "origin": "featured"}
        desk.article("a", best, {"url": host.url("/other")})
        desk.run()
        hero = desk.hero("a")
        assert (hero.state, chosen(desk), hero.retry_at) == (HeroState.READY, "other", NOW + BACK_OFF[0])
        assert hero.reason == "127.0.0.1 answered 503 Service Unavailable"
        answers["/best"] = served(jpeg(size=(1200, 675)))
        desk.run(NOW + BACK_OFF[0])
    hero = desk.hero("a")
    assert (hero.state, chosen(desk), hero.retry_at, hero.reason) == (HeroState.READY, "best", None, None)


def test_a_host_that_does_not_answer_is_not_waited_for_twice_by_one_story(desk: Desk) -> None:
    asked: list[str] = []

    def resolver(host: str, _: int) -> Sequence[str]:
        asked.append(host)
        raise OSError

    desk.resolver = resolver
    files = [{"url": f"http://dead.example/{n}", "key": f"s{n}", "width": None, "height": None} for n in range(5)]
    desk.article("a", {"url": "", "candidates": files})
    assert desk.run().waiting == 1
    assert asked == ["dead.example"]


def test_many_stories_are_worked_on_side_by_side_and_told_in_order(desk: Desk) -> None:
    for number in range(6):
        desk.beside.pictures[f"{number}.jpg"] = jpeg((40 * number, 0, 0))
        desk.article(str(number), f"{number}.jpg" if number != 3 else "missing.jpg")
    report = desk.run(workers=2)
    assert (report.ready, report.waiting) == (5, 1)
    assert [one.article_id for one in report.failures] == ["3"]


# --- looking again ---------------------------------------------------------------------------


def test_an_unchanged_picture_costs_one_conditional_request(desk: Desk) -> None:
    first = served(jpeg(), 'ETag: "one"', "Last-Modified: Sun, 05 Oct 2025 12:00:00 GMT")
    answers: dict[str, Answer] = {"/a.jpg": first}
    with ForeignHost(answers) as host:
        desk.article("a", host.url("/a.jpg"))
        desk.run()
        before = desk.hero("a")
        desk.revise("a", revision=2)
        answers["/a.jpg"] = http("304 Not Modified", 'ETag: "one"')
        assert desk.run().ready == 1
        assert len(host.requests) == 2
        assert 'If-None-Match: "one"' in host.requests[1]
        assert "If-Modified-Since: Sun, 05 Oct 2025 12:00:00 GMT" in host.requests[1]
        assert desk.run().ready == 0
    hero = desk.hero("a")
    assert (hero.renditions, hero.original, hero.state) == (before.renditions, before.original, HeroState.READY)


def test_a_file_replaced_under_its_address_is_noticed_when_the_article_is_revised(desk: Desk) -> None:
    answers: dict[str, Answer] = {"/a.jpg": served(jpeg(RED), 'ETag: "one"')}
    with ForeignHost(answers) as host:
        desk.article("a", host.url("/a.jpg"))
        desk.run()
        before = desk.hero("a")
        answers["/a.jpg"] = served(jpeg(BLUE), 'ETag: "two"')
        desk.revise("a", revision=2)
        desk.run()
    hero = desk.hero("a")
    assert hero.renditions != before.renditions
    assert hero.original is not None
    assert hero.original.etag == '"two"'
    assert hero.ground != before.ground


def test_the_same_bytes_again_are_not_decoded_again(desk: Desk) -> None:
    desk.beside.pictures["a.jpg"] = jpeg()
    desk.article("a", "a.jpg")
    desk.run()
    before = desk.hero("a")
    desk.revise("a", revision=2)
    assert desk.run(max_pixels=100).ready == 1  # no worker would take it now
    assert desk.hero("a").renditions == before.renditions


@pytest.mark.parametrize(("answer", "is_asked_again"), [(BUSY, True), (GONE, False)])
def test_a_picture_that_is_shown_is_not_taken_away_by_a_bad_answer(
    desk: Desk,
    answer: bytes,
    is_asked_again: bool,  # noqa: FBT001
) -> None:
    answers: dict[str, Answer] = {"/a.jpg": served(jpeg())}
    with ForeignHost(answers) as host:
        desk.article("a", host.url("/a.jpg"))
        desk.run()
        before = desk.hero("a")
        answers["/a.jpg"] = answer
        desk.revise("a", revision=2)
        assert desk.run().notes
    hero = desk.hero("a")
    assert (hero.state, hero.renditions) == (HeroState.READY, before.renditions)
    assert (hero.retry_at is not None) is is_asked_again


def test_a_failure_for_good_is_tried_again_when_the_article_is_revised_or_an_editor_says_so(desk: Desk) -> None:
    answers: dict[str, Answer] = {"/a.jpg": GONE, "/b.jpg": GONE}
    with ForeignHost(answers) as host:
        desk.article("a", host.url("/a.jpg"))
        desk.article("b", host.url("/b.jpg"))
        assert desk.run().failed == 2
        answers |= {"/a.jpg": served(jpeg()), "/b.jpg": served(jpeg())}
        assert desk.run(NOW + timedelta(days=1)).ready == 0
        desk.revise("a", revision=2)
        with desk.database.write() as connection:
            assert HeroStore(connection).retry("b", NOW)
        assert desk.run().ready == 2


def test_a_point_to_keep_cuts_the_picture_anew(desk: Desk) -> None:
    tall = plain(700, 2000, colour=RED)
    tall.paste(BLUE, (0, 1000, 700, 2000))
    tag = 'ETag: "one"'
    with ForeignHost({"/a.jpg": served(encoded(tall, "JPEG"), tag)}) as host:
        desk.article("a", host.url("/a.jpg"))
        desk.run()
        assert is_near(shown_colour(desk), RED)
        with desk.database.write() as connection:
            HeroStore(connection).focus("a", (50, 90), NOW)
        desk.run()
        assert is_near(shown_colour(desk), BLUE)
        assert "If-None-Match" not in host.requests[-1]
        desk.revise("a", media=[medium({"url": host.url("/a.jpg"), "focal": [50, 10]})])
        desk.run()
        assert is_near(shown_colour(desk), BLUE)  # an editor's word stands above the document's
        with desk.database.write() as connection:
            HeroStore(connection).focus("a", None, NOW)
        desk.run()
    assert is_near(shown_colour(desk), RED)


def shown_colour(desk: Desk) -> tuple[int, ...]:
    from io import BytesIO

    from PIL import Image

    lead = desk.hero("a").rendition(Role.LEAD)
    assert lead is not None
    stored = desk.shelf.read(lead.name)
    assert stored is not None
    return colour_at(Image.open(BytesIO(stored.content)), 0.5, 0.5)
