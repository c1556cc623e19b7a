"""Mails to one person: what each kind says, in every language of ours, and whose templates make them."""

from __future__ import annotations

import shutil
from dataclasses import replace
from datetime import UTC, datetime, time
from email import policy
from email.parser import BytesParser
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from syndicate.mail.message import build_message
from syndicate.mail.model import Envelope
from syndicate.mail.transactional import TransactionalRenderer, has_transactional
from syndicate.storage.states import TransactionalKind
from syndicate.theme.model import AS_TEMPLATES_HAVE_IT, Logo
from syndicate.words.translation import languages
from tests.unit.mail.quay import TEMPLATES, occasion

if TYPE_CHECKING:
    from syndicate.mail.transactional import SetLetter

RENDERER = TransactionalRenderer(TEMPLATES)


@pytest.mark.parametrize("language", languages())
@pytest.mark.parametrize("kind", TransactionalKind)
def test_the_judge_finds_nothing_in_any_kind_in_any_language(kind: TransactionalKind, language: str) -> None:
    made = RENDERER.render(occasion(kind, language))

    assert made.findings() == ()
    assert made.digest.language == language


@pytest.mark.parametrize("kind", TransactionalKind)
def test_a_mail_has_one_button_and_the_same_address_written_out_in_its_text(kind: TransactionalKind) -> None:
    made, url = RENDERER.render(occasion(kind)), occasion(kind).url

    assert made.rendering.html.count(f'href="{url}"') == 1
    assert url in made.rendering.text.splitlines()


@pytest.mark.parametrize("kind", TransactionalKind)
def test_only_a_welcome_can_be_left_and_leads_there(kind: TransactionalKind) -> None:
    made = RENDERER.render(occasion(kind))

    is_welcome = kind is TransactionalKind.WELCOME
    assert made.can_be_left is is_welcome
    assert ("{{unsubscribe_url}}" in made.rendering.html) is is_welcome
    assert ("{{unsubscribe_url}}" in made.rendering.text) is is_welcome


def test_a_welcome_says_when_the_next_edition_comes() -> None:
    about = occasion(TransactionalKind.WELCOME)

    assert "Tuesday, November 24, 2026" in RENDERER.render(about).rendering.text
    follows = RENDERER.render(replace(about, next_on=None, follows_stories=True)).rendering.text
    assert "as soon as a story is out" in follows
    assert "next" not in RENDERER.render(replace(about, next_on=None)).rendering.text


def test_a_language_that_we_have_no_words_in_is_spoken_to_in_english_and_says_so() -> None:
    made = RENDERER.render(occasion(TransactionalKind.CONFIRM, "fi"))

    assert made.digest.language == "en"
    assert '<html lang="en"' in made.rendering.html


def test_a_logo_takes_the_place_of_the_title() -> None:
    logo = Logo(url="https://quay.example/logo.png", width=180, height=40, alt="The Quay")
    made = TransactionalRenderer(TEMPLATES, replace(AS_TEMPLATES_HAVE_IT, logo=logo)).render(
        occasion(TransactionalKind.CONFIRM)
    )

    assert made.findings() == ()
    assert logo.url in made.rendering.html


def test_a_letter_is_of_no_list_and_no_machine_answers_it() -> None:
    made = RENDERER.render(occasion(TransactionalKind.CONFIRM))

    parsed = BytesParser(policy=policy.default).parsebytes(_message(made))
    assert parsed["Auto-Submitted"] == "auto-generated"
    assert parsed["List-Unsubscribe"] is None
    assert parsed["List-Id"] is None


def test_a_folder_without_these_templates_has_the_shipped_ones(tmp_path: Path) -> None:
    shutil.copytree(TEMPLATES, tmp_path / "email")
    shutil.rmtree(tmp_path / "email" / "transactional")

    assert not has_transactional(tmp_path / "email")
    of_folder = TransactionalRenderer(tmp_path / "email").render(occasion(TransactionalKind.CONFIRM))
    assert of_folder.rendering.html == RENDERER.render(occasion(TransactionalKind.CONFIRM)).rendering.html


def test_an_editor_may_replace_these_templates_and_our_words(tmp_path: Path) -> None:
    folder = tmp_path / "email"
    shutil.copytree(TEMPLATES, folder)
    text = folder / "transactional" / "mail.txt.j2"
    text.write_text(text.read_text() + "\nYours, the desk\n")
    said = 'msgid "Confirm subscription"\nmsgstr "Ja, ich will"\n'
    (folder / "words" / "de.po").write_text(said)

    made = TransactionalRenderer(folder).render(occasion(TransactionalKind.CONFIRM, "de"))
    assert made.rendering.text.endswith("Yours, the desk\n")
    assert "Ja, ich will" in made.rendering.html


def _message(made: SetLetter) -> bytes:
    envelope = Envelope(
        delivery_id="abcdefghijklmnopqrstuvwxyz",
        sender_name="The Quay",
        sender_address="news@quay.example",
        recipient_name="",
        recipient_address="zoe@example.org",
        reply_to=None,
        subject=made.digest.subject,
        list_id=None,
        unsubscribe_url="",
        unsubscribe_mailto=None,
    )
    written = occasion(TransactionalKind.CONFIRM).written_on
    date = datetime.combine(written, time(7), UTC)
    return build_message(envelope, made.rendering.html, made.rendering.text, date=date, message_id="one@quay.example")
