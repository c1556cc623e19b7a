"""What the tests of a bad day share: SES as a process with its log on disk, a newsroom, and what is to hold then."""

from __future__ import annotations

import json
import os
import re
import subprocess
import sys
import time
from collections import Counter
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime
from subprocess import PIPE
from typing import TYPE_CHECKING, Any

from sqlalchemy import func, select

from syndicate.delivery.status.sums import sums_of
from syndicate.digests.model import EditionState
from syndicate.storage.tables import deliveries
from syndicate.storage.tables import editions as editions_table
from syndicate.testing.ses import LoggedMail, read_log
from tests.integration.delivery_parts import EDITION, an_edition
from tests.integration.ses_parts import client
from tests.newsroom import CONFIG, REPOSITORY, Newsroom
from tests.programs import Program, start

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

    from syndicate.storage import Database

PATIENCE = 120.0
#: Longer than the events take that come late.
DOUBT_WAIT = 2.5
HTML = "<p>Good morning.</p><p><a href='{{unsubscribe_url}}'>Leave</a></p>"
TEXT = "Good morning.\n\nLeave: {{unsubscribe_url}}\n"


def url_of(database: Database) -> str:
    """The database's address, as a configuration has it."""
    url = database.engine.url
    return url.set(drivername=url.get_backend_name()).render_as_string(hide_password=False)


@dataclass(kw_only=True)
class Ses:
    """The strict SES of one test; its log is the truth."""

    url: str
    log: Path
    counted: dict[str, int] = field(default_factory=dict)

    def mails(self) -> list[LoggedMail]:
        """Whatever was taken, in its order."""
        return list(read_log(self.log))

    def lines(self) -> int:
        """How many recipients were taken."""
        return self.log.read_bytes().count(b"\n") if self.log.exists() else 0

    @property
    def queue_url(self) -> str:
        """Where its events lie."""
        found: str = client(self.url, "sqs").get_queue_url(QueueName="events")["QueueUrl"]
        return found

    def events_left(self) -> int:
        """How many lie in the queue, or will."""
        told = client(self.url, "sqs").get_queue_attributes(QueueUrl=self.queue_url, AttributeNames=["All"])
        names = ("", "NotVisible", "Delayed")
        return sum(int(told["Attributes"][f"ApproximateNumberOfMessages{name}"]) for name in names)


@contextmanager
def ses_as_a_process(folder: Path, *options: str) -> Iterator[Ses]:
    """It, until the block ends."""
    log = folder / "accepted.jsonl"
    command = [sys.executable, "-m", "syndicate.testing.ses", "--log", str(log), *options]
    with subprocess.Popen(command, stdin=PIPE, stdout=PIPE, text=True, cwd=REPOSITORY) as process:
        assert process.stdout
        ses = Ses(url=process.stdout.readline().strip(), log=log)
        try:
            yield ses
        finally:
            told, _ = process.communicate("\n", timeout=PATIENCE)
            ses.counted |= json.loads(told or "{}")


def room_for(database: Database, ses: Ses, folder: Path, *, batch: int) -> tuple[Path, dict[str, str]]:
    """A newsroom without readers on a database, which sends through that SES: its configuration and environment."""
    Newsroom(folder).configure(re.sub(r"sample_readers = .*", "", CONFIG))
    (folder / "articles").mkdir()
    return folder / "config.toml", {
        **os.environ,
        "SYNDICATE_SITE__URL": "https://lantern.example",
        "SYNDICATE_WEB__SECRET": "k" * 40,
        "SYNDICATE_DATABASE__URL": url_of(database),
        "SYNDICATE_DELIVERY__VIA": "ses",
        "SYNDICATE_DELIVERY__BATCH": str(batch),
        "SYNDICATE_DELIVERY__SES__ENDPOINT_URL": ses.url,
        "SYNDICATE_DELIVERY__SES__EVENTS__QUEUE_URL": ses.queue_url,
    }


