"""Any history of editions: nobody gets a story twice, and nobody is missed without a written reason.

Hypothesis makes up what happens: stories come, late ones too, go and come back, editions of two newsletters are
composed by the clock and by hand, their freeze is killed between slices, they are held, resumed, stopped, corrected and
discarded, mails are taken, refused and lost, people join, pause, leave and come back. What readers got is read from
the mails that the carrier took; what the rows promise is told by `HistoryOracle` after every step.
"""

from __future__ import annotations

import re
import shutil
import tempfile
from collections import Counter
from collections.abc import Iterator, Sequence
from contextlib import ExitStack, suppress
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from threading import Event
from typing import Any

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
from sqlalchemy import literal, select, text, update

from syndicate.articles.releases import ReleaseStore
from syndicate.articles.store import ArticleStore
from syndicate.audience.model import EndedBy, Subscription
from syndicate.audience.store import AudienceStore
from syndicate.config import Config, load
from syndicate.delivery import freezing
from syndicate.delivery.freeze_store import FreezeStore
from syndicate.delivery.model import Accepted, Answer, DeliveryState, Mailing, Recipient, Refused, Stop, Uncertain
from syndicate.digests import had as had_rules
from syndicate.digests import planning
from syndicate.digests.grouping import Group
from syndicate.digests.model import EditionState
from syndicate.digests.newsletters import DedupeAcross, Newsletter
from syndicate.digests.occurrence_store import OccurrenceStore
from syndicate.digests.store import EditionStore
from syndicate.errors import BadDataError, NotFoundError, TryLaterError
from syndicate.publishing import wiring
from syndicate.publishing.newsletters import newsletters_of
from syndicate.publishing.wiring import Parts, open_parts
from syndicate.storage import open_database
from syndicate.storage.states import ReleaseReason
from syndicate.storage.tables import (
    articles,
    counters,
    deliveries,
    metadata,
    passed_over,
    rendering_articles,
    renderings,
    subscriptions,
)
from syndicate.testing.clock import ManualClock
from syndicate.text.mailboxes import read_mailbox
from tests.carriers import MemoryCarrier
from tests.integration.edition_parts import MORNING
from tests.integration.history_oracle import HistoryOracle
from tests.newsroom import CONFIG, Newsroom, dump
from tests.profiles import effort

#: When somebody joined of whom the mails alone do not tell what they should have got; the rows do.
NEVER = datetime.max.replace(tzinfo=UTC)
EVENING = """
[[newsletters]]
name = "evening"
title = "The Lantern at dusk"
sender = "The Lantern <news@lantern.example>"
at = "19:00"
max_lateness = "36h"
"""
_STORY = re.compile(r"Story no\. (\d+)\b")
#: How each answer of the carrier is chosen; most mails are taken.
ANSWERS = st.sampled_from([*["taken"] * 6, "refused", "lost"])


class ScriptedCarrier(MemoryCarrier):
    """Takes mails as told, and then no more."""

    def __init__(self) -> None:
        super().__init__(name="scripted")
        self.script: list[str] = []
        self.taken: list[tuple[str, frozenset[str]]] = []

    def carry(self, mailing: Mailing, recipients: Sequence[Recipient]) -> list[Answer]:
        return [self._answer(mailing, recipient) for recipient in recipients]

    def _answer(self, mailing: Mailing, recipient: Recipient) -> Answer:
        if not self.script:
            return Stop(reason="no more for now")
        answer = self.script.pop(0)
        if answer == "refused":
            return Refused(code="MessageRejected", reason="a virus")
        self.taken.append((recipient.address, frozenset(_STORY.findall(mailing.text))))
        return Accepted(message_id=f"m-{len(self.taken)}") if answer == "taken" else Uncertain(reason="lost")


def _near_each_other(config: Config) -> tuple[Newsletter, ...]:
    """The newsletters, each of which leaves out what the other brought within a day."""
    return tuple(replace(newsletter, dedupe_across=DedupeAcross.DAY) for newsletter in newsletters_of(config))


