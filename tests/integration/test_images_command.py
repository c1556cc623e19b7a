"""``syndicate images``: what there is, looking again, and an editor's word on what a crop keeps."""

from __future__ import annotations

import shutil
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from PIL import Image

from tests.newsroom import dump

if TYPE_CHECKING:
    from tests.newsroom import Newsroom


@pytest.fixture
def newsroom(newsroom: Newsroom) -> Newsroom:
    """With a second picture, whose file is not there yet."""
    newsroom.write_article("boat.txt", dump("A boat without its picture", picture="pictures/boat.jpg"))
    newsroom.run("collect")
    return newsroom


def images(newsroom: Newsroom, *arguments: str) -> dict[str, dict[str, Any]]:
    """The listed images by the headline of their article."""
    return {one["title"]: one for one in newsroom.json("images", "list", *arguments)["images"]}


def lamp(newsroom: Newsroom) -> dict[str, Any]:
    return images(newsroom)["The lamp is lit again"]


def boat(newsroom: Newsroom) -> dict[str, Any]:
    return images(newsroom)["A boat without its picture"]


def colour(file: str, x: float, y: float) -> tuple[int, ...]:
    with Image.open(file) as image:
        found = image.convert("RGB").getpixel((int(image.width * x), int(image.height * y)))
    assert isinstance(found, tuple)
    return found


def test_every_picture_is_listed_with_where_it_lies_or_why_not(newsroom: Newsroom) -> None:
    ready, failed = lamp(newsroom), boat(newsroom)
    assert (ready["state"], ready["reason"], ready["retry_at"]) == ("ready", None, None)
    assert Path(ready["path"]).is_file()
    assert {(one["role"], one["media_type"]) for one in ready["files"]} >= {
        ("lead", "image/jpeg"),
        ("lead", "image/webp"),
        ("thumb", "image/jpeg"),
    }
    assert all(one["url"].startswith("http://127.0.0.1:8080/media/") for one in ready["files"])
    assert all(Path(one["path"]).stat().st_size == one["size"] for one in ready["files"])
    assert failed["state"] == "failed"
    assert failed["reason"] == "the picture is not in the source's folder"
    assert failed["source_url"] == "pictures/boat.jpg"
    assert failed["retry_at"] is not None
    assert (failed["path"], failed["files"]) == (None, [])
    assert set(images(newsroom, "--state", "failed")) == {"A boat without its picture"}


def test_people_read_one_line_for_each(newsroom: Newsroom) -> None:
    lines = newsroom.run("images", "list").stdout.splitlines()
    ready, failed = lamp(newsroom), boat(newsroom)
    assert set(lines) == {
        f"{ready['article']}  ready   {ready['path']}",
        f"{failed['article']}  failed  {failed['reason']}; next try {failed['retry_at']}",
    }


def test_a_picture_that_has_come_is_found_by_looking_again_and_stands_in_the_feeds(newsroom: Newsroom) -> None:
    newsroom.draw_picture("pictures/boat.jpg")
    done = newsroom.run("images", "retry", boat(newsroom)["article"])
    assert (done.returncode, done.stderr) == (0, "")
    found = boat(newsroom)
    assert (found["state"], found["reason"]) == ("ready", None)
    assert found["files"][0]["url"] in (newsroom.feeds / "rss.xml").read_text()


def test_all_that_failed_are_looked_for_again_and_it_says_what_is_still_missing(newsroom: Newsroom) -> None:
    done = newsroom.run("images", "retry", "--failed", "--json")
    assert done.returncode == 3
    assert "A boat without its picture" in done.stdout
    assert "The lamp is lit again" not in done.stdout


def test_a_file_that_was_lost_is_made_anew_though_its_source_has_not_changed(newsroom: Newsroom) -> None:
    before = lamp(newsroom)
    shutil.rmtree(newsroom.folder / "var" / "media")
    assert newsroom.json("images", "retry", "--missing")["images"] == [before]
    assert all(Path(one["path"]).stat().st_size == one["size"] for one in before["files"])
    assert newsroom.json("images", "retry", "--missing") == {"images": []}


