"""Explains editions: who gets what of one, who does not, and why; from rows alone, and nothing is written."""

from __future__ import annotations

from collections import Counter
from dataclasses import replace
from typing import TYPE_CHECKING

from syndicate.audience.store import AudienceStore
from syndicate.digests.explaining.absences import Absence, absence
from syndicate.digests.explaining.details import detail_of
from syndicate.digests.explaining.fates import BEFORE, hidden_because, left_out_because, never_there_because, story_fate
from syndicate.digests.explaining.model import (
    ArticleTold,
    EditionTold,
    ReaderFate,
    ReaderTold,
    ReasonCount,
    StoryFate,
    WaveTold,
)
from syndicate.digests.explaining.receipts import fate_of
from syndicate.digests.explaining.scene import Scene
from syndicate.digests.had import brought_by
from syndicate.digests.matching import unwanted_because
from syndicate.digests.model import GroupOutcome
from syndicate.digests.passing_store import PassingStore
from syndicate.digests.selection import HAD
from syndicate.digests.standing import known
from syndicate.digests.store import EditionStore
from syndicate.errors import NotFoundError

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence
    from datetime import datetime

    from sqlalchemy import Connection

    from syndicate.clock import Clock
    from syndicate.digests.explaining.article_store import StoryStore
    from syndicate.digests.explaining.fates import ArticleStanding, GroupTold
    from syndicate.digests.explaining.store import Delivered, GroupRow, Reader, Tally
    from syndicate.digests.newsletters import Newsletter
    from syndicate.storage import Database
    from syndicate.text.mailboxes import Mailbox

_OUTCOMES = {Absence.TOO_LITTLE: GroupOutcome.WAIT, Absence.NOTHING_NEW: GroupOutcome.NOTHING}


class Explaining:
    """Explains editions of the given newsletter as they stand now."""

    def __init__(self, *, database: Database, clock: Clock) -> None:
        """Take the parts."""
        self._database = database
        self._clock = clock

    def edition(self, newsletter: Newsletter, edition_id: str) -> EditionTold:
        """What most readers get, and how many get it, by what became of the mail or why there is none.

        Raises:
            NotFoundError: there is no such edition.
        """
        with self._database.read() as connection:
            scene = self._scene(connection, newsletter, edition_id)
            stories, left_out = _stories(scene, scene.leading())
            recipients, excluded = _audience(scene)
            return EditionTold(
                edition=scene.edition,
                stories=stories,
                left_out=left_out,
                recipients=recipients,
                excluded=excluded,
                waves=_waves(scene),
                remarks=_sources_down(scene.stories),
            )

    def reader(
        self, newsletter: Newsletter, edition_id: str, address: Mailbox, article_id: str | None = None
    ) -> ReaderTold:
        """What a reader gets, with each article of their window, or with the one that is asked for.

        Raises:
            NotFoundError: there is no such edition, article or reader.
        """
        with self._database.read() as connection:
            scene = self._scene(connection, newsletter, edition_id)
            must_be_known(connection, address)
            asked = [article_id] if article_id is not None else None
            return _reader_told(scene, address, asked)

    def article(self, newsletter: Newsletter, edition_id: str, article_id: str) -> ArticleTold:
        """Who gets an article and who not, in sums by the reason.

        Raises:
            NotFoundError: there is no such edition or article.
        """
        with self._database.read() as connection:
            scene = self._scene(connection, newsletter, edition_id)
            article = _known_article(scene, article_id)
            never = _never_there(scene, article)
            got, missed = ((), ()) if never else _article_counts(scene, article)
            return ArticleTold(
                edition_id=edition_id,
                article_id=article_id,
                title=article.title,
                absence=never,
                got=got,
                missed=missed,
            )

    def _scene(self, connection: Connection, newsletter: Newsletter, edition_id: str) -> Scene:
        edition = known(EditionStore(connection).get(edition_id), edition_id)
        return Scene(connection=connection, newsletter=newsletter, edition=edition, now=self._clock.now())


# --- the edition -----------------------------------------------------------------------


def _stories(scene: Scene, told: GroupTold) -> tuple[tuple[StoryFate, ...], tuple[StoryFate, ...]]:
    """What a group is shown, in reading order, and all else of its window."""
    ids = dict.fromkeys((*told.shown, *sorted(told.first), *scene.stories.between(told.from_watermark, told.cut)))
    standings = scene.stories.standings(ids)
    fates = [story_fate(standings[each], scene.newsletter, told, scene.now) for each in ids if each in standings]
    return tuple(fate for fate in fates if fate.is_in), tuple(fate for fate in fates if not fate.is_in)


def _audience(scene: Scene) -> tuple[tuple[ReasonCount, ...], tuple[ReasonCount, ...]]:
    recipients: Counter[str] = Counter()
    excluded: Counter[str] = Counter()
    for tally in scene.tallies:
        fate = fate_of(tally.receipt, scene.edition)
        (recipients if fate.is_recipient else excluded)[fate.code] += tally.count
    excluded.update(_absent(scene))
    return _counts(recipients), _counts(excluded)


