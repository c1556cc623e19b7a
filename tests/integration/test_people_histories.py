"""Any history of readers: nobody gets a story twice, and nobody is missed without a written reason.

Hypothesis makes up what happens. Stories come, late ones too, go, come back and change their sections. Readers join,
choose cadence, hour, zone, language and sections, pause, come back, leave and join again. The publisher moves days and
hours, and lets newsletters go to some of their readers alone.
Editions of two newsletters are composed by the clock and by hand, breaking news too; programs are killed between two
statements and between two slices, and meet each other. Mails are taken, refused and lost. What readers got is read from
the mails that the carrier took; what the rows promise is told by `PeopleOracle` after every step.
"""

from __future__ import annotations

import re
import shutil
import tempfile
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from contextlib import ExitStack, contextmanager, suppress
from dataclasses import replace
from datetime import UTC, datetime, time, timedelta
from pathlib import Path
from threading import Event
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from hypothesis import HealthCheck, Phase, settings
from hypothesis import strategies as st
from hypothesis.stateful import (
    RuleBasedStateMachine,
    initialize,
    invariant,
    precondition,
    rule,
    run_state_machine_as_test,
)
from sqlalchemy import Connection, event, literal, select, update

from syndicate.articles.releases import ReleaseStore
from syndicate.articles.store import ArticleStore
from syndicate.audience.mailable import is_mailable
from syndicate.audience.model import NO_WISHES, EndedBy, Ending, Subscription, Wishes
from syndicate.audience.reader_filter import EVERYBODY, ReaderFilter
from syndicate.audience.store import AudienceStore
from syndicate.config import load
from syndicate.delivery import freezing
from syndicate.delivery.freeze_decision import decision_of
from syndicate.delivery.freeze_store import FreezeStore
from syndicate.delivery.model import Accepted, Answer, DeliveryState, Mailing, Recipient, Refused, Stop, Uncertain
from syndicate.digests import choosing, due, planning
from syndicate.digests import had as had_rules
from syndicate.digests.choice_store import ChoiceStore
from syndicate.digests.due import Turn
from syndicate.digests.grouping import Group
from syndicate.digests.model import EditionState
from syndicate.digests.newsletters import (
    Cadence,
    CatchUp,
    ClockOwner,
    DedupeAcross,
    LateStories,
    Newsletter,
    Overflow,
    QuietHours,
    history_kept,
)
from syndicate.digests.occurrence_store import OccurrenceStore
from syndicate.digests.specials.request import Special
from syndicate.digests.store import EditionStore
from syndicate.errors import BadDataError, NotFoundError, TryLaterError
from syndicate.mail.digest import DigestRenderer
from syndicate.mail.judge.verdicts import Judge
from syndicate.mail.model import Digest, Rendering
from syndicate.publishing import wiring
from syndicate.publishing.newsletters import newsletters_of
from syndicate.publishing.wiring import Parts, open_parts
from syndicate.storage import open_database
from syndicate.storage.states import Audience, CadenceKind, ReleaseReason
from syndicate.storage.tables import articles, counters, skips, subscriptions
from syndicate.testing.clock import ManualClock
from syndicate.text.mailboxes import read_mailbox
from tests.carriers import MemoryCarrier
from tests.emptying import empty
from tests.integration.people_oracle import PeopleOracle
from tests.newsroom import CONFIG, Newsroom, dump
from tests.profiles import effort

