"""The desk over real HTTP: who may look, and what is seen."""

from __future__ import annotations

import http.client
import re
from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import timedelta
from email.message import EmailMessage
from pathlib import Path
from urllib.parse import urlsplit

import pytest

from syndicate.articles.model import Severity, Status
from syndicate.audience.store import AudienceStore
from syndicate.digests.store import EditionStore
from syndicate.images.model import HeroState
from syndicate.storage import Database
from syndicate.text.mailboxes import read_mailbox
from syndicate.web.desk.application import Desk
from syndicate.web.desk.outbox.mails import Outbox
from tests.editions import freeze_for_all
from tests.unit.web.web_samples import NOW, Door, Newsroom, Reply, a_finding, enter, fetch, own_form

Get = Callable[..., Reply]


@pytest.fixture(scope="module")
def door() -> Iterator[Door]:
    with Door() as door:
        yield door


@pytest.fixture
def newsroom(sqlite_database: Database, tmp_path: Path) -> Newsroom:
    return Newsroom(sqlite_database, tmp_path)


@pytest.fixture
def get(door: Door, newsroom: Newsroom) -> Get:
    inside = enter(door, newsroom.desk())
    return lambda path, method="GET", **headers: fetch(
        door.url + path, method, headers=inside | {name.replace("_", "-"): value for name, value in headers.items()}
    )


def put_into_outbox(newsroom: Newsroom, delivery_id: str, html: str = "<p>Hello</p>") -> bytes:
    mail = EmailMessage()
    mail["From"] = "The Quay <news@quay.example>"
    mail["To"] = "Ada <ada@reader.example>"
    mail["Subject"] = f"Mail {delivery_id}"
    mail.set_content("The text part <b>as it is</b>")
    mail.add_alternative(html, subtype="html")
    newsroom.outbox.mkdir(exist_ok=True)
    content = mail.as_bytes()
    (newsroom.outbox / f"{delivery_id}.eml").write_bytes(content)
    return content


# --- who may look --------------------------------------------------------------------


@pytest.mark.parametrize(
    ("host", "status"),
    [
        ("localhost.evil.test", 403),
        ("evil.test", 403),
        ("127.0.0.1:1", 403),
        ("", 403),
        ("localhost/preview?x=", 400),  # no host at all (RFC 9112 §3.2)
    ],
)
def test_a_page_of_another_host_gets_nothing(get: Get, newsroom: Newsroom, host: str, status: int) -> None:
    newsroom.add(title="A secret story", embargo_until=NOW + timedelta(hours=1))
    reply = get("/", Host=host)
    assert reply.status == status
    assert "secret" not in reply.text
    assert "default-src 'none'" in reply.headers["content-security-policy"]


def test_without_a_host_there_is_no_answer_either(get: Get, door: Door) -> None:
    assert get("/").status == 200
    parts = urlsplit(door.url)
    connection = http.client.HTTPConnection(parts.hostname or "", parts.port, timeout=5)
    connection.putrequest("GET", "/", skip_host=True)
    connection.endheaders()
    assert connection.getresponse().status in {400, 403}
    connection.close()


@pytest.mark.parametrize("path", ["/", "/nothing", "/icon.svg", "/outbox/mail.eml"])
def test_no_other_site_may_embed_anything(get: Get, newsroom: Newsroom, path: str) -> None:
    put_into_outbox(newsroom, "mail")
    assert get(path).headers["cross-origin-resource-policy"] == "same-origin"
    refused = get(path, Sec_Fetch_Site="cross-site", Sec_Fetch_Mode="no-cors")
    assert (refused.status, refused.headers["cross-origin-resource-policy"]) == (403, "same-origin")


def test_what_can_be_no_id_is_not_looked_for(database: Database, tmp_path: Path, door: Door) -> None:
    inside = enter(door, Newsroom(database, tmp_path).desk())
    for path in [f"/{room}/{name}" for room in ("articles", "editions") for name in ("%00", "X", "a" * 65, "%ff")]:
        assert fetch(door.url + path, headers=inside).status == 404, path


def test_acting_is_refused_before_it_is_looked_at(get: Get, door: Door) -> None:
    assert get("/", "POST").status == 403
    assert get("/", "POST", Origin="https://evil.test").status == 403
    assert get("/", "DELETE", Origin=door.url, Sec_Fetch_Site="cross-site").status == 403
    assert get("/", "POST", Origin=door.url, Sec_Fetch_Site="same-origin").status == 405


def test_the_other_loopback_names_are_the_desk_too(get: Get, door: Door) -> None:
    assert get("/", Host=f"localhost:{urlsplit(door.url).port}").status == 200


