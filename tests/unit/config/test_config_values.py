"""Readers of single values: what they take, and that a refusal names value and remedy."""

from __future__ import annotations

from collections.abc import Callable
from datetime import time, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from syndicate.config import addresses, values
from syndicate.config import secrets as sealed
from syndicate.config.phrasing import MASK, did_you_mean, literal, shown

Reader = Callable[[object], object]

SECRET = "correct horse battery staple, twice"  # noqa: S105 - a made-up one


@given(st.integers(0, 10**8))
def test_a_duration_survives_its_own_spelling(seconds: int) -> None:
    duration = timedelta(seconds=seconds)
    assert values.read_duration(values.written_duration(duration)) == duration


@pytest.mark.parametrize(
    ("written", "seconds"), [("30s", 30), (" 5m ", 300), ("2h", 7200), ("1d", 86_400), ("0s", 0), ("90m", 5400)]
)
def test_durations_have_one_unit(written: str, seconds: int) -> None:
    assert values.read_duration(written) == timedelta(seconds=seconds)


@pytest.mark.parametrize(
    ("written", "read"),
    [
        ("en", "en"),
        ("EN-gb", "en-GB"),
        ("zh-hant-tw", "zh-Hant-TW"),
        ("es-419", "es-419"),
        ("de-ch-1901", "de-CH-1901"),
        ("ar", "ar"),
    ],
)
def test_a_language_tag_gets_its_usual_letter_case(written: str, read: str) -> None:
    assert values.read_language(written) == read


@pytest.mark.parametrize(
    ("written", "read"),
    [
        ("https://news.example.org/", "https://news.example.org"),
        ("http://127.0.0.1:8080", "http://127.0.0.1:8080"),
        ("http://[::1]:8080/news/", "http://[::1]:8080/news"),
    ],
)
def test_a_web_address_has_no_slash_at_its_end(written: str, read: str) -> None:
    assert addresses.read_web_address(written) == read


@pytest.mark.parametrize(
    "written", ["quay.example,2026", "quay.example,2026-02", "quay.example,2024-02-29", "ed@quay.example,2026"]
)
def test_tagging_entities_follow_rfc_4151(written: str) -> None:
    assert addresses.read_authority(written) == written


@pytest.mark.parametrize(("written", "read"), [("::1", "::1"), ("LOCALHOST", "localhost"), ("127.3.2.1", "127.3.2.1")])
def test_the_desk_may_stand_at_any_loopback_address(written: str, read: str) -> None:
    assert addresses.read_loopback(written) == read


@pytest.mark.parametrize(
    "host",
    [
        *("localhost", "LOCALHOST.", "app.localhost", "app.localhost."),
        *("127.0.0.1", "127.0.0.1.", "127.1", "2130706433", "0x7f000001", "0177.0.0.1", "0.0.0.0", "0"),  # noqa: S104
        *("::1", "::", "::ffff:127.0.0.1", "::ffff:7f00:1", "::ffff:0.0.0.0"),
    ],
)
def test_this_machine_has_many_spellings(host: str) -> None:
    assert addresses.is_this_machine(host)


@pytest.mark.parametrize(
    "host",
    [
        *("quay.example", "localhost.example", "notlocalhost", "127.example", "", "."),
        *("192.0.2.1", "10.0.0.1", "2001:db8::1", "::ffff:192.0.2.1"),
    ],
)
def test_other_machines_are_not_this_one(host: str) -> None:
    assert not addresses.is_this_machine(host)


@pytest.mark.parametrize("written", ["localhost.", "app.localhost", "127.1", "0.0.0.0", "::", "::ffff:127.0.0.1"])  # noqa: S104
def test_the_desk_stands_at_the_plain_spellings_alone(written: str) -> None:
    with pytest.raises(ValueError, match=r"only this machine|write an IP address"):
        addresses.read_loopback(written)


def test_a_mailbox_keeps_name_and_address() -> None:
    sender = addresses.read_mailbox('"Quay, The" <news@quay.example>')
    assert (sender.name, sender.address) == ("Quay, The", "news@quay.example")


