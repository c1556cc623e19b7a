"""A wrong set-up stops the run with one sentence and a hint, and boto3's own conventions hold."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from syndicate.delivery.carriers.ses import SesCarrier
from syndicate.delivery.model import Accepted, Answer, Stop
from syndicate.testing.ses import Fault, SesStandIn
from tests.integration.delivery_parts import a_message, isolate_aws


@pytest.fixture(autouse=True)
def aws(monkeypatch: pytest.MonkeyPatch) -> None:
    isolate_aws(monkeypatch)


def _stop(answer: Answer) -> Stop:
    assert isinstance(answer, Stop)
    assert answer.reason
    assert answer.hint
    return answer


def test_without_credentials_nothing_is_called(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("AWS_ACCESS_KEY_ID")
    monkeypatch.delenv("AWS_SECRET_ACCESS_KEY")
    with SesStandIn() as server:
        assert "AWS_PROFILE" in _stop(SesCarrier(endpoint_url=server.url).carry(a_message("d1"))).hint
        assert server.requests == 0


def test_half_a_pair_of_credentials_is_told_apart(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("AWS_SECRET_ACCESS_KEY")
    assert "both" in _stop(SesCarrier(endpoint_url="http://127.0.0.1:9").carry(a_message("d1"))).hint


def test_without_a_region_the_hint_names_the_settings(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("AWS_DEFAULT_REGION")
    assert "region" in _stop(SesCarrier().carry(a_message("d1"))).hint


@pytest.mark.parametrize(
    "carrier",
    [
        SesCarrier(profile="nobody"),
        SesCarrier(region="no region"),
        SesCarrier(endpoint_url="no-address"),
    ],
)
def test_a_setting_that_boto3_cannot_use_stops_the_run(carrier: SesCarrier) -> None:
    _stop(carrier.carry(a_message("d1")))


@pytest.mark.parametrize("variable", ["AWS_ENDPOINT_URL", "AWS_ENDPOINT_URL_SESV2"])
def test_the_endpoint_follows_boto3s_variables(monkeypatch: pytest.MonkeyPatch, variable: str) -> None:
    with SesStandIn() as server:
        monkeypatch.setenv(variable, server.url)
        assert isinstance(SesCarrier().carry(a_message("d1")), Accepted)


def test_credentials_and_region_follow_a_profile(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    config = tmp_path / "config"
    config.write_text("[profile press]\nregion = eu-central-1\naws_access_key_id = a\naws_secret_access_key = b\n")
    for name in ("AWS_ACCESS_KEY_ID", "AWS_SECRET_ACCESS_KEY", "AWS_DEFAULT_REGION"):
        monkeypatch.delenv(name)
    monkeypatch.setenv("AWS_CONFIG_FILE", str(config))
    with SesStandIn() as server:
        assert isinstance(SesCarrier(profile="press", endpoint_url=server.url).carry(a_message("d1")), Accepted)


def test_botocores_own_retries_stay_off_whatever_the_environment_says(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("AWS_MAX_ATTEMPTS", "5")
    monkeypatch.setenv("AWS_RETRY_MODE", "adaptive")
    with SesStandIn(faults=[Fault.INTERNAL_AFTER] * 5) as server:
        SesCarrier(endpoint_url=server.url).carry(a_message("d1"))
        assert server.requests == 1


def test_boto3_is_not_imported_before_a_mail_is_sent() -> None:
    making = "from syndicate.delivery.carriers.ses import SesCarrier; SesCarrier()"
    code = f"import sys; {making}; print('boto3' in sys.modules)"
    ran = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert ran.stdout.strip() == "False"
