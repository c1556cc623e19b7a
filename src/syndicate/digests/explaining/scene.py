"""All that is loaded of an edition before anything is explained about it."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import cached_property
from typing import TYPE_CHECKING

from sqlalchemy import select

from syndicate.digests.choice_store import ChoiceStore
from syndicate.digests.explaining.absences import Occasion
from syndicate.digests.explaining.article_store import RenderingTold, StoryStore
from syndicate.digests.explaining.fates import GroupTold
from syndicate.digests.explaining.store import DecidedWave, GroupRow, ReaderStore, Tally, newest
from syndicate.digests.model import GroupOutcome
from syndicate.digests.newsletters import ClockOwner
from syndicate.digests.schedule import minute_of, occurrence_on
from syndicate.digests.store import EditionStore
from syndicate.digests.typesetting import passed_over_by
from syndicate.digests.window_store import WindowStore
from syndicate.storage.tables import editions

if TYPE_CHECKING:
    from sqlalchemy import Connection

    from syndicate.digests.model import Edition
    from syndicate.digests.newsletters import Newsletter, ReaderChoice


@dataclass(frozen=True)
class Scene:
    """An edition within one transaction; each part is read when it is first asked for."""

    connection: Connection
    newsletter: Newsletter
    edition: Edition
    now: datetime

    @cached_property
    def readers(self) -> ReaderStore:
        """How readers stand to it."""
        return ReaderStore(self.connection, self.edition)

    @cached_property
    def stories(self) -> StoryStore:
        """How articles stand to it."""
        return StoryStore(self.connection)

    @cached_property
    def choices(self) -> dict[int | None, ReaderChoice]:
        """What readers of the newsletter chose."""
        return {choice.id: choice for choice in ChoiceStore(self.connection).of(self.newsletter)}

    @cached_property
    def waves(self) -> list[DecidedWave]:
        """What was decided."""
        return self.readers.waves()

    @cached_property
    def newest(self) -> DecidedWave | None:
        """What was decided last."""
        return newest(self.waves)

    @cached_property
    def groups(self) -> dict[int | None, GroupRow]:
        """For whom, by the keys of their rows."""
        return {group.key: group for group in self.readers.groups()}

    @cached_property
    def tallies(self) -> list[Tally]:
        """All deliveries in sums."""
        return self.readers.tallies()

    @cached_property
    def default_variant(self) -> int:
        """The variant that stands for the edition."""
        key = select(editions.c.key).where(editions.c.id == self.edition.id)
        return self.stories.default_variant(self.connection.execute(key).scalar_one())

    @cached_property
    def named(self) -> frozenset[str] | None:
        """The articles of which a special edition was made; ``None``: it is no special one."""
        if self.edition.audience is None:
            return None
        variants = {self.default_variant, *(group.variant_key for group in self.groups.values())} - {None}
        made = (rendering for key in variants if key is not None for rendering in self.stories.renderings(key))
        left = self.stories.passed_over([key for key in self.groups if key is not None]).values()
        return frozenset[str]().union(*(rendering.shown for rendering in made), *left)

    @cached_property
    def occasion(self) -> Occasion:
        """What explains that somebody has no delivery."""
        quiet: dict[int | None, set[GroupOutcome]] = defaultdict(set)
        for group in self.groups.values():
            if group.variant_key is None:
                quiet[group.choice_id].add(group.outcome)
        return Occasion(
            edition=self.edition,
            newsletter=self.newsletter,
            now=self.now,
            decided_at=self.newest.decided_at if self.newest else None,
            waves={wave.wave: wave.outcome for wave in self.waves},
            quiet={choice_id: frozenset(outcomes) for choice_id, outcomes in quiet.items()},
            choice_ids=frozenset(group.choice_id for group in self.groups.values()),
            is_newest=self.readers.is_newest(self.newest),
        )

    def wave_of(self, choice: ReaderChoice | None) -> DecidedWave | None:
        """The wave in which it came to readers with that choice, else what was decided last."""
        own = self.occasion.own_wave(choice) if choice else None
        number = minute_of(own.due_at) if own else None
        return next((wave for wave in self.waves if wave.wave == number and wave.cut is not None), self.newest)

    def leading(self) -> GroupTold:
        """What was decided for the readers whose selection stands for the edition."""
        of_default = (group for group in self.groups.values() if group.variant_key == self.default_variant)
        first = next(of_default, None)
        return self.told(first, None) if first else self._unopened()

    def told(self, group: GroupRow, revision: int | None) -> GroupTold:
        """What was decided for a group; of its variant, readers are shown that revision, or the one in force."""
        wave = next(wave for wave in self.waves if wave.key == group.occurrence_key)
        made = self.stories.renderings(group.variant_key) if group.variant_key is not None else []
        first, shown = _first_of(made, wave.decided_at), _shown_of(made, revision)
        began, began_at = self.stories.began(self.newsletter.name)
        choice = self.choices.get(group.choice_id)
        return GroupTold(
            outcome=group.outcome,
            sections=choice.sections if choice else frozenset(),
            from_watermark=group.from_watermark,
            moves_to=group.moves_to,
            cut=wave.cut or 0,
            decided_at=wave.decided_at,
            began=began,
            began_at=began_at,
            named=self.named,
            passed_over=self.stories.passed_over([group.key]).get(group.key, {}),
            first=frozenset(first.shown) if first else frozenset(),
            shown=shown.shown if shown else {},
            taken_out=shown.reason if shown else None,
        )

    def nobodys(self, watermark: int, sections: frozenset[str]) -> GroupTold:
        """What the edition would say to somebody whom it was not decided for."""
        wave = self.newest
        began, began_at = self.stories.began(self.newsletter.name)
        return GroupTold(
            outcome=GroupOutcome.NOTHING,
            sections=sections,
            from_watermark=watermark,
            moves_to=watermark,
            cut=wave.cut or 0 if wave else self.edition.cut or 0,
            decided_at=wave.decided_at if wave else self.edition.frozen_at,
            began=began,
            began_at=began_at,
            named=self.named,
        )

    def waves_to_come(self) -> list[datetime]:
        """When the edition is yet to come to readers at their own hours."""
        if self.newsletter.clock is ClockOwner.NEWSLETTER or self.edition.has_all_waves(self.now):
            return []
        on = datetime.fromisoformat(self.edition.slot).date()
        theirs = (choice for choice in self.choices.values() if choice.cadence and choice.schedule)
        own = [
            occurrence_on(each.schedule, on)
            for each in theirs
            if each.schedule and each.cadence and each.cadence.kind == self.edition.cadence
        ]
        decided = {wave.wave for wave in self.waves}
        due = {wave.due_at for wave in own if wave and minute_of(wave.due_at) not in decided}
        return sorted(at for at in due if at > self.now - timedelta(hours=1))

    def _unopened(self) -> GroupTold:
        """What an edition that waits for a person holds, before it is decided for whom it is."""
        made = self.stories.renderings(self.default_variant)
        shown = made[-1]
        began, began_at = self.stories.began(self.newsletter.name)
        too_large = passed_over_by(EditionStore(self.connection).rendering(self.edition.id))
        return GroupTold(
            outcome=GroupOutcome.MAIL,
            sections=frozenset(),
            from_watermark=WindowStore(self.connection).newest_cut(self.newsletter.name),
            moves_to=self.edition.cut or 0,
            cut=self.edition.cut or 0,
            decided_at=self.edition.frozen_at,
            began=began,
            began_at=began_at,
            named=self.named,
            passed_over={left.article_id: left.reason for left in too_large},
            first=frozenset(made[0].shown),
            shown=shown.shown,
            taken_out=shown.reason,
        )


def _first_of(made: list[RenderingTold], decided_at: datetime) -> RenderingTold | None:
    """What was in force when it was decided."""
    before = [rendering for rendering in made if rendering.made_at <= decided_at]
    return before[-1] if before else next(iter(made), None)


def _shown_of(made: list[RenderingTold], revision: int | None) -> RenderingTold | None:
    own = (rendering for rendering in made if rendering.revision == revision)
    return next(own, made[-1] if made else None)
