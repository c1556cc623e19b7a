"""An operator's own words, whatever they hold, from the configuration into the outbox."""

from __future__ import annotations

import json
from email.header import decode_header, make_header

import pytest

from tests.newsroom import CONFIG, Newsroom

WORDS = {
    "braces": "The {{Lantern}} {1} Pier",
    "a merge field": "Lantern {{unsubscribe_url}}",
    "Jinja": "Lantern {% raw %} {# 1 #}",
    "backslashes": "C:\\Lantern\\news \\",
    "markup": "Lantern <b>& Sons</b> &amp; \"Co\" 'Ltd'",
    "emoji and Arabic": "Lantern ⚓️ الفنار 👩‍👩‍👧",
    "length": "Lantern House on the Long Pier " * 12,
}


@pytest.mark.parametrize("name", WORDS)
def test_words_of_the_configuration_arrive_as_they_were_written(newsroom: Newsroom, name: str) -> None:
    words = WORDS[name].strip()
    text = CONFIG.replace('"The Lantern, 1 Pier Road, Harbourtown"', json.dumps(words, ensure_ascii=False))
    text = text.replace('title = "The Lantern daily"', f"title = {json.dumps(words, ensure_ascii=False)}")
    newsroom.configure(text)
    done = newsroom.run("run", "--once")
    assert done.returncode == 0, done.stderr
    assert len(newsroom.mails()) == 2, done.stderr + done.stdout
    for mail in newsroom.mails():
        plain = mail.get_body(("plain",))
        assert plain is not None
        assert words in " ".join(plain.get_content().split())
        assert str(make_header(decode_header(str(mail["Subject"]))))
