"""An edition to 200 readers through SES: held, resumed, corrected and stopped in mid-run, with kills between."""

from __future__ import annotations

import re
import time
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from email.message import EmailMessage
from typing import Any

import pytest

from syndicate.audience.store import AudienceStore
from syndicate.storage import open_database
from syndicate.storage.schema import upgrade
from syndicate.testing.ses import SesStandIn
from syndicate.text.mailboxes import read_mailbox
from tests.integration.test_running import Running, running
from tests.newsroom import CONFIG, Newsroom, dump

READERS = 200
PATIENCE = 60.0
#: What a person does is heard within so many seconds.
HEARD = 2.0
#: Long enough for a mail to leave at this rate, if it were going to.
A_WHILE = 1.5

SETTINGS = {
    "SYNDICATE_SITE__URL": "https://lantern.example",
    "SYNDICATE_DELIVERY__VIA": "ses",
    "SYNDICATE_DELIVERY__SES__RATE_PER_SECOND": "12",
    "AWS_ACCESS_KEY_ID": "testing",
    "AWS_SECRET_ACCESS_KEY": "testing",
    "AWS_DEFAULT_REGION": "eu-west-1",
    "AWS_EC2_METADATA_DISABLED": "true",
}


@pytest.fixture
def room(newsroom: Newsroom) -> Newsroom:
    """Three stories and 200 readers, of whom none has had anything."""
    newsroom.configure(re.sub(r"sample_readers = .*", "", CONFIG))
    database = open_database(f"sqlite:///{newsroom.folder / 'var' / 'syndicate.db'}")
    upgrade(database)
    with database.write() as connection:
        for number in range(READERS):
            reader = read_mailbox(f"r{number}@example.com")
            AudienceStore(connection).subscribe(reader, "daily", now=datetime.now(UTC))
    database.close()
    newsroom.write_article("secret.txt", dump("The Quibblewick affair", body="Quibblewick said nothing at all. " * 8))
    return newsroom


class Desk:
    """The newsroom with its SES, and what a person does there while it runs."""

    def __init__(self, room: Newsroom, ses: SesStandIn) -> None:
        self.room = room
        self.ses = ses
        self.settings = {**SETTINGS, "SYNDICATE_DELIVERY__SES__ENDPOINT_URL": ses.url}

    @contextmanager
    def running(self) -> Iterator[Running]:
        with running(self.room, is_fast=True, **self.settings) as process:
            assert process.is_up.wait(PATIENCE)
            yield process

    def does(self, *arguments: str) -> Any:
        done: Any = self.room.json("edition", *arguments, **self.settings)
        return done

    def waits_for(self, count: int) -> None:
        self.waits_until(lambda: len(self.ses.accepted) >= count)

    def waits_until(self, is_so: Callable[[], bool]) -> None:
        end = time.monotonic() + PATIENCE
        while not is_so():
            assert time.monotonic() < end
            time.sleep(0.02)

    def sees_nothing_leave(self) -> None:
        time.sleep(HEARD)
        before = len(self.ses.accepted)
        time.sleep(A_WHILE)
        assert len(self.ses.accepted) == before

    def states(self, edition_id: str) -> Counter[str]:
        shown = self.does("show", edition_id)["deliveries"]
        return Counter({state: count for state, count in shown.items() if count})


def said(mail: EmailMessage) -> str:
    """All that a mail shows: subject and both parts, decoded."""
    return str(mail["Subject"]) + "".join(part.get_content() for part in mail.iter_parts())


def test_hold_resume_withdraw_stop_and_correct_in_mid_run_with_kills_between(room: Newsroom) -> None:
    with SesStandIn() as ses:
        desk = Desk(room, ses)
        with desk.running() as process:
            desk.waits_for(20)
            (edition,) = room.json("edition", "list", **desk.settings)["editions"]
            edition_id = edition["id"]
            desk.does("hold", edition_id)
            desk.sees_nothing_leave()
            process.process.kill()
        with desk.running() as process:  # a restart remembers
            desk.sees_nothing_leave()
            withdrawn_after = len(ses.accepted)
            secret = next(
                article for article in room.json("articles", "list")["articles"] if "Quibblewick" in article["title"]
            )
            room.json("articles", "withdraw", secret["id"], **desk.settings)
            desk.does("resume", edition_id)
            desk.waits_for(withdrawn_after + 20)
            process.process.kill()
        with desk.running():
            desk.waits_for(withdrawn_after + 40)
            stopped = desk.does("stop", edition_id, "--yes")
            desk.sees_nothing_leave()
        for mail in ses.accepted[:withdrawn_after]:
            assert "Quibblewick" in said(mail.message())
        for mail in ses.accepted[withdrawn_after:]:
            assert "Quibblewick" not in said(mail.message())
        states = desk.states(edition_id)
        assert states.total() == READERS
        assert states["stopped"] == stopped["stopped"] > 0
        assert stopped["have_it"] == READERS - states["stopped"]
        assert states["uncertain"] <= 2  # the two kills

        corrected = desk.does("compose", "daily", "--instead-of", edition_id)["edition"]
        sent = desk.does("send", corrected["id"], "--yes")
        assert sent["submitted"] == states["stopped"]
        received = Counter(recipient for mail in ses.accepted for recipient in mail.recipients)
        assert set(received.values()) == {1}
        assert READERS - states["uncertain"] <= len(received) <= READERS
