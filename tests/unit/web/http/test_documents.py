from __future__ import annotations

from datetime import UTC, datetime

from syndicate.web.http.documents import DocumentCache

NOON = datetime(2026, 11, 23, 12, tzinfo=UTC)
LONG = b"Ferries leave at dawn. " * 100


def test_an_unchanged_document_is_made_once() -> None:
    cache = DocumentCache()
    assert cache.document("a", LONG, "text/html") is cache.document("a", LONG, "text/html")


def test_a_change_of_content_type_or_date_makes_a_new_one() -> None:
    cache = DocumentCache()
    kept = cache.document("a", LONG, "text/html")
    assert cache.document("a", LONG + b"!", "text/html").etag != kept.etag
    assert cache.document("a", LONG, "text/plain").media_type == "text/plain"
    assert cache.document("a", LONG, "text/plain", NOON).modified_at == NOON


def test_the_oldest_are_let_go_when_the_room_is_used_up() -> None:
    cache = DocumentCache(max_bytes=3000)
    first = cache.document("a", LONG, "text/html")
    cache.document("b", LONG[1:], "text/html")
    assert cache.document("a", LONG, "text/html") is not first


def test_one_that_was_asked_for_again_outlives_one_that_was_not() -> None:
    cache = DocumentCache(max_bytes=7000)
    documents = {name: cache.document(name, LONG + name.encode(), "text/html") for name in "ab"}
    cache.document("a", LONG + b"a", "text/html")
    cache.document("c", LONG + b"c", "text/html")
    assert cache.document("a", LONG + b"a", "text/html") is documents["a"]


def test_a_document_larger_than_the_room_is_served_all_the_same() -> None:
    assert DocumentCache(max_bytes=10).document("a", LONG, "text/html").content == LONG
