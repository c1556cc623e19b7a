"""Who wrote the article of an HTML page: persons, without what stands beside their names, and never the site."""

import pytest

from syndicate.articles.model import Draft
from tests.unit.articles.article_samples import LEAD, TITLE, reading_of
from tests.unit.articles.page_samples import SITE, a_meta, a_page, a_script, described


def names(draft: Draft) -> list[str]:
    return [one.name for one in draft.authors]


@pytest.mark.parametrize(
    ("line", "right"),
    [
        ("By Ann Reed August 18, 2010 3:21 PM PDT", ["Ann Reed"]),
        ("By Ann Reed Tuesday, Aug. 17, 2010", ["Ann Reed"]),
        ("By Ann Reed and Bo Dale Sunday, 5 October 2025", ["Ann Reed", "Bo Dale"]),
        ("By April May, October 5, 2025", ["April May"]),
        ("By Ann Reed Quay.example Archive", ["Ann Reed"]),
        ("By Ann Reed, Bo Dale, Chien-Ming Li, and Cy Low, QNN", ["Ann Reed", "Bo Dale", "Chien-Ming Li", "Cy Low"]),
        ("By ANN O'REED Harbour Press", ["ANN O'REED"]),
        ("By ANN REED and BO DALE - Harbour Press Writers", ["ANN REED", "BO DALE"]),
        ("By J.P. Low", ["J.P. Low"]),
    ],
)
def test_what_stands_behind_a_name_is_none_of_it(line: str, right: list[str]) -> None:
    assert names(reading_of(a_page(above=f"<p>{line}</p>"))) == right
    assert names(reading_of(f"{TITLE}\n\n{line}\n\n{LEAD}\n")) == right


def test_names_for_machines_are_taken_apart_as_bylines_are() -> None:
    told = "Ann Reed, Bo Dale, and Cy Low, QNN"
    assert names(reading_of(a_page(head=a_meta({"author": told})))) == ["Ann Reed", "Bo Dale", "Cy Low"]
    assert names(reading_of(a_page(head=a_meta({"author": "Ann Reed Quay.example Archive"})))) == ["Ann Reed"]


@pytest.mark.parametrize(
    "name",
    ["harbour.example", "Harbour.example", "harbour", SITE, f"{SITE} Staff", "Quay Press GmbH", "Super User"],
)
def test_the_site_and_its_publisher_are_no_authors(name: str) -> None:
    head = a_meta({"og:site_name": SITE, "author": name})
    assert names(reading_of(a_page(head=head))) == []
    assert names(reading_of(a_page(head=head + a_script(described(author={"name": name}))))) == []


@pytest.mark.parametrize("name", ["Redaktion", "La rédaction", "Редакція", "ferry_k4v6"])
def test_who_is_not_named_is_no_author(name: str) -> None:
    assert names(reading_of(a_page(head=a_meta({"author": name})))) == []


def test_the_publisher_is_no_author_unless_it_is_a_person() -> None:
    whole = {"author": {"@type": "Organization", "name": "Quay Press"}}
    publisher = {"@type": "Organization", "name": "Quay Press"}
    assert names(reading_of(a_page(head=a_script(described(**whole, publisher=publisher))))) == []
    assert names(reading_of(a_page(head=a_script(described(**whole))))) == ["Quay Press"]
    alone = {"author": {"name": "Ann Reed"}, "publisher": {"@type": ["Person", "Organization"], "name": "Ann Reed"}}
    assert names(reading_of(a_page(head=a_script(described(**alone))))) == ["Ann Reed"]


def test_a_byline_in_the_text_is_heard_where_machines_are_told_the_site_alone() -> None:
    draft = reading_of(a_page(head=a_meta({"author": "harbour.example"}), above="<p>By Ann Reed</p>"))
    assert names(draft) == ["Ann Reed"]


@pytest.mark.parametrize("line", ["By Ann Reed Quay.example Archive | Contact", "Par Ann Reed (Les blogs du quai)"])
def test_a_byline_is_no_deck(line: str) -> None:
    assert reading_of(a_page(above=f"<p class=subtitle>{line}</p>")).deck is None
    assert reading_of(a_page(head=a_meta({"og:description": f"{line} ferry harbour"}))).deck is None


def test_a_description_that_begins_with_a_byline_and_goes_on_as_the_text_is_no_deck() -> None:
    assert reading_of(a_page(head=a_meta({"og:description": f"By Ann Reed QUAY {LEAD}"}))).deck is None


def test_a_line_above_the_headline_is_no_deck_however_it_is_called() -> None:
    line = "<p class=flyout-subtitle>Let your friends know what you are reading here</p>"
    assert reading_of(a_page().replace(f"<h1>{TITLE}", f"{line}<h1>{TITLE}")).deck is None
