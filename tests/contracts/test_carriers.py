"""What every carrier must hold to, the fake of our tests included."""

from __future__ import annotations

import json
import urllib.request
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from email import message_from_bytes
from email.policy import default
from pathlib import Path
from typing import Any

import pytest

from syndicate.delivery.carriers import Carrier
from syndicate.delivery.carriers.outbox import OutboxCarrier
from syndicate.delivery.carriers.ses import SesCarrier
from syndicate.delivery.model import Accepted, Message, TryLater
from syndicate.testing.ses import SesStandIn
from tests.aws import isolate_aws
from tests.integration.delivery_parts import MemoryCarrier, a_message


@dataclass
class Seam:
    """A carrier, and a look at what lies beyond it: the mails by delivery id."""

    carrier: Carrier
    arrived: Callable[[], dict[str, list[bytes]]]


@pytest.fixture(autouse=True)
def aws(monkeypatch: pytest.MonkeyPatch) -> None:
    isolate_aws(monkeypatch)


@pytest.fixture
def memory() -> Seam:
    carrier = MemoryCarrier(is_lookable=True)
    return Seam(carrier, lambda: carrier.accepted)


@pytest.fixture
def outbox(tmp_path: Path) -> Seam:
    folder = tmp_path / "outbox"
    return Seam(OutboxCarrier(folder), lambda: {file.stem: [file.read_bytes()] for file in folder.iterdir()})


@pytest.fixture
def ses_stand_in() -> Iterator[Seam]:
    with SesStandIn() as server:
        yield Seam(SesCarrier(endpoint_url=server.url), lambda: _by_delivery([m.content for m in server.accepted]))


@pytest.fixture(scope="module")
def moto_url() -> Iterator[str]:
    from moto.server import ThreadedMotoServer

    server = ThreadedMotoServer(ip_address="127.0.0.1", port=0, verbose=False)
    server.start()
    host, port = server.get_host_and_port()
    yield f"http://{host}:{port}"
    server.stop()


@pytest.fixture
def ses_moto(moto_url: str) -> Seam:
    import boto3

    _open(f"{moto_url}/moto-api/reset", method="POST")
    boto3.client("sesv2", endpoint_url=moto_url).create_email_identity(EmailIdentity="news@example.com")
    return Seam(SesCarrier(endpoint_url=moto_url), lambda: _by_delivery(_in_moto(moto_url)))


@pytest.fixture(params=["memory", "outbox", "ses_stand_in", "ses_moto"])
def seam(request: pytest.FixtureRequest) -> Seam:
    found: Seam = request.getfixturevalue(request.param)
    return found


def _by_delivery(mails: list[bytes]) -> dict[str, list[bytes]]:
    found: dict[str, list[bytes]] = {}
    for mail in mails:
        found.setdefault(message_from_bytes(mail)["X-Syndicate-Delivery"], []).append(mail)
    return found


def _in_moto(url: str) -> list[bytes]:
    stored: dict[str, Any] = json.loads(_open(f"{url}/moto-api/data.json"))
    return [mail["raw_data"].encode() for mail in stored["ses"].get("RawMessage", [])]


def _open(url: str, method: str = "GET") -> bytes:
    request = urllib.request.Request(url, method=method)  # noqa: S310  # loopback
    with urllib.request.urlopen(request) as answer:  # noqa: S310
        found: bytes = answer.read()
    return found


def test_a_carrier_has_a_name_that_claims_can_be_told_apart_by(seam: Seam) -> None:
    assert seam.carrier.name in {"memory", "outbox", "ses"}


def test_an_accepted_mail_has_a_name_and_arrives_once_and_whole(seam: Seam) -> None:
    message = a_message("d1")
    answer = seam.carrier.carry(message)
    assert isinstance(answer, Accepted)
    assert answer.message_id
    [copy] = seam.arrived()["d1"]
    assert _essence(copy) == _essence(message.content)


def test_every_delivery_is_a_mail_of_its_own(seam: Seam) -> None:
    names = set()
    for number in range(5):
        answer = seam.carrier.carry(a_message(f"d{number}", f"r{number}@example.com", f"This is for {number}."))
        assert isinstance(answer, Accepted)
        names.add(answer.message_id)
    arrived = seam.arrived()
    assert sorted(arrived) == ["d0", "d1", "d2", "d3", "d4"]
    assert len(names) == 5
    for number in range(5):
        assert f"This is for {number}." in str(_essence(arrived[f"d{number}"][0]))


def test_what_a_carrier_has_is_never_offered_for_a_second_try(seam: Seam) -> None:
    seam.carrier.carry(a_message("d1"))
    assert not isinstance(seam.carrier.settle("d1"), TryLater)


def test_what_a_carrier_never_saw_is_never_called_accepted(seam: Seam) -> None:
    seam.carrier.carry(a_message("d1"))
    assert not isinstance(seam.carrier.settle("d2"), Accepted)


def test_a_large_mail_goes_through(seam: Seam) -> None:
    message: Message = a_message("d1", body="\n".join(["All the news that fits in a line."] * 3000))
    assert isinstance(seam.carrier.carry(message), Accepted)
    assert len(seam.arrived()["d1"][0]) > 100_000


def _essence(raw: bytes) -> tuple[list[tuple[str, str]], list[tuple[str, str]]]:
    """Headers and parts as the ``email`` package reads them."""
    mail = message_from_bytes(raw, policy=default)
    leaves = [part for part in mail.walk() if not part.is_multipart()]
    texts = [(part.get_content_type(), part.get_content().replace("\r\n", "\n")) for part in leaves]
    return [(name, str(value)) for name, value in mail.items()], texts
