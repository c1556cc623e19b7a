"""Events through a real queue (moto's, by boto3 over loopback): applied, then deleted, and never lost between."""

from __future__ import annotations

import os
import subprocess
import sys
import threading
from collections.abc import Callable, Iterator
from functools import wraps
from typing import TYPE_CHECKING, Any

import pytest
from sqlalchemy import func, select

from syndicate.delivery.events.sqs import EventQueue, region_of
from syndicate.delivery.lanes.run import NeverStop
from syndicate.errors import UnavailableError
from syndicate.publishing.steps.hear import Hear
from syndicate.storage.tables import events
from tests.aws import isolate_aws
from tests.buckets import moto_server
from tests.integration.event_parts import a_mailing, applying, bounce, fates, left, suppressed, told

if TYPE_CHECKING:
    from collections.abc import Sequence

    from syndicate.storage import Database


class Queue:
    """A queue and a client of ours."""

    def __init__(self, url: str) -> None:
        import boto3

        self.client: Any = boto3.client("sqs", endpoint_url=url)
        self.url: str = self.client.create_queue(QueueName=f"events-{os.urandom(6).hex()}")["QueueUrl"]

    def put(self, bodies: Sequence[str]) -> None:
        for start in range(0, len(bodies), 10):
            some = bodies[start : start + 10]
            entries = [{"Id": str(number), "MessageBody": body} for number, body in enumerate(some)]
            self.client.send_message_batch(QueueUrl=self.url, Entries=entries)

    def left(self) -> int:
        names = ["ApproximateNumberOfMessages", "ApproximateNumberOfMessagesNotVisible"]
        told = self.client.get_queue_attributes(QueueUrl=self.url, AttributeNames=names)["Attributes"]
        return sum(int(told[name]) for name in names)

    def show_again(self) -> None:
        """Let what was received and not deleted be seen at once, as after its time."""
        self.client.set_queue_attributes(QueueUrl=self.url, Attributes={"VisibilityTimeout": "0"})


@pytest.fixture(scope="module")
def server() -> Iterator[str]:
    """Moto's server, whose queue does one thing at a time.

    Left to its threads it hands a message out twice under one receipt, and two deletions at once bring back what one of
    them deleted. SQS does neither.
    """
    from moto.sqs.models import Queue as Stored
    from moto.sqs.models import SQSBackend

    guard = threading.Lock()

    def alone(act: Callable[..., Any]) -> Callable[..., Any]:
        @wraps(act)
        def guarded(*given: Any, **named: Any) -> Any:
            with guard:
                return act(*given, **named)

        return guarded

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(Stored, "delete_message", alone(Stored.delete_message))
        patch.setattr(SQSBackend, "receive_message", alone(SQSBackend.receive_message))
        with moto_server() as url:
            yield url


@pytest.fixture
def queue(server: str, monkeypatch: pytest.MonkeyPatch) -> Queue:
    isolate_aws(monkeypatch)
    return Queue(server)


def hear(database: Database, queue: Queue, stop: Any = None) -> Any:
    apply = applying(database)
    return Hear(database=database, queue=EventQueue(url=queue.url, applying=apply), applying=apply).run(
        stop or NeverStop()
    )


def kept(database: Database) -> int:
    with database.read() as connection:
        return connection.execute(select(func.count()).select_from(events)).scalar_one()


def test_what_lies_in_the_queue_is_applied_and_gone(database: Database, queue: Queue) -> None:
    ids = a_mailing(database, 60)
    left(database, ids)
    log = [body for id_ in ids for body in (told("Send", id_), told("Delivery", id_))]
    queue.put([*log, *log[:40], bounce(ids[0])])
    report = hear(database, queue)
    assert (report.messages, report.unreadable, report.sums.new) == (161, 0, 121)
    assert queue.left() == 0
    assert fates(database, ids[:2]) == ["bounced", "delivered"]
    assert list(suppressed(database).values()) == ["bounced"]


def test_a_message_that_cannot_be_read_is_left_and_told_once(
    sqlite_database: Database, queue: Queue, caplog: pytest.LogCaptureFixture
) -> None:
    queue.put(["no event, of ann@example.com", "Successfully validated SNS topic for Amazon SES event publishing."])
    assert hear(sqlite_database, queue).unreadable == 1
    assert queue.left() == 1
    messages = [record.getMessage() for record in caplog.records if "is left there" in record.getMessage()]
    assert len(messages) == 1
    assert "ann@" not in messages[0]


def test_what_could_not_be_written_stays_in_the_queue(sqlite_database: Database, queue: Queue) -> None:
    ids = a_mailing(sqlite_database, 1)
    left(sqlite_database, ids)
    queue.put([told("Delivery", ids[0])])
    with sqlite_database.write() as connection:
        connection.exec_driver_sql(
            "CREATE TRIGGER full BEFORE INSERT ON events BEGIN SELECT RAISE(FAIL, 'database or disk is full'); END"
        )
    with pytest.raises(Exception, match="full"):
        hear(sqlite_database, queue)
    assert queue.left() == 1
    assert kept(sqlite_database) == 0


def test_a_queue_that_is_not_there_is_told_with_a_hint(sqlite_database: Database, queue: Queue) -> None:
    queue.url += "-gone"
    with pytest.raises(UnavailableError) as caught:
        hear(sqlite_database, queue)
    assert "queue_url" in (caught.value.hint or "")


def test_who_is_told_to_stop_takes_nothing_more(sqlite_database: Database, queue: Queue) -> None:
    queue.put([told("Delivery", "x" * 26)])
    stop = threading.Event()
    stop.set()
    assert hear(sqlite_database, queue, stop).messages == 0
    assert queue.left() == 1


def test_a_process_that_is_killed_between_commit_and_deletion_loses_nothing(database: Database, queue: Queue) -> None:
    ids = a_mailing(database, 30)
    left(database, ids)
    queue.put([told("Delivery", id_) for id_ in ids])
    url = database.engine.url.set(drivername=database.engine.dialect.name).render_as_string(hide_password=False)
    child = f"""
import os
from syndicate.delivery.events.sqs import EventQueue
from syndicate.delivery.lanes.run import NeverStop
from syndicate.storage import open_database
from tests.integration.event_parts import applying
class Killed(EventQueue):
    def _delete(self, handles):
        os._exit(9)
Killed(url={queue.url!r}, applying=applying(open_database({url!r}))).drain(NeverStop())
"""
    ended = subprocess.run([sys.executable, "-c", child], check=False, capture_output=True, text=True)
    assert ended.returncode == 9, ended.stderr
    committed = kept(database)
    assert committed > 0
    assert queue.left() == 30  # nothing was deleted; it comes again
    body = [told("Delivery", id_) for id_ in ids]
    queue.put(body)
    hear(database, queue)
    assert kept(database) == 30
    assert fates(database, ids) == ["delivered"] * 30


@pytest.mark.parametrize(
    ("url", "region"),
    [
        ("https://sqs.eu-west-1.amazonaws.com/123456789012/events", "eu-west-1"),
        ("https://sqs.cn-north-1.amazonaws.com.cn/123456789012/events", "cn-north-1"),
        ("https://vpce-1.sqs.eu-west-1.amazonaws.com/1/events", "eu-west-1"),
        ("http://127.0.0.1:4566/1/events", None),
        ("https://sqs.eu-west-1.amazonaws.com.evil.example/1/events", None),
    ],
)
def test_a_queues_address_names_its_region(url: str, region: str | None) -> None:
    assert region_of(url) == region