def _absent(scene: Scene) -> Counter[str]:
    """All without a delivery, by why they have none."""
    found: Counter[str] = Counter()
    for standing, count in scene.readers.absent(scene.newest):
        found[absence(scene.occasion, standing, scene.choices.get(standing.choice_id))] += count
    return found


def _waves(scene: Scene) -> tuple[WaveTold, ...]:
    occurrence_of = {key: group.occurrence_key for key, group in scene.groups.items()}
    mails: Counter[int] = Counter()
    for tally in scene.tallies:
        if tally.variant_key is not None and tally.group_key in occurrence_of:
            mails[occurrence_of[tally.group_key]] += tally.count
    decided = [WaveTold(due_at=wave.due_at, outcome=wave.outcome, mails=mails[wave.key]) for wave in scene.waves]
    return (*decided, *(WaveTold(due_at=at, outcome=None) for at in scene.waves_to_come()))


def _sources_down(stories: StoryStore) -> tuple[str, ...]:
    return tuple(
        f"the source {down.name} is down, last tried at {_utc(down.tried_at)}: {down.error}"
        for down in stories.sources_down()
    )


# --- one reader ------------------------------------------------------------------------


def _reader_told(scene: Scene, address: Mailbox, asked: Sequence[str] | None) -> ReaderTold:
    reader = scene.readers.reader(address.key, scene.newest)
    if reader is not None:
        choice = scene.choices.get(reader.choice_id)
        reader = scene.readers.reader(address.key, scene.wave_of(choice)) or reader
    delivered = scene.readers.delivered(reader) if reader else None
    fate, group = _fate(scene, reader, delivered)
    told = scene.told(group, delivered.revision if delivered else None) if group else _outsiders(scene, reader)
    stories = _own_stories(scene, told, fate, reader, asked, is_member=group is not None)
    return ReaderTold(
        address=address.shown,
        edition_id=scene.edition.id,
        fate=fate,
        stories=tuple(story for story in stories if story.is_in),
        left_out=tuple(story for story in stories if not story.is_in),
    )


def _fate(scene: Scene, reader: Reader | None, delivered: Delivered | None) -> tuple[ReaderFate, GroupRow | None]:
    if delivered is not None:
        return fate_of(delivered.receipt, scene.edition), scene.groups.get(delivered.group_key)
    choice = scene.choices.get(reader.choice_id) if reader else None
    why = absence(scene.occasion, reader.standing if reader else None, choice)
    detail = detail_of(why, scene, reader, choice)
    fate = ReaderFate(is_recipient=False, code=why, reason=f"{why}: {detail}" if detail else why)
    outcome = _OUTCOMES.get(why)
    quiet = (
        group
        for group in scene.groups.values()
        if reader and outcome and (group.choice_id, group.outcome) == (reader.choice_id, outcome)
    )
    return fate, next(quiet, None)


def _outsiders(scene: Scene, reader: Reader | None) -> GroupTold:
    """The window of somebody whom the edition was not decided for: their own, else that of most readers."""
    leading = scene.leading()
    if reader is None:
        return scene.nobodys(leading.from_watermark, frozenset())
    choice = scene.choices.get(reader.choice_id)
    return scene.nobodys(min(reader.watermark, leading.from_watermark), choice.sections if choice else frozenset())


def _own_stories(
    scene: Scene,
    told: GroupTold,
    fate: ReaderFate,
    reader: Reader | None,
    asked: Sequence[str] | None,
    *,
    is_member: bool,
) -> list[StoryFate]:
    ids = asked or [*told.shown, *sorted(told.first), *scene.stories.between(told.from_watermark, told.cut)]
    standings = _known_articles(scene, ids) if asked else scene.stories.standings(ids)
    articles = [standings[each] for each in dict.fromkeys(ids) if each in standings]
    if is_member:
        fates = [story_fate(article, scene.newsletter, told, scene.now) for article in articles]
        fates = fates if fate.is_recipient else [_not_for(story, fate) for story in fates]
    else:
        fates = [_outside(scene, article, told, fate) for article in articles]
    return _with_bringers(scene, fates, reader, fate)


def _not_for(story: StoryFate, fate: ReaderFate) -> StoryFate:
    """What a mail shows does not reach a reader who does not get the mail."""
    return replace(story, tier=None, reason=fate.reason) if story.is_in else story


def _outside(scene: Scene, article: ArticleStanding, told: GroupTold, fate: ReaderFate) -> StoryFate:
    reason = (
        never_there_because(article, scene.newsletter, told.cut, told.decided_at, scene.now)
        or unwanted_because(article.terms, scene.newsletter.filters, told.sections)
        or hidden_because(article, scene.now)
        or fate.reason
    )
    return StoryFate(article_id=article.id, title=article.title, reason=reason)


