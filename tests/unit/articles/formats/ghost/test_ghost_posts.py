"""Posts of Ghost: what is theirs alone, beside what every form promises (``tests/contracts``)."""

from __future__ import annotations

import json
from typing import Any
from zoneinfo import ZoneInfo

import pytest

from syndicate.articles.formats.sniff import DocumentFormat, sniff
from syndicate.articles.model import Draft, RawDocument, Severity
from syndicate.articles.reading import read
from syndicate.articles.rules import Rules

RULES = Rules(language="en", zone=ZoneInfo("UTC"))
TEXT = "The harbour office opened its new tide desk on Monday, and by noon eleven skippers had queued to complain."


def post(**changes: object) -> dict[str, Any]:
    return {
        "id": "65a1",
        "title": "Tide desk",
        "slug": "tide-desk",
        "html": f"<p>{TEXT}</p>",
        "feature_image": None,
        "visibility": "public",
        "published_at": "2024-01-05T09:00:00.000Z",
        "updated_at": "2024-01-06T09:00:00.000Z",
        "url": "https://blog.example/tide-desk/",
        **changes,
    }


def reading(rules: Rules = RULES, **changes: Any) -> Draft:
    content = json.dumps(post(**changes))
    assert sniff(content) is DocumentFormat.GHOST
    return read(RawDocument(source="blog", external_id="65a1", content=content.encode()), rules)


def blocks(draft: Draft) -> list[str]:
    return [finding.code for finding in draft.findings if finding.severity is Severity.BLOCK]


def lexical(*children: dict[str, Any]) -> str:
    return json.dumps({"root": {"type": "root", "children": list(children)}})


def words(text: str, marks: int = 0) -> dict[str, Any]:
    return {"type": "extended-text", "text": text, "format": marks}


def paragraph(*children: dict[str, Any]) -> dict[str, Any]:
    return {"type": "paragraph", "children": list(children)}


@pytest.mark.parametrize("visibility", ["members", "paid", "tiers", "status:-free"])
def test_what_is_not_for_everybody_shows_its_summary_alone(visibility: str) -> None:
    draft = reading(visibility=visibility)
    assert (draft.is_paid, blocks(draft)) == (True, [])


def test_of_a_text_that_the_site_keeps_back_the_summary_is_read() -> None:
    draft = reading(html=None, access=False, excerpt=TEXT)
    assert (draft.is_paid, draft.body_text, blocks(draft)) == (True, TEXT, [])


@pytest.mark.parametrize(
    ("changes", "code"),
    [
        ({"status": "draft", "published_at": None}, "draft"),
        ({"status": "scheduled"}, "draft"),
        ({"status": "sent"}, "draft"),
        ({"published_at": None}, "draft"),
        ({"type": "page"}, "ghost-page"),
        ({"title": ""}, "no-title"),
        ({"html": None}, "no-body"),
        ({"html": None, "lexical": '{"root": 1}'}, "no-body"),
        ({"html": None, "lexical": "[" * 100_000}, "no-body"),
    ],
)
def test_what_is_no_published_post_is_held(changes: dict[str, Any], code: str) -> None:
    assert code in blocks(reading(**changes))