def test_a_crop_keeps_the_point_that_an_editor_names_also_after_the_article_was_read_again(newsroom: Newsroom) -> None:
    tall = Image.new("RGB", (900, 2000), (200, 30, 30))
    tall.paste((30, 30, 200), (0, 1500, 900, 2000))
    tall.save(newsroom.folder / "articles" / "pictures" / "lamp.jpg", quality=90)
    newsroom.run("images", "retry", lamp(newsroom)["article"])
    above = lamp(newsroom)
    assert above["focal"] is None
    assert colour(above["path"], 0.5, 0.5)[0] > 150
    done = newsroom.json("images", "focal", above["article"], "50% 95%")
    assert (done["focal"], done["is_focal_ours"]) == ([50, 95], True)
    assert colour(done["path"], 0.5, 0.9)[2] > 150
    newsroom.write_article("lamp.txt", dump("The lamp is lit again", picture="pictures/lamp.jpg", deck="Another deck"))
    newsroom.run("collect")
    assert lamp(newsroom)["path"] == done["path"]
    cleared = newsroom.json("images", "focal", above["article"], "--clear")
    assert (cleared["focal"], cleared["is_focal_ours"], cleared["path"]) == (None, False, above["path"])


def test_an_editor_has_a_word_about_the_picture_of_an_article_under_embargo(newsroom: Newsroom) -> None:
    out = datetime.now(UTC) + timedelta(days=2)
    newsroom.write_article("soon.txt", dump("Not yet", published=out, picture="pictures/lamp.jpg"))
    newsroom.json("collect")
    before = sorted((newsroom.folder / "var" / "media").rglob("*.*"))
    soon = images(newsroom)["Not yet"]["article"]
    done = newsroom.run("images", "focal", soon, "50% 95%")
    coming = f"made when the article comes out, {out:%Y-%m-%dT%H:%M:%S}+00:00"
    assert (done.returncode, done.stdout) == (0, f"{soon}  wanted  pictures/lamp.jpg; {coming}\n")
    again = newsroom.json("images", "retry", soon)["images"]
    assert [(one["state"], one["focal"], one["is_focal_ours"]) for one in again] == [("wanted", [50, 95], True)]
    assert sorted((newsroom.folder / "var" / "media").rglob("*.*")) == before
    newsroom.write_article("soon.txt", dump("Not yet", picture="pictures/lamp.jpg"))
    newsroom.json("collect")
    ready = images(newsroom)["Not yet"]
    assert (ready["state"], ready["focal"], ready["is_focal_ours"]) == ("ready", [50, 95], True)


@pytest.mark.parametrize("point", ["50", "50% 101%", "50%", "middle", "-5% 10%", "٥٠% ٣٠%"])
def test_what_is_no_point_is_refused_with_an_example(newsroom: Newsroom, point: str) -> None:
    done = newsroom.run("images", "focal", "k3j9d2m4q8x1z", "--", point)
    assert done.returncode == 2
    assert '"50% 30%"' in done.stderr


@pytest.mark.parametrize(
    "arguments", [("retry",), ("focal", "abc"), ("focal", "abc", "50% 30%", "--clear")], ids=" ".join
)
def test_a_command_that_says_too_little_or_too_much_is_refused(newsroom: Newsroom, arguments: tuple[str, ...]) -> None:
    assert newsroom.run("images", *arguments).returncode == 2


def test_an_article_without_a_picture_to_choose_is_told(newsroom: Newsroom) -> None:
    for arguments in (("retry", "nothere"), ("focal", "nothere", "50% 30%")):
        done = newsroom.run("images", *arguments)
        assert done.returncode == 1
        assert "there is no article nothere with a picture" in done.stderr
        assert "See: syndicate images list" in done.stderr


def test_picking_up_tells_which_picture_was_passed_over(newsroom: Newsroom) -> None:
    newsroom.draw_picture("pictures/quay.jpg")
    head = "title: Two pictures\ndate: 2026-01-02 07:00 +01:00\nimage: pictures/none.jpg"
    newsroom.write_article("two.md", f"---\n{head}\n---\n\nThe quay is open.\n\n![The quay](pictures/quay.jpg)\n")
    (told,) = newsroom.json("collect")["pictures"]["passed_over"]
    (image,) = [one for one in newsroom.json("images", "list")["images"] if one["article"] == told["article"]]
    assert "not in the source's folder" in told["reason"]
    assert image["source_url"] == "pictures/quay.jpg"
