"""From the articles to an edition as it would be mailed now: select, compose, set in type. Nothing is written."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from typing import TYPE_CHECKING

from syndicate.articles.correction_store import CorrectionStore
from syndicate.articles.disclosure import OUR_WORDS, DisclosureWords
from syndicate.articles.model import Article, Finding, Severity
from syndicate.articles.store import ArticleStore
from syndicate.digests.composition import content_from, told_of
from syndicate.digests.content import SPECIAL_CADENCE, EditionContent
from syndicate.digests.model import Edition, Selection
from syndicate.digests.planning import Brief, Plan, plan, plan_again
from syndicate.digests.selection import places_of, selection_of
from syndicate.digests.shape import AS_IT_IS, Shape
from syndicate.digests.typesetting import TypesetEdition, typeset
from syndicate.images.model import Hero, HeroState
from syndicate.images.store import HeroStore
from syndicate.mail.checks import check_sender
from syndicate.mail.judge.verdicts import Judge

if TYPE_CHECKING:
    from sqlalchemy import Connection

    from syndicate.articles.corrections import Correction
    from syndicate.digests.grouping import VariantKey
    from syndicate.digests.newsletters import Cadence, Newsletter
    from syndicate.images.at_hand import PicturesAtHand
    from syndicate.links import Links
    from syndicate.mail.digest import DigestRenderer
    from syndicate.storage import Database


@dataclass(frozen=True, kw_only=True, slots=True)
class DraftVariant:
    """What was selected for a variant, the hero images of its articles, and what it puts right, the newest first."""

    key: VariantKey
    selection: Selection
    heroes: Mapping[str, Hero]
    corrections: tuple[tuple[Correction, Article], ...] = ()

    def showing(self, in_place: Mapping[str, Article]) -> DraftVariant:
        """The same places, with those articles in place of the ones of their ids: for who looks, never for a freeze."""
        if not in_place:
            return self
        selection = self.selection
        places = tuple(
            replace(place, article=in_place.get(place.article.id, place.article)) for place in selection.places
        )
        return replace(self, selection=replace(selection, places=places))

    @property
    def revisions(self) -> dict[str, int]:
        """The selected articles with the revisions that were looked at."""
        return {place.article.id: place.article.revision for place in self.selection.places}


@dataclass(frozen=True, kw_only=True, slots=True)
class EditionDraft:
    """A plan, and what is to be rendered of it: the variants, that of the leading group first.

    ``selection`` is what the leading group gets, or what waits for more, with what was left out.
    """

    brief: Brief
    plan: Plan
    selection: Selection
    variants: Mapping[VariantKey, DraftVariant]

    @property
    def leading(self) -> DraftVariant | None:
        """What stands for the edition; ``None``: nobody gets anything."""
        return next(iter(self.variants.values()), None)

    @property
    def revisions(self) -> dict[str, int]:
        """All articles of all variants with the revisions that were looked at."""
        return {name: number for variant in self.variants.values() for name, number in variant.revisions.items()}


class Drafting:
    """Makes drafts of editions; what `set_in_type` gives is what would be frozen, to the byte."""

    def __init__(
        self,
        *,
        database: Database,
        renderers: Mapping[str, DigestRenderer],
        links: Links,
        postal_address: str,
        pictures: PicturesAtHand,
        disclosures: DisclosureWords = OUR_WORDS,
        judge: Judge | None = None,
    ) -> None:
        """Take the parts; ``pictures`` that an edition shows are looked for before it is rendered.

        ``renderers`` are those of the newsletters by name, and by ``""`` that of one that is not configured any more.
        """
        self._database = database
        self._renderers = renderers
        self.judge = judge or Judge()
        self._links = links
        self._postal_address = postal_address
        self._pictures = pictures
        self._disclosures = disclosures

    def renderer_of(self, newsletter: str) -> DigestRenderer:
        """What sets the mails of that newsletter."""
        return self._renderers.get(newsletter) or self._renderers[""]

    def draft(self, brief: Brief, now: datetime) -> EditionDraft:
        """What the brief's turn brings of all that came up to its cut, or up to now."""
        with self._database.read() as connection:
            return self.draft_on(connection, brief, now)

    def draft_on(self, connection: Connection, brief: Brief, now: datetime) -> EditionDraft:
        """The same, as that transaction sees it."""
        return self.draft_planned(connection, brief, plan(connection, brief, now), now)

    def draft_planned(self, connection: Connection, brief: Brief, made: Plan, now: datetime) -> EditionDraft:
        """What a plan brings that was made in that transaction."""
        return _draft(connection, brief, made, now, limit=brief.cadence.max_articles)

    def draft_again(self, brief: Brief, article_ids: Sequence[str], now: datetime) -> EditionDraft:
        """Those of the articles that readers may see, as they are now, in that order."""
        with self._database.read() as connection:
            made = plan_again(connection, brief, article_ids, now)
            return _draft(connection, brief, made, now, limit=len(article_ids))

    def content_again(self, newsletter: Newsletter, article_ids: Sequence[str], edition: Edition) -> EditionContent:
        """What an edition of those articles would say today, whether readers may see them or not."""
        with self._database.read() as connection:
            found = ArticleStore(connection).some(article_ids, edition.frozen_at)
            heroes = HeroStore(connection).of(list(found))
        articles = [found[article_id] for article_id in article_ids if article_id in found]
        selection = Selection(places=places_of(articles, _illustrated(heroes)), exclusions=())
        on = edition.due_at.astimezone(newsletter.zone).date()
        cadence = newsletter.cadence(edition.cadence)
        return self._content(newsletter, cadence, selection, heroes, edition.id, on, language=edition.language)

    def set_in_type(
        self,
        brief: Brief,
        variant: DraftVariant,
        edition_id: str,
        on: date,
        *,
        mends: bool = True,
        judges: bool = True,
    ) -> TypesetEdition:
        """The edition as that variant has it; pictures that are gone are made anew where it ``mends``.

        Where nobody ``judges``, nothing is found in it, and nothing refused.

        Raises:
            BadDataError: the mail cannot be rendered or must not be sent.
        """
        shown, key = _shown(variant), variant.key
        there = self._pictures.at_hand(shown) if mends else shown
        content = self._content(
            brief.newsletter,
            brief.cadence,
            variant.selection,
            there,
            edition_id,
            on,
            language=key.language,
            shape=brief.shape,
        )
        content = replace(
            content,
            format=key.format,
            cadence=SPECIAL_CADENCE if brief.turn.is_special else content.cadence,
            corrections=told_of(variant.corrections, self._links, brief.newsletter.zone),
        )
        made = self.set_content_in_type(brief.newsletter, content, judges=judges)
        return replace(made, findings=(*made.findings, *_without_pictures(variant.selection, shown, there)))

    def set_content_in_type(
        self, newsletter: Newsletter, content: EditionContent, *, judges: bool = True
    ) -> TypesetEdition:
        """What is said with the newsletter's templates, theme and sender, judged unless nobody ``judges``.

        Raises:
            BadDataError: the mail cannot be rendered or must not be sent.
        """
        renderer, sender = self.renderer_of(newsletter.name), _check_sender(newsletter)
        return typeset(renderer, self.judge if judges else None, newsletter.name, content, sender)

    def empty_content(self, newsletter: Newsletter, edition_id: str, on: date) -> EditionContent:
        """What an edition of that day says around its stories."""
        nothing = Selection(places=(), exclusions=())
        return self._content(newsletter, newsletter.default, nothing, {}, edition_id, on, language=newsletter.language)

    def _content(
        self,
        newsletter: Newsletter,
        cadence: Cadence,
        selection: Selection,
        heroes: Mapping[str, Hero],
        edition_id: str,
        on: date,
        *,
        language: str,
        shape: Shape = AS_IT_IS,
    ) -> EditionContent:
        return content_from(
            newsletter,
            cadence,
            selection,
            heroes,
            links=self._links,
            edition_id=edition_id,
            issued_on=on,
            language=language,
            postal_address=self._postal_address,
            disclosures=self._disclosures,
            shape=shape,
        )


