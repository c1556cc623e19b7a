"""What can be felt of the settings about events and doubt: editions of their own, and what becomes of them."""

from __future__ import annotations

import logging
from datetime import timedelta
from typing import TYPE_CHECKING, Any

from syndicate.delivery.events.ses import read_event
from syndicate.delivery.lanes.run import NeverStop
from syndicate.digests.store import EditionStore
from tests.integration.event_parts import a_mailing, bounce, complaint, left, told

if TYPE_CHECKING:
    from tests.settings.world import Felt

_MAILS = 300


def make_queue(store: str) -> str:
    """A queue at the stand-in; its address."""
    import boto3

    client: Any = boto3.client("sqs", region_name="eu-north-1", endpoint_url=store)
    url: str = client.create_queue(QueueName="gulls")["QueueUrl"]
    return url


def look_at_events(felt: Felt) -> None:
    """Let mails come back and be called spam, be told of in the queue, and be in doubt."""
    felt.facts["fuse"] = {
        (kind, count): _burnt(felt, kind, count) for kind in ("bounce", "complaint") for count in (30, 120)
    }
    _look_into_the_queue(felt)
    _wait_in_doubt(felt)


def _burnt(felt: Felt, kind: str, count: int) -> str:
    """What becomes of an edition of which so many mails are told of."""
    edition_id = f"{kind}-{count}"
    ids = a_mailing(felt.parts.database, _MAILS, edition_id)
    left(felt.parts.database, ids, edition_id=edition_id, since=felt.clock.now())
    make = bounce if kind == "bounce" else complaint
    levels: list[int] = []
    listener = logging.Handler()
    listener.emit = lambda record: levels.append(record.levelno)  # type: ignore[method-assign]
    logging.getLogger("syndicate.events").addHandler(listener)
    felt.parts.applying.apply([event for id_ in ids[:count] if (event := read_event(make(id_))) is not None])
    logging.getLogger("syndicate.events").removeHandler(listener)
    with felt.parts.database.read() as connection:
        edition = EditionStore(connection).get(edition_id)
    if edition and edition.held_because:
        return "held"
    return "warned" if logging.WARNING in levels else "good"


def _look_into_the_queue(felt: Felt) -> None:
    """Put one event there, and let the step look."""
    hear = felt.parts.publisher.hear_step
    if hear is None:
        return
    import boto3

    ids = a_mailing(felt.parts.database, 1, "queued")
    left(felt.parts.database, ids, edition_id="queued", since=felt.clock.now())
    client: Any = boto3.client("sqs", region_name="eu-north-1", endpoint_url=felt.facts["s3"])
    client.send_message(QueueUrl=str(felt.config.delivery.ses.events.queue_url), MessageBody=told("Delivery", ids[0]))
    felt.facts["from_queue"] = hear.run(NeverStop()).sums.new


def _wait_in_doubt(felt: Felt) -> None:
    """Let two hours pass, and note when a mail in doubt is put back."""
    ids = a_mailing(felt.parts.database, 1, "doubted")
    began = felt.clock.now()
    left(felt.parts.database, ids, "uncertain", edition_id="doubted", since=began)
    while felt.clock.now() - began < timedelta(hours=2):
        if felt.parts.publisher.settle_step.run(NeverStop()).resent:
            felt.facts["resent_after"] = felt.clock.now() - began
            return
        felt.clock.advance(timedelta(minutes=1))
