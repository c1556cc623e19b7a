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
from html import escape
from pathlib import Path
from typing import Any

import pytest

from syndicate.delivery.carriers.mime import MimeMails
from syndicate.delivery.carriers.outbox import OutboxCarrier
from syndicate.delivery.carriers.ses import SesCarrier
from syndicate.delivery.model import Accepted
from syndicate.mail.merge_fields import escape_html, escape_text
from tests.aws import isolate_aws
from tests.carriers import MAILING, NAMED, a_mailing, a_recipient, read

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


def _mails(url: str) -> list[dict[str, Any]]:
    stored: list[dict[str, Any]] = _get(f"{url}/store")["emails"]
    return stored


PROSE = "Über Köln nach Łódź & zurück: \\{x} {{x}} {{{y}}} {{#if}} `a` = 'b' \"c\" <d>"


@pytest.mark.parametrize("way", ["bulk", "stored", "raw"])
def test_a_foreign_ses_reads_a_mail_as_the_outbox_has_it(
    url: str, monkeypatch: pytest.MonkeyPatch, tmp_path: Path, way: str
) -> None:
    isolate_aws(monkeypatch)
    fields = {"unsubscribe_url": "LEAVE"}
    mailing = a_mailing(
        key=way,
        subject=f"Grüße: {PROSE}",
        html=escape_html(f"<html><style>p {{color: red}}</style>\n<p>{escape(PROSE)}</p><a href='LEAVE'>x</a>", fields),
        text=escape_text(f"{PROSE}\n.\n{'long ' * 300}\nLEAVE\n", fields),
    )
    recipients = [a_recipient(f"{way}{number}") for number in range(3)]
    carrier = SesCarrier(endpoint_url=url, batch_size=1 if way == "raw" else 50, template_above=0)
    name = carrier.prepare(mailing) if way == "stored" else None
    answers = [carrier.carry(mailing, [recipient])[0] for recipient in recipients]
    OutboxCarrier(tmp_path).carry(mailing, recipients)
    stored = {mail["messageId"]: mail for mail in _mails(url)}
    for recipient, answer in zip(recipients, answers, strict=True):
        assert isinstance(answer, Accepted)
        mail, wanted = stored[answer.message_id], read((tmp_path / f"{recipient.delivery_id}.eml").read_bytes())
        assert mail["destination"]["to"] == [wanted.headers["To"]]
        assert mail["from"].replace('"', "") == wanted.headers["From"]
        assert mail["replyTo"] == [wanted.headers["Reply-To"]]
        assert mail["subject"] == wanted.headers["Subject"]
        assert mail["body"]["text"] == wanted.text
        assert mail["body"]["html"] == wanted.html
        # It keeps the headers of bulk mails alone; those of raw ones its parser is asked for, below.
        headers = {header["name"]: header["value"] for header in mail.get("headers", [])}
        assert way == "raw" or headers == {name: wanted.headers[name] for name in NAMED[4:]}
    if name:
        carrier.remove(name)
        carrier.remove(name)


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
        input=MimeMails().message(MAILING, a_recipient()),
        capture_output=True,
        check=True,
    )
    found = json.loads(ran.stdout)
    assert found["list"]["unsubscribe"]["url"] == "https://news.example.com/unsubscribe/d1"
    assert found["list"]["unsubscribe-post"]["name"] == "List-Unsubscribe=One-Click"
    assert found["delivery"] == "d1"
