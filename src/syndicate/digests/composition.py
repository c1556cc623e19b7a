"""From a selection to what an edition says."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import TYPE_CHECKING

from syndicate.articles.model import Article
from syndicate.digests.content import EditionContent, PlacedStory
from syndicate.digests.introduction import introduction_html
from syndicate.digests.model import Place, Selection, Tier
from syndicate.digests.newsletters import Cadence, Newsletter
from syndicate.digests.shape import AS_IT_IS, Shape
from syndicate.images.model import Hero, Role
from syndicate.mail.model import MailPicture, Story
from syndicate.text.plain import one_line, shorten

if TYPE_CHECKING:
    from syndicate.links import Links

#: Characters of body text that a lead shows beside its deck: two or three lines of a mail.
EXCERPT_LENGTH = 280


def content_from(  # noqa: PLR0913 - all that it says comes together here
    newsletter: Newsletter,
    cadence: Cadence,
    selection: Selection,
    heroes: Mapping[str, Hero],
    *,
    links: Links,
    edition_id: str,
    issued_on: date,
    language: str,
    postal_address: str,
    shape: Shape = AS_IT_IS,
) -> EditionContent:
    """What an edition of a selection says; the selection has at least one place, the lead first."""
    lead = selection.places[0].article
    return EditionContent(
        title=newsletter.title,
        issued_on=issued_on,
        language=language,
        subject=shape.subject or cadence.subject,
        preheader=shape.preheader,
        introduction=introduction_html(shape.introduction) if shape.introduction else "",
        opening=lead.deck or lead.body_text,
        web_url=links.edition(edition_id),
        site_url=links.home(),
        feed_url=links.feed("rss.xml"),
        postal_address=postal_address,
        cadence=cadence.kind,
        stories=tuple(_placed(place, heroes.get(place.article.id), links) for place in selection.places),
    )


def _placed(place: Place, hero: Hero | None, links: Links) -> PlacedStory:
    # A mere headline has no picture, so that nobody has to look whether its file is there.
    shown = None if place.tier is Tier.MORE else hero
    return PlacedStory(
        tier=place.tier,
        revision=place.article.revision,
        as_lead=_story(place.article, hero, links, _picture(shown, Role.LEAD, links), is_lead=True),
        as_listed=_story(place.article, hero, links, _picture(shown, Role.THUMB, links), is_lead=False),
    )


def _story(article: Article, hero: Hero | None, links: Links, picture: MailPicture | None, *, is_lead: bool) -> Story:
    return Story(
        article_id=article.id,
        headline=one_line(article.title or ""),
        url=article.permalink or links.article(article.id, article.title),
        kicker=one_line(article.sections[0]) if article.sections else "",
        deck=one_line(article.deck or ""),
        excerpt=shorten(_opening(article), EXCERPT_LENGTH) if is_lead or not article.deck else "",
        picture=picture,
        is_video=hero.choice.is_video if hero else False,
        language=article.language,
        direction=article.direction,
    )


def _opening(article: Article) -> str:
    # Whole paragraphs until there is enough, so that a first line of three words is not all.
    opening = ""
    for paragraph in article.body_text.split("\n\n"):
        opening = f"{opening} {paragraph}".strip()
        if len(opening) >= EXCERPT_LENGTH // 2:
            break
    return opening


def _picture(hero: Hero | None, role: Role, links: Links) -> MailPicture | None:
    rendition = hero.rendition(role) if hero else None
    if hero is None or rendition is None:
        return None
    return MailPicture(
        url=links.media(rendition.name),
        width=rendition.width,
        height=rendition.height,
        alt=hero.choice.alt,
        caption=one_line(hero.choice.caption or ""),
        ground=hero.ground or "",
    )
