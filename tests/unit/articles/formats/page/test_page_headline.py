"""The headline of an HTML page, and that a page is one whatever it begins with."""

import pytest

from syndicate.articles.model import Draft
from tests.unit.articles.article_samples import LEAD, SECOND, TITLE, reading_of
from tests.unit.articles.page_samples import ADDRESS, SITE, a_meta, a_page

HOME = "https://harbour.example/"


def a_reading(heading: str, *, window: str = "", **claims: str) -> Draft:
    """Of a page with this markup in place of its headline."""
    page = a_page(window=window or " ", head=a_meta({f"og:{key}": value for key, value in claims.items()}))
    return reading_of(page.replace(f"<h1>{TITLE}</h1>", heading))


@pytest.mark.parametrize(
    "start",
    [
        "<DOCUMENT>\n<TYPE>EX-9\n<FILENAME>ferry.htm\n<TEXT>\n",
        "<br />\n<b>Warning</b>:  Undefined constant FERRY in <b>/srv/quay.php</b> on line <b>11</b><br />\n",
        "<center>",
    ],
)
def test_a_page_behind_other_tags_is_a_page(start: str) -> None:
    draft = reading_of(start + a_page())
    assert draft.title == TITLE
    assert draft.body_text.startswith(LEAD)


@pytest.mark.parametrize("markup", ['<P STYLE="margin:0">{}</P>', "<FONT SIZE=2>{}</FONT>", "<span>{}</span>"])
def test_a_piece_of_a_page_is_never_read_as_a_dump(markup: str) -> None:
    text = "\n".join(markup.format(one) for one in ("Exhibit 99.1", LEAD, SECOND, LEAD))
    draft = reading_of(text)
    assert draft.title is None
    assert "<" not in draft.body_text


# --- parts of the headline ------------------------------------------------------------


@pytest.mark.parametrize(
    "heading",
    [
        f"<h1><span class=kicker>At sea</span>{TITLE}</h1>",
        f"<h1><span class=kicker>At sea</span><span class=title>{TITLE}</span></h1>",
        f"<h1>{TITLE} <span class=label>Subscribers only</span></h1>",
        f"<h1><div>At sea</div><div>{TITLE}</div></h1>",
        f"<h1><span>{TITLE}</span><a href=/>{SITE}</a></h1>",
    ],
)
def test_of_a_headline_with_other_things_in_it_the_part_counts_that_machines_are_told(heading: str) -> None:
    assert a_reading(heading, title=TITLE).title == TITLE


def test_a_kicker_that_style_sheets_set_apart_is_not_glued_to_the_headline() -> None:
    draft = a_reading("<h1><span class=kicker>Ahoy!</span>The Night Ferry <i>Swa<b>n</b></i> Returns</h1>")
    assert draft.title == "Ahoy! The Night Ferry Swan Returns"


def test_a_date_below_a_headline_in_parts_is_found() -> None:
    line = f"<h1><span class=kicker>At sea</span>{TITLE}</h1><p>October 5, 2025, 15:34 CEST</p>"
    published = a_reading(line, title=TITLE).published
    assert published is not None
    assert published.isoformat() == "2025-10-05T15:34:00+02:00"


# --- the site's name ------------------------------------------------------------------


@pytest.mark.parametrize("address", ["/", HOME, "https://harbour.example", "https://harbour.example/2025/", "./"])
@pytest.mark.parametrize(
    "window", ["{site} » Blog Archive » {title}", "{title} ‹ {site}", "{title} | {site}", "{site}: {title}"]
)
def test_a_main_heading_that_leads_home_is_the_sites_name(address: str, window: str) -> None:
    heading = f"<h1><a href='{address}'>{SITE}</a></h1><h2>{TITLE}</h2>"
    assert a_reading(heading, window=window.format(site=SITE, title=TITLE)).title == TITLE


def test_a_headline_that_links_to_its_own_page_stays_one() -> None:
    assert a_reading(f"<h1><a href='{ADDRESS}'>{TITLE}</a></h1>").title == TITLE


def test_a_lone_main_heading_of_a_box_yields_to_the_heading_that_machines_are_told() -> None:
    assert a_reading(f"<h1>All our stories</h1><h2>{TITLE}</h2>", title=TITLE).title == TITLE


@pytest.mark.parametrize("name", ["post-title entry-title", "article-headline"])
def test_of_several_headings_the_one_that_is_named_a_headline_counts(name: str) -> None:
    headings = f"<h1>Notes from the harbour wall</h1><h1 class='{name}'>{TITLE}</h1>"
    assert a_reading(headings, title="Ferries Are Sailing | Quay Notes").title == TITLE


def test_a_heading_of_the_menu_is_no_headline_though_the_window_names_it() -> None:
    heading = f"<h3>Weather</h3><h1>{TITLE}</h1>"
    assert a_reading(heading, window=f"Weather | {TITLE}").title == TITLE
    assert a_reading(heading, window=f"{TITLE} | Weather").title == TITLE