def test_a_time_may_be_toml_s_own() -> None:
    assert values.read_time(time(7, 30)) == values.read_time("07:30") == time(7, 30)


def test_weekdays_count_as_dates_do() -> None:
    assert sorted(values.read_weekdays(("sun", "Mon"))) == [0, 6]


def test_a_readers_own_result_is_taken_again() -> None:
    results: list[tuple[Reader, object]] = [
        (values.read_zone, values.read_zone("Europe/Oslo")),
        (values.read_duration, timedelta(hours=1)),
        (values.read_weekdays, frozenset(values.Weekday)),
        (addresses.read_mailbox, addresses.read_mailbox("a@example.org")),
        (sealed.read_secret, sealed.read_secret(SECRET)),
    ]
    for reader, result in results:
        assert reader(result) == result


HOSTILE: list[tuple[Reader, object, str]] = [
    (values.read_line, "", "must not be empty"),
    (values.read_line, " \u00a0 ", "must not be empty"),
    (values.read_line, "a\nBcc: b@example.org", "one line"),
    (values.read_line, "a\x00", "control characters"),
    (values.read_line, 3, "text in quotation marks"),
    (values.read_header, "naïve", "ASCII"),
    (values.read_slug, "a--b", "joined by hyphens"),
    (values.read_slug, "ä", "lower-case letters"),
    (values.read_slug, "a\n", "lower-case letters"),
    (values.read_duration, 30, '"30s"'),
    (values.read_duration, True, "such as"),
    (values.read_duration, "1.5h", "such as"),
    (values.read_duration, "-1s", "such as"),
    (values.read_duration, "٣s", "such as"),
    (values.read_time, "24:00", "07:00"),
    (values.read_time, time(7, 0, 1), "07:00"),
    (values.read_weekdays, (), "list of days"),
    (values.read_weekdays, "mon", "list of days"),
    (values.read_weekdays, ("mon", "tue", "mon"), "each day once"),
    (values.read_weekdays, (1,), "mon, tue"),
    (values.read_zone, "", "Europe/Berlin"),
    (values.read_zone, "Europe", "IANA"),
    (values.read_zone, "/etc/passwd", "IANA"),
    (values.read_zone, "a\x00b", "IANA"),
    (values.read_zone, "x" * 5000, "IANA"),
    (values.read_language, "english", "BCP 47"),
    (values.read_language, "en_GB", "BCP 47"),
    (values.read_language, "../en", "BCP 47"),
    (values.read_language, "en-uk", '"en-GB"'),
    (values.read_configuration_set, "a b", "letters, digits"),
    (values.read_abbreviation, "C1", "CET"),
    (addresses.read_web_address, "ftp://example.org", "absolute address"),
    (addresses.read_web_address, "https://", "absolute address"),
    (addresses.read_web_address, "https://example.org:0", "absolute address"),
    (addresses.read_web_address, "https://[::1", "absolute address"),
    (addresses.read_web_address, "https://exa mple.org", "absolute address"),
    (addresses.read_web_address, "javascript:alert(1)", "absolute address"),
    (addresses.read_web_address, "https://münchen.example", "xn--"),
    (addresses.read_web_address, "https://example.org/#a", "without a query"),
    (addresses.read_document_address, "https://ann:secret@example.org/feed", "user and password"),
    (addresses.read_document_address, "example.org/feed", "absolute address"),
    (addresses.read_document_address, "https://example.org/feed#top", "fragment"),
    (addresses.read_document_address, "https://münchen.example/feed", "xn--"),
    (addresses.read_permalink, "https://example.org/{}", "not one of"),
    (addresses.read_permalink, "https://example.org/{slug.__class__}", "not one of"),
    (addresses.read_permalink, "https://example.org/{slug:>99999999}", "not one of"),
    (addresses.read_permalink, "https://example.org/{slug", "braces do not match"),
    (addresses.read_permalink, "https://example.org/{{slug}}", "every article"),
    (addresses.read_permalink, "{slug}", "absolute address"),
    (addresses.read_authority, "quay.example", "2026"),
    (addresses.read_authority, "quay.example,2026-02-30", "does not exist"),
    (addresses.read_authority, "quay.example,0000", "does not exist"),
    (addresses.read_authority, 2026, "2026"),
    (addresses.read_mailbox, "The Quay", "name@example.org"),
    (addresses.read_mailbox, "a@example.org\r\nBcc: b@example.org", "one line"),
    (addresses.read_host, "127.0.0.1:80", "its own key"),
    (addresses.read_host, "1.2.3", "IP address"),
    (addresses.read_host, "a_b", "IP address"),
    (addresses.read_loopback, "0.0.0.0", "127.0.0.1"),  # noqa: S104 - refused
    (addresses.read_loopback, "localhost.example.org", "127.0.0.1"),
]