#: A Thursday: the next day begins a weekend, and three days later a week.
BEGINS = datetime(2026, 10, 22, 5, 30, tzinfo=UTC)
EVENING = """
[[newsletters]]
name = "evening"
title = "The Lantern at dusk"
sender = "The Lantern <news@lantern.example>"
at = "19:00"
max_lateness = "36h"
"""
_STORY = re.compile(r"Story no\. (\d+)\b")
SECTIONS = ("World", "Culture")
#: Both sides of the date line, and some between, with a change of the clocks in October.
ZONES = ("Pacific/Kiritimati", "Pacific/Auckland", "Europe/London", "Pacific/Niue")
#: How each answer of the carrier is chosen; most mails are taken.
ANSWERS = st.sampled_from([*["taken"] * 6, "refused", "lost"])
HOURS = st.sampled_from([time(0), time(7), time(19), time(23, 30)])
KINDS = st.lists(st.sampled_from(CadenceKind), min_size=1, max_size=4, unique=True)
WISHES: dict[str, st.SearchStrategy[Any]] = {
    "cadence": st.none() | st.sampled_from(CadenceKind),
    "at": st.none() | HOURS.map(lambda at: f"{at:%H:%M}"),
    "zone": st.none() | st.sampled_from(ZONES),
    "sections": st.sampled_from([(), (), ("World",), ("Culture",)]),
    "language": st.sampled_from([None, None, "de", "en"]),
}
NOTHING_WANTED: dict[str, Any] = {"cadence": None, "at": None, "zone": None, "sections": (), "language": None}
WANTED = st.fixed_dictionaries(WISHES)
#: Whom a newsletter goes to; most go to all.
READERS = st.sampled_from(
    [
        *[EVERYBODY] * 4,
        ReaderFilter(languages=frozenset({"de"}), default_language="en"),
        ReaderFilter(joined_before=BEGINS + timedelta(days=2)),
        ReaderFilter(joined_from=BEGINS + timedelta(days=1)),
    ]
)


class Killed(BaseException):
    """A program was killed between two statements."""


class ScriptedCarrier(MemoryCarrier):
    """Takes mails as told, and then no more."""

    def __init__(self) -> None:
        super().__init__(name="scripted")
        self.script: list[str] = []
        self.taken: list[tuple[str, str, frozenset[str]]] = []

    def carry(self, mailing: Mailing, recipients: Sequence[Recipient]) -> list[Answer]:
        return [self._answer(mailing, recipient) for recipient in recipients]

    def _answer(self, mailing: Mailing, recipient: Recipient) -> Answer:
        if not self.script:
            return Stop(reason="no more for now")
        answer = self.script.pop(0)
        if answer == "refused":
            return Refused(code="MessageRejected", reason="a virus")
        self.taken.append((recipient.address, str(mailing.list_id), frozenset(_STORY.findall(mailing.text))))
        return Accepted(message_id=f"m-{len(self.taken)}") if answer == "taken" else Uncertain(reason="lost")


@st.composite
def cadences(draw: st.DrawFn) -> tuple[Cadence, ...]:
    """What a newsletter offers."""
    return tuple(
        Cadence(
            kind=kind,
            at=draw(HOURS),
            weekdays=frozenset({draw(st.integers(0, 6))}) if kind is CadenceKind.WEEKLY else frozenset(range(7)),
            day=draw(st.sampled_from([1, 24, 31])),
            min_articles=draw(st.sampled_from([1, 1, 2])),
            max_articles=draw(st.integers(1, 3)),
            overflow=draw(st.sampled_from(Overflow)),
            settle=draw(st.sampled_from([timedelta(), timedelta(minutes=10)])),
            daily_cap=draw(st.integers(1, 2)),
        )
        for kind in draw(KINDS)
    )


@st.composite
def newsletters(draw: st.DrawFn, first: Newsletter) -> Newsletter:
    """A newsletter of that name, as its publisher may lay it out."""
    return replace(
        first,
        cadences=draw(cadences()),
        clock=draw(st.sampled_from([ClockOwner.READER, ClockOwner.READER, ClockOwner.NEWSLETTER])),
        dedupe_across=draw(st.sampled_from([DedupeAcross.DAY, DedupeAcross.DAY, *DedupeAcross])),
        catch_up=draw(st.sampled_from([CatchUp.LATEST, *CatchUp])),
        late_stories=draw(st.sampled_from(LateStories)),
        quiet=draw(st.none() | st.just(QuietHours(start=time(22), end=time(6)))),
        zone=ZoneInfo(draw(st.sampled_from(("UTC", *ZONES)))),
        readers=draw(READERS),
    )