@pytest.mark.parametrize(
    "path", ["/nothing", "/editions/x", "/articles/x", "/outbox/x", "/outbox/x.eml", "/media/x", "/editions/x/mail"]
)
def test_what_is_not_there_is_said_on_the_desk_too(get: Get, path: str) -> None:
    reply = get(path)
    assert reply.status == 404
    assert "There is no such page" in reply.text


def test_nothing_of_the_desk_is_kept_or_framed(get: Get) -> None:
    reply = get("/")
    assert reply.headers["cache-control"] == "no-store"
    assert "frame-ancestors 'none'" in reply.headers["content-security-policy"]
    assert "set-cookie" not in reply.headers


# --- what is seen ----------------------------------------------------------------------


def test_the_desk_has_a_mark_for_browser_tabs(get: Get) -> None:
    assert get("/icon.svg").headers["content-type"] == "image/svg+xml"


def test_an_empty_desk_is_calm(get: Get) -> None:
    text = get("/").text
    for words in ("Nothing needs you", "No edition has been composed yet", "Nothing is on hold", "The outbox is empty"):
        assert words in text


def test_the_overview_tells_what_is_coming_and_what_is_wrong(database: Database, tmp_path: Path, door: Door) -> None:
    newsroom = Newsroom(database, tmp_path)
    newsroom.add("held", title="Pier closes", status=Status.HELD, findings=(a_finding("There is no 32nd."),))
    newsroom.add("soon", title="The budget", embargo_until=NOW + timedelta(hours=3))
    shown = newsroom.add("shown", title="No picture came")
    newsroom.show(shown, state=HeroState.FAILED, renditions=(), reason="no such host")
    edition = newsroom.freeze(shown)
    with database.write() as connection:
        store = AudienceStore(connection)
        for name in ("ada", "bo"):
            store.subscribe(read_mailbox(f"{name}@reader.example"), "morning", now=NOW)
    freeze_for_all(database, edition)
    evening = '[[newsletters]]\nname = "evening"\ntitle = "The evening tide"\nsender = "a@quay.example"\nat = "19:00"\n'
    inside = enter(door, newsroom.desk(evening))
    text = re.sub(r"<[^>]+>|\s+", " ", fetch(door.url + "/", headers=inside).text)
    text = re.sub(r" +", " ", text)
    for words in (
        "1 article on hold, 1 picture missing.",
        "The Quay at dawn daily Tuesday, 24 November 2026, 07:00 Europe/Berlin · in 1 day goes to 2 readers",
        "The evening tide",
        "The Quay at dawn, no. 7",
        "2 wait",
        "Pier closes desk · held.txt There is no 32nd.",
        "until Monday, 23 November 2026, 10:00 Europe/Berlin (in 3 hours)",
        "No picture came no such host not tried again",
    ):
        assert words in text


def test_the_overview_says_which_editions_wait_for_a_person_and_why(get: Get, newsroom: Newsroom) -> None:
    edition = newsroom.freeze(newsroom.add())
    with newsroom.database.write() as connection:
        EditionStore(connection).hold(edition.id, "composed by hand; it waits for you to send it")
    text = get("/").text
    assert "1 edition waits for you." in text
    assert "Nothing needs you" not in text
    assert text.count(f'href="/editions/{edition.id}"') == 2
    assert "it waits for you to send it" in text


def test_an_edition_shows_its_articles_numbers_and_findings(get: Get, newsroom: Newsroom) -> None:
    edition = newsroom.freeze(newsroom.add(revision=3), newsroom.add("second", title="The second story"))
    text = get(f"/editions/{edition.id}").text
    assert "The second story" in text
    assert "312 of 100,000 bytes" in text
    assert "The subject is long." in text
    assert text.count("<iframe") == 2
    assert "sandbox" in text
    assert "https://quay.example/unsubscribe\n" in text


def test_a_mail_in_a_frame_asks_no_other_host_for_anything(get: Get, newsroom: Newsroom) -> None:
    edition = newsroom.freeze()
    reply = get(f"/editions/{edition.id}/mail")
    policy = reply.headers["content-security-policy"]
    assert policy.startswith("sandbox allow-scripts; default-src 'none'")
    assert "img-src 'self';" in policy
    assert "frame-ancestors 'self'" in policy
    assert re.search(r'src="/pictures/[\w-]{22}/aa/lead.jpg"', reply.text)
    assert "{{" not in reply.text


def test_the_desk_shows_pictures_that_the_public_may_not_see(get: Get, newsroom: Newsroom) -> None:
    hero = newsroom.show(newsroom.add(embargo_until=NOW + timedelta(hours=1)))
    assert get(f"/media/{hero.renditions[0].name}").status == 200
    assert get("/media/../syndicate.db").status == 404


