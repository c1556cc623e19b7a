from __future__ import annotations

import json
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from syndicate.delivery.carriers.ses import limits
from syndicate.delivery.carriers.ses.bulk import bulk_mail
from syndicate.mail.merge_fields import LITERALS
from tests.carriers import LINK, a_mailing, a_recipient


def test_a_recipients_values_tags_and_headers_stand_in_their_entry() -> None:
    entry: Any = json.loads(bulk_mail(a_mailing()).entry(a_recipient("d1", name="Ann", attempt=2)) or "")
    assert entry["Destination"] == {"ToAddresses": ["Ann <d1@example.com>"]}
    assert entry["ReplacementTags"] == [
        {"Name": "edition", "Value": "e1"},
        {"Name": "d", "Value": "d1"},
        {"Name": "a", "Value": "2"},
    ]
    assert [header["Name"] for header in entry["ReplacementHeaders"]] == ["List-Unsubscribe", "X-Syndicate-Delivery"]
    data = json.loads(entry["ReplacementEmailContent"]["ReplacementTemplate"]["ReplacementTemplateData"])
    assert data == {"unsubscribe_url": f"{LINK}d1", **LITERALS}


GREETING = "<p>Hello{{comma_before_name}}{{space_before_name}}{{recipient_name}}!</p>"


@pytest.mark.parametrize(
    ("name", "said"),
    [("Ann", "Ann"), ("", ""), ("Zoë O'Brien", "Zoë O’Brien"), ("日本", "日本"), ("see evil.example", "")],
)
def test_a_name_and_the_link_to_the_preferences_stand_in_the_entry_of_a_mail_that_asks_for_them(
    name: str, said: str
) -> None:
    mailing = a_mailing(html=f'{GREETING}<a href="{{{{preferences_url}}}}">Choose</a>')
    entry: Any = json.loads(bulk_mail(mailing).entry(a_recipient("d1", name=name, preferences_url=f"{LINK}p")) or "")
    data = json.loads(entry["ReplacementEmailContent"]["ReplacementTemplate"]["ReplacementTemplateData"])
    values = {"unsubscribe_url": f"{LINK}d1", "preferences_url": f"{LINK}p", "recipient_name": said, **LITERALS}
    signs = (",", " ") if said else ("", "")
    assert data == values | dict(zip(("comma_before_name", "space_before_name"), signs, strict=True))


@pytest.mark.parametrize("changes", [{"name": "Ann & Bob"}, {"name": 'Ann "B" C'}, {"preferences_url": f"{LINK}?a=b"}])
def test_what_handlebars_writes_in_another_way_goes_raw_only_where_it_is_said(changes: dict[str, str]) -> None:
    recipient = a_recipient("d1", **({"preferences_url": f"{LINK}p"} | changes))
    assert bulk_mail(a_mailing()).entry(recipient)
    assert bulk_mail(a_mailing(html=f"{GREETING}{{{{preferences_url}}}}.")).entry(recipient) is None


@given(name=st.text(max_size=60), token=st.from_regex(r"[A-Za-z0-9:/._~?#+%,;@!$()*-]{0,60}", fullmatch=True))
def test_an_entry_is_json_whatever_a_reader_is_called(name: str, token: str) -> None:
    entry = bulk_mail(a_mailing(unsubscribe_mailto="mailto:a@b.example?subject=%22x")).entry(
        a_recipient("d1", name=name, unsubscribe_url=f"{LINK}{token}")
    )
    if entry is not None:
        read: Any = json.loads(entry)
        [to] = read["Destination"]["ToAddresses"]
        assert to.endswith(("d1@example.com", "<d1@example.com>"))
        data = json.loads(read["ReplacementEmailContent"]["ReplacementTemplate"]["ReplacementTemplateData"])
        assert data == {"unsubscribe_url": f"{LINK}{token}", **LITERALS}
        assert read["ReplacementHeaders"][0]["Value"].startswith(f"<{LINK}{token}>, <mailto:")