class Histories(RuleBasedStateMachine):
    """One newsroom with its readers, through a few weeks."""

    def __init__(self) -> None:
        super().__init__()
        self.folder = Path(tempfile.mkdtemp())
        self.stack = ExitStack()
        self.clock = ManualClock(MORNING)
        self.carrier = ScriptedCarrier()
        self.stories = 0
        self.joined: dict[str, datetime] = {}
        self.published: dict[str, datetime] = {}

    @initialize(
        readers=st.integers(1, 3), template=st.sampled_from(["headlines", "drop"]), least=st.sampled_from([1, 1, 2])
    )
    def begin(self, readers: int, template: str, least: int) -> None:
        self.room = Newsroom(self.folder)
        at_seven = f'at = "07:00"\nmax_articles = 3\noverflow = "{template}"\nmin_articles = {least}'
        self.room.configure(re.sub("sample_readers = .*", "", CONFIG).replace('at = "00:00"', at_seven) + EVENING)
        (self.folder / "articles").mkdir()
        patch = self.stack.enter_context(pytest.MonkeyPatch.context())
        patch.setattr(wiring, "_carrier", lambda _: self.carrier)
        patch.setattr(wiring, "newsletters_of", _near_each_other)
        patch.setattr(freezing, "SLICE", 1)
        patch.setattr(freezing, "FIRST", 1)
        config = load(self.folder / "config.toml", environ=self.environment())
        self.parts: Parts = self.stack.enter_context(open_parts(config, self.clock))
        self.oracle = HistoryOracle(self.parts.database)
        for _ in range(readers):
            self.join(newsletters=["daily", "evening"])

    # --- what happens ----------------------------------------------------------------

    @rule(count=st.integers(1, 5), days_late=st.sampled_from([0, 0, 0, 10]))
    def publish(self, count: int, days_late: int) -> None:
        for _ in range(count):
            self.stories += 1
            at = self.clock.now() - timedelta(days=days_late)
            self.room.write_article(f"{self.stories}.txt", dump(f"Story no. {self.stories}", published=at))
            self.published[str(self.stories)] = self.clock.now()
            self.clock.advance(timedelta(seconds=1))
        self.parts.publisher.collect()

    @rule(hours=st.sampled_from([1, 24, 24, 30]))
    def time_passes(self, hours: int) -> None:
        self.clock.advance(timedelta(hours=hours))

    @precondition(lambda self: self.stories)
    @rule(data=st.data(), section=st.sampled_from(["World", "Harbour", "Culture"]))
    def file_elsewhere(self, data: st.DataObject, section: str) -> None:
        number = data.draw(st.integers(1, self.stories))
        text = dump(f"Story no. {number}", section=section, published=self.published[str(number)])
        self.room.write_article(f"{number}.txt", text)
        self.parts.publisher.collect()

    @precondition(lambda self: self.stories)
    @rule(data=st.data())
    def hold_and_approve(self, data: st.DataObject) -> None:
        article_id = self.some_article(data)
        this = update(articles).where(articles.c.id == article_id)
        with self.parts.database.write() as connection:
            held = connection.execute(this.where(articles.c.status == "published").values(status="held")).rowcount
            if (
                not held
                and connection.execute(
                    this.where(articles.c.status == "held").values(status="published", released_at=self.clock.now())
                ).rowcount
            ):
                ReleaseStore(connection).add([(article_id, ReleaseReason.APPROVED)], self.clock.now())

    @rule()
    def compose(self) -> None:
        for newsletter in self.parts.publisher.newsletters:
            self.parts.publisher.compose_due(newsletter)

    @rule(name=st.sampled_from(["daily", "evening"]), slices=st.integers(0, 3))
    def compose_and_be_killed(self, name: str, slices: int) -> None:
        """Decide, write so many slices, and leave the rest to whoever comes."""
        with suppress(TryLaterError):
            composed = self.parts.publisher.composing.compose_due(self.parts.publisher.newsletter(name))
            if composed.edition is not None:
                for _ in range(slices):
                    self.freeze_a_slice(composed.edition.id)

    def freeze_a_slice(self, edition_id: str) -> None:
        database = self.parts.database
        with database.read() as connection:
            store = FreezeStore(connection)
            found = store.get(edition_id)
            assert found is not None
            decided = store.groups(found)
        freezing.carry_out_slice(database, self.clock, edition_id, decided, 1)

    @rule()
    def compose_by_hand(self) -> None:
        self.parts.publisher.compose_by_hand(self.newsletter)

    @rule(data=st.data(), answers=st.lists(ANSWERS, max_size=8))
    def deliver(self, data: st.DataObject, answers: list[str]) -> None:
        del data
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
            held = self.parts.publisher.compose_instead_of(self.newsletter, edition_id).edition
            assert held is not None
            self.parts.publisher.open_edition(held.id)

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

    @rule(newsletters=st.sampled_from([["daily"], ["evening"], ["daily", "evening"]]))
    def join(self, newsletters: list[str]) -> None:
        address = f"r{len(self.joined)}@example.com"
        self.joined[address] = self.clock.now() if "daily" in newsletters else NEVER
        with self.parts.database.write() as connection:
            for newsletter in newsletters:
                AudienceStore(connection).subscribe(read_mailbox(address), newsletter, now=self.clock.now())

    @rule(data=st.data())
    def leave(self, data: st.DataObject) -> None:
        for store, subscription in self.subscriptions(data):
            store.end(subscription.id, self.clock.now(), EndedBy.PAGE)
            self.joined[subscription.address] = NEVER

    @rule(data=st.data())
    def come_back(self, data: st.DataObject) -> None:
        for store, subscription in self.subscriptions(data):
            if subscription.state == "ended":
                address = read_mailbox(subscription.address)
                store.subscribe(address, subscription.newsletter, now=self.clock.now(), renew=True)

    @rule(data=st.data())
    def pause_or_return(self, data: st.DataObject) -> None:
        other = {"confirmed": "paused", "paused": "confirmed"}
        with self.parts.database.write() as connection:
            for subscription in AudienceStore(connection).all():
                if subscription.state in other and data.draw(st.booleans()):
                    this = update(subscriptions).where(subscriptions.c.id == subscription.id)
                    connection.execute(this.values(state=other[subscription.state]))
                    self.joined[subscription.address] = NEVER

    def subscriptions(self, data: st.DataObject) -> Iterator[tuple[AudienceStore, Subscription]]:
        """Those of some reader, with the store of a transaction that is open."""
        address = data.draw(st.sampled_from(sorted(self.joined) or [""]))
        with self.parts.database.write() as connection:
            store = AudienceStore(connection)
            for subscription in list(store.all()):
                if subscription.address == address:
                    yield store, subscription

    # --- what must hold --------------------------------------------------------------

    @invariant()
    def nobody_gets_a_story_twice(self) -> None:
        got = Counter((reader, story) for reader, stories in self.carrier.taken for story in stories)
        # The evening newsletter may bring again, a day later, what the daily one brought.
        assert not [pair for pair, count in got.items() if count > 2]

    @invariant()
    def the_rows_keep_every_promise(self) -> None:
        if hasattr(self, "oracle"):
            self.oracle.check()

    def teardown(self) -> None:
        try:
            if hasattr(self, "parts"):
                self.finish()
                self.the_rows_keep_every_promise()
                self.nobody_gets_a_story_twice()
                self.nobody_is_missed_without_a_reason()
        finally:
            self.stack.close()
            shutil.rmtree(self.folder)
            super().teardown()

    def finish(self) -> None:
        """Everything that is held goes on, and two more days come."""
        for _ in range(2):
            self.clock.advance(timedelta(days=1))
            self.compose()
            self.the_rows_keep_every_promise()
            for edition_id in self.editions():
                with suppress(BadDataError):
                    self.parts.publisher.control.resume(edition_id)
            self.carrier.script = ["taken"] * 1000
            self.parts.publisher.deliver(Event())

    def nobody_is_missed_without_a_reason(self) -> None:
        got = {(reader, story) for reader, stories in self.carrier.taken for story in stories}
        for story, out_at in self.published.items():
            article = self.article(f"Story no. {story}")
            if article.status != "published":
                continue
            for reader, joined_at in self.joined.items():
                if joined_at <= out_at and (reader, story) not in got:
                    assert self.has_a_reason(reader, article.id), (reader, story)

    def has_a_reason(self, reader: str, article_id: str) -> bool:
        """Whether it was passed over, or an edition with it did not reach that reader, in writing."""
        missed = (
            select(deliveries.c.id)
            .join(subscriptions, subscriptions.c.key == deliveries.c.subscription_key)
            .join(renderings, renderings.c.variant_key == deliveries.c.variant_key)
            .join(rendering_articles, rendering_articles.c.rendering_id == renderings.c.id)
            .where(deliveries.c.address == reader, rendering_articles.c.article_id == article_id)
            .where(deliveries.c.state.in_(["stopped", "refused", "excluded", "submitted", "uncertain"]))
        )
        with self.parts.database.read() as connection:
            if connection.execute(missed.limit(1)).first():
                return True
            return bool(
                connection.execute(select(passed_over.c.reason).where(passed_over.c.article_id == article_id)).first()
            )

    # --- what there is ---------------------------------------------------------------

    def environment(self) -> dict[str, str]:
        """Where the rows lie: a file of its own."""
        return {}

    @property
    def newsletter(self) -> Any:
        return self.parts.publisher.newsletter("daily")

    def editions(self) -> list[str]:
        with self.parts.database.read() as connection:
            found = EditionStore(connection).recent(1000)
        return [edition.id for edition in reversed(found) if edition.state is not EditionState.DISCARDED]

    def some_edition(self, data: st.DataObject) -> str | None:
        found = self.editions()
        return data.draw(st.sampled_from(found)) if found else None

    def article(self, title: str) -> Any:
        with self.parts.database.read() as connection:
            found = ArticleStore(connection).all(self.clock.now())
        return next(article for article in found if article.title == title)

    def some_article(self, data: st.DataObject) -> str:
        number = data.draw(st.integers(1, self.stories))
        article_id: str = self.article(f"Story no. {number}").id
        return article_id


