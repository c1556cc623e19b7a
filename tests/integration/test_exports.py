"""Exports of every system, taken in as an operator would: each field of each story, and what is not taken."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest

from syndicate.articles.collecting.importing import Importer
from syndicate.articles.collecting.report import CollectionReport
from syndicate.articles.exports.pictures import ExportPictures
from syndicate.articles.exports.recognising import recognise
from syndicate.articles.exports.unpacking import unpacked
from syndicate.articles.model import Article, Status
from syndicate.articles.old_addresses import OldAddressStore
from syndicate.articles.rules import Rules
from syndicate.articles.store import ArticleStore
from syndicate.storage import Database
from syndicate.testing.clock import ManualClock
from tests.archives import write_folder, write_tar, write_zip
from tests.exports import (
    FIRST,
    MAKERS,
    MARKDOWN,
    SITE,
    TEXT,
    blogger,
    blogger_entry,
    ghost,
    ghost_post,
    hugo,
    jekyll,
    medium,
    wordpress,
    wxr_item,
)

NOW = datetime(2026, 11, 20, 9, tzinfo=UTC)
RULES = Rules(language="en", zone=ZoneInfo("UTC"))


@dataclass
class Archive:
    """An installation that takes in exports."""

    database: Database
    folder: Path
    clock: ManualClock = field(default_factory=lambda: ManualClock(NOW))

    def take(
        self, files: Mapping[str, bytes], *, kind: str | None = None, site: str | None = None, name: str = "old"
    ) -> CollectionReport:
        return self.take_from(write_zip(self.folder / "export.zip", files), kind=kind, site=site, name=name)

    def take_from(
        self, path: Path, *, kind: str | None = None, site: str | None = None, name: str = "old"
    ) -> CollectionReport:
        with unpacked(path) as opened:
            export = recognise(opened, kind=kind, site=site)
            pictures = ExportPictures(
                name=name,
                files=opened,
                folder=self.folder / "kept" / name,
            )
            importer = Importer(self.database, self.clock, "quay.example,2026")
            return importer.take_in(export, pictures, RULES, file=path.name)

    def stories(self) -> dict[str, Article]:
        with self.database.read() as connection:
            return {str(story.title): story for story in ArticleStore(connection).all(self.clock.now())}

    def addresses(self, story: Article) -> set[str]:
        with self.database.read() as connection:
            found = OldAddressStore(connection).among(
                ["/2025/night-ferry", "/?p=71", "/2025/ferry", "/2025/10/story-71.html", "/story-65a1",
                 "/p/night-ferry", "/2025/10/night-ferry-again", "/ferry", "/2025/10/sail",
                 "/news/world/sea/2025/10/05/night-ferry.html",
                 "/news/ferry", "/2025/night-ferry.html", "/posts/night-ferry", "/@ann/story-a1b2c3d4e5f6",
                 "/p/a1b2c3d4e5f6"]
            )  # fmt: skip
        return {address for address, owner in found.items() if owner == story.id}


@pytest.fixture
def archive(sqlite_database: Database, tmp_path: Path) -> Archive:
    return Archive(sqlite_database, tmp_path)


@dataclass(frozen=True)
class Expected:
    """What is known of the story that has everything, in the terms of its system."""

    guid: str | None
    old: set[str]
    sections: tuple[str, ...] = ()
    tags: tuple[str, ...] = ()
    authors: tuple[str, ...] = ("Ann Reed",)
    deck: str | None = "A route lost for thirty years"
    published: str = "2025-10-05T13:34:55+00:00"
    pictures: tuple[str, ...] = ()
    passed: Mapping[str, int] = field(default_factory=dict)
    title: str = "Night ferry"


EXPECTED = {
    "wordpress": Expected(
        f"{SITE}/?p=71", {"/2025/night-ferry", "/?p=71", "/2025/ferry"}, ("World",), ("Ships",),
        pictures=("uploads/2025/10/ferry.jpg",),
        passed={"draft": 2, "protected by a password": 1, "page": 1, "attachment": 1},
    ),
    "blogger": Expected(
        "tag:blogger.com,1999:blog-1.post-71", {"/2025/10/story-71.html"}, (), ("Ships",), deck=None,
        passed={"draft": 1, "page": 1, "comment": 1},
    ),
    "ghost": Expected(
        "65a1", {"/story-65a1"}, ("World",), ("Ships",), pictures=("content/images/2025/10/ferry.jpg",),
        passed={"draft": 1, "scheduled": 1, "page": 1, "sent by email only": 1},
    ),
    "medium": Expected(
        "https://medium.com/p/a1b2c3d4e5f6", {"/@ann/story-a1b2c3d4e5f6", "/p/a1b2c3d4e5f6"},
        pictures=("https://cdn-images-1.medium.com/max/800/a1b2c3d4e5f6.jpeg",), passed={"draft": 1},
    ),
    "substack": Expected(
        f"{SITE}/p/night-ferry", {"/p/night-ferry"}, authors=(), deck="A route lost, for thirty years",
        passed={"draft": 1, "thread": 1}, title="Night ferry, “again”",
    ),
    "hugo": Expected(
        f"{SITE}/2025/10/night-ferry-again/", {"/2025/10/night-ferry-again", "/ferry", "/2025/10/sail"}, ("World",),
        ("Ships", "trains"), published="2025-10-05T15:34:55+02:00",
        pictures=("content/posts/night-ferry/ferry.jpg", "static/images/yard.jpg"),
        passed={"draft": 1, "scheduled": 1, "expired": 1, "head of a section": 1, "page without a date": 1},
    ),
    "jekyll": Expected(
        f"{SITE}/news/world/sea/2025/10/05/night-ferry", {"/news/world/sea/2025/10/05/night-ferry.html", "/news/ferry"},
        ("World", "Sea"), ("ships", "trains"), published="2025-10-05T15:34:55+02:00",
        pictures=("assets/ferry.jpg", "assets/yard.jpg"),
        passed={"draft": 2, "page": 1, "file without a day in its name": 1},
    ),
    "pelican": Expected(
        "tag:quay.example,2025-10-05:/2025/night-ferry.html/", {"/2025/night-ferry.html"}, ("world",),
        ("ships", "trains"), published="2025-10-05T15:34:00+02:00", pictures=("content/images/yard.jpg",),
        passed={"draft": 1, "hidden": 1, "page": 1, "article in reStructuredText, which is not read": 1},
    ),
    "eleventy": Expected(
        f"{SITE}/posts/night-ferry/", {"/posts/night-ferry"}, (), ("ships",), pictures=("public/img/ferry.jpg",),
        passed={"draft": 1, "page without a date": 1, "template": 1},
    ),
}  # fmt: skip


@pytest.mark.parametrize("kind", MAKERS)
def test_a_story_comes_with_all_that_its_system_knows_of_it(archive: Archive, kind: str) -> None:
    expected = EXPECTED[kind]
    report = archive.take(MAKERS[kind](), site=SITE if kind in {"substack", "ghost", "blogger"} else None)
    assert report.passed_over == {"export.zip": expected.passed}
    story = archive.stories()[expected.title]
    assert (story.status, story.is_backlog, story.guid) == (Status.PUBLISHED, True, expected.guid)
    assert (story.deck, story.sections, story.tags) == (expected.deck, expected.sections, expected.tags)
    assert tuple(author.name for author in story.authors) == expected.authors
    assert story.published is not None
    assert story.published.isoformat() == expected.published
    assert story.body_text.startswith(TEXT)
    assert "<em>brass</em>" in story.body_html
    assert not {"{{", "{%", "{:", "[caption", "<!--"} & set(story.body_html.split("<pre>")[0].split())
    assert tuple(file.url for medium in story.media for file in medium.candidates) == expected.pictures
    assert archive.addresses(story) == expected.old
    assert story.permalink is None  # its page is here from now on
    for name in (name for name in expected.pictures if "://" not in name):
        assert (archive.folder / "kept" / "old" / name).read_bytes() == MAKERS[kind]()[
            next(file for file in MAKERS[kind]() if file.endswith(name))
        ]


@pytest.mark.parametrize("kind", [kind for kind in MAKERS if kind not in {"medium", "substack"}])
def test_a_story_from_before_1970_keeps_its_date(archive: Archive, kind: str) -> None:
    archive.take(MAKERS[kind]())
    (story,) = [story for story in archive.stories().values() if "irst quay" in str(story.title)]
    assert story.published is not None
    assert story.published.at.date().isoformat() in {"1962-03-04", "1962-03-03"}
    assert story.body_text == TEXT
    assert story.status is Status.PUBLISHED


@pytest.mark.parametrize("pack", ["folder", "zip", "tar", "tar.gz", "tar.bz2", "tar.xz"])
def test_an_export_may_be_packed_in_any_way(archive: Archive, tmp_path: Path, pack: str) -> None:
    path = tmp_path / f"export.{pack}"
    write = {"folder": write_folder, "zip": write_zip}.get(pack, write_tar)
    assert archive.take_from(write(path, jekyll())).new == 3
    assert path.exists()


def test_one_file_may_be_packed_alone(archive: Archive, tmp_path: Path) -> None:
    import gzip

    (text,) = (content for name, content in wordpress().items() if name.endswith(".xml"))
    packed, plain = tmp_path / "quay.xml.gz", tmp_path / "export"
    packed.write_bytes(gzip.compress(text))
    plain.write_bytes(text)
    assert archive.take_from(packed).new == 2
    assert archive.take_from(plain).unchanged == 2
    document = next(content for name, content in ghost().items() if name.endswith(".json"))
    (tmp_path / "quay.json").write_bytes(document)
    assert archive.take_from(tmp_path / "quay.json", name="ghost").new == 4


def test_older_texts_of_ghost_and_those_for_members_are_whole(archive: Archive) -> None:
    archive.take(ghost())
    stories = archive.stories()
    assert stories["For members"].is_paid
    old = stories["Of old"].body_html
    assert f"<p>{FIRST}</p>" in old
    assert '<em>brass</em><a href="https://a.example/"' in old
    assert "<li>One.</li><li>Two.</li>" in old
    assert "<br>" in old


def test_a_later_export_changes_and_adds_and_takes_nothing_away(database: Database, tmp_path: Path) -> None:
    archive = Archive(database, tmp_path)
    first = archive.take(wordpress())
    assert (first.new, first.changed, first.unchanged, first.held) == (2, 0, 0, 0)
    assert archive.take(wordpress()).unchanged == 2
    before = archive.stories()
    later = [wxr_item(80, "A year on", "2026-10-05 13:34:55")]
    changed = {
        name: content.replace(b"<![CDATA[World]]>", b"<![CDATA[Sea]]>").replace(b"The first quay", b"The oldest quay")
        for name, content in wordpress(*later).items()
    }
    report = archive.take(changed)
    # What nobody reads as text, such as a section, changes without a word.
    assert (report.new, report.changed, report.unchanged, report.held) == (1, 1, 1, 0)
    stories = archive.stories()
    assert stories["The oldest quay"].id == before["The first quay"].id
    assert stories["Night ferry"].sections == ("Sea",)
    assert all(story.is_backlog for story in stories.values())
    assert archive.take(blogger(), name="other").new == 2
    assert {story.source for story in archive.stories().values()} == {"old", "other"}


def test_what_a_later_export_withholds_is_withdrawn_and_never_mailed_when_it_is_back(archive: Archive) -> None:
    archive.take(blogger())
    gone = [blogger_entry(80, "Sails", "2026-10-05T13:34:55Z")]
    text = {name: content.replace(b"LIVE", b"DRAFT", 1) for name, content in blogger(*gone).items()}
    report = archive.take(text)
    assert (report.new, report.withdrawn) == (1, 1)
    assert archive.stories()["Night ferry"].status is Status.WITHDRAWN
    archive.take(blogger(*gone))
    story = archive.stories()["Night ferry"]
    assert (story.status, story.is_backlog) == (Status.PUBLISHED, True)


def test_what_was_a_draft_when_it_came_first_is_as_old_when_it_is_out(archive: Archive) -> None:
    archive.take(ghost())
    out = ghost_post("65a3", "Not yet", "2026-11-19T08:00:00.000Z")
    without = {
        name: content.replace(b'"65a3"', b'"65b3"', 1) if name.endswith(".json") else content
        for name, content in ghost(out).items()
    }
    assert archive.take(without).new == 1
    assert archive.stories()["Not yet"].is_backlog


def test_what_has_no_date_is_held_with_the_reason_and_what_cannot_be_read_with_its_place(archive: Archive) -> None:
    broken = hugo(**{
        "content/posts/broken.md": "---\ntitle: [\n---\n\nText",
        "content/posts/odd.md": f"---\ntitle: Odd\ndate: one fine day\n---\n\n{MARKDOWN}",
        "content/posts/latin.md": "x",
    })  # fmt: skip
    report = archive.take({**broken, "content/posts/latin.md": b"---\ntitle: \xe9t\xe9\ndate: 2020-01-01\n---\n\nText"})
    held = dict(report.held_items)
    assert "content/posts/broken.md" in held["hugo#content/posts/broken.md"]
    assert "(line 3, column 1)" in held["hugo#content/posts/broken.md"]
    assert "does not say when" in held["hugo#content/posts/odd.md"]
    assert "UTF-8" in held["hugo#content/posts/latin.md"]
    assert report.new == 3


def test_no_program_of_a_site_is_run_and_no_list_of_readers_is_unpacked(archive: Archive, tmp_path: Path) -> None:
    archive.take(MAKERS["pelican"]())
    with unpacked(write_zip(tmp_path / "s.zip", MAKERS["substack"]())) as files:
        assert not [name for name in files.names if "email_list" in name or "opens" in name]
    report = archive.take(MAKERS["substack"](), name="letters")
    assert "--site" in report.notice
    assert [name for name, _ in report.held_items] == ["substack#75"]
    assert archive.stories()["For friends"].is_paid


def test_an_export_in_several_files_has_each_post_once_and_its_picture_from_another(archive: Archive) -> None:
    whole = wordpress()["quay.WordPress.2026-11-20.xml"].decode()
    head, *items = whole.removesuffix("</channel></rss>").split("<item>")
    is_upload = ["attachment_url" in item for item in items]
    parts = [
        head + "".join(f"<item>{item}" for item, there in zip(items, is_upload, strict=True) if there is kind)
        for kind in (False, True)
    ]
    files = {f"quay.{number}.xml": f"{part}</channel></rss>".encode() for number, part in enumerate(parts)}
    assert archive.take({**files, "quay.9.xml": whole.encode()}).new == 2
    (medium,) = archive.stories()["Night ferry"].media
    assert medium.candidates[0].url == f"{SITE}/wp-content/uploads/2025/10/ferry.jpg"


def test_a_story_of_medium_does_not_repeat_its_headline(archive: Archive) -> None:
    archive.take(medium())
    story = archive.stories()["The first quay"]
    assert story.body_text == TEXT
    assert story.deck is None
    assert [medium.caption for medium in story.media] == ["At dusk"]
