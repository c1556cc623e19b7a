from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest

from syndicate.articles.model import AiUse, ForeignTime
from syndicate.images.model import HeroState, Role
from syndicate.links import Links
from syndicate.text.media_types import JPEG
from syndicate.web.public import views
from tests.unit.web.web_samples import NOW, TEXT, a_hero, an_article, renditions_of

LINKS = Links("https://quay.example/news/", ["key"])


def test_a_list_leads_to_our_own_page_by_its_path_alone() -> None:
    shown = views.item(an_article(), None, LINKS)
    expected = "/news/articles/the-last-diesel-ferry-leaves-and-nobody-hears-the-new-one-"
    assert shown.href == expected + shown.id
    assert (shown.kicker, shown.picture) == ("World", None)
    assert shown.published == views.When(machine="2026-11-23T05:00:00+01:00", text="23 November 2026")


def test_an_article_that_lives_elsewhere_is_linked_there() -> None:
    elsewhere = "https://paper.example/ferry"
    assert views.item(an_article(permalink=elsewhere), None, LINKS).href == elsewhere
    assert views.page(an_article(permalink=elsewhere), None, LINKS).canonical == elsewhere


def test_the_first_of_a_list_is_shown_large() -> None:
    found = [an_article("a"), an_article("b")]
    heroes = {article.id: a_hero(article.id) for article in found}
    widths = [one.picture and one.picture.width for one in views.items(found, heroes, LINKS)]
    assert widths == [1200, 240]


def test_an_empty_list_is_an_empty_list() -> None:
    assert views.items([], {}, LINKS) == []


def test_a_story_without_a_deck_is_told_by_its_first_words_wherever_it_stands_alone() -> None:
    story = an_article(deck=None)
    beginning = story.body_text[:100]
    assert views.item(story, None, LINKS).summary.startswith(beginning)
    shown = views.page(story, None, LINKS)
    assert shown.deck == ""  # its text follows
    assert shown.summary.startswith(beginning)
    assert views.linked_data(shown, "The Quay", LINKS.home())["description"] == shown.summary


def test_one_that_is_paid_for_and_has_no_deck_shows_its_first_words_alone() -> None:
    shown = views.page(an_article(deck=None, is_paid=True), None, LINKS)
    assert shown.deck == shown.summary
    assert 0 < len(shown.deck) <= 200
    assert shown.body == ""


def test_an_article_without_a_title_is_told_in_one_line_and_its_page_called_by_its_first_words() -> None:
    article = an_article(title=None, deck=None)
    line, shown = views.item(article, None, LINKS), views.page(article, None, LINKS)
    assert (line.headline, line.summary) == (shown.summary, "")
    assert line.headline.startswith(TEXT[:100])
    assert shown.headline == "For eighty years the first ferry woke the street behind the fish market. From…"
    assert not shown.is_titled
    assert line.href == f"/news/articles/{article.id}"


def test_what_is_unknown_is_left_open_and_never_guessed() -> None:
    bare = an_article(title=None, deck=None, body_html="", body_text="", sections=(), authors=(), published=None)
    shown = views.page(bare, None, LINKS)
    assert (shown.headline, shown.deck, shown.kicker, shown.byline, shown.published) == ("Untitled", "", "", "", None)
    data = views.linked_data(shown, "The Quay", LINKS.home())
    assert not data.keys() & {"description", "datePublished", "dateModified", "author", "image", "articleSection"}


@pytest.mark.parametrize("state", [HeroState.WANTED, HeroState.FAILED])
def test_a_picture_that_cannot_be_had_leaves_no_hole(state: HeroState) -> None:
    assert views.picture(a_hero("x", state=state), LINKS, Role.LEAD) is None
    assert views.picture(a_hero("x", renditions=()), LINKS, Role.LEAD) is None


@pytest.mark.parametrize(("alt", "said"), [("A ferry", "Video: A ferry"), ("", "Video")])
def test_a_videos_picture_says_that_it_stands_for_a_video(alt: str, said: str) -> None:
    hero = a_hero("x")
    shown = views.picture(replace(hero, choice=replace(hero.choice, alt=alt, is_video=True)), LINKS, Role.LEAD)
    still = views.picture(hero, LINKS, Role.LEAD)
    assert shown is not None
    assert still is not None
    assert (shown.alt, still.alt) == (said, hero.choice.alt)


