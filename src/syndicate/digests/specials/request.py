"""What a special edition is, whom it is for, and why an article cannot be in one."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from syndicate.digests.intents import turn_of
from syndicate.digests.planning import Brief
from syndicate.digests.shape import Shape
from syndicate.errors import BadDataError, NotFoundError
from syndicate.storage.states import Audience, Breaking

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from datetime import datetime, timedelta

    from syndicate.articles.corrections import Correction
    from syndicate.digests.newsletters import Newsletter, ReaderChoice
    from syndicate.digests.schedule import Occurrence


@dataclass(frozen=True, kw_only=True, slots=True)
class Special:
    """A special edition: for its ``audience`` these articles, in that order; or, without any, these ``corrections``.

    Without a ``subject`` the first headline is the subject.
    """

    audience: Audience
    article_ids: tuple[str, ...] = ()
    corrections: frozenset[int] = frozenset()
    subject: str | None = None


@dataclass(frozen=True, kw_only=True, slots=True)
class ArticleFacts:
    """What decides whether an article can be in a special edition; ``released_at`` is when it first was out."""

    released_at: datetime | None
    has_ai_record: bool


def correcting(correction: Correction) -> Special:
    """The edition that tells a correction, and nothing else, to exactly those who were mailed it wrong."""
    return Special(audience=Audience.CORRECTED, corrections=frozenset({correction.key}))


def special_brief(
    newsletter: Newsletter, special: Special, choices: Sequence[ReaderChoice], occurrence: Occurrence, kept: timedelta
) -> Brief:
    """By what it is planned: for whom it is, whatever their hour and sections."""
    articles = len(special.article_ids)
    cadence = replace(
        newsletter.default, subject=None, preheader=None, min_articles=min(articles, 1), max_articles=max(articles, 1)
    )
    theirs = [choice for choice in choices if special.audience is not Audience.BREAKING or _wants_breaking(choice)]
    return Brief(
        newsletter=newsletter,
        cadence=cadence,
        turn=turn_of(newsletter, occurrence, theirs),
        choices=theirs,
        kept=kept,
        shape=Shape(subject=special.subject, order=special.article_ids),
        corrects=special.corrections,
        goes_on=False,
    )


def priority_of(audience: Audience | None) -> int:
    """What its mails leave with: breaking news goes before all that nobody put first."""
    return int(audience in {Audience.ALL, Audience.BREAKING})


def must_be_carried(
    article_ids: Sequence[str],
    facts: Mapping[str, ArticleFacts],
    newsletter: Newsletter,
    now: datetime,
    kept: timedelta,
) -> None:
    """Refuse an article that readers may not see, or must not get; ``facts`` are of those that they may see.

    Raises:
        NotFoundError: there is no such article for readers.
        BadDataError: nobody knows any more who had it, or the newsletter does not take it.
    """
    for article_id in article_ids:
        if article_id not in facts:
            message = f"readers see no article {article_id}: there is none, or it is held, withdrawn or under embargo"
            raise NotFoundError(message, code="article-unknown", hint="See: syndicate articles list")
        if reason := _refused_because(facts[article_id], newsletter, now, kept):
            message = f"{article_id} cannot be mailed: {reason}"
            raise BadDataError(message, code="special-refused", hint=_HINT)


_HINT = "Name another article; pages and feeds have this one."


def _refused_because(article: ArticleFacts, newsletter: Newsletter, now: datetime, kept: timedelta) -> str | None:
    if article.released_at is not None and article.released_at <= now - kept:
        return "it came out longer ago than history is kept, so nobody knows any more who had it"
    if newsletter.requires_ai_record and not article.has_ai_record:
        return "nothing is recorded of the part that AI had in it, and the newsletter requires that"
    return None


def nobody_for(newsletter: Newsletter, special: Special) -> BadDataError:
    """Why there is no edition."""
    if special.audience is Audience.CORRECTED:
        message = f"no reader of {newsletter.name} has yet to be told of it"
        return BadDataError(message, code="special-empty", hint="The note stands on the page and in the feeds.")
    whom = "who wants breaking news" if special.audience is Audience.BREAKING else "at all"
    message = f"{newsletter.name} has no reader {whom} who has not had all of it"
    return BadDataError(message, code="special-empty", hint="For all its readers: --to all. See: subscribers list")


def _wants_breaking(choice: ReaderChoice) -> bool:
    return choice.breaking is not Breaking.NO