class PeopleHistories(RuleBasedStateMachine):
    """One newsroom with its readers, through a few weeks."""

    def __init__(self) -> None:
        super().__init__()
        self.folder = Path(tempfile.mkdtemp())
        self.stack = ExitStack()
        self.clock = ManualClock(BEGINS)
        self.carrier = ScriptedCarrier()
        self.newsletters: tuple[Newsletter, ...] = ()
        self.stories = 0
        self.readers = 0
        self.published: dict[str, datetime] = {}
        self.meanwhile: list[Callable[[], object]] = []

    @initialize(data=st.data(), readers=st.integers(1, 3))
    def begin(self, data: st.DataObject, readers: int) -> None:
        self.room = Newsroom(self.folder)
        self.room.configure(re.sub("sample_readers = .*", "", CONFIG) + EVENING)
        (self.folder / "articles").mkdir()
        patch = self.stack.enter_context(pytest.MonkeyPatch.context())
        patch.setattr(wiring, "_carrier", lambda _: self.carrier)
        patch.setattr(wiring, "newsletters_of", lambda _: self.newsletters)
        patch.setattr(wiring, "people_kept", lambda _: history_kept(self.newsletters))
        patch.setattr(freezing, "SLICE", 1)
        patch.setattr(freezing, "FIRST", 1)
        # How a mail looks is not asked here, and takes most of the time.
        patch.setattr(Judge, "judge", lambda *_: ())
        patch.setattr(DigestRenderer, "render", lambda _, digest: self.render(digest))
        self.config = load(self.folder / "config.toml", environ=self.environment())
        self.newsletters = tuple(data.draw(newsletters(each)) for each in newsletters_of(self.config))
        self.open()
        self.oracle = PeopleOracle(self.parts.database, {each.name: each for each in self.newsletters})
        for _ in range(readers):
            self.join(
                ["daily", "evening"], {"cadence": None, "at": None, "zone": None, "sections": (), "language": None}
            )

    def open(self) -> None:
        """Start the program, anew if it runs."""
        self.close()
        self.program = ExitStack()
        self.parts: Parts = self.program.enter_context(open_parts(self.config, self.clock))

    def close(self) -> None:
        if hasattr(self, "program"):
            self.program.close()

    def render(self, digest: Digest) -> Rendering:
        """The headlines; whatever another program is to do at that moment is done."""
        while self.meanwhile:
            self.meanwhile.pop()()
        shown = (*filter(None, [digest.lead]), *digest.secondary, *digest.more)
        titles = [story.headline for story in shown]
        return Rendering(html="<p>{{unsubscribe_url}}</p>", text="\n".join([*titles, "{{unsubscribe_url}}"]))

    # --- the publisher ---------------------------------------------------------------

    @rule(count=st.integers(1, 3), days_late=st.sampled_from([0, 0, 0, 3, 10, -1]), section=st.sampled_from(SECTIONS))
    def publish(self, count: int, days_late: int, section: str) -> None:
        """Stories come out; late ones bear an earlier date, those under an embargo a later one."""
        for _ in range(count):
            self.stories += 1
            at = self.clock.now() - timedelta(days=days_late)
            self.write(self.stories, section, at)
            self.clock.advance(timedelta(seconds=1))
        self.parts.publisher.collect()

    def write(self, number: int, section: str, at: datetime, body: str = "") -> None:
        self.published[str(number)] = at
        story = dump(f"Story no. {number}", section=section, published=at, body=body)
        self.room.write_article(f"{number}.txt", story)

    @precondition(lambda self: self.stories)
    @rule(data=st.data(), section=st.sampled_from([*SECTIONS, "Harbour"]))
    def file_elsewhere(self, data: st.DataObject, section: str) -> None:
        number = data.draw(st.integers(1, self.stories))
        self.write(number, section, self.published[str(number)])
        self.parts.publisher.collect()

    @precondition(lambda self: self.stories)
    @rule(data=st.data())
    def edit(self, data: st.DataObject) -> None:
        number = data.draw(st.integers(1, self.stories))
        body = f"The lamp burned at {self.clock.now():%H:%M}, and half the town came out to look at it.\n\nIt was late."
        self.write(number, "World", self.published[str(number)], body)
        self.parts.publisher.collect()

    @precondition(lambda self: self.stories)
    @rule(data=st.data())
    def hold_and_approve(self, data: st.DataObject) -> None:
        self.hold_or_approve(self.some_article(data))

    def hold_or_approve(self, article_id: str) -> None:
        this = update(articles).where(articles.c.id == article_id)
        back = {"status": "published", "released_at": self.clock.now()}
        with self.parts.database.write() as connection:
            if connection.execute(this.where(articles.c.status == "published").values(status="held")).rowcount:
                return
            if connection.execute(this.where(articles.c.status == "held").values(back)).rowcount:
                ReleaseStore(connection).add([(article_id, ReleaseReason.APPROVED)], self.clock.now())

    @precondition(lambda self: self.stories)
    @rule(data=st.data())
    def withdraw(self, data: st.DataObject) -> None:
        article_id = self.some_article(data)
        with self.parts.database.write() as connection:
            ArticleStore(connection).withdraw(article_id, self.clock.now(), "a mistake")

    @precondition(lambda self: self.stories)
    @rule(data=st.data())
    def restore(self, data: st.DataObject) -> None:
        article_id = self.some_article(data)
        with self.parts.database.write() as connection:
            ArticleStore(connection).restore(article_id, self.clock.now())

    @rule(name=st.sampled_from(["daily", "evening"]), weekday=st.integers(0, 6), at=HOURS)
    def move_a_newsletter(self, name: str, weekday: int, at: time) -> None:
        """The publisher moves the day and the hour of all cadences, and starts the program anew."""
        which = self.newsletter(name)
        moved = tuple(
            replace(each, at=at, weekdays=frozenset({weekday}) if each.kind is CadenceKind.WEEKLY else each.weekdays)
            for each in which.cadences
        )
        self.lay_out(replace(which, cadences=moved))

    @rule(name=st.sampled_from(["daily", "evening"]), readers=READERS)
    def go_to_others(self, name: str, readers: ReaderFilter) -> None:
        """The publisher lets it go to some of its readers, or to all again."""
        self.lay_out(replace(self.newsletter(name), readers=readers))

    def lay_out(self, newsletter: Newsletter) -> None:
        """The program is started anew with it."""
        self.newsletters = tuple(newsletter if each.name == newsletter.name else each for each in self.newsletters)
        self.oracle.newsletters[newsletter.name] = newsletter
        self.open()
        self.oracle.database = self.parts.database

    # --- readers ---------------------------------------------------------------------

    @rule(newsletters=st.sampled_from([["daily"], ["evening"], ["daily", "evening"]]), wanted=WANTED)
    def join(self, newsletters: list[str], wanted: dict[str, Any]) -> None:
        self.readers += 1
        address = read_mailbox(f"r{self.readers}@example.com")
        with self.parts.database.write() as connection:
            for newsletter in newsletters:
                wishes = self.wishes(newsletter, **wanted)
                AudienceStore(connection).subscribe(address, newsletter, now=self.clock.now(), wishes=wishes)

    def wishes(
        self,
        newsletter: str,
        *,
        cadence: CadenceKind | None,
        zone: str | None,
        **others: Any,
    ) -> Wishes:
        """Of these what the newsletter offers."""
        offered = [each.kind for each in self.newsletter(newsletter).cadences]
        return replace(NO_WISHES, cadence=cadence if cadence in offered else None, time_zone=zone, **others)

    @rule(data=st.data(), wanted=WANTED)
    def choose(self, data: st.DataObject, wanted: dict[str, Any]) -> None:
        for connection, subscription in self.one_of(data, "confirmed", "paused"):
            newsletter = self.newsletter(subscription.newsletter)
            choosing.choose(
                connection, newsletter, subscription, self.wishes(newsletter.name, **wanted), self.clock.now()
            )

    @rule(data=st.data(), days=st.sampled_from([None, 1, 8]), catches_up=st.booleans())
    def pause(self, data: st.DataObject, days: int | None, catches_up: bool) -> None:  # noqa: FBT001 - drawn
        for connection, subscription in self.one_of(data, "confirmed"):
            until = self.clock.now() + timedelta(days=days) if days else None
            AudienceStore(connection).pause(subscription.id, until, catches_up=catches_up)

    @rule(data=st.data())
    def resume(self, data: st.DataObject) -> None:
        for connection, subscription in self.one_of(data, "paused"):
            AudienceStore(connection).resume(subscription.id, self.clock.now())

    @rule(data=st.data())
    def leave(self, data: st.DataObject) -> None:
        for connection, subscription in self.one_of(data, "confirmed", "paused"):
            AudienceStore(connection).end(subscription.id, Ending(at=self.clock.now(), by=EndedBy.PAGE))

    @rule(data=st.data(), wanted=WANTED)
    def come_back(self, data: st.DataObject, wanted: dict[str, Any]) -> None:
        for connection, subscription in self.one_of(data, "ended"):
            address = read_mailbox(subscription.address)
            wishes = self.wishes(subscription.newsletter, **wanted)
            AudienceStore(connection).subscribe(
                address, subscription.newsletter, now=self.clock.now(), wishes=wishes, renew=True
            )

    def one_of(self, data: st.DataObject, *states: str) -> Iterator[tuple[Connection, Subscription]]:
        """A subscription in one of those states, if there is one, within a transaction that is open."""
        with self.parts.database.write() as connection:
            found = [each for each in AudienceStore(connection).all() if each.state in states]
            if found:
                yield connection, found[data.draw(st.integers(0, len(found) - 1))]

    # --- the program -----------------------------------------------------------------

    @rule(hours=st.sampled_from([1, 6, 12, 24, 24, 30, 9 * 24]), minutes=st.sampled_from([0, 7, 31]))
    def time_passes(self, hours: int, minutes: int) -> None:
        self.clock.advance(timedelta(hours=hours, minutes=minutes))

    @rule()
    def compose(self) -> None:
        self.clock.advance(timedelta(seconds=1))
        for newsletter in self.parts.publisher.newsletters:
            self.parts.publisher.compose_due(newsletter)

    @rule()
    def a_day_goes_by(self) -> None:
        """Looked at every few hours, as the scheduler does every minute."""
        for _ in range(6):
            self.clock.advance(timedelta(hours=4))
            self.compose()

    @rule(name=st.sampled_from(["daily", "evening"]), slices=st.integers(0, 3))
    def compose_and_be_killed(self, name: str, slices: int) -> None:
        """Decide, write so many slices, and leave the rest to whoever comes."""
        self.clock.advance(timedelta(seconds=1))
        with suppress(TryLaterError):
            composed = self.parts.publisher.composing.compose_due(self.newsletter(name))
            if composed.edition is not None:
                for _ in range(slices):
                    self.freeze_a_slice(composed.edition.id)

    def freeze_a_slice(self, edition_id: str) -> None:
        database = self.parts.database
        with database.read() as connection:
            found = FreezeStore(connection).get(edition_id)
            assert found is not None
            decision = decision_of(connection, found)
        freezing.carry_out_slice(database, edition_id, decision, 1)

    @rule(statement=st.integers(1, 60))
    def be_killed_at_a_statement(self, statement: int) -> None:
        """Between any two statements of any transaction."""
        with suppress(Killed), self.killed_at(statement):
            self.compose()

    @contextmanager
    def killed_at(self, statement: int) -> Iterator[None]:
        left = iter(range(statement))

        def count(*_: object) -> None:
            if next(left, None) is None:
                raise Killed

        engine = self.parts.database.engine
        event.listen(engine, "before_cursor_execute", count)
        try:
            yield
        finally:
            event.remove(engine, "before_cursor_execute", count)

    @rule(data=st.data(), verb=st.sampled_from(["compose", "compose", "end", "pause", "hold"]))
    def two_schedulers(self, data: st.DataObject, verb: str) -> None:
        """While one composes, another does, or a reader or an editor comes between."""
        name = data.draw(st.sampled_from(["daily", "evening"]))
        self.meanwhile = [lambda: self.happens(verb, name)]
        with suppress(TryLaterError):
            self.compose()
        self.meanwhile = []

    def happens(self, verb: str, name: str) -> None:
        with self.parts.database.read() as connection:
            first = next(AudienceStore(connection).all(name), None)
        match verb:
            case "compose":
                composed = self.parts.publisher.composing.compose_due(self.newsletter(name))
                if composed.edition is not None:
                    freezing.freeze(self.parts.database, self.clock, composed.edition.id)
            case "hold" if self.stories:
                self.hold_or_approve(self.article(self.stories))
            case "end" if first:
                with self.parts.database.write() as connection:
                    AudienceStore(connection).end(first.id, Ending(at=self.clock.now(), by=EndedBy.PAGE))
            case "pause" if first:
                with self.parts.database.write() as connection:
                    AudienceStore(connection).pause(first.id, None, catches_up=False)

    @rule(name=st.sampled_from(["daily", "evening"]))
    def compose_by_hand(self, name: str) -> None:
        self.parts.publisher.compose_by_hand(self.newsletter(name))

    @precondition(lambda self: self.stories)
    @rule(data=st.data(), name=st.sampled_from(["daily", "evening"]))
    def break_news(self, data: st.DataObject, name: str) -> None:
        """A story goes to all readers at once, beside every cadence."""
        special = Special(audience=Audience.ALL, article_ids=(self.some_article(data),))
        with suppress(BadDataError, NotFoundError, TryLaterError):
            held = self.parts.publisher.compose_special(self.newsletter(name), special).edition
            if held is not None:
                self.parts.publisher.open_edition(held.id)

    @rule(answers=st.lists(ANSWERS, max_size=8))
    def deliver(self, answers: list[str]) -> None:
        self.carrier.script = list(answers)
        # So that a pause after the last stop is over.
        self.clock.advance(timedelta(minutes=20))
        self.parts.publisher.deliver(Event())

    @rule(data=st.data(), verb=st.sampled_from(["hold", "resume", "stop", "discard", "open", "again"]))
    def a_person_acts(self, data: st.DataObject, verb: str) -> None:
        edition_id = self.some_edition(data)
        if edition_id is None:
            return
        control = self.parts.publisher.control
        with suppress(BadDataError, TryLaterError):
            match verb:
                case "hold":
                    control.hold(edition_id, "let me see")
                case "open":
                    self.parts.publisher.open_edition(edition_id)
                case "again":
                    self.carrier.script = ["taken"]
                    self.parts.publisher.deliver_again(edition_id, DeliveryState.REFUSED, Event())
                case _:
                    getattr(control, verb)(edition_id)

    @rule(data=st.data())
    def correct(self, data: st.DataObject) -> None:
        edition_id = self.some_edition(data)
        if edition_id is None:
            return
        with suppress(BadDataError, NotFoundError, TryLaterError):
            newsletter = self.newsletter(self.parts.publisher.edition(edition_id).newsletter)
            held = self.parts.publisher.compose_instead_of(newsletter, edition_id).edition
            assert held is not None
            self.parts.publisher.open_edition(held.id)

    # --- what must hold --------------------------------------------------------------

    @invariant()
    def nobody_gets_a_story_twice_by_one_newsletter(self) -> None:
        got = Counter((reader, name, story) for reader, name, stories in self.carrier.taken for story in stories)
        assert not [each for each, count in got.items() if count > 1]

    @invariant()
    def the_rows_keep_every_promise(self) -> None:
        if hasattr(self, "oracle"):
            self.oracle.check(self.clock.now())

    def teardown(self) -> None:
        try:
            if hasattr(self, "oracle"):
                self.finish()
        finally:
            self.close()
            self.stack.close()
            shutil.rmtree(self.folder)
            super().teardown()

    def finish(self) -> None:
        """Everything that is held goes on, and two more days come."""
        for _ in range(2):
            self.a_day_goes_by()
            self.the_rows_keep_every_promise()
            for edition_id in self.editions():
                with suppress(BadDataError):
                    self.parts.publisher.control.resume(edition_id)
            self.carrier.script = ["taken"] * 1000
            self.clock.advance(timedelta(minutes=20))
            self.parts.publisher.deliver(Event())
            self.the_rows_keep_every_promise()
            self.nobody_gets_a_story_twice_by_one_newsletter()

    # --- what there is ---------------------------------------------------------------

    def environment(self) -> dict[str, str]:
        """Where the rows lie: a file of its own."""
        return {}

    def newsletter(self, name: str) -> Newsletter:
        return next(each for each in self.newsletters if each.name == name)

    def editions(self) -> list[str]:
        with self.parts.database.read() as connection:
            found = EditionStore(connection).recent(1000)
        return [edition.id for edition in reversed(found) if edition.state is not EditionState.DISCARDED]

    def some_edition(self, data: st.DataObject) -> str | None:
        found = self.editions()
        return data.draw(st.sampled_from(found)) if found else None

    def article(self, number: int) -> str:
        query = select(articles.c.id).where(articles.c.title == f"Story no. {number}")
        with self.parts.database.read() as connection:
            found: str = connection.execute(query).scalar_one()
        return found

    def some_article(self, data: st.DataObject) -> str:
        return self.article(data.draw(st.integers(1, self.stories)))


