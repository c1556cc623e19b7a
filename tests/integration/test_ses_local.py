"""What a reader would get, judged by a foreign SES: npm's aws-ses-v2-local, with its own MIME parser."""

from __future__ import annotations

import json
import os
import shutil
import socket
import subprocess
import urllib.error
import urllib.request
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path
from typing import Any

import pytest

from syndicate.delivery.carriers.ses import SesCarrier
from syndicate.storage import Database
from tests.aws import isolate_aws
from tests.integration.delivery_parts import EDITION, a_message, a_sending, an_edition, rows

pytestmark = pytest.mark.node

#: The newest mailparser asks for a package that is not there, so an older one is named.
PACKAGE = {
    "private": True,
    "dependencies": {"aws-ses-v2-local": "2.10.2"},
    "overrides": {"mailparser": "3.7.4"},
}


@pytest.fixture(scope="module")
def program(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The installed program, kept between runs in a folder beside pytest's temporary ones."""
    home = tmp_path_factory.getbasetemp().parent / "aws-ses-v2-local"
    program = home / "node_modules/.bin/aws-ses-v2-local"
    if not program.exists():
        _install(home)
    return program


def _install(home: Path) -> None:
    home.mkdir(exist_ok=True)
    (home / "package.json").write_text(json.dumps(PACKAGE))
    command = ["npm", "install", "--no-audit", "--no-fund", "--ignore-scripts", "--loglevel=error"]
    ran = subprocess.run(command, cwd=home, capture_output=True, text=True, timeout=240, check=False)
    if ran.returncode:
        shutil.rmtree(home)
        reason = f"npm could not install aws-ses-v2-local: {ran.stderr.strip()[-300:]}"
        if {"node", "all"} & set(os.environ.get("TESTS_REQUIRE", "").split(",")):  # as in conftest.py
            pytest.fail(reason)
        pytest.skip(reason)


@pytest.fixture(scope="module")
def url(program: Path) -> Iterator[str]:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
    command = [str(program), "--host", "127.0.0.1", "--port", str(port)]
    server = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    address = f"http://127.0.0.1:{port}"
    _wait_until_up(server, f"{address}/store")
    yield address
    server.terminate()
    server.wait(timeout=10)


def _wait_until_up(server: subprocess.Popen[bytes], address: str) -> None:
    for _ in range(300):
        try:
            _get(address)
        except (urllib.error.URLError, ConnectionError):
            assert server.poll() is None, "aws-ses-v2-local ended"
            with suppress(subprocess.TimeoutExpired):
                server.wait(timeout=0.1)
        else:
            return
    pytest.fail("aws-ses-v2-local did not come up in 30 seconds")


def _get(address: str) -> Any:
    with urllib.request.urlopen(address) as answer:  # noqa: S310  # loopback
        return json.loads(answer.read())


def test_a_foreign_ses_reads_every_mail_as_it_was_meant(
    url: str, sqlite_database: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    isolate_aws(monkeypatch)
    html = "<html><body><p>Good morning. Über Köln.</p></body></html>\n"
    text = "Good morning.\n\nÜber Köln nach Łódź.\n"
    sender = "The News <news@example.com>"
    an_edition(sqlite_database, 3, html=html, text=text, sender=sender, subject="Grüße aus Zürich")
    assert a_sending(sqlite_database, SesCarrier(endpoint_url=url)).run(EDITION).submitted == 3
    stored = _get(f"{url}/store")["emails"]
    named = ['"Reader 1" <r1@example.com>', "r0@example.com", "r2@example.com"]
    assert sorted(mail["destination"]["to"] for mail in stored) == [[address] for address in named]
    assert {mail["messageId"] for mail in stored} == {row.message_id for row in rows(sqlite_database)}
    for mail in stored:
        assert mail["from"] == '"The News" <news@example.com>'
        assert mail["subject"] == "Grüße aus Zürich"
        assert mail["body"]["text"] == text
        assert mail["body"]["html"] == html


READ_LIST_HEADERS = """
const read = require("mailparser").simpleParser;
read(process.stdin).then(mail => console.log(JSON.stringify({
  list: mail.headers.get("list"), delivery: mail.headers.get("x-syndicate-delivery"),
})));
"""


def test_the_mail_parser_behind_it_finds_the_unsubscribe_link(program: Path) -> None:
    # The foreign SES keeps no headers of raw mails, so its parser is asked itself.
    ran = subprocess.run(
        ["node", "-e", READ_LIST_HEADERS],
        cwd=program.parents[2],
        input=a_message("d1").content,
        capture_output=True,
        check=True,
    )
    found = json.loads(ran.stdout)
    assert found["list"]["unsubscribe"]["url"] == "https://news.example.com/unsubscribe/d1"
    assert found["list"]["unsubscribe-post"]["name"] == "List-Unsubscribe=One-Click"
    assert found["delivery"] == "d1"