def test_an_article_is_shown_with_its_findings_quoted(get: Get, newsroom: Newsroom) -> None:
    article = newsroom.add(
        title="<script>alert(1)</script>",
        status=Status.HELD,
        findings=(a_finding(quote="<b>32</b> Octember"), a_finding("Mild.", severity=Severity.WARN, quote="")),
    )
    newsroom.show(article, state=HeroState.FAILED, renditions=(), reason="too small: 90×60")
    text = get(f"/articles/{article.id}").text
    for words in (
        "&lt;script&gt;alert(1)&lt;/script&gt;",
        '<blockquote dir="auto">&lt;b&gt;32&lt;/b&gt; Octember</blockquote>',
        "stops it",
        "worth a look",
        "too small: 90×60",
        "“November 23, 2026, 05:00:00 CET”",
        "2026-11-23T04:00:00Z",
    ):
        assert words in text
    assert "<script>" not in text


def test_an_article_of_which_little_is_known_is_shown_all_the_same(get: Get, newsroom: Newsroom) -> None:
    bare = newsroom.add(
        title=None, deck=None, sections=(), authors=(), tags=(), published=None, body_text="", body_html=""
    )
    text = get(f"/articles/{bare.id}").text
    assert "The document names no date." in text
    assert "No picture was chosen" in text


def test_an_embargo_stands_on_the_articles_page(get: Get, newsroom: Newsroom) -> None:
    article = newsroom.add(embargo_until=NOW + timedelta(hours=3))
    newsroom.show(article)
    text = get(f"/articles/{article.id}").text
    assert "until Monday, 23 November 2026, 10:00 Europe/Berlin" in text
    assert "The public page" not in text


# --- the outbox --------------------------------------------------------------------------


def test_a_mail_of_the_outbox_is_seen_as_it_is(get: Get, newsroom: Newsroom) -> None:
    content = put_into_outbox(
        newsroom, "d" * 26, '<img src="https://quay.example/media/aa/lead.jpg"><script>x</script>'
    )
    listed = get("/outbox").text
    assert "Mail " + "d" * 26 in listed
    assert "1 mail." in listed
    page = get("/outbox/" + "d" * 26).text
    assert "The text part &lt;b&gt;as it is&lt;/b&gt;" in page
    assert "Ada &lt;ada@reader.example&gt;" in page
    framed = get("/outbox/" + "d" * 26 + "/mail")
    assert "/aa/lead.jpg" in framed.text
    assert framed.headers["content-security-policy"].startswith("sandbox allow-scripts;")
    raw = get("/outbox/" + "d" * 26 + ".eml")
    assert (raw.body, raw.headers["content-type"]) == (content, "message/rfc822")
    assert raw.headers["content-disposition"].startswith("attachment")


ODD_MAILS = {
    "parentheses": b"To: " + b"(" * 3000 + b"\r\nSubject: Odd\r\n\r\nx",
    "identifier": b"Message-ID: <\r\nTo: a@[\r\nSubject: Odd\r\n\r\nx",
    "surrogate": b"Subject: Odd =?utf-7?q?+2AA-?=\r\nContent-Type: text/html; charset=utf-7\r\n\r\n+2AA-",
    "empty": b"",
    "binary": bytes(range(256)) * 100,
}


@pytest.mark.parametrize("name", ODD_MAILS)
def test_one_odd_file_does_not_take_the_desk_away(get: Get, newsroom: Newsroom, name: str) -> None:
    put_into_outbox(newsroom, "good")
    (newsroom.outbox / "odd.eml").write_bytes(ODD_MAILS[name])
    for path in ("/", "/outbox"):
        reply = get(path)
        assert reply.status == 200
        assert "Mail good" in reply.text
        assert "/outbox/odd" in reply.text
    assert [get(f"/outbox/odd{form}").status for form in ("", "/mail", ".eml")] == [200, 200, 200]


def test_a_file_that_cannot_be_read_is_a_line_that_says_so(get: Get, newsroom: Newsroom) -> None:
    put_into_outbox(newsroom, "good")
    (newsroom.outbox / "folder.eml").mkdir()
    (newsroom.outbox / "gone.eml").symlink_to("nowhere")
    text = get("/outbox").text
    assert "Mail good" in text
    assert "cannot be read" in text
    assert "/outbox/gone" not in text
    assert [get(f"/outbox/{name}").status for name in ("folder", "gone")] == [404, 404]


def test_a_mail_without_html_says_so(get: Get, newsroom: Newsroom) -> None:
    newsroom.outbox.mkdir()
    (newsroom.outbox / "plain.eml").write_bytes(b"Subject: Plain\r\n\r\nWords.\r\n")
    text = get("/outbox/plain").text
    assert "This mail has no HTML part" in text
    assert "Words." in text


