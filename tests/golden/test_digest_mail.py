"""Mails as they leave, byte by byte; ``make golden`` writes the files anew."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path

import pytest

from syndicate.mail.digest import DigestRenderer
from syndicate.mail.merge_fields import fill
from syndicate.mail.message import build_message
from syndicate.mail.model import Envelope
from syndicate.mail.transactional import TransactionalRenderer
from syndicate.storage.states import TransactionalKind
from tests.unit.mail.quay import DIGESTS, TEMPLATES, VALUES, occasion

FOLDER = Path(__file__).parent / "mail"


def compare(request: pytest.FixtureRequest, name: str, made: bytes) -> None:
    path = FOLDER / name
    if request.config.getoption("--golden-rewrite", default=False):
        path.parent.mkdir(exist_ok=True)
        path.write_bytes(made)
    assert made == path.read_bytes(), f"{name} differs; run `make golden` and look at what changed"


@pytest.mark.parametrize(
    "name", ["lead-and-list", "single", "plain", "arabic", "disclosed", "cards", "brief", "letter", "blocks"]
)
def test_a_digest_is_what_it_was(request: pytest.FixtureRequest, name: str) -> None:
    rendering = DigestRenderer(TEMPLATES).render(DIGESTS[name])
    compare(request, f"{name}.html", rendering.html.encode())
    compare(request, f"{name}.txt", rendering.text.encode())


@pytest.mark.parametrize("language", ["en", "ar"])
@pytest.mark.parametrize("kind", TransactionalKind)
def test_a_mail_to_one_person_is_what_it_was(
    request: pytest.FixtureRequest, kind: TransactionalKind, language: str
) -> None:
    rendering = TransactionalRenderer(TEMPLATES).render(occasion(kind, language)).rendering
    compare(request, f"{kind}-{language}.html", rendering.html.encode())
    compare(request, f"{kind}-{language}.txt", rendering.text.encode())


def test_a_message_is_what_it_was(request: pytest.FixtureRequest) -> None:
    digest = DIGESTS["single"]
    filled = fill(DigestRenderer(TEMPLATES).render(digest), VALUES)
    envelope = Envelope(
        delivery_id="abcdefghijklmnopqrstuvwxyz",
        sender_name="The Quay",
        sender_address="news@quay.example",
        recipient_name="Zoë, at the harbour",
        recipient_address="zoe@bücher.example",
        reply_to="desk@quay.example",
        subject=digest.subject,
        list_id="morning.quay.example",
        unsubscribe_url=VALUES["unsubscribe_url"],
        unsubscribe_mailto="mailto:leave@quay.example",
    )
    date = datetime(2026, 11, 23, 7, tzinfo=UTC)
    content = build_message(envelope, filled.html, filled.text, date=date, message_id="one@quay.example")
    compare(request, "single.eml", content)
