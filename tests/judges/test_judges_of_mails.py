"""Golden mails before foreign judges: a spam filter, and the W3C's checker of HTML."""

from __future__ import annotations

import json
import os
import re
import subprocess
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest

from syndicate.mail.digest import DigestRenderer
from syndicate.mail.merge_fields import fill
from syndicate.mail.message import build_message
from syndicate.mail.model import Envelope, Rendering
from tests.npm import folder_with
from tests.unit.mail.quay import DIGESTS, TEMPLATES, UNSUBSCRIBE, VALUES

pytestmark = pytest.mark.judges

#: One mail at every change: the others are much like it, and each of the programs starts slowly.
FIRST = ("lead-and-list",)
SETS = [FIRST, pytest.param(tuple(name for name in DIGESTS if name not in FIRST), marks=pytest.mark.slow)]

#: What the compiler writes for Outlook, or what mail programs ask for: no mistakes, though no HTML of the standard.
OF_MAILS = re.compile(
    r"Attribute “xmlns:[vo]” not allowed here\."
    r"|CSS: “(?:mso-[a-z-]+|supported-color-schemes)”: Property “[a-z-]+” doesn't exist\."
    r"|Element “meta” is missing one or more of the following attributes: “content”, “property”\."
)


def filled(name: str) -> Rendering:
    return fill(DigestRenderer(TEMPLATES).render(DIGESTS[name]), VALUES)


def message(name: str) -> bytes:
    mail = filled(name)
    envelope = Envelope(
        delivery_id="abcdefghijklmnopqrstuvwxyz",
        sender_name="The Quay",
        sender_address="news@quay.example",
        recipient_name="Zoë",
        recipient_address="zoe@bücher.example",
        reply_to="desk@quay.example",
        subject=DIGESTS[name].subject,
        list_id="morning.quay.example",
        unsubscribe_url=UNSUBSCRIBE,
        unsubscribe_mailto="mailto:leave@quay.example",
    )
    return build_message(envelope, mail.html, mail.text, date=datetime.now(UTC), message_id="k3j9-abc@quay.example")


@pytest.mark.spamassassin
@pytest.mark.parametrize("names", SETS)
def test_spamassassin_finds_nothing_to_count_against_a_mail(names: tuple[str, ...], tmp_path: Path) -> None:
    """Without the network: the rules for headers, words and HTML."""
    box = tmp_path / "box"
    box.write_bytes(b"".join(b"From a Mon Nov 23 07:00:00 2026\n%s\n\n" % _unix(message(name)) for name in names))
    command = ["spamassassin", "--local", "--mbox", str(box)]
    ran = subprocess.run(
        command, capture_output=True, text=True, check=True, timeout=250, env={**os.environ, "HOME": str(tmp_path)}
    )
    verdicts = re.findall(r"^X-Spam-Status: \w+, score=(\S+)", ran.stdout, re.MULTILINE)
    assert [float(score) for score in verdicts] == [0.0] * len(names), ran.stdout[:3000]


def _unix(content: bytes) -> bytes:
    return content.replace(b"\r\n", b"\n").replace(b"\nFrom ", b"\n>From ")


@pytest.fixture(scope="session")
def checker(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The W3C's checker of HTML, which is a program of Java."""
    home = folder_with({"vnu-jar": "26.9.27"}, tmp_path_factory, "vnu-jar")
    return home / "node_modules/vnu-jar/build/dist/vnu.jar"


@pytest.mark.slow
@pytest.mark.java
@pytest.mark.node
def test_the_checker_of_html_finds_nothing_but_what_mails_need(checker: Path, tmp_path: Path) -> None:
    for name in DIGESTS:
        (tmp_path / f"{name}.html").write_text(filled(name).html)
    command = ["java", "-Xmx512m", "-jar", str(checker), "--format", "json", "--errors-only", "--exit-zero-always"]
    ran = subprocess.run(
        [*command, *sorted(tmp_path.iterdir())], capture_output=True, text=True, check=True, timeout=250
    )
    told: list[dict[str, Any]] = json.loads(ran.stderr)["messages"]
    unknown = [f"{each['url']}: {each['message']}" for each in told if not OF_MAILS.fullmatch(each["message"])]
    assert unknown == []
