"""A wrong set-up stops the run with one sentence and a hint, and boto3's own conventions hold."""

from __future__ import annotations

import json
import socket
import subprocess
import sys
from functools import partial
from pathlib import Path

import pytest

from syndicate.delivery.carriers.ses import SesCarrier
from syndicate.delivery.model import Accepted, Answer, Stop
from syndicate.testing.ses import SesStandIn, SimulatedFault
from tests.aws import isolate_aws
from tests.carriers import MAILING, a_recipient
from tests.ses_double import Scripted, SesDouble


@pytest.fixture(autouse=True)
def aws(monkeypatch: pytest.MonkeyPatch) -> None:
    isolate_aws(monkeypatch)


_raw = partial(SesCarrier, batch_size=1)


def _carried(carrier: SesCarrier) -> Answer:
    [answer] = carrier.carry(MAILING, [a_recipient()])
    return answer


def _stop(answer: Answer) -> Stop:
    assert isinstance(answer, Stop)
    assert answer.reason
    assert answer.hint
    return answer


def test_without_credentials_nothing_is_called(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("AWS_ACCESS_KEY_ID")
    monkeypatch.delenv("AWS_SECRET_ACCESS_KEY")
    with SesStandIn() as server:
        assert "AWS_PROFILE" in _stop(_carried(_raw(endpoint_url=server.url))).hint
        assert server.requests == 0


def test_half_a_pair_of_credentials_is_told_apart(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("AWS_SECRET_ACCESS_KEY")
    assert "both" in _stop(_carried(_raw(endpoint_url="http://127.0.0.1:9"))).hint


def test_without_a_region_the_hint_names_the_settings(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("AWS_DEFAULT_REGION")
    assert "region" in _stop(_carried(_raw())).hint


@pytest.mark.parametrize(
    "carrier",
    [
        _raw(profile="nobody"),
        _raw(region="no region"),
        _raw(endpoint_url="no-address"),
    ],
)
def test_a_setting_that_boto3_cannot_use_stops_the_run(carrier: SesCarrier) -> None:
    _stop(_carried(carrier))


def test_a_client_is_made_again_while_it_cannot_be_made(monkeypatch: pytest.MonkeyPatch) -> None:
    with SesStandIn() as server:
        carrier = _raw(endpoint_url=server.url)
        monkeypatch.setenv("AWS_PROFILE", "nobody")
        _stop(_carried(carrier))
        monkeypatch.delenv("AWS_PROFILE")
        assert isinstance(_carried(carrier), Accepted)


@pytest.mark.parametrize(
    "environment",
    [
        {"AWS_CONFIG_FILE": "CONFIG"},
        {"AWS_WEB_IDENTITY_TOKEN_FILE": "/no/such/token", "AWS_ROLE_ARN": "arn:aws:iam::123456789012:role/x"},
        {
            "AWS_CONTAINER_CREDENTIALS_FULL_URI": "http://127.0.0.1:9/x",
            "AWS_CONTAINER_AUTHORIZATION_TOKEN_FILE": "/no/such/token",
        },
    ],
    ids=["credential_process", "web identity", "container"],
)
def test_credentials_that_cannot_be_fetched_stop_the_run_before_any_call(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path, environment: dict[str, str]
) -> None:
    config = tmp_path / "config"
    config.write_text("[default]\ncredential_process = /no/such/program --x\n")
    for name in ("AWS_ACCESS_KEY_ID", "AWS_SECRET_ACCESS_KEY"):
        monkeypatch.delenv(name)
    for name, value in environment.items():
        monkeypatch.setenv(name, str(config) if value == "CONFIG" else value)
    with SesStandIn() as server:
        assert "/no/such" in _stop(_carried(_raw(endpoint_url=server.url))).reason
        assert server.requests == 0


def test_credentials_that_are_stale_when_they_come_stop_the_run_before_any_call(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    told = {"Version": 1, "AccessKeyId": "a", "SecretAccessKey": "b", "SessionToken": "c"}
    (tmp_path / "told.json").write_text(json.dumps(told | {"Expiration": "2020-01-01T00:00:00Z"}))
    (tmp_path / "config").write_text(f"[default]\ncredential_process = cat {tmp_path / 'told.json'}\n")
    for name in ("AWS_ACCESS_KEY_ID", "AWS_SECRET_ACCESS_KEY"):
        monkeypatch.delenv(name)
    monkeypatch.setenv("AWS_CONFIG_FILE", str(tmp_path / "config"))
    with SesStandIn() as server:
        _stop(_carried(_raw(endpoint_url=server.url)))
        assert server.requests == 0


@pytest.mark.parametrize("variable", ["AWS_ACCESS_KEY_ID", "AWS_SESSION_TOKEN"])
def test_a_credential_with_a_line_break_stops_the_run_and_is_not_quoted(
    monkeypatch: pytest.MonkeyPatch, variable: str
) -> None:
    monkeypatch.setenv(variable, "hushhush\n")
    with SesStandIn() as server:
        stop = _stop(_carried(_raw(endpoint_url=server.url)))
        assert server.accepted == []
    assert "hushhush" not in stop.reason + stop.hint
    assert "line break" in stop.hint


@pytest.mark.parametrize("content", [None, "no certificate", "-----BEGIN CERTIFICATE-----\n?\n"])
def test_a_bad_bundle_of_certificates_stops_the_run(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path, content: str | None
) -> None:
    bundle = tmp_path / "bundle.pem"
    if content is not None:
        bundle.write_text(content)
    monkeypatch.setenv("AWS_CA_BUNDLE", str(bundle))
    with socket.create_server(("127.0.0.1", 0)) as server:
        port = server.getsockname()[1]
        stop = _stop(_carried(_raw(endpoint_url=f"https://127.0.0.1:{port}")))
    assert "AWS_CA_BUNDLE" in stop.hint


@pytest.mark.parametrize("variable", ["AWS_ENDPOINT_URL", "AWS_ENDPOINT_URL_SESV2"])
def test_the_endpoint_follows_boto3s_variables(monkeypatch: pytest.MonkeyPatch, variable: str) -> None:
    with SesStandIn() as server:
        monkeypatch.setenv(variable, server.url)
        assert isinstance(_carried(_raw()), Accepted)


def test_credentials_and_region_follow_a_profile(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    config = tmp_path / "config"
    config.write_text("[profile press]\nregion = eu-central-1\naws_access_key_id = a\naws_secret_access_key = b\n")
    for name in ("AWS_ACCESS_KEY_ID", "AWS_SECRET_ACCESS_KEY", "AWS_DEFAULT_REGION"):
        monkeypatch.delenv(name)
    monkeypatch.setenv("AWS_CONFIG_FILE", str(config))
    with SesStandIn() as server:
        assert isinstance(_carried(_raw(profile="press", endpoint_url=server.url)), Accepted)


def test_botocores_own_retries_stay_off_whatever_the_environment_says(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("AWS_MAX_ATTEMPTS", "5")
    monkeypatch.setenv("AWS_RETRY_MODE", "adaptive")
    with SesStandIn(faults=[SimulatedFault.INTERNAL_AFTER] * 5) as server:
        _carried(_raw(endpoint_url=server.url))
        assert server.requests == 1


def test_boto3_is_not_imported_before_a_mail_is_sent() -> None:
    making = "from syndicate.delivery.carriers.ses import SesCarrier; SesCarrier()"
    code = f"import sys; {making}; print('boto3' in sys.modules)"
    ran = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert ran.stdout.strip() == "False"


@pytest.mark.parametrize("way", [1, 50])
def test_a_process_that_goes_on_signs_with_the_key_that_the_file_has_now(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path, way: int
) -> None:
    file = tmp_path / "credentials"
    for name in ("AWS_ACCESS_KEY_ID", "AWS_SECRET_ACCESS_KEY"):
        monkeypatch.delenv(name)
    monkeypatch.setenv("AWS_SHARED_CREDENTIALS_FILE", str(file))
    with SesDouble() as ses:
        carrier = SesCarrier(endpoint_url=ses.url, batch_size=way)
        for key in ("OLDKEY", "NEWKEY"):
            file.write_text(f"[default]\naws_access_key_id = {key}\naws_secret_access_key = secret\n# {key}{key}\n")
            assert isinstance(carrier.carry(MAILING, [a_recipient()])[0], Accepted)
        assert [
            key in asked.headers["Authorization"] for asked, key in zip(ses.asked, ["OLDKEY", "NEWKEY"], strict=True)
        ] == [True] * 2


def test_a_key_that_was_refused_is_looked_for_anew(monkeypatch: pytest.MonkeyPatch) -> None:
    expired = Scripted(status=403, code="ExpiredTokenException", message="The security token is expired")
    with SesDouble(script=[expired]) as ses:
        carrier = _raw(endpoint_url=ses.url)
        assert isinstance(carrier.carry(MAILING, [a_recipient()])[0], Stop)
        monkeypatch.setenv("AWS_ACCESS_KEY_ID", "RENEWED")
        assert isinstance(carrier.carry(MAILING, [a_recipient()])[0], Accepted)
        assert "RENEWED" in ses.asked[-1].headers["Authorization"]


def test_an_endpoint_in_two_regions_is_signed_for_both() -> None:
    with SesDouble() as ses:
        carrier = _raw(endpoint_url=ses.url, endpoint_id="abc.d1")
        assert isinstance(carrier.carry(MAILING, [a_recipient()])[0], Accepted)
        assert ses.asked[0].headers["Authorization"].startswith("AWS4-ECDSA-P256-SHA256")
        assert ses.asked[0].body["EndpointId"] == "abc.d1"
