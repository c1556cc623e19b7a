"""From a selection to the plain values that the mail room renders."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import TYPE_CHECKING

from syndicate.articles.model import Article
from syndicate.digests.model import Newsletter, Place, Selection, Tier
from syndicate.images.model import Hero, Role
from syndicate.mail.model import Digest, Picture, Story
from syndicate.text.plain import one_line, shorten

if TYPE_CHECKING:
    from syndicate.links import Links

#: Characters of body text that a lead shows beside its deck: two or three lines of a mail.
EXCERPT_LENGTH = 280
#: An inbox shows about so many characters after the subject.
PREHEADER_LENGTH = 110
#: A phone cuts a longer subject.
SUBJECT_LENGTH = 120

_RTL_LANGUAGES = frozenset({"ar", "arc", "ckb", "dv", "fa", "he", "ps", "sd", "ug", "ur", "yi"})


def compose(
    newsletter: Newsletter,
    selection: Selection,
    heroes: Mapping[str, Hero],
    *,
    links: Links,
    edition_id: str,
    issued_on: date,
    postal_address: str,
) -> Digest:
    """Build the digest of a selection that has at least one place."""
    stories = {place.article.id: _story(place, heroes.get(place.article.id), links) for place in selection.places}
    lead = selection.places[0].article
    return Digest(
        title=newsletter.title,
        issued_on=issued_on,
        language=newsletter.language,
        direction=direction_of(newsletter.language),
        subject=one_line(newsletter.subject or shorten(lead.title or newsletter.title, SUBJECT_LENGTH)),
        preheader=_preheader(selection),
        lead=stories[lead.id],
        secondary=tuple(stories[place.article.id] for place in selection.places if place.tier is Tier.SECONDARY),
        more=tuple(stories[place.article.id] for place in selection.places if place.tier is Tier.MORE),
        web_url=links.edition(edition_id),
        site_url=links.home(),
        feed_url=links.feed("rss.xml"),
        postal_address=postal_address,
        cadence=newsletter.cadence.word,
    )


def direction_of(language: str) -> str:
    """``rtl`` for languages (BCP 47) whose usual script runs so, else ``ltr``."""
    primary, *subtags = language.lower().replace("_", "-").split("-")
    if "latn" in subtags or "cyrl" in subtags:
        return "ltr"
    return "rtl" if primary in _RTL_LANGUAGES or "arab" in subtags or "hebr" in subtags else "ltr"


def _story(place: Place, hero: Hero | None, links: Links) -> Story:
    article = place.article
    is_lead = place.tier is Tier.LEAD
    return Story(
        article_id=article.id,
        headline=one_line(article.title or ""),
        url=article.permalink or links.article(article.id, article.title),
        kicker=one_line(article.sections[0]) if article.sections else "",
        deck=one_line(article.deck or ""),
        excerpt=shorten(_opening(article), EXCERPT_LENGTH) if is_lead or not article.deck else "",
        picture=_picture(hero, Role.LEAD if is_lead else Role.THUMB, links) if place.tier is not Tier.MORE else None,
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


def _picture(hero: Hero | None, role: Role, links: Links) -> Picture | None:
    rendition = hero.rendition(role) if hero else None
    if hero is None or rendition is None:
        return None
    return Picture(
        url=links.media(rendition.name),
        width=rendition.width,
        height=rendition.height,
        alt=hero.choice.alt,
        caption=one_line(hero.choice.caption or ""),
        ground=hero.ground or "",
    )


def _preheader(selection: Selection) -> str:
    lead, *others = (place.article for place in selection.places)
    if others:
        return shorten(" · ".join(one_line(other.title or "") for other in others), PREHEADER_LENGTH)
    return shorten(lead.deck or lead.body_text, PREHEADER_LENGTH)
