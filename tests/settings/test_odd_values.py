"""What the configuration takes, a mail can carry: odd values that are legal never stop an edition."""

from __future__ import annotations

import re
from threading import Event
from typing import TYPE_CHECKING

import pytest

from syndicate.config import load
from syndicate.errors import ConfigError
from syndicate.publishing.wiring import open_parts
from tests.newsroom import CONFIG

if TYPE_CHECKING:
    from tests.newsroom import Newsroom

ATOMS = "a!#$%&'*+/?=^_`{|}~-b"  # "=?" would begin an encoded word, and is refused
ODD = {
    "a mailbox with every sign that one may have": ("[delivery]", f'unsubscribe_mailto = "{ATOMS}@lantern.example"'),
    "a mailbox with a name": ("[delivery]", 'unsubscribe_mailto = "Leave, please <leave@lantern.example>"'),
    "a mailbox in another script": ("[delivery]", 'unsubscribe_mailto = "leave@büro.example"'),
    "a mailbox as long as may be": (
        "[delivery]",
        f'unsubscribe_mailto = "{"%" * 64}@{"a" * 60}.{"b" * 60}.{"c" * 57}.test"',
    ),
    "a sender with a comma": ('sender = "The Lantern', 'sender = "Lantern, The'),
    "a sender with quotation marks": ('sender = "The Lantern', r'sender = "The \"Lantern\" \\ Co.'),
    "a sender in another script": ('sender = "The Lantern', 'sender = "Фонарь · 灯 · \U0001f3ee'),
    "a sender whose name is long": ('sender = "The Lantern', f'sender = "{"Lantern " * 24}'),
    "a sender with every sign": ("news@lantern.example", f"{ATOMS}@lantern.example"),
    "a sender's domain in another script": ("news@lantern.example", "news@фонарь.example"),
    "an answer with every sign": (
        "[[newsletters]]",
        f'[[newsletters]]\nreply_to = "Ann, Bo <{ATOMS}@lantern.example>"',
    ),
    "a subject in another script": (
        "[[newsletters]]",
        '[[newsletters]]\nsubject = "نشرة \U0001f3ee =?utf-8?q?x?= {{x}} %s"',
    ),
    "a subject that is long": ("[[newsletters]]", f'[[newsletters]]\nsubject = "{"long " * 400}"'),
    "a title with markup": ('title = "The Lantern daily"', 'title = "R&D <b>{{ 7*7 }}</b> {% x %} {subject}"'),
    "a site's title with markup": ('title = "The Lantern"', 'title = "R&D <b>{{ 7*7 }}</b> {% x %}"'),
    "a newsletter's name that is long": ('name = "daily"', f'name = "{"daily-" * 16}x"'),
    "an address with a path": ("http://127.0.0.1:8080", "https://lantern.example/a/b/~c;d=1,2"),
    "an address that is long": ("http://127.0.0.1:8080", f"https://lantern.example/{'a' * 276}"),
    "an address by number": ("http://127.0.0.1:8080", "http://[2001:db8::1]:8080"),
    "a language from right to left": ('language = "en"', 'language = "ar"'),
    "a language without words of ours": ('language = "en"', 'language = "haw-Latn-US"'),
}


@pytest.mark.parametrize("what", ODD)
def test_an_edition_leaves_with(newsroom: Newsroom, what: str) -> None:
    before, after = ODD[what]
    text = CONFIG if before in CONFIG else f"{CONFIG}\n{before}\n"
    if text == CONFIG:
        text = text.replace(before, after, 1)
    else:
        text += after
    newsroom.configure(text)
    with open_parts(load(newsroom.folder / "config.toml", {})) as parts:
        report = parts.publisher.run_once(Event())
    assert report.errors == []
    (sent,) = report.sent.values()
    assert (sent.submitted, sent.refused) == (2, 0), sent
    assert len(newsroom.mails()) == 2


def test_the_longest_of_everything_leaves_too(newsroom: Newsroom) -> None:
    text = CONFIG.replace("http://127.0.0.1:8080", f"https://lantern.example/{'a' * 276}")
    text = text.replace('name = "daily"', f'name = "{"d" * 100}"')
    domain = f"{'b' * 60}.{'c' * 60}.{'d' * 60}.example"[-189:]
    newsroom.configure(f'{text}\n[delivery]\nunsubscribe_mailto = "{"%" * 64}@{domain}"\n')
    with open_parts(load(newsroom.folder / "config.toml", {})) as parts:
        report = parts.publisher.run_once(Event())
    assert [sent.submitted for sent in report.sent.values()] == [2]


@pytest.mark.parametrize(
    ("before", "after", "said"),
    [
        ("http://127.0.0.1:8080", f"https://lantern.example/{'a' * 277}", '"url" in [site] has 301 characters'),
        ('name = "daily"', f'name = "{"d" * 101}"', "write up to 100 characters"),
        ("news@lantern.example", "a=?b@lantern.example", "mail programs take =? for the start"),
    ],
)
def test_what_no_mail_could_carry_is_refused_where_it_is_written(
    newsroom: Newsroom, before: str, after: str, said: str
) -> None:
    newsroom.configure(CONFIG.replace(before, after))
    with pytest.raises(ConfigError, match=re.escape(said)):
        load(newsroom.folder / "config.toml", {})


def test_a_daily_newsletter_that_leaves_out_days_says_that_it_is_daily(newsroom: Newsroom) -> None:
    newsroom.configure(CONFIG.replace('at = "00:00"', 'at = "00:00"\nweekdays = ["mon", "tue", "wed", "thu", "fri"]'))
    with open_parts(load(newsroom.folder / "config.toml", {})) as parts:
        assert [newsletter.default.kind for newsletter in parts.newsletters] == ["daily"]