def _draft(connection: Connection, brief: Brief, made: Plan, now: datetime, *, limit: int) -> EditionDraft:
    """Load what is to be shown of a plan; the revisions are those of the plan's own look."""
    told = made.told.decision if made.told else None
    shown = [key.article_ids for key in made.variants] or ([told.article_ids] if told else [])
    ids = list(dict.fromkeys(article_id for article_ids in shown for article_id in article_ids))
    articles = ArticleStore(connection).some(ids, now)
    heroes = {**HeroStore(connection).of(ids), **_wished(brief.shape)}
    illustrated, decisions = _illustrated(heroes), {group.variant: group.decision for group in made.groups}
    selections = {key: selection_of(decisions[key], articles, illustrated, limit, brief.shape) for key in made.variants}
    selection = next(iter(selections.values()), None) or (
        selection_of(told, articles, illustrated, limit, brief.shape) if told else Selection(places=(), exclusions=())
    )
    corrections = _told(connection, made.variants, now)
    return EditionDraft(
        brief=brief,
        plan=made,
        selection=replace(selection, exclusions=(*selection.exclusions, *made.unwanted)),
        variants={
            key: DraftVariant(key=key, selection=selection, heroes=heroes, corrections=corrections[key])
            for key, selection in selections.items()
        },
    )


def _told(
    connection: Connection, keys: Sequence[VariantKey], now: datetime
) -> dict[VariantKey, tuple[tuple[Correction, Article], ...]]:
    """What each variant puts right, the newest first, with the articles as they are now."""
    corrections = CorrectionStore(connection).some({number for key in keys for number in key.corrections})
    articles = ArticleStore(connection).some({correction.article_id for correction in corrections}, now)
    return {
        key: tuple((each, articles[each.article_id]) for each in corrections if each.key in key.corrections)
        for key in keys
    }


def _wished(shape: Shape) -> dict[str, Hero]:
    """The pictures that editors want in place of the articles' own."""
    return {
        article_id: Hero(
            article_id=article_id,
            choice=wish.picture.choice,
            state=HeroState.READY,
            renditions=wish.picture.files,
            ground=wish.picture.ground,
        )
        for article_id, wish in shape.heroes.items()
    }


def _illustrated(heroes: Mapping[str, Hero]) -> set[str]:
    return {article_id for article_id, hero in heroes.items() if hero.state is HeroState.READY}


def _shown(variant: DraftVariant) -> dict[str, Hero]:
    """The hero images that the edition shows."""
    ids = [place.article.id for place in variant.selection.places if place.shows_picture]
    ready = _illustrated(variant.heroes)
    return {article_id: variant.heroes[article_id] for article_id in ids if article_id in ready}


def _without_pictures(
    selection: Selection, shown: Mapping[str, Hero], there: Mapping[str, Hero]
) -> tuple[Finding, ...]:
    """What an editor should know about stories that are set as text because their pictures are gone."""
    message = "the picture of a story is gone and could not be made anew; the story is set as text"
    return tuple(
        Finding(severity=Severity.WARN, code="picture-gone", message=message, quote=place.article.name[:200])
        for place in selection.places
        if place.article.id in shown and place.article.id not in there
    )


def _check_sender(newsletter: Newsletter) -> tuple[Finding, ...]:
    return check_sender(newsletter.sender_name, newsletter.sender_address, newsletter.reply_to)
