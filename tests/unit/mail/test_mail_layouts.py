"""The same stories in every layout, in a publisher's own dress, and with what stands between them."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest
from lxml.html import HtmlElement, document_fromstring

from syndicate.mail.checks import check
from syndicate.mail.digest import DigestRenderer
from syndicate.mail.judge.plain_part import stories_of
from syndicate.mail.judge.verdicts import judge
from syndicate.mail.merge_fields import fill
from syndicate.mail.model import BlockForm, ContentBlock, Digest, Layout, Rendering, Story
from syndicate.theme.model import Logo, Theme
from tests.unit.mail.quay import (
    ARABIC,
    BRIEF,
    CARDS,
    DIGEST,
    DIGESTS,
    FERRY,
    HEADLINES,
    LETTER,
    SECONDARY,
    TEMPLATES,
    VALUES,
    WITH_BLOCKS,
)

LOGO = Logo(url="https://quay.example/logo.png", width=180, height=40, alt="The Quay, a boat", dark_url="")
BRAND = Theme(
    colours={"accent": "#c8102e", "paper": "#fffaf2"},
    logo=LOGO,
    headline_font=("Inter", "sans-serif"),
    is_centred=True,
    footer=("Printed on the quay.",),
    social={"Mastodon": "https://example.social/@quay"},
    byline=True,
    dates=True,
    button=True,
)


def rendered(digest: Digest, theme: Theme | None = None) -> Rendering:
    return DigestRenderer(TEMPLATES, theme or Theme()).render(digest)


def page(digest: Digest, theme: Theme | None = None) -> HtmlElement:
    return tree_of(rendered(digest, theme).html)


def tree_of(html: str) -> HtmlElement:
    return document_fromstring(html)


def words(tree: HtmlElement, path: str) -> list[str]:
    return [" ".join(element.text_content().split()) for element in tree.findall(f".//{path}")]


def test_cards_stand_in_pairs_with_pictures_of_their_own_width() -> None:
    tree = page(CARDS)
    cards = tree.find_class("card")
    assert [len(card.findall(".//img")) for card in cards] == [1, 1, 1, 0]
    assert {(image.get("width"), image.get("height")) for card in cards for image in card.iter("img")} == {
        ("256", "144")
    }
    assert words(tree, "h2")[:4] == [story.headline for story in SECONDARY]


@pytest.mark.parametrize("digest", [DIGEST, CARDS, HEADLINES, BRIEF, LETTER, ARABIC])
@pytest.mark.parametrize(
    ("greeting", "name", "said"),
    [
        ("Hello {name},", "Zoë & Ann", "Hello Zoë & Ann,"),
        ("Good morning, {name}!", "", "Good morning!"),
        ("<3 & שלום, {name}", "נועה", "<3 & שלום, נועה"),
    ],
)
def test_the_greeting_of_a_theme_stands_below_the_masthead(digest: Digest, greeting: str, name: str, said: str) -> None:
    rendering = rendered(digest, Theme(greeting=greeting))
    assert judge(rendering, digest) == judge(rendered(digest), digest) == ()
    filled = fill(rendering, {**VALUES, "recipient_name": name})
    tree = tree_of(filled.html)
    [greeted] = [each for each in tree.find_class("words") if each.text_content().strip() == said]
    assert [span.get("dir") for span in greeted.iter("span")] == ["auto", "auto"]
    assert filled.text.splitlines()[4] == said
    order = [*tree.iter()]
    urls = {story.url for story in stories_of(digest)}
    assert order.index(greeted) < min(order.index(link) for link in tree.iter("a") if link.get("href") in urls)


def test_headlines_and_brief_items_have_no_picture_at_all() -> None:
    for digest in (HEADLINES, BRIEF):
        assert page(digest).find(".//img") is None


def test_a_brief_item_is_a_headline_that_is_a_link_and_a_deck() -> None:
    tree = page(BRIEF)
    assert FERRY.excerpt[:30] not in tree.text_content()
    assert "Read on" not in tree.text_content()
    headings = [*tree.iter("h1", "h2")][: 1 + len(SECONDARY)]
    assert [heading.find("a").get("href") for heading in headings] == [story.url for story in (FERRY, *SECONDARY)]
    assert all("underline" in heading.find("a").get("style") for heading in headings)


def test_a_letter_tells_its_story_whole_in_both_parts_and_leads_nowhere_else() -> None:
    tree, text = page(LETTER), rendered(LETTER).text
    assert "two boats" in tree.text_content()
    assert "No smoke" in text
    assert FERRY.excerpt[-40:] not in tree.text_content()
    assert "Read on" not in tree.text_content()
    hero = tree.find(".//img")
    assert hero is not None
    assert hero.getparent().tag == "div"


def test_a_letter_whose_story_is_too_long_has_its_beginning_and_leads_on() -> None:
    assert LETTER.lead is not None
    tree = page(replace(LETTER, lead=replace(LETTER.lead, body="", body_text="")))
    assert FERRY.excerpt[:30] in tree.text_content()
    assert "Read on" in tree.text_content()


@pytest.mark.parametrize("name", ["lead-and-list", "cards", "many"])
def test_whoever_goes_by_key_or_voice_meets_each_story_once(name: str) -> None:
    links = [link for link in page(DIGESTS[name]).iter("a") if "/articles/" in (link.get("href") or "")]
    silent = [link for link in links if link.get("aria-hidden") == "true"]
    assert all(link.get("tabindex") == "-1" and link.find("img") is not None for link in silent)
    assert silent
    assert not [link for link in links if link not in silent and link.find("img") is not None]


def test_mere_headlines_are_a_list() -> None:
    tree = page(DIGEST)
    assert words(tree, "li") == [story.headline for story in DIGEST.more]
    assert [found.get("role") for found in tree.iter("ul")] == ["list"]


def test_blocks_stand_where_they_are_to() -> None:
    rendering = rendered(WITH_BLOCKS)
    for part in (tree_of(rendering.html).body.text_content(), rendering.text):
        order = ["Read on", "winter appeal", "Give", SECONDARY[0].headline, SECONDARY[1].headline, "archive is open"]
        order += [SECONDARY[2].headline, "fog horn", "See all stories", "Unsubscribe"]
        places = [part.find(piece) for piece in order]
        assert -1 not in places
        assert places == sorted(places)
    assert check(rendering, WITH_BLOCKS) == ()


@pytest.mark.parametrize(
    ("after", "place"), [(1, "lead"), (2, 2), (4, 4), (5, "stories"), (99, "stories"), ("more", "more")]
)
def test_what_asks_for_more_stories_than_there_are_follows_the_last(after: str | int, place: str | int) -> None:
    block = ContentBlock(form=BlockForm.BUTTON, after=after, label="a", url="https://quay.example/a")
    assert replace(DIGEST, blocks=(block,)).blocks_after(place) == (block,)


def test_a_brand_is_worn_from_head_to_foot() -> None:
    signed = replace(FERRY, authors=("Ann Smith", "Bo Lee"), published=date(2026, 11, 22))
    digest = replace(DIGEST, lead=signed)
    rendering = rendered(digest, BRAND)
    tree = tree_of(rendering.html)
    assert next(image.get("alt") for image in tree.iter("img")) == LOGO.alt
    assert tree.find_class("title") == []
    assert "Ann Smith and Bo Lee · 22 November 2026" in words(tree, "p")
    assert "Ann Smith and Bo Lee · 22 November 2026" in rendering.text
    assert [button.text for button in tree.find_class("button")] == ["Read on"]
    assert all(
        "Inter" in (heading.get("style") or "")
        for heading in tree.iter("h1", "h2")
        if "kicker" not in (heading.get("class") or "")
    )
    assert "Printed on the quay." in words(tree, "p")
    assert "https://example.social/@quay" in rendering.text
    assert check(rendering, digest) == ()


def test_two_newsletters_may_differ() -> None:
    other = replace(BRAND, colours={"accent": "#00664f"}, logo=None)
    assert "#00664f" in rendered(DIGEST, other).html
    assert "#00664f" not in rendered(DIGEST, BRAND).html


def test_a_logo_keeps_its_light_ground_in_the_dark_unless_there_is_another_for_it() -> None:
    one = rendered(DIGEST, Theme(logo=LOGO)).html
    assert ".by-day { background-color: #ffffff !important" in one
    two = rendered(DIGEST, Theme(logo=replace(LOGO, dark_url="https://quay.example/night.png"))).html
    assert ".by-night { display: inline-block !important; }" in two
    night = tree_of(two).find_class("by-night")
    assert [("display:none" in (image.get("style") or ""), image.get("src")) for image in night] == [
        (True, "https://quay.example/night.png")
    ]


def test_where_something_stands_before_the_lead_the_title_is_the_heading_of_all() -> None:
    tree = page(DIGEST, Theme(order=("stories", "lead", "more", "introduction", "corrections")))
    assert words(tree, "h1") == [DIGEST.title]
    assert words(tree, "h2")[:2] == [SECONDARY[0].headline, SECONDARY[1].headline]
    assert FERRY.headline in words(tree, "h2")


STARTS = ("CNN: رئيس الوزراء يزور القاهرة", "iPhone 17: כל מה שידוע", "NASA تؤجل", "G20: הפסגה נפתחת")
LANGUAGES = ("ar", "he", "fa")


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("headline", STARTS)
def test_a_story_stands_as_its_language_does_whatever_word_it_begins_with(headline: str, language: str) -> None:
    story = Story(
        article_id="a",
        headline=headline,
        deck=headline,
        url="https://quay.example/a",
        language=language,
        direction="rtl",
    )
    digest = replace(DIGEST, lead=story, secondary=(story,), more=(story,))
    for layout in (Layout.LEAD_AND_LIST, Layout.CARDS, Layout.BRIEF):
        for link in page(replace(digest, layout=layout)).iter("a"):
            if link.text == headline:
                run = next(element for element in link.iterancestors() if element.get("dir"))
                assert (run.get("lang"), run.get("dir")) == (language, "rtl")
                assert (
                    "text-align:right" in (run.get("style") or "").replace(" ", "")
                    or run.find(".//td[@align='right']") is not None
                )
