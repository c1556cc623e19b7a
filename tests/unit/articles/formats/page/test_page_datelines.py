"""The date of publication that an HTML page shows its readers, or writes for machines in other ways than JSON-LD."""

import pytest

from syndicate.articles.model import Draft
from tests.unit.articles.article_samples import LEAD, TITLE, codes, reading_of
from tests.unit.articles.page_samples import a_meta, a_page

DAY = "October 5, 2025"


def a_reading(line: str, **parts: str) -> Draft:
    """Of a page with this line below its headline."""
    return reading_of(a_page(above=line, **parts))


def the_date(draft: Draft) -> str | None:
    return None if draft.published is None else draft.published.isoformat()


@pytest.mark.parametrize(
    ("name", "value", "right"),
    [
        ("pub_date", "20251005", "2025-10-05T00:00:00+02:00"),
        ("pubdate", "20251005T153455+0200", "2025-10-05T15:34:55+02:00"),
        ("publish_date", "2025-10-05T1334Z", "2025-10-05T13:34:00+00:00"),
        ("date", "20251005133455Z", "2025-10-05T13:34:55+00:00"),
    ],
)
def test_the_basic_format_of_iso_8601_is_read_where_machines_write_it(name: str, value: str, right: str) -> None:
    assert the_date(reading_of(a_page(head=a_meta({name: value})))) == right


@pytest.mark.parametrize("value", ["20251305", "1207", "2025100", "20251005123"])
def test_other_numbers_are_no_date(value: str) -> None:
    assert the_date(reading_of(a_page(head=a_meta({"pub_date": value})))) is None


@pytest.mark.parametrize("name", ["dateCreated", "dcterms.created"])
def test_when_a_record_was_made_is_no_date_of_publication(name: str) -> None:
    assert the_date(reading_of(a_page(head=a_meta({name: "2025-10-05T15:34:55Z"})))) is None


@pytest.mark.parametrize(
    "mark",
    [
        "<p>By Ann Reed <abbr class=published title=2025-10-05T13:34Z>two days ago</abbr> in World, 17 comments</p>",
        "<p>Ann Reed <span class='dt-published'>October 5, 2025, 13:34 UTC</span> 12 replies, 3 likes and more</p>",
        "<p><span itemprop=datePublished content=2025-10-05T13:34Z>Sunday</span></p>",
        "<time class='entry-date published' datetime=2025-10-05T13:34Z>a</time><time datetime=2025-11-07>b",
        "<p>Filed by Ann Reed in World <time>October 5, 2025, 13:34 UTC</time>, 17 comments so far</p>",
        "<p>Filed by Ann Reed in World <span class=timestamp>October 5, 2025, 13:34 UTC</span>, 17 comments so far</p>",
    ],
)
def test_an_element_that_is_marked_as_the_articles_date_is_read(mark: str) -> None:
    assert the_date(a_reading(mark)) == "2025-10-05T13:34:00+00:00"


@pytest.mark.parametrize("name", ["date-header", "post-date", "entry-meta-date"])
def test_a_date_right_above_the_headline_is_the_articles_if_it_is_so_named(name: str) -> None:
    page = a_page().replace(f"<h1>{TITLE}", f"<h2 class={name}><span>{DAY}</span></h2><h1>{TITLE}")
    assert the_date(reading_of(page)) == "2025-10-05T00:00:00+02:00"


@pytest.mark.parametrize("mark", ["class=date", "class=today", "id=clock"])
def test_a_date_above_the_headline_that_is_only_a_date_may_be_todays(mark: str) -> None:
    page = a_page().replace(f"<h1>{TITLE}", f"<p {mark}>{DAY}</p><h1>{TITLE}")
    assert the_date(reading_of(page)) is None


@pytest.mark.parametrize("label", ["Begins:", "Bookings open:", "Updated:", "Aktualisiert:"])
def test_a_label_says_what_a_date_is_the_date_of(label: str) -> None:
    assert the_date(a_reading(f"<dl><dt>{label}</dt><dd>{DAY}</dd></dl>")) is None
    assert the_date(a_reading(f"<dl><dt>{label}</dt><dd><span class='date updated'>{DAY}</span></dd></dl>")) is None


def test_a_label_of_publication_says_so() -> None:
    assert the_date(a_reading(f"<dl><dt>Published:</dt><dd>{DAY}</dd></dl>")) == "2025-10-05T00:00:00+02:00"


@pytest.mark.parametrize(
    "line",
    [
        f"{DAY}, last updated 14:00 (GMT+0400)",
        "الأحد، 05 تشرين الأول/أكتوبر 2025، آخر تحديث 14:00 (GMT+0400)",
        f"{DAY} | Updated at 2:21 p.m.",
    ],
)
def test_a_day_with_the_hour_of_its_last_change_is_the_day_of_that_change(line: str) -> None:
    draft = a_reading(f"<p>{line}</p>")
    assert draft.published is None
    assert reading_of(f"{TITLE}\n\n{line}\n\n{LEAD}\n").published is None


def test_a_day_of_publication_stays_one_before_the_hour_of_a_change() -> None:
    assert the_date(a_reading(f"<p>Published {DAY}, updated 14:00</p>")) == "2025-10-05T00:00:00+02:00"


@pytest.mark.parametrize(("language", "right"), [("de", "2025-10-05T15:34:00+02:00"), ("en", None), ("fr-FR", None)])
def test_the_pages_own_language_says_how_numbers_with_points_are_meant(language: str, right: str | None) -> None:
    draft = a_reading("<p>05.10.2025, 15:34</p>", attributes=f' lang="{language}"')
    assert the_date(draft) == right
    assert ("date-unclear" in codes(draft)) == (right is None)


def test_a_change_that_is_marked_below_the_headline_is_one() -> None:
    draft = a_reading(
        "<p><time itemprop=datePublished datetime=2025-10-05T13:34Z>a</time>"
        "<time itemprop=dateModified datetime=2025-10-06T10:00Z>b</time></p>"
    )
    assert draft.updated is not None
    assert draft.updated.isoformat() == "2025-10-06T10:00:00+00:00"


def test_a_lone_time_in_the_footer_of_the_article_is_its_own_and_one_in_a_menu_is_not() -> None:
    time = "<time datetime=2025-10-05T13:34Z>October</time>"
    text = f"<p>{LEAD}</p>" * 3
    assert the_date(reading_of(a_page(body=f"{text}<footer>{time}</footer>"))) == "2025-10-05T13:34:00+00:00"
    assert the_date(reading_of(a_page().replace("</nav>", f"{time}</nav>"))) is None
    assert the_date(reading_of(a_page().replace("<footer>", f"<footer>{time}"))) is None
