"""``syndicate edition render``: a coming edition as files, as any reader gets it, and with stories that try it."""

from __future__ import annotations

import email
import email.policy
import json
from pathlib import Path

import pytest
from PIL import Image

from syndicate.cli import mail_pictures
from syndicate.digests.fixtures import FIXTURES
from syndicate.mail.checks import BLOCK_BYTES
from tests.commands import Invoke, given

pytestmark = pytest.mark.usefixtures("newsroom")


def test_what_would_be_sent_lies_in_files(invoke: Invoke, tmp_path: Path) -> None:
    given(invoke, "collect")
    drafted = given(invoke, "edition", "compose", "daily", "--dry-run")
    made = given(invoke, "edition", "render", "daily", "--no-pictures", "--out", f"{tmp_path / 'look'}")
    assert made["subject"] == drafted["subject"]
    assert {Path(name).name for name in made["files"]} == {
        "message.eml",
        "message.txt",
        "message.html",
        "findings.json",
    }
    content = (tmp_path / "look" / "message.eml").read_bytes()
    message = email.message_from_bytes(content, policy=email.policy.default)
    html = (tmp_path / "look" / "message.html").read_text(encoding="utf-8")
    assert message["Subject"] == drafted["subject"]
    assert message.get_body(("html",)).get_content().split() == html.split()  # type: ignore[union-attr]
    assert "{{" not in html
    told = json.loads((tmp_path / "look" / "findings.json").read_text(encoding="utf-8"))
    assert [edition["subject"] for edition in told["editions"]] == [drafted["subject"]]
    assert given(invoke, "edition", "list") == {"editions": []}


def test_a_reader_sees_their_own(invoke: Invoke, tmp_path: Path) -> None:
    given(invoke, "collect")
    given(invoke, "subscribers", "choose", "ann@example.org", "daily", "--language", "de", "--format", "text")
    out = tmp_path / "ann"
    made = given(invoke, "edition", "render", "daily", "--as", "ann@example.org", "--out", f"{out}")
    assert {Path(name).name for name in made["files"]} == {"message.eml", "message.txt", "findings.json"}
    assert "Abbestellen" in (out / "message.txt").read_text(encoding="utf-8")
    message = email.message_from_bytes((out / "message.eml").read_bytes(), policy=email.policy.default)
    assert message["To"] == "Ann <ann@example.org>"
    code, _, told = invoke("edition", "render", "daily", "--as", "who@example.org", "--out", f"{out}")
    assert (code, "who@example.org" in told) == (1, True)


def test_a_moment_to_come_has_what_is_due_from_then_on(invoke: Invoke, tmp_path: Path) -> None:
    given(invoke, "collect")
    later = ("--at", "2126-12-24", "--no-pictures", "--out", f"{tmp_path}")
    assert given(invoke, "edition", "render", "daily", *later)["subject"] is None  # the stories are too old by then


@pytest.mark.parametrize("name", FIXTURES)
def test_stories_that_try_a_template_can_be_sent(invoke: Invoke, tmp_path: Path, name: str) -> None:
    made = given(invoke, "edition", "render", "daily", "--fixture", name, "--no-pictures", "--out", f"{tmp_path}")
    html = (tmp_path / "message.html").read_bytes()
    told = json.loads((tmp_path / "findings.json").read_text(encoding="utf-8"))
    assert made["subject"]
    assert told["blocks"] == 0
    assert len(html) <= BLOCK_BYTES
    assert b"<script" not in html


def test_a_fixture_that_there_is_not_is_refused(invoke: Invoke, tmp_path: Path) -> None:
    code, _, told = invoke("edition", "render", "daily", "--fixture", "arabik", "--out", f"{tmp_path}")
    assert (code, "there are one, forty" in told) == (2, True)


@pytest.mark.browser
def test_a_browser_takes_pictures(invoke: Invoke, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(mail_pictures, "WIDTHS", (600,))
    given(invoke, "edition", "render", "daily", "--fixture", "one", "--out", f"{tmp_path}")
    corners = {}
    for scheme in ("light", "dark"):
        with Image.open(tmp_path / f"600-{scheme}.png") as picture:
            assert picture.width == 600
            assert 500 < picture.height < 3_000
            corners[scheme] = sum(picture.convert("RGB").getpixel((4, 4)))  # type: ignore[arg-type]
    assert corners["light"] > corners["dark"]
