"""The tables of a newsletter, and the cadences that come of them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import time, timedelta
from types import MappingProxyType
from typing import Annotated, Any, Literal
from zoneinfo import ZoneInfo

from pydantic import AfterValidator, Field

from syndicate.config.addresses import FilePath, MailboxText
from syndicate.config.newsletters.values import (
    Blackout,
    Campaign,
    Count,
    DailyCap,
    Day,
    DayOfMonth,
    Factor,
    HalfLife,
    Lead,
    Markdown,
    Quiet,
    Rest,
    Standing,
    Wait,
    Weight,
    Wording,
)
from syndicate.config.section import Section
from syndicate.config.theme import ThemeSection, WebLink
from syndicate.config.values import Language, Lateness, Line, NewsAge, Slug, TimeOfDay, Weekday, Weekdays, Zone
from syndicate.digests.blocks import PlannedBlock
from syndicate.digests.newsletters import Cadence, Overflow
from syndicate.digests.schedule import ALL_WEEK
from syndicate.mail.model import BlockForm, Layout
from syndicate.storage.states import CadenceKind

CadenceName = Literal["daily", "weekdays", "weekly", "monthly", "instant"]
LayoutName = Literal["lead-and-list", "cards", "headlines", "letter", "brief"]
OverflowName = Literal["headlines", "drop"]
Weights = Annotated[Mapping[Line, Weight], AfterValidator(MappingProxyType)]


class CadenceSection(Section):
    """``[[newsletters.cadences]]``: a further cadence that readers may choose; what is absent is the newsletter's."""

    kind: CadenceName
    at: TimeOfDay | None = None
    weekdays: Weekdays | None = None
    day: DayOfMonth | None = None
    min_articles: Count | None = None
    max_articles: Count | None = None
    overflow: OverflowName | None = None
    subject: Wording | None = None
    preheader: Wording | None = None
    max_wait: Wait | None = None
    settle: Rest | None = None
    daily_cap: DailyCap | None = None
    layout: LayoutName | None = None


class BlockSection(Section):
    """``[[newsletters.blocks]]``: words or a button between the stories; both days are included."""

    name: Slug
    form: Literal["note", "button", "announcement"] = "note"
    text: Markdown | None = None
    label: Line | None = None
    url: WebLink | None = None
    after: Standing = "lead"
    starts_on: Day | None = None
    ends_on: Day | None = None

    @property
    def planned(self) -> PlannedBlock:
        """The same as newsletters have it."""
        return PlannedBlock(
            form=BlockForm(self.form),
            after=self.after,
            text=self.text or "",
            label=self.label or "",
            url=self.url or "",
            starts_on=self.starts_on,
            ends_on=self.ends_on,
        )


class OrderingSection(Section):
    """``[newsletters.ordering]``: what stands first; without ``sections`` and ``picture`` it is the newest."""

    sections: Weights = Field(default_factory=dict)
    half_life: HalfLife = timedelta(hours=12)
    picture: Factor = 1.0


class ReadersSection(Section):
    """``[newsletters.readers]``: which of those who subscribe get it; days are on the newsletter's clock."""

    languages: tuple[Language, ...] = ()
    joined_from: Day | None = None
    joined_before: Day | None = None


class UtmSection(Section):
    """``[newsletters.utm]``: what links tell the site's statistics; without a ``source``, nothing."""

    source: Campaign | None = None
    medium: Campaign = "email"
    campaign: Campaign = "{newsletter}-{slot}"


