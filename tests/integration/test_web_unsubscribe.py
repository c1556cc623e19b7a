"""Leaving a newsletter as mail programs, scanners and people do it, on every database."""

from __future__ import annotations

import socket
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import urlsplit

import pytest

from syndicate.audience.model import EndedBy, Subscription
from syndicate.audience.store import AudienceStore
from syndicate.links import Links
from syndicate.storage import Database
from syndicate.text.mailboxes import read_mailbox
from syndicate.web.http.forms import MAX_BODY_BYTES
from syndicate.web.public.application import public_app
from syndicate.web.public.unsubscribing import ended_by
from tests.unit.web.web_samples import NOW, Door, Newsroom, Reply, fetch

ONE_CLICK = b"List-Unsubscribe=One-Click"
FORM = {"Content-Type": "application/x-www-form-urlencoded"}
MULTIPART = (
    b'--frontier\r\nContent-Disposition: form-data; name="List-Unsubscribe"\r\n\r\nOne-Click\r\n--frontier--\r\n'
)
ONE_CLICKS: dict[str, tuple[bytes, dict[str, str]]] = {
    "urlencoded": (ONE_CLICK, {}),
    "multipart": (MULTIPART, {"Content_Type": "multipart/form-data; boundary=frontier"}),
    "empty": (b"", {}),
    "chunked": (b"1a\r\n" + ONE_CLICK + b"\r\n0\r\n\r\n", {"Transfer_Encoding": "chunked"}),
    "untyped": (b"\xff\xfe\x00 whatever", {"Accept": "*/*"}),
}


@pytest.fixture(scope="module")
def door() -> Iterator[Door]:
    with Door() as door:
        yield door


class Reader:
    """A subscriber who holds a mail with its link."""

    def __init__(self, newsroom: Newsroom, door: Door) -> None:
        self._database = newsroom.database
        self._door = door
        with newsroom.database.write() as connection:
            store = AudienceStore(connection)
            store.subscribe(read_mailbox("ada@reader.example"), "morning", now=NOW)
            self.id = next(store.all("morning")).id
        self.path = urlsplit(newsroom.links.unsubscribe(self.id)).path

    def get(self, method: str = "GET") -> Reply:
        return fetch(self._door.url + self.path, method)

    def post(self, body: bytes = ONE_CLICK, **headers: str) -> Reply:
        named = {name.replace("_", "-"): value for name, value in headers.items()}
        return fetch(self._door.url + self.path, "POST", body=body, headers=named or FORM)

    @property
    def subscription(self) -> Subscription:
        with self._database.read() as connection:
            found = AudienceStore(connection).get(self.id)
        assert found is not None
        return found

    @property
    def is_subscribed(self) -> bool:
        with self._database.read() as connection:
            return AudienceStore(connection).is_confirmed(self.id)


@pytest.fixture
def newsroom(sqlite_database: Database, tmp_path: Path, door: Door) -> Newsroom:
    newsroom = Newsroom(sqlite_database, tmp_path)
    door.app = public_app(newsroom.site())
    return newsroom


@pytest.fixture
def reader(newsroom: Newsroom, door: Door) -> Reader:
    return Reader(newsroom, door)


def test_looking_changes_nothing(reader: Reader) -> None:
    page = reader.get()
    assert (page.status, reader.get("HEAD").status) == (200, 200)
    assert "The Quay at dawn" in page.text
    assert 'method="post"' in page.text
    assert "ada@reader.example" not in page.text
    assert reader.is_subscribed


def test_the_token_is_kept_from_other_sites_caches_and_search_engines(reader: Reader) -> None:
    for reply in (reader.get(), reader.post()):
        assert reply.headers["referrer-policy"] == "no-referrer"
        assert reply.headers["cache-control"] == "no-store"
        assert reply.headers["x-robots-tag"] == "noindex"
        assert "form-action 'self'" in reply.headers["content-security-policy"]


@pytest.mark.parametrize("form", ONE_CLICKS)
def test_the_one_click_of_a_mail_program_is_enough(database: Database, tmp_path: Path, door: Door, form: str) -> None:
    newsroom = Newsroom(database, tmp_path)
    door.app = public_app(newsroom.site())
    reader = Reader(newsroom, door)
    body, headers = ONE_CLICKS[form]
    reply = reader.post(body, **headers)
    assert (reply.status, "location" in reply.headers) == (200, False)
    assert not reader.is_subscribed
    assert reader.subscription.ended_by is EndedBy.ONE_CLICK
    assert reader.subscription.ended_at == NOW


