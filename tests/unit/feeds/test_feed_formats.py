import json
import locale
from datetime import UTC, datetime
from html import unescape

import feedparser
import pytest
from hypothesis import given
from hypothesis import strategies as st
from lxml import etree

from syndicate.errors import BadDataError
from syndicate.feeds.documents import FORMATS, check
from syndicate.feeds.entry_cache import documents
from syndicate.feeds.model import Addresses, Entry
from syndicate.feeds.texts import untagged
from syndicate.text.plain import clean, one_line
from tests.unit.feeds.feed_samples import EVERYTHING, LINKS, a_feed, an_entry

#: Pieces that break writers of XML, HTML and JSON, beside whatever hypothesis finds.
_PIECES = [
    "]]>",
    "<![CDATA[",
    "&nbsp;",
    "&",
    "<",
    '"',
    "\\",
    "\u2028",
    "🎉",
    "سلام",
    "\u202e",
    "e\u0301",
    "</item>",
    "-->",
]
_HOSTILE = st.lists(st.one_of(st.sampled_from(_PIECES), st.text(max_size=8)), max_size=8).map("".join)


def _of(name: str, *entries: Entry) -> bytes:
    return FORMATS[name].render(a_feed(*entries), Addresses(own=LINKS.feed(FORMATS[name].file_name)))


@given(title=_HOSTILE.map(one_line), summary=_HOSTILE.map(one_line), content=_HOSTILE.map(clean))
def test_what_was_cleaned_comes_back_letter_by_letter(title: str, summary: str, content: str) -> None:
    one = an_entry(title=title or "x", summary=summary or "x", content_html=content or "x")
    check(one)
    atom = etree.fromstring(_of("atom", one)).find("{*}entry")
    item = etree.fromstring(_of("rss", one)).find("channel/item")
    (member,) = json.loads(_of("json", one))["items"]
    assert atom is not None
    assert item is not None
    assert [_said(atom, "title"), item.findtext("title"), member["title"]] == [
        one.title,
        untagged(one.title),
        one.title,
    ]
    assert [_said(atom, "summary"), member["summary"]] == [one.summary] * 2
    assert [atom.findtext("{*}content"), member["content_html"]] == [one.content_html] * 2
    assert item.findtext("{http://purl.org/rss/1.0/modules/content/}encoded") == one.content_html


def _said(entry: etree._Element, name: str) -> str:
    """The text that Atom's readers show: what looks like HTML is declared as such, and escaped."""
    element = entry.find(f"{{*}}{name}")
    assert element is not None
    text = element.text or ""
    return unescape(text) if element.get("type") == "html" else text


@given(text=st.text(alphabet=st.characters(categories=["Cc", "Cs", "Lu", "Co", "Cn"]), min_size=1, max_size=6))
def test_any_text_is_either_written_whole_in_every_format_or_refused(text: str) -> None:
    one = an_entry(title=text)
    try:
        check(one)
    except BadDataError:
        return
    for name in FORMATS:
        assert _of(name, one)
    assert not feedparser.parse(_of("atom", one)).bozo


@pytest.mark.parametrize("bad", ["\x00", "\x0b", "\x1f", "\ud800", "\uffff", "\ufffe"])
@pytest.mark.parametrize("field", ["id", "url", "title", "summary", "content_html", "language"])
def test_what_no_xml_can_hold_is_refused_wherever_it_stands(bad: str, field: str) -> None:
    with pytest.raises(BadDataError, match="cannot hold this article"):
        check(an_entry(**{field: f"x{bad}y"}))


def test_one_feed_makes_a_document_in_every_format_with_its_own_address_inside() -> None:
    made = documents(a_feed(an_entry()), EVERYTHING, LINKS)
    assert [(one.path, one.media_type) for one in made] == [
        ("rss.xml", "application/rss+xml"),
        ("atom.xml", "application/atom+xml"),
        ("feed.json", "application/feed+json"),
    ]
    for one in made:
        assert f'"https://news.example/desk/feeds/{one.path}"'.encode() in one.content


def test_the_locale_of_the_process_is_never_touched(monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(*_: object) -> None:
        pytest.fail("feedgen set the locale of the whole process")

    monkeypatch.setattr(locale, "setlocale", refuse)
    assert documents(a_feed(an_entry(), an_entry(picture=None)), EVERYTHING, LINKS)
    assert documents(a_feed(), EVERYTHING, LINKS)


def test_a_second_rendering_gives_the_same_bytes() -> None:
    assert documents(a_feed(an_entry()), EVERYTHING, LINKS) == documents(a_feed(an_entry()), EVERYTHING, LINKS)


@pytest.mark.parametrize("name", FORMATS)
def test_the_order_of_the_entries_is_kept(name: str) -> None:
    numbered = [an_entry(id=f"tag:news.example,2026:{number}") for number in range(3)]
    document = _of(name, *numbered)
    places = [document.index(one.id.encode()) for one in numbered]
    assert places == sorted(places)


@pytest.mark.parametrize("name", FORMATS)
def test_a_document_over_the_limit_loses_its_oldest_entries_and_stays_whole(name: str) -> None:
    many = [
        an_entry(id=f"tag:news.example,2026:{number:03}", content_html="<p>" + "x" * 1000 + "</p>")
        for number in range(40)
    ]
    document = FORMATS[name].render(a_feed(*many), Addresses(own="https://news.example/f"), limit=20_000)
    assert 17_000 < len(document) <= 20_000
    assert many[0].id.encode() in document
    assert many[-1].id.encode() not in document
    assert json.loads(document) if name == "json" else not feedparser.parse(document).bozo


@pytest.mark.parametrize("name", FORMATS)
def test_a_document_of_50_huge_entries_has_at_most_4_mb(name: str) -> None:
    huge = [an_entry(content_html="<" * 199_000) for _ in range(50)]
    assert len(_of(name, *huge)) <= 4_000_000


@pytest.mark.parametrize("at", [datetime(1, 1, 1, tzinfo=UTC), datetime(9999, 12, 31, 23, 59, 59, tzinfo=UTC)])
def test_the_first_and_the_last_day_can_be_written(at: datetime) -> None:
    check(an_entry(published_at=at, updated_at=at))
