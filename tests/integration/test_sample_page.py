"""The page that the product was conceived from, from the folder to the feed and the inbox.

The page itself is not ours to keep; the test is left out where it does not lie beside the project.
"""

from __future__ import annotations

import json
import shutil
import socket
from typing import Any, NoReturn

import feedparser
import pytest

from syndicate.cli.root import run
from tests.newsroom import CONFIG, REPOSITORY, Newsroom, dump

PAGE = REPOSITORY.parent / "shared" / "samples" / "000_894ed5ed6147e84c.txt"
HERO = "https://cdn.motor1.com/images/mgl/W8qwwO/s5/5.jpg"
#: What belongs to the page around the article, and must come out nowhere.
FURNITURE = ("Home »", '"is_video"', "You may also like", "Leave a Comment", "Akismet")


@pytest.fixture(autouse=True)
def _no_host_is_known(monkeypatch: pytest.MonkeyPatch) -> None:
    def nobody(*arguments: object, **options: object) -> NoReturn:
        del arguments, options
        raise socket.gaierror(socket.EAI_NONAME, "Name or service not known")

    monkeypatch.setattr(socket, "getaddrinfo", nobody)


def give(newsroom: Newsroom, capsys: pytest.CaptureFixture[str], *arguments: str) -> Any:
    code = run(["--config", str(newsroom.folder / "config.toml"), *arguments, "--json"])
    out, err = capsys.readouterr()
    assert code == 0, err
    return json.loads(out)


def test_a_picture_whose_host_is_unknown_costs_the_picture_alone(
    newsroom: Newsroom, capsys: pytest.CaptureFixture[str]
) -> None:
    newsroom.write_article("far.txt", dump("A far picture", picture="https://pictures.example/large.jpg"))
    report = give(newsroom, capsys, "run", "--once")
    (failure,) = report["ingest"]["pictures"]["failed"]
    assert "pictures.example" in failure["reason"]
    assert len(newsroom.mails()) == 2
    shown = give(newsroom, capsys, "articles", "show", failure["article"])
    assert shown["hero"]["source_url"] == "https://pictures.example/large.jpg"
    assert shown["hero"]["path"] is None


@pytest.mark.skipif(not PAGE.exists(), reason="the sample page does not lie beside the project")
def test_the_sample_page_comes_out_right_everywhere(newsroom: Newsroom, capsys: pytest.CaptureFixture[str]) -> None:
    for path in (newsroom.folder / "articles").glob("*.txt"):
        path.unlink()
    shutil.copy(PAGE, newsroom.folder / "articles")
    # It is older than news may be.
    newsroom.configure(CONFIG.replace('max_lateness = "36h"', 'max_lateness = "36h"\nmax_age = "3650d"'))
    give(newsroom, capsys, "run", "--once")
    (article,) = give(newsroom, capsys, "articles", "list")["articles"]
    _check_article(article)
    _check_feeds(newsroom)
    _check_mails(newsroom)


def _check_article(article: dict[str, Any]) -> None:
    assert article["title"] == "Xiaomi Stores Are Opening In Europe. Are Cars Next?"
    assert article["deck"] == "Xiaomi Expands European Footprint, Fuels Automotive Ambitions"
    assert article["sections"] == ["World"]
    assert article["published_at"] == "2025-10-05T15:34:55+01:00"
    assert article["body_text"].startswith("Xiaomi, the global technology giant")
    assert article["body_html"].count("<h2>") == 3
    assert article["hero"]["source_url"] == HERO
    assert article["hero"]["alt"].startswith("Close-up view")
    assert article["hero"]["path"] is None
    assert "cdn.motor1.com" in article["hero"]["reason"]
    assert not any(piece in article["body_html"] + article["body_text"] for piece in FURNITURE)
    assert any("CET" in finding["message"] for finding in article["findings"])


def _check_feeds(newsroom: Newsroom) -> None:
    for name in ("rss.xml", "atom.xml", "section/world/rss.xml"):
        content = (newsroom.feeds / name).read_bytes()
        parsed = feedparser.parse(content)
        assert not parsed.bozo
        assert parsed.entries[0].title == "Xiaomi Stores Are Opening In Europe. Are Cars Next?"
        assert not any(piece.encode() in content for piece in FURNITURE)


def _check_mails(newsroom: Newsroom) -> None:
    assert len(newsroom.mails()) == 2
    for mail in newsroom.mails():
        for kind in ("plain", "html"):
            part = mail.get_body((kind,))
            assert part is not None
            body = part.get_content()
            assert "Xiaomi Stores Are Opening In Europe" in body
            assert not any(piece in body for piece in FURNITURE)


def test_a_story_whose_two_dates_lie_ahead_is_held_not_published(
    newsroom: Newsroom, capsys: pytest.CaptureFixture[str]
) -> None:
    at = "December 1, 2099, 15:34:55 GMT"
    newsroom.write_article(
        "torn.txt", dump("Torn between dates").replace(" GMT - ", f" GMT - {at} - ").replace("2026", "2099")
    )
    give(newsroom, capsys, "collect")
    (held,) = give(newsroom, capsys, "articles", "list", "--status", "held")["articles"]
    assert "embargo-unclear" in [finding["code"] for finding in held["findings"]]
