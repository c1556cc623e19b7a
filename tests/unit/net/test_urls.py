"""Foreign URLs: read in exactly one way, or refused."""

from __future__ import annotations

from urllib.parse import urlsplit

import pytest
from hypothesis import given
from hypothesis import strategies as st

from syndicate.errors import BadDataError
from syndicate.net.urls import CheckedUrl, check, join

REBUILT = {
    "http://example.com": "http://example.com/",
    "HTTP://EXAMPLE.com/A": "http://example.com/A",
    "https://example.com:443/a": "https://example.com/a",
    "http://example.com:443/a": "http://example.com:443/a",
    "https://example.com:80/": "https://example.com:80/",
    "http://example.com:/": "http://example.com/",
    "//cdn.example/a.jpg": "https://cdn.example/a.jpg",
    "  https://example.com/a.jpg\n": "https://example.com/a.jpg",
    "https://example.com/a.jpg#part": "https://example.com/a.jpg",
    "https://example.com/ü.jpg?q=é": "https://example.com/%C3%BC.jpg?q=%C3%A9",
    "https://example.com/a%20b.jpg": "https://example.com/a%20b.jpg",
    "https://example.com/a?b=c&d=[e]": "https://example.com/a?b=c&d=[e]",
    'https://example.com/<a>"b"': "https://example.com/%3Ca%3E%22b%22",
    "https://bücher.example/a": "https://xn--bcher-kva.example/a",
    "https://BÜCHER.example/a": "https://xn--bcher-kva.example/a",
    "https://example。com/": "https://example.com/",
    "https://example.com./": "https://example.com/",
    "https://my_bucket.example/": "https://my_bucket.example/",
    "http://8.8.8.8/": "http://8.8.8.8/",
    "http://[2606:4700:0::1111]/": "http://[2606:4700::1111]/",
    "http://localhost/": "http://localhost/",
}

REFUSED = {
    "another scheme": ["ftp://example.com/", "file:///etc/passwd", "gopher://example.com/", "javascript:alert(1)",
                       "data:image/png;base64,AAAA", "example.com/a", "/a.jpg", "a.jpg", "", "http:example.com"],
    "another port": ["http://example.com:8080/", "http://example.com:22/", "http://example.com:0/",
                     "http://example.com:65536/", "http://example.com:x/", "http://example.com:-80/"],
    "a user": ["http://user@example.com/", "http://user:pw@example.com/", "http://@example.com/",
               "http://127.0.0.1@example.com/", "http://example.com@127.0.0.1/", "http://example.com:80@127.0.0.1/"],
    "two readings": ["http://127.0.0.1\\@example.com/", "http://example.com\\.evil/", "http://exa mple.com/",
                     "http://example.com/a b", "http://example.com/\ta", "http://exam\nple.com/",
                     "http://example.com/\x00", "http://example.com/\x7f", "http://example.com/\xa0a",
                     "http://example.com/\ud800", "ht\ntp://example.com/"],
    "a number for a host": ["http://2130706433/", "http://0x7f000001/", "http://0x7f.1/", "http://127.1/",
                            "http://0177.0.0.1/", "http://127.0.0.01/", "http://256.1.1.1/", "http://1.2.3.4.5/",
                            "http://127.0.0.0x1/", "http://①②⑦.⓪.⓪.①.9/", "http://example.1/"],
    "a bad host": ["http:///a", "http://?a", "http://:80/", "http://.example.com/", "http://example..com/",
                   "http://example.com../", "http://-example.com/", "http://exa%6dple.com/", "http://exam<ple.com/",
                   "http://" + "a" * 64 + ".com/", "http://" + "a." * 127 + "com/", "http://xn--ü.com/",
                   "http://example.com\u202e/", "http://\u2100.example/", "http://[::1/", "http://::1/",
                   "http://[::1]evil.com/", "http://[127.0.0.1]/", "http://[fe80::1%25eth0]/", "http://[v1.x]/",
                   "http://a" + "ü" * 300 + ".com/"],
    "too long": ["http://example.com/" + "a" * 5000],
}  # fmt: skip


@pytest.mark.parametrize(("url", "rebuilt"), REBUILT.items())
def test_a_plain_url_is_rebuilt_in_one_spelling(url: str, rebuilt: str) -> None:
    assert str(check(url)) == rebuilt
    assert check(rebuilt) == check(url)


@pytest.mark.parametrize("url", [url for urls in REFUSED.values() for url in urls])
def test_a_url_that_is_no_plain_web_address_is_refused(url: str) -> None:
    with pytest.raises(BadDataError) as refusal:
        check(url)
    assert refusal.value.code == "url-refused"
    assert len(refusal.value.message) < 300


def test_the_message_quotes_the_address_in_one_short_line() -> None:
    with pytest.raises(BadDataError, match=r"the address 'ftp://example.com/' is not http or https"):
        check("ftp://example.com/")


def test_any_port_may_be_left_to_the_caller() -> None:
    assert check("http://localhost:8080/a", any_port=True).port == 8080


def test_the_authority_names_the_port_only_where_it_is_not_the_schemes_own() -> None:
    assert check("https://[2606:4700::1]:80/").authority == "[2606:4700::1]:80"
    assert check("https://example.com:443/").authority == "example.com"


@pytest.mark.parametrize(
    ("location", "expected"),
    [
        ("/b", "https://example.com/b"),
        ("b", "https://example.com/dir/b"),
        ("../b?c", "https://example.com/b?c"),
        ("//other.example/b", "https://other.example/b"),
        ("http://other.example/b", "http://other.example/b"),
        (" /b ", "https://example.com/b"),
    ],
)
def test_a_location_is_read_against_the_page_that_gave_it(location: str, expected: str) -> None:
    assert str(join(check("https://example.com/dir/a"), location)) == expected


@pytest.mark.parametrize(
    "location", ["file:///etc/passwd", "/a b", "\\\\evil.example\\a", "//[::1", "//user@evil.example/"]
)
def test_a_location_that_leads_astray_is_refused(location: str) -> None:
    with pytest.raises(BadDataError):
        join(check("https://example.com/a"), location)


@given(st.text(max_size=60).map("http://example.com".__add__) | st.text(max_size=60).map("http://".__add__) | st.text())
def test_what_passes_is_read_alike_by_another_parser(url: str) -> None:
    try:
        checked = check(url)
    except BadDataError:
        return
    parts = urlsplit(str(checked))
    assert (parts.scheme, parts.hostname, parts.username) == (checked.scheme, checked.host, None)
    assert str(checked).isascii()
    assert check(str(checked)) == checked


def test_a_checked_url_is_a_plain_value() -> None:
    assert check("http://example.com/a?b") == CheckedUrl(scheme="http", host="example.com", port=80, target="/a?b")