def test_without_an_outbox_the_desk_says_so(door: Door, newsroom: Newsroom) -> None:
    parts = newsroom.parts()
    elsewhere = parts.config.delivery.model_copy(update={"via": "smtp"})
    inside = enter(door, Desk(replace(parts, config=parts.config.model_copy(update={"delivery": elsewhere}))))
    assert "Mails do not go to an outbox here." in fetch(door.url + "/outbox", headers=inside).text
    assert "Outbox" not in fetch(door.url + "/", headers=inside).text
    assert fetch(door.url + "/outbox/x", headers=inside).status == 404


@pytest.mark.parametrize(
    "name", ["..%2fsyndicate.db", "../syndicate", "%00", ".eml", "a" * 65, "a.b", "syndicate.db%00"]
)
def test_nothing_but_mails_comes_out_of_the_outbox(get: Get, newsroom: Newsroom, name: str) -> None:
    put_into_outbox(newsroom, "mail")
    (newsroom.outbox / "a.b.eml").write_text("not ours")
    for path in (f"/outbox/{name}", f"/outbox/{name}.eml", f"/outbox/{name}/mail"):
        assert get(path).status == 404


def test_the_newest_mails_come_first_and_the_rest_is_counted(newsroom: Newsroom) -> None:
    for number in range(5):
        put_into_outbox(newsroom, f"mail{number}")
    outbox = Outbox(newsroom.outbox)
    written = {entry.id: entry.written_at for entry in outbox.recent(5)}
    assert [entry.id for entry in outbox.recent(2)] == sorted(written, key=lambda id_: (written[id_], id_))[:2:-1]
    assert outbox.count() == 5
    assert Outbox(newsroom.outbox / "missing").recent(5) == []


# --- what editors do -------------------------------------------------------------------


@pytest.fixture
def press(door: Door, newsroom: Newsroom) -> Callable[..., Reply]:
    ours = own_form(door) | enter(door, newsroom.desk())

    def send(article_id: str, body: str, **headers: str) -> Reply:
        named = {name.replace("_", "-"): value for name, value in headers.items()}
        return fetch(f"{door.url}/articles/{article_id}/findings", "POST", headers=ours | named, body=body.encode())

    return send


def test_a_warning_is_accepted_by_its_button_and_comes_back_by_another(
    get: Get, press: Callable[..., Reply], newsroom: Newsroom
) -> None:
    warning = a_finding(severity=Severity.WARN, code="alt-short", quote='ferry "& more"')
    article = newsroom.add(findings=(warning, a_finding()))
    page = get(f"/articles/{article.id}").text
    assert page.count("Accept as it is") == 1  # what holds the article has no button
    assert 'name="quote" value="ferry &#34;&amp; more&#34;"' in page
    reply = press(article.id, "code=alt-short&quote=ferry+%22%26+more%22")
    assert (reply.status, reply.headers["location"]) == (303, f"/articles/{article.id}")
    page = get(f"/articles/{article.id}").text
    assert "Accepted as it is" in page
    assert "Warn again" in page
    assert press(article.id, "code=alt-short&quote=ferry+%22%26+more%22&undo=1").status == 303
    assert "Warn again" not in get(f"/articles/{article.id}").text


@pytest.mark.parametrize(
    "headers",
    [{"Origin": "https://evil.test"}, {"Origin": "null"}, {"Sec_Fetch_Site": "cross-site"}, {"Host": "evil.test"}],
)
def test_no_other_site_can_press_a_button(
    press: Callable[..., Reply], newsroom: Newsroom, headers: dict[str, str]
) -> None:
    article = newsroom.add(findings=(a_finding(severity=Severity.WARN, code="alt-short"),))
    assert press(article.id, "code=alt-short&quote=32+Octember", **headers).status == 403


@pytest.mark.parametrize(
    ("body", "status"),
    [
        ("code=no-such&quote=", 404),
        ("", 404),
        ("code=date-unreadable&quote=32+Octember", 404),
        ("&".join(f"a{number}=1" for number in range(30)), 400),
        ("code=%ff", 400),
        ("code=" + "x" * 9_000, 413),
    ],
)
def test_what_no_form_of_ours_sends_changes_nothing(
    press: Callable[..., Reply], newsroom: Newsroom, body: str, status: int
) -> None:
    article = newsroom.add(findings=(a_finding(),))
    assert press(article.id, body).status == status


def test_an_article_that_is_not_there_has_nothing_to_accept(press: Callable[..., Reply]) -> None:
    assert press("nosucharticle", "code=a&quote=").status == 404


def test_pages_with_forms_let_browsers_name_their_origin_to_us_alone(get: Get) -> None:
    reply = get("/")
    assert reply.headers["referrer-policy"] == "same-origin"
    assert "form-action 'self'" in reply.headers["content-security-policy"]
