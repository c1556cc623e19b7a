"""The sample page, and the real pages and dumps beside the repository; left out where they are not there."""

import re
from collections import Counter

import pytest
from lxml import html

from syndicate.articles.excerpt import excerpt_of
from syndicate.articles.model import Draft, RawDocument
from syndicate.articles.reading import read
from syndicate.articles.review import reviewed
from syndicate.text.html import to_text
from syndicate.text.plain import one_line
from tests.benchmarks import reading
from tests.benchmarks.reading import RULES, SAMPLES, Kind, measure

pytestmark = pytest.mark.skipif(not reading.is_there(), reason="the samples are not beside the repository")


def the_sample() -> Draft:
    (path,) = SAMPLES.parent.glob("000_*.txt")
    document = RawDocument(source="desk", external_id=path.name, content=path.read_bytes())
    return reviewed(read(document, RULES), RULES)


def test_the_sample_page_comes_out_right() -> None:
    draft = the_sample()
    assert draft.title == "Xiaomi Stores Are Opening In Europe. Are Cars Next?"
    assert draft.deck == "Xiaomi Expands European Footprint, Fuels Automotive Ambitions"
    assert draft.sections == ("World",)
    assert draft.published is not None
    assert draft.published.isoformat() == "2025-10-05T15:34:55+01:00"
    assert draft.published.is_ambiguous
    assert [media.description for media in draft.media] == ["Close-up view of the Xiaomi SU7 battery cell mount."]
    assert draft.body_text.startswith("Xiaomi, the global technology giant")
    assert draft.body_html.count("<h2>") == 3
    assert not re.search(
        r"»|\[\{|images|Akismet|You may also like|Leave a Comment|CET", draft.body_html + draft.body_text
    )
    assert Counter(finding.code for finding in draft.findings) == {
        "zone-ambiguous": 1,
        "sentences-glued": 3,
        "picture-foreign": 1,
        "date-contradiction": 1,
    }


def test_real_dumps_are_read_as_well_as_promised() -> None:
    quality = measure(Kind.DUMP)
    assert quality.f1 >= 0.945
    assert quality.titles.right >= 0.85 * quality.standing
    assert quality.titles.wrong <= 0.05 * (quality.titles.right + quality.titles.wrong)
    assert quality.dates.wrong == 0


def test_real_pages_are_read_as_well_as_promised() -> None:
    quality = measure(Kind.PAGE)
    assert quality.f1 >= 0.965
    assert quality.titles.right >= 0.95 * quality.titles.total
    assert quality.dates.right >= 0.97 * quality.dates.total
    assert quality.dates.wrong == 0
    assert quality.held == 0


def said_in(markup: bytes | str, *names: str) -> set[str]:
    """What stands in elements of those names, each in one line."""
    tree = html.fromstring(markup or "<p></p>")
    return {one_line("".join(map(str, element.itertext()))) for element in tree.iter(*names)} - {""}


@pytest.mark.parametrize("kind", Kind)
def test_real_articles_are_told_by_their_running_text(kind: Kind) -> None:
    for key, content in reading.documents(kind):
        draft = read(RawDocument(source="samples", external_id=key, content=content), RULES)
        excerpt = excerpt_of(draft.body_html, 280)
        assert bool(excerpt) == bool(draft.body_text), key
        assert not re.search(r"[•●▪◦]", excerpt), key
        labels = said_in(draft.body_html, "h2", "h3", "h4", "h5", "h6", "figcaption", "caption", "li", "td", "th")
        labels |= said_in(content, "figcaption") if kind is Kind.PAGE else set()
        prose = {one_line(line) for line in to_text(draft.body_html).split("\n")} - labels
        assert not [label for label in labels if label in excerpt and not any(label in line for line in prose)], key
