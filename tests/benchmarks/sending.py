"""Handing mails over, against the loop that everybody writes first: a message by ``email``, a call by boto3.

Both send the same mail to the same sink, and verify nothing of its answers but that they are there. CPU of the sender
alone, without the ledger.
"""

from __future__ import annotations

import atexit
import os
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from email.message import EmailMessage
from email.policy import SMTP
from functools import cache
from typing import Any

from syndicate.delivery.carriers.ses import SesCarrier
from syndicate.delivery.model import Accepted, Mailing, Recipient
from tests.benchmarks import ses_sink
from tests.carriers import a_mailing, a_recipient

COUNT = 100
_STORY = (
    '<tr><td style="padding:12px 24px;font:16px/24px Georgia,serif;color:#222222"><a href="https://quay.example/{n}">'
    "Der Kran steht still – und niemand weiß, warum</a><br>Am Morgen lag Nebel über der Mole, und abends.</td></tr>\n"
)

Comparison = tuple[str, str, Callable[[], object], Callable[[], object], float]


def mailing_of(size: int) -> Mailing:
    """A mailing whose HTML has about that many bytes."""
    stories = "".join(_STORY.replace("{n}", str(number)) for number in range(size // len(_STORY.encode())))
    leave = '<a href="{{unsubscribe_url}}">Abbestellen</a> <a href="{{preferences_url}}">Einstellungen</a>'
    return a_mailing(
        key=f"size {size}",
        html=f"<html><body><table>{stories}</table>{leave}</body></html>\n",
        text="Der Kran steht still.\n" * (size // 600) + "{{unsubscribe_url}}\n{{preferences_url}}\n",
    )


def recipients(count: int = COUNT) -> list[Recipient]:
    """So many readers, every third with a name."""
    token = "x" * 60
    return [
        a_recipient(
            f"delivery{number:018}",
            name="" if number % 3 else f"Reader {number}",
            unsubscribe_url=f"https://quay.example/unsubscribe/{token}{number:06}",
            preferences_url=f"https://quay.example/preferences/{token}{number:06}",
        )
        for number in range(count)
    ]


def comparisons() -> Iterator[Comparison]:
    """By bulk and raw, for a mail of 22 and one of 60 kB."""
    for size in (22_000, 60_000):
        mailing, readers = mailing_of(size), recipients()
        plain = naive(mailing, readers)
        name = f"{COUNT} mails of {size // 1000} kB"
        yield f"{name} by bulk calls", "email.message and boto3", _ours(mailing, readers, 50), plain, 1 / 30
        yield f"{name} raw, one a call", "email.message and boto3", _ours(mailing, readers, 1), plain, 0.6


def _ours(mailing: Mailing, readers: list[Recipient], batch: int) -> Callable[[], None]:
    carrier = SesCarrier(endpoint_url=_sink(), region="eu-west-1", batch_size=batch)

    def send() -> None:
        for start in range(0, len(readers), batch):
            answers = carrier.carry(mailing, readers[start : start + batch])
            assert all(isinstance(answer, Accepted) for answer in answers), answers

    send()
    return send


def naive(mailing: Mailing, readers: list[Recipient]) -> Callable[[], None]:
    """The loop that everybody writes first: a message by ``email``, a call by boto3, for each."""
    import boto3

    client = boto3.client("sesv2", region_name="eu-west-1", endpoint_url=_sink())

    def send() -> None:
        for reader in readers:
            content = _built(mailing, reader)
            answer: Any = client.send_email(
                FromEmailAddress=mailing.sender_address,
                Destination={"ToAddresses": [reader.address]},
                Content={"Raw": {"Data": content}},
            )
            assert answer["MessageId"]

    return send


def _built(mailing: Mailing, reader: Recipient) -> bytes:
    mail = EmailMessage(policy=SMTP)
    mail["From"] = f"{mailing.sender_name} <{mailing.sender_address}>"
    mail["To"] = reader.address
    mail["Subject"] = mailing.subject
    mail["Date"] = datetime(2026, 11, 22, tzinfo=UTC)
    mail["List-Unsubscribe"] = f"<{reader.unsubscribe_url}>"
    mail["List-Unsubscribe-Post"] = "List-Unsubscribe=One-Click"
    mail.set_content(_filled(mailing.text, reader), cte="quoted-printable")
    html = _filled(mailing.html, reader)
    mail.add_alternative(html, subtype="html", cte="quoted-printable")
    return mail.as_bytes()


def _filled(text: str, reader: Recipient) -> str:
    filled = text.replace("{{unsubscribe_url}}", reader.unsubscribe_url)
    return filled.replace("{{preferences_url}}", reader.preferences_url)


@cache
def _sink() -> str:
    """The sink's address; it ends with this process."""
    for name in ("AWS_ACCESS_KEY_ID", "AWS_SECRET_ACCESS_KEY"):
        os.environ.setdefault(name, "benchmark")
    command = [sys.executable, str(ses_sink.__file__)]
    process = subprocess.Popen(command, stdout=subprocess.PIPE, text=True)
    atexit.register(process.kill)
    assert process.stdout is not None
    return process.stdout.readline().strip()


def main() -> None:
    """The figures alone: microseconds of CPU a recipient."""
    for name, _, ours, naive, goal in comparisons():
        figures = []
        for side in (ours, naive):
            began = time.process_time()
            for _ in range(3):
                side()
            figures.append((time.process_time() - began) / 3 / COUNT * 1e6)
        print(f"{name}: {figures[0]:.0f} us, naive {figures[1]:.0f} us, {figures[0] / figures[1]:.3f} of {goal:.3f}")


if __name__ == "__main__":
    main()