@pytest.mark.parametrize(("reader", "value", "remedy"), HOSTILE)
def test_what_cannot_be_used_is_refused_with_a_remedy(reader: Reader, value: object, remedy: str) -> None:
    with pytest.raises(ValueError, match=r"^(is|has) ") as refused:
        reader(value)
    assert remedy in str(refused.value)
    assert len(str(refused.value)) < 400


@pytest.mark.parametrize("value", ["hunter2", "", " " * 40, 12345678901234567890, None])
def test_a_secret_that_is_refused_is_not_repeated(value: object) -> None:
    with pytest.raises(ValueError, match="at least 32 characters") as refused:
        sealed.read_secret(value)
    assert not value or str(value) not in str(refused.value)


@pytest.mark.parametrize(
    ("url", "printed"),
    [
        ("postgresql://ann:hunter2@db/news", f"postgresql://ann:{MASK}@db/news"),
        ("postgresql://ann:hun@ter/2@db/news", f"postgresql://ann:{MASK}@db/news"),
        ("postgresql+psycopg://:hunter2@/news", f"postgresql+psycopg://:{MASK}@/news"),
        ("postgresql://db/news?user=ann&password=hunter2", f"postgresql://db/news?user=ann&password={MASK}"),
        ("postgresql://db/news?sslPassword=hunter2&x=1", f"postgresql://db/news?sslPassword={MASK}&x=1"),
        ("postgresql://ann@db/news", "postgresql://ann@db/news"),
    ],
)
def test_a_database_url_is_printed_without_its_password(url: str, printed: str) -> None:
    sealed_url = sealed.DatabaseUrl(url)
    assert str(sealed_url) == printed
    assert "hunter2" not in f"{sealed_url!r} {sealed_url}"
    assert sealed_url.get_secret_value() == url
    assert sealed.has_password(url) == (MASK in printed)


@pytest.mark.parametrize(
    ("value", "written"),
    [
        (True, "true"),
        ('say "é"', '"say \\"é\\""'),
        ((1, "a"), '[1, "a"]'),
        ({"CET": "x"}, '{ CET = "x" }'),
        ({}, "{}"),
    ],
)
def test_values_are_shown_as_toml_writes_them(value: object, written: str) -> None:
    assert literal(value) == written


def test_a_long_value_is_shown_shortened_and_printable() -> None:
    sample = shown("x\ud800 " * 100)
    assert len(sample) <= 60
    assert sample.encode()


def test_guesses_overlook_letter_case_and_far_words() -> None:
    assert did_you_mean("Reigon", ["region", "profile"]) == '; did you mean "region"?'
    assert did_you_mean("zzz", ["region", "profile"]) == ""


def test_a_number_too_large_to_print_is_refused_all_the_same() -> None:
    with pytest.raises(ValueError, match="a very large number"):
        values.read_duration(16**9999)


def test_no_guess_repeats_a_control_character() -> None:
    assert did_you_mean("newsletters.a.sections", ["newsletters.\x00.sections", "newsletters.\ud800.sections"]) == ""