@dataclass(kw_only=True)
class Day:
    """A newsroom on a database, with its SES: what is started there, and what is looked at."""

    database: Database
    ses: Ses
    folder: Path
    batch: int = 50

    def __post_init__(self) -> None:
        self.config, self.settings = room_for(self.database, self.ses, self.folder, batch=self.batch)

    def start(self, *steps: str, is_held: bool = False) -> Program:
        """A process that takes these steps once; what it logs of each doubt lies beside the newsroom."""
        arguments = [str(self.config), str(DOUBT_WAIT), *steps]
        with (self.folder / "log").open("a") as log:
            return start(
                "tests.integration.mix_child",
                arguments,
                folder=self.folder,
                environment=self.settings,
                stderr=log,
                is_held=is_held,
            )

    def take(self, *steps: str) -> None:
        """Take these steps once, whatever comes of them."""
        assert self.start(*steps).wait(PATIENCE) in {0, 1}

    def command(self, *arguments: str) -> Any:
        """What a command says there."""
        return Newsroom(self.folder).json(*arguments, **self.settings)

    def edition(self, readers: int, edition_id: str = EDITION, **changes: Any) -> None:
        """An edition to so many, due now."""
        now = datetime.now(UTC)
        an_edition(self.database, readers, edition_id, html=HTML, text=TEXT, due_at=now, planned_at=now, **changes)

    def states(self, edition_id: str = EDITION) -> dict[str, set[str]]:
        """The ids of an edition's deliveries, by state."""
        key = select(editions_table.c.key).where(editions_table.c.id == edition_id).scalar_subquery()
        query = select(deliveries.c.state, deliveries.c.id).where(deliveries.c.edition_key == key)
        found: dict[str, set[str]] = {}
        with self.database.read() as connection:
            for state, id_ in connection.execute(query):
                found.setdefault(state, set()).add(id_)
        return found

    def is_over(self, edition_id: str = EDITION) -> bool:
        """Whether nothing of it waits, is in flight or in doubt, and it is closed."""
        query = select(editions_table.c.state).where(editions_table.c.id == edition_id)
        with self.database.read() as connection:
            state = connection.execute(query).scalar_one()
        return state == EditionState.CLOSED and not {"pending", "claimed", "uncertain"} & set(self.states(edition_id))

    def check_nobody_twice(self) -> None:
        """SES's own log: nobody was sent two mails of an edition."""
        mails = self.ses.mails()
        twice = [name for name, count in Counter((mail.edition, mail.d) for mail in mails).items() if count > 1]
        assert not twice, f"{len(twice)} got the mail twice: {[mail for mail in mails if mail.d == twice[0][1]]}"
        addresses = Counter((mail.edition, mail.recipient) for mail in mails)
        assert max(addresses.values(), default=1) == 1

    def check_sums(self, edition_id: str, readers: int) -> None:
        """The equation of an edition, and the sums that it keeps."""
        states = {state: len(ids) for state, ids in self.states(edition_id).items()}
        assert sum(states.values()) == readers
        query = select(editions_table.c.submitted).where(editions_table.c.id == edition_id)
        with self.database.read() as connection:
            assert connection.execute(query).scalar_one() == states.get("submitted", 0)
            sums = sums_of(connection, [edition_id])[edition_id].everybody
        assert {state: count for state, count in sums.items() if count} == states

    def fates(self) -> dict[str, int]:
        """How many mails there are by fate."""
        with self.database.read() as connection:
            query = select(deliveries.c.fate, func.count()).group_by(deliveries.c.fate)
            return {fate or "": count for fate, count in connection.execute(query)}


def wait_until(is_so: Callable[[], bool], patience_seconds: float = PATIENCE) -> None:
    """Look again and again until it is so."""
    end = time.monotonic() + patience_seconds
    while not is_so():
        assert time.monotonic() < end, "it did not come to pass"
        time.sleep(0.005)
