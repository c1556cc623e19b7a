"""``syndicate sources import`` as an operator has it: what comes of it in lists, feeds, pictures, and in no mail."""

from __future__ import annotations

import shutil
from pathlib import Path

from tests.archives import write_zip
from tests.commands import Invoke, given
from tests.exports import ghost, ghost_post, hugo, jekyll, wordpress, wxr_item
from tests.newsroom import Newsroom


def test_an_archive_is_in_feeds_by_its_dates_with_its_pictures_and_in_no_mail(
    newsroom: Newsroom, invoke: Invoke, tmp_path: Path
) -> None:
    path = write_zip(tmp_path / "quay.zip", ghost())
    report = given(invoke, "sources", "import", str(path), "--source", "old-site")
    assert (report["source"], report["new"], report["held"]) == ("old-site", 4, 0)
    assert {"external_id": "quay.zip", "kind": "draft", "count": 1} in report["passed_over"]
    path.unlink()
    fresh = write_zip(tmp_path / "later.zip", ghost(ghost_post("65b1", "Much later", "2026-11-20T08:00:00.000Z")))
    report = given(invoke, "sources", "import", str(fresh), "--source", "old-site")
    assert (report["new"], report["changed"], report["unchanged"]) == (1, 0, 4)
    fresh.unlink()
    ended, out, err = invoke("run", "--once")
    assert ended == 0, out + err
    mails = "".join(path.read_text(errors="replace") for path in newsroom.outbox.rglob("*.eml"))
    assert mails
    assert not any(title in mails for title in ("Night ferry", "The first quay", "Of old", "Much later"))
    titles = feed_titles(newsroom)
    assert titles[-5:] == ["Much later", "For members", "Night ferry", "Of old", "The first quay"]
    kept = newsroom.folder / "var" / "imports" / "old-site" / "content" / "images" / "2025" / "10"
    assert [path.name for path in kept.iterdir()] == ["ferry.jpg"]
    (story,) = [one for one in given(invoke, "articles", "list")["articles"] if one["title"] == "Night ferry"]
    (article,) = (newsroom.feeds / "feed.json").read_text().split('"id": "65a1"')[1:]
    assert "/media/" in article.split('"id":')[0], story


def feed_titles(newsroom: Newsroom) -> list[str]:
    import feedparser

    parsed = feedparser.parse((newsroom.feeds / "rss.xml").read_bytes())
    return [str(entry.title) for entry in parsed.entries]


def test_lists_name_it_an_import_and_no_source_has_its_name(newsroom: Newsroom, invoke: Invoke, tmp_path: Path) -> None:
    path = write_zip(tmp_path / "quay.zip", jekyll())
    given(invoke, "sources", "import", str(path))
    *_, listed = given(invoke, "sources", "list")["sources"]
    assert (listed["name"], listed["kind"], listed["where"]) == ("jekyll", "import", "quay.zip (jekyll)")
    assert not (newsroom.folder / "elsewhere").exists()
    config = newsroom.folder / "config.toml"
    config.write_text(config.read_text() + '\n[images]\nimports = "elsewhere"\n')
    given(invoke, "sources", "import", str(path), "--source", "again")
    assert (newsroom.folder / "elsewhere" / "again" / "assets" / "ferry.jpg").exists()
    for name in ("desk", "../out", "Old Site"):
        ended, _, err = invoke("sources", "import", str(path), "--source", name)
        assert ended == 65, err
    assert not (newsroom.folder / "var" / "out").exists()
    ended, _, err = invoke("sources", "import", str(path), "--kind", "medium")
    assert (ended, "no export of medium" in err) == (65, True)
    ended, _, err = invoke("sources", "import", str(path), "--site", "quay")
    assert ended == 65, err
    assert invoke("sources", "poll", "jekyll")[0] == 2


def test_what_is_held_makes_it_partly_done_and_is_told(invoke: Invoke, tmp_path: Path) -> None:
    files = hugo(**{"content/posts/odd.md": "---\ntitle: Odd\ndate: one fine day\n---\n\nText of it.\n"})
    path = write_zip(tmp_path / "quay.zip", files)
    ended, out, _ = invoke("sources", "import", str(path))
    assert ended == 3
    assert "hugo: 3 new, 0 changed, 0 unchanged, 1 held" in out
    assert "held: hugo#content/posts/odd.md: " in out
    assert "The export does not say when" in out
    assert "passed over: quay.zip: " in out
    assert "1 draft" in out


def test_a_source_that_later_has_the_name_of_an_import_mails_nothing_old(
    newsroom: Newsroom, invoke: Invoke, tmp_path: Path
) -> None:
    given(invoke, "sources", "import", str(write_zip(tmp_path / "quay.zip", wordpress())), "--source", "wire")
    shutil.copytree(newsroom.folder / "articles", newsroom.folder / "wire")
    config = newsroom.folder / "config.toml"
    source = '\n[[sources]]\nname = "wire"\nfolder = "wire"\nsettle = "0s"\n'
    config.write_text(config.read_text() + source)
    assert given(invoke, "collect")["sources"]["wire"]["new"] == 2
    backlog = [one["is_backlog"] for one in given(invoke, "articles", "list", "--source", "wire")["articles"]]
    assert backlog == [True] * 4


def test_of_two_posts_with_one_id_the_first_is_taken_and_the_other_counted(invoke: Invoke, tmp_path: Path) -> None:
    again = ghost_post("65a1", "Night ferry once more", "2025-10-06T08:00:00.000Z")
    path = write_zip(tmp_path / "quay.zip", ghost(again))
    for news in (4, 0):
        report = given(invoke, "sources", "import", str(path), "--source", "old-site")
        assert (report["new"], report["changed"], report["held"]) == (news, 0, 0)
        assert {"external_id": "quay.zip", "kind": "twice", "count": 1} in report["passed_over"]
    titles = [article["title"] for article in given(invoke, "articles", "list")["articles"]]
    assert "Night ferry" in titles
    assert "Night ferry once more" not in titles


def test_a_post_that_is_in_one_file_twice_and_in_another_is_counted_and_told(invoke: Invoke, tmp_path: Path) -> None:
    files = dict(wordpress(wxr_item(71, "Night ferry once more", "2025-10-06 08:00:00")))
    files["quay.WordPress.2.xml"] = next(text for name, text in wordpress().items() if name.endswith(".xml"))
    report = given(invoke, "sources", "import", str(write_zip(tmp_path / "quay.zip", files)), code=3)
    assert {"external_id": "quay.zip", "kind": "twice", "count": 6} in report["passed_over"]
    (held,) = report["held_items"]
    assert "has as well, so one of them alone is the article" in held["reason"]
