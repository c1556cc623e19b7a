"""Any history of editions: nobody gets a story twice, and nobody is missed without a written reason.

Hypothesis makes up what happens: stories come, go and come back, editions are composed by the clock and by hand, held,
resumed, stopped, corrected and discarded, mails are taken, refused and lost, people join and leave. What readers got is
read from the mails that the carrier took, not from the ledger.
"""

from __future__ import annotations

import email
import email.policy
import re
import shutil
import tempfile
from collections import Counter
from contextlib import ExitStack, suppress
from datetime import datetime, timedelta
from pathlib import Path
from threading import Event
from typing import Any

import pytest
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import (
    RuleBasedStateMachine,
    initialize,
    invariant,
    precondition,
    rule,
    run_state_machine_as_test,
)
from sqlalchemy import select

from syndicate.articles.store import ArticleStore
from syndicate.audience.model import EndedBy
from syndicate.audience.store import AudienceStore
from syndicate.config import load
from syndicate.delivery.model import Accepted, Answer, DeliveryState, Message, Refused, Stop, Uncertain
from syndicate.digests.model import EditionState
from syndicate.digests.store import EditionStore
from syndicate.errors import BadDataError
from syndicate.publishing import assembly
from syndicate.publishing.wiring import Parts, open_parts
from syndicate.storage.tables import deliveries, passed_over, rendering_articles, renderings, subscriptions
from syndicate.testing.clock import ManualClock
from syndicate.text.mailboxes import read_mailbox
from tests.integration.edition_parts import MORNING
from tests.newsroom import CONFIG, Newsroom, dump
from tests.profiles import effort

_STORY = re.compile(r"Story no\. (\d+)\b")
#: How each answer of the carrier is chosen; most mails are taken.
ANSWERS = st.sampled_from([*["taken"] * 6, "refused", "lost"])


class ScriptedCarrier:
    """Takes mails as told, and then no more."""

    name = "scripted"

    def __init__(self) -> None:
        self.script: list[str] = []
        self.taken: list[tuple[str, frozenset[str]]] = []

    def carry(self, message: Message) -> Answer:
        if not self.script:
            return Stop(reason="no more for now")
        answer = self.script.pop(0)
        if answer == "refused":
            return Refused(code="MessageRejected", reason="a virus")
        mail = email.message_from_bytes(message.content, policy=email.policy.default)
        body = mail.get_body(("plain",))
        assert body is not None
        self.taken.append((message.recipient_address, frozenset(_STORY.findall(body.get_content()))))
        return Accepted(message_id=f"m-{len(self.taken)}") if answer == "taken" else Uncertain(reason="lost")

    def settle(self, delivery_id: str) -> None:
        del delivery_id


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

    @initialize(readers=st.integers(1, 3), template=st.sampled_from(["headlines", "drop"]))
    def begin(self, readers: int, template: str) -> None:
        self.room = Newsroom(self.folder)
        at_seven = f'at = "07:00"\nmax_articles = 3\noverflow = "{template}"'
        self.room.configure(re.sub("sample_readers = .*", "", CONFIG).replace('at = "00:00"', at_seven))
        (self.folder / "articles").mkdir()
        patch = self.stack.enter_context(pytest.MonkeyPatch.context())
        patch.setattr(assembly, "_carrier", lambda _: self.carrier)
        config = load(self.folder / "config.toml", environ={})
        self.parts: Parts = self.stack.enter_context(open_parts(config, self.clock))
        for _ in range(readers):
            self.join()

    # --- what happens ----------------------------------------------------------------

    @rule(count=st.integers(1, 5))
    def publish(self, count: int) -> None:
        for _ in range(count):
            self.stories += 1
            title = f"Story no. {self.stories}"
            self.room.write_article(f"{self.stories}.txt", dump(title, published=self.clock.now()))
            self.published[str(self.stories)] = self.clock.now()
            self.clock.advance(timedelta(seconds=1))
        self.parts.publisher.collect()

    @rule(hours=st.sampled_from([1, 24, 24, 30]))
    def time_passes(self, hours: int) -> None:
        self.clock.advance(timedelta(hours=hours))

    @rule()
    def compose(self) -> None:
        self.parts.publisher.compose_due(self.newsletter)

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
        with suppress(BadDataError):
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
        with suppress(BadDataError):
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

    @rule()
    def join(self) -> None:
        address = f"r{len(self.joined)}@example.com"
        self.joined[address] = self.clock.now()
        with self.parts.database.write() as connection:
            AudienceStore(connection).subscribe(read_mailbox(address), "daily", cadence="daily", now=self.clock.now())

    @rule(data=st.data())
    def leave(self, data: st.DataObject) -> None:
        address = data.draw(st.sampled_from(sorted(self.joined) or [""]))
        with self.parts.database.write() as connection:
            store = AudienceStore(connection)
            for subscription in list(store.all("daily")):
                if subscription.address == address:
                    store.end(subscription.id, self.clock.now(), EndedBy.PAGE)
                    self.joined[address] = datetime.max.replace(tzinfo=self.clock.now().tzinfo)

    # --- what must hold --------------------------------------------------------------

    @invariant()
    def nobody_gets_a_story_twice(self) -> None:
        got = Counter((reader, story) for reader, stories in self.carrier.taken for story in stories)
        assert not [pair for pair, count in got.items() if count > 1]

    def teardown(self) -> None:
        try:
            if hasattr(self, "parts"):
                self.finish()
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
            .join(subscriptions, subscriptions.c.id == deliveries.c.subscription_id)
            .join(renderings, renderings.c.edition_id == deliveries.c.edition_id)
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


def test_any_short_history() -> None:
    bounds = settings(effort(1 / 15), stateful_step_count=25, suppress_health_check=_QUIET)
    run_state_machine_as_test(Histories, settings=bounds)


@pytest.mark.slow
def test_many_long_histories() -> None:
    bounds = settings(effort(1 / 15), stateful_step_count=40, suppress_health_check=_QUIET)
    run_state_machine_as_test(Histories, settings=bounds)
