from __future__ import annotations

import gzip
from datetime import UTC, datetime, timedelta, timezone

import pytest
from hypothesis import given
from hypothesis import strategies as st

from syndicate.shelf.caching import cache_control
from syndicate.web.http.conditional import (
    MIN_GZIP_BYTES,
    ConditionalRequest,
    ConditionalResponse,
    Representation,
    http_date,
    representation,
    respond,
    takes_gzip,
)

CHANGED_AT = datetime(2026, 11, 23, 6, 0, 0, 500_000, tzinfo=UTC)
LONG = b"<rss>" + b"Ferries leave at dawn. " * 100 + b"</rss>"
FRESH = cache_control(900)


def feed(content: bytes = LONG) -> Representation:
    return representation(content, "application/rss+xml; charset=utf-8", modified_at=CHANGED_AT)


def ask(found: Representation, **asked: str) -> ConditionalResponse:
    return respond(found, ConditionalRequest(**{"method": "GET", **asked}), FRESH)


def test_a_first_visit_gets_the_bytes_and_everything_to_ask_again_with() -> None:
    got = ask(feed())
    assert (got.status, got.body) == (200, LONG)
    assert got.headers == {
        "etag": feed().etag,
        "cache-control": "public, max-age=900, stale-while-revalidate=900, stale-if-error=86400",
        "vary": "Accept-Encoding",
        "last-modified": "Mon, 23 Nov 2026 06:00:00 GMT",
        "content-type": "application/rss+xml; charset=utf-8",
        "content-length": str(len(LONG)),
    }


def test_gzip_is_sent_to_who_takes_it_under_a_tag_of_its_own() -> None:
    got = ask(feed(), accept_encoding="br, gzip")
    assert got.headers["content-encoding"] == "gzip"
    assert gzip.decompress(got.body) == LONG
    assert got.headers["content-length"] == str(len(got.body))
    assert got.headers["etag"] != ask(feed()).headers["etag"]


def test_the_tag_of_the_same_bytes_is_answered_by_304_that_repeats_what_caches_need() -> None:
    first = ask(feed(), accept_encoding="gzip")
    again = ask(feed(), accept_encoding="gzip", if_none_match=first.headers["etag"])
    assert (again.status, again.body) == (304, b"")
    assert again.headers == {name: first.headers[name] for name in ("etag", "cache-control", "vary", "last-modified")}


@pytest.mark.parametrize("form", ["{}", "W/{}", '"x", {}', '"x" , W/{}', "{},", 'W/"a,b", {}', "*", " * "])
def test_every_way_of_naming_our_tag_is_understood(form: str) -> None:
    assert ask(feed(), if_none_match=form.format(feed().etag)).status == 304


@pytest.mark.parametrize("form", ['"x"', "", "nonsense", '"', feed().etag.strip('"'), '"*"', '"x", "y"', "W/*"])
def test_a_tag_that_is_not_ours_gets_the_document(form: str) -> None:
    assert ask(feed(), if_none_match=form).status == 200


def test_the_tag_of_one_encoding_does_not_answer_for_the_other() -> None:
    assert ask(feed(), if_none_match=feed().gzip_etag).status == 200
    assert ask(feed(), accept_encoding="gzip", if_none_match=feed().etag).status == 200


def test_the_tag_decides_alone_whatever_date_stands_beside_it() -> None:
    later, earlier = http_date(CHANGED_AT + timedelta(days=1)), http_date(CHANGED_AT - timedelta(days=1))
    assert ask(feed(), if_none_match='"x"', if_modified_since=later).status == 200
    assert ask(feed(), if_none_match=feed().etag, if_modified_since=earlier).status == 304


@pytest.mark.parametrize(
    "since",
    [
        "Mon, 23 Nov 2026 06:00:00 GMT",
        "Monday, 23-Nov-26 06:00:00 GMT",
        "Mon Nov 23 06:00:00 2026",
        "Mon, 23 Nov 2026 07:00:00 +0100",
        "Mon, 23 Nov 2026 06:00:00 -0000",
        "Fri, 01 Jan 2100 00:00:00 GMT",
    ],
)
def test_any_date_from_ours_on_means_that_the_copy_is_current(since: str) -> None:
    assert ask(feed(), if_modified_since=since).status == 304