def test_a_text_without_html_is_read_from_the_editors_own_tree() -> None:
    link = {"type": "link", "url": "__GHOST_URL__/tides/", "children": [words("the tables")]}
    tree = lexical(
        {"type": "extended-heading", "tag": "h3", "children": [words("Tides <of> spring")]},
        paragraph(words("High "), words("water", 1 | 2), words(" stands in "), link, words(".")),
        {
            "type": "list",
            "listType": "number",
            "children": [{"type": "listitem", "children": [words("One")]}, {"type": "listitem", "children": []}],
        },
        {"type": "extended-quote", "children": [words("It leaks."), {"type": "linebreak"}, words("Daily.")]},
        {"type": "image", "src": "__GHOST_URL__/content/images/a.jpg", "alt": "The wall", "caption": "<b>Wet</b>"},
        {"type": "horizontalrule"},
        {"type": "markdown", "markdown": "*So* [it goes](https://x.example/)"},
        {"type": "html", "html": "<script>alert(1)</script><p>By hand</p>"},
        {"type": "bookmark", "url": "https://y.example/", "metadata": {"title": "A <page>"}},
        {"type": "codeblock", "code": "a < b"},
        {"type": "signup", "header": "Join us", "buttonText": "Now"},
        {"type": "of-tomorrow", "children": [paragraph(words("New card"))]},
    )
    draft = reading(html=None, lexical=tree)
    assert blocks(draft) == []
    assert draft.body_html.replace("\n", "") == (
        "<h3>Tides &lt;of&gt; spring</h3>"
        '<p>High <em><strong>water</strong></em> stands in <a href="https://blog.example/tides/">the tables</a>.</p>'
        "<ol><li>One</li></ol><blockquote>It leaks.<br>Daily.</blockquote><hr>"
        '<p><em>So</em> <a href="https://x.example/">it goes</a></p><p>By hand</p>'
        '<p><a href="https://y.example/">A &lt;page&gt;</a></p><pre><code>a &lt; b</code></pre><p>New card</p>'
    )
    (picture,) = draft.media
    assert picture.candidates[0].url == "https://blog.example/content/images/a.jpg"
    assert (picture.description, picture.caption) == ("The wall", "Wet")


def test_a_tree_that_is_too_deep_is_told_and_not_walked() -> None:
    node: dict[str, Any] = words("in the depth")
    for _ in range(200):
        node = {"type": "paragraph", "children": [node]}
    draft = reading(html=None, lexical=lexical(node))
    assert {"lexical-broken", "no-body"} <= {finding.code for finding in draft.findings}


def test_the_main_tag_is_the_section_and_internal_tags_are_nobodys() -> None:
    tags = [{"name": "#import", "visibility": "internal"}, {"name": "Port", "visibility": "public"}, {"name": "Tides"}]
    draft = reading(tags=tags, primary_tag=None)
    assert (draft.sections, draft.tags) == (("Port",), ("Tides",))


def test_authors_whose_page_is_not_shown_have_no_page() -> None:
    people = [
        {"name": "Ann Reed", "url": "https://blog.example/404/"},
        {"name": "Bo Dale", "website": "https://bo.example"},
    ]
    draft = reading(authors=people)
    assert [(person.name, person.url) for person in draft.authors] == [
        ("Ann Reed", None),
        ("Bo Dale", "https://bo.example"),
    ]


def test_pictures_of_an_export_lie_at_the_site_or_beside_the_document() -> None:
    image = "__GHOST_URL__/content/images/2024/01/desk.jpg"
    there = Rules(language="en", zone=ZoneInfo("UTC"), permalink="https://new.example/{slug}/")
    addresses = [
        reading(rules, url=url, feature_image=image).media[0].candidates[0].url
        for rules, url in ((RULES, "https://blog.example/a/"), (there, None), (RULES, None))
    ]
    assert addresses == [
        "https://blog.example/content/images/2024/01/desk.jpg",
        "https://new.example/content/images/2024/01/desk.jpg",
        "content/images/2024/01/desk.jpg",
    ]


def test_a_post_carries_its_id_in_feeds_and_its_old_address() -> None:
    draft = reading()
    assert (draft.guid, draft.old_addresses) == ("65a1", ("https://blog.example/tide-desk/",))


@pytest.mark.parametrize(
    ("pattern", "address"), [(None, "/tide-desk/"), ("https://quay.example/{slug}", "https://quay.example/tide-desk/")]
)
def test_a_post_of_an_export_names_the_address_that_ghost_makes_of_its_slug(pattern: str | None, address: str) -> None:
    rules = Rules(language="en", zone=ZoneInfo("UTC"), permalink=pattern)
    assert reading(rules, url=None).old_addresses == (address,)
