"""What people do in a year: readers come and go, editors publish, hold, stop, take back and send again."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from sqlalchemy import update

from syndicate.articles.store import ArticleStore
from syndicate.audience.model import EndedBy, Ending
from syndicate.audience.store import AudienceStore
from syndicate.delivery.doubt.settling import Resolution
from syndicate.delivery.model import DeliveryState
from syndicate.errors import SyndicateError
from syndicate.storage.tables import subscriptions
from syndicate.testing.simulator.program import NEVER, Program
from syndicate.testing.simulator.world.newsroom import NEWSLETTERS, SECTIONS, article_row
from syndicate.text.mailboxes import read_mailbox

if TYPE_CHECKING:
    from sqlite3 import Row

    from sqlalchemy import Connection

    from syndicate.testing.simulator.faults import Random
    from syndicate.testing.simulator.promises.certainty import Certainty
    from syndicate.testing.simulator.world.provider import Provider

#: How often a day each happens, on average.
HABITS: dict[str, float] = {
    "join": 0.7,
    "leave": 0.7,
    "come_back": 0.3,
    "pause_or_return": 0.6,
    "hold": 0.25,
    "resume": 3.0,
    "hurry": 0.1,
    "stop": 0.08,
    "send_refused_again": 0.3,
    "send_doubtful_again": 0.06,
    "resolve": 0.6,
    "withdraw": 0.4,
    "restore": 0.25,
    "compose_by_hand": 0.12,
    "send_held": 0.2,
    "correct": 0.1,
    "discard": 0.05,
}
#: The share of the readers that each newsletter has.
SUBSCRIBES = 0.6
_SUBSCRIPTIONS = (
    "SELECT s.id, s.newsletter, s.state, p.mailbox FROM subscriptions s JOIN subscribers p ON p.key = s.subscriber_key"
)
_WAITING = (
    "FROM editions e JOIN deliveries d ON d.edition_key = e.key AND d.state = 'pending'"
    " AND e.state IN ('sending', 'held') AND e.opened_at IS NOT NULL"
)


@dataclass(kw_only=True)
class People:
    """Does what people do, by the product's own ways; ``program`` makes one to do it with."""

    random: Random
    certainty: Certainty
    provider: Provider
    program: Callable[[], Program]
    stories: int = 0
    readers: int = 0
    now: Callable[[], float] = field(default=lambda: 0.0)

    def act(self, name: str) -> None:
        """Do one of `HABITS`, with a program of its own; what the product refuses is refused."""
        with suppress(SyndicateError):
            getattr(self, f"_{name}")(self.program())

    def publish(self) -> None:
        """A story comes in, and whoever is subscribed is to get it."""
        program = self.program()
        self.stories += 1
        section = self.random.choice(SECTIONS)
        row = article_row(self.stories, section, program.clock.now())
        with suppress(SyndicateError), program.database.write() as connection:
            ArticleStore(connection).add([row], program.clock.now())
        if self.certainty.ask("SELECT 1 FROM releases WHERE article_id = ?", row["id"]):  # whatever was said of it
            self.certainty.owe(row["id"], section)

    def join_all(self, count: int) -> None:
        """The first readers."""
        program = self.program()
        with program.database.write() as connection:
            for _ in range(count):
                self._add(connection, program)

    # --- readers ---------------------------------------------------------------------

    def _join(self, program: Program) -> None:
        with program.database.write() as connection:
            self._add(connection, program)

    def _add(self, connection: Connection, program: Program) -> None:
        self.readers += 1
        mailbox = read_mailbox(f"reader{self.readers}@example.com")
        names = [newsletter.name for newsletter in NEWSLETTERS if self.random.random() < SUBSCRIBES] or [
            NEWSLETTERS[0].name
        ]
        for name in names:
            AudienceStore(connection).subscribe(mailbox, name, now=program.clock.now())

    def _leave(self, program: Program) -> None:
        row = self._awaiting() or self._subscription("confirmed")
        if row is None:
            return
        self.certainty.excuse(row["newsletter"], row["mailbox"])
        with program.database.write() as connection:
            AudienceStore(connection).end(row["id"], Ending(at=program.clock.now(), by=EndedBy.ONE_CLICK))
        self.certainty.left_at[row["newsletter"], row["mailbox"]] = self.now()

    def _come_back(self, program: Program) -> None:
        row = self._subscription("ended")
        if row is None:
            return
        self.certainty.left_at.pop((row["newsletter"], row["mailbox"]), None)
        with program.database.write() as connection:
            store, mailbox = AudienceStore(connection), read_mailbox(row["mailbox"])
            store.subscribe(mailbox, row["newsletter"], now=program.clock.now(), renew=True)

    def _pause_or_return(self, program: Program) -> None:
        state = self.random.choice(["confirmed", "paused"])
        row = self._subscription(state)
        if row is None:
            return
        other = {"confirmed": "paused", "paused": "confirmed"}[state]
        this = update(subscriptions).where(subscriptions.c.id == row["id"], subscriptions.c.state == state)
        with program.database.write() as connection:
            connection.execute(this.values(state=other))

    # --- editors ---------------------------------------------------------------------

    def _hold(self, program: Program) -> None:
        if edition := self._edition_that_waits() or self._edition("sending", "freezing"):
            program.control.hold(edition, "let me see")
            self.certainty.held_at[edition] = self.now()

    def _resume(self, program: Program) -> None:
        for edition in self._editions("held"):
            self._lets_go(edition)
            program.control.resume(edition)
            program.around.on_news()

    def _hurry(self, program: Program) -> None:
        if edition := self._edition("sending", "held"):
            program.control.hurry(edition)

    def _stop(self, program: Program) -> None:
        if edition := self._edition_that_waits() or self._edition("sending", "held"):
            program.control.stop(edition)
            self.certainty.stopped_at[edition] = self.now()

    def _discard(self, program: Program) -> None:
        if edition := self._edition("held", is_opened=False):
            program.control.discard(edition)

    def _send_refused_again(self, program: Program) -> None:
        if edition := self._edition_with("refused"):
            self._lets_go(edition)
            program.deliver_step.again(edition, DeliveryState.REFUSED, NEVER)

    def _send_doubtful_again(self, program: Program) -> None:
        if edition := self._edition_with("uncertain"):
            self.certainty.permitted.add(edition)
            self._lets_go(edition)
            program.deliver_step.again(edition, DeliveryState.UNCERTAIN, NEVER)

    def _resolve(self, program: Program) -> None:
        """Somebody asks the provider, and says what is true."""
        rows = self.certainty.ask(
            "SELECT d.id, e.id AS edition FROM deliveries d JOIN editions e ON e.key = d.edition_key"
            " WHERE d.state = 'uncertain' AND e.state NOT IN ('stopped', 'discarded') ORDER BY d.key LIMIT 30"
        )
        for row in rows:
            has_left = row["id"] in self.provider.by_delivery
            resolution = Resolution.SENT if has_left else self.random.choice([Resolution.UNSENT, Resolution.RESEND])
            self._lets_go(row["edition"])
            program.doubts.resolve(row["edition"], row["id"], resolution)

    def _compose_by_hand(self, program: Program) -> None:
        self._step(program).by_hand()

    def _send_held(self, program: Program) -> None:
        if edition := self._edition("held", is_opened=False):
            program.compose_steps[self.certainty.newsletter_of(edition)].open(edition)
            program.around.on_news()

    def _correct(self, program: Program) -> None:
        if edition := self._edition("stopped", "closed"):
            step = program.compose_steps[self.certainty.newsletter_of(edition)]
            made = step.instead_of(edition).edition
            if made is not None:
                step.open(made.id)
                program.around.on_news()

    def _withdraw(self, program: Program) -> None:
        article = self._article_on_its_way() or self._article("published")
        if article is not None:
            with program.database.write() as connection:
                ArticleStore(connection).withdraw(article, program.clock.now(), "a mistake")
            self.certainty.withdrawn_at[article] = self.now()

    def _restore(self, program: Program) -> None:
        article = self._article("withdrawn")
        if article is not None:
            self.certainty.withdrawn_at.pop(article, None)
            with program.database.write() as connection:
                ArticleStore(connection).restore(article, program.clock.now())

    # --- what there is ---------------------------------------------------------------

    def _lets_go(self, edition: str) -> None:
        self.certainty.held_at.pop(edition, None)

    def _step(self, program: Program) -> Any:
        return program.compose_steps[self.random.choice(NEWSLETTERS).name]

    def _subscription(self, state: str) -> Row | None:
        rows = self.certainty.ask(f"{_SUBSCRIPTIONS} WHERE s.state = ? ORDER BY s.key", state)
        return self.random.choice(rows) if rows else None

    def _awaiting(self) -> Row | None:
        """Somebody whose mail is planned and has not left: just then they change their mind."""
        rows = self.certainty.ask(
            f"{_SUBSCRIPTIONS} JOIN deliveries d ON d.subscription_key = s.key"
            " WHERE d.state = 'pending' AND s.state = 'confirmed' ORDER BY d.key LIMIT 200"
        )
        return self.random.choice(rows) if rows else None

    def _editions(self, *states: str, is_opened: bool = True) -> list[str]:
        rows = self.certainty.ask("SELECT id, state, opened_at FROM editions ORDER BY key DESC LIMIT 12")
        return [row["id"] for row in rows if row["state"] in states and bool(row["opened_at"]) is is_opened]

    def _edition(self, *states: str, is_opened: bool = True) -> str | None:
        found = self._editions(*states, is_opened=is_opened)
        return self.random.choice(found) if found else None

    def _edition_that_waits(self) -> str | None:
        """One of which mails are still to leave: just then it is held or stopped."""
        rows = self.certainty.ask(f"SELECT DISTINCT e.id, e.key {_WAITING} ORDER BY e.key LIMIT 5")
        return self.random.choice(rows)["id"] if rows else None

    def _article_on_its_way(self) -> str | None:
        """A story of mails that are still to leave: just then it turns out to be wrong."""
        rows = self.certainty.ask(
            f"SELECT DISTINCT a.article_id {_WAITING} JOIN variants v ON v.key = d.variant_key"
            " JOIN renderings r ON r.variant_key = v.key AND r.revision = v.revision"
            " JOIN rendering_articles a ON a.rendering_id = r.id JOIN articles s ON s.id = a.article_id"
            " WHERE s.status = 'published' ORDER BY a.article_id"
        )
        return self.random.choice(rows)["article_id"] if rows else None

    def _edition_with(self, state: str) -> str | None:
        rows = self.certainty.ask(
            "SELECT e.id FROM editions e WHERE e.state IN ('sending', 'held', 'closed') AND EXISTS"
            " (SELECT 1 FROM deliveries d WHERE d.edition_key = e.key AND d.state = ? AND d.variant_key IS NOT NULL)"
            " ORDER BY e.key DESC LIMIT 6",
            state,
        )
        return self.random.choice(rows)["id"] if rows else None

    def _article(self, status: str) -> str | None:
        rows = self.certainty.ask(
            "SELECT id FROM articles WHERE status = ? AND sequence > (SELECT max(sequence) FROM articles) - 12"
            " ORDER BY sequence",
            status,
        )
        return self.random.choice(rows)["id"] if rows else None