class NewsletterSection(Section):
    """``[[newsletters]]``: a series; empty lists mean all. ``language`` and ``time_zone`` fall back to the site.

    A weekly one has exactly one weekday; a daily one comes out on each of its weekdays.
    """

    name: Slug
    title: Line
    signup: bool = True
    sender: MailboxText
    reply_to: MailboxText | None = None
    subject: Wording | None = None
    preheader: Wording | None = None
    cadence: CadenceName = "daily"
    at: TimeOfDay = time(7)
    weekdays: Weekdays = frozenset(Weekday)
    day: DayOfMonth = 1
    clock: Literal["newsletter", "reader"] = "newsletter"
    time_zone: Zone = ZoneInfo("UTC")
    language: Language = "en"
    sections: tuple[Line, ...] = ()
    tags: tuple[Line, ...] = ()
    authors: tuple[Line, ...] = ()
    sources: tuple[Slug, ...] = ()
    languages: tuple[Language, ...] = ()
    min_articles: Count = 1
    max_articles: Count = 12
    overflow: OverflowName = "headlines"
    max_age: NewsAge = timedelta(days=7)
    max_wait: Wait | None = None
    max_lateness: Lateness = timedelta(hours=36)
    settle: Rest = timedelta(minutes=10)
    daily_cap: DailyCap = 5
    quiet_hours: Quiet | None = None
    blackouts: tuple[Blackout, ...] = ()
    on_blackout: Literal["skip", "before", "after"] = "skip"
    catch_up: Literal["latest", "all", "skip"] = "latest"
    late_stories: Literal["join", "wait"] = "join"
    dedupe_across: Literal["24h", "always", "never"] = "24h"
    max_variants: Annotated[int, Field(ge=1, le=10_000)] = 200
    approval: Literal["auto", "manual"] = "auto"
    on_silence: Literal["send", "hold", "skip"] | None = None
    approval_lead: Lead = timedelta(hours=2)
    require_ai_record: bool = False
    welcome: Literal["edition", "text", "none"] = "text"
    archive: bool = False
    templates: FilePath | None = None
    layout: LayoutName | None = None
    cadences: tuple[CadenceSection, ...] = ()
    readers: ReadersSection = ReadersSection()
    ordering: OrderingSection = Field(default_factory=OrderingSection)
    utm: UtmSection = UtmSection()
    theme: ThemeSection = ThemeSection()
    blocks: tuple[BlockSection, ...] = ()

    @property
    def own(self) -> Cadence:
        """The cadence of who did not choose."""
        return Cadence(
            kind=CadenceKind(self.cadence),
            at=self.at,
            weekdays=frozenset(map(int, self.weekdays)),
            day=self.day,
            min_articles=self.min_articles,
            max_articles=self.max_articles,
            overflow=Overflow(self.overflow),
            subject=self.subject,
            preheader=self.preheader,
            max_wait=self.max_wait,
            settle=self.settle,
            daily_cap=self.daily_cap,
            layout=_layout(self.layout, CadenceKind(self.cadence)),
        )

    @property
    def offered(self) -> tuple[Cadence, ...]:
        """All that readers may choose, its own first."""
        return (self.own, *(_as_written(further, self.own) for further in self.cadences))


def _as_written(further: CadenceSection, own: Cadence) -> Cadence:
    """The newsletter's own cadence with what is written of the further one."""
    kind = CadenceKind(further.kind)
    written: dict[str, Any] = {key: getattr(further, key) for key in further.model_fields_set - {"kind"}}
    if "overflow" in written:
        written["overflow"] = Overflow(written["overflow"])
    if "weekdays" in written:
        written["weekdays"] = frozenset(map(int, written["weekdays"]))
    if "layout" in written:
        written["layout"] = Layout(written["layout"])
    return replace(own, **(_inherited_otherwise(kind, own) | written), kind=kind)


def _layout(written: str | None, kind: CadenceKind) -> Layout:
    """What follows a story at once is a letter that tells it whole."""
    if written is not None:
        return Layout(written)
    return Layout.LETTER if kind is CadenceKind.INSTANT else Layout.LEAD_AND_LIST


def _inherited_otherwise(kind: CadenceKind, own: Cadence) -> dict[str, Any]:
    """The day of a weekly newsletter is not the only one of a daily cadence; what follows at once never waits."""
    if kind is CadenceKind.INSTANT:
        return {"min_articles": 1, "layout": Layout.LETTER}
    is_of_days = kind in {CadenceKind.DAILY, CadenceKind.WEEKDAYS}
    return {"weekdays": ALL_WEEK} if is_of_days and own.kind is CadenceKind.WEEKLY else {}