@pytest.mark.parametrize(
    "changes",
    [
        {"unsubscribe_url": f"{LINK}?a=b"},
        {"unsubscribe_url": f"{LINK}'"},
        {"unsubscribe_url": f"{LINK}x&y"},
        {"unsubscribe_url": f"{LINK}é"},
        {"unsubscribe_url": "https://example.com/" + "x" * 980},
        {"unsubscribe_url": ""},
        {"name": "ü" * 150},
        {"address": "jörg@example.com"},
        {"delivery_id": "d 1"},
        {"delivery_id": "d" * 257},
    ],
)
def test_whom_a_template_cannot_say_right_goes_another_way(changes: dict[str, str]) -> None:
    assert bulk_mail(a_mailing()).entry(a_recipient(**changes)) is None


@pytest.mark.parametrize(
    "changes",
    [
        {"html": "<style>a{{unsubscribe_url}}}</style>"},
        {"html": "<p>\\{{unsubscribe_url}}</p>"},
        {"html": "<p>{{#if x}}</p>"},
        {"html": "<p>{{ unsubscribe_url }}</p>"},
        {"text": "{{{unsubscribe_url}}}"},
        {"text": "{{unknown_field}}"},
        {"text": "Good morning, {{recipient_name}}\n"},
        {"sender_address": "nobody"},
        {"reply_to": "nobody"},
        {"sender_name": "ü" * 150},
        {"list_id": "x" * 1000},
    ],
)
def test_a_mailing_that_handlebars_or_ses_would_read_otherwise_is_told(changes: dict[str, str]) -> None:
    assert bulk_mail(a_mailing(**changes)).fault


def test_the_same_content_has_the_same_name_and_another_has_another() -> None:
    assert bulk_mail(a_mailing()).name == bulk_mail(a_mailing(key="9.9", date=None)).name
    assert bulk_mail(a_mailing()).name != bulk_mail(a_mailing(text="x")).name


def test_a_template_is_stored_up_to_its_limit_and_stands_in_a_call_up_to_the_calls() -> None:
    plain = bulk_mail(a_mailing(subject="", text="", html="x" * limits.MAX_STORED))
    assert plain.can_be_stored
    assert not bulk_mail(a_mailing(subject="", text="", html="x" * (limits.MAX_STORED + 1))).can_be_stored
    assert plain.is_small_enough([])
    assert not bulk_mail(a_mailing(html="x" * limits.MAX_INLINE)).is_small_enough([])


@given(st.integers(990, 1000), st.integers(1, 130))
def test_a_header_is_as_long_as_amazon_takes_it_and_no_longer(value: int, name: int) -> None:
    is_fit = value <= 995 and name + value <= 996 and name <= 126
    assert (limits.header_fault("x" * name, "v" * value) is None) == is_fit


@pytest.mark.parametrize(
    ("fault", "is_fit"),
    [
        (limits.header_fault("X-A", "a\r\nb"), False),
        (limits.header_fault("X:A", "a"), False),
        (limits.header_fault("X-A", ""), False),
        (limits.headers_fault({f"X-{number}": "v" for number in range(15)}), True),
        (limits.headers_fault({f"X-{number}": "v" for number in range(16)}), False),
        (limits.tags_fault(["a-b_C9", "x" * 256]), True),
        (limits.tags_fault(["x" * 257]), False),
        (limits.tags_fault(["a@b"]), False),
        (limits.address_fault("Ann <ann@example.com>"), True),
        (limits.address_fault(f"{'n' * 302} <ann@example.com>"), True),
        (limits.address_fault(f"{'n' * 303} <ann@example.com>"), False),
        (limits.address_fault("é@example.com"), False),
        (limits.message_fault(b"x" * 30_000_000), True),
        (limits.message_fault(b"x" * 30_000_001), False),
    ],
)
def test_every_limit_holds_at_its_edge(fault: str | None, is_fit: bool) -> None:  # noqa: FBT001
    assert (fault is None) == is_fit
