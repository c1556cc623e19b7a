"""``syndicate aws`` against one emulator of all four services, pip's ``ministack``.

It pins an older botocore than ours, so it lives in an environment of its own, made once and kept beside pytest's
temporary folders.
"""

from __future__ import annotations

import os
import socket
import subprocess
import sys
import urllib.error
import urllib.request
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path

import boto3
import pytest

from tests.aws import isolate_aws
from tests.commands import Invoke, given

pytestmark = pytest.mark.ministack

PACKAGE = "ministack==1.5.33"
#: It has no MAIL FROM.
ASKED = ("--domain", "news.example.org", "--max-delivery-seconds", "3600", "--mail-from", "")


@pytest.fixture(scope="module")
def program(tmp_path_factory: pytest.TempPathFactory) -> Path:
    home = tmp_path_factory.getbasetemp().parent / "ministack"
    program = home / "bin/ministack"
    if not program.exists():
        _install(home)
    return program


def _install(home: Path) -> None:
    subprocess.run([sys.executable, "-m", "venv", "--clear", str(home)], check=True)
    command = [str(home / "bin/python"), "-m", "pip", "install", "--quiet", "--no-input", PACKAGE]
    ran = subprocess.run(command, capture_output=True, text=True, timeout=240, check=False)
    if ran.returncode:
        reason = f"pip could not install {PACKAGE}: {ran.stderr.strip()[-300:]}"
        if {"ministack", "all"} & set(os.environ.get("TESTS_REQUIRE", "").split(",")):  # as in conftest.py
            pytest.fail(reason)
        pytest.skip(reason)


@pytest.fixture
def url(program: Path, tmp_path: Path) -> Iterator[str]:
    """An account of its own for each test, in which nothing is set up."""
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
    # Without BIND_HOST it would listen on every address of this machine.
    environment = {"PATH": os.environ["PATH"], "BIND_HOST": "127.0.0.1", "GATEWAY_PORT": str(port)}
    server = subprocess.Popen(
        [str(program)],
        env=environment,
        cwd=tmp_path,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )
    address = f"http://127.0.0.1:{port}"
    _wait_until_up(server, address)
    yield address
    server.terminate()
    server.wait(timeout=20)


def _wait_until_up(server: subprocess.Popen[bytes], address: str) -> None:
    for _ in range(300):
        try:
            urllib.request.urlopen(address).close()  # noqa: S310  # loopback
        except urllib.error.HTTPError as error:
            error.close()
            return
        except (urllib.error.URLError, ConnectionError):
            assert server.poll() is None, "ministack ended"
            with suppress(subprocess.TimeoutExpired):
                server.wait(timeout=0.1)
        else:
            return
    pytest.fail("ministack did not come up in 30 seconds")


def test_a_whole_account_is_set_up_once_and_then_stands(
    url: str, monkeypatch: pytest.MonkeyPatch, invoke: Invoke
) -> None:
    isolate_aws(monkeypatch)
    monkeypatch.setenv("SYNDICATE_DELIVERY__SES__ENDPOINT_URL", url)
    planned = given(invoke, "aws", "setup", *ASKED, "--dry-run")
    done = given(invoke, "aws", "setup", *ASKED)
    assert done["calls"] == planned["calls"]
    assert len(done["calls"]) == 6
    assert given(invoke, "aws", "setup", *ASKED)["calls"] == []
    told = given(invoke, "aws", "status", *ASKED, code=3)
    assert [remark["sentence"] for remark in told["remarks"] if not remark["is_fine"]] == [
        "DKIM of news.example.org: PENDING"
    ]
    assert told["account"]["max_rate"] == 14
    assert sum(record["kind"] == "CNAME" for record in told["records"]) == 3


def test_what_the_topic_is_told_comes_into_the_queue(url: str, monkeypatch: pytest.MonkeyPatch, invoke: Invoke) -> None:
    isolate_aws(monkeypatch)
    monkeypatch.setenv("SYNDICATE_DELIVERY__SES__ENDPOINT_URL", url)
    settings = given(invoke, "aws", "setup", *ASKED)["settings"]
    [topic] = boto3.client("sns", endpoint_url=url).list_topics()["Topics"]
    boto3.client("sns", endpoint_url=url).publish(TopicArn=topic["TopicArn"], Message='{"eventType": "Send"}')
    queue = boto3.client("sqs", endpoint_url=url)
    queue_url = settings["delivery.ses.events.queue_url"]
    [message] = queue.receive_message(QueueUrl=queue_url, WaitTimeSeconds=1)["Messages"]
    assert message.get("Body") == '{"eventType": "Send"}'
