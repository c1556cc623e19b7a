"""From a selection to what an edition says."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import TYPE_CHECKING

from syndicate.articles.disclosure import OUR_WORDS, DisclosureWords
from syndicate.articles.excerpt import SUMMARY_LENGTH, excerpt_of
from syndicate.articles.model import Article
from syndicate.digests.block_content import blocks_on
from syndicate.digests.content import EditionContent, PlacedStory, ToldCorrection
from syndicate.digests.introduction import introduction_html
from syndicate.digests.letter import letter_html
from syndicate.digests.model import Place, Selection, Tier
from syndicate.digests.newsletters import Cadence, Newsletter
from syndicate.digests.patterns import fill
from syndicate.digests.shape import AS_IT_IS, Shape
from syndicate.images.model import Hero, Role
from syndicate.mail.model import CorrectionNotice, Layout, MailPicture, Story
from syndicate.text.plain import one_line
from syndicate.text.web_addresses import with_query

if TYPE_CHECKING:
    from zoneinfo import ZoneInfo

    from syndicate.articles.corrections import Correction
    from syndicate.links import Links

#: Characters of running text that a lead shows below its deck: two or three lines of a mail.
EXCERPT_LENGTH = 280
#: Layouts of words alone.
WITHOUT_PICTURES = frozenset({Layout.HEADLINES, Layout.BRIEF})


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
    disclosures: DisclosureWords = OUR_WORDS,
    shape: Shape = AS_IT_IS,
) -> EditionContent:
    """What an edition of a selection says, the lead first; without any place, what stands around the stories."""
    parameters = _campaign(newsletter, cadence, issued_on.isoformat())
    setting = _Setting(layout=cadence.layout, zone=newsletter.zone, links=links, disclosures=disclosures)
    return EditionContent(
        title=newsletter.title,
        issued_on=issued_on,
        language=language,
        subject_pattern=shape.subject or cadence.subject,
        preheader_pattern=shape.preheader or cadence.preheader,
        introduction=introduction_html(shape.introduction) if shape.introduction else "",
        web_url=links.edition(edition_id),
        site_url=links.home(),
        feed_url=links.feed("rss.xml"),
        postal_address=postal_address,
        cadence=cadence.kind,
        stories=tuple(
            _traced(_placed(place, heroes.get(place.article.id), setting), parameters) for place in selection.places
        ),
        layout=cadence.layout,
        blocks=blocks_on(newsletter.blocks, issued_on),
    )


def told_of(
    corrections: Iterable[tuple[Correction, Article]], links: Links, zone: ZoneInfo
) -> tuple[ToldCorrection, ...]:
    """Corrections as an edition tells them, with the headlines that their articles have now."""
    return tuple(
        ToldCorrection(
            key=correction.key,
            article_id=article.id,
            notice=CorrectionNotice(
                headline=one_line(article.headline),
                url=article.permalink or links.article(article.id, article.title),
                note=one_line(correction.note),
                noted_on=correction.noted_at.astimezone(zone).date(),
                language=article.language,
                direction=article.direction,
            ),
        )
        for correction, article in corrections
    )


def _campaign(newsletter: Newsletter, cadence: Cadence, slot: str) -> dict[str, str]:
    """By what a publisher's own statistics know where a reader came from."""
    values = {"newsletter": newsletter.name, "slot": slot, "cadence": str(cadence.kind)}
    return {f"utm_{name}": fill(pattern, values) for name, pattern in newsletter.utm.items()}


def _traced(placed: PlacedStory, parameters: Mapping[str, str]) -> PlacedStory:
    if not parameters:
        return placed
    url = with_query(placed.as_lead.url, parameters)
    return replace(placed, as_lead=replace(placed.as_lead, url=url), as_listed=replace(placed.as_listed, url=url))


@dataclass(frozen=True, kw_only=True, slots=True)
class _Setting:
    """What every story of an edition is set by."""

    layout: Layout
    zone: ZoneInfo
    links: Links
    disclosures: DisclosureWords


def _placed(place: Place, hero: Hero | None, setting: _Setting) -> PlacedStory:
    # A mere headline has no picture, so that nobody has to look whether its file is there.
    has_picture = place.shows_picture and setting.layout not in WITHOUT_PICTURES
    shown = hero if has_picture else None
    lead = _story(place.article, hero, _picture(shown, (Role.LEAD,), setting.links), setting, is_lead=True)
    roles = (Role.SMALL, Role.LEAD) if setting.layout is Layout.CARDS else (Role.THUMB,)
    listed = _story(place.article, hero, _picture(shown, roles, setting.links), setting, is_lead=False)
    is_whole = setting.layout is Layout.LETTER and place.tier is Tier.LEAD and not place.article.is_brief
    if is_whole and not place.article.is_paid:
        lead = replace(lead, body=letter_html(place.article.body_html))
    return PlacedStory(
        tier=place.tier, revision=place.article.revision, as_lead=lead, as_listed=listed, reason=place.reason
    )


def _story(
    article: Article, hero: Hero | None, picture: MailPicture | None, setting: _Setting, *, is_lead: bool
) -> Story:
    shown_ai = hero.ai if hero and picture else None
    return Story(
        article_id=article.id,
        headline=_headline(article),
        url=article.permalink or setting.links.article(article.id, article.title),
        kicker=one_line(article.sections[0]) if article.sections else "",
        deck="" if article.is_brief else one_line(article.deck or ""),
        excerpt=_excerpt(article, is_lead=is_lead),
        picture=picture,
        is_video=hero.choice.is_video if hero else False,
        language=article.language,
        direction=article.direction,
        disclosures=setting.disclosures.of(article.language, text=article.ai, picture=shown_ai),
        authors=tuple(one_line(author.name) for author in article.authors),
        published=article.published.at.astimezone(setting.zone).date() if article.published else None,
        is_brief=article.is_brief,
    )


def _headline(article: Article) -> str:
    """Its title; without one its text, as far as there is room for a line or two."""
    text = "" if article.title else excerpt_of(article.body_html, EXCERPT_LENGTH)
    return text or one_line(article.headline)


def _excerpt(article: Article, *, is_lead: bool) -> str:
    """Below a lead's deck, and in place of a deck that a story lacks; a brief has none."""
    if article.is_brief or (article.deck and not is_lead):
        return ""
    return excerpt_of(article.body_html, EXCERPT_LENGTH if is_lead else SUMMARY_LENGTH)


def _picture(hero: Hero | None, roles: Sequence[Role], links: Links) -> MailPicture | None:
    """The first of those renditions that was made."""
    rendition = next(filter(None, map(hero.rendition, roles)), None) if hero else None
    if hero is None or rendition is None:
        return None
    return MailPicture(
        url=links.media(rendition.name),
        width=rendition.width,
        height=rendition.height,
        alt=hero.choice.alt,
        caption=one_line(hero.choice.caption or ""),
        ground=hero.ground or "",
        size=rendition.size,
    )
