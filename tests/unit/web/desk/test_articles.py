"""What the desk says of an article: where its findings are, by which rule its dates were read, why it is not out."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from syndicate.articles.model import ForeignTime, Severity, Status, WithdrawnBy
from syndicate.articles.search import ArticleSearch
from syndicate.config import Config, load
from syndicate.web.desk.articles.quotes import placed
from syndicate.web.desk.articles.rules import rule_of, why_not_out
from tests.unit.web.web_samples import CONFIG, NOW, a_finding, an_article

_SOURCE = """
[[sources]]
name = "desk"
folder = "articles"
time_zone = "Europe/Rome"
zone_names = { IST = "Asia/Kolkata" }
"""


@pytest.fixture(scope="module")
def config(tmp_path_factory: pytest.TempPathFactory) -> Config:
    file = tmp_path_factory.mktemp("paper") / "config.toml"
    file.write_text(CONFIG.format(outbox="outbox") + _SOURCE, encoding="utf-8")
    return load(file, {})


def test_a_finding_leads_to_its_sentence() -> None:
    text = "First a bell. Then the ferry , late. The end."
    findings = [
        a_finding(quote="the ferry , late"),
        a_finding(quote="nowhere at all"),
        a_finding(quote="ferry ,"),
        a_finding(quote="The end…"),
        a_finding(quote=""),
    ]
    lines, parts = placed(findings, text)
    assert "".join(part.text for part in parts) == text
    assert [line.anchor for line in lines] == ["found-1", "", "found-1", "found-3", ""]
    assert {part.anchor: part.text for part in parts if part.anchor} == {
        "found-1": "the ferry , late",
        "found-3": "The end",
    }
    assert placed([], "") == ([], [])


@pytest.mark.parametrize(
    ("raw", "is_ambiguous", "expected"),
    [
        ("2026-11-23T05:00:00+01:00", False, "Rule 1: "),
        ("November 23, 2026, 05:00:00 CET", False, "Rule 2: CET "),
        ("July 23, 2026, 05:00:00 CET", True, "Rule 3: CET "),
        ("November 23, 2026, 05:00:00 IST", False, "The source says that IST means Asia/Kolkata (…config.toml:23:14)."),
        (
            "November 23, 2026, 05:00",
            False,
            "Rule 4: it names no zone, so the source's own was meant (…config.toml:22:13).",
        ),
        ("last Tuesday", False, "It was read as the document's own format has it."),
    ],
)
def test_a_date_says_by_which_rule_it_was_read(config: Config, raw: str, is_ambiguous: bool, expected: str) -> None:  # noqa: FBT001 - a case
    time = ForeignTime(at=datetime(2026, 11, 23, tzinfo=UTC), offset=timedelta(), raw=raw, is_ambiguous=is_ambiguous)
    begin, _, end = expected.partition("…")
    told = rule_of(time, "desk", config)
    assert told.startswith(begin)
    assert told.endswith(end)


def test_an_article_that_is_not_out_says_why(config: Config) -> None:
    held = an_article(status=Status.HELD, findings=(a_finding(code="zone-unknown"), a_finding(severity=Severity.WARN)))
    assert why_not_out(held, config)[0] == "On hold: The date could not be read."
    assert why_not_out(held, config)[1].startswith("A zone is named in the source's zone_names: ")
    assert why_not_out(held, config)[1].endswith("config.toml:23:14.")
    until = NOW + timedelta(hours=3)
    assert why_not_out(an_article(status=Status.EMBARGOED, embargo_until=until), config) == [
        "Under embargo: its document names the end of an embargo."
    ]
    published = ForeignTime(at=until, offset=timedelta(), raw="soon")
    dated = an_article(status=Status.EMBARGOED, embargo_until=until, published=published)
    assert why_not_out(dated, config) == ["Under embargo: its date of publication lies ahead."]
    taken = an_article(status=Status.WITHDRAWN, withdrawn_by=WithdrawnBy.OPERATOR, withdrawal_reason="names a minor")
    assert why_not_out(taken, config) == ["Withdrawn by an editor: names a minor."]
    assert why_not_out(an_article(status=Status.WITHDRAWN, withdrawn_by=WithdrawnBy.DOCUMENT), config)
    assert why_not_out(an_article(), config) == []


def test_words_are_looked_for_in_the_ways_they_are_written() -> None:
    assert ArticleSearch(words="öl Preis").spellings() == [["öl", "Öl", "ÖL"], ["Preis", "preis", "PREIS"]]
    assert ArticleSearch(words="  ").spellings() == []
