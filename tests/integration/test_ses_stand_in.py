"""The stand-in is strict: what SES's own model refuses, it refuses."""

from __future__ import annotations

import base64
import json
import re
import urllib.error
import urllib.request
from collections.abc import Iterator
from pathlib import Path
from threading import Event
from typing import Any

import pytest

from syndicate.delivery.carriers.mime import MimeMails
from syndicate.delivery.carriers.ses import SesCarrier
from syndicate.testing.ses import BULK_PATH, PATH, SesStandIn, Step, read_log
from tests.aws import isolate_aws
from tests.carriers import a_mailing, a_recipient
from tests.integration.ses_parts import bulk

SIGNED = (
    "AWS4-HMAC-SHA256 Credential=testing/20261122/eu-west-1/ses/aws4_request, "
    f"SignedHeaders=host;x-amz-date, Signature={'0' * 64}"
)


@pytest.fixture
def server() -> Iterator[SesStandIn]:
    with SesStandIn() as started:
        yield started


def _raw(content: bytes) -> dict[str, Any]:
    return {"Raw": {"Data": base64.b64encode(content).decode()}}


def _request(**changes: Any) -> dict[str, Any]:
    return {
        "FromEmailAddress": "news@example.com",
        "Destination": {"ToAddresses": ["ann@example.com"]},
        "Content": _raw(MimeMails().message(a_mailing(), a_recipient())),
        "EmailTags": [{"Name": "d", "Value": "d1"}],
        **changes,
    }


def _post(server: SesStandIn, request: Any, path: str = PATH, signature: str = SIGNED) -> tuple[int, str]:
    body = request if isinstance(request, bytes) else json.dumps(request).encode()
    call = urllib.request.Request(  # noqa: S310  # loopback
        server.url + path, data=body, headers={"Authorization": signature}, method="POST"
    )
    try:
        with urllib.request.urlopen(call) as answer:  # noqa: S310
            return answer.status, answer.read().decode()
    except urllib.error.HTTPError as error:
        with error:
            return error.code, error.headers["x-amzn-ErrorType"]


def test_a_good_request_is_accepted(server: SesStandIn) -> None:
    status, body = _post(server, _request())
    assert status == 200
    assert json.loads(body)["MessageId"] == server.accepted[0].message_id


@pytest.mark.parametrize(
    "changes",
    [
        {"FromEmailAdress": "typo@example.com"},
        {"Content": {}},
        {"Content": {"Raw": {"Data": "not base64!"}}},
        {"Content": {"Raw": {}}},
        {"Content": {"Raw": {"Data": "aGk="}, "Simple": {}}},
        {"Content": _raw(b"To: a@example.com\r\n\r\nno sender\r\n")},
        {"Content": _raw("From: a@example.com\r\nSubject: Grüße\r\n\r\nx\r\n".encode())},
        {"Content": _raw(b"From: a@example.com\r\n\r\n" + b"x" * 999 + b"\r\n")},
        {"Content": None},
        {"Destination": {"ToAddresses": []}},
        {"Destination": {"ToAddresses": ["ann@example.com"] * 51}},
        {"Destination": {"ToAddresses": ["two words@example.com"]}},
        {"Destination": None},
        {"FromEmailAddress": "nobody"},
        {"EmailTags": [{"Name": "d", "Value": "ann@example.com"}]},
        {"EmailTags": [{"Name": "d", "Value": ""}]},
        {"EmailTags": [{"Name": "d", "Value": "1"}, {"Name": "d", "Value": "2"}]},
        {"EmailTags": [{"Name": "d", "Value": "x" * 257}]},
    ],
)
def test_what_the_model_refuses_is_refused(server: SesStandIn, changes: dict[str, Any]) -> None:
    assert _post(server, _request(**changes)) == (400, "BadRequestException")
    assert server.accepted == []


@pytest.mark.parametrize(
    "changes",
    [
        {"BulkEmailEntries": ["ann@example.com"]},
        {"BulkEmailEntries": {}},
        {"BulkEmailEntries": [{"Destination": {"ToAddresses": ["a@example.com"]}, "ReplacementHeader": []}]},
        {"DefaultContent": {"Raw": {}}},
        {"Content": {}},
    ],
)
def test_a_bulk_call_that_botocore_would_not_make_is_refused(server: SesStandIn, changes: dict[str, Any]) -> None:
    assert _post(server, {**bulk(1), **changes}, path=BULK_PATH) == (400, "BadRequestException")
    assert server.accepted == []


def test_a_body_that_is_no_json_object_is_refused(server: SesStandIn) -> None:
    assert _post(server, b"{")[1] == "SerializationException"
    assert _post(server, [1])[1] == "SerializationException"


def test_an_unsigned_request_is_refused(server: SesStandIn) -> None:
    assert _post(server, _request(), signature="Bearer x")[0] == 403


def test_an_endpoint_of_several_regions_asks_for_its_own_signature(server: SesStandIn) -> None:
    signed = (
        "AWS4-ECDSA-P256-SHA256 Credential=testing/20261122/ses/aws4_request, "
        f"SignedHeaders=host;x-amz-date;x-amz-region-set, Signature={'0' * 140}"
    )
    assert _post(server, _request(EndpointId="abc.xyz"))[0] == 403
    assert _post(server, _request(), signature=signed)[0] == 403
    assert _post(server, _request(EndpointId="abc.xyz"), signature=signed)[0] == 200


def test_another_call_is_refused(server: SesStandIn) -> None:
    assert _post(server, _request(), path="/v2/email/deliverability-dashboard")[0] == 404


def test_an_accepted_mail_is_in_the_log_before_the_answer(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    isolate_aws(monkeypatch)
    log = tmp_path / "accepted.jsonl"
    seen: list[tuple[Step, int, bool]] = []
    watch = lambda step, number: seen.append((step, number, log.exists()))  # noqa: E731
    with SesStandIn(log=log, watch=watch) as server:
        SesCarrier(endpoint_url=server.url).carry(a_mailing(), [a_recipient()])
        while len(seen) < len(Step):  # who asked has the answer before the server has noted that it left
            Event().wait(0.01)
    assert seen == [(Step.RECEIVED, 1, False), (Step.ACCEPTED, 1, True), (Step.ANSWERED, 1, True)]
    [line] = read_log(log)
    assert (line.d, line.edition, line.recipient) == ("d1", "e1", "d1@example.com")
    assert line.message_id == server.accepted[0].message_id


def test_the_example_in_the_documentation_runs(monkeypatch: pytest.MonkeyPatch) -> None:
    isolate_aws(monkeypatch)
    text = (Path(__file__).parents[2] / "docs/sending.md").read_text()
    [example] = re.findall(r"```python\n(.*?)```", text, flags=re.DOTALL)
    exec(compile(example, "docs/sending.md", "exec"), {})  # noqa: S102  # our own page