def test_the_button_on_our_page_is_told_from_one_click(reader: Reader) -> None:
    assert "You are out" in reader.post(b"by=page").text
    assert reader.subscription.ended_by is EndedBy.PAGE


@pytest.mark.parametrize("body", [ONE_CLICK, b"by=page"])
def test_the_answer_is_the_same_however_often_it_is_done(reader: Reader, newsroom: Newsroom, body: bytes) -> None:
    reader.post()
    first = reader.post(body)
    newsroom.clock.sleep(60)
    again = reader.post(body)
    assert (again.status, again.body) == (first.status, first.body)
    assert (reader.subscription.ended_at, reader.subscription.ended_by) == (NOW, EndedBy.ONE_CLICK)


def test_other_sites_cookies_and_origins_make_no_difference(reader: Reader) -> None:
    reply = reader.post(Origin="https://mail.example", Sec_Fetch_Site="cross-site", Cookie="a=b")
    assert reply.status == 200
    assert not reader.is_subscribed


def test_a_body_beyond_all_need_is_refused_unread(reader: Reader) -> None:
    assert reader.post(b"x" * MAX_BODY_BYTES).status == 200
    assert reader.post(b"x" * (MAX_BODY_BYTES + 1)).status == 413
    endless = b"".join(b"400\r\n" + b"x" * 0x400 + b"\r\n" for _ in range(9)) + b"0\r\n\r\n"
    assert reader.post(endless, Transfer_Encoding="chunked").status == 413


def test_an_oversized_request_unsubscribes_nobody(reader: Reader) -> None:
    reader.post(ONE_CLICK + b"&" * MAX_BODY_BYTES)
    assert reader.is_subscribed


def test_other_methods_are_refused_and_change_nothing(reader: Reader) -> None:
    for method in ("PUT", "DELETE", "OPTIONS"):
        reply = reader.get(method)
        assert reply.status == 405
        assert set(reply.headers["allow"].split(", ")) == {"GET", "HEAD", "POST"}
    assert reader.is_subscribed


@pytest.mark.parametrize("method", ["GET", "POST"])
def test_a_link_that_is_not_ours_is_told_so_calmly(reader: Reader, door: Door, method: str) -> None:
    forged = urlsplit(Links("https://quay.example", ["another key"]).unsubscribe(reader.id)).path
    other_use = reader.path[:-1] + ("A" if reader.path[-1] != "A" else "B") + "x"
    for path in (
        forged,
        other_use,
        "/unsubscribe/x",
        f"/unsubscribe/{reader.id}",
        "/unsubscribe/%00",
        "/unsubscribe/..",
    ):
        reply = fetch(door.url + path, method)
        assert reply.status == 404
        assert "one of ours" in reply.text or "no such page" in reply.text
    assert reader.is_subscribed


def test_a_link_signed_with_an_older_key_still_works(newsroom: Newsroom, reader: Reader, door: Door) -> None:
    rotated = Links("https://quay.example", ["a test key", "a new key"])
    door.app = public_app(newsroom.site(links=rotated))
    assert reader.post().status == 200
    assert not reader.is_subscribed


def test_a_subscription_that_was_erased_gets_the_same_words(newsroom: Newsroom, reader: Reader, door: Door) -> None:
    erased = urlsplit(newsroom.links.unsubscribe("erased")).path
    door.app = public_app(newsroom.site(newsletters={}))
    assert fetch(door.url + erased, "POST").body == reader.post().body


def test_who_hangs_up_in_the_middle_of_a_body_changes_nothing_and_fills_no_log(
    reader: Reader, door: Door, caplog: pytest.LogCaptureFixture
) -> None:
    port = urlsplit(door.url).port or 0
    with socket.create_connection(("127.0.0.1", port), timeout=5) as caller:
        caller.sendall(f"POST {reader.path} HTTP/1.1\r\nHost: x\r\nContent-Length: 100\r\n\r\nList".encode())
        assert reader.get().status == 200  # by now, that request is being read
    assert reader.get().status == 200
    assert reader.is_subscribed
    assert [record.getMessage() for record in caplog.records if record.levelname == "ERROR"] == []


@pytest.mark.parametrize("body", [b"by=page", b"by=page&x=y"])
def test_our_form_names_itself(body: bytes) -> None:
    assert ended_by(body) is EndedBy.PAGE


@pytest.mark.parametrize("body", [b"", ONE_CLICK, MULTIPART, b"by=page&by=x", b"&" * 8000, b"%ff=%00", b"=" * 8000])
def test_everything_else_is_one_click(body: bytes) -> None:
    assert ended_by(body) is EndedBy.ONE_CLICK