_QUIET = [HealthCheck.too_slow, HealthCheck.filter_too_much, HealthCheck.data_too_large]


class ServerHistories(PeopleHistories):
    """The same on PostgreSQL, in a database that each history begins anew."""

    url = ""

    def environment(self) -> dict[str, str]:
        database = open_database(self.url)
        with database.write() as connection:
            empty(connection)
        database.close()
        return {"SYNDICATE_DATABASE__URL": self.url}


def bounds(share: float, steps: int, **further: Any) -> settings:
    return settings(effort(share), stateful_step_count=steps, suppress_health_check=_QUIET, **further)


def test_any_short_history_of_readers() -> None:
    run_state_machine_as_test(PeopleHistories, settings=bounds(1 / 10, 25))


@pytest.mark.postgres
def test_any_short_history_of_readers_on_a_server(postgres_url: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(ServerHistories, "url", postgres_url)
    run_state_machine_as_test(ServerHistories, settings=bounds(1 / 25, 25))


@pytest.mark.slow
@pytest.mark.timeout(3_600)
def test_many_long_histories_of_readers() -> None:
    run_state_machine_as_test(PeopleHistories, settings=bounds(1 / 5, 50))


@pytest.mark.slow
@pytest.mark.postgres
@pytest.mark.timeout(3_600)
def test_many_long_histories_of_readers_on_a_server(postgres_url: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(ServerHistories, "url", postgres_url)
    run_state_machine_as_test(ServerHistories, settings=bounds(1 / 10, 50))


def _nobody_has_anything() -> Any:
    return literal(value=False)


def _never(*_: Any) -> None:
    return None


def _too_far(self: FreezeStore, *_: Any) -> None:
    newest = select(counters.c.value).scalar_subquery() + 1
    self._connection.execute(update(subscriptions).values(watermark=newest))


def _go_back(self: FreezeStore, statements: Any, keys: Any) -> None:
    _move_watermarks(self, statements, keys)
    these = update(subscriptions).where(subscriptions.c.key.in_(*keys.values()))
    self._connection.execute(these.values(watermark=subscriptions.c.watermark - 1))


def _unwritten(self: OccurrenceStore, key: int, groups: Sequence[Group], *further: Any) -> None:
    plain = [replace(group, decision=replace(group.decision, exclusions=())) for group in groups]
    _add_groups(self, key, plain, *further)


def _takes_nothing(self: Turn, is_mailed: Any) -> dict[str, Any]:
    del self, is_mailed
    return {"last_slot": subscriptions.c.last_slot}


def _untold(self: ChoiceStore, *given: Any, **further: Any) -> None:
    _let_in(self, *given, **further)
    self._connection.execute(skips.delete())


_add_groups = OccurrenceStore.add_groups
_let_in = ChoiceStore.let_in
_move_watermarks = vars(FreezeStore)["_move_watermarks"]


#: Rules that are broken on purpose, each alone.
BROKEN: dict[str, tuple[Any, str, Any]] = {
    "nobody is asked what they have": (had_rules, "_counts", _nobody_has_anything),
    "another newsletter is not asked": (planning, "had_since", _never),
    "all are decided for further than was looked": (FreezeStore, "_move_watermarks", _too_far),
    "a watermark goes back": (FreezeStore, "_move_watermarks", _go_back),
    "what is left out is not written": (OccurrenceStore, "add_groups", _unwritten),
    "no slot and no period is taken": (Turn, "taken", _takes_nothing),
    "what came in a pause is not told": (ChoiceStore, "let_in", _untold),
    "who is no recipient is mailed": (due, "is_mailable", lambda _: is_mailable(EVERYBODY)),
    "who gets nothing has no row": (FreezeStore, "_add_exclusions", _never),
}


@pytest.mark.slow
@pytest.mark.timeout(1_800)
@pytest.mark.parametrize("rule", BROKEN)
def test_a_broken_rule_is_found(rule: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(*BROKEN[rule])
    hunt = bounds(1 / 5, 40, phases=[Phase.generate], database=None, report_multiple_bugs=False)
    with pytest.raises(AssertionError):
        run_state_machine_as_test(PeopleHistories, settings=hunt)
