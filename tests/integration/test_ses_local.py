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
from tests.integration.delivery_parts import EDITION, a_sending, an_edition, counts, isolate_aws, rows

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
        if {"node", "all"} & set(os.environ.get("TESTS_REQUIRE", "").split(",")):  # noqa: TID251  # as in conftest.py
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
            urllib.request.urlopen(address).close()
        except (urllib.error.URLError, ConnectionError):
            assert server.poll() is None, "aws-ses-v2-local ended"
            with suppress(subprocess.TimeoutExpired):
                server.wait(timeout=0.1)
        else:
            return
    pytest.fail("aws-ses-v2-local did not come up in 30 seconds")


def test_a_foreign_ses_reads_every_mail_as_it_was_meant(
    url: str, sqlite_database: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    isolate_aws(monkeypatch)
    an_edition(sqlite_database, 3)
    report = a_sending(sqlite_database, SesCarrier(endpoint_url=url)).run(EDITION)
    assert report.submitted == 3
    assert counts(sqlite_database) == {"submitted": 3}
    with urllib.request.urlopen(f"{url}/store") as answer:
        stored: list[dict[str, Any]] = json.loads(answer.read())["emails"]
    print(json.dumps(stored[0], indent=1)[:4000])
    assert False