_QUIET = [HealthCheck.too_slow, HealthCheck.filter_too_much, HealthCheck.data_too_large]


class ServerHistories(Histories):
    """The same on PostgreSQL, in a database that each history begins anew."""

    url = ""

    def environment(self) -> dict[str, str]:
        database = open_database(self.url)
        tables = ", ".join(table.name for table in metadata.sorted_tables)
        with database.write() as connection:
            connection.execute(text(f"TRUNCATE {tables} RESTART IDENTITY CASCADE"))
            connection.execute(text("INSERT INTO counters (name, value) VALUES ('releases', 0)"))
        database.close()
        return {"SYNDICATE_DATABASE__URL": self.url}


def bounds(share: float, steps: int, **further: Any) -> settings:
    return settings(effort(share), stateful_step_count=steps, suppress_health_check=_QUIET, **further)


def test_any_short_history() -> None:
    run_state_machine_as_test(Histories, settings=bounds(1 / 15, 25))


@pytest.mark.postgres
def test_any_short_history_on_a_server(postgres_url: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(ServerHistories, "url", postgres_url)
    run_state_machine_as_test(ServerHistories, settings=bounds(1 / 30, 25))


@pytest.mark.slow
@pytest.mark.timeout(1_800)
def test_many_long_histories() -> None:
    run_state_machine_as_test(Histories, settings=bounds(1 / 15, 40))


def _nobody_has_anything() -> Any:
    return literal(value=False)


def _never(*_: Any) -> None:
    return None


def _too_far(self: FreezeStore, freeze: Any, members: Any) -> None:
    del members
    newest = select(counters.c.value).scalar_subquery() + 1
    this = update(subscriptions).where(subscriptions.c.newsletter == freeze.turn.newsletter)
    self._connection.execute(this.values(watermark=newest))


def _unwritten(self: OccurrenceStore, key: int, groups: Sequence[Group], *further: Any) -> None:
    plain = [replace(group, decision=replace(group.decision, exclusions=())) for group in groups]
    _add_groups(self, key, plain, *further)


_add_groups = OccurrenceStore.add_groups


#: Rules that are broken on purpose, each alone.
BROKEN: dict[str, tuple[Any, str, Any]] = {
    "nobody is asked what they have": (had_rules, "_counts", _nobody_has_anything),
    "another newsletter is not asked": (planning, "had_since", _never),
    "all are decided for further than was looked": (FreezeStore, "_move_watermarks", _too_far),
    "what is left out is not written": (OccurrenceStore, "add_groups", _unwritten),
}


@pytest.mark.slow
@pytest.mark.timeout(1_800)
@pytest.mark.parametrize("rule", BROKEN)
def test_a_broken_rule_is_found(rule: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(*BROKEN[rule])
    hunt = bounds(1 / 25, 40, phases=[Phase.generate], database=None, report_multiple_bugs=False)
    with pytest.raises(AssertionError):
        run_state_machine_as_test(Histories, settings=hunt)