@pytest.mark.parametrize(
    "since",
    [
        "Mon, 23 Nov 2026 05:59:59 GMT",
        "",
        "yesterday",
        "0",
        "Mon, 99 Nov 2026 06:00:00 GMT",
        "Mon, 23 Nov 9999999 06:00:00 GMT",
        "\x00",
    ],
)
def test_an_older_date_or_none_at_all_gets_the_document(since: str) -> None:
    assert ask(feed(), if_modified_since=since).status == 200


def test_a_document_without_a_date_takes_no_date_for_an_answer() -> None:
    undated = representation(LONG, "text/html")
    got = ask(undated, if_modified_since="Fri, 01 Jan 2100 00:00:00 GMT")
    assert got.status == 200
    assert "last-modified" not in got.headers


def test_head_gets_the_headers_of_get_and_no_body() -> None:
    got = ask(feed(), method="HEAD", accept_encoding="gzip")
    assert got == ConditionalResponse(status=200, headers=ask(feed(), accept_encoding="gzip").headers, body=b"")


def test_other_methods_know_no_conditions() -> None:
    assert ask(feed(), method="POST", if_none_match="*").status == 200


@pytest.mark.parametrize(
    ("header", "taken"),
    [
        ("gzip", True),
        ("GZIP;q=0.5", True),
        ("x-gzip", True),
        ("deflate, *;q=0.1", True),
        ("gzip ; q=0", False),
        ("gzip;q=0.000, *", False),
        ("gzip;q=1.2.3", False),
        ("*;q=0", False),
        ("identity", False),
        ("", False),
        (",;,", False),
    ],
)
def test_accept_encoding_is_read_with_its_qualities(header: str, taken: bool) -> None:  # noqa: FBT001
    assert takes_gzip(header) is taken


def test_what_compresses_badly_is_sent_as_it_is() -> None:
    assert feed(b"short").gzipped is None
    assert representation(bytes(range(256)) * 2, "image/jpeg", compress=False).gzipped is None
    assert "vary" not in ask(feed(b"short"), accept_encoding="gzip").headers


def test_dates_are_written_in_gmt_wherever_they_come_from() -> None:
    local = CHANGED_AT.astimezone(timezone(timedelta(hours=9)))
    assert http_date(local) == "Mon, 23 Nov 2026 06:00:00 GMT"


@given(st.binary(max_size=2000), st.binary(max_size=2000))
def test_equal_bytes_have_equal_tags_and_different_bytes_different_ones(one: bytes, other: bytes) -> None:
    assert (feed(one).etag == feed(other).etag) == (one == other)
    assert feed(one) == feed(one)


@given(
    st.binary(min_size=MIN_GZIP_BYTES, max_size=3000),
    st.sampled_from(["", "gzip", "*", "gzip;q=0", "br"]),
    st.sampled_from(["GET", "HEAD"]),
)
def test_whoever_returns_with_what_we_gave_gets_304(content: bytes, encodings: str, method: str) -> None:
    found = feed(content)
    first = ask(found, method=method, accept_encoding=encodings)
    tagged = ask(found, method=method, accept_encoding=encodings, if_none_match=first.headers["etag"])
    dated = ask(found, method=method, accept_encoding=encodings, if_modified_since=first.headers["last-modified"])
    assert (tagged.status, dated.status) == (304, 304)


@given(st.text(max_size=200), st.text(max_size=200), st.text(max_size=200))
def test_no_header_however_strange_breaks_an_answer(encodings: str, tags: str, since: str) -> None:
    got = ask(feed(), accept_encoding=encodings, if_none_match=tags)
    assert got.status in {200, 304}
    assert ask(feed(), if_modified_since=since).status in {200, 304}
