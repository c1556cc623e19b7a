"""`syndicate feeds check` over real documents, whole and damaged."""

from __future__ import annotations

import json

import pytest

from tests.newsroom import Newsroom


@pytest.fixture
def published(newsroom: Newsroom) -> Newsroom:
    """The newsroom with its feeds on the shelf."""
    newsroom.json("collect")
    newsroom.json("feeds", "build")
    return newsroom


def test_what_we_write_has_neither_errors_nor_warnings(published: Newsroom) -> None:
    found = published.json("feeds", "check")
    assert (found["errors"], found["warnings"]) == (0, 0)
    kinds = {one["path"]: one["kind"] for one in found["documents"]}
    assert kinds["rss.xml"] == "rss"
    assert kinds["section/harbour/atom.xml"] == "atom"
    assert kinds["section/culture/feed.json"] == "json"
    assert (kinds["feeds.opml"], kinds["news-sitemap.xml"]) == ("opml", "sitemap")
    done = published.run("feeds", "check")
    assert done.returncode == 0
    assert done.stdout == f"feeds: {len(kinds)} documents, 0 errors, 0 warnings\n"


def test_a_broken_document_ends_with_65_and_names_rule_element_and_line(published: Newsroom) -> None:
    path = published.feeds / "section/harbour/rss.xml"
    path.write_text(path.read_text().replace('isPermaLink="false"', 'isPermaLink="never"'))
    done = published.run("feeds", "check", "section/harbour", "--json")
    assert done.returncode == 65
    found = json.loads(done.stdout)
    assert [one["path"] for one in found["documents"]] == [
        f"section/harbour/{name}" for name in ("atom.xml", "feed.json", "rss.xml")
    ]
    (remark,) = found["documents"][2]["remarks"]
    assert (remark["level"], remark["slug"], remark["element"]) == ("error", "invalid-boolean", "channel/item/guid")
    assert 'isPermaLink="never"' in path.read_text().splitlines()[remark["line"] - 1]


def test_warnings_alone_end_with_3_and_formats_are_held_against_each_other(published: Newsroom) -> None:
    path = published.feeds / "rss.xml"
    whole = path.read_text()
    path.write_text(whole.replace("<language>en</language>", ""))
    done = published.run("feeds", "check", "rss.xml")
    assert done.returncode == 3
    assert "channel: warning:" in done.stdout
    assert "[missing-language]" in done.stdout
    path.write_text(whole.replace("<ttl>15</ttl>", "<ttl>16</ttl>"))
    done = published.run("feeds", "check")
    assert done.returncode == 65
    assert "./:" in done.stdout
    assert "[ttl-differs]" in done.stdout


def test_a_place_where_nothing_lies_is_told(published: Newsroom) -> None:
    done = published.run("feeds", "check", "section/nowhere")
    assert done.returncode == 1
    assert "no feed document lies at section/nowhere" in done.stderr
