"""Readers for a first look get nothing from a carrier that reaches people."""

from __future__ import annotations

import pytest
from sqlalchemy import select

from syndicate.audience.store import AudienceStore
from syndicate.config import load
from syndicate.publishing.wiring import open_parts
from syndicate.storage.tables import subscribers, subscriptions
from syndicate.text.mailboxes import read_mailbox
from tests.newsroom import Newsroom

SES = {
    "SYNDICATE_SITE__URL": "https://lantern.example",
    "SYNDICATE_DELIVERY__VIA": "ses",
    "SYNDICATE_AUDIENCE__SAMPLE_READERS": "[]",
}
_STATES = select(subscribers.c.address, subscriptions.c.state).join(
    subscriptions, subscriptions.c.subscriber_key == subscribers.c.key
)


def states(newsroom: Newsroom, **environment: str) -> dict[str, str]:
    """By address: where the subscriptions stand after a start."""
    config = load(newsroom.folder / "config.toml", environ=environment)
    with open_parts(config) as parts, parts.database.read() as connection:
        return dict(connection.execute(_STATES).all())


def test_sample_readers_end_when_mail_leaves_for_people_and_others_stay(
    newsroom: Newsroom, caplog: pytest.LogCaptureFixture
) -> None:
    assert states(newsroom) == {"ann@example.org": "confirmed", "bo@example.net": "confirmed"}
    with open_parts(load(newsroom.folder / "config.toml", environ={})) as parts, parts.database.write() as connection:
        AudienceStore(connection).subscribe(read_mailbox("kim@example.com"), "daily", now=parts.clock.now())
    assert states(newsroom, **SES) == {
        "ann@example.org": "ended",
        "bo@example.net": "ended",
        "kim@example.com": "confirmed",
    }
    assert caplog.text.count("was a sample reader's") == 2
    assert states(newsroom, **SES)["ann@example.org"] == "ended"
