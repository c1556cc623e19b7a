"""What the tests of explanations share: a newsroom in which things happen, and somebody who asks why."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from threading import Event
from typing import TYPE_CHECKING, Any

from sqlalchemy import event, select, update

from syndicate.audience.model import EndedBy, Ending, Suppression, Wishes
from syndicate.audience.store import AudienceStore
from syndicate.digests import choosing
from syndicate.digests.occurrence_store import OccurrenceStore
from syndicate.storage.tables import editions, subscribers, subscriptions
from syndicate.text.mailboxes import read_mailbox
from tests.integration.edition_parts import article_of

if TYPE_CHECKING:
    from syndicate.digests.explaining.model import ReaderTold
    from syndicate.digests.model import Edition
    from syndicate.digests.newsletters import Newsletter
    from syndicate.publishing.wiring import Parts
    from syndicate.testing.clock import ManualClock
    from tests.newsroom import Newsroom

ANN, BO, CAT = "ann@example.org", "bo@example.net", "cat@example.com"
#: The most statements of one explanation, however many readers and stories there are.
MOST_STATEMENTS = 40
BODY = (
    "The old lamp on the pier burned for the first time in nine years on Tuesday night, and half the town came out "
    "to look at it.\n\nIts keepers say that the work took eleven months, and that the lens alone weighs four hundred "
    "kilograms, which is more than the old one did."
)


@dataclass
class Room:
    """A newsletter due at seven, read by Ann and Bo, and what can happen in it."""

    desk: Newsroom
    parts: Parts
    clock: ManualClock

    # --- what happens ----------------------------------------------------------------

    def write(self, *titles: str, section: str = "World", date: datetime | None = None, **keys: object) -> None:
        """Publish articles, now unless they bear another date."""
        for number, title in enumerate(titles):
            at = (date or self.clock.now() - timedelta(minutes=5)) + timedelta(seconds=number)
            head = {"title": title, "date": f"{at:%Y-%m-%d %H:%M:%S} +00:00", "section": section, **keys}
            lines = "\n".join(f"{name.replace('_', '-')}: {value}" for name, value in head.items())
            self.desk.write_article(f"{title}.md", f"---\n{lines}\n---\n\n{BODY}\n")
        self.parts.publisher.collect()

    def use(self, name: str = "daily", **changes: Any) -> None:
        """Let the newsletter be laid out otherwise from now on; a new one begins now."""
        steps = dict(self.parts.publisher.compose_steps)
        if name not in steps:
            with self.parts.database.write() as connection:
                OccurrenceStore(connection).begin(name, self.clock.now())
        base = steps.get(name, steps["daily"])
        steps[name] = replace(base, newsletter=replace(base.newsletter, name=name, **changes))
        vars(self.parts)["publisher"] = replace(self.parts.publisher, compose_steps=steps)

    def cadence(self, **changes: Any) -> None:
        """Let the daily have other limits from now on."""
        daily = self.newsletter().default
        self.use(cadences=(replace(daily, **changes), *self.newsletter().cadences[1:]))

    def join(self, address: str, newsletter: str = "daily", **wishes: Any) -> None:
        """Somebody subscribes, or subscribes again."""
        with self.parts.database.write() as connection:
            store = AudienceStore(connection)
            mailbox, chosen = read_mailbox(address), Wishes(**wishes)
            store.subscribe(mailbox, newsletter, now=self.clock.now(), renew=True, wishes=chosen)

    def choose(self, address: str, **wishes: Any) -> None:
        """Somebody chooses otherwise."""
        with self.parts.database.write() as connection:
            store = AudienceStore(connection)
            (own,) = store.of_address(read_mailbox(address).key, "daily")
            choosing.choose(connection, self.newsletter(), own, Wishes(**wishes), self.clock.now())

    def pause(self, address: str, until: datetime | None = None, *, catches_up: bool = False) -> None:
        """Somebody pauses, and does not want what is missed, or does."""
        with self.parts.database.write() as connection:
            (own,) = AudienceStore(connection).of_address(read_mailbox(address).key, "daily")
            AudienceStore(connection).pause(own.id, until, catches_up=catches_up)

    def come_back(self, address: str) -> None:
        """Their pause is over."""
        with self.parts.database.write() as connection:
            (own,) = AudienceStore(connection).of_address(read_mailbox(address).key, "daily")
            AudienceStore(connection).resume(own.id, self.clock.now())

    def leave(self, address: str, newsletter: str = "daily") -> None:
        """Somebody unsubscribes."""
        with self.parts.database.write() as connection:
            (own,) = AudienceStore(connection).of_address(read_mailbox(address).key, newsletter)
            AudienceStore(connection).end(own.id, Ending(at=self.clock.now(), by=EndedBy.PAGE))

    def suppress(self, address: str) -> None:
        """An address is complained from."""
        suppression = Suppression(
            address_key=read_mailbox(address).key, reason="complained", since=self.clock.now(), source="a test"
        )
        with self.parts.database.write() as connection:
            AudienceStore(connection).suppress(suppression)

    def set(self, address: str, newsletter: str = "daily", **values: Any) -> None:
        """Set columns of a subscription that no command sets yet."""
        person = select(subscribers.c.key).where(subscribers.c.address_key == read_mailbox(address).key)
        this = (subscriptions.c.subscriber_key == person.scalar_subquery(), subscriptions.c.newsletter == newsletter)
        with self.parts.database.write() as connection:
            connection.execute(update(subscriptions).where(*this).values(**values))

    def compose(self, newsletter: str = "daily") -> Edition:
        """Whatever is due; it has to come to an edition."""
        composed = self.parts.publisher.compose_due(self.newsletter(newsletter))
        assert composed.edition is not None
        return composed.edition

    def tomorrow(self) -> None:
        """A day passes."""
        self.clock.advance(timedelta(days=1))

    def deliver(self) -> None:
        """Let mails leave."""
        self.parts.publisher.deliver(Event())

    # --- what is asked ---------------------------------------------------------------

    def newsletter(self, name: str = "daily") -> Newsletter:
        return self.parts.publisher.newsletter(name)

    def newest(self) -> str:
        """The edition that was made last."""
        with self.parts.database.read() as connection:
            found: str = connection.execute(select(editions.c.id).order_by(editions.c.key.desc()).limit(1)).scalar_one()
        return found

    def reader(self, edition_id: str, address: str, title: str | None = None) -> ReaderTold:
        """What is told of a reader, and of one article if it is named; in few statements."""
        newsletter = self.newsletter(self.parts.publisher.edition(edition_id).newsletter)
        article_id = article_of(self.parts, title) if title else None
        statements: list[str] = []
        engine = self.parts.database.engine

        def count(*_: Any) -> None:
            statements.append("")

        event.listen(engine, "before_cursor_execute", count)
        try:
            told = self.parts.publisher.explaining.reader(newsletter, edition_id, read_mailbox(address), article_id)
        finally:
            event.remove(engine, "before_cursor_execute", count)
        assert len(statements) <= MOST_STATEMENTS
        return told

    def why(self, edition_id: str, address: str) -> str:
        """Why the reader is a recipient or not."""
        return self.reader(edition_id, address).fate.reason

    def why_story(self, edition_id: str, address: str, title: str) -> str:
        """Why the reader gets the article or not."""
        told = self.reader(edition_id, address, title)
        (story,) = (*told.stories, *told.left_out)
        return f"{'in' if story.is_in else 'out'}: {story.reason}"