def _with_bringers(scene: Scene, fates: list[StoryFate], reader: Reader | None, fate: ReaderFate) -> list[StoryFate]:
    """Of what a reader has already, or gets no mail of now: which edition brought it."""
    told = [story.article_id for story in fates if story.reason in {HAD, BEFORE, fate.reason}]
    if reader is None or not told:
        return fates
    brought = brought_by(scene.connection, reader.subscriber_key, told, besides=scene.edition.id)
    passed = PassingStore(scene.connection).reasons(reader.key, told)
    fates = [
        replace(story, reason=f"{BEFORE}: {passed[story.article_id]}")
        if story.reason == BEFORE and story.article_id in passed and story.article_id not in brought
        else story
        for story in fates
    ]
    return [
        replace(story, reason=f"{BEFORE if story.reason == BEFORE else HAD}: {brought[story.article_id]}")
        if story.article_id in brought and not story.is_in
        else story
        for story in fates
    ]


# --- one article -----------------------------------------------------------------------


def _never_there(scene: Scene, article: ArticleStanding) -> str | None:
    """Why the article was in nobody's window."""
    told = scene.leading()
    cut = max((wave.cut or 0 for wave in scene.waves), default=told.cut)
    never = never_there_because(article, scene.newsletter, cut, told.decided_at, scene.now)
    if never is None and article.releases[-1].number <= told.began:
        return left_out_because(article, scene.newsletter, replace(told, first=frozenset(), passed_over={}), scene.now)
    return never


def _article_counts(scene: Scene, article: ArticleStanding) -> tuple[tuple[ReasonCount, ...], tuple[ReasonCount, ...]]:
    tallies = scene.tallies
    keys = {tally.variant_key for tally in tallies if tally.variant_key is not None}
    shown_in, in_force = scene.stories.revisions_with(keys, article.id), scene.stories.in_force(keys)
    passed = scene.stories.passed_over_in([key for key in scene.groups if key is not None], article.id)
    got: Counter[str] = Counter()
    missed: Counter[str] = Counter()
    for tally in tallies:
        revision, why_made = in_force.get(tally.variant_key or 0, (0, None))
        is_shown = (tally.variant_key, tally.revision or revision) in shown_in
        fate = fate_of(tally.receipt, scene.edition)
        if is_shown:
            (got if fate.is_recipient else missed)[fate.code] += tally.count
            continue
        was_shown = any(variant == tally.variant_key for variant, _ in shown_in)
        told = _group_told(scene, tally, article, passed, why_made, was_shown=was_shown)
        missed[told] += tally.count
    missed.update(_absent(scene))
    return _counts(got), _counts(missed)


def _group_told(
    scene: Scene,
    tally: Tally,
    article: ArticleStanding,
    passed: Mapping[int, str],
    why_made: str | None,
    *,
    was_shown: bool,
) -> str:
    """Why a group is not shown the article."""
    group = scene.groups.get(tally.group_key)
    if group is None:
        return fate_of(tally.receipt, scene.edition).code
    choice = scene.choices.get(group.choice_id)
    sections = choice.sections if choice else frozenset()
    told = replace(
        scene.nobodys(group.from_watermark, sections),
        outcome=group.outcome,
        passed_over={article.id: passed[group.key]} if group.key in passed else {},
        first=frozenset({article.id}) if was_shown else frozenset(),
        taken_out=why_made,
    )
    return left_out_because(article, scene.newsletter, told, scene.now)


def _known_article(scene: Scene, article_id: str) -> ArticleStanding:
    return _known_articles(scene, [article_id])[article_id]


def _known_articles(scene: Scene, article_ids: Sequence[str]) -> dict[str, ArticleStanding]:
    found = scene.stories.standings(article_ids)
    for article_id in article_ids:
        if article_id not in found:
            down = _sources_down(scene.stories)
            hint = "; ".join(down) if down else "See: syndicate articles list"
            message = f"there is no article {article_id}"
            raise NotFoundError(message, code="article-unknown", hint=hint)
    return found


def must_be_known(connection: Connection, address: Mailbox) -> None:
    """Refuse an address that nothing is known of; who was forgotten is as unknown as who never came.

    Raises:
        NotFoundError: code ``address-unknown``.
    """
    store = AudienceStore(connection)
    if not store.of_address(address.key) and not store.suppressed([address.key]):
        message = f"nothing is known of “{address.shown}”"
        hint = "syndicate subscribers list shows who is there."
        raise NotFoundError(message, code="address-unknown", hint=hint)


def _counts(found: Mapping[str, int]) -> tuple[ReasonCount, ...]:
    ordered: Iterable[tuple[str, int]] = sorted(found.items(), key=lambda pair: (-pair[1], pair[0]))
    return tuple(ReasonCount(reason=str(reason), count=count) for reason, count in ordered)


def _utc(at: datetime | None) -> str:
    return f"{at:%Y-%m-%d %H:%M} UTC" if at else "-"
