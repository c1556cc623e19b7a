"""From the articles to an edition as it would be mailed now: select, compose, set in type. Nothing is written."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from typing import TYPE_CHECKING

from syndicate.articles.disclosure import OUR_WORDS, DisclosureWords
from syndicate.articles.model import Finding, Severity
from syndicate.articles.store import ArticleStore
from syndicate.digests.composition import content_from
from syndicate.digests.content import EditionContent
from syndicate.digests.model import Edition, Newsletter, Selection, Tier
from syndicate.digests.planning import Plan, plan, plan_again
from syndicate.digests.selection import places_of, selection_of
from syndicate.digests.typesetting import TypesetEdition, typeset
from syndicate.images.model import Hero, HeroState
from syndicate.images.store import HeroStore
from syndicate.mail.checks import check_sender

if TYPE_CHECKING:
    from sqlalchemy import Connection

    from syndicate.digests.due import Turn
    from syndicate.images.at_hand import PicturesAtHand
    from syndicate.links import Links
    from syndicate.mail.digest import DigestRenderer
    from syndicate.storage import Database


@dataclass(frozen=True, kw_only=True, slots=True)
class EditionChoice:
    """What was selected for an edition, and the hero images of its articles."""

    selection: Selection
    heroes: Mapping[str, Hero]

    @property
    def revisions(self) -> dict[str, int]:
        """The selected articles with the revisions that were looked at."""
        return {place.article.id: place.article.revision for place in self.selection.places}


@dataclass(frozen=True, kw_only=True, slots=True)
class EditionDraft:
    """A plan, and what is to be rendered of it: the choices by their articles, that of the leading group first.

    ``selection`` is what the largest group gets, or what waits for more, with what was left out.
    """

    plan: Plan
    selection: Selection
    choices: Mapping[tuple[str, ...], EditionChoice]

    @property
    def leading(self) -> EditionChoice | None:
        """What stands for the edition; ``None``: nobody gets anything."""
        return next(iter(self.choices.values()), None)

    @property
    def revisions(self) -> dict[str, int]:
        """All articles of all choices with the revisions that were looked at."""
        return {name: number for choice in self.choices.values() for name, number in choice.revisions.items()}


class Drafting:
    """Makes drafts of editions; what `set_in_type` gives is what would be frozen, to the byte."""

    def __init__(
        self,
        *,
        database: Database,
        renderer: DigestRenderer,
        links: Links,
        postal_address: str,
        pictures: PicturesAtHand,
        disclosures: DisclosureWords = OUR_WORDS,
    ) -> None:
        """Take the parts; ``pictures`` that an edition shows are looked for before it is rendered."""
        self._database = database
        self.renderer = renderer
        self._links = links
        self._postal_address = postal_address
        self._pictures = pictures
        self._disclosures = disclosures

    def draft(self, newsletter: Newsletter, turn: Turn, now: datetime, cut: int | None = None) -> EditionDraft:
        """What the turn brings of all that came up to the cut: an earlier one, or now."""
        with self._database.read() as connection:
            made = plan(connection, newsletter, turn, now, cut)
            return _draft(connection, made, now, limit=newsletter.max_articles)

    def draft_again(
        self, newsletter: Newsletter, turn: Turn, article_ids: Sequence[str], now: datetime
    ) -> EditionDraft:
        """Those of the articles that readers may see, as they are now, in that order."""
        with self._database.read() as connection:
            made = plan_again(connection, newsletter, turn, article_ids, now)
            return _draft(connection, made, now, limit=len(article_ids))

    def content_again(self, newsletter: Newsletter, article_ids: Sequence[str], edition: Edition) -> EditionContent:
        """What an edition of those articles would say today, whether readers may see them or not."""
        with self._database.read() as connection:
            found = ArticleStore(connection).some(article_ids, edition.frozen_at)
            heroes = HeroStore(connection).of(list(found))
        articles = [found[article_id] for article_id in article_ids if article_id in found]
        selection = Selection(places=places_of(articles, _illustrated(heroes)), exclusions=())
        on = edition.due_at.astimezone(newsletter.cadence.zone).date()
        return self._content(newsletter, selection, heroes, edition.id, on)

    def set_in_type(
        self, newsletter: Newsletter, choice: EditionChoice, edition_id: str, on: date, *, mends: bool = True
    ) -> TypesetEdition:
        """The edition of that choice; pictures that are gone are made anew where it ``mends``.

        Raises:
            BadDataError: the mail cannot be rendered or must not be sent.
        """
        shown = _shown(choice)
        there = self._pictures.at_hand(shown) if mends else shown
        content = self._content(newsletter, choice.selection, there, edition_id, on)
        made = typeset(self.renderer, newsletter.name, content, _check_sender(newsletter))
        return replace(made, findings=(*made.findings, *_without_pictures(choice.selection, shown, there)))

    def _content(
        self, newsletter: Newsletter, selection: Selection, heroes: Mapping[str, Hero], edition_id: str, on: date
    ) -> EditionContent:
        return content_from(
            newsletter,
            selection,
            heroes,
            links=self._links,
            edition_id=edition_id,
            issued_on=on,
            postal_address=self._postal_address,
            disclosures=self._disclosures,
        )


def _draft(connection: Connection, made: Plan, now: datetime, *, limit: int) -> EditionDraft:
    """Load what is to be shown of a plan; the revisions are those of the plan's own look."""
    shown = {decision.article_ids: decision for decision in made.shown}
    ids = list(dict.fromkeys(article_id for selection in shown for article_id in selection))
    articles = ArticleStore(connection).some(ids, now)
    heroes = HeroStore(connection).of(ids)
    illustrated = _illustrated(heroes)
    selections = {ids: selection_of(decision, articles, illustrated, limit) for ids, decision in shown.items()}
    return EditionDraft(
        plan=made,
        selection=next(iter(selections.values()), Selection(places=(), exclusions=())),
        choices={ids: EditionChoice(selection=selections[ids], heroes=heroes) for ids in made.selections},
    )


def _illustrated(heroes: Mapping[str, Hero]) -> set[str]:
    return {article_id for article_id, hero in heroes.items() if hero.state is HeroState.READY}


def _shown(choice: EditionChoice) -> dict[str, Hero]:
    """The hero images that the edition shows."""
    ids = [place.article.id for place in choice.selection.places if place.tier is not Tier.MORE]
    ready = _illustrated(choice.heroes)
    return {article_id: choice.heroes[article_id] for article_id in ids if article_id in ready}


def _without_pictures(
    selection: Selection, shown: Mapping[str, Hero], there: Mapping[str, Hero]
) -> tuple[Finding, ...]:
    """What an editor should know about stories that are set as text because their pictures are gone."""
    message = "the picture of a story is gone and could not be made anew; the story is set as text"
    return tuple(
        Finding(severity=Severity.WARN, code="picture-gone", message=message, quote=(place.article.title or "")[:200])
        for place in selection.places
        if place.article.id in shown and place.article.id not in there
    )


def _check_sender(newsletter: Newsletter) -> tuple[Finding, ...]:
    return check_sender(newsletter.sender_name, newsletter.sender_address, newsletter.reply_to)