def test_an_update_is_told_only_when_it_came_after_the_publication() -> None:
    article = an_article()
    assert article.published is not None
    later = replace(article.published, at=article.published.at + timedelta(hours=1))
    assert views.page(replace(article, updated=later), None, LINKS).updated is not None
    assert views.page(replace(article, updated=article.published), None, LINKS).updated is None
    undated = replace(article, published=None, updated=ForeignTime(at=NOW, offset=timedelta(), raw=""))
    assert views.page(undated, None, LINKS).updated is not None


def test_the_body_is_made_safe_on_its_way_out() -> None:
    body = views.page(an_article(body_html="<p onclick=x>Hi<script>alert(1)</script></p>"), None, LINKS).body
    assert body == "<p>Hi</p>"


def test_a_body_beyond_the_limits_is_shown_as_its_words() -> None:
    deep = an_article(body_html="<div>" * 5000, body_text="One < two.\n\nThree.")
    assert views.page(deep, None, LINKS).body == "<p>One &lt; two.</p><p>Three.</p>"


def test_search_engines_are_told_what_is_known() -> None:
    shown = views.page(an_article(), a_hero("x"), LINKS)
    data = views.linked_data(shown, "The Quay", LINKS.home())
    assert data["@type"] == "NewsArticle"
    assert data["datePublished"] == "2026-11-23T05:00:00+01:00"
    assert data["author"] == [{"@type": "Person", "name": "Ada Brandt"}]
    assert data["image"][0]["url"] == "https://quay.example/news/media/aa/lead.jpg"
    assert TEXT in shown.body


def test_a_browser_may_choose_among_widths_and_formats() -> None:
    article = an_article()
    hero = a_hero(article.id, renditions=renditions_of(article.id))
    names = {(one.role, one.media_type): one.name for one in hero.renditions}
    lead = views.picture(hero, LINKS, Role.LEAD)
    assert lead is not None
    small, large = (f"/news/media/{names[role, JPEG]}" for role in (Role.SMALL, Role.LEAD))
    assert lead.path == large
    assert lead.srcset == f"{small} 600w, {large} 1200w"
    assert [one.rpartition(" ")[2] for one in lead.webp.split(", ")] == ["600w", "1200w"]
    assert lead.sizes == "(max-width:704px) 100vw,704px"


def test_a_thumbnail_comes_in_one_size() -> None:
    article = an_article()
    hero = a_hero(article.id, renditions=renditions_of(article.id))
    thumb = views.picture(hero, LINKS, Role.THUMB)
    assert thumb is not None
    assert (thumb.srcset, thumb.webp, thumb.sizes) == ("", "", "")
    assert thumb.path.endswith(".jpg")


def test_pictures_elsewhere_are_named_whole() -> None:
    links = Links("https://quay.example", ["key"], media_url="https://pictures.example")
    article = an_article()
    lead = views.picture(a_hero(article.id, renditions=renditions_of(article.id)), links, Role.LEAD)
    assert lead is not None
    assert lead.path == lead.url
    named = f"{lead.srcset}, {lead.webp}".split(", ")
    assert all(one.startswith("https://pictures.example/") for one in named)


def test_search_engines_are_told_who_made_the_picture() -> None:
    hero = a_hero("x")
    credited = replace(hero, choice=replace(hero.choice, credit="Cy Low"))
    data = views.linked_data(views.page(an_article(), credited, LINKS), "The Quay", LINKS.home())
    (image,) = data["image"]
    assert (image["creditText"], image["@type"], image["width"]) == ("Cy Low", "ImageObject", 1200)


def test_what_is_said_of_ai_stands_on_the_page_in_its_own_language() -> None:
    said = views.page(an_article(ai=AiUse.ASSISTED, language="ar", direction="rtl"), None, LINKS).disclosures
    assert [(one.language, one.direction) for one in said] == [("ar", "rtl")]
    assert views.page(an_article(), None, LINKS).disclosures == ()
    assert views.page(an_article(ai=AiUse.NONE), None, LINKS).disclosures == ()


def test_of_a_picture_that_the_page_does_not_show_nothing_is_said() -> None:
    hero = a_hero(an_article().id)
    made = replace(hero, choice=replace(hero.choice, ai=AiUse.GENERATED))
    assert len(views.page(an_article(), made, LINKS).disclosures) == 1
    assert views.page(an_article(), replace(made, state=HeroState.FAILED), LINKS).disclosures == ()
